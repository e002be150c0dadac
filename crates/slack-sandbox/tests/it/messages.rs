//! Messages: what is stored, updated, threaded, read back.

use serde_json::json;
use slack_sandbox::{Edit, Say};

use crate::world::{ALICE, BOT, GENERAL, World, button};

#[tokio::test]
async fn time_stamps_grow_even_while_the_clock_stands_still() {
    let world = World::start().await;
    let first = world.post_message(GENERAL, json!({"text": "1"})).await;
    let second = world.post_message(GENERAL, json!({"text": "2"})).await;
    assert_eq!(first.len(), 17);
    assert!(first < second, "{first} {second}");
    assert!(first.starts_with("1790000000."));
}

#[tokio::test]
async fn a_stored_message_has_its_gaps_filled() {
    let world = World::start().await;
    let blocks = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}]);
    let body = json!({"channel": GENERAL, "text": "hi", "blocks": blocks,
        "metadata": {"event_type": "made", "event_payload": {"n": 1}}});
    let answer = world.ok("chat.postMessage", body).await;
    let message = &answer["message"];
    assert_eq!(message["user"], BOT);
    assert_eq!(message["bot_id"], "B0SANDBOT1");
    assert_eq!(message["app_id"], "A0SANDBOX1");
    assert!(message.get("subtype").is_none());
    assert_eq!(message["blocks"][0]["block_id"].as_str().unwrap().len(), 5);
    assert_eq!(message["blocks"][0]["text"]["verbatim"], false);
    let ts = answer["ts"].as_str().unwrap();
    let read = json!({"channel": GENERAL, "latest": ts, "inclusive": true, "limit": 1});
    let plain = world.ok("conversations.history", read.clone()).await;
    assert!(plain["messages"][0].get("metadata").is_none());
    let mut with_metadata = read;
    with_metadata["include_all_metadata"] = true.into();
    let full = world.ok("conversations.history", with_metadata).await;
    assert_eq!(full["messages"][0]["metadata"]["event_payload"]["n"], 1);
}

#[tokio::test]
async fn an_update_keeps_or_drops_what_slack_keeps_or_drops() {
    let world = World::start().await;
    let metadata = json!({"event_type": "made", "event_payload": {}});
    let ts = world
        .post_message(GENERAL, json!({"text": "a", "blocks": button("x", "1"), "metadata": metadata}))
        .await;
    let update = async |body: serde_json::Value| {
        let mut body = body;
        body["channel"] = GENERAL.into();
        body["ts"] = ts.clone().into();
        world.ok("chat.update", body).await["message"].clone()
    };
    let kept = update(json!({"blocks": button("y", "2")})).await;
    assert_eq!(
        (kept["text"].as_str(), kept["blocks"][0]["elements"][0]["action_id"].as_str()),
        (Some("a"), Some("y"))
    );
    assert!(kept.get("edited").is_none(), "blocks show no edited mark");
    assert_eq!(kept["metadata"]["event_type"], "made");
    let plain = update(json!({"text": "b", "metadata": {}})).await;
    assert!(plain.get("blocks").is_none());
    assert!(plain.get("metadata").is_none());
    assert_eq!(plain["edited"]["user"], BOT);
}

#[tokio::test]
async fn overlong_text_is_cut_with_a_warning() {
    let world = World::start().await;
    let answer = world.ok("chat.postMessage", json!({"channel": GENERAL, "text": "한".repeat(40_001)})).await;
    assert_eq!(answer["warning"], "message_truncated");
    assert_eq!(answer["message"]["text"].as_str().unwrap().chars().count(), 40_000);
}

