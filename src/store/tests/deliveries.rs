//! What is owed to the world: lanes, leases, folds.

use super::*;

/// Put off for so many minutes, after three failures.
fn put_off(minutes: i64, error: &str) -> Postponed<'_> {
    let run_at = start() + TimeDelta::minutes(minutes);
    Postponed { run_at, error, failures: 3, tried_for: Duration::from_secs(7) }
}

async fn a_lane_goes_in_order_and_lanes_go_side_by_side(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let channel = begun.iter().find(|job| job.effect == Effect::OpenChannel).unwrap();
    let settles = Some(Settlement::Done(channel));
    let started = change(&store, opened(), settles, &lease("a", 0)).await.unwrap();
    // The announcement's edit waits for the announcement, which is still under way.
    assert_eq!(errands(&started), [Errand::InvitePeople, Errand::PostPanel, Errand::SetTopic]);
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 0);
    let announce = begun.iter().find(|job| job.effect == Effect::Announce).unwrap();
    let next = store.finish(announce, &lease("a", 0)).await.unwrap();
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
}

async fn what_waited_for_its_turn_follows_whatever_watch_was_looked_at_first(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    change(&store, opened(), Some(Settlement::Done(&begun[1])), &lease("a", 1)).await.unwrap();
    // Whoever ends the announcement looked at the clock, and then had to wait for the save that owes its edit.
    let next = store.finish(&begun[0], &lease("a", 0)).await.unwrap();
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
}

async fn what_another_has_is_not_next_in_its_lane_while_the_clock_is_not_believed(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    change(&store, opened(), Some(Settlement::Done(&begun[1])), &lease("a", 0)).await.unwrap();
    // The bell failed and waits; what stands behind it in its lane is under way at somebody else's.
    versions::meddle(
        &store,
        "UPDATE outbox SET lease_owner = 'b', lease_until = 1790000060000 WHERE errand = 'refresh-announcement'",
    )
    .await;
    let set_forward = Lease { takes_over: false, ..lease("a", 60) };
    assert_eq!(errands(&store.finish(&begun[0], &set_forward).await.unwrap()), []);
    let believed = store.claim(&workspace(), &lease("c", 60), 50).await.unwrap();
    assert!(errands(&believed).contains(&Errand::RefreshAnnouncement));
}

async fn what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 0, "still leased");
    let taken = store.claim(&workspace(), &lease("b", 2), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce, Errand::OpenChannel]);
    assert_eq!(taken[0].attempts, 2);
    assert!(matches!(store.finish(&begun[0], &lease("a", 2)).await, Err(StoreError::LeaseLost)));
    let late = put_off(0, "late");
    assert!(matches!(store.postpone(&begun[0], late).await, Err(StoreError::LeaseLost)));
    let late = change(&store, opened(), Some(Settlement::Done(&begun[1])), &lease("a", 2)).await;
    assert!(matches!(late, Err(NotSaved::Failed(StoreError::LeaseLost))));
    assert_eq!(first(&store).await.version, 1, "nothing of the late save is there");
    assert_eq!(store.owed().await.unwrap(), 2);
}

async fn postponed_work_waits_and_keeps_what_it_achieved(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    store.checkpoint(&begun[0], "half").await.unwrap();
    store.postpone(&begun[0], put_off(5, "ratelimited")).await.unwrap();
    store.finish(&begun[1], &lease("a", 0)).await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("a", 4), 10).await.unwrap().len(), 0);
    assert_eq!(store.next_work_at(&workspace()).await.unwrap(), Some(start() + TimeDelta::minutes(5)));
    let again = store.claim(&workspace(), &lease("a", 5), 10).await.unwrap();
    assert_eq!((again[0].checkpoint.as_str(), again[0].attempts), ("half", 2));
    assert_eq!((again[0].failures, again[0].tried_for), (3, Duration::from_secs(7)));
    store.hand_back(&lease("a", 0), &[]).await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("b", 5), 10).await.unwrap().len(), 1);
}

