//! Roles: given, left, and lost by whoever is not there any more.

use chrono::{DateTime, Utc};

use super::{Draft, check};
use crate::incident::role::Handover;
use crate::incident::{
    Asked, Asker, Departure, Effect, Fact, Field, Gone, Holders, Line, Refusal, Role, SeenHolder, Separation,
    Step, UserId, Vacancy,
};

impl Draft<'_> {
    pub(super) fn give_role(
        mut self,
        role: Role,
        to: UserId,
        area: &str,
        seen: &SeenHolder,
        anyway: bool,
    ) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let rules = &self.ctx.policy.roles;
        if !rules.all().any(|known| known == role) {
            return Err(Refusal::NoSuchRole { asked: role });
        }
        self.refuse_if_taken_meanwhile(role, &to, seen)?;
        let area = check::tidy(area);
        check::all([check::short_enough(Field::Area, &area)])?;
        let beside = self.duties_joined(role, &to, anyway)?;
        self.see_again(&to);
        let is_new = !self.incident.roles.holds(role, &to);
        let from = match self.incident.roles.give(role, to.clone(), area.clone(), rules.holders(role)) {
            Handover::Unchanged => return Err(Refusal::RoleAlready { role, user: to }),
            Handover::From(from) => from,
        };
        self.record(Fact::RoleGiven {
            role,
            to: to.clone(),
            from: from.clone(),
            area: area.clone(),
            beside: Some(beside.clone()).filter(|beside| !beside.is_empty()),
        });
        let by = self.ctx.author();
        self.say_in_channel(Line::RoleGiven { by, role, to: to.clone(), from, area, beside });
        if role == Role::Commander {
            self.incident.key_times.acknowledged_at.get_or_insert(self.ctx.now);
            self.retire_pleas();
        }
        self.refresh();
        self.call_in(vec![to.clone()]);
        if is_new {
            self.owe(Effect::Brief { person: to, role });
        }
        Ok(self.finish())
    }

    fn refuse_if_taken_meanwhile(&self, role: Role, to: &UserId, seen: &SeenHolder) -> Result<(), Refusal> {
        let SeenHolder::Was(seen) = seen else { return Ok(()) };
        let is_single = self.ctx.policy.roles.holders(role) == Holders::One;
        match self.incident.roles.holder(role) {
            Some(holder) if is_single && Some(holder) != seen.as_ref() && holder != to => {
                let (number, holder) = (self.incident.number, holder.clone());
                Err(Refusal::RoleTakenMeanwhile { number, role, holder })
            }
            _ => Ok(()),
        }
    }

    /// The duties that `user` holds and that are kept apart from `role`, where they may all the same be joined.
    fn duties_joined(&self, role: Role, user: &UserId, anyway: bool) -> Result<Vec<Role>, Refusal> {
        let separation = self.ctx.policy.roles.separation;
        let beside = self.incident.roles.kept_apart_from(role, user);
        match separation {
            Separation::Off => Ok(Vec::new()),
            _ if beside.is_empty() => Ok(beside),
            Separation::Warn if anyway => Ok(beside),
            _ => {
                let (number, user) = (self.incident.number, user.clone());
                Err(Refusal::DutiesKeptApart { number, role, user, beside, separation })
            }
        }
    }

    pub(super) fn leave_role(mut self, role: Role, area: &str) -> Result<Step, Refusal> {
        self.refuse_if_closed()?;
        let area = check::tidy(area);
        let not_held = Refusal::RoleNotHeld { number: self.incident.number, role, area: area.clone() };
        let Asker::Person(user, _) = self.ctx.asker.clone() else { return Err(not_held) };
        let areas = self.take_away(role, &user, &area, None).ok_or(not_held)?;
        if role == Role::Commander && self.incident.present_owner().is_none() {
            let declarer = self.incident.declared_by.clone();
            self.await_an_owner(declarer, None);
        }
        self.say_in_channel(Line::RoleLeft { role, user, area: areas });
        self.refresh();
        Ok(self.finish())
    }

    /// Whoever is not there any more holds nothing any more. What is over needs nobody; they are missed when it goes on. Of
    /// somebody on whom nothing hangs, nothing is said.
    pub(super) fn lose_holder(mut self, user: UserId, why: Departure, at: Option<DateTime<Utc>>) -> Step {
        let is_back = at.is_some_and(|at| self.incident.attendance.came_after(&user, at));
        if is_back || !self.incident.would_miss(&user) {
            return self.finish();
        }
        let gone = Gone { user, why };
        if self.incident.stage.is_open() {
            if self.miss(gone) {
                self.refresh();
            }
        } else if self.incident.roles.people().contains(&&gone.user) {
            self.incident.attendance.went(gone);
        }
        self.finish()
    }

    /// Misses those who went while it was over.
    pub(super) fn miss_whoever_is_gone(&mut self, no_members: &[Gone]) {
        // Everybody else is called in again.
        self.incident.declarer_gone = false;
        let mut left = std::mem::take(&mut self.incident.attendance.gone);
        // Who is a member or not is known anew.
        left.retain(|gone| gone.why == Departure::LeftChannel);
        let mut gone: Vec<Gone> = no_members.iter().cloned().chain(left).collect();
        // Whoever declared it first, so that a commander who is gone leaves nothing to somebody who is gone as well.
        gone.sort_by_key(|gone| gone.user != self.incident.declared_by);
        for gone in gone {
            self.miss(gone);
        }
    }

    /// Misses those who are no members any more, and of whom nobody has told. In what is over, they keep what they held on record
    /// alone.
    pub(super) fn miss_no_members(&mut self, no_members: Vec<Gone>) {
        for gone in no_members {
            if self.incident.stage.is_open() && self.incident.would_miss(&gone.user) {
                self.miss(gone);
            } else if !self.incident.stage.is_open() {
                self.incident.declarer_gone |= gone.user == self.incident.declared_by;
                self.incident.attendance.went(gone);
            }
        }
    }

    /// Answers whether that is worth a word.
    fn miss(&mut self, Gone { user, why }: Gone) -> bool {
        let was_owned = self.incident.present_owner().is_some();
        self.incident.declarer_gone |= user == self.incident.declared_by;
        let mut held = Vec::new();
        for role in self.incident.roles.held_by(&user) {
            let areas = self.take_away(role, &user, "", Some(why));
            held.extend(areas.map(|areas| (role, areas)));
        }
        let loses_owner = was_owned && self.incident.present_owner().is_none();
        if loses_owner {
            self.await_an_owner(user.clone(), Some(why));
        }
        let is_missed = loses_owner || !held.is_empty();
        if is_missed {
            self.say_in_channel(Line::HolderGone { user, why, held });
        }
        is_missed
    }

    /// What tells of the loss asks those in the channel, so they are not asked again.
    fn await_an_owner(&mut self, user: UserId, why: Option<Departure>) {
        self.record(Fact::OwnerGone { user, why });
        self.incident.vacancy = Vacancy::since(self.now());
        self.incident.vacancy.asked(Asked::Channel, self.now());
    }

    /// Whoever declared it and was not there any more is there after all.
    pub(super) fn see_again(&mut self, user: &UserId) {
        if self.incident.declarer_gone && *user == self.incident.declared_by {
            self.incident.declarer_gone = false;
            self.refresh();
        }
    }

    /// Answers the areas that they had in it, in words; `None` if they did not hold it. What nobody commands any more is
    /// looked after as if it had just been declared.
    fn take_away(&mut self, role: Role, user: &UserId, area: &str, why: Option<Departure>) -> Option<String> {
        let areas = self.incident.roles.leave(role, user, area);
        if areas.is_empty() {
            return None;
        }
        if role == Role::Commander {
            self.incident.vacancy = Vacancy::since(self.now());
        }
        for area in &areas {
            self.record(Fact::RoleLeft { role, user: user.clone(), area: area.clone(), why });
        }
        Some(areas.join(", "))
    }
}
