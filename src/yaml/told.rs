//! Why a text is not read, in an author's words, and what to do.

use super::{Flaw, Wrong};

/// A key as it is named in a message.
#[must_use]
pub fn name(key: &str) -> String {
    format!("`{}`", one_line(key.trim_matches(['"', '\''])))
}

/// What an author wrote, short enough for a message.
fn one_line(written: &str) -> String {
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = line.char_indices().nth(60).map(|(at, _)| at);
    cut.map_or_else(|| line.clone(), |at| format!("{}…", &line[..at]))
}

impl Flaw {
    /// What is wrong with the text that this was found in, and what to do.
    #[must_use]
    pub fn told(&self, yaml: &str) -> (String, String) {
        let (phrase, hint) = match &self.wrong {
            Wrong::RepeatedKey => {
                let phrase = format!("{} is given twice", name(&yaml[self.span.clone()]));
                return (phrase, "delete one of them".to_owned());
            }
            Wrong::Syntax(message) => return syntax(message),
            Wrong::Anchor => ("an anchor (`&name`) is not read", "write the value out, or put it in quotes"),
            Wrong::Alias => ("an alias (`*name`) is not read", "write the value out, or put it in quotes"),
            Wrong::MergeKey => ("a merge key (`<<`) is not read", "write the values out"),
            Wrong::NoKey => ("a key is missing here", "write `key: value`"),
            Wrong::TooDeep => ("values are nested more than 12 deep", "write it flatter"),
            Wrong::TooMany => ("this holds more values than Candor reads", "write less"),
            Wrong::SecondDocument => ("a second document begins here", "delete the line `---` or `...` above"),
        };
        (phrase.to_owned(), hint.to_owned())
    }
}

/// The commonest slips of the pen; the reader's own words for the others.
fn syntax(message: &str) -> (String, String) {
    let (phrase, hint) = match message {
        m if m.contains("unclosed quote") => ("a quote is opened here and never closed", "close it on the same line"),
        m if m.contains("trailing content after") => (
            "words stand here behind the closing quote",
            "inside single quotes write `''` for an apostrophe, inside double quotes `\\\"`",
        ),
        m if m.contains("unknown escape") => (
            "`\\` begins an escape that YAML doesn't know",
            "write `\\\\` for the character itself, or use single quotes",
        ),
        m if m.contains("mapping values are not allowed") => {
            ("a second `: ` stands here", "put the value in quotes, or align the key with those above")
        }
        m if m.contains("unexpected character") || m.contains("cannot start any token") => {
            ("a value can't begin with this character", "put the value in quotes")
        }
        m if m.contains("did not find expected key") => {
            ("a key is expected here", "indent this line like the keys beside it, or put the value before it in quotes")
        }
        m if m.contains("tab") => ("a tab stands where only spaces may", "indent with spaces"),
        m if m.contains("bracket") || m.contains("flow") => {
            ("a list `[…]` or a map `{…}` is not well formed here", "check its brackets and commas")
        }
        m if m.contains("anchor") => ("an anchor or an alias is not read", "write the value out, or put it in quotes"),
        m => {
            let reason: String = m.lines().next().unwrap_or_default().trim_end_matches('.').to_lowercase();
            return (
                format!("this can't be read as YAML: {reason}"),
                "check the indentation and the quotes".to_owned(),
            );
        }
    };
    (phrase.to_owned(), hint.to_owned())
}
