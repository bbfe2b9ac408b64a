//! Whether words are a template with only its blanks filled.

/// The words between the blanks, each run of spaces made one.
pub(super) fn between(body: &str) -> Vec<String> {
    let mut rest = body;
    let mut found = Vec::new();
    while let Some((before, after)) = rest.split_once("{{") {
        found.push(single(before));
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    found.push(single(rest));
    let last = found.len() - 1;
    let first = found[0].trim_start().to_owned();
    found[0] = first;
    let end = found[last].trim_end().len();
    found[last].truncate(end);
    found
}

/// Each run of spaces and line ends as one space, those at the ends too.
pub(super) fn single(text: &str) -> String {
    let mut one = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            one.push(c);
        } else if !one.ends_with(' ') {
            one.push(' ');
        }
    }
    one
}

/// Whether a text is these pieces in this order, with something between each two.
pub(super) fn fills(text: &str, between: &[String]) -> bool {
    let Some((first, rest)) = between.split_first() else { return text.is_empty() };
    let Some(text) = text.strip_prefix(first.as_str()) else { return false };
    let Some((last, middle)) = rest.split_last() else { return text.is_empty() };
    let mut text = text;
    for piece in middle {
        // At least one character belongs to the blank.
        let Some(from) = text.chars().next().map(char::len_utf8) else { return false };
        let Some(at) = text[from..].find(piece.as_str()) else { return false };
        text = &text[from + at + piece.len()..];
    }
    text.strip_suffix(last.as_str()).is_some_and(|blank| !blank.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{between, fills};

    #[test]
    fn blanks_take_something_and_nothing_else_may_differ() {
        let template = between("We look into {{ what }}.\nNext word by {{ next | time }}.\n");
        for filled in ["We look into checkout. Next word by 10:00 UTC.", "We look into a. b. Next word by c."] {
            assert!(fills(filled, &template), "{filled}");
        }
        for other in [
            "We look into . Next word by .",
            "We are looking into checkout. Next word by 10:00 UTC.",
            "We look into checkout. Next word by 10:00 UTC. And more",
            "We look into checkout.",
            "",
        ] {
            assert!(!fills(other, &template), "{other}");
        }
        assert!(fills("No blank.", &between("No blank.\n")));
        assert!(!fills("No blanks.", &between("No blank.\n")));
    }
}
