//! What is asked of people in a private incident that has no channel, and as an incident becomes private: nobody else may read it,
//! and somebody has to.

use chrono::TimeDelta;
use chrono_tz::Asia::Seoul;
use firebell::config::Config;
use firebell::incident::cadence::{Cadence, WallClock};
use firebell::incident::{Fact, GroupId};
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Options};

use crate::world::{World, change_rung, fields, update};

/// A SEV0 wants a commander within five minutes and an update every fifteen, and so do the groups for private ones.
fn urgent(config: &mut Config) {
    change_rung(config, "sev0", |rung| {
        rung.response_target = Some(TimeDelta::minutes(5));
        rung.escalate_to = vec![GroupId::new("S0SUPPORT1")];
    });
    config.incidents.private_groups = vec![GroupId::new("S0SRE00001")];
}

fn without_private_channels(options: &mut Options) {
    options.app = std::mem::take(&mut options.app).without_scope("groups:write");
}

/// A stage with a private SEV0 of bob's for which Slack makes no channel; he was told so.
async fn without_a_channel() -> World {
    let mut world = World::start_with(urgent, without_private_channels).await;
    world.types("bob", "general", "private sev0 Zanzibar laptop stolen").await;
    assert!(world.hears_in_private("bob").contains("could not be made (missing_scope)"));
    world
}

/// Lets so many minutes pass. Answers what somebody heard alone, and when.
async fn hears_alone(world: &mut World, user: &str, minutes: i64) -> String {
    let mut heard = Vec::new();
    for minute in 1..=minutes {
        world.advance_minutes(1).await;
        let words = world.hears_in_private(user);
        if !words.is_empty() {
            heard.push(format!("after {minute} min: {words}"));
        }
    }
    heard.join("\n")
}

/// Nobody but these people has heard anything of it.
fn only_these_know(world: &World, people: &[&str]) {
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    for other in ["alice", "bob", "carol", "minji", "gina"].iter().filter(|user| !people.contains(user)) {
        assert_eq!(world.private(other), None, "{other}");
    }
}

#[tokio::test]
async fn without_a_channel_whoever_declared_it_is_asked_alone_for_as_long_as_it_takes() {
    let mut world = without_a_channel().await;
    assert_snapshot!(hears_alone(&mut world, "bob", 60).await, @"
    after 5 min: INC-1 (SEV0) has no commander yet, and no channel in which I could ask for one. Please take command, or give it to somebody: `/incident role INC-1 commander @name`. Until then @bob owns it.
    [*Take command*]
    after 15 min: @bob An update on INC-1 is due. None yet; it was declared 15 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    after 30 min: @bob: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    after 45 min: @bob The update on INC-1 is still overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 45 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    after 60 min: @bob The update on INC-1 is still overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 1 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    only_these_know(&world, &["bob"]);
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_asked_alone_answers_from_there_and_hears_that_nobody_reads_it() {
    let mut world = without_a_channel().await;
    world.advance_minutes(15).await;
    let own = world.private("bob").unwrap();
    world.presses_button("bob", &own, "take:commander").await;
    assert!(world.sees(&own, "took command").contains("@bob took command of INC-1."));
    world.hears_in_private("bob");

    let form = world.presses_button("bob", &own, "update").await.view.unwrap()["blocks"].to_string();
    assert!(form.contains("nobody else reads"), "{form}");
    world.sends("bob", update("Zanzibar drive is wiped", 30)).await;
    assert_snapshot!(world.hears_in_private("bob"), @":warning: Nobody else reads your update on INC-1: it has no channel. The update is on its timeline. Please tell whoever has to know yourself.");
    let posted =
        world.timeline(1).await.into_iter().any(|entry| matches!(entry.fact, Fact::UpdatePosted { .. }));
    assert!(posted, "it is on record");
    assert!(world.sees(&own, "posted an update").contains("@bob posted an update on INC-1."));
    only_these_know(&world, &["bob"]);
    world.leave().await;
}

#[tokio::test]
async fn without_a_channel_it_is_the_commander_who_is_asked_once_there_is_one() {
    let mut world = without_a_channel().await;
    world.types("bob", "general", "role INC-1 commander @carol").await;
    world.hears_in_private("carol");
    let heard = hears_alone(&mut world, "carol", 20).await;
    assert!(heard.contains("after 15 min: @carol An update on INC-1 is due."), "{heard}");
    assert_eq!(world.hears_in_private("bob"), "");
    world.types("carol", "general", "leave INC-1 commander").await;
    let fallen_back = world.hears_in_private("bob");
    assert!(
        fallen_back.contains("@carol is no longer") && fallen_back.contains("Take command"),
        "{fallen_back}"
    );
    only_these_know(&world, &["bob", "carol"]);
    world.leave().await;
}

#[tokio::test]
async fn once_its_channel_was_archived_by_hand_the_questions_go_to_whoever_owes_the_answer() {
    let mut world = World::start_with(urgent, |_| {}).await;
    world.types("bob", "general", "private sev0 Zanzibar laptop stolen").await;
    world.advance(TimeDelta::seconds(3)).await;
    let channel = world.incident(1).await.places.channel.unwrap().to_string();
    world.reads_all();
    world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Archive, &channel)).await.unwrap();
    world.settle().await;
    world.reads_all();
    let heard = hears_alone(&mut world, "bob", 60).await;
    assert!(heard.contains("after 5 min: INC-1 (SEV0) has no commander"), "{heard}");
    assert!(heard.contains("An update on INC-1 is due."), "{heard}");
    assert_eq!(world.hears(&channel), "");
    only_these_know(&world, &["bob"]);

    world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Unarchive, &channel)).await.unwrap();
    world.advance_minutes(30).await;
    let there = world.hears(&channel);
    assert!(there.contains("S0SRE00001"), "the group can read it again, and is called: {there}");
    assert_eq!(world.hears_in_private("bob"), "");
    world.leave().await;
}

