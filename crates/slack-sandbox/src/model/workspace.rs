//! The workspace as a whole: what it holds, how it numbers things and how things are found in it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::elements::Placed;
use super::event::Event;
use super::tickets::Tickets;
use super::{Canvas, Channel, Draft, File, Kind, User, Usergroup, View};
use crate::seed::SeedTeam;
use crate::{App, Seed};

/// How many of the options an app offered in one external select can still be chosen.
const MOST_OFFERED: usize = 1000;

/// Everything Slack would remember about one workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) team: SeedTeam,
    pub(crate) app: App,
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) usergroups: Vec<Usergroup>,
    pub(crate) channels: BTreeMap<String, Channel>,
    /// Every live view, modal or home, by id.
    pub(crate) views: HashMap<String, View>,
    /// The open modal of each person, root first.
    pub(crate) stacks: BTreeMap<String, Vec<String>>,
    /// The published home view of each person.
    pub(crate) homes: BTreeMap<String, String>,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) canvases: BTreeMap<String, Canvas>,
    pub(crate) tickets: Tickets,
    /// The instant of the present change; set by whoever takes the lock.
    pub(crate) now: DateTime<Utc>,
    pub(crate) events: Vec<Event>,
    /// What the app offered in external selects, by surface (a view, or a message), block and action.
    pub(crate) offered: BTreeMap<(String, String, String), Vec<Value>>,
    /// Counts changes. A page that knows it can ask what came to look different since.
    pub(crate) revision: u64,
    /// Up to which message each person has read each channel, by person and channel.
    pub(crate) reads: BTreeMap<(String, String), String>,
    /// When it came to be, in milliseconds since the epoch.
    born: i64,
    /// How often it went back to the seed.
    resets: u32,
    sequence: u64,
    last_ts_micros: i64,
}

impl Workspace {
    /// A workspace as the seed describes it, in which nothing has happened yet.
    pub(crate) fn new(seed: &Seed, app: App, now: DateTime<Utc>) -> Self {
        let mut workspace = Self {
            team: seed.team.clone(),
            app,
            users: BTreeMap::new(),
            usergroups: Vec::new(),
            channels: BTreeMap::new(),
            views: HashMap::new(),
            stacks: BTreeMap::new(),
            homes: BTreeMap::new(),
            files: BTreeMap::new(),
            canvases: BTreeMap::new(),
            tickets: Tickets::default(),
            now,
            events: Vec::new(),
            offered: BTreeMap::new(),
            revision: 0,
            reads: BTreeMap::new(),
            born: now.timestamp_millis(),
            resets: 0,
            // Ids get a letter early, so that none looks like a bare number.
            sequence: 10 * 36_u64.pow(6),
            last_ts_micros: 0,
        };
        workspace.plant(seed);
        workspace
    }

    /// Back to the seed. Ids and time stamps go on from where they were, so nothing old is mistaken for something new.
    pub(crate) fn reset(&mut self, seed: &Seed) {
        let (sequence, last) = (self.sequence, self.last_ts_micros);
        let (revision, born, resets) = (self.revision, self.born, self.resets + 1);
        *self = Self::new(seed, self.app.clone(), self.now);
        self.sequence = self.sequence.max(sequence);
        self.last_ts_micros = self.last_ts_micros.max(last);
        (self.revision, self.born, self.resets) = (revision, born, resets);
    }

    /// A fresh id: the prefix, a zero and eight letters or digits.
    pub(crate) fn next_id(&mut self, prefix: &str) -> String {
        self.sequence += 1;
        format!("{prefix}0{}", base36(self.sequence))
    }

    /// A fresh time stamp: now, or a microsecond after the last one when the clock has not moved.
    pub(crate) fn next_ts(&mut self) -> String {
        self.last_ts_micros = self.now.timestamp_micros().max(self.last_ts_micros + 1);
        format!("{:010}.{:06}", self.last_ts_micros / 1_000_000, self.last_ts_micros % 1_000_000)
    }

    /// An opaque word of `length` letters and digits, different at every call.
    pub(crate) fn next_word(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        self.sequence += 1;
        let mut state = self.sequence;
        (0..length)
            .map(|_| {
                let index = usize::try_from(crate::dice::scramble(&mut state) % 62).expect("below 62");
                char::from(LETTERS[index])
            })
            .collect()
    }

    /// Names this workspace between two resets, among all that ever ran: revisions of another mean nothing here.
    pub(crate) fn life(&self) -> String {
        format!("{}-{}", self.born, self.resets)
    }

    /// Seconds since the epoch, as Slack writes them into objects.
    pub(crate) fn seconds(&self) -> i64 {
        self.now.timestamp()
    }

    pub(crate) fn user(&self, id: &str) -> Option<&User> {
        self.users.get(id)
    }

    /// A person by id, or by login name with or without `@`.
    pub(crate) fn find_user(&self, id_or_name: &str) -> Option<&User> {
        let name = id_or_name.trim_start_matches('@');
        self.users.get(name).or_else(|| self.users.values().find(|user| user.name == name))
    }

