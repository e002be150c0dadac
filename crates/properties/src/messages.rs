//! Whole messages and forms with people's words in every place.

use chrono_tz::Asia::Seoul;
use firebell::incident::{
    Address, Addressed, AttemptOutcome, ChannelId, Command, Detection, Effect, ExternalText, Fact, Incident,
    Line, Mark, MessageRef, Number, Position, Quote, Reader, Recovery, Reminder, Role, SeenHolder,
    SeverityKey, Step, UpdateText, UserId, step,
};
use firebell::language::Language;
use firebell::slack::quote::SlackMessage;
use firebell::slack::views::forms::{self, Draft, Offered};
use firebell::slack::views::home::{self, Overview, Page};
use firebell::slack::views::timeline;
use firebell::slack::views::{
    Message, Voice, announcement, answers, cancel, given_back, lines, panel, reminder, update_forms, updates,
};
use serde_json::{Value, json};
use slack_sandbox::block_kit;

use crate::mrkdwn::words;
use crate::{POLICY, alice, declared, noon};

/// The bytes as every text of an incident. Slack takes every message and form that is made of it, and what they mention
/// is only ever who took part, the incident's channel and times.
pub fn messages(bytes: &[u8]) {
    let text = crate::text(bytes);
    let language = Language::ALL[bytes.len() % Language::ALL.len()];
    let voice = Voice { language, zone: Seoul, policy: &POLICY, command: "/incident" };
    assert_taken(&given_back::with_typed("No.", &text, &voice));
    let draft = Draft {
        text: text.to_string(),
        severity: Some(text.to_string()),
        seen: text.to_string(),
        ..Draft::default()
    };
    assert_mentions(&json!(forms::declare(&draft, &voice)));
    let Some(declared) = declared(&text, &text) else { return };
    let mut incident = declared.incident;
    assert_shown(&incident, &voice);
    for command in commands(&text) {
        let Ok(step) = step(&incident, command.clone(), &alice(&POLICY, noon())) else { continue };
        assert_taken(&answers::done(&command, &step.incident, &voice));
        assert_said(&step, &voice);
        incident = step.incident;
    }
    assert_shown(&incident, &voice);
}

fn commands(text: &str) -> Vec<Command> {
    let text = || text.to_owned();
    let words = UpdateText { what_happened: text(), impact: text(), doing: text() };
    let outside = ExternalText { state: text(), expected_fix: text(), follow_up: text() };
    let role = |person: &str| Command::GiveRole {
        role: Role::Responder,
        to: UserId::new(person),
        area: text(),
        seen: SeenHolder::Unsaid,
        anyway: true,
    };
    vec![
        role("UBOB"),
        role("UCAROL"),
        Command::ChangeSeverity { to: SeverityKey::new("sev0"), because: Some(text()) },
        Command::PostUpdate { text: words.clone(), external: None, next_update_at: None, offered_at: None },
        Command::PostUpdate {
            text: words.clone(),
            external: Some(Box::new(outside)),
            next_update_at: None,
            offered_at: None,
        },
        Command::CorrectUpdate { update: 1, text: words, external: None },
        Command::Note { text: text() },
        Command::Decide { decision: text(), because: Some(text()) },
        Command::Try { way: Recovery::Rollback, outcome: AttemptOutcome::Failed, details: text() },
        Command::NoteChange { text: text(), link: Some("https://ci.example/7".to_owned()), at: None },
        Command::NoteChange { text: text(), link: Some(text()), at: None },
        Command::Correct { entry: a_note(), text: Some(text()), at: None },
        Command::Strike { entry: a_note(), because: Some(text()) },
        Command::Keep { message: a_message(), mark: Mark::Form, quote: quote(&text()), at: None },
        Command::Resolve { recovery: Recovery::ALL[0], detection: Detection::ALL[0] },
        Command::Close { postmortem_owner: None },
        Command::Reopen { because: Some(text()), gone: Vec::new() },
        Command::Cancel { because: Some(text()), duplicate_of: None },
    ]
}

/// Where the note stands is not looked at.
fn a_note() -> Addressed {
    let fact = Fact::Noted { text: "5xx".to_owned() };
    Addressed { position: Position::new(1), fact, at: noon(), is_struck: false }
}

fn a_message() -> MessageRef {
    MessageRef { channel: ChannelId::new("C1"), ts: "1795316400.000100".to_owned() }
}

/// What a program's message says that has a file with it, all of the same words.
fn quote(text: &str) -> Option<Quote> {
    let file = json!({"title": text, "permalink": "https://files.example/1"});
    let message = json!({"bot_id": "B1", "username": text, "text": text, "files": [file]});
    let message: SlackMessage = serde_json::from_value(message).expect("this is a message");
    message.quote(&UserId::to_string)
}

