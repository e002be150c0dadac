//! The one function that changes an incident.
//!
//! [`step`] checks who asks and hands on to one small function per command: what people ask for is in `asked` and `roles`, which
//! service it is about in `service`, what they write down in `record` and `keep`, the update clock in `clock` and `rewinding`, the
//! copies of updates in `mail`, `correction` and `undelivered`, what the status page is to say in `status_page`, how incidents are
//! called off and linked in `cancel`, how channels are put away in `archive`, who knows of a private one in `private`, what deliveries
//! bring back in `brought`. Each works on a [`Draft`], which
//! gathers the new incident, the facts and the effects.

mod archive;
mod asked;
mod brought;
mod cancel;
pub(super) mod check;
mod clock;
mod correction;
mod keep;
mod mail;
mod private;
mod record;
mod rewinding;
mod roles;
mod service;
mod status_page;
#[cfg(test)]
mod tests;
mod undelivered;

use chrono::{DateTime, Utc};

pub use self::check::tidy;
use super::{
    Asker, Audience, Command, Context, Effect, Errand, Fact, Incident, Line, Reader, Refusal, Standing, Step,
    TimelineEntry,
};

/// Decides what `command` does to `incident`; reads only its arguments. A command that changes nothing gives a step
/// without facts and effects; a [`Refusal`] says why a person's wish cannot be met.
///
/// # Errors
/// A [`Refusal`], and nothing has changed.
pub fn step(incident: &Incident, command: Command, ctx: &Context<'_>) -> Result<Step, Refusal> {
    step_beside(incident, None, command, ctx)
}

/// As [`step()`], with the other incident that the command names: [`Command::other`].
///
/// # Errors
/// As [`step()`].
pub fn step_beside(
    incident: &Incident,
    beside: Option<&Incident>,
    command: Command,
    ctx: &Context<'_>,
) -> Result<Step, Refusal> {
    refuse_whoever_may_not(&command, ctx)?;
    let mut draft =
        Draft { ctx, beside, incident: incident.clone(), timeline: Vec::new(), effects: Vec::new() };
    if let Asker::Person(user, _) = &ctx.asker {
        draft.see_again(user);
    }
    match command {
        Command::ChangeSeverity { to, because } => draft.change_severity(&to, because),
        Command::ChangeStage { to } => draft.change_stage(to),
        Command::ChangeService { to } => draft.change_service(&to),
        Command::GiveRole { role, to, area, seen, anyway } => draft.give_role(role, to, &area, &seen, anyway),
        Command::LeaveRole { role, area } => draft.leave_role(role, &area),
        Command::LoseHolder { user, why, at } => Ok(draft.lose_holder(user, why, at)),
        Command::PostUpdate { text, external, next_update_at, offered_at } => {
            draft.post_update((text, external), next_update_at, offered_at)
        }
        Command::CorrectUpdate { update, text, external } => draft.correct_update(update, &text, external),
        Command::ConfirmPage { update, corrected_at } => draft.confirm_page(update, corrected_at),
        Command::NothingNew { answers } => draft.say_nothing_new(answers),
        Command::Redeliver { to } => draft.redeliver(&to),
        Command::Snooze { quiet_for } => draft.snooze(quiet_for),
        Command::Note { text } => draft.note(&text),
        Command::Decide { decision, because } => draft.decide(&decision, because),
        Command::Try { way, outcome, details } => draft.attempt(way, outcome, &details),
        Command::NoteChange { text, link, at } => draft.note_change(&text, link, at),
        Command::Correct { entry, text, at } => draft.correct(&entry, text, at),
        Command::Strike { entry, because } => draft.strike(&entry, because),
        Command::SetTime { moment, at } => draft.set_time(moment, at),
        Command::Keep { message, mark, quote, at } => draft.keep(message, mark, quote, at),
        Command::LetGo { message, mark, at } => Ok(draft.let_go(message, &mark, at)),
        Command::Resolve { recovery, detection } => draft.resolve(recovery, detection),
        Command::Close { postmortem_owner } => draft.close(postmortem_owner),
        Command::Reopen { because, gone } => draft.reopen(because, gone),
        Command::MakePrivate { because, gone } => draft.make_private(because, gone),
        Command::Cancel { because, duplicate_of } => draft.cancel(because, duplicate_of, false),
        Command::Merge { into } => draft.merge(into),
        Command::Export => draft.export(),
        Command::Remind => Ok(draft.look_at_the_clock()),
        Command::FollowSettings => Ok(draft.follow_settings()),
        Command::Announced { message } => Ok(draft.announced(message)),
        Command::ChannelOpened { channel, name, is_private } => {
            Ok(draft.channel_opened(channel, name, is_private))
        }
        Command::ChannelArchived { channel, by, as_of } => Ok(draft.channel_archived(&channel, by, as_of)),
        Command::ChannelUnarchived { channel, by, at } => Ok(draft.channel_unarchived(&channel, by, at)),
        Command::PanelPosted { message } => Ok(draft.panel_posted(message)),
        Command::ReminderPosted { message, reminded_at } => Ok(draft.reminder_posted(message, reminded_at)),
        Command::ReminderShown { message, answer } => Ok(draft.reminder_shown(&message, &answer)),
        Command::DuplicateFound { other, title, by, merges } => {
            Ok(draft.duplicate_found(other, title, by, merges))
        }
        Command::BringIn { from, entries } => Ok(draft.bring_in(from, entries)),
        Command::DuplicateGone { number, by } => Ok(draft.duplicate_gone(number, by)),
        Command::Linked { to } => Ok(draft.linked(to)),
        Command::LeaveUnnamed { whom } => Ok(draft.leave_unnamed(whom)),
        Command::PleaPosted { message } => Ok(draft.plea_posted(message)),
        Command::OfferPosted { offer } => Ok(draft.offer_posted(offer)),
        Command::MessageRead { message, quote, link } => Ok(draft.message_read(message, quote, link)),
        Command::MemberJoined { user, at } => Ok(draft.member_joined(user, at)),
        Command::MemberLeft { user, at } => Ok(draft.member_left(&user, at)),
        Command::NoticePosted { message } => Ok(draft.notice_posted(message)),
        Command::CopyPosted { update, to, message, shows } => {
            Ok(draft.copy_posted(update, &to, message, shows))
        }
        Command::CopiesShown { to, shown } => Ok(draft.copies_shown(&to, &shown)),
        Command::Undelivered { what, errand, earlier, why } => {
            Ok(draft.undelivered(&what, errand, earlier, &why))
        }
        Command::GaveUp { errand, why } => {
            // Where only a link is missing, nothing is left to do by hand.
            let is_done = errand == Errand::ReadMessage && draft.do_without_reading();
            Ok(if is_done { draft.finish() } else { draft.gave_up(errand, why) })
        }
    }
}

