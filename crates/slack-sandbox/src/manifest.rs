//! Reading an app manifest, as Slack keeps one for every installed app.

use serde::Deserialize;

use crate::{App, AppShortcut, ShortcutKind, SlashCommand};

/// The manifest could not be read.
#[derive(Debug, thiserror::Error)]
#[error("this is no app manifest: {0}")]
pub struct ManifestError(#[from] serde_json::Error);

#[derive(Deserialize)]
struct Manifest {
    display_information: Display,
    #[serde(default)]
    features: Features,
    #[serde(default)]
    oauth_config: OAuth,
    #[serde(default)]
    settings: Settings,
}

#[derive(Deserialize)]
struct Display {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Features {
    bot_user: Option<BotUser>,
    slash_commands: Vec<Slash>,
    shortcuts: Vec<Shortcut>,
}

#[derive(Deserialize)]
struct BotUser {
    display_name: String,
}

#[derive(Deserialize)]
struct Slash {
    command: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    usage_hint: String,
    #[serde(default)]
    should_escape: bool,
}

#[derive(Deserialize)]
struct Shortcut {
    name: String,
    callback_id: String,
    #[serde(rename = "type")]
    kind: ShortcutKind,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OAuth {
    scopes: Scopes,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Scopes {
    bot: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Settings {
    event_subscriptions: Events,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Events {
    bot_events: Vec<String>,
}

impl App {
    /// The app a manifest (JSON) describes: name, slash commands, shortcuts, scopes and events. The addresses in it
    /// are not used; see [`url`](Self::url).
    ///
    /// # Errors
    /// If it is not JSON, or lacks what every manifest has.
    pub fn from_manifest(manifest: &str) -> Result<Self, ManifestError> {
        let manifest: Manifest = serde_json::from_str(manifest)?;
        let name =
            manifest.features.bot_user.map_or(manifest.display_information.name, |bot| bot.display_name);
        let commands = manifest.features.slash_commands.into_iter().map(Slash::registered);
        let shortcuts = manifest.features.shortcuts.into_iter().map(Shortcut::registered);
        Ok(Self {
            name,
            scopes: manifest.oauth_config.scopes.bot,
            events: manifest.settings.event_subscriptions.bot_events,
            commands: commands.collect(),
            shortcuts: shortcuts.collect(),
            ..Self::default()
        })
    }
}

impl Slash {
    fn registered(self) -> SlashCommand {
        let Self { command, description, usage_hint, should_escape } = self;
        SlashCommand { command, description, usage_hint, should_escape }
    }
}

impl Shortcut {
    fn registered(self) -> AppShortcut {
        AppShortcut { callback_id: self.callback_id, kind: self.kind, name: self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_what_the_app_is_and_offers() {
        let app = App::from_manifest(
            r#"{"display_information": {"name": "Greeter"},
                "features": {"bot_user": {"display_name": "greeter"},
                    "slash_commands": [{"command": "/hello", "url": "https://example.com", "description": "Greets",
                        "usage_hint": "[name]", "should_escape": true}],
                    "shortcuts": [{"name": "Greet", "type": "global", "callback_id": "greet", "description": "Greets"}]},
                "oauth_config": {"scopes": {"bot": ["chat:write"]}},
                "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}}}"#,
        )
        .expect("it is one");
        assert_eq!(app.name, "greeter");
        assert_eq!(app.commands[0].usage_hint, "[name]");
        assert_eq!(app.shortcuts[0].name, "Greet");
        assert_eq!((app.scopes, app.events), (vec!["chat:write".to_owned()], vec!["app_mention".to_owned()]));
    }

    #[test]
    fn something_else_is_refused() {
        let refused = App::from_manifest("{}").expect_err("it has no name");
        assert!(refused.to_string().contains("display_information"), "{refused}");
    }
}
