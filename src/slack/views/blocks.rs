//! The handful of Block Kit pieces that Firebell's messages and forms are made of.

use chrono::{DateTime, Utc};
use serde_json::json;
use slack_morphism::prelude::*;

use super::text::{clip, clip_mrkdwn};
use crate::slack::ids;

/// The longest text of a section, in characters; Slack's own limit is 3000, and what it counts is not settled.
pub const SECTION_LIMIT: usize = 2850;
/// The most characters that all blocks of a message have together.
const WHOLE_LIMIT: usize = 12_500;
/// The longest heading; Slack's own limit is 150.
const HEADING_LIMIT: usize = 140;
/// The longest text of a button or an option.
const LABEL_LIMIT: usize = 71;

/// How much of `blocks` one message holds beside `others` more characters: Slack refuses a message whose blocks are too
/// long as a whole, at some 13,200 characters.
pub fn how_many_fit(blocks: &[SlackBlock], others: usize) -> usize {
    let mut left = WHOLE_LIMIT.saturating_sub(others);
    let fits = |block: &&SlackBlock| {
        let length = json!(block).to_string().chars().count() + 1;
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    };
    blocks.iter().take_while(fits).count()
}

/// What stands above the paragraphs of a view. Plain text.
pub fn heading(text: &str) -> SlackBlock {
    SlackHeaderBlock::new(clip(text, HEADING_LIMIT).into()).into()
}

/// A paragraph.
pub fn section(mrkdwn: &str) -> SlackBlock {
    SlackSectionBlock::new().with_text(markdown(mrkdwn)).into()
}

/// A paragraph with short facts below it, two side by side.
pub fn facts(mrkdwn: &str, facts: Vec<String>) -> SlackBlock {
    let block = SlackSectionBlock::new().with_text(markdown(mrkdwn));
    if facts.is_empty() {
        return block.into();
    }
    block.with_fields(facts.iter().map(|fact| markdown(fact)).collect()).into()
}

/// A paragraph with something to operate beside it.
pub fn row(block_id: String, mrkdwn: &str, element: impl Into<SlackSectionBlockElement>) -> SlackBlock {
    SlackSectionBlock::new()
        .with_block_id(block_id.into())
        .with_text(markdown(mrkdwn))
        .with_accessory(element.into())
        .into()
}

/// A row of things to operate.
pub fn actions(block_id: String, elements: Vec<SlackActionBlockElement>) -> SlackBlock {
    SlackActionsBlock::new(elements).with_block_id(block_id.into()).into()
}

/// A small print line.
pub fn context(mrkdwn: &str) -> SlackBlock {
    SlackContextBlock::new(vec![
        SlackBlockMarkDownText::new(clip_mrkdwn(mrkdwn, SECTION_LIMIT)).with_verbatim(true).into(),
    ])
    .into()
}

/// How a button stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stress {
    /// Not at all.
    None,
    /// As the next thing to do, or as what is true now.
    Primary,
}

/// A button.
pub fn button(action_id: String, label: &str, value: &str, stress: Stress) -> SlackBlockButtonElement {
    let button = SlackBlockButtonElement::new(clip(label, LABEL_LIMIT).into())
        .with_action_id(action_id.into())
        .with_value(value.to_owned());
    match stress {
        Stress::None => button,
        Stress::Primary => button.with_style(SlackBlockButtonStyle::Primary),
    }
}

/// One choice of a select: what is shown, what it means, and a line of help.
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// What it means.
    pub value: String,
    /// A line of help; may be empty.
    pub help: String,
}

/// A select of fixed choices.
pub fn select(
    action_id: String,
    placeholder: &str,
    choices: Vec<Choice>,
    chosen: Option<&str>,
) -> SlackBlockStaticSelectElement {
    let options: Vec<SlackBlockChoiceItem<SlackBlockPlainTextOnly>> =
        choices.into_iter().map(option).collect();
    let initial = options.iter().find(|option| Some(option.value.as_str()) == chosen).cloned();
    SlackBlockStaticSelectElement::new()
        .with_action_id(action_id.into())
        .with_placeholder(placeholder.into())
        .with_options(options)
        .opt_initial_option(initial)
}

