//! Instants as people and other systems write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// An instant to the second, whatever writes it: RFC 3339, the same without an offset (then in `zone`), with a space for the `T`, with one
/// digit for the hour, or a day alone.
pub(super) fn instant(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = with_two_digits(written.trim());
    // An offset may stand apart.
    let written = written.replace(" +", "+").replace(" -", "-");
    let in_zone = |at: DateTime| zone.to_timestamp(at).ok();
    let at = written
        .parse::<Timestamp>()
        .ok()
        .or_else(|| in_zone(written.parse::<DateTime>().ok()?))
        .or_else(|| in_zone(written.parse::<Date>().ok()?.at(0, 0, 0, 0)))?;
    Timestamp::from_second(at.as_second()).ok()
}

/// `2019-03-01T9:00:00Z` with the nought that is missing.
fn with_two_digits(written: &str) -> String {
    let hour = written.get(10..).unwrap_or_default();
    let bytes = hour.as_bytes();
    let is_short = matches!(bytes, [b'T' | b' ', digit, b':', ..] if digit.is_ascii_digit());
    if is_short { format!("{}{}0{}", &written[..10], &hour[..1], &hour[1..]) } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::instant;
    use jiff::tz::TimeZone;

    #[test]
    fn an_instant_is_read_however_it_is_written() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (written, at) in [
            ("2018-04-13T15:54:00Z", "2018-04-13T15:54:00Z"),
            ("2022-02-15T13:37:37.407-08:00", "2022-02-15T21:37:37Z"),
            ("2018-04-13 15:54:00", "2018-04-13T13:54:00Z"),
            ("2018-04-13 15:54:00 -0700", "2018-04-13T22:54:00Z"),
            ("2018-01-13T9:00:00-00:00", "2018-01-13T09:00:00Z"),
            ("2018-01-13 9:00:00", "2018-01-13T08:00:00Z"),
            (" 2018-01-13 ", "2018-01-12T23:00:00Z"),
        ] {
            assert_eq!(instant(written, &berlin), Some(at.parse().unwrap()), "{written}");
        }
        for written in ["", "soon", "2018-13-01", "15:54", "2018-04-13T25:00:00Z", "2018-04-é3"] {
            assert_eq!(instant(written, &berlin), None, "{written}");
        }
    }
}
