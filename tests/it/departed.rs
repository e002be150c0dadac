//! Holders of roles who are not there any more: they have left the incident's channel, or Slack.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{GroupId, UserId};
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb, DeliveryFault, DeliveryTrouble, UserAct, UserVerb};

use crate::world::{World, change_rung, user_id};

impl World {
    async fn leaves_channel(&mut self, user: &str, channel: &str) {
        self.sandbox.channel_act(ChannelAct::new(user, ChannelVerb::Leave, channel)).await.unwrap();
        self.settle().await;
    }

    async fn account(&mut self, user: &str, act: UserVerb) {
        let act = UserAct { user: user.to_owned(), act, real_name: None, display_name: None };
        self.sandbox.user_act(act).await.unwrap();
        self.settle().await;
    }
}

#[tokio::test]
async fn a_commander_who_leaves_the_channel_is_missed() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.leaves_channel("bob", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob has left this channel and is no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    assert!(world.panel(&channel).contains("*Owner*: @alice"), "{}", world.panel(&channel));
    assert!(world.announcement().contains("No commander yet, owner @alice"), "{}", world.announcement());
    let shown = world.types("alice", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(shown.contains("Incident commander: <@U0BOB00001> left the channel"), "{shown}");

    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Join, &channel)).await.unwrap();
    world.settle().await;
    assert_eq!(world.incident(1).await.roles.commander, None, "a role is not given back by itself");
    world.presses_button("bob", &channel, "take:commander").await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Incident commander*.");
    world.leave().await;
}

#[tokio::test]
async fn whoever_held_several_roles_leaves_several_to_take() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("carol", "triage", &channel).await;
    world.types("carol", &channel, "role responder database").await;
    world.types("carol", &channel, "role responder cache").await;
    world.reads_all();
    let kick = ChannelAct::new("alice", ChannelVerb::Kick, &channel).target("carol");
    world.sandbox.channel_act(kick).await.unwrap();
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"
    @carol has left this channel and is no longer *Triage engineer* and *Responder (database, cache)*.
    [*Take triage*] [*Join as responder*]
    ");
    world.presses_button("minji", &channel, "take:triage").await;
    assert_eq!(world.incident(1).await.roles.triage.unwrap().as_str(), "U0MINJI001");
    world.leave().await;
}

#[tokio::test]
async fn whoever_held_nothing_leaves_in_peace() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    let recorded = world.timeline(1).await.len();
    for user in ["alice", "carol"] {
        let join = ChannelAct::new(user, ChannelVerb::Join, &channel);
        drop(world.sandbox.channel_act(join).await);
        world.leaves_channel(user, &channel).await;
    }
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Leave, "incidents")).await.ok();
    world.settle().await;
    assert_eq!(world.hears(&channel), "", "bob commands, so nobody is needed");
    assert_eq!(world.timeline(1).await.len(), recorded);
    world.leave().await;
}

#[tokio::test]
async fn an_owner_who_only_declared_it_is_missed_and_whoever_can_lead_is_asked_once() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev2", "Search is slow").await;
    world.takes("bob", "responder", &channel).await;
    world.reads_all();
    world.leaves_channel("alice", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @alice has left this channel. <!here> Nobody is left here who owns INC-1: whoever can lead it, please take command.
    [*Take command*]
    ");
    assert!(world.panel(&channel).contains("*Owner*: nobody (@alice has left)"), "{}", world.panel(&channel));
    assert!(world.announcement().contains("owner nobody (@alice has left)"), "{}", world.announcement());
    let shown = world.types("bob", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(shown.contains("Owner: <@U0ALICE001> left the channel"), "{shown}");

    world.account("alice", UserVerb::Deactivate).await;
    assert_eq!(world.hears(&channel), "", "that was said");
    for _ in 0..24 {
        world.advance(TimeDelta::hours(1)).await;
    }
    let asked = world.hears(&channel);
    assert!(asked.contains("@bob An update on INC-1 is due") && !asked.contains("@alice"), "{asked}");
    assert!(!asked.contains("Take command"), "they were asked once: {asked}");
    world.presses_button("bob", &channel, "take:commander").await;
    assert!(world.panel(&channel).contains("*Owner*: @bob"), "{}", world.panel(&channel));
    world.leave().await;
}

#[tokio::test]
async fn a_commander_who_steps_down_after_the_owner_has_gone_leaves_it_to_nobody_and_that_is_said() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.leaves_channel("alice", &channel).await;
    world.reads_all();
    world.types("bob", &channel, "leave commander").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob is no longer *Incident commander*, and @alice, who declared INC-1, is not here any more. <!here> Nobody is left here who owns INC-1: whoever can lead it, please take command.
    [*Take command*]
    ");
    let panel = world.panel(&channel);
    assert!(panel.contains("*Owner*: nobody (@alice has left)"), "{panel}");
    let shown = world.types("bob", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(shown.contains("Nobody owns it: <@U0ALICE001> is not here any more"), "{shown}");
    world.leave().await;
}

#[tokio::test]
async fn where_nobody_is_left_the_channel_and_the_groups_are_asked_for_the_update() {
    let on_call = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.escalate_to = vec![GroupId::new("S0SRE00001")]);
    };
    let mut world = World::start_with(on_call, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Join, &channel)).await.unwrap();
    world.settle().await;
    world.account("alice", UserVerb::Deactivate).await;
    world.reads_all();
    world.advance_minutes(15).await;
    let asked = world.hears(&channel);
    assert!(asked.contains("<!here> An update on INC-1 is due"), "{asked}");
    world.advance_minutes(15).await;
    let called = world.hears(&channel);
    assert!(called.contains("<!subteam^S0SRE00001>: the update on INC-1 is overdue"), "{called}");
    assert!(!called.contains("@alice"), "{called}");
    world.leave().await;
}

