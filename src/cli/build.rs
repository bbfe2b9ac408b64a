//! `candor build`: every edition into its folder, each whole or not at all.

use super::site::{self, Brought, SiteArgs};
use super::{Outcome, repository};
use crate::diagnostic::{Diagnostic, Scope, Severity};
use crate::edition::Edition;
use crate::name::{EditionName, Reader};
use crate::practice;
use crate::render::{self, Theme};
use crate::world;
use anyhow::{Context as _, anyhow};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  candor build                                    every edition
  candor build --edition public --out /srv/www    the public page alone, no private file opened
  candor build --edition strategic                every strategic customer
  candor build --git                              with who committed what, for those inside";

/// Build the public site and the private editions
///
/// Each edition is replaced whole or stays as it was. A fault withholds exactly the editions that read the file; the others
/// are built, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) site: SiteArgs,

    /// Build only this edition (`public`, `executives`, `strategic/acme`); may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) edition: Vec<String>,

    /// The instant to build for, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,

    /// The folder that takes `public/` and `private/`; otherwise the site's own
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The folder of the public edition, if it is not `public` in the output folder
    #[arg(long, value_name = "DIR")]
    public: Option<PathBuf>,

    /// The folder that takes the private editions, if it is not `private` in the output folder
    #[arg(long, value_name = "DIR")]
    private: Option<PathBuf>,

    /// Show inside the company when each update was committed, by whom, and whether its words changed afterwards
    ///
    /// Editions for the public and for accounts stay as they are. Needs the whole history: a shallow clone is said to be one.
    #[arg(long)]
    pub(super) git: bool,

    /// Say nothing when all is well
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let job = Job::of(args)?;
    let mut brought = site::bring(&args.site.site, &args.edition)?;
    if args.git && brought.readers.iter().any(Reader::is_inside) {
        brought.truth.site.history = Some(repository::history(&args.site.site)?);
    }
    job.done(brought, &[])
}

/// What is to be built, for when and where.
pub(super) struct Job<'a> {
    args: &'a Args,
    pub(super) now: Timestamp,
    public: PathBuf,
    private: PathBuf,
    /// How long it has taken so far.
    taken: Box<dyn Fn() -> Duration>,
}

impl<'a> Job<'a> {
    pub(super) fn of(args: &'a Args) -> anyhow::Result<Self> {
        let taken = Box::new(world::stopwatch());
        let now = world::now(args.now.as_deref())?;
        let out = args.out.as_deref().unwrap_or(&args.site.site);
        let public = args.public.clone().unwrap_or_else(|| out.join("public"));
        let private = args.private.clone().unwrap_or_else(|| out.join("private"));
        world::refuse_nesting(&public, &private, &args.site.site)?;
        Ok(Self { args, now, public, private, taken })
    }

    /// Builds what was brought, but for editions that something found withholds, and tells of it.
    pub(super) fn done(&self, brought: Brought, found: &[Diagnostic]) -> anyhow::Result<Outcome> {
        let Self { args, public, private, .. } = self;
        let mut built = Tally { names: site::may_show_private(&args.site), ..Tally::default() };
        let told = self.build(&brought, found, &mut built)?;
        let faulty = told.iter().any(|fault| fault.severity == Severity::Error);
        site::tell(&brought.truth, told, &args.site);
        if !args.quiet || faulty {
            site::say(&built.line(public, private, (self.taken)()))?;
        }
        if args.edition.is_empty() {
            site::complain(&orphans(private, &brought.readers));
        }
        // The system takes the memory back at once; piece by piece it takes longer than reading the site.
        std::mem::forget(brought);
        Ok(if faulty { Outcome::Faults } else { Outcome::Well })
    }

    /// Builds every edition as far as faults allow, and says what there is to tell. What they replaced is removed aside: it waits
    /// for its readers, and the next edition does not.
    fn build(&self, brought: &Brought, found: &[Diagnostic], built: &mut Tally) -> anyhow::Result<Vec<Diagnostic>> {
        std::thread::scope(|aside| {
            let mut told = [&brought.truth.told, found].concat();
            let mut removals = Vec::new();
            let mut editions = brought.truth.editions(self.now);
            for reader in &brought.readers {
                let target = self.target(&reader.edition);
                if found.iter().any(|fault| practice::withholds(fault, reader)) {
                    built.withhold(&reader.edition, &target);
                    continue;
                }
                // The words of the language are put together meanwhile, when they are needed for the first time.
                let words = || brought.theme.strings(&brought.truth.site.settings.language);
                let edition = match rayon::join(|| editions.of(reader), words).0 {
                    Ok(edition) => edition,
                    Err(faults) => {
                        told.extend(faults);
                        built.withhold(&reader.edition, &target);
                        continue;
                    }
                };
                let named = built.names || reader.edition.is_public();
                let shown = move |error| if named { error } else { world::without_places(&error) };
                let put = put(&edition, &brought.theme, &target).map_err(shown);
                match put.with_context(|| {
                    format!("the edition `{}` is not built, the old one stands", built.name(&reader.edition))
                })? {
                    Ok((emitted, replaced)) => {
                        built.add(&edition, emitted);
                        removals.extend(replaced.map(|old| aside.spawn(move || old.remove().map_err(shown))));
                    }
                    Err(fault) => {
                        told.push(fault);
                        built.withhold(&reader.edition, &target);
                    }
                }
                // Taken apart while the next is made; after the last one the system takes the memory back at once.
                rayon::spawn(move || drop(edition));
            }
            removals.into_iter().try_for_each(|removal| removal.join().expect("a removal fails with an error"))?;
            Ok(told)
        })
    }

