//! The update clock: what winds it, what it asks for, what answers it.

use super::*;

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

/// Lets the clock look every minute, to `minute` after the declaration.
fn watch_until(bench: &mut Bench, minute: i64) {
    while bench.now < start() + TimeDelta::minutes(minute) {
        bench.after_minutes(1).own(Command::Remind);
    }
}

/// When, in minutes after the declaration, the next call or reminder comes, and who was called last.
fn next_after(from: &str, changed_at: i64, to: &str) -> (i64, Option<Escalation>) {
    let mut bench = Bench::declared(from);
    watch_until(&mut bench, changed_at);
    bench.alice(sev(to)).unwrap();
    let since_start = (bench.now - start()).num_minutes();
    let called = bench.incident.update_clock.as_ref().unwrap().escalated.map(|last| last.to);
    (since_start + bench.minutes_to_reminder().unwrap().max(0), called)
}

/// SEV0 owes an update every 15 minutes and calls 15 minutes after that; SEV1 owes one every 60 minutes and calls nobody.
#[test]
fn another_severity_takes_nothing_off_that_it_would_ask_for_as_well() {
    let groups = Some(Escalation::Groups);
    for (from, changed_at, to, expected, why) in [
        ("sev1", 50, "sev0", (60, None), "raised before it is due: what is sooner"),
        ("sev1", 62, "sev0", (75, None), "raised when it is due: it stays due"),
        ("sev1", 80, "sev0", (80, None), "raised when it is overdue by then: somebody is called at once"),
        ("sev0", 10, "sev1", (70, None), "lowered before it is due: its own cadence"),
        ("sev0", 20, "sev1", (80, None), "lowered when it is due, which by the milder one it is not"),
        ("sev0", 35, "sev1", (95, None), "lowered when it is overdue, which by the milder one it is not"),
        ("sev0", 65, "sev1", (120, groups), "lowered when it is due by the milder one, too: it stays so"),
    ] {
        let (at, called) = next_after(from, changed_at, to);
        let called = called.filter(|_| expected.1.is_some());
        assert_eq!((at, called), expected, "{from} to {to} after {changed_at}: {why}");
    }
}

#[test]
fn quiet_that_was_asked_for_under_a_milder_severity_ends_by_the_worse_one() {
    let mut bench = Bench::declared("sev1");
    watch_until(&mut bench, 62);
    bench.alice(snooze(120)).unwrap();
    bench.alice(sev("sev0")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));

    let mut bench = Bench::declared("sev1");
    watch_until(&mut bench, 62);
    bench.alice(snooze(5)).unwrap();
    bench.alice(sev("sev0")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(5), "it is not made longer");
}

#[test]
fn a_missed_stretch_gives_one_reminder() {
    let mut bench = Bench::declared("sev1");
    assert_eq!(bench.after_minutes(59).own(Command::Remind), [], "early");
    assert_eq!(bench.after_minutes(500).own(Command::Remind), [Effect::Remind]);
    assert_eq!(bench.own(Command::Remind), [], "repeated");
    assert_eq!(bench.minutes_to_reminder(), Some(60));
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
fn an_update_that_names_no_time_promises_what_is_owed() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(10).alice(update(None)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(15));
}

/// The worst severity allows two snoozes of a quarter of an hour.
fn limited() -> Bench {
    let mut bench = Bench::declared("sev0");
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    (rungs[0].snoozes, rungs[0].longest_snooze) = (Some(2), Some(TimeDelta::minutes(15)));
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.after_minutes(15).own(Command::Remind);
    bench
}

fn often(times: u32) -> Refusal {
    Refusal::SnoozedOften { number: Number::new(1), severity: SeverityKey::new("sev0"), times }
}

#[test]
fn a_severity_limits_how_long_and_how_often_in_a_row() {
    let mut bench = limited();
    let (severity, longest) = (SeverityKey::new("sev0"), TimeDelta::minutes(15));
    assert_eq!(bench.alice(snooze(16)), Err(Refusal::SnoozeOutOfRange { severity, longest }));
    bench.alice(snooze(15)).unwrap();
    bench.after_minutes(15).own(Command::Remind);
    assert_eq!(bench.incident.snoozes_left(&bench.policy), Some(1), "a reminder gives none back");
    bench.alice(snooze(5)).unwrap();
    assert_eq!(bench.alice(snooze(10)), Err(often(2)));
    assert_eq!(bench.minutes_to_reminder(), Some(5), "what was refused changed nothing");
    bench.alice(Command::NothingNew { answers: None }).unwrap();
    assert_eq!(bench.incident.snoozes_left(&bench.policy), Some(2), "a word gives all back");
}

