//! Which requests are taken for Slack's and for this workspace's, and what becomes of the others.

use insta::assert_snapshot;
use serde_json::json;

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::world::{SECRET, World, noon, told};

#[tokio::test]
async fn whatever_slack_has_not_signed_is_turned_away_without_a_word() {
    let world = World::start().await;
    let body = declaration("T0SANDBOX1", "U0ALICE001", "declare sev0 Forged");
    let now = noon().timestamp();
    let good = slack_sandbox::sign(SECRET, now, body.as_bytes());
    let foreign = slack_sandbox::sign("another secret", now, body.as_bytes());
    let upper = format!("v0={}", good[3..].to_uppercase());
    let unsigned = Knock { path: COMMANDS, body: &body, timestamp: None, signature: None };
    let timeless = Knock { path: COMMANDS, body: &body, timestamp: None, signature: Some(good.clone()) };
    for (why, knock) in [
        ("wrong", Knock::signed(COMMANDS, &body).with_signature(foreign)),
        ("missing", unsigned),
        ("without a time", timeless),
        ("stale", Knock::signed_at(COMMANDS, &body, now - 301)),
        ("from the future", Knock::signed_at(COMMANDS, &body, now + 301)),
        ("upper case", Knock::signed(COMMANDS, &body).with_signature(upper)),
        ("short", Knock::signed(COMMANDS, &body).with_signature(&good[..60])),
        (
            "of another body",
            Knock::signed(COMMANDS, &body).with_signature(slack_sandbox::sign(SECRET, now, b"")),
        ),
        ("for another door", Knock { path: INTERACTIONS, ..Knock::signed_at(COMMANDS, &body, 0) }),
    ] {
        assert_eq!(knock.at(&world).await, "401", "{why}");
    }
    world.nothing_was_declared();
    world.finish().await;
}

#[tokio::test]
async fn a_signature_holds_for_five_minutes_either_way() {
    let mut world = World::start().await;
    let body = declaration("T0SANDBOX1", "U0ALICE001", "help");
    for seconds in [-300, 300] {
        let knock = Knock::signed_at(COMMANDS, &body, noon().timestamp() + seconds);
        assert!(knock.at(&world).await.starts_with("200 "), "{seconds}");
    }
    world.settle().await;
    world.finish().await;
}

#[tokio::test]
async fn a_body_that_is_too_long_is_not_read() {
    let world = World::start_with(|config| config.server.body_limit_bytes = 4096, |_| {}).await;
    let long = declaration("T0SANDBOX1", "U0ALICE001", &format!("declare {}", "x".repeat(5000)));
    let answer = Knock::signed(COMMANDS, &long).at(&world).await;
    assert_eq!(answer, "413");
    world.nothing_was_declared();
    world.finish().await;
}

#[tokio::test]
async fn a_tls_check_is_nothing_but_that() {
    let world = World::start().await;
    let check = "ssl_check=1&token=x";
    let unsigned = Knock { path: COMMANDS, body: check, timestamp: None, signature: None };
    for knock in [Knock::signed(COMMANDS, check), unsigned] {
        assert_eq!(knock.at(&world).await, "200");
    }
    let smuggled =
        format!("ssl_check=1&{}", declaration("T0SANDBOX1", "U0ALICE001", "declare sev0 Smuggled"));
    assert_eq!(Knock::signed(COMMANDS, &smuggled).at(&world).await, "200");
    world.nothing_was_declared();
    world.finish().await;
}

#[tokio::test]
async fn the_address_for_events_proves_itself() {
    let world = World::start().await;
    assert!(world.sandbox.verify_events_url().await);
    let body = r#"{"token":"x","challenge":"3eZbrw1a","type":"url_verification"}"#;
    assert_eq!(Knock::signed(EVENTS, body).at(&world).await, "200 3eZbrw1a");
    assert_eq!(Knock::signed(EVENTS, body).with_signature("v0=00").at(&world).await, "401");
    world.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_what_is_not_known_is_accepted() {
    let world = World::start().await;
    for (path, body) in [
        (INTERACTIONS, "payload=%7B%22type%22"),
        (INTERACTIONS, "no=payload"),
        (EVENTS, "{\"type\":"),
        (EVENTS, ""),
    ] {
        assert_eq!(Knock::signed(path, body).at(&world).await, "400", "{body}");
    }
    let unknown = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "moon_rise"}});
    assert_eq!(Knock::signed(EVENTS, &unknown.to_string()).at(&world).await, "200");
    let odd = json!({"type": "moon_phase", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"}});
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&odd)).at(&world).await, "200");
    world.finish().await;
}

#[tokio::test]
async fn another_workspace_changes_nothing_here() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let typed = declaration("T0ELSEWHERE", "U0ALICE001", "declare sev0 Not here");
    let answer = Knock::signed(COMMANDS, &typed).at(&world).await;
    assert!(answer.contains("This Firebell belongs to another workspace."), "{answer}");

    world.presses_button("bob", &channel, "take:commander").await;
    world.reads_all();
    let mut press = last_press(&world);
    press["team"]["id"] = json!("T0ELSEWHERE");
    press["user"]["id"] = json!("U0CAROL001");
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");

    let event = json!({"type": "event_callback", "team_id": "T0ELSEWHERE", "event_id": "Ev1", "event":
        {"type": "user_change", "user": {"id": "U0ALICE001", "name": "mallory", "deleted": true}}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
    let told = told(&world.types("alice", &channel, "note still alice").await);
    assert_snapshot!(told, @"Noted on the timeline of INC-1.");
    assert_eq!(world.incident(1).await.roles.commander.unwrap().to_string(), "U0BOB00001");
    assert_eq!(world.incident_channels().len(), 1);
    world.finish().await;
}
