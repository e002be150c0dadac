//! What Slack posts, at each of the three doors.

use firebell::incident::{
    Archiver, Author, ChannelId, Command, Departure, Field, Mark, MessageRef, UserId, step,
};
use firebell::slack::client::User;
use firebell::slack::ids;
use firebell::slack::inbound::marked::{self, Marking};
use firebell::slack::inbound::pressed::{self, Press};
use firebell::slack::inbound::{
    EventEnvelope, Interaction, SlashCommand, archived, departed, home, json, shortcuts, typed,
};
use firebell::slack::quote::SlackMessage;
use serde_json::Value;

use crate::{POLICY, alice, assert_person, incident, noon};

const TEXT_FIELDS: &[Field] = &[
    Field::Title,
    Field::Seen,
    Field::Service,
    Field::WhatHappened,
    Field::Impact,
    Field::Doing,
    Field::ExternalState,
    Field::ExpectedFix,
    Field::FollowUp,
    Field::NextUpdateAt,
    Field::HappenedAt,
    Field::Note,
    Field::Reason,
    Field::Because,
    Field::Area,
    Field::Link,
];

/// Any bytes are a form; nothing of what is read holds a NUL, and written down as a form it is read the same.
pub fn slash_form(bytes: &[u8]) {
    let read = SlashCommand::from_form(bytes);
    let fields = [
        ("team_id", &read.team_id),
        ("channel_id", &read.channel_id),
        ("user_id", &read.user_id),
        ("text", &read.text),
        ("trigger_id", &read.trigger_id),
        ("response_url", &read.response_url),
    ];
    for (name, field) in fields {
        assert!(!field.contains('\0'), "a NUL in {name}");
    }
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    assert_eq!(SlashCommand::from_form(form.as_bytes()), read, "not the same twice");
    drop(typed::read(&read.text, &POLICY));
}

/// The bytes as the whole body, and as the JSON in it. What is read has a name if it has something to do, holds no NUL,
/// and asks for people only where there are people.
pub fn interaction(bytes: &[u8]) {
    if let Some(read) = Interaction::from_form(bytes) {
        assert_sound(&read);
    }
    let json = crate::text(bytes);
    assert_mended(&json);
    let form = url::form_urlencoded::Serializer::new(String::new()).append_pair("payload", &json).finish();
    if let Some(read) = Interaction::from_form(form.as_bytes()) {
        assert_sound(&read);
    }
}

/// The bytes as the body. What is read holds no NUL.
pub fn event(bytes: &[u8]) {
    assert_mended(&crate::text(bytes));
    let Some(read) = EventEnvelope::from_json(bytes) else { return };
    for text in [&read.team_id, &read.event_id, &read.challenge].into_iter().flatten() {
        assert!(!text.contains('\0'), "a NUL in {text:?}");
    }
    assert_without_nul(&read.event);
    drop(serde_json::from_value::<User>(read.event["user"].clone()));
    assert_told_by_people(&read);
}

/// Whatever an event tells of people, they are ids.
fn assert_told_by_people(event: &EventEnvelope) {
    if let Some(marking) = marked::read(event, &["pushpin".to_owned()]) {
        assert_person(&marking.user);
        let by_another = matches!(&marking.mark, Mark::Reaction(one) if one.user != marking.user);
        assert!(!by_another, "a mark of somebody else's");
        assert!(event.bot() != Some(marking.user.as_str()), "Firebell marks nothing");
        let Marking { message, mark, at, .. } = marking;
        assert_answered(Command::Keep { message: message.clone(), mark: mark.clone(), quote: None, at });
        assert_answered(Command::LetGo { message, mark, at });
    }
    if let Some((_, command)) = archived::read(event) {
        match &command {
            Command::ChannelArchived { by: Archiver::Person(by), .. }
            | Command::ChannelUnarchived { by, .. } => {
                assert_person(by);
            }
            _ => {}
        }
        assert_answered(command);
    }
    if let Some((user, _)) = departed::read(event) {
        assert_person(&user);
        assert_answered(Command::LoseHolder { user, why: Departure::LeftChannel, at: None });
    }
    if let Some(user) = home::opened_by(&event.event) {
        assert_person(&user);
    }
}

