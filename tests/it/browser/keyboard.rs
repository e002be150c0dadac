//! Without a mouse.

use fantoccini::key::Key;

use super::stage::Stage;

#[tokio::test]
async fn the_keyboard_is_enough_to_declare_and_to_take_a_role() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    alice.hits(Key::Tab).await;
    assert_eq!(alice.focus().await, "Skip to the message field");
    alice.hits(Key::Enter).await;
    assert_eq!(alice.focus().await, "Message #general");

    alice.types("/inc").await;
    alice.sees("Declare and run incidents").await;
    alice.hits(Key::Enter).await;
    alice.hits(Key::Enter).await;
    alice.has_a_modal().await;
    assert_eq!(alice.focus().await, "What is wrong?");
    alice.types("Checkout is down").await;
    alice.hits(Key::Tab).await;
    assert_eq!(alice.focus().await, "Severity");
    alice.hits(Key::Down).await;
    alice.answers("isChoosing", true).await;
    alice.hits(Key::Up).await;
    alice.hits(Key::Enter).await;
    alice.sees_in("Severity", "SEV1 · high").await;
    alice.hits_until_at(Key::Tab, "Ring the bell").await;
    alice.hits(Key::Enter).await;
    alice.has_no_modal().await;
    alice.answers("focus", "Message #general").await;

    alice.sees("inc-1-checkout-is-down").await;
    alice.hits_until_at(Key::Tab, "inc-1-checkout-is-down").await;
    alice.hits(Key::Enter).await;
    alice.reads("Take triage", "Incident commander · nobody yet").await;
    alice.hits_until_at(Key::Tab, "Take command").await;
    alice.hits(Key::Enter).await;
    alice.reads("Take triage", "Incident commander · @Alice").await;
    assert_eq!(alice.focus().await, "Take command", "drawing anew does not take the focus away");
    stage.finish([alice]).await;
}

#[tokio::test]
async fn a_modal_holds_the_focus_and_gives_it_back() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    alice.says("#general", "/incident").await;
    alice.has_a_modal().await;
    let mut passed = Vec::new();
    for _ in 0..20 {
        alice.hits(Key::Tab).await;
        let is_inside = alice.asks("modalHasFocus", "").await == true;
        passed.push(alice.focus().await);
        // Behind the last one comes the browser itself, as far as the page knows.
        assert!(is_inside || passed.last().is_some_and(|focus| focus == "body"), "{passed:?}");
    }
    for name in ["What is wrong?", "Severity", "What do you see?", "Service", "Cancel", "Ring the bell"] {
        assert!(passed.iter().any(|focus| focus.starts_with(name)), "{name} cannot be reached: {passed:?}");
    }

    alice.hits_until_at(Key::Tab, "Severity").await;
    alice.hits(Key::Down).await;
    alice.answers("isChoosing", true).await;
    alice.hits(Key::Escape).await;
    alice.has_a_modal().await;
    assert_eq!(alice.focus().await, "Severity", "Escape closes the menu first");
    alice.hits(Key::Escape).await;
    alice.has_no_modal().await;
    alice.answers("focus", "Message #general").await;
    stage.finish([alice]).await;
}
