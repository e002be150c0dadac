//! What a step owes, on its way into the outbox.
//!
//! What an edit folds into is locked while that is decided: either a claim was first, and the edit is owed behind it, or
//! the claim comes after the save and shows what was saved.

use std::sync::Arc;
use std::time::Duration;

use super::{Job, Lease};
use crate::incident::{Effect, Incident, Step};
use crate::pace::{Importance, Toll};
use crate::store::batch::{Answers, Batch, Place, Statement, statement};
use crate::store::db::Tx;
use crate::store::{StoreError, millis, write_json};

// A waiting one of the same kind makes another superfluous if the effect is an edit ($9 = 1), or a reminder ($9 = 2) before which
// none was tried: what was tried may stand in the channel unheard, and would be taken for this one. One whose lease has run out may be
// under way all the same, if it was the clock that moved.
const OWE: &str = "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, \
    lease_owner, lease_until, attempts, checkpoint, last_error, toll, importance) \
    SELECT $1, $2, $3, $4, $5, 'owed', $6, $6, \
        CASE WHEN busy.lane THEN '' ELSE $7 END, CASE WHEN busy.lane THEN 0 ELSE $8 END, \
        CASE WHEN busy.lane THEN 0 ELSE 1 END, '', '', $10, CAST($11 AS BIGINT) \
    FROM (SELECT EXISTS (SELECT 1 FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 \
        AND state = 'owed') AS lane) AS busy \
    WHERE NOT ($9 > 0 AND EXISTS (SELECT 1 FROM outbox WHERE workspace = $1 AND number = $2 AND lane = $3 \
        AND errand = $4 AND state = 'owed' AND lease_until = 0 AND ($9 = 1 OR attempts = put_back) \
        /*postgres FOR UPDATE*/)) \
    RETURNING id, lease_until";
// What an edit folds into is as young as the edit: it is not given up for what an older one was tried in vain.
const FRESHEN: &str = "UPDATE outbox SET created_at = $5, tried_for = 0 WHERE workspace = $1 AND number = $2 AND lane = $3 \
    AND errand = $4 AND state = 'owed' AND lease_until = 0";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[OWE, FRESHEN];

/// What a step owes, on its way into the outbox.
pub(in crate::store) struct Owing(Vec<Place>);

/// Adds what a step owes.
pub(in crate::store) fn owe(batch: &mut Batch, step: &Step, lease: &Lease) -> Result<Owing, StoreError> {
    let mut owing = Vec::new();
    for effect in &step.effects {
        let owe = of_errand(OWE, &step.incident, effect)
            .bind(write_json("outbox", effect)?)
            .bind(millis(lease.now))
            .bind(lease.owner.as_str())
            .bind(millis(lease.until))
            .bind(folding(effect))
            .bind(Toll::of(effect, step.incident.number, true).key())
            .bind(Importance::of(effect).rank());
        owing.push(batch.add(owe));
    }
    Ok(Owing(owing))
}

/// Into what of its kind an effect folds: an edit into any that waits, a reminder into one that was never tried.
fn folding(effect: &Effect) -> i64 {
    match effect {
        edit if edit.is_edit() => 1,
        other => i64::from(other.collapses()) * 2,
    }
}

fn of_errand(sql: &'static str, incident: &Incident, effect: &Effect) -> Statement {
    statement(sql)
        .bind(incident.workspace.as_str())
        .bind(incident.number.get())
        .bind(effect.lane().key().into_owned())
        .bind(effect.errand().key())
}

impl Owing {
    /// What of these effects can start at once. Nothing was added where another of the same kind waits already.
    pub(in crate::store) async fn started(
        self,
        tx: &mut Tx,
        answers: &Answers,
        (incident, effects): (&Arc<Incident>, Vec<Effect>),
        lease: &Lease,
    ) -> Result<Vec<Job>, StoreError> {
        let mut started = Vec::new();
        for (effect, place) in effects.into_iter().zip(self.0) {
            match answers[place].first::<(i64, i64)>()? {
                Some((id, lease_until)) if lease_until > 0 => {
                    started.push(born(id, effect, incident, lease));
                }
                None if effect.is_edit() => {
                    tx.run(of_errand(FRESHEN, incident, &effect).bind(millis(lease.now))).await?;
                }
                _ => {}
            }
        }
        Ok(started)
    }
}

/// A piece of work as it was just saved.
fn born(id: i64, effect: Effect, incident: &Arc<Incident>, lease: &Lease) -> Job {
    Job {
        id,
        workspace: incident.workspace.clone(),
        number: incident.number,
        effect,
        created_at: lease.now,
        lease_owner: lease.owner.clone(),
        lease_until: lease.until,
        attempts: 1,
        put_back: 0,
        failures: 0,
        tried_for: Duration::ZERO,
        has_paid: false,
        checkpoint: String::new(),
        last_error: String::new(),
        incident: Some(incident.clone()),
    }
}
