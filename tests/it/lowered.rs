//! A severity that is lowered: what becomes of reminders and promises, and whom it rings for.

use firebell::config::Config;
use firebell::incident::GroupId;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble};

use crate::world::{World, change_rung};

#[tokio::test]
async fn a_reminder_that_a_milder_severity_does_not_ask_for_says_so_and_has_no_buttons_any_more() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(20).await;
    let reminder = world.with_action(&channel, "nothing-new");
    world.types("alice", &channel, "sev sev1 because cards work again").await;
    let state = world.state();
    let message = world.messages(&channel).into_iter().find(|message| message.ts == reminder).unwrap();
    assert_snapshot!(slack_sandbox::transcript::read(&message, &state), @"@alice lowered the severity of INC-1 to *SEV1*, so this update is no longer needed.");
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_that_was_put_off_is_not_said_to_come_once_a_milder_severity_does_not_ask_for_it() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev0", "결제 장애").await;
    world.advance_minutes(15).await;
    world.presses_button("minji", &channel, "snooze").await;
    world.types("minji", &channel, "sev sev1").await;
    let said = world.reads(&channel);
    assert!(!said.contains("미뤘습니다"), "{said}");
    assert_snapshot!(world.sees(&channel, "이번 상황 공유"), @"@minji 님이 INC-1 심각도를 낮췄습니다: *SEV1*. 이번 상황 공유는 더 필요하지 않습니다.");
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_that_is_still_on_its_way_as_the_severity_is_lowered_does_not_come_after_that() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.reads_all();
    let busy = CallTrouble::RateLimited { retry_after_seconds: 120 };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", busy));
    world.advance_minutes(15).await;
    assert_eq!(world.hears(&channel), "", "Slack takes nothing now");
    world.types("alice", &channel, "sev sev1 because cards work again").await;
    world.sandbox.clear_faults();
    world.advance_minutes(5).await;
    assert_snapshot!(world.hears(&channel), @"
    @alice lowered the severity of INC-1 from *SEV0* to *SEV1*.
    > cards work again
    Next update due 2026-11-22 13:15:00 KST.
    The update that was due 2026-11-22 12:15:00 KST is no longer needed.
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_time_that_the_stakeholders_were_told_stands_when_the_severity_is_lowered() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.posts_update("bob", "Cards fail", 60, &channel).await;
    world.reads_all();
    world.advance_minutes(30).await;
    world.types("bob", &channel, "sev sev2").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob lowered the severity of INC-1 from *SEV1* to *SEV2*.
    Next update due 2026-11-22 13:00:00 KST.
    ");
    assert!(world.hears_first_after(30, &channel).await.contains("An update on INC-1 is due"));
    world.types("bob", &channel, "sev sev3").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob lowered the severity of INC-1 from *SEV2* to *SEV3*.
    The update that was due 2026-11-22 13:00:00 KST is still owed.
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_milder_severity_that_adds_user_groups_rings_for_them_below_the_announcement() {
    let support = |config: &mut Config| {
        change_rung(config, "sev2", |rung| rung.tell_groups = vec![GroupId::new("S0SRE00001")]);
    };
    let mut world = World::start_with(support, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.types("bob", &channel, "sev sev2 because transfers work").await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ @bob lowered the severity of INC-1 from *SEV1* to *SEV2*.
    > transfers work
    Next update due 2026-11-22 19:00:00 KST.
    cc <!subteam^S0SRE00001>
    ");
    world.types("bob", &channel, "sev sev3").await;
    assert_eq!(world.hears("incidents"), "", "it adds nobody, and nobody is rung for less");
    world.leave().await;
}