#[tokio::test]
async fn threads_count_their_replies_and_stay_out_of_the_history() {
    let world = World::start().await;
    let parent = world.sandbox.message(Say::new("alice", "general", "down?")).await.unwrap().ts;
    let reply = world.post_message(GENERAL, json!({"text": "looking", "thread_ts": parent})).await;
    let shown = world
        .post_message(GENERAL, json!({"text": "fixed", "thread_ts": parent, "reply_broadcast": true}))
        .await;
    let history = world.ok("conversations.history", json!({"channel": GENERAL})).await;
    let seen: Vec<&str> =
        history["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap()).collect();
    assert_eq!(seen, [shown.as_str(), parent.as_str()]);
    assert_eq!(history["messages"][0]["subtype"], "thread_broadcast");
    assert_eq!(history["messages"][1]["reply_count"], 2);
    assert_eq!(history["messages"][1]["reply_users"], json!([BOT]));
    let replies = world.ok("conversations.replies", json!({"channel": GENERAL, "ts": parent})).await;
    let seen: Vec<&str> =
        replies["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap()).collect();
    assert_eq!(seen, [parent.as_str(), reply.as_str(), shown.as_str()]);
    assert_eq!(replies["messages"][1]["parent_user_id"], ALICE);
    let link = world.ok("chat.getPermalink", json!({"channel": GENERAL, "message_ts": reply})).await;
    let expected = format!(
        "https://sandbox.slack.com/archives/{GENERAL}/p{}?thread_ts={parent}&cid={GENERAL}",
        reply.replace('.', "")
    );
    assert_eq!(link["permalink"], expected);
}

#[tokio::test]
async fn a_deleted_parent_leaves_a_tombstone() {
    let world = World::start().await;
    let parent = world.post_message(GENERAL, json!({"text": "parent"})).await;
    world.post_message(GENERAL, json!({"text": "reply", "thread_ts": parent})).await;
    world.ok("chat.delete", json!({"channel": GENERAL, "ts": parent})).await;
    let state = world.sandbox.state();
    let message = state.channel("general").unwrap().message(&parent).unwrap();
    assert_eq!(message.subtype.as_deref(), Some("tombstone"));
    assert_eq!(message.replies.len(), 1);
    assert_eq!(
        world.error("chat.delete", json!({"channel": GENERAL, "ts": parent})).await,
        "message_not_found"
    );
}

#[tokio::test]
async fn a_persons_id_posts_into_the_direct_message() {
    let world = World::start().await;
    let answer = world.ok("chat.postMessage", json!({"channel": ALICE, "text": "psst"})).await;
    let channel = answer["channel"].as_str().unwrap();
    assert!(channel.starts_with('D'));
    let opened = world.ok("conversations.open", json!({"users": ALICE})).await;
    assert_eq!(opened["channel"]["id"], channel);
    assert_eq!(opened["already_open"], true);
    assert_eq!(world.sandbox.state().direct(ALICE).unwrap().messages[0].text, "psst");
    let reply = world.sandbox.message(Say::new("alice", "bot", "hello")).await.unwrap();
    assert_eq!(reply.channel, channel);
}

#[tokio::test]
async fn an_ephemeral_message_is_seen_by_one_person_only() {
    let world = World::start().await;
    let body = json!({"channel": GENERAL, "user": ALICE, "text": "only you"});
    let ts = world.ok("chat.postEphemeral", body).await["message_ts"].as_str().unwrap().to_owned();
    let state = world.sandbox.state();
    let general = state.channel("general").unwrap();
    assert!(general.messages.is_empty());
    assert_eq!(general.ephemerals[ALICE][0].text, "only you");
    assert_eq!(
        world.error("chat.update", json!({"channel": GENERAL, "ts": ts, "text": "x"})).await,
        "message_not_found"
    );
}

#[tokio::test]
async fn another_name_hides_the_bots_user() {
    let world = World::start().await;
    let body = json!({"channel": GENERAL, "text": "x", "username": "Bell", "icon_emoji": ":bell:"});
    let message = world.ok("chat.postMessage", body).await["message"].clone();
    assert_eq!(
        (message["subtype"].as_str(), message["username"].as_str()),
        (Some("bot_message"), Some("Bell"))
    );
    assert!(message.get("user").is_none());
}

#[tokio::test]
async fn people_edit_and_delete_only_their_own() {
    let world = World::start().await;
    let said = world.sandbox.message(Say::new("alice", "general", "rolling bak")).await.unwrap();
    let edit = |user: &str, text: Option<&str>| Edit {
        user: user.into(),
        channel: "general".into(),
        message_ts: said.ts.clone(),
        text: text.map(ToOwned::to_owned),
    };
    assert_eq!(world.sandbox.edit(edit("bob", Some("x"))).await.unwrap_err().error, "not_your_message");
    world.sandbox.edit(edit("alice", Some("rolling back"))).await.unwrap();
    let state = world.sandbox.state();
    let message = state.channel("general").unwrap().message(&said.ts).unwrap();
    assert_eq!(message.text, "rolling back");
    assert_eq!(message.edited["user"], ALICE);
    world.sandbox.edit(edit("alice", None)).await.unwrap();
    assert!(world.sandbox.state().channel("general").unwrap().message(&said.ts).is_none());
}

#[tokio::test]
async fn typed_text_becomes_what_slack_makes_of_it() {
    let world = World::start().await;
    let cases = [
        ("@bob look at #random", "<@U0BOB00001> look at <#C0RANDOM01|random>"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("see https://x.example/?a=1&b=2.", "see <https://x.example/?a=1&amp;b=2>."),
        ("@sre and @here", "<!subteam^S0SRE00001|@sre> and <!here>"),
        ("@민지 확인", "<@U0MINJI001> 확인"),
        ("me@bob.example @nobody", "me@bob.example @nobody"),
        ("<@U0ALICE001> picked", "<@U0ALICE001> picked"),
        ("<@U0NOBODY01> typed", "&lt;@U0NOBODY01&gt; typed"),
    ];
    for (typed, stored) in cases {
        let said = world.sandbox.message(Say::new("alice", "general", typed)).await.unwrap();
        let state = world.sandbox.state();
        assert_eq!(state.channel("general").unwrap().message(&said.ts).unwrap().text, stored);
    }
}
