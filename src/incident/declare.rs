//! How an incident begins.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::step::check;
use super::{
    Action, Archiving, Asker, Command, Context, Declaration, Effect, Fact, Field, Incident, Kept, KeyTimes,
    Ladder, Manner, Mark, MessageRef, Number, Places, Policy, Quote, Refusal, Roles, ServiceKey, Severity,
    SeverityKey, Stage, Standing, Step, TimelineEntry, UpdateClock, UserId, Vacancy, WorkspaceId,
};

/// Begins incident `number` of `workspace`. The bell and the channel are owed at once; all else follows from what they
/// bring back.
///
/// # Errors
/// A [`Refusal`] if the asker is a guest or may not declare, or a field cannot stand.
pub fn declare(
    workspace: WorkspaceId,
    number: Number,
    declaration: Declaration,
    ctx: &Context<'_>,
) -> Result<Step, Refusal> {
    let Asker::Person(declared_by, Standing::Member) = ctx.asker.clone() else {
        return Err(Refusal::Guest);
    };
    refuse_whoever_may_not_declare(declaration.manner, ctx)?;
    let said = said(declaration, ctx.policy)?;
    let incident = begun(workspace, number, declared_by, said, ctx.now);
    let timeline = vec![TimelineEntry::now(declared(&incident), ctx)];
    let mut effects = vec![Effect::Announce, Effect::OpenChannel];
    effects.retain(|effect| !(incident.manner.is_private && effect.is_for_outsiders()));
    Ok(Step { incident, timeline, effects })
}

/// A declaration with what the organisation's rules make of it.
struct Said<'a> {
    title: String,
    severity: &'a Severity,
    seen: Option<String>,
    service: Option<String>,
    service_key: Option<ServiceKey>,
    manner: Manner,
}

fn said(declaration: Declaration, policy: &Policy) -> Result<Said<'_>, Refusal> {
    let Declaration { title, severity: asked, seen, service, manner } = tidy(declaration)?;
    let severity = severity(asked.as_ref(), &policy.ladder)?;
    let service = service.map(|words| policy.services.named(&words)).transpose()?;
    let (service, service_key) = service.map_or((None, None), |named| (Some(named.name), named.key));
    Ok(Said { title, severity, seen, service, service_key, manner })
}

/// An incident as it begins: so far, nothing came of it.
fn begun(
    workspace: WorkspaceId,
    number: Number,
    declared_by: UserId,
    said: Said<'_>,
    declared_at: DateTime<Utc>,
) -> Incident {
    let members =
        if said.manner.is_private { BTreeSet::from([declared_by.clone()]) } else { BTreeSet::new() };
    Incident {
        workspace,
        number,
        title: said.title,
        seen: said.seen,
        service: said.service,
        service_key: said.service_key,
        moves: 0,
        manner: said.manner,
        severity: said.severity.key.clone(),
        stage: Stage::Detected,
        declared_by,
        declarer_gone: false,
        key_times: KeyTimes::declared(declared_at),
        roles: Roles::default(),
        members,
        attendance: Box::default(),
        vacancy: Vacancy::default(),
        pleas: Vec::new(),
        offers: Vec::new(),
        last_update: None,
        last_external: None,
        page_says: None,
        updates_posted: 0,
        mailings: Vec::new(),
        notices: Vec::new(),
        last_word_at: None,
        update_clock: Some(UpdateClock::due(said.severity.owed_after(declared_at))),
        last_reminder: None,
        heads_up_for: None,
        exported_at: None,
        places: Places::default(),
        reopened: 0,
        struck: Vec::new(),
        kept: Vec::new(),
        duplicates: Vec::new(),
        named_in: BTreeSet::new(),
        brought_to: BTreeSet::new(),
        unnamed: BTreeSet::new(),
        brought: Vec::new(),
        archiving: Archiving::default(),
        stage_since: Some(declared_at),
        stage_nudged_at: None,
        mark_news: Vec::new(),
        told: None,
    }
}

