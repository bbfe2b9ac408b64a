//! The rule of the file name: who may read a file is decided from its name, before anybody opens it.

use std::fmt;

/// The readers a file's name speaks to, whole: `01-identified.support.md` speaks to `support`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suffix {
    /// No suffix: everyone.
    Public,
    /// `internal`: everyone inside the company.
    Internal,
    /// One audience, or all accounts of the audience of kind account.
    Audience(String),
    /// One account, and nobody else outside.
    Account { audience: String, account: String },
}

impl Suffix {
    /// Reads a suffix as it is written between stem and extension (`""`, `internal`, `support`, `strategic.acme`).
    ///
    /// # Errors
    /// The part that is not a name, when one is not, or the whole when there are too many.
    pub fn parse(written: &str) -> Result<Self, NameFault> {
        if written.is_empty() {
            return Ok(Self::Public);
        }
        let parts: Vec<&str> = written.split('.').collect();
        for part in &parts {
            if !is_name(part) {
                return Err(NameFault::NotAName((*part).to_owned()));
            }
        }
        match parts[..] {
            ["internal"] => Ok(Self::Internal),
            ["public"] | ["public" | "internal", _] => Err(NameFault::Reserved),
            [audience] => Ok(Self::Audience(audience.to_owned())),
            [audience, account] => Ok(Self::Account { audience: audience.to_owned(), account: account.to_owned() }),
            _ => Err(NameFault::TooManyParts(written.to_owned())),
        }
    }

    /// How many may read it, as a rank that depends on the name alone: 0 for everyone, 3 for one account.
    #[must_use]
    pub fn narrowness(&self) -> u8 {
        match self {
            Self::Public => 0,
            Self::Internal => 1,
            Self::Audience(_) => 2,
            Self::Account { .. } => 3,
        }
    }
}

impl fmt::Display for Suffix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Internal => f.write_str("internal"),
            Self::Audience(audience) => f.write_str(audience),
            Self::Account { audience, account } => write!(f, "{audience}.{account}"),
        }
    }
}

/// Why a file name is not a content name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    /// A part holds something else than `a-z`, `0-9` and inner hyphens.
    NotAName(String),
    /// More than `stem.audience.account.extension`.
    TooManyParts(String),
    /// `public` and `internal` are words of the rule itself.
    Reserved,
    /// There is no extension.
    NoExtension,
    /// The stem names a device on Windows, where no file can be called so.
    Device(String),
}

/// A content name taken apart: `stem[.audience[.account]].extension`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    pub stem: String,
    pub suffix: Suffix,
    pub extension: String,
}

impl FileName {
    /// Takes a file's name apart.
    ///
    /// # Errors
    /// The first reason why it is not a content name.
    pub fn parse(name: &str) -> Result<Self, NameFault> {
        let (front, extension) = name.rsplit_once('.').ok_or(NameFault::NoExtension)?;
        if !is_name(extension) {
            return Err(NameFault::NotAName(extension.to_owned()));
        }
        let (stem, suffix) = match front.split_once('.') {
            // `01-identified..md` lacks the audience that it was meant for, and is everyone's least of all.
            Some((_, "")) => return Err(NameFault::NotAName(String::new())),
            Some((stem, suffix)) => (stem, Suffix::parse(suffix)?),
            None => (front, Suffix::Public),
        };
        if !is_name(stem) {
            return Err(NameFault::NotAName(stem.to_owned()));
        }
        if is_device(stem) {
            return Err(NameFault::Device(stem.to_owned()));
        }
        Ok(Self { stem: stem.to_owned(), suffix, extension: extension.to_owned() })
    }

    /// Whether a name has no suffix at all, so that it speaks to everyone even if it is not well formed.
    #[must_use]
    pub fn is_without_suffix(name: &str) -> bool {
        name.matches('.').count() <= 1
    }
}

