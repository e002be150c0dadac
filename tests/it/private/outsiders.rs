//! Whoever is not in a private incident finds nothing of it, wherever they look and whatever they press or send.

use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Say, Shortcut};

use super::{
    ABOUT, all_are_loud, declares, guests_come_along, lives, readable, tells_nothing, with_private_incident,
};
use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::world::{World, told, update};

#[tokio::test]
async fn nothing_of_it_stands_where_outsiders_read() {
    let (mut world, channel) = with_private_incident().await;
    lives(&mut world, &channel).await;
    let state = world.state();
    assert_eq!(state.channel(&channel).unwrap().kind, "private_channel");
    assert_eq!(
        world.members(&channel),
        ["alice", "minji"],
        "who declared it, and the groups for private ones"
    );
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    for user in ["U0BOB00001", "U0CAROL001", "U0GINA0001", "U0OLGA0001"] {
        tells_nothing(&readable(&state, user), &channel, user);
    }
    assert!(readable(&state, "U0MINJI001").contains("Zanzibar"), "and its members read all of it");
    world.leave().await;
}

#[tokio::test]
async fn named_by_its_number_it_is_answered_like_one_that_there_is_not() {
    let (mut world, channel) = with_private_incident().await;
    for (user, place) in [("bob", "general"), ("gina", "lobby"), ("minji", "general")] {
        if user == "minji" {
            world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Leave, &channel)).await.unwrap();
            world.settle().await;
        }
        for text in ABOUT {
            let private = world.types(user, place, text).await;
            let unknown = world.types(user, place, &text.replace("INC-1", "INC-7")).await;
            assert_eq!((&private.view, &private.error), (&None, &None), "{user}: {text}");
            let told = told(&private);
            assert!(told.contains("INC-1") && !told.contains(&channel), "{user}: {text}: {told}");
            assert_eq!(told.replace("INC-1", "INC-7"), crate::world::told(&unknown), "{user}: {text}");
        }
    }
    let incident = world.incident(1).await;
    assert_eq!((incident.roles.people().len(), incident.reopened), (0, 0));
    assert_eq!(world.timeline(1).await.len(), 2, "it was declared and got its channel; nothing was added");
    world.leave().await;
}

#[tokio::test]
async fn lists_and_suggestions_leave_it_out_and_count_without_it() {
    let (mut world, channel) = with_private_incident().await;
    world.types("carol", "general", "declare sev2 Search is slow").await;
    for (user, place) in [("bob", "general"), ("gina", "lobby")] {
        let listed = world.types(user, place, "list").await;
        let all = serde_json::to_string(&listed.shown).unwrap();
        let counts_one = all.contains("1 open incident") && all.contains("INC-2");
        assert!(counts_one || all.contains("Guests can read along"), "{user}: {all}");
        tells_nothing(&all, &channel, "the list");
        let elsewhere = world.types(user, place, "note hello").await;
        let all = serde_json::to_string(&elsewhere.shown).unwrap();
        assert!(all.contains("INC-2") || all.contains("Guests"), "{user}: {all}");
        tells_nothing(&all.replace("INC-42", ""), &channel, "the suggestion");
    }
    let listed = world.types("minji", "general", "list").await;
    let all = serde_json::to_string(&listed.shown).unwrap();
    assert!(all.contains("Zanzibar") && all.contains(&channel) && all.contains("INC-2"), "{all}");
    world.leave().await;
}

#[tokio::test]
async fn the_form_for_messages_offers_it_to_those_alone_who_know_of_it() {
    let (mut world, channel) = with_private_incident().await;
    let message = world.sandbox.message(Say::new("bob", "general", "Who took it?")).await.unwrap().ts;
    let keep = |user: &str| Shortcut::message(user, "add-to-timeline", "general", &message);
    let none = world.sandbox.shortcut(keep("bob")).await.unwrap();
    world.settle().await;
    assert_eq!(none.view, None);
    tells_nothing(&world.last_whisper("bob", "general"), &channel, "the refusal");
    world.types("carol", "general", "declare sev2 Search is slow").await;
    let offered = world.sandbox.shortcut(keep("bob")).await.unwrap().view.unwrap().to_string();
    assert!(offered.contains("INC-2"), "{offered}");
    tells_nothing(&offered, &channel, "the choice");
    let offered = world.sandbox.shortcut(keep("minji")).await.unwrap().view.unwrap().to_string();
    assert!(offered.contains("Zanzibar"), "{offered}");
    world.leave().await;
}

#[tokio::test]
async fn its_buttons_do_nothing_in_other_hands() {
    let (mut world, channel) = with_private_incident().await;
    world.reads_all();
    world.takes("alice", "triage", &channel).await;
    let pressed = last_press(&world);
    world.reads_all();
    for (user, team) in
        [("U0BOB00001", "T0SANDBOX1"), ("U0GINA0001", "T0SANDBOX1"), ("U0OLGA0001", "T0THEIRS01")]
    {
        for (block, action) in [
            ("take:1", "take:commander"),
            ("controls:1", "update"),
            ("controls:1", "resolve"),
            ("timeline:1", "timeline-earlier"),
            ("controls:1", "export"),
            ("severity:1", "severity:sev0"),
        ] {
            let mut press = pressed.clone();
            press["user"] = json!({"id": user, "team_id": team});
            press["channel"] = json!({"id": "C0GENERAL1", "name": "general"});
            press["actions"][0]["block_id"] = json!(block);
            press["actions"][0]["action_id"] = json!(action);
            press["actions"][0]["value"] = json!("2");
            press["actions"][0]["action_ts"] = json!(format!("{user}.{action}"));
            assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
            world.settle().await;
            // The local Slack shows it to whoever pressed the original.
            let told = world.last_whisper("alice", &channel);
            let is_unknown = told.starts_with("There is no INC-1 in this workspace.");
            assert!(is_unknown || told.starts_with("Guests can read along"), "{user} {action}: {told}");
            tells_nothing(&told.replace("INC-1 in", ""), &channel, action);
        }
    }
    assert_eq!(world.incident(1).await.roles.people().len(), 1);
    assert_eq!(world.reads(&channel), "");
    world.leave().await;
}

