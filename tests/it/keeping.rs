//! Messages that people put on the timeline: by a reaction, a pin or the message's shortcut.

use chrono::TimeDelta;
use firebell::incident::Fact;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{
    CallFault, CallTrouble, ChannelAct, ChannelVerb, DeliveryFault, DeliveryTrouble, Edit, PinMessage, React,
    Redeliver, Say, Shortcut, When,
};

use crate::knock::{EVENTS, Knock};
use crate::world::{World, fields, noon, prefilled, told, without_made_ids};

const KEEP: &str = "add-to-timeline";

/// A stage with an incident whose channel some people have joined, and a guest whom alice brought.
async fn with_people() -> (World, String) {
    let (world, channel) = World::with_incident("sev1").await;
    for user in ["bob", "carol", "minji"] {
        let join = ChannelAct::new(user, ChannelVerb::Join, &channel);
        world.sandbox.channel_act(join).await.unwrap();
    }
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("gina");
    world.sandbox.channel_act(invite).await.unwrap();
    world.reads_all();
    (world, channel)
}

/// Somebody writes something. Answers which message it is.
async fn says(world: &World, user: &str, channel: &str, text: &str) -> String {
    world.sandbox.message(Say::new(user, channel, text)).await.unwrap().ts
}

async fn reacts(world: &mut World, user: &str, channel: &str, message: &str) {
    world.sandbox.reaction(React::add(user, channel, message, "pushpin")).await.unwrap();
    world.settle().await;
}

async fn takes_back(world: &mut World, user: &str, channel: &str, message: &str) {
    world.sandbox.reaction(React::remove(user, channel, message, "pushpin")).await.unwrap();
    world.settle().await;
}

/// How often a message was put on the timeline.
async fn quoted(world: &World) -> usize {
    world.timeline(1).await.iter().filter(|entry| matches!(entry.fact, Fact::Quoted { .. })).count()
}

/// The lines of the timeline that people wrote.
async fn timeline(world: &mut World, channel: &str) -> String {
    world.types("alice", channel, "timeline").await;
    let page = world.last_whisper("alice", channel);
    let own = |line: &&str| line.starts_with('#') && !line.contains("Firebell") && !line.contains("declared");
    without_made_ids(&page.lines().filter(own).collect::<Vec<_>>().join("\n"))
}

#[tokio::test]
async fn a_reaction_puts_what_somebody_said_on_the_timeline_as_they_said_it() {
    let (mut world, channel) = with_people().await;
    let message =
        says(&world, "bob", &channel, "@carol the primary <is> gone, see https://graphs.example/7").await;
    world.advance_minutes(5).await;
    reacts(&mut world, "carol", &channel, &message).await;
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 12:00:00 KST · @bob (added by @carol) · @Carol Jensen the primary &lt;is&gt; gone, see https://graphs.example/7 · <https://sandbox.slack.com/archives/C…/p1795316400000019|message>");
    let document = world.types("alice", &channel, "export").await;
    assert_eq!(document.error, None);
    world.leave().await;
}

