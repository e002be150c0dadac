//! A private incident in other hands: an outsider's, a guest's and a stranger's of another organisation. Everything that can be typed,
//! pressed, sent, chosen and opened, by each of them, whether or not anything ever showed it to them.

use serde_json::{Value, json};
use slack_sandbox::Say;

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::private::{ABOUT, tells_nothing, with_private_incident};
use crate::world::World;

/// Whose hands.
#[derive(Clone, Copy)]
struct Hand {
    who: &'static str,
    user: &'static str,
    team: &'static str,
    /// How they are refused.
    refused: &'static str,
}

const NO_SUCH: &str = "There is no INC-1 in this workspace. `/incident list` shows what is open.";
const FOR_MEMBERS: &str = "Guests can read along, but only members can act on an incident.";

const HANDS: [Hand; 3] = [
    Hand { who: "an outsider", user: "U0BOB00001", team: "T0SANDBOX1", refused: NO_SUCH },
    Hand { who: "a guest", user: "U0GINA0001", team: "T0SANDBOX1", refused: NO_SUCH },
    Hand { who: "a stranger", user: "U0OLGA0001", team: "T0THEIRS01", refused: FOR_MEMBERS },
];

impl Hand {
    fn named(self) -> Value {
        json!({"id": self.user, "team_id": self.team})
    }
}

/// The private incident beside one that everybody may know of, whose panel carol has pressed; and the private channel.
async fn stage() -> (World, String) {
    let (mut world, private) = with_private_incident().await;
    let olga = json!({"id": "U0OLGA0001", "team_id": "T0THEIRS01", "name": "olga"});
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "user_change", "user": olga}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
    world.types("alice", &private, "update").await;
    world.sends("alice", crate::world::update("Zanzibar drive is wiped", 60)).await;
    let public = world.declares("carol", "sev2", "Search is slow").await;
    world.takes("carol", "triage", &public).await;
    world.reads_all();
    (world, private)
}

/// The incident as it has to stay.
async fn untouched(world: &World) -> (String, usize) {
    (serde_json::to_string(&world.incident(1).await).unwrap(), world.timeline(1).await.len())
}

/// What a payload needs so that it can be answered: a trigger and a place for private words, each good for this once.
async fn with_ways_to_answer(world: &mut World, payload: &mut Value) {
    world.types("bob", "general", "help").await;
    let deliveries = world.sandbox.deliveries();
    let typed = deliveries.iter().rev().find(|one| one.body.contains("response_url=")).expect("it was typed");
    for (key, value) in url::form_urlencoded::parse(typed.body.as_bytes()) {
        if key == "trigger_id" || key == "response_url" {
            payload[&*key] = json!(value);
        }
    }
}

/// All that is said because of a payload: in the answer, in private words behind it, and in whatever Slack is told.
async fn answered(world: &mut World, mut payload: Value) -> String {
    with_ways_to_answer(world, &mut payload).await;
    let (calls, whispers) = (world.sandbox.calls().len(), world.whispers("bob", "general").len());
    let answer = Knock::signed(INTERACTIONS, &interaction(&payload)).at(world).await;
    world.settle().await;
    let mut words = vec![answer];
    words.extend(world.whispers("bob", "general").split_off(whispers));
    let calls = world.sandbox.calls().split_off(calls);
    words.extend(calls.into_iter().map(|call| format!("{} {}", call.method, call.arguments)));
    words.join("\n")
}

/// Wants these words in the answer, if any, and nothing of the incident.
fn is_refused(answer: &str, words: &str, channel: &str, what: &str) {
    assert!(answer.starts_with("200") && answer.contains(words), "{what}: {answer}");
    tells_nothing(&answer.replace("There is no INC-1 in", ""), channel, what);
}

fn option(value: &str) -> Value {
    json!({"selected_option": {"value": value, "text": {"type": "plain_text", "text": value}}})
}

