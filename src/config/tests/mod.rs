//! Defaults, and what lies over them. What can be wrong is in [`problems`].

mod problems;
mod roles;
mod services;
mod status_page;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;
use proptest::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};

use super::settings::{EXAMPLE, Settings, Shape, is_list};
use super::{Config, LogFormat, Problems};
use crate::incident::{ChannelId, Colour, GroupId, PostmortemRule, Review, Separation};
use crate::language::Language;
use crate::store::Database;

type Variable<'a> = (&'a str, &'a str);

fn load(file: &str, variables: &[Variable<'_>]) -> Result<Config, Problems> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some((Path::new("firebell.toml"), file.to_owned())), variables)
}

fn defaults() -> Config {
    Config::load(None, []).unwrap()
}

fn told(file: &str, variables: &[Variable<'_>]) -> String {
    load(file, variables).unwrap_err().to_string()
}

fn rungs(config: &Config) -> Vec<String> {
    config.ladder.rungs().iter().map(|rung| format!("{} {:?}", rung.key, rung.postmortem)).collect()
}

fn next(config: &Config, severity: &str, after: &str) -> String {
    let after: DateTime<Utc> = after.parse().unwrap();
    config.ladder.find(severity).unwrap().cadence.next_after(after).to_rfc3339()
}

/// When an update of this severity that was due then becomes overdue.
fn overdue(config: &Config, severity: &str, due: &str) -> Option<String> {
    let due: DateTime<Utc> = due.parse().unwrap();
    let overdue = config.ladder.find(severity).unwrap().overdue.as_ref();
    overdue.map(|overdue| overdue.after(due).to_rfc3339())
}

#[test]
fn the_example_changes_nothing() {
    assert_eq!(format!("{:#?}", load(EXAMPLE, &[]).unwrap()), format!("{:#?}", defaults()));
    assert_eq!(format!("{:#?}", load("", &[]).unwrap()), format!("{:#?}", defaults()));
}

#[test]
fn the_defaults_are_those_of_the_product() {
    let config = defaults();
    assert_eq!(rungs(&config), ["sev0 Required", "sev1 Required", "sev2 Optional", "sev3 Optional"]);
    assert_eq!(config.ladder.default().key.as_str(), "sev2");
    assert_eq!(next(&config, "sev0", "2026-11-22T03:00:00Z"), "2026-11-22T03:15:00+00:00");
    assert_eq!(next(&config, "sev1", "2026-11-22T03:00:00Z"), "2026-11-22T04:00:00+00:00");
    assert_eq!(next(&config, "sev3", "2026-11-22T10:00:00Z"), "2026-11-23T10:00:00+00:00");
    for (severity, due, expected) in [
        ("sev0", "2026-11-22T03:15:00Z", "2026-11-22T03:30:00+00:00"),
        ("sev1", "2026-11-22T04:00:00Z", "2026-11-22T04:15:00+00:00"),
        ("sev2", "2026-11-22T10:00:00Z", "2026-11-22T18:00:00+00:00"),
        ("sev3", "2026-11-22T10:00:00Z", "2026-11-23T10:00:00+00:00"),
    ] {
        assert_eq!(overdue(&config, severity, due).as_deref(), Some(expected), "{severity}");
    }
    let minutes = |span: Option<TimeDelta>| span.map(|span| span.num_minutes());
    let rungs = config.ladder.rungs();
    let heads_ups: Vec<_> = rungs.iter().map(|rung| minutes(rung.heads_up)).collect();
    assert_eq!(heads_ups, [None, Some(5), Some(15), Some(15)]);
    let targets: Vec<_> = rungs.iter().map(|rung| minutes(rung.response_target)).collect();
    assert_eq!(targets, [Some(5), Some(15), None, None]);
    let offers: Vec<_> = rungs.iter().map(|rung| rung.status_page).collect();
    assert_eq!((offers, &config.policy().status_page), (vec![true, true, false, false], &None));
    assert_eq!(config.roles.separation, Separation::Warn);
    let snoozes: Vec<_> = rungs.iter().map(|rung| (minutes(rung.longest_snooze), rung.snoozes)).collect();
    assert_eq!(snoozes, [(Some(15), Some(2)), (Some(30), Some(2)), (None, None), (None, None)]);
    assert_eq!(config.policy().longest_snooze.num_hours(), 24);
    assert_eq!(config.server.body_limit_bytes, 1 << 20);
    assert_eq!(config.server.leave_after.as_secs(), 5);
    assert_eq!(config.database, Database::at("sqlite://firebell.db"));
    assert_eq!(config.slack.call_timeout.as_secs(), 10);
    assert_eq!(config.incidents.language, Language::English);
    assert_eq!(config.log.format, LogFormat::Pretty);
}

#[test]
fn every_setting_of_the_example_has_its_comment() {
    let mut explained = BTreeSet::new();
    let (mut section, mut before) = ("", "");
    for line in EXAMPLE.lines() {
        section = if line.starts_with('[') { line } else { section };
        if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            let is_new = explained.insert((section, key));
            assert!(!is_new || before.starts_with("# "), "{section} {key} has no comment");
        }
        before = line;
    }
}

#[test]
fn every_setting_can_come_from_the_environment() {
    let overrides = [
        ("FIREBELL_SERVER__LISTEN", "[::]:80"),
        ("FIREBELL_SERVER__BODY_LIMIT_KIB", "2"),
        ("FIREBELL_SERVER__ANSWER_WITHIN_MS", "2000"),
        ("FIREBELL_SERVER__LEAVE_AFTER_SECONDS", "0"),
        ("FIREBELL_DATABASE__URL", "sqlite:///var/lib/firebell.db"),
        ("FIREBELL_DATABASE__MAX_CONNECTIONS", "4"),
        ("FIREBELL_DATABASE__CONNECT_TIMEOUT_SECONDS", "3"),
        ("FIREBELL_DATABASE__TIMEOUT_MS", "1500"),
        ("FIREBELL_SLACK__WORKSPACE", "T012AB3C4"),
        ("FIREBELL_SLACK__BOT_TOKEN", "xoxb-1\n"),
        ("FIREBELL_SLACK__SIGNING_SECRETS", "old, new"),
        ("FIREBELL_SLACK__API_URL", "http://127.0.0.1:4000/api"),
        ("FIREBELL_SLACK__CALL_TIMEOUT_SECONDS", "3"),
        ("FIREBELL_INCIDENTS__ANNOUNCEMENT_CHANNEL", "C012AB3C4"),
        ("FIREBELL_INCIDENTS__COMMAND", "/장애"),
        ("FIREBELL_INCIDENTS__CHANNEL_NAME", "장애-{number}"),
        ("FIREBELL_INCIDENTS__LANGUAGE", "ko"),
        ("FIREBELL_INCIDENTS__TIMEZONE", "Asia/Seoul"),
        ("FIREBELL_INCIDENTS__DEFAULT_SEVERITY", "SEV1"),
        ("FIREBELL_INCIDENTS__TIMELINE_EMOJI", "memo, 메모"),
        ("FIREBELL_INCIDENTS__LONGEST_SNOOZE", "1h30m"),
        ("FIREBELL_INCIDENTS__DRILLS", "quiet"),
        ("FIREBELL_INCIDENTS__PRIVATE_GROUPS", "S012AB3C4"),
        ("FIREBELL_INCIDENTS__ARCHIVE_AFTER", "off"),
        ("FIREBELL_STAGE_LIMITS__DETECTED", "5m"),
        ("FIREBELL_STAGE_LIMITS__TRIAGE", "40m"),
        ("FIREBELL_STAGE_LIMITS__ESCALATED", "1h"),
        ("FIREBELL_STAGE_LIMITS__MITIGATING", "4h"),
        ("FIREBELL_STAGE_LIMITS__MONITORING", "1 day"),
        ("FIREBELL_STAGE_LIMITS__READY", "2 days"),
        ("FIREBELL_STAGE_LIMITS__INBOX", "12"),
        ("FIREBELL_INCIDENTS__SEPARATION_OF_DUTIES", "enforce"),
        ("FIREBELL_QUIET__HOURS", "20:00-08:00"),
        ("FIREBELL_QUIET__TIMEZONE", "Asia/Seoul"),
        ("FIREBELL_QUIET__HOLIDAYS", "2026-12-25 Christmas, 2027-01-01"),
        ("FIREBELL_STATUS_PAGE__URL", "https://status.example.com"),
        ("FIREBELL_PERMISSIONS__DECLARE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__PRIVATE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__DRILL", "S1, S2"),
        ("FIREBELL_PERMISSIONS__SEVERITY", "S1, S2"),
        ("FIREBELL_PERMISSIONS__STAGE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__SERVICE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__ROLES", "S1, S2"),
        ("FIREBELL_PERMISSIONS__UPDATE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__TIMELINE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__RESOLVE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__CLOSE", "S1, S2"),
        ("FIREBELL_PERMISSIONS__REOPEN", "S1, S2"),
        ("FIREBELL_PERMISSIONS__CANCEL", "S1, S2"),
        ("FIREBELL_PERMISSIONS__EXPORT", "S1, S2"),
        ("FIREBELL_OUTBOX__WORKERS", "1"),
        ("FIREBELL_OUTBOX__GIVE_UP_AFTER", "2 days"),
        ("FIREBELL_OUTBOX__PACE", "unlimited"),
        ("FIREBELL_LOG__FORMAT", "json"),
        ("FIREBELL_LOG__FILTER", "warn,firebell::outbox=debug"),
    ];
    let shown = |config: &Config| {
        let secrets: Vec<_> = config.slack.signing_secrets.iter().map(SecretString::expose_secret).collect();
        format!("{config:?} {secrets:?} {}", config.slack.bot_token.expose_secret())
    };
    for (name, value) in overrides {
        assert_ne!(shown(&load("", &[(name, value)]).unwrap()), shown(&defaults()), "{name}");
    }
    let shape = Shape::of(&Settings::example());
    let settable = shape.keys().filter(|(section, _)| !is_list(section)).count();
    assert_eq!(overrides.len(), settable);

    let config = load("[slack]\nbot_token = 'xoxb-file'", &overrides).unwrap();
    assert_eq!(config.slack.bot_token.expose_secret(), "xoxb-1");
    let secrets: Vec<_> = config.slack.signing_secrets.iter().map(SecretString::expose_secret).collect();
    assert_eq!(secrets, ["old", "new"]);
    config.require_for_serving().unwrap();
}

#[test]
fn a_ladder_of_ones_own_replaces_the_default() {
    let config = load(
        r#"
        [incidents]
        timezone = "Asia/Seoul"
        default_severity = "minor"
        [[severity]]
        key = "Major"
        name = "major"
        help = "Customers notice."
        every = "30m"
        invite = ["S012AB3C4"]
        postmortem = "required"
        [[severity]]
        key = "minor"
        name = "minor"
        help = "Nobody notices."
        cron = "0 0 10 * * Mon-Fri"
        overdue_after = "2h"
        escalate_to = ["S012AB3C4"]
        colour = "blue"
        tell_channels = ["C012AB3C4", { channel = "C012AB3C5", audience = "external" }, { channel = "C012AB3C6" }]
        tell_groups = ["S012AB3C5"]
        review = "organisation"
        [[severity]]
        key = "sev3"
        cron = "0 0 10 * * *"
        timezone = "Europe/Berlin"
        "#,
        &[],
    )
    .unwrap();
    assert_eq!(rungs(&config), ["major Required", "minor Optional", "sev3 Optional"]);
    let [major, minor, _] = config.ladder.rungs() else { panic!("there are three rungs") };
    assert_eq!((major.name.as_deref(), major.invite[0].as_str()), (Some("major"), "S012AB3C4"));
    let due = "2026-11-23T01:00:00Z";
    assert_eq!(overdue(&config, "minor", due).as_deref(), Some("2026-11-23T03:00:00+00:00"));
    assert_eq!(minor.escalate_to, [GroupId::new("S012AB3C4")]);
    assert_eq!(overdue(&config, "major", due), None, "what says nothing about it calls nobody");
    assert_eq!(minor.tell_channels, ["C012AB3C4", "C012AB3C6"].map(ChannelId::new));
    assert_eq!(minor.external_channels, [ChannelId::new("C012AB3C5")]);
    assert_eq!(minor.tell_groups, [GroupId::new("S012AB3C5")]);
    assert_eq!((minor.review, major.review), (Review::Organisation, Review::Team));
    let colours = config.ladder.rungs().iter().map(|rung| config.ladder.colour(&rung.key));
    assert_eq!(colours.collect::<Vec<_>>(), [Colour::Red, Colour::Blue, Colour::Yellow]);
    assert_eq!(minor.postmortem, PostmortemRule::Optional);
    assert_eq!(config.ladder.default().key, minor.key);
    assert_eq!(next(&config, "minor", "2026-11-20T09:00:00Z"), "2026-11-23T01:00:00+00:00");
    assert_eq!(next(&config, "sev3", "2026-11-20T08:00:00Z"), "2026-11-20T09:00:00+00:00");
}

#[test]
fn the_default_ladder_follows_the_time_zone_of_the_organisation() {
    let config = load("incidents.timezone = 'Asia/Seoul'", &[]).unwrap();
    assert_eq!(next(&config, "sev2", "2026-11-20T00:00:00Z"), "2026-11-20T01:00:00+00:00");
}

#[test]
fn secrets_are_shown_as_dots() {
    let file = "[slack]\nbot_token = 'xoxb-hidden'\nsigning_secrets = ['hidden', 'hidden too']\n\
                [database]\nurl = 'postgres://bell:hidden@db/firebell?password=hidden'";
    let wrong = load(file, &[]).unwrap_err();
    let variables = [("FIREBELL_SLACK__SIGNING_SECRETS", "0123hidden")];
    let shown = format!("{:#?}", load(file, &variables).unwrap());
    assert!(shown.contains("bot_token: ••••••••") && !shown.contains("hidden"), "{shown}");
    for shown in [wrong.to_string(), format!("{wrong:?}")] {
        assert!(!shown.contains("hidden"), "{shown}");
    }
}

#[test]
fn neighbours_called_firebell_are_no_settings() {
    let neighbours = [
        ("FIREBELL_SERVICE_HOST", "10.0.0.7"),
        ("FIREBELL_SERVICE_PORT_HTTP", "3000"),
        ("FIREBELL_PORT", "tcp://10.0.0.7:3000"),
        ("FIREBELL_WEB_PORT_3000_TCP_ADDR", "10.0.0.7"),
    ];
    load("", &neighbours).unwrap();
    assert_snapshot!(told("", &[("FIREBELL_SERVER_PORT", "80")]), @"FIREBELL_SERVER_PORT: there is no such setting");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_happens_to_a_file_it_loads_or_says_why(
        start in 0..EXAMPLE.len(),
        length in 0..80_usize,
        typed in "[ -~\\n가]{0,12}",
    ) {
        let (mut start, mut end) = (start, (start + length).min(EXAMPLE.len()));
        while !EXAMPLE.is_char_boundary(start) { start -= 1; }
        while !EXAMPLE.is_char_boundary(end) { end += 1; }
        let file = format!("{}{typed}{}", &EXAMPLE[..start], &EXAMPLE[end..]);
        if let Err(problems) = load(&file, &[]) {
            prop_assert!(!problems.to_string().is_empty());
        }
    }
}