#[tokio::test]
async fn the_files_of_a_message_are_linked_on_the_timeline_and_in_the_document() {
    let (mut world, channel) = with_people().await;
    let said =
        Say::new("bob", &channel, "the primary is gone").with_file("graph.png").with_file("오류 로그.txt");
    let with_words = world.sandbox.message(said).await.unwrap().ts;
    let bare = world.sandbox.message(Say::new("bob", &channel, "").with_file("core.dump")).await.unwrap().ts;
    for message in [&with_words, &bare] {
        reacts(&mut world, "carol", &channel, message).await;
    }
    assert_snapshot!(timeline(&mut world, &channel).await, @"
    #4 · 2026-11-22 12:00:00 KST · @bob (added by @carol) · the primary is gone · <https://sandbox.slack.com/files/U0BOB00001/F…/graph.png|graph.png> · <https://sandbox.slack.com/files/U0BOB00001/F…/_____.txt|오류 로그.txt> · <https://sandbox.slack.com/archives/C…/p1795316400000019|message>
    #5 · 2026-11-22 12:00:00 KST · @bob (added by @carol) · <https://sandbox.slack.com/files/U0BOB00001/F…/core.dump|core.dump> · <https://sandbox.slack.com/archives/C…/p1795316400000020|message>
    ");
    world.types("alice", &channel, "export").await;
    let document =
        world.state().files.iter().find_map(|file| file.text.clone().filter(|text| text.starts_with('#')));
    let document = without_made_ids(&document.expect("there is a document"));
    for address in ["F…/graph.png", "F…/_____.txt", "F…/core.dump"] {
        let link = format!("](<https://sandbox.slack.com/files/U0BOB00001/{address}>)");
        assert_eq!(document.matches(&link).count(), 1, "{address}: {document}");
    }
    world.leave().await;
}

#[tokio::test]
async fn however_often_a_message_is_marked_it_is_one_entry_until_the_last_mark_is_gone() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    world
        .sandbox
        .add_delivery_fault(DeliveryFault::on("reaction_added", DeliveryTrouble::TwiceWithNewEventId));
    world.sandbox.add_delivery_fault(DeliveryFault::on("pin_added", DeliveryTrouble::Twice));
    reacts(&mut world, "carol", &channel, &message).await;
    reacts(&mut world, "minji", &channel, &message).await;
    world.sandbox.pin(PinMessage::add("bob", &channel, &message)).await.unwrap();
    world.settle().await;
    assert_eq!(quoted(&world).await, 1);
    takes_back(&mut world, "carol", &channel, &message).await;
    takes_back(&mut world, "minji", &channel, &message).await;
    assert!(!timeline(&mut world, &channel).await.contains("struck"), "it is pinned");
    world.sandbox.pin(PinMessage::remove("carol", &channel, &message)).await.unwrap();
    world.settle().await;
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 12:00:00 KST · @bob (added by @carol) · ~The primary is gone · <https://sandbox.slack.com/archives/C…/p1795316400000019|message>~ (struck by @carol)");
    reacts(&mut world, "carol", &channel, &message).await;
    assert_eq!(quoted(&world).await, 2, "marked once more, it comes back");
    world.leave().await;
}

#[tokio::test]
async fn what_is_no_mark_on_a_message_of_somebodys_makes_no_entry() {
    let (mut world, channel) = with_people().await;
    let panel = world.with_action(&channel, "update");
    reacts(&mut world, "carol", &channel, &panel).await;
    let message = says(&world, "bob", &channel, "@firebell are you there?").await;
    world.sandbox.reaction(React::add("carol", &channel, &message, "eyes")).await.unwrap();
    let elsewhere = says(&world, "bob", "general", "Lunch?").await;
    reacts(&mut world, "carol", "general", &elsewhere).await;
    reacts(&mut world, "gina", &channel, &message).await;
    assert_eq!(timeline(&mut world, &channel).await, "");
    assert_eq!(world.calls("conversations.replies"), 0, "nothing was looked up for it");
    world.leave().await;
}

#[tokio::test]
async fn a_message_in_a_thread_and_one_that_is_gone() {
    let (mut world, channel) = with_people().await;
    let question = says(&world, "bob", &channel, "Who has the keys?").await;
    let answer =
        world.sandbox.message(Say::new("carol", &channel, "I do").in_thread(&question)).await.unwrap().ts;
    reacts(&mut world, "bob", &channel, &answer).await;
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 12:00:00 KST · @carol (added by @bob) · I do · <https://sandbox.slack.com/archives/C…/p1795316400000020?thread_ts=1795316400.000019&amp;cid=C…|message>");
    let gone = says(&world, "bob", &channel, "Never mind").await;
    world.sandbox.reaction(React::add("carol", &channel, &gone, "pushpin")).await.unwrap();
    let delete = Edit { user: "bob".into(), channel: channel.clone(), message_ts: gone, text: None };
    world.sandbox.edit(delete).await.unwrap();
    world.settle().await;
    assert!(!timeline(&mut world, &channel).await.contains("Never mind"));
    world.leave().await;
}

