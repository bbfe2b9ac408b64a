//! An evasion corpus through every field that reaches a page, in every edition and every kind of file: what parsers of other
//! hands find there has the same structure as with plain words, and nothing in it could run.
//!
//! The pages of the first rounds are left in `target/tmp/hostile`, for a browser to open: `tests/browser/hostile.mjs`.
//!
//! The long run tries every evasion in every field: `CANDOR_EVASIONS=all cargo test --release --test suite evasions`.
#![expect(clippy::disallowed_methods, reason = "what a browser is to open is left in a folder")]

use crate::case::{Case, Files};
use crate::markdown::EVASIONS;
use candor::render::{self, Theme};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

/// A site with a place for hostile text in every field: `@n@` quoted as a value, `%n%` in an address, `#n#` escaped in words.
const FILES: [(&str, &str); 13] = [
    (
        "site.yaml",
        "name: @0@\nurl: https://status.example\ndescription: @1@\nfooter: @2@\nsupport: %3%\nlogo: incidents/2026-11-20-api/picture.png\nlinks:\n  - {label: @5@, url: %6%}\n\
         groups:\n  - name: @7@\n    description: @8@\n    components:\n      - {id: checkout, name: @9@, description: @10@}\n      \
         - {id: payouts, name: @11@}\n      - {id: api, name: @12@}\n",
    ),
    (
        "audiences.yaml",
        "executives: {label: @13@, kind: executive, reads: [internal, support, business, engineering, strategic, \"strategic.*\"]}\n\
         support: {label: @14@, kind: support, reads: [internal, strategic, \"strategic.*\"]}\n\
         engineering: {label: @15@, kind: engineering, reads: [internal]}\nbusiness: {label: @16@, kind: business, reads: [internal, strategic]}\n\
         strategic: {label: @17@, kind: account}\n",
    ),
    (
        "accounts.yaml",
        "acme: {name: @18@, aliases: [@19@], components: [checkout], contact: @20@, sla: {target: 99.95, period: month, \
         credits: [{below: 99.95, percent: 10}], fee: 40000 EUR}}\n",
    ),
    ("incidents/2026-11-20-api/incident.md", "---\ntitle: @21@\nregions: [@22@]\n---\n#23#\n"),
    (
        "incidents/2026-11-20-api/01-investigating.md",
        "---\nstatus: investigating\nat: 2026-11-20T10:00:00Z\ncomponents: {checkout: partial_outage}\nnext_update: 30m\nworkaround: @24@\n---\n\
         #25# [#26#](https://a.example \"#27#\") ![#28#](picture.png \"#29#\") [#30#](%31%)\n\n| #32# |\n|---|\n| #33# |\n\n- [ ] #34#\n\n# #35#\n",
    ),
    ("incidents/2026-11-20-api/picture.png", "not really"),
    (
        "incidents/2026-11-20-api/01-investigating.executives.md",
        "---\nbottom_line: @36@\nconfidence: low\nasks:\n  - {what: @37@, of: @38@, by: 2026-11-21T00:00:00Z}\ndecisions:\n  - {what: @39@, owner: @40@}\n\
         risks: [@41@]\nunknowns: [@42@]\n---\n#43#\n",
    ),
    (
        "incidents/2026-11-20-api/01-investigating.support.md",
        "---\nsay: [@44@, @4@]\ndont_say: [@45@]\nmacro: @46@\nescalate_to: @47@\n---\n#48#\n",
    ),
    (
        "incidents/2026-11-20-api/01-investigating.engineering.md",
        "---\ncondition: @49@\nactions: [@50@]\nneeds: [@51@]\nwatch_for: [@52@]\nlinks: {@53@: %54%}\n---\n#55#\n",
    ),
    (
        "incidents/2026-11-20-api/01-investigating.business.md",
        "---\nlines:\n  - {function: sales, go: hold, what: @56@, owner: @57@, release_on: resolved}\n---\n#58#\n",
    ),
    (
        "incidents/2026-11-20-api/01-investigating.strategic.acme.md",
        "---\naffects: [checkout]\nworkaround: @59@\ncontact: @60@\n---\n#61#\n",
    ),
    (
        "maintenance/2026-11-22-work/maintenance.md",
        "---\ntitle: @62@\nfrom: 2026-11-22T08:00:00Z\nuntil: 2026-11-22T10:00:00Z\ncomponents: [api]\n---\n#63#\n",
    ),
    ("maintenance/2026-11-22-work/01-scheduled.md", "---\nstatus: scheduled\nat: 2026-11-19T08:00:00Z\n---\n#64#\n"),
];
const FIELDS: usize = 65;
const PLAIN: &str = "Plain words";

