//! Whom Firebell knows, and what it makes of them: people of other organisations, and how each is spoken to.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::world::{World, told};

/// What somebody is told who declares; the trigger tells one declaration from another.
async fn declares_as(world: &World, user: &str, trigger: &str) -> String {
    let body = declaration("T0SANDBOX1", user, "declare sev0 Ring the bell").replace("1.2.3", trigger);
    Knock::signed(COMMANDS, &body).at(world).await
}

/// Slack tells of somebody who has come or changed.
async fn slack_tells_of(world: &World, user: Value) {
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "user_change", "user": user}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(world).await, "200");
}

#[tokio::test]
async fn people_of_other_organisations_are_guests() {
    let mut world = World::start().await;
    slack_tells_of(&world, json!({"id": "U0OLGA0001", "team_id": "T0THEIRS01", "name": "olga"})).await;
    slack_tells_of(&world, json!({"id": "U0PETER001", "is_stranger": true, "name": "peter"})).await;
    for user in ["U0OLGA0001", "U0PETER001"] {
        let answer = declares_as(&world, user, "1.1.1").await;
        assert!(answer.contains("Guests can read along"), "{user}: {answer}");
    }
    world.settle().await;
    assert!(world.incident_channels().is_empty());
    world.finish().await;
}

#[tokio::test]
async fn a_list_of_everybody_that_is_older_than_what_slack_told_undoes_nothing() {
    let mut world = World::start().await;
    slack_tells_of(&world, json!({"id": "U0BOB00001", "is_restricted": true, "name": "bob"})).await;
    world.parts().directory.refresh().await.unwrap();
    let answer = declares_as(&world, "U0BOB00001", "1.1.1").await;
    assert!(answer.contains("Guests can read along"), "{answer}");
    world.settle().await;
    world.finish().await;
}

#[tokio::test]
async fn whom_slack_does_not_show_is_a_guest_once_that_is_known() {
    let mut world = World::start().await;
    let first = declares_as(&world, "U0NOBODY01", "1.1.1").await;
    assert!(first.contains("INC-1 is declared"), "nobody is kept from the bell for being new: {first}");
    world.settle().await;
    let second = declares_as(&world, "U0NOBODY01", "2.2.2").await;
    assert!(second.contains("Guests can read along"), "{second}");
    world.advance_minutes(1).await;
    assert_eq!(world.incident_channels().len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn somebody_of_another_organisation_presses_nothing_in_a_shared_channel() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "take:commander").await;
    world.reads_all();
    let mut press = last_press(&world);
    press["user"] = json!({"id": "U0OLGA0001", "team_id": "T0THEIRS01"});
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
    world.settle().await;
    assert_eq!(world.incident(1).await.roles.commander.unwrap().to_string(), "U0BOB00001");
    let whispered = world.whispers("bob", &channel);
    assert_snapshot!(whispered.join("\n"), @"Guests can read along, but only members can act on an incident. Please ask a member in this channel to do it.");
    world.finish().await;
}

#[tokio::test]
async fn a_language_that_is_known_stays_when_slack_leaves_it_out() {
    let mut world = World::start().await;
    slack_tells_of(&world, json!({"id": "U0MINJI001", "team_id": "T0SANDBOX1", "name": "Minji"})).await;
    for _ in 0..2 {
        let answer = world.types("minji", "general", "list").await;
        assert!(told(&answer).starts_with("진행 중인 장애가 없습니다."), "{}", told(&answer));
        world.restart().await;
    }
    world.finish().await;
}