    pub(crate) fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels.get(id)
    }

    /// A channel by id, or by name with or without `#`.
    pub(crate) fn find_channel(&self, id_or_name: &str) -> Option<&Channel> {
        let name = id_or_name.trim_start_matches('#');
        self.channels.get(name).or_else(|| self.channel_named(name))
    }

    pub(crate) fn channel_named(&self, name: &str) -> Option<&Channel> {
        self.channels.values().find(|channel| channel.name == name && !channel.kind.is_direct())
    }

    pub(crate) fn bot(&self) -> &str {
        &self.app.bot_user_id
    }

    pub(crate) fn is_bot_in(&self, channel: &Channel) -> bool {
        channel.has_member(&self.app.bot_user_id)
    }

    /// The conversation between the app and a person, opened if there is none. Says whether it was there before.
    pub(crate) fn open_direct(&mut self, user: &str) -> (String, bool) {
        let found = self.channels.values().find(|channel| channel.kind.is_with(user));
        if let Some(channel) = found {
            return (channel.id.clone(), true);
        }
        let id = self.next_id("D");
        let members = vec![user.to_owned(), self.app.bot_user_id.clone()];
        let kind = Kind::Direct { with: user.to_owned() };
        let channel = Channel::new(id.clone(), String::new(), kind, members, self.bot().to_owned(), self.now);
        self.channels.insert(id.clone(), channel);
        (id, false)
    }

    /// Adds a message without anybody hearing of it, as happens to the seed's own.
    pub(crate) fn post_quietly(&mut self, draft: Draft) -> String {
        let heard = std::mem::take(&mut self.events);
        let ts = self.post(draft);
        self.events = heard;
        ts
    }

    /// The address people see for a message.
    pub(crate) fn permalink(&self, channel: &str, ts: &str, thread_ts: Option<&str>) -> String {
        let base =
            format!("https://{}.slack.com/archives/{channel}/p{}", self.team.domain, ts.replace('.', ""));
        match thread_ts {
            Some(parent) if parent != ts => format!("{base}?thread_ts={parent}&cid={channel}"),
            _ => base,
        }
    }

    /// Notes what the app offered in an external select, beside what it offered before.
    pub(crate) fn note_offered(&mut self, surface: &str, block: &str, action: &str, options: &[Value]) {
        let key = (surface.to_owned(), block.to_owned(), action.to_owned());
        let known = self.offered.entry(key).or_default();
        for option in options {
            if !known.iter().any(|one| one["value"] == option["value"]) {
                known.push(option.clone());
            }
        }
        known.drain(..known.len().saturating_sub(MOST_OFFERED));
    }

    /// Forgets what was offered in a view or message that is no more.
    pub(super) fn forget_offered(&mut self, surface: &str) {
        self.offered.retain(|(offered_in, ..), _| offered_in != surface);
    }

    /// What may be chosen in an external select: all that was offered there, and what it begins with.
    pub(crate) fn offered_in(&self, surface: &str, placed: &Placed<'_>) -> Vec<Value> {
        let key = (surface.to_owned(), placed.block_id.to_owned(), placed.action_id.to_owned());
        let mut offered = self.offered.get(&key).cloned().unwrap_or_default();
        offered.extend(placed.element.get("initial_option").cloned());
        offered.extend(placed.element["initial_options"].as_array().into_iter().flatten().cloned());
        offered
    }

    /// Every message may look different now: a name that stands in many places is another one.
    pub(crate) fn touch_messages(&mut self) {
        for channel in self.channels.values_mut() {
            let own = channel.ephemerals.iter_mut().map(|one| &mut one.message);
            for message in channel.messages.values_mut().chain(own) {
                message.revision = self.revision;
            }
        }
    }

    /// The keys every object about the sending app shares.
    pub(crate) fn bot_profile(&self) -> Value {
        let mut profile = Map::new();
        profile.insert("id".into(), self.app.bot_id.clone().into());
        profile.insert("deleted".into(), false.into());
        profile.insert("name".into(), self.app.name.clone().into());
        profile.insert("updated".into(), self.seconds().into());
        profile.insert("app_id".into(), self.app.app_id.clone().into());
        profile.insert("team_id".into(), self.team.id.clone().into());
        Value::Object(profile)
    }
}

fn base36(mut number: u64) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut digits = [b'0'; 8];
    for place in digits.iter_mut().rev() {
        *place = DIGITS[usize::try_from(number % 36).expect("below 36")];
        number /= 36;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_two_triggers_of_one_moment_are_alike() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        let mut workspace = Workspace::new(&Seed::default(), App::default(), now);
        let issued = (0..5_000).map(|_| workspace.issue_trigger("U0ALICE001", None));
        let different: std::collections::BTreeSet<String> = issued.collect();
        assert_eq!(different.len(), 5_000);
    }

    #[test]
    fn options_are_forgotten_with_their_view_and_beyond_a_thousand() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        let mut workspace = Workspace::new(&Seed::default(), App::default(), now);
        let view = workspace.open_modal("U0ALICE001", json!({"type": "modal", "blocks": []}));
        let options: Vec<Value> = (0..1100).map(|number| json!({"value": number.to_string()})).collect();
        workspace.note_offered(&view, "b", "a", &options);
        workspace.note_offered("C1/1790000000.000001", "b", "a", &options[..1]);
        let kept = workspace.offered.values().map(Vec::len).sum::<usize>();
        assert_eq!((kept, workspace.offered.len()), (1001, 2));
        workspace.close_top("U0ALICE001");
        assert_eq!(workspace.offered.len(), 1, "the message is still there");
    }
}