/// While Slack has not said who is in the groups, nobody is kept from the bell, whatever rings.
fn refuse_whoever_may_not_declare(manner: Manner, ctx: &Context<'_>) -> Result<(), Refusal> {
    for action in std::iter::once(Action::Declare).chain(manner.actions()) {
        match ctx.policy.permissions.check(action, &ctx.memberships) {
            Ok(()) | Err(Refusal::GroupsUnsaid { .. }) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

/// As [`declare`], from a message that says it already: it becomes the first entry of the timeline. What is seen is what
/// is left of it; a title that says all of that is enough.
///
/// # Errors
/// As [`declare`].
pub fn declare_from(
    workspace: WorkspaceId,
    number: Number,
    declaration: Declaration,
    source: (MessageRef, Quote),
    ctx: &Context<'_>,
) -> Result<Step, Refusal> {
    let title = check::tidy(&declaration.title);
    let seen = declaration.seen.filter(|seen| check::tidy(seen) != title);
    let mut step = declare(workspace, number, Declaration { seen, ..declaration }, ctx)?;
    let (message, quote) = source;
    step.incident.kept.push(Kept {
        message: message.clone(),
        marks: vec![Mark::Form],
        by: step.incident.declared_by.clone(),
        is_recorded: false,
        is_doubtful: false,
        words: Some(quote.clone()),
    });
    step.effects.push(Effect::ReadMessage { message, quote: Some(quote) });
    Ok(step)
}

fn declared(incident: &Incident) -> Fact {
    Fact::Declared {
        title: incident.title.clone(),
        severity: incident.severity.clone(),
        seen: incident.seen.clone(),
        service: incident.service.clone(),
    }
}

/// The severity that was asked for, or the ladder's own choice.
fn severity<'a>(asked: Option<&SeverityKey>, ladder: &'a Ladder) -> Result<&'a Severity, Refusal> {
    match asked {
        Some(key) => ladder.find(key.as_str()).ok_or_else(|| Refusal::NoSuchSeverity { asked: key.clone() }),
        None => Ok(ladder.default()),
    }
}

/// Trims what was typed; what is blank counts as not said.
fn tidy(declaration: Declaration) -> Result<Declaration, Refusal> {
    let said = |text: Option<String>| text.map(|t| check::tidy(&t)).filter(|t| !t.is_empty());
    let tidied = Declaration {
        // A title is one line wherever it is shown.
        title: check::tidy(&declaration.title).split_whitespace().collect::<Vec<_>>().join(" "),
        severity: declaration.severity,
        seen: said(declaration.seen),
        service: said(declaration.service),
        manner: declaration.manner,
    };
    let mut flaws = vec![check::required(Field::Title, &tidied.title)];
    flaws.extend(tidied.seen.iter().map(|text| check::short_enough(Field::Seen, text)));
    flaws.extend(tidied.service.iter().map(|text| check::short_enough(Field::Service, text)));
    check::all(flaws)?;
    Ok(tidied)
}

impl Command {
    /// Whether it is only ever asked by Firebell itself.
    pub(super) const fn is_own(&self) -> bool {
        matches!(
            self,
            Self::Remind
                | Self::LoseHolder { .. }
                | Self::Announced { .. }
                | Self::ChannelOpened { .. }
                | Self::PanelPosted { .. }
                | Self::ReminderPosted { .. }
                | Self::ReminderShown { .. }
                | Self::PleaPosted { .. }
                | Self::OfferPosted { .. }
                | Self::MessageRead { .. }
                | Self::MemberJoined { .. }
                | Self::MemberLeft { .. }
                | Self::NoticePosted { .. }
                | Self::CopyPosted { .. }
                | Self::CopiesShown { .. }
                | Self::Undelivered { .. }
                | Self::DuplicateFound { .. }
                | Self::DuplicateGone { .. }
                | Self::BringIn { .. }
                | Self::Linked { .. }
                | Self::LeaveUnnamed { .. }
                | Self::ChannelArchived { .. }
                | Self::ChannelUnarchived { .. }
                | Self::GaveUp { .. }
        )
    }
}
