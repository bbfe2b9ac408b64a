//! Sites made by chance, and what each edition of them may read, worked out here once more and by hand.

use proptest::prelude::ProptestConfig;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A site's files below `content/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

pub(crate) const NOW: &str = "2026-11-20T12:00:00Z";

/// Every edition of a generated site.
pub(crate) const EDITIONS: [&str; 7] =
    ["public", "executives", "support", "engineering", "business", "strategic/acme", "strategic/globex"];

/// Every suffix of a generated site, written as in a file's name.
const SUFFIXES: [&str; 9] = [
    "",
    ".internal",
    ".executives",
    ".support",
    ".engineering",
    ".business",
    ".strategic",
    ".strategic.acme",
    ".strategic.globex",
];

/// Whether an edition may read a suffix: the table of the example, written out.
pub(crate) fn may_read(edition: &str, suffix: &str) -> bool {
    let readable: &[&str] = match edition {
        "public" => &[""],
        "executives" => {
            return SUFFIXES.contains(&suffix);
        }
        "support" => &["", ".internal", ".support", ".strategic", ".strategic.acme", ".strategic.globex"],
        "engineering" => &["", ".internal", ".engineering"],
        "business" => &["", ".internal", ".business", ".strategic"],
        "strategic/acme" => &["", ".strategic", ".strategic.acme"],
        "strategic/globex" => &["", ".strategic", ".strategic.globex"],
        other => panic!("{other} is no edition of a generated site"),
    };
    readable.contains(&suffix)
}

/// The suffix in a path, with its leading dot.
pub(crate) fn suffix(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap();
    let parts: Vec<&str> = name.split('.').collect();
    parts[1..parts.len() - 1].iter().fold(String::new(), |suffix, part| suffix + "." + part)
}

/// Whether a path is settings, read entry by entry and not by suffix.
pub(crate) fn is_settings(path: &str) -> bool {
    ["site.yaml", "audiences.yaml", "accounts.yaml", "policy.yaml"].contains(&path)
}

/// Whether an edition reads an entry of a settings file.
pub(crate) fn reads_entry(edition: &str, file: &str, entry: &str) -> bool {
    match file {
        "audiences.yaml" => edition.split('/').next() == Some(entry),
        // Those who read every account read each entry, whatever it is called.
        "accounts.yaml" => {
            matches!(edition, "executives" | "support") || edition.strip_prefix("strategic/") == Some(entry)
        }
        other => panic!("{other} is not read entry by entry"),
    }
}

/// How often something is tried: a short share in the suite, and as often as a variable says in a long run.
#[expect(clippy::disallowed_methods, reason = "whoever starts a long run says so by a variable")]
pub(crate) fn times<T: std::str::FromStr<Err: std::fmt::Debug>>(variable: &str, usual: T) -> T {
    std::env::var(variable).map_or(usual, |times| times.parse().unwrap())
}

/// How a promise is tried on cases that are drawn anew in every run: so often, or as often as `CANDOR_CASES` says.
pub(crate) fn tried(usual: u32) -> ProptestConfig {
    ProptestConfig { cases: times("CANDOR_CASES", usual), failure_persistence: None, ..ProptestConfig::default() }
}

