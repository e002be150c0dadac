//! What was measured on. Where the system does not say, neither do we.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::figures::Figures;

/// Where databases are put: beside what was built, so on a disk that people use.
pub(crate) const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// Prints what is measured on.
pub(crate) fn describe() -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let model = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = line_of("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    println!("{cores} × {model}, memory {memory}, load average at the start {load}");
    let disk = disk()?;
    println!("disk: 8 KiB kept for good in {:.2} ms (p50), {:.2} ms (p99)", disk.p50(), disk.p99());
    Ok(())
}

fn line_of(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// How long the disk takes to keep 8 KiB for good: a commit cannot be faster.
fn disk() -> anyhow::Result<Figures> {
    let path = Path::new(FOLDER).join("sync");
    let mut file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut measured = Vec::new();
    for _ in 0..200 {
        file.write_all(&[0; 8192])?;
        let started = Instant::now();
        file.sync_data()?;
        measured.push(started.elapsed());
    }
    fs::remove_file(&path)?;
    Ok(Figures::of(measured))
}

/// What a process holds in memory, in KiB.
pub(crate) fn resident_kib(process: u32) -> anyhow::Result<u64> {
    let resident = line_of(&format!("/proc/{process}/status"), "VmRSS").context("no VmRSS")?;
    Ok(resident.trim_end_matches("kB").trim().parse()?)
}

/// How long a process has kept processors busy, in steps of 10 ms.
pub(crate) fn busy(process: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name before may hold anything; from the state on there are only numbers.
    let (_, numbers) = stat.rsplit_once(')').context("no stat")?;
    let ticks = numbers.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    let ticks: u64 = ticks.sum::<Result<_, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}
