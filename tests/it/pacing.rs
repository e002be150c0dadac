//! Slack takes only so much. What is owed stands in line, the most important first, and nothing is lost, given up or
//! asked for in vain.
//!
//! Forty incidents at once, by Slack's published limits, counted with a little more than a minute (61 s) and a second
//! (1.05 s), since calls arrive later than they are sent:
//!
//! - Bells: one a second in the announcement channel. The fortieth rings after 39 × 1.05 s = 40.95 s, within the 45 s promised.
//! - Channels: 20 a minute. The 21st to 40th are made after 61 s.
//! - Topics: 20 a minute. The first 20 come with the first 20 channels, the others with theirs, after 61 s.
//! - Panels: ten messages a second in the workspace, of which one is a bell. So the first 20 take 2 × 1.05 s = 2.1 s, and
//!   the last 20, when no bell is left, 1.05 s.
//! - Pins: 20 a minute, each behind its panel. The 19th and the 20th are set after 2.1 s, so the last two after 63.1 s.
//! - Invitations and edits: 50 a minute each, and there are 40 of each: no wait.
//!
//! So everything is done after 63.1 s, and no call has to be answered with status 429.

use chrono::{DateTime, TimeDelta, Utc};
use firebell::app;
use firebell::config::Config;
use firebell::incident::{Number, Viewer};
use firebell::pace::Pace;
use firebell::store::Database;
use slack_sandbox::{CallFault, CallRecord, CallTrouble, Command, Options, RateLimits, State, When};

use crate::world::{PATIENCE, World, noon, told, workspace};

const INCIDENTS: usize = 40;

fn paced(config: &mut Config) {
    config.outbox.pace = Pace::Slack;
}

fn limited(options: &mut Options) {
    options.rate_limits = Some(RateLimits::slack());
}

/// One service on a file.
async fn alone() -> World {
    World::start_with(paced, limited).await
}

/// Two replicas on a server; `None` where that is not installed.
async fn two_replicas() -> Option<World> {
    World::with_replicas_and(2, paced, limited).await
}

async fn forty_declare(world: &World) {
    for i in 1..=INCIDENTS {
        let outcome = world.types_only("alice", "general", &format!("declare sev1 Trouble {i}")).await;
        assert_eq!(outcome.error, None);
    }
}

fn seconds(at: DateTime<Utc>) -> f64 {
    (at - noon()).as_seconds_f64()
}

/// When the last bell rang, in seconds after noon.
fn last_bell(world: &World) -> f64 {
    let is_bell = |call: &CallRecord| {
        call.method == "chat.postMessage"
            && call.arguments["channel"] == "C0INCIDENT"
            && call.status == Some(200)
    };
    let rang = world.sandbox.calls().into_iter().filter(is_bell).map(|call| call.received_at);
    seconds(rang.max().expect("bells rang"))
}

fn is_refused_for_pace(call: &CallRecord) -> bool {
    call.status == Some(429)
}

/// How many of a hundred calls were answered that there were too many.
fn share_of_429(world: &World) -> f64 {
    let calls = world.sandbox.calls();
    let refused = u32::try_from(calls.iter().filter(|call| is_refused_for_pace(call)).count()).unwrap();
    f64::from(refused) * 100.0 / f64::from(u32::try_from(calls.len()).unwrap())
}

/// Each of the incidents is announced, has a channel with a topic, a pinned panel and whoever declared it.
async fn everything_is_there_once(world: &World) {
    assert_eq!((world.messages("incidents").len(), world.incident_channels().len()), (INCIDENTS, INCIDENTS));
    let state = world.state();
    for name in world.incident_channels() {
        let channel = state.channel(&name).unwrap();
        assert_eq!((channel.pins.len(), channel.topic.is_empty()), (1, false), "{name}");
        assert!(channel.members.contains(&"U0ALICE001".to_owned()), "{name}");
    }
    for number in 1..=40 {
        let found = world
            .parts()
            .engine
            .store()
            .incident(&workspace(), Number::new(number), &Viewer::Firebell)
            .await
            .unwrap();
        let places = found.unwrap().incident.places;
        assert!(
            places.announcement.is_some() && places.channel.is_some() && places.panel.is_some(),
            "{number}"
        );
    }
    assert_eq!(world.given_up().await, [""; 0]);
}

async fn forty_at_once(mut world: World) {
    forty_declare(&world).await;
    world.works_off(TimeDelta::minutes(5)).await;
    everything_is_there_once(&world).await;
    assert!(last_bell(&world) <= 41.0, "the last bell rang after {} s", last_bell(&world));
    let done_after = seconds(world.clock.machine_now());
    assert!(done_after <= 63.1, "everything was done after {done_after} s");
    assert!(share_of_429(&world) <= 5.0, "{} % of the calls were in vain", share_of_429(&world));
    world.leave().await;
}

#[tokio::test]
async fn forty_at_once_ring_within_forty_five_seconds_and_are_done_as_soon_as_slack_allows() {
    forty_at_once(alone().await).await;
}

#[tokio::test]
async fn forty_at_once_at_two_replicas_go_as_fast_as_at_one() {
    let Some(world) = two_replicas().await else { return };
    forty_at_once(world).await;
}

