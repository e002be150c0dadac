//! Events: which are sent, their shape, and their retries.

use std::time::Duration;

use serde_json::{Value, json};
use slack_sandbox::{
    App, ChannelAct, ChannelVerb, DeliveryFault, DeliveryTrouble, Home, Options, PinMessage, React,
    Redeliver, Say,
};

use crate::world::{ALICE, Answer, BOB, BOT, GENERAL, World, options, start_of_time};

fn kinds(events: &[Value]) -> Vec<String> {
    let mut kinds: Vec<String> = events
        .iter()
        .map(|event| match event["subtype"].as_str() {
            Some(subtype) => format!("{}/{subtype}", event["type"].as_str().unwrap()),
            None => event["type"].as_str().unwrap().to_owned(),
        })
        .collect();
    kinds.sort();
    kinds
}

async fn say(world: &World, text: &str) -> String {
    world.sandbox.message(Say::new("alice", "general", text)).await.unwrap().ts
}

fn waits(count: usize) -> Vec<Duration> {
    vec![Duration::from_millis(1); count]
}

#[tokio::test]
async fn an_envelope_names_the_installation() {
    let world = World::start().await;
    say(&world, "hello").await;
    world.sandbox.idle().await;
    let received = world.take("/slack/events").remove(0);
    let envelope = received.payload();
    assert_eq!(envelope["type"], "event_callback");
    assert_eq!(envelope["team_id"], "T0SANDBOX1");
    assert_eq!(envelope["event_time"], start_of_time().timestamp());
    assert_eq!(envelope["authorizations"][0]["user_id"], BOT);
    assert!(envelope["event_id"].as_str().unwrap().starts_with("Ev"));
    assert_eq!(envelope["event"]["channel_type"], "channel");
    assert_eq!(envelope["event"]["ts"], envelope["event"]["event_ts"]);
    assert!(received.header("x-slack-retry-num").is_none());
}

#[tokio::test]
async fn a_mention_comes_twice() {
    let world = World::start().await;
    say(&world, "@bot status").await;
    let events = world.events().await;
    assert_eq!(kinds(&events), ["app_mention", "message"]);
    assert!(events.iter().all(|event| event["text"] == format!("<@{BOT}> status")));
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Join, "random")).await.unwrap_err();
    world.sandbox.message(Say::new("alice", "random", "@bot are you here?")).await.unwrap();
    assert!(world.events().await.is_empty(), "the bot is not in that channel");
}

#[tokio::test]
async fn the_bots_own_posts_come_back() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "own"})).await;
    world.ok("chat.update", json!({"channel": GENERAL, "ts": ts, "text": "changed"})).await;
    world.ok("chat.delete", json!({"channel": GENERAL, "ts": ts})).await;
    let events = world.events().await;
    assert_eq!(kinds(&events), ["message", "message/message_changed", "message/message_deleted"]);
    let own = events.iter().find(|event| event.get("subtype").is_none()).unwrap();
    assert_eq!(
        (own["bot_id"].as_str(), own["bot_profile"]["app_id"].as_str()),
        (Some("B0SANDBOT1"), Some("A0SANDBOX1"))
    );
    let changed = events.iter().find(|event| event["subtype"] == "message_changed").unwrap();
    assert_eq!(
        (changed["hidden"].as_bool(), changed["message"]["text"].as_str()),
        (Some(true), Some("changed"))
    );
    assert_eq!(changed["previous_message"]["text"], "own");
    let deleted = events.iter().find(|event| event["subtype"] == "message_deleted").unwrap();
    assert_eq!(deleted["deleted_ts"], ts.as_str());
}

#[tokio::test]
async fn first_replies_and_links_change_the_message() {
    let world = World::start().await;
    let parent = say(&world, "down").await;
    world.events().await;
    for _ in 0..2 {
        world.sandbox.message(Say::new("bob", "general", "+1").in_thread(&parent)).await.unwrap();
    }
    let events = world.events().await;
    assert_eq!(kinds(&events), ["message", "message", "message/message_changed"]);
    let changed = events.iter().find(|event| event["subtype"] == "message_changed").unwrap();
    assert_eq!(changed["message"]["reply_count"], 1);
    say(&world, "see https://status.example.com").await;
    let events = world.events().await;
    assert_eq!(kinds(&events), ["message", "message/message_changed"]);
    let unfurled = events.iter().find(|event| event["subtype"] == "message_changed").unwrap();
    assert_eq!(unfurled["message"]["attachments"][0]["from_url"], "https://status.example.com");
    assert!(unfurled["message"].get("edited").is_none());
}