    /// Where an edition goes.
    fn target(&self, edition: &EditionName) -> PathBuf {
        match edition {
            EditionName::Public => self.public.clone(),
            other => self.private.join(other.to_string()),
        }
    }
}

/// Folders of editions that are no more: an audience or account whose entry is gone. Their names may tell too much.
fn orphans(private: &Path, readers: &[Reader]) -> String {
    let known: Vec<PathBuf> = readers.iter().map(|reader| private.join(reader.edition.to_string())).collect();
    let orphans = world::editions_below(private).into_iter().filter(|folder| !known.contains(folder)).count();
    match orphans {
        0 => String::new(),
        1 => format!("warning: one folder in `{}` is of an edition that is no more: delete it\n", private.display()),
        count => {
            format!(
                "warning: {count} folders in `{}` are of editions that are no more: delete them\n",
                private.display()
            )
        }
    }
}

/// Renders an edition into its folder.
///
/// # Errors
/// Outside, a refusal of the machine; inside, a fault of the theme: the old edition stands.
fn put(
    edition: &Edition,
    theme: &Theme,
    target: &Path,
) -> anyhow::Result<Result<(world::Emitted, Option<world::Replaced>), Diagnostic>> {
    let routes = render::routes(edition, theme);
    let paths: Vec<String> = routes.keys().cloned().collect();
    let rendering = render::Rendering::new(edition, theme);
    let progress = world::Progress::begin(&edition.name, paths.len());
    let fault = std::sync::Mutex::new(None);
    let one = |path: &str| {
        progress.step();
        rendering.file(&routes[path]).map_err(|diagnostic| {
            *fault.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(diagnostic);
            anyhow!("the theme fails at `{path}`")
        })
    };
    let emitted = world::emit(target, &edition.name, edition.now, &paths, &one);
    if let Some(diagnostic) = fault.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        // A layout is public; what it met while it printed is as private as the edition.
        return Ok(Err(diagnostic.scope(Scope::Edition(edition.edition.clone()))));
    }
    let emitted = emitted?;
    for (ending, bytes) in render::machine::beside(edition) {
        let mut path = target.as_os_str().to_owned();
        path.push(format!(".{ending}"));
        world::write_beside(Path::new(&path), &bytes)?;
    }
    Ok(Ok(emitted))
}

/// What was built, for the one line at the end.
#[derive(Default)]
struct Tally {
    /// Whether accounts may be named.
    names: bool,
    editions: Vec<String>,
    withheld: Vec<String>,
    /// Whether something of what is withheld was built before.
    stands: bool,
    files: usize,
    unchanged: usize,
    held_back: usize,
    /// Editions that have no address of their own, and what they do without.
    without_address: Vec<String>,
}

impl Tally {
    /// An edition's name; of an account only where private words may be shown.
    fn name(&self, edition: &EditionName) -> String {
        match edition {
            EditionName::Account { audience, account: _ } if !self.names => format!("{audience}/…"),
            other => other.to_string(),
        }
    }

    fn withhold(&mut self, edition: &EditionName, target: &Path) {
        self.withheld.push(self.name(edition));
        self.stands |= !world::editions_below(target).is_empty();
    }

    fn add(&mut self, edition: &Edition, emitted: world::Emitted) {
        self.editions.push(self.name(&edition.edition));
        self.files += emitted.files;
        self.unchanged += emitted.unchanged;
        self.held_back = self.held_back.max(edition.held_back);
        if !render::machine::left_out(edition).is_empty() {
            self.without_address.push(self.name(&edition.edition));
        }
    }

    fn line(&self, public: &Path, private: &Path, took: Duration) -> String {
        let mut line = match self.editions.len() {
            0 => "built nothing".to_owned(),
            _ => format!("built {}", self.editions.join(", ")),
        };
        let folders: Vec<String> = [(public, true), (private, false)]
            .into_iter()
            .filter(|(_, is_public)| self.editions.iter().any(|name| (name == "public") == *is_public))
            .map(|(folder, _)| folder.display().to_string())
            .collect();
        if !folders.is_empty() {
            write!(line, " in {}: {} files", folders.join(" and "), self.files)
                .expect("writing to a string can't fail");
        }
        if self.unchanged > 0 {
            write!(line, ", {} unchanged", self.unchanged).expect("writing to a string can't fail");
        }
        if self.held_back > 0 {
            let plural = if self.held_back == 1 { "update is" } else { "updates are" };
            write!(line, "; {} {plural} ahead of now and held back", self.held_back)
                .expect("writing to a string can't fail");
        }
        if !self.without_address.is_empty() {
            write!(line, "; no feeds and no API without a `url` for {}", self.without_address.join(", "))
                .expect("writing to a string can't fail");
        }
        if !self.withheld.is_empty() {
            let stand = if self.stands { ", as last built" } else { "" };
            write!(line, "; withheld {}{stand}", self.withheld.join(", ")).expect("writing to a string can't fail");
        }
        writeln!(line, "; {:.2} s", took.as_secs_f64()).expect("writing to a string can't fail");
        line
    }
}
