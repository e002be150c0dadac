//! Whatever comes in, signed but broken or meant to harm: it is answered within Slack's patience, nobody is called, no
//! message and no document loses its shape, and the next good request works.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use firebell::incident::{ChannelId, Fact, TimelineEntry};
use serde_json::{Value, json};
use slack_sandbox::{ChannelState, Click, CloseView, Home, Outcome, React, Say, SeedChannel};
use tower::ServiceExt as _;

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, declaration, form, interaction};
use crate::world::{SECRET, World, change_rung, fields, noon, rolled_back, user_id};

/// How long one answer may be worked on: as long as Slack waits for it.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long this thread, which does all the work, has been at work; on a busy machine that is less than what has passed.
/// (Linux tells it; elsewhere it is nothing, and the test runner's own patience is the bound.)
fn at_work() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Sends bytes that Slack has signed. Answers the status and the body.
async fn sends(world: &World, path: &str, body: &[u8]) -> (StatusCode, String) {
    let now = noon().timestamp();
    let request = Request::post(path)
        .header("x-slack-request-timestamp", now)
        .header("x-slack-signature", slack_sandbox::sign(SECRET, now, body))
        .body(Body::from(body.to_vec()))
        .unwrap();
    let before = at_work();
    let answer = world.parts().router.clone().oneshot(request).await.unwrap();
    let worked_for = at_work().saturating_sub(before);
    assert!(worked_for < PATIENCE, "Slack has given up waiting: {worked_for:?}");
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn command(text: &str) -> Vec<u8> {
    declaration("T0SANDBOX1", "U0ALICE001", text).into_bytes()
}

fn press(action: &str, block: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut payload = json!({
        "type": "block_actions", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"},
        "trigger_id": "1.2.3",
        "actions": [{"action_id": action, "block_id": block, "action_ts": "1.2"}],
    });
    change(&mut payload);
    interaction(&payload).into_bytes()
}

fn filled_in(callback: &str, values: &Value) -> Value {
    let values: serde_json::Map<String, Value> = values
        .as_object()
        .unwrap()
        .iter()
        .map(|(block, value)| (block.clone(), json!({"input": value})))
        .collect();
    json!({
        "type": "view_submission", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"},
        "view": {"id": "V1", "hash": "1.a", "callback_id": callback, "private_metadata": "1",
            "state": {"values": values}},
    })
}

fn submission(callback: &str, values: &Value) -> Vec<u8> {
    interaction(&filled_in(callback, values)).into_bytes()
}

fn event(user: &str) -> Vec<u8> {
    format!(
        r#"{{"type":"event_callback","team_id":"T0SANDBOX1","event_id":"Ev1","event":{{"type":"user_change","user":{user}}}}}"#
    )
    .into_bytes()
}

/// Brackets within brackets.
fn nested(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

fn title(title: &Value) -> Value {
    json!({"title": {"value": title}, "severity": {"selected_option": {"value": "sev1"}}})
}

/// Bodies that no Slack should send, by door.
fn broken_bodies() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let megabyte = "x".repeat(900_000);
    let payload = |json: &str| form(&[("payload", json)]).into_bytes();
    vec![
        ("nothing", COMMANDS, Vec::new()),
        ("bytes that are no text", COMMANDS, vec![0xff, 0xfe, 0, b'&', b'=', b'%', 0xc3]),
        ("half an escape", COMMANDS, b"team_id=T0SANDBOX1&text=%E0%A4&user_id=%".to_vec()),
        ("a word of a megabyte", COMMANDS, command(&megabyte)),
        ("a note of a megabyte", COMMANDS, command(&format!("note {megabyte}"))),
        ("words of a megabyte", COMMANDS, command(&format!("checkout is {megabyte}"))),
        ("a title of a megabyte", COMMANDS, command(&format!("declare sev1 {megabyte}"))),
        ("a megabyte of blanks", COMMANDS, command(&" ".repeat(900_000))),
        ("tokens that never end", COMMANDS, command(&"<".repeat(300_000))),
        ("escapes without end", COMMANDS, command(&"&amp;lt;".repeat(80_000))),
        ("a span beyond time", COMMANDS, command("snooze 99999999999999y")),
        ("a date beyond the calendar", COMMANDS, {
            command("time INC-1 occurred +262142-12-31 23:59 America/New_York")
        }),
        ("a number beyond numbers", COMMANDS, command("note INC-9223372036854775808 x")),
        ("an empty payload", INTERACTIONS, payload("")),
        ("half a payload", INTERACTIONS, payload("{\"type\":\"block_actions\"")),
        ("a payload that is no object", INTERACTIONS, payload("[1,2,3]")),
        ("a payload of nulls", INTERACTIONS, payload(r#"{"type":null,"team":null,"user":null,"view":null}"#)),
        ("a deep payload", INTERACTIONS, payload(&nested(10_000))),
        (
            "a deep form",
            INTERACTIONS,
            payload(&format!(
                r#"{{"type":"view_submission","view":{{"state":{{"values":{}}}}}}}"#,
                nested(10_000)
            )),
        ),
        ("a number where a text belongs", INTERACTIONS, submission("declare-1", &title(&json!(7)))),
        ("a list where a text belongs", INTERACTIONS, submission("declare-1", &title(&json!(["a"])))),
        ("a field of a megabyte", INTERACTIONS, submission("declare-1", &title(&json!(megabyte)))),
        ("a form of no incident", INTERACTIONS, {
            let mut form = filled_in("update-1", &json!({"what-happened": {"value": "x"}}));
            form["view"]["private_metadata"] = json!("99999999999999999999 9999999999999999999");
            interaction(&form).into_bytes()
        }),
        (
            "a time beyond time",
            INTERACTIONS,
            submission(
                "update-1",
                &json!({"what-happened": {"value": "x"}, "next-update-at": {"selected_date_time": i64::MAX}}),
            ),
        ),
        (
            "the last time there is",
            INTERACTIONS,
            submission(
                "update-1",
                &json!({"what-happened": {"value": "x"},
                    "next-update-at": {"selected_date_time": 8_210_266_876_799_i64}}),
            ),
        ),
        ("a snooze beyond time", INTERACTIONS, {
            press("snooze", "reminder:1", |press| press["actions"][0]["value"] = json!(i64::MAX.to_string()))
        }),
        ("a snooze before time", INTERACTIONS, {
            press("snooze", "reminder:1", |press| press["actions"][0]["value"] = json!(i64::MIN.to_string()))
        }),
        ("a reminder beyond time", INTERACTIONS, {
            press("nothing-new", "reminder:1", |press| {
                press["actions"][0]["value"] = json!(i64::MAX.to_string());
            })
        }),
        ("a press on nothing", INTERACTIONS, press("", "", |_| {})),
        ("an event that is no text", EVENTS, vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']),
        ("a deep event", EVENTS, nested(10_000).into_bytes()),
        ("a person who is a number", EVENTS, event("7")),
        ("a deep person", EVENTS, event(&nested(10_000))),
        ("a person without a name", EVENTS, event(r#"{"id":"U0ALICE001","profile":null,"name":null}"#)),
    ]
}

async fn answers_whatever_comes(mut world: World) {
    world.declares("alice", "sev1", "Checkout is down").await;
    for (what, path, body) in broken_bodies() {
        let (status, answer) = sends(&world, path, &body).await;
        assert!(!status.is_server_error(), "{what}: {status}");
        assert!(!answer.contains("Reference"), "{what} was our own trouble: {answer}");
        world.settle().await;
    }
    // What was too odd to be read did nothing, and what comes next is served.
    assert_eq!(world.incident_channels().len(), 1);
    assert_eq!(world.given_up().await, [""; 0]);
    world.declares("bob", "sev2", "Search is slow").await;
    assert_eq!(world.incident(2).await.title, "Search is slow");
    world.leave().await;
}

#[tokio::test]
async fn broken_bodies_are_answered_in_time_and_the_next_request_works() {
    answers_whatever_comes(World::start().await).await;
}

#[tokio::test]
async fn broken_bodies_are_answered_in_time_on_postgres_too() {
    let Some(world) = World::with_replicas(1).await else { return };
    answers_whatever_comes(world).await;
}

/// A NUL wherever a body can hold one.
fn bodies_with_nul() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let nul = |json: &Value| {
        // After every letter U, T, V, E of an id and in every text.
        let text = json.to_string().replace("001\"", "001\\u0000\"").replace("V1\"", "V1\\u0000\"");
        text.replace("1.a", "1.\\u0000a").replace("1.2\"", "1.2\\u0000\"").replace("Ev1", "E\\u0000v1")
    };
    let payload = |json: &Value| form(&[("payload", &nul(json))]).into_bytes();
    let typed =
        declaration("T0SANDBOX1\0", "U0ALICE001\0", "declare sev2 \0One\0").replace("1.2.3", "1.2.3%00");
    let press = json!({
        "type": "block_actions", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"},
        "actions": [{"action_id": "assign:triage", "block_id": "assign:1:triage", "action_ts": "1.2",
            "selected_user": "U0BOB00001"}],
    });
    let sent = filled_in("declare-1", &title(&json!("T\0wo")));
    let person = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1", "event":
        {"type": "user_change", "user": {"id": "U0BOB00001", "name": "bob\0", "profile": {"display_name": "Bo\0b"}}}});
    vec![
        ("typed", COMMANDS, typed.into_bytes()),
        ("pressed", INTERACTIONS, payload(&press)),
        ("sent", INTERACTIONS, payload(&sent)),
        ("heard", EVENTS, nul(&person).into_bytes()),
    ]
}

async fn saves_what_had_a_nul_in_it(mut world: World) {
    world.declares("alice", "sev1", "Checkout is down").await;
    for (what, path, body) in bodies_with_nul() {
        let (status, answer) = sends(&world, path, &body).await;
        assert!(status.is_success(), "{what}: {status}");
        assert!(!answer.contains("Reference") && !answer.contains("errors"), "{what}: {answer}");
        world.settle().await;
    }
    assert_eq!(world.incident(1).await.roles.triage.unwrap().to_string(), "U0BOB00001");
    assert_eq!(world.incident(2).await.title, "One");
    assert_eq!(world.incident(3).await.title, "Two");
    let bob = firebell::incident::UserId::new("U0BOB00001");
    assert_eq!(world.parts().directory.name(&bob), "Bob");
    world.leave().await;
}

#[tokio::test]
async fn a_nul_keeps_nothing_from_being_saved() {
    saves_what_had_a_nul_in_it(World::start().await).await;
}

#[tokio::test]
async fn a_nul_keeps_nothing_from_being_saved_on_postgres_either() {
    let Some(world) = World::with_replicas(1).await else { return };
    saves_what_had_a_nul_in_it(world).await;
}

#[tokio::test]
async fn a_name_that_turns_text_around_is_kept_without_what_turns_it() {
    let named = |options: &mut slack_sandbox::Options| {
        let bob = options.seed.users.iter_mut().find(|user| user.name == "bob").unwrap();
        bob.real_name = "\u{202e}Bo\u{0}b\u{2069}".to_owned();
    };
    let world = World::start_with(|_| {}, named).await;
    let bob = firebell::incident::UserId::new("U0BOB00001");
    assert_eq!(world.parts().directory.name(&bob), "Bob");
    world.leave().await;
}

#[tokio::test]
async fn half_a_character_in_a_form_is_shown_as_one_that_is_missing() {
    let mut world = World::start().await;
    let form_with = |title: &str| {
        let json = filled_in("declare-1", &self::title(&json!("TITLE"))).to_string();
        form(&[("payload", &json.replace("TITLE", title))]).into_bytes()
    };
    let (status, answer) =
        sends(&world, INTERACTIONS, &form_with(r"a \ud83d b \\ud800 \ud83d\ude00 \udc00")).await;
    assert_eq!((status, answer.as_str()), (StatusCode::OK, ""));
    world.settle().await;
    assert_eq!(world.incident(1).await.title, "a \u{fffd} b \\ud800 😀 \u{fffd}");
    let (status, _) =
        sends(&world, EVENTS, &event(r#"{"id":"U0BOB00001","name":"bob","real_name":"B\ud800b"}"#)).await;
    assert_eq!(status, StatusCode::OK);
    let bob = firebell::incident::UserId::new("U0BOB00001");
    assert_eq!(world.parts().directory.name(&bob), "B\u{fffd}b");
    world.leave().await;
}

/// Words that act somewhere, at most fifty-eight characters each, so that every field takes them. Carol and the group take no part
/// in anything.
const HOSTILE: &[&str] = &[
    "<!channel> <!here> <!everyone> @channel @here @everyone",
    "<@U0CAROL001> <!subteam^S0ONCALL01> <#C0GENERAL1> @carol",
    "<https://evil.example|https://bank.example>",
    "https://evil.example/?a=1&b=<c> www.evil.example a@b.ex",
    "&lt;!channel&gt; &#60;!here&#62; &amp;lt;!everyone&amp;gt;",
    "*bold* _it_ ~s~ `code` ```fence :fire: > quote",
    "\u{202e}gpj.exe\u{2066}\u{200f} عربى \u{2069}\u{202c} \u{200b}x",
    "Z\u{0301}\u{0336}\u{0489}a\u{0301}\u{0336}\u{0489}l\u{0301}\u{0336}\u{0489}g\u{0301}\u{0336}o\u{0489}",
    "=HYPERLINK(\"https://evil.example\",\"x\") +1 -1 @SUM(1)",
    "# a | b <b>c</b> <!-- d [e](javascript:f) ![g](h) $i$",
    "- [x] a 1. b > c === --- ~~~ [^1]: d",
    "a\r\n# b\n\n    c\n| d |\n| --- |\u{2028}> e\u{85}- f",
    "nul\0 bell\u{7} escape\u{1b}[31m \u{feff}x",
    "{number} {slug} { $title } %s {{x}} ${y} \\u0000 \\",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f466} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} \u{fffd}\u{10ffff}",
];

/// One incident with these words wherever words can be put, from the bell to the document, and until it is called off. Answers
/// its channel, and what was seen in forms and in the home.
async fn lives_through(world: &mut World, number: i64, words: &str) -> (String, Vec<Value>) {
    let mut seen = Vec::new();
    let said = |outcome: Outcome| {
        assert_eq!((&outcome.error, outcome.field_errors.len()), (&None, 0), "{words:?} was not taken");
    };
    world.types("alice", "general", "").await;
    let declaration = [
        ("title", json!(words)),
        ("seen", json!(words)),
        ("service", json!(words)),
        ("severity", json!("sev1")),
    ];
    said(world.sends("alice", fields(&declaration)).await);
    let channel = world.incident(number).await.places.channel.unwrap().to_string();
    for command in ["note", "sev sev0 because", "role responder x", "role responder <@U0BOB00001>"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    for command in ["decided", "tried rollback failed", "changed https://ci.example/7"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    said(world.types("alice", &channel, &format!("decided {words} because {words}")).await);
    sets_right(world, number, &channel, words).await;
    keeps(world, number, &channel, words).await;
    seen.extend(tells_both(world, &channel, words).await);
    world.types("alice", &channel, "resolve").await;
    said(world.sends("alice", rolled_back()).await);
    said(world.types("alice", &channel, "close").await);
    said(world.types("alice", &channel, &format!("reopen because {words}")).await);
    for command in ["", "timeline", "list", "frobnicate", "declare sev9", "export"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    seen.push(home(world).await);
    let form = world.types("alice", &channel, "cancel").await;
    seen.extend(form.view);
    said(world.sends("alice", fields(&[("because", json!(words))])).await);
    seen.push(home(world).await);
    (channel, seen)
}

/// What was noted and decided, with these words instead.
async fn sets_right(world: &mut World, number: i64, channel: &str, words: &str) {
    let place = |timeline: &[TimelineEntry], is_it: fn(&Fact) -> bool| {
        timeline.iter().position(|entry| is_it(&entry.fact)).expect("it was written down") + 1
    };
    let timeline = world.timeline(number).await;
    let noted = place(&timeline, |fact| matches!(fact, Fact::Noted { .. }));
    let decided = place(&timeline, |fact| matches!(fact, Fact::Decided { .. }));
    world.types("alice", channel, &format!("correct {noted} {words}")).await;
    world.types("alice", channel, &format!("strike {decided} because {words}")).await;
    let timeline = world.timeline(number).await;
    let set_right = |fact: &Fact| matches!(fact, Fact::Corrected { .. } | Fact::Struck { .. });
    assert_eq!(timeline.iter().filter(|entry| set_right(&entry.fact)).count(), 2, "{words:?}");
}

/// Two messages of these words on the timeline: one by a reaction, one by the form, with a file that is called so.
async fn keeps(world: &mut World, number: i64, channel: &str, words: &str) {
    let marked = world.sandbox.message(Say::new("bob", channel, words)).await.unwrap().ts;
    world.sandbox.reaction(React::add("alice", channel, &marked, "pushpin")).await.unwrap();
    world.settle().await;
    let kept = world.sandbox.message(Say::new("bob", channel, words)).await.unwrap().ts;
    let borne = json!({
        "message": {"channel": channel, "ts": kept}, "number": number, "is_worded": true,
        "author": {"by": "app", "id": "Grafana"},
        "files": [{"name": words, "link": "https://files.example/1"}],
    });
    let mut form = filled_in("keep-1", &json!({"note": {"value": words}}));
    form["view"]["id"] = json!(format!("VKEEP{number}"));
    form["view"]["private_metadata"] = json!(borne.to_string());
    form["view"]["state"]["values"]["happened-at"]["input"]["selected_date_time"] = json!(noon().timestamp());
    let (status, answer) = sends(world, INTERACTIONS, interaction(&form).as_bytes()).await;
    assert_eq!((status, answer.as_str()), (StatusCode::OK, ""), "{words:?}");
    world.settle().await;
    let timeline = world.timeline(number).await;
    let quoted = timeline.iter().filter(|entry| matches!(entry.fact, Fact::Quoted { .. }));
    assert_eq!(quoted.count(), 2, "{words:?}");
}

/// An update for both audiences, looked at before it is sent. Answers what was seen of it.
async fn tells_both(world: &mut World, channel: &str, words: &str) -> Option<Value> {
    let form = world.presses_button("alice", channel, "update").await;
    let view = form.view.unwrap()["id"].as_str().unwrap().to_owned();
    let mut parts: Vec<(&str, Value)> =
        ["what-happened", "impact", "doing", "external-state", "external-expected-fix", "external-follow-up"]
            .map(|field| (field, json!(words)))
            .to_vec();
    parts.push(("next-update-at", json!(noon().timestamp())));
    let late = world.sends("alice", fields(&parts)).await;
    assert_eq!(late.field_errors.len(), 1, "{words:?}: a promise in the past");
    let shown = world.presses(Click::view("alice", &view, "preview")).await;
    world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    parts.last_mut().unwrap().1 = json!((noon() + TimeDelta::hours(1)).timestamp());
    let sent = world.sends("alice", fields(&parts)).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0), "{words:?} was not taken");
    shown.view
}

/// Alice's home as it is now.
async fn home(world: &mut World) -> Value {
    world.sandbox.open_home(Home::new("alice")).await.unwrap();
    world.settle().await;
    let state = world.state();
    state.home_views[&user_id(&state, "alice")].clone()
}

/// A channel of others, who read external word.
const PARTNERS: &str = "C0PARTNERS1";
/// What opens because somebody wanted it to: a change's address, a message, a file.
const LINKS: &[&str] =
    &["https://ci.example/7|", "https://sandbox.slack.com/archives/C", "https://files.example/1|"];

/// A stage where others are told of each severity that is played.
async fn with_partners() -> World {
    let configure = |config: &mut firebell::config::Config| {
        for severity in ["sev0", "sev1"] {
            change_rung(config, severity, |rung| rung.external_channels = vec![ChannelId::new(PARTNERS)]);
        }
    };
    let seed = |options: &mut slack_sandbox::Options| {
        let (id, name) = (Some(PARTNERS.to_owned()), "partners".to_owned());
        options.seed.channels.push(SeedChannel { id, name, ..SeedChannel::default() });
    };
    World::start_with(configure, seed).await
}

/// Whom and what a text names: everything between angle brackets.
fn tokens(mrkdwn: &str) -> Vec<&str> {
    let tokens = mrkdwn.split('<').skip(1);
    tokens.map(|token| token.split('>').next().unwrap()).collect()
}

/// Only those who took part are called, and nothing is linked but incidents' own channels.
fn names_only_who_took_part(channel: &ChannelState, owns: &[String]) {
    let replies = channel.messages.iter().flat_map(|message| &message.replies);
    let private = channel.ephemerals.values().flatten();
    let messages = channel.messages.iter().chain(replies).chain(private);
    let by_firebell = messages.filter(|message| message.bot_id.is_some());
    let mut texts: Vec<String> =
        by_firebell.flat_map(|message| [message.text.clone(), unescaped(&message.blocks)]).collect();
    texts.extend([channel.topic.clone(), channel.purpose.clone()]);
    for text in &texts {
        names_only_ours(text, owns);
    }
}

fn names_only_ours(text: &str, owns: &[String]) {
    for token in tokens(text) {
        let is_told = |id: &str| ["C0INCIDENT", PARTNERS].contains(&id);
        let ours = token.starts_with("!date^")
            || ["@U0ALICE001", "@U0BOB00001"].contains(&token)
            || token.strip_prefix('#').is_some_and(|id| is_told(id) || owns.iter().any(|own| own == id))
            || LINKS.iter().any(|link| token.starts_with(link));
        assert!(ours, "<{token}> in {text}");
    }
}

/// The texts of blocks that Slack reads as mrkdwn.
fn unescaped(blocks: &Value) -> String {
    match blocks {
        Value::Array(parts) => parts.iter().map(unescaped).collect(),
        Value::Object(text) if text.get("type").is_some_and(|kind| kind == "mrkdwn") => {
            format!("{}\n", text["text"].as_str().unwrap())
        }
        Value::Object(parts) => parts.values().map(unescaped).collect(),
        _ => String::new(),
    }
}

/// The shape of the incident's document; the channel's address is not the same in each.
fn document(world: &World, number: i64, own: &str) -> Vec<String> {
    let files = world.state().files;
    let name = format!("INC-{number}-postmortem.md");
    let file = files.iter().find(|file| file.name == name).expect("there is a document");
    let text = file.text.as_deref().unwrap();
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.contains(turns), "something turns {name} around");
    let parts = markdown_judge::read(text, false).shape.into_iter();
    // Each message has an address of its own.
    let kind = |kind: String| match kind.rsplit_once("/p") {
        Some((address, _)) => address.replace(own, "C"),
        None => kind.replace(own, "C"),
    };
    parts.map(|part| format!("{} {}", part.depth, kind(part.kind))).collect()
}

#[tokio::test]
async fn hostile_words_call_nobody_and_leave_messages_and_documents_their_shape() {
    let mut world = with_partners().await;
    let (tame, _) = lives_through(&mut world, 1, "Checkout is down").await;
    let expected = document(&world, 1, &tame);
    let mut owns = vec![tame];
    for (words, number) in HOSTILE.iter().zip(2..) {
        let (own, seen) = lives_through(&mut world, number, words).await;
        owns.push(own.clone());
        // Slack refused nothing.
        assert_eq!(world.given_up().await, [""; 0], "{words:?}");
        let state = world.state();
        for channel in [&own, "incidents", "general", "partners"].map(|name| state.channel(name).unwrap()) {
            names_only_who_took_part(channel, &owns);
        }
        for view in &seen {
            names_only_ours(&unescaped(view), &owns);
        }
        // The invitations that were meant are the only ones.
        assert_eq!(world.members(&own), ["alice", "bob"], "{words:?}");
        let found = document(&world, number, &own);
        let differs = found.iter().zip(&expected).find(|(hostile, tame)| hostile != tame);
        assert_eq!((differs, found.len()), (None, expected.len()), "{words:?}");
    }
    world.leave().await;
}
