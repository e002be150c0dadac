//! Whether somebody may do what they ask for, as far as that hangs on user groups. The core decides; here is who is in which
//! group by then.

use std::time::Duration;

use serde_json::Value;

use super::{Answer, Reception};
use crate::engine::{EngineError, Outcome, Request};
use crate::groups::Change;
use crate::incident::{
    Action, Asker, Command, Declaration, GroupId, MessageRef, Number, Quote, Refusal, Standing, UserId,
};

/// How long an answer waits for Slack to say who somebody is, and for its first word of the groups; it waits for both at once.
/// Slack waits three seconds for the answer, and a form that is to open then has what this leaves of them.
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

impl Reception {
    /// Asks something of an incident for a person.
    pub(super) async fn put(
        &self,
        number: Number,
        command: Command,
        request: Request,
    ) -> Result<Outcome, EngineError> {
        let person = request.asker.clone();
        let (answerable, request) = tokio::join!(
            self.refuse_whoever_cannot_answer(number, &command, &person),
            self.with_memberships(request, command.action()),
        );
        answerable?;
        let command = self.with_whoever_is_gone(number, command).await?;
        // Those who call this would else carry all that a save needs, each of them.
        let asked = Box::pin(self.engine.ask(number, command, &request)).await;
        self.look_again_after(&asked);
        asked
    }

    /// An incident leans on members alone: a guest who is given a role could press none of its buttons. Whoever may ask for
    /// nothing is refused for that.
    async fn refuse_whoever_cannot_answer(
        &self,
        number: Number,
        command: &Command,
        asker: &Asker,
    ) -> Result<(), Refusal> {
        let Some((user, role)) = command.names() else { return Ok(()) };
        if !matches!(asker, Asker::Person(asker, Standing::Member) if asker != user) {
            return Ok(());
        }
        self.make_known(user).await;
        match self.directory.standing(user) {
            Standing::Member => Ok(()),
            standing => Err(Refusal::NotAMember { number, user: user.clone(), standing, role }),
        }
    }

    /// Begins an incident for a person, perhaps from a message.
    pub(super) async fn begin(
        &self,
        declaration: Declaration,
        source: Option<(MessageRef, Quote)>,
        mut request: Request,
    ) -> Result<Outcome, EngineError> {
        for action in std::iter::once(Action::Declare).chain(declaration.manner.actions()) {
            request = self.with_memberships(request, Some(action)).await;
        }
        let begun = Box::pin(self.engine.declare_from(declaration, source, &request)).await;
        self.look_again_after(&begun);
        begun
    }

    /// Whether somebody may do it, for forms: nobody fills one in that would be refused.
    pub(super) async fn check_allowed(&self, user: &UserId, action: Action) -> Result<(), Refusal> {
        if !self.is_member(user) {
            return Err(Refusal::Guest);
        }
        self.hear_of_groups(action).await;
        let allowed = self.engine.policy().permissions.check(action, &self.groups.memberships(user));
        if allowed.is_err() {
            self.ask_for_groups();
        }
        allowed
    }

    async fn with_memberships(&self, mut request: Request, action: Option<Action>) -> Request {
        if let (Some(action), Asker::Person(user, _)) = (action, &request.asker) {
            self.hear_of_groups(action).await;
            request.memberships = self.groups.memberships(user);
        }
        request
    }

    /// Guests and strangers write no timeline, so who has marked a message and is not known yet is asked for first. If Slack
    /// does not say, it tells of the mark again later.
    pub(super) async fn know_who_marks(&self, user: &UserId) -> bool {
        tokio::join!(self.make_known(user), self.hear_of_groups(Action::Timeline));
        self.directory.knows(user)
    }

    async fn make_known(&self, user: &UserId) {
        if self.directory.knows(user) {
            return;
        }
        match tokio::time::timeout(LONGEST_WAIT, self.directory.look_up(user)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "A person could not be looked up"),
            Err(_) => tracing::warn!("A person could not be looked up in time"),
        }
    }

    /// Just after the start, nothing may be known of the groups yet. One answer waits for that.
    async fn hear_of_groups(&self, action: Action) {
        if self.groups.are_worth_waiting_for(action) {
            let _ = tokio::time::timeout(LONGEST_WAIT, self.ask_for_groups()).await;
            self.groups.were_waited_for();
        }
    }

    /// Whoever was added to a group a moment ago gets through the next time.
    fn look_again_after(&self, asked: &Result<Outcome, EngineError>) {
        if let Err(EngineError::Refused(
            Refusal::NotAllowed { .. } | Refusal::GroupsUnsaid { .. } | Refusal::NobodyAllowed { .. },
        )) = asked
        {
            self.ask_for_groups();
        }
    }

    /// Slack tells who came into a group and who went, and tells one replica. What it counts and does not name, it is asked
    /// for.
    pub(super) fn group_changed(&self, event: &Value) -> Answer {
        let concerns_us = match changed(event) {
            Some(change) => self.groups.learn(change),
            None => {
                self.ask_for_groups();
                self.groups.are_named()
            }
        };
        if concerns_us {
            self.tell_of_groups();
        }
        Answer::Empty
    }

    /// Whoever does not hear of it asks Slack a few minutes later by itself.
    fn tell_of_groups(&self) {
        let engine = self.engine.clone();
        self.background.spawn(async move {
            if let Err(error) = engine.store().tell_of_groups().await {
                tracing::warn!(%error, "The others could not be told of a change of a user group");
            }
        });
    }

    fn ask_for_groups(&self) -> tokio::task::JoinHandle<()> {
        let groups = self.groups.clone();
        self.background.spawn(async move {
            if let Err(error) = groups.ask().await {
                tracing::warn!(%error, "Slack does not say who is in the user groups of [permissions]");
            }
        })
    }
}

/// Who came into a group and who went; `None` where the event does not name all of them.
fn changed(event: &Value) -> Option<Change> {
    let users = |names: &str, count: &str| -> Option<Vec<UserId>> {
        let users = event[names].as_array().map_or(&[][..], Vec::as_slice);
        let users: Vec<UserId> = users.iter().filter_map(Value::as_str).map(UserId::new).collect();
        let is_whole = event[count].as_u64().is_none_or(|count| count == users.len() as u64);
        is_whole.then_some(users)
    };
    let group = GroupId::new(event["subteam_id"].as_str()?);
    let added = users("added_users", "added_users_count")?;
    let removed = users("removed_users", "removed_users_count")?;
    Some(Change { group, added, removed })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_of_a_group_is_read_only_where_it_names_everybody() {
        let whole = json!({
            "type": "subteam_members_changed", "subteam_id": "S1", "added_users": ["U1"], "added_users_count": 1,
            "removed_users": [], "removed_users_count": 0,
        });
        let expected =
            Change { group: GroupId::new("S1"), added: vec![UserId::new("U1")], removed: Vec::new() };
        assert_eq!(changed(&whole), Some(expected));
        let mut cut_short = whole.clone();
        cut_short["removed_users_count"] = json!(2);
        for event in [cut_short, json!({"added_users": ["U1"]}), Value::Null] {
            assert_eq!(changed(&event), None, "{event}");
        }
    }
}
