//! What those meet who see little, or nothing, or press keys only: axe-core looks for what stands in their way.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::stage::Stage;
use super::window::Window;

/// Runs axe-core on the page and calls back with what it found.
const RUN: &str = "
    const [done] = arguments;
    axe.run(document, { resultTypes: ['violations'] }).then(done, (error) => done({ error: String(error) }));";

/// What `scripts/browser` has put there; in CI it has to be there.
fn axe() -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let paths = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let is_axe = |path: &PathBuf| path.to_string_lossy().contains("axe-core-");
    if let Some(path) = paths.into_iter().find(is_axe) {
        return Some(fs::read_to_string(path).unwrap());
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "axe-core is missing; run scripts/browser");
    eprintln!("SKIPPED: axe-core is missing; `make test` or scripts/browser gets it");
    None
}

/// What stands seriously in somebody's way on the page, in words.
async fn barriers(window: &Window, axe: &str) -> Vec<String> {
    let found = window.runs(&format!("{axe};{RUN}"), vec![]).await;
    let violations = found["violations"].as_array().unwrap_or_else(|| panic!("{found}"));
    let is_serious = |one: &&Value| one["impact"] == "serious" || one["impact"] == "critical";
    violations.iter().filter(is_serious).flat_map(in_words).collect()
}

fn in_words(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().unwrap();
    let line = |node: &Value| {
        let why = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
        format!("{}: {} {why}", violation["id"].as_str().unwrap_or_default(), node["target"])
    };
    nodes.iter().map(line).collect()
}

#[tokio::test]
async fn nothing_stands_seriously_in_anybodys_way() {
    let Some(axe) = axe() else { return };
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    alice.says("#general", "/incident declare sev1 Checkout is down").await;
    alice.enters("inc-1-checkout-is-down").await;
    alice.sees("Take command").await;
    let channel = alice.path().await;
    let inspector = format!("{channel}?pane=inspector");
    let mut found = Vec::new();
    for theme in ["light", "dark"] {
        alice.prefers(theme).await;
        for path in ["/", "/gallery", "/as/alice/home", "/as/gina", &inspector, &channel] {
            alice.opens(path).await;
            found.extend(
                barriers(&alice, &axe).await.into_iter().map(|one| format!("{path}, {theme}: {one}")),
            );
        }
        alice.presses("Post update").await;
        alice.has_a_modal().await;
        found.extend(barriers(&alice, &axe).await.into_iter().map(|one| format!("modal, {theme}: {one}")));
        alice.presses("Cancel").await;
        alice.has_no_modal().await;
    }
    assert!(found.is_empty(), "{} barriers:\n{}", found.len(), found.join("\n"));
    stage.finish([alice]).await;
}
