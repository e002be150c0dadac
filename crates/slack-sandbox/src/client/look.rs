//! Through whose eyes a page is drawn.

use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, TimeZone as _, Utc};

use super::text;
use super::text::mention::encoded;
use super::words::Language;
use crate::model::{Channel, Kind, User, Workspace};

/// The workspace as one person sees it.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) viewer: &'a User,
    pub(crate) language: Language,
    /// What the app's clock shows, by which the instants that it writes of are near or far.
    pub(crate) app_now: DateTime<Utc>,
}

impl<'a> Look<'a> {
    /// The local time of an instant for the viewer: by zone name, or by the offset where the name is unknown.
    pub(crate) fn local(&self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        instant.with_timezone(&offset_at(self.viewer, instant))
    }

    /// The day that it is for the viewer by the app's clock.
    pub(crate) fn app_today(&self) -> NaiveDate {
        self.local(self.app_now).date_naive()
    }

    /// What somebody's clocks are ahead of UTC at present.
    pub(crate) fn zone_of(&self, user: &User) -> FixedOffset {
        offset_at(user, self.workspace.now)
    }

    /// The beginning of every address of the viewer's windows.
    pub(crate) fn base(&self) -> String {
        base(self.viewer)
    }

    /// The instant of a time stamp (`1790000000.000001`).
    pub(crate) fn instant(ts: &str) -> Option<DateTime<Utc>> {
        let (seconds, micros) = ts.split_once('.').unwrap_or((ts, "0"));
        DateTime::from_timestamp(seconds.parse().ok()?, micros.parse::<u32>().ok()?.checked_mul(1000)?)
    }

    /// The name people see for an account.
    pub(crate) fn name_of(&self, user: &str) -> String {
        if user == "USLACKBOT" {
            return "Slackbot".to_owned();
        }
        self.workspace.user(user).map_or_else(|| user.to_owned(), |user| shown_name(user).to_owned())
    }

    /// A message's text as its author typed it: mentions by name, nothing escaped.
    pub(crate) fn as_typed(&self, text: &str) -> String {
        let mut typed = text.to_owned();
        for user in self.workspace.users.values() {
            typed = typed.replace(&format!("<@{}>", user.id), &format!("@{}", user.name));
        }
        text::unescaped(&typed)
    }

    /// The names of the other people in a conversation, or the app's if there are none.
    pub(crate) fn others_in(&self, channel: &Channel) -> String {
        let others = channel.members.iter().filter(|member| **member != self.viewer.id);
        let (bots, people): (Vec<&String>, _) = others.partition(|member| *member == self.workspace.bot());
        let named = if people.is_empty() { bots } else { people };
        named.into_iter().map(|member| self.name_of(member)).collect::<Vec<_>>().join(", ")
    }

    /// What people call a conversation.
    pub(crate) fn title_of(&self, channel: &Channel) -> String {
        match channel.kind {
            Kind::Direct { .. } => self.workspace.app.name.clone(),
            Kind::GroupDirect => self.others_in(channel),
            Kind::Public | Kind::Private => format!("#{}", channel.name),
        }
    }

    /// A channel by id that the viewer may read.
    pub(crate) fn channel(&self, id: &str) -> Option<&'a Channel> {
        self.workspace.channel(id).filter(|channel| channel.is_visible_to(self.viewer))
    }
}

fn offset_at(user: &User, instant: DateTime<Utc>) -> FixedOffset {
    match user.tz.parse::<chrono_tz::Tz>() {
        Ok(zone) => zone.offset_from_utc_datetime(&instant.naive_utc()).fix(),
        Err(_) => FixedOffset::east_opt(user.tz_offset).unwrap_or_else(|| Utc.fix()),
    }
}

/// The beginning of every address of somebody's windows.
pub(crate) fn base(user: &User) -> String {
    format!("/as/{}", encoded(&user.name))
}

/// The display name, or the full one.
pub(crate) fn shown_name(user: &User) -> &str {
    if user.display_name.is_empty() { &user.real_name } else { &user.display_name }
}
