//! Instants as each format writes them.

use crate::edition::Edition;
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::TimeZone;

const MILLIS: DateTimePrinter = DateTimePrinter::new().precision(Some(3));
const SECONDS: DateTimePrinter = DateTimePrinter::new().precision(Some(0));

/// `2026-11-20T10:20:00.000Z`: three digits of fraction and a zone, always.
pub(super) fn millis(at: Timestamp) -> String {
    MILLIS.timestamp_to_string(&at)
}

/// `2026-11-20T10:20:00Z`.
pub(super) fn seconds(at: Timestamp) -> String {
    SECONDS.timestamp_to_string(&at)
}

/// `20261120T102000Z`, for calendars.
pub(super) fn basic(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// `Fri, 20 Nov 2026 10:20:00 +0000`, for RSS.
pub(super) fn mail(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// `2026-11-20 10:20 UTC`: for people, in the site's zone.
pub(super) fn human(edition: &Edition, at: Timestamp) -> String {
    at.to_zoned_datetime(zone(edition)).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// `2026-11-22 06:00 – 07:30 UTC`: for people, in the site's zone; both days where there are two.
pub(super) fn span(edition: &Edition, from: Timestamp, until: Timestamp) -> String {
    let [from, until] = [from, until].map(|at| at.to_zoned_datetime(zone(edition)));
    let is_plain = from.date() == until.date() && from.offset() == until.offset();
    let ends = until.strftime(if is_plain { "%H:%M %Z" } else { "%Y-%m-%d %H:%M %Z" });
    format!("{} – {ends}", from.strftime(if is_plain { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M %Z" }))
}

/// `2026-11`: the month that goes on, in the site's zone.
pub(super) fn month(edition: &Edition) -> String {
    edition.now.to_zoned_datetime(zone(edition)).strftime("%Y-%m").to_string()
}

/// The site's zone.
pub(super) fn zone(edition: &Edition) -> TimeZone {
    TimeZone::get(&edition.site.timezone).unwrap_or(TimeZone::UTC)
}

/// When an edition was last changed by anybody's words; the epoch if nobody ever said anything.
pub(super) fn updated(edition: &Edition) -> Timestamp {
    edition.updated.unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::{basic, mail, millis, seconds};

    #[test]
    fn instants_are_written_as_each_format_has_it() {
        let at: jiff::Timestamp = "2026-03-05T12:20:07.9876+02:00".parse().unwrap();
        assert_eq!(millis(at), "2026-03-05T10:20:07.987Z");
        assert_eq!(seconds(at), "2026-03-05T10:20:07Z");
        assert_eq!(basic(at), "20260305T102007Z");
        assert_eq!(mail(at), "Thu, 05 Mar 2026 10:20:07 +0000");
        assert_eq!(millis("2026-03-05T10:20:07Z".parse().unwrap()), "2026-03-05T10:20:07.000Z");
    }
}
