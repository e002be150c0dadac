//! The classic blocks, documented and old enough for every client.

use super::{
    super::rule::{Field, Rule, SOME_STRING, Shape, formed, list, optional, required, string},
    composition::{ID, LONGEST_TEXT, LONGEST_URL, URL, plain, text},
    elements::{PICTURE, PICTURE_SOURCES},
    forms::HTTPS,
    surfaces::{ACCESSORY, ACTIONS_ELEMENT, CONTEXT_ELEMENT, INPUT_ELEMENT, LONGEST_MARKDOWN},
};

/// What every block has.
pub(super) static BLOCK: [Field; 1] = [optional("block_id", ID)];

pub(super) static SECTION: Shape = Shape::typed(
    "section",
    &[
        optional("text", text::<LONGEST_TEXT>()),
        optional("fields", list(&SECTION_FIELD, 1, 10)),
        optional("accessory", ACCESSORY),
        optional("expand", Rule::Flag),
    ],
)
.plus(&BLOCK)
.any_of(&["text", "fields"]);
static SECTION_FIELD: Rule = text::<2000>();

pub(super) static HEADER: Shape = Shape::typed("header", &[required("text", plain::<150>())]).plus(&BLOCK);

pub(super) static DIVIDER: Shape = Shape::typed("divider", &[]).plus(&BLOCK);

pub(super) static CONTEXT: Shape =
    Shape::typed("context", &[required("elements", list(&CONTEXT_ELEMENT, 1, 10))]).plus(&BLOCK);

pub(super) static ACTIONS: Shape =
    Shape::typed("actions", &[required("elements", list(&ACTIONS_ELEMENT, 1, 25))]).plus(&BLOCK);

pub(super) static INPUT: Shape = Shape::typed(
    "input",
    &[
        required("label", plain::<2000>()),
        required("element", INPUT_ELEMENT),
        optional("dispatch_action", Rule::Flag),
        optional("hint", plain::<2000>()),
        optional("optional", Rule::Flag),
    ],
)
.plus(&BLOCK);

/// A picture of its own; the element of the same name is a small one.
pub(super) static IMAGE: Shape =
    Shape::typed("image", &[optional("title", plain::<2000>()), optional("block_id", ID)])
        .plus(&PICTURE)
        .one_of(&PICTURE_SOURCES);

pub(super) static VIDEO: Shape = Shape::typed(
    "video",
    &[
        required("alt_text", string(0, 2000)),
        required("title", plain::<199>()),
        optional("title_url", formed(&HTTPS, LONGEST_URL)),
        optional("description", plain::<200>()),
        required("thumbnail_url", URL),
        required("video_url", formed(&HTTPS, LONGEST_URL)),
        optional("author_name", string(0, 49)),
        optional("provider_name", string(0, 50)),
        optional("provider_icon_url", string(0, LONGEST_URL)),
    ],
)
.plus(&BLOCK);

/// A file that lives elsewhere.
pub(super) static FILE: Shape = Shape::typed(
    "file",
    &[required("external_id", SOME_STRING), required("source", Rule::Enum(&["remote"]))],
)
.plus(&BLOCK);

pub(super) static MARKDOWN: Shape =
    Shape::typed("markdown", &[required("text", string(1, LONGEST_MARKDOWN))]).plus(&BLOCK);
