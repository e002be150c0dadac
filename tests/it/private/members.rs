//! Who is in a private incident, and what they read of it.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::language::Language;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb};

use super::{declares, with_private_incident};
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
    // Slack gives up telling, since nobody answers.
    world.sandbox.set_app_url("http://127.0.0.1:9");
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    world.settle().await;
    world.sandbox.set_app_url(world.address());
    let listed = world.types("carol", "general", "list").await;
    assert!(!serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"), "nothing told of her");
    world.posts_update("carol", "The drive is wiped", 60, &channel).await;
    assert!(world.incident(1).await.last_update.is_some());
    let listed = world.types("carol", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

#[tokio::test]
async fn what_its_members_read() {
    let (mut world, channel) = with_private_incident().await;
    assert_snapshot!(world.sees(&channel, "is private"), @"
    :lock: INC-1 is private. Only who is in this channel can find it; it was announced nowhere.
    Bring somebody in with `/invite @name`, or by giving them a role. Whoever leaves this channel finds it no more.
    cc <!subteam^S0SRE00001>
    ");
    assert!(world.panel(&channel).starts_with(":large_orange_circle: :lock: *SEV1 high* · INC-1 ·"));
    let answer = world.types("alice", "general", "private sev2 Another one").await;
    assert_snapshot!(told(&answer), @"INC-2 is declared: SEV2, Another one. It is private: nobody else hears of it. Its private channel is being made; you will be invited.");
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