#[tokio::test]
async fn a_new_channel_tells_of_its_creator_and_its_guests() {
    let world = World::start().await;
    let id = world.ok("conversations.create", json!({"name": "inc-1"})).await["channel"]["id"].clone();
    let events = world.events().await;
    assert_eq!(kinds(&events), ["member_joined_channel", "message/channel_join"]);
    let joined = events.iter().find(|event| event["type"] == "member_joined_channel").unwrap();
    assert_eq!((joined["user"].as_str(), joined["channel_type"].as_str()), (Some(BOT), Some("C")));
    world.ok("conversations.invite", json!({"channel": id, "users": BOB})).await;
    world.ok("conversations.setTopic", json!({"channel": id, "topic": "SEV1"})).await;
    world.ok("conversations.rename", json!({"channel": id, "name": "inc-1b"})).await;
    world.ok("conversations.archive", json!({"channel": id})).await;
    let events = world.events().await;
    assert_eq!(
        kinds(&events),
        [
            "channel_archive",
            "channel_rename",
            "member_joined_channel",
            "message/channel_archive",
            "message/channel_join",
            "message/channel_name",
            "message/channel_topic",
        ]
    );
    let joined = events.iter().find(|event| event["type"] == "member_joined_channel").unwrap();
    assert_eq!((joined["user"].as_str(), joined["inviter"].as_str()), (Some(BOB), Some(BOT)));
    let renamed = events.iter().find(|event| event["type"] == "channel_rename").unwrap();
    assert_eq!(renamed["channel"]["name"], "inc-1b");
}

#[tokio::test]
async fn reactions_and_pins_are_told() {
    let world = World::start().await;
    let ts = say(&world, "root cause").await;
    world.events().await;
    world.sandbox.reaction(React::add("bob", "general", &ts, "pushpin")).await.unwrap();
    world.sandbox.reaction(React::remove("bob", "general", &ts, "pushpin")).await.unwrap();
    world.sandbox.pin(PinMessage::add("bob", "general", &ts)).await.unwrap();
    world.sandbox.pin(PinMessage::remove("bob", "general", &ts)).await.unwrap();
    let events = world.events().await;
    assert_eq!(kinds(&events), ["pin_added", "pin_removed", "reaction_added", "reaction_removed"]);
    let added = events.iter().find(|event| event["type"] == "reaction_added").unwrap();
    assert_eq!(added["item"], json!({"type": "message", "channel": GENERAL, "ts": ts}));
    assert_eq!(added["item_user"], ALICE);
    let pinned = events.iter().find(|event| event["type"] == "pin_added").unwrap();
    assert_eq!((pinned["channel_id"].as_str(), pinned["pin_count"].as_u64()), (Some(GENERAL), Some(1)));
    assert_eq!(pinned["item"]["message"]["text"], "root cause");
    let removed = events.iter().find(|event| event["type"] == "pin_removed").unwrap();
    assert_eq!(removed["has_pins"], false);
}

#[tokio::test]
async fn the_home_tab_tells_of_its_opening() {
    let world = World::start().await;
    let outcome = world.sandbox.open_home(Home::new("alice")).await.unwrap();
    assert!(outcome.view.is_none());
    let home = json!({"type": "home", "blocks": [{"type": "divider"}]});
    world.ok("views.publish", json!({"user_id": ALICE, "view": home})).await;
    let outcome = world.sandbox.open_home(Home::new("alice")).await.unwrap();
    assert_eq!(outcome.view.unwrap()["type"], "home");
    let events = world.events().await;
    assert_eq!(events[0]["tab"], "home");
    assert!(events[0].get("view").is_none());
    assert_eq!(events[1]["view"]["type"], "home");
}

#[tokio::test]
async fn only_subscribed_events_with_their_scope_are_sent() {
    let app = App { events: vec!["reaction_added".into(), "message.channels".into()], ..App::default() };
    let world = World::with(Options { app: app.without_scope("channels:history"), ..options() }).await;
    let ts = say(&world, "@bot").await;
    world.sandbox.reaction(React::add("bob", "general", &ts, "eyes")).await.unwrap();
    assert_eq!(kinds(&world.events().await), ["reaction_added"]);
}

