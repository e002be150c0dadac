//! An incident as people live through it, with two windows side by side.

use fantoccini::key::Key;

use super::stage::Stage;

#[tokio::test]
async fn one_rings_the_bell_by_form_and_another_takes_command() {
    let Some(stage) = Stage::start().await else { return };
    let (alice, minji) = tokio::join!(stage.window("alice", "general"), stage.window("minji", "incidents"));

    alice.fills("Message #general", "/inc").await;
    alice.sees("/incident").await;
    alice.hits(Key::Tab).await;
    alice.hits(Key::Enter).await;
    alice.has_a_modal().await;
    alice.sees("Declare an incident").await;
    alice.fills("What is wrong?", "Checkout is down").await;
    alice.chooses("Severity", "SEV1 · high").await;
    alice.fills("What do you see?", "30 % of card payments fail").await;
    alice.presses("Ring the bell").await;
    alice.has_no_modal().await;

    minji.reads("Checkout is down", "SEV1 high · INC-1 · Checkout is down").await;
    minji.presses("#inc-1-checkout-is-down").await;
    alice.enters("inc-1-checkout-is-down").await;
    alice.sees("Incident commander · nobody yet").await;
    minji.presses("채널 참여").await;
    minji.presses("Take command").await;
    for window in [&alice, &minji] {
        window.reads("Take triage", "Incident commander · @민지").await;
        window.sees("@민지 is now Incident commander.").await;
    }
    stage.finish([alice, minji]).await;
}

#[tokio::test]
async fn one_press_changes_the_severity_and_the_announcement_edits_itself() {
    let Some(stage) = Stage::start().await else { return };
    let (alice, bob) = tokio::join!(stage.window("alice", "general"), stage.window("bob", "incidents"));
    alice.says("#general", "/incident declare sev2 Checkout is slow").await;
    bob.reads("Checkout is slow", "SEV2 medium · INC-1").await;
    alice.enters("inc-1-checkout-is-slow").await;
    alice.presses("SEV0").await;
    alice.sees("raised the severity of INC-1 from SEV2 to SEV0.").await;
    let announcement = bob.reads("Checkout is slow", "SEV0 critical · INC-1").await;
    assert!(!announcement.contains("SEV2"), "{announcement}");
    assert_eq!(bob.asks("countMessages", "").await, 1, "it was edited, not said again");
    stage.finish([alice, bob]).await;
}

#[tokio::test]
async fn a_reminder_comes_and_is_snoozed() {
    // Fifteen minutes, the cadence of SEV0, pass in three seconds.
    let Some(stage) = Stage::start_at(300.0).await else { return };
    let alice = stage.window("alice", "general").await;
    alice.says("#general", "/incident declare sev0 Checkout is down").await;
    alice.enters("inc-1-checkout-is-down").await;
    alice.reads("An update on INC-1 is due.", "None yet; it was declared 15 min").await;
    alice.presses("Snooze 15 min").await;
    alice.sees("@Alice snoozed the reminder on INC-1 until").await;
    stage.finish([alice]).await;
}

#[tokio::test]
async fn it_ends_with_a_postmortem_that_can_be_read_and_kept() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    alice.says("#general", "/incident declare sev1 Checkout is down").await;
    alice.enters("inc-1-checkout-is-down").await;

    alice.presses("Resolve…").await;
    alice.has_a_modal().await;
    alice.chooses("Recovery method", "Rollback").await;
    alice.chooses("Detection method", "System alarm").await;
    alice.presses("Resolve").await;
    alice.has_no_modal().await;
    alice.sees("resolved INC-1. Recovered by: Rollback. Detected by: System alarm.").await;
    alice.presses("Close").await;
    alice.sees("closed INC-1.").await;

    alice.presses("Export").await;
    alice.presses("Postmortem of INC-1").await;
    alice.sees("Written").await;
    alice.answers("isAtEnd", true).await;
    let folder = stage.folder("downloads");
    alice.downloads_into(&folder).await;
    alice.presses("Download").await;
    let written = alice.waits_for_file(&folder, "md").await;
    assert!(written.starts_with("# INC-1 · Checkout is down\n"), "{written}");
    stage.finish([alice]).await;
}

#[tokio::test]
async fn a_press_counts_although_the_page_changes_under_it() {
    let Some(stage) = Stage::start().await else { return };
    let (alice, bob) = tokio::join!(stage.window("alice", "general"), stage.window("bob", "incidents"));
    alice.says("#general", "/incident declare sev1 Checkout is down").await;
    alice.enters("inc-1-checkout-is-down").await;
    bob.presses("#inc-1-checkout-is-down").await;
    bob.presses("Join channel").await;
    // What comes in moves the page, and people press where they see a button stand.
    alice.sees("Bob joined the channel").await;
    let button = alice.holds("Take command").await;
    bob.presses("Take triage").await;
    bob.reads("Take triage", "Triage engineer · @Bob").await;
    alice.lets_go(button).await;
    alice.sees("@Alice is now Incident commander.").await;
    alice.reads("Take triage", "Triage engineer · @Bob").await;
    stage.finish([alice, bob]).await;
}
