//! Incidents that were none after all, and incidents that are one.

use firebell::config::Config;
use firebell::incident::{Fact, Number};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Command, DeliveryFault, DeliveryTrouble, Say, Shortcut};
use sqlx::Executor as _;

use crate::home::there_are;
use crate::world::{World, fields, prefilled, told};

/// Two incidents about the same: bob's, declared second, and the one that it is a duplicate of.
async fn two(world: &mut World) -> [String; 2] {
    let original = world.declares("alice", "sev1", "Checkout is down").await;
    let duplicate = world.declares("bob", "sev2", "Cards fail").await;
    world.reads_all();
    [original, duplicate]
}

async fn with_two() -> (World, String, String) {
    let mut world = World::start().await;
    let [original, duplicate] = two(&mut world).await;
    (world, original, duplicate)
}

/// The announcement of an incident as it reads now.
fn announcement_of(world: &World, number: i64) -> String {
    world.sees("incidents", &format!("INC-{number} · *"))
}

#[tokio::test]
async fn what_was_no_incident_is_called_off_and_asks_for_nothing_more() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let outcome = world.types("bob", &channel, "cancel because it was the load test").await;
    assert_eq!(
        (outcome.error, outcome.shown.len()),
        (None, 0),
        "whoever reads the channel is not told twice"
    );
    assert_snapshot!(world.hears(&channel), @"
    :no_entry_sign: @bob cancelled INC-1: it was not an incident after all.
    > it was the load test
    ");
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :no_entry_sign: @bob cancelled INC-1: it was not an incident after all.
    > it was the load test
    ");
    assert_snapshot!(world.announcement(), @"
    :no_entry_sign: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · its channel: #inc-1-checkout-is-down
    Cancelled · Not an incident after all
    ");
    assert_snapshot!(world.panel(&channel), @"
    :no_entry_sign: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Cancelled
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Cancelled*: 2026-11-22 12:00:00 KST
    *Reason*: Not an incident after all
    *Explanation*: it was the load test
    *Incident commander* · nobody
    *Triage engineer* · nobody
    *Communications lead* · nobody
    *Responder* · nobody
    [Export] [Reopen]
    ");
    world.advance_minutes(180).await;
    assert_eq!(world.reads(&channel), "", "nobody is reminded");
    let outcome = world.types("alice", "general", "list").await;
    assert_snapshot!(told(&outcome), @"No incident is open. `/incident declare` rings the bell.");
    let outcome = world.types("alice", &channel, "sev sev0").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 was cancelled. `/incident reopen INC-1` opens it again.
    You typed:
    sev sev0
    ");
    world.types("alice", &channel, "reopen because it is real").await;
    assert!(world.panel(&channel).contains("Triage"), "{}", world.panel(&channel));
    assert_eq!(world.incident(1).await.reopened, 1);
    world.reads_all();
    world.finish().await;
}

#[tokio::test]
async fn words_that_may_be_a_title_cancel_nothing_until_somebody_confirms_that() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.reads_all();
    for (user, words) in [("bob", "cancel button does nothing"), ("minji", "cancelled orders are charged")] {
        let form = world.types(user, &channel, words).await;
        assert_eq!(form.error, None);
        assert_eq!(world.hears(&channel), "", "nobody is told anything");
        assert!(world.incident(1).await.stage.is_open());
        let (_, reason) = words.split_once(' ').unwrap();
        assert_eq!(prefilled(&form, "because"), reason);
    }
    world.sends("bob", json!({})).await;
    assert_snapshot!(world.hears(&channel), @"
    :no_entry_sign: @bob cancelled INC-1: it was not an incident after all.
    > button does nothing
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_duplicate_points_to_where_people_work_and_both_know_of_each_other() {
    let (mut world, original, duplicate) = with_two().await;
    world.types("carol", &duplicate, "cancel duplicate of INC-1 because both are about cards").await;
    assert_snapshot!(world.hears(&duplicate), @"
    :no_entry_sign: @carol cancelled INC-2: it is a duplicate of INC-1. Please go on in #inc-1-checkout-is-down.
    > both are about cards
    ");
    assert_snapshot!(world.hears(&original), @r#"@carol found that INC-2 (#inc-2-cards-fail), "Cards fail", is a duplicate of INC-1."#);
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :no_entry_sign: @carol cancelled INC-2: it is a duplicate of INC-1. Please go on in #inc-1-checkout-is-down.
    > both are about cards
    ");
    assert_snapshot!(announcement_of(&world, 2), @"
    :no_entry_sign: *SEV2 medium* · INC-2 · *Cards fail*
    Since 2026-11-22 12:00:00 KST · declared by @bob · its channel: #inc-2-cards-fail
    Cancelled · Duplicate of INC-1 (#inc-1-checkout-is-down)
    ");
    assert_snapshot!(world.panel(&duplicate), @"
    :no_entry_sign: *SEV2 medium* · INC-2 · *Cards fail*
    *Stage*: Cancelled
    *Declared*: 2026-11-22 12:00:00 KST by @bob
    *Owner*: @bob
    *Cancelled*: 2026-11-22 12:00:00 KST
    *Reason*: Duplicate of INC-1 (#inc-1-checkout-is-down)
    *Explanation*: both are about cards
    *Incident commander* · nobody
    *Triage engineer* · nobody
    *Communications lead* · nobody
    *Responder* · nobody
    [Export] [Reopen]
    ");
    assert!(world.panel(&original).contains("*Duplicates of this one*: INC-2 (#inc-2-cards-fail)"));
    let topic = world.state().channel(&duplicate).unwrap().topic.clone();
    assert_snapshot!(topic, @"Duplicate of INC-1 · INC-2 · Cards fail");
    world.types("alice", &original, "timeline").await;
    let page = world.last_whisper("alice", &original);
    assert!(page.contains("@carol · found INC-2 to be a duplicate of this"), "{page}");
    world.types("alice", &duplicate, "timeline").await;
    let page = world.last_whisper("alice", &duplicate);
    assert!(page.contains("@carol · cancelled as a duplicate of INC-1: both are about cards"), "{page}");

    world.types("bob", &duplicate, "reopen because only this one is about refunds").await;
    assert_snapshot!(world.hears(&original), @"@bob reopened INC-2 (#inc-2-cards-fail): it is not a duplicate of INC-1 after all.");
    assert!(!world.panel(&original).contains("Duplicates of this one"), "{}", world.panel(&original));
    let topic = world.state().channel(&duplicate).unwrap().topic.clone();
    assert_snapshot!(topic, @"SEV2 · INC-2 · Cards fail");
    assert_eq!(world.incident(2).await.reopened, 1);
    world.leave().await;
}

#[tokio::test]
async fn the_form_calls_off_by_a_press_and_offers_the_other_open_incidents() {
    let (mut world, original, duplicate) = with_two().await;
    let opened = world.presses_button("bob", &duplicate, "cancel").await;
    let view = opened.view.expect("a form opened").to_string();
    assert!(view.contains("INC-1 · SEV1 · Checkout is down"), "{view}");
    assert!(!view.contains("INC-2 · SEV2"), "it is no duplicate of itself: {view}");
    let sent =
        world.sends("bob", fields(&[("incident", json!("1")), ("because", json!("same cause"))])).await;
    assert_eq!((&sent.error, sent.field_errors.len()), (&None, 0));
    assert_eq!(world.incident(2).await.stage.duplicate_of().unwrap().number, Number::new(1));
    world.types("bob", &original, "cancel").await;
    world.sends("bob", fields(&[])).await;
    assert!(world.hears(&original).contains("it was not an incident after all"));
    world.leave().await;
}

#[tokio::test]
async fn what_cannot_be_a_duplicate_is_said_kindly() {
    let (mut world, original, duplicate) = with_two().await;
    let third = world.declares("minji", "sev3", "The footer is crooked").await;
    world.types("bob", &duplicate, "cancel duplicate of INC-1").await;
    let mut says = Vec::new();
    for (channel, typed) in [
        (&original, "cancel duplicate of INC-1"),
        (&original, "cancel duplicate of INC-9"),
        (&original, "cancel duplicate of INC-2"),
        (&original, "cancel duplicate of the other one"),
        (&third, "cancel duplicate of INC-2"),
        (&duplicate, "cancel duplicate of INC-3"),
    ] {
        let outcome = world.types("carol", channel, typed).await;
        says.push(told(&outcome).lines().next().unwrap().to_owned());
    }
    world.resolves("alice", &original).await;
    world.types("alice", &original, "close").await;
    let outcome = world.types("carol", &third, "cancel duplicate of INC-1").await;
    says.push(told(&outcome).lines().next().unwrap().to_owned());
    assert_snapshot!(says.join("\n"), @"
    INC-1 can't be a duplicate of itself. Name the other incident: `/incident list` shows what is open.
    There is no INC-9 in this workspace. `/incident list` shows what is open.
    INC-2 was cancelled as a duplicate of INC-1, so INC-1 is where people work on both. If it should be the other way round, reopen INC-2 first: `/incident reopen INC-2`.
    Of which incident is it a duplicate? For example `/incident cancel duplicate of INC-42`. `/incident list` shows what is open.
    INC-2 is itself a duplicate of INC-1. Name that one: `/incident cancel INC-3 duplicate of INC-1`.
    INC-2 was cancelled as a duplicate of INC-1. Go on there; or, if they are not the same, `/incident reopen INC-2` opens it again.
    Nobody works on INC-1 any more (stage: Closed). If it is the same trouble, reopen it first: `/incident reopen INC-1`.
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_end_of_a_chain_of_duplicates_is_named() {
    let (mut world, original, duplicate) = with_two().await;
    let third = world.declares("minji", "sev3", "Payments hang").await;
    world.types("bob", &duplicate, "cancel duplicate of INC-1").await;
    world.types("bob", &original, "cancel duplicate of INC-3").await;
    world.declares("minji", "sev3", "Nothing can be bought").await;
    let outcome = world.types("minji", "general", "cancel INC-4 duplicate of INC-2").await;
    assert_snapshot!(told(&outcome).lines().next().unwrap(), @"INC-2 장애도 INC-3 장애와 중복입니다. INC-3 번호로 다시 입력해 주세요: `/incident 취소 INC-4 중복 INC-3`");
    assert!(world.panel(&third).contains("INC-1"));
    world.leave().await;
}

#[tokio::test]
async fn a_service_that_dies_between_both_incidents_links_them_when_it_is_back() {
    let (mut world, original, duplicate) = with_two().await;
    world.types_only("bob", &duplicate, "cancel duplicate of INC-1").await;
    assert!(world.incident(1).await.duplicates.is_empty(), "the other one has not heard of it");
    world.restart().await;
    world.settle().await;
    assert_eq!(world.incident(1).await.duplicates.len(), 1);
    let said = world.hears(&original);
    assert_eq!(said.matches("is a duplicate of INC-1").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn a_duplicate_without_a_channel_is_linked_and_pointed_to_when_it_has_one() {
    let mut world = World::start().await;
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    world.types_only("bob", "general", "declare sev2 Cards fail").await;
    world.types_only("bob", "general", "cancel INC-2 duplicate of INC-1").await;
    world.works_off(chrono::TimeDelta::seconds(30)).await;
    let (one, two) = (world.incident(1).await, world.incident(2).await);
    assert_eq!(two.stage.duplicate_of().unwrap().channel, one.places.channel);
    assert_eq!(one.duplicates[0].channel, two.places.channel);
    assert!(announcement_of(&world, 2).contains("Duplicate of INC-1 (#inc-1-checkout-is-down)"));
    world.leave().await;
}

#[tokio::test]
async fn a_duplicate_points_to_the_channel_in_which_its_original_goes_on() {
    let (mut world, original, duplicate) = with_two().await;
    world.types("bob", &duplicate, "cancel duplicate of INC-1").await;
    world.resolves("alice", &original).await;
    world.types("alice", &original, "close").await;
    let archive = ChannelAct::new("alice", ChannelVerb::Archive, &original);
    world.sandbox.channel_act(archive).await.unwrap();
    world.settle().await;
    world.types("alice", "general", "reopen INC-1 because cards fail again").await;
    world.works_off(chrono::TimeDelta::seconds(30)).await;
    let new = world.incident(1).await.places.channel;
    assert_eq!(world.incident(2).await.stage.duplicate_of().unwrap().channel, new);
    let announced = announcement_of(&world, 2);
    assert!(announced.contains("Duplicate of INC-1 (#inc-1-checkout-is-down-2)"), "{announced}");
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn koreans_read_it_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let [original, duplicate] = two(&mut world).await;
    world.types("minji", &duplicate, "cancel 중복 INC-1 because 같은 결제 장애").await;
    assert_snapshot!(world.hears(&duplicate), @"
    :no_entry_sign: @minji 님이 INC-2 장애를 취소했습니다. INC-1 장애와 중복입니다. 대응은 #inc-1-checkout-is-down 채널에서 이어 가 주세요.
    > 같은 결제 장애
    ");
    assert_snapshot!(world.hears(&original), @"@minji 님이 INC-2 (#inc-2-cards-fail) 장애를 INC-1 장애의 중복으로 처리했습니다. 제목: Cards fail.");
    assert_snapshot!(announcement_of(&world, 2), @"
    :no_entry_sign: *SEV2 보통* · INC-2 · *Cards fail*
    시작 2026-11-22 12:00:00 KST · 선언 @bob · 당시 채널 #inc-2-cards-fail
    취소 · INC-1 (#inc-1-checkout-is-down) 장애와 중복
    ");
    let outcome = world.types("minji", &duplicate, "stage triage").await;
    assert_snapshot!(told(&outcome), @"
    INC-2 장애는 INC-1 장애와 중복이어서 취소되었습니다. 대응은 INC-1 쪽에서 이어 가 주세요. 서로 다른 장애라면 다시 열 수 있습니다: `/incident 재개 INC-2`
    입력한 내용:
    stage triage
    ");
    world.types("minji", &original, "cancel 이유: 오탐").await;
    assert_snapshot!(world.hears(&original), @"
    :no_entry_sign: @minji 님이 INC-1 장애를 취소했습니다. 실제 장애가 아니었습니다.
    > 오탐
    ");
    world.leave().await;
}

/// Both ways at once: one of them is called off, and the other goes on.
#[tokio::test]
async fn two_replicas_that_call_each_others_incident_a_duplicate_leave_one_open() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    for round in 0..3 {
        let (one, two) = (2 * round + 1, 2 * round + 2);
        world.declares("alice", "sev1", "Checkout is down").await;
        world.declares("bob", "sev2", "Cards fail").await;
        let cancel = |user: &str, a: i64, b: i64| {
            world.sandbox.command(Command::new(
                user,
                "general",
                "/incident",
                &format!("cancel INC-{a} duplicate of INC-{b}"),
            ))
        };
        let (first, second) = tokio::join!(cancel("alice", one, two), cancel("bob", two, one));
        let answers = [told(&first.unwrap()), told(&second.unwrap())];
        world.settle().await;
        let refused = answers.iter().filter(|answer| answer.contains("so INC-")).count();
        assert_eq!(refused, 1, "{answers:?}");
        let stages = [world.incident(one).await.stage, world.incident(two).await.stage];
        assert_eq!(stages.iter().filter(|stage| stage.is_open()).count(), 1, "{stages:?}");
    }
    world.leave().await;
}

#[tokio::test]
async fn a_cancellation_that_two_replicas_get_twice_links_once() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let [original, duplicate] = two(&mut world).await;
    world.sandbox.add_delivery_fault(DeliveryFault::on("*", DeliveryTrouble::Twice));
    world.types("bob", &duplicate, "cancel duplicate of INC-1").await;
    let said = world.hears(&original);
    assert_eq!(said.matches("is a duplicate of INC-1").count(), 1, "{said}");
    let found = |fact: &Fact| matches!(fact, Fact::DuplicateFound { .. });
    assert_eq!(world.timeline(1).await.iter().filter(|entry| found(&entry.fact)).count(), 1);
    world.leave().await;
}

#[tokio::test]
async fn forms_that_cannot_list_every_open_incident_say_so_and_name_the_way_to_older_ones() {
    let mut world = World::on_a_file().await;
    let channel = world.declares("alice", "sev2", "Trouble 1").await;
    let message = world.sandbox.message(Say::new("bob", "general", "Is it slow for you?")).await.unwrap().ts;
    for (open, is_told) in [(101, [false, true]), (102, [true, true])] {
        there_are(&world, open).await;
        let cancels = world.types("alice", &channel, "cancel").await;
        let keep = Shortcut::message("carol", "add-to-timeline", "general", &message);
        let keeps = world.sandbox.shortcut(keep).await.unwrap();
        let words = [cancels, keeps].map(|form| form.view.expect("a form opened")["blocks"].to_string());
        assert_eq!(words[0].contains("/incident cancel duplicate of INC-42"), is_told[0], "{open}");
        assert_eq!(words[1].contains("/incident note INC-42"), is_told[1], "{open}");
        world.database().await.execute("DELETE FROM incident WHERE number > 1").await.unwrap();
    }
    world.leave().await;
}
