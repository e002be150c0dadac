//! Rich text: text as a tree of sections, lists, quotes and code, with formatted pieces inside.

use super::{
    super::rule::{ANY_STRING, Field, Rule, SOME_STRING, Shape, formed, list, optional, required},
    blocks::BLOCK,
    forms::COLOR,
};

/// The whole text, as a block and as the value of an input.
pub(super) static RICH_TEXT_BLOCK: Shape =
    Shape::typed("rich_text", &[required("elements", list(&PARAGRAPH, 1, usize::MAX))]).plus(&BLOCK);
pub(super) const RICH_TEXT: Rule = Rule::Typed(&[&RICH_TEXT_BLOCK]);

static PARAGRAPH: Rule = Rule::Typed(&[&SECTION, &LIST, &QUOTE, &PREFORMATTED]);

static SECTION: Shape =
    Shape::typed("rich_text_section", &[required("elements", list(&INLINE, 0, usize::MAX))]);

static LIST: Shape = Shape::typed(
    "rich_text_list",
    &[
        required("style", Rule::Enum(&["bullet", "ordered"])),
        optional("indent", Rule::Integer(0, 8)),
        optional("offset", Rule::Integer(0, i64::MAX)),
        optional("border", BORDER),
        required("elements", list(&Rule::Typed(&[&SECTION]), 0, usize::MAX)),
    ],
);

static QUOTE: Shape = Shape::typed(
    "rich_text_quote",
    &[optional("border", BORDER), required("elements", list(&INLINE, 0, usize::MAX))],
);

static PREFORMATTED: Shape = Shape::typed(
    "rich_text_preformatted",
    &[
        optional("border", BORDER),
        optional("language", ANY_STRING),
        required("elements", list(&Rule::Typed(&[&TEXT, &LINK]), 0, usize::MAX)),
    ],
);

/// A line at the side: drawn or not.
const BORDER: Rule = Rule::Integer(0, 1);

static INLINE: Rule =
    Rule::Typed(&[&TEXT, &LINK, &USER, &USERGROUP, &CHANNEL, &TEAM, &EMOJI, &BROADCAST, &DATE, &COLOR_CHIP]);

/// What every piece inside a paragraph has.
static STYLED: [Field; 1] = [optional("style", Rule::Object(&STYLE))];
static STYLE: Shape = Shape::plain(&[
    optional("bold", Rule::Flag),
    optional("italic", Rule::Flag),
    optional("strike", Rule::Flag),
    optional("code", Rule::Flag),
    optional("underline", Rule::Flag),
    optional("highlight", Rule::Flag),
    optional("client_highlight", Rule::Flag),
    optional("unlink", Rule::Flag),
]);

static TEXT: Shape = Shape::typed("text", &[required("text", SOME_STRING)]).plus(&STYLED);

static LINK: Shape = Shape::typed(
    "link",
    &[required("url", SOME_STRING), optional("text", ANY_STRING), optional("unsafe", Rule::Flag)],
)
.plus(&STYLED);

static USER: Shape = Shape::typed("user", &[required("user_id", SOME_STRING)]).plus(&STYLED);

static USERGROUP: Shape = Shape::typed("usergroup", &[required("usergroup_id", SOME_STRING)]).plus(&STYLED);

static CHANNEL: Shape = Shape::typed("channel", &[required("channel_id", SOME_STRING)]).plus(&STYLED);

static TEAM: Shape = Shape::typed("team", &[required("team_id", SOME_STRING)]).plus(&STYLED);

static EMOJI: Shape = Shape::typed(
    "emoji",
    &[
        required("name", SOME_STRING),
        optional("unicode", ANY_STRING),
        optional("url", ANY_STRING),
        optional("skin_tone", Rule::Integer(i64::MIN, i64::MAX)),
    ],
)
.plus(&STYLED);

static BROADCAST: Shape =
    Shape::typed("broadcast", &[required("range", Rule::Enum(&["here", "channel", "everyone"]))])
        .plus(&STYLED);

static DATE: Shape = Shape::typed(
    "date",
    &[
        required("timestamp", Rule::Integer(i64::MIN, i64::MAX)),
        required("format", SOME_STRING),
        optional("url", ANY_STRING),
        optional("fallback", ANY_STRING),
    ],
)
.plus(&STYLED);

static COLOR_CHIP: Shape =
    Shape::typed("color", &[required("value", formed(&COLOR, usize::MAX))]).plus(&STYLED);
