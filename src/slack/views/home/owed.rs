//! What somebody owes: updates, what their roles ask of them, postmortems.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackBlock;

use super::{Overview, title};
use crate::incident::{Incident, Number, Part, Punctuality, Role, StageName, UserId};
use crate::say;
use crate::slack::ids;
use crate::slack::views::Voice;
use crate::slack::views::blocks::{Stress, button, context, heading, row, section};
use crate::slack::views::text::{ahead, instant, role};

/// How many are shown; the board has the others.
const MOST: usize = 15;

/// An incident in which somebody has a part.
struct Owed<'a> {
    incident: &'a Incident,
    part: Part,
    punctuality: Option<Punctuality>,
}

impl Owed<'_> {
    /// What is late comes first, then what is due soonest, then what owes no update.
    fn urgency(&self) -> (bool, Option<(Punctuality, DateTime<Utc>)>, Number) {
        let update = self.punctuality.zip(self.part.update_due_at);
        (update.is_none(), update, self.incident.number)
    }
}

/// What they owe. Nothing at all where no incident is open and no postmortem waits: the board says enough then.
pub(super) fn owed(overview: &Overview<'_>, voice: &Voice<'_>) -> Vec<SlackBlock> {
    let language = voice.language;
    let mut parts: Vec<Owed<'_>> =
        overview.open.iter().filter_map(|incident| of_incident(incident, overview, voice)).collect();
    parts.sort_by_key(Owed::urgency);
    let mut owed: Vec<SlackBlock> = parts.iter().map(|owed| line(owed, voice)).collect();
    let ended = overview.recently_ended().into_iter();
    owed.extend(ended.filter_map(|incident| postmortem(incident, overview.user, voice)));
    if owed.is_empty() && overview.all == 0 {
        return Vec::new();
    }
    let more = owed.len().saturating_sub(MOST);
    let mut blocks = vec![heading(&say!(language, "home-owed"))];
    if owed.is_empty() {
        blocks.push(section(&say!(language, "home-owed-nothing")));
    }
    blocks.extend(owed.into_iter().take(MOST));
    if more > 0 {
        blocks.push(context(&say!(language, "home-owed-more", count = more)));
    }
    blocks
}

fn of_incident<'a>(incident: &'a Incident, overview: &Overview<'_>, voice: &Voice<'_>) -> Option<Owed<'a>> {
    let part = incident.part_of(overview.user)?;
    let punctuality =
        incident.punctuality(voice.policy, overview.now).filter(|_| part.update_due_at.is_some());
    Some(Owed { incident, part, punctuality })
}

fn line(owed: &Owed<'_>, voice: &Voice<'_>) -> SlackBlock {
    let language = voice.language;
    let update = owed.punctuality.zip(owed.part.update_due_at);
    let mut words: Vec<String> =
        update.map(|(stands, at)| update_words(stands, at, voice)).into_iter().collect();
    if !owed.part.roles.is_empty() {
        let roles: Vec<String> = owed.part.roles.iter().map(|one| role(*one, "", voice)).collect();
        words.push(say!(language, "home-roles", roles = roles.join(", ")));
    }
    let answers_for_it = owed.part.stands_in || owed.part.roles.contains(&Role::Commander);
    if answers_for_it && owed.incident.stage.name() == StageName::ReadyForClosure {
        words.push(say!(language, "home-to-close"));
    } else if owed.part.stands_in {
        words.push(say!(language, "home-stands-in"));
    }
    let text = format!("{}\n{}", title(owed.incident, voice), words.join(" · "));
    let number = owed.incident.number.get();
    let Some((stands, _)) = update else { return section(&text) };
    let stress = if stands == Punctuality::Ahead { Stress::None } else { Stress::Primary };
    let label = say!(language, "panel-update");
    row(
        ids::with(ids::OWED, number),
        &text,
        button(ids::UPDATE.to_owned(), &label, &number.to_string(), stress),
    )
}

/// How an update stands, with its time.
pub(super) fn update_words(stands: Punctuality, due_at: DateTime<Utc>, voice: &Voice<'_>) -> String {
    let at = ahead(due_at, voice.zone);
    match stands {
        Punctuality::Ahead => say!(voice.language, "home-update-ahead", at = at),
        Punctuality::Due => say!(voice.language, "home-update-due", at = at),
        Punctuality::Overdue => say!(voice.language, "home-update-overdue", at = at),
    }
}

/// Nobody can say yet that a postmortem is written, so it is asked for as long as the incident counts as recent.
fn postmortem(incident: &Incident, user: &UserId, voice: &Voice<'_>) -> Option<SlackBlock> {
    let closure =
        incident.stage.closure().filter(|closure| closure.postmortem_owner.as_ref() == Some(user))?;
    let at = instant(closure.closed_at, voice.zone);
    let words = say!(voice.language, "home-postmortem", at = at);
    Some(section(&format!("{}\n{words}", title(incident, voice))))
}
