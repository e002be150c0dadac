//! Saves of an incident with everything that goes with it: two trips to the database, one transaction.
//!
//! The first trip asks whether the request was served before and takes the number or reads the incident; what the caller
//! makes of that, a pure and quick function, runs in between; the second trip writes all of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::batch::{Answers, Batch, Place};
use super::{Job, Lease, SetAside, Store, StoreError, Versioned, db, incidents, outbox, receipts, timeline};
use crate::incident::{Incident, Number, Refusal, Step, Viewer, WorkspaceId};

/// One change of one incident.
#[derive(Debug)]
pub struct Change<'a> {
    /// Whose incident.
    pub workspace: &'a WorkspaceId,
    /// Which incident.
    pub number: Number,
    /// On whose behalf it is looked for.
    pub viewer: &'a Viewer,
    /// What names the request, if it can come twice.
    pub receipt: Option<&'a str>,
    /// The piece of work whose outcome this is.
    pub settles: Option<Settlement<'a>>,
    /// Who starts on the new work, and until when it is theirs.
    pub lease: &'a Lease,
}

/// What is to be saved.
#[derive(Debug)]
pub struct Stepped {
    /// What was done.
    pub step: Step,
    /// When the clock has to look at the incident next.
    pub next_reminder_at: Option<DateTime<Utc>>,
}