#[tokio::test]
async fn a_mark_survives_a_service_that_dies_right_after_it() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    world.sandbox.reaction(React::add("carol", &channel, &message, "pushpin")).await.unwrap();
    world.sandbox.idle().await;
    world.restart().await;
    world.settle().await;
    assert!(timeline(&mut world, &channel).await.contains("The primary is gone"));
    world.leave().await;
}

#[tokio::test]
async fn a_mark_that_cannot_be_kept_is_asked_for_again() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    world.parts().engine.store().close().await;
    world.sandbox.reaction(React::add("carol", &channel, &message, "pushpin")).await.unwrap();
    world.sandbox.idle().await;
    let told: Vec<_> =
        world.sandbox.deliveries().into_iter().filter(|d| d.kind == "reaction_added").collect();
    let answered: Vec<_> = told.iter().filter_map(|delivery| delivery.ack.clone()?.status).collect();
    assert_eq!(answered, [503; 4], "Slack tells of it three times more");
    world.restart().await;
    let delivery = told.last().map(|delivery| delivery.id);
    world.sandbox.redeliver(Redeliver { delivery }).await.unwrap();
    world.settle().await;
    assert!(timeline(&mut world, &channel).await.contains("The primary is gone"));
    world.leave().await;
}

#[tokio::test]
async fn a_stranger_marks_nothing_while_slack_does_not_say_who_they_are() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1", "event": {
        "type": "reaction_added", "user": "U0NOBODY01", "reaction": "pushpin",
        "item": {"type": "message", "channel": channel, "ts": message},
    }});
    let refused = CallTrouble::Refuse { error: "internal_error".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("users.info", refused));
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "503");
    world.sandbox.clear_faults();
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200", "it is a guest, by now");
    world.settle().await;
    assert_eq!(quoted(&world).await, 0);
    world.leave().await;
}

#[tokio::test]
async fn a_message_that_could_not_be_read_is_read_when_it_is_marked_again() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    let refused = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.replies", refused).times(2));
    reacts(&mut world, "carol", &channel, &message).await;
    world.advance_minutes(1).await;
    assert_eq!(world.given_up().await.len(), 1);
    assert_eq!(quoted(&world).await, 0);
    reacts(&mut world, "minji", &channel, &message).await;
    assert_eq!(quoted(&world).await, 1);
    world.leave().await;
}

#[tokio::test]
async fn an_entry_that_was_let_go_is_struck_and_is_not_taken_for_the_one_that_came_back() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    reacts(&mut world, "carol", &channel, &message).await;
    takes_back(&mut world, "carol", &channel, &message).await;
    reacts(&mut world, "carol", &channel, &message).await;
    for (typed, refused) in
        [("strike 4", true), ("correct 4 No", true), ("correct 6 The replica is gone", false)]
    {
        let answer = told(&world.types("bob", &channel, typed).await);
        assert_eq!(answer.starts_with("#4 is struck already."), refused, "{typed}: {answer}");
    }
    takes_back(&mut world, "carol", &channel, &message).await;
    let timeline = timeline(&mut world, &channel).await;
    assert_eq!(timeline.matches("(struck by @carol)").count(), 2, "its mark still counts: {timeline}");
    world.leave().await;
}

