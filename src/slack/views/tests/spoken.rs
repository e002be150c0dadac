//! What is said in channels: every line, every fact of the timeline, and reminders with what became of them.

use chrono::TimeDelta;

use super::aloud::{Page, ago, by, cancelled, closed, every, fresh, incident, now, other, resolved, user};
use crate::export::{Dossier, postmortem};
use crate::incident::*;
use crate::slack::views::{Voice, announcement, answers, areas, instructions, lines, reminder, updates};

#[expect(clippy::too_many_lines, reason = "a table with some samples for each, and nothing else")]
fn all() -> Vec<(&'static str, Line)> {
    let (alice, bob, minji) = (|| user("@alice"), || user("@bob"), || user("@minji"));
    let ahead = Some(now() + TimeDelta::minutes(15));
    let severity = |from: &str, to: &str, because: Option<&str>, next, was_due| Line::SeverityChanged {
        by: by("@alice"),
        from: SeverityKey::new(from),
        to: SeverityKey::new(to),
        because: because.map(str::to_owned),
        next_update_at: next,
        was_due_at: was_due,
    };
    let stage = |asks| Line::StageChanged {
        by: by("@alice"),
        from: StageName::Mitigating,
        to: StageName::Monitoring,
        asks,
    };
    let given = |giver: &str, role, to: UserId, from: Option<UserId>, beside: &[Role]| Line::RoleGiven {
        by: by(giver),
        role,
        to,
        from,
        area: if role == Role::Responder { "database".to_owned() } else { String::new() },
        beside: beside.to_vec(),
    };
    let left = |role, area: &str| Line::RoleLeft { role, user: minji(), area: area.to_owned() };
    let gone = |user, why, held: &[Role]| Line::HolderGone {
        user,
        why,
        held: held.iter().map(|role| (*role, String::new())).collect(),
    };
    let cancelled = |because: Option<&str>, duplicate_of, merges| Line::Cancelled {
        by: by("@alice"),
        because: because.map(str::to_owned),
        duplicate_of,
        merges,
    };
    let found = |merges| Line::DuplicateFound {
        by: by("@alice"),
        other: other(),
        title: "Cards fail".to_owned(),
        merges,
    };
    let closed = |owner: Option<UserId>, required| Line::Closed {
        by: by("@alice"),
        postmortem_owner: owner,
        required,
    };
    let next_update_at = Some(now() + TimeDelta::hours(1));
    let resolved = |asks| Line::Resolved {
        by: by("@alice"),
        recovery: Recovery::Rollback,
        detection: Detection::BusinessMetric,
        asks,
    };
    let changed = |link: Option<&str>| Line::Changed {
        by: by("@alice"),
        text: "Deployed checkout 2.14".to_owned(),
        link: link.map(str::to_owned),
        at: ago(80),
    };
    every!(Line:
        SeverityChanged => [
            severity("sev1", "sev0", Some("No payment works"), None, Some(ago(5))),
            severity("sev1", "sev2", None, ahead, None),
            severity("sev1", "sev2", None, ahead, Some(ago(5))),
        ],
        ServiceChanged => [
            Line::ServiceChanged { by: by("@alice"), from: None, to: "checkout".to_owned() },
            Line::ServiceChanged { by: by("@alice"), from: Some("search".to_owned()), to: "checkout".to_owned() },
        ],
        OpenedInPrivate => [Line::OpenedInPrivate],
        StaysArchived => [Line::StaysArchived { channels: vec![ChannelId::new("#inc-42")] }],
        StageChanged => [stage(None), stage(Some(bob()))],
        RoleGiven => [
            given("@minji", Role::Commander, minji(), None, &[]),
            given("@alice", Role::Commander, minji(), None, &[]),
            given("@minji", Role::Commander, minji(), Some(alice()), &[]),
            given("@alice", Role::Communications, bob(), Some(alice()), &[]),
            given("@alice", Role::Communications, bob(), Some(minji()), &[Role::Commander, Role::Responder]),
            given("@bob", Role::Responder, bob(), None, &[]),
        ],
        RoleLeft => [left(Role::Commander, ""), left(Role::Responder, "database"), left(Role::Triage, "")],
        HolderGone => [
            gone(bob(), Departure::LeftChannel, &[Role::Communications, Role::Triage]),
            gone(minji(), Departure::Deactivated, &[Role::Commander]),
            gone(alice(), Departure::LeftChannel, &[Role::Commander]),
            gone(bob(), Departure::BecameGuest, &[Role::Communications]),
        ],
        AskedToCommand => [
            Line::AskedToCommand { whom: Asked::Channel },
            Line::AskedToCommand { whom: Asked::Groups },
        ],
        UpdatePosted => [Line::UpdatePosted { update: incident().last_update.unwrap() }],
        ReadByNobody => [Line::ReadByNobody { by: by("@bob") }],
        NothingNew => [
            Line::NothingNew { by: by("@bob"), next_update_at },
            Line::NothingNew { by: by("@bob"), next_update_at: None },
        ],
        Decided => [
            Line::Decided { by: by("@minji"), decision: "Roll back".to_owned(), because: Some("A fix takes too long".to_owned()) },
        ],
        Tried => [
            Line::Tried { by: by("@carol"), way: Recovery::Rollback, outcome: AttemptOutcome::Failed, details: "Still 30 %".to_owned() },
            Line::Tried { by: by("@carol"), way: Recovery::Restart, outcome: AttemptOutcome::Worked, details: String::new() },
            Line::Tried { by: by("@carol"), way: Recovery::ScaleOut, outcome: AttemptOutcome::Unknown, details: String::new() },
        ],
        Changed => [changed(None), changed(Some("https://ci.example.com/7"))],
        Resolved => [resolved(None), resolved(Some(bob()))],
        Closed => [closed(None, false), closed(Some(minji()), true), closed(Some(minji()), false)],
        Reopened => [
            Line::Reopened { by: by("@alice"), because: Some("It fails again".to_owned()), next_update_at },
            Line::Reopened { by: by("@alice"), because: None, next_update_at: None },
        ],
        Cancelled => [
            cancelled(Some("A test"), None, false),
            cancelled(None, Some(other()), false),
            cancelled(None, Some(other()), true),
        ],
        ToBeArchived => [Line::ToBeArchived { at: now() + TimeDelta::days(1) }],
        ArchivedWhileOpen => [Line::ArchivedWhileOpen],
        MovesOn => [Line::MovesOn { by: by("@alice") }],
        OverStageLimit => [
            Line::OverStageLimit { stage: StageName::Triage, since: ago(45), at: now(), limit_seconds: 2_400 },
        ],
        DuplicateFound => [found(false), found(true)],
        DuplicateGone => [Line::DuplicateGone { by: by("@alice"), other: other() }],
        GaveUp => [
            Line::GaveUp { errand: Errand::PinPanel, why: Obstacle::Said("not_pinnable".to_owned()) },
            Line::GaveUp { errand: Errand::Unknown, why: Obstacle::AnotherVersion },
        ],
        Undelivered => [
            Line::Undelivered { errand: Errand::TellMore, why: Obstacle::NoAnswer, to: Address::Announcement },
        ],
    )
}