/// How a piece of work ended.
#[derive(Debug, Clone, Copy)]
pub enum Settlement<'a> {
    /// It is done.
    Done(&'a Job),
    /// It will not be tried again.
    GivenUp(&'a Job, &'a str),
    /// It could not even be read.
    SetAside(&'a SetAside),
}

/// What was saved.
#[derive(Debug)]
pub struct Saved {
    /// The incident as it is now.
    pub incident: Arc<Incident>,
    /// New work that is leased to the saver and can be started at once.
    pub jobs: Vec<Job>,
}

/// Why nothing was saved.
#[derive(Debug)]
pub enum NotSaved {
    /// The rules say no.
    Refused(Refusal),
    /// There is no such incident.
    NoSuchIncident(Number),
    /// The request had been served before, with this incident.
    ServedBefore(Number),
    /// It could not be kept.
    Failed(StoreError),
}

impl From<StoreError> for NotSaved {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<Refusal> for NotSaved {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Store {
    /// Begins an incident: gives it the workspace's next number and saves what `declare` makes of that, at once.
    ///
    /// # Errors
    /// [`NotSaved`]; then no number was taken.
    pub async fn declare(
        &self,
        workspace: &WorkspaceId,
        receipt: Option<&str>,
        lease: &Lease,
        declare: impl FnOnce(Number) -> Result<Stepped, Refusal>,
    ) -> Result<Saved, NotSaved> {
        let mut tx = self.db.begin().await?;
        let declared = declare_in(&mut tx, workspace, receipt, lease, declare).await;
        self.end_save(tx, declared).await
    }

    /// Reads an incident, and saves what `step` makes of it: at once or not at all, and with nobody else in between.
    ///
    /// # Errors
    /// [`NotSaved`]; with [`StoreError::LeaseLost`] the work that it settles has been taken over.
    pub async fn change(
        &self,
        change: Change<'_>,
        step: impl FnOnce(&Incident) -> Result<Stepped, Refusal>,
    ) -> Result<Saved, NotSaved> {
        let mut tx = self.db.begin().await?;
        let changed = change_in(&mut tx, &change, step).await;
        self.private.note(&changed);
        self.end_save(tx, changed).await
    }
}

impl Store {
    /// As [`Store::change`], with another incident that nobody else changes meanwhile either, and that is not changed. If
    /// the viewer may not know of it, it is not there.
    ///
    /// # Errors
    /// As [`Store::change`].
    pub async fn change_beside(
        &self,
        change: Change<'_>,
        other: Number,
        step: impl FnOnce(&Incident, &Incident) -> Result<Stepped, Refusal>,
    ) -> Result<Saved, NotSaved> {
        let mut tx = self.db.begin().await?;
        let changed = change_beside_in(&mut tx, &change, other, step).await;
        self.private.note(&changed);
        self.end_save(tx, changed).await
    }
}

async fn declare_in(
    tx: &mut db::Tx,
    workspace: &WorkspaceId,
    receipt: Option<&str>,
    lease: &Lease,
    declare: impl FnOnce(Number) -> Result<Stepped, Refusal>,
) -> Result<Saved, NotSaved> {
    let mut batch = Batch::default();
    // The number first: whoever comes second waits for it, and then sees the receipt of whoever came first.
    let number = batch.add(incidents::next_number(workspace));
    let served = receipts::find(&mut batch, workspace, receipt);
    let answers = tx.run(batch).await?;
    refuse_if_served(served, &answers)?;
    let number = incidents::number(&answers[number])?.expect("a number is always given");
    let Stepped { step, next_reminder_at } = declare(number)?;

    let mut batch = Batch::default();
    batch.add(incidents::insert(&step.incident, next_reminder_at)?);
    incidents::keep_circle(&mut batch, None, &step.incident);
    let owing = keep(&mut batch, &step, receipt, lease)?;
    let answers = tx.run(batch).await?;
    let incident = Arc::new(step.incident);
    let jobs = owing.started(tx, &answers, (&incident, step.effects), lease).await?;
    Ok(Saved { incident, jobs })
}

async fn change_in(
    tx: &mut db::Tx,
    change: &Change<'_>,
    step: impl FnOnce(&Incident) -> Result<Stepped, Refusal>,
) -> Result<Saved, NotSaved> {
    let mut batch = Batch::default();
    // The incident first, for the same reason as the number.
    let read = batch.add(incidents::to_change(change.workspace, change.number, change.viewer));
    let served = receipts::find(&mut batch, change.workspace, change.receipt);
    let answers = tx.run(batch).await?;
    // A repeat is told from a refusal before stepping: what was done once is often refused the second time.
    refuse_if_served(served, &answers)?;
    let read = incidents::versioned(&answers[read])?.ok_or(NotSaved::NoSuchIncident(change.number))?;
    let stepped = step(&read.incident)?;
    save_if_changed(tx, change, &read, stepped).await
}

/// Both are held in the order of their numbers, so that two changes never wait for each other.
async fn change_beside_in(
    tx: &mut db::Tx,
    change: &Change<'_>,
    other: Number,
    step: impl FnOnce(&Incident, &Incident) -> Result<Stepped, Refusal>,
) -> Result<Saved, NotSaved> {
    let mut batch = Batch::default();
    let mut hold = |number| batch.add(incidents::to_change(change.workspace, number, change.viewer));
    let (read, beside) = if change.number <= other {
        let read = hold(change.number);
        (read, hold(other))
    } else {
        let beside = hold(other);
        (hold(change.number), beside)
    };
    let served = receipts::find(&mut batch, change.workspace, change.receipt);
    let answers = tx.run(batch).await?;
    refuse_if_served(served, &answers)?;
    let read = incidents::versioned(&answers[read])?.ok_or(NotSaved::NoSuchIncident(change.number))?;
    let beside = incidents::versioned(&answers[beside])?.ok_or(NotSaved::NoSuchIncident(other))?;
    let stepped = step(&read.incident, &beside.incident)?;
    save_if_changed(tx, change, &read, stepped).await
}

async fn save_if_changed(
    tx: &mut db::Tx,
    change: &Change<'_>,
    read: &Versioned,
    stepped: Stepped,
) -> Result<Saved, NotSaved> {
    if change.settles.is_none() && !stepped.changes(read) {
        return Ok(Saved { incident: Arc::new(stepped.step.incident), jobs: Vec::new() });
    }
    Ok(save_in(tx, change, read, stepped).await?)
}

async fn save_in(
    tx: &mut db::Tx,
    change: &Change<'_>,
    read: &Versioned,
    stepped: Stepped,
) -> Result<Saved, StoreError> {
    let Stepped { step, next_reminder_at } = stepped;
    let mut batch = Batch::default();
    let updated = batch.add(incidents::update(&step.incident, read.version, next_reminder_at)?);
    incidents::keep_circle(&mut batch, Some(&read.incident), &step.incident);
    let settling = change.settles.map(|settlement| outbox::settle(&mut batch, settlement, change.lease));
    let owing = keep(&mut batch, &step, change.receipt, change.lease)?;
    let answers = tx.run(batch).await?;
    if answers[updated].written != 1 {
        return Err(StoreError::Conflict);
    }
    let mut jobs = match settling {
        Some(settling) => settling.next(tx, &answers, change.lease).await?,
        None => Vec::new(),
    };
    let incident = Arc::new(step.incident);
    for next in &mut jobs {
        next.incident = Some(incident.clone());
    }
    jobs.extend(owing.started(tx, &answers, (&incident, step.effects), change.lease).await?);
    Ok(Saved { incident, jobs })
}

fn refuse_if_served(served: Option<Place>, answers: &Answers) -> Result<(), NotSaved> {
    let number = served.map(|place| incidents::number(&answers[place])).transpose()?.flatten();
    number.map_or(Ok(()), |number| Err(NotSaved::ServedBefore(number)))
}

/// Adds what is kept beside the incident itself.
fn keep(
    batch: &mut Batch,
    step: &Step,
    receipt: Option<&str>,
    lease: &Lease,
) -> Result<outbox::Owing, StoreError> {
    timeline::append(batch, step)?;
    receipts::keep(batch, &step.incident, receipt, lease.now);
    outbox::owe(batch, step, lease)
}

impl Stepped {
    fn changes(&self, read: &Versioned) -> bool {
        let Step { incident, timeline, effects } = &self.step;
        let is_same = timeline.is_empty() && effects.is_empty() && *incident == read.incident;
        !is_same || self.next_reminder_at != read.next_reminder_at
    }
}
