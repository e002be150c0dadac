//! What holds for every sequence of commands.

use proptest::prelude::*;

use super::*;

fn any_command() -> impl Strategy<Value = Command> {
    let names = prop::sample::select(vec!["alice", "bob", "은지"]);
    let roles = prop::sample::select(Role::FOUR.to_vec());
    let stages = prop::sample::select(StageName::ALL.to_vec());
    let message = || MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    prop_oneof![
        prop::sample::select(vec!["sev0", "sev1", "sev2", "sev3", "sev9"]).prop_map(sev),
        stages.prop_map(stage),
        (roles, names).prop_map(|(role, name)| give(role, name)),
        prop::sample::select(Role::FOUR.to_vec()).prop_map(|role| leave(role, "")),
        prop::sample::select(vec!["alice", "bob"]).prop_map(|name| Command::LoseHolder {
            user: UserId::new(name),
            why: Departure::LeftChannel,
            at: None
        }),
        (-10i64..2000).prop_map(|ahead| update(start() + TimeDelta::minutes(ahead))),
        Just(update(None)),
        Just(Command::NothingNew { answers: None }),
        (-5i64..2000).prop_map(snooze),
        "[a-c]{0,2}".prop_map(|to| Command::ChangeService { to }),
        "[a-z ]{0,5}".prop_map(|text| Command::Note { text }),
        "[a-z ]{0,5}".prop_map(|words| Command::Decide { decision: words.clone(), because: Some(words) }),
        "[a-z ]{0,5}".prop_map(|details| Command::Try {
            way: Recovery::Restart,
            outcome: AttemptOutcome::Failed,
            details,
        }),
        (-100i64..2000).prop_map(|minutes| Command::NoteChange {
            text: "a".to_owned(),
            link: None,
            at: Some(start() + TimeDelta::minutes(minutes)),
        }),
        (1usize..9, any::<bool>()).prop_map(|(place, strikes)| {
            let fact = Fact::Noted { text: "a".to_owned() };
            let entry = Addressed { position: Position::new(place), fact, at: start(), is_struck: false };
            if strikes {
                Command::Strike { entry, because: None }
            } else {
                Command::Correct { entry, text: Some("b".to_owned()), at: None }
            }
        }),
        (prop::sample::select(Moment::ALL.to_vec()), -100i64..2000).prop_map(|(moment, minutes)| {
            Command::SetTime { moment, at: start() + TimeDelta::minutes(minutes) }
        }),
        (0usize..3, 0usize..4).prop_map(move |(place, kind)| {
            let message =
                MessageRef { channel: ChannelId::new("C1"), ts: format!("179000000{place}.000000") };
            let said = Quote {
                author: Author::App("Grafana".to_owned()),
                text: "a".to_owned(),
                files: Vec::new(),
                happened_at: None,
            };
            match kind {
                0 => Command::Keep { message, mark: Mark::Pin, quote: None, at: None },
                1 => Command::Keep { message, mark: Mark::Form, quote: Some(said), at: None },
                2 => Command::LetGo { message, mark: Mark::Pin, at: None },
                _ => Command::MessageRead { message, quote: Some(said), link: None },
            }
        }),
        Just(resolve()),
        Just(close()),
        prop_oneof![
            Just(reopen()),
            Just(Command::Reopen {
                because: None,
                gone: vec![Gone { user: UserId::new("bob"), why: Departure::BecameGuest }],
            })
        ],
        Just(Command::Cancel { because: None, duplicate_of: None }),
        prop::sample::select(vec!["alice", "carol"])
            .prop_map(|name| Command::MemberJoined { user: UserId::new(name), at: None }),
        prop::sample::select(vec!["alice", "carol"])
            .prop_map(|name| Command::MemberLeft { user: UserId::new(name), at: None }),
        (1i64..4, any::<bool>()).prop_map(|(number, found)| {
            let other = Other { number: Number::new(number), channel: None, is_private: false };
            let by = Author::Firebell;
            if found {
                Command::DuplicateFound { other, title: String::new(), by, merges: false }
            } else {
                Command::DuplicateGone { number: other.number, by }
            }
        }),
        Just(Command::Remind),
        Just(Command::Announced { message: message() }),
        any::<bool>().prop_map(|is_private| {
            Command::ChannelOpened { channel: ChannelId::new("C1"), name: "inc-1".to_owned(), is_private }
        }),
        Just(Command::PanelPosted { message: message() }),
        Just(Command::ReminderPosted { message: message(), reminded_at: Some(start()) }),
        Just(Command::PleaPosted { message: message() }),
        Just(Command::OfferPosted { offer: Offer { to: Address::Channel, message: message() } }),
        Just(Command::ReminderShown { message: message(), answer: answered() }),
        Just(Command::GaveUp { errand: Errand::SetTopic, why: "too_long".into() }),
        Just(Command::GaveUp { errand: Errand::ReadMessage, why: "not_in_channel".into() }),
    ]
}

