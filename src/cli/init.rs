//! `candor init`: a site to begin with.

use self::place::Place;
use super::Outcome;
use super::site;
use crate::world::{self, NewFile};
use anyhow::{Context as _, bail};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

mod place;

/// The files as they are written, but for name, address and days.
static SITE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init/site");

/// The day on which the example's files believe themselves to be.
const EXAMPLE: &str = "2026-01-15";

/// Make a site to begin with: settings, templates for every audience, an example, a hook for git and files for CI
///
/// Nothing is written over: a folder that holds one of the files already is refused. The templates are signed off by nobody;
/// `candor templates` shows it, and `candor templates --sign` signs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder, which is made if it isn't there
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,

    /// What the site is called
    #[arg(long, value_name = "NAME", default_value = "Example")]
    name: String,

    /// Where the public page will be
    #[arg(long, value_name = "ADDRESS", default_value = "https://status.example.com")]
    url: String,

    /// The day the example is written for; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let today = world::now(args.now.as_deref())?.to_zoned_datetime(TimeZone::UTC).date();
    if world::is_there(&args.dir.join("content")) {
        bail!("`{}` holds a site already: name another folder", args.dir.display());
    }
    let is_plain =
        |text: &str| !text.trim().is_empty() && !text.contains(['\n', '"', '\\', '#']) && !text.contains(": ");
    anyhow::ensure!(is_plain(&args.name), "`{}` is no name of a site: write it without quotes, `#` and `:`", args.name);
    let is_address = args.url.starts_with("https://") || args.url.starts_with("http://");
    anyhow::ensure!(
        is_address && is_plain(&args.url) && !args.url.contains(' '),
        "`{}` is no address: write it as in `https://status.example.com`",
        args.url
    );
    let place = Place::of(&args.dir)?;
    let (files, left) = place.put(files(args, today)?);
    world::put_new(&place.root, &files)?;
    let example = moved("2026-01-13", today)?;
    let templates = files.iter().filter(|file| file.path.contains("content/templates/")).count();
    let enter = match place.below.as_str() {
        _ if args.dir == Path::new(".") => String::new(),
        "" => format!("next  cd {}\n", args.dir.display()),
        _ => format!(
            "next  cd {}      (the hook, files for CI and CODEOWNERS stand at the repository's root, where they are looked for)\n",
            args.dir.display()
        ),
    };
    site::say(&format!(
        "wrote a site of {} files in {}\n\
         {enter}next  put your own name, components and customers into content/*.yaml\n\
         next  candor check, and candor build\n\
         next  have the {templates} templates read and signed off: candor templates shows them, candor templates --sign NAME --as ROLE signs\n\
         next  git config core.hooksPath .githooks      (checks each commit, in each clone)\n\
         next  set CANDOR_REPOSITORY and CANDOR_TAG for .github/workflows/status.yml or .gitlab-ci.yml, and delete the other\n\
         next  keep this repository private: it holds words that are not for everyone\n\
         next  delete content/incidents/{example}-app-slow and content/maintenance/* when you have read them\n",
        files.len(),
        args.dir.display()
    ))?;
    for path in left {
        site::say(&format!(
            "next  put what `{below}/{path}` says into `{path}` of the repository, which was there: git and code hosts look only there\n",
            below = place.below
        ))?;
    }
    Ok(Outcome::Well)
}

fn files(args: &Args, today: Date) -> anyhow::Result<Vec<NewFile>> {
    let mut files = Vec::new();
    let mut folders = vec![&SITE];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_str().context("paths of embedded files are UTF-8")?;
            let mut text = moved(file.contents_utf8().context("embedded files are UTF-8")?, today)?;
            if path == "content/site.yaml" {
                text = text.replace("name: Example\n", &format!("name: {}\n", args.name));
                text = text.replace("https://status.example.com", &args.url);
            }
            let mode = if path.starts_with(".githooks/") { 0o755 } else { 0o644 };
            files.push(NewFile { path: moved(path, today)?, bytes: text.into_bytes(), mode });
        }
    }
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The example's days as they lie around another day.
fn moved(text: &str, today: Date) -> anyhow::Result<String> {
    let example: Date = EXAMPLE.parse().context("the example's day is a day")?;
    let days = today.since(example).context("days of one calendar can be counted")?;
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("2026-01-") {
        written.push_str(&rest[..at]);
        let day = rest.get(at..at + 10).unwrap_or_default();
        match day.parse::<Date>().ok().and_then(|day| day.checked_add(days).ok()) {
            Some(day) => written.push_str(&day.to_string()),
            None => written.push_str(day),
        }
        rest = &rest[at + day.len().max(8)..];
    }
    written.push_str(rest);
    Ok(written)
}