/// How many rounds the suite makes.
const USUAL: usize = 4;

/// Writes every edition to a folder of its own.
fn leave(folder: &Path, editions: &BTreeMap<String, Files>) {
    for (edition, files) in editions {
        for (path, bytes) in files {
            let path = folder.join(edition).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

/// Evasions that may stand in a value: what nobody sees is refused at the door.
fn evasions() -> Vec<String> {
    let is_seen = |c: char| !c.is_control() && !('\u{2000}'..='\u{206f}').contains(&c);
    let seen = EVASIONS.iter().map(|evasion| evasion.replace(['\n', '\t', '\r'], " ").trim().to_owned());
    let breakers = [
        "]]>",
        "\"><script>alert(1)</script>",
        "'-alert(1)-'",
        "</script><script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "{{ __tera_context }}",
        "%3Cscript%3E",
        "\\u003cscript\\u003e",
        "BEGIN:VEVENT",
        ";X-EVIL=1:x,y\\n",
        "--><b>",
        "&quot;&gt;&lt;b&gt;",
    ];
    seen.filter(|evasion| evasion.chars().all(is_seen)).chain(breakers.map(str::to_owned)).collect()
}

/// A template with each place filled by what `of` gives.
fn filled(template: &str, of: &dyn Fn(usize) -> String) -> String {
    let mut text = template.to_owned();
    for field in 0..FIELDS {
        let value = of(field);
        let quoted = serde_json::to_string(&value).unwrap();
        let escaped: String =
            value.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
        let address: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        // In words an address ends at a bracket, so there it is written in pointed ones.
        let inner: String =
            address.chars().filter(|c| c.is_ascii_alphanumeric() || "\"'=;&.,/-".contains(*c)).collect();
        let quoted_address = serde_json::to_string(&format!("https://a.example/?{address}")).unwrap();
        text = text
            .replace(&format!("@{field}@"), &quoted)
            .replace(&format!("#{field}#"), &escaped)
            .replace(&format!("(%{field}%)"), &format!("(<https://a.example/?{inner}>)"))
            .replace(&format!("%{field}%"), &quoted_address);
    }
    text
}

/// The English words of the default theme, each followed by more.
fn strings(more: &dyn Fn(usize) -> String) -> Vec<u8> {
    let english = include_str!("../../themes/default/strings/en.yaml");
    let mut text = String::new();
    for (number, line) in english.lines().enumerate() {
        let value = line
            .strip_prefix("  ")
            .and_then(|line| line.split_once(": "))
            .filter(|(_, value)| !value.starts_with(['{', '[', '|', '>']));
        match value {
            Some((key, value)) => {
                let value = value.trim_matches('"').replace("\\\"", "\"");
                let whole =
                    serde_json::to_string(&format!("{value} {}", more(number).replace(['{', '}'], ""))).unwrap();
                text += &format!("  {key}: {whole}\n");
            }
            None => text += &format!("{line}\n"),
        }
    }
    text.into_bytes()
}

/// Every edition, with a text for each field and for each word of the theme.
fn built(of: &dyn Fn(usize) -> String) -> BTreeMap<String, Files> {
    let case = FILES.iter().fold(Case::default(), |case, (path, text)| case.file(path, &filled(text, of)));
    let theme = Theme::load("own", &[("strings/en.yaml".to_owned(), strings(of))])
        .unwrap_or_else(|faults| panic!("{faults:#?}"));
    let (truth, readers) = case.read(&[]);
    let mut editions = BTreeMap::new();
    for reader in readers {
        let edition = truth.edition(&reader, "2026-11-20T12:00:00Z".parse().unwrap());
        let edition = edition.unwrap_or_else(|faults| panic!("{faults:#?}"));
        let files = render::routes(&edition, &theme).into_iter().map(|(path, route)| {
            let bytes = render::render(&edition, &theme, &route).unwrap_or_else(|fault| panic!("{fault:?}"));
            (path, bytes)
        });
        editions.insert(reader.edition.to_string(), files.collect());
    }
    editions
}

/// What a browser's tokenizer finds: tags with the names of their attributes, and every fault on the way.
struct Sink(RefCell<(Vec<String>, Vec<String>)>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (shape, faults) = &mut *self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                let sign = if tag.kind == TagKind::EndTag { "/" } else { "" };
                let mut attributes: Vec<String> = Vec::new();
                for attribute in &tag.attrs {
                    let key = attribute.name.local.to_string();
                    faults.extend(harm(&name, &key, &attribute.value));
                    attributes.push(key);
                }
                if ["iframe", "object", "embed", "base", "form", "frame", "applet", "style"].contains(&&*name) {
                    faults.push(format!("<{name}>"));
                }
                let is_script = name == "script" && tag.kind == TagKind::StartTag;
                let is_data = tag.attrs.iter().any(|one| &*one.name.local == "type" && one.value.ends_with("json"));
                if is_script && !is_data && !attributes.iter().any(|key| key == "src") {
                    faults.push("a script in the page".to_owned());
                }
                shape.push(format!("{sign}{name} {}", attributes.join(" ")));
                match (&*name, tag.kind) {
                    ("script", TagKind::StartTag) => TokenSinkResult::RawData(RawKind::ScriptData),
                    ("title" | "textarea", TagKind::StartTag) => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                }
            }
            Token::CommentToken(_) => {
                shape.push("comment".to_owned());
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// What an attribute could do.
fn harm(tag: &str, name: &str, value: &str) -> Option<String> {
    let told = || format!("<{tag} {name}={value:?}>");
    if name.starts_with("on") || ["style", "srcdoc", "formaction", "action", "xlink:href", "http-equiv"].contains(&name)
    {
        let is_policy = tag == "meta" && name == "http-equiv" && value == "Content-Security-Policy";
        return (!is_policy).then(told);
    }
    let is_address = ["href", "src", "srcset", "poster", "data", "cite", "background"].contains(&name);
    (is_address && !is_harmless(value)).then(told)
}

/// An address as a browser reads it: what it skips is skipped.
fn is_harmless(address: &str) -> bool {
    let read: String = address.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_lowercase();
    let scheme =
        read.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme.to_owned());
    match scheme {
        Some(scheme) => ["http", "https", "mailto", "webcal"].contains(&&*scheme),
        None => !read.starts_with("//") && !read.starts_with("/\\") && !read.contains('\\'),
    }
}

fn html(text: &str) -> (Vec<String>, Vec<String>) {
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// A document of XML: feeds hold HTML in their text, which is looked at too.
fn xml(text: &str) -> (Vec<String>, Vec<String>) {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let (mut shape, mut faults) = (Vec::new(), Vec::new());
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        faults.extend(node.attributes().filter_map(|one| harm(name, one.name(), one.value())));
        if ["script", "foreignObject", "use", "image", "a"].contains(&name) {
            faults.push(format!("<{name}>"));
        }
        shape.push(format!("{name} {}", attributes.join(" ")));
        // The description of a whole RSS channel is plain text, that of an item HTML.
        let is_channel = node.parent_element().is_some_and(|parent| parent.tag_name().name() == "channel");
        if ["content", "encoded", "description", "summary"].contains(&name) && !is_channel {
            let (inner, found) = html(node.text().unwrap_or_default());
            shape.extend(inner);
            faults.extend(found);
        }
    }
    (shape, faults)
}

fn json(value: &serde_json::Value, key: &str, found: &mut (Vec<String>, Vec<String>)) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.0.push(key.clone());
            json(value, key, found);
        }),
        serde_json::Value::Array(list) => list.iter().for_each(|value| json(value, key, found)),
        serde_json::Value::String(text) if key == "content_html" => {
            let (shape, faults) = html(text);
            found.0.extend(shape);
            found.1.extend(faults);
        }
        serde_json::Value::String(text) if ["url", "shortlink", "home_page_url", "feed_url", "@id"].contains(&key) => {
            found.1.extend((!is_harmless(text)).then(|| format!("{key}: {text}")));
        }
        _ => {}
    }
}

