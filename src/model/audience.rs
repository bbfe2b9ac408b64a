//! A group of readers: what it is called, what kind of facts it is given, what it reads.

use crate::name::Reader;

/// One entry of `audiences.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    pub name: String,
    pub label: String,
    pub kind: AudienceKind,
    /// For a kind other than account.
    pub reader: Reader,
    pub url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AudienceKind {
    Executive,
    Support,
    Engineering,
    Business,
    /// One edition for each account of `accounts.yaml`.
    Account,
    /// Reads what it may, and has no facts of its own.
    General,
}

impl AudienceKind {
    /// The word as it is written in `audiences.yaml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Executive => "executive",
            Self::Support => "support",
            Self::Engineering => "engineering",
            Self::Business => "business",
            Self::Account => "account",
            Self::General => "general",
        }
    }
}
