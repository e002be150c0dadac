//! What would be shown and at once replaced is not shown.

use firebell::incident::Fact;

use crate::world::World;

#[tokio::test]
async fn ten_changes_of_severity_give_one_edit_of_each_message() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let edits_before = world.calls("chat.update");
    let topics_before = world.calls("conversations.setTopic");
    for severity in ["sev0", "sev1", "sev2", "sev3"].iter().cycle().take(10) {
        world.types_only("alice", &channel, &format!("sev {severity}")).await;
    }
    world.settle().await;
    let edits: Vec<String> = world
        .sandbox
        .calls()
        .into_iter()
        .filter(|call| call.method == "chat.update")
        .skip(edits_before)
        .map(|call| call.arguments["channel"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(edits.len(), 2, "{edits:?}");
    assert!(edits.contains(&channel) && edits.contains(&"C0INCIDENT".to_owned()), "{edits:?}");
    assert_eq!(world.calls("conversations.setTopic") - topics_before, 1);
    assert_eq!(world.hears(&channel).matches("the severity of INC-").count(), 10);
    let timeline = world.timeline(1).await;
    let changes = timeline.iter().filter(|entry| matches!(entry.fact, Fact::SeverityChanged { .. }));
    assert_eq!(changes.count(), 10);
    assert!(world.sees("incidents", "INC-1").contains("SEV1"));
    assert_eq!(world.state().channel(&channel).unwrap().topic, "SEV1 · INC-1 · Checkout is down");
    assert_eq!(world.hears("incidents").matches("raised the severity").count(), 3);
    world.finish().await;
}
