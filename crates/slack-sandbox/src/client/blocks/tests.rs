//! Blocks drawn for a person of the built-in seed.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Surface, draw};
use crate::client::look::Look;
use crate::client::words::Language;
use crate::model::Workspace;
use crate::{App, Seed};

fn drawn(blocks: &Value) -> String {
    let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
    let workspace = Workspace::new(&Seed::default(), App::default(), now);
    let viewer = workspace.find_user("alice").expect("alice is in the seed");
    let look = Look { workspace: &workspace, viewer, language: Language::English };
    draw(&Surface { look: &look, held: None, errors: None, prefix: "m1" }, blocks).into_string()
}

#[test]
fn an_unknown_block_is_a_labelled_box() {
    let page = drawn(
        &json!([{"type": "<hologram>"}, {"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}]),
    );
    assert!(page.contains("&lt;hologram&gt;"), "{page}");
    assert!(page.contains("<strong>hi</strong>"), "{page}");
}
