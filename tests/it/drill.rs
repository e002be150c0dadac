//! Drills: full incidents, and nobody takes them for more.

use chrono::TimeDelta;
use firebell::incident::{ChannelId, Drills, GroupId, Severity};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{Shortcut, transcript};

use crate::world::{World, change_rung, fields, told};

/// Everything that the bot said anywhere, as it reads now.
fn said(world: &World) -> Vec<String> {
    let state = world.state();
    let messages = state.channels.iter().flat_map(|channel| &channel.messages);
    let all = messages.flat_map(|message| std::iter::once(message).chain(&message.replies));
    let by_bot = all.filter(|message| message.subtype.is_none() && message.blocks != Value::Null);
    let words = by_bot.map(|message| transcript::read(message, &state));
    words.map(|words| words.trim_start_matches("↳ ").to_owned()).collect()
}

/// The lines that notifications show of what the bot said.
fn notified(world: &World) -> Vec<String> {
    let posted = world.sandbox.calls().into_iter();
    let posted = posted.filter(|call| ["chat.postMessage", "chat.update"].contains(&call.method.as_str()));
    posted.filter_map(|call| call.arguments["text"].as_str().map(str::to_owned)).collect()
}

/// A whole drill, from the bell to the document.
async fn rehearses(world: &mut World, typed: &str) -> String {
    world.types("alice", "general", typed).await;
    let channel = world.incident(1).await.places.channel.unwrap().to_string();
    world.takes("bob", "commander", &channel).await;
    world.types("bob", &channel, "sev sev0").await;
    world.types("bob", &channel, "tried rollback").await;
    world.advance_minutes(50).await;
    world.moves_to("bob", "mitigating", &channel).await;
    world.posts_update("bob", "Cards fail", 120, &channel).await;
    world.types("bob", &channel, "leave commander").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.types("bob", &channel, "export").await;
    channel
}

fn everybody_is_called(severity: &mut Severity) {
    severity.tell_channels = vec![ChannelId::new("C0RANDOM01")];
    severity.tell_groups = vec![GroupId::new("S0SRE00001")];
    severity.invite = vec![GroupId::new("S0SRE00001")];
    severity.escalate_to = vec![GroupId::new("S0SRE00001")];
    severity.external_channels = vec![ChannelId::new("C0GENERAL1")];
    severity.heads_up = Some(TimeDelta::minutes(3));
}

#[tokio::test]
async fn everything_that_is_said_of_a_drill_is_marked() {
    for (language, typed, mark, name) in [
        (Language::English, "drill sev1 Checkout is down", "[DRILL] ", "drill-inc-1-checkout-is-down"),
        (Language::Korean, "훈련 sev1 결제 장애", "[훈련] ", "훈련-inc-1-결제-장애"),
    ] {
        let configure = |config: &mut firebell::config::Config| {
            config.incidents.language = language;
            change_rung(config, "sev0", everybody_is_called);
        };
        let mut world = World::start_with(configure, |_| {}).await;
        let channel = rehearses(&mut world, typed).await;
        let state = world.state();
        assert_eq!(state.channel(&channel).unwrap().name, name);
        assert!(state.channel(&channel).unwrap().topic.starts_with(mark));
        let (said, notified) = (said(&world), notified(&world));
        assert!(said.len() > 12 && notified.len() > 20, "{} and {}", said.len(), notified.len());
        for words in said.iter().chain(&notified) {
            // What one person is told alone is in their own language.
            assert!(words.starts_with(mark) || words.starts_with("[DRILL] "), "{words}");
            assert!(words.matches(['[', ']']).count() < 4 || !words.contains(&mark.repeat(2)), "{words}");
        }
        let document = state.files.last().unwrap().text.clone().unwrap();
        let unmarked = mark.trim().trim_matches(['[', ']']);
        assert!(document.lines().next().unwrap().contains(unmarked), "{document}");
        assert_eq!(world.reads("general"), "", "those outside hear nothing");
        world.leave().await;
    }
}

