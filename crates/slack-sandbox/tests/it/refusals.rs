//! Every error code a method can give, as one table per family.

use serde_json::{Value, json};
use slack_sandbox::{Options, Say};

use crate::world::{ALICE, BOB, BOT, GENERAL, World, button, options};

const PRIVATE: &str = "C0SECURITY";
const RANDOM: &str = "C0RANDOM01";
const ARCHIVED: &str = "C0OLDNEWS1";
const NOWHERE: &str = "1111111111.111111";

async fn check(world: &World, cases: &[(&str, Value, &str)]) {
    for (method, body, error) in cases {
        assert_eq!(world.error(method, body.clone()).await, *error, "{method} {body}");
    }
}

#[tokio::test]
async fn chat_refuses() {
    let app = slack_sandbox::App::default()
        .without_scope("chat:write.public")
        .without_scope("chat:write.customize");
    let world = World::with(Options { app, ..options() }).await;
    let person = world.sandbox.message(Say::new("alice", "general", "mine")).await.unwrap().ts;
    let own = world.post_message(GENERAL, json!({"text": "own"})).await;
    let reply = world.post_message(GENERAL, json!({"text": "reply", "thread_ts": own})).await;
    let long = "x".repeat(4001);
    let blocks = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "y".repeat(2900)}}]);
    let big: Vec<Value> = (0..5).map(|_| blocks[0].clone()).collect();
    check(
        &world,
        &[
            ("chat.postMessage", json!({"text": "x"}), "invalid_arguments"),
            ("chat.postMessage", json!({"channel": "C0NOWHERE1", "text": "x"}), "channel_not_found"),
            ("chat.postMessage", json!({"channel": PRIVATE, "text": "x"}), "channel_not_found"),
            ("chat.postMessage", json!({"channel": RANDOM, "text": "x"}), "not_in_channel"),
            ("chat.postMessage", json!({"channel": ARCHIVED, "text": "x"}), "is_archived"),
            ("chat.postMessage", json!({"channel": "U0FRANK001", "text": "x"}), "channel_not_found"),
            ("chat.postMessage", json!({"channel": GENERAL}), "no_text"),
            ("chat.postMessage", json!({"channel": GENERAL, "text": "", "blocks": []}), "no_text"),
            ("chat.postMessage", json!({"channel": GENERAL, "blocks": {"a": 1}}), "invalid_blocks_format"),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "blocks": big}),
                "msg_blocks_too_long",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "markdown_text": "y"}),
                "markdown_text_conflict",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "thread_ts": "5"}),
                "invalid_thread_ts",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "thread_ts": NOWHERE}),
                "thread_not_found",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "thread_ts": reply}),
                "cannot_reply_to_message",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "metadata": 1}),
                "invalid_metadata_format",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "metadata": {"a": 1}}),
                "invalid_metadata_schema",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "attachments": 1}),
                "invalid_attachments",
            ),
            (
                "chat.postMessage",
                json!({"channel": GENERAL, "text": "x", "username": "Bell"}),
                "missing_scope",
            ),
            ("chat.postEphemeral", json!({"channel": GENERAL, "text": "x"}), "invalid_arguments"),
            (
                "chat.postEphemeral",
                json!({"channel": GENERAL, "text": "x", "user": "U0GINA0001"}),
                "user_not_in_channel",
            ),
            ("chat.postEphemeral", json!({"channel": RANDOM, "text": "x", "user": ALICE}), "not_in_channel"),
            ("chat.postEphemeral", json!({"channel": GENERAL, "text": long, "user": ALICE}), "msg_too_long"),
            ("chat.postEphemeral", json!({"channel": GENERAL, "user": ALICE}), "no_text"),
            ("chat.update", json!({"channel": GENERAL, "ts": NOWHERE, "text": "x"}), "message_not_found"),
            ("chat.update", json!({"channel": GENERAL, "ts": person, "text": "x"}), "cant_update_message"),
            ("chat.update", json!({"channel": GENERAL, "ts": own}), "no_text"),
            ("chat.update", json!({"channel": GENERAL, "ts": own, "text": ""}), "no_text"),
            ("chat.update", json!({"channel": GENERAL, "ts": own, "text": long}), "msg_too_long"),
            ("chat.delete", json!({"channel": GENERAL, "ts": person}), "cant_delete_message"),
            ("chat.delete", json!({"channel": GENERAL, "ts": NOWHERE}), "message_not_found"),
            ("chat.getPermalink", json!({"channel": GENERAL, "message_ts": NOWHERE}), "message_not_found"),
            ("chat.getPermalink", json!({"channel": PRIVATE, "message_ts": own}), "channel_not_found"),
        ],
    )
    .await;
}

