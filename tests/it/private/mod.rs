//! Private incidents: whoever is not in one finds nothing of it, wherever they look. Here is their stage.

mod becoming;
mod channel;
mod declaring;
mod members;
mod outsiders;

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{ChannelId, GroupId, Severity};
use slack_sandbox::{Options, State, transcript};

use crate::world::{World, change_rung};

/// A severity that calls and tells everybody it can.
fn loud(severity: &mut Severity) {
    severity.tell_channels = vec![ChannelId::new("C0RANDOM01")];
    severity.external_channels = vec![ChannelId::new("C0GENERAL1")];
    severity.heads_up = Some(TimeDelta::minutes(5));
    severity.tell_groups = vec![GroupId::new("S0SUPPORT1")];
    severity.invite = vec![GroupId::new("S0SUPPORT1")];
    severity.escalate_to = vec![GroupId::new("S0SUPPORT1")];
}

fn all_are_loud(config: &mut Config) {
    for key in ["sev0", "sev1", "sev2", "sev3"] {
        change_rung(config, key, loud);
    }
    config.incidents.private_groups = vec![GroupId::new("S0SRE00001")];
}

fn guests_come_along(options: &mut Options) {
    let gina = options.seed.users.iter_mut().find(|user| user.name == "gina").unwrap();
    gina.guest = slack_sandbox::Guest::MultiChannel;
}

/// A stage with a private incident that alice declared, and its channel.
async fn with_private_incident() -> (World, String) {
    let mut world = World::start_with(all_are_loud, guests_come_along).await;
    let channel = declares(&mut world).await;
    (world, channel)
}

async fn declares(world: &mut World) -> String {
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    // Who is called is let in first.
    world.advance(TimeDelta::seconds(3)).await;
    world.incident(1).await.places.channel.expect("it has a channel").to_string()
}

/// A life with everything in it that would be told to others.
async fn lives(world: &mut World, channel: &str) {
    world.takes("alice", "commander", channel).await;
    world.types("alice", channel, "sev sev0").await;
    world.types("alice", channel, "tried rollback").await;
    world.advance_minutes(50).await;
    world.moves_to("alice", "mitigating", channel).await;
    world.posts_update("alice", "Zanzibar drive is wiped", 120, channel).await;
    world.types("alice", channel, "nothing-new").await;
    world.types("alice", channel, "leave commander").await;
    world.advance_minutes(20).await;
    world.resolves("alice", channel).await;
    world.types("alice", channel, "close").await;
    world.types("alice", channel, "reopen").await;
    world.types("alice", channel, "export").await;
}

/// What would tell somebody that there is a private incident.
fn traces(channel: &str) -> [String; 4] {
    ["zanzibar", "inc-1", "laptop", channel].map(str::to_lowercase)
}

/// Wants nothing of the incident in what somebody reads.
fn tells_nothing(words: &str, channel: &str, what: &str) {
    let lower = words.to_lowercase();
    for trace in traces(channel) {
        assert!(!lower.contains(&trace), "{what} tells of '{trace}':\n{words}");
    }
}

/// Everything that stands in channels which this person can read, and what they alone were shown there.
fn readable(state: &State, user: &str) -> String {
    let can_read = |channel: &&slack_sandbox::ChannelState| {
        channel.kind == "public_channel" || channel.members.iter().any(|member| member == user)
    };
    let mut words = Vec::new();
    for channel in state.channels.iter().filter(can_read) {
        words.extend([channel.name.clone(), channel.topic.clone()]);
        let all = channel.messages.iter().flat_map(|one| std::iter::once(one).chain(&one.replies));
        words.extend(all.map(|message| transcript::read(message, state)));
        words.extend(channel.pins.iter().map(|pin| pin.ts.clone()));
    }
    words.join("\n")
}

/// Everything that can be typed about an incident.
const ABOUT: &[&str] = &[
    "update INC-1",
    "sev INC-1 sev0",
    "stage INC-1 triage",
    "stage INC-1 ready",
    "role INC-1 commander",
    "role INC-1 responder database",
    "leave INC-1 commander",
    "note INC-1 hello",
    "decided INC-1 to wait",
    "tried INC-1 rollback",
    "correct INC-1 1 hello",
    "strike INC-1 1",
    "time INC-1 occurred 11:00",
    "snooze INC-1 5m",
    "nothing-new INC-1",
    "resolve INC-1",
    "close INC-1",
    "reopen INC-1",
    "timeline INC-1",
    "export INC-1",
    "cancel INC-1 because it was none",
    "cancel INC-1",
    "merge INC-1 into INC-2",
    "make-private INC-1",
];
