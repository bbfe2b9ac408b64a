//! Times as one types them in a hurry, and as sentences tell them. Everything that is written to a file carries an offset.

use jiff::civil::{Date, Time};
use jiff::tz::{Disambiguation, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Which way a time of day without a date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// The last time it was so late; a span is so long ago.
    Past,
    /// The next time it will be; a span is so long from then.
    Future,
}

/// Reads `2026-08-17T14:47:00Z`, `2026-08-17 14:47`, `14:47` or `25m`, the middle two in the site's zone.
///
/// # Errors
/// What to write instead.
pub fn typed(written: &str, zone: &TimeZone, from: Timestamp, toward: Toward) -> Result<Timestamp, String> {
    let written = written.trim();
    let fault = || {
        format!(
            "`{written}` is not a time: write `14:47`, `2026-08-17 14:47`, `2026-08-17T14:47:00Z`, or a span as in `25m`"
        )
    };
    if written == "now" {
        return Ok(from);
    }
    if let Some(span) = span(written) {
        let moved = match toward {
            Toward::Past => from.checked_sub(span),
            Toward::Future => from.checked_add(span),
        };
        return moved.map_err(|_| fault());
    }
    if let Some((hour, minute)) = clock(written) {
        let time = Time::new(hour, minute, 0, 0).map_err(|_| fault())?;
        let today = from.to_zoned_datetime(zone.clone()).date();
        let days = match toward {
            Toward::Past => [Ok(today), today.yesterday()],
            Toward::Future => [Ok(today), today.tomorrow()],
        };
        for day in days.into_iter().flatten() {
            let at = local(day, time, zone)?;
            if toward == Toward::Past && at <= from || toward == Toward::Future && at > from {
                return Ok(at);
            }
        }
        return Err(fault());
    }
    if let Ok(at) = written.parse::<Timestamp>() {
        return Ok(at);
    }
    let (day, time) = written.split_once(['T', ' ']).ok_or_else(fault)?;
    let time = time.trim();
    let (hour, minute) = time.strip_suffix(":00").and_then(clock).or_else(|| clock(time)).ok_or_else(fault)?;
    let day: Date = day.parse().map_err(|_| fault())?;
    local(day, Time::new(hour, minute, 0, 0).map_err(|_| fault())?, zone)
}

fn local(day: Date, time: Time, zone: &TimeZone) -> Result<Timestamp, String> {
    let civil = day.to_datetime(time);
    let name = zone.iana_name().unwrap_or("UTC");
    zone.to_ambiguous_zoned_datetime(civil).disambiguate(Disambiguation::Reject).map(|zoned| zoned.timestamp()).map_err(
        |_| {
            format!(
                "{} {:02}:{:02} is not one time in {name}: write it with its offset",
                day,
                time.hour(),
                time.minute()
            )
        },
    )
}

fn clock(written: &str) -> Option<(i8, i8)> {
    let (hour, minute) = written.split_once(':')?;
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (digits(hour) && minute.len() == 2 && digits(minute)).then_some(())?;
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// A span as in `30m`, `1h30m`, `2d`.
#[must_use]
pub fn span(written: &str) -> Option<SignedDuration> {
    let (mut seconds, mut number, mut last) = (0_i64, String::new(), 'w');
    for c in written.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let size = match (last, c) {
            ('w', 'd') => 86_400,
            ('w' | 'd', 'h') => 3600,
            ('w' | 'd' | 'h', 'm') => 60,
            ('w' | 'd' | 'h' | 'm', 's') => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(size)?)?;
        (number, last) = (String::new(), c);
    }
    (number.is_empty() && seconds > 0 && seconds < 36_525 * 86_400).then(|| SignedDuration::from_secs(seconds))
}

/// In a sentence: the time of day with its zone, and the day if it is another one than that of `beside`.
#[must_use]
pub fn told(at: Timestamp, beside: Timestamp, zone: &TimeZone) -> String {
    let (local, other) = (at.to_zoned_datetime(zone.clone()), beside.to_zoned_datetime(zone.clone()));
    let day = if local.date() == other.date() { String::new() } else { format!("{} ", local.date()) };
    let abbreviation = local.strftime("%Z").to_string();
    let named = match abbreviation.strip_prefix(['+', '-']) {
        Some(_) => format!("UTC{abbreviation}"),
        None => abbreviation,
    };
    format!("{day}{:02}:{:02} {named}", local.hour(), local.minute())
}

/// As it is written in front matter.
#[must_use]
pub fn written(at: Timestamp) -> String {
    at.to_string()
}

/// The minute in which something happened.
#[must_use]
pub fn minute(at: Timestamp) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(at)
}

/// How long something took, in a sentence.
#[must_use]
pub fn length(from: Timestamp, until: Timestamp) -> String {
    let minutes = (until.as_second() - from.as_second() + 30) / 60;
    let count = |number: i64, one: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts = [count(minutes / 1440, "day"), count(minutes / 60 % 24, "hour"), count(minutes % 60, "minute")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "less than a minute".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{Toward, length, told, typed};
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    fn at(written: &str) -> Timestamp {
        written.parse().expect("a time")
    }

    #[test]
    fn a_time_is_typed_in_any_of_five_ways() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let now = at("2026-08-17T00:30:00Z");
        let past = |written: &str| typed(written, &zone, now, Toward::Past).map(|at| at.to_string());
        assert_eq!(past("2026-08-17T14:47:00+02:00").as_deref(), Ok("2026-08-17T12:47:00Z"));
        assert_eq!(past("2026-08-16 23:50").as_deref(), Ok("2026-08-16T21:50:00Z"));
        assert_eq!(past("2:15").as_deref(), Ok("2026-08-17T00:15:00Z"));
        assert_eq!(past("2:45").as_deref(), Ok("2026-08-16T00:45:00Z"));
        assert_eq!(past("1h15m").as_deref(), Ok("2026-08-16T23:15:00Z"));
        assert_eq!(past("now").as_deref(), Ok("2026-08-17T00:30:00Z"));
        assert_eq!(typed("2:15", &zone, now, Toward::Future), Ok(at("2026-08-18T00:15:00Z")));
        assert!(past("2026-03-29 02:30").unwrap_err().contains("is not one time in Europe/Berlin"));
        for nonsense in ["", "soon", "25:00", "14:5", "5", "m5", "5m3h", "2026-13-01 10:00", "9999999999999h"] {
            assert!(past(nonsense).unwrap_err().contains("is not a time"), "{nonsense}");
        }
    }

    #[test]
    fn a_sentence_tells_the_zone_and_another_day() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let (one, other) = (at("2026-08-17T14:47:00Z"), at("2026-08-17T22:10:00Z"));
        assert_eq!(told(one, one, &zone), "16:47 CEST");
        assert_eq!(told(other, one, &zone), "2026-08-18 00:10 CEST");
        assert_eq!(told(one, one, &TimeZone::get("America/Sao_Paulo").expect("a zone")), "11:47 UTC-03");
        assert_eq!(length(one, other), "7 hours 23 minutes");
        assert_eq!(length(one, one), "less than a minute");
    }
}
