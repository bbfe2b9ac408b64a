//! Diagnostics as text: where, what, and what to do; and nothing private where the log may be public.

use crate::diagnostic::{Diagnostic, Severity};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use std::ops::Range;
use std::sync::Arc;

/// How diagnostics are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Whether what only some may read is shown: on a terminal, or because it was asked for.
    pub show_private: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// Whether the one at the terminal has not asked for plain text (<https://no-color.org>).
#[must_use]
pub fn may_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The folders of `content/` whose names everyone knows.
const KNOWN: [&str; 4] = ["incidents", "maintenance", "pages", "templates"];
/// The files of `content/` whose names everyone knows.
const SETTINGS: [&str; 4] =
    ["content/site.yaml", "content/audiences.yaml", "content/accounts.yaml", "content/policy.yaml"];

/// How many faults of one file are shown; of more, it is told how many there are.
const OF_ONE_FILE: usize = 40;
/// How many faults of a whole run are shown, errors before warnings; the formats for programs hold all of them.
const OF_ALL: usize = 1000;
/// The most characters of a phrase: a value that it quotes may be as long as a file.
const PHRASE: usize = 500;

/// Every diagnostic with its place, and how many there are; nothing if there are none. `sources` gives the text of a
/// path, if it has one. Without `show_private`, of what not everyone may read only the kind of fault, the kind of file
/// and the line are told.
#[must_use]
pub fn told(diagnostics: &[Diagnostic], sources: &dyn Fn(&str) -> Option<Arc<str>>, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width.max(40));
    let mut text = String::new();
    let mut withheld = false;
    let mut left = 0;
    let errors = diagnostics.iter().filter(|one| one.is_error()).count();
    let (mut errors, mut warnings) = (OF_ALL, OF_ALL.saturating_sub(errors));
    let mut of_file: (&str, usize) = ("", 0);
    for diagnostic in diagnostics {
        of_file =
            if *of_file.0 == *diagnostic.place.path { (of_file.0, of_file.1 + 1) } else { (&diagnostic.place.path, 1) };
        let room = if diagnostic.is_error() { &mut errors } else { &mut warnings };
        if of_file.1 > OF_ONE_FILE || *room == 0 {
            left += 1;
            continue;
        }
        *room -= 1;
        let source = sources(&diagnostic.place.path);
        let is_shown = style.show_private || diagnostic.scope.is_public();
        withheld |= !is_shown;
        text += &if is_shown {
            shown(diagnostic, source.as_deref(), &renderer)
        } else {
            redacted(diagnostic, source.as_deref(), &renderer)
        };
        text += "\n\n";
    }
    if left > 0 {
        text += &format!("{left} more are not shown: mend those above, and run this again\n");
    }
    if withheld {
        text += "what is private is left out here: run this on a terminal, or with `--show-private`, to see it\n";
    }
    if let Some(counted) = counted(diagnostics) {
        text += &counted;
        text.push('\n');
    }
    text
}

fn shown(diagnostic: &Diagnostic, source: Option<&str>, renderer: &Renderer) -> String {
    let path = visible(&diagnostic.place.path);
    let place = match source {
        Some(source) => {
            let span = within(source, diagnostic.place.start..diagnostic.place.end);
            let annotation: Annotation<'_> = AnnotationKind::Primary.span(span);
            Element::from(Snippet::source(guarded(source)).path(path).annotation(annotation))
        }
        None => Element::from(Origin::path(path)),
    };
    rendered(diagnostic, &diagnostic.phrase, place, &diagnostic.hints, renderer)
}

fn redacted(diagnostic: &Diagnostic, source: Option<&str>, renderer: &Renderer) -> String {
    let mut origin = Origin::path(without_names(&diagnostic.place.path));
    if let Some(source) = source {
        let before = &source[..within(source, diagnostic.place.start..diagnostic.place.start).start];
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        origin = origin.line(before.matches('\n').count() + 1).char_column(column + 1);
    }
    let hints: Vec<String> = diagnostic.hints.iter().map(|hint| without_values(hint)).collect();
    rendered(diagnostic, &without_values(&diagnostic.phrase), Element::from(origin), &hints, renderer)
}

fn rendered(
    diagnostic: &Diagnostic,
    phrase: &str,
    place: Element<'_>,
    hints: &[String],
    renderer: &Renderer,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let hints = hints.iter().map(|hint| Level::HELP.message(short(hint)));
    let title = level.primary_title(short(phrase));
    let title = match diagnostic.rule {
        Some(rule) => title.id(rule),
        None => title,
    };
    let group: Group<'_> = title.element(place).elements(hints);
    renderer.render(&[group])
}

/// `content/incidents/…` for a file in it: folder and stem may tell what only some may know. Themes are public.
pub(super) fn without_names(path: &str) -> String {
    if SETTINGS.contains(&path) || path.starts_with("themes/") {
        return path.to_owned();
    }
    let known = path.strip_prefix("content/").and_then(|below| below.split_once('/')).map(|(folder, _)| folder);
    match known.filter(|folder| KNOWN.contains(folder)) {
        Some(folder) => format!("content/{folder}/…"),
        None => "content/…".to_owned(),
    }
}

/// From the first backtick to the last one: a quoted value may hold backticks itself, and then pairs would show it.
#[must_use]
pub fn without_values(phrase: &str) -> String {
    match (phrase.find('`'), phrase.rfind('`')) {
        (Some(first), Some(last)) if first < last && SETTINGS.contains(&&phrase[first + 1..last]) => phrase.to_owned(),
        (Some(first), Some(last)) if first < last => format!("{}`…`{}", &phrase[..first], &phrase[last + 1..]),
        (Some(first), _) => format!("{}`…`", &phrase[..first]),
        (None, _) => phrase.to_owned(),
    }
}

/// A span that lies in the text and cuts no character.
pub(super) fn within(source: &str, span: Range<usize>) -> Range<usize> {
    let whole = |at: &usize| source.is_char_boundary(*at);
    let start = (0..=span.start.min(source.len())).rev().find(whole).unwrap_or(0);
    let end = (span.end.clamp(start, source.len())..=source.len()).find(whole).unwrap_or(source.len());
    start..end
}

/// A phrase on one line, cut where it quotes more than anybody would read.
fn short(phrase: &str) -> String {
    match phrase.char_indices().nth(PHRASE) {
        Some((cut, _)) => visible(&phrase[..cut]) + "…",
        None => visible(phrase),
    }
}

/// One line, in which nothing acts on the terminal.
#[must_use]
pub fn visible(text: &str) -> String {
    normalize_untrusted_str(&guarded(text)).replace('\n', "␊")
}

/// The text with the second set of control characters made visible, which some terminals obey; spans stay as they are.
fn guarded(text: &str) -> String {
    text.replace(|c: char| ('\u{80}'..='\u{9f}').contains(&c), "·")
}

/// `2 errors, 1 warning`; nothing for none.
fn counted(diagnostics: &[Diagnostic]) -> Option<String> {
    let many = |severity, word: &str| {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        }
    };
    let counts: Vec<String> =
        [many(Severity::Error, "error"), many(Severity::Warning, "warning")].into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}
