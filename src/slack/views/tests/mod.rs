//! Whatever people typed and however much: what is shown keeps Slack's limits, in both languages.

mod aloud;
mod refused;
mod shown;
mod spoken;

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use slack_sandbox::block_kit;

use super::forms::{Draft, Offered};
use super::timeline::{self, Page};
use super::{cancel, service, *};
use crate::config::Config;
use crate::incident::*;

pub(super) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

pub(super) fn user(n: usize) -> UserId {
    UserId::new(format!("U0{n:09}"))
}

/// An incident with every field as long as it may be, in characters that grow when they are escaped.
pub(super) fn full() -> Incident {
    let words = |field: Field| "&".repeat(field.longest());
    let update = Update {
        number: 1,
        text: UpdateText {
            what_happened: words(Field::WhatHappened),
            impact: words(Field::Impact),
            doing: words(Field::Doing),
        },
        external: Some(Box::new(ExternalText {
            state: words(Field::ExternalState),
            expected_fix: words(Field::ExpectedFix),
            follow_up: words(Field::FollowUp),
        })),
        next_update_at: Some(now()),
        posted_by: Author::Person(user(1)),
        posted_at: now(),
        corrected: Some(Box::new(Corrected { by: Author::Person(user(1)), at: now() })),
    };
    let responder = |n| Responder { user: user(n), area: words(Field::Area) };
    Incident {
        workspace: WorkspaceId::new("T1"),
        number: Number::new(1_000_000),
        title: words(Field::Title),
        seen: Some(words(Field::Seen)),
        service: Some(words(Field::Service)),
        service_key: Some(ServiceKey::new(format!("0{}", "x".repeat(38)))),
        moves: 0,
        manner: Manner { is_drill: true, is_private: false },
        members: BTreeSet::new(),
        severity: SeverityKey::new("sev0"),
        stage: Stage::Mitigating,
        declared_by: user(1),
        declarer_gone: false,
        key_times: KeyTimes {
            declared_at: now(),
            announced_at: Some(now()),
            acknowledged_at: Some(now()),
            mitigated_at: Some(now()),
            occurred_at: Some(now()),
            detected_at: Some(now()),
            told_outside_at: None,
        },
        roles: Roles {
            commander: Some(user(1)),
            triage: Some(user(2)),
            communications: Some(user(3)),
            responders: (4..34).map(responder).collect(),
            others: Vec::new(),
        },
        attendance: Box::default(),
        vacancy: Vacancy::default(),
        pleas: Vec::new(),
        offers: Vec::new(),
        last_update: Some(update.clone()),
        last_external: Some(Box::new(update)),
        page_says: None,
        updates_posted: 0,
        mailings: Vec::new(),
        notices: Vec::new(),
        last_word_at: Some(now()),
        update_clock: Some(UpdateClock {
            snoozed_until: Some(now()),
            reminded_at: Some(now()),
            ..UpdateClock::due(now())
        }),
        heads_up_for: None,
        last_reminder: None,
        exported_at: None,
        places: Places { channel: Some(ChannelId::new("C012345678")), ..Places::default() },
        reopened: 0,
        struck: Vec::new(),
        kept: Vec::new(),
        duplicates: Vec::new(),
        named_in: BTreeSet::default(),
        brought_to: BTreeSet::default(),
        unnamed: BTreeSet::default(),
        brought: Vec::new(),
        archiving: Archiving::default(),
        stage_since: Some(now()),
        stage_nudged_at: Some(now()),
        mark_news: Vec::new(),
        told: None,
    }
}

pub(super) fn closed() -> Incident {
    let resolution = Resolution {
        resolved_at: now(),
        recovery: Recovery::Replacement,
        detection: Detection::CustomerCentre,
    };
    let closure = Closure { resolution, closed_at: now(), postmortem_owner: Some(user(1)) };
    Incident { stage: Stage::Closed(closure), update_clock: None, ..full() }
}

