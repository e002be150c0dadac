//! Views: triggers, the stack, hashes, external ids and what survives an update.

use chrono::TimeDelta;
use serde_json::{Value, json};
use slack_sandbox::{Click, Command, Outcome, Submit};

use crate::world::{ALICE, BOB, World, modal};

async fn trigger(world: &World) -> String {
    let outcome = world.sandbox.command(Command::new("alice", "general", "/inc", "")).await.unwrap();
    outcome.trigger_id.unwrap()
}

/// A trigger from a button inside the open modal.
async fn inner_trigger(world: &World) -> String {
    let view = top(world)["id"].as_str().unwrap().to_owned();
    let outcome: Outcome = world.sandbox.click(Click::view("alice", &view, "more")).await.unwrap();
    outcome.trigger_id.unwrap()
}

fn top(world: &World) -> Value {
    world.sandbox.state().top_view(ALICE).unwrap().clone()
}

/// A modal with a button in it, so that triggers can come from inside.
fn pressable() -> Value {
    let mut view = modal();
    view["blocks"]
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "actions", "block_id": "buttons", "elements": [
        {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}]}));
    view
}

#[tokio::test]
async fn a_trigger_works_once_within_three_seconds() {
    let world = World::start().await;
    let fresh = trigger(&world).await;
    world.clock.advance(TimeDelta::milliseconds(2999));
    let opened = world.ok("views.open", json!({"trigger_id": fresh, "view": modal()})).await;
    assert_eq!(opened["view"]["state"], json!({"values": {}}));
    assert_eq!(opened["view"]["private_metadata"], "kept");
    assert_eq!(opened["view"]["root_view_id"], opened["view"]["id"]);
    let again = json!({"trigger_id": fresh, "view": modal()});
    assert_eq!(world.error("views.open", again).await, "exchanged_trigger_id");
    let stale = trigger(&world).await;
    world.clock.advance(TimeDelta::seconds(3));
    assert_eq!(
        world.error("views.open", json!({"trigger_id": stale, "view": modal()})).await,
        "expired_trigger_id"
    );
    assert_eq!(
        world.error("views.open", json!({"trigger_id": "1.2.a", "view": modal()})).await,
        "invalid_trigger_id"
    );
}

#[tokio::test]
async fn a_wrong_view_does_not_spend_the_trigger() {
    let world = World::start().await;
    let trigger = trigger(&world).await;
    for view in [json!("text"), json!({"type": "home", "blocks": []}), json!({"type": "modal", "blocks": []})]
    {
        let answer = world.api("views.open", json!({"trigger_id": trigger, "view": view})).await;
        assert!(answer["error"].as_str().unwrap().starts_with("invalid_"), "{answer}");
    }
    world.ok("views.open", json!({"trigger_id": trigger, "view": modal()})).await;
}

#[tokio::test]
async fn a_stack_is_three_views_deep() {
    let world = World::start().await;
    let first = trigger(&world).await;
    assert_eq!(world.error("views.push", json!({"trigger_id": first, "view": modal()})).await, "not_found");
    world.ok("views.open", json!({"trigger_id": first, "view": pressable()})).await;
    let root = top(&world)["id"].clone();
    for depth in 2..=3 {
        let trigger = inner_trigger(&world).await;
        let pushed = world.ok("views.push", json!({"trigger_id": trigger, "view": pressable()})).await;
        assert_eq!(pushed["view"]["root_view_id"], root);
        assert_eq!(world.sandbox.state().views[ALICE].len(), depth);
    }
    let trigger = inner_trigger(&world).await;
    assert_eq!(
        world.error("views.push", json!({"trigger_id": trigger, "view": modal()})).await,
        "push_limit_reached"
    );
    let covered =
        world.sandbox.click(Click::view("alice", root.as_str().unwrap(), "more")).await.unwrap_err();
    assert_eq!(covered.error, "view_not_on_top");
}

#[tokio::test]
async fn a_hash_tells_when_the_view_has_moved_on() {
    let world = World::start().await;
    let trigger = trigger(&world).await;
    let opened =
        world.ok("views.open", json!({"trigger_id": trigger, "view": modal()})).await["view"].clone();
    let update = |hash: &Value| json!({"view_id": opened["id"], "hash": hash, "view": modal()});
    let updated = world.ok("views.update", update(&opened["hash"])).await["view"].clone();
    assert_ne!(updated["hash"], opened["hash"]);
    assert_eq!(world.error("views.update", update(&opened["hash"])).await, "hash_conflict");
    assert_eq!(world.error("views.update", update(&json!(""))).await, "hash_conflict");
    world.ok("views.update", json!({"view_id": opened["id"], "view": modal()})).await;
    assert_eq!(
        world.error("views.update", json!({"view_id": "V0NOWHERE1", "view": modal()})).await,
        "not_found"
    );
    assert_eq!(world.error("views.update", json!({"view": modal()})).await, "invalid_arguments");
}

