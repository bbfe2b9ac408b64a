//! A brief as text, Markdown, HTML and Slack blocks: encoded so that no word in it can call everyone, or break out.

use super::{Brief, Passage};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The most characters Slack takes in a header and in a section, and the most blocks.
const HEADER: usize = 150;
const SECTION: usize = 3000;
const BLOCKS: usize = 50;

/// Plain text, to paste anywhere.
#[must_use]
pub fn text(brief: &Brief) -> String {
    let mut text = format!("{}\n{}\n\n", one_line(&brief.title), one_line(&brief.site));
    line(&mut text, &format!("{} · {}", one_line(&brief.status), one_line(&brief.began)));
    for said in &brief.facts {
        line(
            &mut text,
            &format!(
                "{}: {}",
                one_line(&said.label),
                said.items.iter().map(|item| one_line(item)).collect::<Vec<_>>().join("; ")
            ),
        );
    }
    for passage in &brief.words {
        line(&mut text, &format!("\n{}\n{}", one_line(&passage.heading), quiet(passage.text.trim())));
    }
    ending(&mut text, brief);
    text
}

/// Markdown: the words as they were written, the facts as lists.
#[must_use]
pub fn markdown(brief: &Brief) -> String {
    let mut text = format!("# {}\n\n", escaped(&brief.title));
    line(&mut text, &format!("**{}** · {} · {}", escaped(&brief.status), escaped(&brief.began), escaped(&brief.site)));
    for said in &brief.facts {
        line(&mut text, &format!("\n**{}**\n", escaped(&said.label)));
        for item in &said.items {
            line(&mut text, &format!("- {}", escaped(item)));
        }
    }
    for passage in &brief.words {
        line(&mut text, &format!("\n*{}*\n\n{}", escaped(&passage.heading), quiet(&passage.markdown)));
    }
    ending(&mut text, brief);
    text
}

fn ending(text: &mut String, brief: &Brief) {
    text.push('\n');
    if let Some(next) = &brief.next {
        line(text, &one_line(next));
    }
    if let Some(page) = &brief.page {
        line(text, page);
    }
}

/// A whole document without script, style sheet or request.
#[must_use]
pub fn html(brief: &Brief) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n",
        entities(&brief.language),
        entities(&brief.direction),
        entities(&brief.title)
    );
    line(&mut html, &format!("<h1>{}</h1>", entities(&brief.title)));
    line(
        &mut html,
        &format!(
            "<p><strong>{}</strong> · {} · {}</p>",
            entities(&brief.status),
            entities(&brief.began),
            entities(&brief.site)
        ),
    );
    for said in &brief.facts {
        let items: Vec<String> = said.items.iter().map(|item| format!("<li>{}</li>", entities(item))).collect();
        line(&mut html, &format!("<p><strong>{}</strong></p>\n<ul>{}</ul>", entities(&said.label), items.join("")));
    }
    for Passage { heading, html: words, .. } in &brief.words {
        line(&mut html, &format!("<h2>{}</h2>\n{}", entities(heading), quiet(words.trim())));
    }
    if let Some(next) = &brief.next {
        line(&mut html, &format!("<p>{}</p>", entities(next)));
    }
    if let Some(page) = &brief.page {
        line(&mut html, &format!("<p><a href=\"{0}\">{0}</a></p>", entities(page)));
    }
    html.push_str("</body></html>\n");
    html
}

/// A payload for `chat.postMessage` or an incoming webhook. Words stand in plain text objects, which Slack doesn't parse.
///
/// # Panics
/// Never: text and lists are valid JSON.
#[must_use]
pub fn slack(brief: &Brief) -> String {
    let plain =
        |text: &str, most: usize| json!({"type": "plain_text", "text": cut(&quiet(text), most), "emoji": false});
    let section = |text: &str| json!({"type": "section", "text": plain(text, SECTION)});
    let mut blocks: Vec<Value> = vec![json!({"type": "header", "text": plain(&one_line(&brief.title), HEADER)})];
    blocks.push(section(&format!("{} · {}", brief.status, brief.began)));
    for said in &brief.facts {
        let items: Vec<String> = said.items.iter().map(|item| format!("• {item}")).collect();
        blocks.push(section(&format!("{}\n{}", said.label, items.join("\n"))));
    }
    blocks.extend(brief.words.iter().map(|passage| section(&format!("{}\n{}", passage.heading, passage.text.trim()))));
    blocks.truncate(BLOCKS - 1);
    let mut ending = String::new();
    self::ending(&mut ending, brief);
    if !ending.trim().is_empty() {
        blocks.push(section(ending.trim()));
    }
    // What notifications show is parsed: there the three characters of Slack's own markup are entities.
    let fallback = quiet(&format!("{}: {}", one_line(&brief.title), brief.status));
    let fallback = fallback.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let payload = json!({"text": fallback, "blocks": blocks, "parse": "none", "link_names": false, "mrkdwn": false});
    format!("{}\n", serde_json::to_string_pretty(&payload).expect("text and lists are valid JSON"))
}

/// Cuts at a character, with a sign that something is missing.
fn cut(text: &str, most: usize) -> String {
    if text.is_empty() {
        return "–".to_owned();
    }
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}

/// What calls a whole room in one chat or another.
const EVERYONE: [&str; 7] = ["everyone", "here", "channel", "all", "group", "team", "online"];

fn begins(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// No word calls anybody: after each `@`, and in each `<!` and `<@`, stands a space of no width. Mail addresses stay whole.
pub(super) fn quiet(text: &str) -> String {
    let mut quiet = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        quiet.push(c);
        let next = text[at + c.len_utf8()..].chars().next();
        let everyone = c == '@' && EVERYONE.iter().any(|name| begins(&text[at + 1..], name));
        let calls = c == '@' && !(before.is_alphanumeric() || matches!(before, '.' | '-' | '_' | '+'));
        let marks = c == '<' && matches!(next, Some('!' | '@' | '#'));
        if everyone || calls || marks {
            quiet.push('\u{200b}');
        }
        before = c;
    }
    quiet
}

/// One line, in which nothing calls.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    quiet(&words.join(" "))
}

/// For Markdown: no character of it marks anything up. What marks only at the beginning of a line is left alone elsewhere.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let begins = at == 0 && matches!(c, '-' | '+' | '=') || at == number && number > 0 && matches!(c, '.' | ')');
        if begins || "\\`*_{}[]<>#|~&$^".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn entities(text: &str) -> String {
    quiet(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn line(text: &mut String, written: &str) {
    writeln!(text, "{written}").expect("writing to a string can't fail");
}