async fn waiting_refreshes_collapse_into_one(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    for severity in ["sev0", "sev1", "sev0"] {
        let command = Command::ChangeSeverity { to: SeverityKey::new(severity), because: None };
        change(&store, command, None, &lease("a", 0)).await.unwrap();
    }
    // Announce, OpenChannel, three lines, two of them in two places; of three refreshes of each kind, the first panel refresh and the first topic
    // are under way and one waits; the announcement's refresh waits for the announcement.
    let owed = store.owed().await.unwrap();
    assert_eq!(owed, 2 + 5 + 2 + 2 + 1);
}

async fn what_was_given_up_stays_visible(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let gave_up = Command::GaveUp { errand: Errand::Announce, why: "channel_not_found".into() };
    let settles = Some(Settlement::GivenUp(&begun[0], "channel_not_found"));
    change(&store, gave_up, settles, &lease("a", 0)).await.unwrap();
    let given_up = store.given_up(&workspace(), 10).await.unwrap();
    assert_eq!(given_up.len(), 1);
    assert_eq!(
        (given_up[0].errand.as_str(), given_up[0].last_error.as_str()),
        ("announce", "channel_not_found")
    );
}

async fn what_was_given_up_long_ago_is_forgotten_a_little_at_a_time(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    for (job, minute) in begun.iter().zip([10, 20]) {
        let gave_up = Command::GaveUp { errand: job.effect.errand(), why: "channel_not_found".into() };
        change(&store, gave_up, Some(Settlement::GivenUp(job, "x")), &lease("a", minute)).await.unwrap();
    }
    let owed = store.owed().await.unwrap();
    let forget = |minute| store.forget_given_up_before(start() + TimeDelta::minutes(minute), 1);
    assert_eq!(forget(10).await.unwrap(), 0, "it was owed before, but given up then");
    assert_eq!(forget(11).await.unwrap(), 1);
    let left = store.given_up(&workspace(), 10).await.unwrap();
    assert_eq!(left.iter().map(|one| one.errand.as_str()).collect::<Vec<_>>(), ["open-channel"]);
    assert_eq!([forget(90).await.unwrap(), forget(90).await.unwrap()], [1, 0]);
    assert_eq!(store.owed().await.unwrap(), owed, "what is owed stays, however old it is");
    let on_the_timeline = timeline(&store).await;
    assert!(format!("{on_the_timeline:?}").contains("channel_not_found"));
}

async fn what_is_handed_back_is_taken_at_once_but_for_what_slack_may_be_doing(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    store.hand_back(&lease("a", 0), &[begun[0].id]).await.unwrap();
    let taken = store.claim(&workspace(), &lease("b", 0), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::OpenChannel]);
    let later = Lease { now: start() + TimeDelta::seconds(15), ..lease("b", 1) };
    assert_eq!(errands(&store.claim(&workspace(), &later, 10).await.unwrap()), [Errand::Announce]);
    let late = store.finish(&begun[0], &lease("a", 0)).await;
    assert!(matches!(late, Err(StoreError::LeaseLost)));
}

async fn what_is_saved_before_the_database_is_let_go_of_is_nobodys(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    // Somebody is in the middle of a save, and whoever leaves waits for that.
    let mut tx = store.db.begin().await.unwrap();
    let owes_more = "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, \
        lease_owner, lease_until, attempts, checkpoint, last_error) SELECT workspace, number, 'more', errand, effect, \
        state, created_at, run_at, lease_owner, lease_until, attempts, checkpoint, last_error FROM outbox \
        WHERE errand = 'announce'";
    tx.run(batch::statement(owes_more)).await.unwrap();
    let (left, kept) = tokio::join!(store.leave("a"), tx.end(Ok::<_, StoreError>(())));
    assert!(left.is_ok() && kept.is_ok(), "{left:?} {kept:?}");
    assert!(store.db.begin().await.is_err(), "nobody can save any more");
    let store = home.store().await;
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 3);
}

async fn an_edit_is_as_young_as_what_folded_into_it(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    for (severity, minute) in [("sev0", 0), ("sev1", 1), ("sev0", 400)] {
        change(&store, severity_to(severity), None, &lease("a", minute)).await.unwrap();
        store.hand_back(&lease("a", 0), &[]).await.unwrap();
        versions::meddle(&store, "UPDATE outbox SET tried_for = tried_for + 3600000").await;
    }
    change(&store, severity_to("sev1"), None, &lease("a", 400)).await.unwrap();
    let claimed = store.claim(&workspace(), &lease("b", 500), 50).await.unwrap();
    let panel = claimed.iter().find(|job| job.effect == Effect::RefreshPanel).unwrap();
    assert_eq!(panel.created_at, start() + TimeDelta::minutes(400));
    assert_eq!(panel.tried_for, Duration::ZERO);
}

