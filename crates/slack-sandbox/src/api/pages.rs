//! Cursors: listings in pages.

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::Refusal;

/// One page of a listing.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next_cursor: String,
}

impl<T> Page<T> {
    pub(crate) fn metadata(&self) -> Value {
        json!({"next_cursor": self.next_cursor})
    }

    pub(crate) fn has_more(&self) -> bool {
        !self.next_cursor.is_empty()
    }
}

impl Call<'_> {
    /// Cuts the page that `cursor` and `limit` ask for.
    pub(crate) fn page<T>(&self, items: Vec<T>, default: usize, most: usize) -> Result<Page<T>, Refusal> {
        let limit = match self.args.number("limit")? {
            None | Some(0) => default,
            Some(limit) => {
                usize::try_from(limit).ok().filter(|limit| *limit <= most).ok_or("invalid_limit")?
            }
        };
        let start = match self.args.text("cursor")?.filter(|cursor| !cursor.is_empty()) {
            None => 0,
            Some(cursor) => {
                offset_of(&cursor).filter(|offset| *offset <= items.len()).ok_or("invalid_cursor")?
            }
        };
        let end = start.saturating_add(limit);
        let next_cursor = if end < items.len() { format!("after:{end}=") } else { String::new() };
        Ok(Page { items: items.into_iter().skip(start).take(limit).collect(), next_cursor })
    }
}

fn offset_of(cursor: &str) -> Option<usize> {
    cursor.strip_prefix("after:")?.strip_suffix('=')?.parse().ok()
}
