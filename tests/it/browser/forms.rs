//! What forms do with what people type, and with what they forget.

use fantoccini::key::Key;

use super::stage::Stage;
use super::window::Window;

const EMPTY: &str = "Please complete this required field.";

async fn open_form(stage: &Stage, person: &str) -> Window {
    let window = stage.window(person, "general").await;
    window.says("#general", "/incident").await;
    window.has_a_modal().await;
    window
}

#[tokio::test]
async fn a_mistake_is_said_under_its_field_and_nothing_typed_is_lost() {
    let Some(stage) = Stage::start().await else { return };
    let alice = open_form(&stage, "alice").await;
    alice.chooses("Severity", "SEV0 · critical").await;
    alice.fills("What do you see?", "30 % of \"card\" payments fail").await;
    alice.fills("Service", "checkout").await;

    alice.presses("Ring the bell").await;
    alice.sees_under("What is wrong?", EMPTY).await;
    assert_eq!(alice.focus().await, "What is wrong?");
    alice.replaces("What is wrong?", &"x".repeat(360)).await;
    alice.presses("Ring the bell").await;
    alice.sees_under("What is wrong?", "characters are too many").await;

    for label in ["Severity", "What do you see?", "Service"] {
        assert_eq!(alice.error_under(label).await, "", "{label}");
    }
    assert_eq!(alice.value_of("Severity").await, "SEV0 · critical");
    assert_eq!(alice.value_of("What do you see?").await, "30 % of \"card\" payments fail");
    assert_eq!(alice.value_of("Service").await, "checkout");
    assert_eq!(alice.value_of("What is wrong?").await, "x".repeat(360));

    alice.replaces("What is wrong?", "Checkout is down").await;
    alice.presses("Ring the bell").await;
    alice.has_no_modal().await;
    alice.enters("inc-1-checkout-is-down").await;
    stage.finish([alice]).await;
}

#[tokio::test]
async fn a_mistake_is_said_in_the_language_of_its_reader() {
    let Some(stage) = Stage::start().await else { return };
    let minji = stage.window("minji", "general").await;
    minji.fills("#general에 메시지 보내기", "/incident").await;
    minji.hits(Key::Enter).await;
    minji.presses("비상벨 울리기").await;
    minji.sees_under("무엇이 문제인가요?", "필수 입력란입니다. 값을 입력하세요.").await;
    stage.finish([minji]).await;
}

#[tokio::test]
async fn the_same_mistake_is_said_again() {
    let Some(stage) = Stage::start().await else { return };
    let alice = open_form(&stage, "alice").await;
    alice.replaces("What is wrong?", &"x".repeat(360)).await;
    alice.presses("Ring the bell").await;
    alice.sees_under("What is wrong?", "360 characters are too many").await;
    alice.replaces("What is wrong?", &"y".repeat(440)).await;
    alice.presses("Ring the bell").await;
    alice.sees_under("What is wrong?", "440 characters are too many").await;
    stage.finish([alice]).await;
}

#[tokio::test]
async fn a_form_that_is_sent_by_enter_leaves_no_complaint() {
    let Some(stage) = Stage::start().await else { return };
    let alice = open_form(&stage, "alice").await;
    alice.fills("What is wrong?", "Checkout is down").await;
    alice.hits(Key::Enter).await;
    alice.has_no_modal().await;
    alice.enters("inc-1-checkout-is-down").await;
    alice.rests().await;
    assert_eq!(alice.asks("notices", "").await, "", "the field was left with its form");
    stage.finish([alice]).await;
}

#[tokio::test]
async fn reloading_a_form_that_is_half_filled_keeps_what_was_typed() {
    let Some(stage) = Stage::start().await else { return };
    let alice = open_form(&stage, "alice").await;
    alice.fills("What is wrong?", "Checkout is down").await;
    alice.chooses("Severity", "SEV1 · high").await;
    // The last field is not left before the page is.
    alice.fills("What do you see?", "Since 11:10").await;
    alice.reloads().await;
    alice.has_a_modal().await;
    alice.sees_in("What is wrong?", "Checkout is down").await;
    alice.sees_in("Severity", "SEV1 · high").await;
    alice.sees_in("What do you see?", "Since 11:10").await;
    stage.finish([alice]).await;
}