/// Whoever has left the command: the owner is whoever declared it.
fn without_commander() -> Incident {
    Incident { roles: Roles { commander: None, ..incident().roles }, ..incident() }
}

#[test]
fn lines_read_aloud() {
    let mut page = Page::new();
    for (name, line) in all() {
        let incident = match line {
            Line::RoleLeft { .. } | Line::HolderGone { .. } | Line::AskedToCommand { .. } => {
                without_commander()
            }
            _ => incident(),
        };
        page.add(name, |voice| lines::line(&incident, &line, voice));
    }
    let ownerless = Incident { declarer_gone: true, ..without_commander() };
    for (what, line) in [
        (
            "the last owner goes",
            Line::HolderGone {
                user: ownerless.declared_by.clone(),
                why: Departure::BecameGuest,
                held: Vec::new(),
            },
        ),
        (
            "the last owner steps down",
            Line::RoleLeft { role: Role::Commander, user: user("@bob"), area: String::new() },
        ),
    ] {
        page.add(what, |voice| lines::line(&ownerless, &line, voice));
    }
    page.add("somebody commands", |voice| lines::retired_plea(&incident(), Some(&user("@minji")), voice));
    page.add("nobody has to", |voice| lines::retired_plea(&incident(), None, voice));
    let there = Address::Stakeholders { channel: ChannelId::new("#execs") };
    page.add("it got there", |voice| updates::ended_offer(&incident(), &there, OfferEnd::Delivered, voice));
    page.add("tried again", |voice| updates::ended_offer(&incident(), &there, OfferEnd::Repeated, voice));
    page.compare("lines");
}

