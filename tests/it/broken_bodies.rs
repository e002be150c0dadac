//! Bodies that Slack has signed but that are broken: they are answered within Slack's patience, and the next good request
//! works. What can be saved of them is.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, declaration, filled_in, form, interaction, sends};
use crate::world::World;

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
