//! Takes settings out of the heap as typed values, and keeps on after a problem so that all of them are found.
//!
//! Whatever cannot be read is `None` and among the problems.

use std::ops::RangeInclusive;

use super::settings::{Settings, Value};

impl Settings {
    /// Counts a problem with the setting at `path`.
    pub(super) fn problem(&mut self, path: &str, says: impl Into<String>) {
        let place = self.place(path);
        self.problems.add(place, path, says);
    }

    /// The text at `path`, as `read` understands it; else the sentence that `read` answers is a problem.
    pub(super) fn text<T>(&mut self, path: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let Some(Value::Text(text)) = self.values.get(path) else { return None };
        read(text).map_err(|says| self.problem(path, says)).ok()
    }

    /// As [`Settings::text`], and `empty` where the text is empty or not there at all.
    pub(super) fn text_or<T>(
        &mut self,
        path: &str,
        empty: T,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.is_given(path) { self.text(path, read) } else { Some(empty) }
    }

    /// The texts at `path`, each as `read` understands it; none if it is not there.
    pub(super) fn list<T>(&mut self, path: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<Vec<T>> {
        let items = match self.values.get(path) {
            Some(Value::List(items)) => items.clone(),
            Some(_) => return None,
            None => Vec::new(),
        };
        let good: Vec<T> = items
            .iter()
            .filter_map(|item| read(item).map_err(|says| self.problem(path, says)).ok())
            .collect();
        (good.len() == items.len()).then_some(good)
    }

    /// The number at `path`, if it lies in `range`.
    pub(super) fn number(&mut self, path: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let Some(Value::Number(number)) = self.values.get(path) else { return None };
        let (number, fits) = (*number, u32::try_from(*number).ok().filter(|n| range.contains(n)));
        if fits.is_none() {
            self.problem(path, format!("must be from {} to {}, not {number}", range.start(), range.end()));
        }
        fits
    }

    /// Whether `true` stands at `path`; `false` if nothing does.
    pub(super) fn flag(&self, path: &str) -> Option<bool> {
        match self.values.get(path) {
            Some(Value::Flag(is_set)) => Some(*is_set),
            Some(_) => None,
            None => Some(false),
        }
    }

    /// Whether somebody wrote something at `path`, be it right or wrong.
    pub(super) fn is_given(&self, path: &str) -> bool {
        match self.values.get(path) {
            Some(Value::Text(text)) => !text.is_empty(),
            Some(_) => true,
            None => false,
        }
    }
}
