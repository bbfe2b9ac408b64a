//! Words by dice: what a page says in a bench, with the letters that programs trip over.

/// Numbers that look thrown and are the same each time. Source of the steps: `SplitMix64`.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x5EED_2026_0101)
    }

    /// A number from 0 to one less than `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const PLAIN: [&str; 48] = [
    "requests", "payments", "we", "see", "errors", "for", "some", "customers", "in", "the", "queue", "since", "a",
    "change", "to", "our", "settings", "and", "work", "on", "it", "with", "provider", "traffic", "moves", "slowly",
    "again", "after", "restart", "of", "two", "nodes", "data", "is", "safe", "while", "reports", "arrive", "late",
    "people", "can", "still", "sign", "from", "their", "phones", "at", "night",
];
/// Composed and decomposed letters, both directions, letters beyond the first plane, characters of HTML.
const AWKWARD: [&str; 8] = ["Zürich", "e\u{301}tat", "東京", "שלום", "🧯", "R&D", "<fast>", "naïve"];

/// 52 to 68 words in two paragraphs, with bold, code and a link.
pub(crate) fn body(dice: &mut Dice) -> String {
    let count = 52 + dice.below(17);
    let mut text = String::with_capacity(count * 7);
    for index in 0..count {
        if index == count / 2 {
            text.push_str(".\n\n");
        } else if index > 0 {
            text.push(if index % 17 == 0 { '\n' } else { ' ' });
        }
        let word = if dice.below(40) == 0 { escaped(dice.one_of(&AWKWARD)) } else { dice.one_of(&PLAIN).to_owned() };
        match dice.below(30) {
            0 => text.push_str(&format!("**{word}**")),
            1 => text.push_str("`code_of_it()`"),
            2 => text.push_str(&format!("[{word}](https://example.com/{index}?a=1)")),
            _ => text.push_str(&word),
        }
    }
    text.push_str(".\n");
    text
}

/// A sentence as front matter takes it without quotes.
pub(crate) fn sentence(dice: &mut Dice) -> String {
    let words: Vec<&str> = (0..10).map(|_| dice.one_of(&PLAIN)).collect();
    words.join(" ")
}

pub(crate) fn title(dice: &mut Dice) -> String {
    let tail = if dice.below(20) == 0 { dice.one_of(&AWKWARD) } else { "again" };
    format!("{} {} {tail}", sentence(dice), dice.one_of(&PLAIN))
}

fn escaped(word: &str) -> String {
    word.replace('<', "\\<")
}
