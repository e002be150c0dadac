//! What stakeholders read in channels of their own: a notice that shows what is true now, and below it each update, each
//! once; and what becomes of a copy that does not get there.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::ChannelId;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{
    CallFault, CallTrouble, ChannelAct, ChannelVerb, Click, MessageState, Options, SeedChannel, When,
};
use sqlx::Executor as _;

use crate::world::{World, change_rung, update};

const EXECS: &str = "C0EXECS0001";
const SUPPORT: &str = "C0SUPPORT01";

/// The executives and the support desk have a channel each, which the bot never joined.
fn with_their_channels(options: &mut Options) {
    for (id, name) in [(EXECS, "execs"), (SUPPORT, "support")] {
        let (id, name, members) = (Some(id.to_owned()), name.to_owned(), vec!["carol".to_owned()]);
        options.seed.channels.push(SeedChannel { id, name, members, ..SeedChannel::default() });
    }
}

fn told_to_both(config: &mut Config) {
    for key in ["sev0", "sev1"] {
        change_rung(config, key, |rung| rung.tell_channels = [EXECS, SUPPORT].map(ChannelId::new).to_vec());
    }
}

fn told_in_korean(config: &mut Config) {
    config.incidents.language = Language::Korean;
    told_to_both(config);
}

/// A SEV1 of which both were told, and its channel; everything was read.
async fn with_incident(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let mut world = World::start_with(configure, with_their_channels).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    (world, channel)
}

/// Somebody closes a channel, or opens it again.
async fn does(world: &World, act: ChannelVerb, channel: &str) {
    world.sandbox.channel_act(ChannelAct::new("carol", act, channel)).await.unwrap();
}

/// Presses the newest *Retry* for a channel.
async fn retries(world: &mut World, place: &str, channel: &str) {
    let offers =
        |message: &MessageState| message.blocks.to_string().contains(&format!("\"value\":\"{place}\""));
    let message = world.messages(channel).into_iter().rev().find(offers).expect("somebody offers it");
    world.presses(Click::message("bob", channel, &message.ts, "retry").value(place)).await;
}

/// The notice as it reads now.
fn notice(world: &World, channel: &str) -> String {
    world.sees(channel, "Checkout is down")
}