/// Chance that is the same every time (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// True in `percent` of cases.
    pub(crate) fn of(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const SITE: &str = "\
name: Meridian Pay
url: https://status.meridianpay.example
timezone: America/New_York
groups:
  - name: Payments
    components:
      - {id: checkout, name: Checkout}
      - {id: payouts, name: Payouts}
  - name: Platform
    components:
      - {id: api, name: API}
";

pub(crate) const AUDIENCES: [(&str, &str); 5] = [
    (
        "executives",
        "{label: Executives, kind: executive, reads: [internal, support, business, engineering, strategic, \"strategic.*\"]}",
    ),
    ("support", "{label: Customer service, kind: support, reads: [internal, strategic, \"strategic.*\"]}"),
    ("engineering", "{label: Other technical teams, kind: engineering, reads: [internal]}"),
    ("business", "{label: Lines of business, kind: business, reads: [internal, strategic]}"),
    ("strategic", "{label: Strategic customers, kind: account}"),
];

pub(crate) const ACCOUNTS: [(&str, &str); 2] = [
    (
        "acme",
        "{name: Acme Retail, aliases: [ACME], components: [checkout, api], contact: desk one, sla: {target: 99.95, period: month, credits: [{below: 99.95, percent: 10}], fee: 40000 EUR}}",
    ),
    (
        "globex",
        "{name: Globex, components: [payouts, checkout], sla: {target: 99.9, period: quarter, partial_outage: 0.7, credits: [{below: 99.9, percent: 5}, {below: 99, percent: 20}], fee: 25000 EUR}}",
    ),
];

pub(crate) fn entries(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::new();
    for (key, value) in entries {
        writeln!(text, "{key}: {value}").unwrap();
    }
    text.into_bytes()
}

const POLICY: &str = "\
severities:
  sev1:
    notify:
      support: {within: 5m, every: 30m}
      public: {within: 10m, every: 30m}
      executives: {within: 15m, every: 30m}
      engineering: {within: 15m}
      business: {within: 15m}
      strategic: {within: 15m}
  sev2:
    notify:
      support: {within: 10m, every: 1h, before: public}
      public: {within: 20m, every: 1h}
      strategic.acme: {within: 10m, every: 1h}
      strategic.globex: {within: 20m, every: 2h}
";

/// A site by chance: incidents, maintenance, postmortems, pages, pictures, in every voice.
pub(crate) fn site(chance: &mut Chance) -> Tree {
    let mut tree = Tree::new();
    tree.insert("site.yaml".to_owned(), SITE.into());
    tree.insert("audiences.yaml".to_owned(), entries(&AUDIENCES));
    tree.insert("accounts.yaml".to_owned(), entries(&ACCOUNTS));
    tree.insert("policy.yaml".to_owned(), POLICY.into());
    for number in 0..=chance.below(4) {
        folder(chance, &mut tree, number);
    }
    if chance.of(60) {
        tree.insert("pages/about.md".to_owned(), b"---\ntitle: About\n---\n# One\n\nWe write.\n".to_vec());
        for suffix in some_suffixes(chance, 20) {
            tree.insert(format!("pages/about{suffix}.md"), format!("---\ntitle: More{suffix}\n---\nMore.\n").into());
        }
    }
    tree
}

fn some_suffixes(chance: &mut Chance, percent: usize) -> Vec<&'static str> {
    SUFFIXES.into_iter().filter(|suffix| !suffix.is_empty() && chance.of(percent)).collect()
}

fn folder(chance: &mut Chance, tree: &mut Tree, number: usize) {
    let maintenance = chance.of(30);
    // Some go on at the time of the site: promises are open, windows under way, words held back.
    let (month, day, hour) =
        if chance.of(30) { (11, 20, 10) } else { (1 + chance.below(11), 1 + chance.below(27), chance.below(20)) };
    let kind = if maintenance { "maintenance" } else { "incidents" };
    let folder = format!("{kind}/2026-{month:02}-{day:02}-event-{number}");
    let is_public = chance.of(70);
    let head = if maintenance { "maintenance" } else { "incident" };
    let window = format!(
        "from: 2026-{month:02}-{day:02}T{:02}:00:00Z\nuntil: 2026-{month:02}-{day:02}T{:02}:30:00Z\ncomponents: [payouts]\n",
        hour + 1,
        hour + 2
    );
    let facts = if maintenance { window.as_str() } else { "regions: [EU]\n" };
    if is_public {
        tree.insert(format!("{folder}/{head}.md"), format!("---\ntitle: Event {number}\n{facts}---\n").into());
    }
    let told = if is_public { 25 } else { 60 };
    let severity = chance.pick(&["sev1", "sev2"]);
    for suffix in some_suffixes(chance, told) {
        let known =
            if maintenance { String::new() } else { known(chance, &format!("2026-{month:02}-{day:02}T{hour:02}")) };
        let text =
            format!("---\ntitle: Event {number} for{suffix}\n{facts}severity: {severity}\n{known}---\nSeen{suffix}.\n");
        tree.insert(format!("{folder}/{head}{suffix}.md"), text.into());
    }
    if chance.of(30) {
        tree.insert(format!("{folder}/picture.png"), vec![137, 80, 78, 71, u8::try_from(number).unwrap()]);
        tree.insert(
            format!("{folder}/picture.executives.png"),
            vec![137, 80, 78, 71, 200 + u8::try_from(number).unwrap()],
        );
    }
    let stages: &[&str] = if maintenance {
        &["scheduled", "in_progress", "verifying", "completed", "cancelled"]
    } else {
        &["investigating", "identified", "monitoring", "resolved", "retracted", "identified"]
    };
    let mut before: Option<String> = None;
    for step in 1..=1 + chance.below(4) {
        let status = chance.pick(stages);
        let at = |minute: usize| format!("2026-{month:02}-{day:02}T{:02}:{minute:02}:00Z", hour + step / 2);
        let mut common = format!("status: {status}\nat: {}\n", at(10 * step));
        if chance.of(15) {
            writeln!(common, "backfilled: {}", at(10 * step + 8)).unwrap();
        }
        if let Some(before) = before.filter(|_| chance.of(15)) {
            writeln!(common, "corrects: {before}").unwrap();
        }
        moment(chance, tree, &folder, (step, status), &common);
        before = Some(format!("{step:02}-{status}-{step}"));
    }
    if chance.of(30) {
        for suffix in some_suffixes(chance, 30) {
            let text = format!(
                "---\nat: 2026-{month:02}-{day:02}T23:00:00Z\n---\n## What happened{suffix}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
            );
            tree.insert(format!("{folder}/postmortem{suffix}.md"), text.into());
        }
    }
}

