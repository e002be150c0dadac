//! Invitations: whoever can come is brought in, whoever cannot is named.

use super::deliver::{Brought, Courier, DeliveryError};
use crate::incident::{ChannelId, Errand, GroupId, Incident, UserId};
use crate::pace::INVITED_AT_ONCE;
use crate::slack::{SlackError, Verdict};
use crate::store::Job;

/// Slack's ways of saying that somebody need not be invited.
const IN_ALREADY: &[&str] = &["already_in_channel", "cant_invite_self"];

impl Courier {
    /// Who is in already stays in. Who cannot come does not keep the others out, but is named.
    pub(super) async fn invite(&self, incident: &Incident, people: &[UserId]) -> Brought {
        ended(self.bring_in(incident, people).await?)
    }

    /// Brings people in, and answers who is missing and why.
    async fn bring_in(&self, incident: &Incident, people: &[UserId]) -> Result<Vec<String>, DeliveryError> {
        let Some(channel) = incident.live_channel() else { return Ok(Vec::new()) };
        let mut missing = Vec::new();
        for some in people.chunks(INVITED_AT_ONCE) {
            match self.slack.invite(channel, some).await {
                Err(error) if error.is_any_of(IN_ALREADY) => {
                    missing.extend(self.invite_singly(channel, some).await?);
                }
                invited => missing.extend(invited?),
            }
        }
        Ok(missing.iter().map(|(user, why)| format!("{}: {why}", self.directory.name(user))).collect())
    }

    /// Slack answers with what is wrong with the first of them; the others may yet have to come.
    async fn invite_singly(
        &self,
        channel: &ChannelId,
        people: &[UserId],
    ) -> Result<Vec<(UserId, String)>, SlackError> {
        let mut missing = Vec::new();
        for person in people.iter().filter(|_| people.len() > 1) {
            match self.slack.invite(channel, std::slice::from_ref(person)).await {
                Err(error) if error.is_any_of(IN_ALREADY) => {}
                Err(error) if error.verdict() == Verdict::GiveUp => {
                    missing.push((person.clone(), error.to_string()));
                }
                invited => missing.extend(invited?),
            }
        }
        Ok(missing)
    }

    pub(super) async fn invite_groups(&self, incident: &Incident, groups: &[GroupId]) -> Brought {
        let mut people: Vec<UserId> = Vec::new();
        let mut gone = Vec::new();
        for group in groups {
            match self.slack.group_members(group).await {
                Ok(members) => people.extend(members),
                Err(error) if error.verdict() == Verdict::GiveUp => gone.push(format!("{group}: {error}")),
                Err(error) => return Err(error.into()),
            }
        }
        people.sort_unstable();
        people.dedup();
        let mut missing = self.bring_in(incident, &people).await?;
        missing.extend(gone);
        ended(missing)
    }

    /// A group that is mentioned is heard by those of it who are in the channel. So the first try waits a moment for
    /// the invitation; no further one does.
    pub(super) async fn let_groups_in_first(&self, job: &Job) -> Result<(), DeliveryError> {
        if job.is_first_try() && self.store.owes(job, Errand::InviteGroups).await? {
            return Err(DeliveryError::NotYet("the invitation of those who are mentioned"));
        }
        Ok(())
    }
}

fn ended(missing: Vec<String>) -> Brought {
    if missing.is_empty() { Ok(None) } else { Err(DeliveryError::Missing(missing.join(", "))) }
}
