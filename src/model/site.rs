//! Everything: the settings that are public, and what stands under them.

use super::{Account, Audience, Incident, Page, Policy};
use crate::quantity::Decimal;
use crate::shared::Shared;

/// The whole of a site, unfiltered.
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub settings: Settings,
    pub audiences: Vec<Audience>,
    pub accounts: Vec<Account>,
    pub policy: Policy,
    /// Incidents and maintenance, by folder.
    pub incidents: Shared<Incident>,
    pub pages: Vec<Page>,
    /// Files of the site that are passed on and not read: pictures, documents.
    pub attachments: Vec<super::Attachment>,
    /// What git knows of the files, if that was asked for: for editions inside the company alone.
    pub history: Option<super::History>,
}

/// `site.yaml`: public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub name: String,
    pub url: Option<String>,
    pub language: String,
    /// IANA name.
    pub timezone: String,
    pub support: Option<String>,
    pub description: Option<String>,
    pub theme: String,
    /// `#rrggbb`.
    pub accent: Option<String>,
    /// A public attachment: its path below `content/`.
    pub logo: Option<String>,
    pub links: Vec<Link>,
    pub footer: Option<String>,
    pub uptime: Uptime,
    pub groups: Vec<Group>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            url: None,
            language: "en".to_owned(),
            timezone: "UTC".to_owned(),
            support: None,
            description: None,
            theme: "default".to_owned(),
            accent: None,
            logo: None,
            links: Vec::new(),
            footer: None,
            uptime: Uptime::default(),
            groups: Vec::new(),
        }
    }
}

/// A link in the header: a word and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub url: String,
}

/// How uptime is counted: over how many days, and how much of an outage counts as down (0 to 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uptime {
    pub days: u16,
    pub degraded_performance: Decimal,
    pub partial_outage: Decimal,
    pub major_outage: Decimal,
}

impl Default for Uptime {
    /// Source of the weights: Statuspage (a partial outage counts 30 %).
    fn default() -> Self {
        Self {
            days: 90,
            degraded_performance: Decimal(0),
            partial_outage: Decimal(300_000),
            major_outage: Decimal(Decimal::UNIT),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub description: Option<String>,
    pub components: Vec<Component>,
}

/// A thing that can fail, as customers call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    /// The day from which it is counted.
    pub since: Option<jiff::civil::Date>,
}
