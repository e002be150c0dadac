//! PostgreSQL behind one service and behind several: one incident, whoever of them was asked.

use std::time::Duration;

use chrono::TimeDelta;
use firebell::app::{self, Parts, Running};
use firebell::config::Config;
use firebell::incident::{Fact, Standing, UserId, Viewer};
use firebell::store::Database;
use slack_sandbox::{
    CallFault, CallTrouble, Click, Command, DeliveryFault, DeliveryTrouble, Options, State, UserAct,
    UserVerb, When,
};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinHandle;

use crate::doors::{comes_to_answer, looks_at};
use crate::duplicates::the_second_presser_is_told_kindly;
use crate::knock::{COMMANDS, Knock, declaration};
use crate::world::{PATIENCE, World, told, workspace};

/// So many incidents, each with one channel and one announcement.
async fn all_are_there_once(world: &World, count: usize) {
    let open =
        world.parts().engine.store().open_incidents(&workspace(), 50, &Viewer::Firebell).await.unwrap().all;
    let seen = (world.incident_channels().len(), world.messages("incidents").len());
    assert_eq!((usize::try_from(open).unwrap(), seen), (count, (count, count)));
}

/// Two replicas with an incident, and its channel; everything was read.
async fn two_with_incident(severity: &str) -> Option<(World, String)> {
    let mut world = World::with_replicas(2).await?;
    let channel = world.declares("alice", severity, "Checkout is down").await;
    world.reads_all();
    Some((world, channel))
}

#[tokio::test]
async fn a_whole_incident() {
    for replicas in [1, 2] {
        let Some(mut world) = World::with_replicas(replicas).await else { return };
        let channel = world.declares("alice", "sev1", "Checkout is down").await;
        world.takes("bob", "commander", &channel).await;
        world.gives("bob", "communications", "carol", &channel).await;
        world.moves_to("bob", "mitigating", &channel).await;
        world.posts_update("carol", "Payments fail", 60, &channel).await;
        world.reads_all();
        let said = world.hears_first_after(60, &channel).await;
        assert_eq!(said.matches("An update on INC-1 is due.").count(), 1, "{said}");
        world.types("bob", &channel, "nothing-new").await;
        world.resolves("bob", &channel).await;
        world.types("bob", &channel, "export").await;
        assert_eq!(world.given_up().await, [""; 0]);
        assert!(world.announcement().contains("Resolved"), "{}", world.announcement());
        let whole = world.timeline(1).await;
        for fact in ["Declared", "RoleGiven", "StageChanged", "UpdatePosted", "Reminded", "Resolved"] {
            let told = whole.iter().filter(|entry| format!("{:?}", entry.fact).starts_with(fact)).count();
            assert!(told > 0, "{fact} in {whole:#?}");
        }
        all_are_there_once(&world, 1).await;
        world.leave().await;
    }
}

#[tokio::test]
async fn a_command_that_two_replicas_get_at_once_declares_once() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let declaring = declaration("T0SANDBOX1", "U0ALICE001", "declare sev1 Checkout is down");
    let (one, other) = tokio::join!(
        Knock::signed(COMMANDS, &declaring).at(&world),
        Knock::signed(COMMANDS, &declaring).at(&world)
    );
    for answer in [one, other] {
        assert!(answer.contains("INC-1 is declared: SEV1, Checkout is down."), "{answer}");
    }
    world.settle().await;
    all_are_there_once(&world, 1).await;
    world.types("bob", "general", "declare sev2 Search is slow").await;
    all_are_there_once(&world, 2).await;
    world.leave().await;
}

#[tokio::test]
async fn a_press_that_two_replicas_get_at_once_counts_once() {
    let Some((mut world, channel)) = two_with_incident("sev2").await else { return };
    world.sandbox.add_delivery_fault(DeliveryFault::on("*", DeliveryTrouble::Twice));
    world.presses_button("bob", &channel, "severity:sev0").await;
    let said = world.reads(&channel);
    assert_eq!(said.matches("the severity of INC-").count(), 1, "{said}");
    assert_eq!(world.timeline(1).await.len(), 4, "declared, announced, channel opened, severity changed");
    assert_eq!(world.whispers("bob", &channel), [""; 0]);
    world.leave().await;
}

