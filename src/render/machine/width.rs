//! About how wide text is in a badge: the badge then tells the browser, which fits the text to it.

/// Tenths of a pixel in Verdana at 11 pixels; other scripts by the width of their kind.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(of).sum()
}

#[expect(clippy::match_same_arms, reason = "a line for each kind of script")]
fn of(c: char) -> u32 {
    match c {
        // What joins or marks another character takes no room.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => 0,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' => 0,
        '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{93c}' | '\u{941}'..='\u{948}' | '\u{94d}' => 0,
        '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' => 0,
        '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}' => 0,
        // As wide as high.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 115,
        '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => 115,
        '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 130,
        ' ' => 39,
        'i' | 'j' | 'l' | '\'' => 31,
        '|' | '!' | '.' | ',' | ':' | ';' | 'I' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '·' => 46,
        '-' | '/' | '\\' | '"' => 50,
        'm' | 'w' | '%' | 'M' | 'W' | '@' | '–' | '—' | '…' | '→' => 108,
        'A'..='Z' => 78,
        'a'..='z' | '0'..='9' => 68,
        ' '..='~' => 72,
        // Hebrew, Arabic, Thai and the scripts of India run narrower than capitals.
        '\u{590}'..='\u{8ff}' | '\u{e00}'..='\u{eff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => 65,
        '\u{900}'..='\u{dff}' => 80,
        _ => 76,
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn each_script_takes_its_room() {
        assert!(width("支付") > width("ab"));
        assert_eq!(width("e\u{301}"), width("e"));
        assert!(width("WWW") > width("iii"));
        assert!(width("الدفع") > 0);
    }
}
