//! What the clock asks of incidents.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Engine, EngineError, own_request};
use crate::incident::{Command, Number, Source};
use crate::store::{Below, StoreError};

/// How long the clock leaves an incident alone that it could not read.
const LOOK_AGAIN_AFTER: TimeDelta = TimeDelta::minutes(10);

impl Engine {
    /// The clock looks at an incident. If a reminder is due, it is owed; if not, the time to look next is kept. One that
    /// cannot be read is left alone for a while, so that it does not stand before those that can be.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn remind(&self, number: Number) -> Result<(), EngineError> {
        self.look(number, Command::Remind).await
    }

    async fn look(&self, number: Number, command: Command) -> Result<(), EngineError> {
        let request = own_request(&self.workspace, Source::Clock);
        let reminded = self.change(number, command, &request, None).await.map(drop);
        if let Err(EngineError::Store(StoreError::Unreadable { .. })) = &reminded {
            let at = self.clock.now() + LOOK_AGAIN_AFTER;
            self.store.look_later(&self.workspace, number, at).await?;
        }
        reminded
    }

    /// Looks at the open incidents below `below`, newest first and at most `limit`, so that their times to look next
    /// follow the rules as they are now. Answers from where to go on; `None` when all have been looked at.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn rewind_open(&self, below: Number, limit: i64) -> Result<Option<Number>, EngineError> {
        let open = self.store.open_below(&self.workspace, below, limit).await?;
        self.rewind(open).await
    }

    /// The same for incidents that are over: their channels may have to be archived.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn rewind_ended(&self, below: Number, limit: i64) -> Result<Option<Number>, EngineError> {
        let ended = self.store.ended_below(&self.workspace, below, limit).await?;
        self.rewind(ended).await
    }

    async fn rewind(&self, those: Below) -> Result<Option<Number>, EngineError> {
        for one in those.readable {
            if one.next_reminder_at != one.incident.next_reminder_at(&self.policy) {
                let number = one.incident.number;
                match self.look(number, Command::FollowSettings).await {
                    Err(EngineError::Store(error)) if error.is_away() => return Err(error.into()),
                    Err(error) => {
                        tracing::error!(%error, incident.id = number.get(), "A clock stays as it was");
                    }
                    Ok(()) => {}
                }
            }
        }
        Ok(those.lowest)
    }

    /// The incidents that the clock has to look at now, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn due(&self, limit: i64) -> Result<Vec<Number>, StoreError> {
        self.store.due(&self.workspace, self.clock.now(), limit).await
    }

    /// When the clock has to look next.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store.next_due_at(&self.workspace).await
    }
}
