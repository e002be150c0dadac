//! An incident among many, for whoever looks over all of them.

use super::*;

fn part(bench: &Bench, user: &str) -> Option<Part> {
    bench.incident.part_of(&UserId::new(user))
}

#[test]
fn whoever_declared_it_answers_for_it_until_somebody_commands() {
    let mut bench = Bench::declared("sev1");
    let due_at = Some(start() + TimeDelta::minutes(60));
    let stands_in = Part { update_due_at: due_at, roles: Vec::new(), stands_in: true };
    assert_eq!((part(&bench, "alice"), part(&bench, "bob")), (Some(stands_in), None));
    bench.alice(give(Role::Commander, "bob")).unwrap();
    let commands = Part { update_due_at: due_at, roles: vec![Role::Commander], stands_in: false };
    assert_eq!((part(&bench, "alice"), part(&bench, "bob")), (None, Some(commands)));
}

#[test]
fn an_update_is_owed_by_whoever_speaks_and_whoever_answers_and_nobody_else() {
    let mut bench = Bench::declared("sev1");
    for (role, user) in [(Role::Commander, "bob"), (Role::Communications, "carol"), (Role::Responder, "dave")]
    {
        bench.alice(give(role, user)).unwrap();
    }
    let owes = |bench: &Bench, user| part(bench, user).and_then(|part| part.update_due_at).is_some();
    let owing = ["alice", "bob", "carol", "dave"].map(|user| owes(&bench, user));
    assert_eq!(owing, [false, true, true, false]);
    assert_eq!(part(&bench, "dave").unwrap().roles, [Role::Responder]);
    bench.alice(resolve()).unwrap();
    assert!(!owes(&bench, "bob"), "once it is resolved, no update is owed");
    assert_eq!(part(&bench, "bob").unwrap().roles, [Role::Commander], "the paperwork is left");
    bench.alice(Command::Cancel { because: None, duplicate_of: None }).unwrap();
    assert_eq!(part(&bench, "bob"), None, "nothing is left");
}

#[test]
fn an_update_is_ahead_then_due_then_overdue() {
    let bench = Bench::declared("sev0");
    let stands = |minutes| bench.incident.punctuality(&bench.policy, start() + TimeDelta::minutes(minutes));
    let expected = [Punctuality::Ahead, Punctuality::Due, Punctuality::Due, Punctuality::Overdue];
    assert_eq!([14, 15, 29, 30].map(stands), expected.map(Some));
}

#[test]
fn where_nobody_is_called_an_update_does_not_become_overdue() {
    let mut bench = Bench::declared("sev1");
    let later = start() + TimeDelta::days(2);
    assert_eq!(bench.incident.punctuality(&bench.policy, later), Some(Punctuality::Due));
    bench.alice(resolve()).unwrap();
    assert_eq!(bench.incident.punctuality(&bench.policy, later), None);
}

#[test]
fn each_stage_counts_from_when_it_was_entered() {
    let mut bench = Bench::declared("sev1");
    let since = |bench: &Bench| (bench.incident.in_stage_since().unwrap() - start()).num_minutes();
    assert_eq!(since(&bench), 0);
    bench.after_minutes(5).alice(stage(StageName::Triage)).unwrap();
    bench.after_minutes(5).alice(sev("sev0")).unwrap();
    assert_eq!(since(&bench), 5, "a severity is no stage");
    bench.after_minutes(5).alice(resolve()).unwrap();
    assert_eq!(since(&bench), 15);
    bench.after_minutes(5).alice(stage(StageName::Triage)).unwrap();
    assert_eq!(since(&bench), 20);
}

#[test]
fn of_an_older_version_only_what_is_known_is_said() {
    let mut bench = Bench::declared("sev1");
    let kept = serde_json::to_string(&bench.incident).unwrap();
    let older = kept.replace(&format!(",\"stage_since\":{}", serde_json::json!(start())), "");
    assert_ne!(older, kept);
    bench.incident = serde_json::from_str(&older).unwrap();
    assert_eq!(bench.incident.in_stage_since(), Some(start()), "nothing came after the declaration");
    bench.incident.stage = Stage::Triage;
    assert_eq!(bench.incident.in_stage_since(), None);
    bench.incident.stage = Stage::Monitoring;
    bench.incident.key_times.mitigated_at = Some(start() + TimeDelta::hours(1));
    assert_eq!(bench.incident.in_stage_since(), Some(start() + TimeDelta::hours(1)));
}
