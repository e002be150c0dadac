//! What can be seen and heard.

use firebell::incident::{Incident, Number, TimelineEntry, Viewer};
use firebell::store::GivenUp;
use slack_sandbox::{MessageState, Outcome, State, transcript};

use super::{World, told, user_id, workspace};

impl World {
    pub(crate) fn state(&self) -> State {
        self.sandbox.state()
    }

    /// The incident as it is stored.
    pub(crate) async fn incident(&self, number: i64) -> Incident {
        let found = self
            .parts()
            .engine
            .store()
            .incident(&workspace(), Number::new(number), &Viewer::Firebell)
            .await
            .unwrap();
        found.expect("there is such an incident").incident
    }

    pub(crate) async fn timeline(&self, number: i64) -> Vec<TimelineEntry> {
        self.parts().engine.store().timeline(&self.incident(number).await).await.unwrap()
    }

    /// What was said in a channel, by people, Slack and the bot, since it was last read; replies too.
    pub(crate) fn reads(&self, channel: &str) -> String {
        self.in_words(&self.unread(channel))
    }

    /// As [`reads`](Self::reads), without Slack's own lines about who joined and what the topic is: these come in any
    /// order.
    pub(crate) fn hears(&self, channel: &str) -> String {
        let mut unread = self.unread(channel);
        unread.retain(|message| !message.subtype.as_deref().unwrap_or_default().starts_with("channel_"));
        self.in_words(&unread)
    }

    /// What the bot said to somebody alone, in their own channel with it, since it was last read.
    pub(crate) fn hears_in_private(&self, user: &str) -> String {
        self.private(user).map(|channel| self.hears(&channel)).unwrap_or_default()
    }

    /// The channel that somebody shares with the bot alone, once there is one.
    pub(crate) fn private(&self, user: &str) -> Option<String> {
        let state = self.state();
        let id = user_id(&state, user);
        let own = state.channels.iter().find(|channel| channel.kind == "im" && channel.members.contains(&id));
        own.map(|channel| channel.id.clone())
    }

    /// Everything that the bot said to somebody alone, in their own channel with it.
    pub(crate) fn private_messages(&self, user: &str) -> Vec<String> {
        let state = self.state();
        let own = self.private(user).map(|channel| self.messages(&channel)).unwrap_or_default();
        own.iter().map(|message| transcript::read(message, &state)).collect()
    }

    /// What an answer to a command says, with names for ids.
    pub(crate) fn answered(&self, outcome: &Outcome) -> String {
        transcript::in_words(&told(outcome), &self.state())
    }

    /// Nobody heard of an incident.
    pub(crate) fn nothing_was_declared(&self) {
        assert!(self.incident_channels().is_empty());
        assert!(self.messages("incidents").is_empty());
    }

    fn unread(&self, channel: &str) -> Vec<MessageState> {
        let state = self.state();
        let found = state.channel(channel).expect("there is such a channel");
        let mut read = self.read.lock().unwrap();
        let seen = read.entry(found.id.clone()).or_default();
        let all = found.messages.iter().flat_map(|message| std::iter::once(message).chain(&message.replies));
        let mut unread: Vec<MessageState> = all.filter(|message| message.ts > *seen).cloned().collect();
        unread.sort_by(|a, b| a.ts.cmp(&b.ts));
        if let Some(last) = unread.last() {
            seen.clone_from(&last.ts);
        }
        unread
    }

    fn in_words(&self, messages: &[MessageState]) -> String {
        let state = self.state();
        let texts: Vec<String> = messages.iter().map(|message| transcript::read(message, &state)).collect();
        texts.join("\n---\n")
    }

    /// What the newest message looks like now that has these words.
    pub(crate) fn sees(&self, channel: &str, words: &str) -> String {
        let state = self.state();
        let mut shown =
            self.messages(channel).into_iter().rev().map(|message| transcript::read(&message, &state));
        shown.find(|text| text.contains(words)).expect("there is such a message")
    }

