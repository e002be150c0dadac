//! The organisation's status page, which somebody changes by hand: who is told to, with which words, and when it was done.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{Action, ChannelId, Fact, GroupId, Moment, Permissions};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{CallFault, CallTrouble, Click, Options, Outcome, Redeliver, SeedChannel, transcript};

use crate::world::{World, change_rung, fields, prefilled, told, update};

const PARTNERS: &str = "C0PARTNERS1";
const BUTTON: &str = "confirm-page";

fn with_page(config: &mut Config) {
    config.status_page = Some("https://status.example.com/".to_owned());
}

fn with_page_and_partners(config: &mut Config) {
    with_page(config);
    change_rung(config, "sev1", |rung| rung.external_channels = vec![ChannelId::new(PARTNERS)]);
}

fn with_partners(options: &mut Options) {
    let (id, name) = (Some(PARTNERS.to_owned()), "partners".to_owned());
    options.seed.channels.push(SeedChannel { id, name, ..SeedChannel::default() });
}

async fn with_incident(configure: impl FnOnce(&mut Config), severity: &str) -> (World, String) {
    let mut world = World::start_with(configure, with_partners).await;
    let channel = world.declares("alice", severity, "Checkout is down").await;
    world.reads_all();
    (world, channel)
}

/// What the update form is answered with, external word included.
fn both(happened: &str, outside: &str) -> Value {
    let mut values = update(happened, 50);
    let external = fields(&[
        ("external-state", json!(outside)),
        ("external-expected-fix", json!("12:30 KST")),
        ("external-follow-up", json!("Please try a bank transfer.")),
    ]);
    values.as_object_mut().unwrap().extend(external.as_object().unwrap().clone());
    values
}

/// Posts an update with external word by the form; answers what the form was.
async fn tells(world: &mut World, user: &str, channel: &str, outside: &str) -> Outcome {
    let form = world.presses_button(user, channel, "update").await;
    let sent = world.sends(user, both("db-3 is gone", outside)).await;
    assert_eq!((&sent.error, sent.field_errors.len()), (&None, 0));
    form
}

fn form_of(shown: &Outcome) -> String {
    shown.view.as_ref().expect("a form is shown")["blocks"].to_string()
}

/// Everything that anybody can read anywhere, and every form that was opened.
fn everything(world: &World) -> String {
    let state = world.state();
    let messages = state.channels.iter().flat_map(|channel| &channel.messages);
    let all = messages.flat_map(|message| std::iter::once(message).chain(&message.replies));
    let said = all.map(|message| transcript::read(message, &state)).collect::<Vec<_>>().join("\n");
    let calls = world.sandbox.calls().into_iter().map(|call| call.arguments.to_string());
    format!("{said}\n{}", calls.collect::<Vec<_>>().join("\n"))
}

async fn times_changed(world: &World) -> usize {
    let is_it = |fact: &Fact| matches!(fact, Fact::StatusPageUpdated { .. });
    world.timeline(1).await.iter().filter(|entry| is_it(&entry.fact)).count()
}

