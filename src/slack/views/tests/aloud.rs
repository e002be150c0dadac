//! What people read, gathered into pages that can be read aloud: one page for each subject, everything in both languages.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Config;
use crate::incident::*;
use crate::language::Language;
use crate::slack::views::Voice;

/// Samples of every variant of an enum, each with the variant's name. A new variant has to be given some.
macro_rules! every {
    ($kind:ident: $($variant:ident => [$($sample:expr),+ $(,)?]),+ $(,)?) => {{
        let name = |sample: &$kind| match sample { $($kind::$variant { .. } => stringify!($variant)),+ };
        let samples = vec![$($((stringify!($variant), $sample)),+),+];
        for (variant, sample) in &samples {
            assert_eq!(*variant, name(sample), "a sample of another variant");
        }
        samples
    }};
}
pub(super) use every;

/// Something that is said in somebody's language.
pub(super) type Said = fn(&Voice<'_>) -> String;

/// 11:14:05 in Seoul.
pub(super) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_313_645, 0).unwrap()
}

pub(super) fn ago(minutes: i64) -> DateTime<Utc> {
    now() - TimeDelta::minutes(minutes)
}

pub(super) fn user(name: &str) -> UserId {
    UserId::new(name)
}

pub(super) fn by(name: &str) -> Author {
    Author::Person(user(name))
}

/// The usual rules, with groups and channels to tell, a limit and a role of the organisation's own.
fn policy() -> Policy {
    let mut policy = Config::load(None, []).unwrap().policy();
    let mut rungs = policy.ladder.rungs().to_vec();
    rungs[0].tell_groups = vec![GroupId::new("@management")];
    for rung in &mut rungs {
        rung.escalate_to = vec![GroupId::new("@on-call")];
        rung.external_channels = vec![ChannelId::new("#partners")];
    }
    policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    policy.stage_limits = StageLimits::new([(StageName::Mitigating, TimeDelta::minutes(40))]);
    let service = |key: &str, name: &str| Service {
        owner: Some(GroupId::new("@payments")),
        ..Service::plain(ServiceKey::new(key), name.to_owned())
    };
    policy.services = Catalogue::new(vec![service("checkout", "checkout"), service("login", "Login API")]);
    policy.status_page = Some("https://status.example.com/".to_owned());
    policy.roles.described.push(RoleDescription {
        role: Role::find("scribe").unwrap(),
        holders: Holders::One,
        name: Words { english: Some("Scribe".to_owned()), korean: Some("서기".to_owned()) },
        instructions: Words::default(),
    });
    policy
}

/// An incident half an hour after it was declared.
pub(super) fn incident() -> Incident {
    let text = UpdateText {
        what_happened: "Card payments fail".to_owned(),
        impact: "One customer in three".to_owned(),
        doing: "Rolling back".to_owned(),
    };
    let external = ExternalText {
        state: "Card payments fail".to_owned(),
        expected_fix: "12:30".to_owned(),
        follow_up: "Please try a bank transfer".to_owned(),
    };
    let update = Update {
        number: 1,
        text,
        external: Some(Box::new(external)),
        next_update_at: Some(now() + TimeDelta::hours(1)),
        posted_by: by("@bob"),
        posted_at: ago(20),
        corrected: Some(Box::new(Corrected { by: by("@bob"), at: ago(10) })),
    };
    let full = super::full();
    Incident {
        number: Number::new(42),
        title: "Checkout is down".to_owned(),
        seen: Some("30 % of card payments fail".to_owned()),
        service: Some("checkout".to_owned()),
        service_key: None,
        manner: Manner::default(),
        severity: SeverityKey::new("sev1"),
        declared_by: user("@alice"),
        key_times: KeyTimes { declared_at: ago(60), occurred_at: Some(ago(70)), ..full.key_times.clone() },
        roles: Roles {
            commander: Some(user("@minji")),
            triage: None,
            communications: Some(user("@bob")),
            responders: vec![Responder { user: user("@carol"), area: "database".to_owned() }],
            others: Vec::new(),
        },
        last_update: Some(update.clone()),
        last_external: Some(Box::new(update)),
        last_word_at: Some(ago(20)),
        update_clock: Some(UpdateClock::due(now() + TimeDelta::minutes(40))),
        places: Places { channel: Some(ChannelId::new("#inc-42")), ..Places::default() },
        stage_since: Some(ago(50)),
        ..full
    }
}

/// The same before anybody has taken a role or said anything.
pub(super) fn fresh() -> Incident {
    let clock = UpdateClock::due(now() + TimeDelta::minutes(40));
    Incident {
        stage: Stage::Detected,
        roles: Roles::default(),
        last_update: None,
        last_external: None,
        last_word_at: None,
        update_clock: Some(clock),
        ..incident()
    }
}

