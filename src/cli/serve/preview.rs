//! The preview: requests on one side, changes of the folder on the other, and between them the site as it is kept.

use super::address::{Address, Way, value};
use super::judged::Found;
use super::page;
use super::told::{Choice, Told};
use crate::cli::repository;
use crate::compile::{Change, Live, Look, Shown};
use crate::diagnostic::Diagnostic;
use crate::render::Theme;
use crate::source::{Listed, Source};
use crate::world::{self, Answer, Asked, Difference, Response};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// How many of the next moments are tried for the one at which a page changes.
const STEPS: usize = 12;
/// How many files are taken in at a time at the start, and how long others come first between two turns.
const AT_ONCE: usize = 2000;
const PAUSE: Duration = Duration::from_millis(2);

/// Everything that the preview holds.
pub(super) struct Preview {
    pub site: PathBuf,
    /// The instant that was asked for; otherwise the present goes with the clock.
    pub fixed: Option<Timestamp>,
    /// What opens the private editions: known only to whoever sees the terminal.
    pub key: String,
    /// What this run is called, so that a page of an earlier one is known.
    run: String,
    pub live: Mutex<Live>,
    pub found: Mutex<Option<Found>>,
    /// Held by whoever looks for findings: that takes long, and one at a time is enough.
    pub looking: Mutex<()>,
    /// What was told on the terminal.
    pub told: Mutex<Vec<Diagnostic>>,
    /// Whether private files have been taken in too.
    whole: AtomicBool,
    bell: OnceLock<Box<dyn Fn() + Send + Sync>>,
    /// Authors' files that no edition reads, for the rules.
    pub beside: Mutex<Arc<Vec<Source>>>,
    trouble: Mutex<Option<String>>,
}

impl Preview {
    pub(super) fn new(site: PathBuf, fixed: Option<Timestamp>, now: Timestamp) -> anyhow::Result<Self> {
        Ok(Self {
            site,
            fixed,
            key: world::secret()?,
            run: world::secret()?[..8].to_owned(),
            live: Mutex::new(Live::new(now)),
            found: Mutex::default(),
            looking: Mutex::default(),
            told: Mutex::default(),
            whole: AtomicBool::new(false),
            bell: OnceLock::new(),
            beside: Mutex::default(),
            trouble: Mutex::default(),
        })
    }

    /// Takes in what the watch found. Tells whether anything that is shown is different.
    pub(super) fn take(&self, difference: Difference) -> anyhow::Result<bool> {
        let Difference { listed, mut gone, is_whole, .. } = difference;
        if is_whole {
            // What was known and isn't there is gone.
            let there: BTreeSet<&Arc<str>> = listed.iter().map(|one| &one.path).collect();
            gone.extend(lock(&self.live).paths().filter(|path| !there.contains(path)).cloned());
        }
        let is_theme = |path: &str| path.starts_with("themes/");
        let is_beside = |path: &str| path.starts_with("content/templates/") || path.ends_with(".approvals.yaml");
        let paths = || listed.iter().map(|one| &*one.path).chain(gone.iter().map(|path| &**path));
        let (themes, authors) = (paths().any(is_theme), paths().any(is_beside));
        let is_site = |path: &str| !is_theme(path) && !path.starts_with("content/templates/");
        let change = Change {
            listed: listed.iter().filter(|one| is_site(&one.path)).cloned().collect(),
            gone: gone.iter().filter(|path| is_site(path)).cloned().collect(),
        };
        let mut live = lock(&self.live);
        let before = live.version();
        let name_before = live.truth().site.settings.theme.clone();
        if let Some(now) = self.fixed.is_none().then(|| world::now(None)).transpose()? {
            live.set(now);
        }
        live.change(&change, &|wanted: &[Listed]| world::open(&self.site, wanted))?;
        let name = live.truth().site.settings.theme.clone();
        if themes || name != name_before {
            self.dress(&mut live, &name)?;
        }
        if authors {
            *lock(&self.beside) = Arc::new(repository::beside(&self.site)?.0);
            live.touch();
        }
        if is_whole {
            self.whole.store(true, Ordering::Release);
        }
        Ok(live.version() != before)
    }

    /// Takes in what is left of everything a few files at a time, so that pages can be asked for in between: those that settings
    /// stand in first.
    pub(super) fn take_in_turn(&self, mut difference: Difference) -> anyhow::Result<bool> {
        self.take(Difference { gone: std::mem::take(&mut difference.gone), ..Difference::default() })?;
        difference.listed.sort_by_key(|one| one.path.matches('/').count());
        let mut listed = std::mem::take(&mut difference.listed).into_iter().peekable();
        while listed.peek().is_some() {
            let some = listed.by_ref().take(AT_ONCE).collect();
            self.take(Difference { listed: some, ..Difference::default() })?;
            // Whoever waits for the site comes before the next turn.
            std::thread::sleep(PAUSE);
        }
        self.whole.store(true, Ordering::Release);
        Ok(true)
    }

