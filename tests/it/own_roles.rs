//! Roles that an organisation adds, and its own words for those that are always there.

use std::path::Path;

use firebell::config::Config;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb};

use crate::world::{World, told};

const ROLES: &str = r#"
[[roles]]
key = "scribe"
name_en = "Scribe"
name_ko = "기록 담당"
instructions_en = """
You write down what happens.
1. Each decision: `{command} decided {number} … because …`
"""
[[roles]]
key = "legal"
name_en = "Legal counsel"
holders = "several"
[[roles]]
key = "triage"
name_en = "First responder"
instructions_en = "Look at <https://runbooks.example.com|the runbook> first."
"#;

fn with_roles(config: &mut Config) {
    let written = Config::load(Some((Path::new("firebell.toml"), ROLES.to_owned())), []).unwrap();
    config.roles = written.roles;
}

async fn world() -> (World, String) {
    let mut world = World::start_with(with_roles, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn an_added_role_is_taken_handed_over_and_left_like_the_others() {
    let (mut world, channel) = world().await;
    world.takes("bob", "scribe", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Scribe*.");
    assert_snapshot!(world.hears_in_private("bob"), @"
    You are now *Scribe* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    You write down what happens.
    1. Each decision: `/incident decided INC-1 … because …`
    ");
    world.gives("bob", "scribe", "carol", &channel).await;
    world.types("minji", &channel, "role 기록 담당").await;
    world.types("minji", &channel, "role Legal counsel @alice").await;
    world.types("bob", &channel, "role legal").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob handed *Scribe* over to @carol.
    ---
    @minji is now *Scribe*, taking over from @carol.
    ---
    @alice is now *Legal counsel*, assigned by @minji.
    ---
    @bob is now *Legal counsel*.
    ");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · nobody yet [Assign… ▾]
    *First responder* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    *Scribe* · @minji [Assign… ▾]
    *Legal counsel* · @alice, @bob [Assign… ▾]
    [*Take command*] [Take First responder] [Take communications] [Join as responder] [Take Scribe] [Join Legal counsel]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.hears_in_private("minji"), @"
    INC-1 (SEV1) *기록 담당* 역할을 맡으셨습니다: Checkout is down (장애 채널 #inc-1-checkout-is-down)
    You write down what happens.
    1. Each decision: `/incident decided INC-1 … because …`
    ");
    world.types("minji", &channel, "leave scribe").await;
    assert_snapshot!(world.hears(&channel), @"
    @minji is no longer *Scribe*.
    [*Take Scribe*]
    ");
    let refused = world.types("bob", &channel, "role emperor").await;
    assert_snapshot!(told(&refused), @"
    Which role, and who? For example `/incident role commander @someone`. Choose one of: commander, triage, communications, responder, scribe, legal.
    You typed:
    role emperor
    ");
    assert_eq!(world.members(&channel), ["alice", "bob", "carol", "minji"]);
    world.leave().await;
}

#[tokio::test]
async fn the_four_go_by_the_words_of_the_organisation() {
    let (mut world, channel) = world().await;
    world.takes("bob", "triage", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *First responder*.");
    assert_snapshot!(world.hears_in_private("bob"), @"
    You are now *First responder* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    Look at <https://runbooks.example.com|the runbook> first.
    ");
    world.leave().await;
}

#[tokio::test]
async fn two_who_take_a_role_that_one_holds_do_not_take_it_from_each_other() {
    let (mut world, channel) = world().await;
    world.press_at_once(["bob", "carol"], &channel, "take:scribe").await;
    let told = [world.whispers("bob", &channel), world.whispers("carol", &channel)].concat();
    assert!(told.iter().any(|text| text.contains("[Take over]")), "{told:?}");
    world.reads_all();
    world.press_at_once(["bob", "carol"], &channel, "take:legal").await;
    assert_eq!(world.hears(&channel).matches("is now *Legal counsel*").count(), 2);
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_gone_leaves_an_added_role_too() {
    let (mut world, channel) = world().await;
    world.takes("bob", "scribe", &channel).await;
    world.takes("bob", "legal", &channel).await;
    world.reads_all();
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Leave, &channel)).await.unwrap();
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"
    @bob has left this channel and is no longer *Scribe* and *Legal counsel*.
    [*Take Scribe*] [*Join Legal counsel*]
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_role_that_was_done_away_with_stays_readable() {
    let (mut world, channel) = world().await;
    world.takes("bob", "scribe", &channel).await;
    world.reads_all();
    world.config.roles.described.clear();
    world.restart().await;
    world.presses_button("carol", &channel, "take:scribe").await;
    assert_snapshot!(world.last_whisper("carol", &channel), @r#"There is no role "scribe". Choose one of: commander, triage, communications, responder."#);
    world.types("carol", &channel, "role triage").await;
    assert!(world.panel(&channel).contains("*scribe* · @bob"), "{}", world.panel(&channel));
    world.leave().await;
}