#[tokio::test]
async fn external_ids_find_a_view_and_are_unique() {
    let world = World::start().await;
    let mut view = modal();
    view["external_id"] = "mine".into();
    let first = trigger(&world).await;
    world.ok("views.open", json!({"trigger_id": first, "view": view})).await;
    world.ok("views.update", json!({"external_id": "mine", "view": view})).await;
    let home = json!({"type": "home", "external_id": "mine", "blocks": []});
    assert_eq!(
        world.error("views.publish", json!({"user_id": BOB, "view": home})).await,
        "duplicate_external_id"
    );
}

#[tokio::test]
async fn typed_text_survives_only_under_the_same_ids() {
    let world = World::start().await;
    let first = trigger(&world).await;
    world.ok("views.open", json!({"trigger_id": first, "view": modal()})).await;
    let id = top(&world)["id"].as_str().unwrap().to_owned();
    // An input that does not dispatch keeps what is typed and tells nobody.
    let typed = world.sandbox.click(Click::view("alice", &id, "value").value("draft")).await.unwrap();
    assert!(typed.ack.is_none());
    let mut same = modal();
    same["blocks"][0]["element"]["initial_value"] = "ignored".into();
    world.ok("views.update", json!({"view_id": id, "view": same})).await;
    assert_eq!(top(&world)["state"]["values"]["title"]["value"]["value"], "draft");
    let mut renamed = same;
    renamed["blocks"][0]["block_id"] = "title2".into();
    world.ok("views.update", json!({"view_id": id, "view": renamed})).await;
    assert_eq!(
        top(&world)["state"]["values"],
        json!({"title2": {"value": {"type": "plain_text_input", "value": "ignored"}}})
    );
}

#[tokio::test]
async fn blocks_without_ids_get_new_ones_at_every_update() {
    let world = World::start().await;
    let mut view = modal();
    view["blocks"][0].as_object_mut().unwrap().remove("block_id");
    let first = trigger(&world).await;
    let opened = world.ok("views.open", json!({"trigger_id": first, "view": view})).await["view"].clone();
    let updated =
        world.ok("views.update", json!({"view_id": opened["id"], "view": view})).await["view"].clone();
    assert_ne!(opened["blocks"][0]["block_id"], updated["blocks"][0]["block_id"]);
}

#[tokio::test]
async fn an_oversized_view_is_refused() {
    let world = World::start().await;
    let first = trigger(&world).await;
    let mut view = modal();
    let text = "x".repeat(2900);
    let block = json!({"type": "section", "text": {"type": "plain_text", "text": text}});
    view["blocks"] = std::iter::repeat_n(block, 99).collect();
    assert_eq!(world.error("views.open", json!({"trigger_id": first, "view": view})).await, "view_too_large");
}

#[tokio::test]
async fn a_home_tab_is_published_per_person() {
    let world = World::start().await;
    let home = json!({"type": "home", "blocks": [{"type": "divider"}], "callback_id": "home"});
    let first = world.ok("views.publish", json!({"user_id": ALICE, "view": home})).await["view"].clone();
    let outdated = json!({"user_id": ALICE, "view": home, "hash": "1.x"});
    assert_eq!(world.error("views.publish", outdated).await, "hash_conflict");
    let second =
        world.ok("views.publish", json!({"user_id": ALICE, "view": home, "hash": first["hash"]})).await;
    assert_eq!(second["view"]["id"], first["id"]);
    assert_eq!(
        world.error("views.publish", json!({"user_id": "U0NOBODY01", "view": home})).await,
        "invalid_arguments"
    );
    assert_eq!(
        world.error("views.publish", json!({"user_id": ALICE, "view": modal()})).await,
        "invalid_arguments"
    );
    let state = world.sandbox.state();
    assert_eq!(state.home_views.keys().collect::<Vec<_>>(), [ALICE]);
    let misuse =
        world.sandbox.submit(Submit::new("alice", json!({})).view(first["id"].as_str().unwrap())).await;
    assert_eq!(misuse.unwrap_err().error, "nothing_to_submit");
}
