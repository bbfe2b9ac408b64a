//! From the parser's events to HTML of our own, and the faults on the way.

use super::DEPTH_LIMIT;
use super::address::{self, Address};
use super::draft::Draft;
use super::notes::{self, Notes};
use crate::model::words::Thread;
use crate::source::Span;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

/// A fault, at a place counted from the start of the body.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) phrase: String,
    pub(super) hint: &'static str,
}

/// What has been written so far, and what is open.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    markdown: &'a str,
    prefix: &'a str,
    /// The last is written to; the others wait for it to end.
    drafts: Vec<Draft>,
    open: Vec<Open>,
    notes: Notes,
    faults: Vec<Fault>,
    /// Text that may hold a reference to a footnote that isn't defined.
    run: Span,
}

/// Something begun that needs more than a tag at its end.
#[derive(Debug)]
enum Open {
    Plain,
    Link { span: Span, written: bool, plain: usize },
    Image { span: Span, address: Option<Address>, title: String },
    Code { span: Span, fenced: bool, end: usize },
    Item { task: Option<(usize, bool)>, label: Option<String> },
    Note { label: String, span: Span },
    Table { columns: Vec<Alignment>, column: usize, label: String },
    Html,
}

impl<'a> Writer<'a> {
    pub(super) fn new(markdown: &'a str, prefix: &'a str) -> Self {
        Self {
            markdown,
            prefix,
            drafts: vec![Draft::default()],
            open: Vec::new(),
            notes: Notes::default(),
            faults: Vec::new(),
            run: 0..0,
        }
    }

