//! What somebody sees who looks at everything at once.

use super::*;
use crate::incident::{Detection, Recovery, Role, SeenHolder};

fn numbers(incidents: &[Incident]) -> Vec<i64> {
    incidents.iter().map(|incident| incident.number.get()).collect()
}

async fn the_board_holds_what_is_open_and_what_is_over_as_much_as_is_asked_for(home: Home) {
    let store = home.store().await;
    for _ in 0..4 {
        declared(&store).await;
    }
    let board = store.board(&workspace(), 10, 10, &Viewer::Firebell).await.unwrap();
    assert_eq!((numbers(&board.open.readable), numbers(&board.ended)), (vec![4, 3, 2, 1], vec![]));
    let mine = lease("a", 0);
    let resolve = Command::Resolve { recovery: Recovery::Rollback, detection: Detection::Staff };
    for command in [resolve, Command::Close { postmortem_owner: None }] {
        change(&store, command, None, &mine).await.unwrap();
    }
    let board = store.board(&workspace(), 2, 10, &Viewer::Firebell).await.unwrap();
    assert_eq!((numbers(&board.open.readable), numbers(&board.ended)), (vec![4, 3], vec![1]));
    assert_eq!(board.open.all, 3, "also beyond those that were asked for");
    assert_eq!(numbers(&store.board(&workspace(), 2, 0, &Viewer::Firebell).await.unwrap().ended), [0; 0]);
    let elsewhere = store.board(&WorkspaceId::new("T2"), 10, 10, &Viewer::Firebell).await.unwrap();
    assert_eq!((elsewhere.open.all, elsewhere.ended.len()), (0, 0), "each workspace has its own");
}

/// Asks something of an incident so many minutes after the start.
async fn asked(store: &Store, minutes: i64, number: i64, command: Command) {
    let (policy, lease) = (policy(), lease("a", 0));
    let step = |incident: &Incident| {
        let now = start() + TimeDelta::minutes(minutes);
        let step = step(incident, command, &Context { now, ..context(&policy) })?;
        Ok(Stepped { step, next_reminder_at: None })
    };
    let workspace = workspace();
    let number = Number::new(number);
    let viewer = &Viewer::Firebell;
    let change =
        Change { workspace: &workspace, number, viewer, receipt: None, settles: None, lease: &lease };
    store.change(change, step).await.unwrap();
}

async fn what_ended_last_comes_first_whatever_its_number_is(home: Home) {
    let store = home.store().await;
    for _ in 0..4 {
        declared(&store).await;
    }
    for (minutes, number) in [(1, 3), (2, 4), (3, 1)] {
        asked(&store, minutes, number, Command::Cancel { because: None, duplicate_of: None }).await;
    }
    assert_eq!(numbers(&store.board(&workspace(), 10, 2, &Viewer::Firebell).await.unwrap().ended), [1, 4]);
    asked(&store, 4, 1, Command::Reopen { because: None, gone: Vec::new() }).await;
    assert_eq!(numbers(&store.board(&workspace(), 10, 2, &Viewer::Firebell).await.unwrap().ended), [4, 3]);
}

async fn what_is_open_and_what_is_over_are_gone_through_from_the_newest(home: Home) {
    let store = home.store().await;
    for _ in 0..3 {
        declared(&store).await;
    }
    change(&store, Command::Cancel { because: None, duplicate_of: None }, None, &lease("a", 0))
        .await
        .unwrap();
    let found = |below: Below| {
        let numbers: Vec<i64> = below.readable.iter().map(|one| one.incident.number.get()).collect();
        (numbers, below.lowest.map(Number::get))
    };
    let (here, all) = (workspace(), Number::new(i64::MAX));
    assert_eq!(found(store.open_below(&here, all, 1).await.unwrap()), (vec![3], Some(3)));
    assert_eq!(found(store.open_below(&here, Number::new(3), 9).await.unwrap()), (vec![2], Some(2)));
    assert_eq!(found(store.ended_below(&here, all, 9).await.unwrap()), (vec![1], Some(1)));
    assert_eq!(found(store.ended_below(&here, Number::new(1), 9).await.unwrap()), (vec![], None));
}

async fn of_the_open_incidents_those_that_name_somebody_are_gone_through(home: Home) {
    let store = home.store().await;
    for _ in 0..4 {
        declared(&store).await;
    }
    let (role, guest) = (Role::Triage, UserId::new("U23"));
    for number in [1, 2, 4] {
        let (to, seen) = (guest.clone(), SeenHolder::Unsaid);
        asked(&store, 1, number, Command::GiveRole { role, to, area: String::new(), seen, anyway: false })
            .await;
    }
    asked(&store, 2, 2, Command::Cancel { because: None, duplicate_of: None }).await;
    let (here, elsewhere, all) = (workspace(), WorkspaceId::new("T2"), Number::new(i64::MAX));
    let naming = |user: &'static str, below, limit| {
        let (store, here) = (store.clone(), here.clone());
        async move {
            let found = store.open_naming(&here, &UserId::new(user), below, limit).await.unwrap();
            let numbers = found.readable.iter().map(|one| one.incident.number.get());
            (numbers.collect::<Vec<_>>(), found.lowest.map(Number::get))
        }
    };
    assert_eq!(naming("U23", all, 9).await, (vec![4, 1], Some(1)));
    assert_eq!(naming("U23", all, 1).await, (vec![4], Some(4)));
    assert_eq!(naming("U23", Number::new(4), 9).await, (vec![1], Some(1)));
    assert_eq!(naming("U1", all, 9).await.0, [4, 3, 1], "who declared them");
    for nobody in ["U2", "23", "U234"] {
        assert_eq!(naming(nobody, all, 9).await, (vec![], None));
    }
    assert_eq!(store.open_naming(&elsewhere, &guest, all, 9).await.unwrap().lowest, None);
}

on_both!(
    of_the_open_incidents_those_that_name_somebody_are_gone_through,
    the_board_holds_what_is_open_and_what_is_over_as_much_as_is_asked_for,
    what_ended_last_comes_first_whatever_its_number_is,
    what_is_open_and_what_is_over_are_gone_through_from_the_newest,
);