#[tokio::test]
async fn an_owner_who_comes_back_and_acts_owns_it_again() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.leaves_channel("alice", &channel).await;
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Join, &channel)).await.unwrap();
    world.types("alice", &channel, "note I am back").await;
    assert!(!world.panel(&channel).contains("not here any more"), "{}", world.panel(&channel));
    world.reads_all();
    world.leaves_channel("alice", &channel).await;
    assert!(world.hears(&channel).contains("@alice has left this channel"), "and is missed again");
    world.leave().await;
}

#[tokio::test]
async fn an_account_that_is_deactivated_is_missed_in_every_open_incident() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    let second = world.declares("bob", "sev2", "Search is slow").await;
    world.takes("bob", "commander", &second).await;
    let closed = world.declares("bob", "sev3", "A typo").await;
    world.takes("bob", "commander", &closed).await;
    world.resolves("bob", &closed).await;
    world.types("bob", &closed, "close").await;
    world.reads_all();
    world.account("bob", UserVerb::Deactivate).await;
    assert_snapshot!(world.hears(&channel), @"
    The account of @bob was deactivated; they are no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    assert_snapshot!(world.hears(&second), @"
    The account of @bob was deactivated; they are no longer *Incident commander*. <!here> Nobody is left here who owns INC-2: whoever can lead it, please take command.
    [*Take command*]
    ");
    assert_eq!(world.hears(&closed), "", "what is over needs nobody");
    world.account("bob", UserVerb::Reactivate).await;
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
}

#[tokio::test]
async fn a_member_who_becomes_a_guest_holds_nothing_any_more() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.takes("seojun", "triage", &channel).await;
    let second = world.declares("bob", "sev2", "Search is slow").await;
    world.reads_all();
    world.account("bob", UserVerb::MakeGuest).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob is a guest now and no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    assert_snapshot!(world.hears(&second), @"
    @bob is a guest now. <!here> Nobody is left here who owns INC-2: whoever can lead it, please take command.
    [*Take command*]
    ");
    let shown = world.types("alice", &channel, "timeline").await.shown[0]["blocks"].to_string();
    assert!(shown.contains("Incident commander: <@U0BOB00001> became a guest"), "{shown}");
    world.account("bob", UserVerb::Rename).await;
    assert_eq!(world.hears(&channel), "", "that was said");
    world.types("alice", &channel, "role commander @bob").await;
    assert_eq!(world.incident(1).await.roles.commander, None, "nor do they get anything");
    world.leave().await;
}

#[tokio::test]
async fn whoever_became_a_guest_while_it_was_over_is_missed_when_it_is_reopened() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.account("bob", UserVerb::MakeGuest).await;
    world.reads_all();
    world.types("minji", "general", "reopen INC-1 because cards fail again").await;
    let said = world.hears(&channel);
    assert!(said.contains("@bob is a guest now and no longer *Incident commander*."), "{said}");
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
}

#[tokio::test]
async fn whoever_went_while_it_was_over_is_missed_when_it_is_reopened() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.takes("carol", "triage", &channel).await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.leaves_channel("bob", &channel).await;
    world.leaves_channel("alice", &channel).await;
    world.account("carol", UserVerb::Deactivate).await;
    world.reads_all();
    world.types("minji", "general", "reopen INC-1 because cards fail again").await;
    assert_snapshot!(world.hears(&channel), @"
    :rotating_light: @minji reopened INC-1.
    > cards fail again
    Next update due 2026-11-22 13:00:00 KST.
    ---
    The account of @carol was deactivated; they are no longer *Triage engineer*.
    [*Take triage*]
    ---
    @bob has left this channel and is no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    assert!(world.panel(&channel).contains("*Owner*: @alice"), "{}", world.panel(&channel));
    assert!(world.members(&channel).contains(&"alice".to_owned()), "whoever owns it is there again");
    assert_eq!(world.given_up().await, [""; 0]);
    world.presses_button("minji", &channel, "take:commander").await;
    assert_snapshot!(world.hears(&channel), @"@minji is now *Incident commander*.");
    world.leave().await;
}

