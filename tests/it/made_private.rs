//! An incident that becomes private while what was owed of it is on its way, or after Slack's answer to that was lost: what
//! outsiders can read says no more than that it is private, whichever came first.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{ChannelId, Severity};
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{
    CallFault, CallRecord, CallTrouble, ChannelAct, ChannelState, ChannelVerb, Command, MessageState,
    Sandbox, State, Submit, When, transcript,
};

use crate::world::{PATIENCE, World, change_rung, fields};

/// A severity that tells two channels, one of which speaks to those outside.
fn told_elsewhere(config: &mut Config) {
    let told = |rung: &mut Severity| {
        rung.tell_channels = vec![ChannelId::new("C0RANDOM01")];
        rung.external_channels = vec![ChannelId::new("C0GENERAL1")];
    };
    change_rung(config, "sev1", told);
}

/// The work is done, and its answer is lost.
fn unheard() -> CallTrouble {
    CallTrouble::ServerError { status: 503, when: When::AfterWork }
}

/// Somebody makes it private; nothing is carried out yet.
async fn makes_private(sandbox: &Sandbox, user: &str) {
    let opened =
        sandbox.command(Command::new(user, "general", "/incident", "make-private INC-1")).await.unwrap();
    assert!(opened.view.is_some(), "{opened:?}");
    let sent = sandbox.submit(Submit::new(user, fields(&[]))).await.unwrap();
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
}

/// Somebody makes it private, and all that follows is done.
async fn becomes_private(world: &mut World, user: &str) {
    makes_private(&world.sandbox, user).await;
    world.works_off(TimeDelta::minutes(5)).await;
}

fn all_messages(channel: &ChannelState) -> impl Iterator<Item = &MessageState> {
    channel.messages.iter().flat_map(|one| std::iter::once(one).chain(&one.replies))
}

/// What is found of it in public channels: their names and topics, and what the bot says there by now.
fn found_outside(world: &World) -> Vec<String> {
    let state = world.state();
    let public = state.channels.iter().filter(|channel| channel.kind == "public_channel");
    let words = public.flat_map(|channel| {
        let said = all_messages(channel).filter(|one| one.subtype.is_none());
        let said = said.map(|message| transcript::read(message, &state));
        [channel.name.clone(), channel.topic.clone()].into_iter().chain(said).collect::<Vec<_>>()
    });
    words.filter(|words| words.to_lowercase().contains("zanzibar")).collect()
}

/// The incident's channels of a kind, by name, with whether they are archived.
fn channels(world: &World, kind: &str) -> Vec<(String, bool)> {
    let state = world.state();
    let ours = state.channels.iter().filter(|one| one.kind == kind && one.name.starts_with("inc-1"));
    ours.map(|channel| (channel.name.clone(), channel.is_archived)).collect()
}

/// It has one channel, which is private and has one panel; the public one, if there was any, bears its number and is archived.
async fn is_well_kept(world: &World) -> String {
    assert_eq!(found_outside(world), [""; 0]);
    let own = world.incident(1).await.places.channel.expect("it has a channel").to_string();
    assert_eq!(world.state().channel(&own).unwrap().kind, "private_channel");
    assert_eq!(channels(world, "private_channel").len(), 1);
    let panels = world.messages(&own).into_iter().filter(is_panel).count();
    assert_eq!(panels, 1, "the private channel has its own panel, once");
    own
}

fn is_panel(message: &MessageState) -> bool {
    message.blocks.to_string().contains("\"take:commander\"")
}

#[tokio::test]
async fn a_public_channel_that_was_made_unheard_is_left_behind() {
    let mut world = World::start().await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", unheard()).times(1));
    world.types("alice", "general", "declare sev1 Zanzibar laptop stolen").await;
    assert_eq!(world.incident(1).await.places.channel, None, "nobody heard that it was made");
    becomes_private(&mut world, "alice").await;
    is_well_kept(&world).await;
    assert_eq!(channels(&world, "public_channel"), [("inc-1".to_owned(), true)]);
    world.leave().await;
}

#[tokio::test]
async fn what_was_posted_unheard_before_it_became_private_is_withdrawn() {
    let mut world = World::start_with(told_elsewhere, |_| {}).await;
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard()));
    world.types("alice", "general", "declare sev1 Zanzibar laptop stolen").await;
    assert!(world.incident(1).await.places.announcement.is_none(), "nobody heard that it was announced");
    assert!(world.incident(1).await.places.panel.is_none(), "nor of the panel");
    assert!(found_outside(&world).len() >= 3, "bell, notice and panel stand there all the same");
    world.sandbox.clear_faults();
    becomes_private(&mut world, "alice").await;
    is_well_kept(&world).await;
    assert_eq!(channels(&world, "public_channel"), [("inc-1".to_owned(), true)]);
    world.leave().await;
}

