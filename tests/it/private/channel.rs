//! The channel of a private incident: never a public one, and what follows where Slack lets none be made or archives it.

use chrono::TimeDelta;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, ChannelAct, ChannelVerb, Options};

use super::{all_are_loud, readable, tells_nothing, with_private_incident};
use crate::world::World;

#[tokio::test]
async fn without_a_private_channel_it_stays_unheard_of_and_its_declarer_is_told() {
    let without = |options: &mut Options| {
        options.app = std::mem::take(&mut options.app).without_scope("groups:write");
    };
    let mut world = World::start_with(all_are_loud, without).await;
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    assert!(world.state().channels.iter().all(|channel| !channel.name.contains("zanzibar")));
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    assert_snapshot!(world.private_messages("alice").join("\n"), @":warning: The private channel of INC-1 could not be made (missing_scope). Nothing was made public, and *nobody else knows of it yet*. Please tell those who have to know yourself, and ask whoever runs Firebell to look at `firebell check`.");
    assert_eq!(world.given_up().await.len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn a_workspace_that_forbids_private_channels_gets_no_public_one() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let forbidden = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", forbidden));
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    world.advance_minutes(10).await;
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    assert!(world.private_messages("alice")[0].contains("could not be made (restricted_action)"));
    let created = world.sandbox.calls().into_iter().filter(|call| call.method == "conversations.create");
    assert!(created.map(|call| call.arguments["is_private"].clone()).all(|private| private == true));
    world.sandbox.clear_faults();
    world.leave().await;
}

#[tokio::test]
async fn its_channel_is_archived_and_comes_back_private() {
    let (mut world, channel) = with_private_incident().await;
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close").await;
    for days in [6, 2] {
        world.advance(TimeDelta::days(days)).await;
    }
    assert!(world.state().channel(&channel).unwrap().is_archived);
    world.types("alice", "general", "reopen INC-1 because the laptop is back").await;
    world.advance(TimeDelta::seconds(3)).await;
    let next = world.incident(1).await.places.channel.unwrap().to_string();
    assert_ne!(next, channel);
    assert_eq!(world.state().channel(&next).unwrap().kind, "private_channel");
    assert_eq!(world.members(&next), ["alice", "minji"]);
    tells_nothing(&readable(&world.state(), "U0BOB00001"), &next, "the new channel");
    world.leave().await;
}

#[tokio::test]
async fn its_channel_archived_by_hand_is_known_and_told_to_its_declarer_alone() {
    let (mut world, channel) = with_private_incident().await;
    world.reads_all();
    world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Archive, &channel)).await.unwrap();
    world.settle().await;
    assert!(
        world.incident(1).await.archiving.archived_at.is_some(),
        "Slack tells of private channels by another name"
    );
    assert!(world.hears_in_private("alice").contains("INC-1"));
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    world.leave().await;
}
