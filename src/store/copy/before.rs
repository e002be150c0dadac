//! What has to be so before a copy begins: two databases of this version that nobody serves.

use super::CopyError;
use crate::store::lock::Alone;
use crate::store::look::Tables;
use crate::store::url::{Database, DatabaseUrl};
use crate::store::{Store, StoreError, db};

pub(super) fn refuse_the_same(from: &DatabaseUrl, to: &DatabaseUrl) -> Result<(), CopyError> {
    let is_same_file = !from.is_postgres() && !to.is_postgres() && db::file(from)? == db::file(to)?;
    if is_same_file || from == to { Err(CopyError::Same(from.clone())) } else { Ok(()) }
}

/// Makes sure that nobody serves a database; a file, also for as long as this is kept.
pub(super) async fn alone_with(url: &DatabaseUrl) -> Result<Alone, CopyError> {
    let alone = Alone::with(url).map_err(|error| match error {
        StoreError::ServedAlready { .. } => CopyError::Served(url.clone()),
        error => error.into(),
    })?;
    refuse_what_is_served(url).await?;
    Ok(alone)
}

/// Asks a server whether somebody serves its database. Whoever wants to serve a file finds its lock.
pub(super) async fn refuse_what_is_served(url: &DatabaseUrl) -> Result<(), CopyError> {
    if !url.is_postgres() {
        return Ok(());
    }
    let store = Store::open_existing(&Database::at(url.clone())).await?;
    let served_by = store.served_by(url).await;
    store.close().await;
    if served_by? > 0 { Err(CopyError::Served(url.clone())) } else { Ok(()) }
}

pub(super) async fn refuse_another_version(url: &DatabaseUrl) -> Result<(), CopyError> {
    let store = Store::open_existing(&Database::at(url.clone())).await?;
    let tables = store.tables().await;
    store.close().await;
    match tables? {
        Tables::UpToDate => Ok(()),
        Tables::Behind { .. } | Tables::Ahead => Err(CopyError::OtherVersion(url.clone())),
        Tables::HalfCopied => Err(StoreError::HalfCopied.into()),
    }
}

/// Makes sure that what is there already, if anything, is not a newer version's.
pub(super) async fn refuse_a_newer_version(url: &DatabaseUrl) -> Result<(), CopyError> {
    let store = match Store::open_existing(&Database::at(url.clone())).await {
        Err(StoreError::NoDatabase { .. }) if !url.is_postgres() => return Ok(()),
        opened => opened?,
    };
    let tables = store.tables().await;
    store.close().await;
    if tables? == Tables::Ahead { Err(CopyError::OtherVersion(url.clone())) } else { Ok(()) }
}
