//! Buttons, pickers and inputs: what people click and fill in. Menus are in [`selects`](super::selects).

use super::{
    super::rule::{
        ANY_STRING, Field, Rule, SOME_STRING, Shape, distinct, formed, list, optional, required, string,
    },
    composition::{
        ACTION, CONFIRM, FORMATTED_OPTION, ID, LONGEST_TEXT, OVERFLOW_OPTION, PLACEHOLDER, SLACK_FILE,
        SPOKEN_LABEL, STYLE, URL, VALUE, plain,
    },
    forms::{DATE, DECIMAL, TIME},
    rich_text::RICH_TEXT,
};

pub(super) static BUTTON: Shape = Shape::typed(
    "button",
    &[
        required("text", plain::<75>()),
        optional("url", string(0, 3000)),
        optional("value", VALUE),
        optional("style", STYLE),
        optional("confirm", CONFIRM),
        optional("accessibility_label", SPOKEN_LABEL),
    ],
)
.plus(&ACTION);

pub(super) static WORKFLOW_BUTTON: Shape = Shape::typed(
    "workflow_button",
    &[
        required("text", plain::<75>()),
        required("workflow", Rule::Object(&WORKFLOW)),
        optional("style", STYLE),
        optional("confirm", CONFIRM),
        optional("accessibility_label", SPOKEN_LABEL),
    ],
)
.plus(&ACTION);

static WORKFLOW: Shape = Shape::plain(&[required("trigger", Rule::Object(&TRIGGER))]);
static TRIGGER: Shape = Shape::plain(&[
    required("url", URL),
    optional("customizable_input_parameters", list(&INPUT_PARAMETER, 0, usize::MAX)),
]);
static INPUT_PARAMETER: Rule =
    Rule::Object(&Shape::plain(&[required("name", SOME_STRING), required("value", Rule::Anything)]));

pub(super) static OVERFLOW: Shape = Shape::typed(
    "overflow",
    &[required("options", list(&OVERFLOW_OPTION, 1, 5)), optional("confirm", CONFIRM)],
)
.plus(&ACTION);

pub(super) static CHECKBOXES: Shape = Shape::typed(
    "checkboxes",
    &[
        required("options", list(&FORMATTED_OPTION, 1, 10)),
        optional("initial_options", list(&FORMATTED_OPTION, 1, 10)),
        optional("confirm", CONFIRM),
        optional("focus_on_load", Rule::Flag),
    ],
)
.plus(&ACTION);

pub(super) static RADIO_BUTTONS: Shape = Shape::typed(
    "radio_buttons",
    &[
        required("options", list(&FORMATTED_OPTION, 1, 10)),
        optional("initial_option", FORMATTED_OPTION),
        optional("confirm", CONFIRM),
        optional("focus_on_load", Rule::Flag),
    ],
)
.plus(&ACTION);

pub(super) static DATEPICKER: Shape = Shape::typed(
    "datepicker",
    &[
        optional("initial_date", formed(&DATE, usize::MAX)),
        optional("confirm", CONFIRM),
        optional("focus_on_load", Rule::Flag),
        optional("placeholder", PLACEHOLDER),
    ],
)
.plus(&ACTION);

pub(super) static TIMEPICKER: Shape = Shape::typed(
    "timepicker",
    &[
        optional("initial_time", formed(&TIME, usize::MAX)),
        optional("timezone", ANY_STRING),
        optional("confirm", CONFIRM),
        optional("focus_on_load", Rule::Flag),
        optional("placeholder", PLACEHOLDER),
    ],
)
.plus(&ACTION);

/// The instant is in seconds since 1970.
pub(super) static DATETIMEPICKER: Shape = Shape::typed(
    "datetimepicker",
    &[
        optional("initial_date_time", Rule::Integer(0, 9_999_999_999)),
        optional("confirm", CONFIRM),
        optional("focus_on_load", Rule::Flag),
    ],
)
.plus(&ACTION);

