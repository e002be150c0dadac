//! An incident from its declaration to its end, in all three accounts and without a flaw: made by the core itself, with each of
//! its effects carried out at once.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use firebell::config::Config;
use firebell::incident::{
    Address, Asker, AtStageChange, Audience, ChannelId, Command, Context, Declaration, Detection, Effect,
    Incident, Ladder, Line, Memberships, MessageRef, Number, Policy, Recovery, Role, SeenHolder, Severity,
    Source, StageName, Standing, Step, UpdateText, UserId, declare, step,
};
use firebell::slack::views::{Message, announcement, lines, panel, reminder};
use serde_json::{Value, json};
use slack_sandbox::{ChannelState, FileState, MessageState, PinState, State};

use super::super::Accounts;
use crate::database::{Database, Recorded};
use crate::deed::{self, Deed};
use crate::stage::{ANNOUNCEMENTS, workspace};
use crate::told::{Asked, Heard, Told};

/// The incident's own channel.
pub(super) const CHANNEL: &str = "C0INC00001";
/// Whoever declares it.
pub(super) const ALICE: &str = "U0PERSON00";
/// Whoever works on it.
pub(super) const BOB: &str = "U0PERSON01";

const BELL: &str = "100.000001";
const PANEL: &str = "100.000002";

/// The incident while it grows.
struct Growing {
    policy: Policy,
    now: DateTime<Utc>,
    incident: Incident,
    recorded: Recorded,
    told: Vec<Told>,
    talk: Vec<MessageState>,
    thread: Vec<MessageState>,
}