#[tokio::test]
async fn failed_events_are_repeated_three_times_with_their_headers() {
    let world = World::with(Options {
        event_retry_waits: waits(3),
        ack_deadline: Duration::from_secs(3),
        ..options()
    })
    .await;
    world.answers([Answer::Status(500), Answer::Silence, Answer::Status(404), Answer::Status(500)]);
    say(&world, "x").await;
    world.sandbox.idle().await;
    let received = world.take("/slack/events");
    let headers: Vec<_> = received
        .iter()
        .map(|one| (one.header("x-slack-retry-num"), one.header("x-slack-retry-reason")))
        .collect();
    assert_eq!(
        headers,
        [
            (None, None),
            (Some("1"), Some("http_error")),
            (Some("2"), Some("http_timeout")),
            (Some("3"), Some("http_error")),
        ]
    );
    let ids: Vec<Value> = received.iter().map(|one| one.payload()["event_id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[tokio::test]
async fn an_unreachable_app_is_told_so_when_it_is_back() {
    let world = World::with(Options { event_retry_waits: waits(1), ..options() }).await;
    let app = world.sandbox.options().clone();
    assert!(app.app.url.is_none());
    world.sandbox.set_app_url("http://127.0.0.1:1");
    say(&world, "x").await;
    world.sandbox.idle().await;
    let deliveries = world.sandbox.deliveries();
    assert_eq!(deliveries.len(), 2);
    let reason = ("x-slack-retry-reason".to_owned(), "connection_failed".to_owned());
    assert!(deliveries[1].headers.contains(&reason));
}

#[tokio::test]
async fn an_app_can_refuse_retries() {
    let world = World::with(Options { event_retry_waits: waits(3), ..options() }).await;
    world.answers([Answer::WithHeader(500, "x-slack-no-retry", "1".into())]);
    say(&world, "x").await;
    world.sandbox.idle().await;
    assert_eq!(world.take("/slack/events").len(), 1);
}

#[tokio::test]
async fn two_redirects_are_followed_and_no_more() {
    let world = World::with(Options { event_retry_waits: waits(1), ..options() }).await;
    let here = world.sandbox.deliveries();
    assert!(here.is_empty());
    say(&world, "find the address").await;
    world.sandbox.idle().await;
    let url = world.sandbox.deliveries()[0].url.clone();
    world.take("/slack/events");
    let redirect = || Answer::WithHeader(302, "location", url.clone());
    world.answers([redirect(), redirect(), Answer::Status(200)]);
    say(&world, "x").await;
    world.sandbox.idle().await;
    assert_eq!(world.take("/slack/events").len(), 3);
    world.answers([redirect(), redirect(), redirect()]);
    say(&world, "y").await;
    world.sandbox.idle().await;
    let received = world.take("/slack/events");
    assert_eq!(received.len(), 4);
    assert_eq!(received[3].header("x-slack-retry-reason"), Some("too_many_redirects"));
}

#[tokio::test]
async fn events_come_twice_late_and_out_of_order_on_demand() {
    let world = World::with(Options { overtaking_patience: Duration::from_secs(30), ..options() }).await;
    let fault = |trouble| world.sandbox.add_delivery_fault(DeliveryFault::on("message", trouble).times(1));
    let ids = async || -> Vec<Value> {
        world.sandbox.idle().await;
        world.take("/slack/events").iter().map(|one| one.payload()["event_id"].clone()).collect()
    };
    fault(DeliveryTrouble::Twice);
    say(&world, "a").await;
    let twice = ids().await;
    assert_eq!((twice.len(), &twice[0]), (2, &twice[1]));
    fault(DeliveryTrouble::TwiceWithNewEventId);
    say(&world, "b").await;
    let twins = ids().await;
    assert_eq!(twins.len(), 2);
    assert_ne!(twins[0], twins[1]);
    fault(DeliveryTrouble::OutOfOrder);
    say(&world, "first").await;
    say(&world, "second").await;
    let texts: Vec<Value> = world.events().await.iter().map(|event| event["text"].clone()).collect();
    assert_eq!(texts, ["second", "first"]);
    fault(DeliveryTrouble::Late { milliseconds: 1_500 });
    say(&world, "late").await;
    say(&world, "early").await;
    let texts: Vec<Value> = world.events().await.iter().map(|event| event["text"].clone()).collect();
    assert_eq!(texts, ["early", "late"]);
}

#[tokio::test]
async fn a_lost_acknowledgement_brings_the_event_again() {
    let world = World::with(Options { event_retry_waits: waits(1), ..options() }).await;
    world.sandbox.add_delivery_fault(DeliveryFault::on("event", DeliveryTrouble::LoseAck).times(1));
    say(&world, "x").await;
    world.sandbox.idle().await;
    let received = world.take("/slack/events");
    assert_eq!(received.len(), 2);
    assert_eq!(received[1].header("x-slack-retry-reason"), Some("http_timeout"));
}

#[tokio::test]
async fn any_request_can_be_sent_again_byte_for_byte() {
    let world = World::start().await;
    say(&world, "x").await;
    world.sandbox.idle().await;
    world.clock.advance(chrono::TimeDelta::seconds(10));
    let ack = world.sandbox.redeliver(Redeliver::default()).await.unwrap();
    assert!(ack.is_ok());
    let received = world.take("/slack/events");
    assert_eq!(received[0].body, received[1].body);
    assert_ne!(received[0].header("x-slack-signature"), received[1].header("x-slack-signature"));
    let missing = world.sandbox.redeliver(Redeliver { delivery: Some(999) }).await.unwrap_err();
    assert_eq!(missing.error, "no_such_delivery");
}

#[tokio::test]
async fn the_events_address_is_checked_by_its_challenge() {
    let world = World::start().await;
    assert!(!world.sandbox.verify_events_url().await, "an empty answer returns no challenge");
    let sent = world.take("/slack/events").remove(0);
    assert_eq!(sent.payload()["type"], "url_verification");
    assert!(sent.header("x-slack-signature").is_some());
    world.answers([Answer::Challenge]);
    assert!(world.sandbox.verify_events_url().await);
}

#[tokio::test]
async fn events_the_sandbox_does_not_model_can_be_made_up() {
    let world = World::start().await;
    let (status, _) =
        world.control("POST", "event", json!({"event": {"type": "tokens_revoked", "tokens": {}}})).await;
    assert_eq!(status, 200);
    let events = world.events().await;
    assert_eq!(events[0]["type"], "tokens_revoked");
    assert!(events[0]["event_ts"].is_string());
}
