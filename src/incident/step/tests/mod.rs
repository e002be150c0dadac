//! The rules of an incident's life, as tables by subject; and in `rules` what holds for every sequence of commands. Here is
//! the bench that they work at.

mod archiving;
mod brought;
mod cancelling;
mod clock;
mod daylight;
mod declaring;
mod drill;
mod duties;
mod ending;
mod escalation;
mod heads_up;
mod key_times;
mod mail;
mod overview;
mod permitted;
mod private;
mod private_asks;
mod private_links;
mod promised;
mod recording;
mod refusing;
mod reworded;
mod roles;
mod rules;
mod service;
mod stage_limits;
mod status_page;
mod vacancy;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::incident::cadence::{Cadence, WallClock};
use crate::incident::quiet::Quiet;
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
        invite: invite.iter().map(|group| GroupId::new(*group)).collect(),
        postmortem,
        ..Severity::plain(SeverityKey::new(key), cadence)
    }
}

fn policy() -> Policy {
    let daily =
        || Cadence::At(Box::new(WallClock::parse("0 0 10 * * Mon-Fri", chrono_tz::Asia::Seoul).unwrap()));
    let every = |minutes| Cadence::Every(TimeDelta::minutes(minutes));
    let rungs = vec![
        Severity {
            overdue: Some(Overdue::After(TimeDelta::minutes(15))),
            escalate_to: vec![GroupId::new("S-CALL")],
            ..severity("sev0", every(15), &["S-ALL", "S-OPS"], PostmortemRule::Required)
        },
        severity("sev1", every(60), &["S-OPS"], PostmortemRule::Required),
        severity("sev2", daily(), &[], PostmortemRule::Optional),
        severity("sev3", daily(), &[], PostmortemRule::Optional),
    ];
    Policy {
        ladder: Ladder::new(rungs, SeverityKey::new("sev2")).unwrap(),
        longest_snooze: TimeDelta::hours(24),
        drills: Drills::Full,
        private_groups: Vec::new(),
        archive_after: None,
        stage_limits: StageLimits::default(),
        roles: RoleRules::default(),
        permissions: Permissions::default(),
        services: Catalogue::default(),
        status_page: None,
    }
}

/// The same in an organisation that sleeps from eight to eight.
fn sleeping(ladder: &Ladder) -> Ladder {
    let night = [20, 8].map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
    let zone = chrono_tz::Asia::Seoul;
    let quiet = Arc::new(Quiet { zone, hours: Some((night[0], night[1])), holidays: BTreeSet::new() });
    let mut rungs = ladder.rungs().to_vec();
    for rung in &mut rungs {
        if let Cadence::At(wall_clock) = &mut rung.cadence {
            **wall_clock = wall_clock.clone().keeping(quiet.clone());
        }
    }
    Ladder::new(rungs, ladder.default().key.clone()).unwrap()
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

/// Alice with the form for declaring, at the start.
fn at_the_form(policy: &Policy) -> Context<'_> {
    Context {
        asker: person("alice"),
        memberships: Memberships::default(),
        source: Source::Form,
        now: start(),
        policy,
    }
}

/// Somebody who presses a button.
fn at_a_button(asker: Asker, now: DateTime<Utc>, policy: &Policy) -> Context<'_> {
    Context { asker, source: Source::Button, now, ..at_the_form(policy) }
}

/// The first incident of the workspace.
fn begin(said: Declaration, ctx: &Context<'_>) -> Result<Step, Refusal> {
    declare(WorkspaceId::new("T1"), Number::new(1), said, ctx)
}

fn declaration(title: &str, severity: &str) -> Declaration {
    Declaration {
        title: title.to_owned(),
        severity: Some(SeverityKey::new(severity)),
        ..Declaration::default()
    }
}

impl Bench {
    fn declared(severity: &str) -> Self {
        Self::declared_as(severity, Manner::default())
    }

    fn declared_as(severity: &str, manner: Manner) -> Self {
        let policy = policy();
        let ctx = at_the_form(&policy);
        let said = Declaration { manner, ..declaration("Checkout is down", severity) };
        let step = begin(said, &ctx).unwrap();
        Self { now: start(), incident: step.incident, timeline: step.timeline, policy }
    }

    fn after_minutes(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    fn ask(&mut self, asker: Asker, command: Command) -> Result<Vec<Effect>, Refusal> {
        let ctx = at_a_button(asker, self.now, &self.policy);
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
    Command::Reopen { because: None, gone: Vec::new() }
}

fn give(role: Role, to: &str) -> Command {
    Command::GiveRole {
        role,
        to: UserId::new(to),
        area: String::new(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    }
}

fn leave(role: Role, area: &str) -> Command {
    Command::LeaveRole { role, area: area.to_owned() }
}

fn update(next_update_at: impl Into<Option<DateTime<Utc>>>) -> Command {
    let text = UpdateText {
        what_happened: "Customers cannot pay by card".to_owned(),
        impact: "Everybody in Korea".to_owned(),
        doing: "Rolling back".to_owned(),
    };
    Command::PostUpdate { text, external: None, next_update_at: next_update_at.into(), offered_at: None }
}

fn snooze(minutes: i64) -> Command {
    Command::Snooze { quiet_for: TimeDelta::minutes(minutes) }
}