#[test]
fn what_stakeholders_hear_read_aloud() {
    let mut page = Page::new();
    for (name, line) in all() {
        for (reader, whom) in [(Reader::Inside, "inside"), (Reader::Outside, "outside")] {
            let is_heard = std::cell::Cell::new(false);
            super::everywhere(|voice| {
                is_heard.set(updates::told(&incident(), &line, reader, voice).is_some());
            });
            if is_heard.get() {
                page.add(&format!("{name}, {whom}"), |voice| {
                    updates::told(&incident(), &line, reader, voice)
                });
            }
        }
    }
    for (name, incident) in [
        ("open", incident()),
        ("fresh", fresh()),
        ("resolved", resolved()),
        ("closed", closed()),
        ("cancelled", cancelled(None)),
        ("duplicate", cancelled(Some(other()))),
        ("without a channel yet", Incident { places: Places::default(), ..fresh() }),
        (
            "without a channel for good",
            Incident { places: Places::default(), told: Some(Vec::new()), ..fresh() },
        ),
    ] {
        page.add(&format!("announcement as a line, {name}"), |voice| {
            announcement::announcement(&incident, voice).text
        });
        page.add(&format!("announcement, {name}"), |voice| announcement::announcement(&incident, voice));
        for reader in [Reader::Inside, Reader::Outside] {
            page.add(&format!("notice, {name}, {reader:?}"), |voice| {
                announcement::notice(&incident, reader, voice)
            });
        }
    }
    let last = incident().last_update.unwrap();
    page.add("external word", |voice| updates::external(&incident(), &last, voice));
    page.compare("stakeholders");
}

#[test]
fn errands_that_were_given_up_read_aloud() {
    let mut page = Page::new();
    for errand in Errand::ALL {
        let line = Line::GaveUp { errand: *errand, why: Obstacle::Database };
        page.add(errand.key(), |voice| lines::line(&incident(), &line, voice));
    }
    for why in [
        Obstacle::AnotherVersion,
        Obstacle::NoChannel,
        Obstacle::NeverReady,
        Obstacle::RateLimit,
        Obstacle::NoAnswer,
        Obstacle::Bug,
    ] {
        let key = why.key().to_owned();
        let line = Line::GaveUp { errand: Errand::Say, why };
        page.add(&key, |voice| lines::line(&incident(), &line, voice));
    }
    page.compare("errands");
}

