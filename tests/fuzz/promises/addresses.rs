//! An address that is let through leads where it plainly says: into the site, or to the host or mailbox that is written there.

use super::html::is_harmless;
use ammonia::Url;
use candor::diagnostic::Scope;
use candor::model::words::Thread;
use candor::name::Suffix;
use candor::read::markdown;
use std::sync::Arc;

pub(super) fn holds(data: &[u8]) {
    let Ok(address) = std::str::from_utf8(data) else { return };
    if address.contains(['\n', '\r', '\0']) {
        return;
    }
    // In pointed brackets with each sign escaped, Markdown hands the address on as it stands here.
    let escaped: String =
        address.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    let text: Arc<str> = Arc::from(format!("[x](<{escaped}>)"));
    let scope = Scope::Readers(Suffix::Public);
    let (words, faults) = markdown::words(&Arc::from("a.md"), &text, 0..text.len(), "p", &scope);
    let inside = words.seams.iter().find_map(|seam| match &seam.thread {
        Thread::Address { written, .. } => Some(written),
        _ => None,
    });
    let outside = words.html.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(whole, _)| whole);
    assert_eq!(faults.is_empty(), inside.is_some() || outside.is_some(), "{address:?}: {faults:?}");
    if let Some(written) = inside {
        assert_eq!(written, address.trim());
        let base = Url::parse("https://own.example/a/b.html").expect("this is an address");
        let leads = base.join(written).expect("a path is always one");
        assert_eq!((leads.scheme(), leads.host_str()), ("https", Some("own.example")), "{address:?}");
    } else if let Some(whole) = outside {
        let whole = whole.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert!(is_harmless(&whole), "{whole:?}");
        let Ok(leads) = Url::parse(&whole) else { return };
        assert!(leads.username().is_empty() && leads.password().is_none(), "{whole:?}");
        if let Some(host) = leads.host_str() {
            let written = whole.split_once("://").map_or("", |(_, rest)| rest);
            assert!(written.to_ascii_lowercase().starts_with(host), "{whole:?} leads to {host}");
        }
    }
}
