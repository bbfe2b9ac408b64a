//! What a program costs: measured from beside it, in a process of its own, so that its figures mix with no other's.

use anyhow::Context as _;
use nix::sys::resource::{UsageWho, getrusage};
use std::process::{Command, Stdio};

/// What one run cost, or the middle of several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of all processors, user and system.
    pub(crate) cpu: f64,
    /// The most memory held at once, in MiB.
    pub(crate) peak: f64,
}

/// Runs a command once and prints its cost. The last process measured in this one: call it in a process made for it.
pub(crate) fn one(command: &[String]) -> anyhow::Result<()> {
    let (program, arguments) = command.split_first().context("a command has a name")?;
    let begun = candor::world::stopwatch();
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).status()?;
    let wall = begun().as_secs_f64();
    anyhow::ensure!(status.success(), "`{program}` failed: {status}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    println!("{wall} {cpu} {}", usage.max_rss() as f64 / 1024.0);
    Ok(())
}

/// Something to be measured: a command, and what is done before each run of it and not measured.
pub(crate) struct Work<'a> {
    pub(crate) command: &'a [String],
    pub(crate) before: &'a dyn Fn() -> anyhow::Result<()>,
}

/// The runs of several works, one of each in every round: a machine that is slow for a while is so for all of them.
pub(crate) struct Rounds(Vec<Vec<Cost>>);

impl Rounds {
    pub(crate) fn run(times: usize, works: &[Work<'_>]) -> anyhow::Result<Self> {
        let round = |_| works.iter().map(apart).collect();
        (0..times).map(round).collect::<anyhow::Result<_>>().map(Self)
    }

    /// The middle of a work's runs.
    pub(crate) fn cost(&self, work: usize) -> Cost {
        let of = |figure: fn(&Cost) -> f64| middle(self.0.iter().map(|round| figure(&round[work])));
        Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), peak: of(|cost| cost.peak) }
    }

    /// How many times as long as another work one takes: the middle of what it is in each round.
    pub(crate) fn ratio(&self, work: usize, other: usize) -> f64 {
        middle(self.0.iter().map(|round| round[work].wall / round[other].wall))
    }
}

fn middle(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// One run, in a process made for it.
fn apart(work: &Work<'_>) -> anyhow::Result<Cost> {
    (work.before)()?;
    let output = Command::new(std::env::current_exe()?).args(["measure", "--"]).args(work.command).output()?;
    let told = String::from_utf8(output.stdout)?;
    anyhow::ensure!(output.status.success(), "{:?}: {}", work.command, String::from_utf8_lossy(&output.stderr));
    let numbers: Vec<f64> = told.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [wall, cpu, peak] = numbers[..] else { anyhow::bail!("`measure` printed `{told}`") };
    Ok(Cost { wall, cpu, peak })
}