#[tokio::test]
async fn the_shortcut_lets_text_and_time_be_gone_over() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "primary gon 5 min ago").await;
    world.advance_minutes(1).await;
    let form = world.sandbox.shortcut(Shortcut::message("carol", KEEP, &channel, &message)).await.unwrap();
    assert_eq!(prefilled(&form, "note"), "primary gon 5 min ago");
    assert_eq!(prefilled(&form, "happened-at"), noon().timestamp());
    let at = |minutes: i64| json!((noon() + TimeDelta::minutes(minutes)).timestamp());
    let ahead = fields(&[("note", json!("The primary is gone")), ("happened-at", at(30))]);
    let sent = world.sends("carol", ahead).await;
    assert_snapshot!(format!("{:?}", sent.field_errors), @r#"{"happened-at": "This time is still to come. Please give one that has passed."}"#);
    let sent = world
        .sends("carol", fields(&[("note", json!("The primary is gone")), ("happened-at", at(-5))]))
        .await;
    assert!(sent.field_errors.is_empty());
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 11:55:00 KST · @bob (added by @carol) · The primary is gone · <https://sandbox.slack.com/archives/C…/p1795316400000019|message>");
    reacts(&mut world, "minji", &channel, &message).await;
    takes_back(&mut world, "minji", &channel, &message).await;
    assert!(!timeline(&mut world, &channel).await.contains("struck"), "only a strike takes it away");
    world.types("carol", &channel, "strike 4 because it was the replica").await;
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 11:55:00 KST · @bob (added by @carol) · ~The primary is gone · <https://sandbox.slack.com/archives/C…/p1795316400000019|message>~ (struck by @carol: it was the replica)");
    world.leave().await;
}

#[tokio::test]
async fn from_another_channel_the_shortcut_asks_which_incident() {
    let mut world = World::start().await;
    let message = says(&world, "bob", "general", "Is checkout slow for you, too?").await;
    world.sandbox.shortcut(Shortcut::message("carol", KEEP, "general", &message)).await.unwrap();
    world.settle().await;
    assert_snapshot!(world.last_whisper("carol", "general"), @"No incident is open that this could be added to. `/incident declare` opens one.");
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    let form = world.sandbox.shortcut(Shortcut::message("carol", KEEP, "general", &message)).await.unwrap();
    assert_eq!(form.error, None);
    let chosen = fields(&[
        ("incident", json!("1")),
        ("note", json!("Checkout was slow")),
        ("happened-at", json!(noon().timestamp())),
    ]);
    world.sends("carol", chosen).await;
    assert_snapshot!(timeline(&mut world, &channel).await, @"#4 · 2026-11-22 12:00:00 KST · @bob (added by @carol) · Checkout was slow · <https://sandbox.slack.com/archives/C0GENERAL1/p1795316400000000|message>");
    let again = world.sandbox.shortcut(Shortcut::message("minji", KEEP, "general", &message)).await.unwrap();
    assert_eq!(again.error, None);
    let chosen = fields(&[
        ("incident", json!("1")),
        ("note", json!("Checkout was slow")),
        ("happened-at", json!(noon().timestamp())),
    ]);
    let sent = world.sends("minji", chosen).await;
    assert_snapshot!(sent.field_errors["note"], @r#"이 메시지는 이미 INC-1 타임라인에 있습니다. 내용을 고치려면 "/incident 타임라인 INC-1" 명령으로 번호를 확인한 뒤 "/incident 정정 …" 명령을 써 주세요."#);
    let answer = world.types("alice", &channel, "export").await;
    assert_eq!(told(&answer), "");
    world.leave().await;
}

#[tokio::test]
async fn storms_of_mentions_edits_and_the_bots_own_words_make_no_entries() {
    let (mut world, channel) = with_people().await;
    let kept = says(&world, "bob", &channel, "The primary is gone").await;
    reacts(&mut world, "carol", &channel, &kept).await;
    let (entries, calls) = (world.timeline(1).await.len(), world.calls("conversations.replies"));
    for i in 0..30 {
        says(&world, "minji", &channel, &format!("@firebell {i}: anybody there? @carol @bob")).await;
        let text = Some(format!("The primary is gone, edit {i}"));
        let edit = Edit { user: "bob".into(), channel: channel.clone(), message_ts: kept.clone(), text };
        world.sandbox.edit(edit).await.unwrap();
    }
    world.types("carol", &channel, "decided roll back").await;
    world.settle().await;
    assert_eq!(world.timeline(1).await.len(), entries + 1, "the decision alone");
    assert_eq!(world.calls("conversations.replies"), calls, "nothing was read for it");
    let page = timeline(&mut world, &channel).await;
    assert!(page.contains("· The primary is gone · <https://"), "as it was when it was marked: {page}");
    world.leave().await;
}

/// Slack tells of a reaction of carol's in its own time, which is so many microseconds after the first.
async fn tells(world: &mut World, channel: &str, message: &str, kind: &str, micros: u32) {
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": format!("Ev{micros}"), "event": {
        "type": kind, "user": "U0CAROL001", "reaction": "pushpin", "event_ts": format!("1795316400.{micros:06}"),
        "item": {"type": "message", "channel": channel, "ts": message},
    }});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(world).await, "200");
    world.settle().await;
}