#[tokio::test]
async fn changing_an_archived_channel_is_refused() {
    let world = World::start().await;
    let channel = world.ok("conversations.create", json!({"name": "closing"})).await["channel"]["id"].clone();
    let own = world.post_message(channel.as_str().unwrap(), json!({"text": "own"})).await;
    world.ok("conversations.archive", json!({"channel": channel})).await;
    check(
        &world,
        &[
            ("conversations.archive", json!({"channel": channel}), "already_archived"),
            ("conversations.unarchive", json!({"channel": channel}), "not_in_channel"),
            ("conversations.unarchive", json!({"channel": GENERAL}), "not_archived"),
            ("conversations.setTopic", json!({"channel": channel, "topic": "x"}), "is_archived"),
            ("conversations.invite", json!({"channel": channel, "users": ALICE}), "is_archived"),
            ("conversations.join", json!({"channel": channel}), "is_archived"),
            ("conversations.leave", json!({"channel": channel}), "is_archived"),
            ("chat.update", json!({"channel": channel, "ts": own, "text": "x"}), "is_inactive"),
            ("pins.add", json!({"channel": channel, "timestamp": own}), "is_archived"),
            ("reactions.add", json!({"channel": channel, "timestamp": own, "name": "eyes"}), "is_archived"),
            (
                "bookmarks.add",
                json!({"channel_id": channel, "title": "t", "type": "link", "link": "https://x"}),
                "permission_denied",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn conversations_refuse() {
    let world = World::start().await;
    let long_line = "x".repeat(251);
    let create = |name: &str| ("conversations.create", json!({"name": name}));
    let names = [
        ("", "invalid_name_required"),
        ("   ", "invalid_name_required"),
        ("---", "invalid_name_punctuation"),
        ("Inc-1", "invalid_name_specials"),
        ("inc 1", "invalid_name_specials"),
        ("inc.1", "invalid_name_specials"),
        ("random", "name_taken"),
        ("old-news", "name_taken"),
        ("security", "name_taken"),
        ("here", "name_taken"),
    ];
    for (name, error) in names {
        let (method, body) = create(name);
        assert_eq!(world.error(method, body).await, error, "{name:?}");
    }
    assert_eq!(
        world.error("conversations.create", json!({"name": "x".repeat(81)})).await,
        "invalid_name_maxlength"
    );
    check(
        &world,
        &[
            ("conversations.info", json!({"channel": PRIVATE}), "channel_not_found"),
            ("conversations.members", json!({"channel": GENERAL, "cursor": "bad"}), "invalid_cursor"),
            ("conversations.members", json!({"channel": GENERAL, "limit": 5000}), "invalid_limit"),
            ("conversations.list", json!({"types": "meeting"}), "invalid_types"),
            ("conversations.history", json!({"channel": RANDOM}), "not_in_channel"),
            ("conversations.history", json!({"channel": GENERAL, "oldest": "x"}), "invalid_ts_oldest"),
            ("conversations.history", json!({"channel": GENERAL, "latest": "x"}), "invalid_ts_latest"),
            ("conversations.replies", json!({"channel": GENERAL, "ts": NOWHERE}), "thread_not_found"),
            ("conversations.setTopic", json!({"channel": GENERAL, "topic": long_line}), "too_long"),
            ("conversations.setPurpose", json!({"channel": GENERAL, "purpose": long_line}), "too_long"),
            ("conversations.setTopic", json!({"channel": RANDOM, "topic": "x"}), "not_in_channel"),
            ("conversations.rename", json!({"channel": GENERAL, "name": "x"}), "not_authorized"),
            ("conversations.archive", json!({"channel": GENERAL}), "cant_archive_general"),
            ("conversations.archive", json!({"channel": RANDOM}), "not_in_channel"),
            ("conversations.leave", json!({"channel": GENERAL}), "cant_leave_general"),
            ("conversations.kick", json!({"channel": GENERAL, "user": ALICE}), "cant_kick_from_general"),
            ("conversations.kick", json!({"channel": GENERAL, "user": BOT}), "cant_kick_self"),
            ("conversations.join", json!({"channel": PRIVATE}), "channel_not_found"),
            ("conversations.open", json!({}), "users_list_not_supplied"),
            ("conversations.open", json!({"users": "U0NOBODY01"}), "user_not_found"),
            ("conversations.open", json!({"users": "U0FRANK001"}), "user_disabled"),
            ("conversations.open", json!({"users": BOT}), "not_enough_users"),
            ("conversations.open", json!({"channel": GENERAL}), "method_not_supported_for_channel_type"),
            ("users.conversations", json!({"user": "U0NOBODY01"}), "user_not_found"),
        ],
    )
    .await;
}

#[tokio::test]
async fn invitations_fail_as_a_whole_and_say_why() {
    let world = World::start().await;
    let channel = world.ok("conversations.create", json!({"name": "inc"})).await["channel"]["id"].clone();
    world.ok("conversations.invite", json!({"channel": channel, "users": ALICE})).await;
    check(
        &world,
        &[
            ("conversations.invite", json!({"channel": channel, "users": ""}), "no_user"),
            ("conversations.invite", json!({"channel": channel, "users": BOT}), "cant_invite_self"),
            ("conversations.invite", json!({"channel": channel, "users": ALICE}), "already_in_channel"),
            ("conversations.invite", json!({"channel": channel, "users": "U0FRANK001"}), "user_not_found"),
            ("conversations.invite", json!({"channel": channel, "users": "U0GINA0001"}), "ura_max_channels"),
            ("conversations.invite", json!({"channel": RANDOM, "users": BOB}), "not_in_channel"),
            ("conversations.invite", json!({"channel": channel, "users": [ALICE]}), "invalid_array_arg"),
        ],
    )
    .await;
    let mixed = json!({"channel": channel, "users": format!("{BOB},U0NOBODY01")});
    let answer = world.api("conversations.invite", mixed).await;
    assert_eq!(answer["errors"], json!([{"user": "U0NOBODY01", "ok": false, "error": "user_not_found"}]));
    assert!(!world.sandbox.state().channel("inc").unwrap().members.contains(&BOB.to_owned()));
    let forced = json!({"channel": channel, "users": format!("{BOB},U0NOBODY01"), "force": true});
    let answer = world.ok("conversations.invite", forced).await;
    assert_eq!(answer["errors"][0]["error"], "user_not_found");
    assert!(world.sandbox.state().channel("inc").unwrap().members.contains(&BOB.to_owned()));
}

#[tokio::test]
async fn pins_reactions_and_bookmarks_refuse() {
    let world = World::start().await;
    let ts = world.post_message(GENERAL, json!({"text": "x"})).await;
    let pin = json!({"channel": GENERAL, "timestamp": ts});
    let eyes = json!({"channel": GENERAL, "timestamp": ts, "name": "eyes"});
    world.ok("pins.add", pin.clone()).await;
    world.ok("reactions.add", eyes.clone()).await;
    let bookmark = |key: &str, value: &str| {
        let mut body =
            json!({"channel_id": GENERAL, "title": "t", "type": "link", "link": "https://x.example"});
        body[key] = value.into();
        body
    };
    check(
        &world,
        &[
            ("pins.add", pin, "already_pinned"),
            ("pins.add", json!({"channel": GENERAL}), "no_item_specified"),
            ("pins.add", json!({"channel": GENERAL, "timestamp": "soon"}), "bad_timestamp"),
            ("pins.add", json!({"channel": GENERAL, "timestamp": NOWHERE}), "message_not_found"),
            ("pins.add", json!({"channel": RANDOM, "timestamp": ts}), "not_in_channel"),
            ("pins.remove", json!({"channel": GENERAL, "timestamp": NOWHERE}), "message_not_found"),
            ("reactions.add", eyes, "already_reacted"),
            ("reactions.add", json!({"channel": GENERAL, "timestamp": ts, "name": ":eyes:"}), "invalid_name"),
            (
                "reactions.add",
                json!({"channel": GENERAL, "timestamp": NOWHERE, "name": "eyes"}),
                "message_not_found",
            ),
            ("reactions.add", json!({"channel": RANDOM, "timestamp": ts, "name": "eyes"}), "no_access"),
            ("reactions.remove", json!({"channel": GENERAL, "timestamp": ts, "name": "fire"}), "no_reaction"),
            ("bookmarks.add", bookmark("link", "ftp://x"), "invalid_link"),
            ("bookmarks.add", bookmark("type", "file"), "invalid_bookmark_type"),
            ("bookmarks.add", bookmark("emoji", "fire"), "invalid_emoji"),
            ("bookmarks.add", bookmark("channel_id", RANDOM), "permission_denied"),
            ("bookmarks.add", bookmark("channel_id", PRIVATE), "channel_not_found"),
            (
                "bookmarks.edit",
                json!({"channel_id": GENERAL, "bookmark_id": "Bk1", "title": "x"}),
                "not_found",
            ),
            ("bookmarks.remove", json!({"channel_id": GENERAL, "bookmark_id": "Bk1"}), "not_found"),
        ],
    )
    .await;
    world.ok("pins.remove", json!({"channel": GENERAL, "timestamp": ts})).await;
    assert_eq!(world.error("pins.remove", json!({"channel": GENERAL, "timestamp": ts})).await, "no_pin");
}

#[tokio::test]
async fn people_and_groups_refuse() {
    let world = World::start().await;
    check(
        &world,
        &[
            ("users.info", json!({"user": "U0NOBODY01"}), "user_not_found"),
            ("users.lookupByEmail", json!({"email": "nobody@example.com"}), "users_not_found"),
            ("users.lookupByEmail", json!({"email": "frank@example.com"}), "users_not_found"),
            ("usergroups.users.list", json!({"usergroup": "S0NOBODY01"}), "no_such_subteam"),
            ("bots.info", json!({"bot": "B0NOBODY01"}), "bot_not_found"),
            ("team.info", json!({"team": "T0OTHER001"}), "team_not_found"),
            ("users.list", json!({"cursor": "after:999="}), "invalid_cursor"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_full_pin_list_takes_no_more() {
    let world = World::start().await;
    for number in 0..100 {
        let ts = world
            .post_message(GENERAL, json!({"text": number.to_string(), "blocks": button("a", "b")}))
            .await;
        world.ok("pins.add", json!({"channel": GENERAL, "timestamp": ts})).await;
    }
    let ts = world.post_message(GENERAL, json!({"text": "one more"})).await;
    assert_eq!(world.error("pins.add", json!({"channel": GENERAL, "timestamp": ts})).await, "too_many_pins");
}

#[tokio::test]
async fn broken_blocks_are_refused_by_pointer() {
    let world = World::start().await;
    let long = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "y".repeat(3001)}}]);
    let answer =
        world.api("chat.postMessage", json!({"channel": GENERAL, "text": "x", "blocks": long})).await;
    assert_eq!(answer["error"], "invalid_blocks");
    let said = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]";
    assert_eq!(answer["errors"], json!([said]));
    assert_eq!(answer["response_metadata"]["messages"], json!([format!("[ERROR] {said}")]));
}
