//! What a severity asks for beyond its cadence: who is told, and that a change of it is heard.

use firebell::config::Config;
use firebell::incident::{ChannelId, Colour, GroupId};
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, Options, SeedChannel};

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
    Detected · No commander yet, owner @alice
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

/// Besides, a SEV2 is told to the support desk.
fn told_by_each(config: &mut Config) {
    told_to_all(config);
    change_rung(config, "sev2", |rung| rung.tell_channels = vec![ChannelId::new("C0SUPPORT01")]);
}

fn with_executives_and_support(options: &mut Options) {
    with_executives(options);
    let id = Some("C0SUPPORT01".to_owned());
    options.seed.channels.push(SeedChannel { id, name: "support".to_owned(), ..SeedChannel::default() });
}

#[tokio::test]
async fn a_severity_that_is_lowered_tells_whom_the_milder_one_adds_once_and_rings_for_nobody_else() {
    let mut world = World::start_with(told_by_each, with_executives_and_support).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    assert_eq!(world.hears("support"), "", "the support desk hears of SEV2");
    world.reads_all();
    world.types("bob", &channel, "sev sev2 because transfers work").await;
    assert_snapshot!(world.hears("support"), @"
    :large_yellow_circle: *SEV2 medium* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    ");
    assert_eq!(world.hears("execs"), "", "they know of it, and their notice shows it");
    assert_eq!(world.hears("incidents"), "", "nobody is rung for less");
    world.posts_update("bob", "Only refunds fail", 30, &channel).await;
    assert_eq!(world.hears("support").matches("Only refunds fail").count(), 1);
    world.types("bob", &channel, "sev sev0").await;
    world.types("bob", &channel, "sev sev2").await;
    assert_eq!(world.messages("support").len(), 1, "told once");
    world.leave().await;
}

#[tokio::test]
async fn a_severity_that_goes_down_and_up_again_tells_nobody_twice() {
    let mut world = World::start_with(told_to_all, with_executives).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    assert_eq!(world.hears("execs").matches("INC-1").count(), 1);
    world.types("bob", &channel, "sev sev2 because transfers work").await;
    world.types("bob", &channel, "sev sev0 because they do not").await;
    assert_eq!(world.hears("execs"), "", "they know of it");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_that_gets_no_channel_tells_of_it_all_the_same_when_it_becomes_worse() {
    let mut world = World::start_with(told_to_all, with_executives).await;
    let refused = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused));
    world.types("alice", "general", "declare sev2 Checkout is slow").await;
    world.advance_minutes(1).await;
    assert_eq!(world.given_up().await.len(), 1, "there will be no channel");
    assert_eq!(world.hears("execs"), "");
    world.types("bob", "general", "sev INC-1 sev0").await;
    assert_snapshot!(world.hears("execs"), @"
    :large_purple_circle: *SEV0 critical* · INC-1 · *Checkout is slow*
    Since 2026-11-22 12:00:00 KST · declared by @alice · it has no channel of its own
    ");
    world.leave().await;
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
    :warning: INC-1: I could not announce the incident in a stakeholder channel (C0GONE00001: Slack finds no such channel, or one that I am not in). Please fix that, then press *Retry*.
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

/// A ladder of as many rungs as there are words for it; the last one has its updates in the morning, Berlin's.
fn ladder_of(keys: &[&str]) -> Config {
    let (last, others) = keys.split_last().unwrap();
    let words =
        |key: &str| format!("[[severity]]\nkey = '{key}'\nname = 'the {key} one'\nhelp = 'When {key}.'");
    let mut lines = vec![format!("[incidents]\ndefault_severity = '{last}'")];
    for (key, minutes) in others.iter().zip([10, 20, 30, 40, 50]) {
        lines.push(format!("{}\nevery = '{minutes}m'", words(key)));
    }
    let morning = "cron = '0 30 9 * * Mon-Fri'\ntimezone = 'Europe/Berlin'\noverdue_after = 'same day 17:00'";
    lines.push(format!("{}\n{morning}", words(last)));
    Config::load(Some((std::path::Path::new("firebell.toml"), lines.join("\n"))), []).unwrap()
}

#[tokio::test]
async fn a_ladder_of_two_and_one_of_six_work_from_the_bell_to_the_reminder() {
    let six = ["dark", "grim", "grave", "bad", "poor", "mild"];
    for keys in [&six[4..], &six[..]] {
        let mut world = World::start_with(|config| config.ladder = ladder_of(keys).ladder, |_| {}).await;
        let outcome = world.types("alice", "general", "declare Checkout is slow").await;
        assert_eq!(outcome.error, None);
        let channel = "inc-1-checkout-is-slow";
        let buttons: Vec<String> = keys.iter().map(|key| format!("[{}]", key.to_uppercase())).collect();
        let buttons = buttons.join(" ").replace("[MILD]", "[*MILD*]");
        let panel = world.panel(channel);
        assert!(panel.contains(&buttons) && panel.contains("*MILD the mild one*"), "{panel}");
        assert!(
            panel.contains("*Next update due*: 2026-11-23 17:30:00 KST"),
            "half past nine in Berlin: {panel}"
        );

        world.reads_all();
        world.presses_button("bob", channel, &format!("severity:{}", keys[0])).await;
        let raised = format!("raised the severity of INC-1 from *MILD* to *{}*", keys[0].to_uppercase());
        assert!(world.hears(channel).contains(&raised));
        assert_eq!(
            world.hears_first_after(10, channel).await.matches("An update on INC-1 is due").count(),
            1
        );

        world.types("bob", channel, "sev mild because it was a drill").await;
        assert!(world.hears(channel).contains("lowered the severity of INC-1"));
        world.advance(chrono::TimeDelta::minutes(29 * 60 + 19)).await;
        assert_eq!(world.hears(channel), "", "17:29 in Seoul");
        world.advance_minutes(1).await;
        assert!(world.hears(channel).contains("An update on INC-1 is due"));
        world.advance(chrono::TimeDelta::minutes(7 * 60 + 30)).await;
        assert!(world.hears(channel).contains("is overdue"), "17:00 in Berlin");
        world.leave().await;
    }
}

#[tokio::test]
async fn of_an_overdue_update_that_a_milder_severity_does_not_ask_for_it_is_said_that_nobody_waits() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(20).await;
    world.reads_all();
    world.types("alice", &channel, "sev sev1 because cards work again").await;
    assert_snapshot!(world.hears(&channel), @"
    @alice lowered the severity of INC-1 from *SEV0* to *SEV1*.
    > cards work again
    Next update due 2026-11-22 13:20:00 KST.
    The update that was due 2026-11-22 12:15:00 KST is no longer needed.
    ");
    world.leave().await;
}