pub(super) fn resolved() -> Incident {
    let resolution = Resolution {
        resolved_at: ago(5),
        recovery: Recovery::Rollback,
        detection: Detection::CustomerCentre,
    };
    Incident { stage: Stage::ReadyForClosure(resolution), update_clock: None, ..incident() }
}

pub(super) fn closed() -> Incident {
    let Stage::ReadyForClosure(resolution) = resolved().stage else { unreachable!() };
    let closure = Closure { resolution, closed_at: ago(1), postmortem_owner: Some(user("@minji")) };
    Incident { stage: Stage::Closed(closure), ..resolved() }
}

pub(super) fn cancelled(duplicate_of: Option<Other>) -> Incident {
    let because = Some("The load test had not been announced".to_owned());
    let cancellation = Cancellation { cancelled_at: ago(1), because, duplicate_of };
    Incident { stage: Stage::Cancelled(cancellation), update_clock: None, ..incident() }
}

pub(super) fn other() -> Other {
    Other { number: Number::new(41), channel: Some(ChannelId::new("#inc-41")), is_private: false }
}

/// A page with what each name stands for, in English and in Korean.
pub(super) struct Page(String);

impl Page {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn add<T: Serialize>(&mut self, name: &str, show: impl Fn(&Voice<'_>) -> T) {
        let policy = policy();
        writeln!(self.0, "--- {name}").unwrap();
        for language in Language::ALL {
            let voice = Voice {
                language: *language,
                zone: chrono_tz::Asia::Seoul,
                policy: &policy,
                command: "/incident",
            };
            let words = words(&json!(show(&voice)));
            assert_is_finished(name, *language, &words);
            writeln!(self.0, "{words}").unwrap();
        }
    }

    /// What is no message: a document, a sentence.
    pub(super) fn add_text(&mut self, name: &str, write: impl Fn(&Voice<'_>) -> String) {
        let policy = policy();
        writeln!(self.0, "--- {name}").unwrap();
        for language in Language::ALL {
            let zone = chrono_tz::Asia::Seoul;
            let words = write(&Voice { language: *language, zone, policy: &policy, command: "/incident" });
            assert_is_finished(name, *language, &words);
            writeln!(self.0, "{words}").unwrap();
        }
    }

    /// The page as a file beside the tests.
    pub(super) fn compare(&self, name: &str) {
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(name, self.0);
        });
    }
}

/// Nothing that is left to be filled in, and no text that is missing or of the other language.
fn assert_is_finished(name: &str, language: Language, words: &str) {
    for sign in ["{", "}", "Unknown localization", "(을)", "(를)", "(이)", "(가)", "(은)", "(는)", "(으)"]
    {
        assert!(!words.contains(sign), "{name}: {sign} in {words}");
    }
    assert!(!words.trim().is_empty(), "{name} says nothing");
    let is_korean = |c: char| ('가'..='힣').contains(&c);
    assert_eq!(words.contains(is_korean), language == Language::Korean, "{name}: {words}");
}

/// Messages by their blocks, views by their parts, in the order in which they are read.
fn words(shown: &Value) -> String {
    if let Value::String(text) = shown {
        return unmarked(text);
    }
    let mut lines = Vec::new();
    match shown.get("blocks") {
        // Its line says the same.
        Some(blocks) if shown.get("title").is_none() => read(blocks, &mut lines),
        _ => read(shown, &mut lines),
    }
    lines.join("\n")
}

fn read(shown: &Value, lines: &mut Vec<String>) {
    const PARTS: &[&str] = &[
        "title",
        "label",
        "hint",
        "text",
        "fields",
        "elements",
        "element",
        "accessory",
        "placeholder",
        "options",
        "description",
        "blocks",
        "submit",
        "close",
    ];
    match shown {
        Value::Array(parts) => parts.iter().for_each(|part| read(part, lines)),
        Value::Object(parts) => match (parts.get("type").and_then(Value::as_str), &parts.get("text")) {
            (Some("mrkdwn" | "plain_text"), Some(Value::String(text))) => lines.push(unmarked(text)),
            (Some("button"), Some(label)) => lines.push(format!("[{}]", label["text"].as_str().unwrap())),
            _ => PARTS.iter().filter_map(|part| parts.get(*part)).for_each(|part| read(part, lines)),
        },
        _ => {}
    }
}

/// Without Slack's marks: what somebody reads who looks at it.
fn unmarked(mrkdwn: &str) -> String {
    let mut plain = String::new();
    let mut rest = mrkdwn;
    while let Some((before, after)) = rest.split_once('<') {
        let (token, tail) = after.split_once('>').unwrap();
        plain.push_str(before);
        let label = token.split_once('|').map(|(_, label)| label);
        plain.push_str(label.unwrap_or_else(|| match token.strip_prefix("!subteam^") {
            Some(group) => group,
            None if token == "!here" => "@here",
            None => &token[1..],
        }));
        rest = tail;
    }
    (plain + rest).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
