//! Names that stand for somebody or something: people, groups, channels.

use maud::{Markup, html};

use crate::client::look::Look;
use crate::client::words::word;

/// A person. The viewer's own name stands out.
pub(crate) fn user_mention(look: &Look<'_>, id: &str) -> Markup {
    let name = look.name_of(id);
    html! { span .mention .mention-me[id == look.viewer.id] data-user=(id) { "@" (name) } }
}

/// A group of people; it stands out if the viewer is in it.
pub(super) fn group_mention(look: &Look<'_>, id: &str, label: Option<&str>) -> Markup {
    let group = look.workspace.usergroups.iter().find(|group| group.id == id);
    let is_own = group.is_some_and(|group| group.users.contains(&look.viewer.id));
    let handle = group.map(|group| group.handle.as_str());
    let name = handle.or(label.map(|label| label.trim_start_matches('@'))).unwrap_or(id);
    html! { span .mention .mention-me[is_own] { "@" (name) } }
}

/// `@here`, `@channel` or `@everyone`, which mean the viewer too.
pub(super) fn broadcast(range: &str) -> Markup {
    html! { span .mention.mention-me { "@" (range) } }
}

/// A channel: a link for those who may read it, a lock for the others.
pub(crate) fn channel_mention(look: &Look<'_>, id: &str) -> Markup {
    html! {
        @match look.channel(id) {
            Some(channel) => a .mention.mention-channel href={ (look.base()) "/" (id) } {
                "#" (channel.name)
            },
            None => span .mention.mention-hidden {
                span aria-hidden="true" { "🔒\u{a0}" } (word!(look, "private-channel"))
            },
        }
    }
}

/// Text that may stand in an address, in a name of a form's field or in an HTML id.
pub(crate) fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let pieces = text.bytes().map(|byte| match byte {
        _ if is_plain(byte) => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    pieces.collect()
}
