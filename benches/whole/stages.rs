//! Each stage by itself, in this process: medians of wall time.

use candor::compile;
use candor::name::Reader;
use candor::read::{self, Selection};
use candor::render::{self, Theme};
use candor::source::Listed;
use candor::world;
use rayon::prelude::*;
use std::path::Path;

/// Prints one line for each stage of the public edition.
pub(crate) fn run(site: &Path, out: &Path, times: usize) -> anyhow::Result<()> {
    let now = super::site::NOW.parse()?;
    let theme = Theme::load("default", &[]).expect("the embedded theme is without fault");
    let open = |wanted: &[Listed]| world::open(site, wanted);
    let mut took: Vec<(&str, Vec<f64>)> = Vec::new();
    for turn in 0..times {
        let listing = timed(&mut took, "list", || world::list(site))?;
        let is_settings = |one: &&Listed| &*one.path == "content/site.yaml";
        let (settled, _) = read::settings(&open(&listing.iter().filter(is_settings).cloned().collect::<Vec<_>>())?.0);
        let readers = [Reader::public()];
        let sift = || read::sift(&listing, &settled, Selection::PublicOnly, &readers);
        let (wanted, _) = timed(&mut took, "choose", sift);
        let (sources, told) = timed(&mut took, "open", || open(&wanted))?;
        let truth = timed(&mut took, "read", || compile::read(&sources, settled, told));
        timed(&mut took, "judge", || truth.faults(&Reader::public()).len());
        let edition = timed(&mut took, "judge and project", || truth.edition(&Reader::public(), now));
        let edition = edition.map_err(|faults| anyhow::anyhow!("the bench's site has faults: {faults:?}"))?;
        let routes = timed(&mut took, "routes", || render::routes(&edition, &theme));
        let pages = timed(&mut took, "render", || {
            routes.par_iter().map(|(_, route)| render::render(&edition, &theme, route).expect("rendered").len()).sum()
        });
        let paths: Vec<String> = routes.keys().cloned().collect();
        let bytes = |path: &str| Ok(vec![b'x'; path.len() + usize::min(pages, 7 << 30) / paths.len()]);
        let target = out.join(format!("stage-{turn}"));
        let emit = || world::emit(&target, "public", now, &paths, &bytes).map(drop);
        timed(&mut took, "emit", emit)?;
        timed(&mut took, "emit again", emit)?;
        std::fs::remove_dir_all(target)?;
        timed(&mut took, "drop", || drop((sources, truth, edition, routes, listing)));
    }
    for (name, mut times) in took {
        times.sort_by(f64::total_cmp);
        println!("| {name} | {:.1} ms |", times[times.len() / 2] * 1000.0);
    }
    Ok(())
}

fn timed<T>(took: &mut Vec<(&'static str, Vec<f64>)>, name: &'static str, run: impl FnOnce() -> T) -> T {
    let begun = world::stopwatch();
    let made = run();
    let time = begun().as_secs_f64();
    match took.iter_mut().find(|(stage, _)| *stage == name) {
        Some((_, times)) => times.push(time),
        None => took.push((name, vec![time])),
    }
    made
}