fn messages(voice: &Voice<'_>) -> Vec<(&'static str, Message)> {
    let (open, closed) = (full(), closed());
    let update = open.last_update.clone().unwrap();
    let reminder = Reminder {
        reminded_at: now(),
        due_at: now(),
        escalated: Some(Escalation::Groups),
        message: None,
        answer: None,
        is_shown: false,
    };
    let note = TimelineEntry {
        happened_at: now(),
        recorded_at: now(),
        author: Author::Firebell,
        source: Source::SlashCommand,
        fact: Fact::Noted { text: "&".repeat(Field::Note.longest()) },
    };
    let by = Author::Person(user(1));
    let decided = Line::Decided {
        by: by.clone(),
        decision: "&".repeat(Field::Note.longest()),
        because: Some("&".repeat(Field::Reason.longest())),
    };
    let tried = Line::Tried {
        by,
        way: Recovery::Replacement,
        outcome: AttemptOutcome::Unknown,
        details: "&".repeat(Field::Note.longest()),
    };
    let link = "https://example.slack.com/files/&".repeat(4);
    let quoted = TimelineEntry {
        fact: Fact::Quoted {
            message: MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() },
            text: "&".repeat(Field::Note.longest()),
            files: vec![FileLink { name: "&".repeat(200), link: link.clone() }; 10],
            link: Some(link),
            kept_by: user(2),
        },
        author: Author::App("&".repeat(80)),
        ..note.clone()
    };
    let reason = Some("&".repeat(Field::Because.longest()));
    let severity = Line::SeverityChanged {
        by: Author::Person(user(1)),
        from: SeverityKey::new("sev0"),
        to: SeverityKey::new("sev1"),
        because: reason,
        next_update_at: Some(now()),
        was_due_at: None,
    };
    vec![
        ("announcement", announcement::announcement(&open, voice)),
        ("announcement of a closed one", announcement::announcement(&closed, voice)),
        ("panel", panel::panel(&open, voice)),
        (
            "panel before the first update",
            panel::panel(&Incident { last_update: None, ..open.clone() }, voice),
        ),
        ("panel of a closed one", panel::panel(&closed, voice)),
        ("update", lines::line(&open, &Line::UpdatePosted { update }, voice)),
        (
            "copy of an update that got nowhere",
            updates::copy(&open, &got_nowhere(&open), &Address::Channel, voice),
        ),
        ("external word", updates::external(&open, open.last_external.as_ref().unwrap(), voice)),
        ("notice", announcement::notice(&closed, Reader::Inside, voice)),
        ("external notice", announcement::notice(&closed, Reader::Outside, voice)),
        ("severity", lines::line(&open, &severity, voice)),
        ("somebody commands", lines::retired_plea(&open, Some(open.owner()), voice)),
        ("no commander", lines::line(&open, &Line::AskedToCommand { whom: Asked::Groups }, voice)),
        ("decision", lines::line(&open, &decided, voice)),
        ("attempt", lines::line(&open, &tried, voice)),
        ("reminder", reminder::reminder(&open, &reminder, voice)),
        ("heads-up", reminder::heads_up(&open, now(), now(), voice)),
        ("help", answers::help(voice)),
        ("list", answers::list(&vec![open.clone(); 20], &[open.number; 20], 500, now(), voice)),
        (
            "timeline",
            timeline::timeline(&open, &[vec![note; 30], vec![quoted; 30]].concat(), Page::Last, voice),
        ),
        ("service", lines::line(&open, &moved(), voice)),
        ("no such service", Message::plain(service::no_such(&"&".repeat(4000), voice))),
        ("refusal", given_back::with_typed("No.", &"&".repeat(4000), voice)),
        (
            "wrong channel",
            given_back::with_typed_to_declare(
                &refusals::not_an_incident_channel(&vec![open; 20], voice),
                &"&".repeat(Field::Title.longest()),
                voice,
            ),
        ),
    ]
}

/// The last update, which could be posted nowhere, for long reasons.
fn got_nowhere(incident: &Incident) -> Mailing {
    let failure = Failure { why: Obstacle::Said("&".repeat(200)), earlier: None };
    let delivery = |n| {
        let to = Address::Stakeholders { channel: ChannelId::new(format!("C0{n:09}")) };
        Delivery { failure: Some(failure.clone()), ..Delivery::waiting(to) }
    };
    let waiting = (100..200).map(|n| Delivery { failure: None, ..delivery(n) });
    Mailing {
        update: incident.last_update.clone().unwrap(),
        deliveries: (0..60).map(delivery).chain(waiting).collect(),
        on_page: Some(OnPage::Owed),
    }
}

