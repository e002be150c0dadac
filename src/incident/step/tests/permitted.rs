//! What can be kept to user groups: every command there is, with the action that it belongs to.

use std::collections::BTreeSet;

use super::*;

/// The file in which the commands are listed.
const COMMANDS: &str = include_str!("../../command.rs");

fn addressed() -> Addressed {
    let fact = Fact::Noted { text: "5xx".to_owned() };
    Addressed { position: Position::new(1), fact, at: start(), is_struck: false }
}

fn message() -> MessageRef {
    MessageRef { channel: ChannelId::new("C1"), ts: "1790000000.000001".to_owned() }
}

fn words() -> String {
    "5xx".to_owned()
}

/// What people ask for.
fn asked_by_people() -> Vec<(Command, Action)> {
    let text = || UpdateText { what_happened: words(), impact: words(), doing: words() };
    vec![
        (sev("sev0"), Action::Severity),
        (stage(StageName::Triage), Action::Stage),
        (Command::ChangeService { to: words() }, Action::Service),
        (give(Role::Triage, "bob"), Action::Roles),
        (leave(Role::Triage, ""), Action::Roles),
        (update(None), Action::Update),
        (Command::CorrectUpdate { update: 1, text: text(), external: None }, Action::Update),
        (Command::ConfirmPage { update: 1, corrected_at: None }, Action::Update),
        (Command::Redeliver { to: Address::Channel }, Action::Update),
        (Command::NothingNew { answers: None }, Action::Update),
        (snooze(5), Action::Update),
        (Command::Note { text: words() }, Action::Timeline),
        (Command::Decide { decision: words(), because: None }, Action::Timeline),
        (
            Command::Try { way: Recovery::Rollback, outcome: AttemptOutcome::Failed, details: words() },
            Action::Timeline,
        ),
        (Command::NoteChange { text: words(), link: None, at: None }, Action::Timeline),
        (Command::Correct { entry: addressed(), text: Some(words()), at: None }, Action::Timeline),
        (Command::Strike { entry: addressed(), because: None }, Action::Timeline),
        (Command::SetTime { moment: Moment::Detected, at: start() }, Action::Timeline),
        (Command::Keep { message: message(), mark: Mark::Pin, quote: None, at: None }, Action::Timeline),
        (Command::LetGo { message: message(), mark: Mark::Pin, at: None }, Action::Timeline),
        (resolve(), Action::Resolve),
        (close(), Action::Close),
        (reopen(), Action::Reopen),
        (Command::Cancel { because: None, duplicate_of: None }, Action::Cancel),
        (Command::Merge { into: Number::new(2) }, Action::Cancel),
        (Command::MakePrivate { because: None, gone: Vec::new() }, Action::Private),
        (Command::Export, Action::Export),
    ]
}

/// What Firebell alone asks: what the clock, Slack's news and deliveries bring.
fn asked_by_firebell() -> Vec<Command> {
    let (channel, user) = (ChannelId::new("C1"), UserId::new("bob"));
    let by = Author::Firebell;
    let other = Other { number: Number::new(2), channel: None, is_private: false };
    let answer = ReminderAnswer {
        by: by.clone(),
        how: ReminderOutcome::NothingNew { is_the_word: false, next_update_at: None },
    };
    vec![
        Command::LoseHolder { user: user.clone(), why: Departure::LeftChannel, at: None },
        Command::Remind,
        Command::FollowSettings,
        Command::Announced { message: message() },
        Command::ChannelOpened { channel: channel.clone(), name: words(), is_private: false },
        Command::ChannelArchived { channel: channel.clone(), by: Archiver::Firebell, as_of: None },
        Command::ChannelUnarchived { channel, by: user.clone(), at: None },
        Command::PanelPosted { message: message() },
        Command::ReminderPosted { message: message(), reminded_at: None },
        Command::ReminderShown { message: message(), answer },
        Command::DuplicateFound { other: other.clone(), title: words(), by: by.clone(), merges: false },
        Command::BringIn { from: Number::new(2), entries: Vec::new() },
        Command::DuplicateGone { number: Number::new(2), by },
        Command::Linked { to: other },
        Command::LeaveUnnamed { whom: Number::new(2) },
        Command::PleaPosted { message: message() },
        Command::OfferPosted { offer: Offer { to: Address::Channel, message: message() } },
        Command::MessageRead { message: message(), quote: None, link: None },
        Command::MemberJoined { user: user.clone(), at: None },
        Command::MemberLeft { user, at: None },
        Command::NoticePosted { message: message() },
        Command::CopyPosted { update: 1, to: Address::Channel, message: message(), shows: 0 },
        Command::CopiesShown { to: Address::Channel, shown: Vec::new() },
        Command::Undelivered {
            what: Parcel::Copy { update: 1, to: Address::Channel },
            errand: Errand::Inform,
            earlier: Earlier { delivery: words(), owed_since: start() },
            why: Obstacle::NoChannel,
        },
        Command::GaveUp { errand: Errand::SetTopic, why: Obstacle::NoChannel },
    ]
}

