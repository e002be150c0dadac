//! The rules of an incident's life as tables, and what holds for every sequence of commands.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use crate::incident::cadence::{Cadence, WallClock};
use crate::incident::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Sunday, 12:00 in Seoul.
fn start() -> DateTime<Utc> {
    at("2026-11-22T12:00:00+09:00")
}

fn severity(key: &str, cadence: Cadence, invite: &[&str], postmortem: PostmortemRule) -> Severity {
    Severity {
        key: SeverityKey::new(key),
        name: None,
        help: None,
        cadence,
        invite: invite.iter().map(|group| GroupId::new(*group)).collect(),
        postmortem,
    }
}

fn policy() -> Policy {
    let daily =
        || Cadence::At(Box::new(WallClock::parse("0 0 10 * * Mon-Fri", chrono_tz::Asia::Seoul).unwrap()));
    let every = |minutes| Cadence::Every(TimeDelta::minutes(minutes));
    let rungs = vec![
        severity("sev0", every(15), &["S-ALL", "S-OPS"], PostmortemRule::Required),
        severity("sev1", every(60), &["S-OPS"], PostmortemRule::Required),
        severity("sev2", daily(), &[], PostmortemRule::Optional),
        severity("sev3", daily(), &[], PostmortemRule::Optional),
    ];
    Policy {
        ladder: Ladder::new(rungs, SeverityKey::new("sev2")).unwrap(),
        longest_snooze: TimeDelta::hours(24),
    }
}

/// One incident and the hands that work on it; time stands where it was put.
struct Bench {
    policy: Policy,
    now: DateTime<Utc>,
    incident: Incident,
    timeline: Vec<TimelineEntry>,
}

fn person(name: &str) -> Asker {
    Asker::Person(UserId::new(name), Standing::Member)
}

fn declaration(title: &str, severity: &str) -> Declaration {
    Declaration {
        title: title.to_owned(),
        severity: Some(SeverityKey::new(severity)),
        seen: None,
        service: None,
    }
}

impl Bench {
    fn declared(severity: &str) -> Self {
        let policy = policy();
        let ctx = Context { asker: person("alice"), source: Source::Form, now: start(), policy: &policy };
        let step =
            declare(WorkspaceId::new("T1"), Number::new(1), declaration("Checkout is down", severity), &ctx)
                .unwrap();
        Self { now: start(), incident: step.incident, timeline: step.timeline, policy }
    }