    fn dress(&self, live: &mut Live, name: &str) -> anyhow::Result<()> {
        let own = world::theme(&self.site, name)?;
        let texts = own.iter().flatten().filter_map(|(path, bytes)| {
            Some(Source::text(&format!("themes/{name}/{path}"), std::str::from_utf8(bytes).ok()?))
        });
        let texts: Vec<Source> = texts.collect();
        let theme = match &own {
            Some(files) => Theme::load(name, files),
            None if name == "default" => Theme::load("default", &[]),
            None => Err(vec![page::no_theme(name)]),
        };
        live.dress(theme, &texts);
        Ok(())
    }

    /// Remembers what the machine refuses, to be told in the page too; none when it is over. Tells whether that is news.
    pub(super) fn trouble(&self, trouble: Option<String>) -> bool {
        let mut known = lock(&self.trouble);
        let is_news = *known != trouble;
        if is_news {
            *known = trouble;
            lock(&self.live).touch();
        }
        is_news
    }

    /// Lets the present pass on, where a moment has come at which something changes by itself. Tells whether one had.
    pub(super) fn pass(&self, now: Timestamp) -> bool {
        let mut live = lock(&self.live);
        let due = self.fixed.is_none() && live.next().is_some_and(|next| next <= now);
        if due {
            live.pass(now);
        }
        due
    }

