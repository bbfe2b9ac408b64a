//! Exact amounts: decimals as they were written, money, spans of time. No floating point.

use serde::{Serialize, Serializer};
use std::fmt;

/// A decimal number in millionths, exact. `99.95` is 99 950 000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i128);

impl Decimal {
    pub const UNIT: i128 = 1_000_000;

    /// Reads digits with at most six decimals, an optional sign, no exponent.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (negative, digits) = match written.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 18 || fraction.len() > 6 || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        if digits.ends_with('.') {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let fraction: i128 = format!("{fraction:0<6}").parse().ok()?;
        let value = whole * Self::UNIT + fraction;
        Some(Self(if negative { -value } else { value }))
    }

    /// Rounded half up to a number of decimals, as text: `22.5` to one place.
    #[must_use]
    pub fn rounded(self, places: u32) -> String {
        let places = places.min(6);
        let step = 10_i128.pow(6 - places);
        let magnitude = (self.0.abs() + step / 2) / step;
        let sign = if self.0 < 0 && magnitude > 0 { "-" } else { "" };
        let scale = 10_i128.pow(places);
        if places == 0 {
            return format!("{sign}{magnitude}");
        }
        format!("{sign}{}.{:0width$}", magnitude / scale, magnitude % scale, width = places as usize)
    }
}

impl fmt::Display for Decimal {
    /// Without trailing zeros: `99.95`, `40000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.rounded(6);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An amount of money: the number as it was written, and an ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Money {
    pub amount: Decimal,
    pub currency: String,
}

/// A span of time in whole seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Period(pub i64);

impl Period {
    /// Reads `30m`, `1h`, `1h30m`, `90s`, `2d`: larger units first, each at most once.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let mut seconds: i64 = 0;
        let mut rest = written;
        let mut units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)].into_iter();
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits == 0 || digits > 6 {
                return None;
            }
            let count: i64 = rest[..digits].parse().ok()?;
            let unit = rest.get(digits..=digits)?;
            let (_, factor) = units.find(|(name, _)| *name == unit)?;
            seconds += count * factor;
            rest = &rest[digits + 1..];
        }
        (!written.is_empty()).then_some(Self(seconds))
    }
}