    fn after_minutes(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    fn ask(&mut self, asker: Asker, command: Command) -> Result<Vec<Effect>, Refusal> {
        let ctx = Context { asker, source: Source::Button, now: self.now, policy: &self.policy };
        let done = step(&self.incident, command, &ctx)?;
        self.incident = done.incident;
        self.timeline.extend(done.timeline);
        Ok(done.effects)
    }

    fn alice(&mut self, command: Command) -> Result<Vec<Effect>, Refusal> {
        self.ask(person("alice"), command)
    }

    fn own(&mut self, command: Command) -> Vec<Effect> {
        self.ask(Asker::Firebell, command).expect("Firebell is not refused")
    }

    fn minutes_to_reminder(&self) -> Option<i64> {
        self.incident.next_reminder_at(&self.policy).map(|at| (at - self.now).num_minutes())
    }
}

fn sev(key: &str) -> Command {
    Command::ChangeSeverity { to: SeverityKey::new(key), because: None }
}

fn stage(to: StageName) -> Command {
    Command::ChangeStage { to }
}

fn resolve() -> Command {
    Command::Resolve { recovery: Recovery::Rollback, detection: Detection::SystemAlarm }
}

fn close() -> Command {
    Command::Close { postmortem_owner: None }
}

fn reopen() -> Command {
    Command::Reopen { because: None }
}

fn give(role: Role, to: &str) -> Command {
    Command::GiveRole { role, to: UserId::new(to), area: String::new(), seen: SeenHolder::Unsaid }
}

fn update(next_update_at: impl Into<Option<DateTime<Utc>>>) -> Command {
    let text = UpdateText {
        what_happened: "Customers cannot pay by card".to_owned(),
        impact: "Everybody in Korea".to_owned(),
        doing: "Rolling back".to_owned(),
    };
    Command::PostUpdate { text, next_update_at: next_update_at.into() }
}

fn snooze(minutes: i64) -> Command {
    Command::Snooze { quiet_for: TimeDelta::minutes(minutes) }
}

#[test]
fn declaring_owes_the_bell_and_the_channel_at_once() {
    let policy = policy();
    let ctx = Context { asker: person("alice"), source: Source::Form, now: start(), policy: &policy };
    let said = Declaration {
        title: "  결제\n 장애 ".to_owned(),
        severity: None,
        seen: Some(" ".to_owned()),
        service: None,
    };
    let step = declare(WorkspaceId::new("T1"), Number::new(7), said, &ctx).unwrap();
    assert_eq!(step.effects, [Effect::Announce, Effect::OpenChannel]);
    assert_eq!(step.incident.title, "결제 장애");
    assert_eq!(step.incident.seen, None);
    assert_eq!(step.incident.severity.as_str(), "sev2");
    assert_eq!(step.incident.owner().as_str(), "alice");
    assert_eq!(step.incident.next_reminder_at(&policy), Some(at("2026-11-23T10:00:00+09:00")));
}

#[test]
fn a_declaration_names_every_flaw_at_once() {
    let policy = policy();
    let ctx = Context { asker: person("alice"), source: Source::Form, now: start(), policy: &policy };
    let said =
        Declaration { title: " \n ".to_owned(), severity: None, seen: Some("x".repeat(1501)), service: None };
    let refusal = declare(WorkspaceId::new("T1"), Number::new(1), said, &ctx).unwrap_err();
    let too_long = Flaw::TooLong { longest: 1500, length: 1501 };
    assert_eq!(refusal, Refusal::Fields(vec![(Field::Title, Flaw::Empty), (Field::Seen, too_long)]));
}

#[test]
fn invisible_marks_neither_fill_a_field_nor_turn_it_around() {
    let policy = policy();
    let ctx = Context { asker: person("alice"), source: Source::Form, now: start(), policy: &policy };
    let begin =
        |title: &str| declare(WorkspaceId::new("T1"), Number::new(1), declaration(title, "sev1"), &ctx);
    let turned = begin("\u{202E}tuo\u{202C}kcehC is\u{0} down\u{2069}").unwrap();
    assert_eq!(turned.incident.title, "tuokcehC is down");
    let nothing = begin("\u{200B}\u{2060} \u{200D}").unwrap_err();
    assert_eq!(nothing, Refusal::Fields(vec![(Field::Title, Flaw::Empty)]));
}

#[test]
fn guests_neither_declare_nor_steer() {
    let policy = policy();
    let guest = Asker::Person(UserId::new("gil"), Standing::Guest);
    let ctx = Context { asker: guest.clone(), source: Source::Form, now: start(), policy: &policy };
    let refusal =
        declare(WorkspaceId::new("T1"), Number::new(1), declaration("x", "sev1"), &ctx).unwrap_err();
    assert_eq!(refusal, Refusal::Guest);
    let mut bench = Bench::declared("sev1");
    assert_eq!(bench.ask(guest, sev("sev0")), Err(Refusal::Guest));
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let number = Number::new(1);
    let far = start() + TimeDelta::days(31);
    let refusals: [(&[Command], Command, Refusal); 14] = [
        (&[], sev("sev1"), Refusal::SeverityAlready { number, severity: SeverityKey::new("sev1") }),
        (&[], sev("sev9"), Refusal::NoSuchSeverity { asked: SeverityKey::new("sev9") }),
        (&[], stage(StageName::Detected), Refusal::StageAlready { number, stage: StageName::Detected }),
        (
            &[],
            stage(StageName::ReadyForClosure),
            Refusal::StageNeedsMore { number, from: StageName::Detected, to: StageName::ReadyForClosure },
        ),
        (
            &[give(Role::Triage, "bob")],
            give(Role::Triage, "bob"),
            Refusal::RoleAlready { role: Role::Triage, user: UserId::new("bob") },
        ),
        (&[], close(), Refusal::ResolveFirst { number, from: StageName::Detected }),
        (&[], reopen(), Refusal::NotClosed { number, stage: StageName::Detected }),
        (&[resolve()], resolve(), Refusal::ResolvedAlready { number }),
        (&[resolve()], snooze(5), Refusal::NoUpdateOwed { number }),
        (&[resolve(), close()], sev("sev0"), Refusal::Closed { number }),
        (&[resolve(), close()], close(), Refusal::Closed { number }),
        (&[], snooze(0), Refusal::SnoozeOutOfRange { longest: TimeDelta::hours(24) }),
        (&[], update(start()), Refusal::Fields(vec![(Field::NextUpdateAt, Flaw::Past)])),
        (&[], update(far), Refusal::Fields(vec![(Field::NextUpdateAt, Flaw::TooFar)])),
    ];
    for (before, command, expected) in refusals {
        let mut bench = Bench::declared("sev1");
        for earlier in before {
            bench.alice(earlier.clone()).unwrap();
        }
        let untouched = bench.incident.clone();
        assert_eq!(bench.alice(command), Err(expected));
        assert_eq!(bench.incident, untouched);
    }
}

#[test]
fn a_worse_severity_moves_the_clock_and_calls_whom_it_adds() {
    let mut bench = Bench::declared("sev2");
    let effects = bench.after_minutes(3).alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(60));
    assert!(effects.contains(&Effect::InviteGroups { groups: vec![GroupId::new("S-OPS")] }));
    let effects = bench.after_minutes(50).alice(sev("sev0")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(10), "what was owed in ten minutes is not put off");
    assert!(effects.contains(&Effect::InviteGroups { groups: vec![GroupId::new("S-ALL")] }));
}

