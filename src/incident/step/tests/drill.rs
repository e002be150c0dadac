//! Whom a drill calls.

use super::*;

/// A bench at a drill of the worst severity, where drills reach so far.
fn drill(drills: Drills) -> Bench {
    let mut bench = Bench::declared("sev0");
    bench.policy.drills = drills;
    bench.incident.manner.is_drill = true;
    bench
}

fn opened() -> Command {
    Command::ChannelOpened {
        channel: ChannelId::new("C1"),
        name: "drill-inc-1".to_owned(),
        is_private: false,
    }
}

#[test]
fn a_full_drill_calls_whom_its_severity_calls() {
    let groups = vec![GroupId::new("S-ALL"), GroupId::new("S-OPS")];
    assert!(drill(Drills::Full).own(opened()).contains(&Effect::InviteGroups { groups }));
}

#[test]
fn a_quiet_drill_calls_no_group_however_long_nobody_answers() {
    let mut bench = drill(Drills::Quiet);
    let mut owed = bench.own(opened());
    for _ in 0..12 {
        owed.extend(bench.after_minutes(15).own(Command::Remind));
    }
    owed.extend(bench.alice(sev("sev1")).unwrap());
    owed.extend(bench.alice(sev("sev0")).unwrap());
    let calls_a_group = |effect: &Effect| matches!(effect, Effect::InviteGroups { .. } | Effect::Tell { .. });
    assert!(!owed.iter().any(calls_a_group), "{owed:#?}");
    assert!(owed.contains(&Effect::Remind), "its people practise updates all the same");
    let escalated = bench
        .timeline
        .iter()
        .any(|entry| matches!(entry.fact, Fact::Reminded { escalated: Some(Escalation::Groups), .. }));
    assert!(!escalated);
}