    /// Writes one event. Says no if it is nested too deep, and the rest is not worth reading.
    pub(super) fn take(&mut self, event: Event, span: Span) -> bool {
        self.watch_for_notes(&event, &span);
        match event {
            Event::Start(tag) => {
                if self.open.len() >= DEPTH_LIMIT {
                    let phrase = format!("this is nested more than {DEPTH_LIMIT} deep");
                    self.fault(first_line(self.markdown, &span), phrase, "write it flatter");
                    self.open.clear();
                    self.drafts = vec![Draft::default()];
                    self.notes = Notes::default();
                    return false;
                }
                self.start(tag, span);
            }
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if let Some(Open::Code { end, .. }) = self.open.last_mut() {
                    *end = span.end;
                }
                self.text(&text);
            }
            Event::Code(text) => {
                self.tag("<code>");
                self.text(&text);
                self.tag("</code>");
            }
            Event::Html(_) | Event::InlineHtml(_) if matches!(self.open.last(), Some(Open::Html)) => {}
            Event::Html(_) | Event::InlineHtml(_) => self.raw_html(&span),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::FootnoteReference(label) => self.refer(&label, span),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => {
                self.tag("<br>");
                self.text("\n");
            }
            Event::Rule => self.tag("<hr>\n"),
            Event::TaskListMarker(done) => {
                let at = self.draft().html.len();
                if let Some(Open::Item { task, .. }) =
                    self.open.iter_mut().rev().find(|open| matches!(open, Open::Item { .. }))
                {
                    *task = Some((at, done));
                }
            }
        }
        true
    }

    pub(super) fn finish(mut self) -> (Draft, Vec<Fault>) {
        self.undefined_notes();
        let unused: Vec<(String, Span)> = self.notes.unused().map(|(label, span)| (label.to_owned(), span)).collect();
        for (label, span) in unused {
            let phrase = format!("nothing refers to the footnote `{label}`");
            self.fault(first_line(self.markdown, &span), phrase, "refer to it in the text, or delete it");
        }
        let mut draft = self.drafts.swap_remove(0);
        self.notes.write(&mut draft, self.prefix);
        (draft, self.faults)
    }

    fn start(&mut self, tag: Tag, span: Span) {
        let mut open = Open::Plain;
        match tag {
            Tag::Paragraph => self.tag("<p>"),
            Tag::Heading { level, .. } => self.draft().seam(Thread::HeadingOpen(level as u8)),
            Tag::BlockQuote(_) => self.tag("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                self.tag("<pre tabindex=\"0\"><code>");
                let end = first_line(self.markdown, &span).end;
                open = Open::Code { span, fenced: matches!(kind, CodeBlockKind::Fenced(_)), end };
            }
            Tag::List(start) => {
                self.end_label();
                match start {
                    Some(1) => self.tag("<ol>\n"),
                    Some(start) => self.tag(&format!("<ol start=\"{start}\">\n")),
                    None => self.tag("<ul>\n"),
                }
            }
            Tag::Item => {
                self.drafts.push(Draft::default());
                open = Open::Item { task: None, label: None };
            }
            Tag::FootnoteDefinition(label) => {
                self.drafts.push(Draft::default());
                open = Open::Note { label: label.to_string(), span };
            }
            Tag::Table(columns) => {
                self.drafts.push(Draft::default());
                open = Open::Table { columns, column: 0, label: String::new() };
            }
            Tag::TableHead => self.tag("<thead>\n<tr>\n"),
            Tag::TableRow => self.tag("<tr>\n"),
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = matches!(link_type, LinkType::Email);
                let written = if mail { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                open = self.link(&written, &title, span);
            }
            Tag::Image { dest_url, title, .. } => {
                let address = self.judged(&dest_url, &span);
                self.drafts.push(Draft::default());
                open = Open::Image { span, address, title: title.to_string() };
            }
            Tag::HtmlBlock => {
                self.raw_html(&span);
                open = Open::Html;
            }
            // Not enabled: what they hold is written as text.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
        self.open.push(open);
    }

    fn end(&mut self, tag: TagEnd) {
        match self.open.pop().unwrap_or(Open::Plain) {
            Open::Link { span, written, plain } => return self.end_link(&span, written, plain),
            Open::Image { span, address, title } => return self.end_image(&span, address, &title),
            Open::Code { span, fenced, end } => return self.end_code(&span, fenced, end),
            Open::Item { task, label } => return self.end_item(task, label),
            Open::Note { label, span } => {
                let draft = self.pop();
                if !self.notes.define(&label, span.clone(), draft) {
                    let phrase = format!("the footnote `{label}` is defined twice");
                    self.fault(first_line(self.markdown, &span), phrase, "give one of them another name");
                }
                return;
            }
            Open::Table { label, .. } => return self.end_table(&label),
            Open::Html => return,
            Open::Plain => {}
        }
        match tag {
            TagEnd::Paragraph => self.end_block("</p>\n"),
            TagEnd::Heading(level) => {
                self.draft().seam(Thread::HeadingClose(level as u8));
                self.end_block("\n");
            }
            TagEnd::BlockQuote(_) => self.tag("</blockquote>\n"),
            TagEnd::List(true) => self.tag("</ol>\n"),
            TagEnd::List(false) => self.tag("</ul>\n"),
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.tag("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</del>"),
            _ => {}
        }
    }

    fn link(&mut self, written: &str, title: &str, span: Span) -> Open {
        let address = if self.in_image() { None } else { self.judged(written, &span) };
        let plain = self.draft().plain.len();
        let Some(address) = address else { return Open::Link { span, written: false, plain } };
        let draft = self.draft();
        draft.tag("<a");
        let is_web = matches!(&address, Address::Outside(whole) if !whole.starts_with("mailto:"));
        write_address(draft, "href", address, &span);
        if is_web {
            draft.attribute("rel", "noopener noreferrer");
        }
        if !title.is_empty() {
            draft.attribute("title", title);
        }
        draft.tag(">");
        Open::Link { span, written: true, plain }
    }

    fn end_link(&mut self, span: &Span, written: bool, plain: usize) {
        if self.draft().plain[plain..].trim().is_empty() && !self.in_image() {
            self.fault(span.clone(), "a link has no words", "say where it leads, between the brackets");
        }
        if written {
            self.tag("</a>");
        }
    }

    fn end_image(&mut self, span: &Span, address: Option<Address>, title: &str) {
        let alt = self.pop().plain;
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.in_image() {
            self.draft().plain.push_str(&alt);
            return;
        }
        if alt.is_empty() {
            self.fault(span.clone(), "an image has no words", "say what the image shows, between the brackets");
        }
        let Some(address) = address else { return };
        if let Address::Outside(_) = address {
            return self.fault(
                span.clone(),
                "an image lies outside the site",
                "put the file beside this one: pages ask nothing of other hosts",
            );
        }
        let draft = self.draft();
        draft.tag("<img");
        write_address(draft, "src", address, span);
        draft.attribute("alt", &alt);
        draft.attribute("loading", "lazy");
        if !title.is_empty() {
            draft.attribute("title", title);
        }
        draft.tag(">");
        draft.plain.push_str(&alt);
    }

    fn end_code(&mut self, span: &Span, fenced: bool, end: usize) {
        self.tag("</code></pre>\n");
        if !fenced {
            return;
        }
        let fence = &self.markdown[span.clone()];
        let mark = fence.chars().next().unwrap_or_default();
        let length = fence.chars().take_while(|c| *c == mark).count();
        // What is left below the code is the closing fence, if there is one.
        let closed = self.markdown[end.min(span.end)..span.end].contains(&fence[..length]);
        if !closed {
            let opening = span.start..span.start + length;
            self.fault(opening, "a code fence is not closed", "end the code with the same line");
        }
    }

    /// The words of an item end where a list within it begins.
    fn end_label(&mut self) {
        let words = self.draft().plain.clone();
        if let Some(Open::Item { label, .. }) = self.open.last_mut() {
            label.get_or_insert(words);
        }
    }

    fn end_item(&mut self, task: Option<(usize, bool)>, label: Option<String>) {
        let mut item = self.pop();
        if let Some((at, done)) = task {
            let label = label.unwrap_or_else(|| item.plain.clone());
            let mut input = Draft::default();
            input.tag("<input type=\"checkbox\" disabled=\"\"");
            if done {
                input.tag(" checked=\"\"");
            }
            input.attribute("aria-label", &label.split_whitespace().collect::<Vec<_>>().join(" "));
            input.tag("> ");
            item.insert(at, &input.html);
        }
        let draft = self.draft();
        draft.tag(if task.is_some() { "<li class=\"task\">" } else { "<li>" });
        draft.append(item);
        draft.tag("</li>\n");
        draft.plain.push('\n');
    }

    fn cell(&mut self) {
        let in_body = !self.draft().html.starts_with("<thead>") || self.draft().html.contains("</thead>");
        let align = match self.open.iter().rev().find(|open| matches!(open, Open::Table { .. })) {
            Some(Open::Table { columns, column, .. }) => match columns.get(*column) {
                Some(Alignment::Left) => " class=\"left\"",
                Some(Alignment::Center) => " class=\"center\"",
                Some(Alignment::Right) => " class=\"right\"",
                Some(Alignment::None) | None => "",
            },
            _ => "",
        };
        self.tag(&if in_body { format!("<td{align}>") } else { format!("<th scope=\"col\"{align}>") });
    }

    fn end_cell(&mut self) {
        let in_body = self.draft().html.contains("</thead>");
        self.end_block(if in_body { "</td>\n" } else { "</th>\n" });
        if let Some(Open::Table { column, columns, .. }) =
            self.open.iter_mut().rev().find(|open| matches!(open, Open::Table { .. }))
        {
            *column = (*column + 1) % columns.len().max(1);
        }
    }

    fn end_head(&mut self) {
        self.tag("</tr>\n</thead>\n<tbody>\n");
        let words: Vec<String> = self.draft().plain.lines().map(|cell| cell.trim().to_owned()).collect();
        if let Some(Open::Table { label, .. }) =
            self.open.iter_mut().rev().find(|open| matches!(open, Open::Table { .. }))
        {
            *label = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        }
    }

    /// A wide table scrolls in a box that the keyboard reaches. Its name is made of the author's words for the columns,
    /// because words of ours would be in the wrong language.
    fn end_table(&mut self, label: &str) {
        let table = self.pop();
        let draft = self.draft();
        draft.tag("<div class=\"scroll\" tabindex=\"0\" role=\"group\"");
        if !label.is_empty() {
            draft.attribute("aria-label", label);
        }
        draft.tag(">\n<table>\n");
        draft.append(table);
        draft.tag("</tbody>\n</table>\n</div>\n");
    }

    /// The parser makes no link of what holds a reference, so that links never stand within each other.
    fn refer(&mut self, label: &str, span: Span) {
        let within = self.open.iter().any(|open| matches!(open, Open::Note { label: own, .. } if own == label));
        if within {
            return self.fault(span, format!("the footnote `{label}` refers to itself"), "delete the reference");
        }
        let (number, reference) = self.notes.refer(label);
        let prefix = self.prefix;
        let draft = self.draft();
        draft.tag("<sup><a");
        draft.attribute("href", &format!("#{}", notes::id(prefix, number)));
        draft.attribute("id", &notes::reference_id(prefix, number, reference));
        draft.attribute("role", "doc-noteref");
        draft.tag(&format!(">{number}</a></sup>"));
    }

    /// The parser takes a reference without a definition for text: such text is looked through when it ends.
    fn watch_for_notes(&mut self, event: &Event, span: &Span) {
        let is_prose = !matches!(self.open.last(), Some(Open::Code { .. } | Open::Html));
        if matches!(event, Event::Text(_)) && is_prose {
            if self.run.end != span.start {
                self.undefined_notes();
                self.run = span.clone();
            }
            self.run.end = span.end;
        } else {
            self.undefined_notes();
        }
    }

    fn undefined_notes(&mut self) {
        let run = std::mem::replace(&mut self.run, 0..0);
        let mut at = run.start;
        while let Some(start) = self.markdown[at..run.end].find("[^").map(|found| at + found) {
            at = start + 2;
            let Some(length) = self.markdown[at..run.end].find(']') else { break };
            let label = &self.markdown[at..at + length];
            let escaped = self.markdown[..start].ends_with('\\');
            if !escaped && !label.is_empty() && !label.contains([' ', '\t', '\n', '[']) {
                let phrase = format!("the footnote `{label}` is not defined");
                self.fault(start..at + length + 1, phrase, "define it on a line of its own, as in `[^name]: words`");
            }
        }
    }

    fn raw_html(&mut self, span: &Span) {
        let line = first_line(self.markdown, span);
        self.fault(line, "this is HTML", "write it in Markdown, or escape `<` as `&lt;`");
    }

    fn judged(&mut self, written: &str, span: &Span) -> Option<Address> {
        match address::judge(written) {
            Ok(address) => Some(address),
            Err((phrase, hint)) => {
                self.fault(span.clone(), phrase, hint);
                None
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.draft().text(text);
    }

    fn tag(&mut self, tag: &str) {
        self.draft().tag(tag);
    }

    fn end_block(&mut self, tag: &str) {
        self.draft().tag(tag);
        self.draft().plain.push('\n');
    }

    fn in_image(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Image { .. }))
    }

    fn fault(&mut self, span: Span, phrase: impl Into<String>, hint: &'static str) {
        self.faults.push(Fault { span, phrase: phrase.into(), hint });
    }

    fn draft(&mut self) -> &mut Draft {
        self.drafts.last_mut().expect("the body's own draft is never taken")
    }

    fn pop(&mut self) -> Draft {
        self.drafts.pop().expect("a draft is begun for each that is ended")
    }
}

fn write_address(draft: &mut Draft, attribute: &str, address: Address, span: &Span) {
    match address {
        Address::Outside(whole) => draft.attribute(attribute, &whole),
        Address::Inside(written) => {
            draft.tag(&format!(" {attribute}=\""));
            draft.seam(Thread::Address { written, span: (span.start, span.end) });
            draft.tag("\"");
        }
    }
}

/// The part of a place that stands on its first line.
fn first_line(text: &str, span: &Span) -> Span {
    let line = text[span.clone()].split('\n').next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}
