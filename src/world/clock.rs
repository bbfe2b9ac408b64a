//! The one look at the clock.

use anyhow::Context as _;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

/// The moment a build takes for now, in whole seconds: as given, else `SOURCE_DATE_EPOCH`, else the clock.
///
/// # Errors
/// What was given, or the variable, is not a moment.
pub fn now(given: Option<&str>) -> anyhow::Result<Timestamp> {
    let epoch = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => Some(epoch),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => anyhow::bail!("`SOURCE_DATE_EPOCH` is not text"),
    };
    decide(given, epoch.as_deref(), Timestamp::now())
}

/// Whether `SOURCE_DATE_EPOCH` says what now is, so that it doesn't pass.
#[must_use]
pub fn clock_is_fixed() -> bool {
    std::env::var_os("SOURCE_DATE_EPOCH").is_some()
}

/// Begins to measure: the function returned tells how long ago this was called.
pub fn stopwatch() -> impl Fn() -> std::time::Duration {
    let begun = std::time::Instant::now();
    move || begun.elapsed()
}

/// [`now`] without looking: `given` is RFC 3339 with an offset, `epoch` seconds since 1970, `clock` what the clock says.
///
/// # Errors
/// As [`now`].
pub fn decide(given: Option<&str>, epoch: Option<&str>, clock: Timestamp) -> anyhow::Result<Timestamp> {
    let moment = if let Some(given) = given {
        given.parse().ok().with_context(|| {
            format!("`{given}` is not a moment: write a date, a time and an offset, as in `2026-08-17T09:30:00+02:00`")
        })?
    } else if let Some(epoch) = epoch {
        let seconds = epoch.parse().ok().filter(|_| epoch.bytes().all(|byte| byte.is_ascii_digit()));
        seconds
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .with_context(|| format!("`SOURCE_DATE_EPOCH` is `{epoch}`, not a number of seconds since 1970"))?
    } else {
        clock
    };
    let whole = TimestampRound::new().smallest(Unit::Second).mode(RoundMode::Floor);
    moment.round(whole).with_context(|| format!("`{moment}` is too far away"))
}
