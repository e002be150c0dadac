//! Whoever can come into an incident's channel is brought in; whoever cannot is named, with Slack's reason.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::GroupId;
use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, Options};

use crate::world::{World, change_rung};

const CHANNEL: &str = "inc-1-checkout-is-down";

/// Bob, Gina and Carol are on call; Gina is a guest who can be in one channel only.
fn on_call(options: &mut Options) {
    let sre = options.seed.usergroups.iter_mut().find(|group| group.handle == "sre").unwrap();
    sre.id = Some("S0SRE00001".to_owned());
    sre.users = ["bob", "gina", "carol"].map(str::to_owned).to_vec();
}

/// SEV1 invites these groups.
fn invites<const N: usize>(groups: [&'static str; N]) -> impl FnOnce(&mut Config) {
    move |config| change_rung(config, "sev1", |rung| rung.invite = groups.map(GroupId::new).to_vec())
}

/// What the next invitations run into, one after the other.
fn next_invitations<const N: usize>(world: &World, troubles: [CallTrouble; N]) {
    for (trouble, nth) in troubles.into_iter().zip(1..) {
        // Also a call that an earlier trouble has ended uses up one of its times.
        world.sandbox.add_call_fault(CallFault::on("conversations.invite", trouble).times(nth));
    }
}

fn refused(error: &str) -> CallTrouble {
    CallTrouble::Refuse { error: error.to_owned() }
}

#[tokio::test]
async fn somebody_who_cannot_come_is_named_and_keeps_nobody_out() {
    let mut world = World::start_with(invites(["S0GONE00001", "S0SRE00001"]), on_call).await;
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(1).await;
    assert_eq!(world.members(CHANNEL), ["alice", "bob", "carol"]);
    assert_snapshot!(world.sees(CHANNEL, "I could not"), @":warning: INC-1: I could not invite the user groups (Gina (guest): ura_max_channels, S0GONE00001: no_such_subteam). I will not try again; please do it by hand or tell whoever runs Firebell.");
    world.leave().await;
}

#[tokio::test]
async fn a_group_that_is_gone_keeps_no_other_out() {
    let mut world = World::start_with(invites(["S0GONE00001", "S0SRE00001"]), |_| {}).await;
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance_minutes(1).await;
    assert!(world.members(CHANNEL).contains(&"minji".to_owned()));
    assert!(world.sees(CHANNEL, "I could not").contains("S0GONE00001: no_such_subteam"));
    world.leave().await;
}

#[tokio::test]
async fn somebody_who_alone_cannot_come_is_named_at_once() {
    let alone = |options: &mut Options| {
        on_call(options);
        let sre = options.seed.usergroups.iter_mut().find(|group| group.handle == "sre").unwrap();
        sre.users = vec!["gina".to_owned()];
    };
    let mut world = World::start_with(invites(["S0SRE00001"]), alone).await;
    world.declares("alice", "sev1", "Checkout is down").await;
    assert_snapshot!(world.sees(CHANNEL, "I could not"), @":warning: INC-1: I could not invite the user groups (Gina (guest): ura_max_channels). I will not try again; please do it by hand or tell whoever runs Firebell.");
    assert_eq!(world.calls("conversations.invite"), 2, "alice and Gina, once each");
    world.leave().await;
}

#[tokio::test]
async fn where_one_answer_stands_for_all_each_is_invited_and_has_a_reason() {
    let mut world = World::start_with(invites(["S0SRE00001"]), on_call).await;
    world.declares("alice", "sev2", "Checkout is down").await;
    next_invitations(&world, [refused("already_in_channel"), refused("user_is_restricted")]);
    world.types("alice", CHANNEL, "sev sev1").await;
    world.advance_minutes(1).await;
    assert_eq!(world.members(CHANNEL), ["alice", "carol"]);
    assert_snapshot!(world.sees(CHANNEL, "I could not"), @":warning: INC-1: I could not invite the user groups (Bob: user_is_restricted, Gina (guest): ura_max_channels). I will not try again; please do it by hand or tell whoever runs Firebell.");
    world.leave().await;
}

#[tokio::test]
async fn trouble_with_one_invitation_is_nobodys_reason() {
    let mut world = World::start_with(invites(["S0SRE00001"]), on_call).await;
    world.declares("alice", "sev2", "Checkout is down").await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    next_invitations(&world, [refused("already_in_channel"), limited]);
    world.types("alice", CHANNEL, "sev sev1").await;
    assert_eq!(world.members(CHANNEL), ["alice"]);
    world.advance(TimeDelta::seconds(40)).await;
    assert_eq!(world.members(CHANNEL), ["alice", "bob", "carol"]);
    assert_snapshot!(world.sees(CHANNEL, "I could not"), @":warning: INC-1: I could not invite the user groups (Gina (guest): ura_max_channels). I will not try again; please do it by hand or tell whoever runs Firebell.");
    world.leave().await;
}
