//! What Slack makes of typed text: mentions, channels, links and the three escaped characters.

use crate::model::{Kind, Workspace};

/// Where the text goes, which decides how mentions look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// The text of a slash command with escaping: `<@U…|name>`.
    Command,
    /// A message: `<@U…>`.
    Message,
}

/// Rewrites typed text. `<@U…>` and its like, naming somebody or something that exists, count as picked from the
/// list of suggestions and stay.
pub(super) fn rewritten(workspace: &Workspace, text: &str, typed: Typed) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at_word_start = true;
    while let Some(letter) = rest.chars().next() {
        if let Some((token, taken)) = at_word_start.then(|| token_at(workspace, rest, typed)).flatten() {
            out.push_str(&token);
            rest = &rest[taken..];
            at_word_start = false;
            continue;
        }
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(letter),
        }
        at_word_start = letter.is_whitespace() || "([{\"'".contains(letter);
        rest = &rest[letter.len_utf8()..];
    }
    out
}

/// What stands at the start of `rest`, rewritten, and how many bytes of it were taken.
fn token_at(workspace: &Workspace, rest: &str, typed: Typed) -> Option<(String, usize)> {
    let first = rest.chars().next()?;
    match first {
        '<' => picked(workspace, rest),
        '@' => named(&rest[1..]).find_map(|name| Some((mention(workspace, name, typed)?, 1 + name.len()))),
        '#' => named(&rest[1..]).find_map(|name| Some((channel(workspace, name)?, 1 + name.len()))),
        'h' if rest.starts_with("https://") || rest.starts_with("http://") => {
            let end = rest
                .find(|letter: char| letter.is_whitespace() || "<>".contains(letter))
                .unwrap_or(rest.len());
            let link = rest[..end].trim_end_matches(['.', ',', ')', '!', '?', ';', ':']);
            Some((format!("<{}>", link.replace('&', "&amp;")), link.len()))
        }
        _ => None,
    }
}

/// `<@U…>`, `<#C…>` or `<!subteam^S…>` of something that exists.
fn picked(workspace: &Workspace, rest: &str) -> Option<(String, usize)> {
    let end = rest.find('>')?;
    let inside = &rest[1..end];
    let target = inside.split('|').next().unwrap_or(inside);
    let exists = match target.split_at_checked(1)? {
        ("@", id) => workspace.user(id).is_some(),
        ("#", id) => workspace.channel(id).is_some(),
        ("!", special) => special
            .strip_prefix("subteam^")
            .map_or(matches!(special, "here" | "channel" | "everyone"), |id| {
                workspace.usergroups.iter().any(|group| group.id == id)
            }),
        _ => false,
    };
    exists.then(|| (rest[..=end].to_owned(), end + 1))
}

/// The longest word at the start that could be a name, then shorter ones: `bob.` also tries `bob`.
fn named(rest: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    let word = &rest[..end];
    let short = word.trim_end_matches(['.', '_', '-']);
    [word, short].into_iter().filter(|word| !word.is_empty())
}

fn mention(workspace: &Workspace, name: &str, typed: Typed) -> Option<String> {
    let shown = |user: &&crate::model::User| user.name == name || user.display_name == name;
    if let Some(user) = workspace.users.values().find(shown) {
        return Some(match typed {
            Typed::Command => format!("<@{}|{}>", user.id, user.name),
            Typed::Message => format!("<@{}>", user.id),
        });
    }
    if matches!(name, "here" | "channel" | "everyone") {
        return Some(format!("<!{name}>"));
    }
    let group = workspace.usergroups.iter().find(|group| group.handle == name && group.deleted == 0)?;
    Some(format!("<!subteam^{}|@{}>", group.id, group.handle))
}

/// The label of a private channel stays empty.
fn channel(workspace: &Workspace, name: &str) -> Option<String> {
    let channel = workspace.channel_named(name)?;
    let label = if channel.kind == Kind::Public { channel.name.as_str() } else { "" };
    Some(format!("<#{}|{label}>", channel.id))
}