/// What waits goes on where it was; only for work that was just under way, its lease is waited for.
async fn forty_with_a_restart(mut world: World) {
    forty_declare(&world).await;
    world.works_off(TimeDelta::seconds(20)).await;
    world.restart().await;
    world.works_off(TimeDelta::minutes(5)).await;
    everything_is_there_once(&world).await;
    assert!(last_bell(&world) <= 45.0, "the last bell rang after {} s", last_bell(&world));
    let done_after = seconds(world.clock.machine_now());
    assert!(done_after <= 65.0, "everything was done after {done_after} s");
    assert!(share_of_429(&world) <= 5.0, "{} % of the calls were in vain", share_of_429(&world));
    world.leave().await;
}

#[tokio::test]
async fn a_restart_in_the_middle_of_forty_changes_nothing() {
    forty_with_a_restart(alone().await).await;
}

#[tokio::test]
async fn a_restart_of_both_replicas_in_the_middle_of_forty_changes_nothing() {
    let Some(world) = two_replicas().await else { return };
    forty_with_a_restart(world).await;
}

/// How often a method has been called since noon, without waiting.
fn calls_by(world: &World, method: &str, second: i64) -> usize {
    let until = noon() + TimeDelta::seconds(second);
    world.sandbox.calls().iter().filter(|call| call.method == method && call.received_at <= until).count()
}

#[tokio::test]
async fn what_slack_says_to_one_replica_the_other_keeps_to() {
    let Some(mut world) = World::with_replicas_and(2, paced, |_| {}).await else { return };
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", limited).times(1));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    for title in ["Search is slow", "Mail is late", "Maps are gone"] {
        world.types("alice", "general", &format!("declare sev2 {title}")).await;
        world.advance(TimeDelta::seconds(5)).await;
    }
    assert_eq!(world.messages("incidents").len(), 4, "bells ring meanwhile");
    world.works_off(TimeDelta::minutes(5)).await;
    assert_eq!(calls_by(&world, "conversations.create", 29), 1, "whoever was asked, nobody called");
    assert_eq!(world.incident_channels().len(), 4);
    assert_eq!(world.calls("conversations.create"), 5);
    world.leave().await;
}

#[tokio::test]
async fn a_bell_overtakes_the_words_that_wait_for_the_same_channel() {
    let mut world = World::start_with(paced, limited).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.works_off(TimeDelta::minutes(1)).await;
    world.reads_all();
    for _ in 0..4 {
        world.types_only("bob", &channel, "nothing-new").await;
    }
    world.types_only("alice", "general", "declare sev1 Search is slow").await;
    world.works_off(TimeDelta::minutes(1)).await;
    let said = world.messages("incidents");
    let bell = said.iter().find(|message| message.text.contains("Search is slow")).unwrap().ts.clone();
    let words = said.iter().flat_map(|message| &message.replies).filter(|reply| reply.ts > bell).count();
    assert!(words >= 3, "one may have been under way; {words} came after the bell");
    world.leave().await;
}

#[tokio::test]
async fn edits_that_wait_for_their_turn_become_one() {
    let mut world = World::start_with(paced, limited).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.works_off(TimeDelta::minutes(1)).await;
    let said = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("chat.update", said).times(1));
    world.types("bob", &channel, "sev sev0").await;
    let before = world.calls("chat.update");
    for severity in ["sev1", "sev2", "sev3", "sev0", "sev2"] {
        world.types("bob", &channel, &format!("sev {severity}")).await;
        world.advance(TimeDelta::seconds(3)).await;
    }
    assert_eq!(world.calls("chat.update"), before, "nobody asks in vain");
    world.works_off(TimeDelta::minutes(2)).await;
    assert_eq!(world.calls("chat.update") - before, 2, "one for the announcement, one for the panel");
    assert!(world.announcement().contains("SEV2"), "{}", world.announcement());
    world.leave().await;
}

#[tokio::test]
async fn a_bell_rings_while_everything_else_hangs() {
    let two_places = |config: &mut Config| {
        config.outbox.workers = 2;
        config.slack.call_timeout = 20 * PATIENCE;
    };
    let world = World::start_with(two_places, |_| {}).await;
    let (sandbox, mut config) = (world.sandbox.clone(), world.config.clone());
    let folder = tempfile::tempdir().unwrap();
    config.database = Database::at(format!("sqlite://{}/other.db", folder.path().display()));
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    let running = app::start(&config, world.clock.clone()).await.unwrap();
    sandbox.set_app_url(&format!("http://{}", running.address));
    let hangs = CallTrouble::Latency { milliseconds: 600_000, when: When::BeforeWork };
    for method in ["conversations.create", "chat.update"] {
        sandbox.add_call_fault(CallFault::on(method, hangs.clone()));
    }
    for i in 1..=8 {
        let declare = Command::new("alice", "general", "/incident", &format!("declare sev1 Trouble {i}"));
        let told = told(&sandbox.command(declare).await.unwrap());
        assert!(told.contains("is declared"), "{told}");
    }
    let all = |state: &State| state.channel("incidents").unwrap().messages.len() == 8;
    let rang = sandbox.changed_until(all, PATIENCE).await;
    assert!(rang, "both places are taken by what hangs");
    assert_eq!(sandbox.calls().iter().filter(|call| call.method == "conversations.create").count(), 2);
    drop(running);
}
