//! What is true, whoever asks. The model holds *parts*, each with its readers: union, order, folding and counting
//! happen after filtering, in `edition`, so that nothing is merged too early.

mod account;
mod audience;
mod commit;
mod facts;
mod incident;
mod policy;
mod readable;
mod site;
pub mod words;

pub use account::{Account, Credit, Sla, SlaPeriod};
pub use audience::{Audience, AudienceKind};
pub use commit::{Commit, First, History, Stamp};
pub use facts::{Ask, Confidence, Decision, Fact, Facts, Go, Line, NextUpdate};
pub use incident::{
    Attachment, BusinessResponse, Customers, Head, Incident, IncidentKind, Moment, Page, PagePart, Part, Particulars,
};
pub use policy::{Cadence, Level, Policy, SeverityPolicy, WordLists};
pub use readable::{Target, by_width, slug};
pub use site::{Component, Group, Link, Settings, Site, Uptime};
