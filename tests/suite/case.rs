//! The one door for tests: a small site written in the test, and what came of it. No file is touched.

use crate::promises::AUDIENCES;
use candor::compile::{self, Truth};
use candor::diagnostic::{Diagnostic, Severity, told_once};
use candor::edition::{Edition, Incident};
use candor::name::Reader;
use candor::practice::{self, Ground};
use candor::read::Selection;
use candor::render::{self, Theme};
use candor::source::{Content, Kind, Listed, Source};
use candor::world;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

/// The files of one edition, by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::load("default", &[]).unwrap());

const SITE: &str = "\
name: Meridian Pay
url: https://status.meridianpay.example
timezone: Europe/Berlin
groups:
  - name: Payments
    components:
      - {id: checkout, name: Checkout}
      - {id: payouts, name: Payouts}
  - name: Platform
    components:
      - {id: api, name: API}
";

const ACCOUNTS: &str = "\
acme: {name: Acme Retail, aliases: [ACME, Acme GmbH], components: [checkout, api]}
globex: {name: Globex, components: [payouts]}
";

/// A site. Paths are below `content/`.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    files: BTreeMap<String, Vec<u8>>,
    now: Timestamp,
}

impl Default for Case {
    /// Three components, the five audiences, two accounts, no incident; 20 November 2026, noon.
    fn default() -> Self {
        let case = Self { files: BTreeMap::new(), now: "2026-11-20T12:00:00Z".parse().unwrap() };
        case.file("site.yaml", SITE).file("audiences.yaml", AUDIENCES).file("accounts.yaml", ACCOUNTS)
    }
}

