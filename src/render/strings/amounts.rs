//! Amounts as a language writes them: numbers, money, minutes, spans that may lie before their mark.

use super::Strings;
use crate::quantity::{Decimal, Money, Period};

impl Strings {
    /// A number with its thousands apart: `132,750.5`. From how many digits on is a matter of the language (CLDR's
    /// `minimumGroupingDigits`).
    #[must_use]
    pub fn number(&self, number: &str) -> String {
        let (sign, bare) = number.strip_prefix('-').map_or(("", number), |bare| ("-", bare));
        let (whole, part) = bare.split_once('.').map_or((bare, None), |(whole, part)| (whole, Some(part)));
        let mut shown = if whole.len() < self.thousands_from() { whole.to_owned() } else { self.grouped(whole) };
        if let Some(part) = part {
            shown.push_str(self.say("number.decimal"));
            shown.push_str(part);
        }
        format!("{sign}{shown}")
    }

    /// Of a theme that gives no number here, from four on.
    fn thousands_from(&self) -> usize {
        self.say("number.thousands_from").parse().unwrap_or(4)
    }

    fn grouped(&self, digits: &str) -> String {
        match digits.len().checked_sub(3) {
            None | Some(0) => digits.to_owned(),
            Some(at) => {
                let front = self.grouped(&digits[..at]);
                self.fill("number.thousands", &[("n", &front), ("rest", &digits[at..])])
            }
        }
    }

    /// Money with its currency: whole amounts without decimals, others with as many as the currency has.
    #[must_use]
    pub fn money(&self, money: &Money) -> String {
        let whole = money.amount.0 % Decimal::UNIT == 0;
        let amount = money.amount.rounded(if whole { 0 } else { money.digits() });
        self.fill("number.money", &[("n", &self.number(&amount)), ("currency", &money.currency)])
    }

    /// Minutes and their parts: `132.5 min`.
    #[must_use]
    pub fn minutes(&self, minutes: Decimal) -> String {
        self.fill("duration.minutes", &[("n", &self.number(&minutes.to_string()))])
    }

    /// A share of one as a percentage: 0.3 is `30%`.
    #[must_use]
    pub fn share(&self, share: Decimal) -> String {
        self.exactly(Decimal(share.0 * 100))
    }

    /// A percentage with every place that it has: `99.95%`.
    #[must_use]
    pub fn exactly(&self, percent: Decimal) -> String {
        self.fill("number.percent", &[("n", &self.decimal(&percent.to_string()))])
    }

    /// A span from a mark: `5 min`, or `-5 min` if it ended before the mark.
    #[must_use]
    pub fn signed(&self, span: Period) -> String {
        let sign = if span.0 <= -60 { "-" } else { "" };
        format!("{sign}{}", self.duration(span.0.abs()))
    }
}
