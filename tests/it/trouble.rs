//! Slack is slow, says no, or does not answer. What was promised comes late, but it comes, once; and what cannot be done
//! is said in plain words while everything else goes on.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{StageLimits, StageName};
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{CallFault, CallTrouble, ChannelAct, ChannelVerb, MessageState, UserAct, UserVerb, When};

use crate::world::{World, fields};
use slack_sandbox::transcript;

const CHANNEL: &str = "inc-1-checkout-is-down";

/// The calls that change something in Slack.
const WORKS: &[&str] = &[
    "chat.postMessage",
    "chat.update",
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "pins.add",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
];

/// The rest of the life of an incident, with enough time after each step for every further try.
async fn life(world: &mut World) {
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(3).await;
    world.presses_button("bob", CHANNEL, "take:commander").await;
    world.advance_minutes(3).await;
    world.types("carol", CHANNEL, "sev sev2 because only cards fail").await;
    world.advance_minutes(3).await;
    world.presses_button("alice", CHANNEL, "update").await;
    world.sends("alice", fields(&[("what-happened", json!("Card payments fail"))])).await;
    world.advance_minutes(3).await;
    world.types("alice", CHANNEL, "export").await;
    world.advance_minutes(6).await;
}

/// Everything that there is to see, in an order that does not depend on who came first.
fn everything(world: &World) -> Vec<String> {
    let state = world.state();
    let mut lines = Vec::new();
    for name in ["incidents", CHANNEL] {
        let channel = state.channel(name).unwrap();
        lines.push(format!("#{name}: {} · {} pinned", channel.topic, channel.pins.len()));
        let mut said: Vec<String> =
            all_messages(&channel.messages).iter().map(|message| transcript::read(message, &state)).collect();
        said.sort();
        lines.extend(said);
    }
    lines.extend(world.incident_channels());
    lines
}

fn all_messages(messages: &[MessageState]) -> Vec<MessageState> {
    messages.iter().flat_map(|message| std::iter::once(message).chain(&message.replies)).cloned().collect()
}

/// A life in which the first two calls to each method fail in the same way ends like one without trouble.
async fn trouble_leaves_no_trace(trouble: CallTrouble) {
    let mut calm = World::start().await;
    life(&mut calm).await;
    let mut troubled = World::start().await;
    for method in WORKS {
        troubled.sandbox.add_call_fault(CallFault::on(method, trouble.clone()).times(2));
    }
    life(&mut troubled).await;
    let (seen, expected) = (everything(&troubled), everything(&calm));
    for (seen, expected) in seen.iter().zip(&expected) {
        assert_eq!(seen, expected, "{trouble:?}");
    }
    assert_eq!(seen.len(), expected.len());
    assert!(troubled.given_up().await.is_empty());
    for world in [calm, troubled] {
        world.leave().await;
    }
}

fn refused(error: &str) -> CallTrouble {
    CallTrouble::Refuse { error: error.to_owned() }
}

fn down() -> CallTrouble {
    CallTrouble::ServerError { status: 503, when: When::BeforeWork }
}

