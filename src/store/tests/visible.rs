//! Who finds a private incident: the statements and the core answer alike.

use super::versions::meddle;
use super::*;
use crate::incident::Manner;

/// Somebody who looks, from a channel or from nowhere in particular.
fn person(name: &str, here: Option<&str>) -> Viewer {
    Viewer::Person { user: UserId::new(name), here: here.map(ChannelId::new) }
}

/// Declares INC-1 for everybody and INC-2 in private; U1 declares both.
async fn one_of_each(store: &Store) {
    declared(store).await;
    let policy = policy();
    let manner = Manner { is_private: true, ..Manner::default() };
    let said = Declaration { title: "노트북 분실".to_owned(), manner, ..Declaration::default() };
    let begin = |number| {
        let step = declare(workspace(), number, said, &context(&policy))?;
        Ok(Stepped { step, next_reminder_at: None })
    };
    store.declare(&workspace(), None, &lease("a", 0), begin).await.unwrap();
}

/// Does `command` to INC-2 on behalf of `viewer`.
async fn asks(store: &Store, command: Command, viewer: &Viewer) -> Result<Saved, NotSaved> {
    let policy = policy();
    let step = |incident: &Incident| {
        Ok(Stepped { step: step(incident, command, &context(&policy))?, next_reminder_at: None })
    };
    let (workspace, lease) = (workspace(), lease("a", 0));
    let number = Number::new(2);
    let change =
        Change { workspace: &workspace, number, viewer, receipt: None, settles: None, lease: &lease };
    store.change(change, step).await
}

async fn own(store: &Store, command: Command) {
    asks(store, command, &Viewer::Firebell).await.unwrap();
}

fn in_private() -> Command {
    Command::ChannelOpened { channel: ChannelId::new("C2"), name: "inc-2".to_owned(), is_private: true }
}

async fn a_private_incident_is_found_by_those_alone_whom_the_rule_lets_see_it(home: Home) {
    let store = home.store().await;
    one_of_each(&store).await;
    own(&store, in_private()).await;
    own(&store, Command::MemberJoined { user: UserId::new("U2"), at: None }).await;
    let role = crate::incident::Role::Triage;
    let seen = crate::incident::SeenHolder::Unsaid;
    own(&store, Command::GiveRole { role, to: UserId::new("U3"), area: String::new(), seen, anyway: false })
        .await;
    own(&store, Command::MemberJoined { user: UserId::new("U4"), at: None }).await;
    own(&store, Command::MemberLeft { user: UserId::new("U4"), at: None }).await;

    let all =
        store.incident(&workspace(), Number::new(2), &Viewer::Firebell).await.unwrap().unwrap().incident;
    for (viewer, expected) in [
        (Viewer::Firebell, true),
        (person("U1", None), true),
        (person("U2", None), true),
        (person("U3", Some("C9")), true),
        (person("U4", None), false),
        (person("U4", Some("C9")), false),
        (person("U5", Some("")), false),
        (person("", None), false),
        (person("U5", Some("C2")), true),
    ] {
        assert_eq!(viewer.sees(&all), expected, "{viewer:?}");
        let named = store.incident(&workspace(), Number::new(2), &viewer).await.unwrap();
        assert_eq!(named.is_some(), expected, "{viewer:?} by its number");
        let here = store.incident_in(&workspace(), &ChannelId::new("C2"), &viewer).await.unwrap();
        assert_eq!(here.is_some(), expected, "{viewer:?} by its channel");
        let open = store.open_incidents(&workspace(), 10, &viewer).await.unwrap();
        let numbers: Vec<i64> = open.readable.iter().map(|one| one.number.get()).collect();
        let visible = if expected { vec![2, 1] } else { vec![1] };
        assert_eq!(open.all, i64::try_from(visible.len()).unwrap(), "{viewer:?} counts");
        assert_eq!(numbers, visible, "{viewer:?} lists");
        let newest = store.open_incidents(&workspace(), 1, &viewer).await.unwrap();
        assert_eq!(newest.readable[0].number.get(), visible[0], "{viewer:?}: a page is full all the same");
        let board = store.board(&workspace(), 10, 10, &viewer).await.unwrap();
        assert_eq!(
            (board.open.readable.len(), board.ended.len()),
            (visible.len(), 0),
            "{viewer:?} overlooks"
        );
        let asked = asks(&store, Command::Note { text: "?".to_owned() }, &viewer).await;
        let is_missing = matches!(asked, Err(NotSaved::NoSuchIncident(number)) if number == Number::new(2));
        assert_eq!(is_missing, !expected, "{viewer:?} asks");
    }
    own(&store, Command::Cancel { because: None, duplicate_of: None }).await;
    for (viewer, expected) in [(person("U2", None), vec![2]), (person("U5", None), vec![])] {
        let board = store.board(&workspace(), 10, 10, &viewer).await.unwrap();
        let ended: Vec<i64> = board.ended.iter().map(|one| one.number.get()).collect();
        assert_eq!((board.open.all, ended), (1, expected), "{viewer:?} overlooks what is over");
    }
}