#[tokio::test]
async fn a_form_in_other_hands_changes_nothing() {
    let (mut world, channel) = with_private_incident().await;
    world.types("carol", "general", "declare sev2 Search is slow").await;
    let other = world.incident(2).await.places.channel.unwrap().to_string();
    world.presses_button("bob", &other, "update").await;
    world.sends("bob", update("Search is slow", 60)).await;
    let sent =
        world.sandbox.deliveries().into_iter().rev().find(|one| one.kind == "view_submission").unwrap();
    let (_, payload) = url::form_urlencoded::parse(sent.body.as_bytes()).next().unwrap();
    let mut payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
    payload["view"]["private_metadata"] = json!("1");
    payload["view"]["hash"] = json!("another");
    let answer = Knock::signed(INTERACTIONS, &interaction(&payload)).at(&world).await;
    assert!(answer.contains("There is no INC-1 in this workspace."), "{answer}");
    tells_nothing(&answer.replace("INC-1 in", ""), &channel, "the refusal");
    assert_eq!(world.incident(1).await.last_update, None);
    world.leave().await;
}

#[tokio::test]
async fn strangers_who_type_find_nothing() {
    let (world, channel) = with_private_incident().await;
    let olga = json!({"id": "U0OLGA0001", "team_id": "T0THEIRS01", "name": "olga"});
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "user_change", "user": olga}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
    for text in ["list", "", "note hello", "timeline INC-1", "update INC-1", "help"] {
        let body = declaration("T0SANDBOX1", "U0OLGA0001", text);
        let answer = Knock::signed(COMMANDS, &body).at(&world).await;
        // What they typed comes back to them, and the help names examples.
        let own = [text, "INC-1 in", "INC-42", "A laptop was"].into_iter().filter(|words| !words.is_empty());
        let unnamed = own.fold(answer, |answer, words| answer.replace(words, ""));
        tells_nothing(&unnamed, &channel, text);
    }
    world.leave().await;
}

#[tokio::test]
async fn the_home_shows_it_to_its_members_alone_and_counts_without_it() {
    let (mut world, channel) = with_private_incident().await;
    world.declares("carol", "sev2", "Search is slow").await;
    for (user, expected) in [("bob", "1 open incident"), ("gina", "full members of this workspace only")] {
        let home = world.opens_home(user).await;
        assert!(home.contains(expected), "{user}: {home}");
        tells_nothing(&home, &channel, user);
    }
    let olga = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev9",
        "event": {"type": "app_home_opened", "user": "U0OLGA0001", "tab": "home"}});
    assert_eq!(Knock::signed(EVENTS, &olga.to_string()).at(&world).await, "200");
    world.settle().await;
    for call in world.sandbox.calls().iter().filter(|call| call.arguments["user_id"] == "U0OLGA0001") {
        tells_nothing(&call.arguments.to_string(), &channel, "a stranger's home");
    }
    let owner = world.opens_home("alice").await;
    assert!(owner.contains("2 open incidents") && owner.contains("Zanzibar"), "{owner}");
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close").await;
    assert!(world.opens_home("minji").await.contains("Zanzibar"), "it has just ended");
    let outsider = world.opens_home("bob").await;
    assert!(!outsider.contains("Recently ended"), "{outsider}");
    tells_nothing(&outsider, &channel, "what has ended");
    world.leave().await;
}

#[tokio::test]
async fn a_button_of_the_home_in_other_hands_opens_no_form() {
    let (mut world, channel) = with_private_incident().await;
    world.declares("carol", "sev2", "Search is slow").await;
    world.opens_home("bob").await;
    world.presses_at_home("bob", "board:2", "update").await;
    let mut press = last_press(&world);
    press["actions"][0]["block_id"] = json!("board:1");
    press["actions"][0]["value"] = json!("1");
    press["actions"][0]["action_ts"] = json!("1.1");
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
    world.settle().await;
    let calls = world.sandbox.calls();
    let opened = calls.iter().rev().find(|call| call.method == "views.open").expect("it says why not");
    let words = opened.arguments["view"].to_string();
    assert!(words.contains("There is no INC-1 in this workspace."), "{words}");
    tells_nothing(&words.replace("INC-1 in", ""), &channel, "the refusal");
    world.leave().await;
}

#[tokio::test]
async fn a_private_incident_on_postgres() {
    let Some(mut world) = World::with_replicas_and(2, all_are_loud, guests_come_along).await else { return };
    let channel = declares(&mut world).await;
    lives(&mut world, &channel).await;
    for user in ["U0BOB00001", "U0GINA0001"] {
        tells_nothing(&readable(&world.state(), user), &channel, user);
    }
    for text in ABOUT {
        let refused = told(&world.types("bob", "general", text).await);
        assert!(refused.starts_with("There is no INC-1 in this workspace."), "{text}: {refused}");
    }
    let listed = world.types("minji", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}