/// All three accounts of it, which agree.
pub(super) fn whole() -> Accounts {
    let mut growing = Growing::declared();
    growing.is_opened();
    growing.asks(Source::Button, Command::ChangeStage { to: StageName::Triage });
    let role = Command::GiveRole {
        role: Role::Commander,
        to: UserId::new(BOB),
        area: String::new(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    };
    growing.asks(Source::SlashCommand, role);
    growing.asks(Source::SlashCommand, Command::Note { text: "Seen s000004".to_owned() });
    let worse = Command::ChangeSeverity { to: "sev0".parse_key(), because: Some("s000005".to_owned()) };
    growing.asks(Source::SlashCommand, worse);
    growing.is_reminded();
    let text = UpdateText {
        what_happened: "Things move: s000006".to_owned(),
        impact: String::new(),
        doing: String::new(),
    };
    growing.asks(
        Source::Form,
        Command::PostUpdate { text, external: None, next_update_at: None, offered_at: None },
    );
    growing
        .asks(Source::Form, Command::Resolve { recovery: Recovery::Rollback, detection: Detection::Staff });
    growing.asks(Source::Button, Command::Close { postmortem_owner: None });
    growing.accounts()
}

/// A key out of a text.
trait ParseKey {
    fn parse_key(&self) -> firebell::incident::SeverityKey;
}

impl ParseKey for str {
    fn parse_key(&self) -> firebell::incident::SeverityKey {
        firebell::incident::SeverityKey::new(self)
    }
}

/// A message of the bot, as the workspace shows it.
pub(super) fn message(ts: &str, message: &Message, delivery: &str) -> MessageState {
    MessageState {
        ts: ts.to_owned(),
        bot_id: Some("B0SANDBOT1".to_owned()),
        text: message.text.clone(),
        blocks: serde_json::to_value(&message.blocks).unwrap(),
        metadata: json!({"event_payload": {"delivery": delivery}}),
        ..MessageState::default()
    }
}

/// The rules; as in a play, no change of the stage asks for an update, and nobody is told in private.
pub(super) fn policy() -> Policy {
    let mut policy = Config::load(None, []).unwrap().policy();
    let quiet = |rung: &Severity| Severity {
        at_stage_change: AtStageChange::Nothing,
        heads_up: None,
        ..rung.clone()
    };
    let rungs = policy.ladder.rungs().iter().map(quiet).collect();
    policy.ladder = Ladder::new(rungs, policy.ladder.default().key.clone()).unwrap();
    policy
}

impl Growing {
    fn declared() -> Self {
        let (policy, now) = (policy(), DateTime::from_timestamp(1_795_316_400, 0).unwrap());
        let asker = Asker::Person(UserId::new(ALICE), Standing::Member);
        let ctx = Context {
            asker,
            memberships: Memberships::default(),
            source: Source::Form,
            now,
            policy: &policy,
        };
        let declaration = Declaration {
            title: "Trouble s000001 somewhere".to_owned(),
            severity: Some("sev1".parse_key()),
            seen: None,
            service: None,
        };
        let begun = declare(workspace(), Number::new(1), declaration, &ctx).unwrap();
        let recorded = Recorded {
            number: 1,
            incident: begun.incident.clone(),
            is_open: true,
            channel: String::new(),
            next_reminder_at: 0,
            timeline: begun.timeline,
            positions: vec![1],
        };
        let incident = begun.incident;
        let mut growing =
            Self { policy, now, incident, recorded, told: Vec::new(), talk: Vec::new(), thread: Vec::new() };
        let declaration =
            Asked::Declaration { title: "Trouble s000001 somewhere".into(), severity: "sev1".into() };
        growing.is_told(ALICE, declaration, None);
        growing
    }

    fn is_opened(&mut self) {
        let bell = MessageRef { channel: ChannelId::new(ANNOUNCEMENTS), ts: BELL.to_owned() };
        let panel = MessageRef { channel: ChannelId::new(CHANNEL), ts: PANEL.to_owned() };
        let name = "inc-1-trouble".to_owned();
        self.steps(Asker::Firebell, Source::Delivery, Command::Announced { message: bell });
        let opened = Command::ChannelOpened { channel: ChannelId::new(CHANNEL), name };
        self.steps(Asker::Firebell, Source::Delivery, opened);
        self.steps(Asker::Firebell, Source::Delivery, Command::PanelPosted { message: panel });
    }

    fn is_reminded(&mut self) {
        self.now = self.incident.next_reminder_at(&self.policy).unwrap();
        self.steps(Asker::Firebell, Source::Clock, Command::Remind);
        let place = MessageRef { channel: ChannelId::new(CHANNEL), ts: self.next_ts() };
        let given = self.incident.last_reminder.as_ref().unwrap();
        let reminded_at = given.reminded_at;
        let shown = reminder::reminder(&self.incident, given, &super::voice(&self.policy));
        let delivery = self.next_delivery();
        self.talk.push(message(&place.ts, &shown, &delivery));
        let posted = Command::ReminderPosted { message: place, reminded_at: Some(reminded_at) };
        self.steps(Asker::Firebell, Source::Delivery, posted);
    }

    /// Bob asks, and is told.
    fn asks(&mut self, source: Source, command: Command) {
        self.steps(Asker::Person(UserId::new(BOB), Standing::Member), source, command);
        let entry = self.recorded.timeline.last().unwrap();
        let deed = deed::of(1, entry).unwrap();
        let pressed_in = (source == Source::Button).then(|| CHANNEL.to_owned());
        self.is_told(BOB, Asked::Deed(deed), pressed_in);
    }

    fn is_told(&mut self, who: &str, asked: Asked, pressed_in: Option<String>) {
        self.told.push(Told {
            step: self.told.len() + 1,
            who: who.to_owned(),
            asked,
            sent_at: self.now,
            heard_at: self.now + TimeDelta::milliseconds(10),
            heard: Heard::Yes,
            words: String::new(),
            pressed_in,
            delivery: Some(7),
        });
    }

    fn steps(&mut self, asker: Asker, source: Source, command: Command) {
        self.now += TimeDelta::seconds(1);
        let ctx = Context {
            asker,
            memberships: Memberships::default(),
            source,
            now: self.now,
            policy: &self.policy,
        };
        let Step { incident, timeline, effects } = step(&self.incident, command, &ctx).unwrap();
        self.incident = incident;
        self.recorded.timeline.extend(timeline);
        for effect in effects {
            self.carries_out(effect);
        }
    }

    fn carries_out(&mut self, effect: Effect) {
        match effect {
            Effect::Say { audience, line } => self.says(audience, &line),
            Effect::Deliver { to: Address::Channel, line, .. } => self.says(Audience::Channel, &line),
            Effect::Deliver { to: Address::Announcement, line, .. } => {
                self.says(Audience::Announcement, &line);
            }
            Effect::RefreshReminder => {
                let last = self.incident.last_reminder.as_ref().unwrap();
                let shown = reminder::reminder(&self.incident, last, &super::voice(&self.policy));
                let stands_at = &last.message.as_ref().unwrap().ts;
                let posted = self.talk.iter_mut().find(|message| message.ts == *stands_at).unwrap();
                *posted = message(stands_at, &shown, "kept");
            }
            // The others show what is true at the end.
            _ => {}
        }
    }

    fn says(&mut self, audience: Audience, line: &Line) {
        let shown = lines::line(&self.incident, line, &super::voice(&self.policy));
        let said = message(&self.next_ts(), &shown, &self.next_delivery());
        match audience {
            Audience::Channel => self.talk.push(said),
            Audience::Announcement => self.thread.push(said),
        }
    }

    fn next_ts(&self) -> String {
        format!("200.{:06}", self.talk.len() + self.thread.len())
    }

    fn next_delivery(&self) -> String {
        format!("T0SANDBOX1/INC-1/{}", self.talk.len() + self.thread.len())
    }

    fn accounts(mut self) -> Accounts {
        self.is_told(BOB, Asked::Export(1), None);
        let voice = super::voice(&self.policy);
        let mut bell = message(BELL, &announcement::announcement(&self.incident, &voice), "bell");
        bell.replies = self.thread;
        let panel = message(PANEL, &panel::panel(&self.incident, &voice), "panel");
        let channel = ChannelState {
            id: CHANNEL.to_owned(),
            name: "inc-1-trouble".to_owned(),
            topic: "SEV0 · INC-1 · Trouble s000001 somewhere".to_owned(),
            members: vec![ALICE.to_owned(), BOB.to_owned()],
            pins: vec![PinState { ts: PANEL.to_owned(), ..PinState::default() }],
            messages: [vec![panel], self.talk].concat(),
            ephemerals: BTreeMap::new(),
            ..ChannelState::default()
        };
        let bells =
            ChannelState { id: ANNOUNCEMENTS.to_owned(), messages: vec![bell], ..ChannelState::default() };
        let document =
            FileState { shares: vec![json!({"channel": CHANNEL, "ts": "300.1"})], ..FileState::default() };
        let next_reminder_at = self.incident.next_reminder_at(&self.policy);
        self.recorded.positions = (1..).take(self.recorded.timeline.len()).collect();
        self.recorded.next_reminder_at = next_reminder_at.map_or(i64::MAX, |at| at.timestamp_millis());
        self.recorded.is_open = self.incident.stage.is_open();
        CHANNEL.clone_into(&mut self.recorded.channel);
        self.recorded.incident = self.incident;
        Accounts {
            told: self.told,
            database: Database { last_number: 1, incidents: vec![self.recorded], outbox: Vec::new() },
            slack: State { channels: vec![bells, channel], files: vec![document], ..State::default() },
            outages: Vec::new(),
            policy: self.policy,
            taken_at: self.now,
        }
    }
}

/// What Bob did that reads like this.
pub(super) fn deed(what: &str, way: &'static str) -> Asked {
    Asked::Deed(Deed { number: 1, by: BOB.to_owned(), way, what: what.to_owned() })
}

/// The blocks of a message in which one word stands for another.
pub(super) fn reworded(blocks: &Value, from: &str, to: &str) -> Value {
    serde_json::from_str(&blocks.to_string().replace(from, to)).unwrap()
}
