//! What may stand where: blocks in messages, modals and home tabs, elements in blocks.

use super::{
    super::rule::{Field, Rule, Shape, list, optional, required, string},
    blocks::{ACTIONS, CONTEXT, DIVIDER, FILE, HEADER, IMAGE, INPUT, MARKDOWN, SECTION, VIDEO},
    composition::{LONGEST_TEXT, MRKDWN, PLAIN_TEXT, plain},
    elements::{
        BUTTON, CHECKBOXES, DATEPICKER, DATETIMEPICKER, EMAIL_TEXT_INPUT, FILE_INPUT, IMAGE_ELEMENT,
        NUMBER_INPUT, OVERFLOW, PLAIN_TEXT_INPUT, RADIO_BUTTONS, RICH_TEXT_INPUT, TIMEPICKER, URL_TEXT_INPUT,
        WORKFLOW_BUTTON,
    },
    newer_blocks::{
        ALERT, CARD, CAROUSEL, CONTAINER, CONTEXT_ACTIONS, DATA_TABLE, DATA_VISUALIZATION, PLAN, TABLE,
        TASK_CARD,
    },
    rich_text::RICH_TEXT_BLOCK,
    selects::{
        CHANNELS_SELECT, CONVERSATIONS_SELECT, EXTERNAL_SELECT, MULTI_CHANNELS_SELECT,
        MULTI_CONVERSATIONS_SELECT, MULTI_EXTERNAL_SELECT, MULTI_STATIC_SELECT, MULTI_USERS_SELECT,
        STATIC_SELECT, USERS_SELECT,
    },
};

/// All markdown blocks of one message share this many characters.
pub(in super::super) const LONGEST_MARKDOWN: usize = 12_000;

/// The `blocks` of a message. None at all clears the blocks of an updated message.
pub(in super::super) static MESSAGE_BLOCKS: Rule = list(&MESSAGE_BLOCK, 0, 50);

static MESSAGE_BLOCK: Rule = Rule::Typed(&[
    &SECTION,
    &ACTIONS,
    &CONTEXT,
    &DIVIDER,
    &HEADER,
    &IMAGE,
    &RICH_TEXT_BLOCK,
    &INPUT,
    &MARKDOWN,
    &TABLE,
    &VIDEO,
    &FILE,
    &CONTEXT_ACTIONS,
    &CARD,
    &CAROUSEL,
    &CONTAINER,
    &DATA_TABLE,
    &DATA_VISUALIZATION,
    &PLAN,
    &TASK_CARD,
]);

static MODAL_BLOCK: Rule = Rule::Typed(&[
    &INPUT,
    &SECTION,
    &ACTIONS,
    &CONTEXT,
    &DIVIDER,
    &HEADER,
    &IMAGE,
    &RICH_TEXT_BLOCK,
    &VIDEO,
    &ALERT,
    &CARD,
]);

static HOME_BLOCK: Rule = Rule::Typed(&[
    &SECTION,
    &ACTIONS,
    &CONTEXT,
    &DIVIDER,
    &HEADER,
    &IMAGE,
    &RICH_TEXT_BLOCK,
    &INPUT,
    &TABLE,
    &VIDEO,
    &CARD,
    &CAROUSEL,
    &CONTAINER,
    &DATA_TABLE,
    &DATA_VISUALIZATION,
]);

/// What a container may hold.
pub(super) static CONTAINER_BLOCK: Rule = Rule::Typed(&[
    &SECTION,
    &ACTIONS,
    &CONTEXT,
    &DIVIDER,
    &HEADER,
    &IMAGE,
    &RICH_TEXT_BLOCK,
    &INPUT,
    &TABLE,
    &VIDEO,
    &FILE,
]);

/// A view of either kind.
pub(in super::super) static VIEW: Rule = Rule::Typed(&[&MODAL, &HOME]);
pub(in super::super) static MODAL_VIEW: Rule = Rule::Typed(&[&MODAL]);
pub(in super::super) static HOME_VIEW: Rule = Rule::Typed(&[&HOME]);