/// Every button and every select there is on an incident: its block, its action and what it bears.
fn presses() -> Vec<(&'static str, &'static str, Value)> {
    let value = |value: &str| json!({"value": value});
    vec![
        ("take:1", "take:commander", value("-")),
        ("assign:1", "assign:commander", json!({"selected_user": "U0CAROL001"})),
        ("anyway:1", "anyway:commander", value("U0BOB00001 - ")),
        ("area:1", "area:0", value("database")),
        ("severity:1", "severity:sev0", value("sev0")),
        ("controls:1", "stage", option("triage")),
        ("controls:1", "stage", option("ready")),
        ("controls:1", "update", value("1")),
        ("controls:1", "resolve", value("1")),
        ("controls:1", "close", value("1")),
        ("controls:1", "reopen", value("1")),
        ("controls:1", "cancel", value("1")),
        ("controls:1", "export", value("1")),
        ("service:1", "service", value("1")),
        ("timeline:1", "timeline-earlier", value("2")),
        ("timeline:1", "timeline-later", value("1")),
        ("reminder:1", "update", value("1")),
        ("reminder:1", "snooze", value("15")),
        ("reminder:1", "nothing-new", value("1795316400000")),
        ("deliveries:1:1:channel", "retry", value("channel")),
        ("deliveries:1:1:C0RANDOM01", "retry", value("C0RANDOM01")),
        ("deliveries:1", "edit-update", value("1")),
    ]
}

fn press_of(original: &Value, hand: Hand, (block, action, bears): &(&str, &str, Value), at: usize) -> Value {
    let mut press = original.clone();
    press["user"] = hand.named();
    press["channel"] = json!({"id": "C0GENERAL1", "name": "general"});
    let mut action = json!({"block_id": block, "action_id": action, "action_ts": format!("{at}.1")});
    action.as_object_mut().unwrap().extend(bears.as_object().unwrap().clone());
    press["actions"] = json!([action]);
    press
}

#[tokio::test]
async fn every_button_and_every_select_says_that_there_is_no_such_incident() {
    let (mut world, channel) = stage().await;
    let (original, before) = (last_press(&world), untouched(&world).await);
    for hand in HANDS {
        for (at, press) in presses().iter().enumerate() {
            let answer = answered(&mut world, press_of(&original, hand, press, at)).await;
            is_refused(&answer, hand.refused, &channel, &format!("{}: {press:?}", hand.who));
        }
    }
    assert_eq!(untouched(&world).await, before);
    assert_eq!(world.reads(&channel), "");
    world.leave().await;
}

#[tokio::test]
async fn what_is_pressed_in_forms_and_at_home_says_so_too() {
    let (mut world, channel) = stage().await;
    let (original, before) = (last_press(&world), untouched(&world).await);
    let in_view = [
        ("update-1", "preview:1", "preview"),
        ("home-1", "board:1", "update"),
        ("home-1", "owed:1", "update"),
    ];
    for hand in HANDS {
        for (at, (callback, block, action)) in in_view.into_iter().enumerate() {
            let mut press = press_of(&original, hand, &(block, action, json!({"value": "1"})), at);
            press["view"] =
                json!({"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": "1"});
            press["message"].take();
            press["channel"].take();
            let answer = answered(&mut world, press).await;
            is_refused(&answer, hand.refused, &channel, &format!("{}: {callback} {block}", hand.who));
        }
    }
    assert_eq!(untouched(&world).await, before);
    world.leave().await;
}

