//! Whoever speaks to the stakeholders neither commands nor does the recovery, unless somebody wants it all the same.

use firebell::config::Config;
use firebell::incident::{Fact, Separation};
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::Click;

use crate::world::{World, told, user_id};

async fn separated(separation: Separation) -> (World, String) {
    let configure = |config: &mut Config| config.roles.separation = separation;
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    (world, channel)
}

/// Presses the button of the private question that somebody was asked last.
async fn insists(world: &mut World, user: &str, channel: &str, role: &str) {
    let state = world.state();
    let asked = &state.channel(channel).unwrap().ephemerals[&user_id(&state, user)];
    let ts = asked.last().unwrap().ts.clone();
    world.presses(Click::message(user, channel, &ts, &format!("anyway:{role}"))).await;
}

/// What the timeline says was joined, in the order of recording.
async fn joined(world: &World) -> Vec<String> {
    let told = world.timeline(1).await.into_iter().filter_map(|entry| match entry.fact {
        Fact::RoleGiven { role, beside: Some(beside), .. } => Some(format!("{role} beside {beside:?}")),
        _ => None,
    });
    told.collect()
}

#[tokio::test]
async fn a_commander_who_takes_communications_is_asked_once() {
    let (mut world, channel) = separated(Separation::Warn).await;
    world.takes("bob", "communications", &channel).await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"
    :warning: @bob is Incident commander. Whoever speaks to the stakeholders should not command or do the recovery as well: under pressure, one job leaves no time for the other. If you can, choose somebody else.
    [Take it anyway]
    ");
    assert_eq!(world.hears(&channel), "", "nothing has happened yet");
    insists(&mut world, "bob", &channel, "communications").await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"@bob is now Communications lead on INC-1.");
    assert_snapshot!(world.hears(&channel), @"@bob is now *Communications lead*. @bob is Incident commander as well.");
    assert_eq!(joined(&world).await, ["communications beside [Commander]"]);
    let shown = world.types("bob", &channel, "timeline").await;
    let shown = shown.shown[0]["blocks"].to_string();
    assert!(shown.contains("is Incident commander as well, although these are kept apart"), "{shown}");
    world.finish().await;
}

#[tokio::test]
async fn with_untouched_settings_it_is_asked_once() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.takes("bob", "communications", &channel).await;
    assert!(world.last_whisper("bob", &channel).contains("[Take it anyway]"));
    assert_eq!(world.hears(&channel), "", "nothing has happened yet");
    insists(&mut world, "bob", &channel, "communications").await;
    assert!(world.hears(&channel).starts_with("@bob is now *Communications lead*."));
    world.leave().await;
}

