//! Numbers that are kept as they were written, and money.

use super::from_text;
use crate::quantity::{Decimal, Money};
use serde::{Deserialize, Deserializer};

/// Reads a number: an optional `-`, at most 15 digits, and at most six decimals after a point.
///
/// # Errors
/// What is wrong with it, with `{}` for its key, and a hint on each further line.
fn decimal(written: &str) -> Result<Decimal, String> {
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
    Ok(Decimal(sign * micros))
}

/// Reads an amount, a space and a currency.
///
/// # Errors
/// What is wrong with it, with `{}` for its key, and a hint on each further line.
fn money(written: &str) -> Result<Money, String> {
    let fault = || "{} must be an amount and a currency\nwrite it as in `40000 EUR`".to_owned();
    let (amount, currency) = written.split_once(' ').ok_or_else(fault)?;
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(fault());
    }
    Ok(Money { amount: decimal(amount)?, currency: currency.to_owned() })
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a number", decimal)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an amount and a currency", money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_was_written() {
        for written in ["0", "99.95", "40000", "-0.5", "0.000001", "999999999999999.999999"] {
            assert_eq!(decimal(written).map(|number| number.to_string()).as_deref(), Ok(written));
        }
        assert_eq!(decimal("99.950"), decimal("99.95"));
        assert_eq!(decimal("99.95"), Ok(Decimal(99_950_000)));
        for other in
            ["", "-", ".5", "5.", "1e3", "1,5", "010", "1_000", "0.0000001", "1000000000000000", "+1", "--1", "٣"]
        {
            assert!(decimal(other).is_err(), "{other}");
        }
    }

    #[test]
    fn money_has_a_currency() {
        assert_eq!(money("40000 EUR"), Ok(Money { amount: Decimal(40_000_000_000), currency: "EUR".to_owned() }));
        for other in ["40000", "40000 eur", "40000 EURO", "EUR 40000", "40000  EUR", "x EUR"] {
            assert!(money(other).is_err(), "{other}");
        }
    }
}
