//! Why not: every refusal, every typing mistake, every flaw below a field.

use chrono::TimeDelta;

use super::aloud::{Page, Said, every, incident, user};
use super::everywhere;
use crate::incident::*;
use crate::language::Language;
use crate::say;
use crate::slack::inbound::typed::Mistake;
use crate::slack::views::plain::{Mention, Names, plain};
use crate::slack::views::{duties, given_back, mistakes, refusals, taking_over};

fn number() -> Number {
    Number::new(42)
}

fn taken() -> Refusal {
    Refusal::RoleTakenMeanwhile { number: number(), role: Role::Commander, holder: user("@minji") }
}

fn all() -> Vec<(&'static str, Refusal)> {
    let number = number();
    let entry = Position::new(12);
    let original = Number::new(41);
    let groups = || vec!["@sre".to_owned(), "@payments".to_owned()];
    let severity = || SeverityKey::new("sev1");
    let needs = |to| Refusal::StageNeedsMore { number, from: StageName::Triage, to };
    let apart = |role, beside: &[Role]| Refusal::DutiesKeptApart {
        number,
        role,
        user: user("@bob"),
        beside: beside.to_vec(),
        separation: Separation::Enforce,
    };
    let not_a_member = |standing, role| Refusal::NotAMember { number, user: user("@gina"), standing, role };
    let duplicate =
        |number, original| Refusal::DuplicateOfDuplicate { number, asked: Number::new(43), original };
    every!(Refusal:
        Guest => [Refusal::Guest],
        NotAllowed => [Refusal::NotAllowed { action: Action::Close, groups: groups() }],
        GroupsUnsaid => [Refusal::GroupsUnsaid { action: Action::Declare, groups: groups() }],
        NobodyAllowed => [Refusal::NobodyAllowed { action: Action::Timeline, groups: groups() }],
        SeverityAlready => [Refusal::SeverityAlready { number, severity: severity() }],
        NoSuchSeverity => [Refusal::NoSuchSeverity { asked: SeverityKey::new("sev9") }],
        NoSuchService => [Refusal::NoSuchService { asked: "chekout".to_owned() }],
        ServiceAlready => [Refusal::ServiceAlready { number, service: "checkout".to_owned() }],
        NotAMember => [
            not_a_member(Standing::Guest, Some(Role::Commander)),
            not_a_member(Standing::Gone, Some(Role::Commander)),
            not_a_member(Standing::Guest, None),
            not_a_member(Standing::Gone, None),
        ],
        RetryInPrivate => [Refusal::RetryInPrivate { number }],
        PrivateAlready => [Refusal::PrivateAlready { number }],
        DrillBeside => [Refusal::DrillBeside { number, asked: Number::new(43) }],
        PrivateBeside => [Refusal::PrivateBeside { number, asked: Number::new(43) }],
        StageAlready => [Refusal::StageAlready { number, stage: StageName::Mitigating }],
        StageNeedsMore => [needs(StageName::ReadyForClosure), needs(StageName::Closed), needs(StageName::Cancelled)],
        NoSuchRole => [Refusal::NoSuchRole { asked: Role::find("pilot").unwrap() }],
        RoleAlready => [
            Refusal::RoleAlready { role: Role::Commander, user: user("@minji") },
            Refusal::RoleAlready { role: Role::Responder, user: user("@carol") },
            Refusal::RoleAlready { role: Role::find("scribe").unwrap(), user: user("@carol") },
        ],
        DutiesKeptApart => [
            apart(Role::Commander, &[Role::Communications]),
            apart(Role::Communications, &[Role::Commander, Role::Responder]),
        ],
        RoleNotHeld => [
            Refusal::RoleNotHeld { number, role: Role::Triage, area: String::new() },
            Refusal::RoleNotHeld { number, role: Role::Responder, area: "database".to_owned() },
        ],
        RoleTakenMeanwhile => [taken()],
        ReminderAnswered => [Refusal::ReminderAnswered { number }],
        ExportUnderWay => [Refusal::ExportUnderWay { number }],
        ChannelArchived => [Refusal::ChannelArchived { number }],
        Closed => [Refusal::Closed { number }],
        Cancelled => [
            Refusal::Cancelled { number, duplicate_of: None },
            Refusal::Cancelled { number, duplicate_of: Some(original) },
        ],
        OwnDuplicate => [Refusal::OwnDuplicate { number }],
        DuplicateOfDuplicate => [duplicate(number, original), duplicate(number, number)],
        DuplicateOfEnded => [Refusal::DuplicateOfEnded { number, asked: original, stage: StageName::Closed }],
        NoSuchOther => [Refusal::NoSuchOther { asked: Number::new(99) }],
        ResolvedAlready => [Refusal::ResolvedAlready { number }],
        ResolveFirst => [Refusal::ResolveFirst { number, from: StageName::Mitigating }],
        NotClosed => [Refusal::NotClosed { number, stage: StageName::Monitoring }],
        NoSuchEntry => [Refusal::NoSuchEntry { number, asked: entry, last: Position::new(9) }],
        NotWorded => [Refusal::NotWorded { entry }],
        IsUpdate => [Refusal::IsUpdate { entry }],
        StruckAlready => [Refusal::StruckAlready { entry }],
        KeptAlready => [Refusal::KeptAlready { number }],
        MomentToCome => [
            Refusal::MomentToCome { number, moment: Moment::Resolved },
            Refusal::MomentToCome { number, moment: Moment::Closed },
        ],
        UpdateOutOfHand => [Refusal::UpdateOutOfHand { number }],
        PageAwaitsNone => [Refusal::PageAwaitsNone { number }],
        NothingToRetry => [Refusal::NothingToRetry { number }],
        NoUpdateOwed => [Refusal::NoUpdateOwed { number }],
        SnoozeOutOfRange => [Refusal::SnoozeOutOfRange { severity: severity(), longest: TimeDelta::minutes(30) }],
        SnoozedOften => [
            Refusal::SnoozedOften { number, severity: severity(), times: 0 },
            Refusal::SnoozedOften { number, severity: severity(), times: 1 },
            Refusal::SnoozedOften { number, severity: severity(), times: 2 },
        ],
        Fields => [Refusal::Fields(vec![(Field::Title, Flaw::Empty), (Field::NextUpdateAt, Flaw::Past)])],
    )
}

