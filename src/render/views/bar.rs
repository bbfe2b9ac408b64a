//! Bars and lanes: numbers of a table drawn in the row where they stand. A hundred is the whole width.

use super::super::strings::Strings;
use serde::Serialize;

/// A piece of a bar, in percent of the width, to two places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Bar {
    /// A class: `much`, `good`, `bad`, `open`, `ahead`.
    pub class: &'static str,
    pub x: String,
    pub width: String,
}

/// Pieces side by side, each as long as its share of `most`. Nothing is drawn where `most` is nothing.
pub(crate) fn bars(pieces: &[(&'static str, i128)], most: i128) -> Vec<Bar> {
    let mut x = 0;
    let mut bars = Vec::new();
    for (class, amount) in pieces {
        let width = hundredths(*amount, most).min(10_000 - x);
        if width > 0 {
            bars.push(Bar { class, x: places(x), width: places(width) });
            x += width;
        }
    }
    bars
}

/// What is left of a mark in the middle or right of it: those who heard earlier, and those who heard later.
pub(crate) fn about_middle(amount: i128, most: i128) -> Vec<Bar> {
    let width = hundredths(amount.abs(), most).min(10_000) / 2;
    if width == 0 {
        return Vec::new();
    }
    let (class, x) = if amount > 0 { ("good", 5_000 - width) } else { ("bad", 5_000) };
    vec![Bar { class, x: places(x), width: places(width) }]
}

/// Where `at` lies between two ends, in percent to two places.
pub(crate) fn place(at: i64, from: i64, until: i64) -> String {
    places(hundredths(i128::from(at - from), i128::from(until - from)).clamp(0, 10_000))
}

/// A line of prose for those who don't see a bar.
pub(crate) fn used_of(strings: &Strings, used: &str, budget: &str) -> String {
    strings.fill("level.used_of", &[("used", used), ("budget", budget)])
}

fn hundredths(amount: i128, most: i128) -> i128 {
    if most <= 0 { 0 } else { (amount.max(0) * 10_000).div_euclid(most) }
}

fn places(hundredths: i128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_side_by_side_and_never_leave_the_width() {
        let drawn = bars(&[("good", 3), ("bad", 1), ("open", 0)], 8);
        let told: Vec<_> = drawn.iter().map(|bar| (bar.class, bar.x.as_str(), bar.width.as_str())).collect();
        assert_eq!(told, [("good", "0.00", "37.50"), ("bad", "37.50", "12.50")]);
        assert_eq!(bars(&[("much", 9), ("ahead", 9)], 6).len(), 1, "what is over the whole is cut");
        assert_eq!(bars(&[("much", 1)], 0), []);
    }

    #[test]
    fn what_is_earlier_stands_left_of_the_middle() {
        let one = |amount| about_middle(amount, 600).into_iter().map(|bar| (bar.class, bar.x, bar.width)).next();
        assert_eq!(one(300), Some(("good", "25.00".to_owned(), "25.00".to_owned())));
        assert_eq!(one(-600), Some(("bad", "50.00".to_owned(), "50.00".to_owned())));
        assert_eq!(one(0), None);
    }

    #[test]
    fn a_place_lies_within_its_ends() {
        assert_eq!(place(15, 10, 30), "25.00");
        assert_eq!(place(5, 10, 30), "0.00");
        assert_eq!(place(40, 10, 30), "100.00");
        assert_eq!(place(10, 10, 10), "0.00");
    }
}
