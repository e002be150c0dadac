//! The end of an incident, and what comes after it.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::Outcome;

use crate::world::{World, fields, noon, prefilled, rolled_back, told, update};

/// An incident of this severity that bob commands.
async fn under_bob(severity: &str) -> (World, String) {
    let (mut world, channel) = World::with_incident(severity).await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    (world, channel)
}

#[tokio::test]
async fn an_incident_is_resolved_by_form_and_closed_with_a_press() {
    let (mut world, channel) = under_bob("sev1").await;
    world.advance_minutes(45).await;
    world.presses_button("bob", &channel, "resolve").await;
    let sent = world.sends("bob", rolled_back()).await;
    assert_eq!(sent.error, None);
    assert_snapshot!(world.hears(&channel), @"
    :white_check_mark: @bob resolved INC-1. Recovered by: Rollback. Detected by: Customer centre.
    @bob Please post a last update: what happened, and that it is over.
    [*Post update*]
    ");
    assert_snapshot!(world.hears("incidents"), @"↳ :white_check_mark: @bob resolved INC-1. Recovered by: Rollback. Detected by: Customer centre.");
    assert_snapshot!(world.panel(&channel), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Ready for closure
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @bob
    *Resolved*: 2026-11-22 12:45:00 KST (Rollback)
    *Incident commander* · @bob [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [Take command] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Ready for closure ▾] [*Close*] [Post update] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.announcement(), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    Ready for closure · Commander @bob · Resolved 2026-11-22 12:45:00 KST (Rollback)
    ");

    world.advance_minutes(10).await;
    world.presses_button("alice", &channel, "close").await;
    assert_snapshot!(world.hears(&channel), @"
    @alice closed INC-1.
    A postmortem is required. @bob owns it.
    ");
    assert_snapshot!(world.panel(&channel), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Closed
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @bob
    *Resolved*: 2026-11-22 12:45:00 KST (Rollback)
    *Closed*: 2026-11-22 12:55:00 KST
    *Postmortem owner*: @bob
    *Incident commander* · @bob
    *Triage engineer* · nobody
    *Communications lead* · nobody
    *Responder* · nobody
    [Export] [Reopen]
    ");
    assert_snapshot!(world.announcement(), @"
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · its channel: #inc-1-checkout-is-down
    Closed · Commander @bob · Resolved 2026-11-22 12:45:00 KST (Rollback)
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_mild_incident_needs_no_postmortem_unless_somebody_is_named() {
    let (mut world, channel) = under_bob("sev3").await;
    world.resolves("bob", &channel).await;
    world.reads_all();
    world.types("alice", &channel, "close").await;
    assert_snapshot!(world.hears(&channel), @"@alice closed INC-1.");
    world.types("alice", &channel, "reopen").await;
    world.resolves("bob", &channel).await;
    world.reads_all();
    world.types("alice", &channel, "close @carol").await;
    assert_snapshot!(world.hears(&channel), @"
    @alice closed INC-1.
    @carol owns the postmortem.
    ");
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_resolved_cannot_be_closed() {
    let (mut world, channel) = under_bob("sev1").await;
    let outcome = world.types("alice", &channel, "close").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 is still in Detected. Resolve it first with `/incident resolve INC-1`, then close it.
    You typed:
    close
    ");
    let outcome = world.types("alice", &channel, "stage closed").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 is still in Detected. Resolve it first with `/incident resolve INC-1`, then close it.
    You typed:
    stage closed
    ");
    assert!(world.incident(1).await.stage.is_open());
    world.finish().await;
}

#[tokio::test]
async fn a_closed_incident_is_reopened_with_a_reason() {
    let (mut world, channel) = under_bob("sev1").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    world.reads_all();
    let outcome = world.types("alice", &channel, "note still here").await;
    assert_snapshot!(told(&outcome), @"Noted on the timeline of INC-1.");
    let outcome = world.types("alice", &channel, "sev sev0").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 is closed. `/incident reopen INC-1` opens it again.
    You typed:
    sev sev0
    ");
    world.types("carol", "general", "reopen INC-1 because cards fail again").await;
    assert_snapshot!(world.hears(&channel), @"
    :rotating_light: @carol reopened INC-1.
    > cards fail again
    Next update due 2026-11-22 13:00:00 KST.
    ");
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :rotating_light: @carol reopened INC-1.
    > cards fail again
    Next update due 2026-11-22 13:00:00 KST.
    ");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Triage
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @bob
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · @bob [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [Take command] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Triage ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_eq!(world.incident(1).await.reopened, 1);
    world.advance_minutes(60).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob An update on INC-1 is due. The last update was 1 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_closed_incident_is_reopened_with_a_press() {
    let (mut world, channel) = under_bob("sev1").await;
    world.resolves("bob", &channel).await;
    world.presses_button("bob", &channel, "close").await;
    world.reads_all();
    world.presses_button("alice", &channel, "reopen").await;
    assert_snapshot!(world.hears(&channel), @"
    :rotating_light: @alice reopened INC-1.
    Next update due 2026-11-22 13:00:00 KST.
    ");
    let outcome = world.types("alice", &channel, "reopen").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 is still open, in Triage. To move it, use the stage menu on the panel.
    You typed:
    reopen
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_stage_menu_moves_the_stage_and_asks_before_the_end() {
    let (mut world, channel) = under_bob("sev1").await;
    world.moves_to("bob", "mitigating", &channel).await;
    world.moves_to("bob", "monitoring", &channel).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob moved INC-1 from *Detected* to *Mitigating*.
    @bob Please post an update: SEV1 owes one at every change of the stage.
    [*Post update*]
    ---
    @bob moved INC-1 from *Mitigating* to *Monitoring*.
    @bob Please post an update: SEV1 owes one at every change of the stage.
    [*Post update*]
    ");
    let form = world.moves_to("bob", "ready", &channel).await;
    assert_eq!(form.view.unwrap()["callback_id"], "resolve-1");
    assert!(world.panel(&channel).contains("[Monitoring ▾]"), "nothing is decided yet");
    world.sends("bob", rolled_back()).await;
    world.reads_all();

    world.moves_to("bob", "monitoring", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob moved INC-1 from *Ready for closure* to *Monitoring*.");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Monitoring
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @bob
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · @bob [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [Take command] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Monitoring ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.hears("incidents"), @"↳ @bob moved INC-1 from *Ready for closure* to *Monitoring*.");
    world.finish().await;
}

#[tokio::test]
async fn once_it_is_resolved_an_update_promises_no_other() {
    let (mut world, channel) = under_bob("sev0").await;
    world.resolves("bob", &channel).await;
    world.reads_all();
    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "next-update-at"), Value::Null);
    let sent = world.sends("bob", fields(&[("what-happened", json!("Payments work again"))])).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    assert_snapshot!(world.hears(&channel), @"
    *Update* on INC-1 · SEV0 · Checkout is down, by @bob
    *What happened*
    Payments work again
    [Edit…]
    ");
    assert!(!world.panel(&channel).contains("Next update due"));
    world.hears("incidents");
    world.advance(TimeDelta::hours(2)).await;
    world.finish().await;
}

/// A critical incident, resolved at noon, with an update promised for 12:40 all the same.
async fn promised_after_the_resolution() -> (World, String) {
    let (mut world, channel) = under_bob("sev0").await;
    world.resolves("bob", &channel).await;
    world.posts_update("bob", "We watch it", 40, &channel).await;
    (world, channel)
}

#[tokio::test]
async fn a_time_that_is_promised_after_the_resolution_is_kept_until_the_end() {
    let (mut world, channel) = promised_after_the_resolution().await;
    assert!(world.hears(&channel).contains("Next update due 2026-11-22 12:40:00 KST."));
    assert!(world.panel(&channel).contains("*Next update due*: 2026-11-22 12:40:00 KST"));
    assert_snapshot!(world.hears_first_after(40, &channel).await, @"
    @bob An update on INC-1 is due. The last update was 40 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.presses_button("alice", &channel, "close").await;
    assert_snapshot!(world.sees(&channel, "owed"), @"@alice closed INC-1. No more updates are owed.");
    world.reads_all();
    world.advance(TimeDelta::hours(2)).await;
    world.finish().await;
}

#[tokio::test]
async fn nothing_new_answers_a_promise_that_was_made_after_the_resolution_and_makes_no_other() {
    let (mut world, channel) = promised_after_the_resolution().await;
    world.advance_minutes(40).await;
    world.reads_all();
    world.presses_button("bob", &channel, "nothing-new").await;
    assert_eq!(world.hears(&channel), "");
    assert_snapshot!(world.sees(&channel, "nothing new"), @"@bob says there is nothing new on INC-1.");
    world.hears("incidents");
    world.advance(TimeDelta::hours(2)).await;
    world.finish().await;
}

#[tokio::test]
async fn a_promise_that_stands_is_in_the_form_and_outlives_a_form_that_was_opened_before_it() {
    let (mut world, channel) = under_bob("sev0").await;
    world.resolves("bob", &channel).await;
    world.presses_button("alice", &channel, "update").await;
    world.posts_update("bob", "We watch it", 40, &channel).await;
    world.reads_all();
    let sent = world.sends("alice", fields(&[("what-happened", json!("Refunds are under way"))])).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    assert_snapshot!(world.hears(&channel), @"
    *Update* on INC-1 · SEV0 · Checkout is down, by @alice
    *What happened*
    Refunds are under way
    Next update due 2026-11-22 12:40:00 KST.
    [Edit…]
    ");
    let form = world.presses_button("carol", &channel, "update").await;
    assert_eq!(prefilled(&form, "next-update-at"), json!((noon() + TimeDelta::minutes(40)).timestamp()));
    assert!(is_required(&form, "next-update-at"), "a promise is not taken back by emptying a field");
    world.sends("carol", fields(&[("what-happened", json!("Refunds are done"))])).await;
    assert!(world.hears(&channel).contains("Next update due 2026-11-22 12:40:00 KST."));
    world.leave().await;
}

/// Whether a form lets a field be empty.
fn is_required(form: &Outcome, block: &str) -> bool {
    let view = form.view.as_ref().expect("a form opened");
    let blocks = view["blocks"].as_array().unwrap();
    blocks.iter().any(|field| field["block_id"] == block && field["optional"] != json!(true))
}

#[tokio::test]
async fn a_form_that_was_opened_before_the_resolution_promises_nothing_by_itself() {
    let (mut world, channel) = under_bob("sev0").await;
    let form = world.presses_button("alice", &channel, "update").await;
    assert_eq!(prefilled(&form, "next-update-at"), json!((noon() + TimeDelta::minutes(15)).timestamp()));
    world.resolves("bob", &channel).await;
    world.reads_all();
    world.sends("alice", update("Payments work again", 15)).await;
    assert_snapshot!(world.hears(&channel), @"
    *Update* on INC-1 · SEV0 · Checkout is down, by @alice
    *What happened*
    Payments work again
    [Edit…]
    ");
    world.reads_all();
    world.advance(TimeDelta::hours(2)).await;
    world.finish().await;
}