impl Case {
    /// A site with these files and no others.
    pub(crate) fn of(files: BTreeMap<String, Vec<u8>>, now: &str) -> Self {
        Self { files, now: now.parse().unwrap() }
    }

    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    /// The same site with these lines in its settings, below its name.
    pub(crate) fn set(self, lines: &str) -> Self {
        let (name, rest) = SITE.split_once('\n').unwrap();
        self.file("site.yaml", &format!("{name}\n{lines}\n{rest}"))
    }

    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.remove(path).unwrap();
        self
    }

    pub(crate) fn now(mut self, now: &str) -> Self {
        self.now = now.parse().unwrap();
        self
    }

    pub(crate) fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The site read, for every edition or for some.
    pub(crate) fn read(&self, editions: &[&str]) -> (Truth, Vec<Reader>) {
        let selection = if editions == ["public"] { Selection::PublicOnly } else { Selection::WithPrivate };
        let listing: Vec<Listed> = self
            .files
            .keys()
            .filter(|path| !path.starts_with("templates/"))
            .map(|path| Listed { path: Arc::from(format!("content/{path}")), kind: Kind::File })
            .collect();
        let open = |wanted: &[Listed]| {
            let sources = wanted.iter().map(|listed| self.source(&listed.path)).collect();
            Ok::<_, Infallible>((sources, Vec::new()))
        };
        let choose = |readers: Vec<Reader>| {
            let chosen = |reader: &Reader| editions.is_empty() || editions.contains(&&*reader.edition.to_string());
            Ok(readers.into_iter().filter(chosen).collect())
        };
        match compile::gather(&listing, selection, &open, choose) {
            Ok(gathered) => gathered,
            Err(never) => match never {},
        }
    }

    fn source(&self, path: &str) -> Source {
        let bytes = &self.files[path.strip_prefix("content/").unwrap()];
        if matches!(path.rsplit_once('.'), Some((_, "md" | "yaml"))) {
            return Source::text(path, std::str::from_utf8(bytes).unwrap());
        }
        Source { path: Arc::from(path), content: Content::Bytes(Arc::from(bytes.as_slice())) }
    }

    /// One edition, which must be without fault.
    pub(crate) fn edition(&self, name: &str) -> Edition {
        let (truth, readers) = self.read(&[name]);
        let reader =
            readers.iter().find(|reader| reader.edition.to_string() == name).expect("there is such an edition");
        truth.edition(reader, self.now).unwrap_or_else(|faults| panic!("{name} is withheld: {faults:#?}"))
    }

    /// The files of every edition that is not withheld.
    pub(crate) fn build(&self) -> BTreeMap<String, Files> {
        self.build_only(&[])
    }

    /// The files of some editions, as `build --edition` makes them.
    pub(crate) fn build_only(&self, editions: &[&str]) -> BTreeMap<String, Files> {
        let (truth, readers) = self.read(editions);
        let mut built = BTreeMap::new();
        for reader in &readers {
            if let Ok(edition) = truth.edition(reader, self.now) {
                built.insert(reader.edition.to_string(), rendered(&edition));
            }
        }
        built
    }

    /// Every fault that is told, of everything, as text without colour.
    pub(crate) fn told(&self) -> String {
        self.told_in(world::Format::Text, true)
    }

    /// Every fault that is told, of everything, in a format; at a desk, or in a log that anybody may read.
    pub(crate) fn told_in(&self, format: world::Format, show_private: bool) -> String {
        let (truth, readers) = self.read(&[]);
        let mut told: Vec<Diagnostic> = truth.told.clone();
        for reader in &readers {
            told.extend(truth.faults(reader));
        }
        told.extend(self.found(&truth));
        let style = world::Style { color: false, show_private, width: 140 };
        let text = |path: &str| {
            let own = || std::str::from_utf8(self.files.get(path.strip_prefix("content/")?)?).ok().map(Arc::from);
            truth.text(path).or_else(|| if path.ends_with(".approvals.yaml") { own() } else { None })
        };
        world::reported(&told_once(told), &text, world::Telling { format, style, rules: &[], below: "", public: None })
    }

    /// The phrases of the errors that are told.
    pub(crate) fn phrases(&self) -> Vec<String> {
        self.told().lines().filter_map(|line| line.strip_prefix("error: ").map(str::to_owned)).collect()
    }

    /// What the rules of communication find.
    pub(crate) fn found(&self, truth: &Truth) -> Vec<Diagnostic> {
        let is_authors = |path: &&String| path.ends_with(".approvals.yaml") || path.starts_with("templates/");
        let sources: Vec<Source> =
            self.files.keys().filter(is_authors).map(|path| self.source(&format!("content/{path}"))).collect();
        let settings = ["content/policy.yaml", "content/audiences.yaml"];
        let settings = settings.into_iter().filter_map(|path| Some((Arc::from(path), truth.text(path)?)));
        let authors = practice::authors(&sources, settings);
        let text = |path: &str| truth.text(path);
        let ground =
            Ground::new(&truth.site, self.now, &authors, &text, &|reader| truth.edition(reader, self.now).ok());
        practice::check(&ground)
    }

    /// Names of the editions that faults withhold.
    pub(crate) fn withheld(&self) -> BTreeSet<String> {
        let (truth, readers) = self.read(&[]);
        let faulty =
            |reader: &&Reader| truth.faults(reader).iter().any(|fault: &Diagnostic| fault.severity == Severity::Error);
        readers.iter().filter(faulty).map(|reader| reader.edition.to_string()).collect()
    }
}

/// Every file of an edition, in the default theme.
pub(crate) fn rendered(edition: &Edition) -> Files {
    let routes = render::routes(edition, &THEME);
    let one = |(path, route): (String, render::Route)| {
        let bytes = render::render(edition, &THEME, &route).unwrap_or_else(|fault| panic!("{path}: {fault:?}"));
        (path, bytes)
    };
    routes.into_iter().map(one).collect()
}

/// The one incident of an edition.
pub(crate) fn only(edition: &Edition) -> &Incident {
    let [incident] = edition.incidents.owned() else { panic!("there is one incident") };
    incident
}
