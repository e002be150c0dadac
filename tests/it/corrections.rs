//! An update as each audience reads it: external word, the preview, and corrections that reach every copy.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{ChannelId, Moment};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{CallFault, CallTrouble, Click, Options, Outcome, SeedChannel, When};

use crate::world::{World, change_rung, fields, prefilled, told, update, without_made_ids};

const EXECS: &str = "C0EXECS0001";
const PARTNERS: &str = "C0PARTNERS1";

/// The executives have a channel, and so have partners of other companies.
fn with_their_channels(options: &mut Options) {
    for (id, name) in [(EXECS, "execs"), (PARTNERS, "partners")] {
        let id = Some(id.to_owned());
        options.seed.channels.push(SeedChannel { id, name: name.to_owned(), ..SeedChannel::default() });
    }
}

pub(crate) fn told_to_both(config: &mut Config) {
    change_rung(config, "sev1", |rung| {
        rung.tell_channels = vec![ChannelId::new(EXECS)];
        rung.external_channels = vec![ChannelId::new(PARTNERS)];
    });
}

fn told_in_korean(config: &mut Config) {
    config.incidents.language = Language::Korean;
    told_to_both(config);
}

pub(crate) async fn with_incident(configure: impl FnOnce(&mut Config)) -> (World, String) {
    let mut world = World::start_with(configure, with_their_channels).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    (world, channel)
}

/// What the update form is answered with, for both audiences.
pub(crate) fn both(happened: &str, outside: &str, next_minutes: i64) -> Value {
    let mut values = update(happened, next_minutes);
    let external = fields(&[
        ("external-state", json!(outside)),
        ("external-expected-fix", json!("By 12:30 KST")),
        ("external-follow-up", json!("Please try a bank transfer")),
    ]);
    values.as_object_mut().unwrap().extend(external.as_object().unwrap().clone());
    values
}