/// Every form that changes an incident, filled in for the private one: its name, what it bears, and what is in its fields.
fn forms() -> Vec<(&'static str, String, Value)> {
    let text = |field: &str| json!({field: {"input": {"type": "plain_text_input", "value": "hello"}}});
    let chosen = |fields: &[(&str, &str)]| {
        let all = fields.iter().map(|(field, value)| ((*field).to_owned(), json!({"input": option(value)})));
        Value::Object(all.collect())
    };
    let borne = |number: Value| {
        json!({"message": {"channel": "C0GENERAL1", "ts": "1.1"}, "number": number, "author": {"by": "person", "id": "U0BOB00001"},
            "files": [], "is_worded": true})
        .to_string()
    };
    vec![
        ("update-1", "1".to_owned(), text("what-happened")),
        ("update-correction-1", "1 1".to_owned(), text("what-happened")),
        ("resolve-1", "1".to_owned(), chosen(&[("recovery", "rollback"), ("detection", "customer-centre")])),
        ("make-private-1", "1".to_owned(), text("because")),
        ("cancel-1", "1".to_owned(), text("because")),
        ("cancel-1", "2".to_owned(), chosen(&[("incident", "1")])),
        ("service-1", "1".to_owned(), text("service")),
        ("keep-1", borne(json!(1)), text("note")),
        ("keep-1", borne(Value::Null), chosen(&[("incident", "1")])),
    ]
}

#[tokio::test]
async fn every_form_says_so_below_its_first_field() {
    let (mut world, channel) = stage().await;
    let (original, before) = (last_press(&world), untouched(&world).await);
    let public = serde_json::to_string(&world.incident(2).await).unwrap();
    for hand in HANDS {
        for (at, (callback, bears, values)) in forms().into_iter().enumerate() {
            let what = format!("{}: {callback} {bears}", hand.who);
            let payload = json!({"type": "view_submission", "team": original["team"], "user": hand.named(),
                "api_app_id": original["api_app_id"], "view": {"id": format!("V{}{at}", hand.user), "type": "modal", "hash": "1",
                "callback_id": callback, "private_metadata": bears, "state": {"values": values}}});
            let answer = answered(&mut world, payload).await;
            let is_elsewhere = hand.team == "T0THEIRS01";
            // Below a field nothing is marked up, and this is JSON.
            let refused = hand.refused.replace('`', "\\\"");
            is_refused(&answer, if is_elsewhere { "" } else { &refused }, &channel, &what);
            assert_eq!(answer.contains("\"response_action\":\"errors\""), !is_elsewhere, "{what}: {answer}");
        }
    }
    assert_eq!(untouched(&world).await, before);
    assert_eq!(serde_json::to_string(&world.incident(2).await).unwrap(), public, "nor is it linked");
    world.leave().await;
}

#[tokio::test]
async fn shortcuts_offer_them_nothing_of_it() {
    let (mut world, channel) = stage().await;
    let (original, before) = (last_press(&world), untouched(&world).await);
    let said = world.sandbox.message(Say::new("bob", "general", "Who took it?")).await.unwrap().ts;
    for hand in HANDS {
        for (shortcut, kind) in [
            ("add-to-timeline", "message_action"),
            ("declare-from-message", "message_action"),
            ("declare-incident", "shortcut"),
        ] {
            let mut payload = json!({"type": kind, "callback_id": shortcut, "team": original["team"],
                "user": hand.named(), "api_app_id": original["api_app_id"]});
            if kind == "message_action" {
                payload["channel"] = json!({"id": "C0GENERAL1", "name": "general"});
                payload["message"] =
                    json!({"type": "message", "user": "U0BOB00001", "ts": said, "text": "Who took it?"});
            }
            let answer = answered(&mut world, payload).await;
            let what = format!("{}: {shortcut}", hand.who);
            is_refused(&answer, "", &channel, &what);
            match (hand.who, shortcut) {
                ("an outsider", "add-to-timeline") => assert!(answer.contains("INC-2"), "{what}: {answer}"),
                ("an outsider", _) => assert!(answer.contains("views.open"), "{what}: {answer}"),
                _ => assert!(answer.contains(FOR_MEMBERS), "{what}: {answer}"),
            }
        }
    }
    assert_eq!(untouched(&world).await, before);
    world.leave().await;
}