/// Boxes to tick.
pub fn checkboxes(choices: Vec<Choice>, ticked: &[&str]) -> SlackBlockCheckboxesElement {
    let options: Vec<SlackBlockChoiceItem<SlackBlockText>> = choices.into_iter().map(tick).collect();
    let initial: Vec<_> =
        options.iter().filter(|option| ticked.contains(&option.value.as_str())).cloned().collect();
    SlackBlockCheckboxesElement::new(options)
        .with_action_id(ids::INPUT.to_owned().into())
        .opt_initial_options(Some(initial).filter(|initial| !initial.is_empty()))
}

fn tick(choice: Choice) -> SlackBlockChoiceItem<SlackBlockText> {
    let help = Some(clip(&choice.help, LABEL_LIMIT)).filter(|help| !help.is_empty());
    let label = SlackBlockPlainText::new(clip(&choice.label, LABEL_LIMIT));
    SlackBlockChoiceItem::new(SlackBlockText::Plain(label), choice.value)
        .opt_description(help.map(Into::into))
}

fn option(choice: Choice) -> SlackBlockChoiceItem<SlackBlockPlainTextOnly> {
    let help = Some(clip(&choice.help, LABEL_LIMIT)).filter(|help| !help.is_empty());
    SlackBlockChoiceItem::new(clip(&choice.label, LABEL_LIMIT).into(), choice.value)
        .opt_description(help.map(Into::into))
}

/// A select of people.
pub fn people_select(action_id: String, placeholder: &str) -> SlackBlockUsersSelectElement {
    SlackBlockUsersSelectElement::new().with_action_id(action_id.into()).with_placeholder(placeholder.into())
}

/// Whether a form field may be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be filled in.
    Required,
    /// It may be left alone.
    Optional,
}

/// A form field.
pub fn field(
    block_id: &str,
    label: &str,
    hint: &str,
    need: Need,
    element: impl Into<SlackInputBlockElement>,
) -> SlackBlock {
    let hint = Some(hint.to_owned()).filter(|hint| !hint.is_empty());
    SlackInputBlock::new(label.into(), element.into())
        .with_block_id(block_id.to_owned().into())
        .opt_hint(hint.map(Into::into))
        .with_optional(need == Need::Optional)
        .into()
}

/// Whether a text field has one line or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One.
    One,
    /// Many.
    Many,
}

/// A text field. Slack's own limit is left wider than ours, so that text that is too long comes to us and goes back
/// with a sentence rather than being cut.
pub fn text_input(initial: &str, placeholder: &str, lines: Lines) -> SlackBlockPlainTextInputElement {
    let initial = Some(initial.to_owned()).filter(|text| !text.is_empty());
    SlackBlockPlainTextInputElement::new()
        .with_action_id(ids::INPUT.to_owned().into())
        .with_multiline(lines == Lines::Many)
        .with_placeholder(clip(placeholder, 140).as_str().into())
        .opt_initial_value(initial)
}

/// A field for a day and a time.
pub fn time_input(initial: Option<DateTime<Utc>>) -> SlackBlockDateTimePickerElement {
    let seconds = initial.and_then(|at| serde_json::from_value(json!(at.timestamp())).ok());
    SlackBlockDateTimePickerElement::new()
        .with_action_id(ids::INPUT.to_owned().into())
        .opt_initial_date_time(seconds)
}

/// A form.
pub fn modal(callback_id: &str, metadata: &str, words: [&str; 3], blocks: Vec<SlackBlock>) -> SlackModalView {
    let [title, submit, close] = words;
    SlackModalView::new(clip(title, 24).into(), blocks)
        .with_submit(clip(submit, 24).into())
        .with_close(clip(close, 24).into())
        .with_callback_id(callback_id.to_owned().into())
        .with_private_metadata(metadata.to_owned())
}

/// Verbatim: what looks like a link, a channel or a mention in people's words stays words.
fn markdown(mrkdwn: &str) -> SlackBlockText {
    SlackBlockText::MarkDown(
        SlackBlockMarkDownText::new(clip_mrkdwn(mrkdwn, SECTION_LIMIT)).with_verbatim(true),
    )
}