/// Firebell itself may everything, and what it alone asks is not asked of anybody.
fn refuse_whoever_may_not(command: &Command, ctx: &Context<'_>) -> Result<(), Refusal> {
    match ctx.asker {
        _ if command.is_own() => Ok(()),
        Asker::Person(_, Standing::Guest | Standing::Gone) => Err(Refusal::Guest),
        Asker::Person(_, Standing::Member) => {
            command.action().map_or(Ok(()), |action| ctx.policy.permissions.check(action, &ctx.memberships))
        }
        Asker::Firebell => Ok(()),
    }
}

/// A step while it is being made.
struct Draft<'a> {
    ctx: &'a Context<'a>,
    /// The other incident that the command names.
    beside: Option<&'a Incident>,
    incident: Incident,
    timeline: Vec<TimelineEntry>,
    effects: Vec<Effect>,
}

impl Draft<'_> {
    fn record(&mut self, fact: Fact) {
        self.timeline.push(TimelineEntry::now(fact, self.ctx));
    }

    fn record_at(&mut self, happened_at: DateTime<Utc>, fact: Fact) {
        self.timeline.push(TimelineEntry { happened_at, ..TimelineEntry::now(fact, self.ctx) });
    }

    fn owe(&mut self, effect: Effect) {
        if let Effect::Tell { channel } = &effect {
            self.expect_notice(channel, Reader::Inside);
        }
        self.effects.push(effect);
    }

    fn say_in_channel(&mut self, line: Line) {
        self.owe(Effect::Say { audience: Audience::Channel, line });
    }

    /// Says it in the channel, in the thread below the announcement and to the stakeholders, where nobody is asked for anything.
    fn say_to_all(&mut self, line: Line) {
        self.incident.last_word_at = Some(self.now());
        self.say_in_channel(line.clone());
        let line = line.asking_nobody();
        self.tell_stakeholders_more(&line);
        self.owe(Effect::Say { audience: Audience::Announcement, line });
    }

    /// Makes the panel and the announcement show what is true now.
    fn refresh(&mut self) {
        self.owe(Effect::RefreshPanel);
        self.owe(Effect::RefreshAnnouncement);
    }

    fn now(&self) -> DateTime<Utc> {
        self.ctx.now
    }

    /// What is owed here to outsiders is not owed where they may know nothing. As it becomes private, what they read before is
    /// withdrawn.
    fn finish(mut self) -> Step {
        self.end_offers();
        if self.incident.manner.is_private {
            let becomes_so = |entry: &TimelineEntry| matches!(entry.fact, Fact::MadePrivate { .. });
            let withdraws = self.timeline.iter().any(becomes_so);
            self.effects.retain(
                |effect| {
                    if effect.withdraws() { withdraws } else { !effect.is_for_outsiders() }
                },
            );
        }
        Step { incident: self.incident, timeline: self.timeline, effects: self.effects }
    }
}

impl TimelineEntry {
    /// A fact that happened as it was recorded.
    pub(super) fn now(fact: Fact, ctx: &Context<'_>) -> Self {
        Self { happened_at: ctx.now, recorded_at: ctx.now, author: ctx.author(), source: ctx.source, fact }
    }
}
