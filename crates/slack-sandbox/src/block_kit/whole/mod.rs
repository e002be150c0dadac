//! Rules about several parts of a payload at once, which no table can express.
//!
//! [`walk`] goes through the blocks and their elements and compares ids; [`elements`] compares the fields of
//! one element, [`data`] the rows, series and tasks of one block. Shapes are not questioned here: whatever is
//! not as expected was already noted by [`check`](super::check), and is passed over.
//!
//! Slack does not document the wording of most of these refusals; where it was seen in the wild it is used.

mod data;
mod elements;
mod walk;

use std::collections::HashSet;

use serde_json::Value;

use self::walk::Walk;
use super::{
    check::{Findings, is_longer},
    path::Path,
    tables::LONGEST_MARKDOWN,
};

/// Checks the blocks of one message against each other.
pub(super) fn check_message(blocks: &Value, path: &Path<'_>, found: &mut Findings) {
    Walk::through_message(found).check_blocks(blocks, path);
    check_markdown_total(blocks, path, found);
    check_count(blocks, "table", 1, path, found);
    check_count(blocks, "data_visualization", 2, path, found);
}

/// Checks the parts of one view against each other.
pub(super) fn check_view(view: &Value, path: &Path<'_>, found: &mut Findings) {
    let blocks_path = path.key("blocks");
    Walk::through_view(found).check_blocks(&view["blocks"], &blocks_path);
    if view["type"] == "modal" && view.get("submit").is_none() {
        refuse_input(&view["blocks"], &blocks_path, found);
    }
}

/// A modal without a submit button has no use for inputs. The pointer's last step is Slack's, though no
/// block has such a key.
fn refuse_input(blocks: &Value, path: &Path<'_>, found: &mut Findings) {
    if let Some(index) = items(blocks).iter().position(|block| block["type"] == "input") {
        found.add(&path.index(index).key("input"), "must define `submit` to use an `input` block in modals");
    }
}

/// All markdown blocks of a message share one limit. A block that breaks it alone is already noted.
fn check_markdown_total(blocks: &Value, path: &Path<'_>, found: &mut Findings) {
    let mut left = LONGEST_MARKDOWN;
    for (index, block) in items(blocks).iter().enumerate().filter(|(_, block)| block["type"] == "markdown") {
        let text = block["text"].as_str().unwrap_or_default();
        if is_longer(text, LONGEST_MARKDOWN) {
            continue;
        }
        if is_longer(text, left) {
            let message =
                format!("must be less than {} characters in all markdown blocks", LONGEST_MARKDOWN + 1);
            return found.add(&path.index(index).key("text"), message);
        }
        left -= text.chars().count();
    }
}

fn check_count(blocks: &Value, name: &str, most: usize, path: &Path<'_>, found: &mut Findings) {
    if items(blocks).iter().filter(|block| block["type"] == name).count() > most {
        found.add(path, format!("too many {name} blocks"));
    }
}

/// The items of an array; of anything else, none.
fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Names that may be used once each.
struct Names<'v> {
    key: &'static str,
    taken: HashSet<&'v str>,
}

impl<'v> Names<'v> {
    fn under(key: &'static str) -> Self {
        Self { key, taken: HashSet::new() }
    }

    /// Takes the name of the object at `path`, and notes it when it was taken before.
    fn take(&mut self, object: &'v Value, path: &Path<'_>, found: &mut Findings) {
        if let Some(name) = object[self.key].as_str()
            && !self.taken.insert(name)
        {
            found.add(&path.key(self.key), format!("`{}` \"{name}\" already exists", self.key));
        }
    }
}
