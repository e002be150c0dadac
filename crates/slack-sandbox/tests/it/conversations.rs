//! Channels: making, listing, paging, who is in them, and what hangs on them.

use serde_json::{Value, json};
use slack_sandbox::{ChannelAct, ChannelVerb, Options, UserAct, UserVerb};

use crate::world::{ALICE, BOB, BOT, GENERAL, World, options};

fn names(answer: &Value) -> Vec<String> {
    let channels = answer["channels"].as_array().unwrap();
    channels.iter().map(|channel| channel["name"].as_str().unwrap_or("direct").to_owned()).collect()
}

#[tokio::test]
async fn a_new_channel_has_the_bot_alone_in_it() {
    let world = World::start().await;
    let channel = world.ok("conversations.create", json!({"name": "inc-1"})).await["channel"].clone();
    assert_eq!(channel["is_member"], true);
    assert_eq!(channel["creator"], BOT);
    assert_eq!(channel["topic"], json!({"value": "", "creator": "", "last_set": 0}));
    let members = world.ok("conversations.members", json!({"channel": channel["id"]})).await;
    assert_eq!(members["members"], json!([BOT]));
}

#[tokio::test]
async fn names_in_other_alphabets_pass_by_choice() {
    let world = World::start().await;
    world.ok("conversations.create", json!({"name": "장애-결제"})).await;
    let strict = World::with(Options { unicode_channel_names: false, ..options() }).await;
    assert_eq!(
        strict.error("conversations.create", json!({"name": "장애-결제"})).await,
        "invalid_name_specials"
    );
}

#[tokio::test]
async fn topic_purpose_and_join_leave_their_notes() {
    let world = World::start().await;
    let id = world.ok("conversations.create", json!({"name": "inc-1"})).await["channel"]["id"].clone();
    world.ok("conversations.setTopic", json!({"channel": id, "topic": "SEV1"})).await;
    world.ok("conversations.setTopic", json!({"channel": id, "topic": "SEV1"})).await;
    world.ok("conversations.setPurpose", json!({"channel": id, "purpose": "Why"})).await;
    world.ok("conversations.invite", json!({"channel": id, "users": ALICE})).await;
    let state = world.sandbox.state();
    let channel = state.channel("inc-1").unwrap();
    assert_eq!((channel.topic.as_str(), channel.purpose.as_str()), ("SEV1", "Why"));
    let notes: Vec<&str> = channel.messages.iter().filter_map(|message| message.subtype.as_deref()).collect();
    assert_eq!(notes, ["channel_join", "channel_topic", "channel_topic", "channel_purpose", "channel_join"]);
}

#[tokio::test]
async fn joining_twice_is_only_remarked_on() {
    let world = World::start().await;
    world.ok("conversations.join", json!({"channel": "C0RANDOM01"})).await;
    let again = world.ok("conversations.join", json!({"channel": "C0RANDOM01"})).await;
    assert_eq!(again["warning"], "already_in_channel");
    assert_eq!(again["response_metadata"]["warnings"], json!(["already_in_channel"]));
}

#[tokio::test]
async fn lists_show_what_the_bot_may_know_of() {
    let world = World::start().await;
    let public = names(&world.ok("conversations.list", json!({})).await);
    assert_eq!(public, ["general", "incidents", "lobby", "old-news", "random"]);
    let open = names(&world.ok("conversations.list", json!({"exclude_archived": "true"})).await);
    assert!(!open.contains(&"old-news".to_owned()));
    let private = world.ok("conversations.list", json!({"types": "private_channel"})).await;
    assert!(names(&private).is_empty());
    assert_eq!(names(&world.ok("users.conversations", json!({})).await), ["general", "incidents"]);
    let shared = world.ok("users.conversations", json!({"user": ALICE})).await;
    assert_eq!(names(&shared), ["general", "incidents", "lobby", "old-news", "random"]);
    assert!(shared["channels"][0].get("is_member").is_none());
}

#[tokio::test]
async fn pages_follow_their_cursors_to_the_end() {
    let world = World::start().await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = world
            .ok("conversations.members", json!({"channel": GENERAL, "limit": 4, "cursor": cursor}))
            .await;
        seen.extend(page["members"].as_array().unwrap().clone());
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap().to_owned();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), 6);
    assert!(seen.contains(&json!(BOT)));
}

#[tokio::test]
async fn windows_of_history_are_exclusive_unless_told_otherwise() {
    let world = World::start().await;
    let mut ts = Vec::new();
    for text in ["a", "b", "c"] {
        ts.push(world.post_message(GENERAL, json!({"text": text})).await);
    }
    let texts = async |body: Value| -> Vec<String> {
        let mut body = body;
        body["channel"] = GENERAL.into();
        let answer = world.ok("conversations.history", body).await;
        answer["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(texts(json!({})).await, ["c", "b", "a"]);
    assert_eq!(texts(json!({"oldest": ts[0], "latest": ts[2]})).await, ["b"]);
    assert_eq!(texts(json!({"oldest": ts[0], "latest": ts[2], "inclusive": true})).await, ["c", "b", "a"]);
    assert_eq!(texts(json!({"limit": 1})).await, ["c"]);
    assert_eq!(texts(json!({"oldest": "0"})).await.len(), 3);
}

#[tokio::test]
async fn pins_and_bookmarks_are_kept_and_listed() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "root cause"})).await;
    world.ok("pins.add", json!({"channel": GENERAL, "timestamp": ts})).await;
    let pins = world.ok("pins.list", json!({"channel": GENERAL})).await;
    assert_eq!(pins["items"][0]["message"]["text"], "root cause");
    assert_eq!(pins["items"][0]["created_by"], BOT);
    let bookmark =
        json!({"channel_id": GENERAL, "title": "Page", "type": "link", "link": "https://x.example"});
    let made = world.ok("bookmarks.add", bookmark).await["bookmark"].clone();
    let edit = json!({"channel_id": GENERAL, "bookmark_id": made["id"], "title": "Incident page"});
    world.ok("bookmarks.edit", edit).await;
    let list = world.ok("bookmarks.list", json!({"channel_id": GENERAL})).await;
    assert_eq!(list["bookmarks"][0]["title"], "Incident page");
    assert_eq!(list["bookmarks"][0]["link"], "https://x.example");
    let state = world.sandbox.state();
    assert_eq!(state.channel("general").unwrap().pins[0].ts, ts);
}

