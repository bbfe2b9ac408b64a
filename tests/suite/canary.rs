//! Each private file of the demonstration holds words that stand nowhere else: none of them may reach an edition whose
//! readers may not read that file, in any file of any kind, in any encoding.

use crate::case::{Case, Files};
use crate::demonstration::{NOW, content};
use crate::generated::{is_settings, suffix};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn may_read(edition: &str, suffix: &str) -> bool {
    let account = edition.strip_prefix("strategic/");
    match suffix {
        "" => true,
        ".internal" => account.is_none() && edition != "public",
        ".strategic" => account.is_some() || ["executives", "support", "business"].contains(&edition),
        other => match (other.strip_prefix(".strategic."), account) {
            (Some(key), Some(own)) => key == own,
            (Some(_), None) => ["executives", "support"].contains(&edition),
            (None, _) => &other[1..] == edition || (edition == "executives" && account.is_none()),
        },
    }
}

/// Words of eight letters and more, and pairs of neighbours of five and more, in small letters.
fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let length = |word: &str| word.chars().count();
    for run in text.replace('\n', " ").split(|c: char| !c.is_alphanumeric() && c != ' ') {
        let all: Vec<String> = run.split(' ').map(str::to_lowercase).collect();
        let pairs = all.windows(2).filter(|pair| pair.iter().all(|word| length(word) >= 5));
        found.extend(pairs.map(|pair| pair.join(" ")));
        found.extend(all.iter().filter(|word| length(word) >= 8).cloned());
    }
    found
}

/// Text as a reader, a scraper or a curious person could get at it: entities, JSON and URL escapes undone, folds unfolded.
fn readings(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n ", "").to_lowercase();
    let decoded = text
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("\\u003c", "<")
        .replace("%20", " ")
        .replace("<br>", " ");
    vec![text, decoded]
}

#[test]
fn no_word_of_a_private_file_reaches_the_wrong_edition() {
    let content = content();
    let mut holders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in content.iter().filter(|(path, _)| !path.starts_with("templates/")) {
        for word in words(&(String::from_utf8_lossy(bytes).into_owned() + " " + path)) {
            holders.entry(word).or_default().insert(path.clone());
        }
    }
    let editions = Case::of(content.clone(), NOW).build();
    assert_eq!(editions.len(), 7, "every edition of the demonstration is built");
    let mut tried = 0;
    for (name, files) in &editions {
        let unreadable = |path: &String| !is_settings(path) && !may_read(name, &suffix(path));
        let secrets: Vec<&String> =
            holders.iter().filter(|(_, paths)| paths.iter().all(unreadable)).map(|(word, _)| word).collect();
        // What theme and program say may be anybody's word.
        let known = words(&own_words());
        for secret in secrets.iter().filter(|secret| !known.contains(**secret)) {
            tried += 1;
            if let Some(path) = holder(files, secret) {
                panic!("`{secret}` of {:?} stands in {name}/{path}", holders[*secret]);
            }
        }
    }
    assert!(tried > 2_000, "only {tried} secrets were looked for");
}

/// The first file that holds a word, whole.
fn holder<'a>(files: &'a Files, secret: &str) -> Option<&'a String> {
    thread_local! {
        static WORDS: std::cell::RefCell<BTreeMap<Vec<u8>, BTreeSet<String>>> = const { std::cell::RefCell::new(BTreeMap::new()) };
    }
    WORDS.with_borrow_mut(|known| {
        files.iter().find_map(|(path, bytes)| {
            let held = known
                .entry(bytes.clone())
                .or_insert_with(|| readings(bytes).iter().chain([path]).flat_map(|text| words(text)).collect());
            held.contains(secret).then_some(path)
        })
    })
}

/// Everything the theme and the program say by themselves.
#[expect(clippy::disallowed_methods, reason = "the words of the source are read from it")]
fn own_words() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = candor::world::theme(folder, "default").unwrap().unwrap();
    let theme = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let sources = walkdir::WalkDir::new(folder.join("src")).into_iter().flatten();
    let sources = sources.filter_map(|entry| std::fs::read_to_string(entry.path()).ok());
    theme.chain(sources).fold(String::new(), |all, text| all + &text + " ")
}

#[test]
fn no_account_learns_that_another_exists() {
    let editions = Case::of(content(), NOW).build();
    for (own, other) in [("northgate", "fernway"), ("fernway", "northgate")] {
        for (path, bytes) in &editions[&format!("strategic/{own}")] {
            for text in readings(bytes) {
                assert!(!text.contains(other), "`{other}` stands in strategic/{own}/{path}");
            }
            assert!(!path.contains(other), "{path}");
        }
    }
    for name in ["public", "engineering", "business"] {
        for (path, bytes) in &editions[name] {
            for text in readings(bytes) {
                assert!(!text.contains("northgate") && !text.contains("fernway"), "an account stands in {name}/{path}");
            }
        }
    }
}
