//! Sending an earlier request again, as a network may.

use std::sync::Arc;

use super::{Misuse, Redeliver};
use crate::app::{Ack, Post, send};
use crate::hub::Hub;

/// The same bytes under a fresh signature. Slack would show nobody the answer, so it has no effect here.
pub(crate) async fn redeliver(hub: &Arc<Hub>, redeliver: Redeliver) -> Result<Ack, Misuse> {
    let parcel = hub.door.parcel(redeliver.delivery).ok_or_else(|| {
        Misuse::new("no_such_delivery", "nothing with that number was sent; see /sandbox/deliveries")
    })?;
    Ok(send(hub, &parcel, Post::default()).await.ack)
}