#[tokio::test]
async fn what_slack_has_no_time_for_waits_as_long_as_slack_says() {
    let mut world = World::start().await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", limited).times(1));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    assert!(world.messages("incidents").is_empty());
    world.advance(TimeDelta::seconds(29)).await;
    assert!(world.messages("incidents").is_empty(), "not a second early");
    world.advance(TimeDelta::seconds(2)).await;
    assert_eq!(world.messages("incidents").len(), 1);
    world.advance_minutes(5).await;
    assert_eq!(world.messages("incidents").len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn too_many_requests_leave_no_trace() {
    trouble_leaves_no_trace(CallTrouble::RateLimited { retry_after_seconds: 20 }).await;
}

#[tokio::test]
async fn failures_before_the_work_leave_no_trace() {
    trouble_leaves_no_trace(down()).await;
}

#[tokio::test]
async fn failures_after_the_work_leave_no_trace() {
    trouble_leaves_no_trace(CallTrouble::ServerError { status: 500, when: When::AfterWork }).await;
}

#[tokio::test]
async fn connections_that_break_before_the_work_leave_no_trace() {
    trouble_leaves_no_trace(CallTrouble::DropConnection { when: When::BeforeWork }).await;
}

#[tokio::test]
async fn connections_that_break_after_the_work_leave_no_trace() {
    trouble_leaves_no_trace(CallTrouble::DropConnection { when: When::AfterWork }).await;
}

#[tokio::test]
async fn slacks_own_troubles_leave_no_trace() {
    trouble_leaves_no_trace(refused("internal_error")).await;
}

#[tokio::test]
async fn a_name_that_somebody_else_has_gets_a_suffix() {
    for trouble in [None, Some(CallTrouble::DropConnection { when: When::AfterWork })] {
        let mut world = World::start().await;
        let theirs = ChannelAct::new("bob", ChannelVerb::Create, CHANNEL);
        world.sandbox.channel_act(theirs).await.unwrap();
        if let Some(trouble) = trouble {
            world.sandbox.add_call_fault(CallFault::on("conversations.create", trouble).times(1));
        }
        world.types("alice", "general", "declare sev1 Checkout is down").await;
        world.advance_minutes(2).await;
        assert_eq!(world.incident_channels(), [CHANNEL, "inc-1-checkout-is-down-2"]);
        assert_eq!(world.state().channel(CHANNEL).unwrap().members, ["U0BOB00001"]);
        let ours = world.incident(1).await.places.channel_name;
        assert_eq!(ours.as_deref(), Some("inc-1-checkout-is-down-2"));
        world.leave().await;
    }
}

#[tokio::test]
async fn a_pin_that_slack_refuses_is_said_and_everything_else_is_done() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("pins.add", refused("not_pinnable")));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(1).await;
    assert_snapshot!(world.sees(CHANNEL, "pin the control panel"), @":warning: INC-1: I could not pin the control panel (not_pinnable). I will not try again; please do it by hand or tell whoever runs Firebell.");
    assert_snapshot!(world.given_up().await.join("\n"), @"INC-1 pin-panel: not_pinnable");
    let channel = world.state().channel(CHANNEL).unwrap().clone();
    assert_eq!((channel.pins.len(), channel.topic.as_str()), (0, "SEV1 · INC-1 · Checkout is down"));
    assert!(channel.members.contains(&"U0ALICE001".to_owned()));
    assert_eq!(world.messages("incidents").len(), 1);
    world.advance_minutes(10).await;
    assert_eq!(world.calls("pins.add"), 2, "a refusal is believed the second time");
    world.leave().await;
}

#[tokio::test]
async fn no_failing_step_stops_another() {
    let mut world = World::start().await;
    for method in ["pins.add", "conversations.setTopic", "conversations.invite", "chat.update"] {
        world.sandbox.add_call_fault(CallFault::on(method, refused("restricted_action")));
    }
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(2).await;
    assert_eq!(world.messages("incidents").len(), 1);
    let panel = world.with_action(CHANNEL, "take:commander");
    assert!(!panel.is_empty());
    let mut given_up = world.given_up().await;
    given_up.sort();
    assert_snapshot!(given_up.join("\n"), @"
    INC-1 invite-people: restricted_action
    INC-1 pin-panel: restricted_action
    INC-1 refresh-announcement: restricted_action
    INC-1 set-topic: restricted_action
    ");
    assert_eq!(world.reads(CHANNEL).matches("I could not").count(), 4);
    world.leave().await;
}

#[tokio::test]
async fn a_bell_that_cannot_ring_is_told_where_the_work_is() {
    let nowhere = |config: &mut Config| {
        config.incidents.announcement_channel = "C0NOWHERE1".to_owned();
    };
    // The channel may well come later than the bell is given up.
    for creations_that_fail in [0, 4] {
        let mut world = World::start_with(nowhere, |_| {}).await;
        world
            .sandbox
            .add_call_fault(CallFault::on("conversations.create", down()).times(creations_that_fail));
        world.types("alice", "general", "declare sev1 Checkout is down").await;
        world.advance_minutes(6).await;
        let said = world.reads(CHANNEL);
        assert_eq!(
            said.matches(
                "I could not post the announcement (Slack finds no such channel, or one that I am not in)"
            )
            .count(),
            1,
            "{said}"
        );
        assert_eq!(world.given_up().await, ["INC-1 announce: channel_not_found"]);
        world.types("bob", CHANNEL, "role commander").await;
        assert!(world.reads(CHANNEL).contains("@bob is now *Incident commander*."));
        world.leave().await;
    }
}

#[tokio::test]
async fn a_channel_that_cannot_be_made_is_told_below_the_bell() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused("restricted_action")));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(1).await;
    assert_snapshot!(world.reads("incidents"), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · it has no channel of its own
    Detected · No commander yet, owner @alice
    ---
    ↳ :warning: INC-1: I could not make the channel (restricted_action). I will not try again; please do it by hand or tell whoever runs Firebell.
    ");
    assert_eq!(world.given_up().await, ["INC-1 open-channel: restricted_action"]);
    world.leave().await;
}

