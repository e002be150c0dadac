//! Blocks that came later. Slack documents some of their limits only in part.

use super::{
    super::rule::{Field, Rule, SOME_STRING, Shape, distinct, list, optional, required, string},
    blocks::BLOCK,
    composition::{ID, plain, text},
    elements::{BUTTON, FEEDBACK_BUTTONS, ICON_BUTTON, IMAGE_ELEMENT},
    rich_text::{RICH_TEXT, RICH_TEXT_BLOCK},
    surfaces::CONTAINER_BLOCK,
};

pub(super) static TABLE: Shape = Shape::typed(
    "table",
    &[
        required("rows", list(&TABLE_ROW, 1, 100)),
        optional("column_settings", list(&COLUMN_SETTINGS, 0, WIDEST_ROW)),
    ],
)
.plus(&BLOCK);

const WIDEST_ROW: usize = 20;
static TABLE_ROW: Rule = list(&TABLE_CELL, 1, WIDEST_ROW);
static TABLE_CELL: Rule = Rule::Typed(&[&RAW_TEXT, &RICH_TEXT_BLOCK]);
static RAW_TEXT: Shape = Shape::typed("raw_text", &[required("text", SOME_STRING)]);
static COLUMN_SETTINGS: Rule = Rule::OrNull(&Rule::Object(&COLUMN));
static COLUMN: Shape = Shape::plain(&[
    optional("align", Rule::Enum(&["left", "center", "right"])),
    optional("is_wrapped", Rule::Flag),
]);

/// All the text in one data table, in characters: a figure libraries use, not a documented one.
pub(in super::super) const LONGEST_DATA_TABLE: usize = 20_000;

/// The header row counts, so there are 2 to 101 rows.
pub(super) static DATA_TABLE: Shape = Shape::typed(
    "data_table",
    &[
        required("caption", SOME_STRING),
        required("rows", list(&DATA_ROW, 2, 101)),
        optional("page_size", Rule::Integer(1, 100)),
        optional("row_header_column_index", Rule::Integer(0, 19)),
    ],
)
.plus(&BLOCK);
static DATA_ROW: Rule = list(&DATA_CELL, 1, WIDEST_ROW);
static DATA_CELL: Rule = Rule::Typed(&[&RAW_TEXT, &RAW_NUMBER, &RICH_TEXT_BLOCK]);
static RAW_NUMBER: Shape =
    Shape::typed("raw_number", &[required("value", Rule::Number), required("text", SOME_STRING)]);

pub(super) static DATA_VISUALIZATION: Shape = Shape::typed(
    "data_visualization",
    &[required("title", string(1, 50)), required("chart", Rule::Typed(&[&PIE, &BAR, &AREA, &LINE]))],
)
.plus(&BLOCK);
const CHART_LABEL: Rule = string(1, 20);
static PIE: Shape = Shape::typed("pie", &[required("segments", list(&SEGMENT, 1, 6))]);
static SEGMENT: Rule =
    Rule::Object(&Shape::plain(&[required("label", CHART_LABEL), required("value", Rule::PositiveNumber)]));
static BAR: Shape = Shape::typed("bar", &[]).plus(&AXES_CHART);
static AREA: Shape = Shape::typed("area", &[]).plus(&AXES_CHART);
static LINE: Shape = Shape::typed("line", &[]).plus(&AXES_CHART);
static AXES_CHART: [Field; 2] =
    [required("series", list(&SERIES, 1, 6)), required("axis_config", Rule::Object(&AXES))];
static SERIES: Rule =
    Rule::Object(&Shape::plain(&[required("name", CHART_LABEL), required("data", list(&POINT, 1, 20))]));
static POINT: Rule =
    Rule::Object(&Shape::plain(&[required("label", CHART_LABEL), required("value", Rule::Number)]));
static AXES: Shape = Shape::plain(&[
    required("categories", distinct(&CHART_LABEL, 1, 20)),
    optional("x_label", string(0, 50)),
    optional("y_label", string(0, 50)),
]);

pub(super) static CONTEXT_ACTIONS: Shape =
    Shape::typed("context_actions", &[required("elements", list(&CONTEXT_ACTION, 1, 5))]).plus(&BLOCK);
static CONTEXT_ACTION: Rule = Rule::Typed(&[&FEEDBACK_BUTTONS, &ICON_BUTTON]);

pub(super) static ALERT: Shape = Shape::typed(
    "alert",
    &[
        required("text", text::<200>()),
        optional("level", Rule::Enum(&["default", "info", "warning", "error", "success"])),
    ],
)
.plus(&BLOCK);

pub(super) static CARD: Shape = Shape::typed(
    "card",
    &[
        optional("hero_image", IMAGE),
        optional("icon", IMAGE),
        optional("slack_icon", Rule::Typed(&[&SLACK_ICON])),
        optional("title", text::<150>()),
        optional("subtitle", text::<150>()),
        optional("body", text::<200>()),
        optional("subtext", text::<200>()),
        optional("actions", list(&CARD_ACTION, 0, 3)),
    ],
)
.plus(&BLOCK)
.any_of(&["hero_image", "title", "actions", "body"]);
const IMAGE: Rule = Rule::Typed(&[&IMAGE_ELEMENT]);
static SLACK_ICON: Shape = Shape::typed("icon", &[required("name", SOME_STRING)]);
static CARD_ACTION: Rule = Rule::Typed(&[&BUTTON]);

pub(super) static CAROUSEL: Shape =
    Shape::typed("carousel", &[required("elements", list(&CAROUSEL_CARD, 1, 10))]).plus(&BLOCK);
static CAROUSEL_CARD: Rule = Rule::Typed(&[&CARD]);

pub(super) static CONTAINER: Shape = Shape::typed(
    "container",
    &[
        optional("title", plain::<150>()),
        optional("rich_text_title", RICH_TEXT),
        optional("subtitle", text::<150>()),
        required("child_blocks", list(&CONTAINER_BLOCK, 1, 10)),
        optional("width", Rule::Enum(&["narrow", "standard", "wide", "full"])),
        optional("icon", IMAGE),
        optional("is_collapsible", Rule::Flag),
        optional("default_collapsed", Rule::Flag),
        optional("has_header_divider", Rule::Flag),
    ],
)
.plus(&BLOCK)
.any_of(&["title", "rich_text_title"]);

/// What every task has.
static TASK: [Field; 7] = [
    required("task_id", SOME_STRING),
    required("title", SOME_STRING),
    optional("details", RICH_TEXT),
    optional("output", RICH_TEXT),
    optional("sources", list(&SOURCE, 0, usize::MAX)),
    optional("status", Rule::Enum(&["pending", "in_progress", "complete", "error"])),
    optional("block_id", ID),
];
static SOURCE: Rule = Rule::Typed(&[&URL_SOURCE]);
static URL_SOURCE: Shape =
    Shape::typed("url", &[required("url", SOME_STRING), required("text", SOME_STRING)]);

pub(super) static TASK_CARD: Shape = Shape::typed("task_card", &[]).plus(&TASK);

pub(super) static PLAN: Shape =
    Shape::typed("plan", &[required("title", SOME_STRING), optional("tasks", list(&PLANNED_TASK, 0, 50))])
        .plus(&BLOCK);
/// Inside a plan a task card need not say that it is one.
static PLANNED_TASK: Rule =
    Rule::Object(&Shape::plain(&[optional("type", Rule::Enum(&["task_card"]))]).plus(&TASK));
