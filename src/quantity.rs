//! Exact amounts: decimals as they were written, money, spans of time. No floating point.

use serde::{Serialize, Serializer};
use std::fmt;

/// A decimal number in millionths, exact. `99.95` is 99 950 000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i128);

impl Decimal {
    pub const UNIT: i128 = 1_000_000;

    /// A share of time in percent, to two places and rounded down, so that what is below a hundred never shows as one. A whole
    /// hundred has no places.
    #[must_use]
    pub fn share(self) -> String {
        match self.0.div_euclid(Self::UNIT / 100) {
            10_000 => "100".to_owned(),
            hundredths => Self(hundredths * (Self::UNIT / 100)).rounded(2),
        }
    }

    /// Rounded half up to a number of decimals, as text: `22.5` to one place.
    #[must_use]
    pub fn rounded(self, places: u32) -> String {
        let places = places.min(6);
        let step = 10_i128.pow(6 - places);
        let rounded = self.0.signum() * ((self.0.abs() + step / 2) / step);
        let (sign, magnitude) = (if rounded < 0 { "-" } else { "" }, rounded.abs());
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

impl Money {
    /// Decimals of its currency. Source: ISO 4217, the list of currencies that have other than two.
    #[must_use]
    pub fn digits(&self) -> u32 {
        match self.currency.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
            | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }
}

/// A span of time in whole seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Period(pub i64);
