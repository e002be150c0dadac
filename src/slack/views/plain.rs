//! Words for where Slack shows plain text and nothing else, as below the fields of a form: mentions become names, links their
//! words; nothing is bold, nothing escaped.

use std::collections::HashMap;

use super::text::unbracketed;
use crate::incident::{ChannelId, GroupId, UserId};
use crate::language::Language;
use crate::say;

/// Whom or what mrkdwn mentions by an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mention {
    /// Somebody.
    Person(UserId),
    /// A user group.
    Group(GroupId),
    /// A channel.
    Channel(ChannelId),
}

/// What those who are mentioned are called: `Bob`, `@sre`, `#inc-7`.
pub type Names = HashMap<Mention, String>;

/// Whom these words mention, so that their names can be looked up.
pub fn mentions(mrkdwn: &str) -> Vec<Mention> {
    let mentioned = |piece: Piece<'_>| match piece {
        Piece::Marked(marked) => mention(marked.split_once('|').map_or(marked, |(what, _)| what)),
        Piece::Words(_) => None,
    };
    pieces(mrkdwn).filter_map(mentioned).collect()
}

/// mrkdwn as it reads in plain text: what is to be typed in quotation marks. Who is mentioned and has no name here is somebody.
pub fn plain(mrkdwn: &str, names: &Names, language: Language) -> String {
    let read = |piece: Piece<'_>| match piece {
        Piece::Words(words) => unmarked(words),
        Piece::Marked(marked) => meaning(marked, names, language),
    };
    pieces(mrkdwn).map(read).collect()
}

/// A stretch of mrkdwn: words, or what stands between angle brackets, without them. Those that people typed are escaped.
enum Piece<'a> {
    Words(&'a str),
    Marked(&'a str),
}

fn pieces(mrkdwn: &str) -> impl Iterator<Item = Piece<'_>> {
    let (first, rest) = mrkdwn.split_once('<').unwrap_or((mrkdwn, ""));
    let others = rest.split('<').flat_map(|piece| match piece.split_once('>') {
        Some((marked, words)) => [Piece::Marked(marked), Piece::Words(words)],
        None => [Piece::Words(piece), Piece::Words("")],
    });
    std::iter::once(Piece::Words(first)).chain(others)
}

fn mention(what: &str) -> Option<Mention> {
    let group = what.strip_prefix("!subteam^").map(|id| Mention::Group(GroupId::new(id)));
    let person = || what.strip_prefix('@').map(|id| Mention::Person(UserId::new(id)));
    let channel = || what.strip_prefix('#').map(|id| Mention::Channel(ChannelId::new(id)));
    group.or_else(person).or_else(channel)
}

fn meaning(marked: &str, names: &Names, language: Language) -> String {
    let (what, words) = marked.split_once('|').map_or((marked, None), |(what, words)| (what, Some(words)));
    match mention(what) {
        Some(mention) => match names.get(&mention) {
            Some(name) => unbracketed(name),
            None => nameless(&mention, language),
        },
        None => unmarked(words.unwrap_or_else(|| what.strip_prefix('!').unwrap_or(what))),
    }
}

fn nameless(mention: &Mention, language: Language) -> String {
    match mention {
        Mention::Person(_) => say!(language, "plain-somebody"),
        Mention::Group(_) => say!(language, "plain-some-group"),
        Mention::Channel(_) => say!(language, "plain-some-channel"),
    }
}

/// Words without what makes them bold or code. Brackets that somebody typed become some that mean nothing.
fn unmarked(words: &str) -> String {
    let words = words.replace('`', "\"").replace('*', "");
    unbracketed(&words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::from([
            (Mention::Person(UserId::new("U1")), "Bob <!here>".to_owned()),
            (Mention::Group(GroupId::new("S1")), "@sre".to_owned()),
            (Mention::Channel(ChannelId::new("C1")), "#inc-7".to_owned()),
        ])
    }

    #[test]
    fn mentions_and_links_read_as_words() {
        for (mrkdwn, expected) in [
            ("Press *Edit…* or `/incident edit` &amp;lt;", "Press Edit… or \"/incident edit\" &lt;"),
            ("<@U1> asked <!subteam^S1> in <#C1>.", "Bob ‹!here› asked @sre in #inc-7."),
            ("<@U1|bob> <!subteam^S1|@x>", "Bob ‹!here› @sre"),
            ("<@U2>, <!subteam^S2>, <#C2>", "somebody, a user group, a channel"),
            ("until <!date^1795323600^{time}|2026-11-22 14:00:00 KST>", "until 2026-11-22 14:00:00 KST"),
            ("<https://example.com/a?b&amp;c|the *runbook*>", "the runbook"),
            ("<https://example.com/a?b&amp;c>", "https://example.com/a?b&c"),
            ("<!here> &lt;@U1&gt; 5 < 7", "here ‹@U1› 5  7"),
            ("", ""),
        ] {
            assert_eq!(plain(mrkdwn, &names(), Language::English), expected, "{mrkdwn}");
        }
        assert_eq!(plain("<@U2> 님", &names(), Language::Korean), "이름을 알 수 없는 사용자 님");
        let mentioned = mentions("<@U1> &lt;@U9&gt; <!subteam^S1|@x> <#C1> <!here> <https://example.com>");
        assert_eq!(
            mentioned.into_iter().collect::<std::collections::HashSet<_>>(),
            names().into_keys().collect()
        );
    }
}
