//! Words and numbers that every reader of YAML takes for the same.

/// Words that a reader of YAML may take for something else, in small letters.
const TAKEN: [&str; 13] =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity", "undefined"];

/// `0`, `2150`: far below what a reader of YAML would take for a float.
pub(super) fn is_number(written: &str) -> bool {
    (1..=15).contains(&written.len())
        && written.bytes().all(|byte| byte.is_ascii_digit())
        && (written.len() == 1 || !written.starts_with('0'))
}

/// Words that are text to every reader: they begin with a letter, single spaces stand between them, and of other characters
/// they hold only `more`. Times and short spans of time are text too.
pub(super) fn is_words(written: &str, more: &str) -> bool {
    let is_text = written.starts_with(char::is_alphabetic)
        && written.chars().all(|c| c.is_alphanumeric() || more.contains(c))
        && !written.ends_with(' ')
        && !written.contains("  ")
        && !is_taken(written);
    is_text || is_time(written) || is_span(written)
}

pub(super) fn is_taken(word: &str) -> bool {
    TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(word))
}

/// `2026-08-17T14:47:00Z`, `2026-08-17T16:47:00+02:00`
fn is_time(written: &str) -> bool {
    let (form, length): (&[u8], usize) = match written.len() {
        20 => (b"0000-00-00T00:00:00Z", 20),
        25 => (b"0000-00-00T00:00:00+00:00", 25),
        _ => return false,
    };
    let fits = |(form, byte): (&u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'+' => matches!(byte, b'+' | b'-'),
        other => byte == *other,
    };
    form.len() == length && form.iter().zip(written.bytes()).all(fits)
}

/// `30m`
fn is_span(written: &str) -> bool {
    let Some((digits, unit)) = written.split_at_checked(written.len().saturating_sub(1)) else { return false };
    matches!(unit, "d" | "h" | "m" | "s")
        && (1..=4).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
