//! Times that the stakeholders were told: what another severity makes of them.

use super::*;

/// What was said twenty minutes after the declaration.
#[derive(Debug, Clone, Copy)]
enum Word {
    Promise(i64),
    AsOffered,
    NothingNew,
}

/// When, in minutes after the declaration, the next reminder comes, once that was said and the severity changed.
fn due_after(from: &str, word: Word, changes: &[(i64, &str)]) -> i64 {
    let mut bench = Bench::declared(from);
    bench.after_minutes(20);
    let said = match word {
        Word::Promise(minute) => update(start() + TimeDelta::minutes(minute)),
        Word::AsOffered => update(None),
        Word::NothingNew => Command::NothingNew { answers: None },
    };
    bench.alice(said).unwrap();
    for (minute, to) in changes {
        while bench.now < start() + TimeDelta::minutes(*minute) {
            bench.after_minutes(1).own(Command::Remind);
        }
        bench.alice(sev(to)).unwrap();
    }
    bench.incident.update_clock.unwrap().due_at.signed_duration_since(start()).num_minutes()
}

/// SEV0 owes an update every 15 minutes, SEV1 every 60, SEV2 at ten in the morning, which is 22 hours after the declaration.
#[test]
fn a_time_that_the_stakeholders_were_told_stands_when_the_severity_is_lowered() {
    let tomorrow = 22 * 60;
    for (from, word, changes, expected, why) in [
        ("sev1", Word::Promise(100), &[(50, "sev2")][..], 100, "somebody promised it"),
        ("sev1", Word::AsOffered, &[(50, "sev2")], 80, "everybody was told, whoever chose it"),
        ("sev1", Word::NothingNew, &[(50, "sev2")], 80, "everybody was told, whoever chose it"),
        ("sev1", Word::Promise(100), &[(105, "sev2")], 100, "it is due, and stays so"),
        ("sev1", Word::Promise(3000), &[(50, "sev2")], 3000, "so long they do not expect anything"),
        ("sev1", Word::Promise(100), &[(50, "sev0")], 65, "raised: what is sooner"),
        ("sev1", Word::Promise(100), &[(90, "sev0")], 100, "raised: what is sooner"),
        ("sev1", Word::Promise(100), &[(50, "sev0"), (60, "sev2")], 100, "raised by mistake"),
        ("sev1", Word::Promise(100), &[(50, "sev0"), (70, "sev2")], 100, "due by the worse one alone"),
        ("sev1", Word::Promise(100), &[(50, "sev2"), (60, "sev3")], 100, "lowered twice"),
    ] {
        assert_eq!(due_after(from, word, changes), expected, "{from}, {word:?}, {changes:?}: {why}");
    }
    let mut bench = Bench::declared("sev1");
    bench.after_minutes(50).alice(sev("sev2")).unwrap();
    let due_at = bench.incident.update_clock.unwrap().due_at;
    assert_eq!((due_at - start()).num_minutes(), tomorrow, "nobody was told any time");
}

#[test]
fn a_promise_that_is_kept_binds_no_more() {
    let mut bench = Bench::declared("sev1");
    bench.alice(update(start() + TimeDelta::minutes(100))).unwrap();
    bench.alice(update(start() + TimeDelta::minutes(30))).unwrap();
    bench.after_minutes(20).alice(sev("sev2")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(10));
}

#[test]
fn a_promise_that_has_passed_is_not_asked_for_again_when_the_severity_is_lowered() {
    let mut bench = Bench::declared("sev1");
    bench.alice(resolve()).unwrap();
    bench.alice(update(start() + TimeDelta::minutes(30))).unwrap();
    bench.after_minutes(30).own(Command::Remind);
    bench.after_minutes(10).alice(stage(StageName::Monitoring)).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(60));
    bench.after_minutes(20).alice(sev("sev2")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(21 * 60), "tomorrow at ten");
}

#[test]
fn a_clock_that_an_older_version_wound_knows_of_no_promise() {
    let clock = r#"{"due_at":"2026-11-22T03:40:00Z","reminded_at":null,"snoozed_until":null}"#;
    let clock: UpdateClock = serde_json::from_str(clock).unwrap();
    let mut bench = Bench::declared("sev1");
    bench.incident.update_clock = Some(clock);
    bench.after_minutes(10).alice(sev("sev2")).unwrap();
    assert_eq!(bench.minutes_to_reminder(), Some(22 * 60 - 10), "as before");
}