#[tokio::test]
async fn the_bell_rings_in_a_channel_that_the_bot_never_joined() {
    let elsewhere = |config: &mut Config| {
        config.incidents.announcement_channel = "C0RANDOM01".to_owned();
    };
    let unheard = CallTrouble::DropConnection { when: When::AfterWork };
    for trouble in [down(), unheard] {
        let mut world = World::start_with(elsewhere, |_| {}).await;
        world.sandbox.add_call_fault(CallFault::on("chat.postMessage", trouble).times(1));
        world.types("alice", "general", "declare sev1 Checkout is down").await;
        world.advance_minutes(1).await;
        assert_eq!(world.given_up().await, [""; 0]);
        let rung = world.messages("random").iter().filter(|message| message.subtype.is_none()).count();
        assert_eq!(rung, 1);
        world.leave().await;
    }
}

#[tokio::test]
async fn one_refusal_after_another_trouble_is_not_believed_yet() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("pins.add", down()).times(3));
    world.sandbox.add_call_fault(CallFault::on("conversations.setTopic", down()).times(1));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.sandbox.clear_faults();
    world.sandbox.add_call_fault(CallFault::on("pins.add", refused("channel_not_found")).times(1));
    world.advance_minutes(2).await;
    assert_eq!(world.given_up().await, [""; 0]);
    assert_eq!(world.state().channel(CHANNEL).unwrap().pins.len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn two_hours_without_slack_lose_nothing_and_end_in_one_reminder() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("*", down()));
    let declared = world.types("alice", "general", "declare sev0 Checkout is down").await;
    assert!(!declared.shown.is_empty(), "the answer needs no call to Slack");
    world.advance_minutes(60).await;
    world.types("bob", "general", "role INC-1 commander").await;
    world.types("bob", "general", "note INC-1 Slack itself is down").await;
    world.advance_minutes(61).await;
    world.sandbox.clear_faults();
    world.advance_minutes(8).await;
    let bell = world.reads("incidents");
    assert_eq!(bell.matches("Checkout is down").count(), 1, "{bell}");
    let said = world.reads(CHANNEL);
    assert_eq!(said.matches("The update on INC-1 is still overdue.").count(), 1, "{said}");
    assert_eq!(said.matches("@bob is now *Incident commander*.").count(), 1, "{said}");
    assert_eq!(world.given_up().await, [""; 0]);
    let members = world.state().channel(CHANNEL).unwrap().members.clone();
    assert!(members.contains(&"U0ALICE001".to_owned()) && members.contains(&"U0BOB00001".to_owned()));
    world.leave().await;
}

