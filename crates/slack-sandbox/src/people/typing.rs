//! What Slack makes of typed text: mentions, channels, links and the three escaped characters.

use crate::model::{Kind, User, Workspace};

/// Where the text goes, which decides how mentions look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// The text of a slash command with escaping: `<@U…|name>`.
    Command,
    /// A message: `<@U…>`.
    Message,
}

/// Rewrites what `typist` typed. `<@U…>` and its like, naming somebody or something that the typist sees, count as
/// picked from the list of suggestions and stay.
pub(super) fn rewritten(workspace: &Workspace, typist: &User, text: &str, typed: Typed) -> String {
    let desk = Desk { workspace, typist, typed };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut at_word_start = true;
    while let Some(letter) = rest.chars().next() {
        if let Some((token, taken)) = at_word_start.then(|| desk.token_at(rest)).flatten() {
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

/// Where somebody types.
struct Desk<'a> {
    workspace: &'a Workspace,
    typist: &'a User,
    typed: Typed,
}

impl Desk<'_> {
    /// What stands at the start of `rest`, rewritten, and how many bytes of it were taken.
    fn token_at(&self, rest: &str) -> Option<(String, usize)> {
        let first = rest.chars().next()?;
        match first {
            '<' => self.picked(rest),
            '@' => named(&rest[1..]).find_map(|name| Some((self.mention(name)?, 1 + name.len()))),
            '#' => named(&rest[1..]).find_map(|name| Some((self.channel(name)?, 1 + name.len()))),
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

    /// `<@U…>`, `<#C…>` or `<!subteam^S…>` of something that exists, with a label that holds no markup.
    fn picked(&self, rest: &str) -> Option<(String, usize)> {
        let inside = &rest[1..rest.find('>')?];
        let target = inside.split('|').next().unwrap_or(inside);
        let exists = match target.split_at_checked(1)? {
            ("@", id) => self.workspace.user(id).is_some(),
            ("#", id) => self.workspace.channel(id).is_some_and(|channel| channel.is_visible_to(self.typist)),
            ("!", special) => special
                .strip_prefix("subteam^")
                .map_or(matches!(special, "here" | "channel" | "everyone"), |id| {
                    self.workspace.usergroups.iter().any(|group| group.id == id)
                }),
            _ => false,
        };
        let is_plain = !inside.contains(['<', '&', '\n']);
        (exists && is_plain).then(|| (format!("<{inside}>"), inside.len() + 2))
    }

    fn mention(&self, name: &str) -> Option<String> {
        let shown = |user: &&User| user.name == name || user.display_name == name;
        if let Some(user) = self.workspace.users.values().find(shown) {
            return Some(match self.typed {
                Typed::Command => format!("<@{}|{}>", user.id, user.name),
                Typed::Message => format!("<@{}>", user.id),
            });
        }
        if matches!(name, "here" | "channel" | "everyone") {
            return Some(format!("<!{name}>"));
        }
        let mut groups = self.workspace.usergroups.iter();
        let group = groups.find(|group| group.handle == name && group.deleted == 0)?;
        Some(format!("<!subteam^{}|@{}>", group.id, group.handle))
    }

    /// The label of a private channel stays empty. A channel that the typist does not see is but a word.
    fn channel(&self, name: &str) -> Option<String> {
        let channel = self.workspace.channel_named(name)?;
        let label = if channel.kind == Kind::Public { channel.name.as_str() } else { "" };
        channel.is_visible_to(self.typist).then(|| format!("<#{}|{label}>", channel.id))
    }
}

/// The longest word at the start that could be a name, then shorter ones: `bob.` also tries `bob`.
fn named(rest: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || "._-".contains(letter);
    let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    let word = &rest[..end];
    let short = word.trim_end_matches(['.', '_', '-']);
    [word, short].into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{App, Seed};

    #[test]
    fn what_is_typed_holds_no_markup_but_what_slack_makes_of_it() {
        let now = chrono::DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        let workspace = Workspace::new(&Seed::default(), App::default(), now);
        let cases = [
            ("alice", "<@U0BOB00001> <@U0BOB00001|bob>", "<@U0BOB00001> <@U0BOB00001|bob>"),
            ("alice", "<@U0BOB00001|<img src=x>", "&lt;@U0BOB00001|&lt;img src=x&gt;"),
            ("alice", "<@U0BOB00001|</textarea>x", "&lt;@U0BOB00001|&lt;/textarea&gt;x"),
            ("alice", "<@U0BOB00001|a&lt;b>", "&lt;@U0BOB00001|a&amp;lt;b&gt;"),
            ("alice", "<!here|<b>", "&lt;!here|&lt;b&gt;"),
            ("alice", "#security <#C0SECURITY>", "<#C0SECURITY|> <#C0SECURITY>"),
            ("bob", "#security <#C0SECURITY>", "#security &lt;#C0SECURITY&gt;"),
            ("gina", "#general #lobby", "#general <#C0LOBBY001|lobby>"),
        ];
        for (name, typed, text) in cases {
            let typist = workspace.find_user(name).expect("somebody of the seed");
            assert_eq!(rewritten(&workspace, typist, typed, Typed::Message), text, "{name}: {typed}");
        }
    }
}
