//! The one test program: what is promised to readers and authors, and how the house is kept.
#![expect(clippy::unwrap_used, reason = "in a test, what breaks is told by its place")]

mod architecture;
mod canary;
mod case;
mod commands_rules;
mod corpus;
mod emit;
mod front_matter;
mod generated;
mod golden;
mod kill;
mod live;
mod load;
mod machine;
mod markdown;
mod nest;
mod noninterference;
mod pages;
mod print;
mod rules;
mod serve;
mod sla;
