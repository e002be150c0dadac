//! The file of settings.

use std::path::Path;

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::cadence::Cadence;

/// The bytes as the file, and as one span in it. Either everything that is wrong is named, or every setting is one that
/// the service can live with.
pub fn config(bytes: &[u8]) {
    let text = crate::text(bytes);
    assert_read(text.clone().into_owned());
    let span = text.chars().flat_map(char::escape_unicode).collect::<String>();
    // TOML and Rust spell characters differently.
    let span = span.replace("\\u{", "\\U").split('}').map(padded).collect::<String>();
    assert_read(format!("[incidents]\nlongest_snooze = \"{span}\"\n"));
}

/// `\U1f` as `\U0000001f`.
fn padded(escape: &str) -> String {
    escape.strip_prefix("\\U").map_or_else(String::new, |digits| format!("\\U{digits:0>8}"))
}

fn assert_read(text: String) {
    match Config::load(Some((Path::new("firebell.toml"), text)), []) {
        Ok(config) => assert_sound(&config),
        Err(problems) => assert!(!problems.to_string().trim().is_empty(), "something is wrong, but what?"),
    }
}

fn assert_sound(config: &Config) {
    let (minute, year) = (TimeDelta::minutes(1), TimeDelta::days(365));
    assert!((2..=6).contains(&config.ladder.rungs().len()));
    for rung in config.ladder.rungs() {
        assert_eq!(config.ladder.find(rung.key.as_str()).map(|found| &found.key), Some(&rung.key));
        if let Cadence::Every(span) = rung.cadence {
            assert!((minute..=year).contains(&span), "every {span}");
        }
    }
    assert!((minute..=year).contains(&config.incidents.longest_snooze));
    assert!(config.incidents.channel_name.contains("{number}"));
    assert!(config.server.body_limit_bytes >= 1024 && config.outbox.workers > 0);
}