/// A version without private incidents would show what it can read.
async fn an_older_version_cannot_read_a_private_incident(home: Home) {
    let store = home.store().await;
    one_of_each(&store).await;
    own(&store, in_private()).await;
    let states: Vec<String> = match &store.db {
        db::Db::Sqlite { readers, .. } => {
            sqlx::query_scalar("SELECT state FROM incident ORDER BY number").fetch_all(readers).await.unwrap()
        }
        db::Db::Postgres(server) => {
            let all = sqlx::query_scalar("SELECT state FROM incident ORDER BY number");
            all.fetch_all(server.pool()).await.unwrap()
        }
    };
    let read: Vec<bool> =
        states.iter().map(|state| serde_json::from_str::<Incident>(state).is_ok()).collect();
    assert_eq!(read, [true, false]);
}

/// Whoever may not know of it is not told that it cannot be read, either.
async fn one_that_cannot_be_read_is_hidden_too(home: Home) {
    let store = home.store().await;
    one_of_each(&store).await;
    meddle(&store, "UPDATE incident SET state = '{}' WHERE number = 2").await;
    let stranger = person("U5", None);
    assert!(store.incident(&workspace(), Number::new(2), &stranger).await.unwrap().is_none());
    let open = store.open_incidents(&workspace(), 10, &stranger).await.unwrap();
    assert_eq!((open.readable.len(), open.unreadable.len(), open.all), (1, 0, 1));
}

async fn the_private_ones_with_a_channel_are_found_page_by_page(home: Home) {
    let store = home.store().await;
    one_of_each(&store).await;
    let ones = async |below: i64, is_open: bool| {
        let below = store.private_below(&workspace(), Number::new(below), is_open, 1).await.unwrap();
        let numbers: Vec<i64> = below.readable.iter().map(|one| one.incident.number.get()).collect();
        (numbers, below.lowest.map(Number::get))
    };
    assert_eq!(ones(9, true).await, (vec![], None), "it has no channel yet");
    own(&store, in_private()).await;
    assert_eq!(ones(9, true).await, (vec![2], Some(2)));
    assert_eq!((ones(2, true).await, ones(9, false).await), ((vec![], None), (vec![], None)));
    own(&store, Command::Cancel { because: None, duplicate_of: None }).await;
    assert_eq!((ones(9, true).await, ones(9, false).await), ((vec![], None), (vec![2], Some(2))));
    meddle(&store, "UPDATE incident SET state = '{}' WHERE number = 2").await;
    assert_eq!(ones(9, false).await, (vec![], Some(2)), "what cannot be read is no end");
}

on_both!(
    a_private_incident_is_found_by_those_alone_whom_the_rule_lets_see_it,
    an_older_version_cannot_read_a_private_incident,
    one_that_cannot_be_read_is_hidden_too,
    the_private_ones_with_a_channel_are_found_page_by_page,
);