/// Whether a word matches `[a-z0-9][a-z0-9-]*` and stays within 80 bytes.
#[must_use]
pub fn is_name(word: &str) -> bool {
    word.len() <= 80
        && word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a word names a device on Windows, so that no file or folder there can be called so, whatever its extension. An
/// edition is to be servable from any file system. Source: Microsoft, *Naming Files, Paths, and Namespaces*.
#[must_use]
pub fn is_device(word: &str) -> bool {
    let numbered = word.strip_prefix("com").or_else(|| word.strip_prefix("lpt"));
    matches!(word, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
}

/// One edition of the site, as it is named on the command line and as it is filed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditionName {
    Public,
    Audience(String),
    Account { audience: String, account: String },
}

impl EditionName {
    /// The folder of this edition below the output folder, with `/`: `public`, `private/strategic/acme`.
    #[must_use]
    pub fn folder(&self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            other => format!("private/{other}"),
        }
    }

    #[must_use]
    pub fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

impl fmt::Display for EditionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Audience(audience) => f.write_str(audience),
            Self::Account { audience, account } => write!(f, "{audience}/{account}"),
        }
    }
}

/// What an audience's entry lets it read besides public and its own suffix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    Suffix(Suffix),
    /// `strategic.*`: every account of that audience.
    EveryAccount(String),
}

impl Grant {
    /// Reads one item of `reads`.
    ///
    /// # Errors
    /// Why it names no suffix.
    pub fn parse(written: &str) -> Result<Self, NameFault> {
        if let Some(audience) = written.strip_suffix(".*") {
            return match Suffix::parse(audience)? {
                Suffix::Audience(audience) => Ok(Self::EveryAccount(audience)),
                _ => Err(NameFault::Reserved),
            };
        }
        Suffix::parse(written).map(Self::Suffix)
    }

    fn covers(&self, suffix: &Suffix) -> bool {
        match (self, suffix) {
            (Self::Suffix(granted), _) => granted == suffix,
            (Self::EveryAccount(of), Suffix::Account { audience, .. }) => of == audience,
            (Self::EveryAccount(_), _) => false,
        }
    }
}

/// Somebody an edition is made for: its name, and what may be read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub edition: EditionName,
    pub grants: Vec<Grant>,
}

impl Reader {
    #[must_use]
    pub fn public() -> Self {
        Self { edition: EditionName::Public, grants: Vec::new() }
    }

    /// The readers of an account: public, every account's words, its own; never `internal`.
    #[must_use]
    pub fn account(audience: &str, account: &str) -> Self {
        Self {
            edition: EditionName::Account { audience: audience.to_owned(), account: account.to_owned() },
            grants: vec![Grant::Suffix(Suffix::Audience(audience.to_owned()))],
        }
    }

    /// This reader, were it an account that nobody is: it may read what every account of the audience may.
    #[must_use]
    pub fn stranger(&self) -> Self {
        match &self.edition {
            EditionName::Account { audience, account: _ } => Self::account(audience, ""),
            EditionName::Public | EditionName::Audience(_) => self.clone(),
        }
    }

    #[must_use]
    pub fn audience(audience: &str, grants: Vec<Grant>) -> Self {
        Self { edition: EditionName::Audience(audience.to_owned()), grants }
    }

    /// The suffix that is this reader's own.
    #[must_use]
    pub fn own(&self) -> Suffix {
        match &self.edition {
            EditionName::Public => Suffix::Public,
            EditionName::Audience(audience) => Suffix::Audience(audience.clone()),
            EditionName::Account { audience, account } => {
                Suffix::Account { audience: audience.clone(), account: account.clone() }
            }
        }
    }

    #[must_use]
    pub fn may_read(&self, suffix: &Suffix) -> bool {
        match (suffix, &self.edition) {
            (Suffix::Public, _) => true,
            (Suffix::Audience(named), EditionName::Audience(own)) if named == own => true,
            (
                Suffix::Account { audience, account },
                EditionName::Account { audience: own_audience, account: own_account },
            ) if audience == own_audience && account == own_account => true,
            _ => self.grants.iter().any(|grant| grant.covers(suffix)),
        }
    }

    /// Whether everything the other reads may be read here too, so that what is computed for the other may be shown.
    #[must_use]
    pub fn covers(&self, other: &Reader) -> bool {
        self.may_read(&other.own())
            && other.grants.iter().all(|grant| match grant {
                Grant::Suffix(suffix) => self.may_read(suffix),
                Grant::EveryAccount(_) => self.grants.contains(grant),
            })
    }

    /// Everyone inside the company: a private edition that is not an account's.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        matches!(self.edition, EditionName::Audience(_))
    }
}
