//! Ringing the bell.

use firebell::incident::GroupId;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb};

use crate::world::{World, change_rung, fields, prefilled, told};

#[tokio::test]
async fn declaring_by_text_rings_the_bell_and_opens_the_channel() {
    let mut world = World::start().await;
    let outcome = world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert_snapshot!(told(&outcome), @"INC-1 is declared: SEV1, Checkout is down. Its channel is being made; you will be invited.");
    assert_snapshot!(world.hears("incidents"), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    Detected · No commander yet, owner @alice
    ");
    assert_snapshot!(world.hears("inc-1-checkout-is-down"), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    let channel = world.state().channel("inc-1-checkout-is-down").unwrap().clone();
    assert_eq!(channel.topic, "SEV1 · INC-1 · Checkout is down");
    assert_eq!(channel.pins.len(), 1);
    assert_eq!(world.members(&channel.id), ["alice"]);
    world.finish().await;
}

#[tokio::test]
async fn declaring_by_form_keeps_what_was_seen() {
    let mut world = World::start().await;
    let opened = world.types("minji", "general", "").await;
    assert_eq!(opened.view.unwrap()["title"]["text"], "장애 선언");
    let values = fields(&[
        ("title", json!("결제 장애")),
        ("severity", json!("sev0")),
        ("seen", json!("카드 결제의 30%가 실패 <!channel>")),
        ("service", json!("결제")),
    ]);
    let sent = world.sends("minji", values).await;
    assert_eq!(sent.error, None);
    assert_snapshot!(world.hears("incidents"), @"
    :red_circle: *SEV0 critical* · INC-1 · *결제 장애*
    Since 2026-11-22 12:00:00 KST · declared by @minji · work happens in #inc-1-결제-장애
    > 카드 결제의 30%가 실패 &lt;!channel&gt;
    Detected · No commander yet, owner @minji · 결제
    ");
    assert_eq!(world.incident_channels(), ["inc-1-결제-장애"]);
    assert!(world.sees("inc-1-결제-장애", "Owner").contains("> 카드 결제의 30%가 실패"));
    world.leave().await;
}

#[tokio::test]
async fn words_without_a_command_open_the_form_with_them_as_the_title() {
    let mut world = World::start().await;
    let opened = world.types("alice", "general", "Customers can't pay").await;
    assert_eq!(prefilled(&opened, "title"), "Customers can't pay");
    assert_eq!(prefilled(&opened, "severity"), "sev2");
    let sent = world.sends("alice", json!({})).await;
    assert_eq!(sent.error, None);
    assert_snapshot!(world.hears("incidents"), @"
    :large_yellow_circle: *SEV2 medium* · INC-1 · *Customers can't pay*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-customers-cant-pay
    Detected · No commander yet, owner @alice
    ");
    world.leave().await;
}

#[tokio::test]
async fn more_words_than_a_title_holds_are_one_press_away_from_the_bell() {
    let mut world = World::start().await;
    let words = "Card payments fail with error 500 from the provider, ".repeat(4);
    for typed in [format!("declare sev0 {words}"), words.clone()] {
        let opened = world.types("alice", "general", &typed).await;
        let title = prefilled(&opened, "title");
        assert_eq!(title.as_str().unwrap().chars().count(), 120, "{title}");
        assert_eq!(prefilled(&opened, "seen"), words.trim(), "nothing is lost");
    }
    world.types("alice", "general", &format!("declare sev0 {words}")).await;
    assert_eq!(world.sends("alice", json!({})).await.error, None);
    assert!(world.hears("incidents").contains("*SEV0 critical* · INC-1 · *Card payments fail"));
    let endless = "x".repeat(1501);
    let answer = told(&world.types("alice", "general", &format!("declare sev0 {endless}")).await);
    assert!(answer.contains("1501 characters are too many") && answer.ends_with(&endless), "{answer}");
    world.leave().await;
}

#[tokio::test]
async fn a_declaration_that_names_no_severity_gets_the_default_one() {
    let mut world = World::start().await;
    let outcome = world.types("bob", "random", "declare 3 hosts are down").await;
    assert_snapshot!(told(&outcome), @"INC-1 is declared: SEV2, 3 hosts are down. Its channel is being made; you will be invited.");
    assert_eq!(world.incident(1).await.severity.as_str(), "sev2");
    assert_eq!(world.incident_channels(), ["inc-1-3-hosts-are-down"]);
    world.leave().await;
}

#[tokio::test]
async fn the_people_of_the_severity_are_invited() {
    let invite = |config: &mut firebell::config::Config| {
        change_rung(config, "sev1", |rung| rung.invite = vec![GroupId::new("S0SRE00001")]);
        change_rung(config, "sev0", |rung| {
            rung.invite = vec![GroupId::new("S0SRE00001"), GroupId::new("S0SUPPORT1")];
        });
    };
    let mut world = World::start_with(invite, |_| {}).await;
    let channel = world.declares("bob", "sev1", "Checkout is down").await;
    assert_eq!(world.members(&channel), ["alice", "bob", "minji"]);
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.members(&channel), ["alice", "bob", "carol", "minji"]);
    world.leave().await;
}

#[tokio::test]
async fn one_declaration_takes_seven_calls() {
    let mut world = World::start().await;
    let before = world.sandbox.calls().len();
    world.declares("alice", "sev1", "Checkout is down").await;
    let calls: Vec<String> = world.sandbox.calls().into_iter().skip(before).map(|call| call.method).collect();
    assert_eq!(calls.len(), 7, "{calls:?}");
    let nth = |method: &str, n: usize| {
        let mut found = calls.iter().enumerate().filter(|(_, call)| *call == method);
        found.nth(n).unwrap_or_else(|| panic!("{method} is missing in {calls:?}")).0
    };
    // The bell and the channel do not wait for each other; all else needs one of the two.
    let (bell, panel) = (nth("chat.postMessage", 0), nth("chat.postMessage", 1));
    let channel = nth("conversations.create", 0);
    assert!(bell.max(channel) < 2, "{calls:?}");
    assert!(channel < nth("conversations.invite", 0) && channel < panel, "{calls:?}");
    assert!(channel < nth("conversations.setTopic", 0), "{calls:?}");
    assert!(panel < nth("pins.add", 0) && bell < nth("chat.update", 0), "{calls:?}");
    world.leave().await;
}

#[tokio::test]
async fn a_workspace_that_refuses_the_letters_gets_the_plain_name() {
    let mut world = World::start_with(|_| {}, |options| options.unicode_channel_names = false).await;
    world.declares("minji", "sev1", "결제 장애").await;
    assert_eq!(world.incident_channels(), ["inc-1"]);
    assert_eq!(world.state().channel("inc-1").unwrap().topic, "SEV1 · INC-1 · 결제 장애");
    world.leave().await;
}

#[tokio::test]
async fn a_name_that_somebody_else_has_gets_a_suffix() {
    let mut world = World::start().await;
    let taken = ChannelAct::new("bob", ChannelVerb::Create, "inc-1-checkout-is-down");
    world.sandbox.channel_act(taken).await.unwrap();
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    assert_eq!(world.state().channel(&channel).unwrap().name, "inc-1-checkout-is-down-2");
    world.leave().await;
}
