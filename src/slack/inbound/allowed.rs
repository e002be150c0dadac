//! Whether somebody may do what they ask for, as far as that hangs on user groups. The core decides; here is who is in which
//! group by then.

use std::time::Duration;

use super::Reception;
use crate::engine::{EngineError, Outcome, Request};
use crate::incident::{
    Action, Asker, Command, Declaration, MessageRef, Number, Quote, Refusal, Standing, UserId,
};

/// How long an answer waits for Slack's first word of the groups; Slack waits three seconds for the answer.
const FIRST_WORD_TIMEOUT: Duration = Duration::from_millis(1500);

impl Reception {
    /// Asks something of an incident for a person.
    pub(super) async fn put(
        &self,
        number: Number,
        command: Command,
        request: Request,
    ) -> Result<Outcome, EngineError> {
        self.refuse_whoever_cannot_answer(number, &command, &request.asker).await?;
        let request = self.with_memberships(request, command.action()).await;
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
        request: Request,
    ) -> Result<Outcome, EngineError> {
        let request = self.with_memberships(request, Some(Action::Declare)).await;
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

    /// Just after the start, nothing may be known of the groups yet. One answer waits for that.
    async fn hear_of_groups(&self, action: Action) {
        if self.groups.are_worth_waiting_for(action) {
            let _ = tokio::time::timeout(FIRST_WORD_TIMEOUT, self.ask_for_groups()).await;
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

    fn ask_for_groups(&self) -> tokio::task::JoinHandle<()> {
        let groups = self.groups.clone();
        self.background.spawn(async move {
            if let Err(error) = groups.ask().await {
                tracing::warn!(%error, "Slack does not say who is in the user groups of [permissions]");
            }
        })
    }
}
