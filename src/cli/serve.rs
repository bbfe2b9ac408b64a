//! `candor serve`: every edition live, as any audience, at any time, on this machine.

mod address;
mod judged;
mod page;
mod preview;
mod told;

use super::Outcome;
use super::site;
use crate::world::{self, Reach, Server, Watch};
use preview::Preview;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long pages come first: before the rest of the site is taken in, and before faults are told on the terminal.
const LULL: Duration = Duration::from_millis(100);

/// Preview every edition while you write
///
/// Nothing is written: pages are made in memory when they are asked for, and change in the browser when a file is saved.
/// The first address shows what everyone will see. The second holds a key that is new with every run: with it all editions can
/// be looked at, as any audience and at any instant, with what differs from public, the faults, and what the rules of communication
/// find. Only this machine is answered. Ends with Ctrl-C.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The site's folder: it holds `content/`, and `themes/` if it has its own
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,

    /// The port; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,

    /// The address to listen at
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,

    /// Let other machines look too, without encryption: whoever reaches the address reads what is public, and with the key everything
    #[arg(long)]
    allow_other_machines: bool,

    /// Open the browser at the private address
    #[arg(long)]
    open: bool,

    /// The instant that is shown, as in 2026-08-17T14:47:00Z; otherwise `SOURCE_DATE_EPOCH`, otherwise the clock as it goes
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let reach = if args.allow_other_machines { Reach::OtherMachines } else { Reach::ThisMachine };
    let now = world::now(args.now.as_deref())?;
    let fixed = (args.now.is_some() || world::clock_is_fixed()).then_some(now);
    let preview = Arc::new(Preview::new(args.site.clone(), fixed, now)?);
    let ends = world::interruption()?;
    let mut watch = Watch::begin(&args.site)?;
    // What everyone may read is shown at once; everything else comes when that is answered.
    preview.take(watch.first(&|path| world::scope(path).is_public())?)?;
    let answers = {
        let preview = preview.clone();
        Arc::new(move |asked: &world::Asked| preview.answer(asked))
    };
    let server = Server::begin(args.address, args.port, reach, answers.clone())?;
    let root = format!("http://{}", server.address());
    let private = format!("{root}/{}/now/public/index.html", preview.key);
    site::say(&format!(
        "public    {root}/public/index.html\neveryone  {private}\n          the key in it is for you alone; Ctrl-C ends the preview\n"
    ))?;
    if args.open {
        world::open_browser(&private)?;
    }
    {
        let server = server.clone();
        preview.hang(move || server.ring(&*answers));
        let preview = preview.clone();
        std::thread::spawn(move || follow(&mut watch, &preview));
    }
    ends();
    server.end();
    Ok(Outcome::Well)
}

/// Takes in what is left from the start, and then every change, for as long as the program runs.
fn follow(watch: &mut Watch, preview: &Preview) {
    // Whoever asks at once is answered first. What happens meanwhile is found by the look that follows.
    std::thread::sleep(LULL);
    watch.listen();
    if !watch.is_told() {
        site::complain(
            "warning: the system tells of no more changes, so they are looked for: raise `fs.inotify.max_user_watches`\n",
        );
    }
    let rest = watch.next(Some(world::instant_of(None, Duration::ZERO)));
    let mut is_told = !settle(watch, preview, rest.and_then(|rest| preview.take_in_turn(rest)));
    loop {
        // Which moment is next depends on what is asked for in the meantime: it is looked up again every second.
        let pause = if is_told { Duration::from_secs(1) } else { LULL };
        let found = watch.next(Some(world::instant_of(preview.next(), pause)));
        let passed = world::now(None).is_ok_and(|now| preview.pass(now));
        if passed {
            preview.ring();
            is_told = false;
        }
        match found {
            // The faults of all editions are looked for when whoever waits for a page has it.
            Ok(difference) if difference.is_empty() => {
                if !passed && !std::mem::replace(&mut is_told, true) {
                    site::complain(&preview.news());
                }
            }
            found => is_told &= !settle(watch, preview, found.and_then(|difference| preview.take(difference))),
        }
    }
}

/// Rings where anything was taken in that is shown, or where the machine refused and what was seen must be seen again. Tells
/// whether it did.
fn settle(watch: &mut Watch, preview: &Preview, taken: anyhow::Result<bool>) -> bool {
    let trouble = taken.as_ref().err().map(|error| format!("{error:#}"));
    let is_news = preview.trouble(trouble.clone());
    if let Some(told) = trouble {
        if is_news {
            site::complain(&format!("error: {told}\n"));
        }
        watch.again();
    }
    let rings = is_news || taken.unwrap_or(false);
    if rings {
        preview.ring();
    }
    rings
}