#[tokio::test]
async fn choices_that_are_offered_as_somebody_types_leave_it_out() {
    let (mut world, channel) = stage().await;
    let original = last_press(&world);
    for hand in HANDS {
        for (callback, block) in [
            ("cancel-1", "incident"),
            ("keep-1", "incident"),
            ("declare-1", "service"),
            ("service-1", "service"),
        ] {
            let payload = json!({"type": "block_suggestion", "team": original["team"], "user": hand.named(),
                "api_app_id": original["api_app_id"], "action_id": "input", "block_id": block, "value": "Zan",
                "view": {"id": "V1", "type": "modal", "callback_id": callback, "private_metadata": "1"}});
            let answer = answered(&mut world, payload).await;
            is_refused(&answer, "", &channel, &format!("{}: {callback}", hand.who));
        }
    }
    let (bob, public) = ("bob", world.incident(2).await.places.channel.unwrap().to_string());
    let duplicates = world.types(bob, &public, "cancel").await.view.unwrap().to_string();
    tells_nothing(&duplicates, &channel, "what it could be a duplicate of");
    world.leave().await;
}

#[tokio::test]
async fn everything_that_strangers_and_guests_type_finds_nothing() {
    let (mut world, channel) = stage().await;
    let before = untouched(&world).await;
    let anything =
        ["", "list", "help", "note hello", "update", "timeline", "export", "cancel", "merge INC-1"];
    for hand in HANDS {
        for (at, text) in ABOUT.iter().chain(&anything).enumerate() {
            let trigger = format!("{at}.{}", hand.user);
            let body = declaration("T0SANDBOX1", hand.user, text).replace("1.2.3", &trigger);
            let calls = world.sandbox.calls().len();
            let answer = Knock::signed(COMMANDS, &body).at(&world).await;
            world.settle().await;
            let called = world.sandbox.calls().split_off(calls);
            let called = called.iter().map(|call| format!("{} {}", call.method, call.arguments));
            let called = called.collect::<Vec<_>>().join("\n");
            // What they typed comes back to them, and the help names examples.
            let own = [*text, "INC-1 in", "There is no INC-1", "INC-42", "A laptop was"];
            let own = own.into_iter().filter(|words| !words.is_empty());
            let unnamed = own.fold(format!("{answer}\n{called}"), |answer, words| answer.replace(words, ""));
            tells_nothing(&unnamed, &channel, &format!("{}: {text}", hand.who));
            assert!(
                answer.starts_with("200") && answer.len() > 20 || called.contains("views.open"),
                "{}: {text}: {answer}",
                hand.who
            );
        }
    }
    assert_eq!(untouched(&world).await, before);
    world.leave().await;
}

#[tokio::test]
async fn their_homes_show_nothing_of_it_open_or_ended() {
    let (mut world, channel) = stage().await;
    for ended in [false, true] {
        if ended {
            world.resolves("alice", &channel).await;
            world.types("alice", &channel, "close").await;
        }
        for hand in HANDS {
            let calls = world.sandbox.calls().len();
            let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": format!("Ev{ended}{}", hand.user),
                "event": {"type": "app_home_opened", "user": hand.user, "tab": "home"}});
            assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
            world.settle().await;
            let drawn = world.sandbox.calls().split_off(calls);
            let drawn: Vec<String> = drawn
                .iter()
                .filter(|call| call.method == "views.publish")
                .map(|call| call.arguments.to_string())
                .collect();
            assert_eq!(drawn.len(), 1, "{}", hand.who);
            tells_nothing(&drawn[0], &channel, hand.who);
        }
    }
    let alice = world.opens_home("alice").await;
    assert!(alice.contains("Ended recently") && alice.contains("Zanzibar"), "{alice}");
    let bob = world.opens_home("bob").await;
    assert!(!bob.contains("Ended recently"), "nothing else has ended: {bob}");
    world.leave().await;
}
