//! What a severity asks for beyond its cadence: who is told, and that a change of it is heard.

use firebell::config::Config;
use firebell::incident::{ChannelId, Colour, GroupId};
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{Options, SeedChannel};

use crate::world::{World, change_rung};

/// The executives have a channel, which the bot never joined.
fn with_executives(options: &mut Options) {
    let id = Some("C0EXECS0001".to_owned());
    options.seed.channels.push(SeedChannel { id, name: "execs".to_owned(), ..SeedChannel::default() });
}

/// A SEV0 is told to the executives and to the on-call group, and burns in purple.
fn told_to_all(config: &mut Config) {
    change_rung(config, "sev0", |rung| {
        rung.tell_channels = vec![ChannelId::new("C0EXECS0001")];
        rung.tell_groups = vec![GroupId::new("S0SRE00001")];
        rung.colour = Some(Colour::Purple);
    });
}

#[tokio::test]
async fn stakeholders_hear_of_a_severity_that_is_theirs_with_the_way_to_the_channel() {
    let mut world = World::start_with(told_to_all, with_executives).await;
    world.declares("alice", "sev0", "Checkout is down").await;
    assert_snapshot!(world.hears("execs"), @"
    :large_purple_circle: *SEV0 critical* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    ");
    assert_snapshot!(world.announcement(), @"
    :large_purple_circle: *SEV0 critical* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    Detected · No commander yet
    cc <!subteam^S0SRE00001>
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_severity_that_is_raised_tells_whom_it_adds_once_and_one_that_is_lowered_says_so() {
    let mut world = World::start_with(told_to_all, with_executives).await;
    let channel = world.declares("alice", "sev2", "Checkout is slow").await;
    assert_eq!(world.hears("execs"), "", "this is nothing for them");
    world.reads_all();
    world.types("bob", &channel, "sev sev0 because all cards fail").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob raised the severity of INC-1 from *SEV2* to *SEV0*.
    > all cards fail
    Next update due 2026-11-22 12:15:00 KST.
    cc <!subteam^S0SRE00001>
    ");
    assert_snapshot!(world.hears("incidents"), @"
    ↳ @bob raised the severity of INC-1 from *SEV2* to *SEV0*.
    > all cards fail
    Next update due 2026-11-22 12:15:00 KST.
    cc <!subteam^S0SRE00001>
    ");
    assert_snapshot!(world.hears("execs"), @"
    :large_purple_circle: *SEV0 critical* · INC-1 · *Checkout is slow*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-slow
    ");

    world.types("bob", &channel, "sev sev1 because transfers work").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob lowered the severity of INC-1 from *SEV0* to *SEV1*.
    > transfers work
    Next update due 2026-11-22 13:00:00 KST.
    ");
    assert_eq!(world.hears("incidents"), "", "the announcement shows it; nobody is rung for less");
    world.types("bob", &channel, "sev sev2").await;
    world.reads_all();
    world.finish().await;
}

#[tokio::test]
async fn a_channel_that_cannot_be_told_is_named_and_holds_up_nothing() {
    let nowhere = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.tell_channels = vec![ChannelId::new("C0GONE00001")]);
    };
    let mut world = World::start_with(nowhere, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.advance_minutes(1).await;
    assert_snapshot!(world.sees(&channel, "I could not"), @"
    :warning: INC-1: I could not tell a channel of stakeholders (C0GONE00001: channel_not_found). Mend that, then press *Retry*.
    [*Retry*]
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_hears_it_in_korean() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        told_to_all(config);
    };
    let mut world = World::start_with(korean, with_executives).await;
    let channel = world.declares("minji", "sev1", "결제 지연").await;
    world.reads_all();
    world.types("minji", &channel, "sev sev0 because 모든 카드 실패").await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ @minji 님이 INC-1 심각도를 올렸습니다: *SEV1* → *SEV0*
    > 모든 카드 실패
    다음 상황 공유 예정: 2026-11-22 12:15:00 KST
    참조: <!subteam^S0SRE00001>
    ");
    assert_snapshot!(world.hears("execs"), @"
    :large_purple_circle: *SEV0 치명적* · INC-1 · *결제 지연*
    시작 2026-11-22 12:00:00 KST · 선언 @minji · 장애 채널 #inc-1-결제-지연
    ");
    world.types("minji", &channel, "sev sev1").await;
    world.reads_all();
    world.leave().await;
}

#[tokio::test]
async fn a_severity_that_wants_it_asks_for_an_update_at_every_change_of_the_stage() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "role communications @carol").await;
    world.reads_all();
    world.moves_to("bob", "triage", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob moved INC-1 from *Detected* to *Triage*.
    @carol Please post an update: SEV1 owes one at every change of the stage.
    [*Post update*]
    ");
    let form = world.presses_button("carol", &channel, "update").await;
    assert!(form.view.is_some(), "the button opens the form");
    world.types("bob", &channel, "sev sev2").await;
    world.reads_all();
    world.moves_to("bob", "mitigating", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob moved INC-1 from *Triage* to *Mitigating*.");
    world.finish().await;
}