#[tokio::test]
async fn a_mark_that_was_taken_back_before_anybody_heard_of_it_makes_no_entry() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    tells(&mut world, &channel, &message, "reaction_removed", 200).await;
    tells(&mut world, &channel, &message, "reaction_added", 100).await;
    assert_eq!(quoted(&world).await, 0, "it is not marked");
    tells(&mut world, &channel, &message, "reaction_added", 300).await;
    assert_eq!(quoted(&world).await, 1, "it is marked again");
    world.leave().await;
}

#[tokio::test]
async fn a_mark_that_was_made_again_before_anybody_heard_that_it_was_taken_back_stays() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "The primary is gone").await;
    tells(&mut world, &channel, &message, "reaction_added", 100).await;
    tells(&mut world, &channel, &message, "reaction_added", 300).await;
    tells(&mut world, &channel, &message, "reaction_removed", 200).await;
    assert_eq!(quoted(&world).await, 1);
    assert!(!timeline(&mut world, &channel).await.contains("struck"), "it is marked");
    tells(&mut world, &channel, &message, "reaction_removed", 400).await;
    assert!(timeline(&mut world, &channel).await.contains("(struck by @carol)"));
    world.leave().await;
}

/// Minji goes over the words of a message by its shortcut.
async fn goes_over(world: &mut World, channel: &str, message: &str) {
    world.sandbox.shortcut(Shortcut::message("minji", KEEP, channel, message)).await.unwrap();
    let words = fields(&[
        ("note", json!("The primary is gone (password left out)")),
        ("happened-at", json!(noon().timestamp())),
    ]);
    assert!(world.sends("minji", words).await.field_errors.is_empty());
}

#[tokio::test]
async fn what_somebody_has_gone_over_is_kept_as_they_left_it_though_slack_fails() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "primary gone, password hunter2").await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("chat.getPermalink", away));
    goes_over(&mut world, &channel, &message).await;
    world.reads_all();
    world.advance_minutes(7 * 60).await;
    assert!(!world.hears(&channel).contains("I could not"), "nothing is left to do by hand");
    world.sandbox.clear_faults();
    world.advance_minutes(10).await;
    reacts(&mut world, "carol", &channel, &message).await;
    // How many reminders stand before it depends on when it was given up.
    let kept = timeline(&mut world, &channel).await;
    let words =
        " · 2026-11-22 12:00:00 KST · @bob (added by @minji) · The primary is gone (password left out)";
    assert!(kept.lines().count() == 1 && kept.ends_with(words), "{kept}");
    world.leave().await;
}

#[tokio::test]
async fn what_somebody_has_gone_over_counts_before_what_is_still_to_be_read() {
    let (mut world, channel) = with_people().await;
    let message = says(&world, "bob", &channel, "primary gone, password hunter2").await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.replies", away));
    reacts(&mut world, "carol", &channel, &message).await;
    goes_over(&mut world, &channel, &message).await;
    world.sandbox.clear_faults();
    world.advance_minutes(1).await;
    assert_eq!(quoted(&world).await, 1);
    let listed = timeline(&mut world, &channel).await;
    assert!(
        listed.contains("The primary is gone (password left out)") && !listed.contains("hunter2"),
        "{listed}"
    );
    world.leave().await;
}