/// What is refused before the core is asked.
fn beside_the_core() -> [(&'static str, Said); 11] {
    [
        ("elsewhere", |voice| say!(voice.language, "refused-other-workspace")),
        ("no such incident", |voice| {
            say!(voice.language, "refused-no-such-incident", number = "INC-99", command = voice.command)
        }),
        ("deactivated", |voice| say!(voice.language, "refused-person-deactivated", person = "@bob")),
        ("nothing open", |voice| {
            say!(voice.language, "refused-no-incident-to-add-to", command = voice.command)
        }),
        ("own message", |voice| say!(voice.language, "refused-own-message", command = voice.command)),
        ("old button", |voice| say!(voice.language, "refused-old-button", command = voice.command)),
        ("old button at home", |voice| say!(voice.language, "home-old-button")),
        ("trouble", |voice| say!(voice.language, "refused-trouble", reference = "7f3a")),
        ("in doubt", |voice| {
            say!(voice.language, "refused-in-doubt", command = voice.command, reference = "7f3a")
        }),
        ("no form", |voice| say!(voice.language, "refused-form")),
        ("no such choice", |voice| say!(voice.language, "flaw-unknown")),
    ]
}

#[test]
fn refusals_read_aloud() {
    let mut page = Page::new();
    for (name, refusal) in all() {
        page.add(name, |voice| refusals::refusal(&refusal, voice));
    }
    for action in Action::ALL {
        let refusal = Refusal::NotAllowed { action: *action, groups: vec!["@sre".to_owned()] };
        page.add("NotAllowed", |voice| refusals::refusal(&refusal, voice));
    }
    for (key, refusal) in beside_the_core() {
        page.add_text(key, refusal);
    }
    page.add("a command elsewhere", |voice| refusals::not_an_incident_channel(&[incident()], voice));
    page.add("a command while nothing is open", |voice| refusals::not_an_incident_channel(&[], voice));
    page.add("a sentence like a command", |voice| {
        given_back::with_typed_to_declare("…", "update fails for everybody", voice)
    });
    page.compare("refusals");
}

#[test]
fn every_refusal_names_a_way_out() {
    everywhere(|voice| {
        let ways: &[&str] = match voice.language {
            Language::English => {
                &["`/incident", "hoose", "lease", "ress ", "Ask ", "ask ", "Look", "use the ", "firebell"]
            }
            Language::Korean => &["`/incident", "주세요", "하세요", "쓸 수 있는", "firebell"],
        };
        for (name, refusal) in all() {
            let sentence = refusals::refusal(&refusal, voice);
            assert!(ways.iter().any(|way| sentence.contains(way)), "{name}: {sentence}");
        }
    });
}

/// What reads as a mark or an id where Slack shows plain text.
fn is_for_machines(text: &str) -> bool {
    let is_id = |word: &str| {
        word.len() > 8 && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    };
    text.contains(['<', '>', '`', '*']) || text.split_whitespace().any(is_id)
}

#[test]
fn what_stands_below_a_field_is_plain_text_with_names() {
    let people = ["@minji", "@bob", "@carol", "@gina"];
    let names: Names =
        people.map(|name| (Mention::Person(user(name)), name.trim_start_matches('@').to_uppercase())).into();
    everywhere(|voice| {
        for (name, refusal) in all() {
            let below = refusals::field_errors(&refusal, voice);
            let whole = || vec![(Field::Title, refusals::refusal(&refusal, voice))];
            for (_, flaw) in below.unwrap_or_else(whole) {
                let read = plain(&flaw, &names, voice.language);
                assert!(!is_for_machines(&read), "{name}: {read}");
                let is_about = |known: &&&str| flaw.contains(&format!("<@{known}>"));
                for known in people.iter().filter(is_about) {
                    assert!(read.contains(&names[&Mention::Person(user(known))]), "{name}: {read}");
                }
                let nameless = plain(&flaw, &Names::new(), voice.language);
                assert!(!is_for_machines(&nameless), "{name}: {nameless}");
            }
        }
        for (name, said) in beside_the_core() {
            let read = plain(&said(voice), &names, voice.language);
            assert!(!is_for_machines(&read), "{name}: {read}");
        }
    });
}

#[test]
fn questions_about_duties_read_aloud() {
    let mut page = Page::new();
    let give = |role| Command::GiveRole {
        role,
        to: user("@bob"),
        area: String::new(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    };
    for (asker, role, beside) in [
        ("@bob", Role::Commander, vec![Role::Communications]),
        ("@minji", Role::Communications, vec![Role::Commander, Role::Responder]),
    ] {
        let separation = Separation::Warn;
        let refusal =
            Refusal::DutiesKeptApart { number: number(), role, user: user("@bob"), beside, separation };
        page.add(asker, |voice| duties::question(&refusal, &give(role), &user(asker), voice).unwrap());
    }
    let command = give(Role::Commander);
    page.add("taken over", |voice| taking_over::question(&taken(), &command, &user("@bob"), voice).unwrap());
    page.compare("duties");
}

#[test]
fn mistakes_read_aloud() {
    let unknown = |near| Mistake::Unknown { word: "uptade".to_owned(), near };
    let all = every!(Mistake:
        Unknown => [unknown(Some("update")), unknown(None)],
        DeclaredSeverity => [Mistake::DeclaredSeverity],
        Severity => [Mistake::Severity],
        Stage => [Mistake::Stage],
        Role => [Mistake::Role],
        Leave => [Mistake::Leave],
        Person => [Mistake::Person { typed: "@bob".to_owned() }],
        Note => [Mistake::Note],
        Decided => [Mistake::Decided],
        Tried => [Mistake::Tried],
        Changed => [Mistake::Changed],
        Correct => [Mistake::Correct],
        Strike => [Mistake::Strike],
        Time => [Mistake::Time],
        Snooze => [Mistake::Snooze],
        Duplicate => [Mistake::Duplicate],
        Merge => [Mistake::Merge],
    );
    let mut page = Page::new();
    for (name, mistake) in all {
        page.add(name, |voice| mistakes::mistake(&mistake, voice));
    }
    page.compare("mistakes");
}

#[test]
fn flaws_read_aloud() {
    let all = every!(Flaw:
        Empty => [Flaw::Empty],
        TooLong => [Flaw::TooLong { longest: 120, length: 150 }],
        Past => [Flaw::Past],
        TooFar => [Flaw::TooFar],
        Ahead => [Flaw::Ahead],
        LongAgo => [Flaw::LongAgo],
    );
    let mut page = Page::new();
    for (name, flaw) in all {
        page.add(name, |voice| refusals::flawed(flaw, voice));
    }
    page.compare("flaws");
}