static MODAL: Shape = Shape::typed(
    "modal",
    &[
        required("title", plain::<24>()),
        optional("submit", plain::<24>()),
        optional("close", plain::<24>()),
        required("blocks", list(&MODAL_BLOCK, 0, MOST_VIEW_BLOCKS)),
        optional("clear_on_close", Rule::Flag),
        optional("notify_on_close", Rule::Flag),
    ],
)
.plus(&VIEW_FIELDS);

static HOME: Shape =
    Shape::typed("home", &[required("blocks", list(&HOME_BLOCK, 0, MOST_VIEW_BLOCKS))]).plus(&VIEW_FIELDS);

const MOST_VIEW_BLOCKS: usize = 100;

/// What every view has.
static VIEW_FIELDS: [Field; 3] = [
    optional("private_metadata", string(0, LONGEST_TEXT)),
    optional("callback_id", string(0, 255)),
    optional("external_id", string(0, 255)),
];

/// Beside the text of a section.
pub(super) const ACCESSORY: Rule = Rule::Typed(&[
    &BUTTON,
    &OVERFLOW,
    &IMAGE_ELEMENT,
    &STATIC_SELECT,
    &EXTERNAL_SELECT,
    &USERS_SELECT,
    &CONVERSATIONS_SELECT,
    &CHANNELS_SELECT,
    &MULTI_STATIC_SELECT,
    &MULTI_EXTERNAL_SELECT,
    &MULTI_USERS_SELECT,
    &MULTI_CONVERSATIONS_SELECT,
    &MULTI_CHANNELS_SELECT,
    &CHECKBOXES,
    &RADIO_BUTTONS,
    &DATEPICKER,
    &TIMEPICKER,
    &WORKFLOW_BUTTON,
]);

/// In an actions block.
pub(super) static ACTIONS_ELEMENT: Rule = Rule::Typed(&[
    &BUTTON,
    &OVERFLOW,
    &STATIC_SELECT,
    &EXTERNAL_SELECT,
    &USERS_SELECT,
    &CONVERSATIONS_SELECT,
    &CHANNELS_SELECT,
    &MULTI_STATIC_SELECT,
    &MULTI_EXTERNAL_SELECT,
    &MULTI_USERS_SELECT,
    &MULTI_CONVERSATIONS_SELECT,
    &MULTI_CHANNELS_SELECT,
    &CHECKBOXES,
    &RADIO_BUTTONS,
    &DATEPICKER,
    &TIMEPICKER,
    &DATETIMEPICKER,
    &RICH_TEXT_INPUT,
    &WORKFLOW_BUTTON,
]);

/// In an input block.
pub(super) const INPUT_ELEMENT: Rule = Rule::Typed(&[
    &PLAIN_TEXT_INPUT,
    &STATIC_SELECT,
    &EXTERNAL_SELECT,
    &USERS_SELECT,
    &CONVERSATIONS_SELECT,
    &CHANNELS_SELECT,
    &MULTI_STATIC_SELECT,
    &MULTI_EXTERNAL_SELECT,
    &MULTI_USERS_SELECT,
    &MULTI_CONVERSATIONS_SELECT,
    &MULTI_CHANNELS_SELECT,
    &CHECKBOXES,
    &RADIO_BUTTONS,
    &DATEPICKER,
    &TIMEPICKER,
    &DATETIMEPICKER,
    &NUMBER_INPUT,
    &EMAIL_TEXT_INPUT,
    &URL_TEXT_INPUT,
    &RICH_TEXT_INPUT,
    &FILE_INPUT,
]);

/// In a context block: small texts and small pictures.
pub(super) static CONTEXT_ELEMENT: Rule = Rule::Typed(&[PLAIN_TEXT, MRKDWN, &IMAGE_ELEMENT]);
