//! The one test program: what is promised to readers and authors, and how the house is kept.
#![expect(clippy::unwrap_used, reason = "in a test, what breaks is told by its place")]

mod architecture;
mod canary;
mod case;
mod change;
mod commands_rules;
mod corpus;
mod emit;
mod first_hour;
mod folding;
mod front_matter;
mod generated;
mod golden;
mod history;
mod kill;
mod load;
mod machine;
mod markdown;
mod nest;
mod noninterference;
mod pages;
mod print;
mod repository;
mod rules;
mod sla;
mod supply;
mod uptime;