#[tokio::test]
async fn what_stakeholders_read_of_a_drill_says_so_first() {
    let tell = |config: &mut firebell::config::Config| change_rung(config, "sev1", everybody_is_called);
    let mut world = World::start_with(tell, |_| {}).await;
    world.types("alice", "general", "drill sev1 Checkout is down").await;
    world.advance(TimeDelta::seconds(3)).await;
    let channel = world.incident(1).await.places.channel.unwrap().to_string();
    world.posts_update("alice", "Cards fail", 60, &channel).await;
    world.types("alice", &channel, "nothing-new").await;
    assert_snapshot!(world.reads("random"), @"
    [DRILL] :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #drill-inc-1-checkout-is-down
    > Cards fail
    Last update 2026-11-22 12:00:03 KST · Next update due 2026-11-22 13:00:03 KST
    ---
    ↳ [DRILL] *Update* on INC-1 · SEV1 · Checkout is down, by @alice
    *What happened*
    Cards fail
    Next update due 2026-11-22 13:00:00 KST.
    ---
    ↳ [DRILL] Nothing new on INC-1.
    Next update due 2026-11-22 13:00:03 KST.
    ");
    let posted = world.sandbox.calls().into_iter();
    let told =
        posted.filter(|call| call.method == "chat.postMessage" && call.arguments["channel"] == "C0RANDOM01");
    let lines: Vec<String> = told.map(|call| call.arguments["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("[DRILL] ")), "what a phone shows: {lines:?}");
    let home = world.opens_home("bob").await;
    assert!(home.contains("[DRILL] :large_orange_circle:"), "{home}");
    world.declares("carol", "sev2", "Search is slow").await;
    let form = world.types("carol", "general", "cancel INC-2").await.view.unwrap().to_string();
    assert!(!form.contains("INC-1"), "nobody goes on in a drill with what is real: {form}");
    world.leave().await;
}

#[tokio::test]
async fn a_drill_is_typed_and_read() {
    let mut world = World::start().await;
    let answer = world.types("alice", "general", "drill sev1 Checkout is down").await;
    assert_snapshot!(told(&answer), @"[DRILL] INC-1 is declared: SEV1, Checkout is down. Its channel is being made; you will be invited.");
    assert_snapshot!(world.announcement(), @"
    [DRILL] :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #drill-inc-1-checkout-is-down
    Detected · No commander yet, owner @alice
    ");
    let listed = world.types("minji", "general", "list").await;
    let listed = serde_json::to_string(&listed.shown).unwrap();
    assert!(
        listed.contains("[훈련] :large_orange_circle: *SEV1"),
        "each reads it in their language: {listed}"
    );
    let form = world.types("bob", "drill-inc-1-checkout-is-down", "update").await;
    let hint = form.view.unwrap()["blocks"][0]["text"]["text"].as_str().unwrap().to_owned();
    assert_snapshot!(hint.lines().next().unwrap(), @"*[DRILL] Checkout is down*");
    world.leave().await;
}

#[tokio::test]
async fn a_drill_is_ticked_in_the_form() {
    let mut world = World::start().await;
    world.sandbox.shortcut(Shortcut::global("bob", "declare-incident")).await.unwrap();
    let values = fields(&[("title", json!("Checkout is down")), ("manner", json!(["drill"]))]);
    assert!(world.sends("bob", values).await.field_errors.is_empty());
    assert!(world.incident(1).await.manner.is_drill);
    world.leave().await;
}

#[tokio::test]
async fn a_title_that_begins_with_the_word_is_gone_over_first() {
    let mut world = World::start().await;
    let form = world.types("bob", "general", "drill press has caught fire").await;
    assert_eq!(crate::world::prefilled(&form, "title"), "press has caught fire");
    let blocks = form.view.unwrap()["blocks"].to_string();
    assert!(blocks.contains("initial_options"), "the box is ticked, and can be seen: {blocks}");
    assert!(world.incident_channels().is_empty());
    let untick = fields(&[("title", json!("The drill press has caught fire")), ("manner", json!([]))]);
    world.sends("bob", untick).await;
    assert!(!world.incident(1).await.manner.is_drill);
    world.leave().await;
}

#[tokio::test]
async fn a_quiet_drill_disturbs_nobody_who_was_not_asked() {
    let configure = |config: &mut firebell::config::Config| {
        config.incidents.drills = Drills::Quiet;
        for key in ["sev0", "sev1"] {
            change_rung(config, key, everybody_is_called);
        }
    };
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = rehearses(&mut world, "drill sev1 Checkout is down").await;
    assert_eq!(world.members(&channel), ["alice", "bob"]);
    assert_eq!(world.reads("random"), "");
    for words in said(&world) {
        assert!(!words.contains("@sre") && !words.contains("S0SRE00001"), "{words}");
    }
    world.leave().await;
}

#[tokio::test]
async fn a_drill_on_postgres() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    rehearses(&mut world, "drill sev1 Checkout is down").await;
    assert!(world.incident(1).await.manner.is_drill);
    assert!(said(&world).iter().all(|words| words.starts_with("[DRILL] ")));
    world.leave().await;
}
