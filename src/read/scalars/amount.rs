//! Numbers that are kept as they were written, and money.

use super::from_text;
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A number with at most six decimals, exactly: `99.95`, `40000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// Millionths.
    pub micros: i128,
}

/// An amount in a currency: `40000 EUR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    pub amount: Decimal,
    /// Three capitals (ISO 4217).
    pub currency: String,
}

impl Decimal {
    /// Reads a number: an optional `-`, at most 15 digits, and at most six decimals after a point.
    ///
    /// # Errors
    /// What is wrong with it, with `{}` for its key, and a hint on each further line.
    pub fn parse(written: &str) -> Result<Self, String> {
        let fault = || "{} must be a number\nwrite it in digits, as in `99.95`".to_owned();
        let (sign, digits) = written.strip_prefix('-').map_or((1, written), |digits| (-1, digits));
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return Err(fault()),
            Some((whole, decimals)) => (whole, decimals),
            None => (digits, ""),
        };
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
            return Err(fault());
        }
        // A reader of YAML may take such a number for octal, a person for a slip.
        if whole.len() > 1 && whole.starts_with('0') {
            return Err("{} begins with a needless 0\ndelete it".to_owned());
        }
        if decimals.len() > 6 {
            return Err("{} has more than six decimals\nround it".to_owned());
        }
        if whole.len() > 15 {
            return Err("{} has more than 15 digits\nwrite a smaller number".to_owned());
        }
        let micros: i128 = format!("{whole}{decimals:0<6}").parse().map_err(|_| fault())?;
        Ok(Self { micros: sign * micros })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.micros < 0 { "-" } else { "" };
        let (whole, micros) = (self.micros.unsigned_abs() / 1_000_000, self.micros.unsigned_abs() % 1_000_000);
        if micros == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{micros:06}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Money {
    /// Reads an amount, a space and a currency.
    ///
    /// # Errors
    /// What is wrong with it, with `{}` for its key, and a hint on each further line.
    pub fn parse(written: &str) -> Result<Self, String> {
        let fault = || "{} must be an amount and a currency\nwrite it as in `40000 EUR`".to_owned();
        let (amount, currency) = written.split_once(' ').ok_or_else(fault)?;
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(fault());
        }
        Ok(Self { amount: Decimal::parse(amount)?, currency: currency.to_owned() })
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a number", Self::parse)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an amount and a currency", Self::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_was_written() {
        for written in ["0", "99.95", "40000", "-0.5", "0.000001", "999999999999999.999999"] {
            assert_eq!(Decimal::parse(written).map(|number| number.to_string()).as_deref(), Ok(written));
        }
        assert_eq!(Decimal::parse("99.950"), Decimal::parse("99.95"));
        assert_eq!(Decimal::parse("99.95"), Ok(Decimal { micros: 99_950_000 }));
        for other in
            ["", "-", ".5", "5.", "1e3", "1,5", "010", "1_000", "0.0000001", "1000000000000000", "+1", "--1", "٣"]
        {
            assert!(Decimal::parse(other).is_err(), "{other}");
        }
    }

    #[test]
    fn money_has_a_currency() {
        assert_eq!(
            Money::parse("40000 EUR"),
            Ok(Money { amount: Decimal { micros: 40_000_000_000 }, currency: "EUR".to_owned() })
        );
        for other in ["40000", "40000 eur", "40000 EURO", "EUR 40000", "40000  EUR", "x EUR"] {
            assert!(Money::parse(other).is_err(), "{other}");
        }
    }
}