#[test]
fn a_milder_severity_starts_its_own_cadence() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(10).alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(60));
}

#[test]
fn a_missed_stretch_gives_one_reminder() {
    let mut bench = Bench::declared("sev0");
    assert_eq!(bench.after_minutes(14).own(Command::Remind), [], "early");
    assert_eq!(bench.after_minutes(120).own(Command::Remind), [Effect::Remind]);
    assert_eq!(bench.own(Command::Remind), [], "repeated");
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

#[test]
fn an_update_sets_the_clock_and_answers_the_reminder() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    let promised = bench.now + TimeDelta::minutes(40);
    let effects = bench.after_minutes(1).alice(update(promised)).unwrap();
    assert!(effects.contains(&Effect::RefreshReminder));
    assert_eq!(bench.minutes_to_reminder(), Some(39));
    let answer = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    assert_eq!(answer.how, ReminderOutcome::Updated);
}

#[test]
fn a_snooze_ends_with_one_reminder() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    bench.after_minutes(1).alice(snooze(20)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(20));
    assert_eq!(bench.after_minutes(19).own(Command::Remind), []);
    assert_eq!(bench.after_minutes(1).own(Command::Remind), [Effect::Remind, Effect::RefreshPanel]);
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

#[test]
fn no_reminder_after_resolving_and_a_fresh_clock_after_reopening() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), None);
    bench.alice(close()).unwrap();
    assert_eq!(bench.after_minutes(60).own(Command::Remind), []);
    bench.alice(reopen()).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
    assert_eq!(bench.incident.reopened, 1);
    assert_eq!(bench.incident.stage, Stage::Triage);
}

#[test]
fn after_the_resolution_only_what_is_promised_is_owed() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(update(None)).unwrap();
    assert_eq!(bench.incident.last_update.clone().unwrap().next_update_at, None);
    assert_eq!(bench.minutes_to_reminder(), None);
    let promised = bench.now + TimeDelta::minutes(40);
    bench.alice(update(promised)).unwrap();
    bench.alice(sev("sev1")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(40), "a promise has no cadence");
    assert_eq!(bench.after_minutes(40).own(Command::Remind), [Effect::Remind]);
    bench.alice(close()).unwrap();
    let answer = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    assert_eq!(answer.how, ReminderOutcome::Closed);
    assert_eq!(bench.after_minutes(600).own(Command::Remind), []);
}

#[test]
fn going_back_from_resolved_keeps_the_earlier_promise() {
    for (promised, expected) in [(5, 5), (40, 15)] {
        let mut bench = Bench::declared("sev0");
        bench.alice(resolve()).unwrap();
        let promised_at = bench.now + TimeDelta::minutes(promised);
        bench.alice(update(promised_at)).unwrap();
        bench.alice(stage(StageName::Monitoring)).unwrap();
        assert_eq!(bench.minutes_to_reminder(), Some(expected), "{promised}");
    }
}

