//! The content of a message: text, blocks, attachments, metadata, and the rules on each.

use crate::block_kit::message_too_long;
use serde_json::Value;

use super::args::Args;
use super::blocks::message_problems;
use super::refusal::Refusal;

/// Beyond this Slack cuts the text of a new message.
pub(crate) const LONGEST_TEXT: usize = 40_000;
/// `chat.update` and `chat.postEphemeral` refuse longer texts.
const LONGEST_STRICT_TEXT: usize = 4_000;
const LONGEST_MARKDOWN: usize = 12_000;
const MOST_ATTACHMENTS: usize = 100;
/// Slack's own number is not documented.
const LARGEST_METADATA: usize = 8_000;

/// What a message is to show.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub(crate) text: Option<String>,
    pub(crate) blocks: Option<Value>,
    pub(crate) attachments: Option<Value>,
    pub(crate) metadata: Option<Value>,
    pub(crate) was_truncated: bool,
}

/// How a method treats long texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// Cut with a warning.
    Lenient,
    /// Refused with `msg_too_long`.
    Strict,
}

impl Content {
    /// Whether there is anything to see.
    pub(crate) fn is_empty(&self) -> bool {
        let is_nothing = |list: &Option<Value>| {
            list.as_ref().is_none_or(|list| list.as_array().is_some_and(Vec::is_empty))
        };
        self.text.as_deref().is_none_or(str::is_empty)
            && is_nothing(&self.blocks)
            && is_nothing(&self.attachments)
    }
}

/// Reads and checks the content arguments.
pub(crate) fn content_of(args: &Args, length: Length) -> Result<Content, Refusal> {
    let mut content = Content {
        text: args.text("text")?,
        blocks: args.nested("blocks", "invalid_blocks_format")?,
        attachments: args.nested("attachments", "invalid_attachments")?,
        metadata: args.nested("metadata", "invalid_metadata_format")?,
        was_truncated: false,
    };
    take_markdown(args, &mut content)?;
    check_text(&mut content, length)?;
    if let Some(blocks) = &content.blocks {
        check_blocks(blocks)?;
    }
    if let Some(attachments) = &content.attachments {
        check_attachments(attachments)?;
    }
    if let Some(metadata) = &content.metadata {
        check_metadata(metadata)?;
    }
    Ok(content)
}

/// `markdown_text` stands alone; the sandbox keeps it as the text.
fn take_markdown(args: &Args, content: &mut Content) -> Result<(), Refusal> {
    let Some(markdown) = args.text("markdown_text")? else { return Ok(()) };
    if content.text.is_some() || content.blocks.is_some() {
        return Err("markdown_text_conflict".into());
    }
    if markdown.chars().count() > LONGEST_MARKDOWN {
        return Err("msg_too_long".into());
    }
    content.text = Some(markdown);
    Ok(())
}

fn check_text(content: &mut Content, length: Length) -> Result<(), Refusal> {
    let Some(text) = &mut content.text else { return Ok(()) };
    let count = text.chars().count();
    match length {
        Length::Strict if count > LONGEST_STRICT_TEXT => return Err("msg_too_long".into()),
        Length::Lenient if count > LONGEST_TEXT => {
            *text = text.chars().take(LONGEST_TEXT).collect();
            content.was_truncated = true;
        }
        _ => {}
    }
    Ok(())
}

fn check_blocks(blocks: &Value) -> Result<(), Refusal> {
    message_problems(blocks)?;
    if message_too_long(blocks) { Err("msg_blocks_too_long".into()) } else { Ok(()) }
}

fn check_attachments(attachments: &Value) -> Result<(), Refusal> {
    let list = attachments.as_array().ok_or("invalid_attachments")?;
    if list.len() > MOST_ATTACHMENTS {
        return Err("too_many_attachments".into());
    }
    list.iter().filter_map(|attachment| attachment.get("blocks")).try_for_each(message_problems)
}

fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let keys = metadata.as_object().ok_or("invalid_metadata_format")?;
    if keys.is_empty() {
        return Ok(());
    }
    let has_type = keys.get("event_type").and_then(Value::as_str).is_some_and(|kind| !kind.is_empty());
    if !has_type || !keys.get("event_payload").is_some_and(Value::is_object) {
        return Err("invalid_metadata_schema".into());
    }
    if metadata.to_string().len() > LARGEST_METADATA { Err("metadata_too_large".into()) } else { Ok(()) }
}