#[test]
fn two_who_ask_for_the_same_quiet_at_once_ask_once() {
    let mut bench = limited();
    bench.alice(snooze(15)).unwrap();
    bench.now += TimeDelta::seconds(3);
    bench.ask(person("bob"), snooze(15)).unwrap();
    assert_eq!(bench.incident.snoozes_left(&bench.policy), Some(1));
}

#[test]
fn quiet_that_puts_nothing_off_uses_up_no_snooze_and_is_not_recorded() {
    let mut bench = limited();
    bench.alice(update(None)).unwrap();
    for (minutes, left, why) in [
        (5, 2, "it ends before the update is due"),
        (10, 2, "so does this"),
        (15, 2, "the reminder comes then anyway"),
    ] {
        let recorded = bench.timeline.len();
        bench.alice(snooze(minutes)).unwrap();
        let seen = (bench.incident.snoozes_left(&bench.policy), bench.timeline.len());
        assert_eq!(seen, (Some(left), recorded), "{minutes}: {why}");
    }
    bench.after_minutes(10).alice(snooze(10)).unwrap();
    assert_eq!(bench.incident.snoozes_left(&bench.policy), Some(1), "it ends after the update is due");
    let recorded = bench.timeline.len();
    bench.alice(snooze(1)).unwrap();
    assert_eq!(bench.timeline.len(), recorded + 1, "it takes back what was put off");
    assert_eq!(bench.incident.snoozes_left(&bench.policy), Some(1));
}

#[test]
fn where_no_snooze_is_allowed_none_is_given() {
    let mut bench = limited();
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[0].snoozes = Some(0);
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    assert_eq!(bench.alice(snooze(1)), Err(often(0)));
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

/// SEV0 is due after 15 minutes, and a SEV1 of the same age is not.
#[test]
fn a_reminder_that_a_milder_severity_does_not_ask_for_needs_no_answer_any_more() {
    for (snoozed, changed_after, to, is_settled) in [
        (false, 5, "sev1", true),
        (true, 5, "sev1", true),
        (false, 50, "sev1", false),
        (false, 0, "sev2", true),
    ] {
        let mut bench = reminded();
        let answers = Some(bench.now);
        if snoozed {
            bench.alice(snooze(20)).unwrap();
        }
        let effects = bench.after_minutes(changed_after).alice(sev(to)).unwrap();
        let case = format!("snoozed: {snoozed}, {changed_after} min later to {to}");
        assert_eq!(effects.contains(&Effect::RefreshReminder), is_settled, "{case}");
        let answered = Err(Refusal::ReminderAnswered { number: Number::new(1) });
        assert_eq!(bench.alice(Command::NothingNew { answers }) == answered, is_settled, "{case}");
    }
}

fn reminder_at(ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new("C1"), ts: ts.to_owned() }
}

/// A bench whose first reminder stands in the channel.
fn reminded() -> Bench {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    let reminded_at = bench.now;
    bench.own(Command::ReminderPosted { message: reminder_at("1.2"), reminded_at: Some(reminded_at) });
    bench
}

/// What the reminder that stands owes when the next one follows.
fn retired(bench: &mut Bench) -> Option<Effect> {
    let effects = bench.after_minutes(200).own(Command::Remind);
    assert!(effects.contains(&Effect::Remind));
    effects.into_iter().find(|effect| matches!(effect, Effect::RetireReminder { .. }))
}

#[test]
fn a_reminder_that_another_one_follows_shows_its_answer_unless_it_does_so_already() {
    let message = || reminder_at("1.2");
    let mut bench = reminded();
    assert_eq!(
        retired(&mut bench),
        Some(Effect::RetireReminder { message: message(), answered: None }),
        "nobody answered it"
    );

    let mut bench = reminded();
    bench.alice(snooze(20)).unwrap();
    let snoozed = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    bench.own(Command::ReminderShown { message: message(), answer: snoozed.clone() });
    bench.alice(Command::NothingNew { answers: None }).unwrap();
    let answer = bench.incident.last_reminder.clone().unwrap().answer.unwrap();
    assert_ne!(answer, snoozed);
    bench.own(Command::ReminderShown { message: message(), answer: snoozed });
    let mut unheard =
        Bench { incident: bench.incident.clone(), policy: policy(), timeline: Vec::new(), ..bench };
    assert_eq!(
        retired(&mut unheard),
        Some(Effect::RetireReminder { message: message(), answered: Some(answer.clone()) }),
        "it shows what it was before"
    );
    bench.own(Command::ReminderShown { message: message(), answer });
    assert_eq!(retired(&mut bench), None, "it is shown");
}

