//! How much people have to read: a normal incident stays short.

use firebell::incident::Fact;
use insta::assert_snapshot;

use crate::world::World;

/// What a SEV1 of two hours may put into its channel.
const MOST: usize = 14;

/// The first lines of all that stands in a channel but what is of this kind.
fn without(subtypes: &[&str], world: &World, channel: &str) -> Vec<String> {
    let state = world.state();
    let messages = world.messages(channel).into_iter();
    let others =
        messages.filter(|message| !message.subtype.as_deref().is_some_and(|it| subtypes.contains(&it)));
    let first = |text: String| text.lines().next().unwrap_or_default().to_owned();
    others.map(|message| first(slack_sandbox::transcript::read(&message, &state))).collect()
}

#[tokio::test]
async fn a_normal_sev1_of_two_hours_says_at_most_fourteen_things_in_its_channel() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.gives("bob", "communications", "carol", &channel).await;
    world.moves_to("bob", "mitigating", &channel).await;
    world.advance_minutes(60).await;
    world.posts_update("carol", "Customers can't pay by card", 110, &channel).await;
    world.gives("bob", "triage", "alice", &channel).await;
    world.advance_minutes(50).await;
    world.posts_update("carol", "Half of the cards work again", 170, &channel).await;
    world.moves_to("bob", "monitoring", &channel).await;
    world.advance_minutes(10).await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    let is_reminder = |fact: &Fact| matches!(fact, Fact::Reminded { .. });
    let reminders = world.timeline(1).await.iter().filter(|entry| is_reminder(&entry.fact)).count();
    assert_eq!(reminders, 2, "the story has two reminders");
    // Slack's own lines count too, but who joined: it folds them into one.
    let counted = without(&["channel_join"], &world, &channel);
    assert!(counted.len() <= MOST, "{} messages:\n{}", counted.len(), counted.join("\n"));
    // The topic is set beside the others, sooner or later than they come.
    let said = without(&["channel_join", "channel_topic"], &world, &channel);
    assert_snapshot!(said.join("\n"), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    @bob is now *Incident commander*.
    @carol is now *Communications lead*, assigned by @bob.
    @bob moved INC-1 from *Detected* to *Mitigating*.
    @carol posted an update on INC-1.
    *Update* on INC-1 · SEV1 · Checkout is down, by @carol
    @alice is now *Triage engineer*, assigned by @bob.
    @carol posted an update on INC-1.
    *Update* on INC-1 · SEV1 · Checkout is down, by @carol
    @bob moved INC-1 from *Mitigating* to *Monitoring*.
    :white_check_mark: @bob resolved INC-1. Recovered by: Rollback. Detected by: Customer centre.
    @bob closed INC-1.
    ");
    world.leave().await;
}