/// A command as it is called in the list: the first word of what it looks like.
fn name(command: &Command) -> String {
    format!("{command:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn the_tables_have_every_command_there_is() {
    let (_, list) = COMMANDS.split_once("pub enum Command {\n").unwrap();
    let (list, _) = list.split_once("\n}\n").unwrap();
    let starts =
        |line: &&str| line.starts_with("    ") && line[4..].starts_with(|c: char| c.is_ascii_uppercase());
    let all: BTreeSet<String> = list
        .lines()
        .filter(starts)
        .map(|line| line.trim().chars().take_while(|letter| letter.is_alphanumeric()).collect())
        .collect();
    let people = asked_by_people().into_iter().map(|(command, _)| command);
    let here: BTreeSet<String> = people.chain(asked_by_firebell()).map(|command| name(&command)).collect();
    assert_eq!(here, all);
}

/// Somebody who is in none of the groups that the rules name.
pub(super) fn outsider(groups: &[&str]) -> Memberships {
    let out = |group: &&str| Membership {
        group: GroupId::new(*group),
        called: format!("@{group}"),
        standing: GroupStanding::Out,
    };
    Memberships::new(groups.iter().map(out).collect())
}

/// What becomes of a command where these actions are kept to a group in which nobody is who asks.
fn asked_where_kept(actions: &[Action], asker: Asker, command: Command) -> Result<Step, Refusal> {
    let mut bench = Bench::declared("sev1");
    bench.policy.permissions =
        Permissions::new(actions.iter().map(|action| (*action, vec![GroupId::new("ops")])));
    let ctx = Context { memberships: outsider(&["ops"]), ..at_a_button(asker, start(), &bench.policy) };
    step(&bench.incident, command, &ctx)
}

fn is_kept(done: &Result<Step, Refusal>) -> bool {
    matches!(done, Err(Refusal::NotAllowed { .. }))
}

#[test]
fn what_is_kept_to_a_group_is_refused_to_others_by_its_action_alone_and_never_to_firebell() {
    for (command, action) in asked_by_people() {
        let refused = Err(Refusal::NotAllowed { action, groups: vec!["@ops".to_owned()] });
        assert_eq!(asked_where_kept(&[action], person("alice"), command.clone()), refused, "{command:?}");
        let others: Vec<Action> = Action::ALL.iter().copied().filter(|other| *other != action).collect();
        let open = asked_where_kept(&others, person("alice"), command.clone());
        assert!(!is_kept(&open), "{command:?} is kept with another action: {open:?}");
        let own = asked_where_kept(Action::ALL, Asker::Firebell, command.clone());
        assert!(!is_kept(&own), "{command:?} is kept from Firebell");
    }
}

#[test]
fn what_firebell_alone_asks_is_kept_from_nobody() {
    for command in asked_by_firebell() {
        assert_eq!(command.action(), None, "{command:?}");
        for asker in [Asker::Firebell, person("alice")] {
            let done = asked_where_kept(Action::ALL, asker, command.clone());
            assert!(done.is_ok(), "{command:?}: {done:?}");
        }
    }
}

#[test]
fn declaring_can_be_kept_to_a_group_too() {
    let policy =
        Policy { permissions: Permissions::new([(Action::Declare, vec![GroupId::new("ops")])]), ..policy() };
    let ask = |memberships| {
        let ctx = Context { memberships, ..at_the_form(&policy) };
        begin(declaration("Checkout is down", "sev1"), &ctx).map(drop)
    };
    let refused = Refusal::NotAllowed { action: Action::Declare, groups: vec!["@ops".to_owned()] };
    assert_eq!(ask(outsider(&["ops"])), Err(refused));
    assert_eq!(ask(Memberships::default()), Ok(()), "nobody is kept from the bell because Slack is silent");
}