#[tokio::test]
async fn the_button_that_reopens_misses_them_too() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.account("bob", UserVerb::Deactivate).await;
    world.reads_all();
    world.presses_button("minji", &channel, "reopen").await;
    assert!(world.hears(&channel).contains("The account of @bob was deactivated"));
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
}

#[tokio::test]
async fn an_event_that_is_late_strips_nobody_who_has_come_back() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    let late = DeliveryFault::on("member_left_channel", DeliveryTrouble::OutOfOrder).times(1);
    world.sandbox.add_delivery_fault(late);
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Leave, &channel)).await.unwrap();
    world.time_passes(TimeDelta::seconds(1));
    world.types("alice", &channel, "role triage @bob").await;
    let said = world.hears(&channel);
    assert!(said.contains("@bob is now *Triage engineer*") && !said.contains("has left"), "{said}");
    assert_eq!(world.incident(1).await.owner().as_str(), "U0BOB00001", "they are back and command");
    world.leave().await;
}

#[tokio::test]
async fn an_event_that_comes_twice_is_said_once() {
    for trouble in [DeliveryTrouble::Twice, DeliveryTrouble::TwiceWithNewEventId] {
        let (mut world, channel) = World::with_incident("sev1").await;
        world.takes("bob", "commander", &channel).await;
        world.takes("carol", "triage", &channel).await;
        world.takes("minji", "responder", &channel).await;
        world.reads_all();
        world.sandbox.add_delivery_fault(DeliveryFault::on("*", trouble.clone()));
        world.leaves_channel("bob", &channel).await;
        world.account("carol", UserVerb::Deactivate).await;
        world.account("minji", UserVerb::MakeGuest).await;
        let said = world.hears(&channel);
        for words in ["@bob has left", "of @carol was deactivated", "@minji is a guest now"] {
            assert_eq!(said.matches(words).count(), 1, "{trouble:?}, {words}: {said}");
        }
        world.sandbox.clear_faults();
        world.leave().await;
    }
}

#[tokio::test]
async fn the_search_for_a_commander_begins_anew() {
    let configure = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.response_target = Some(TimeDelta::minutes(5)));
    };
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.advance_minutes(8).await;
    world.leaves_channel("bob", &channel).await;
    world.reads_all();
    world.advance_minutes(4).await;
    assert!(!world.hears(&channel).contains("no commander yet"), "they have five minutes");
    world.advance_minutes(1).await;
    assert!(world.hears(&channel).contains("has no commander yet"));
    world.leave().await;
}

#[tokio::test]
async fn a_korean_team_hears_of_it_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = world.declares("minji", "sev1", "결제 장애").await;
    world.takes("seojun", "commander", &channel).await;
    world.takes("bob", "triage", &channel).await;
    world.reads_all();
    world.leaves_channel("seojun", &channel).await;
    world.account("bob", UserVerb::Deactivate).await;
    assert_snapshot!(world.hears(&channel), @"
    @seojun 님이 채널을 나가 *장애 지휘자* 역할이 비었습니다. 새 지휘자가 정해질 때까지 INC-1 담당자는 @minji 님입니다.
    [*지휘 맡기*]
    ---
    @bob 님의 계정이 비활성화되어 *초동 분석 담당* 역할이 비었습니다.
    [*초동 분석 맡기*]
    ");
    world.leave().await;
}

#[tokio::test]
async fn two_replicas_miss_somebody_once() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.sandbox.add_delivery_fault(DeliveryFault::on("*", DeliveryTrouble::Twice));
    world.leaves_channel("bob", &channel).await;
    let said = world.hears(&channel);
    assert_eq!(said.matches("@bob has left").count(), 1, "{said}");
    assert_eq!(world.incident(1).await.owner().as_str(), "U0ALICE001");
    world.leave().await;
}

#[tokio::test]
async fn whoever_came_back_by_themselves_is_not_missed_when_it_is_reopened() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.leaves_channel("bob", &channel).await;
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Join, &channel)).await.unwrap();
    world.settle().await;
    world.reads_all();
    world.types("minji", "general", "reopen INC-1 because cards fail again").await;
    assert!(!world.hears(&channel).contains("has left"), "bob is there");
    assert_eq!(world.incident(1).await.roles.commander, Some(UserId::new(user_id(&world.state(), "bob"))));
    world.leave().await;
}
