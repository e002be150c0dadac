//! Incidents that were linked before one of them became private: the other one's records name it no more.

use chrono::TimeDelta;
use slack_sandbox::{ChannelState, Submit, transcript};

use crate::world::{World, fields, told};

/// Somebody makes an incident private, and all that follows is done.
async fn becomes_private(world: &mut World, user: &str, number: i64) {
    let form = world.types(user, "general", &format!("make-private INC-{number}")).await;
    assert!(form.view.is_some(), "{form:?}");
    let sent = world.sandbox.submit(Submit::new(user, fields(&[]))).await.unwrap();
    assert_eq!(sent.field_errors.len(), 0);
    world.works_off(TimeDelta::minutes(5)).await;
}

/// What stands in a channel by now, of what the bot says; its topic; and its timeline and document, as an outsider gets them.
async fn shown(world: &mut World, channel: &str, number: i64) -> Vec<String> {
    let timeline = world.types("bob", "general", &format!("timeline INC-{number}")).await;
    world.types("bob", "general", &format!("export INC-{number}")).await;
    world.works_off(TimeDelta::minutes(1)).await;
    let state = world.state();
    let said = |place: &ChannelState| {
        let all = place.messages.iter().flat_map(|one| std::iter::once(one).chain(&one.replies));
        let words = all.filter(|one| one.subtype.is_none()).map(|one| transcript::read(one, &state));
        words.collect::<Vec<_>>()
    };
    let place = state.channel(channel).unwrap();
    let mut shown = said(place);
    shown.push(place.topic.clone());
    shown.push(serde_json::to_string(&timeline.shown).unwrap());
    let name = format!("Postmortem of INC-{number}");
    let document = state.files.iter().rev().find(|file| file.title == name).expect("there is a document");
    shown.push(document.text.clone().unwrap());
    shown
}

/// Wants nothing of these words in what is shown.
fn tells_nothing(shown: &[String], words: &[&str]) {
    for text in shown {
        for word in words {
            assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word} stands in:\n{text}");
        }
    }
}

#[tokio::test]
async fn a_duplicate_that_becomes_private_is_named_nowhere_in_its_original() {
    let mut world = World::start().await;
    let original = world.declares("alice", "sev1", "Checkout is down").await;
    let duplicate = world.declares("carol", "sev2", "Zanzibar cards fail").await;
    world.types("carol", &duplicate, "tried restart failed: the Zanzibar switch").await;
    world.types("carol", &duplicate, "merge INC-1").await;
    let before = shown(&mut world, &original, 1).await.join("\n");
    assert!(before.contains("INC-2") && before.contains("Zanzibar switch"), "{before}");
    world.advance_minutes(1).await;
    becomes_private(&mut world, "carol", 2).await;
    let after = shown(&mut world, &original, 1).await;
    // The document that was uploaded before stays as it was; this is the new one.
    tells_nothing(&after, &["INC-2", "Zanzibar"]);
    assert!(after.iter().any(|text| text.contains("about an incident that is private now")), "{after:?}");
    world.leave().await;
}

#[tokio::test]
async fn an_original_that_becomes_private_is_named_nowhere_in_its_duplicate() {
    let mut world = World::start().await;
    world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    let duplicate = world.declares("carol", "sev2", "Cards fail").await;
    let third = world.declares("carol", "sev2", "Search is slow").await;
    world.types("carol", &duplicate, "cancel duplicate of INC-1").await;
    becomes_private(&mut world, "alice", 1).await;
    let after = shown(&mut world, &duplicate, 2).await;
    // What people typed and were told then stays; what shows what is true says no more.
    let now = [
        world.panel(&duplicate),
        after[after.len() - 3].clone(),
        after[after.len() - 2].clone(),
        after[after.len() - 1].clone(),
    ];
    tells_nothing(&now, &["INC-1", "Zanzibar"]);
    for text in &now {
        assert!(text.contains("uplicate of a private incident"), "{text}");
    }
    let announced = world.sees("incidents", "INC-2 · *");
    assert!(announced.ends_with("Cancelled · Duplicate of a private incident"), "{announced}");
    for text in ["sev INC-2 sev1", "cancel INC-3 duplicate of INC-2"] {
        let refused = told(&world.types("bob", &third, text).await);
        tells_nothing(std::slice::from_ref(&refused), &["INC-1", "Zanzibar"]);
        assert!(refused.contains("INC-2"), "{refused}");
    }
    let known = told(&world.types("alice", &third, "cancel INC-3 duplicate of INC-2").await);
    assert!(known.contains("INC-2 is itself a duplicate of INC-1."), "who knows of it is told: {known}");
    world.leave().await;
}