async fn is_changed_by_hand(mut world: World) {
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let form = tells(&mut world, "carol", &channel, "Cards fail & transfers work").await;
    let form = form_of(&form);
    let hint = "*External word.* For the status page (<https://status.example.com/|status.example.com>), which you change yourself: \
                the words then stand below the update, ready to copy.";
    assert!(form.contains(hint), "{form}");
    assert_snapshot!(world.hears(&channel), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @carol
    *What happened*
    db-3 is gone
    Next update due 2026-11-22 12:50:00 KST.
    :globe_with_meridians: *The status page is still to be changed:* <https://status.example.com/|status.example.com>
    ```
    Cards fail &amp; transfers work

    Expected fix: 12:30 KST

    Please try a bank transfer.
    ```
    [*It is on the status page*] [Edit…]
    ");
    assert_eq!(world.incident(1).await.moment(Moment::ToldOutside), None, "nobody outside has read it");

    world.advance_minutes(2).await;
    world.presses_button("carol", &channel, BUTTON).await;
    assert_snapshot!(world.sees(&channel, "*Update*"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @carol
    *What happened*
    db-3 is gone
    Next update due 2026-11-22 12:50:00 KST.
    On the status page since 2026-11-22 12:02:00 KST · @carol
    [Edit…]
    ");
    assert_eq!(world.hears(&channel), "", "an edit is not a message");
    assert_eq!(world.incident(1).await.moment(Moment::ToldOutside), Some(world.clock.now()));
    world.types("carol", &channel, "timeline").await;
    let timeline = world.last_whisper("carol", &channel);
    assert!(timeline.contains("12:02:00 KST · @carol · updated the status page: Cards fail"), "{timeline}");

    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "external-state"), "Cards fail & transfers work");
    world.sends("bob", both("db-4 takes over", "Cards fail & transfers work")).await;
    assert!(!world.hears(&channel).contains("status page"), "it says that already");
    tells(&mut world, "bob", &channel, "Everything works again").await;
    assert!(world.hears(&channel).contains("still to be changed"));
    world.leave().await;
}

#[tokio::test]
async fn whoever_tells_those_outside_is_told_to_change_the_status_page_and_says_that_they_did() {
    is_changed_by_hand(World::start_with(with_page, |_| {}).await).await;
}

#[tokio::test]
async fn two_replicas_ask_for_the_status_page_as_one_does() {
    let Some(world) = World::with_replicas_and(2, with_page, |_| {}).await else { return };
    is_changed_by_hand(world).await;
}

#[tokio::test]
async fn a_korean_team_is_told_in_korean() {
    let configure = |config: &mut Config| {
        with_page_and_partners(config);
        config.incidents.language = Language::Korean;
    };
    let (mut world, channel) = with_incident(configure, "sev1").await;
    let form = tells(&mut world, "minji", &channel, "카드 결제가 되지 않습니다").await;
    let form = form_of(&form);
    assert!(
        form.contains("상태 페이지(<https://status.example.com/|status.example.com>)에도 올려 주세요."),
        "{form}"
    );
    assert_snapshot!(world.hears(&channel), @"
    *상황 공유* INC-1 · SEV1 · Checkout is down · @minji
    *상황*
    db-3 is gone
    다음 상황 공유 예정: 2026-11-22 12:50:00 KST
    :globe_with_meridians: *상태 페이지에 아직 올리지 않았습니다:* <https://status.example.com/|status.example.com>
    ```
    카드 결제가 되지 않습니다

    복구 예상 시각: 12:30 KST

    Please try a bank transfer.
    ```
    전달: #incidents, #partners
    [*상태 페이지에 올렸습니다*] [수정…]
    ");
    world.presses_button("minji", &channel, BUTTON).await;
    assert_snapshot!(world.sees(&channel, "*상황 공유*"), @"
    *상황 공유* INC-1 · SEV1 · Checkout is down · @minji
    *상황*
    db-3 is gone
    다음 상황 공유 예정: 2026-11-22 12:50:00 KST
    2026-11-22 12:00:00 KST 상태 페이지에 올림 · @minji
    전달: #incidents, #partners
    [수정…]
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_preview_names_the_status_page_beside_whoever_is_told() {
    let (mut world, channel) = with_incident(with_page_and_partners, "sev1").await;
    let form = world.presses_button("bob", &channel, "update").await;
    let hint = "They see none of the rest. Change the status page (<https://status.example.com/|status.example.com>) as well";
    assert!(form_of(&form).contains(hint), "{}", form_of(&form));
    let view = form.view.as_ref().unwrap()["id"].as_str().unwrap().to_owned();
    let refused = world.sends("bob", both("db-3 is gone", " ")).await;
    assert_eq!(refused.field_errors.len(), 1, "the form stays open with what was typed");
    let shown = world.presses(Click::view("bob", &view, "preview")).await;
    let places = "<#C0PARTNERS1>, <https://status.example.com/|status.example.com> (by hand)";
    assert!(form_of(&shown).contains(places), "{}", form_of(&shown));
    world.leave().await;
}

#[tokio::test]
async fn it_is_offered_to_nobody_where_the_severity_does_not_or_nobody_has_one() {
    for (configure, severity) in [(with_page as fn(&mut Config), "sev2"), (|_| {}, "sev1")] {
        let (mut world, channel) = with_incident(configure, severity).await;
        let form = world.presses_button("bob", &channel, "update").await;
        assert!(!form_of(&form).contains("external-state"), "nobody outside reads along");
        world.sends("bob", update("db-3 is gone", 50)).await;
        let everything = everything(&world);
        assert!(everything.contains("db-3 is gone"));
        for words in ["status.example.com", "status page", BUTTON] {
            assert!(!everything.contains(words), "{severity}: {words}");
        }
        world.leave().await;
    }
}

#[tokio::test]
async fn it_is_never_offered_in_private_and_in_a_drill() {
    for manner in ["private", "drill"] {
        let mut world = World::start_with(with_page, |_| {}).await;
        world.types("alice", "general", &format!("{manner} sev1 Laptop stolen")).await;
        world.advance(TimeDelta::seconds(3)).await;
        let channel = world.incident(1).await.places.channel.expect("it has a channel").to_string();
        let form = world.presses_button("alice", &channel, "update").await;
        assert!(!form_of(&form).contains("external-state"), "{manner}");
        world.sends("alice", update("The drive is wiped", 50)).await;
        let everything = everything(&world);
        assert!(everything.contains("The drive is wiped"));
        for words in ["status.example.com", "status page", BUTTON] {
            assert!(!everything.contains(words), "{manner}: {words}");
        }
        world.leave().await;
    }
}

#[tokio::test]
async fn two_who_press_at_once_and_slacks_repeats_are_one_change() {
    let (mut world, channel) = with_incident(with_page, "sev1").await;
    tells(&mut world, "carol", &channel, "Cards fail").await;
    let ts = world.with_action(&channel, BUTTON);
    let press = |user: &str| world.sandbox.click(Click::message(user, &channel, &ts, BUTTON));
    let (first, second) = tokio::join!(press("bob"), press("carol"));
    let delivery = first.unwrap().delivery;
    assert_eq!(second.unwrap().error, None);
    world.settle().await;
    world.restart().await;
    world.sandbox.redeliver(Redeliver { delivery }).await.unwrap();
    world.settle().await;
    assert_eq!(times_changed(&world).await, 1);
    assert!(world.sees(&channel, "*Update*").contains("On the status page since 2026-11-22 12:00:00 KST"));
    for user in ["bob", "carol"] {
        assert_eq!(world.whispers(user, &channel), Vec::<String>::new(), "nobody is told off");
    }
    world.leave().await;
}

#[tokio::test]
async fn corrected_words_are_asked_for_again_and_a_late_press_for_the_old_ones_counts_for_nothing() {
    let (mut world, channel) = with_incident(with_page, "sev1").await;
    tells(&mut world, "carol", &channel, "Cards fail").await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("chat.update", limited));
    world.presses_button("bob", &channel, "edit-update").await;
    let values = fields(&[("external-state", json!("Cards of one bank fail"))]);
    assert_eq!(world.sends("bob", values).await.field_errors.len(), 0);
    assert!(world.sees(&channel, "*Update*").contains("```\nCards fail\n"), "she still sees the old words");
    world.presses_button("carol", &channel, BUTTON).await;
    assert_snapshot!(world.last_whisper("carol", &channel), @"The status page does not wait for that update on INC-1: its words were changed, or others have followed. Put the words of the last update in its channel there, and press the button below them.");
    assert_eq!(times_changed(&world).await, 0);
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(60)).await;
    let shown = world.sees(&channel, "*Update*");
    assert!(shown.contains("```\nCards of one bank fail\n"), "{shown}");
    world.presses_button("carol", &channel, BUTTON).await;
    assert_eq!(times_changed(&world).await, 1);
    assert!(world.sees(&channel, "*Update*").contains("On the status page since"));
    world.leave().await;
}

#[tokio::test]
async fn whoever_may_not_post_updates_does_not_say_that_the_page_was_changed() {
    let configure = |config: &mut Config| {
        with_page(config);
        config.permissions = Permissions::new([(Action::Update, vec![GroupId::new("S0SRE00001")])]);
    };
    let (mut world, channel) = with_incident(configure, "sev1").await;
    tells(&mut world, "alice", &channel, "Cards fail").await;
    world.presses_button("carol", &channel, BUTTON).await;
    let refused = world.last_whisper("carol", &channel);
    assert!(refused.contains("@sre"), "{refused}");
    assert_eq!(times_changed(&world).await, 0);
    world.leave().await;
}

#[tokio::test]
async fn a_press_that_slack_does_not_show_at_once_is_kept_and_shown_later() {
    let (mut world, channel) = with_incident(with_page, "sev1").await;
    tells(&mut world, "carol", &channel, "Cards fail").await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("chat.update", limited));
    world.presses_button("carol", &channel, BUTTON).await;
    assert_eq!(times_changed(&world).await, 1);
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(60)).await;
    assert!(world.sees(&channel, "*Update*").contains("On the status page since"));
    world.leave().await;
}

