//! Slash commands: the form, escaping, and what each acknowledgement shows.

use std::time::Duration;

use serde_json::json;
use slack_sandbox::{AckOutcome, App, Command, Options, SlashCommand};

use crate::world::{ALICE, Answer, GENERAL, World, options};

fn inc(text: &str) -> Command {
    Command::new("alice", "general", "/inc", text)
}

#[tokio::test]
async fn the_form_carries_what_slack_sends() {
    let world = World::start().await;
    world.sandbox.command(inc("  declare it  ")).await.unwrap();
    let form = world.take("/slack/commands")[0].form();
    let expected = [
        ("token", "deprecated"),
        ("team_id", "T0SANDBOX1"),
        ("team_domain", "sandbox"),
        ("channel_id", GENERAL),
        ("channel_name", "general"),
        ("user_id", ALICE),
        ("user_name", "alice"),
        ("command", "/inc"),
        ("text", "declare it"),
        ("api_app_id", "A0SANDBOX1"),
        ("is_enterprise_install", "false"),
    ];
    for (key, value) in expected {
        assert_eq!(form[key], value, "{key}");
    }
    assert!(form["response_url"].starts_with(&world.sandbox.url()));
    assert_eq!(form["trigger_id"].split('.').count(), 3);
    assert!(!form.contains_key("enterprise_id"));
}

#[tokio::test]
async fn private_channels_hide_their_name() {
    let world = World::start().await;
    world.sandbox.command(Command::new("alice", "security", "/inc", "#security")).await.unwrap();
    let form = world.take("/slack/commands")[0].form();
    assert_eq!(form["channel_name"], "privategroup");
    assert_eq!(form["text"], "<#C0SECURITY|>");
}

#[tokio::test]
async fn escaping_resolves_names_and_its_absence_leaves_them() {
    let world = World::start().await;
    world.sandbox.command(inc("page @bob in #random see https://x.example & go")).await.unwrap();
    let expected = "page <@U0BOB00001|bob> in <#C0RANDOM01|random> see <https://x.example> &amp; go";
    assert_eq!(world.take("/slack/commands")[0].form()["text"], expected);
    let plain = SlashCommand { command: "/inc".into(), should_escape: false, ..SlashCommand::default() };
    let world =
        World::with(Options { app: App { commands: vec![plain], ..App::default() }, ..options() }).await;
    world.sandbox.command(inc("page @bob & go")).await.unwrap();
    assert_eq!(world.take("/slack/commands")[0].form()["text"], "page @bob & go");
}

#[tokio::test]
async fn acknowledgements_show_what_they_ask_for() {
    let world = World::start().await;
    world.answers([
        Answer::Status(200),
        Answer::Text("On it."),
        Answer::Json(json!({"text": "fallback", "blocks": [{"type": "divider"}]})),
        Answer::Json(json!({"response_type": "in_channel"})),
        Answer::Json(json!({"response_type": "in_channel", "text": "everybody"})),
    ]);
    let shown = async || world.sandbox.command(inc("x")).await.unwrap().shown;
    assert!(shown().await.is_empty());
    assert_eq!(shown().await[0]["text"], "On it.");
    let blocks = shown().await;
    assert_eq!(
        (blocks[0]["is_ephemeral"].as_bool(), blocks[0]["blocks"][0]["type"].as_str()),
        (Some(true), Some("divider"))
    );
    assert!(shown().await.is_empty());
    assert_eq!(shown().await[0]["is_ephemeral"], false);
    let state = world.sandbox.state();
    let general = state.channel("general").unwrap();
    let texts: Vec<&str> = general.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["/inc x", "/inc x", "everybody"]);
    assert_eq!(general.ephemerals[ALICE].len(), 2);
}

#[tokio::test]
async fn the_typed_line_that_everybody_sees_is_stored_as_slack_stores_text() {
    let world = World::start().await;
    world.answers([Answer::Json(json!({"response_type": "in_channel"}))]);
    world.sandbox.command(inc("<b> & @bob, #security")).await.unwrap();
    let state = world.sandbox.state();
    let text = &state.channel("general").unwrap().messages[0].text;
    assert_eq!(text, "/inc &lt;b&gt; &amp; <@U0BOB00001>, <#C0SECURITY|>");
}

#[tokio::test]
async fn failures_reach_the_person_in_slackbots_words() {
    let world = World::with(Options { ack_deadline: Duration::from_secs(3), ..options() }).await;
    world.answers([Answer::Silence, Answer::Status(404), Answer::Status(503), Answer::Status(302)]);
    let cases = ["operation_timeout", "http_client_error", "http_service_error", "dispatch_failed"];
    for code in cases {
        let outcome = world.sandbox.command(inc("x")).await.unwrap();
        assert_eq!(outcome.error.unwrap(), format!("/inc failed with the error \"{code}\""));
    }
    world.sandbox.set_app_url("http://127.0.0.1:1");
    let outcome = world.sandbox.command(inc("x")).await.unwrap();
    assert_eq!(outcome.ack.unwrap().outcome, AckOutcome::Unreachable);
    assert!(outcome.error.unwrap().contains("dispatch_failed"));
    let state = world.sandbox.state();
    let slackbot = &state.channel("general").unwrap().ephemerals[ALICE][0];
    assert_eq!(slackbot.user.as_deref(), Some("USLACKBOT"));
    assert_eq!(world.received().len(), 4, "commands are never repeated");
}

#[tokio::test]
async fn slack_itself_refuses_some_commands() {
    let world = World::start().await;
    let in_thread = Command { thread_ts: Some("1790000000.000001".into()), ..inc("x") };
    let cases = [
        (in_thread, "/inc is not supported in threads. Sorry!"),
        (Command::new("alice", "general", "/nope", ""), "/nope is not a valid command."),
        (Command::new("bob", "security", "/inc", ""), "/inc failed with the error \"channel_not_found\""),
        (Command::new("gina", "general", "/inc", ""), "/inc failed with the error \"channel_not_found\""),
    ];
    for (command, error) in cases {
        assert_eq!(world.sandbox.command(command).await.unwrap().error.as_deref(), Some(error));
    }
    assert!(world.received().is_empty());
}

#[tokio::test]
async fn drivers_are_told_when_they_are_wrong() {
    let world = World::start().await;
    let cases = [
        (Command::new("nobody", "general", "/inc", ""), "unknown_user"),
        (Command::new("frank", "general", "/inc", ""), "user_deactivated"),
        (Command::new("bot", "general", "/inc", ""), "user_is_bot"),
        (Command::new("alice", "nowhere", "/inc", ""), "unknown_channel"),
        (Command::new("alice", "old-news", "/inc", ""), "channel_archived"),
    ];
    for (command, error) in cases {
        assert_eq!(world.sandbox.command(command).await.unwrap_err().error, error);
    }
}
