//! What a message says, read from what Slack sends of it: in a shortcut, or when it is asked for.

use serde::Deserialize;
use serde_json::Value;

use super::ids;
use super::inbound::words::plain;
use crate::incident::{Author, FileLink, Quote, UserId, tidy};

/// Names the metadata by which a message of ours is known.
pub(super) const OURS: &str = "firebell_delivery";
/// The most files of a message that are kept; Slack itself takes no more at once.
const MOST_FILES: usize = 10;

/// A message, as far as Firebell reads it. Anybody may have written it, a program too.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct SlackMessage {
    pub ts: String,
    pub user: Option<String>,
    pub username: Option<String>,
    pub bot_profile: Option<BotProfile>,
    pub bot_id: Option<String>,
    pub app_id: Option<String>,
    pub text: Option<String>,
    pub attachments: Option<Vec<Attachment>>,
    pub files: Option<Vec<File>>,
    pub metadata: Option<Value>,
}

/// The program that wrote a message.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct BotProfile {
    pub app_id: Option<String>,
    pub name: Option<String>,
}

/// What alarms are often made of, instead of text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct Attachment {
    pub title: Option<String>,
    pub text: Option<String>,
    pub fallback: Option<String>,
}

/// A file; of one that was deleted, nothing but its id is left.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "named as Slack names them")]
pub struct File {
    pub title: Option<String>,
    pub name: Option<String>,
    pub permalink: Option<String>,
}

impl SlackMessage {
    /// What it says, with people by their names; `None` for a message that Firebell itself posted.
    pub fn quote(&self, name: &dyn Fn(&UserId) -> String) -> Option<Quote> {
        let is_ours = self.metadata.as_ref().is_some_and(|metadata| metadata["event_type"] == OURS);
        (!is_ours).then(|| Quote {
            author: self.author(),
            text: plain(&with_names(&self.words(), name)),
            files: self.files.iter().flatten().filter_map(File::link).take(MOST_FILES).collect(),
            happened_at: None,
        })
    }

    /// Whether the app with this id wrote it.
    pub fn is_by(&self, app: &str) -> bool {
        let profile = self.bot_profile.as_ref().and_then(|profile| profile.app_id.as_deref());
        self.app_id.as_deref().or(profile) == Some(app)
    }

    fn author(&self) -> Author {
        let profile = self.bot_profile.as_ref().and_then(|profile| profile.name.as_deref());
        let named = [self.username.as_deref(), profile].into_iter().flatten().find_map(one_line);
        match (self.user.as_deref().and_then(ids::person), named) {
            (Some(user), _) if self.bot_id.is_none() => Author::Person(user),
            (_, Some(name)) => Author::App(name),
            (Some(user), None) => Author::Person(user),
            (None, None) => Author::App("App".to_owned()),
        }
    }

    /// Its text; an alarm without one says it in its attachments.
    fn words(&self) -> String {
        match self.text.as_deref() {
            Some(text) if !text.trim().is_empty() => text.to_owned(),
            _ => {
                self.attachments.iter().flatten().filter_map(Attachment::words).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

impl Attachment {
    fn words(&self) -> Option<String> {
        let said: Vec<&str> = [&self.title, &self.text].into_iter().flatten().map(String::as_str).collect();
        let said = Some(said.join("\n")).filter(|words| !words.is_empty());
        said.or_else(|| self.fallback.clone())
    }
}

impl File {
    fn link(&self) -> Option<FileLink> {
        let name = [&self.title, &self.name].into_iter().flatten().find_map(|name| one_line(name));
        Some(FileLink { link: self.permalink.clone()?, name: name.unwrap_or_else(|| "file".to_owned()) })
    }
}

/// A name as it can stand among other words; `None` if nothing is left of it.
fn one_line(name: &str) -> Option<String> {
    let name = tidy(name).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(name).filter(|name| !name.is_empty())
}

/// `<@U012>` as `<@U012|name>`, which reads as the name.
fn with_names(text: &str, name: &dyn Fn(&UserId) -> String) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<@") {
        named.push_str(before);
        named.push_str("<@");
        let id = &after[..after.find(['>', '|']).unwrap_or(0)];
        named.push_str(id);
        rest = &after[id.len()..];
        if rest.starts_with('>') && !id.is_empty() {
            named.push('|');
            named.push_str(&name(&UserId::new(id)).replace(['<', '>', '|'], " "));
        }
    }
    named.push_str(rest);
    named
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn quote(message: Value) -> Option<Quote> {
        let message: SlackMessage = serde_json::from_value(message).unwrap();
        message.quote(&|user| if user.as_str() == "U1" { "alice".to_owned() } else { user.to_string() })
    }

    fn text(message: Value) -> String {
        quote(message).unwrap().text
    }

    #[test]
    fn people_are_called_by_their_names() {
        let said =
            json!({"user": "U9", "text": "<@U1> and <@U2|bob>: 5 &lt; 7 <https://a.example|graph> <@"});
        assert_eq!(text(said), "@alice and @bob: 5 < 7 https://a.example <@");
    }

    #[test]
    fn an_alarm_is_by_its_program_and_says_what_its_attachments_say() {
        let alarm = json!({
            "bot_id": "B1", "username": "Grafana", "text": "",
            "attachments": [{"title": "p99 is high", "text": "4.2 s"}, {"fallback": "see the graph"}],
        });
        let said = quote(alarm).unwrap();
        assert_eq!(said.author, Author::App("Grafana".to_owned()));
        assert_eq!(said.text, "p99 is high\n4.2 s\nsee the graph");
        let nameless = json!({"bot_id": "B1"});
        assert_eq!(quote(nameless).unwrap().author, Author::App("App".to_owned()));
    }

    #[test]
    fn names_of_apps_and_files_are_one_line_that_turns_nothing_around() {
        let said = json!({
            "bot_id": "B1", "username": " Gra\u{202E}fana\n\u{7}# Alarm ",
            "files": [
                {"title": "gra\u{2066}ph\r\n.png", "permalink": "https://files.example/1"},
                {"title": "\u{202E} ", "name": "core\u{2029}dump", "permalink": "https://files.example/2"},
                {"title": "\u{FEFF}", "permalink": "https://files.example/3"},
            ],
        });
        let said = quote(said).unwrap();
        assert_eq!(said.author, Author::App("Grafana # Alarm".to_owned()));
        let names: Vec<&str> = said.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["graph .png", "core dump", "file"]);
        let nameless = json!({"bot_id": "B1", "username": "\u{202E}", "bot_profile": {"name": "\n"}});
        assert_eq!(quote(nameless).unwrap().author, Author::App("App".to_owned()));
    }

    #[test]
    fn files_keep_their_links_and_our_own_messages_are_no_quotes() {
        let with_files = json!({"user": "U1", "files": [
            {"title": "graph.png", "permalink": "https://files.example/1"}, {"id": "F2", "mode": "tombstone"},
        ]});
        let link = FileLink { name: "graph.png".to_owned(), link: "https://files.example/1".to_owned() };
        assert_eq!(quote(with_files).unwrap().files, [link]);
        assert_eq!(quote(json!({"text": "x", "files": null, "metadata": {"event_type": OURS}})), None);
    }
}