#[test]
fn a_reminder_that_is_posted_after_the_next_one_was_due_is_not_taken_for_that() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    let first = bench.now;
    bench.after_minutes(15).own(Command::Remind);
    let effects =
        bench.own(Command::ReminderPosted { message: reminder_at("1.2"), reminded_at: Some(first) });
    assert_eq!(effects, [Effect::RetireReminder { message: reminder_at("1.2"), answered: None }]);
    assert_eq!(bench.incident.last_reminder.unwrap().message, None);
}

#[test]
fn what_an_older_version_kept_and_owed_about_reminders_can_be_read() {
    let kept = r#"{"reminded_at": "2026-11-22T03:15:00Z", "due_at": "2026-11-22T03:15:00Z", "message": null,
        "answer": {"by": {"by": "firebell"}, "how": {"was": "nothing_new"}}}"#;
    let kept = serde_json::from_str::<Reminder>(kept).unwrap();
    assert!(!kept.is_shown);
    let how = ReminderOutcome::NothingNew { is_the_word: false, next_update_at: None };
    assert_eq!(kept.answer.unwrap().how, how);
    for (owed, effect) in [
        (r#"{"do": "refresh_reminder"}"#, Effect::RefreshReminder),
        (
            r#"{"do": "retire_reminder", "message": {"channel": "C1", "ts": "1.2"}}"#,
            Effect::RetireReminder { message: reminder_at("1.2"), answered: None },
        ),
    ] {
        assert_eq!(serde_json::from_str::<Effect>(owed).unwrap(), effect);
    }
}

/// Alice posts an update from a form that came with the time `offered` minutes after the declaration, and sends it with `promised`.
fn from_form(bench: &mut Bench, offered: i64, promised: i64) -> Result<Vec<Effect>, Refusal> {
    let at = |minutes| Some(start() + TimeDelta::minutes(minutes));
    let Command::PostUpdate { text, external, .. } = update(None) else { unreachable!("it is an update") };
    let (next_update_at, offered_at) = (at(promised), at(offered));
    bench.alice(Command::PostUpdate { text, external, next_update_at, offered_at })
}

#[test]
fn a_form_is_not_refused_for_the_time_that_it_came_with() {
    for (sent_at, promised, due_after) in
        [(14, 15, Some(1)), (15, 15, Some(15)), (40, 15, Some(15)), (15, 16, Some(1)), (40, 16, None)]
    {
        let mut bench = Bench::declared("sev0");
        let sent = from_form(bench.after_minutes(sent_at), 15, promised);
        let past = Err(Refusal::Fields(vec![(Field::NextUpdateAt, Flaw::Past)]));
        if due_after.is_some() {
            assert_eq!(bench.minutes_to_reminder(), due_after, "sent at {sent_at} with {promised}");
        } else {
            assert_eq!(sent, past, "whoever chose it is told");
        }
    }
}

#[test]
fn a_daily_update_within_the_hour_before_it_is_due_is_that_one_whatever_winds_the_clock() {
    let early = at("2026-11-23T09:50:00+09:00");
    let tomorrow = at("2026-11-24T10:00:00+09:00");
    let due_at = |bench: &Bench| bench.incident.update_clock.as_ref().map(|clock| clock.due_at);
    for command in [update(None), Command::NothingNew { answers: None }, sev("sev2")] {
        let mut bench = Bench::declared(if command == sev("sev2") { "sev0" } else { "sev2" });
        bench.now = early;
        bench.alice(command.clone()).unwrap();
        assert_eq!(due_at(&bench), Some(tomorrow), "{command:?}");
    }
    let mut bench = Bench::declared("sev3");
    bench.now = early;
    bench.alice(sev("sev2")).unwrap();
    assert_eq!(due_at(&bench), Some(at("2026-11-23T10:00:00+09:00")), "a worse severity puts nothing off");
}
