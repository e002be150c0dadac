//! Incidents that become private: what they take with them, what is withdrawn, what no longer goes on.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::GroupId;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Submit, transcript};

use super::{all_are_loud, with_private_incident};
use crate::world::{World, change_rung, fields, told};

#[tokio::test]
async fn one_that_becomes_private_takes_with_it_what_it_can() {
    let mut world = World::start_with(
        |config| config.incidents.private_groups = vec![GroupId::new("S0SRE00001")],
        |_| {},
    )
    .await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.takes("bob", "commander", &old).await;
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Join, &old)).await.unwrap();
    world.settle().await;
    world.reads_all();
    let form = world.types("alice", &old, "make-private").await.view.unwrap()["blocks"].to_string();
    assert!(
        form.contains("What cannot be taken back") && form.contains("It cannot be made public again."),
        "{form}"
    );
    assert!(!world.incident(1).await.manner.is_private, "nothing is done yet");
    assert!(
        world
            .sends("alice", fields(&[("because", json!("It is about a person"))]))
            .await
            .field_errors
            .is_empty()
    );

    world.advance(TimeDelta::seconds(3)).await;
    let new = world.incident(1).await.places.channel.unwrap().to_string();
    assert_eq!(world.state().channel(&new).unwrap().kind, "private_channel");
    assert_eq!(world.members(&new), ["alice", "bob", "minji"]);
    assert_snapshot!(world.sees("incidents", "INC-1"), @":lock: INC-1 is handled in private.");
    let state = world.state();
    let left = state.channel(&old).unwrap();
    assert_eq!((left.name.as_str(), left.topic.as_str(), left.is_archived), ("inc-1", "INC-1", true));
    assert_snapshot!(world.sees(&old, "from now on"), @":lock: INC-1 is handled in private from now on. Whoever is needed comes into its private channel. What was said here stays readable to everybody; this channel is being archived.");
    let by_bot =
        left.messages.iter().filter(|one| one.subtype.is_none()).map(|one| transcript::read(one, &state));
    assert!(!by_bot.collect::<String>().contains("Zanzibar"), "the panel says no more what it was");

    let refused = told(&world.types("carol", "general", "timeline INC-1").await);
    assert!(refused.starts_with("There is no INC-1 in this workspace."), "{refused}");
    let timeline = world.types("bob", "general", "timeline INC-1").await;
    let all = serde_json::to_string(&timeline.shown).unwrap();
    assert!(all.contains("made it private: It is about a person"), "{all}");
    let again = told(&world.types("alice", &new, "make-private").await);
    assert!(again.starts_with("INC-1 is private already"), "{again}");
    world.reads_all();
    world.types("bob", &new, "sev sev0").await;
    world.resolves("bob", &new).await;
    assert_eq!((world.reads("incidents"), world.reads(&old)), (String::new(), String::new()));
    world.leave().await;
}

#[tokio::test]
async fn what_somebody_confirms_is_said_in_their_language() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let form = world.types("minji", &channel, "비공개전환").await.view.unwrap()["blocks"].to_string();
    assert!(form.contains("되돌릴 수 없는 것") && form.contains("다시 공개로 전환할 수 없습니다."), "{form}");
    assert!(
        told(&world.types("gina", "lobby", "make-private INC-1").await).starts_with("Guests can read along")
    );
    world.leave().await;
}

#[tokio::test]
async fn nobody_links_it_with_another_incident() {
    let (mut world, _) = with_private_incident().await;
    let other = world.declares("carol", "sev2", "Search is slow").await;
    world.reads_all();
    for text in ["cancel duplicate of INC-1", "merge INC-1", "cancel INC-2 duplicate of INC-1"] {
        let private = told(&world.types("bob", &other, text).await);
        let unknown = told(&world.types("bob", &other, &text.replace("INC-1", "INC-7")).await);
        assert_eq!(private.replace("INC-1", "INC-7"), unknown, "{text}");
    }
    for (place, text) in [
        (&*other, "cancel duplicate of INC-1"),
        ("general", "cancel INC-1 duplicate of INC-2"),
        (&*other, "merge INC-1"),
    ] {
        let refused = told(&world.types("minji", place, text).await);
        assert!(refused.contains("연결할 수 없습니다. 한쪽이 비공개라서"), "{text}: {refused}");
    }
    let form = world.types("minji", &other, "cancel").await.view.unwrap().to_string();
    assert!(!form.contains("Zanzibar"), "it is not offered either: {form}");
    assert_eq!(world.reads(&other), "");
    world.leave().await;
}

#[tokio::test]
async fn what_stakeholders_were_told_is_withdrawn() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.advance(TimeDelta::seconds(3)).await;
    world.posts_update("alice", "Zanzibar drive is wiped", 60, &old).await;
    assert!(world.messages("random").iter().any(|one| one.text.contains("Zanzibar")), "it was told");
    world.types("alice", &old, "make-private").await;
    world.sends("alice", fields(&[("because", json!(""))])).await;
    world.advance(TimeDelta::seconds(3)).await;
    let state = world.state();
    for place in ["random", "incidents"] {
        let all = state.channel(place).unwrap().messages.iter();
        let words: Vec<String> = all
            .flat_map(|one| std::iter::once(one).chain(&one.replies))
            .map(|message| transcript::read(message, &state))
            .collect();
        assert!(!words.is_empty() && words.iter().all(|words| !words.contains("Zanzibar")), "{words:?}");
    }
    world.leave().await;
}

#[tokio::test]
async fn what_waited_while_it_became_private_tells_and_brings_in_nobody_else() {
    let calls = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.invite = vec![GroupId::new("S0SRE00001")]);
    };
    let mut world = World::start_with(calls, |_| {}).await;
    let old = world.declares("alice", "sev2", "A laptop was stolen").await;
    world.reads_all();
    world.types_only("alice", &old, "sev sev0 because it holds salaries").await;
    world.types_only("alice", &old, "make-private").await;
    world.sandbox.submit(Submit::new("alice", fields(&[]))).await.unwrap();
    world.time_passes(TimeDelta::seconds(5));
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    assert!(!world.reads("incidents").contains("salaries"), "everybody reads that");
    let new = world.incident(1).await.places.channel.unwrap().to_string();
    assert_eq!(world.members(&new), ["alice"]);
    world.leave().await;
}