#[tokio::test]
async fn whoever_assigns_types_or_commands_is_asked_as_well() {
    let (mut world, channel) = separated(Separation::Warn).await;
    world.gives("carol", "communications", "bob", &channel).await;
    assert_snapshot!(world.last_whisper("carol", &channel), @"
    :warning: @bob is Incident commander. Whoever speaks to the stakeholders should not command or do the recovery as well: under pressure, one job leaves no time for the other. If you can, choose somebody else.
    [Assign anyway]
    ");

    let asked = world.types("minji", &channel, "role communications @minji").await;
    assert_eq!(told(&asked), "", "nothing is in the way");
    world.reads_all();
    let asked = world.types("minji", &channel, "role responder database").await;
    assert_snapshot!(told(&asked), @":warning: <@U0MINJI001> 님은 이미 커뮤니케이션 담당 역할을 맡고 있습니다. 이해관계자와 소통하는 사람이 지휘나 복구까지 함께 맡으면 둘 다 놓치기 쉽습니다. 가능하면 다른 분이 맡아 주세요.");
    insists(&mut world, "minji", &channel, "responder").await;
    assert_snapshot!(world.hears(&channel), @"@minji is now *Responder (database)*. @minji is Communications lead as well.");

    let asked = world.types("bob", &channel, "role commander @minji").await;
    assert_snapshot!(told(&asked), @":warning: <@U0MINJI001> is Communications lead. Whoever speaks to the stakeholders should not command or do the recovery as well: under pressure, one job leaves no time for the other. If you can, choose somebody else.");
    insists(&mut world, "bob", &channel, "commander").await;
    assert_snapshot!(world.hears(&channel), @"@bob handed *Incident commander* over to @minji. @minji is Communications lead as well.");
    assert_eq!(
        joined(&world).await,
        ["responder beside [Communications]", "commander beside [Communications]"]
    );
    world.finish().await;
}

#[tokio::test]
async fn a_question_that_was_overtaken_takes_the_role_from_nobody() {
    let (mut world, channel) = separated(Separation::Warn).await;
    world.takes("bob", "communications", &channel).await;
    world.takes("carol", "communications", &channel).await;
    world.reads_all();
    insists(&mut world, "bob", &channel, "communications").await;
    assert!(world.last_whisper("bob", &channel).contains("@carol has become Communications lead"));
    assert_eq!(world.hears(&channel), "");
    world.finish().await;
}

#[tokio::test]
async fn where_it_is_enforced_the_way_out_is_named() {
    let (mut world, channel) = separated(Separation::Enforce).await;
    world.takes("bob", "responder", &channel).await;
    world.reads_all();
    world.takes("bob", "communications", &channel).await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"@bob is Incident commander and Responder, and so cannot be Communications lead as well: here, whoever speaks to the stakeholders neither commands nor does the recovery. Choose somebody else, or let @bob first hand over what they have: `/incident role commander @…`, `/incident leave responder`");
    let refused = world.types("bob", &channel, "role communications @bob").await;
    assert_snapshot!(told(&refused), @"
    <@U0BOB00001> is Incident commander and Responder, and so cannot be Communications lead as well: here, whoever speaks to the stakeholders neither commands nor does the recovery. Choose somebody else, or let <@U0BOB00001> first hand over what they have: `/incident role commander @…`, `/incident leave responder`
    You typed:
    role communications @bob
    ");
    assert_eq!(world.hears(&channel), "");
    world.types("bob", &channel, "role commander @carol").await;
    world.types("bob", &channel, "leave responder").await;
    world.takes("bob", "communications", &channel).await;
    assert_eq!(world.incident(1).await.roles.communications.unwrap().as_str(), "U0BOB00001");
    assert_eq!(joined(&world).await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn where_it_is_off_nothing_is_asked() {
    let (mut world, channel) = separated(Separation::Off).await;
    world.takes("bob", "communications", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Communications lead*.");
    assert_eq!(world.whispers("bob", &channel), [""; 0]);
    world.finish().await;
}

#[tokio::test]
async fn a_korean_commander_is_asked_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev1", "결제 장애").await;
    world.takes("minji", "commander", &channel).await;
    world.reads_all();
    world.takes("minji", "communications", &channel).await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"
    :warning: @minji 님은 이미 장애 지휘자 역할을 맡고 있습니다. 이해관계자와 소통하는 사람이 지휘나 복구까지 함께 맡으면 둘 다 놓치기 쉽습니다. 가능하면 다른 분이 맡아 주세요.
    [그래도 맡기]
    ");
    insists(&mut world, "minji", &channel, "communications").await;
    assert_snapshot!(world.hears(&channel), @"@minji 님이 *커뮤니케이션 담당* 역할을 맡았습니다. @minji 님은 장애 지휘자 역할도 함께 맡고 있습니다.");
    world.config.roles.separation = Separation::Enforce;
    world.restart().await;
    world.takes("minji", "responder", &channel).await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"@minji 님은 이미 커뮤니케이션 담당 역할을 맡고 있어 대응자 역할을 함께 맡을 수 없습니다. 이해관계자와 소통하는 사람은 지휘나 복구를 함께 맡지 않습니다. 다른 분에게 맡기거나, 지금 역할을 먼저 넘겨 주세요: `/incident 역할 커뮤니케이션 담당 @…`");
    world.finish().await;
}