/// The names of a calendar's properties, lines unfolded.
fn calendar(text: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    unfolded.split("\r\n").map(|line| line.split([':', ';']).next().unwrap_or_default().to_owned()).collect()
}

fn markdown(text: &str) -> Vec<String> {
    let harm = |event| match event {
        pulldown_cmark::Event::Html(text) | pulldown_cmark::Event::InlineHtml(text) => Some(text.to_string()),
        pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
            (!is_harmless(&dest_url)).then(|| dest_url.to_string())
        }
        _ => None,
    };
    pulldown_cmark::Parser::new(text).filter_map(harm).collect()
}

/// The structure of a file, and what in it could do harm; none for a kind of file that holds no structure.
fn looked_at(path: &str, bytes: &[u8]) -> Option<(Vec<String>, Vec<String>)> {
    let text = || std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => {
            let mut found = html(text());
            for script in text().split("application/ld+json\">").skip(1) {
                let data = script.split("</script>").next().unwrap_or_default();
                match serde_json::from_str(data) {
                    Ok(value) => json(&value, "", &mut found),
                    Err(error) => found.1.push(format!("linked data: {error}")),
                }
            }
            Some(found)
        }
        Some("svg" | "xml") => Some(xml(text())),
        Some("json") => {
            let mut found = (Vec::new(), Vec::new());
            json(&serde_json::from_str(text()).unwrap_or_else(|error| panic!("{path}: {error}")), "", &mut found);
            Some(found)
        }
        Some("ics") => Some((calendar(text()), Vec::new())),
        Some("txt") if path.ends_with("llms.txt") => Some((Vec::new(), markdown(text()))),
        _ => None,
    }
}

