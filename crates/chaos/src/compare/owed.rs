//! The update clock, wound again from the timeline alone: every reminder that was owed has come, none came early or for
//! nothing, and what the incident keeps of its clock is what its timeline makes of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use firebell::incident::{Fact, Policy, SeverityKey, StageName, Update, UpdateClock};

use super::{Accounts, Finding, Kind};
use crate::database::Recorded;
use crate::site::Ended;

/// How long a reminder may be late while everything is up.
const GRACE: TimeDelta = TimeDelta::seconds(15);
/// How long after an outage Firebell may need before it looks at the clock again.
const COMES_TO_ITSELF: TimeDelta = TimeDelta::seconds(3);

/// What the reminders of all incidents come to.
#[derive(Debug, Clone, Default)]
pub struct Reminders {
    /// How many fell due while nobody had given word.
    pub owed: usize,
    /// How many were given.
    pub fired: usize,
    /// How late each was, outages included.
    pub late: Vec<Duration>,
}

/// An incident's clock, as it stood after each entry.
pub(super) struct Clock<'a> {
    policy: &'a Policy,
    severity: SeverityKey,
    owes: bool,
    /// When the stakeholders last heard something, the declaration included.
    last_word_at: DateTime<Utc>,
    /// When word is owed, if it is.
    pub(super) now: Option<UpdateClock>,
}

impl<'a> Clock<'a> {
    /// Before the first entry.
    pub(super) fn new(policy: &'a Policy) -> Self {
        Self {
            policy,
            severity: policy.ladder.default().key.clone(),
            owes: true,
            last_word_at: DateTime::UNIX_EPOCH,
            now: None,
        }
    }

    /// When it has to be looked at next.
    fn next_at(&self) -> Option<DateTime<Utc>> {
        let cadence = &self.policy.ladder.get(&self.severity).cadence;
        self.now.as_ref().map(|clock| clock.next_reminder_at(cadence))
    }

    /// Moves as an entry says. Answers whether anything moved.
    pub(super) fn follow(&mut self, fact: &Fact, at: DateTime<Utc>) -> bool {
        match fact {
            Fact::Declared { severity, .. } => {
                self.severity = severity.clone();
                self.set(Some(self.cadence_after(at)));
            }
            Fact::SeverityChanged { from, to, .. } => {
                self.severity = to.clone();
                if self.owes {
                    self.rewind(self.policy.ladder.is_worse(to, from), at);
                }
            }
            Fact::UpdatePosted { update: Update { next_update_at, .. } }
            | Fact::NothingNew { next_update_at } => {
                self.now = next_update_at.map(UpdateClock::promised);
            }
            Fact::Snoozed { until } => {
                let Some(clock) = &mut self.now else { return false };
                clock.snooze(*until);
            }
            Fact::Reminded { .. } => {
                let Some(clock) = &mut self.now else { return false };
                (clock.reminded_at, clock.snoozed_until) = (Some(at), None);
            }
            Fact::Resolved { .. } | Fact::Closed { .. } | Fact::Cancelled { .. } => {
                self.owes = false;
                self.set(None);
            }
            Fact::StageChanged { from: StageName::ReadyForClosure, .. } | Fact::Reopened { .. } => {
                self.owes = true;
                self.set(self.standing(at).into_iter().chain([self.cadence_after(at)]).min());
            }
            _ => return false,
        }
        if is_word(fact) {
            self.last_word_at = at;
        }
        true
    }

    /// What is due stays due where the other severity asks for it by now as well, or the stakeholders were told that time.
    fn rewind(&mut self, worse: bool, at: DateTime<Utc>) {
        let promised_at = self.now.as_ref().and_then(|clock| {
            clock.promised_at.filter(|promised_at| *promised_at > at || clock.due_at <= at)
        });
        let asks = worse
            || promised_at.is_some_and(|promised_at| promised_at <= at)
            || self.cadence_after(self.last_word_at) <= at;
        let owed_at = self.cadence_after(at);
        let next_at = if worse {
            self.standing(at).map_or(owed_at, |standing| standing.min(owed_at))
        } else {
            promised_at.unwrap_or(owed_at)
        };
        match self.now.as_mut().filter(|clock| asks && clock.due_at <= at) {
            Some(clock) if worse => clock.snoozed_until = clock.snoozed_until.map(|until| until.min(owed_at)),
            Some(_) => {}
            None => self.set(Some(next_at)),
        }
    }

    fn set(&mut self, due_at: Option<DateTime<Utc>>) {
        let clock = self.now.take();
        self.now =
            due_at.map(|at| clock.as_ref().map_or_else(|| UpdateClock::due(at), |clock| clock.rewound(at)));
    }