#[tokio::test]
async fn what_came_by_way_of_another_incident_is_left_out_too() {
    let mut world = World::start().await;
    let first = world.declares("alice", "sev1", "Checkout is down").await;
    let second = world.declares("alice", "sev1", "Cards fail").await;
    let third = world.declares("carol", "sev1", "Zanzibar laptop stolen").await;
    world.types("carol", &third, "note The Zanzibar laptop had the keys").await;
    world.types("carol", &third, "merge INC-2").await;
    world.types("alice", &second, "merge INC-1").await;
    let page = shown(&mut world, &first, 1).await.join("\n");
    assert!(page.contains("The Zanzibar laptop had the keys"), "{page}");
    world.advance_minutes(1).await;
    becomes_private(&mut world, "carol", 3).await;
    let after = shown(&mut world, &first, 1).await;
    tells_nothing(&after, &["INC-3", "Zanzibar"]);
    assert!(after.iter().any(|text| text.contains("INC-2")), "the others are named as ever");
    world.leave().await;
}

/// Whatever the bot says in a channel with these words, as it reads now.
fn said_with(world: &World, channel: &str, words: &str) -> Vec<String> {
    let state = world.state();
    let all = world.messages(channel).into_iter().map(|message| transcript::read(&message, &state));
    all.filter(|text| text.contains(words)).collect()
}

#[tokio::test]
async fn nothing_but_the_line_about_the_private_incident_is_taken_out_of_its_originals_channel() {
    let mut world = World::start().await;
    let private = world.declares("carol", "sev3", "Database").await;
    for number in 2..=10 {
        world.declares("bob", "sev3", &format!("Printer {number}")).await;
    }
    let slow = world.declares("carol", "sev3", "Database latency").await;
    world.advance_minutes(1).await;
    let original = world.declares("alice", "sev1", "Database").await;
    world.types("carol", &private, "merge INC-12").await;
    world.types("carol", &slow, "merge INC-12").await;
    world.posts_update("alice", "The same as INC-1, \"Database\": it is back", 60, &original).await;
    world.posts_update("alice", "All of INC-12 is over", 60, &original).await;
    let line = "found that INC-1 (";
    assert_eq!(said_with(&world, &original, line).len(), 1, "the line that told of it");
    let others = ["The same as INC-1", "All of INC-12 is over", "\"Database latency\", is a duplicate"];
    let before = others.map(|words| said_with(&world, &original, words).len());
    assert!(before.iter().all(|count| *count > 0), "{before:?}");
    world.sandbox.forget_calls();
    becomes_private(&mut world, "carol", 1).await;
    assert_eq!(said_with(&world, &original, line), [""; 0]);
    assert_eq!(said_with(&world, &original, "about an incident that is private now").len(), 1);
    assert_eq!(others.map(|words| said_with(&world, &original, words).len()), before, "all else stands");
    let calls = world.sandbox.calls();
    let reads = calls.iter().filter(|call| call.method == "conversations.history");
    let mut begins = reads.filter(|call| call.arguments["channel"] == original.as_str());
    let oldest = &begins.next().expect("its history is read").arguments["oldest"];
    assert!(oldest.as_str().is_some_and(|oldest| oldest != "0"), "not from its beginning on: {oldest}");
    world.leave().await;
}