#[tokio::test]
async fn people_act_on_channels_within_their_rights() {
    let world = World::start().await;
    let act = |user: &str, act: ChannelVerb, channel: &str| ChannelAct::new(user, act, channel);
    let sandbox = &world.sandbox;
    let id = sandbox.channel_act(act("alice", ChannelVerb::Create, "war-room")).await.unwrap();
    sandbox.channel_act(act("alice", ChannelVerb::Invite, "war-room").target("bot")).await.unwrap();
    world.post_message(&id, json!({"text": "hello"})).await;
    sandbox.channel_act(act("alice", ChannelVerb::Rename, "war-room").text("peace-room")).await.unwrap();
    sandbox.channel_act(act("bob", ChannelVerb::Join, "peace-room")).await.unwrap();
    sandbox.channel_act(act("bob", ChannelVerb::Kick, "peace-room").target("bot")).await.unwrap();
    assert_eq!(
        world.error("chat.update", json!({"channel": id, "ts": "1.1", "text": "x"})).await,
        "message_not_found"
    );
    assert_eq!(
        world.error("conversations.setTopic", json!({"channel": id, "topic": "x"})).await,
        "not_in_channel"
    );
    let cases = [
        (act("gina", ChannelVerb::Create, "mine"), "restricted_action"),
        (act("gina", ChannelVerb::Join, "random"), "channel_not_visible"),
        (act("bob", ChannelVerb::Join, "security"), "channel_not_visible"),
        (act("frank", ChannelVerb::Join, "random"), "user_deactivated"),
        (act("bob", ChannelVerb::Create, "random"), "name_taken"),
        (act("bob", ChannelVerb::Leave, "general"), "is_general"),
        (act("bob", ChannelVerb::Archive, "nowhere"), "unknown_channel"),
    ];
    for (act, error) in cases {
        assert_eq!(sandbox.channel_act(act.clone()).await.unwrap_err().error, error, "{act:?}");
    }
}

#[tokio::test]
async fn a_closed_account_leaves_everything() {
    let world = World::start().await;
    let act = UserAct { user: "bob".into(), act: UserVerb::Deactivate, real_name: None, display_name: None };
    assert_eq!(world.sandbox.user_act(act).await.unwrap(), BOB);
    let user = world.ok("users.info", json!({"user": BOB})).await;
    assert_eq!(user["user"]["deleted"], true);
    let members = world.ok("conversations.members", json!({"channel": GENERAL})).await;
    assert!(!members["members"].as_array().unwrap().contains(&json!(BOB)));
    let events = world.events().await;
    assert!(events.iter().any(|event| event["type"] == "user_change" && event["user"]["id"] == BOB));
}

#[tokio::test]
async fn a_member_who_becomes_a_guest_stays_where_they_are() {
    let world = World::start().await;
    let act = UserAct { user: "bob".into(), act: UserVerb::MakeGuest, real_name: None, display_name: None };
    world.sandbox.user_act(act).await.unwrap();
    let members = world.ok("conversations.members", json!({"channel": GENERAL})).await;
    assert!(members["members"].as_array().unwrap().contains(&json!(BOB)));
    let events = world.events().await;
    let told = events.iter().find(|event| event["type"] == "user_change").unwrap();
    assert_eq!(
        (told["user"]["is_restricted"].as_bool(), told["user"]["is_ultra_restricted"].as_bool()),
        (Some(true), Some(false))
    );
}

#[tokio::test]
async fn people_and_groups_are_listed() {
    let world = World::start().await;
    let users = world.ok("users.list", json!({"limit": 200})).await;
    assert_eq!(users["members"].as_array().unwrap().len(), 8);
    let minji =
        world.ok("users.info", json!({"user": "U0MINJI001", "include_locale": true})).await["user"].clone();
    assert_eq!(minji["real_name"], "김민지");
    assert_eq!(
        (minji["profile"]["display_name"].as_str(), minji["locale"].as_str()),
        (Some("민지"), Some("ko-KR"))
    );
    let guest = world.ok("users.info", json!({"user": "U0GINA0001"})).await["user"].clone();
    assert_eq!(
        (guest["is_restricted"].as_bool(), guest["is_ultra_restricted"].as_bool()),
        (Some(true), Some(true))
    );
    let found = world.ok("users.lookupByEmail", json!({"email": "ALICE@example.com"})).await;
    assert_eq!(found["user"]["id"], ALICE);
    let groups = world.ok("usergroups.list", json!({"include_users": true, "include_count": true})).await;
    assert_eq!(groups["usergroups"][0]["handle"], "sre");
    assert_eq!(groups["usergroups"][0]["user_count"], "2");
    let users = world.ok("usergroups.users.list", json!({"usergroup": "S0SRE00001"})).await;
    assert_eq!(users["users"], json!([ALICE, "U0MINJI001"]));
}