#[tokio::test]
async fn updates_and_lines_that_were_posted_unheard_are_withdrawn() {
    let mut world = World::start_with(told_elsewhere, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard()));
    world.posts_update("alice", "The Zanzibar drive is wiped", 60, &channel).await;
    let below =
        |world: &World, place: &str| world.messages(place).iter().map(|one| one.replies.len()).sum::<usize>();
    assert_eq!((below(&world, "incidents"), below(&world, "random")), (1, 1));
    world.sandbox.clear_faults();
    becomes_private(&mut world, "alice").await;
    is_well_kept(&world).await;
    world.leave().await;
}

#[tokio::test]
async fn lines_below_the_announcement_that_were_heard_are_withdrawn_too() {
    let mut world = World::start_with(told_elsewhere, |_| {}).await;
    let channel = world.declares("alice", "sev1", "Laptop stolen").await;
    world.types("alice", &channel, "sev sev0 because it is the one from Zanzibar").await;
    world.types("alice", &channel, "cancel because Zanzibar was a drill").await;
    assert!(found_outside(&world).len() >= 2, "{:?}", found_outside(&world));
    becomes_private(&mut world, "alice").await;
    let outside =
        ["incidents", "random", "general"].map(|place| world.state().channel(place).unwrap().id.clone());
    let state = world.state();
    for place in &outside {
        let said = all_messages(state.channel(place).unwrap()).map(|one| transcript::read(one, &state));
        let said: Vec<String> = said.filter(|words| words.contains("Zanzibar")).collect();
        assert_eq!(said, [""; 0]);
    }
    world.leave().await;
}

/// Makes it private as soon as that stands in Slack; the answer to whatever made it so comes a moment later.
async fn becomes_private_while(world: &mut World, text: &str, stands: impl Fn(&State) -> bool) {
    let late = CallTrouble::Latency { milliseconds: 1_500, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", late));
    let sandbox = world.sandbox.clone();
    world.types_only("alice", "general", text).await;
    let privately = async {
        assert!(sandbox.changed_until(stands, PATIENCE).await);
        makes_private(&sandbox, "alice").await;
        sandbox.clear_faults();
    };
    tokio::join!(world.settle(), privately);
    world.works_off(TimeDelta::minutes(5)).await;
}

#[tokio::test]
async fn a_panel_on_its_way_loses_its_words_before_the_channel_is_closed() {
    let mut world = World::start().await;
    let has_panel = |state: &State| {
        state
            .channels
            .iter()
            .any(|channel| channel.name.starts_with("inc-1") && channel.messages.iter().any(is_panel))
    };
    becomes_private_while(&mut world, "declare sev1 Zanzibar laptop stolen", has_panel).await;
    is_well_kept(&world).await;
    assert_eq!(channels(&world, "public_channel"), [("inc-1".to_owned(), true)]);
    world.leave().await;
}

#[tokio::test]
async fn what_has_not_begun_tells_nobody_though_it_was_owed_a_moment_ago() {
    let mut world = World::start_with(told_elsewhere, |_| {}).await;
    world.types_only("alice", "general", "declare sev1 Zanzibar laptop stolen").await;
    makes_private(&world.sandbox, "alice").await;
    world.works_off(TimeDelta::minutes(5)).await;
    is_well_kept(&world).await;
    assert!(channels(&world, "public_channel").is_empty(), "none was ever made");
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    world.leave().await;
}

#[tokio::test]
async fn a_private_channel_whose_answer_was_lost_is_not_made_again() {
    let (mut world, _) = World::with_incident("sev1").await;
    world.sandbox.add_call_fault(CallFault::on("conversations.create", unheard()).times(2));
    becomes_private(&mut world, "alice").await;
    is_well_kept(&world).await;
    world.leave().await;
}

#[tokio::test]
async fn two_who_make_it_private_at_once_make_one_private_channel() {
    let Some(mut world) = World::with_replicas_and(2, |_| {}, |_| {}).await else { return };
    world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    for user in ["alice", "bob"] {
        let form = world.types(user, "general", "make-private INC-1").await;
        assert!(form.view.is_some(), "{form:?}");
    }
    let submit = |user: &str| world.sandbox.submit(Submit::new(user, fields(&[])));
    let (first, second) = tokio::join!(submit("alice"), submit("bob"));
    let refused = [first.unwrap(), second.unwrap()].into_iter().filter(|sent| !sent.field_errors.is_empty());
    assert_eq!(refused.count(), 1, "whoever came second is told so");
    world.works_off(TimeDelta::minutes(5)).await;
    is_well_kept(&world).await;
    world.leave().await;
}

/// The calls that changed a channel, in their order.
fn calls_to(world: &World, channel: &str) -> Vec<String> {
    const CHANGES: &[&str] =
        &["conversations.rename", "conversations.setTopic", "chat.update", "conversations.archive"];
    let is_to = |call: &CallRecord| call.arguments["channel"] == channel && CHANGES.contains(&&*call.method);
    let calls = world.sandbox.calls();
    calls.iter().filter(|call| is_to(call)).map(|call| call.method.clone()).collect()
}

#[tokio::test]
async fn the_channel_left_behind_loses_its_title_first_and_is_closed_last() {
    let mut world = World::start().await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.sandbox.forget_calls();
    becomes_private(&mut world, "alice").await;
    let expected = ["conversations.rename", "conversations.setTopic", "chat.update", "conversations.archive"];
    assert_eq!(calls_to(&world, &old), expected);
    is_well_kept(&world).await;
    world.leave().await;
}

#[tokio::test]
async fn a_step_that_slack_refuses_keeps_no_other_from_being_taken() {
    for refused in ["conversations.rename", "conversations.setTopic", "conversations.archive"] {
        let mut world = World::start().await;
        let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
        let refuses = CallTrouble::Refuse { error: "restricted_action".to_owned() };
        world.sandbox.add_call_fault(CallFault::on(refused, refuses));
        becomes_private(&mut world, "alice").await;
        let state = world.state();
        let left = state.channel(&old).unwrap();
        assert_eq!(left.name == "inc-1", refused != "conversations.rename", "{refused}");
        assert_eq!(left.topic == "INC-1", refused != "conversations.setTopic", "{refused}");
        assert_eq!(left.is_archived, refused != "conversations.archive", "{refused}");
        assert!(!left.messages.iter().any(is_panel), "{refused}");
        assert!(world.sees(&old, "from now on").contains("INC-1"), "{refused}");
        let own = world.incident(1).await.places.channel.unwrap().to_string();
        let told = world.reads(&own);
        assert!(told.contains("restricted_action"), "its people are told of {refused}: {told}");
        world.sandbox.clear_faults();
        world.leave().await;
    }
}

/// A public incident whose channel somebody has archived.
async fn archived_by_hand(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let mut world = World::start_with(configure, |_| {}).await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Archive, &old)).await.unwrap();
    world.settle().await;
    world.reads_all();
    (world, old)
}

