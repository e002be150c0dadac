//! What looking at the clock costs while nothing is due.

use std::time::Duration;

use crate::SETTLE_FOR;
use crate::service::Service;

/// For how long it is watched.
const WATCHED_FOR: Duration = Duration::from_secs(30);

/// The processor time per second in which nothing is asked of the service.
pub(crate) async fn busy_while_nothing_is_due(service: &Service) -> anyhow::Result<Duration> {
    tokio::time::sleep(SETTLE_FOR).await;
    let before = service.busy()?;
    tokio::time::sleep(WATCHED_FOR).await;
    Ok(service.busy()?.saturating_sub(before).div_f64(WATCHED_FOR.as_secs_f64()))
}
