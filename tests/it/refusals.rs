//! Words and presses that cannot stand are answered kindly: with the mend, and with what was typed.

use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{Click, CloseView, Outcome, Submit};

use crate::knock::{INTERACTIONS, Knock, interaction, last_press};
use crate::world::{World, fields, flaws, noon, prefilled, told, user_id, workspace};

#[tokio::test]
async fn a_button_from_another_version_says_where_the_new_ones_are() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "take:commander").await;
    world.reads_all();
    for (action, block) in
        [("launch-rocket", "controls:1"), ("take:commander", "take"), ("take:pilot", "take:1")]
    {
        let mut press = last_press(&world);
        press["actions"][0]["action_id"] = json!(action);
        press["actions"][0]["block_id"] = json!(block);
        assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
    }
    world.settle().await;
    assert_snapshot!(world.whispers("bob", &channel).join("\n"), @r#"
    This button is out of date. Type `/incident` in the incident's channel to see the panel as it is now.
    This button is out of date. Type `/incident` in the incident's channel to see the panel as it is now.
    There is no role "pilot". Choose one of: commander, triage, communications, responder.
    "#);
    world.finish().await;
}

#[tokio::test]
async fn a_slip_of_the_fingers_is_answered_with_the_right_form_and_what_was_typed() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let mut answers = Vec::new();
    for typed in [
        "declaer sev1 Checkout",
        "banana",
        "declare sev9 Checkout",
        "sev",
        "stage sideways",
        "role pilot @bob",
        "role commander bobby",
        "note",
        "snooze soon",
        "snooze 40d",
        "sev sev1",
        "close",
        "reopen",
        "note INC-77 too late",
    ] {
        let outcome = world.types("alice", &channel, typed).await;
        answers.push(format!("{typed}\n{}", world.answered(&outcome)));
    }
    assert_snapshot!(answers.join("\n\n"), @r#"
    declaer sev1 Checkout
    I don't know "declaer". Did you mean `/incident declare`?
    You typed:
    declaer sev1 Checkout

    banana
    I don't know "banana". `/incident help` shows what you can type.
    You typed:
    banana

    declare sev9 Checkout
    Which severity? For example `/incident declare sev1 Payments fail`. Choose one of: SEV0, SEV1, SEV2, SEV3.
    You typed:
    declare sev9 Checkout

    sev
    Which severity? For example `/incident sev sev1 because payments fail`. Choose one of: SEV0, SEV1, SEV2, SEV3.
    You typed:
    sev

    stage sideways
    Which stage? For example `/incident stage mitigating`. Choose one of: detected, triage, escalated, mitigating, monitoring.
    You typed:
    stage sideways

    role pilot @bob
    Which role, and who? For example `/incident role commander @someone`. Choose one of: commander, triage, communications, responder.
    You typed:
    role pilot @bob

    role commander bobby
    I don't know who bobby is. Choose somebody from the list that Slack shows when you type @.
    You typed:
    role commander bobby

    note
    What should I write down? For example `/incident note The rollback has started`.
    You typed:
    note

    snooze soon
    For how long? For example `/incident snooze 20m`.
    You typed:
    snooze soon

    snooze 40d
    SEV1 reminders can be snoozed for 1 min up to 30 min at a time. To be left alone for longer, post an update that promises the next one later: `/incident update`.
    You typed:
    snooze 40d

    sev sev1
    INC-1 is already SEV1. To make it another: `/incident sev INC-1 …`, with one of SEV0, SEV1, SEV2, SEV3.
    You typed:
    sev sev1

    close
    INC-1 is still in Detected. Resolve it first with `/incident resolve INC-1`, then close it.
    You typed:
    close

    reopen
    INC-1 is still open, in Detected. To move it, use the stage menu on the panel.
    You typed:
    reopen

    note INC-77 too late
    There is no INC-77 in this workspace. `/incident list` shows what is open.
    You typed:
    note INC-77 too late
    "#);
    assert_eq!(world.reads(&channel), "");
    world.finish().await;
}

