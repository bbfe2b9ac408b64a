//! Text in which some signs are written otherwise: as entities, as a plain line end, or not at all.

use std::borrow::Cow;
use std::convert::Infallible;

/// The bytes that begin a sign that may be written otherwise. All others are passed over in few steps.
#[derive(Debug, Clone, Copy)]
pub struct Signs([bool; 256]);

impl Signs {
    #[must_use]
    pub const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).and(bytes)
    }

    /// With the control characters, but line ends and tabs. Those beyond ASCII are begun by a byte that begins others too.
    #[must_use]
    pub const fn and_controls(mut self) -> Self {
        let mut byte: u8 = 0;
        while byte < 0x80 {
            self.0[byte as usize] |= byte.is_ascii_control() && byte != b'\n' && byte != b'\t';
            byte += 1;
        }
        self.and(&[0xC2])
    }

    const fn and(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[bytes[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// How long a text goes on before the first of them.
    #[must_use]
    pub fn before(&self, text: &[u8]) -> usize {
        text.iter().position(|byte| self.0[usize::from(*byte)]).unwrap_or(text.len())
    }

    /// Writes a text piece by piece. `instead` is given each sign that may be written otherwise and what stands behind it, and
    /// gives what is written in its place; none where it stays.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn try_write<'a, E>(
        &self,
        text: &'a str,
        instead: impl Fn(char, &str) -> Option<&'static str>,
        mut write: impl FnMut(&'a str) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut kept, mut at) = (0, 0);
        loop {
            at += self.before(&text.as_bytes()[at..]);
            let Some(sign) = text[at..].chars().next() else { break };
            let behind = at + sign.len_utf8();
            if let Some(instead) = instead(sign, &text[behind..]) {
                write(&text[kept..at])?;
                write(instead)?;
                kept = behind;
            }
            at = behind;
        }
        write(&text[kept..])
    }

    /// As [`Self::try_write`], where nothing can go wrong.
    pub fn write<'a>(
        &self,
        text: &'a str,
        instead: impl Fn(char, &str) -> Option<&'static str>,
        mut write: impl FnMut(&'a str),
    ) {
        let Ok(()) = self.try_write(text, instead, |piece| {
            write(piece);
            Ok::<(), Infallible>(())
        });
    }

    /// The whole text; the same one where nothing is written otherwise.
    pub fn written<'a>(&self, text: &'a str, instead: impl Fn(char, &str) -> Option<&'static str>) -> Cow<'a, str> {
        let mut written = Cow::Borrowed("");
        // Added to nothing, a text stays borrowed.
        self.write(text, instead, |piece| written += piece);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::Signs;
    use std::borrow::Cow;

    const QUOTES: Signs = Signs::of(b"'\"").and_controls();

    fn doubled(sign: char, behind: &str) -> Option<&'static str> {
        match sign {
            '"' if behind.starts_with('"') => None,
            '"' => Some("''"),
            '\u{85}' | '\0' => Some(""),
            _ => None,
        }
    }

    #[test]
    fn signs_are_written_otherwise_and_the_rest_stays() {
        assert_eq!(QUOTES.written("a \"b\"\" é\u{a0}'c'\n", doubled), "a ''b\"'' é\u{a0}'c'\n");
        assert_eq!(QUOTES.written("\u{85}\0", doubled), "");
        assert!(matches!(QUOTES.written("a'b\u{a0}é", doubled), Cow::Borrowed("a'b\u{a0}é")));
    }

    #[test]
    fn what_fails_to_be_written_ends_it() {
        let mut pieces = Vec::new();
        let failed = QUOTES.try_write("a\"b\"c", doubled, |piece| {
            pieces.push(piece);
            if pieces.len() < 3 { Ok(()) } else { Err("full") }
        });
        assert_eq!((failed, pieces), (Err("full"), vec!["a", "''", "b"]));
    }
}
