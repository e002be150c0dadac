//! Who is in a private incident, and what they read of it.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use firebell::pace::Pace;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, ChannelAct, ChannelVerb, When};
use sqlx::{AssertSqlSafe, Executor as _};

use super::{all_are_loud, declares, with_private_incident};
use crate::world::{World, told};

#[tokio::test]
async fn who_is_brought_in_finds_it_everywhere_and_who_leaves_finds_it_no_more() {
    let (mut world, channel) = with_private_incident().await;
    let finds = async |world: &mut World, user: &str| {
        let timeline = world.types(user, "general", "timeline INC-1").await;
        let listed = world.types(user, "general", "list").await;
        let named = serde_json::to_string(&timeline.shown).unwrap().contains("Zanzibar");
        assert_eq!(named, serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"), "{user}");
        named
    };
    assert!(!finds(&mut world, "carol").await);
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    world.settle().await;
    assert!(finds(&mut world, "carol").await, "invited by hand");
    world.types("alice", &channel, "role triage @bob").await;
    assert!(finds(&mut world, "bob").await, "given a role");
    assert_eq!(world.members(&channel), ["alice", "bob", "carol", "minji"]);
    let kick = ChannelAct::new("alice", ChannelVerb::Kick, &channel).target("carol");
    world.sandbox.channel_act(kick).await.unwrap();
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Leave, &channel)).await.unwrap();
    world.settle().await;
    assert!(!finds(&mut world, "carol").await, "put out");
    assert!(!finds(&mut world, "bob").await, "gone, and so is the role");
    world.restart().await;
    assert!(finds(&mut world, "minji").await && !finds(&mut world, "carol").await, "also after a restart");
    world.leave().await;
}

