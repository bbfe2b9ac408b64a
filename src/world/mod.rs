//! The only code that touches the outside: folders, clock, terminal, other programs.
