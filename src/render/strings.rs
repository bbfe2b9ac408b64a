//! The words of a theme in one language: looked up by key, filled with values, counted by the language's plural rules.

mod amounts;
mod terms;

use super::each_thread::EachThread;
use crate::diagnostic::Diagnostic;
use crate::quantity::Decimal;
use crate::signs::Signs;
use crate::yaml;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

/// Words by key: `incident.started`. A plural is an inner map from CLDR category to word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Word(String),
    List(Vec<String>),
    Map(BTreeMap<String, Entry>),
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a word, a list of words or a map of them")
    }

    fn visit_str<E>(self, word: &str) -> Result<Entry, E> {
        Ok(Entry::Word(word.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Entry, A::Error> {
        Deserialize::deserialize(SeqAccessDeserializer::new(list)).map(Entry::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Entry::Map)
    }
}

/// All words of one language; whole, because a language stands on English.
#[derive(Debug)]
pub struct Strings {
    language: String,
    /// Looked up all the time, and never gone through.
    words: HashMap<String, String>,
    lists: HashMap<String, Vec<String>>,
    plurals: HashMap<String, BTreeMap<String, String>>,
    entries: Arc<Entry>,
    /// The same for layouts.
    value: EachThread<tera::Value>,
}

/// The CLDR plural categories.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The most words that a file of strings may hold, keys among them.
const MOST_WORDS: usize = 20_000;

/// Reads a file of strings.
///
/// # Errors
/// Text that is no YAML, or holds something else than words, lists of words and maps of them.
pub fn parse(path: &Arc<str>, text: &str) -> Result<Entry, Diagnostic> {
    let fault = |place, phrase| Diagnostic::error(path, place, format!("strings can't be read: {phrase}"));
    let read = yaml::parse(text, MOST_WORDS).map_err(|flaw| {
        let (phrase, hint) = flaw.told(text);
        fault(flaw.span, phrase).hint(hint)
    })?;
    read.decode().map_err(|misfit| fault(misfit.span.clone().unwrap_or(0..0), misfit.to_string()))
}

impl Entry {
    /// This entry with another laid over it, key by key.
    #[must_use]
    pub fn under(self, over: Self) -> Self {
        match (self, over) {
            (Self::Map(mut below), Self::Map(above)) if !is_plural(&above) => {
                for (key, entry) in above {
                    let laid = match below.remove(&key) {
                        Some(entry_below) => entry_below.under(entry),
                        None => entry,
                    };
                    below.insert(key, laid);
                }
                Self::Map(below)
            }
            (_, over) => over,
        }
    }

    /// Every key with what stands there; plurals and lists count as one.
    #[must_use]
    pub fn keys(&self) -> BTreeMap<String, &Self> {
        let mut keys = BTreeMap::new();
        self.gather(String::new(), &mut keys);
        keys
    }

    fn gather<'a>(&'a self, key: String, keys: &mut BTreeMap<String, &'a Self>) {
        match self {
            Self::Map(map) if !is_plural(map) => {
                for (name, entry) in map {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    entry.gather(key, keys);
                }
            }
            _ => {
                keys.insert(key, self);
            }
        }
    }
}

fn is_plural(map: &BTreeMap<String, Entry>) -> bool {
    map.contains_key("other") && map.keys().all(|key| CATEGORIES.contains(&key.as_str()))
}

impl Strings {
    #[must_use]
    pub fn new(language: &str, entries: &Arc<Entry>) -> Self {
        let mut strings = Self {
            language: language.to_owned(),
            words: HashMap::new(),
            lists: HashMap::new(),
            plurals: HashMap::new(),
            value: EachThread::default(),
            entries: entries.clone(),
        };
        for (key, entry) in entries.keys() {
            match entry {
                Entry::Word(word) => drop(strings.words.insert(key, word.clone())),
                Entry::List(list) => drop(strings.lists.insert(key, list.clone())),
                Entry::Map(map) => {
                    let forms = map.iter().filter_map(|(category, form)| match form {
                        Entry::Word(word) => Some((category.clone(), word.clone())),
                        _ => None,
                    });
                    strings.plurals.insert(key, forms.collect());
                }
            }
        }
        strings
    }

    /// As a BCP 47 tag.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// `rtl` or `ltr`.
    #[must_use]
    pub fn direction(&self) -> &str {
        self.say("direction")
    }

    /// For layouts: every word by its key.
    #[must_use]
    pub fn value(&self) -> tera::Value {
        self.value.get_or_init(|| value(&self.entries)).clone()
    }

    /// The word for a key.
    ///
    /// # Panics
    /// If English lacks the key, on which every language stands.
    #[must_use]
    pub fn say(&self, key: &str) -> &str {
        self.words.get(key).unwrap_or_else(|| panic!("every language stands on English, which has `{key}`"))
    }

    /// One of a list of words; empty past its end.
    #[must_use]
    pub fn one_of(&self, key: &str, index: usize) -> &str {
        self.lists.get(key).and_then(|list| list.get(index)).map_or("", String::as_str)
    }

    /// The word for a key, with values in its `{blanks}`.
    #[must_use]
    pub fn fill(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        filled(self.say(key), blanks)
    }

    /// As [`Self::fill`], with values that are made when they are asked for, by the blank's name.
    #[must_use]
    pub fn fill_by<'a>(&self, key: &str, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
        filled_by(self.say(key), value)
    }

    /// As [`Self::fill`], for HTML: the word is escaped, the values are markup already.
    #[must_use]
    pub fn fill_html(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        filled(&escaped(self.say(key)), blanks)
    }

    /// A number of things, in the form that the language has for it; `{n}` is the number.
    ///
    /// # Panics
    /// If English lacks the plural.
    #[must_use]
    pub fn count(&self, key: &str, n: usize) -> String {
        let forms = self.plurals.get(key).unwrap_or_else(|| panic!("English has the plural `{key}`"));
        let form = forms.get(category(&self.language, n)).or_else(|| forms.get("other"));
        filled(form.map_or("{n}", String::as_str), &[("n", &n.to_string())])
    }

    /// A decimal number as the language writes it.
    #[must_use]
    pub fn decimal(&self, number: &str) -> String {
        number.replace('.', self.say("number.decimal"))
    }

    /// A percentage to two places, in the language's form. A whole hundred has no places; what is below never shows as 100.
    #[must_use]
    pub fn percent(&self, percent: Decimal) -> String {
        self.fill("number.percent", &[("n", &self.decimal(&percent.share()))])
    }

    /// A span of time in its two largest units.
    #[must_use]
    pub fn duration(&self, seconds: i64) -> String {
        let minutes = seconds.max(0) / 60;
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let unit = |key: &str, n: i64| self.fill(key, &[("n", &n.to_string())]);
        let parts = match (days, hours, rest) {
            (0, 0, 0) if seconds > 0 => return self.say("duration.moment").to_owned(),
            (0, 0, minutes) => vec![unit("duration.minutes", minutes)],
            (0, hours, 0) => vec![unit("duration.hours", hours)],
            (0, hours, minutes) => vec![unit("duration.hours", hours), unit("duration.minutes", minutes)],
            (days, 0, _) => vec![unit("duration.days", days)],
            (days, hours, _) => vec![unit("duration.days", days), unit("duration.hours", hours)],
        };
        parts.join(" ")
    }

    /// Several things, one after another.
    #[must_use]
    pub fn list<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> String {
        words.into_iter().collect::<Vec<_>>().join(self.say("list.comma"))
    }
}