/// As many services as there may be, each with as much as it may have.
fn full_catalogue() -> Catalogue {
    let runbook = Runbook { name: Some("&".repeat(16)), link: format!("https://{}", "&".repeat(22)) };
    let service = |n: usize| Service {
        owner: Some(GroupId::new("S012345678")),
        runbooks: vec![runbook.clone(); 8],
        ..Service::plain(ServiceKey::new(format!("{n}{}", "x".repeat(38))), format!("{n}{}", "&".repeat(58)))
    };
    Catalogue::new((0..100).map(service).collect())
}

fn moved() -> Line {
    let name = "&".repeat(Field::Service.longest());
    Line::ServiceChanged { by: Author::Person(user(1)), from: Some(name.clone()), to: name }
}

/// In both languages, with a catalogue of services and without.
pub(super) fn everywhere(mut check: impl FnMut(&Voice<'_>)) {
    let plain = Config::load(None, []).unwrap().policy();
    let status_page = Some(format!("https://status.example.com/{}", "&".repeat(270)));
    let listed = Policy { services: full_catalogue(), status_page, ..plain.clone() };
    for policy in [&plain, &listed] {
        for language in Language::ALL {
            let zone = chrono_tz::Asia::Seoul;
            check(&Voice { language: *language, zone, policy, command: "/incident" });
        }
    }
}

#[test]
fn messages_keep_slacks_limits() {
    everywhere(|voice| {
        for (name, message) in messages(voice) {
            let blocks = json!(message.blocks);
            let problems = block_kit::check_message(&blocks);
            assert!(problems.is_empty(), "{name}: {problems:?}");
            assert!(!block_kit::message_too_long(&blocks), "{name}: {} characters", blocks.to_string().len());
            assert!(message.text.chars().count() < 4000, "{name}: the line is too long");
            assert!(!message.text.trim().is_empty(), "{name}: no line for notifications");
        }
    });
}

/// Everything in `blocks` that Slack would read as mrkdwn.
pub(super) fn mrkdwn(blocks: &Value) -> Vec<&Value> {
    match blocks {
        Value::Array(parts) => parts.iter().flat_map(mrkdwn).collect(),
        Value::Object(text) if text.get("type").is_some_and(|kind| kind == "mrkdwn") => vec![blocks],
        Value::Object(parts) => parts.values().flat_map(mrkdwn).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn slack_makes_no_links_and_mentions_of_peoples_words() {
    everywhere(|voice| {
        for (name, message) in messages(voice) {
            let blocks = json!(message.blocks);
            let texts = mrkdwn(&blocks);
            assert!(!texts.is_empty(), "{name}");
            assert!(texts.iter().all(|text| text["verbatim"] == true), "{name}: {blocks}");
        }
    });
}

#[test]
fn forms_keep_slacks_limits() {
    everywhere(|voice| {
        let draft = Draft {
            text: "&".repeat(500),
            severity: Some("sev3".to_owned()),
            service: Some("&".repeat(60)),
            manner: Manner { is_drill: true, is_private: true },
            seen: "&".repeat(1500),
            metadata: "&".repeat(2900),
            is_from_message: true,
        };
        let incident = full();
        let update = incident.last_update.as_ref().unwrap();
        let a_hundred = Offered { newest: vec![incident.clone(); 100], has_more: true };
        let forms = [
            cancel::form(&incident, &a_hundred, "", voice),
            update_forms::correction(&incident, update, voice),
            update_forms::preview(&incident, update, voice, voice),
            forms::declare(&draft, voice),
            update_forms::update(&incident, &Draft::default(), Some(now() + TimeDelta::hours(1)), voice),
            update_forms::update(&incident, &Draft::default(), None, voice),
            forms::resolve(&incident, voice),
            forms::make_private(&incident, false, voice),
            service::form(&incident, voice),
            forms::keep(&"&".repeat(4000), now(), &a_hundred, &"&".repeat(2900), voice),
        ];
        for form in forms {
            let mut view = json!(form);
            view["type"] = json!("modal");
            let problems = block_kit::check_modal(&view);
            assert!(problems.is_empty(), "{}: {problems:?}", view["title"]);
            assert!(!block_kit::view_too_large(&view));
        }
    });
}

#[test]
fn words_for_the_status_page_stand_there_whole_or_not_at_all() {
    let told = |inside: &str, outside: &str| {
        let mut incident = full();
        let update = incident.last_update.as_mut().unwrap();
        let (what_happened, state) = (inside.to_owned(), outside.to_owned());
        update.text = UpdateText { what_happened, impact: inside.to_owned(), doing: inside.to_owned() };
        let (expected_fix, follow_up) = (String::new(), "x".repeat(1500));
        update.external = Some(Box::new(ExternalText { state, expected_fix, follow_up }));
        incident
    };
    let (long, piece) = ("&".repeat(1500), "x".repeat(1500));
    let mut found = Vec::new();
    everywhere(|voice| {
        for incident in [&told("x", "x"), &told("x", &piece), &told("x", &long[..900]), &told(&long, &piece)]
        {
            let mailing = Mailing {
                update: incident.last_update.clone().unwrap(),
                deliveries: Vec::new(),
                on_page: Some(OnPage::Owed),
            };
            let shown = json!(updates::copy(incident, &mailing, &Address::Channel, voice).blocks);
            assert!(!block_kit::message_too_long(&shown));
            found.push(shown.to_string().matches("\\n```").count());
        }
    });
    assert_eq!(found[..8], [0; 8], "there is no page");
    for pieces in found[8..].chunks(4) {
        assert_eq!(
            pieces,
            [1, 2, 3, 0],
            "in one piece, by fields, a field in two, and rather not than in part"
        );
    }
}

#[test]
fn an_update_says_who_has_it_and_who_still_waits() {
    let incident = full();
    let to = |n: usize| Address::Stakeholders { channel: ChannelId::new(format!("C{n}")) };
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let mailing = Mailing {
        update: incident.last_update.clone().unwrap(),
        deliveries: vec![
            Delivery { message: Some(message), ..Delivery::waiting(to(1)) },
            Delivery::waiting(to(2)),
            Delivery::waiting(to(3)),
        ],
        on_page: None,
    };
    let mut said = Vec::new();
    everywhere(|voice| {
        let shown = json!(updates::copy(&incident, &mailing, &Address::Channel, voice).blocks);
        let lines = mrkdwn(&shown);
        let line = lines.iter().find_map(|line| line["text"].as_str().filter(|text| text.contains("<#C1>")));
        said.push(line.unwrap().to_owned());
    });
    assert_eq!(
        said[..2],
        [
            "Delivered to <#C1> · waiting for Slack: <#C2>, <#C3>",
            "전달: <#C1> · Slack 응답 대기: <#C2>, <#C3>"
        ]
    );
}

#[test]
fn the_line_about_a_duplicate_is_known_whatever_it_is_called_and_no_other_is() {
    let by = Author::Person(user(1));
    everywhere(|voice| {
        for channel in [None, Some(ChannelId::new("C1"))] {
            for title in ["DB", "DB, \"INC-11\" <&> \"", ""] {
                let duplicate = Other { number: Number::new(1), channel: channel.clone(), is_private: false };
                let line = cancel::duplicate_found(Number::new(12), &by, &duplicate, title, true, voice);
                let is_of =
                    |original, it| cancel::is_duplicate_found(&line, Number::new(original), Number::new(it));
                assert!(is_of(12, 1), "{line}");
                for (original, it) in [(12, 11), (12, 12), (1, 12), (1, 1), (2, 1), (112, 1)] {
                    assert!(!is_of(original, it), "INC-{original}, INC-{it}: {line}");
                }
            }
        }
        let gone = Other { number: Number::new(1), channel: None, is_private: false };
        let gone = cancel::duplicate_gone(Number::new(12), &by, &gone, voice);
        assert!(!cancel::is_duplicate_found(&gone, Number::new(12), Number::new(1)), "{gone}");
    });
}