#[tokio::test]
async fn what_is_said_does_not_wait_for_an_edit_that_fails() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.advance_minutes(60).await;
    world.reads_all();
    world.sandbox.add_call_fault(CallFault::on("chat.update", down()));
    world.presses_button("bob", &channel, "nothing-new").await;
    assert!(world.hears("incidents").contains("there is nothing new on INC-1"));
    world.types("bob", &channel, "decided wait because it is late").await;
    assert!(world.hears(&channel).contains("it is late"));
    world.with_action(&channel, "nothing-new");
    world.sandbox.clear_faults();
    world.advance_minutes(1).await;
    assert!(world.sees(&channel, "@bob says there is nothing new").contains("INC-1"));
    world.leave().await;
}

#[tokio::test]
async fn after_much_waiting_one_failure_is_no_long_wait() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.sandbox.add_call_fault(CallFault::on(
        "chat.postMessage",
        CallTrouble::RateLimited { retry_after_seconds: 2 },
    ));
    world.types("bob", &channel, "decided wait because it is late").await;
    for _ in 0..30 {
        world.advance(TimeDelta::seconds(1)).await;
    }
    world.sandbox.clear_faults();
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", down()).times(1));
    for _ in 0..6 {
        world.advance(TimeDelta::seconds(1)).await;
    }
    let said = world.hears(&channel);
    assert_eq!(said.matches("it is late").count(), 1, "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_that_gets_no_channel_is_asked_about_below_its_announcement() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused("restricted_action")));
    world.types("alice", "general", "declare sev0 Checkout is down").await;
    world.advance_minutes(1).await;
    let said = world.reads("incidents");
    assert!(said.contains("↳ :warning: INC-1: I could not make the channel (restricted_action)"), "{said}");
    world.types("bob", "general", "role INC-1 commander").await;
    world.advance_minutes(14).await;
    let said = world.reads("incidents");
    assert_eq!(said.matches("@bob An update on INC-1 is due.").count(), 1, "{said}");
    world.types("bob", "general", "export INC-1").await;
    world.advance_minutes(1).await;
    let said = world.reads("incidents");
    assert!(said.contains("I could not upload the postmortem (the incident has no channel)"), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_that_gets_no_channel_is_asked_below_its_announcement_for_whatever_it_lacks() {
    let limited = |config: &mut Config| {
        config.stage_limits = StageLimits::new([(StageName::Detected, TimeDelta::minutes(30))]);
    };
    let mut world = World::start_with(limited, |_| {}).await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused("restricted_action")));
    world.types("alice", "general", "declare sev3 Checkout is down").await;
    world.advance_minutes(1).await;
    world.types("bob", "general", "role INC-1 commander").await;
    world.reads_all();
    world.advance_minutes(30).await;
    assert_snapshot!(world.hears("incidents"), @"↳ @bob INC-1 has been in *Detected* for 30 min, over its limit of 30 min. Please move it on, or say what it is waiting for.");
    let act = UserVerb::Deactivate;
    let gone = UserAct { user: "bob".to_owned(), act, real_name: None, display_name: None };
    world.sandbox.user_act(gone).await.unwrap();
    world.settle().await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ The account of @bob was deactivated; they are no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    world.leave().await;
}

#[tokio::test]
async fn stakeholders_who_cannot_be_told_are_not_passed_over_in_silence() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let archive = ChannelAct::new("alice", ChannelVerb::Archive, "incidents");
    world.sandbox.channel_act(archive).await.unwrap();
    world.types("alice", &channel, "nothing-new").await;
    world.advance_minutes(1).await;
    let said = world.reads(&channel);
    assert!(said.contains("I could not post below the announcement (the channel is archived)"), "{said}");
    world.leave().await;
}

#[tokio::test]
async fn a_token_that_is_dead_overnight_loses_no_bell() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("*", refused("token_revoked")));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    for _ in 0..7 {
        world.advance(TimeDelta::hours(1)).await;
    }
    world.sandbox.clear_faults();
    world.advance(TimeDelta::minutes(10)).await;
    world.advance(TimeDelta::minutes(10)).await;
    assert_eq!(world.messages("incidents").iter().filter(|m| m.subtype.is_none()).count(), 1);
    assert_eq!(world.incident_channels().len(), 1);
    world.leave().await;
}
