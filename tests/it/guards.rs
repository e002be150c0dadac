//! Small guards: what must agree, agrees.

use std::fs;
use std::path::{Path, PathBuf};

use firebell::slack::inbound::events;
use firebell::slack::{manifest, method};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(sources(&entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            found.push(entry);
        }
    }
    found
}

/// What the core may use besides itself and the standard library: data, time and nothing that acts.
const CORE_MAY_USE: &[&str] =
    &["arrayvec", "std", "crate", "super", "self", "serde", "thiserror", "chrono", "chrono_tz", "cron"];
/// What only its tests may use.
const CORE_TESTS_MAY_USE: &[&str] = &["proptest", "serde_json"];

#[test]
fn the_core_uses_no_runtime_database_http_or_slack() {
    for file in sources(&root().join("src/incident")) {
        let source = fs::read_to_string(&file).unwrap();
        let is_test =
            file.ends_with("tests.rs") || file.parent().is_some_and(|folder| folder.ends_with("tests"));
        for line in source.lines().map(str::trim_start) {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let Some(path) = line.strip_prefix("use ") else { continue };
            let first = path.split([':', ';', ' ', '{']).next().unwrap();
            let allowed = CORE_MAY_USE.contains(&first) || (is_test && CORE_TESTS_MAY_USE.contains(&first));
            assert!(allowed, "{}: uses {first}", file.display());
            let stays_inside = !path.starts_with("crate::") || path.starts_with("crate::incident");
            assert!(stays_inside, "{}: {line}", file.display());
        }
        for outside in
            ["tokio::", "sqlx::", "axum::", "slack_morphism::", "hyper::", "Utc::now", "SystemTime"]
        {
            assert!(!source.contains(outside), "{}: names {outside}", file.display());
        }
    }
}

#[test]
fn the_manifest_in_the_repository_is_what_the_code_makes() {
    let kept = fs::read_to_string(root().join("manifests/slack-app.json")).unwrap();
    let made = manifest::manifest("https://firebell.example.com", "/incident");
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        kept, made,
        "run: cargo run -- manifest --url https://firebell.example.com > manifests/slack-app.json"
    );
}

#[test]
fn the_manifest_asks_for_what_the_code_uses() {
    let made = manifest::manifest("https://firebell.example.com/", "/장애");
    let scopes: Vec<&str> =
        made["oauth_config"]["scopes"]["bot"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(scopes, method::scopes());
    for method in method::ALL {
        assert!(method.scopes.iter().all(|scope| scopes.contains(scope)), "{}", method.name);
    }
    let subscribed = &made["settings"]["event_subscriptions"];
    assert_eq!(subscribed["bot_events"], serde_json::json!(events::SUBSCRIBED));
    assert_eq!(subscribed["request_url"], "https://firebell.example.com/slack/events");
    let command = &made["features"]["slash_commands"][0];
    assert_eq!(command["command"], "/장애");
    assert_eq!(command["should_escape"], true, "the parser reads Slack's escapes");
}

#[test]
fn the_lock_file_holds_one_cryptography_provider() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for unwanted in ["aws-lc-rs", "openssl-sys", "native-tls"] {
        assert!(!lock.contains(&format!("name = \"{unwanted}\"")), "{unwanted} is in Cargo.lock");
    }
}

#[test]
fn the_korean_readme_shows_the_same_commands_settings_and_links() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let (english, korean) = (read("README.md"), read("README.ko.md"));
    assert_eq!(shown(&english, "```"), shown(&korean, "```"));
    for (opening, closing) in [("`", "`"), ("](", ")")] {
        let missing: Vec<&str> = between(&english, opening, closing)
            .into_iter()
            .filter(|part| *part != "README.ko.md" && !korean.contains(&format!("{opening}{part}{closing}")))
            .collect();
        assert!(missing.is_empty(), "README.ko.md has none of {missing:?}");
    }
}

/// What stands in fences.
fn shown<'a>(text: &'a str, fence: &str) -> Vec<&'a str> {
    text.split(fence).skip(1).step_by(2).map(str::trim).collect()
}

/// What stands between two marks on one line, outside fences.
fn between<'a>(text: &'a str, opening: &str, closing: &str) -> Vec<&'a str> {
    let prose = text.split("```").step_by(2);
    let after = prose.flat_map(str::lines).flat_map(|line| {
        let pieces: Vec<&str> = line.split(opening).skip(1).collect();
        if opening == closing { pieces.into_iter().step_by(2).collect() } else { pieces }
    });
    after.filter_map(|piece| piece.split(closing).next()).collect()
}
