//! The one test program: what is promised to readers and authors, and how the house is kept.
#![expect(clippy::unwrap_used, reason = "in a test, what breaks is told by its place")]

mod architecture;
mod authoring;
mod bombs;
mod canary;
mod case;
mod change;
mod commands_rules;
mod corpus;
mod demonstration;
mod determinism;
mod drafts;
mod emit;
mod evasions;
mod first_hour;
mod folding;
mod front_matter;
mod fuzzed;
mod generated;
mod golden;
mod ground;
mod history;
mod init;
mod kill;
mod live;
mod load;
mod logs;
mod lookalikes;
mod machine;
mod markdown;
mod metrics;
mod nest;
mod noninterference;
mod pages;
mod print;
mod private;
#[path = "../fuzz/promises/mod.rs"]
mod promises;
mod repository;
mod rules;
mod serve;
mod sla;
mod strange_git;
mod supply;
mod templates;
mod uptime;