async fn hear_of_everything(mut world: World) {
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.posts_update("bob", "Customers can't pay by card", 30, &channel).await;
    let heard = world.hears("execs");
    assert_eq!(world.hears("support"), heard);
    assert_snapshot!(heard, @"
    ↳ *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    ");
    assert_snapshot!(notice(&world, "execs"), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    > Customers can't pay by card
    Last update 2026-11-22 12:00:00 KST · Next update due 2026-11-22 12:30:00 KST
    ");
    world.advance_minutes(30).await;
    world.types("bob", &channel, "nothing-new").await;
    assert_snapshot!(world.hears("execs"), @"
    ↳ Nothing new on INC-1.
    Next update due 2026-11-22 13:30:00 KST.
    ");
    world.resolves("bob", &channel).await;
    assert_snapshot!(world.hears("execs"), @"↳ :white_check_mark: INC-1 is resolved.");
    assert_snapshot!(notice(&world, "execs"), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    > Customers can't pay by card
    Last update 2026-11-22 12:00:00 KST · Resolved 2026-11-22 12:30:00 KST (Rollback)
    ");
    world.moves_to("bob", "monitoring", &channel).await;
    assert_snapshot!(world.hears("execs"), @"↳ :rotating_light: INC-1 is not over after all. It is back in *Monitoring*.");
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    assert!(world.hears("execs").ends_with("INC-1 is closed."));
    assert_snapshot!(notice(&world, "execs"), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · its channel: #inc-1-checkout-is-down
    > Customers can't pay by card
    Last update 2026-11-22 12:00:00 KST · Resolved 2026-11-22 12:30:00 KST (Rollback) · Closed 2026-11-22 12:30:00 KST
    ");
    world.types("bob", &channel, "reopen because cards fail again").await;
    assert_snapshot!(world.hears("execs"), @"
    ↳ :rotating_light: INC-1 is not over after all: it was reopened.
    > cards fail again
    Next update due 2026-11-22 13:30:00 KST.
    ");
    assert_eq!(world.messages("execs").len(), 1, "one message in the channel, all else below it");
    world.leave().await;
}

#[tokio::test]
async fn stakeholders_hear_every_update_and_the_end_below_one_notice_that_shows_what_is_true() {
    hear_of_everything(World::start_with(told_to_both, with_their_channels).await).await;
}

#[tokio::test]
async fn stakeholders_hear_the_same_from_two_replicas() {
    let replicas = World::with_replicas_and(2, told_to_both, with_their_channels).await;
    let Some(world) = replicas else { return };
    hear_of_everything(world).await;
}

#[tokio::test]
async fn stakeholders_of_a_korean_team_hear_it_in_korean() {
    let (mut world, channel) = with_incident(told_in_korean).await;
    world.posts_update("minji", "카드 결제가 되지 않습니다", 30, &channel).await;
    assert_snapshot!(world.hears("execs"), @"
    ↳ *상황 공유* INC-1 · SEV1 · Checkout is down · @minji
    *상황*
    카드 결제가 되지 않습니다
    다음 상황 공유 예정: 2026-11-22 12:30:00 KST
    ");
    assert_snapshot!(notice(&world, "execs"), @"
    :large_orange_circle: *SEV1 높음* · INC-1 · *Checkout is down*
    시작 2026-11-22 12:00:00 KST · 선언 @alice · 장애 채널 #inc-1-checkout-is-down
    > 카드 결제가 되지 않습니다
    마지막 상황 공유 2026-11-22 12:00:00 KST · 다음 상황 공유 예정 2026-11-22 12:30:00 KST
    ");
    assert_snapshot!(world.sees(&channel, "카드 결제"), @"
    *상황 공유* INC-1 · SEV1 · Checkout is down · @minji
    *상황*
    카드 결제가 되지 않습니다
    다음 상황 공유 예정: 2026-11-22 12:30:00 KST
    전달: #incidents, #execs, #support
    [수정…]
    ");
    world.types("minji", &channel, "nothing-new").await;
    world.resolves("minji", &channel).await;
    world.types("minji", &channel, "close").await;
    world.types("minji", &channel, "reopen").await;
    assert_snapshot!(world.hears("execs"), @"
    ↳ INC-1: 아직 변동이 없습니다.
    다음 상황 공유 예정: 2026-11-22 13:00:00 KST
    ---
    ↳ :white_check_mark: INC-1 장애가 해결되었습니다.
    ---
    ↳ INC-1 장애가 종료되었습니다.
    ---
    ↳ :rotating_light: INC-1 장애가 아직 끝나지 않아 다시 열렸습니다.
    다음 상황 공유 예정: 2026-11-22 13:00:00 KST
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_change_of_the_severity_shows_in_the_notice_and_is_said_to_nobody_twice() {
    let (mut world, channel) = with_incident(told_to_both).await;
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.hears("execs"), "");
    assert!(notice(&world, "execs").contains("SEV0"), "{}", notice(&world, "execs"));
    world.leave().await;
}

#[tokio::test]
async fn an_update_shows_where_it_got_to_and_a_channel_that_fails_holds_up_no_other() {
    let (mut world, channel) = with_incident(told_to_both).await;
    does(&world, ChannelVerb::Archive, "execs").await;
    world.posts_update("bob", "Customers can't pay by card", 30, &channel).await;
    assert!(world.hears("support").contains("Customers can't pay"), "others are told at once");
    assert_snapshot!(world.sees(&channel, "Customers can't pay by card\n"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    Delivered to #incidents, #support
    #execs: not delivered (the channel is archived) [Retry]
    [Edit…]
    ");
    assert_snapshot!(world.sees(&channel, "I could not"), @"
    :warning: INC-1: I could not deliver an update to a stakeholder channel (#execs: the channel is archived). Please fix that, then press *Retry*.
    [*Retry*]
    ");
    does(&world, ChannelVerb::Unarchive, "execs").await;
    world.reads_all();
    retries(&mut world, EXECS, &channel).await;
    assert_snapshot!(world.hears("execs"), @"
    ↳ *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    ");
    assert_eq!(world.hears("support"), "", "only that address is tried again");
    assert_snapshot!(world.sees(&channel, "Customers can't pay by card\n"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    Delivered to #incidents, #execs, #support
    [Edit…]
    ");
    world.leave().await;
}

/// The line that says what did not get there, as it reads now.
fn trouble(world: &World, channel: &str) -> String {
    world.sees(channel, ": INC-1: ")
}

#[tokio::test]
async fn a_line_about_what_did_not_get_there_says_when_it_has_and_loses_its_button() {
    let (mut world, channel) = with_incident(told_to_both).await;
    does(&world, ChannelVerb::Archive, "execs").await;
    world.posts_update("bob", "Customers can't pay by card", 30, &channel).await;
    let ts = world.with_action(&channel, "retry");
    let press = || Click::message("bob", &channel, &ts, "retry").value(EXECS);
    world.presses(press()).await;
    assert_snapshot!(trouble(&world, &channel), @"
    :warning: INC-1: I could not deliver an update to a stakeholder channel (#execs: the channel is archived). Please fix that, then press *Retry*.
    [*Retry*]
    ");
    let offers = |message: &MessageState| message.blocks.to_string().contains("\"retry\"");
    let with_button = world.messages(&channel).into_iter().filter(offers).count();
    assert_eq!(with_button, 2, "the update and the newest line, not the line before it");

    does(&world, ChannelVerb::Unarchive, "execs").await;
    let ts = world.with_action(&channel, "retry");
    let press = || Click::message("bob", &channel, &ts, "retry").value(EXECS);
    // Two press at once: the second one before the first has had any effect that could be seen.
    world.sandbox.click(press()).await.unwrap();
    world.presses(press()).await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"Nothing is left to retry there for INC-1: it has been delivered, or is on its way again. Please look at the update in its channel: it shows how far it got.");
    assert_snapshot!(trouble(&world, &channel), @":white_check_mark: INC-1: #execs is up to date again.");
    assert_eq!(world.messages(&channel).into_iter().filter(offers).count(), 0);
    assert_eq!(world.hears("execs").matches("Customers can't pay by card\n").count(), 1);
    world.leave().await;
}

#[tokio::test]
async fn a_notice_that_got_there_after_all_takes_the_button_as_well() {
    let mut world = World::start_with(told_to_both, with_their_channels).await;
    does(&world, ChannelVerb::Archive, "execs").await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    does(&world, ChannelVerb::Unarchive, "execs").await;
    retries(&mut world, EXECS, &channel).await;
    assert_eq!(trouble(&world, &channel), ":white_check_mark: INC-1: #execs is up to date again.");
    world.leave().await;
}

#[tokio::test]
async fn a_channel_that_could_not_be_told_of_the_incident_is_told_all_of_it_by_a_retry() {
    let mut world = World::start_with(told_to_both, with_their_channels).await;
    does(&world, ChannelVerb::Archive, "execs").await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.posts_update("bob", "Customers can't pay by card", 30, &channel).await;
    let said = world.hears(&channel);
    assert!(!said.contains("I could not"), "that was said when it was found out: {said}");
    assert_snapshot!(world.sees(&channel, "Customers can't pay by card\n"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    Delivered to #incidents, #support
    #execs: not delivered (the channel is archived) [Retry]
    [Edit…]
    ");
    does(&world, ChannelVerb::Unarchive, "execs").await;
    world.reads_all();
    retries(&mut world, EXECS, &channel).await;
    assert_snapshot!(world.hears("execs"), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    > Customers can't pay by card
    Last update 2026-11-22 12:00:00 KST · Next update due 2026-11-22 12:30:00 KST
    ---
    ↳ *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    Next update due 2026-11-22 12:30:00 KST.
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_copy_that_was_posted_unheard_and_given_up_is_found_by_the_retry() {
    let impatient = |config: &mut Config| {
        told_to_both(config);
        config.outbox.give_up_after = TimeDelta::minutes(1);
    };
    let (mut world, channel) = with_incident(impatient).await;
    let failure = |when| CallTrouble::ServerError { status: 500, when };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", failure(When::AfterWork)).times(4));
    world.sandbox.add_call_fault(CallFault::on("conversations.replies", failure(When::BeforeWork)));
    world.posts_update("bob", "Customers can't pay by card", 30, &channel).await;
    world.advance_minutes(8).await;
    world.sandbox.clear_faults();
    assert!(world.sees(&channel, "Customers can't pay by card\n").contains("not delivered"));
    for place in [EXECS, SUPPORT, "announcement"] {
        retries(&mut world, place, &channel).await;
    }
    for theirs in ["execs", "support", "incidents"] {
        let copies = world.hears(theirs).matches("Customers can't pay by card\n").count();
        assert_eq!(copies, 1, "in #{theirs}");
    }
    assert!(!world.sees(&channel, "Customers can't pay by card\n").contains("not delivered"));
    world.leave().await;
}

#[tokio::test]
async fn a_copy_that_still_stands_in_line_when_somebody_presses_retry_does_not_undo_that() {
    let mut world = World::on_a_file_with(told_to_both, with_their_channels).await;
    does(&world, ChannelVerb::Archive, "execs").await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", away));
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.types("bob", "general", "update INC-1").await;
    world.sends("bob", update("Customers can't pay by card", 60)).await;
    let mut database = world.database().await;
    let wait = format!(
        "UPDATE outbox SET run_at = run_at + 600000 WHERE lane = 'stakeholders:{EXECS}' \
        AND errand = 'tell-more'"
    );
    database.execute(sqlx::AssertSqlSafe(wait)).await.unwrap();
    world.sandbox.clear_faults();
    world.advance_minutes(3).await;
    // The panel failed as well, so either may have come last.
    let shown = world.sees(&channel, "*What happened*\nCustomers can't pay by card");
    assert!(shown.contains("#execs: not delivered"), "{shown}");
    does(&world, ChannelVerb::Unarchive, "execs").await;
    retries(&mut world, EXECS, &channel).await;
    world.advance_minutes(10).await;
    let said = world.hears("execs");
    assert_eq!(
        said.matches("Customers can't pay by card\n").count(),
        2,
        "in the notice and below it: {said}"
    );
    let shown = world.sees(&channel, "*What happened*\nCustomers can't pay by card");
    assert!(shown.contains("Delivered to #incidents, #execs, #support"), "{shown}");
    world.leave().await;
}
