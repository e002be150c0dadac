//! Word to stakeholders, and the clock that asks for it.

use chrono::TimeDelta;
use chrono_tz::Asia::Seoul;
use firebell::incident::cadence::{Cadence, WallClock};
use firebell::pace::Pace;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{CallFault, CallTrouble};

use crate::world::{World, change_rung, noon, prefilled, told, update};

#[tokio::test]
async fn an_update_reaches_the_channel_and_the_announcement() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "what-happened"), Value::Null);
    assert_eq!(prefilled(&form, "next-update-at"), (noon() + TimeDelta::minutes(60)).timestamp());
    let mut values = update("Customers can't pay by card", 30);
    values["impact"] = json!({"input": "30 % of card payments\nTransfers work"});
    values["doing"] = json!({"input": "Rolling back <the> release"});
    let sent = world.sends("bob", values).await;
    assert_eq!(sent.error, None);
    assert_snapshot!(world.hears(&channel), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    *Impact*
    30 % of card payments
    Transfers work
    *What we are doing now*
    Rolling back &lt;the&gt; release
    Next update due 2026-11-22 12:30:00 KST.
    [Edit…]
    ");
    assert_snapshot!(world.hears("incidents"), @"
    ↳ *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Customers can't pay by card
    *Impact*
    30 % of card payments
    Transfers work
    *What we are doing now*
    Rolling back &lt;the&gt; release
    Next update due 2026-11-22 12:30:00 KST.
    ");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-22 12:30:00 KST
    *Last update, 2026-11-22 12:00:00 KST*
    > Customers can't pay by card
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.announcement(), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    Detected · No commander yet, owner @alice · Last update 2026-11-22 12:00:00 KST by @bob
    ");

    let form = world.types("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "what-happened"), "Customers can't pay by card");
    assert_eq!(prefilled(&form, "impact"), "30 % of card payments\nTransfers work");
    assert_eq!(prefilled(&form, "doing"), "Rolling back <the> release");
    let form = world.types("bob", &channel, "update Payments work again").await;
    assert_eq!(prefilled(&form, "what-happened"), "Payments work again");

    assert_snapshot!(world.hears_first_after(30, &channel).await, @"
    @alice An update on INC-1 is due. The last update was 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_promise_in_the_past_is_refused_below_its_field() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.presses_button("bob", &channel, "update").await;
    let sent = world.sends("bob", update("Customers can't pay", 0)).await;
    assert_eq!(sent.field_errors["next-update-at"], "This time has passed. Please choose a later one.");
    let sent = world.sends("bob", update("Customers can't pay", 31 * 24 * 60)).await;
    assert_snapshot!(sent.field_errors["next-update-at"], @"More than 30 days ahead is too far for a promise. Please choose an earlier time.");
    let sent = world.sends("bob", update("  ", 10)).await;
    assert_snapshot!(sent.field_errors["what-happened"], @"Please write something here.");
    world.finish().await;
}

#[tokio::test]
async fn a_critical_incident_reminds_its_owner_after_fifteen_minutes_and_at_each_further_cadence() {
    let (mut world, channel) = World::with_incident("sev0").await;
    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @alice An update on INC-1 is due. None yet; it was declared 15 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.types("alice", &channel, "role communications @carol").await;
    world.hears(&channel);
    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @carol: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_commander_is_reminded_before_whoever_declared() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.advance_minutes(15).await;
    assert!(world.hears(&channel).starts_with("@bob "));
    world.finish().await;
}

#[tokio::test]
async fn a_reminder_shows_the_update_that_answered_it() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(15).await;
    world.reads_all();
    let reminder = world.with_action(&channel, "snooze");
    world.posts_update("bob", "Customers can't pay", 45, &channel).await;
    let state = world.state();
    let message = state.channel(&channel).unwrap().message(&reminder).unwrap();
    assert_snapshot!(slack_sandbox::transcript::read(message, &state), @"@bob posted an update on INC-1.");
    world.reads_all();
    assert_snapshot!(world.hears_first_after(30, &channel).await, @"
    @alice An update on INC-1 is due. The last update was 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_snoozed_reminder_comes_again_when_the_snooze_ends() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.advance_minutes(60).await;
    world.reads_all();
    world.presses_button("bob", &channel, "snooze").await;
    assert_snapshot!(world.sees(&channel, "snoozed the reminder"), @"@bob snoozed the reminder on INC-1 until 2026-11-22 13:15:00 KST.");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-22 13:00:00 KST
    *Reminder snoozed until*: 2026-11-22 13:15:00 KST
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.hears_first_after(15, &channel).await, @"
    @alice: the update on INC-1 is overdue. It was due 2026-11-22 13:00:00 KST. None yet; it was declared 1 h 15 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    assert!(!world.panel(&channel).contains("snoozed"), "the snooze has ended");
    let outcome = world.types("bob", &channel, "snooze 2d").await;
    assert_snapshot!(told(&outcome), @"
    SEV1 reminders can be snoozed for 1 min up to 30 min at a time. To be left alone for longer, post an update that promises the next one later: `/incident update`.
    You typed:
    snooze 2d
    ");
    let outcome = world.types("bob", &channel, "snooze 20m").await;
    assert_snapshot!(told(&outcome), @"The reminder on INC-1 is snoozed until <!date^1795322100^{date_short_pretty} {time}|2026-11-22 13:35:00 KST>.");
    world.finish().await;
}

#[tokio::test]
async fn two_hours_of_downtime_give_one_reminder() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.is_down_for(TimeDelta::hours(2)).await;
    world.settle().await;
    assert_snapshot!(world.hears(&channel), @"
    @alice: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 2 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    assert_eq!(world.hears_first_after(15, &channel).await.matches("is still overdue").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_worse_severity_brings_the_reminder_forward() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.advance_minutes(10).await;
    world.presses_button("bob", &channel, "severity:sev0").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob raised the severity of INC-1 from *SEV1* to *SEV0*.
    Next update due 2026-11-22 12:25:00 KST.
    ");
    assert!(world.hears("incidents").starts_with("↳ @bob raised the severity"));
    assert_eq!(world.hears_first_after(15, &channel).await.matches("is due").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_milder_severity_puts_the_reminder_off() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(10).await;
    world.types("bob", &channel, "sev sev1 because transfers <still> work").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob lowered the severity of INC-1 from *SEV0* to *SEV1*.
    > transfers &lt;still&gt; work
    Next update due 2026-11-22 13:10:00 KST.
    ");
    assert_eq!(world.hears_first_after(60, &channel).await.matches("is due").count(), 1);
    world.finish().await;
}

#[tokio::test]
async fn a_daily_cadence_follows_the_clock_on_the_wall() {
    let daily = |config: &mut firebell::config::Config| {
        let at_ten = WallClock::parse("0 0 10 * * *", Seoul).unwrap();
        change_rung(config, "sev2", |rung| {
            rung.cadence = Cadence::At(Box::new(at_ten));
            rung.overdue = None;
        });
    };
    let mut world = World::start_with(daily, |_| {}).await;
    let channel = world.declares("minji", "sev2", "Search is slow").await;
    world.reads_all();
    world.advance(TimeDelta::hours(22) - TimeDelta::minutes(1)).await;
    assert_eq!(world.hears(&channel), "");
    world.advance_minutes(1).await;
    assert_snapshot!(world.hears(&channel), @"
    @minji An update on INC-1 is due. None yet; it was declared 22 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.advance(TimeDelta::hours(24) - TimeDelta::minutes(1)).await;
    assert_eq!(world.hears(&channel), "");
    world.advance_minutes(1).await;
    assert_snapshot!(world.hears(&channel), @"
    @minji An update on INC-1 is due. None yet; it was declared 1 d 22 h ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.finish().await;
}

#[tokio::test]
async fn nobody_is_reminded_after_the_end() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(15).await;
    world.resolves("alice", &channel).await;
    assert_snapshot!(world.sees(&channel, "owed"), @"@alice resolved INC-1. No more updates are owed.");
    world.reads_all();
    world.advance(TimeDelta::hours(2)).await;
    assert_eq!(world.hears(&channel), "");
    world.presses_button("alice", &channel, "close").await;
    world.reads_all();
    world.advance(TimeDelta::hours(2)).await;
    world.finish().await;
}

#[tokio::test]
async fn a_reminder_waits_for_its_channel() {
    let mut world = World::start_with(|config| config.outbox.pace = Pace::Slack, |_| {}).await;
    let busy = CallTrouble::RateLimited { retry_after_seconds: 40 * 60 };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", busy).times(1));
    world.types("alice", "general", "declare sev0 Checkout is down").await;
    world.advance_minutes(39).await;
    assert_eq!(world.incident_channels(), [""; 0]);
    assert_snapshot!(world.hears("incidents"), @"
    :red_circle: *SEV0 critical* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · the channel is being made
    Detected · No commander yet, owner @alice
    ");
    world.advance_minutes(3).await;
    // The first of its reminders has been followed by another one and says nothing; that costs the second a moment.
    world.advance(TimeDelta::seconds(2)).await;
    // The panel and the reminder go side by side, so either may come first.
    let channel = "inc-1-checkout-is-down";
    assert_eq!(world.hears(channel).matches("\n---\n").count(), 1, "the panel and one reminder");
    assert_snapshot!(world.panel(channel), @"
    :red_circle: *SEV0 critical* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Update overdue, was due*: 2026-11-22 12:15:00 KST
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [*SEV0*] [SEV1] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.sees(channel, "is overdue"), @"
    @alice: the update on INC-1 is overdue. It was due 2026-11-22 12:15:00 KST. None yet; it was declared 30 min ago.
    [*Post update*] [Snooze 15 min] [Nothing new]
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_is_answered_once_whoever_presses() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(15).await;
    world.reads_all();
    world.press_at_once(["bob", "carol"], &channel, "nothing-new").await;
    assert_eq!(world.hears("incidents").matches("othing new").count(), 1);
    let late = [world.whispers("bob", &channel), world.whispers("carol", &channel)].concat();
    assert!(late.iter().any(|text| text.contains("answered this reminder")), "{late:?}");
    world.leave().await;
}

#[tokio::test]
async fn a_reminder_that_came_again_has_its_buttons_below() {
    let (mut world, channel) = World::with_incident("sev0").await;
    world.advance_minutes(30).await;
    let with_buttons =
        world.messages(&channel).iter().filter(|m| m.blocks.to_string().contains("nothing-new")).count();
    assert_eq!(with_buttons, 1);
    assert!(world.sees(&channel, "came again below").contains("INC-1"));
    world.leave().await;
}

#[tokio::test]
async fn a_snooze_never_brings_a_reminder_forward() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("alice", &channel, "snooze 15m").await;
    world.reads_all();
    assert!(world.hears_first_after(60, &channel).await.contains("An update on INC-1 is due"));
    world.leave().await;
}

#[tokio::test]
async fn a_form_that_stood_open_until_its_own_time_had_passed_is_taken() {
    let (mut world, channel) = World::with_incident("sev0").await;
    let form = world.presses_button("bob", &channel, "update").await;
    let offered = prefilled(&form, "next-update-at");
    assert_eq!(offered, (noon() + TimeDelta::minutes(15)).timestamp());
    world.advance_minutes(16).await;
    world.reads_all();
    let mut values = update("Customers can't pay by card", 16);
    values["next-update-at"] = json!({"input": noon().timestamp()});
    let sent = world.sends("bob", values.clone()).await;
    assert!(sent.field_errors["next-update-at"].contains("passed"), "a time that somebody chose: {sent:?}");
    values["next-update-at"] = json!({"input": offered});
    assert!(world.sends("bob", values).await.field_errors.is_empty());
    assert!(
        world.hears(&channel).contains("Next update due 2026-11-22 12:31:00 KST."),
        "15 minutes from now"
    );
    world.leave().await;
}
