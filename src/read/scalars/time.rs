//! Times and spans of time, as they are written in front matter.

use super::from_text;
use crate::quantity::Period;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

/// A time with an offset from UTC (RFC 3339): `2026-08-17T14:47:00Z`, `2026-08-17T16:47:00+02:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub Timestamp);

/// A time, or a span of time from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(Instant),
    In(Period),
}

const EXAMPLE: &str = "2026-08-17T14:47:00Z";

impl Instant {
    /// Reads a time.
    ///
    /// # Errors
    /// What is wrong with it, with `{}` for its key, and a hint on each further line.
    pub fn parse(written: &str) -> Result<Self, String> {
        let b = written.as_bytes();
        let digits =
            |range: std::ops::Range<usize>| b.get(range).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit));
        let mark = |at: usize, allowed: &[u8]| b.get(at).is_some_and(|c| allowed.contains(c));
        let is_date = digits(0..4) && mark(4, b"-") && digits(5..7) && mark(7, b"-") && digits(8..10);
        if !is_date {
            return Err(format!("{{}} must be a time\nwrite date, time and offset, as in {EXAMPLE}"));
        }
        if b.len() == 10 {
            return Err(format!("{{}} is a date without a time\nadd time and offset, as in {EXAMPLE}"));
        }
        let has_seconds =
            mark(10, b"T") && digits(11..13) && mark(13, b":") && digits(14..16) && mark(16, b":") && digits(17..19);
        if !has_seconds {
            return Err(format!("{{}} must be a time to the second\nwrite it as in {EXAMPLE}"));
        }
        let mut rest = &written[19..];
        if let Some(fraction) = rest.strip_prefix('.') {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=9).contains(&length) {
                return Err(format!("{{}} must be a time to the second or finer\nwrite it as in {EXAMPLE}"));
            }
            rest = &fraction[length..];
        }
        if rest.is_empty() {
            return Err(format!("{{}} is a time without an offset\nadd the offset, as in {EXAMPLE}"));
        }
        let o = rest.as_bytes();
        let is_offset = rest == "Z"
            || o.len() == 6
                && matches!(o[0], b'+' | b'-')
                && o[3] == b':'
                && [1, 2, 4, 5].iter().all(|at| o[*at].is_ascii_digit());
        if !is_offset {
            return Err(format!("{{}} must end with an offset\nwrite `Z` or `+02:00`, as in {EXAMPLE}"));
        }
        if &written[17..19] == "60" {
            return Err("{} is in a leap second\nwrite second 59".to_owned());
        }
        written
            .parse()
            .map(Self)
            .map_err(|_| "{} is a time that does not exist\nlook at the date, the hour and the offset".to_owned())
    }
}

/// Reads a span of time: numbers with `d`, `h`, `m`, `s`, in this order, each at most once.
///
/// # Errors
/// What is wrong with it, with `{}` for its key, and a hint on each further line.
fn period(written: &str) -> Result<Period, String> {
    let fault = || "{} must be a span of time\nwrite it as in `30m`, `1h`, `1h30m`, `90s`, `2d`".to_owned();
    let mut units = [('d', 86_400_u64), ('h', 3600), ('m', 60), ('s', 1)].into_iter();
    let mut rest = written;
    let mut seconds = 0_u64;
    while !rest.is_empty() {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..length].parse().map_err(|_| fault())?;
        let unit = rest[length..].chars().next().ok_or_else(fault)?;
        let (_, size) = units.find(|(name, _)| *name == unit).ok_or_else(fault)?;
        seconds = number.checked_mul(size).and_then(|more| seconds.checked_add(more)).ok_or_else(fault)?;
        rest = &rest[length + 1..];
    }
    // A century is enough, and keeps every sum of a time and a span within the calendar.
    if seconds > 36_525 * 86_400 {
        return Err("{} is longer than a century\nwrite a time instead".to_owned());
    }
    match i64::try_from(seconds) {
        Ok(seconds) if seconds > 0 => Ok(Period(seconds)),
        _ => Err(fault()),
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a time", Self::parse)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a span of time", period)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a time or a span of time", |written| {
            let is_time = written.len() >= 5 && written.as_bytes()[4] == b'-';
            if is_time {
                return Instant::parse(written).map(Self::At);
            }
            period(written)
                .map(Self::In)
                .map_err(|_| format!("{{}} must be a time or a span of time\nwrite it as in {EXAMPLE} or `30m`"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_instant_whatever_its_offset() {
        assert_eq!(Instant::parse("2026-08-17T16:47:00+02:00"), Instant::parse("2026-08-17T14:47:00Z"));
        assert_eq!(Instant::parse("2026-08-17T14:47:00.250Z").map(|time| time.0.as_millisecond() % 1000), Ok(250));
    }

    #[test]
    fn a_time_that_is_not_exact_is_refused_with_what_to_do() {
        let refused = |written: &str| Instant::parse(written).expect_err("not exact");
        assert_eq!(
            refused("2026-08-17T14:47:00"),
            "{} is a time without an offset\nadd the offset, as in 2026-08-17T14:47:00Z"
        );
        assert_eq!(
            refused("2026-08-17"),
            "{} is a date without a time\nadd time and offset, as in 2026-08-17T14:47:00Z"
        );
        assert_eq!(
            refused("2026-08-17T14:47Z"),
            "{} must be a time to the second\nwrite it as in 2026-08-17T14:47:00Z"
        );
        assert_eq!(refused("2026-06-30T23:59:60Z"), "{} is in a leap second\nwrite second 59");
        assert_eq!(
            refused("2026-02-29T00:00:00Z"),
            "{} is a time that does not exist\nlook at the date, the hour and the offset"
        );
        for other in [
            "2026-08-17T24:00:00Z",
            "2026-08-17T14:47:00+99:00",
            "2026-08-17T14:47:00Z[UTC]",
            "2026-08-17T14:47:00z",
            "2026-08-17 14:47:00Z",
            "now",
            "2026-08-17T14:47:00.Z",
            "２026-08-17T14:47:00Z",
        ] {
            refused(other);
        }
    }

    #[test]
    fn a_period_is_a_whole_number_of_seconds() {
        let seconds = |written: &str| period(written).map(|period| period.0);
        assert_eq!(seconds("30m"), Ok(1800));
        assert_eq!(seconds("1h30m"), Ok(5400));
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("2d"), Ok(172_800));
        for other in
            ["", "0m", "30", "m", "1.5h", "-1h", "30m1h", "1h1h", "1 h", "9999999d", "99999999999999999999s", "１h"]
        {
            assert!(seconds(other).is_err(), "{other}");
        }
    }
}
