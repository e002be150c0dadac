//! What is kept for a while only does not pile up.

use chrono::TimeDelta;
use firebell::incident::Fact;
use slack_sandbox::{CallFault, CallTrouble};
use sqlx::Executor as _;

use crate::world::World;

#[tokio::test]
async fn old_receipts_are_forgotten_however_many_there_are_and_young_ones_kept() {
    let mut world = World::on_a_file().await;
    world.declares("alice", "sev2", "Checkout is down").await;
    let mut database = world.database().await;
    let old = (world.clock.machine_now() - TimeDelta::days(8)).timestamp_millis();
    let fill = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
         INSERT INTO receipt SELECT 'T0SANDBOX1', 'command:' || i, 1, {old} + i FROM n"
    );
    database.execute(sqlx::AssertSqlSafe(fill)).await.unwrap();
    let mut left: Vec<i64> = Vec::new();
    for _ in 0..4 {
        world.parts().scheduler.forget_old_receipts().await;
        let receipts = sqlx::query_scalar("SELECT COUNT(*) FROM receipt");
        left.push(receipts.fetch_one(&mut database).await.unwrap());
    }
    assert_eq!(left, [701, 201, 1, 1], "in bites, and that of the declaration stays");
    world.leave().await;
}

#[tokio::test]
async fn what_was_given_up_is_listed_for_ninety_days_and_stays_on_the_timeline() {
    let mut world = World::start().await;
    let refused = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", refused));
    world.types("alice", "general", "declare sev1 Checkout is down").await;
    world.advance(TimeDelta::minutes(1)).await;
    for (days, listed) in [(89, 1), (2, 0)] {
        world.advance(TimeDelta::days(days)).await;
        world.parts().scheduler.forget_what_was_given_up().await;
        assert_eq!(world.given_up().await.len(), listed, "after {days} more days");
    }
    let stays = world.timeline(1).await.iter().any(|entry| matches!(entry.fact, Fact::GaveUp { .. }));
    assert!(stays, "{:?}", world.timeline(1).await);
    world.leave().await;
}
