//! Short plays of `make chaos`: real processes, killed, stopped and restarted, beside a Slack and a database that fail. What
//! people were told, what is kept and what stands in Slack agree at the end. This is the one story in real time.

use std::path::Path;

use chaos::{Engine, Plan, play};

const PROGRAM: &str = env!("CARGO_BIN_EXE_firebell");
const NOTHING_FOUND: &str = "lost 0, duplicated 0, half-done 0, out of order 0";

/// Plays a short plan; skipped where there is no PostgreSQL, which the play says itself.
async fn nothing_is_found(seed: u64, steps: usize, engine: Engine) {
    let plan = Plan::new(seed, steps, engine);
    let Some(report) = play(&plan, Path::new(PROGRAM)).await.unwrap() else { return };
    println!("{report}");
    assert_eq!(report.verdict(), NOTHING_FOUND, "{report}\n{}", report.diary());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_on_a_file_keeps_its_word_whatever_fails() {
    nothing_is_found(1, 200, Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_replicas_on_a_server_keep_their_word_whatever_fails() {
    nothing_is_found(1, 120, Engine::Postgres).await;
}
