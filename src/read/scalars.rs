//! Values that documents are made of: times, spans of time, amounts, and facts that may be ended by `none`.

mod amount;
mod fact;
mod time;

pub use fact::Fact;
pub use time::{Instant, When};

use serde::Deserializer;
use serde::de::{Error, Visitor};
use std::fmt;

/// Reads a scalar from its text, exactly as it was written: no number passes through a float.
fn from_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    struct Text<T>(&'static str, fn(&str) -> Result<T, String>);

    impl<T> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, written: &str) -> Result<T, E> {
            (self.1)(written).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text(expected, parse))
}
