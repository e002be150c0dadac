//! The plan: everything that people will do and everything that will go wrong, from a seed, before anything runs.

use std::collections::BTreeMap;
use std::fmt;

use crate::act::{Act, Button, Wish, person};
use crate::dice::Dice;
use crate::fault::{self, Engine, Fault};

/// How many people there are.
pub const PEOPLE: usize = 50;
/// One declaration comes among so many steps.
const DECLARES_ONCE_IN: usize = 7;
/// How many of the newest incidents people still do something about.
const TALKED_ABOUT: usize = 9;
/// One step among so many brings a fault of Slack.
const SLACK_FAILS_ONCE_IN: usize = 6;
/// One step among so many brings an outage.
const OUTAGE_ONCE_IN: usize = 14;

const SEVERITIES: [&str; 4] = ["sev0", "sev1", "sev2", "sev3"];
const STAGES: [&str; 5] = ["detected", "triage", "escalated", "mitigating", "monitoring"];
const ROLES: [&str; 3] = ["commander", "triage", "communications"];
const LOOKS: [&str; 3] = ["list", "help", "list"];
const MISTAKES: [&str; 7] = [
    "declare sev9 Everything is down",
    "stag triage",
    "snooze soon",
    "role emperor",
    "sev INC-1 sev7",
    "note INC-99999 Nobody will read this",
    "close INC-99999",
];

/// Everything that will happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it was made from.
    pub seed: u64,
    /// For which engine.
    pub engine: Engine,
    /// What happens, in the order in which it begins.
    pub steps: Vec<Step>,
}

/// One person's act, and what goes wrong just before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its place in the plan, from 1.
    pub number: usize,
    /// Who acts.
    pub person: usize,
    /// What they do.
    pub act: Act,
    /// Whether the request is sent again if no answer came, as a network or an impatient person may.
    pub sends_again: bool,
    /// What goes wrong.
    pub faults: Vec<Fault>,
}

impl Plan {
    /// The plan of a seed: the same for the same arguments.
    pub fn new(seed: u64, steps: usize, engine: Engine) -> Self {
        let mut dice = Dice::new(seed);
        let mut known = Known::default();
        let steps = (1..=steps).map(|number| {
            let (person, act) = (dice.below(PEOPLE), act(number, &mut known, &mut dice));
            if matches!(act, Act::Declare { .. }) {
                known.declared.push(number);
            }
            let is_late = number * 5 > steps * 4;
            let faults = faults(engine, is_late, &mut dice);
            Step { number, person, act, sends_again: dice.once_in(2), faults }
        });
        Self { seed, engine, steps: steps.collect() }
    }
}

/// What is known of the incidents while the plan is made.
#[derive(Debug, Default)]
struct Known {
    /// The steps at which they are declared.
    declared: Vec<usize>,
    /// How far each has been brought to its end.
    ended: BTreeMap<usize, usize>,
}

fn act(number: usize, known: &mut Known, dice: &mut Dice) -> Act {
    if number <= 2 || dice.once_in(DECLARES_ONCE_IN) {
        return Act::Declare { severity: dice.pick(&SEVERITIES), by_form: dice.once_in(2) };
    }
    let talked_about = &known.declared[known.declared.len().saturating_sub(TALKED_ABOUT)..];
    // What is older than the newest of them is being brought to its end.
    let place = dice.below(talked_about.len());
    let (about, is_old) = (talked_about[place], place + 5 < talked_about.len());
    if is_old && dice.once_in(2) {
        return end(about, known.ended.entry(about).or_default(), dice);
    }
    match dice.below(18) {
        0..=7 => Act::Type { about, wish: wish(dice), in_channel: !dice.once_in(4) },
        8..=13 => Act::Press { about, button: button(dice) },
        14 | 15 => {
            let promise = dice.once_in(2).then(|| dice.between(2, 9));
            Act::Update { about, by_button: dice.once_in(2), promise }
        }
        16 if dice.once_in(2) => Act::Look(dice.pick(&LOOKS)),
        16 => Act::Rename,
        _ => Act::Mistype(dice.pick(&MISTAKES)),
    }
}

