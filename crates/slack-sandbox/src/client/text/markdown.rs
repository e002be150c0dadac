//! Standard Markdown, for markdown blocks, files and canvases. Raw HTML in it is shown, not obeyed.

use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};
use maud::{Markup, PreEscaped, html};

use super::{emoji, links, mention};
use crate::client::look::Look;
use crate::client::words::word;

/// A document as HTML.
pub(crate) fn markdown(look: &Look<'_>, text: &str) -> Markup {
    let arena = Arena::new();
    let options = options();
    let document = parse_document(&arena, text, &options);
    for node in document.descendants().collect::<Vec<_>>() {
        fit(look, node);
    }
    let mut out = String::new();
    format_html(document, &options, &mut out).expect("a string takes all that is written to it");
    html! { div .markdown { (PreEscaped(adapted(look, &out))) } }
}

/// Links out of the workspace open beside it, and boxes of tasks are signs with a name. Text is escaped in what comrak writes,
/// so what is replaced stands only where comrak put it.
fn adapted(look: &Look<'_>, page: &str) -> String {
    let task = |sign: &str, key: &str| {
        html! { span .task-box role="img" aria-label=(word!(look, key)) { (sign) } }.into_string()
    };
    page.replace("<a href=", "<a target=\"_blank\" rel=\"noopener noreferrer\" href=")
        .replace("<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"/as/", "<a href=\"/as/")
        .replace("<input type=\"checkbox\" checked=\"\" disabled=\"\" />", &task("☑", "status-complete"))
        .replace("<input type=\"checkbox\" disabled=\"\" />", &task("☐", "status-pending"))
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.escape = true;
    options.render.hardbreaks = true;
    options
}

/// Fits a piece of the document to the workspace: mentions and emoji are drawn, pictures become links (nothing is
/// loaded from elsewhere), and links nobody should follow become text.
fn fit<'a>(look: &Look<'_>, node: &'a AstNode<'a>) {
    let value = node.data.borrow().value.clone();
    let new = match value {
        NodeValue::Text(text) => NodeValue::Text(emoji::spelled(&text).into()),
        NodeValue::Image(target) => match mentioned(look, &target.url) {
            Some(mention) => NodeValue::Raw(mention.into_string()),
            None => match followed(look, target) {
                Some(link) => link,
                None => return unwrap(node),
            },
        },
        NodeValue::Link(target) => match followed(look, target) {
            Some(link) => link,
            None => return unwrap(node),
        },
        other => other,
    };
    node.data.borrow_mut().value = new;
}

/// A link to where its address leads.
fn followed(look: &Look<'_>, mut target: Box<NodeLink>) -> Option<NodeValue> {
    target.url = links::way(look, &target.url)?.address();
    Some(NodeValue::Link(target))
}

/// Canvases mention people and channels as pictures: `![](@U…)`, `![](#C…)`.
fn mentioned(look: &Look<'_>, url: &str) -> Option<Markup> {
    if let Some(id) = url.strip_prefix('@') {
        return Some(mention::user_mention(look, id));
    }
    url.strip_prefix('#').map(|id| mention::channel_mention(look, id))
}

/// Leaves what is inside in place of the node.
fn unwrap<'a>(node: &'a AstNode<'a>) {
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    node.detach();
}