/// What an incident looks like wherever it is shown.
fn assert_shown(incident: &Incident, voice: &Voice<'_>) {
    let nudge = Reminder {
        reminded_at: noon(),
        due_at: noon(),
        escalated: None,
        message: None,
        answer: None,
        is_shown: false,
    };
    for message in [
        announcement::announcement(incident, voice),
        panel::panel(incident, voice),
        reminder::reminder(incident, &nudge, voice),
        answers::declared(incident, voice),
        answers::list(&vec![incident.clone(); 3], &[], 3, noon(), voice),
    ] {
        assert_taken(&message);
    }
    for mailing in &incident.mailings {
        assert_taken(&updates::copy(incident, mailing, &Address::Channel, voice));
        assert_taken(&updates::external(incident, &mailing.update, voice));
    }
    for reader in [Reader::Inside, Reader::Outside] {
        assert_taken(&announcement::notice(incident, reader, voice));
    }
    assert_home(incident, voice);
    assert_forms(incident, voice);
}

/// The forms about an incident.
fn assert_forms(incident: &Incident, voice: &Voice<'_>) {
    let offered = Offered { newest: vec![incident.clone()], has_more: true };
    let mut forms = vec![
        update_forms::update(incident, &Draft::default(), None, voice),
        forms::resolve(incident, voice),
        cancel::form(incident, &offered, &incident.title, voice),
        forms::keep(&incident.title, noon(), &offered, "", voice),
    ];
    forms.extend(incident.mailings.last().into_iter().flat_map(|mailing| {
        let update = &mailing.update;
        [
            update_forms::correction(incident, update, voice),
            update_forms::preview(incident, update, voice, voice),
        ]
    }));
    for form in forms {
        let mut view = json!(form);
        view["type"] = json!("modal");
        let problems = block_kit::check_modal(&view);
        assert!(problems.is_empty(), "{problems:?} in {view}");
        assert_mentions(&view);
    }
}

/// The home of whoever declared it, while it is open and after it has ended.
fn assert_home(incident: &Incident, voice: &Voice<'_>) {
    let numbered = |number| Incident { number: Number::new(number), ..incident.clone() };
    let incidents = vec![numbered(41), numbered(42), numbered(43)];
    for (open, ended) in [(&*incidents, &[][..]), (&[], &incidents)] {
        let (user, all) = (&incident.declared_by, 3);
        let overview = Overview { user, open, unreadable: &[], all, ended, now: noon() };
        let mut view = json!(home::home(&overview, Page::default(), voice));
        view["type"] = json!("home");
        let problems = block_kit::check_home(&view);
        assert!(problems.is_empty(), "{problems:?} in {view}");
        assert_mentions(&view);
    }
}

fn assert_said(step: &Step, voice: &Voice<'_>) {
    for effect in &step.effects {
        if let Effect::Say { line, .. } | Effect::Deliver { line, .. } = effect {
            let line: &Line = line;
            assert_taken(&lines::line(&step.incident, line, voice));
        }
    }
    assert_taken(&timeline::timeline(&step.incident, &step.timeline, timeline::Page::Last, voice));
}

fn assert_taken(message: &Message) {
    let blocks = json!(message.blocks);
    let problems = block_kit::check_message(&blocks);
    assert!(problems.is_empty(), "{problems:?} in {blocks}");
    assert!(!block_kit::message_too_long(&blocks), "too long: {blocks}");
    assert_only_ours(&message.text);
    assert_mentions(&blocks);
}

fn assert_mentions(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(assert_mentions),
        Value::Object(keys) => match (keys.get("type").and_then(Value::as_str), keys.get("text")) {
            (Some("mrkdwn"), Some(Value::String(text))) => assert_only_ours(text),
            _ => keys.values().for_each(assert_mentions),
        },
        _ => {}
    }
}

/// What somebody gave as an address opens as one, and Slack takes nothing in it for anything else.
fn is_address(token: &str) -> bool {
    let address = token.split('|').next().unwrap_or_default();
    address.starts_with("https://") && !address.contains(char::is_whitespace)
}

/// Tokens name whom and what we know; all else is words.
fn assert_only_ours(mrkdwn: &str) {
    let mut rest = String::new();
    for (i, piece) in mrkdwn.split('<').enumerate() {
        let (token, after) = if i == 0 { ("", piece) } else { piece.split_once('>').expect("a token ends") };
        let ours = i == 0
            || matches!(token, "@UALICE" | "@UBOB" | "@UCAROL")
            || token.starts_with("!date^") && !token.contains(['&', '@'])
            || is_address(token);
        assert!(ours, "<{token}> in {mrkdwn:?}");
        rest.push_str(after);
    }
    // Quotations begin with a bare sign.
    let rest: Vec<&str> = rest.lines().map(|line| line.strip_prefix("> ").unwrap_or(line)).collect();
    assert!(words(&rest.join("\n")).is_some(), "markup in {mrkdwn:?}");
}