fn facts() -> Vec<(&'static str, Fact)> {
    let message = || MessageRef { channel: ChannelId::new("#inc-42"), ts: "1795313645.000100".to_owned() };
    let update = || incident().last_update.unwrap();
    let text = |text: &str| Some(text.to_owned());
    let given = |beside| Fact::RoleGiven {
        role: Role::Communications,
        to: user("@bob"),
        from: None,
        area: String::new(),
        beside,
    };
    let left = |why| Fact::RoleLeft {
        role: Role::Responder,
        user: user("@carol"),
        area: "database".to_owned(),
        why,
    };
    every!(Fact:
        Declared => [Fact::Declared { title: "Checkout is down".to_owned(), severity: SeverityKey::new("sev1"), seen: None, service: None }],
        Announced => [Fact::Announced],
        ChannelOpened => [Fact::ChannelOpened { name: "inc-42-checkout".to_owned() }],
        SeverityChanged => [Fact::SeverityChanged { from: SeverityKey::new("sev1"), to: SeverityKey::new("sev0"), because: text("No payment works") }],
        ServiceChanged => [
            Fact::ServiceChanged { from: None, to: "checkout".to_owned() },
            Fact::ServiceChanged { from: Some("search".to_owned()), to: "checkout".to_owned() },
        ],
        OwnerGone => [
            Fact::OwnerGone { user: user("@alice"), why: None },
            Fact::OwnerGone { user: user("@alice"), why: Some(Departure::LeftChannel) },
            Fact::OwnerGone { user: user("@alice"), why: Some(Departure::Deactivated) },
            Fact::OwnerGone { user: user("@alice"), why: Some(Departure::BecameGuest) },
        ],
        StageChanged => [Fact::StageChanged { from: StageName::Detected, to: StageName::Triage }],
        RoleGiven => [given(None), given(Some(vec![Role::Commander, Role::Responder]))],
        RoleLeft => [
            left(None),
            left(Some(Departure::LeftChannel)),
            left(Some(Departure::Deactivated)),
            left(Some(Departure::BecameGuest)),
        ],
        UpdatePosted => [Fact::UpdatePosted { update: update() }],
        UpdateCorrected => [Fact::UpdateCorrected { update: update() }],
        StatusPageUpdated => [Fact::StatusPageUpdated { text: "Card payments fail".to_owned() }],
        NothingNew => [Fact::NothingNew { next_update_at: Some(now()) }, Fact::NothingNew { next_update_at: None }],
        Reminded => [
            Fact::Reminded { due_at: ago(5), escalated: None },
            Fact::Reminded { due_at: ago(5), escalated: Some(Escalation::Communications) },
            Fact::Reminded { due_at: ago(5), escalated: Some(Escalation::Owner) },
            Fact::Reminded { due_at: ago(5), escalated: Some(Escalation::Groups) },
        ],
        AskedToCommand => [Fact::AskedToCommand { whom: Asked::Channel }, Fact::AskedToCommand { whom: Asked::Groups }],
        Snoozed => [Fact::Snoozed { until: now() }],
        // What somebody noted stands there as it is.
        Noted => [Fact::Noted { text: "5xx".to_owned() }],
        Decided => [
            Fact::Decided { decision: "Roll back".to_owned(), because: None },
            Fact::Decided { decision: "Roll back".to_owned(), because: text("A fix takes too long") },
        ],
        Tried => [Fact::Tried { way: Recovery::Rollback, outcome: AttemptOutcome::Failed, details: "Still 30 %".to_owned() }],
        Changed => [Fact::Changed { text: "Deployed".to_owned(), link: text("https://ci.example.com/7") }],
        Corrected => [
            Fact::Corrected { entry: Position::new(11), text: text("It began at 11:05"), at: None },
            Fact::Corrected { entry: Position::new(11), text: None, at: Some(now()) },
        ],
        Struck => [Fact::Struck { entry: Position::new(11), because: text("Another incident") }],
        Quoted => [Fact::Quoted {
            message: message(),
            text: "p99 is high".to_owned(),
            files: vec![FileLink { name: "graph.png".to_owned(), link: "https://files.example/1".to_owned() }],
            link: text("https://example.slack.com/p1"),
            kept_by: user("@alice"),
        }],
        LetGo => [Fact::LetGo { message: message() }],
        TimeSet => [
            Fact::TimeSet { moment: Moment::Occurred, at: now(), was: None },
            Fact::TimeSet { moment: Moment::ToldOutside, at: now(), was: Some(ago(5)) },
        ],
        Resolved => [Fact::Resolved { recovery: Recovery::Replacement, detection: Detection::Staff }],
        Closed => [Fact::Closed { postmortem_owner: None }],
        Reopened => [Fact::Reopened { because: text("It fails again") }],
        MadePrivate => [Fact::MadePrivate { because: text("It is about a person") }],
        ChannelArchived => [Fact::ChannelArchived],
        ChannelUnarchived => [Fact::ChannelUnarchived],
        OverStageLimit => [Fact::OverStageLimit { stage: StageName::Triage, limit_seconds: 2_400 }],
        Cancelled => [
            Fact::Cancelled { because: None, duplicate_of: None },
            Fact::Cancelled { because: None, duplicate_of: Some(Number::new(41)) },
        ],
        CancelledBesidePrivate => [Fact::CancelledBesidePrivate { because: text("Both are about a laptop") }],
        DuplicateFound => [Fact::DuplicateFound { number: Number::new(41) }],
        DuplicateGone => [Fact::DuplicateGone { number: Number::new(41) }],
        Brought => [Fact::Brought {
            origin: Origin { incident: Number::new(41), position: Position::new(3) },
            fact: Box::new(Fact::Resolved { recovery: Recovery::Hotfix, detection: Detection::Staff }),
        }],
        Withheld => [Fact::Withheld],
        GaveUp => [Fact::GaveUp { errand: Errand::PinPanel, why: Obstacle::NoAnswer }],
    )
}

#[test]
fn the_timeline_read_aloud() {
    let mut page = Page::new();
    for (name, fact) in facts() {
        if matches!(fact, Fact::Noted { .. } | Fact::Quoted { .. }) {
            continue;
        }
        page.add(name, |voice| answers::fact(&fact, voice));
    }
    page.compare("facts");
}