/// Brings an incident to its end step by step, and perhaps back.
fn end(about: usize, so_far: &mut usize, dice: &mut Dice) -> Act {
    *so_far += 1;
    let by_button = dice.once_in(2);
    let (wish, button) = match *so_far % 4 {
        1 => return Act::Resolve { about, by_button },
        2 | 3 => (Wish::Close, Button::Close),
        _ if dice.once_in(2) => (Wish::Reopen, Button::Reopen),
        _ => (Wish::Export, Button::Export),
    };
    if by_button { Act::Press { about, button } } else { Act::Type { about, wish, in_channel: true } }
}

fn wish(dice: &mut Dice) -> Wish {
    let (severity, stage, role) = (dice.pick(&SEVERITIES), dice.pick(&STAGES), dice.pick(&ROLES));
    let somebody = dice.below(PEOPLE);
    dice.weighted(&[
        (5, Wish::Note),
        (4, Wish::Severity(severity)),
        (4, Wish::Stage(stage)),
        (2, Wish::TakeRole(role)),
        (2, Wish::GiveRole(role, somebody)),
        (2, Wish::Join),
        (1, Wish::Snooze),
        (2, Wish::NothingNew),
        (1, Wish::Close),
        (1, Wish::Reopen),
        (1, Wish::Timeline),
        (1, Wish::Export),
    ])
}

fn button(dice: &mut Dice) -> Button {
    let (severity, stage, role) = (dice.pick(&SEVERITIES), dice.pick(&STAGES), dice.pick(&ROLES));
    let somebody = dice.below(PEOPLE);
    dice.weighted(&[
        (4, Button::Take(role)),
        (2, Button::Take("responder")),
        (3, Button::Assign(role, somebody)),
        (3, Button::Severity(severity)),
        (4, Button::Stage(stage)),
        (1, Button::Snooze),
        (2, Button::NothingNew),
        (1, Button::Close),
        (1, Button::Reopen),
        (1, Button::Export),
    ])
}

/// What goes wrong at a step. Towards the end there are no more outages, so that the end is not all waiting.
fn faults(engine: Engine, is_late: bool, dice: &mut Dice) -> Vec<Fault> {
    let mut faults = Vec::new();
    if dice.once_in(SLACK_FAILS_ONCE_IN) {
        faults.push(fault::slack(dice));
    }
    if dice.once_in(OUTAGE_ONCE_IN) {
        let outage = fault::outage(engine, dice);
        faults.extend((!is_late).then_some(Fault::Outage(outage)));
    }
    faults
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, {} steps, {}", self.seed, self.steps.len(), self.engine)?;
        for step in &self.steps {
            for fault in &step.faults {
                writeln!(f, "{:6} ! {fault}", step.number)?;
            }
            writeln!(f, "{:6} {} {}", step.number, person(step.person), step.act)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_plan_and_another_seed_another() {
        let plan = |seed| Plan::new(seed, 300, Engine::Postgres).to_string();
        assert_eq!(plan(7), plan(7));
        assert_ne!(plan(7), plan(8));
    }

    #[test]
    fn every_act_is_about_an_incident_that_was_declared_before() {
        let plan = Plan::new(3, 1_000, Engine::Sqlite);
        for step in &plan.steps {
            let Some(about) = step.act.about() else { continue };
            let declared = &plan.steps[about - 1];
            assert!(about < step.number && matches!(declared.act, Act::Declare { .. }), "{step:?}");
        }
    }

    #[test]
    fn every_kind_of_act_and_fault_comes_up() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let plan = Plan::new(1, 3_000, engine).to_string();
            let acts = ["declares sev0 by the form", "Reopen", "resolves", "mistypes", "Some(", "Export"];
            let faults = ["Kill {", "Stop {", "Restart {", "Twice", "LoseAck", "OutOfOrder", "RateLimited"];
            for word in acts.into_iter().chain(faults) {
                assert!(plan.contains(word), "no {word} in the plan for {engine}");
            }
        }
    }
}
