//! What somebody sees who looks at everything at once.

use super::*;
use crate::incident::{Detection, Recovery};

fn numbers(incidents: &[Incident]) -> Vec<i64> {
    incidents.iter().map(|incident| incident.number.get()).collect()
}

async fn the_board_holds_what_is_open_and_what_is_over_as_much_as_is_asked_for(home: Home) {
    let store = home.store().await;
    for _ in 0..4 {
        declared(&store).await;
    }
    let board = store.board(&workspace(), 10, 10).await.unwrap();
    assert_eq!((numbers(&board.open.readable), numbers(&board.ended)), (vec![4, 3, 2, 1], vec![]));
    let mine = lease("a", 0);
    let resolve = Command::Resolve { recovery: Recovery::Rollback, detection: Detection::Staff };
    for command in [resolve, Command::Close { postmortem_owner: None }] {
        change(&store, command, None, &mine).await.unwrap();
    }
    let board = store.board(&workspace(), 2, 10).await.unwrap();
    assert_eq!((numbers(&board.open.readable), numbers(&board.ended)), (vec![4, 3], vec![1]));
    assert_eq!(board.open.all, 3, "also beyond those that were asked for");
    assert_eq!(numbers(&store.board(&workspace(), 2, 0).await.unwrap().ended), [0; 0]);
    let elsewhere = store.board(&WorkspaceId::new("T2"), 10, 10).await.unwrap();
    assert_eq!((elsewhere.open.all, elsewhere.ended.len()), (0, 0), "each workspace has its own");
}

on_both!(the_board_holds_what_is_open_and_what_is_over_as_much_as_is_asked_for);
