//! Text for Slack: escaped where it comes from people, cut where Slack has no room, times that each reader sees in
//! their own zone.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Voice;
use crate::incident::{Author, Colour, GroupId, Obstacle, Role, SeverityKey, UserId};
use crate::language::Language;
use crate::say;

/// Makes foreign text harmless in mrkdwn: nobody is mentioned and no link is made that the person did not type.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Foreign text for where Slack wants plain text and perhaps reads more in it, as in topics: its brackets become some that
/// look alike and mean nothing.
pub fn unbracketed(text: &str) -> String {
    text.replace('<', "\u{2039}").replace('>', "\u{203a}")
}

/// The first `longest` characters, with an ellipsis where something was cut.
pub fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some(_) => {
            let head: String = text.chars().take(longest.saturating_sub(1)).collect();
            format!("{}…", head.trim_end())
        }
    }
}

/// The first `longest` characters of mrkdwn, never cut inside an entity or a `<…>`.
pub fn clip_mrkdwn(mrkdwn: &str, longest: usize) -> String {
    let Some((end, _)) = mrkdwn.char_indices().nth(longest.saturating_sub(1)) else {
        return mrkdwn.to_owned();
    };
    if mrkdwn[end..].chars().nth(1).is_none() {
        return mrkdwn.to_owned();
    }
    let mut head = &mrkdwn[..end];
    for (opening, closing) in [('&', ';'), ('<', '>')] {
        if let Some(start) = head.rfind(opening).filter(|start| !head[*start..].contains(closing)) {
            head = &head[..start];
        }
    }
    format!("{}…", head.trim_end())
}

/// Foreign text in mrkdwn, cut before it is escaped so that no entity is torn.
pub fn foreign(text: &str, longest: usize) -> String {
    escape(&clip(text, longest))
}

