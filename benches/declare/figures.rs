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
