//! People, the bot among them, and user groups.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::roster::id_from;
use crate::App;
use crate::seed::{Guest, SeedUser};

/// Somebody with an account; the app's bot is one too.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) real_name: String,
    pub(crate) display_name: String,
    pub(crate) email: String,
    pub(crate) tz: String,
    pub(crate) tz_offset: i32,
    pub(crate) locale: String,
    pub(crate) title: String,
    pub(crate) admin: bool,
    pub(crate) guest: Guest,
    pub(crate) deleted: bool,
    pub(crate) is_bot: bool,
    pub(crate) updated: i64,
}

impl User {
    pub(crate) fn planted(seed: &SeedUser, now: DateTime<Utc>) -> Self {
        Self {
            id: seed.id.clone().unwrap_or_else(|| id_from("U", &seed.name)),
            name: seed.name.clone(),
            real_name: if seed.real_name.is_empty() { seed.name.clone() } else { seed.real_name.clone() },
            display_name: seed.display_name.clone(),
            email: seed.email.clone().unwrap_or_else(|| format!("{}@example.com", seed.name)),
            tz: seed.tz.clone().unwrap_or_else(|| "Etc/UTC".into()),
            tz_offset: seed.tz_offset,
            locale: seed.locale.clone().unwrap_or_else(|| "en-US".into()),
            title: seed.title.clone(),
            admin: seed.admin,
            guest: seed.guest,
            deleted: seed.deactivated,
            is_bot: false,
            updated: now.timestamp(),
        }
    }

    pub(super) fn bot(app: &App, now: DateTime<Utc>) -> Self {
        let seed =
            SeedUser { id: Some(app.bot_user_id.clone()), name: app.name.clone(), ..SeedUser::default() };
        Self { is_bot: true, email: String::new(), ..Self::planted(&seed, now) }
    }

    /// The user object of the Web API and of events.
    pub(crate) fn to_json(&self, team: &str, with_email: bool, with_locale: bool) -> Value {
        let mut user = json!({
            "id": self.id, "team_id": team, "name": self.name, "deleted": self.deleted, "color": "9f69e7",
            "real_name": self.real_name, "tz": self.tz, "tz_label": self.tz, "tz_offset": self.tz_offset,
            "profile": self.profile(team, with_email),
            "is_admin": self.admin, "is_owner": self.admin, "is_primary_owner": false,
            "is_restricted": self.guest != Guest::No,
            "is_ultra_restricted": self.guest == Guest::SingleChannel,
            "is_bot": self.is_bot, "is_app_user": false, "updated": self.updated,
            "is_email_confirmed": !self.is_bot, "who_can_share_contact_card": "EVERYONE",
        });
        if with_locale {
            user["locale"] = self.locale.clone().into();
        }
        user
    }

    fn profile(&self, team: &str, with_email: bool) -> Value {
        let mut profile = json!({
            "title": self.title, "phone": "", "skype": "",
            "real_name": self.real_name, "real_name_normalized": self.real_name,
            "display_name": self.display_name, "display_name_normalized": self.display_name,
            "status_text": "", "status_emoji": "", "status_expiration": 0, "avatar_hash": "g0",
            "image_24": image(24), "image_32": image(32), "image_48": image(48), "image_72": image(72),
            "image_192": image(192), "image_512": image(512), "team": team,
        });
        if with_email && !self.is_bot {
            profile["email"] = self.email.clone().into();
        }
        profile
    }
}

fn image(size: u16) -> String {
    format!("https://secure.gravatar.com/avatar/0?s={size}")
}

/// A group of people with a handle.
#[derive(Clone, Debug)]
pub(crate) struct Usergroup {
    pub(crate) id: String,
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) users: Vec<String>,
    pub(crate) created: i64,
    /// When it was switched off; 0 while it is on.
    pub(crate) deleted: i64,
}

impl Usergroup {
    pub(crate) fn to_json(&self, team: &str, with_count: bool, with_users: bool) -> Value {
        let mut group = json!({
            "id": self.id, "team_id": team, "is_usergroup": true, "is_subteam": true, "name": self.name,
            "description": "", "handle": self.handle, "is_external": false, "date_create": self.created,
            "date_update": self.created, "date_delete": self.deleted, "auto_type": null, "auto_provision": false,
            "prefs": {"channels": [], "groups": []},
        });
        if with_users {
            group["users"] = self.users.clone().into();
        }
        if with_count {
            group["user_count"] = self.users.len().to_string().into();
        }
        group
    }
}