/// The words of a form that is shown, field by field and block by block.
fn words(shown: &Outcome) -> String {
    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
            Value::Object(fields) => {
                found.extend(fields.get("text").and_then(Value::as_str).map(str::to_owned));
                for key in ["text", "label", "hint", "elements"] {
                    if let Some(inner) = fields.get(key).filter(|inner| !inner.is_string()) {
                        texts(inner, found);
                    }
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    texts(&shown.view.as_ref().expect("a form is shown")["blocks"], &mut found);
    found.join("\n")
}

/// Presses a button in the form that is open.
async fn presses_in_form(world: &mut World, user: &str, form: &Outcome, action: &str) -> Outcome {
    let view = form.view.as_ref().expect("a form is open")["id"].as_str().unwrap().to_owned();
    world.presses(Click::view(user, &view, action)).await
}

#[tokio::test]
async fn each_audience_reads_its_own_words() {
    let (mut world, channel) = with_incident(told_to_both).await;
    assert_eq!(world.hears("partners"), "", "nothing is said outside until somebody says it");
    world.reads_all();
    world.posts_update("bob", "db-3 is gone", 30, &channel).await;
    assert_eq!(world.hears("partners"), "");
    assert_eq!(world.incident(1).await.moment(Moment::ToldOutside), None);
    world.advance_minutes(5).await;
    world.reads_all();
    world.presses_button("bob", &channel, "update").await;
    let sent = world.sends("bob", both("db-3 is gone for good", "Cards fail; transfers work", 35)).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    assert_snapshot!(world.hears("partners"), @"
    :large_orange_circle: *We are working on a disruption* · INC-1
    > Cards fail; transfers work
    Since 2026-11-22 12:00:00 KST · Last update 2026-11-22 12:05:00 KST
    ---
    ↳ *Update* on INC-1
    *Current state*
    Cards fail; transfers work
    *Expected fix*
    By 12:30 KST
    *What follows*
    Please try a bank transfer
    ");
    let heard = world.hears("execs");
    assert!(heard.contains("db-3 is gone for good") && !heard.contains("transfers work"), "{heard}");
    let told_at = world.incident(1).await.moment(Moment::ToldOutside);
    assert_eq!(told_at, Some(world.clock.now()));

    let form = world.presses_button("bob", &channel, "update").await;
    assert_eq!(prefilled(&form, "external-state"), "Cards fail; transfers work");
    world.sends("bob", both("db-4 takes over", "Cards fail; transfers work", 40)).await;
    assert_eq!(world.hears("partners"), "", "they have read that");
    world.types("bob", &channel, "nothing-new").await;
    assert_eq!(world.hears("partners"), "");
    world.resolves("bob", &channel).await;
    assert_snapshot!(world.hears("partners"), @"↳ :white_check_mark: INC-1 is resolved.");
    assert_snapshot!(world.sees("partners", "disruption is over"), @"
    :white_check_mark: *The disruption is over* · INC-1
    > Cards fail; transfers work
    Since 2026-11-22 12:00:00 KST · Last update 2026-11-22 12:05:00 KST · Resolved 2026-11-22 12:05:00 KST
    ");
    world.types("bob", &channel, "close").await;
    assert_eq!(world.hears("partners"), "");
    world.types("bob", &channel, "reopen because db-4 is gone too").await;
    assert_snapshot!(world.hears("partners"), @"↳ :rotating_light: INC-1 is not over after all. We are working on it again.");
    world.leave().await;
}

#[tokio::test]
async fn external_word_needs_to_say_how_things_are() {
    let (mut world, channel) = with_incident(told_to_both).await;
    world.presses_button("bob", &channel, "update").await;
    let sent = world.sends("bob", both("db-3 is gone", " ", 30)).await;
    assert_eq!(sent.field_errors["external-state"], "Please write something here.");
    world.leave().await;
}

#[tokio::test]
async fn those_outside_a_korean_team_read_korean() {
    let (mut world, channel) = with_incident(told_in_korean).await;
    world.reads_all();
    world.presses_button("minji", &channel, "update").await;
    world.sends("minji", both("db-3 장애", "카드 결제가 되지 않습니다", 30)).await;
    assert_snapshot!(world.hears("partners"), @"
    :large_orange_circle: *서비스 장애에 대응하고 있습니다* · INC-1
    > 카드 결제가 되지 않습니다
    시작 2026-11-22 12:00:00 KST · 마지막 상황 공유 2026-11-22 12:00:00 KST
    ---
    ↳ *상황 안내* INC-1
    *현재 상태*
    카드 결제가 되지 않습니다
    *복구 예상 시각*
    By 12:30 KST
    *추후 안내*
    Please try a bank transfer
    ");
    world.resolves("minji", &channel).await;
    world.types("minji", &channel, "close").await;
    world.types("minji", &channel, "reopen").await;
    assert_snapshot!(world.hears("partners"), @"
    ↳ :white_check_mark: INC-1 장애가 해결되었습니다.
    ---
    ↳ :rotating_light: INC-1 장애가 아직 끝나지 않았습니다. 다시 대응하고 있습니다.
    ");
    assert_snapshot!(world.sees("partners", "서비스 장애"), @"
    :large_orange_circle: *서비스 장애에 대응하고 있습니다* · INC-1
    > 카드 결제가 되지 않습니다
    시작 2026-11-22 12:00:00 KST · 마지막 상황 공유 2026-11-22 12:00:00 KST
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_form_shows_what_each_audience_will_read_and_keeps_what_was_typed() {
    let (mut world, channel) = with_incident(told_to_both).await;
    let form = world.presses_button("bob", &channel, "update").await;
    assert_snapshot!(words(&form), @r#"
    *Checkout is down*
    Write for those who use the service.
    What happened?
    In service terms, "Customers can't pay by card", rather than system terms, "db-3 replica lag".
    Who or what is affected?
    "About 30 % of card payments" rather than "5xx on /pay at 12 %".
    What are we doing now?
    "We are switching to the spare database" rather than "failover db-3 → db-4".
    *External word.* It goes to those outside, and only if it is new. They see none of the rest.
    Current state
    In their words: "Card payments fail; transfers work", not "db-3 replica lag".
    Expected fix
    When it is likely to be fixed. Leave it empty rather than guess.
    What follows
    What they can do meanwhile, and where they hear more.
    Next update at
    This is a promise: the reminder comes at this time.
    Preview
    "#);
    let view = form.view.as_ref().unwrap()["id"].as_str().unwrap().to_owned();
    let late = world.sends("bob", both("db-3 is gone", "Cards fail; transfers work", 0)).await;
    assert_eq!(late.field_errors.len(), 1, "a promise in the past");
    let shown = presses_in_form(&mut world, "bob", &form, "preview").await;
    assert_snapshot!(without_made_ids(&words(&shown)), @"
    *Inside:* <#C…>, <#C0INCIDENT>, <#C0EXECS0001>
    *Update* on INC-1 · SEV1 · Checkout is down, by <@U0BOB00001>
    *What happened*
    db-3 is gone
    Next update due <!date^1795316400^{date_short_pretty} {time}|2026-11-22 12:00:00 KST>.
    *Outside:* <#C0PARTNERS1>
    *Update* on INC-1
    *Current state*
    Cards fail; transfers work
    *Expected fix*
    By 12:30 KST
    *What follows*
    Please try a bank transfer
    ");
    let back = world.sandbox.close_view(slack_sandbox::CloseView::cancel("bob")).await.unwrap();
    assert_eq!(back.view.unwrap()["id"], view.as_str(), "the form is there again");
    let sent = world.sends("bob", both("db-3 is gone", "Cards fail", 30)).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    assert!(world.hears("partners").contains("Cards fail"));
    world.leave().await;
}

/// Slack opens nothing above a form, so many times.
fn nothing_opens_above(world: &World, times: u32) {
    let refused = CallTrouble::Refuse { error: "internal_error".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("views.push", refused).times(times));
}

#[tokio::test]
async fn a_preview_that_slack_does_not_open_is_explained_and_the_form_stays() {
    let (mut world, channel) = with_incident(told_to_both).await;
    for (user, in_private) in [("bob", true), ("minji", false)] {
        let form = world.presses_button(user, &channel, "update").await;
        nothing_opens_above(&world, if in_private { 2 } else { 1 });
        let shown = presses_in_form(&mut world, user, &form, "preview").await;
        if in_private {
            assert_snapshot!(world.hears_in_private(user), @"Slack did not let me show the preview of your update on INC-1. What you typed still stands in the form; you can send it without the preview, or press *Preview* again.");
        } else {
            assert_snapshot!(words(&shown), @"Slack에서 INC-1 상황 공유의 미리 보기를 열지 못했습니다. 입력한 내용은 양식에 그대로 있으니, 미리 보기 없이 보내거나 *미리 보기*를 다시 눌러 주세요.");
            assert_eq!(world.hears_in_private(user), "", "it was said once");
            world.sandbox.close_view(slack_sandbox::CloseView::cancel(user)).await.unwrap();
        }
        let sent = world.sends(user, both("db-3 is gone", "Cards fail", 30)).await;
        assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    }
    world.leave().await;
}

#[tokio::test]
async fn the_form_speaks_korean_and_shows_the_difference_between_service_and_system() {
    let (mut world, channel) = with_incident(told_in_korean).await;
    let form = world.presses_button("minji", &channel, "update").await;
    assert_snapshot!(words(&form), @r#"
    *Checkout is down*
    서비스를 쓰는 사람의 말로 적어 주세요.
    무슨 일이 있었나요?
    "db-3 복제 지연" 같은 시스템 용어보다 "카드 결제가 되지 않습니다"처럼 서비스 용어로 적어 주세요.
    누가, 무엇이 영향을 받나요?
    "/pay 5xx 12%"보다 "카드 결제의 약 30%"가 좋습니다.
    지금 무엇을 하고 있나요?
    "db-3 → db-4 페일오버"보다 "예비 데이터베이스로 전환하고 있습니다"가 좋습니다.
    *외부 공지.* 바뀐 내용이 있을 때만 외부에 나갑니다. 위 내용은 외부에 보이지 않습니다.
    현재 상태
    이용자의 말로 적어 주세요. "db-3 복제 지연"이 아니라 "카드 결제가 되지 않습니다. 계좌 이체는 정상입니다"처럼 씁니다.
    복구 예상 시각
    확실하지 않으면 추측하지 말고 비워 두세요.
    추후 안내
    그동안 이용자가 할 수 있는 일과 다음 안내 방법을 적어 주세요.
    다음 상황 공유 시각
    지켜야 할 약속입니다. 이 시각에 알림이 옵니다.
    미리 보기
    "#);
    let shown = presses_in_form(&mut world, "minji", &form, "preview").await;
    assert_snapshot!(without_made_ids(&words(&shown)), @"
    *내부:* <#C…>, <#C0INCIDENT>, <#C0EXECS0001>
    *상황 공유* INC-1 · SEV1 · Checkout is down · <@U0MINJI001>
    다음 상황 공유 예정: <!date^1795320000^{date_short_pretty} {time}|2026-11-22 13:00:00 KST>
    *외부:* 나가는 내용이 없습니다. 외부에 알리려면 외부 공지를 적어 주세요.
    ");
    world.leave().await;
}

/// Corrects the last update by the button on its message.
async fn corrects(world: &mut World, user: &str, channel: &str, happened: &str) -> Outcome {
    world.presses_button(user, channel, "edit-update").await;
    world.sends(user, fields(&[("what-happened", json!(happened))])).await
}

#[tokio::test]
async fn a_correction_reaches_every_copy_and_the_old_words_stay_on_the_timeline() {
    every_copy_is_corrected(World::start_with(told_to_both, with_their_channels).await).await;
}

#[tokio::test]
async fn a_correction_reaches_every_copy_from_two_replicas() {
    let replicas = World::with_replicas_and(2, told_to_both, with_their_channels).await;
    let Some(world) = replicas else { return };
    every_copy_is_corrected(world).await;
}

async fn every_copy_is_corrected(mut world: World) {
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "update").await;
    world.sends("bob", both("All cards fail", "Cards fail", 30)).await;
    world.reads_all();
    world.advance_minutes(3).await;
    let form = world.presses_button("carol", &channel, "edit-update").await;
    assert_eq!(prefilled(&form, "what-happened"), "All cards fail");
    assert_eq!(prefilled(&form, "external-state"), "Cards fail");
    let values = fields(&[
        ("what-happened", json!("Only cards of one bank fail")),
        ("external-state", json!("Cards of one bank fail")),
    ]);
    let sent = world.sends("carol", values).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0));
    assert_snapshot!(world.sees(&channel, "*Update*"), @"
    *Update* on INC-1 · SEV1 · Checkout is down, by @bob
    *What happened*
    Only cards of one bank fail
    Next update due 2026-11-22 12:30:00 KST.
    Corrected 2026-11-22 12:03:00 KST
    Delivered to #incidents, #execs, #partners
    [Edit…]
    ");
    for place in ["incidents", "execs"] {
        let state = world.state();
        let thread = state.channel(place).unwrap().messages.iter().flat_map(|message| &message.replies);
        let copies: Vec<String> = thread.map(|copy| slack_sandbox::transcript::read(copy, &state)).collect();
        assert_eq!(copies.len(), 1, "nothing is said again in #{place}");
        assert!(copies[0].contains("Only cards of one bank fail"), "{}", copies[0]);
        assert!(copies[0].contains("Corrected 2026-11-22 12:03:00 KST"), "{}", copies[0]);
    }
    assert!(world.sees("partners", "disruption").contains("Cards of one bank fail"));
    assert!(world.panel(&channel).contains("Only cards of one bank fail"));
    let timeline = world.types("bob", &channel, "timeline").await;
    let entry = timeline.shown[0]["blocks"].to_string();
    assert!(entry.contains("~posted an update: All cards fail~"), "{entry}");
    assert!(entry.contains("Only cards of one bank fail") && entry.contains("corrected by"), "{entry}");
    assert!(entry.contains("to those outside: ~") && entry.contains("~ Cards of one bank fail"), "{entry}");
    for place in [&channel, "incidents", "execs", "partners"] {
        assert_eq!(world.hears(place), "", "an edit is not a message");
    }
    world.leave().await;
}

#[tokio::test]
async fn a_copy_that_still_waits_goes_out_with_the_new_words_alone() {
    let (mut world, channel) = with_incident(told_to_both).await;
    world.reads_all();
    let limited = CallTrouble::RateLimited { retry_after_seconds: 120 };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", limited).times(3));
    world.posts_update("bob", "All cards fail", 30, &channel).await;
    assert_eq!(world.hears("execs"), "");
    world.types("bob", &channel, "edit").await;
    world.sends("bob", fields(&[("what-happened", json!("Only cards of one bank fail"))])).await;
    world.advance(TimeDelta::seconds(150)).await;
    for place in [&channel, "incidents", "execs"] {
        let heard = world.hears(place);
        assert!(
            heard.contains("Only cards of one bank fail") && !heard.contains("All cards"),
            "#{place}: {heard}"
        );
    }
    world.leave().await;
}

#[tokio::test]
async fn a_correction_that_does_not_get_there_is_shown_and_tried_again() {
    let (mut world, channel) = with_incident(told_to_both).await;
    world.posts_update("bob", "All cards fail", 30, &channel).await;
    world.reads_all();
    world.sandbox.add_call_fault(CallFault::on(
        "chat.update",
        CallTrouble::Refuse { error: "edit_window_closed".to_owned() },
    ));
    corrects(&mut world, "bob", &channel, "Only cards of one bank fail").await;
    world.advance_minutes(2).await;
    world.sandbox.clear_faults();
    let said = world.hears(&channel);
    assert!(said.contains("correct an update that was delivered (#execs: edit_window_closed)"), "{said}");
    let ts = world.with_action(&channel, "retry");
    let outcome = world.presses(Click::message("bob", &channel, &ts, "retry")).await;
    assert_eq!(outcome.error, None);
    // Of two lines about one address, the first is edited too, which Slack refused until now.
    world.advance_minutes(2).await;
    world.leave().await;
}

#[tokio::test]
async fn two_quick_corrections_end_with_the_last_words_everywhere() {
    let (mut world, channel) = with_incident(told_to_both).await;
    world.posts_update("bob", "All cards fail", 30, &channel).await;
    let slow = CallTrouble::ServerError { status: 500, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.update", slow).times(2));
    corrects(&mut world, "bob", &channel, "One").await;
    corrects(&mut world, "carol", &channel, "Two").await;
    world.advance_minutes(2).await;
    assert!(world.sees("execs", "Checkout is down").contains("Two"));
    assert!(world.sees(&channel, "*Update*").contains("Two"));
    world.leave().await;
}

#[tokio::test]
async fn where_there_is_nothing_to_correct_the_asker_hears_what_to_do() {
    let (mut world, channel) = with_incident(told_to_both).await;
    let outcome = world.types("bob", &channel, "edit").await;
    assert_snapshot!(told(&outcome), @"
    INC-1 has no such update to edit: there is none yet, or it is older than the last five. `/incident update` posts a new one.
    You typed:
    edit
    ");
    world.leave().await;
}