#[tokio::test]
async fn people_are_answered_in_their_own_language() {
    let mut world = World::start().await;
    let mut answers = Vec::new();
    for typed in
        ["declaer sev1 결제", "바나나", "declare sev9 결제 장애", "note 배포를 되돌림", "snooze soon"]
    {
        let outcome = world.types("minji", "general", typed).await;
        answers.push(format!("{typed}\n{}", told(&outcome)));
    }
    assert_snapshot!(answers.join("\n\n"), @r#"
    declaer sev1 결제
    "declaer" 명령은 없습니다. `/incident declare` 명령을 찾으셨나요?
    입력한 내용:
    declaer sev1 결제

    바나나
    "바나나" 명령은 없습니다. 쓸 수 있는 명령 보기: `/incident 도움말`
    입력한 내용:
    바나나

    declare sev9 결제 장애
    어떤 심각도로 선언할까요? 예: `/incident 선언 sev1 결제 실패` (쓸 수 있는 심각도: SEV0, SEV1, SEV2, SEV3)
    입력한 내용:
    declare sev9 결제 장애

    note 배포를 되돌림
    장애에 쓰는 명령인데 진행 중인 장애가 없습니다. 새로 선언: `/incident 선언`, 종료된 장애 보기: `/incident 타임라인 INC-42`
    입력한 내용:
    note 배포를 되돌림

    snooze soon
    얼마 동안 미룰까요? 예: `/incident 미루기 20분`
    입력한 내용:
    snooze soon
    "#);
    world.nothing_was_declared();
    world.finish().await;
}

#[tokio::test]
async fn a_form_keeps_what_was_typed_until_it_can_stand() {
    let mut world = World::start().await;
    world.types("alice", "general", "").await;
    let blank =
        world.sends("alice", fields(&[("title", json!("  \u{3000} ")), ("severity", json!("sev1"))])).await;
    assert_snapshot!(flaws(&blank), @"title: Please write something here.");
    let long = fields(&[
        ("title", json!("가".repeat(121))),
        ("severity", json!("sev1")),
        ("seen", json!("x".repeat(1501))),
        ("service", json!("y".repeat(61))),
    ]);
    let long = world.sends("alice", long).await;
    assert_snapshot!(flaws(&long), @"
    seen: 1501 characters are too many; 1500 fit.
    service: 61 characters are too many; 60 fit.
    title: 121 characters are too many; 120 fit.
    ");
    let open = &world.state().views["U0ALICE001"];
    assert_eq!(open.len(), 1, "the form is still open");
    world.nothing_was_declared();

    let mended = fields(&[
        ("title", json!("가".repeat(120))),
        ("severity", json!("sev1")),
        ("seen", json!("x".repeat(1500))),
        ("service", json!("y".repeat(60))),
    ]);
    let mended = world.sends("alice", mended).await;
    assert_eq!((mended.error.as_deref(), flaws(&mended)), (None, String::new()));
    assert_eq!(world.incident_channels().len(), 1);
    assert_eq!(world.incident(1).await.title, "가".repeat(120));
    assert!(world.state().views.get("U0ALICE001").is_none_or(Vec::is_empty), "the form is gone");
    world.leave().await;
}

#[tokio::test]
async fn an_update_cannot_be_promised_for_the_past() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.presses_button("alice", &channel, "update").await;
    let at = |minutes: i64| json!(noon().timestamp() + minutes * 60);
    let update =
        |what: &str, minutes: i64| fields(&[("what-happened", json!(what)), ("next-update-at", at(minutes))]);
    let past = world.sends("alice", update("Payments fail", -1)).await;
    assert_snapshot!(flaws(&past), @"next-update-at: This time has passed. Please choose a later one.");
    let far = world.sends("alice", update(" ", 60 * 24 * 31)).await;
    assert_snapshot!(flaws(&far), @"
    next-update-at: More than 30 days ahead is too far for a promise. Please choose an earlier time.
    what-happened: Please write something here.
    ");
    assert_eq!(world.reads(&channel), "");
    let mended = world.sends("alice", update("Payments fail", 30)).await;
    assert_eq!(mended.error, None);
    assert_eq!(world.incident(1).await.last_update.unwrap().text.what_happened, "Payments fail");
    world.leave().await;
}

#[tokio::test]
async fn a_command_in_the_wrong_place_names_the_right_ones() {
    let mut world = World::start().await;
    let nothing_open = world.types("alice", "general", "note rollback started").await;
    assert_snapshot!(told(&nothing_open), @"
    This is about an incident, and none is open. `/incident declare` rings the bell. For a closed one, name it: `/incident timeline INC-42`.
    You typed:
    note rollback started
    ");
    world.declares("alice", "sev1", "Checkout is down").await;
    world.declares("bob", "sev2", "Search is slow").await;
    let two_open = world.types("alice", "general", "note rollback started & <!here> watched").await;
    assert_snapshot!(world.answered(&two_open), @"
    Type this in an incident's channel, or name the incident: `/incident note INC-42 …`. Open now: INC-2 #inc-2-search-is-slow, INC-1 #inc-1-checkout-is-down
    You typed:
    note rollback started &amp; @here watched
    ");
    world.leave().await;
}

/// Presses the button of the private answer that somebody got last.
async fn presses_in_private(world: &mut World, user: &str, channel: &str, action: &str) -> Outcome {
    let state = world.state();
    let answers = &state.channel(channel).unwrap().ephemerals[&user_id(&state, user)];
    let ts = answers.last().unwrap().ts.clone();
    world.presses(Click::message(user, channel, &ts, action)).await
}

#[tokio::test]
async fn words_that_begin_like_a_command_become_a_declaration_with_one_press() {
    let (mut world, channel) = World::with_incident("sev1").await;
    for (user, words) in [
        ("bob", "update fails for everybody"),
        ("minji", "업데이트 후 결제가 안 됩니다"),
        ("bob", "try again fails on each page"),
        ("minji", "시도 횟수 초과 오류가 납니다"),
        ("minji", "삭제 버튼이 안 눌립니다"),
    ] {
        let refused = world.types(user, "general", words).await;
        assert!(told(&refused).ends_with(words), "{}", told(&refused));
        let form = presses_in_private(&mut world, user, "general", "declare-words").await;
        assert_eq!(prefilled(&form, "title"), words);
        world.sandbox.close_view(CloseView::cancel(user)).await.unwrap();
    }
    for (channel, words) in [
        ("general", "update"),
        ("general", "update INC-7 fails for everybody"),
        (channel.as_str(), "시도 횟수 초과 오류가 납니다"),
    ] {
        let refused = world.types("bob", channel, words).await;
        assert!(!refused.shown[0]["blocks"].to_string().contains("declare-words"), "{words}");
    }
    world.leave().await;
}

#[tokio::test]
async fn hostile_words_ping_nobody_and_break_nothing() {
    let marks = "\u{0301}".repeat(120);
    let titles = [
        "<!channel> <@U0BOB00001> <!subteam^S1> &amp; <https://evil.example|click>",
        "*bold* `code` ```block``` ~strike~ _it_ > quote",
        &marks,
        "\u{202e}\u{200f}\u{2067}reversed عربى",
        "nul\0 and bell\u{7}",
        "{number} {slug} { $title } %s {{x}}",
    ];
    let mut world = World::start().await;
    for (title, count) in titles.iter().zip(1..) {
        world.types("alice", "general", "").await;
        let values = fields(&[("title", json!(title)), ("seen", json!(title)), ("severity", json!("sev1"))]);
        let sent = world.sends("alice", values).await;
        assert_eq!((sent.error.as_deref(), flaws(&sent)), (None, String::new()), "{title:?}");
        let channel = world.incident(count).await.places.channel.unwrap().to_string();
        world.types("alice", &channel, &format!("note {title}")).await;
        world.types("alice", &channel, &format!("sev sev0 because {title}")).await;
        world.types("alice", &channel, "export").await;
    }
    for channel in world.state().channels.iter().filter(|channel| channel.name != "general") {
        for message in &channel.messages {
            let whole = format!("{} {}", message.text, message.blocks);
            if message.subtype.is_none() {
                for ping in
                    ["<!channel>", "<!here>", "<!everyone>", "<@U0BOB00001>", "<!subteam", "<https://evil"]
                {
                    assert!(!whole.contains(ping), "{ping} in {whole}");
                }
            }
        }
    }
    assert_eq!(world.parts().engine.store().given_up(&workspace(), 10).await.unwrap().len(), 0);
    assert_snapshot!(world.incident_channels().join("\n"), @"
    inc-1-channel-u0bob00001-subteam-s1-amp-https-evil-example-click
    inc-2-bold-code-block-strike-_it_-quote
    inc-3
    inc-4-reversed-عربى
    inc-5-nul-and-bell
    inc-6-number-slug-title-s-x
    ");
    world.leave().await;
}

#[tokio::test]
async fn without_a_database_the_form_stays_open_with_a_reference() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.types("alice", "general", "").await;
    world.parts().engine.store().close().await;

    let values = fields(&[("title", json!("Search is down")), ("severity", json!("sev1"))]);
    let sent = world.sandbox.submit(Submit::new("alice", values.clone())).await.unwrap();
    assert_snapshot!(without_reference(&flaws(&sent)), @"title: Something went wrong on my side and nothing was saved. Please try again; if it keeps failing, tell whoever runs Firebell. (Reference …)");
    let typed = world.types_only("alice", "general", "declare sev0 Search is down").await;
    assert_snapshot!(without_reference(&told(&typed)), @"
    Something went wrong on my side and nothing was saved. Please try again; if it keeps failing, tell whoever runs Firebell. (Reference …)
    You typed:
    declare sev0 Search is down
    ");
    let panel = world.with_action(&channel, "update");
    world.sandbox.click(Click::message("bob", &channel, &panel, "take:commander")).await.unwrap();
    world.parts().background.close();
    world.parts().background.wait().await;
    assert_snapshot!(without_reference(&world.whispers("bob", &channel).join("\n")), @"Something went wrong on my side and nothing was saved. Please try again; if it keeps failing, tell whoever runs Firebell. (Reference …)");

    world.restart().await;
    let again = world.sends("alice", values).await;
    assert_eq!((again.error.as_deref(), flaws(&again)), (None, String::new()));
    assert_eq!(world.incident(2).await.title, "Search is down");
    world.leave().await;
}

/// A reference is eight hexadecimal digits.
fn without_reference(text: &str) -> String {
    let Some((before, rest)) = text.split_once("Reference ") else { return text.to_owned() };
    let (reference, after) = rest.split_once(')').expect("a reference ends");
    assert_eq!(reference.len(), 8);
    assert!(reference.chars().all(|digit| digit.is_ascii_hexdigit()));
    format!("{before}Reference …){after}")
}
