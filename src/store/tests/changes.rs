//! What is kept of an incident: saved whole, stepped one change at a time, found by what is asked.

use super::*;

async fn what_was_saved_is_read_again(home: Home) {
    let store = home.store().await;
    let saved = declared(&store).await;
    assert_eq!(errands(&saved.jobs), [Errand::Announce, Errand::OpenChannel], "both can start at once");
    let read = first(&store).await;
    assert_eq!(read.incident, *saved.incident);
    assert_eq!(read.next_reminder_at, Some(start() + TimeDelta::minutes(15)));
    assert_eq!(timeline(&store).await.len(), 1);
    let open = store.open_incidents(&workspace(), 10, &Viewer::Firebell).await.unwrap();
    assert_eq!((open.readable.len(), open.unreadable.len(), open.all), (1, 0, 1));
    assert!(
        store.incident(&WorkspaceId::new("T2"), Number::new(1), &Viewer::Firebell).await.unwrap().is_none()
    );
}

async fn numbers_have_no_gaps_and_neither_refusals_nor_repeats_take_one(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let refused = store.declare(&workspace(), None, &lease("a", 0), |_| Err(Refusal::Guest)).await;
    assert!(matches!(refused, Err(NotSaved::Refused(Refusal::Guest))));
    declare_once(&store, Some("trigger:1")).await.unwrap();
    declare_once(&store, Some("trigger:1")).await.unwrap_err();
    assert_eq!(declared(&store).await.incident.number, Number::new(3));
}

async fn whoever_changes_at_the_same_time_steps_on_what_the_other_made_of_it(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let message = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let announced = Command::Announced { message: message.clone() };
    let mine = lease("a", 0);
    let (one, two) =
        tokio::join!(change(&store, announced, None, &mine), change(&store, opened(), None, &mine),);
    one.unwrap();
    two.unwrap();
    let by_channel =
        store.incident_in(&workspace(), &ChannelId::new("C42"), &Viewer::Firebell).await.unwrap().unwrap();
    assert_eq!((by_channel.version, by_channel.incident.places.announcement), (3, Some(message)));
    assert!(store.incident_in(&workspace(), &ChannelId::new(""), &Viewer::Firebell).await.unwrap().is_none());
}

async fn an_incident_is_saved_over_the_version_that_was_read_and_no_other(home: Home) {
    let store = home.store().await;
    let saved = declared(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    let mut written = Vec::new();
    for version in [1, 1, 2] {
        let update = incidents::update(&saved.incident, version, None).unwrap();
        written.push(tx.run(update).await.unwrap().only().written);
    }
    assert_eq!(written, [1, 0, 1]);
}

async fn due_incidents_are_found_by_their_time(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let here = workspace();
    let due = |minute| store.due(&here, start() + TimeDelta::minutes(minute), 10);
    assert_eq!(due(14).await.unwrap(), []);
    assert_eq!(due(15).await.unwrap(), [Number::new(1)]);
    assert_eq!(store.next_due_at(&workspace()).await.unwrap(), Some(start() + TimeDelta::minutes(15)));
}

async fn a_workspace_sees_nothing_of_another(home: Home) {
    let store = home.store().await;
    declared(&store).await;
    let elsewhere = WorkspaceId::new("T2");
    assert_eq!(store.due(&elsewhere, start() + TimeDelta::hours(1), 10).await.unwrap(), []);
    assert_eq!(store.next_due_at(&elsewhere).await.unwrap(), None);
    assert_eq!(store.claim(&elsewhere, &lease("b", 60), 10).await.unwrap().len(), 0);
    assert_eq!(store.next_work_at(&elsewhere).await.unwrap(), None);
}

async fn numbers_have_no_gaps_among_those_who_declare_at_once(home: Home) {
    let stores = [home.store().await, home.store().await];
    let declaring = (0..20).map(|i| {
        let receipt = format!("trigger:{}", i % 10);
        let store = &stores[i / 10];
        async move { declare_once(store, Some(&receipt)).await }
    });
    let ended = futures_util::future::join_all(declaring).await;
    let mut numbers: Vec<i64> = ended.iter().flatten().map(|saved| saved.incident.number.get()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>(), "each request is served once");
    let repeats = ended.iter().filter(|ended| matches!(ended, Err(NotSaved::ServedBefore(_))));
    assert_eq!(repeats.count(), 10);
}

on_both!(
    what_was_saved_is_read_again,
    numbers_have_no_gaps_and_neither_refusals_nor_repeats_take_one,
    whoever_changes_at_the_same_time_steps_on_what_the_other_made_of_it,
    an_incident_is_saved_over_the_version_that_was_read_and_no_other,
    due_incidents_are_found_by_their_time,
    a_workspace_sees_nothing_of_another,
    numbers_have_no_gaps_among_those_who_declare_at_once,
);