#[tokio::test]
async fn of_two_who_press_the_same_button_at_different_replicas_the_second_is_told_kindly() {
    let Some((mut world, channel)) = two_with_incident("sev2").await else { return };
    the_second_presser_is_told_kindly(&mut world, &channel).await;
    world.leave().await;
}

#[tokio::test]
async fn twenty_declarations_at_two_replicas_get_twenty_numbers_without_a_gap() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let declare = |i: usize| {
        let (sandbox, user) = (world.sandbox.clone(), ["alice", "bob", "carol", "minji"][i % 4]);
        let command = Command::new(user, "general", "/incident", &format!("declare sev3 Trouble {i}"));
        tokio::spawn(async move { sandbox.command(command).await.unwrap() })
    };
    for declared in (0..20).map(declare).collect::<Vec<_>>() {
        let outcome = declared.await.unwrap();
        assert!(told(&outcome).contains("SEV3, Trouble"), "{}", told(&outcome));
    }
    world.settle().await;
    for number in 1..=20 {
        let incident = world.incident(number).await;
        assert!(incident.places.channel.is_some() && incident.places.announcement.is_some());
    }
    all_are_there_once(&world, 20).await;
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_that_two_clocks_look_at_is_given_once() {
    let Some((mut world, channel)) = two_with_incident("sev0").await else { return };
    world.time_passes(TimeDelta::minutes(15));
    let [one, other] = world.replicas() else { panic!("there are two replicas") };
    tokio::join!(one.scheduler.look(), other.scheduler.look());
    world.settle().await;
    assert_eq!(world.reads(&channel).matches("An update on INC-1 is due.").count(), 1);
    let reminded = world.timeline(1).await.into_iter();
    assert_eq!(reminded.filter(|entry| matches!(entry.fact, Fact::Reminded { .. })).count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn what_a_killed_replica_had_is_taken_over_when_its_leases_have_run_out() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let declared = world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    assert!(told(&declared).contains("INC-1 is declared"));
    drop(world.loses_replica(0));
    world.advance(TimeDelta::seconds(59)).await;
    assert!(world.messages("incidents").is_empty(), "it is still the other's");
    world.advance(TimeDelta::seconds(2)).await;
    all_are_there_once(&world, 1).await;
    world.leave().await;
}

#[tokio::test]
async fn whoever_comes_late_with_what_somebody_else_has_taken_over_saves_nothing() {
    let Some((mut world, channel)) = two_with_incident("sev0").await else { return };
    world.time_passes(TimeDelta::minutes(15));
    let late = world.loses_replica(0);
    late.scheduler.look().await;
    let late = posts_without_hearing_of_it(&world, late, &channel).await;
    world.advance(TimeDelta::seconds(61)).await;
    let before = (world.incident(1).await, world.timeline(1).await);
    assert!(before.0.last_reminder.as_ref().is_some_and(|reminder| reminder.message.is_some()));
    drop(late.await.unwrap());
    assert_eq!(before, (world.incident(1).await, world.timeline(1).await));
    assert_eq!(world.reads(&channel).matches("An update on INC-1 is due.").count(), 1);
    world.finish().await;
}

/// Lets a replica work until Slack has taken a message for the channel, whose answer is slow to come.
async fn posts_without_hearing_of_it(world: &World, mut late: Parts, channel: &str) -> JoinHandle<Parts> {
    let unheard = CallTrouble::Latency { milliseconds: 1_500, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", unheard));
    let before = world.messages(channel).len();
    let working = tokio::spawn(async move {
        late.worker.drain().await;
        late
    });
    let is_posted = |state: &State| state.channel(channel).unwrap().messages.len() > before;
    assert!(world.sandbox.changed_until(is_posted, PATIENCE).await);
    world.sandbox.clear_faults();
    working
}

/// What somebody is told whose request could not be kept.
const TROUBLE: &str = "Something went wrong on my side and nothing was saved. Please try again";

#[tokio::test]
async fn while_the_database_is_away_people_are_told_and_then_everything_goes_on() {
    let Some(server) = test_postgres::server() else { return };
    let mut world = World::with_replicas_on(server.database(), 2).await;
    let channel = world.declares("alice", "sev2", "Checkout is down").await;
    let panel = world.with_action(&channel, "take:commander");
    let press = || Click::message("bob", &channel, &panel, "take:commander");

    server.dies();
    let pressed = world.sandbox.click(press()).await.unwrap();
    assert_eq!(pressed.error, None, "it was answered");
    let limit = Database::at(world.config.database.url.expose()).timeout;
    assert!(limit + Duration::from_secs(1) <= Options::default().ack_deadline, "and that in time");
    world.settle().await;
    assert!(world.last_whisper("bob", &channel).contains(TROUBLE), "{}", world.last_whisper("bob", &channel));
    let typed = world.types_only("carol", "general", "declare sev1 Search is slow").await;
    assert!(told(&typed).contains(TROUBLE), "{}", told(&typed));
    assert!(looks_at(&world, "/readyz").await.starts_with("503 "));
    assert_eq!(looks_at(&world, "/healthz").await, "200 ok\n");

    server.comes_back();
    for _ in world.replicas() {
        comes_to_answer(world.address(), "/readyz", "200 ready\n").await;
    }
    world.presses(press()).await;
    assert_eq!(world.reads(&channel).matches("is now *Incident commander*").count(), 1);
    world.types("carol", "general", "declare sev1 Search is slow").await;
    assert!(world.incident(2).await.places.channel.is_some(), "no number was lost");
    all_are_there_once(&world, 2).await;
    world.leave().await;
}

/// Within this, nobody takes over what a living process has leased.
const LESS_THAN_A_LEASE: TimeDelta = TimeDelta::seconds(30);

/// A commit that outlasts everybody's patience, and is kept all the same: it waits for whoever holds the lock.
const KEPT_LATE: &str = "
    SELECT pg_advisory_lock(3);
    CREATE FUNCTION takes_its_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(3);
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER takes_its_time AFTER INSERT ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION takes_its_time()";

#[tokio::test]
async fn where_the_database_does_not_say_whether_it_was_saved_nobody_is_told_that_it_was_not() {
    let hasty = |config: &mut Config| config.database.timeout = Duration::from_secs(4);
    let Some(mut world) = World::with_replicas_and(2, hasty, |_| {}).await else { return };
    let mut beside = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    sqlx::raw_sql(KEPT_LATE).execute(&mut beside).await.unwrap();
    let typed = world.types_only("carol", "general", "declare sev1 Search is slow").await;
    let said = told(&typed);
    assert!(said.contains("I can't tell whether it was. Please look first"), "{said}");
    sqlx::raw_sql("SELECT pg_advisory_unlock(3)").execute(&mut beside).await.unwrap();
    // That waits for the end of it.
    sqlx::raw_sql("DROP TRIGGER takes_its_time ON incident").execute(&mut beside).await.unwrap();
    let listed = world.types("carol", "general", "list").await;
    assert!(told(&listed).contains("1 open incident"), "{}", told(&listed));
    // Its work was leased to whoever saved it, for longer than that.
    world.works_off(LESS_THAN_A_LEASE).await;
    all_are_there_once(&world, 1).await;
    world.leave().await;
}

/// The same for what a delivery brought back: that the incident's channel is there.
const CHANNEL_KEPT_LATE: &str = "
    CREATE FUNCTION takes_its_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_sleep(5);
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER takes_its_time AFTER UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.channel = '' AND NEW.channel <> '')
    EXECUTE FUNCTION takes_its_time()";

#[tokio::test]
async fn what_follows_from_a_save_that_the_database_kept_silently_does_not_wait_for_a_lease() {
    let hasty = |config: &mut Config| config.database.timeout = Duration::from_secs(3);
    let Some(mut world) = World::with_replicas_and(2, hasty, |_| {}).await else { return };
    let mut beside = PgConnection::connect(world.config.database.url.expose()).await.unwrap();
    sqlx::raw_sql(CHANNEL_KEPT_LATE).execute(&mut beside).await.unwrap();
    world.types_only("carol", "general", "declare sev1 Search is slow").await;
    world.works_off(LESS_THAN_A_LEASE).await;
    all_are_there_once(&world, 1).await;
    let incident = world.incident(1).await;
    let channel = incident.places.channel.expect("it was made").to_string();
    let panel = incident.places.panel.expect("the panel was posted without a lease running out");
    let posted = world.messages(&channel).into_iter().filter(|message| message.ts == panel.ts);
    assert_eq!((posted.count(), world.owed().await), (1, 0));
    world.leave().await;
}

#[tokio::test]
async fn what_was_said_while_the_database_went_away_is_kept_when_it_is_back() {
    let Some(server) = test_postgres::server() else { return };
    let mut world = World::with_replicas_on(server.database(), 2).await;
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    server.dies();
    let sandbox = world.sandbox.clone();
    let comes_back = async {
        let is_announced = |state: &State| !state.channel("incidents").unwrap().messages.is_empty();
        assert!(sandbox.changed_until(is_announced, PATIENCE).await);
        // What is under way tries on meanwhile.
        let coming_back = tokio::task::spawn_blocking(|| {
            server.comes_back();
            server
        });
        coming_back.await.unwrap()
    };
    let ((), _server) = tokio::join!(world.settle(), comes_back);
    // What could not look whether it may begin does so a little later.
    world.works_off(TimeDelta::seconds(30)).await;
    all_are_there_once(&world, 1).await;
    assert!(world.incident(1).await.places.announcement.is_some(), "and nothing waited for a lease");
    world.leave().await;
}

/// A replica that runs by itself, and that Slack asks from now on.
pub(crate) async fn another_runs(world: &World) -> Running {
    let mut config = world.config.clone();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    let running = app::start(&config, world.clock.clone()).await.unwrap();
    world.sandbox.set_app_url(&format!("http://{}", running.address));
    running
}

#[tokio::test]
async fn whoever_is_told_to_stop_finishes_what_is_under_way_and_hands_back_the_rest() {
    let Some(mut world) = World::with_replicas(1).await else { return };
    let stopping = another_runs(&world).await;
    let slow = CallTrouble::Latency { milliseconds: 1_000, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", slow));
    world.types_only("alice", "general", "declare sev1 Checkout is down").await;
    let is_announced = |state: &State| !state.channel("incidents").unwrap().messages.is_empty();
    assert!(world.sandbox.changed_until(is_announced, PATIENCE).await);
    stopping.stop().await;
    world.sandbox.clear_faults();
    assert!(world.incident(1).await.places.announcement.is_some(), "its outcome was waited for");
    world.settle().await;
    all_are_there_once(&world, 1).await;
    world.sandbox.set_app_url(world.address());
    world.leave().await;
}

#[tokio::test]
async fn what_one_replica_hears_of_somebody_the_others_can_look_up() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let leaves =
        UserAct { user: "bob".into(), act: UserVerb::Deactivate, real_name: None, display_name: None };
    world.sandbox.user_act(leaves).await.unwrap();
    world.settle().await;
    for parts in world.replicas() {
        parts.directory.reload().await.unwrap();
        assert_eq!(parts.directory.standing(&UserId::new("U0BOB00001")), Standing::Gone);
    }
    world.leave().await;
}