async fn work_brings_the_incident_along_as_it_was_saved_when_the_work_was_taken(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    let mine = lease("a", 0);
    let started = change(&store, opened(), Some(Settlement::Done(&begun[1])), &mine).await.unwrap();
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let announced = Command::Announced { message };
    let next = change(&store, announced, Some(Settlement::Done(&begun[0])), &mine).await.unwrap();
    let places = |job: &Job| job.incident.as_ref().map(|incident| incident.places.clone()).unwrap();
    assert!(places(&begun[1]).channel.is_none());
    assert!(started.iter().all(|job| places(job).channel.is_some() && places(job).announcement.is_none()));
    assert_eq!(errands(&next), [Errand::RefreshAnnouncement]);
    assert!(places(&next[0]).announcement.is_some(), "it edits what the delivery before it posted");
    let claimed = store.claim(&workspace(), &lease("b", 5), 10).await.unwrap();
    assert!(claimed.iter().all(|job| job.incident.is_none()), "who claims later reads what is true then");
}

async fn what_is_claimed_at_once_goes_to_one(home: Home) {
    let store = home.store().await;
    for _ in 0..10 {
        declared(&store).await;
    }
    let (here, owners) = (workspace(), ["b", "c", "d", "e"]);
    let leases = owners.map(|owner| lease(owner, 5));
    let mut claimed = Vec::new();
    while claimed.len() < 20 {
        let claims = leases.iter().map(|lease| store.claim(&here, lease, 3));
        for jobs in futures_util::future::join_all(claims).await {
            claimed.extend(jobs.unwrap().iter().map(|job| job.id));
        }
    }
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), 20, "each piece of work, and each once");
}

/// Waits until somebody is kept waiting by somebody else's transaction.
async fn somebody_waits(url: &str) {
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut looking = sqlx::PgConnection::connect(url).await.unwrap();
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut looking).await.unwrap() == 0 {}
}

#[tokio::test]
async fn an_edit_does_not_fold_into_one_that_is_just_being_claimed() {
    let Some(home) = Home::postgres() else { return };
    let store = home.store().await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    change(&store, severity_to("sev0"), None, &lease("a", 0)).await.unwrap();
    store.hand_back(&lease("a", 0), &[]).await.unwrap();

    // Somebody claims the panel's edit; before that is kept, the incident changes once more.
    let mut tx = store.db.begin().await.unwrap();
    let (claimed, _deposit) =
        outbox::claim_in(&mut tx, &store.books, &workspace(), &lease("b", 5), 50.into()).await.unwrap();
    let mine = lease("a", 5);
    let keeps = async {
        somebody_waits(home.database.url.expose()).await;
        tx.end(Ok::<_, StoreError>(())).await
    };
    let (changed, kept) = tokio::join!(change(&store, severity_to("sev1"), None, &mine), keeps);
    assert!(changed.is_ok() && kept.is_ok());
    let panel = claimed.iter().find(|job| job.effect == Effect::RefreshPanel).unwrap();
    assert_eq!(errands(&store.finish(panel, &lease("b", 5)).await.unwrap()), [Errand::RefreshPanel]);
}

on_both!(
    a_lane_goes_in_order_and_lanes_go_side_by_side,
    what_waited_for_its_turn_follows_whatever_watch_was_looked_at_first,
    what_another_has_is_not_next_in_its_lane_while_the_clock_is_not_believed,
    what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count,
    postponed_work_waits_and_keeps_what_it_achieved,
    waiting_refreshes_collapse_into_one,
    what_was_given_up_stays_visible,
    what_was_given_up_long_ago_is_forgotten_a_little_at_a_time,
    what_is_handed_back_is_taken_at_once_but_for_what_slack_may_be_doing,
    what_is_saved_before_the_database_is_let_go_of_is_nobodys,
    an_edit_is_as_young_as_what_folded_into_it,
    work_brings_the_incident_along_as_it_was_saved_when_the_work_was_taken,
    what_is_claimed_at_once_goes_to_one,
);