/// Foreign text as a quotation, line by line.
pub fn quote(text: &str, longest: usize) -> String {
    foreign(text, longest).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// mrkdwn that is struck out, line by line; a tilde within would end that too early.
pub fn struck(mrkdwn: &str) -> String {
    let strike = |line: &str| match line.trim() {
        "" => String::new(),
        line => format!("~{}~", line.replace('~', "\u{223c}")),
    };
    mrkdwn.lines().map(strike).collect::<Vec<_>>().join("\n")
}

/// A mention of a person.
pub fn person(user: &UserId) -> String {
    format!("<@{user}>")
}

/// What a role is called, with the area that somebody has in it.
pub fn role(role: Role, area: &str, voice: &Voice<'_>) -> String {
    match area {
        "" => voice.role(role),
        area => format!("{} ({})", voice.role(role), escape(area)),
    }
}

/// A link with words of its own; only the words where the address could be more than one.
pub fn link(words: &str, address: &str) -> String {
    let is_plain = address.starts_with("https://") && !address.contains(['<', '>', '|', ' ', '\n']);
    let words = escape(words);
    if is_plain { format!("<{}|{words}>", address.replace('&', "&amp;")) } else { words }
}

/// Why something was given up, with the channel where that was if it names one: `#execs: the channel is archived`.
pub fn why(obstacle: &Obstacle, language: Language) -> String {
    match in_channel(obstacle) {
        // A mention of what cannot be found says nothing.
        Some((channel, said)) if said.key() == "channel_not_found" => {
            format!("{channel}: {}", escape(&language.obstacle(&said)))
        }
        Some((channel, said)) => format!("<#{channel}>: {}", escape(&language.obstacle(&said))),
        None => escape(&language.obstacle(obstacle)),
    }
}

/// The same where the channel is named beside it.
pub fn why_there(obstacle: &Obstacle, language: Language) -> String {
    match in_channel(obstacle) {
        Some((_, said)) => escape(&language.obstacle(&said)),
        None => escape(&language.obstacle(obstacle)),
    }
}

/// The channel that an obstacle names, and what stood in the way there.
fn in_channel(obstacle: &Obstacle) -> Option<(&str, Obstacle)> {
    let Obstacle::Said(words) = obstacle else { return None };
    let (channel, said) = words.split_once(": ")?;
    let is_id = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_channel = channel.starts_with(['C', 'G']) && channel.chars().all(is_id);
    is_channel.then(|| (channel, said.into()))
}

/// A mention of a user group.
pub fn group(group: &GroupId) -> String {
    format!("<!subteam^{group}>")
}

/// A mention of whoever did something.
pub fn author(author: &Author) -> String {
    match author {
        Author::Person(user) => person(user),
        Author::App(name) => foreign(name, 60),
        Author::Firebell => "Firebell".to_owned(),
    }
}

/// An instant to the second, in each reader's own zone.
pub fn instant(at: DateTime<Utc>, zone: Tz) -> String {
    format!("<!date^{}^{{date_short_pretty}} {{time_secs}}|{}>", at.timestamp(), exact(at, zone))
}

/// An instant to the minute, in each reader's own zone: for what lies ahead.
pub fn ahead(at: DateTime<Utc>, zone: Tz) -> String {
    format!("<!date^{}^{{date_short_pretty}} {{time}}|{}>", at.timestamp(), exact(at, zone))
}

/// An instant written out: `2026-11-22 11:14:05 KST`.
pub fn exact(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// A span as people say it, to the second below an hour and to the minute above, without what is nought:
/// `2 min 13 s`, `15 min`.
pub fn span(language: Language, seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let (greater, lesser) = match seconds {
        ..60 => return say!(language, "span-seconds", count = seconds),
        60..3600 => (("span-minutes", minutes), ("span-seconds", seconds % 60)),
        3600..86_400 => (("span-hours", hours), ("span-minutes", minutes)),
        _ => (("span-days", days), ("span-hours", hours)),
    };
    let parts = [greater, lesser].into_iter().filter(|(_, count)| *count > 0);
    parts.map(|(key, count)| say!(language, key, count = count)).collect::<Vec<_>>().join(" ")
}

/// A light of a severity's colour.
pub const fn light(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => ":red_circle:",
        Colour::Orange => ":large_orange_circle:",
        Colour::Yellow => ":large_yellow_circle:",
        Colour::Green => ":large_green_circle:",
        Colour::Blue => ":large_blue_circle:",
        Colour::Purple => ":large_purple_circle:",
        Colour::Brown => ":large_brown_circle:",
        Colour::Black => ":black_circle:",
        Colour::White => ":white_circle:",
    }
}

/// A severity as a label: `SEV1`.
pub fn label(severity: &SeverityKey) -> String {
    escape(&severity.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_mentions_nobody() {
        assert_eq!(escape("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
        assert_eq!(foreign("결제 & 정산 장애", 6), "결제 &amp;…");
        assert_eq!(quote("one\ntwo", 100), "> one\n> two");
        assert_eq!(struck("one ~ two\n\nthree"), "~one \u{223c} two~\n\n~three~");
        assert_eq!(unbracketed("<!channel> & 5 < 7"), "‹!channel› & 5 ‹ 7");
    }

    #[test]
    fn mrkdwn_is_not_cut_inside_what_belongs_together() {
        assert_eq!(clip_mrkdwn("a &amp; b", 9), "a &amp; b");
        assert_eq!(clip_mrkdwn("a &amp; b", 8), "a &amp;…");
        assert_eq!(clip_mrkdwn("a &amp; b", 6), "a…");
        assert_eq!(clip_mrkdwn("ask <@U012|bob> now", 12), "ask…");
        assert_eq!(clip_mrkdwn("결제 장애", 4), "결제…");
    }

    #[test]
    fn an_obstacle_says_in_which_channel_it_stood() {
        let there = Obstacle::from("C012AB3C4: is_archived");
        assert_eq!(why(&there, Language::English), "<#C012AB3C4>: the channel is archived");
        let nowhere = Obstacle::from("C012AB3C4: channel_not_found");
        assert!(why(&nowhere, Language::English).starts_with("C012AB3C4: Slack finds no such channel"));
        assert_eq!(why_there(&there, Language::Korean), "보관된 채널");
        let plain = ["is_archived", "database", "ratelimited <x>", "Error: no_text"].map(Obstacle::from);
        let said = plain.each_ref().map(|obstacle| why(obstacle, Language::English));
        assert_eq!(
            said,
            ["the channel is archived", "the database failed", "ratelimited &lt;x&gt;", "Error: no_text"]
        );
    }

    #[test]
    fn spans_are_exact_where_it_matters() {
        let spans = [9, 133, 900, 3_660, 86_400, 90_000].map(|seconds| span(Language::English, seconds));
        assert_eq!(spans, ["9 s", "2 min 13 s", "15 min", "1 h 1 min", "1 d", "1 d 1 h"]);
    }
}
