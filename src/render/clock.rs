//! Instants and days as a page writes them: in the site's zone, in the language's form.

use super::strings::{Strings, escaped};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime as Zoned};
use serde::Serialize;

/// The site's zone and the forms in which a language writes times.
#[derive(Debug)]
pub(super) struct Clock<'a> {
    pub zone: TimeZone,
    pub now: Timestamp,
    /// The year of `now`.
    year: i16,
    strings: &'a Strings,
}

/// One instant in several lengths.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Instant {
    /// RFC 3339 with the site's offset.
    pub iso: String,
    /// `20 November 2026, 10:05 UTC`
    pub text: String,
    /// `10:05 UTC`
    pub time: String,
    /// `20 November 2026`
    pub date: String,
    /// `20 Nov, 10:05 UTC`; with the year where it isn't that of `now`. The script shortens it to the time on its own day.
    pub brief: String,
}

impl Instant {
    /// As markup that the script can read.
    pub(super) fn brief_html(&self) -> String {
        let [iso, time, brief] = [&self.iso, &self.time, &self.brief].map(|text| escaped(text));
        format!("<time datetime=\"{iso}\" data-time=\"{time}\">{brief}</time>")
    }
}

impl<'a> Clock<'a> {
    pub(super) fn new(timezone: &str, now: Timestamp, strings: &'a Strings) -> Self {
        let zone = Self::zone(timezone);
        Self { year: now.to_zoned_datetime(zone.clone()).year(), zone, now, strings }
    }

    /// The zone of a name; a site's settings hold no other.
    pub(super) fn zone(timezone: &str) -> TimeZone {
        TimeZone::get(timezone).unwrap_or(TimeZone::UTC)
    }

    pub(super) fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned_datetime(self.zone.clone())
    }

    pub(super) fn day(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    pub(super) fn today(&self) -> Date {
        self.day(self.now)
    }

    pub(super) fn instant(&self, at: Timestamp) -> Instant {
        let local = self.local(at);
        let date = self.date(local.date());
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        let time = self.strings.fill("date.time", &[("time", &clock), ("zone", &zone_name(&local))]);
        let joined = |date: &str| self.strings.fill("date.date_time", &[("date", date), ("time", &time)]);
        let brief = match local.date() {
            day if day.year() == self.year => joined(&self.short(day)),
            _ => joined(&date),
        };
        let iso = if local.offset().is_zero() {
            local.strftime("%Y-%m-%dT%H:%MZ").to_string()
        } else {
            local.strftime("%Y-%m-%dT%H:%M%:z").to_string()
        };
        Instant { iso, text: joined(&date), time, date, brief }
    }

    /// From one instant until another, as markup; the day is said once if it is the same.
    pub(super) fn span_html(&self, from: Timestamp, until: Timestamp) -> String {
        let same = self.day(from) == self.day(until);
        let (from, until) = (self.instant(from), self.instant(until));
        let last = if same { &until.time } else { &until.text };
        let mark =
            |at: &Instant, text: &str| format!("<time datetime=\"{}\">{}</time>", escaped(&at.iso), escaped(text));
        format!("{} – {}", mark(&from, &from.text), mark(&until, last))
    }

    /// `20 November 2026`
    pub(super) fn date(&self, day: Date) -> String {
        self.pattern("date.day", day)
    }

    /// `Friday, 20 November`
    pub(super) fn weekday(&self, day: Date) -> String {
        self.pattern("date.weekday", day)
    }

    /// `20 Nov`
    pub(super) fn short(&self, day: Date) -> String {
        self.pattern("date.short", day)
    }

    /// `November 2026`
    pub(super) fn month(&self, day: Date) -> String {
        self.pattern("date.month", day)
    }

    /// `November`
    pub(super) fn month_alone(&self, day: Date) -> String {
        self.strings.one_of("date.months_alone", month_index(day)).to_owned()
    }

    fn pattern(&self, key: &str, day: Date) -> String {
        let index = month_index(day);
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        self.strings.fill(
            key,
            &[
                ("day", &day.day().to_string()),
                ("month", self.strings.one_of("date.months", index)),
                ("month_alone", self.strings.one_of("date.months_alone", index)),
                ("month_short", self.strings.one_of("date.months_short", index)),
                ("month_number", &day.month().to_string()),
                ("year", &day.year().to_string()),
                ("weekday", self.strings.one_of("date.weekdays", weekday)),
            ],
        )
    }
}

fn month_index(day: Date) -> usize {
    usize::try_from(day.month() - 1).unwrap_or(0)
}

/// `UTC`, `CET`; where a zone has no name for its time, the offset with `UTC` before it.
fn zone_name(local: &Zoned) -> String {
    let name = local.strftime("%Z").to_string();
    if name.starts_with(['+', '-']) {
        return local.strftime("UTC%:z").to_string();
    }
    name
}