/// What every input that people type into has.
static TYPED_INTO: [Field; 4] = [
    optional("action_id", ID),
    optional("dispatch_action_config", Rule::Object(&DISPATCH_ACTION_CONFIG)),
    optional("focus_on_load", Rule::Flag),
    optional("placeholder", PLACEHOLDER),
];
static DISPATCH_ACTION_CONFIG: Shape =
    Shape::plain(&[required("trigger_actions_on", distinct(&DISPATCH_TRIGGER, 1, 2))]);
static DISPATCH_TRIGGER: Rule = Rule::Enum(&["on_enter_pressed", "on_character_entered"]);

pub(super) static PLAIN_TEXT_INPUT: Shape = Shape::typed(
    "plain_text_input",
    &[
        optional("initial_value", ANY_STRING),
        optional("multiline", Rule::Flag),
        optional("min_length", Rule::Integer(0, 3000)),
        optional("max_length", Rule::Integer(1, 3000)),
    ],
)
.plus(&TYPED_INTO);

pub(super) static EMAIL_TEXT_INPUT: Shape =
    Shape::typed("email_text_input", &[optional("initial_value", ANY_STRING)]).plus(&TYPED_INTO);

pub(super) static URL_TEXT_INPUT: Shape =
    Shape::typed("url_text_input", &[optional("initial_value", ANY_STRING)]).plus(&TYPED_INTO);

pub(super) static NUMBER_INPUT: Shape = Shape::typed(
    "number_input",
    &[
        required("is_decimal_allowed", Rule::Flag),
        optional("initial_value", formed(&DECIMAL, usize::MAX)),
        optional("min_value", formed(&DECIMAL, usize::MAX)),
        optional("max_value", formed(&DECIMAL, usize::MAX)),
    ],
)
.plus(&TYPED_INTO);

pub(super) static RICH_TEXT_INPUT: Shape = Shape::typed(
    "rich_text_input",
    &[
        optional("initial_value", RICH_TEXT),
        optional("min_lines", Rule::Integer(1, 100)),
        optional("max_lines", Rule::Integer(1, 100)),
    ],
)
.plus(&TYPED_INTO);

pub(super) static FILE_INPUT: Shape = Shape::typed(
    "file_input",
    &[optional("filetypes", list(&SOME_STRING, 0, usize::MAX)), optional("max_files", Rule::Integer(1, 10))],
)
.plus(&ACTION);

/// A small picture beside or between texts; the block of the same name is a big one.
pub(super) static IMAGE_ELEMENT: Shape = Shape::typed("image", &[]).plus(&PICTURE).one_of(&PICTURE_SOURCES);

/// What every picture has.
pub(super) static PICTURE: [Field; 3] =
    [optional("image_url", URL), optional("slack_file", SLACK_FILE), required("alt_text", string(0, 2000))];
pub(super) static PICTURE_SOURCES: [&str; 2] = ["image_url", "slack_file"];

/// Thumbs up and thumbs down.
pub(super) static FEEDBACK_BUTTONS: Shape = Shape::typed(
    "feedback_buttons",
    &[
        required("positive_button", Rule::Object(&FEEDBACK_BUTTON)),
        required("negative_button", Rule::Object(&FEEDBACK_BUTTON)),
    ],
)
.plus(&ACTION);
static FEEDBACK_BUTTON: Shape = Shape::plain(&[
    required("text", plain::<75>()),
    required("value", VALUE),
    optional("accessibility_label", SPOKEN_LABEL),
]);

pub(super) static ICON_BUTTON: Shape = Shape::typed(
    "icon_button",
    &[
        required("icon", SOME_STRING),
        required("text", plain::<LONGEST_TEXT>()),
        optional("value", VALUE),
        optional("confirm", CONFIRM),
        optional("accessibility_label", SPOKEN_LABEL),
        optional("visible_to_user_ids", list(&SOME_STRING, 0, 10)),
    ],
)
.plus(&ACTION);
