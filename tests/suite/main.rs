//! The one test program: what is promised to readers and authors, and how the house is kept.

mod architecture;