/// The plural category of a whole number.
#[must_use]
pub fn category(language: &str, n: usize) -> &'static str {
    let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
    let Ok(rules) = PluralRules::try_new(locale.into(), PluralRulesOptions::default()) else { return "other" };
    match rules.category_for(n) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn value(entry: &Entry) -> tera::Value {
    match entry {
        Entry::Word(word) => tera::Value::from(word.as_str()),
        Entry::List(list) => tera::Value::from_serializable(list),
        Entry::Map(map) => {
            let inner: tera::Map =
                map.iter().map(|(key, entry)| (tera::value::Key::from(key.clone()), value(entry))).collect();
            tera::Value::from(inner)
        }
    }
}

/// A word with values in its `{blanks}`.
pub(super) fn filled(word: &str, blanks: &[(&str, &str)]) -> String {
    filled_by(word, |blank| blanks.iter().find(|(name, _)| *name == blank).map(|(_, value)| Cow::Borrowed(*value)))
}

fn filled_by<'a>(word: &str, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
    let mut text = String::with_capacity(word.len() + 16);
    let mut rest = word;
    // Words are short: looking at each byte is quicker than setting out to search.
    let find = |text: &str, byte: u8| text.bytes().position(|one| one == byte);
    while let Some(open) = find(rest, b'{') {
        text.push_str(&rest[..open]);
        let tail = &rest[open..];
        let blank = find(tail, b'}').and_then(|close| Some((close, value(&tail[1..close])?)));
        if let Some((close, value)) = blank {
            text.push_str(&value);
            rest = &tail[close + 1..];
        } else {
            text.push('{');
            rest = &tail[1..];
        }
    }
    text.push_str(rest);
    text
}

/// Text as it stands in HTML, in attributes too.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut html = Vec::with_capacity(text.len());
    escape(text, &mut html).expect("writing to memory can't fail");
    String::from_utf8(html).expect("what is put between characters leaves them whole")
}

/// Writes text as [`escaped`] gives it.
///
/// # Errors
/// Those of the writer.
pub(super) fn escape(text: &str, html: &mut dyn std::io::Write) -> std::io::Result<()> {
    let instead = |sign, _: &str| match sign {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    };
    MET.try_write(text, instead, |piece| html.write_all(piece.as_bytes()))
}

const MET: Signs = Signs::of(b"&<>\"'");