/// What insiders know of a whole incident that started in this hour.
fn known(chance: &mut Chance, hour: &str) -> String {
    let mut known = String::new();
    let mut some = |percent: usize, fact: String| {
        if chance.of(percent) {
            known += &fact;
        }
    };
    some(50, format!("detected: {hour}:03:00Z\n"));
    some(60, format!("declared: {hour}:06:00Z\n"));
    some(60, "customers: {count: 1200, percent: 3}\n".to_owned());
    some(
        40,
        format!("business_response: {{declared: {hour}:09:00Z, by: the chief}}\nroles: {{business_lead: the chief}}\n"),
    );
    known
}

fn moment(chance: &mut Chance, tree: &mut Tree, folder: &str, (step, status): (usize, &str), common: &str) {
    let stem = format!("{folder}/{step:02}-{status}-{step}");
    let states = match chance.below(4) {
        0 => "components: {checkout: partial_outage, api: degraded_performance}\n",
        1 => "components: {payouts: major_outage}\n",
        2 => "components: {checkout: operational}\n",
        _ => "",
    };
    let parts: Vec<&str> =
        SUFFIXES.into_iter().filter(|suffix| chance.of(if suffix.is_empty() { 60 } else { 25 })).collect();
    for suffix in &parts {
        // What is public is known to all; what isn't must say for itself when and what it is.
        let shared =
            if suffix.is_empty() || !parts.contains(&"") { format!("{common}{states}") } else { String::new() };
        let own = match *suffix {
            "" => "next_update: 30m\nworkaround: Try again.\n",
            ".internal" => "next_update: 45m\n",
            ".executives" => {
                "bottom_line: Some orders fail.\nasks:\n  - {what: a decision, of: CTO, by: 2026-12-01T00:00:00Z}\nnext_update: 20m\n"
            }
            ".support" => "say: [It is known.]\ndont_say: [why]\nmacro: m-1\nnext_update: 5m\n",
            ".engineering" => "condition: errors\nneeds: [a hand]\n",
            ".business" => match step {
                1 => "lines:\n  - {function: sales, go: hold, what: demos, owner: the head, release_on: resolved}\n",
                _ => {
                    "lines:\n  - {function: marketing, go: hold, what: mailings, release_on: the review}\n  - {function: sales, go: go}\n"
                }
            },
            _ => "affects: [checkout]\ncontact: the desk\n",
        };
        let mut words = format!("Words{suffix} of step {step}, *plainly*.\n");
        if tree.contains_key(&format!("{folder}/picture.png")) && chance.of(40) {
            let picture = if *suffix == ".executives" { "picture.executives.png" } else { "picture.png" };
            words += &format!("\n![What it looks like]({picture})\n");
        }
        tree.insert(format!("{stem}{suffix}.md"), format!("---\n{shared}{own}---\n{words}").into());
    }
}
