//! Many measurements in a few figures.

use std::time::Duration;

/// Measurements in milliseconds, sorted.
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    pub(crate) fn of(measured: impl IntoIterator<Item = Duration>) -> Self {
        let mut sorted: Vec<f64> = measured.into_iter().map(|span| span.as_secs_f64() * 1000.0).collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    pub(crate) fn best(&self) -> f64 {
        self.percentile(0)
    }

    pub(crate) fn p50(&self) -> f64 {
        self.percentile(50)
    }

    /// Of a hundred or fewer, the worst.
    pub(crate) fn p99(&self) -> f64 {
        self.percentile(99)
    }

    /// The smallest that so many per cent do not exceed.
    fn percentile(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or(f64::NAN)
    }
}

/// Best / p50 / p99, in milliseconds.
pub(crate) fn spread(figures: &Figures) -> String {
    format!("{:.1} / {:.1} / {:.1}", figures.best(), figures.p50(), figures.p99())
}

/// Whether all (✓), half of them (~) or fewer (✗) reach a target in milliseconds.
pub(crate) fn mark(figures: &Figures, target: f64) -> &'static str {
    match (figures.p99() <= target, figures.p50() <= target) {
        (true, _) => "✓",
        (false, true) => "~",
        (false, false) => "✗",
    }
}

/// In milliseconds.
pub(crate) fn millis(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

/// KiB as MiB.
#[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
pub(crate) fn mib(kib: u64) -> String {
    format!("{:.1} MiB", kib as f64 / 1024.0)
}
