//! From the parser's events to HTML of our own, and the faults on the way.

use super::DEPTH_LIMIT;
use super::address::Address;
use super::draft::Draft;
use super::notes::Notes;
use super::references::REFERENCE;
use crate::model::words::Thread;
use crate::source::Span;
use memchr::memmem;
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
    pub(super) markdown: &'a str,
    pub(super) prefix: &'a str,
    /// The last is written to; the others wait for it to end.
    pub(super) drafts: Vec<Draft>,
    pub(super) open: Vec<Open>,
    pub(super) notes: Notes,
    pub(super) faults: Vec<Fault>,
    /// Whether anything in the body looks like a reference to a footnote.
    pub(super) may_refer: bool,
    /// Text that may hold a reference to a footnote that isn't defined.
    pub(super) run: Span,
}

/// Something begun that needs more than a tag at its end.
#[derive(Debug)]
pub(super) enum Open {
    Plain,
    Link {
        span: Span,
        written: bool,
        plain: usize,
    },
    Image {
        span: Span,
        address: Option<Address>,
        title: String,
    },
    Code {
        span: Span,
        fenced: bool,
        end: usize,
    },
    Item {
        task: Option<(usize, bool)>,
        label: Option<String>,
    },
    Note {
        label: String,
        span: Span,
    },
    /// `label` is there once the head is written.
    Table {
        columns: Vec<Alignment>,
        column: usize,
        label: Option<String>,
    },
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
            may_refer: memmem::find(markdown.as_bytes(), REFERENCE.as_bytes()).is_some(),
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
                open = Open::Table { columns, column: 0, label: None };
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
            Open::Table { label, .. } => return self.end_table(&label.unwrap_or_default()),
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

    pub(super) fn text(&mut self, text: &str) {
        self.draft().text(text);
    }

    pub(super) fn tag(&mut self, tag: &str) {
        self.draft().tag(tag);
    }

    pub(super) fn end_block(&mut self, tag: &str) {
        self.draft().tag(tag);
        self.draft().plain.push('\n');
    }

    pub(super) fn in_image(&self) -> bool {
        self.open.iter().any(|open| matches!(open, Open::Image { .. }))
    }

    pub(super) fn fault(&mut self, span: Span, phrase: impl Into<String>, hint: &'static str) {
        self.faults.push(Fault { span, phrase: phrase.into(), hint });
    }

    pub(super) fn draft(&mut self) -> &mut Draft {
        self.drafts.last_mut().expect("the body's own draft is never taken")
    }

    pub(super) fn pop(&mut self) -> Draft {
        self.drafts.pop().expect("a draft is begun for each that is ended")
    }
}

/// The part of a place that stands on its first line.
pub(super) fn first_line(text: &str, span: &Span) -> Span {
    let line = text[span.clone()].split('\n').next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}
