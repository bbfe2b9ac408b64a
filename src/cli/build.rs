//! `candor build`: every edition into its folder, each whole or not at all.

use super::Outcome;
use super::site::{self, SiteArgs};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::Edition;
use crate::name::{EditionName, Reader};
use crate::render::{self, Theme};
use crate::world;
use anyhow::{Context as _, anyhow};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Build the public site and the private editions
///
/// Each edition is replaced whole or stays as it was. A fault withholds exactly the editions that read the file; the others
/// are built, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    site: SiteArgs,

    /// Build only this edition (`public`, `executives`, `strategic/acme`); may be given several times
    #[arg(long, value_name = "NAME")]
    edition: Vec<String>,

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

    /// Say nothing when all is well
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let begun = world::stopwatch();
    let now = world::now(args.now.as_deref())?;
    let out = args.out.as_deref().unwrap_or(&args.site.site);
    let public = args.public.clone().unwrap_or_else(|| out.join("public"));
    let private = args.private.clone().unwrap_or_else(|| out.join("private"));
    world::refuse_nesting(&public, &private, &args.site.site)?;
    let brought = site::bring(&args.site.site, &args.edition)?;

    let mut told: Vec<Diagnostic> = brought.truth.told.clone();
    let mut built = Tally { names: site::may_show_private(&args.site), ..Tally::default() };
    for reader in &brought.readers {
        let edition = match brought.truth.edition(reader, now) {
            Ok(edition) => edition,
            Err(faults) => {
                told.extend(faults);
                built.withheld.push(built.name(&reader.edition));
                continue;
            }
        };
        let target = match &reader.edition {
            EditionName::Public => public.clone(),
            other => private.join(other.to_string()),
        };
        match put(&edition, &brought.theme, &target)? {
            Ok(emitted) => built.add(&edition, emitted),
            Err(fault) => {
                told.push(fault);
                built.withheld.push(built.name(&reader.edition));
            }
        }
        // Taken apart while the next is made; after the last one the system takes the memory back at once.
        rayon::spawn(move || drop(edition));
    }
    let faulty = told.iter().any(|fault| fault.severity == Severity::Error);
    site::tell(&brought.truth, told, &args.site);
    if !args.quiet || faulty {
        site::say(&built.line(&public, &private, begun()))?;
    }
    if args.edition.is_empty() {
        site::complain(&orphans(&private, &brought.readers));
    }
    // The system takes the memory back at once; piece by piece it takes longer than reading the site.
    std::mem::forget(brought);
    Ok(if faulty { Outcome::Faults } else { Outcome::Well })
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
fn put(edition: &Edition, theme: &Theme, target: &Path) -> anyhow::Result<Result<world::Emitted, Diagnostic>> {
    let routes = render::routes(edition, theme);
    let paths: Vec<String> = routes.keys().cloned().collect();
    let progress = world::Progress::begin(&edition.name, paths.len());
    let fault = std::sync::Mutex::new(None);
    let one = |path: &str| {
        progress.step();
        render::render(edition, theme, &routes[path]).map_err(|diagnostic| {
            *fault.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(diagnostic);
            anyhow!("the theme fails at `{path}`")
        })
    };
    let emitted = world::emit(target, &edition.name, edition.now, &paths, &one);
    if let Some(diagnostic) = fault.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        return Ok(Err(diagnostic));
    }
    let emitted =
        emitted.with_context(|| format!("the edition `{}` is not built, the old one stands", edition.name))?;
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
            write!(line, "; withheld {}, as last built", self.withheld.join(", "))
                .expect("writing to a string can't fail");
        }
        writeln!(line, "; {:.2} s", took.as_secs_f64()).expect("writing to a string can't fail");
        line
    }
}
