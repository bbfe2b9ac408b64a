//! HTML that people wrote into words, in Markdown's marks.

/// Where a line is to end, until it is known what follows. No text holds it: such characters are taken out first.
pub(super) const BREAK: char = '\u{1}';

/// Whether an address may stand in words that were written for another page.
pub(super) fn leads_outside(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// The elements of HTML that people write in updates.
const TAGS: &str = "a abbr article aside b big blockquote br center cite code dd del details div dl dt em font footer h1 h2 \
    h3 h4 h5 h6 header hr i iframe img ins kbd li mark ol p pre s script section small span strike strong style sub summary sup table u tbody td th thead tr tt ul";

/// HTML in Markdown's marks, if `anchors` are kept: what makes a list, a link or stress does so still, and lines end where they ended. Tags
/// go, and the words between them stay, but for scripts and styles. Without `anchors` nothing is marked: it is text. `follows` is what stands behind it.
pub(super) fn in_place_of(html: &str, follows: &str, mut anchors: Option<&mut Vec<Option<String>>>) -> String {
    let mut written = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let end = rest[1..].find(['<', '>']).map(|end| end + 1).filter(|end| rest[*end..].starts_with('>'));
        let tag = end.map_or("", |end| &rest[1..end]);
        let name = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
        let name = name.collect::<String>().to_lowercase();
        if !TAGS.split(' ').any(|tag| tag == name) && !tag.starts_with(['!', '?']) {
            // No tag, but something that stands in such brackets, as in `<your key>`.
            written.push_str(if anchors.is_some() { "\\<" } else { "<" });
            rest = &rest[1..];
            continue;
        }
        rest = &rest[tag.len() + 2..];
        let closes = tag.starts_with('/');
        match name.as_str() {
            "script" | "style" if !closes => {
                let is_close =
                    |at: &usize| rest[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(&name));
                rest = rest.match_indices("</").map(|(at, _)| at).find(is_close).map_or("", |at| &rest[at..]);
            }
            "br" => {
                written.push(BREAK);
                let next = if rest.is_empty() { follows } else { rest };
                written.push_str(if next.starts_with('\n') { "" } else { "\n" });
            }
            "p" | "div" | "ul" | "ol" | "table" | "tr" | "blockquote" | "section" | "hr" | "pre" | "h1" | "h2"
            | "h3" | "h4" | "h5" | "h6" => {
                written.push_str(if written.ends_with("\n\n") { "" } else { "\n\n" });
                let rank =
                    name.strip_prefix('h').and_then(|rank| rank.parse().ok()).filter(|_| !closes && anchors.is_some());
                written.extend(rank.map(|rank| format!("{} ", "#".repeat(rank))));
            }
            _ => {
                if let Some(anchors) = &mut anchors {
                    mark(&mut written, (&name, closes), tag, anchors);
                }
            }
        }
    }
    written.push_str(rest);
    written
}

/// Writes the mark for a tag within a line, if there is one.
fn mark(written: &mut String, (name, closes): (&str, bool), tag: &str, anchors: &mut Vec<Option<String>>) {
    match name {
        "li" if !closes => written.push_str(if written.ends_with('\n') { "- " } else { "\n- " }),
        "b" | "strong" => written.push_str("**"),
        "i" | "em" => written.push('*'),
        "code" | "tt" => written.push('`'),
        "a" if !closes => {
            let is_plain = |address: &String| !address.contains(['<', '>', ' ', '\n']);
            let address = href(tag).filter(|address| leads_outside(address) && is_plain(address));
            written.push_str(if address.is_some() { "[" } else { "" });
            anchors.push(address);
        }
        "a" => {
            let address = anchors.pop().flatten();
            written.extend(address.map(|address| format!("](<{address}>)")));
        }
        _ => {}
    }
}

/// Where a tag leads, entities decoded.
fn href(tag: &str) -> Option<String> {
    const NAME: &str = "href=";
    let at = tag.to_ascii_lowercase().find(NAME)? + NAME.len();
    let value = tag.get(at..)?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    Some(value.replace("&amp;", "&"))
}
