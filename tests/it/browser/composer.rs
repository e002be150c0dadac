//! Writing: completions, and letters that are put together from several keys.

use fantoccini::key::Key;
use serde_json::{Value, json};

use super::stage::Stage;
use super::window::Window;

/// Shows a syllable that is not finished yet, as an input method does.
async fn composes(window: &Window, syllable: &str) {
    let end = syllable.chars().count();
    let shown = json!({"text": syllable, "selectionStart": end, "selectionEnd": end});
    window.devtools("Input.imeSetComposition", shown).await;
}

/// Puts what was composed into the text.
async fn commits(window: &Window, text: &str) {
    window.devtools("Input.insertText", json!({"text": text})).await;
}

/// Finishes what is composed with Enter: the page hears the key, and types nothing for it.
async fn finishes(window: &Window, text: &str) {
    window.devtools("Input.dispatchKeyEvent", key("rawKeyDown")).await;
    commits(window, text).await;
    window.devtools("Input.dispatchKeyEvent", key("keyUp")).await;
}

/// Enter as an input method passes it on, under the number 229.
fn key(event: &str) -> Value {
    json!({"type": event, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229})
}

#[tokio::test]
async fn enter_sends_although_completions_hang_about() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    alice.fills("Message #general", "/incident").await;
    alice.sees("Declare and run incidents").await;
    alice.hits(Key::Home).await;
    alice.hits(Key::Enter).await;
    alice.has_a_modal().await;
    stage.finish([alice]).await;
}

#[tokio::test]
async fn enter_finishes_a_syllable_and_sends_nothing() {
    let Some(stage) = Stage::start().await else { return };
    let minji = stage.window("minji", "general").await;
    minji.fills("#general에 메시지 보내기", "").await;
    composes(&minji, "겨").await;
    finishes(&minji, "결").await;
    composes(&minji, "제").await;
    finishes(&minji, "제").await;
    assert_eq!(minji.value_of("#general에 메시지 보내기").await, "결제");
    minji.hits(Key::Enter).await;
    minji.reads("민지", "결제").await;
    assert_eq!(minji.asks("countMessages", "").await, 1, "it was sent once, when it was whole");
    stage.finish([minji]).await;
}

/// Safari ends the composition first and tells of the key afterwards.
#[tokio::test]
async fn enter_sends_nothing_where_the_composition_ends_before_the_key() {
    let Some(stage) = Stage::start().await else { return };
    let minji = stage.window("minji", "general").await;
    minji.fills("#general에 메시지 보내기", "").await;
    composes(&minji, "결").await;
    commits(&minji, "결").await;
    finishes(&minji, "제").await;
    assert_eq!(minji.value_of("#general에 메시지 보내기").await, "결제");
    stage.finish([minji]).await;
}

#[tokio::test]
async fn a_title_that_was_composed_arrives_whole() {
    let Some(stage) = Stage::start().await else { return };
    let minji = stage.window("minji", "general").await;
    minji.fills("#general에 메시지 보내기", "/incident").await;
    minji.hits(Key::Enter).await;
    minji.has_a_modal().await;
    minji.fills("무엇이 문제인가요?", "").await;
    for syllable in ["결", "제", " ", "장", "애"] {
        composes(&minji, syllable).await;
        finishes(&minji, syllable).await;
    }
    minji.has_a_modal().await;
    minji.presses("비상벨 울리기").await;
    minji.has_no_modal().await;
    minji.enters("inc-1-결제-장애").await;
    stage.finish([minji]).await;
}
