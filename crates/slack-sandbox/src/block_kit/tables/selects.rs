//! Menus: one choice or several, from options, people or conversations.

use super::{
    super::rule::{Field, Rule, SOME_STRING, Shape, list, optional},
    composition::{CONFIRM, CONVERSATION_FILTER, ID, OPTION, OPTION_GROUP, PLACEHOLDER},
};

/// What every menu of one choice has.
static SELECT: [Field; 4] = [
    optional("action_id", ID),
    optional("confirm", CONFIRM),
    optional("focus_on_load", Rule::Flag),
    optional("placeholder", PLACEHOLDER),
];

/// What every menu of several choices has.
static MULTI_SELECT: [Field; 5] = [
    optional("action_id", ID),
    optional("confirm", CONFIRM),
    optional("focus_on_load", Rule::Flag),
    optional("placeholder", PLACEHOLDER),
    optional("max_selected_items", Rule::Integer(1, i64::MAX)),
];

const OPTIONS: Rule = list(&OPTION, 1, 100);
const OPTION_GROUPS: Rule = list(&OPTION_GROUP, 1, 100);
const SHORTEST_QUERY: Rule = Rule::Integer(0, i64::MAX);
const IDS: Rule = list(&SOME_STRING, 1, usize::MAX);

pub(super) static STATIC_SELECT: Shape = Shape::typed(
    "static_select",
    &[
        optional("options", OPTIONS),
        optional("option_groups", OPTION_GROUPS),
        optional("initial_option", OPTION),
    ],
)
.plus(&SELECT)
.one_of(&["options", "option_groups"]);

pub(super) static EXTERNAL_SELECT: Shape = Shape::typed(
    "external_select",
    &[optional("initial_option", OPTION), optional("min_query_length", SHORTEST_QUERY)],
)
.plus(&SELECT);

pub(super) static USERS_SELECT: Shape =
    Shape::typed("users_select", &[optional("initial_user", SOME_STRING)]).plus(&SELECT);

pub(super) static CONVERSATIONS_SELECT: Shape = Shape::typed(
    "conversations_select",
    &[
        optional("initial_conversation", SOME_STRING),
        optional("default_to_current_conversation", Rule::Flag),
        optional("response_url_enabled", Rule::Flag),
        optional("filter", CONVERSATION_FILTER),
    ],
)
.plus(&SELECT);

pub(super) static CHANNELS_SELECT: Shape = Shape::typed(
    "channels_select",
    &[optional("initial_channel", SOME_STRING), optional("response_url_enabled", Rule::Flag)],
)
.plus(&SELECT);

pub(super) static MULTI_STATIC_SELECT: Shape = Shape::typed(
    "multi_static_select",
    &[
        optional("options", OPTIONS),
        optional("option_groups", OPTION_GROUPS),
        optional("initial_options", OPTIONS),
    ],
)
.plus(&MULTI_SELECT)
.one_of(&["options", "option_groups"]);

pub(super) static MULTI_EXTERNAL_SELECT: Shape = Shape::typed(
    "multi_external_select",
    &[optional("initial_options", OPTIONS), optional("min_query_length", SHORTEST_QUERY)],
)
.plus(&MULTI_SELECT);

pub(super) static MULTI_USERS_SELECT: Shape =
    Shape::typed("multi_users_select", &[optional("initial_users", IDS)]).plus(&MULTI_SELECT);

pub(super) static MULTI_CONVERSATIONS_SELECT: Shape = Shape::typed(
    "multi_conversations_select",
    &[
        optional("initial_conversations", IDS),
        optional("default_to_current_conversation", Rule::Flag),
        optional("filter", CONVERSATION_FILTER),
    ],
)
.plus(&MULTI_SELECT);

pub(super) static MULTI_CHANNELS_SELECT: Shape =
    Shape::typed("multi_channels_select", &[optional("initial_channels", IDS)]).plus(&MULTI_SELECT);
