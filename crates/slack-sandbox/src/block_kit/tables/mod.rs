//! Every block, element and composition object with its limits.
//!
//! From the inside out: [`composition`] (texts, options, dialogs), [`selects`] and [`elements`] (what
//! people click and fill in), [`rich_text`], [`blocks`] and [`newer_blocks`], and [`surfaces`], which says
//! what may stand where. Source: Slack docs, "Block Kit reference"; where documentation is silent, Slack's
//! SDK typings, and where these are too, the strictest figure in use by libraries.

mod blocks;
mod composition;
mod elements;
mod forms;
mod newer_blocks;
mod rich_text;
mod selects;
mod surfaces;

pub(super) use self::{
    newer_blocks::LONGEST_DATA_TABLE,
    surfaces::{HOME_VIEW, LONGEST_MARKDOWN, MESSAGE_BLOCKS, MODAL_VIEW, VIEW},
};
