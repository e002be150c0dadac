//! Long conversations, and what was said while nobody could hear it.

use super::line::Line;
use super::stage::Stage;
use super::window::Size;

#[tokio::test]
async fn ten_thousand_messages_come_a_page_at_a_time() {
    let Some(stage) = Stage::start().await else { return };
    for number in 1..=10_000 {
        stage.says("bob", "random", &format!("line {number}.")).await;
    }
    let alice = stage.window("alice", "random").await;
    alice.sees("line 10000.").await;
    alice.answers("countMessages", 50).await;
    for pages in 2..=4 {
        alice.asks("scrollToTop", "").await;
        alice.answers("countMessages", 50 * pages).await;
    }
    alice.sees("line 9801.").await;
    stage.says("bob", "random", "One more").await;
    alice.sees("One more").await;
    alice.answers("countMessages", 201).await;
    stage.finish([alice]).await;
}

#[tokio::test]
async fn what_was_said_while_the_connection_was_lost_arrives_later() {
    let Some(stage) = Stage::start().await else { return };
    let line = Line::to(stage.sandbox.address()).await;
    let alice = stage.window_through(&line.url(), "alice", Size::DESKTOP).await;
    alice.goes_to("random").await;
    stage.says("bob", "random", "Are you there?").await;
    alice.sees("Are you there?").await;
    line.cut();
    alice.answers("isOffline", true).await;
    for words in ["Hello?", "Never mind."] {
        stage.says("bob", "random", words).await;
    }
    line.mend();
    alice.sees("Hello?").await;
    alice.sees("Never mind.").await;
    alice.answers("countMessages", 3).await;
    alice.answers("isOffline", false).await;
    for complaint in alice.complaints().await {
        assert!(complaint.contains("/live"), "{complaint}");
    }
    stage.finish([alice]).await;
}
