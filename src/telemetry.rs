//! Where log lines go: to standard error, for people or for machines. Which lines are logged is decided by the
//! configuration alone; what must never be logged is the business of whoever logs.

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{Log, LogFormat};

/// Starts logging, for the rest of the process.
///
/// # Errors
/// If it was started before, or the filter does not parse, which the configuration has made sure of.
pub fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::builder().parse(&log.filter).context("the log filter does not parse")?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Pretty => lines.with_ansi(false).finish().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init(),
    }
    .context("logging was started before")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logging_starts_once() {
        let log = |format| Log { format, filter: "info,firebell::outbox=debug".to_owned() };
        start(&log(LogFormat::Json)).unwrap();
        assert!(start(&log(LogFormat::Pretty)).is_err());
    }
}
