//! The pictures in the README, taken while an incident is played. `make screenshots` puts them into `docs/screenshots`;
//! otherwise they end up in the target folder, and the story only shows that they can be taken.

use std::fs;
use std::path::{Path, PathBuf};

use super::stage::Stage;
use super::window::{Size, Window};

/// What a picture may weigh, since everybody who clones carries it.
const MOST_BYTES: usize = 200_000;

fn folder() -> PathBuf {
    let asked = std::env::var_os("FIREBELL_SCREENSHOTS").map(PathBuf::from);
    let folder = asked.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots"));
    fs::create_dir_all(&folder).unwrap();
    folder
}

async fn take(window: &Window, name: &str) {
    window.rests().await;
    let picture = window.picture().await;
    assert!(picture.len() < MOST_BYTES, "{name} weighs {} bytes", picture.len());
    fs::write(folder().join(name), picture).unwrap();
}

#[tokio::test]
async fn an_incident_in_pictures() {
    let Some(stage) = Stage::in_the_shop(120.0).await else { return };
    let alice = stage.window("alice", "general").await;
    alice.says("#general", "/incident").await;
    alice.has_a_modal().await;
    alice.fills("What is wrong?", "Customers can't pay by card").await;
    alice.chooses("Severity", "SEV0 · critical").await;
    alice.chooses("Service", "Checkout").await;
    alice.fills("What do you see?", "30 % of card payments fail since about 11:10").await;
    take(&alice, "declare.png").await;
    alice.presses("Ring the bell").await;
    alice.has_no_modal().await;

    alice.enters("inc-1-customers-cant-pay-by-card").await;
    let minji = stage.window_of("minji", Size::PHONE).await;
    minji.prefers("dark").await;
    minji.goes_to("incidents").await;
    minji.presses("#inc-1-customers-cant-pay-by-card").await;
    minji.presses("채널 참여").await;
    minji.presses("Take triage").await;
    alice.presses("Take command").await;
    alice.sees("@Alice is now Incident commander.").await;
    alice.sees("@민지 is now Triage engineer.").await;
    alice.asks("scrollToTop", "").await;
    take(&alice, "incident.png").await;
    minji.presses("Post update").await;
    minji.fills("무슨 일이 있었나요?", "카드 결제의 30%가 실패하고 있습니다").await;
    take(&minji, "phone.png").await;
    minji.presses("취소").await;

    alice.reads("An update on INC-1 is due.", "Snooze 15 min").await;
    alice.comes_to_the_end().await;
    take(&alice, "reminder.png").await;
    alice.presses("Resolve…").await;
    alice.chooses("Recovery method", "Rollback").await;
    alice.chooses("Detection method", "System alarm").await;
    alice.presses("Resolve").await;
    alice.has_no_modal().await;
    alice.presses("Export").await;
    alice.presses("Postmortem of INC-1").await;
    alice.sees("Written").await;
    take(&alice, "postmortem.png").await;
    stage.finish([alice, minji]).await;
}
