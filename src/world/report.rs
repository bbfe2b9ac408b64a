//! Diagnostics for other programs: JSON, SARIF 2.1.0 and annotations of GitHub; private words are left out as in the text.

use super::print::{Style, told, within, without_names, without_values};
use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// For whom diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

/// What a rule is about, for those who collect findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub rule: &'static str,
    pub sentence: &'static str,
    pub source: &'static str,
}

/// What diagnostics are written as.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    pub format: Format,
    pub style: Style,
    pub rules: &'a [About],
    /// What stands before every path for a code host, whose paths begin where the repository does: empty, or ending with `/`.
    pub below: &'a str,
    /// What a change makes public, if a change is looked at.
    pub public: Option<&'a [Public]>,
}

/// Lines of a file that become public, each with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Public {
    pub path: String,
    pub lines: Vec<Line>,
}

/// A line of a file, from 1 on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub line: usize,
    pub text: String,
}

/// One fault as it is told to programs. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Fault {
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    level: &'static str,
    /// Absent for a fault of structure.
    rule: Option<&'static str>,
    phrase: String,
    hints: Vec<String>,
    /// Whether names and quoted values are left out, because not everyone may read them.
    withheld: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    version: u8,
    errors: usize,
    warnings: usize,
    faults: Vec<Fault>,
    #[serde(skip_serializing_if = "Option::is_none")]
    becomes_public: Option<Vec<Public>>,
}

/// Every diagnostic in the format that is asked for.
#[must_use]
pub fn reported(
    diagnostics: &[Diagnostic],
    sources: &dyn Fn(&str) -> Option<Arc<str>>,
    Telling { format, style, rules, below, public }: Telling<'_>,
) -> String {
    if format == Format::Text {
        return told(diagnostics, sources, style);
    }
    let mut faults: Vec<Fault> =
        diagnostics.iter().map(|one| fault(one, sources(&one.place.path).as_deref(), style)).collect();
    let mut public = public.map(<[Public]>::to_vec);
    if format != Format::Json {
        let paths = faults.iter_mut().map(|fault| &mut fault.path);
        for path in paths.chain(public.iter_mut().flatten().map(|file| &mut file.path)) {
            path.insert_str(0, below);
        }
    }
    match format {
        Format::Github => {
            let notices = public.iter().flatten().map(notice);
            faults.iter().map(annotation).chain(notices).collect()
        }
        Format::Sarif => pretty(&sarif(&faults, rules)),
        Format::Json | Format::Text => {
            let count = |level: &str| faults.iter().filter(|fault| fault.level == level).count();
            pretty(&Report {
                version: 1,
                errors: count("error"),
                warnings: count("warning"),
                faults,
                becomes_public: public,
            })
        }
    }
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("text, numbers and lists are valid JSON");
    text.push('\n');
    text
}

fn fault(diagnostic: &Diagnostic, source: Option<&str>, style: Style) -> Fault {
    let withheld = !style.show_private && !diagnostic.scope.is_public();
    let source = source.unwrap_or_default();
    let span = within(source, diagnostic.place.start..diagnostic.place.end);
    let ((line, column), (end_line, end_column)) = (position(source, span.start), position(source, span.end));
    let shown = |text: &str| if withheld { without_values(text) } else { text.to_owned() };
    Fault {
        path: if withheld { without_names(&diagnostic.place.path) } else { diagnostic.place.path.to_string() },
        line,
        column,
        end_line,
        end_column,
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        rule: diagnostic.rule,
        phrase: shown(&diagnostic.phrase),
        hints: diagnostic.hints.iter().map(|hint| shown(hint)).collect(),
        withheld,
    }
}

fn position(source: &str, at: usize) -> (usize, usize) {
    let before = &source[..at];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1)
}

fn message(fault: &Fault) -> String {
    fault.hints.iter().fold(fault.phrase.clone(), |message, hint| format!("{message}\n{hint}"))
}

/// In a workflow command, what could end it, or begin another, is written as `%XX`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// What a file makes public, at its first line that does.
fn notice(public: &Public) -> String {
    let lines: Vec<&str> = public.lines.iter().map(|line| line.text.as_str()).collect();
    let first = public.lines.first().map_or(1, |line| line.line);
    let words = if lines.is_empty() { "this file".to_owned() } else { lines.join("\n") };
    format!("::notice file={},line={first},title=becomes public::{}\n", property(&public.path), data(&words))
}

fn annotation(fault: &Fault) -> String {
    let mut line = format!("::{} ", fault.level);
    // A path that is left out in part is none that could be shown beside the change.
    if !fault.withheld {
        let place = (fault.line, fault.column, fault.end_line, fault.end_column);
        write!(
            line,
            "file={},line={},col={},endLine={},endColumn={},",
            property(&fault.path),
            place.0,
            place.1,
            place.2,
            place.3
        )
        .expect("writing to a string can't fail");
    }
    let title = fault.rule.unwrap_or("structure");
    let place = if fault.withheld { format!("{}, line {}: ", fault.path, fault.line) } else { String::new() };
    format!("{line}title={}::{}\n", property(title), data(&format!("{place}{}", message(fault))))
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sarif<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<SarifRule<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
}

#[derive(Debug, Serialize)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    level: &'a str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

fn sarif<'a>(faults: &'a [Fault], rules: &'a [About]) -> Sarif<'a> {
    let text = |text: &str| Text { text: text.to_owned() };
    let structure = SarifRule {
        id: "structure",
        short_description: text("every file is what its place and its name say"),
        full_description: text("a fault of structure withholds exactly the editions that read the file"),
    };
    let own = rules.iter().map(|about| SarifRule {
        id: about.rule,
        short_description: text(about.sentence),
        full_description: Text { text: format!("{} ({})", about.sentence, about.source) },
    });
    let result = |fault: &'a Fault| SarifResult {
        rule_id: fault.rule.unwrap_or("structure"),
        level: fault.level,
        message: if fault.withheld {
            Text { text: format!("{}, line {}: {}", fault.path, fault.line, message(fault)) }
        } else {
            Text { text: message(fault) }
        },
        locations: if fault.withheld { Vec::new() } else { vec![location(fault)] },
    };
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "candor",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: std::iter::once(structure).chain(own).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: faults.iter().map(result).collect(),
        }],
    }
}

fn location(fault: &Fault) -> Location {
    let mut uri = String::with_capacity(fault.path.len());
    for byte in fault.path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").expect("writing to a string can't fail");
        }
    }
    let (start_line, start_column, end_line, end_column) = (fault.line, fault.column, fault.end_line, fault.end_column);
    Location {
        physical_location: Physical {
            artifact_location: Artifact { uri, uri_base_id: "%SRCROOT%" },
            region: Region { start_line, start_column, end_line, end_column },
        },
    }
}
