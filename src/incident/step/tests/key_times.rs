//! What moves a key time, and what does not.

use super::StageName::{Mitigating, Monitoring};
use super::*;

/// When it got better, in minutes after the declaration, where these follow one another a minute apart.
fn mitigated_after(commands: &[Command]) -> Option<i64> {
    let mut bench = Bench::declared("sev1");
    for command in commands {
        bench.after_minutes(1).alice(command.clone()).unwrap();
    }
    bench.incident.key_times.mitigated_at.map(|at| (at - start()).num_minutes())
}

#[test]
fn it_is_mitigated_since_it_last_went_to_monitoring_unless_somebody_has_moved_it_back() {
    let cancel = || Command::Cancel { because: None, duplicate_of: None };
    for (commands, expected, why) in [
        (vec![stage(Monitoring)], Some(1), "it got better"),
        (vec![stage(Monitoring), stage(Mitigating)], None, "it did not, after all"),
        (vec![stage(Monitoring), stage(Mitigating), stage(Monitoring)], Some(3), "it did the second time"),
        (vec![stage(Monitoring), resolve()], Some(1), "and is over for those affected"),
        (vec![stage(Monitoring), resolve(), stage(Monitoring)], Some(1), "it was better all along"),
        (vec![stage(Monitoring), resolve(), stage(Mitigating)], None, "it was not"),
        (vec![stage(Monitoring), resolve(), close()], Some(1), "what is closed stays as it was"),
        (vec![resolve()], None, "nobody said when it got better"),
        (vec![stage(Monitoring), resolve(), close(), reopen()], Some(1), "it may have been closed too early"),
        (vec![stage(Monitoring), cancel(), reopen()], Some(1), "or called off too early"),
        (
            vec![stage(Monitoring), resolve(), close(), reopen(), resolve()],
            Some(1),
            "nobody worked on it again",
        ),
        (
            vec![stage(Monitoring), resolve(), close(), reopen(), stage(Mitigating)],
            None,
            "somebody works on it again",
        ),
        (
            vec![stage(Monitoring), resolve(), close(), reopen(), stage(Mitigating), resolve()],
            None,
            "when it got better this time, nobody said",
        ),
        (
            vec![stage(Monitoring), resolve(), close(), reopen(), stage(Monitoring), resolve()],
            Some(5),
            "it got better once more",
        ),
    ] {
        assert_eq!(mitigated_after(&commands), expected, "{why}: {commands:?}");
    }
}