    /// When the present must pass on.
    pub(super) fn next(&self) -> Option<Timestamp> {
        lock(&self.live).next().filter(|_| self.fixed.is_none())
    }

    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let Some(address) = Address::of(&asked.path, &self.key) else { return Answer::Now(nothing()) };
        if self.is_early(&address) {
            return Answer::Later(Response::text(503, "private files are still being read: ask again\n"));
        }
        match address {
            Address::Start(Way::Open) => Answer::Now(elsewhere("/public/index.html".to_owned())),
            Address::Start(Way::Keyed) => Answer::Now(elsewhere(format!("/{}/now/public/index.html", self.key))),
            Address::File { way, at, rest } => Answer::Now(self.file((way, at), rest, &asked.query)),
            Address::Own(_, "preview.js") => Answer::Now(page::script()),
            Address::Own(_, "preview.css") => Answer::Now(page::style()),
            Address::Own(way, name) => self.own(way, name, &asked.query),
        }
    }

    /// Whether what is asked for waits until everything has been taken in.
    fn is_early(&self, address: &Address<'_>) -> bool {
        let waits = match address {
            Address::Start(_) | Address::Own(Way::Open, _) => false,
            Address::File { way: _, at: _, rest } => !rest.starts_with("public/"),
            Address::Own(Way::Keyed, name) => matches!(*name, "state" | "findings" | "step"),
        };
        waits && !self.whole.load(Ordering::Acquire)
    }

    fn file(&self, (way, at): (Way, Option<Timestamp>), rest: &str, query: &str) -> Response {
        let Some((edition, file, look, version)) = self.look(at, rest) else { return nothing() };
        let file = if file.is_empty() { "index.html" } else { file };
        let root = self.root(way);
        let head = page::Head { root: &root, version: &self.version_of(version), edition: &edition, file, at };
        let Some(shown) = look.shown else { return page::withheld(&head) };
        match shown.file(file) {
            Some(Ok(bytes)) => page::dressed(&head, bytes),
            Some(Err(fault)) => page::broken(&head, &world::told(&[fault], &|path| self.text(path), page::STYLE)),
            None if value(query, "else").is_some() => {
                let folder = &rest[..rest.len() - file.len()];
                let clock = at.map_or_else(|| "now".to_owned(), |at| at.to_string());
                elsewhere(format!("{root}{clock}/{folder}index.html"))
            }
            // The page of an edition without an address finds its style sheet only from the first folder.
            None if page::is_page(file) && file.contains('/') => page::missing(&head),
            None => match shown.file("404.html") {
                Some(Ok(bytes)) if page::is_page(file) => Response { status: 404, ..page::dressed(&head, bytes) },
                _ => nothing(),
            },
        }
    }

    fn own(&self, way: Way, name: &str, query: &str) -> Answer {
        match name {
            "changes" => {
                let version = self.version_of(lock(&self.live).version());
                let told = page::json(&serde_json::json!({ "version": version }));
                let is_same = value(query, "since").is_some_and(|since| since == version);
                if is_same { Answer::Later(told) } else { Answer::Now(told) }
            }
            "state" => Answer::Now(self.state(way, query).unwrap_or_else(nothing)),
            "findings" if way == Way::Keyed => self.findings(query).unwrap_or_else(|| Answer::Now(nothing())),
            "step" if way == Way::Keyed => Answer::Now(self.step(query).unwrap_or_else(nothing)),
            _ => Answer::Now(nothing()),
        }
    }

    /// What the bar shows for a page.
    fn state(&self, way: Way, query: &str) -> Option<Response> {
        let at = instant(query)?;
        let edition = value(query, "edition")?;
        if way == Way::Open && (edition != "public" || at.is_some()) {
            return None;
        }
        let (look, version, truth, now) = {
            let mut live = lock(&self.live);
            let look = live.look(&edition, at)?;
            (look, live.version(), live.truth(), live.now())
        };
        let faults = self.faults();
        let readers = faults.by_reader.iter().map(|(reader, _)| reader).filter(|_| way == Way::Keyed);
        let choices = readers.map(|reader| Choice {
            name: reader.edition.to_string(),
            folder: reader.edition.folder(),
            withheld: faults.is_withheld(reader),
        });
        let next = look.shown.iter().flat_map(|shown| &shown.edition.next).take(3);
        Some(page::json(&Told {
            version: self.version_of(version),
            edition,
            now: at.unwrap_or(now).to_string(),
            next: next.map(Timestamp::to_string).collect(),
            editions: choices.collect(),
            withheld: !look.faults.is_empty(),
            faults: faults.written(&truth, way),
            // What the machine refuses may name a private file.
            trouble: lock(&self.trouble).clone().filter(|_| way == Way::Keyed),
        }))
    }

    /// Sets what has held requests asked again.
    pub(super) fn hang(&self, bell: impl Fn() + Send + Sync + 'static) {
        drop(self.bell.set(Box::new(bell)));
    }

    pub(super) fn ring(&self) {
        if let Some(bell) = self.bell.get() {
            bell();
        }
    }

    /// The next instant at which a page changes by itself: the first at which it is another than a second before.
    fn step(&self, query: &str) -> Option<Response> {
        let edition = value(query, "edition")?;
        let file = value(query, "file")?;
        let (truth, theme, from, next) = {
            let mut live = lock(&self.live);
            let shown = live.look(&edition, instant(query)?)?.shown?;
            (live.truth(), live.theme(), shown.edition.now, shown.edition.next.clone())
        };
        let reader = lock(&self.live).readers().iter().find(|reader| reader.edition.to_string() == edition).cloned()?;
        let page_at = |at: Timestamp| {
            let edition = truth.edition(&reader, at).ok()?;
            Shown::new(edition, theme.clone()).file(&file)?.ok()
        };
        let changes = |at: &&Timestamp| {
            let before = Timestamp::from_second(at.as_second() - 1).ok().filter(|before| *before >= from);
            before.is_none_or(|before| page_at(before) != page_at(**at))
        };
        let found = next.iter().take(STEPS).find(changes).or(next.get(STEPS));
        Some(page::json(&serde_json::json!({ "at": found.map(Timestamp::to_string) })))
    }

    /// The edition and the file that an address names, and what there is to show.
    fn look<'a>(&self, at: Option<Timestamp>, rest: &'a str) -> Option<(String, &'a str, Look, u64)> {
        let mut live = lock(&self.live);
        let found = live.readers().iter().filter_map(|reader| {
            let file = rest.strip_prefix(&reader.edition.folder())?.strip_prefix('/')?;
            Some((reader.edition.to_string(), file))
        });
        // An audience's folder may begin like that of its accounts: the longest is meant.
        let (edition, file) = found.min_by_key(|(_, file)| file.len())?;
        if at.is_none() && self.fixed.is_none() {
            live.age(world::now(None).ok()?);
        }
        let look = live.look(&edition, at)?;
        Some((edition, file, look, live.version()))
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        lock(&self.live).truth().text(path)
    }

    fn root(&self, way: Way) -> String {
        match way {
            Way::Open => "/".to_owned(),
            Way::Keyed => format!("/{}/", self.key),
        }
    }

    pub(super) fn version_of(&self, version: u64) -> String {
        format!("{}.{version}", self.run)
    }
}

/// The instant that is asked for: `at=now`, or a time. None if it is neither.
pub(super) fn instant(query: &str) -> Option<Option<Timestamp>> {
    match value(query, "at")?.as_str() {
        "now" => Some(None),
        at => at.parse().ok().map(Some),
    }
}

pub(super) fn nothing() -> Response {
    Response::text(404, "nothing is here: the preview begins at the address that `candor serve` told\n")
}

fn elsewhere(location: String) -> Response {
    Response { location: Some(location), ..Response::text(303, "") }
}

/// A thread that failed while it held the lock has said why; what is kept is replaced whole, so it is still good.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
