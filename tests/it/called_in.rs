//! Who is called into an incident's channel: whoever has something to do there, and nobody who is gone.

use chrono::TimeDelta;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb, UserAct, UserVerb};

use crate::private::with_private_incident;
use crate::world::{World, fields};

/// Something happens to somebody's account.
async fn account(world: &mut World, user: &str, act: UserVerb) {
    let act = UserAct { user: user.to_owned(), act, real_name: None, display_name: None };
    world.sandbox.user_act(act).await.unwrap();
    world.settle().await;
}

/// Who is in the channel that the incident has by now.
async fn people_of(world: &World) -> Vec<String> {
    let channel = world.incident(1).await.places.channel.expect("it has a channel");
    world.members(channel.as_str())
}

/// Somebody makes it private and reads, in the form, who comes along.
async fn makes_private(world: &mut World, user: &str) -> String {
    let form = world.types(user, "general", "make-private INC-1").await;
    let words = form.view.expect("a form opened")["blocks"].to_string();
    let sent = world.sends(user, fields(&[])).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    world.works_off(TimeDelta::minutes(1)).await;
    words
}

#[tokio::test]
async fn whoever_declared_it_and_is_a_guest_by_now_does_not_come_along_as_it_becomes_private() {
    let (mut world, _) = World::with_incident("sev1").await;
    account(&mut world, "alice", UserVerb::MakeGuest).await;
    let words = makes_private(&mut world, "bob").await;
    assert!(words.contains("Whoever has a role, you, and the groups"), "{words}");
    assert_eq!(people_of(&world).await, ["bob"]);
    world.leave().await;
}

#[tokio::test]
async fn nor_where_they_became_a_guest_after_the_end() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("carol", "commander", &channel).await;
    world.resolves("carol", &channel).await;
    world.types("carol", &channel, "close").await;
    for user in ["alice", "carol"] {
        account(&mut world, user, UserVerb::MakeGuest).await;
    }
    let words = makes_private(&mut world, "minji").await;
    assert!(words.contains("역할을 맡은 사람") && !words.contains("선언한 사람"), "{words}");
    assert_eq!(people_of(&world).await, ["minji"]);
    world.leave().await;
}

#[tokio::test]
async fn a_declarer_who_is_there_comes_along_as_it_becomes_private() {
    let (mut world, _) = World::with_incident("sev1").await;
    let words = makes_private(&mut world, "bob").await;
    assert!(words.contains("Whoever declared it, whoever has a role, you, and"), "{words}");
    assert_eq!(people_of(&world).await, ["alice", "bob"]);
    world.leave().await;
}

#[tokio::test]
async fn whoever_declared_it_and_is_a_guest_by_now_is_not_invited_where_it_goes_on() {
    let (mut world, channel) = World::with_incident("sev3").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    for days in [6, 1] {
        world.advance(TimeDelta::days(days)).await;
    }
    account(&mut world, "alice", UserVerb::MakeGuest).await;
    world.types("carol", "general", "reopen INC-1").await;
    world.works_off(TimeDelta::minutes(1)).await;
    assert_eq!(people_of(&world).await, ["carol"]);
    assert_eq!(world.given_up().await, [""; 0], "nobody is invited in vain");
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_named_for_the_postmortem_is_called_in_and_told_once() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close @carol").await;
    assert_eq!(world.members(&channel), ["alice", "carol"]);
    assert_snapshot!(world.hears_in_private("carol"), @"You own the postmortem of INC-1 (SEV1): Checkout is down. What happened is in #inc-1-checkout-is-down; `/incident export INC-1` puts a draft there.");
    assert_eq!(
        (world.hears_in_private("bob"), world.hears_in_private("alice")),
        (String::new(), String::new())
    );
    world.advance(TimeDelta::hours(2)).await;
    assert_eq!(world.hears_in_private("carol"), "", "once");
    world.leave().await;
}

#[tokio::test]
async fn whoever_closes_it_themselves_knows_that_they_own_the_postmortem() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.resolves("bob", &channel).await;
    world.hears_in_private("bob");
    world.types("bob", &channel, "close").await;
    assert_eq!(world.hears_in_private("bob"), "");
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_named_for_the_postmortem_of_a_private_incident_finds_it() {
    let (mut world, channel) = with_private_incident().await;
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close @seojun").await;
    world.works_off(TimeDelta::minutes(1)).await;
    assert_snapshot!(world.hears_in_private("seojun"), @"INC-1 (SEV1) 포스트모템 작성을 맡으셨습니다: Zanzibar laptop stolen. 대응 기록은 #inc-1-zanzibar-laptop-stolen 채널에 있고, `/incident 내보내기 INC-1` 명령을 입력하면 초안이 채널에 올라갑니다.");
    let finds = async |world: &mut World, user: &str| {
        let timeline = world.types(user, "general", "timeline INC-1").await;
        serde_json::to_string(&timeline.shown).unwrap().contains("Zanzibar")
    };
    assert!(finds(&mut world, "seojun").await && !finds(&mut world, "bob").await);
    assert!(world.members(&channel).contains(&"seojun".to_owned()));
    world.sandbox.channel_act(ChannelAct::new("seojun", ChannelVerb::Leave, &channel)).await.unwrap();
    world.settle().await;
    assert!(!finds(&mut world, "seojun").await, "as of anybody who leaves");
    world.leave().await;
}
