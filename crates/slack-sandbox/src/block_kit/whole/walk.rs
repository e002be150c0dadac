//! Goes through all blocks and elements, and compares what must be unique among them.

use serde_json::Value;

use super::{Findings, Names, Path, data, elements, items};

/// A walk through the blocks of one message or view.
pub(super) struct Walk<'v, 'f> {
    found: &'f mut Findings,
    block_ids: Names<'v>,
    focus: Focus,
}

/// Whether an element may still ask to have the cursor when the view opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// Messages do not count it.
    Uncounted,
    Free,
    Taken,
}

impl<'v, 'f> Walk<'v, 'f> {
    pub(super) fn through_message(found: &'f mut Findings) -> Self {
        Self { found, block_ids: Names::under("block_id"), focus: Focus::Uncounted }
    }

    pub(super) fn through_view(found: &'f mut Findings) -> Self {
        Self { focus: Focus::Free, ..Self::through_message(found) }
    }

    /// Checks an array of blocks and what they hold.
    pub(super) fn check_blocks(&mut self, blocks: &'v Value, path: &Path<'_>) {
        for (index, block) in items(blocks).iter().enumerate() {
            self.check_block(block, &path.index(index));
        }
    }

    fn check_block(&mut self, block: &'v Value, path: &Path<'_>) {
        self.block_ids.take(block, path, self.found);
        self.check_elements(block, path);
        match block["type"].as_str() {
            Some("container") => self.check_blocks(&block["child_blocks"], &path.key("child_blocks")),
            Some("carousel") => self.take_block_ids(&block["elements"], &path.key("elements")),
            Some("plan") => self.check_plan(block, path),
            Some("input") => elements::check_dispatch(block, path, self.found),
            Some("data_table") => data::check_table(block, path, self.found),
            Some("data_visualization") => data::check_chart(&block["chart"], &path.key("chart"), self.found),
            _ => {}
        }
    }

    fn check_plan(&mut self, plan: &'v Value, path: &Path<'_>) {
        let path = path.key("tasks");
        self.take_block_ids(&plan["tasks"], &path);
        data::check_tasks(&plan["tasks"], &path, self.found);
    }

    fn take_block_ids(&mut self, parts: &'v Value, path: &Path<'_>) {
        for (index, part) in items(parts).iter().enumerate() {
            self.block_ids.take(part, &path.index(index), self.found);
        }
    }

    fn check_elements(&mut self, block: &'v Value, path: &Path<'_>) {
        let mut action_ids = Names::under("action_id");
        for_each_element(block, path, &mut |element, path| {
            action_ids.take(element, path, self.found);
            self.take_focus(element, path);
            elements::check(element, path, self.found);
        });
    }

    fn take_focus(&mut self, element: &Value, path: &Path<'_>) {
        if self.focus == Focus::Uncounted || element["focus_on_load"] != true {
            return;
        }
        if self.focus == Focus::Taken {
            self.found.add(&path.key("focus_on_load"), "only one element may set `focus_on_load`");
        }
        self.focus = Focus::Taken;
    }
}

/// Visits the elements of one block, wherever it keeps them. The cards of a carousel count as part of it;
/// the blocks of a container are blocks of their own.
fn for_each_element<'v>(block: &'v Value, path: &Path<'_>, visit: &mut impl FnMut(&'v Value, &Path<'_>)) {
    for key in ["accessory", "element"] {
        if let Some(element) = block.get(key) {
            visit(element, &path.key(key));
        }
    }
    for key in ["elements", "actions"] {
        let list_path = path.key(key);
        for (index, element) in items(&block[key]).iter().enumerate() {
            let path = list_path.index(index);
            visit(element, &path);
            if element["type"] == "card" {
                for_each_element(element, &path, visit);
            }
        }
    }
}
