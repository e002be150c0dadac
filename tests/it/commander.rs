//! An incident that nobody commands: who is asked to, and how often.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::GroupId;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallRecord, CallTrouble, Click, MessageState, When, transcript};

use crate::world::{World, change_rung};

/// SEV0 wants a commander within five minutes, and has an on-call group.
fn wants_a_commander(config: &mut Config) {
    change_rung(config, "sev0", |rung| {
        rung.response_target = Some(TimeDelta::minutes(5));
        rung.escalate_to = vec![GroupId::new("S0SRE00001")];
    });
}

async fn declared(title: &str) -> (World, String) {
    let mut world = World::start_with(wants_a_commander, |_| {}).await;
    let channel = world.declares("alice", "sev0", title).await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn a_commander_is_asked_for_in_the_channel_then_of_the_on_call_group() {
    let (mut world, channel) = declared("Checkout is down").await;
    assert_snapshot!(world.hears_first_after(5, &channel).await, @"
    <!here> INC-1 (SEV0) has no commander yet. Whoever can lead it, please take command. Until then @alice owns it.
    [*Take command*]
    ");
    let before = world.members(&channel).len();
    world.advance_minutes(4).await;
    assert_eq!(world.hears(&channel), "", "nobody is asked twice");
    world.advance_minutes(2).await;
    assert_snapshot!(world.hears(&channel), @"
    <!subteam^S0SRE00001>: INC-1 (SEV0) still has no commander, and nobody in this channel has come forward. Please take command. Until then @alice owns it.
    [*Take command*]
    ");
    assert!(world.members(&channel).len() > before, "the group is in the channel");
    world.advance_minutes(3).await;
    assert_eq!(world.hears(&channel), "");

    let asking = world.with_action(&channel, "take:commander");
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("chat.update", away));
    world.presses_button("bob", &channel, "take:commander").await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Incident commander*.");
    world.presses(Click::message("carol", &channel, &asking, "take:commander")).await;
    assert!(world.last_whisper("carol", &channel).contains("@bob has become"));
    assert_eq!(world.hears(&channel), "", "nobody takes it from somebody unawares");
    world.sandbox.clear_faults();
    world.advance_minutes(1).await;
    world.leave().await;
}

/// With the ladder as it is where nobody has changed it.
async fn with_untouched_settings(severity: &str) -> (World, String) {
    let untouched = |config: &mut Config| config.ladder = Config::load(None, []).unwrap().ladder;
    World::start_with(untouched, |_| {}).await.and_incident(severity).await
}

#[tokio::test]
async fn with_untouched_settings_a_critical_incident_asks_after_five_minutes_and_a_high_one_after_fifteen() {
    for (severity, minutes) in [("sev0", 5), ("sev1", 15)] {
        let (mut world, channel) = with_untouched_settings(severity).await;
        let said = world.hears_first_after(minutes, &channel).await;
        assert!(said.contains("has no commander yet"), "{severity}: {said}");
        world.leave().await;
    }
    for severity in ["sev2", "sev3"] {
        let (mut world, channel) = with_untouched_settings(severity).await;
        world.advance_minutes(60).await;
        assert_eq!(world.hears(&channel), "", "{severity}");
        world.leave().await;
    }
}

#[tokio::test]
async fn whoever_sets_right_when_it_was_declared_rings_for_nobody() {
    let (mut world, channel) = with_untouched_settings("sev1").await;
    world.types("alice", &channel, "time declared 11:30").await;
    assert!(world.panel(&channel).contains("11:30:00 KST"), "{}", world.panel(&channel));
    world.reads_all();
    let said = world.hears_first_after(15, &channel).await;
    assert!(said.contains("has no commander yet"), "{said}");
    world.leave().await;
}

/// The pleas for a commander that stand in a channel as they read now, and how often each was edited.
fn pleas(world: &World, channel: &str, words: &str) -> Vec<(String, usize)> {
    let state = world.state();
    let pleas = world.messages(channel).into_iter().filter(|message| message.text.contains(words));
    let edits = |message: &MessageState| {
        let is_edit =
            |call: &CallRecord| call.method == "chat.update" && call.arguments["ts"] == message.ts.as_str();
        world.sandbox.calls().iter().filter(|call| is_edit(call)).count()
    };
    pleas.map(|message| (transcript::read(&message, &state), edits(&message))).collect()
}

#[tokio::test]
async fn who_commands_is_shown_where_somebody_was_asked_for_once_and_without_buttons() {
    let (mut world, channel) = declared("Checkout is down").await;
    for _ in 0..2 {
        world.advance_minutes(6).await;
        world.advance_minutes(1).await;
    }
    assert_eq!(pleas(&world, &channel, "no commander").len(), 2);
    world.types("bob", &channel, "role commander").await;
    let read = "@bob took command of INC-1.".to_owned();
    let shown = [(read.clone(), 1), (read, 1)];
    assert_eq!(pleas(&world, &channel, "took command"), shown);
    assert_eq!(pleas(&world, &channel, "no commander"), []);
    world.types("bob", &channel, "role commander @carol").await;
    assert_eq!(pleas(&world, &channel, "took command"), shown, "who came forward is not forgotten");
    world.leave().await;
}

#[tokio::test]
async fn what_is_resolved_without_a_commander_asks_for_none_any_more() {
    let (mut world, channel) = declared("Checkout is down").await;
    world.advance_minutes(6).await;
    world.resolves("alice", &channel).await;
    let read = "INC-1 needs no commander any more.".to_owned();
    assert_eq!(pleas(&world, &channel, "needs no commander"), [(read, 1)]);
    world.leave().await;
}

#[tokio::test]
async fn a_plea_that_was_posted_unheard_shows_who_came_forward_meanwhile() {
    let (mut world, channel) = declared("Checkout is down").await;
    let unheard = CallTrouble::ServerError { status: 503, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard).times(1));
    world.advance_minutes(5).await;
    assert_eq!(pleas(&world, &channel, "no commander").len(), 1);
    world.types("bob", &channel, "role commander").await;
    world.advance_minutes(1).await;
    assert_eq!(pleas(&world, &channel, "no commander"), []);
    assert_eq!(pleas(&world, &channel, "took command").len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn the_on_call_group_is_in_the_channel_before_it_is_called() {
    let (mut world, channel) = declared("Checkout is down").await;
    world.advance_minutes(5).await;
    world.reads_all();
    let before = world.members(&channel).len();
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("usergroups.users.list", away).times(1));
    world.advance_minutes(5).await;
    assert_eq!((world.hears(&channel).as_str(), world.members(&channel).len()), ("", before));
    world.advance(TimeDelta::seconds(5)).await;
    assert!(world.members(&channel).len() > before, "the group is let in");
    assert!(world.hears(&channel).contains("<!subteam^S0SRE00001>"), "and is called");
    world.leave().await;
}

#[tokio::test]
async fn a_group_that_cannot_be_let_in_is_called_all_the_same() {
    let (mut world, channel) = declared("Checkout is down").await;
    world.advance_minutes(5).await;
    world.reads_all();
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("usergroups.users.list", away));
    world.advance_minutes(5).await;
    assert_eq!(world.hears(&channel), "");
    world.advance(TimeDelta::seconds(5)).await;
    assert!(world.hears(&channel).contains("<!subteam^S0SRE00001>"), "it waits for them once");
    world.sandbox.clear_faults();
    world.advance_minutes(5).await;
    world.leave().await;
}

#[tokio::test]
async fn nobody_is_asked_while_somebody_commands() {
    let (mut world, channel) = declared("Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.advance_minutes(14).await;
    assert_eq!(world.hears(&channel), "");
    world.finish().await;
}

#[tokio::test]
async fn nobody_is_asked_who_came_forward_while_slack_was_away() {
    let (mut world, channel) = declared("Checkout is down").await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", away));
    world.advance_minutes(6).await;
    world.types("bob", &channel, "role commander").await;
    world.sandbox.clear_faults();
    world.advance_minutes(6).await;
    let said = world.hears(&channel);
    assert!(said.contains("@bob is now") && !said.contains("no commander"), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_without_a_channel_asks_for_a_commander_below_its_bell() {
    let mut world = World::start_with(wants_a_commander, |_| {}).await;
    let refused = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused));
    world.types("alice", "general", "declare sev0 Checkout is down").await;
    world.advance_minutes(6).await;
    let said = world.hears("incidents");
    assert_eq!(said.matches("has no commander yet").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn a_severity_that_is_raised_asks_within_its_own_time() {
    let mut world = World::start_with(wants_a_commander, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is slow").await;
    world.advance_minutes(20).await;
    world.types("bob", &channel, "sev sev0").await;
    world.reads_all();
    assert!(world.hears_first_after(5, &channel).await.contains("has no commander yet"));
    world.leave().await;
}

#[tokio::test]
async fn an_hour_of_downtime_asks_the_channel_once() {
    let (mut world, channel) = declared("Checkout is down").await;
    world.is_down_for(TimeDelta::hours(1)).await;
    world.settle().await;
    assert_eq!(world.hears(&channel).matches("has no commander").count(), 1);
    world.restart().await;
    world.advance_minutes(3).await;
    assert_eq!(world.hears(&channel), "");
    world.advance_minutes(3).await;
    assert!(world.hears(&channel).contains("still has no commander"));
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_is_asked_in_korean() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        wants_a_commander(config);
    };
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev0", "결제 장애").await;
    world.reads_all();
    assert_snapshot!(world.hears_first_after(5, &channel).await, @"
    <!here> INC-1 (SEV0) 지휘자가 아직 없습니다. 가능한 분이 지휘를 맡아 주세요. 그때까지 담당자는 @minji 님입니다.
    [*지휘 맡기*]
    ");
    world.advance_minutes(6).await;
    assert_snapshot!(world.hears(&channel), @"
    <!subteam^S0SRE00001>, INC-1 (SEV0) 지휘자가 여전히 없고 채널에서도 나선 사람이 없습니다. 지휘를 맡아 주세요. 그때까지 담당자는 @minji 님입니다.
    [*지휘 맡기*]
    ");
    let listed = world.types("minji", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(listed.contains("에스컬레이션 그룹에 지휘자 요청"), "{listed}");
    world.leave().await;
}