#[test]
fn no_evasion_in_any_field_changes_what_a_page_is() {
    let evasions = evasions();
    assert!(evasions.len() > 80, "{}", evasions.len());
    let plain = built(&|_| PLAIN.to_owned());
    assert_eq!(plain.len(), 6, "{:?}", plain.keys());
    let expected: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = plain
        .iter()
        .map(|(name, files)| {
            let shapes = files.iter().filter_map(|(path, bytes)| Some((path.as_str(), looked_at(path, bytes)?)));
            (
                name.as_str(),
                shapes
                    .map(|(path, (shape, faults))| {
                        assert_eq!(faults, Vec::<String>::new(), "{name}/{path}");
                        (path, shape)
                    })
                    .collect(),
            )
        })
        .collect();
    let rounds = if std::env::var_os("CANDOR_EVASIONS").is_some() { evasions.len() } else { USUAL };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    drop(std::fs::remove_dir_all(&folder));
    for round in 0..rounds {
        // Another evasion in each field, and over all rounds each in every field.
        let of = |field: usize| evasions[(field * 7 + round * 23) % evasions.len()].clone();
        let hostile = built(&of);
        if round < USUAL {
            leave(&folder.join(round.to_string()), &hostile);
        }
        for (name, files) in &hostile {
            let paths: Vec<&String> = files.keys().collect();
            assert_eq!(paths, plain[name].keys().collect::<Vec<_>>(), "{name}");
            for (path, bytes) in files {
                let Some((shape, faults)) = looked_at(path, bytes) else { continue };
                assert_eq!(faults, Vec::<String>::new(), "{name}/{path}");
                let expected = &expected[name.as_str()][path.as_str()];
                if let Some(at) = (0..shape.len().max(expected.len())).find(|at| shape.get(*at) != expected.get(*at)) {
                    panic!("{name}/{path}, round {round}: {:?} for {:?}", shape.get(at), expected.get(at));
                }
            }
        }
    }
}

#[test]
fn what_could_do_harm_is_found() {
    for harmful in [
        "<a href='java\nscript:x'>",
        "<a href='//evil'>",
        "<img onerror=x>",
        "<script>x</script>",
        "<p style=x>",
        "<iframe>",
        "<a href='/\\evil'>",
        "<meta http-equiv=refresh>",
    ] {
        assert!(!html(harmful).1.is_empty(), "{harmful}");
    }
    assert_eq!(markdown("[a](javascript:x) <b>").len(), 2);
    assert_eq!(xml("<svg onload='x'><script/></svg>").1.len(), 2);
}
