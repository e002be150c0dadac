//! Channels are put away some time after the end, and nothing is lost with them.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{
    CallFault, CallRecord, CallTrouble, ChannelAct, ChannelVerb, DeliveryFault, DeliveryTrouble, Say, When,
};

use crate::world::{PATIENCE, World, change_rung, told, update};

async fn closed(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = world.declares("alice", "sev3", "Checkout is down").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.reads_all();
    (world, channel)
}

fn is_archived(world: &World, channel: &str) -> bool {
    world.state().channel(channel).unwrap().is_archived
}

async fn act(world: &mut World, user: &str, verb: ChannelVerb, channel: &str) {
    world.sandbox.channel_act(ChannelAct::new(user, verb, channel)).await.unwrap();
    world.settle().await;
}

/// An incident whose channel bob has joined, so that he can archive it.
async fn with_bob(severity: &str) -> (World, String) {
    let (mut world, channel) = World::with_incident(severity).await;
    act(&mut world, "bob", ChannelVerb::Join, &channel).await;
    world.reads_all();
    (world, channel)
}

/// An incident whose channel bob has archived while nobody could hear of it.
async fn archived_unheard(configure: impl FnOnce(&mut Config), severity: &str) -> (World, String) {
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = world.declares("alice", severity, "Checkout is down").await;
    act(&mut world, "bob", ChannelVerb::Join, &channel).await;
    world.dies().await;
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Archive, &channel)).await.unwrap();
    world.sandbox.idle().await;
    world.comes_back(1).await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn a_week_after_closing_the_channel_is_archived_and_a_day_before_they_are_told() {
    let (mut world, channel) = closed(|_| {}).await;
    world.advance(TimeDelta::days(6) - TimeDelta::minutes(1)).await;
    assert_eq!(world.reads(&channel), "");
    world.advance(TimeDelta::minutes(1)).await;
    assert_snapshot!(world.hears(&channel), @":file_cabinet: This channel will be archived 2026-11-29 12:00:00 KST. Everything in it stays readable. If INC-1 is not over, `/incident reopen` keeps it open.");
    assert!(!is_archived(&world, &channel));
    world.advance(TimeDelta::days(1)).await;
    assert!(is_archived(&world, &channel));
    world.reads(&channel);
    world.advance(TimeDelta::days(30)).await;
    assert_eq!(world.calls("conversations.archive"), 1);
    assert_eq!(world.given_up().await, [""; 0]);
    let outcome = world.types("carol", "general", "export INC-1").await;
    assert_snapshot!(told(&outcome), @"
    The channel of INC-1 is archived, so nothing can be put into it. `/incident timeline INC-1` shows what was recorded, whoever runs Firebell can print the postmortem with `firebell export INC-1`, and `/incident reopen INC-1` opens a new channel.
    You typed:
    export INC-1
    ");
    world.finish().await;
}

#[tokio::test]
async fn an_incident_that_is_reopened_after_that_goes_on_in_a_new_channel() {
    let (mut world, old) = closed(|_| {}).await;
    for days in [6, 1] {
        world.advance(TimeDelta::days(days)).await;
    }
    world.reads_all();
    let outcome = world.types("carol", "general", "reopen INC-1 because cards fail again").await;
    assert_snapshot!(told(&outcome), @"INC-1 goes on in a new channel. It is being made, and you will be invited; the earlier one is archived and stays readable.");
    world.works_off(TimeDelta::seconds(30)).await;
    let new = world.incident(1).await.places.channel.unwrap().to_string();
    assert_ne!(new, old);
    // One comes beside the other.
    assert_snapshot!(world.panel(&new), @"
    :white_circle: *SEV3 low* · INC-1 · *Checkout is down*
    *Stage*: Triage
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-29 19:00:00 KST
    *Earlier channel, archived*: #inc-1-checkout-is-down
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [SEV0] [SEV1] [SEV2] [*SEV3*]
    [Triage ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.sees(&new, "reopened"), @"
    :rotating_light: @carol reopened INC-1.
    > cards fail again
    Next update due 2026-11-29 19:00:00 KST.
    ");
    assert_eq!(world.incident_channels(), ["inc-1-checkout-is-down", "inc-1-checkout-is-down-2"]);
    assert!(world.announcement().contains("#inc-1-checkout-is-down-2"), "{}", world.announcement());
    assert_eq!(world.members(&new), ["alice", "carol"]);
    world.types("bob", &new, "note It is the same bank").await;
    assert!(is_archived(&world, &old), "nothing unarchives it");
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn what_is_reopened_in_time_keeps_its_channel_and_off_is_never() {
    let (mut world, channel) = closed(|_| {}).await;
    world.advance(TimeDelta::days(6)).await;
    world.types("bob", &channel, "reopen").await;
    world.advance(TimeDelta::days(10)).await;
    assert!(!is_archived(&world, &channel));
    world.leave().await;
    let (mut world, channel) = closed(|config| config.incidents.archive_after = None).await;
    world.advance(TimeDelta::days(400)).await;
    assert!(!is_archived(&world, &channel));
    world.finish().await;
}

#[tokio::test]
async fn what_was_reopened_and_closed_anew_while_slack_failed_waits_for_its_own_time() {
    let (mut world, channel) = closed(|_| {}).await;
    world.advance(TimeDelta::days(6)).await;
    let down = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.archive", down));
    world.advance(TimeDelta::days(1)).await;
    assert!(world.owed().await > 0 && !is_archived(&world, &channel), "Slack fails");
    world.types("bob", &channel, "reopen").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.sandbox.clear_faults();
    world.advance(TimeDelta::minutes(5)).await;
    assert_eq!(world.owed().await, 0);
    assert!(!is_archived(&world, &channel), "it ended a moment ago");
    for days in [6, 1] {
        world.advance(TimeDelta::days(days)).await;
    }
    assert!(is_archived(&world, &channel));
    world.leave().await;
}

#[tokio::test]
async fn what_ended_before_archiving_was_turned_on_is_archived_too() {
    let (mut world, channel) = closed(|config| config.incidents.archive_after = None).await;
    let open = world.declares("alice", "sev3", "A logo is old").await;
    world.advance(TimeDelta::days(30)).await;
    world.reads_all();
    world.config.incidents.archive_after = Some(TimeDelta::days(7));
    world.restart().await;
    world.advance_minutes(5).await;
    assert!(world.hears(&channel).contains("This channel will be archived"), "they are told first");
    assert!(!is_archived(&world, &channel));
    world.advance(TimeDelta::days(1)).await;
    assert!(is_archived(&world, &channel) && !is_archived(&world, &open));
    world.restart().await;
    world.advance_minutes(5).await;
    assert_eq!(world.calls("conversations.archive"), 1, "once");
    world.leave().await;
}

#[tokio::test]
async fn weeks_of_downtime_give_the_notice_first_all_the_same() {
    let (mut world, channel) = closed(|config| config.incidents.language = Language::Korean).await;
    world.is_down_for(TimeDelta::days(40)).await;
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @":file_cabinet: 이 채널은 2027-01-02 12:00:00 KST에 보관 처리됩니다. 내용은 계속 볼 수 있습니다. INC-1 장애가 끝나지 않았다면 `/incident 재개` 명령으로 다시 열어 주세요.");
    assert!(!is_archived(&world, &channel));
    world.advance(TimeDelta::days(1)).await;
    assert!(is_archived(&world, &channel));
    world.leave().await;
}

#[tokio::test]
async fn an_open_incident_whose_channel_somebody_archives_is_asked_about_below_its_announcement() {
    let (mut world, channel) = with_bob("sev1").await;
    act(&mut world, "bob", ChannelVerb::Archive, &channel).await;
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :warning: The channel of INC-1 was archived, and INC-1 is still open. I ask for updates here until it has a channel again: press the button or type `/incident reopen INC-1` for a new one. If it is over, `/incident resolve INC-1`, then `/incident close INC-1`.
    [*Make a new channel*]
    ");
    world.advance_minutes(60).await;
    assert!(world.hears("incidents").contains("An update on INC-1 is due."));
    world.types("carol", "general", "sev INC-1 sev0").await;
    assert_eq!(world.given_up().await, [""; 0], "nobody tries in vain for ever");
    act(&mut world, "bob", ChannelVerb::Unarchive, &channel).await;
    world.reads_all();
    world.types("carol", "general", "stage INC-1 mitigating").await;
    assert!(world.hears(&channel).contains("moved INC-1"), "it is there again");
    world.leave().await;
}

#[tokio::test]
async fn a_channel_that_was_archived_unheard_is_noticed_where_something_is_to_be_said() {
    let (mut world, _) = archived_unheard(|_| {}, "sev2").await;
    world.types("carol", "general", "decided INC-1 wait because it is late").await;
    assert!(world.hears("incidents").contains("was archived, and INC-1 is still open"));
    let tried = world.calls("chat.postMessage");
    world.advance_minutes(60).await;
    assert_eq!(world.calls("chat.postMessage"), tried);
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn what_the_clock_asks_for_in_a_channel_that_was_archived_unheard_is_asked_below_the_announcement() {
    let no_commander = (Some(TimeDelta::minutes(30)), "INC-1 (SEV1) has no commander yet.");
    let no_update = (None, "An update on INC-1 is due.");
    for (response_target, words) in [no_commander, no_update] {
        let configure = |config: &mut Config| {
            change_rung(config, "sev1", |rung| rung.response_target = response_target);
        };
        let (mut world, _) = archived_unheard(configure, "sev1").await;
        let minutes = response_target.map_or(60, |target| target.num_minutes());
        world.advance_minutes(minutes + 1).await;
        let said = world.hears("incidents");
        assert_eq!(said.matches(words).count(), 1, "{said}");
        assert_eq!(said.matches("was archived, and INC-1 is still open").count(), 1, "{said}");
        assert_eq!(world.given_up().await, [""; 0]);
        world.leave().await;
    }
}

#[tokio::test]
async fn an_update_that_finds_its_channel_archived_is_read_there_when_that_lives_again() {
    let (mut world, channel) = archived_unheard(|_| {}, "sev1").await;
    world.types("carol", "general", "update INC-1").await;
    world.sends("carol", update("Cards fail", 60)).await;
    world.advance_minutes(1).await;
    assert!(world.hears("incidents").contains("Cards fail"));
    for times in [1, 0] {
        act(&mut world, "bob", ChannelVerb::Unarchive, &channel).await;
        world.advance_minutes(1).await;
        let said = world.hears(&channel);
        assert_eq!(said.matches("*Update* on INC-1").count(), times, "{said}");
        act(&mut world, "bob", ChannelVerb::Archive, &channel).await;
    }
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn a_find_that_comes_after_the_channel_was_unarchived_is_not_believed() {
    let (mut world, channel) = archived_unheard(|_| {}, "sev1").await;
    world.types_only("carol", "general", "decided INC-1 wait because it is late").await;
    let late = CallTrouble::Latency { milliseconds: 2_000, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", late).times(1));
    let sandbox = world.sandbox.clone();
    let unarchived_meanwhile = async {
        let is_under_way = |calls: &[CallRecord]| calls.iter().any(|call| call.trouble.is_some());
        assert!(sandbox.called_until(is_under_way, PATIENCE).await);
        sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Unarchive, &channel)).await.unwrap();
    };
    tokio::join!(world.settle(), unarchived_meanwhile);
    world.advance_minutes(1).await;
    assert_eq!(world.incident(1).await.archiving.archived_at, None);
    assert!(world.hears(&channel).contains("wait"), "it is there again");
    world.leave().await;
}

#[tokio::test]
async fn late_word_that_a_channel_was_archived_is_not_believed_once_it_is_there_again() {
    let (mut world, channel) = with_bob("sev1").await;
    let late = DeliveryFault::on("channel_archive", DeliveryTrouble::OutOfOrder).times(1);
    world.sandbox.add_delivery_fault(late);
    for verb in [ChannelVerb::Archive, ChannelVerb::Unarchive] {
        world.sandbox.channel_act(ChannelAct::new("bob", verb, &channel)).await.unwrap();
        world.time_passes(TimeDelta::seconds(1));
    }
    world.settle().await;
    assert_eq!(world.incident(1).await.archiving.archived_at, None);
    world.types("carol", "general", "stage INC-1 mitigating").await;
    assert!(world.hears(&channel).contains("moved INC-1"), "nothing is held back from it");
    act(&mut world, "bob", ChannelVerb::Archive, &channel).await;
    assert!(world.incident(1).await.archiving.archived_at.is_some(), "and then it is archived");
    world.leave().await;
}

#[tokio::test]
async fn what_only_looks_better_is_not_tried_again_and_again_in_an_archived_channel() {
    let (mut world, _) = archived_unheard(|_| {}, "sev1").await;
    let tried = world.calls("conversations.setTopic");
    world.types("carol", "general", "sev INC-1 sev0").await;
    world.advance_minutes(10).await;
    assert_eq!(world.calls("conversations.setTopic"), tried + 1);
    assert_eq!(world.given_up().await, [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn on_postgres_two_replicas_archive_once() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let channel = world.declares("alice", "sev3", "Checkout is down").await;
    world.types("bob", &channel, "cancel because of a false alarm").await;
    for days in [6, 1] {
        world.advance(TimeDelta::days(days)).await;
    }
    assert!(is_archived(&world, &channel));
    assert_eq!(world.calls("conversations.archive"), 1);
    let said = world.reads(&channel);
    assert_eq!(said.matches("will be archived").count(), 1, "{said}");
    world.sandbox.message(Say::new("bob", &channel, "Hello?")).await.unwrap_err();
    world.leave().await;
}