#[tokio::test]
async fn who_acts_in_its_channel_is_in_it_though_no_event_said_so() {
    let (mut world, channel) = with_private_incident().await;
    unheard(&mut world, ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol")).await;
    let listed = world.types("carol", "general", "list").await;
    assert!(!serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"), "nothing told of her");
    world.posts_update("carol", "The drive is wiped", 60, &channel).await;
    assert!(world.incident(1).await.last_update.is_some());
    let listed = world.types("carol", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

/// Slack gives up telling, since nobody answers.
async fn unheard(world: &mut World, act: ChannelAct) {
    world.sandbox.set_app_url("http://127.0.0.1:9");
    world.sandbox.channel_act(act).await.unwrap();
    world.settle().await;
    world.sandbox.set_app_url(world.address());
}

#[tokio::test]
async fn who_left_without_an_event_that_said_so_finds_it_no_more_some_minutes_later() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role triage @bob").await;
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    // Slack is asked, and has said that they are there.
    world.advance_minutes(5).await;
    let finds = async |world: &mut World, user: &str| {
        let listed = world.types(user, "general", "list").await;
        serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar")
    };
    for user in ["carol", "bob"] {
        unheard(&mut world, ChannelAct::new(user, ChannelVerb::Leave, &channel)).await;
        assert!(finds(&mut world, user).await, "nobody has told of it");
    }
    let asked = world.calls("conversations.members");
    world.advance_minutes(5).await;
    assert_eq!(world.calls("conversations.members") - asked, 1, "once in a while is enough");
    assert!(!finds(&mut world, "carol").await && !finds(&mut world, "bob").await);
    assert!(finds(&mut world, "minji").await, "who has not left stays");
    assert!(world.hears(&channel).contains("@bob has left this channel"), "and so is the role");
    world.leave().await;
}

#[tokio::test]
async fn who_came_in_without_an_event_that_said_so_finds_it_some_minutes_later() {
    let (mut world, channel) = with_private_incident().await;
    unheard(&mut world, ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol")).await;
    world.advance_minutes(5).await;
    let listed = world.types("carol", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

/// Whether somebody finds the incident by its number.
async fn finds(world: &mut World, user: &str) -> bool {
    let timeline = world.types(user, "general", "timeline INC-1").await;
    serde_json::to_string(&timeline.shown).unwrap().contains("Zanzibar")
}

/// carol is there, and leaves without an event that says so.
async fn carol_slips_out(world: &mut World, channel: &str) {
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    world.settle().await;
    unheard(world, ChannelAct::new("carol", ChannelVerb::Leave, channel)).await;
    assert!(finds(world, "carol").await, "nobody has told of it");
}

/// A private incident in a file, and newer ones like it in channels that Slack does not know, up to the number `last`.
async fn with_newer_ones(last: i64) -> (World, String) {
    let mut world = World::on_a_file_with(all_are_loud, |_| {}).await;
    let channel = declares(&mut world).await;
    let newer = format!(
        "INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at, ended_at, is_private) \
         WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) \
         SELECT workspace, i, 1, replace(replace(state, '\"number\":1,', '\"number\":' || i || ','), channel, 'C0COPY' || i), \
         is_open, 'C0COPY' || i, 9223372036854775807, ended_at, 1 FROM incident, n WHERE number = 1"
    );
    world.database().await.execute(AssertSqlSafe(newer)).await.unwrap();
    (world, channel)
}

#[tokio::test]
async fn one_that_cannot_be_read_keeps_no_older_one_from_being_asked_about() {
    let (mut world, channel) = with_newer_ones(51).await;
    let unreadable = "UPDATE incident SET state = '{}' WHERE number = 51";
    world.database().await.execute(unreadable).await.unwrap();
    carol_slips_out(&mut world, &channel).await;
    world.advance_minutes(10).await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn however_many_are_over_the_open_ones_are_asked_about_every_few_minutes() {
    let (mut world, channel) = with_newer_ones(151).await;
    let archived = "UPDATE incident SET is_open = 0, state = replace(state, '\"channel\":\"' || channel || '\"', '\"channel\":null') \
                    WHERE number > 1";
    world.database().await.execute(archived).await.unwrap();
    carol_slips_out(&mut world, &channel).await;
    world.advance_minutes(5).await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn however_many_channels_are_closed_one_that_is_over_is_asked_about_in_its_own() {
    let (mut world, channel) = with_newer_ones(151).await;
    let archived = "UPDATE incident SET is_open = 0, state = replace(state, '\"channel\":\"' || channel || '\"', '\"channel\":null') \
                    WHERE number > 1";
    world.database().await.execute(archived).await.unwrap();
    world.types("alice", &channel, "cancel because it was found").await;
    carol_slips_out(&mut world, &channel).await;
    world.advance_minutes(5).await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn what_slack_has_no_time_for_is_asked_when_it_has() {
    let (mut world, channel) = with_private_incident().await;
    carol_slips_out(&mut world, &channel).await;
    world.advance_minutes(4).await;
    let busy = CallTrouble::RateLimited { retry_after_seconds: 40 };
    world.sandbox.add_call_fault(CallFault::on("conversations.members", busy));
    world.advance_minutes(1).await;
    world.sandbox.clear_faults();
    let asked = world.calls("conversations.members");
    world.advance(TimeDelta::seconds(39)).await;
    assert_eq!(world.calls("conversations.members"), asked, "as long as Slack wants, nothing is asked");
    assert!(finds(&mut world, "carol").await);
    world.advance(TimeDelta::seconds(1)).await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn what_slack_says_to_one_replica_that_asks_who_is_there_the_others_keep_to() {
    let paced = |config: &mut Config| {
        all_are_loud(config);
        config.outbox.pace = Pace::Slack;
    };
    let Some(mut world) = World::with_replicas_and(2, paced, |_| {}).await else { return };
    declares(&mut world).await;
    world.works_off(TimeDelta::minutes(1)).await;
    let asked = world.calls("conversations.members");
    world.time_passes(TimeDelta::minutes(5));
    let busy = CallTrouble::RateLimited { retry_after_seconds: 40 };
    world.sandbox.add_call_fault(CallFault::on("conversations.members", busy).times(1));
    for (seconds, calls) in [(0, 1), (39, 1), (1, 3)] {
        world.time_passes(TimeDelta::seconds(seconds));
        for parts in world.replicas() {
            parts.members.look().await;
        }
        assert_eq!(world.calls("conversations.members") - asked, calls);
    }
    world.works_off(TimeDelta::minutes(1)).await;
    world.leave().await;
}

#[tokio::test]
async fn an_answer_that_does_not_come_keeps_none_of_the_others_from_being_asked_about() {
    let (mut world, channel) = with_private_incident().await;
    world.types("minji", "general", "private sev2 Another one").await;
    world.advance(TimeDelta::seconds(3)).await;
    carol_slips_out(&mut world, &channel).await;
    world.advance_minutes(4).await;
    // The newer one is asked about first.
    let fails = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.members", fails).times(1));
    world.advance_minutes(1).await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn who_leaves_while_slack_answers_is_not_let_in_by_its_answer() {
    let (mut world, channel) = with_private_incident().await;
    unheard(&mut world, ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol")).await;
    world.time_passes(TimeDelta::minutes(5));
    let is_slow = CallTrouble::Latency { milliseconds: 1_500, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.members", is_slow));
    let members = world.parts().members.clone();
    let asked = world.calls("conversations.members");
    let looking = tokio::spawn(async move { members.look().await });
    while world.calls("conversations.members") == asked {
        tokio::task::yield_now().await;
    }
    world.time_passes(TimeDelta::seconds(1));
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Leave, &channel)).await.unwrap();
    world.sandbox.idle().await;
    looking.await.unwrap();
    world.settle().await;
    assert!(!finds(&mut world, "carol").await);
    world.leave().await;
}

#[tokio::test]
async fn who_comes_back_is_in_it_however_fast_its_time_runs() {
    let mut world = World::at_speed(1_000.0, all_are_loud).await;
    let channel = declares(&mut world).await;
    let invites_carol = || ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invites_carol()).await.unwrap();
    world.settle().await;
    // It asks as soon as it starts.
    world.restart().await;
    world.settle().await;
    unheard(&mut world, ChannelAct::new("carol", ChannelVerb::Leave, &channel)).await;
    world.restart().await;
    world.settle().await;
    assert!(!finds(&mut world, "carol").await, "Slack said that she is gone");
    world.sandbox.channel_act(invites_carol()).await.unwrap();
    world.settle().await;
    assert!(finds(&mut world, "carol").await);
}

#[tokio::test]
async fn whose_invitation_is_still_on_its_way_is_not_taken_for_gone() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let fails = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.invite", fails));
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    world.advance_minutes(12).await;
    assert!(world.calls("conversations.members") >= 2);
    let listed = world.types("alice", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.sandbox.clear_faults();
    world.works_off(TimeDelta::minutes(10)).await;
    world.leave().await;
}

#[tokio::test]
async fn what_its_members_read() {
    let (mut world, channel) = with_private_incident().await;
    assert_snapshot!(world.sees(&channel, "is private"), @"
    :lock: INC-1 is private. Only people in this channel can see it; it was not announced anywhere.
    Bring somebody in with `/invite @name`, or by giving them a role. Anyone who leaves this channel can no longer see it.
    cc <!subteam^S0SRE00001>
    ");
    assert!(world.panel(&channel).starts_with(":large_orange_circle: :lock: *SEV1 high* · INC-1 ·"));
    let answer = world.types("alice", "general", "private sev2 Another one").await;
    assert_snapshot!(told(&answer), @"INC-2 is declared: SEV2, Another one. It is private: nobody else is told. Its private channel is being made; you will be invited.");
    world.advance(TimeDelta::seconds(3)).await;
    let answer = world.types("minji", "general", "비공개 sev2 노트북 분실").await;
    assert_snapshot!(told(&answer), @"INC-3 장애를 선언했습니다: SEV2, 노트북 분실. 비공개 장애이므로 다른 사람에게는 알리지 않습니다. 비공개 채널을 만드는 중이며 곧 초대됩니다.");
    world.advance(TimeDelta::seconds(3)).await;
    world.leave().await;
}

#[tokio::test]
async fn what_its_members_read_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = declares(&mut world).await;
    assert_snapshot!(world.sees(&channel, "비공개입니다"), @"
    :lock: INC-1 장애는 비공개입니다. 이 채널에 있는 사람만 볼 수 있으며 어디에도 공지되지 않았습니다.
    필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요. 이 채널에서 나가면 더는 볼 수 없습니다.
    ");
    world.leave().await;
}

#[tokio::test]
async fn whoever_has_left_hears_no_more_of_it_in_private_either() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role communications @minji").await;
    world.reads_all();
    for user in ["alice", "minji"] {
        world.sandbox.channel_act(ChannelAct::new(user, ChannelVerb::Leave, &channel)).await.unwrap();
        world.settle().await;
    }
    // The update is alice's to give, who declared it: nobody else is left.
    world.advance_minutes(56).await;
    assert_eq!(
        (world.hears_in_private("alice"), world.hears_in_private("minji")),
        (String::new(), String::new())
    );
    world.leave().await;
}

#[tokio::test]
async fn its_members_are_told_in_private_what_concerns_them() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role communications @bob").await;
    assert!(world.hears_in_private("bob").contains("Zanzibar"), "what the role asks of him");
    world.advance_minutes(56).await;
    assert!(world.hears_in_private("bob").contains("the next update is due"));
    world.leave().await;
}

#[tokio::test]
async fn its_update_form_has_no_words_for_those_outside() {
    let (mut world, channel) = with_private_incident().await;
    let form = world.types("alice", &channel, "update").await.view.unwrap().to_string();
    assert!(form.contains("what-happened") && !form.contains("external-state"), "{form}");
    let public = world.declares("carol", "sev1", "Search is slow").await;
    let form = world.types("carol", &public, "update").await.view.unwrap().to_string();
    assert!(form.contains("external-state"), "{form}");
    world.leave().await;
}
