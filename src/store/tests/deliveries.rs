//! What is owed to the world: lanes, leases, folds.

use super::*;

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

async fn what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    assert_eq!(store.claim(&workspace(), &lease("b", 0), 10).await.unwrap().len(), 0, "still leased");
    let taken = store.claim(&workspace(), &lease("b", 2), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce, Errand::OpenChannel]);
    assert_eq!(taken[0].attempts, 2);
    assert!(matches!(store.finish(&begun[0], &lease("a", 2)).await, Err(StoreError::LeaseLost)));
    assert!(matches!(store.postpone(&begun[0], start(), "late", true).await, Err(StoreError::LeaseLost)));
    let late = change(&store, opened(), Some(Settlement::Done(&begun[1])), &lease("a", 2)).await;
    assert!(matches!(late, Err(NotSaved::Failed(StoreError::LeaseLost))));
    assert_eq!(first(&store).await.version, 1, "nothing of the late save is there");
    assert_eq!(store.owed().await.unwrap(), 2);
}

async fn postponed_work_waits_and_keeps_what_it_achieved(home: Home) {
    let store = home.store().await;
    let begun = declared(&store).await.jobs;
    store.checkpoint(&begun[0], "half").await.unwrap();
    store.postpone(&begun[0], start() + TimeDelta::minutes(5), "ratelimited", false).await.unwrap();
    store.finish(&begun[1], &lease("a", 0)).await.unwrap();
    assert_eq!(store.claim(&workspace(), &lease("a", 4), 10).await.unwrap().len(), 0);
    assert_eq!(store.next_work_at(&workspace()).await.unwrap(), Some(start() + TimeDelta::minutes(5)));
    let again = store.claim(&workspace(), &lease("a", 5), 10).await.unwrap();
    assert_eq!((again[0].checkpoint.as_str(), again[0].attempts), ("half", 2));
    store.hand_back("a").await.unwrap();
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

async fn an_edit_is_as_young_as_what_folded_into_it(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    for (severity, minute) in [("sev0", 0), ("sev1", 1), ("sev0", 400)] {
        change(&store, severity_to(severity), None, &lease("a", minute)).await.unwrap();
        store.hand_back("a").await.unwrap();
    }
    let claimed = store.claim(&workspace(), &lease("b", 500), 50).await.unwrap();
    let panel = claimed.iter().find(|job| job.effect == Effect::RefreshPanel).unwrap();
    assert_eq!(panel.created_at, start() + TimeDelta::minutes(400));
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
    store.hand_back("a").await.unwrap();

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
    what_a_vanished_worker_had_is_claimed_and_its_late_word_does_not_count,
    postponed_work_waits_and_keeps_what_it_achieved,
    waiting_refreshes_collapse_into_one,
    what_was_given_up_stays_visible,
    an_edit_is_as_young_as_what_folded_into_it,
    work_brings_the_incident_along_as_it_was_saved_when_the_work_was_taken,
    what_is_claimed_at_once_goes_to_one,
);