    /// The messages of a channel, replies apart.
    pub(crate) fn messages(&self, channel: &str) -> Vec<MessageState> {
        self.state().channel(channel).expect("there is such a channel").messages.clone()
    }

    /// The message in which an action can be used: the newest that has it.
    pub(crate) fn with_action(&self, channel: &str, action: &str) -> String {
        let has = |message: &MessageState| message.blocks.to_string().contains(&format!("\"{action}\""));
        let found = self.messages(channel).into_iter().rev().find(has);
        found.unwrap_or_else(|| panic!("no message in {channel} has {action}")).ts
    }

    /// What somebody was told in private, all of it.
    pub(crate) fn whispers(&self, user: &str, channel: &str) -> Vec<String> {
        let state = self.state();
        let id = user_id(&state, user);
        let channel = state.channel(channel).expect("there is such a channel");
        channel
            .ephemerals
            .get(&id)
            .into_iter()
            .flatten()
            .map(|message| transcript::read(message, &state))
            .collect()
    }

    /// The last thing that somebody was told in private, with its blocks.
    pub(crate) fn last_whisper(&self, user: &str, channel: &str) -> String {
        self.whispers(user, channel).pop().expect("somebody was told something")
    }

    /// What the timeline shows of what people did. What Firebell did side by side stands there in any order.
    pub(crate) fn timeline_of_people(&self, user: &str, channel: &str) -> String {
        let shown = self.last_whisper(user, channel);
        shown.lines().filter(|line| !line.contains(" · Firebell · ")).collect::<Vec<_>>().join("\n")
    }

    /// The login names of a channel's people, in the order of the alphabet, the bot apart.
    pub(crate) fn members(&self, channel: &str) -> Vec<String> {
        let state = self.state();
        let members = &state.channel(channel).expect("there is such a channel").members;
        let people = state.users.iter().filter(|user| user["is_bot"] != true);
        let people = people.filter(|user| members.iter().any(|member| user["id"] == member.as_str()));
        let mut names: Vec<String> = people.map(|user| user["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    /// The names of the incidents' channels.
    pub(crate) fn incident_channels(&self) -> Vec<String> {
        let names = self.state().channels.into_iter().map(|channel| channel.name);
        names.filter(|name| name.starts_with("inc-")).collect()
    }

    /// How often a method was called.
    pub(crate) fn calls(&self, method: &str) -> usize {
        self.sandbox.calls().iter().filter(|call| call.method == method).count()
    }

    /// Reads everything, for stories that look at something else.
    pub(crate) fn reads_all(&self) {
        for channel in self.state().channels {
            self.reads(&channel.id);
        }
    }

    /// The control panel as it reads now.
    pub(crate) fn panel(&self, channel: &str) -> String {
        self.sees(channel, "Owner")
    }

    /// The announcement as it reads now.
    pub(crate) fn announcement(&self) -> String {
        self.sees("incidents", "Since")
    }

    /// Nothing is said in a channel for so many minutes but one; then, this.
    pub(crate) async fn hears_first_after(&mut self, minutes: i64, channel: &str) -> String {
        self.advance_minutes(minutes - 1).await;
        assert_eq!(self.reads(channel), "", "it came early");
        self.advance_minutes(1).await;
        self.hears(channel)
    }

    /// What was given up, newest first.
    pub(crate) async fn given_up(&self) -> Vec<String> {
        let given_up = self.parts().engine.store().given_up(&workspace(), 20).await.unwrap();
        let line = |one: GivenUp| format!("INC-{} {}: {}", one.number, one.errand, one.last_error);
        given_up.into_iter().map(line).collect()
    }
}

/// Without the ids of channels and files that were made meanwhile: which one gets which depends on who came first.
pub(crate) fn without_made_ids(text: &str) -> String {
    let mut parts = text.split("00A0000");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "…" + &part[2..])
}