#[tokio::test]
async fn an_archived_channel_keeps_its_title_which_the_form_says_until_somebody_unarchives_it() {
    let (mut world, old) = archived_by_hand(|_| {}).await;
    let form =
        world.types("alice", "general", "make-private INC-1").await.view.unwrap()["blocks"].to_string();
    assert!(form.contains("Archived channels stay as they are") && form.contains(&old), "{form}");
    assert!(!form.contains("Its channel is renamed"), "{form}");
    world.sends("alice", fields(&[])).await;
    world.works_off(TimeDelta::minutes(5)).await;
    assert_eq!(channels(&world, "public_channel"), [("inc-1-zanzibar-laptop-stolen".to_owned(), true)]);
    let own = world.incident(1).await.places.channel.unwrap().to_string();
    assert_snapshot!(world.sees(&own, "Archived channels"), @"*Archived channels stay as they are:* #inc-1-zanzibar-laptop-stolen. Slack lets no app change them, so their names keep the title, and what I said there stays, for everybody to read. To have that taken out, please unarchive them in Slack: I then rename them, withdraw what I said, and archive them again.");
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Unarchive, &old)).await.unwrap();
    world.works_off(TimeDelta::minutes(5)).await;
    is_well_kept(&world).await;
    assert_eq!(channels(&world, "public_channel"), [("inc-1".to_owned(), true)]);
    world.leave().await;
}

#[tokio::test]
async fn that_an_archived_channel_keeps_its_title_is_said_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let (mut world, old) = archived_by_hand(korean).await;
    let form = world.types("minji", "general", "비공개전환 INC-1").await.view.unwrap()["blocks"].to_string();
    assert!(form.contains("보관된 채널은 그대로 남습니다") && form.contains(&old), "{form}");
    world.sends("minji", fields(&[])).await;
    world.works_off(TimeDelta::minutes(5)).await;
    let own = world.incident(1).await.places.channel.unwrap().to_string();
    assert_snapshot!(world.sees(&own, "보관된 채널"), @"*보관된 채널은 그대로 남습니다:* #inc-1-zanzibar-laptop-stolen. Slack에서는 앱이 보관된 채널을 바꿀 수 없으므로 이름에 든 제목과 Firebell이 올린 글이 그대로 남아 누구나 읽을 수 있습니다. 지우려면 Slack에서 채널 보관을 해제해 주세요. 그러면 이름을 번호로 바꾸고 올린 글을 회수한 뒤 다시 보관합니다.");
    world.leave().await;
}
