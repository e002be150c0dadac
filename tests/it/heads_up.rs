//! A word in private, a little before an update is due.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, When};

use crate::world::{World, change_rung};

fn five_minutes_before(config: &mut Config) {
    for key in ["sev1", "sev2"] {
        change_rung(config, key, |rung| rung.heads_up = Some(TimeDelta::minutes(5)));
    }
}

/// alice declared it, and carol leads communications; everything was read.
async fn with_lead(mut world: World, severity: &str) -> (World, String) {
    let channel = world.declares("alice", severity, "Checkout is down").await;
    world.types("alice", &channel, "role communications @carol").await;
    world.reads_all();
    (world, channel)
}

async fn told() -> (World, String) {
    with_lead(World::start_with(five_minutes_before, |_| {}).await, "sev1").await
}

#[tokio::test]
async fn the_lead_hears_of_it_in_private_and_posts_the_update_from_there() {
    let (mut world, channel) = told().await;
    world.advance_minutes(54).await;
    assert_eq!(world.hears_in_private("carol"), "", "it came early");
    world.advance_minutes(1).await;
    assert_snapshot!(world.hears_in_private("carol"), @"
    INC-1 · SEV1 · *Checkout is down*: the next update is due in 5 min (2026-11-22 13:00:00 KST). If none is there by then, I will ask for it in #inc-1-checkout-is-down.
    [*Post update*]
    ");
    assert_eq!(world.hears(&channel), "", "nobody else is disturbed");
    assert_eq!(world.private("alice"), None);

    let own = world.private("carol").unwrap();
    world.presses_button("carol", &own, "update").await;
    world.sends("carol", crate::world::update("Payments fail", 115)).await;
    world.reads_all();
    world.advance_minutes(54).await;
    assert_eq!(world.hears_in_private("carol"), "", "the update was posted, so it is not asked for");
    world.advance_minutes(1).await;
    assert!(world.hears_in_private("carol").contains("due in 5 min"), "the next one is another");
    world.leave().await;
}

#[tokio::test]
async fn where_nobody_leads_communications_the_owner_hears_of_it() {
    let mut world = World::start_with(five_minutes_before, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.advance_minutes(55).await;
    assert!(world.hears_in_private("bob").contains("INC-1"));
    assert_eq!(world.private("alice"), None);
    world.leave().await;
}

#[tokio::test]
async fn an_update_a_snooze_and_a_fresh_word_leave_it_out() {
    let (mut world, channel) = told().await;
    world.advance_minutes(50).await;
    world.types("carol", &channel, "nothing-new").await;
    world.reads_all();
    world.advance_minutes(50).await;
    assert_eq!(world.hears_in_private("carol"), "", "an update was posted in the meantime");
    world.types("carol", &channel, "snooze 20m").await;
    world.advance_minutes(19).await;
    assert_eq!(world.hears_in_private("carol"), "", "snoozed beyond");
    world.reads_all();
    world.posts_update("carol", "Payments fail", 119 + 15, &channel).await;
    world.reads_all();
    world.advance_minutes(14).await;
    assert_eq!(world.hears_in_private("carol"), "", "promised so soon that nobody needs it");
    world.leave().await;
}

#[tokio::test]
async fn it_is_given_once_for_an_update_whatever_happens_to_the_clock() {
    let (mut world, channel) = told().await;
    world.advance_minutes(56).await;
    assert!(world.hears_in_private("carol").contains("INC-1"));
    world.restart().await;
    world.advance_minutes(1).await;
    world.types("alice", &channel, "snooze 1m").await;
    world.advance_minutes(1).await;
    assert_eq!(world.hears_in_private("carol"), "");
    world.reads_all();
    world.advance_minutes(2).await;
    assert_eq!(world.hears(&channel).matches("An update on INC-1 is due").count(), 1);
    assert_eq!(world.hears_in_private("carol"), "");
    world.leave().await;
}

#[tokio::test]
async fn after_downtime_one_whose_reminder_is_due_already_is_left_out() {
    for (down_for, private, public) in [(58, 1, 0), (63, 0, 1), (180, 0, 1)] {
        let (mut world, channel) = told().await;
        world.is_down_for(TimeDelta::minutes(down_for)).await;
        world.settle().await;
        let (in_private, in_public) = (world.hears_in_private("carol"), world.hears(&channel));
        let heard = (in_private.matches("INC-1").count(), in_public.matches("INC-1").count());
        assert_eq!(heard, (private, public), "{down_for}: {in_private}\n{in_public}");
        assert_eq!(in_private.contains("due in 2 min"), private == 1, "{in_private}");
        world.leave().await;
    }
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_one_and_one_that_fails_too_long_is_left_out() {
    let (mut world, channel) = told().await;
    world.advance_minutes(54).await;
    let lost = CallTrouble::DropConnection { when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", lost).times(1));
    world.advance_minutes(2).await;
    assert_eq!(world.hears_in_private("carol").matches("INC-1").count(), 1);
    world.types("carol", &channel, "nothing-new").await;
    world.reads_all();
    let fails = CallTrouble::ServerError { status: 500, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.open", fails));
    world.advance_minutes(66).await;
    assert!(world.hears(&channel).contains("An update on INC-1 is due"));
    assert_eq!(world.given_up().await, [""; 0]);
    world.finish().await;
}

#[tokio::test]
async fn somebody_who_cannot_be_told_in_private_is_reminded_in_the_channel() {
    let (mut world, channel) = told().await;
    let refused = CallTrouble::Refuse { error: "user_disabled".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.open", refused));
    world.advance_minutes(59).await;
    assert_eq!(world.given_up().await, ["INC-1 heads-up: user_disabled"]);
    assert_eq!(world.hears(&channel), "", "nobody can do anything about it");
    world.advance_minutes(1).await;
    assert!(world.hears(&channel).starts_with("@carol An update on INC-1 is due"));
    world.leave().await;
}

#[tokio::test]
async fn everybody_hears_it_in_their_own_language() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        five_minutes_before(config);
    };
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev1", "결제 장애").await;
    world.reads_all();
    world.advance_minutes(55).await;
    assert_snapshot!(world.hears_in_private("minji"), @"
    INC-1 · SEV1 · *결제 장애*: 다음 상황 공유까지 5분 남았습니다. 예정 시각: 2026-11-22 13:00:00 KST. 그때까지 공유가 없으면 #inc-1-결제-장애에서 알려 드리겠습니다.
    [*상황 공유*]
    ");
    world.types("minji", &channel, "nothing-new").await;
    world.types("minji", &channel, "role communications @carol").await;
    world.reads_all();
    world.advance_minutes(55).await;
    assert_eq!(world.hears_in_private("minji"), "");
    assert_snapshot!(world.hears_in_private("carol"), @"
    INC-1 · SEV1 · *결제 장애*: the next update is due in 5 min (2026-11-22 13:55:00 KST). If none is there by then, I will ask for it in #inc-1-결제-장애.
    [*Post update*]
    ");
    world.leave().await;
}

#[tokio::test]
async fn two_replicas_on_postgresql_give_it_once() {
    let Some(world) = World::with_replicas_and(2, five_minutes_before, |_| {}).await else { return };
    let (mut world, channel) = with_lead(world, "sev1").await;
    world.advance_minutes(59).await;
    assert_eq!(world.hears_in_private("carol").matches("due in 5 min").count(), 1);
    assert_eq!(world.hears(&channel), "");
    world.advance_minutes(1).await;
    assert_eq!(world.hears(&channel).matches("An update on INC-1 is due").count(), 1);
    assert_eq!(world.hears_in_private("carol"), "");
    world.leave().await;
}
