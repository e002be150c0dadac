//! What follows when an update that is owed stays away.

use super::*;

/// Whom the last reminder calls besides those whom every reminder calls.
fn called(bench: &Bench) -> Option<Escalation> {
    bench.incident.last_reminder.as_ref().and_then(|reminder| reminder.escalated)
}

/// Lets the clock look every minute. Answers after how many minutes each reminder came, and whom it called.
fn reminders_within(bench: &mut Bench, minutes: i64) -> Vec<(i64, Option<Escalation>)> {
    let mut reminders = Vec::new();
    for _ in 0..minutes {
        bench.after_minutes(1);
        if bench.own(Command::Remind).contains(&Effect::Remind) {
            reminders.push(((bench.now - start()).num_minutes(), called(bench)));
        }
    }
    reminders
}

fn fill_two_roles(bench: &mut Bench) {
    bench.alice(give(Role::Commander, "bob")).unwrap();
    bench.alice(give(Role::Communications, "carol")).unwrap();
}

#[test]
fn an_overdue_update_calls_ever_more_people_and_each_step_once() {
    let mut bench = Bench::declared("sev0");
    fill_two_roles(&mut bench);
    assert_eq!(
        reminders_within(&mut bench, 95),
        [
            (15, None),
            (30, Some(Escalation::Communications)),
            (45, Some(Escalation::Owner)),
            (60, Some(Escalation::Groups)),
            (75, None),
            (90, None)
        ]
    );
}

#[test]
fn a_step_that_would_call_nobody_new_is_left_out() {
    let mut bench = Bench::declared("sev0");
    let expected = [(15, None), (30, Some(Escalation::Owner)), (45, Some(Escalation::Groups)), (60, None)];
    assert_eq!(reminders_within(&mut bench, 60), expected, "nobody leads communications");

    let mut bench = Bench::declared("sev0");
    bench.alice(give(Role::Communications, "alice")).unwrap();
    let expected =
        [(15, None), (30, Some(Escalation::Communications)), (45, Some(Escalation::Groups)), (60, None)];
    assert_eq!(reminders_within(&mut bench, 60), expected, "alice owns it and leads communications");

    let mut bench = Bench::declared("sev1");
    assert_eq!(reminders_within(&mut bench, 200), [(60, None), (120, None), (180, None)], "not configured");
}

#[test]
fn the_groups_are_brought_in_before_they_are_called() {
    let mut bench = Bench::declared("sev0");
    bench.after_minutes(15).own(Command::Remind);
    assert_eq!(bench.after_minutes(15).own(Command::Remind), [Effect::Remind, Effect::RefreshPanel]);
    let invited = Effect::InviteGroups { groups: vec![GroupId::new("S-CALL")] };
    assert_eq!(bench.after_minutes(15).own(Command::Remind), [invited, Effect::Remind]);
}

#[test]
fn an_update_ends_the_calling_and_the_next_one_starts_from_the_beginning() {
    let mut bench = Bench::declared("sev0");
    fill_two_roles(&mut bench);
    reminders_within(&mut bench, 46);
    bench.alice(update(None)).unwrap();
    assert_eq!(
        reminders_within(&mut bench, 35),
        [(61, None), (76, Some(Escalation::Communications))],
        "counted from the update"
    );
}

#[test]
fn a_promise_is_overdue_as_long_after_its_own_time() {
    let mut bench = Bench::declared("sev0");
    bench.alice(update(start() + TimeDelta::minutes(40))).unwrap();
    assert_eq!(reminders_within(&mut bench, 56), [(40, None), (55, Some(Escalation::Owner))]);
}

#[test]
fn a_missed_stretch_calls_once_and_leaves_time_to_answer() {
    let mut bench = Bench::declared("sev0");
    fill_two_roles(&mut bench);
    bench.after_minutes(120);
    assert!(bench.own(Command::Remind).contains(&Effect::Remind));
    assert_eq!(
        called(&bench),
        Some(Escalation::Communications),
        "nobody else is woken for a stretch of silence"
    );
    assert_eq!(bench.own(Command::Remind), [], "repeated");
    assert_eq!(reminders_within(&mut bench, 15), [(135, Some(Escalation::Owner))]);
}

#[test]
fn a_snooze_puts_off_the_calling_too() {
    let mut bench = Bench::declared("sev0");
    reminders_within(&mut bench, 16);
    bench.alice(snooze(40)).unwrap();
    assert_eq!(
        reminders_within(&mut bench, 60),
        [(56, Some(Escalation::Owner)), (71, Some(Escalation::Groups))]
    );
}

#[test]
fn nobody_is_called_about_what_is_promised_after_it_was_resolved_or_closed() {
    let mut bench = Bench::declared("sev0");
    bench.alice(resolve()).unwrap();
    bench.alice(update(start() + TimeDelta::minutes(10))).unwrap();
    assert_eq!(reminders_within(&mut bench, 60), [(10, None), (25, None), (40, None), (55, None)]);
    bench.alice(close()).unwrap();
    assert_eq!(reminders_within(&mut bench, 60), []);
}

#[test]
fn a_lead_who_steps_in_late_is_not_called_behind_the_owner() {
    let mut bench = Bench::declared("sev0");
    reminders_within(&mut bench, 31);
    bench.alice(give(Role::Communications, "carol")).unwrap();
    assert_eq!(reminders_within(&mut bench, 30), [(45, Some(Escalation::Groups)), (60, None)]);
}

#[test]
fn what_an_older_version_kept_of_a_clock_is_read() {
    let clock = r#"{"due_at":"2026-09-21T14:28:20Z","reminded_at":null,"snoozed_until":null}"#;
    let clock: UpdateClock = serde_json::from_str(clock).unwrap();
    assert_eq!((clock.escalated, clock.snoozes), (None, 0));
    let fact: Fact = serde_json::from_str(r#"{"what":"reminded","due_at":"2026-09-21T14:28:20Z"}"#).unwrap();
    assert!(matches!(fact, Fact::Reminded { escalated: None, .. }));
}
