//! Blocks as text, as HTML and as Markdown.

use super::clean::{clean, line, markdown, markup};
use super::lead::led;
use super::told::Block;
use std::fmt::Write;

/// As text: one blank line between what was written for different readers and between facts and words.
pub(super) fn text(blocks: &[Block<'_>]) -> String {
    let mut pieces: Vec<String> = Vec::new();
    let mut facts = String::new();
    for block in blocks {
        let written = match block {
            Block::Fact(name, value) => format!("{}: {}\n", line(name), line(value)),
            Block::Sentence(said) => format!("{}\n", line(said)),
            Block::List(name, items) => {
                format!(
                    "{}:\n{}",
                    line(name),
                    items.iter().fold(String::new(), |list, item| list + "- " + &line(item) + "\n")
                )
            }
            Block::Link(label, address) => format!("{}: {}\n", line(label), line(address)),
            Block::Voice(name) => {
                pieces.push(std::mem::take(&mut facts));
                format!("[{}]\n", line(name))
            }
            Block::Words(words) => {
                facts.push_str(&format!("\n{}\n", words.text()));
                pieces.push(std::mem::take(&mut facts));
                continue;
            }
        };
        facts.push_str(&written);
    }
    pieces.push(facts);
    let pieces: Vec<&str> = pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect();
    clean(&pieces.join("\n\n")).into_owned()
}

/// As HTML. `base` leads to the edition's root.
pub(super) fn html(blocks: &[Block<'_>], base: &str) -> String {
    let mut html = String::new();
    for block in blocks {
        match block {
            Block::Voice(name) => writeln!(html, "<h2>{}</h2>", markup(&line(name))),
            Block::Fact(name, value) => {
                writeln!(html, "<p><strong>{}:</strong> {}</p>", markup(name), markup(&line(value)))
            }
            Block::Sentence(said) => writeln!(html, "<p>{}</p>", markup(&line(said))),
            Block::List(name, items) => {
                let items: String =
                    items.iter().fold(String::new(), |list, item| list + "<li>" + &markup(&line(item)) + "</li>");
                writeln!(html, "<p><strong>{}:</strong></p>\n<ul>{items}</ul>", markup(name))
            }
            Block::Link(label, address) => {
                let (label, address) = (markup(&line(label)), markup(&line(address)));
                writeln!(html, "<p><a href=\"{address}\">{label}</a></p>")
            }
            Block::Words(words) => writeln!(html, "{}", words.sewn(3, base).trim_end()),
        }
        .expect("writing to a string can't fail");
    }
    clean(html.trim_end()).into_owned()
}

/// As Markdown, in which links lead where they lead on pages. `base` leads to the edition's root.
pub(super) fn mark(blocks: &[Block<'_>], base: &str) -> String {
    let mut pieces: Vec<String> = Vec::new();
    for block in blocks {
        pieces.push(match block {
            Block::Voice(name) => format!("**{}**", markdown(name)),
            Block::Fact(name, value) => format!("- {}: {}", markdown(name), markdown(value)),
            Block::Sentence(said) => format!("- {}", markdown(said)),
            Block::List(name, items) => {
                let items: Vec<String> = items.iter().map(|item| format!("\n  - {}", markdown(item))).collect();
                format!("- {}:{}", markdown(name), items.concat())
            }
            Block::Link(label, address) => {
                format!("- [{}](<{}>)", markdown(label), line(address).replace(['<', '>'], ""))
            }
            Block::Words(words) => led(words, base).trim().to_owned(),
        });
    }
    let mut text = String::new();
    let mut in_list = false;
    for piece in &pieces {
        if !text.is_empty() {
            text.push_str(if in_list && piece.starts_with("- ") { "\n" } else { "\n\n" });
        }
        text.push_str(piece);
        in_list = piece.rsplit("\n\n").next().is_some_and(|last| last.starts_with("- "));
    }
    clean(&text).into_owned()
}