#[tokio::test]
async fn the_document_has_each_change_among_the_key_times_and_its_time_can_be_set_right() {
    let (mut world, channel) = with_incident(with_page, "sev1").await;
    tells(&mut world, "carol", &channel, "Cards fail").await;
    world.advance_minutes(9).await;
    world.presses_button("carol", &channel, BUTTON).await;
    let place = world.timeline(1).await.len();
    let answer = told(&world.types("carol", &channel, &format!("correct {place} at 12:04")).await);
    assert!(answer.contains("Its time is now 2026-11-22 12:04:00 KST"), "{answer}");
    world.types("carol", &channel, "export").await;
    let state = world.state();
    let document = state.files[0].text.clone().expect("the document is there");
    let rows: Vec<&str> = document
        .lines()
        .filter(|line| line.contains("tatus page updated") || line.contains("xternal word"))
        .collect();
    assert_snapshot!(rows.join("\n"), @"
    | First external word | 12:04:00 KST | 4 min | 4 min |
    | Status page updated | 12:04:00 KST | 4 min | 0 s |
    | 12:04:00 KST | Carol Jensen | Status page updated: Cards fail<br>Corrected by Carol Jensen at 12:09:00 KST; before, the time was 2026-11-22 12:09:00 KST |
    ");
    world.leave().await;
}