fn private() -> Manner {
    Manner { is_private: true, ..Manner::default() }
}

fn answered() -> ReminderAnswer {
    ReminderAnswer {
        by: Author::Person(UserId::new("bob")),
        how: ReminderOutcome::NothingNew { is_the_word: false, next_update_at: None },
    }
}

/// Whoever names an entry has seen it, and what is posted was given.
fn as_seen(command: Command, incident: &Incident, timeline: &[TimelineEntry]) -> Command {
    let seen = |entry: &Addressed| {
        let fact = entry.position.of(timeline).map_or(Fact::Announced, |known| known.fact.clone());
        let told = told(timeline);
        let is_struck = told.iter().any(|one| one.position == entry.position && one.struck.is_some());
        Addressed { position: entry.position, fact, at: entry.at, is_struck }
    };
    match command {
        Command::Strike { entry, because } => Command::Strike { entry: seen(&entry), because },
        Command::Correct { entry, text, at } => Command::Correct { entry: seen(&entry), text, at },
        Command::ReminderPosted { message, reminded_at } => {
            let reminded_at = incident.last_reminder.as_ref().map(|last| last.reminded_at).or(reminded_at);
            Command::ReminderPosted { message, reminded_at }
        }
        other => other,
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_the_rules_hold(
        severity in prop::sample::select(vec!["sev0", "sev1", "sev2"]),
        manner in prop::sample::select(vec![Manner::default(), private(), Manner { is_drill: true, ..private() }]),
        mut commands in prop::collection::vec((0i64..200, any_command()), 0..60),
        becomes_private in prop::option::of(0usize..60),
    ) {
        let mut bench = Bench::declared_as(severity, manner);
        if let Some(place) = becomes_private {
            commands.insert(place.min(commands.len()), (1, Command::MakePrivate { because: None, gone: Vec::new() }));
        }
        let mut recorded = bench.timeline.len();
        for (minutes, command) in commands {
            let command = as_seen(command, &bench.incident, &bench.timeline);
            bench.after_minutes(minutes);
            let before = bench.incident.clone();
            let again = step(&before, command.clone(), &at_a_button(person("bob"), bench.now, &bench.policy));
            let reminding = command == Command::Remind;
            let telling = matches!(command, Command::PostUpdate { .. } | Command::NothingNew { answers: None });
            let asked = bench.ask(person("bob"), command);

            prop_assert_eq!(asked.clone(), again.map(|step| step.effects), "stepping is deterministic");
            prop_assert!(bench.timeline.len() >= recorded, "the timeline only grows");
            recorded = bench.timeline.len();
            prop_assert_eq!(bench.incident.number, before.number);
            match asked {
                Err(_) => prop_assert_eq!(&bench.incident, &before, "a refusal changes nothing"),
                Ok(effects) => {
                    if bench.incident.manner.is_private {
                        prop_assert!(!effects.iter().any(Effect::is_for_outsiders), "nothing of it is told outside: {:?}", effects);
                        let withdraws = effects.iter().any(Effect::withdraws);
                        prop_assert!(!withdraws || !before.manner.is_private, "once is enough: {:?}", effects);
                    }
                    let rang = effects.contains(&Effect::Remind);
                    prop_assert!(!rang || before.stage.is_open(), "no reminder after it is over");
                    prop_assert!(!rang || reminding);
                    if telling && let Some(next) = bench.incident.next_update_reminder_at(&bench.policy) {
                        prop_assert!(next > bench.now, "after an update the next reminder lies ahead");
                    }
                }
            }
            let told = told(&bench.timeline);
            let standing = |kept: &Kept| {
                told.iter().filter(|one| matches!(one.fact(), Some(Fact::Quoted { message, .. }) if message == kept.message)).count()
            };
            for kept in &bench.incident.kept {
                prop_assert_eq!(standing(kept), usize::from(kept.is_recorded), "a message is one entry");
            }
            let (stage, clock) = (&bench.incident.stage, &bench.incident.update_clock);
            prop_assert!(clock.is_some() || !stage.owes_updates(), "what is owed has a clock");
            prop_assert!(clock.is_none() || stage.is_open(), "what is over has none");
            prop_assert_eq!(bench.incident.stage.is_open() && bench.incident.stage.closure().is_some(), false);
        }
    }
}
