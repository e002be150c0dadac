//! How fast Firebell is, and how it grows: a benchmark, not a timed test. It prints what it measured beside what it should
//! be, and ends well either way. `docs/BENCHMARKS.md` explains the columns.
//!
//! The service runs as processes of its own (`service`) on one of the databases (`ground`), against a local Slack in this
//! process (`stage`). `declare` measures declarations, `growth` what a long history and many open incidents cost.

mod declare;
mod figures;
mod front;
mod ground;
mod growth;
mod machine;
mod service;
mod stage;

use std::time::Duration;

use ground::Kind;

/// How long Slack takes to answer, in milliseconds, unless the command line says otherwise.
const LATENCIES: [u64; 3] = [0, 100, 250];
/// How long the service is left alone before its memory is read.
const SETTLE_FOR: Duration = Duration::from_secs(5);

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    // Whoever runs or lists every test target gets no benchmark.
    if !has("--bench") {
        return Ok(());
    }
    let chosen: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let latencies = if chosen.is_empty() { LATENCIES.to_vec() } else { chosen };
    let kinds = Kind::chosen(&arguments);
    machine::describe()?;
    tokio::runtime::Runtime::new()?.block_on(async {
        if !has("growth") {
            declare::measure(&kinds, &latencies).await?;
        }
        if !has("declare") {
            growth::measure(&kinds).await?;
        }
        Ok(())
    })
}
