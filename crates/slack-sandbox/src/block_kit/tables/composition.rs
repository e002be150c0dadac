//! The small objects that blocks and elements are made of: texts, options, confirmation dialogs.

use super::{
    super::rule::{Field, Rule, Shape, formed, list, optional, required, string},
    forms::FILE_ID,
};

/// Text no limit narrows further.
pub(super) const LONGEST_TEXT: usize = 3000;
/// The longest address.
pub(super) const LONGEST_URL: usize = 3000;

/// `action_id` and `block_id`.
pub(super) const ID: Rule = string(1, 255);
/// An address that must be there.
pub(super) const URL: Rule = string(1, LONGEST_URL);
/// What a button carries for its app.
pub(super) const VALUE: Rule = string(0, 2000);
/// How a button or dialog is coloured.
pub(super) const STYLE: Rule = Rule::Enum(&["primary", "danger"]);
/// What a screen reader says instead of a button's text.
pub(super) const SPOKEN_LABEL: Rule = string(0, 75);
/// What stands in an empty input.
pub(super) const PLACEHOLDER: Rule = plain::<150>();

/// A `plain_text` object of at most `MAX` characters.
pub(super) const fn plain<const MAX: usize>() -> Rule {
    Texts::<MAX>::PLAIN
}

/// A `plain_text` or `mrkdwn` object of at most `MAX` characters.
pub(super) const fn text<const MAX: usize>() -> Rule {
    Texts::<MAX>::EITHER
}

/// A `plain_text` object that no limit narrows further.
pub(super) const PLAIN_TEXT: &Shape = &Texts::<LONGEST_TEXT>::PLAIN_TEXT;
/// A `mrkdwn` object that no limit narrows further.
pub(super) const MRKDWN: &Shape = &Texts::<LONGEST_TEXT>::MRKDWN;

/// Carries the limit of a text object into the constants below.
struct Texts<const MAX: usize>;

impl<const MAX: usize> Texts<MAX> {
    const PLAIN_TEXT: Shape = Shape {
        fields: &[required("text", string(1, MAX)), optional("emoji", Rule::Flag)],
        ..Shape::typed("plain_text", &[])
    };
    const MRKDWN: Shape = Shape {
        fields: &[required("text", string(1, MAX)), optional("verbatim", Rule::Flag)],
        ..Shape::typed("mrkdwn", &[])
    };
    const PLAIN: Rule = Rule::Typed(&[&Self::PLAIN_TEXT]);
    const EITHER: Rule = Rule::Typed(&[&Self::PLAIN_TEXT, &Self::MRKDWN]);
}

/// What every element has.
pub(super) static ACTION: [Field; 1] = [optional("action_id", ID)];

/// "Are you sure?" Documentation wants all four texts; Slack's own typings require only `text`.
static CONFIRM_DIALOG: Shape = Shape::plain(&[
    optional("title", plain::<100>()),
    required("text", text::<300>()),
    optional("confirm", plain::<30>()),
    optional("deny", plain::<30>()),
    optional("style", STYLE),
]);
pub(super) const CONFIRM: Rule = Rule::Object(&CONFIRM_DIALOG);

const OPTION_VALUE: Rule = string(1, 150);

/// An option of a menu.
pub(super) static OPTION: Rule = Rule::Object(&Shape::plain(&[
    required("text", plain::<75>()),
    required("value", OPTION_VALUE),
    optional("description", plain::<75>()),
]));

/// An option of checkboxes and radio buttons, the only ones to take mrkdwn.
pub(super) static FORMATTED_OPTION: Rule = Rule::Object(&Shape::plain(&[
    required("text", text::<75>()),
    required("value", OPTION_VALUE),
    optional("description", text::<75>()),
]));

/// An option of an overflow menu, the only one that may be a link.
static OVERFLOW_OPTION_SHAPE: Shape = Shape::plain(&[
    required("text", plain::<75>()),
    optional("value", OPTION_VALUE),
    optional("description", plain::<75>()),
    optional("url", string(0, LONGEST_URL)),
])
.any_of(&["value", "url"]);
pub(super) static OVERFLOW_OPTION: Rule = Rule::Object(&OVERFLOW_OPTION_SHAPE);

/// Options under a heading.
pub(super) static OPTION_GROUP: Rule = Rule::Object(&Shape::plain(&[
    required("label", plain::<75>()),
    required("options", list(&OPTION, 1, 100)),
]));

/// Which conversations a menu offers.
static CONVERSATION_FILTER_SHAPE: Shape = Shape::plain(&[
    optional("include", list(&Rule::Enum(&["im", "mpim", "private", "public"]), 1, usize::MAX)),
    optional("exclude_external_shared_channels", Rule::Flag),
    optional("exclude_bot_users", Rule::Flag),
])
.any_of(&["include", "exclude_external_shared_channels", "exclude_bot_users"]);
pub(super) const CONVERSATION_FILTER: Rule = Rule::Object(&CONVERSATION_FILTER_SHAPE);

/// A picture in Slack, by id or by address.
static SLACK_FILE_SHAPE: Shape =
    Shape::plain(&[optional("id", formed(&FILE_ID, usize::MAX)), optional("url", URL)])
        .one_of(&["id", "url"]);
pub(super) const SLACK_FILE: Rule = Rule::Object(&SLACK_FILE_SHAPE);