#[test]
fn an_update_that_names_no_time_promises_what_is_owed() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(10).alice(update(None)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

#[test]
fn going_back_from_resolved_owes_updates_again() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(stage(StageName::Mitigating)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
    assert_eq!(bench.incident.stage.resolution(), None);
}

#[test]
fn closing_names_who_owes_the_postmortem_where_one_is_required() {
    for (severity, expected) in [("sev1", Some("bob")), ("sev2", None)] {
        let mut bench = Bench::declared(severity);
        bench.alice(give(Role::Commander, "bob")).unwrap();
        bench.alice(resolve()).unwrap();
        bench.alice(close()).unwrap();
        let owner = bench.incident.stage.closure().unwrap().postmortem_owner.clone();
        assert_eq!(owner, expected.map(UserId::new), "{severity}");
    }
}

#[test]
fn two_who_take_a_role_at_once_do_not_take_it_from_each_other() {
    let mut bench = Bench::declared("sev1");
    let take = |name: &str, seen: Option<&str>| Command::GiveRole {
        role: Role::Commander,
        to: UserId::new(name),
        area: String::new(),
        seen: SeenHolder::Was(seen.map(UserId::new)),
    };
    bench.ask(person("bob"), take("bob", None)).unwrap();
    let late = bench.ask(person("carol"), take("carol", None));
    let holder = UserId::new("bob");
    assert_eq!(late, Err(Refusal::RoleTakenMeanwhile { role: Role::Commander, holder }));
    bench.ask(person("carol"), take("carol", Some("bob"))).unwrap();
    assert_eq!(bench.incident.owner().as_str(), "carol");
}

#[test]
fn a_second_answer_from_a_delivery_changes_nothing() {
    let mut bench = Bench::declared("sev1");
    let opened = |id: &str| Command::ChannelOpened { channel: ChannelId::new(id), name: "inc-1".to_owned() };
    assert!(bench.own(opened("C1")).contains(&Effect::PostPanel));
    assert_eq!(bench.own(opened("C2")), []);
    assert_eq!(bench.incident.places.channel, Some(ChannelId::new("C1")));
}

#[test]
fn giving_up_is_said_once_and_never_about_a_line() {
    let mut bench = Bench::declared("sev1");
    let gave_up = |errand| Command::GaveUp { errand, why: "no_permission".to_owned() };
    assert_eq!(bench.own(gave_up(Errand::PinPanel)).len(), 1);
    assert_eq!(bench.own(gave_up(Errand::Say)), []);
}

fn any_command() -> impl Strategy<Value = Command> {
    let names = prop::sample::select(vec!["alice", "bob", "은지"]);
    let roles = prop::sample::select(Role::ALL.to_vec());
    let stages = prop::sample::select(StageName::ALL.to_vec());
    let message = || MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    prop_oneof![
        prop::sample::select(vec!["sev0", "sev1", "sev2", "sev3", "sev9"]).prop_map(sev),
        stages.prop_map(stage),
        (roles, names).prop_map(|(role, name)| give(role, name)),
        (-10i64..2000).prop_map(|ahead| update(start() + TimeDelta::minutes(ahead))),
        Just(update(None)),
        Just(Command::NothingNew { answers: None }),
        (-5i64..2000).prop_map(snooze),
        "[a-z ]{0,5}".prop_map(|text| Command::Note { text }),
        Just(resolve()),
        Just(close()),
        Just(reopen()),
        Just(Command::Remind),
        Just(Command::Announced { message: message() }),
        Just(Command::ChannelOpened { channel: ChannelId::new("C1"), name: "inc-1".to_owned() }),
        Just(Command::PanelPosted { message: message() }),
        Just(Command::ReminderPosted { message: message() }),
        Just(Command::GaveUp { errand: Errand::SetTopic, why: "too_long".to_owned() }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_asked_the_rules_hold(
        severity in prop::sample::select(vec!["sev0", "sev1", "sev2"]),
        commands in prop::collection::vec((0i64..200, any_command()), 0..60),
    ) {
        let mut bench = Bench::declared(severity);
        let mut recorded = bench.timeline.len();
        for (minutes, command) in commands {
            bench.after_minutes(minutes);
            let before = bench.incident.clone();
            let again = {
                let ctx = Context {
                    asker: person("bob"), source: Source::Button, now: bench.now, policy: &bench.policy,
                };
                step(&before, command.clone(), &ctx)
            };
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
                    let rang = effects.contains(&Effect::Remind);
                    prop_assert!(!rang || before.stage.is_open(), "no reminder after it is over");
                    prop_assert!(!rang || reminding);
                    if telling && let Some(next) = bench.incident.next_reminder_at(&bench.policy) {
                        prop_assert!(next > bench.now, "after an update the next reminder lies ahead");
                    }
                }
            }
            let (stage, clock) = (&bench.incident.stage, &bench.incident.update_clock);
            prop_assert!(clock.is_some() || !stage.owes_updates(), "what is owed has a clock");
            prop_assert!(clock.is_none() || stage.is_open(), "what is over has none");
            prop_assert_eq!(bench.incident.stage.is_open() && bench.incident.stage.closure().is_some(), false);
        }
    }
}