    fn cadence_after(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.policy.ladder.get(&self.severity).owed_after(at)
    }

    fn standing(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.now.as_ref().map(|clock| clock.due_at).filter(|at| *at > now)
    }
}

/// Whether the stakeholders hear something by it.
fn is_word(fact: &Fact) -> bool {
    !matches!(
        fact,
        Fact::SeverityChanged { .. } | Fact::Snoozed { .. } | Fact::Reminded { .. } | Fact::Closed { .. }
    )
}

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let incidents = accounts.database.incidents.iter();
    incidents.flat_map(|recorded| follow(accounts, recorded, &mut Reminders::default())).collect()
}

/// How many reminders were owed and fired.
pub fn reminders(accounts: &Accounts) -> Reminders {
    let mut reminders = Reminders::default();
    for recorded in &accounts.database.incidents {
        follow(accounts, recorded, &mut reminders);
    }
    reminders
}

fn follow(accounts: &Accounts, recorded: &Recorded, reminders: &mut Reminders) -> Vec<Finding> {
    let mut clock = Clock::new(&accounts.policy);
    let mut findings = Vec::new();
    for entry in &recorded.timeline {
        let (due_at, is_reminder) = (clock.next_at(), matches!(entry.fact, Fact::Reminded { .. }));
        if !clock.follow(&entry.fact, entry.happened_at) && !is_reminder {
            continue;
        }
        findings.extend(judge(accounts, recorded.number, due_at, entry.happened_at, is_reminder));
        count(reminders, due_at, entry.happened_at, is_reminder);
    }
    findings.extend(judge(accounts, recorded.number, clock.next_at(), accounts.taken_at, false));
    let kept = recorded.next_reminder_at;
    let archiving = recorded.incident.next_archiving(&accounts.policy).map(|(_, at)| at);
    let next_at = clock.next_at().into_iter().chain(archiving).min();
    let column = next_at.map_or(i64::MAX, |at| at.timestamp_millis());
    let stands = [recorded.incident.update_clock.as_ref(), clock.now.as_ref()].map(without_idle_quiet);
    if stands[0] != stands[1] || kept != column {
        let seen = format!(
            "its clock stands at {:?} and {kept}, its timeline at {:?}",
            recorded.incident.update_clock, clock.now
        );
        findings.push(Finding::about(Kind::HalfDone, recorded.number, seen));
    }
    findings
}

/// Quiet that puts no reminder off stands on no timeline.
fn without_idle_quiet(clock: Option<&UpdateClock>) -> Option<UpdateClock> {
    clock.map(|clock| UpdateClock { snoozed_until: clock.put_off_until(), ..clock.clone() })
}

fn count(reminders: &mut Reminders, due_at: Option<DateTime<Utc>>, at: DateTime<Utc>, is_reminder: bool) {
    if let Some(late) = due_at.and_then(|due_at| (at - due_at).to_std().ok()) {
        reminders.owed += usize::from(is_reminder || late > GRACE.to_std().unwrap_or_default());
        reminders.late.extend(is_reminder.then_some(late));
    }
    reminders.fired += usize::from(is_reminder);
}

/// Whether what was due was done in time, and what was done was due.
fn judge(
    accounts: &Accounts,
    number: i64,
    due_at: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
    is_reminder: bool,
) -> Option<Finding> {
    let Some(due_at) = due_at else {
        let seen = format!("a reminder was given at {at}, and no word was owed");
        return is_reminder.then(|| Finding::about(Kind::Duplicated, number, seen));
    };
    if is_reminder && at < due_at {
        let seen = format!("a reminder was given at {at}, before it was due at {due_at}");
        return Some(Finding::about(Kind::Duplicated, number, seen));
    }
    let up_for = up_between(due_at, at, &accounts.outages);
    let seen =
        format!("a reminder was due at {due_at}, and until {at} none came, {up_for} of it with all up");
    (up_for > GRACE).then(|| Finding::about(Kind::Lost, number, seen))
}

/// How much of a time everything was up.
fn up_between(from: DateTime<Utc>, until: DateTime<Utc>, outages: &[Ended]) -> TimeDelta {
    let mut up = TimeDelta::zero();
    let mut at = from;
    for outage in outages {
        let (down_from, down_until) = (outage.from, outage.ready_at + COMES_TO_ITSELF);
        if down_until <= at || down_from >= until {
            continue;
        }
        up += (down_from - at).max(TimeDelta::zero());
        at = at.max(down_until);
    }
    up + (until - at).max(TimeDelta::zero())
}
