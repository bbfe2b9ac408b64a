//! What may stand in a page that words are made of: known tags, known attributes, addresses that lead nowhere else.

use ammonia::Url;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::HashSet;

const TAGS: &str = "p h2 h3 h4 h5 h6 em strong del code pre blockquote ul ol li hr br a img div table thead tbody tr th td sup section input";
const GENERIC: &str = "class id role aria-label tabindex title";
const OWN: [(&str, &str); 5] = [
    ("a", "href rel"),
    ("img", "src alt loading"),
    ("ol", "start"),
    ("th", "scope"),
    ("input", "type disabled checked"),
];

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split(' ').collect()
}

/// A cleaner that knows exactly our tags, from other hands: what it would change is a hole.
pub(crate) fn cleaned(html: &str) -> String {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(set(TAGS))
        .generic_attributes(set(GENERIC))
        .tag_attributes(OWN.map(|(tag, names)| (tag, set(names))).into_iter().collect())
        .url_schemes(set("http https mailto"))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    cleaner.clean(html).to_string()
}

/// Ways of writing that mean the same to a browser.
pub(crate) fn normal(html: &str) -> String {
    html.replace("&quot;", "\"").replace("&nbsp;", "\u{a0}").replace("&gt;", ">").replace("&lt;", "<")
}

struct Sink(RefCell<Vec<String>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            let name = &*tag.name;
            let is_known = TAGS.split(' ').any(|known| known == name);
            let own = OWN.iter().find(|(known, _)| *known == name).map_or("", |(_, names)| names);
            for attribute in &tag.attrs {
                let key = &*attribute.name.local;
                let is_known = GENERIC.split(' ').chain(own.split(' ')).any(|known| known == key);
                let leads = ["href", "src"].contains(&key);
                if !is_known || (leads && !is_harmless(&attribute.value)) || tag.kind == TagKind::EndTag {
                    self.0.borrow_mut().push(format!("<{name} {key}={:?}>", &*attribute.value));
                }
            }
            if !is_known {
                self.0.borrow_mut().push(format!("<{name}>"));
            }
        }
        TokenSinkResult::Continue
    }
}

/// Whether an address, as a browser reads it on a page of the site, stays in the site, or is of the web or of mail.
pub(super) fn is_harmless(address: &str) -> bool {
    let base = Url::parse("https://own.example/a/b.html").expect("this is an address");
    match base.join(address) {
        Ok(read) if read.host_str() == Some("own.example") => read.scheme() == "https",
        Ok(read) => {
            let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
            scheme == read.scheme() && ["http", "https", "mailto"].contains(&read.scheme())
        }
        // What a browser can't read leads nowhere.
        Err(_) => true,
    }
}

pub(super) fn is_safe(html: &str) {
    assert_eq!(normal(&cleaned(html)), normal(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    assert_eq!(tokenizer.sink.0.into_inner(), Vec::<String>::new(), "{html}");
}
