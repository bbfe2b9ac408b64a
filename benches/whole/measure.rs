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

/// The middle of several runs. `before` is done before each, and not measured.
pub(crate) fn middle(times: usize, command: &[String], before: &dyn Fn() -> anyhow::Result<()>) -> anyhow::Result<Cost> {
    let mut costs = Vec::with_capacity(times);
    for _ in 0..times {
        before()?;
        let output = Command::new(std::env::current_exe()?).args(["measure", "--"]).args(command).output()?;
        let told = String::from_utf8(output.stdout)?;
        anyhow::ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        let numbers: Vec<f64> = told.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [wall, cpu, peak] = numbers[..] else { anyhow::bail!("`measure` printed `{told}`") };
        costs.push(Cost { wall, cpu, peak });
    }
    let of = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    Ok(Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), peak: of(|cost| cost.peak) })
}
