//! `site.yaml`: public, read whole.

use super::{Reading, is_outside_address};
use crate::diagnostic::Scope;
use crate::model::{self, Component, Group, Link, Settings};
use crate::name::{Suffix, is_device, is_name};
use crate::quantity::Decimal;
use crate::read::front_matter::{self, Budget};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteFile {
    /// The name of the page.
    name: String,
    /// Where the public edition stands.
    url: Option<String>,
    /// The language of the page, as in `en` or `de-AT`.
    language: Option<String>,
    /// The time zone that times are shown in, as in `Europe/Berlin`.
    timezone: Option<String>,
    /// Where customers get help: an address or a mail address.
    support: Option<String>,
    /// One sentence for search engines and feeds.
    description: Option<String>,
    /// The folder in `themes/`, or `default`.
    theme: Option<String>,
    /// The colour of the page, as in `#0a7cff`.
    accent: Option<String>,
    /// A picture in `content/`.
    logo: Option<String>,
    /// Links in the page's head.
    links: Option<Vec<LinkEntry>>,
    /// A line at the page's foot.
    footer: Option<String>,
    /// How uptime is counted.
    uptime: Option<UptimeEntry>,
    /// The components, in groups, in the order in which they are shown.
    groups: Option<Vec<GroupEntry>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LinkEntry {
    /// What it is called.
    label: String,
    /// Where it leads.
    url: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct UptimeEntry {
    /// How many days are shown.
    days: Option<u16>,
    /// How much of this state counts as down, from 0 to 1.
    degraded_performance: Option<Decimal>,
    /// How much of this state counts as down, from 0 to 1.
    partial_outage: Option<Decimal>,
    /// How much of this state counts as down, from 0 to 1.
    major_outage: Option<Decimal>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    /// What the group is called.
    name: String,
    /// What it holds.
    description: Option<String>,
    /// Its components.
    components: Vec<ComponentEntry>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    /// What updates call it, and its address: small letters, digits, hyphens.
    id: String,
    /// What readers call it.
    name: String,
    /// What it does.
    description: Option<String>,
    /// The first day it is there, as in `2026-03-01`.
    since: Option<String>,
}

impl Reading<'_> {
    pub(super) fn site(&mut self) -> Settings {
        let scope = Scope::Readers(Suffix::Public);
        let decoded = front_matter::whole(self.path, self.text, &scope).and_then(|range| {
            front_matter::decode::<SiteFile>(self.path, self.text, range, &scope, Budget::settings())
        });
        let file = match decoded {
            Ok(file) => file,
            Err(faults) => {
                self.told.extend(faults);
                return Settings::default();
            }
        };
        let usual = Settings::default();
        let uptime = self.uptime(file.uptime);
        let settings = Settings {
            name: file.name,
            url: file.url.map(|url| url.trim_end_matches('/').to_owned()),
            language: file.language.unwrap_or(usual.language),
            timezone: file.timezone.unwrap_or(usual.timezone),
            support: file.support,
            description: file.description,
            theme: file.theme.unwrap_or(usual.theme),
            accent: file.accent,
            logo: file.logo,
            links: file
                .links
                .unwrap_or_default()
                .into_iter()
                .map(|link| Link { label: link.label, url: link.url })
                .collect(),
            footer: file.footer,
            uptime,
            groups: self.groups(file.groups.unwrap_or_default()),
        };
        self.judge(&settings);
        settings
    }

    fn judge(&mut self, settings: &Settings) {
        let public = || Scope::Readers(Suffix::Public);
        if TimeZone::get(&settings.timezone).is_err() {
            let phrase = format!("`{}` is no time zone", settings.timezone);
            self.fault(&settings.timezone, phrase, "write an IANA name, as in `Europe/Berlin`", public());
        }
        let addresses = [&settings.url, &settings.support].into_iter().flatten();
        for url in addresses.chain(settings.links.iter().map(|link| &link.url)) {
            if !is_outside_address(url) {
                let phrase = format!("`{url}` is no address");
                self.fault(url, phrase, "begin it with `https://`", public());
            }
        }
        if let Some(accent) = &settings.accent
            && !is_colour(accent)
        {
            let phrase = format!("`{accent}` is no colour");
            self.fault(accent, phrase, "write it as in `\"#0a5bd3\"`, in quotes", public());
        }
        if !is_name(&settings.theme) {
            let phrase = format!("`{}` is no name for a theme", settings.theme);
            self.fault(&settings.theme, phrase, "name a folder of `themes/` in small letters", public());
        }
    }

    fn uptime(&mut self, entry: Option<UptimeEntry>) -> model::Uptime {
        let usual = model::Uptime::default();
        let Some(entry) = entry else { return usual };
        let scope = || Scope::Readers(Suffix::Public);
        let weights = [entry.degraded_performance, entry.partial_outage, entry.major_outage];
        if weights.iter().flatten().any(|weight| !(0..=Decimal::UNIT).contains(&weight.0)) {
            self.fault("uptime", "a weight of uptime lies outside 0 to 1".to_owned(), "write it as in `0.3`", scope());
        }
        let uptime = model::Uptime {
            days: entry.days.unwrap_or(usual.days),
            degraded_performance: entry.degraded_performance.unwrap_or(usual.degraded_performance),
            partial_outage: entry.partial_outage.unwrap_or(usual.partial_outage),
            major_outage: entry.major_outage.unwrap_or(usual.major_outage),
        };
        if !(1..=365).contains(&uptime.days) {
            self.fault("days", "uptime is counted over 1 to 365 days".to_owned(), "write `days: 90`", scope());
            return usual;
        }
        if uptime.degraded_performance > uptime.partial_outage || uptime.partial_outage > uptime.major_outage {
            let hint = "let `degraded_performance`, `partial_outage` and `major_outage` rise in this order";
            self.fault("uptime", "a worse state weighs less than a better one".to_owned(), hint, scope());
        }
        uptime
    }

    fn groups(&mut self, entries: Vec<GroupEntry>) -> Vec<Group> {
        let mut known = BTreeSet::new();
        let mut groups = Vec::with_capacity(entries.len());
        for group in entries {
            let mut components = Vec::with_capacity(group.components.len());
            for entry in group.components {
                let scope = Scope::Readers(Suffix::Public);
                if !is_name(&entry.id) {
                    let phrase = format!("`{}` is no id", entry.id);
                    self.fault(&entry.id, phrase, "use small letters, digits and hyphens", scope.clone());
                    continue;
                }
                if is_device(&entry.id) {
                    let phrase = format!("`{}` names a device on Windows, where no file can be called so", entry.id);
                    self.fault(
                        &entry.id,
                        phrase,
                        "choose another id: the component's page is called by it",
                        scope.clone(),
                    );
                    continue;
                }
                if !known.insert(entry.id.clone()) {
                    let phrase = format!("two components have the id `{}`", entry.id);
                    self.fault(&format!("id: {}", entry.id), phrase, "give each its own", scope.clone());
                    continue;
                }
                let since = entry.since.as_deref().map(|written| (written, written.parse().ok()));
                if let Some((written, None)) = since {
                    let phrase = format!("`{written}` is no date");
                    self.fault(written, phrase, "write it as in `2025-03-01`", scope);
                }
                let since = since.and_then(|(_, date)| date);
                components.push(Component { id: entry.id, name: entry.name, description: entry.description, since });
            }
            groups.push(Group { name: group.name, description: group.description, components });
        }
        groups
    }
}

fn is_colour(written: &str) -> bool {
    written.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
