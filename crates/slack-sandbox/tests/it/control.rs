//! The control API over HTTP, and the handle's own business.

use serde_json::json;
use slack_sandbox::{Options, Sandbox, Seed};

use crate::world::{ALICE, Answer, GENERAL, World, button, modal, options};

#[tokio::test]
async fn a_whole_story_is_driven_over_http() {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", modal())]);
    let command = json!({"user": "alice", "channel": "general", "command": "/inc", "text": "go"});
    let (status, seen) = world.control("POST", "command", command).await;
    assert_eq!((status, seen["ok"].as_bool()), (200, Some(true)));
    assert_eq!(
        (seen["ack"]["status"].as_u64(), seen["ack"]["outcome"].as_str()),
        (Some(200), Some("answered"))
    );
    let view = seen["view"]["id"].clone();
    world.answers([Answer::Json(json!({"response_action": "errors", "errors": {"title": "No"}}))]);
    let submit = json!({"user": ALICE, "view_id": view, "values": {"title": {"value": "x"}}});
    let (_, seen) = world.control("POST", "submit", submit.clone()).await;
    assert_eq!(seen["field_errors"], json!({"title": "No"}));
    assert_eq!(world.control("POST", "submit", submit).await.1["field_errors"], json!({}));
    let (_, said) =
        world.control("POST", "message", json!({"user": "bob", "channel": GENERAL, "text": "hi"})).await;
    let on = |user: &str| json!({"user": user, "channel": "general", "message_ts": said["ts"]});
    let mut reaction = on("alice");
    reaction["name"] = "eyes".into();
    assert_eq!(world.control("POST", "reaction", reaction.clone()).await.0, 200);
    assert_eq!(world.control("POST", "reaction", reaction).await.1["error"], "already_reacted");
    assert_eq!(world.control("POST", "pin", on("alice")).await.0, 200);
    let ts = world.post_message(GENERAL, json!({"text": "x", "blocks": button("go", "1")})).await;
    let click = json!({"user": "alice", "channel": "general", "message_ts": ts, "action_id": "go"});
    assert_eq!(world.control("POST", "click", click).await.1["ack"]["status"], 200);
    assert_eq!(
        world.control("POST", "shortcut", json!({"user": "alice", "callback_id": "declare"})).await.0,
        200
    );
    assert_eq!(world.control("POST", "home", json!({"user": "alice"})).await.0, 200);
    assert_eq!(world.control("POST", "redeliver", json!({})).await.1["ack"]["status"], 200);
    assert_eq!(world.control("POST", "idle", json!({})).await.0, 200);
    let (_, state) = world.control("GET", "state", json!({})).await;
    let channel =
        state["channels"].as_array().unwrap().iter().find(|one| one["id"] == GENERAL).unwrap().clone();
    assert_eq!(channel["messages"][0]["reactions"][0]["name"], "eyes");
    assert_eq!(channel["pins"][0]["text"], "hi");
    let (_, calls) = world.control("GET", "calls", json!({})).await;
    assert_eq!(calls["calls"][0]["method"], "views.open");
    assert_eq!(calls["calls"][0]["answer"]["ok"], true);
    assert!(
        !world.control("GET", "deliveries", json!({})).await.1["deliveries"].as_array().unwrap().is_empty()
    );
}

#[tokio::test]
async fn a_wrong_driver_gets_a_clear_answer() {
    let world = World::start().await;
    let cases = [
        ("command", json!({"user": "nobody", "channel": "general", "command": "/inc"}), 404, "unknown_user"),
        ("command", json!({"user": "alice"}), 400, "invalid_request"),
        (
            "command",
            json!({"user": "alice", "channel": "general", "command": "/inc", "oops": 1}),
            400,
            "invalid_request",
        ),
        ("message", json!({"user": "bob", "channel": "lobby", "text": "x"}), 400, "not_a_member"),
        ("message", json!({"user": "alice", "channel": "old-news", "text": "x"}), 400, "channel_archived"),
        ("submit", json!({"user": "alice"}), 404, "no_open_view"),
        ("close_view", json!({"user": "alice"}), 404, "no_open_view"),
        ("faults", json!({"calls": [{"method": "*", "trouble": "gremlins"}]}), 400, "invalid_request"),
        ("redeliver", json!({}), 404, "no_such_delivery"),
    ];
    for (path, body, status, error) in cases {
        let (got, answer) = world.control("POST", path, body.clone()).await;
        assert_eq!((got, answer["error"].as_str()), (status, Some(error)), "{path} {body}");
        assert!(!answer["message"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn faults_are_set_and_read_over_http() {
    let world = World::start().await;
    let faults = json!({
        "calls": [{"method": "chat.*", "trouble": "rate_limited", "retry_after_seconds": 1, "times": 3}],
        "deliveries": [{"kind": "event", "trouble": "late", "milliseconds": 5, "probability": 0.5}],
    });
    assert_eq!(world.control("POST", "faults", faults.clone()).await.0, 200);
    assert_eq!(world.api_raw("chat.postMessage", json!({})).await.0, 429);
    let (_, left) = world.control("GET", "faults", json!({})).await;
    assert_eq!(left["calls"][0]["times"], 2);
    assert_eq!(left["deliveries"], faults["deliveries"]);
}

#[tokio::test]
async fn a_reset_forgets_everything_but_the_seed_and_the_numbers() {
    let world = World::start().await;
    let first = world.post_message(GENERAL, json!({"text": "x"})).await;
    let made = world.ok("conversations.create", json!({"name": "inc"})).await["channel"]["id"].clone();
    assert_eq!(world.control("POST", "reset", json!({})).await.0, 200);
    assert!(world.sandbox.calls().is_empty());
    let state = world.sandbox.state();
    assert!(state.channel("inc").is_none() && state.channel("general").unwrap().messages.is_empty());
    assert!(world.post_message(GENERAL, json!({"text": "y"})).await > first);
    let again = world.ok("conversations.create", json!({"name": "inc"})).await["channel"]["id"].clone();
    assert_ne!(again, made);
}

#[tokio::test]
async fn a_seed_is_a_small_file() {
    let seed = "
        [team]
        domain = \"acme\"
        [[users]]
        name = \"ann\"
        real_name = \"Ann\"
        [[users]]
        name = \"하늘\"
        guest = \"multi_channel\"
        [[channels]]
        name = \"ops\"
        members = [\"ann\"]
        bot = true
        [[usergroups]]
        handle = \"oncall\"
        users = [\"ann\"]
    ";
    let world = World::with(Options { seed: Seed::from_toml(seed).unwrap(), ..options() }).await;
    let state = world.sandbox.state();
    assert_eq!(state.channel("ops").unwrap().members, ["U0ANN00000", "U0SANDBOT1"]);
    assert_eq!(state.channel("general").unwrap().members, ["U0ANN00000"]);
    assert_eq!(state.usergroups[0]["users"], json!(["U0ANN00000"]));
    assert!(Seed::from_toml("[[users]]\nnick = \"x\"").is_err());
    assert!(Seed::from_file("/nowhere/seed.toml").unwrap_err().to_string().contains("/nowhere/seed.toml"));
}

#[tokio::test]
async fn a_stopped_sandbox_hangs_up() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let api = sandbox.api_url();
    assert!(crate::world::call(&api, "auth.test", &json!({})).await.is_ok());
    sandbox.shutdown().await;
    tokio::task::yield_now().await;
    let gone = async {
        while crate::world::call(&api, "auth.test", &json!({})).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), gone).await.expect("it stops listening");
}