/// The core does it or refuses it.
fn assert_answered(command: Command) {
    drop(step(&incident(), command, &alice(&POLICY, noon())));
}

/// A message as a shortcut shows it: what comes of it is text of one author, with files that have names.
fn assert_quoted(message: &SlackMessage) {
    let Some(quote) = message.quote(&|user| format!("{user}")) else { return };
    let is_line = |name: &str| !name.trim().is_empty() && !name.contains(char::is_control);
    match &quote.author {
        Author::Person(user) => assert_person(user),
        Author::App(name) => assert!(is_line(name), "{name:?} is no name"),
        Author::Firebell => panic!("somebody else is taken for Firebell"),
    }
    assert!(quote.files.len() <= 10 && quote.files.iter().all(|file| is_line(&file.name)), "{quote:?}");
    assert!(!quote.text.contains('\0'), "a NUL in {:?}", quote.text);
    let (channel, ts) = (ChannelId::new("C1"), message.ts.clone());
    let message = MessageRef { channel, ts };
    assert_answered(Command::Keep { message, mark: Mark::Form, quote: Some(quote), at: None });
}

fn assert_sound(interaction: &Interaction) {
    let receipt = interaction.receipt();
    assert_eq!(receipt, interaction.receipt(), "two names for one request");
    let has_work = !interaction.actions.is_empty() || interaction.view.is_some();
    assert_eq!(receipt.is_some(), has_work, "what has something to do has a name");
    assert!(!receipt.unwrap_or_default().contains('\0'), "a NUL in the receipt");
    assert!(!interaction.team_id().contains('\0') && !interaction.user.id.contains('\0'), "a NUL in an id");
    for action in &interaction.actions {
        assert!(ids::number_in(&action.block_id).is_none_or(|number| number.get() > 0));
        if let Some(Press::Ask(Command::GiveRole { to, .. })) = pressed::read(action, &UserId::new("U1")) {
            assert_person(&to);
        }
    }
    interaction.actions.iter().filter_map(home::read).for_each(|press| {
        assert!(!matches!(press, home::Press::Update(number) if number.get() < 1), "{press:?}");
    });
    if let Some((message, channel)) = interaction.quoted() {
        assert!(!channel.as_str().contains('\0') && !message.ts.contains('\0'), "a NUL in an id");
        assert_quoted(&message);
    }
    let Some(view) = &interaction.view else { return };
    for field in TEXT_FIELDS.iter().map(|field| ids::field(*field)) {
        assert!(!view.text(field).contains('\0'), "a NUL in {field}");
        assert!(!view.choice(field).unwrap_or_default().contains('\0'), "a NUL in {field}");
        let _ = view.instant(field);
    }
    let metadata = view.private_metadata.as_deref().unwrap_or_default();
    assert!(ids::number_of_form(metadata).is_none_or(|number| number.get() > 0));
    let _ = (ids::offered_at(metadata), ids::update_of_form(metadata), shortcuts::source(view));
    if let Some((number, command)) = shortcuts::kept(view) {
        assert!(number.get() > 0, "{number} is no incident");
        assert_answered(command);
    }
}

/// Mending leaves good JSON what it is, but for NULs, and finds nothing to mend the second time.
fn assert_mended(json: &str) {
    let mended = json::mend(json);
    assert_eq!(json::mend(&mended), mended, "mended is not mended");
    let Ok(good) = serde_json::from_str::<Value>(json) else { return };
    let read: Value = json::read(json.as_bytes()).expect("what was good still is");
    assert_without_nul(&read);
    if !json.contains("\\u0000") {
        assert_eq!(read, good, "good JSON was changed");
    }
}

fn assert_without_nul(json: &Value) {
    match json {
        Value::String(text) => assert!(!text.contains('\0'), "a NUL in {text:?}"),
        Value::Array(items) => items.iter().for_each(assert_without_nul),
        Value::Object(keys) => keys.iter().for_each(|(key, value)| {
            assert!(!key.contains('\0'), "a NUL in {key:?}");
            assert_without_nul(value);
        }),
        _ => {}
    }
}