#[tokio::test]
async fn who_is_let_into_nothing_is_not_called_either() {
    let mut world = without_a_channel().await;
    world.advance_minutes(120).await;
    let heard = world.hears_in_private("bob");
    assert!(heard.contains("overdue") && !heard.contains("S0SRE00001"), "{heard}");
    let groups =
        world.timeline(1).await.into_iter().filter(|entry| format!("{:?}", entry.fact).contains("Groups"));
    assert_eq!(groups.count(), 0, "nor does the timeline say so");
    world.leave().await;
}

/// Makes it private. Answers its own channel.
async fn makes_private(world: &mut World, user: &str, channel: &str) -> String {
    world.types(user, channel, "make-private").await;
    world.sends(user, fields(&[("because", json!(""))])).await;
    world.advance(TimeDelta::seconds(3)).await;
    let new = world.incident(1).await.places.channel.expect("it has a channel of its own").to_string();
    assert_ne!(new, channel);
    new
}

#[tokio::test]
async fn what_was_asked_in_the_public_channel_is_asked_again_in_the_private_one() {
    let at_ten = |config: &mut Config| {
        change_rung(config, "sev2", |rung| {
            rung.cadence = Cadence::At(Box::new(WallClock::parse("0 0 10 * * *", Seoul).unwrap()));
            rung.overdue = None;
        });
    };
    let mut world = World::start_with(at_ten, |_| {}).await;
    let old = world.declares("bob", "sev2", "Zanzibar laptop stolen").await;
    world.advance(TimeDelta::minutes(22 * 60 + 1)).await;
    let asked = world.hears(&old);
    assert!(asked.contains("An update on INC-1 is due."), "{asked}");
    let new = makes_private(&mut world, "bob", &old).await;
    assert!(world.hears(&new).contains("An update on INC-1 is due."));
    world.advance_minutes(10).await;
    assert_eq!(world.hears(&new), "", "once is enough");
    world.leave().await;
}

#[tokio::test]
async fn whoever_finds_themselves_in_the_private_channel_is_asked_to_command() {
    let mut world = World::start_with(urgent, |_| {}).await;
    let old = world.declares("bob", "sev0", "Zanzibar laptop stolen").await;
    world.advance_minutes(11).await;
    assert!(world.hears(&old).contains("still has no commander"), "everybody was asked");
    let new = makes_private(&mut world, "bob", &old).await;
    world.reads_all();
    world.advance_minutes(5).await;
    let heard = world.hears(&new);
    assert!(heard.contains("has no commander yet"), "{heard}");
    world.leave().await;
}
