//! What people ask of an incident, roles and the update clock apart.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Draft, check};
use crate::incident::{
    Asker, AtStageChange, Audience, ChannelId, Closure, Detection, Effect, Fact, Gone, GroupId, Line,
    PostmortemRule, Recovery, Refusal, ReminderOutcome, Resolution, SeverityKey, Stage, StageName, Step,
    UserId, Vacancy,
};

/// An update that is due so soon is not asked for twice.
const SOON: TimeDelta = TimeDelta::hours(1);
/// How soon after one document another can be asked for.
const EXPORT_PAUSE: TimeDelta = TimeDelta::seconds(10);

impl Draft<'_> {
    pub(super) fn change_severity(
        mut self,
        to: &SeverityKey,
        because: Option<String>,
    ) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let ladder = &self.ctx.policy.ladder;
        let to = ladder.find(to.as_str()).ok_or_else(|| Refusal::NoSuchSeverity { asked: to.clone() })?;
        if to.key == self.incident.severity {
            return Err(Refusal::SeverityAlready { number: self.incident.number, severity: to.key.clone() });
        }
        let because = check::reason(because)?;
        let known = self.incident.groups_to_invite(self.ctx.policy);
        let was_due_at = self.next_update_at().filter(|at| *at <= self.now());
        let from = std::mem::replace(&mut self.incident.severity, to.key.clone());
        self.rewind_for_severity(&from);
        // Those who are told only now see it as it is.
        self.refresh_notices();
        self.record(Fact::SeverityChanged {
            from: from.clone(),
            to: to.key.clone(),
            because: because.clone(),
        });
        let line = self.severity_changed(from.clone(), to.key.clone(), because, was_due_at);
        if ladder.is_worse(&to.key, &from) {
            // Whoever is asked to command from now on had no reason to come before.
            self.incident.vacancy = Vacancy::since(self.now());
        }
        let adds_groups = !self.incident.groups_told_by(&from, &to.key, self.ctx.policy).is_empty();
        if adds_groups || ladder.is_worse(&to.key, &from) {
            self.owe(Effect::Say { audience: Audience::Announcement, line: line.clone() });
        }
        self.tell_whom_it_adds(self.incident.reach_as(&from, self.ctx.policy).tell_channels.to_vec());
        self.say_in_channel(line);
        self.refresh();
        self.owe(Effect::SetTopic);
        self.invite_others_than(&known);
        Ok(self.finish())
    }

    /// How the channel hears of it, and of when the next update is owed by now or was.
    fn severity_changed(
        &self,
        from: SeverityKey,
        to: SeverityKey,
        because: Option<String>,
        was_due_at: Option<DateTime<Utc>>,
    ) -> Line {
        let next_update_at = self.next_update_at().filter(|at| *at > self.now());
        Line::SeverityChanged { by: self.ctx.author(), from, to, because, next_update_at, was_due_at }
    }

    /// The channels of stakeholders that nobody has told, now that its severity or its service is another. `before` are those of the
    /// severity until now, for what an older version told. While its own channel is still to come, telling waits for that, and then
    /// tells all.
    pub(super) fn tell_whom_it_adds(&mut self, before: Vec<ChannelId>) {
        self.believe_told(before);
        if self.incident.told.is_some() {
            self.tell_stakeholders();
        }
    }

    /// Invites the user groups that belong into the channel by now, but for those that did before.
    pub(super) fn invite_others_than(&mut self, known: &[GroupId]) {
        let mut groups = self.incident.groups_to_invite(self.ctx.policy);
        groups.retain(|group| !known.contains(group));
        if !groups.is_empty() {
            self.owe(Effect::InviteGroups { groups });
        }
    }

    pub(super) fn change_stage(mut self, to: StageName) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let (number, from) = (self.incident.number, self.incident.stage.name());
        if from == to {
            return Err(Refusal::StageAlready { number, stage: to });
        }
        let stage = Stage::plain(to).ok_or(Refusal::StageNeedsMore { number, from, to })?;
        self.incident.key_times.mitigated_at = match (from, to) {
            // It was better all along.
            (StageName::ReadyForClosure, StageName::Monitoring) => {
                self.incident.key_times.mitigated_at.or(Some(self.now()))
            }
            (_, StageName::Monitoring) => Some(self.now()),
            // Going back from there says that it was not better after all.
            _ => None,
        };
        self.enter(stage);
        self.record(Fact::StageChanged { from, to });
        let line = Line::StageChanged {
            by: self.ctx.author(),
            from,
            to,
            asks: self.asked_at_stage_change(from, to),
        };
        if from == StageName::ReadyForClosure {
            // The stakeholders were told that it was resolved, and nobody was awaited.
            self.incident.vacancy = Vacancy::since(self.now());
            self.say_to_all(line);
        } else {
            self.say_in_channel(line);
        }
        self.refresh();
        Ok(self.finish())
    }

    /// Of whom an update is wanted now that the stage is another. To go back from resolved is word enough.
    fn asked_at_stage_change(&self, from: StageName, to: StageName) -> Option<UserId> {
        let is_wanted = from != StageName::ReadyForClosure
            && match self.at_stage_change() {
                AtStageChange::Prompt => true,
                AtStageChange::Milestones => match to {
                    StageName::Monitoring => !self.is_asked_anyway(),
                    other => other == StageName::ReadyForClosure,
                },
                AtStageChange::Nothing => false,
            };
        // Where nobody is left, whoever moves it is there.
        self.incident.update_owner().cloned().or_else(|| self.asker()).filter(|_| is_wanted)
    }

    fn at_stage_change(&self) -> AtStageChange {
        self.ctx.policy.ladder.get(&self.incident.severity).at_stage_change
    }

    /// Whether the clock asks for an update so soon, or has asked already, that nobody else needs to.
    fn is_asked_anyway(&self) -> bool {
        let clock = self.incident.update_clock.as_ref();
        clock.is_some_and(|clock| clock.due_at - self.now() <= SOON)
    }

    pub(super) fn resolve(mut self, recovery: Recovery, detection: Detection) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        if self.incident.stage.resolution().is_some() {
            return Err(Refusal::ResolvedAlready { number: self.incident.number });
        }
        let resolved_at = self.now();
        let asks = self.asked_at_stage_change(self.incident.stage.name(), StageName::ReadyForClosure);
        self.answer_reminder(ReminderOutcome::Resolved);
        self.enter(Stage::ReadyForClosure(Resolution { resolved_at, recovery, detection }));
        self.record(Fact::Resolved { recovery, detection });
        self.say_to_all(Line::Resolved { by: self.ctx.author(), recovery, detection, asks });
        self.retire_pleas();
        self.refresh();
        Ok(self.finish())
    }

    pub(super) fn close(mut self, postmortem_owner: Option<UserId>) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let number = self.incident.number;
        let Stage::ReadyForClosure(resolution) = self.incident.stage.clone() else {
            return Err(Refusal::ResolveFirst { number, from: self.incident.stage.name() });
        };
        let rule = self.ctx.policy.ladder.get(&self.incident.severity).postmortem;
        let required = rule == PostmortemRule::Required;
        let named = postmortem_owner.clone();
        let postmortem_owner = postmortem_owner.or_else(|| self.falls_to().filter(|_| required));
        let closed_at = self.now();
        self.answer_reminder(ReminderOutcome::Closed);
        self.enter(Stage::Closed(Closure {
            resolution,
            closed_at,
            postmortem_owner: postmortem_owner.clone(),
        }));
        self.record(Fact::Closed { postmortem_owner: postmortem_owner.clone() });
        if let Some(named) = named {
            self.bring_in_for_postmortem(named);
        }
        if let Some(owner) = postmortem_owner.clone().filter(|owner| self.asker().as_ref() != Some(owner)) {
            self.owe(Effect::EntrustPostmortem { person: owner });
        }
        let line = Line::Closed { by: self.ctx.author(), postmortem_owner, required };
        self.tell_stakeholders_more(&line);
        self.say_in_channel(line);
        self.refresh();
        Ok(self.finish())
    }

    /// Whoever is named to own the postmortem can read what it is about. Those to whom it falls are there, or have chosen not to be.
    fn bring_in_for_postmortem(&mut self, owner: UserId) {
        if self.incident.manner.is_private {
            self.incident.members.insert(owner.clone());
        }
        let declared_it = self.incident.declared_by == owner && !self.incident.declarer_gone;
        if !declared_it && !self.incident.roles.people().contains(&&owner) {
            self.call_in(vec![owner]);
        }
    }

    /// Who owns the postmortem where nobody is named: the owner; once they are not there any more, whoever closes it.
    fn falls_to(&self) -> Option<UserId> {
        let owner = || Some(self.incident.owner().clone());
        self.incident.present_owner().cloned().or_else(|| self.asker()).or_else(owner)
    }

    fn asker(&self) -> Option<UserId> {
        match &self.ctx.asker {
            Asker::Person(user, _) => Some(user.clone()),
            Asker::Firebell => None,
        }
    }

    pub(super) fn reopen(mut self, because: Option<String>, gone: Vec<Gone>) -> Result<Step, Refusal> {
        if self.incident.stage.is_open() {
            return self.move_on(because, gone);
        }
        let because = check::reason(because)?;
        self.take_back_cancelling();
        let is_moving = self.go_on_in_channel();
        self.incident.reopened += 1;
        self.incident.vacancy = Vacancy::since(self.now());
        self.enter(Stage::Triage);
        self.record(Fact::Reopened { because: because.clone() });
        self.say_to_all(Line::Reopened {
            by: self.ctx.author(),
            because,
            next_update_at: self.next_update_at(),
        });
        self.miss_whoever_is_gone(&gone);
        if is_moving {
            self.leave_out(&gone);
        } else {
            self.call_in_again(&gone);
        }
        self.refresh();
        Ok(self.finish())
    }

    /// A second press a moment later is not a wish for a second document.
    pub(super) fn export(mut self) -> Result<Step, Refusal> {
        let now = self.now();
        if self.incident.archiving.archived_at.is_some() {
            return Err(Refusal::ChannelArchived { number: self.incident.number });
        }
        if self.incident.exported_at.is_some_and(|at| now - at < EXPORT_PAUSE) {
            return Err(Refusal::ExportUnderWay { number: self.incident.number });
        }
        self.incident.exported_at = Some(now);
        let asked_by = self.ctx.author();
        self.owe(Effect::UploadPostmortem { asked_by });
        Ok(self.finish())
    }

    pub(super) fn next_update_at(&self) -> Option<DateTime<Utc>> {
        self.incident.update_clock.as_ref().map(|clock| clock.due_at)
    }

    /// Moves to `stage` and winds or stops the update clock to match it.
    pub(super) fn enter(&mut self, stage: Stage) {
        let owed_before = self.incident.stage.owes_updates();
        self.incident.stage = stage;
        self.incident.stage_since = Some(self.now());
        self.incident.stage_nudged_at = None;
        match (owed_before, self.incident.stage.owes_updates()) {
            (_, false) => self.set_clock(None),
            (false, true) => self.wind_clock(),
            (true, true) => {}
        }
    }

    pub(super) fn refuse_if_closed(&self) -> Result<(), Refusal> {
        self.incident.refuses_changes().map_or(Ok(()), Err)
    }
}
