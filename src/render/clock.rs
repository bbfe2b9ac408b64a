//! Instants and days as a page writes them: in the site's zone, in the language's form.

use super::strings::{Strings, escaped, filled};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime as Zoned};
use serde::{Serialize, Serializer};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// An instant as pages write it: `20 November 2026, 10:05 UTC`.
#[must_use]
pub fn written(at: Timestamp, timezone: &str, strings: &Strings) -> String {
    Clock::new(timezone, at, strings).instant(at).written.text.clone()
}

/// The site's zone and the forms in which a language writes times.
#[derive(Debug)]
pub(super) struct Clock<'a> {
    pub zone: TimeZone,
    pub now: Timestamp,
    /// The year of `now`.
    year: i16,
    strings: &'a Strings,
    /// Words that every instant is written with.
    time: &'a str,
    date_time: &'a str,
    /// What has been written already: a page says the same instant in several places, and most of its instants on one day.
    instants: RefCell<BTreeMap<Timestamp, Instant>>,
    days: RefCell<BTreeMap<Date, Arc<Day>>>,
}

/// One instant in several lengths.
#[derive(Debug, Clone)]
pub(super) struct Instant {
    written: Arc<Written>,
    /// The same for layouts.
    value: tera::Value,
}

#[derive(Debug, Serialize)]
pub(super) struct Written {
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

/// What all instants of one day have in common.
#[derive(Debug)]
struct Day {
    iso: String,
    date: String,
    brief: String,
}

impl Deref for Instant {
    type Target = Written;

    fn deref(&self) -> &Written {
        &self.written
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl Written {
    /// As markup that the script can read.
    pub(super) fn brief_html(&self) -> String {
        let [iso, time, brief] = [&self.iso, &self.time, &self.brief].map(|text| escaped(text));
        format!("<time datetime=\"{iso}\" data-time=\"{time}\">{brief}</time>")
    }
}

impl<'a> Clock<'a> {
    pub(super) fn new(timezone: &str, now: Timestamp, strings: &'a Strings) -> Self {
        let zone = Self::zone(timezone);
        let [time, date_time] = ["date.time", "date.date_time"].map(|key| strings.say(key));
        let year = now.to_zoned_datetime(zone.clone()).year();
        let (instants, days) = Default::default();
        Self { zone, now, year, strings, time, date_time, instants, days }
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
        if let Some(known) = self.instants.borrow().get(&at) {
            return known.clone();
        }
        let written = Arc::new(self.written(at));
        let instant = Instant { value: tera::Value::from_serializable(&*written), written };
        self.instants.borrow_mut().insert(at, instant.clone());
        instant
    }

    fn written(&self, at: Timestamp) -> Written {
        let zoned = self.zone.to_offset_info(at);
        let local = zoned.offset().to_datetime(at);
        let day = self.written_day(local.date());
        let clock = format!("{:02}:{:02}", local.hour(), local.minute());
        let name = zoned.abbreviation();
        let offset = if zoned.offset().is_zero() && !is_offset(name) {
            String::new()
        } else {
            self.local(at).strftime("%:z").to_string()
        };
        // A zone without a name for its time is called by its offset, with `UTC` before it.
        let zone = if is_offset(name) { format!("UTC{offset}") } else { name.to_owned() };
        let time = filled(self.time, &[("time", &clock), ("zone", &zone)]);
        let joined = |date: &str| filled(self.date_time, &[("date", date), ("time", &time)]);
        let mark = if zoned.offset().is_zero() { "Z" } else { offset.as_str() };
        let iso = [day.iso.as_str(), "T", &clock, mark].concat();
        Written { iso, text: joined(&day.date), brief: joined(&day.brief), time, date: day.date.clone() }
    }

    fn written_day(&self, day: Date) -> Arc<Day> {
        let write = || {
            let date = self.date(day);
            let brief = if day.year() == self.year { self.short(day) } else { date.clone() };
            Arc::new(Day { iso: day.to_string(), date, brief })
        };
        self.days.borrow_mut().entry(day).or_insert_with(write).clone()
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
        self.strings.fill_by(key, |blank| {
            Some(match blank {
                "day" => day.day().to_string().into(),
                "month" => self.strings.one_of("date.months", index).into(),
                "month_alone" => self.strings.one_of("date.months_alone", index).into(),
                "month_short" => self.strings.one_of("date.months_short", index).into(),
                "month_number" => day.month().to_string().into(),
                "year" => day.year().to_string().into(),
                "weekday" => self.strings.one_of("date.weekdays", weekday).into(),
                _ => return None,
            })
        })
    }
}

fn month_index(day: Date) -> usize {
    usize::try_from(day.month() - 1).unwrap_or(0)
}

/// Whether a zone's name for its time is none: `+03`.
fn is_offset(name: &str) -> bool {
    name.starts_with(['+', '-'])
}
