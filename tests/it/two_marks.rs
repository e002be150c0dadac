//! A message that one person has marked twice: its entry stays as long as one of the marks does.

use firebell::incident::Fact;
use slack_sandbox::{ChannelAct, ChannelVerb, React, Say};

use crate::world::World;

#[tokio::test]
async fn an_entry_is_struck_with_the_last_of_somebodys_marks_and_not_before() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Join, &channel)).await.unwrap();
    let said = world.sandbox.message(Say::new("alice", &channel, "The primary is gone")).await.unwrap().ts;
    for emoji in ["pushpin", "round_pushpin"] {
        world.sandbox.reaction(React::add("carol", &channel, &said, emoji)).await.unwrap();
        world.settle().await;
    }
    let struck = async |world: &World| {
        world.timeline(1).await.iter().any(|entry| matches!(entry.fact, Fact::LetGo { .. }))
    };
    world.sandbox.reaction(React::remove("carol", &channel, &said, "pushpin")).await.unwrap();
    world.settle().await;
    assert!(!struck(&world).await, "one of her marks still stands");
    world.sandbox.reaction(React::remove("carol", &channel, &said, "round_pushpin")).await.unwrap();
    world.settle().await;
    assert!(struck(&world).await);
    world.leave().await;
}