#[test]
fn the_document_read_aloud() {
    let timeline: Vec<TimelineEntry> = facts()
        .into_iter()
        .map(|(_, fact)| TimelineEntry {
            happened_at: ago(30),
            recorded_at: ago(30),
            author: by("@carol"),
            source: Source::SlashCommand,
            fact,
        })
        .collect();
    let write = |incident: &Incident, timeline: &[TimelineEntry], voice: &Voice<'_>| {
        postmortem(&Dossier {
            incident,
            timeline,
            people: &UserId::to_string,
            policy: voice.policy,
            zone: voice.zone,
            language: voice.language,
            written_at: now(),
            channel_link: None,
        })
    };
    let mut page = Page::new();
    page.add_text("with everything that is recorded", |voice| write(&closed(), &timeline, voice));
    let bare = Incident { seen: None, service: None, ..fresh() };
    page.add_text("with nothing", |voice| write(&bare, &[], voice));
    for (name, incident) in [
        ("of a resolved one", resolved()),
        ("of a cancelled one", cancelled(None)),
        ("of a duplicate", cancelled(Some(other()))),
    ] {
        page.add_text(name, |voice| {
            write(&incident, &[], voice).lines().take(16).collect::<Vec<_>>().join("\n")
        });
    }
    page.compare("document");
}

#[test]
fn reminders_read_aloud() {
    let mut page = Page::new();
    let reminder = |escalated, answer| Reminder {
        reminded_at: now(),
        due_at: ago(15),
        escalated,
        message: None,
        answer,
        is_shown: false,
    };
    for (name, incident) in [("after a word", incident()), ("before any word", fresh())] {
        let show = |escalated| reminder(escalated, None);
        page.add(&format!("due, {name}"), |voice| reminder::reminder(&incident, &show(None), voice));
        for to in [Escalation::Communications, Escalation::Owner, Escalation::Groups] {
            let name = format!("{to:?}, {name}");
            page.add(&name, |voice| reminder::reminder(&incident, &show(Some(to)), voice));
        }
        page.add(&format!("heads-up, {name}"), |voice| {
            reminder::heads_up(&incident, now() + TimeDelta::minutes(10), now(), voice)
        });
    }
    let escalated = Some(Escalated { to: Escalation::Groups, at: ago(10) });
    let clock = UpdateClock { escalated, ..UpdateClock::due(ago(15)) };
    let late = Incident { update_clock: Some(clock), ..incident() };
    page.add("still overdue", |voice| reminder::reminder(&late, &reminder(None, None), voice));
    let snoozed = || ReminderOutcome::Snoozed { until: now() + TimeDelta::minutes(15) };
    let outcomes = every!(ReminderOutcome:
        Updated => [ReminderOutcome::Updated],
        NothingNew => [ReminderOutcome::NothingNew],
        Snoozed => [snoozed()],
        Resolved => [ReminderOutcome::Resolved],
        Closed => [ReminderOutcome::Closed],
        Cancelled => [ReminderOutcome::Cancelled],
        Lowered => [ReminderOutcome::Lowered { to: SeverityKey::new("sev2") }],
    );
    for (name, how) in outcomes {
        let answer = ReminderAnswer { by: by("@bob"), how };
        page.add(name, |voice| reminder::reminder(&incident(), &reminder(None, Some(answer.clone())), voice));
    }
    page.add("followed by another", |voice| reminder::retired(&incident(), None, voice));
    page.compare("reminders");
}

#[test]
fn instructions_read_aloud() {
    let mut page = Page::new();
    for role in Role::FOUR.iter().copied().chain(Role::find("scribe")) {
        page.add(role.key(), |voice| instructions::instructions(&incident(), role, voice));
    }
    let joined = Responder { user: user("@carol"), area: String::new() };
    let joined = Incident { roles: Roles { responders: vec![joined], ..Roles::default() }, ..incident() };
    page.add("where", |voice| areas::question(&joined, &user("@carol"), voice.language, voice).unwrap());
    page.add("postmortem", |voice| instructions::postmortem(&closed(), voice));
    let without_channel = Incident { places: Places::default(), ..closed() };
    page.add("postmortem, no channel", |voice| instructions::postmortem(&without_channel, voice));
    page.compare("instructions");
}
