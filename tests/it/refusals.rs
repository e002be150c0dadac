//! What is not let in, and what is answered kindly: forged requests, people who may not, words that cannot stand.

use firebell::incident::UserId;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{ChannelAct, ChannelVerb, Click, CloseView, Outcome, Submit, UserAct, UserVerb};

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::world::{SECRET, World, fields, noon, prefilled, told, user_id, workspace};
use slack_sandbox::transcript::in_words;

/// How an answer under the fields of a form reads.
fn flaws(outcome: &Outcome) -> String {
    let lines: Vec<String> =
        outcome.field_errors.iter().map(|(field, flaw)| format!("{field}: {flaw}")).collect();
    lines.join("\n")
}

/// What an answer to a command says, with names for ids.
fn words(world: &World, outcome: &Outcome) -> String {
    in_words(&told(outcome), &world.state())
}

/// Nobody heard a thing.
fn nothing_was_declared(world: &World) {
    assert!(world.incident_channels().is_empty());
    assert!(world.messages("incidents").is_empty());
}

#[tokio::test]
async fn whatever_slack_has_not_signed_is_turned_away_without_a_word() {
    let world = World::start().await;
    let body = declaration("T0SANDBOX1", "U0ALICE001", "declare sev0 Forged");
    let now = noon().timestamp();
    let good = slack_sandbox::sign(SECRET, now, body.as_bytes());
    let foreign = slack_sandbox::sign("another secret", now, body.as_bytes());
    let upper = format!("v0={}", good[3..].to_uppercase());
    let unsigned = Knock { path: COMMANDS, body: &body, timestamp: None, signature: None };
    let timeless = Knock { path: COMMANDS, body: &body, timestamp: None, signature: Some(good.clone()) };
    for (why, knock) in [
        ("wrong", Knock::signed(COMMANDS, &body).with_signature(foreign)),
        ("missing", unsigned),
        ("without a time", timeless),
        ("stale", Knock::signed_at(COMMANDS, &body, now - 301)),
        ("from the future", Knock::signed_at(COMMANDS, &body, now + 301)),
        ("upper case", Knock::signed(COMMANDS, &body).with_signature(upper)),
        ("short", Knock::signed(COMMANDS, &body).with_signature(&good[..60])),
        (
            "of another body",
            Knock::signed(COMMANDS, &body).with_signature(slack_sandbox::sign(SECRET, now, b"")),
        ),
        ("for another door", Knock { path: INTERACTIONS, ..Knock::signed_at(COMMANDS, &body, 0) }),
    ] {
        assert_eq!(knock.at(&world).await, "401", "{why}");
    }
    nothing_was_declared(&world);
    world.finish().await;
}

#[tokio::test]
async fn a_signature_holds_for_five_minutes_either_way() {
    let mut world = World::start().await;
    let body = declaration("T0SANDBOX1", "U0ALICE001", "help");
    for seconds in [-300, 300] {
        let knock = Knock::signed_at(COMMANDS, &body, noon().timestamp() + seconds);
        assert!(knock.at(&world).await.starts_with("200 "), "{seconds}");
    }
    world.settle().await;
    world.finish().await;
}

#[tokio::test]
async fn a_body_that_is_too_long_is_not_read() {
    let world = World::start_with(|config| config.server.body_limit_bytes = 4096, |_| {}).await;
    let long = declaration("T0SANDBOX1", "U0ALICE001", &format!("declare {}", "x".repeat(5000)));
    let answer = Knock::signed(COMMANDS, &long).at(&world).await;
    assert_eq!(answer, "413");
    nothing_was_declared(&world);
    world.finish().await;
}

#[tokio::test]
async fn a_tls_check_is_nothing_but_that() {
    let world = World::start().await;
    let check = "ssl_check=1&token=x";
    let unsigned = Knock { path: COMMANDS, body: check, timestamp: None, signature: None };
    for knock in [Knock::signed(COMMANDS, check), unsigned] {
        assert_eq!(knock.at(&world).await, "200");
    }
    let smuggled =
        format!("ssl_check=1&{}", declaration("T0SANDBOX1", "U0ALICE001", "declare sev0 Smuggled"));
    assert_eq!(Knock::signed(COMMANDS, &smuggled).at(&world).await, "200");
    nothing_was_declared(&world);
    world.finish().await;
}

#[tokio::test]
async fn the_address_for_events_proves_itself() {
    let world = World::start().await;
    assert!(world.sandbox.verify_events_url().await);
    let body = r#"{"token":"x","challenge":"3eZbrw1a","type":"url_verification"}"#;
    assert_eq!(Knock::signed(EVENTS, body).at(&world).await, "200 3eZbrw1a");
    assert_eq!(Knock::signed(EVENTS, body).with_signature("v0=00").at(&world).await, "401");
    world.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_what_is_not_known_is_accepted() {
    let world = World::start().await;
    for (path, body) in [
        (INTERACTIONS, "payload=%7B%22type%22"),
        (INTERACTIONS, "no=payload"),
        (EVENTS, "{\"type\":"),
        (EVENTS, ""),
    ] {
        assert_eq!(Knock::signed(path, body).at(&world).await, "400", "{body}");
    }
    let unknown = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "moon_rise"}});
    assert_eq!(Knock::signed(EVENTS, &unknown.to_string()).at(&world).await, "200");
    let odd = json!({"type": "moon_phase", "team": {"id": "T0SANDBOX1"}, "user": {"id": "U0ALICE001"}});
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&odd)).at(&world).await, "200");
    world.finish().await;
}

#[tokio::test]
async fn another_workspace_changes_nothing_here() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    let typed = declaration("T0ELSEWHERE", "U0ALICE001", "declare sev0 Not here");
    let answer = Knock::signed(COMMANDS, &typed).at(&world).await;
    assert!(answer.contains("This Firebell belongs to another workspace."), "{answer}");

    world.presses_button("bob", &channel, "take:commander").await;
    world.reads_all();
    let mut press = last_press(&world);
    press["team"]["id"] = json!("T0ELSEWHERE");
    press["user"]["id"] = json!("U0CAROL001");
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");

    let event = json!({"type": "event_callback", "team_id": "T0ELSEWHERE", "event_id": "Ev1", "event":
        {"type": "user_change", "user": {"id": "U0ALICE001", "name": "mallory", "deleted": true}}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
    let told = told(&world.types("alice", &channel, "note still alice").await);
    assert_snapshot!(told, @"Noted on the timeline of INC-1.");
    assert_eq!(world.incident(1).await.roles.commander.unwrap().to_string(), "U0BOB00001");
    assert_eq!(world.incident_channels().len(), 1);
    world.finish().await;
}

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
async fn a_guest_reads_along_and_is_told_so() {
    let mut world = World::start().await;
    let declared = world.types("gina", "lobby", "declare sev0 I am a guest").await;
    assert_snapshot!(told(&declared), @"
    Guests can read along, but only members can act on an incident. Please ask a member in this channel to do it.
    You typed:
    declare sev0 I am a guest
    ");
    let form = world.types("gina", "lobby", "").await;
    assert_eq!(form.view, None);
    assert_snapshot!(told(&form), @"Guests can read along, but only members can act on an incident. Please ask a member in this channel to do it.");
    nothing_was_declared(&world);
    world.finish().await;
}

#[tokio::test]
async fn a_guest_reads_nothing_of_what_they_were_not_let_into() {
    let mut world = World::start().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    for text in ["list", "timeline INC-1", "timeline INC-9", "timeline", "note it is the cards"] {
        let answer = told(&world.types("gina", "lobby", text).await);
        assert!(answer.starts_with("Guests can read along"), "{text}: {answer}");
        assert!(!answer.contains("Checkout") && !answer.contains("inc-1"), "{text}: {answer}");
    }
    world.leave().await;
}

#[tokio::test]
async fn a_guest_who_was_let_in_presses_nothing() {
    let several = |options: &mut slack_sandbox::Options| {
        let gina = options.seed.users.iter_mut().find(|user| user.name == "gina").unwrap();
        gina.guest = slack_sandbox::Guest::MultiChannel;
    };
    let mut world = World::start_with(|_| {}, several).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("gina");
    world.sandbox.channel_act(invite).await.unwrap();
    let panel = world.with_action(&channel, "update");
    let before = world.sees(&channel, "INC-1");
    for action in ["take:commander", "severity:sev0", "update", "resolve", "export"] {
        let pressed = world.presses(Click::message("gina", &channel, &panel, action)).await;
        assert_eq!((pressed.error, pressed.view), (None, None), "{action}");
    }
    let whispered = world.whispers("gina", &channel);
    assert_eq!(whispered.len(), 5);
    assert!(whispered.iter().all(|words| words.starts_with("Guests can read along")), "{whispered:?}");
    assert_eq!(world.sees(&channel, "INC-1"), before);
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
}

#[tokio::test]
async fn somebody_who_has_left_neither_acts_nor_is_given_a_role() {
    let mut world = World::start().await;
    let body = declaration("T0SANDBOX1", "U0FRANK001", "declare sev0 I have left");
    let answer = Knock::signed(COMMANDS, &body).at(&world).await;
    assert!(answer.contains("Guests can read along"), "{answer}");
    nothing_was_declared(&world);

    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    let leave =
        UserAct { user: "bob".into(), act: UserVerb::Deactivate, real_name: None, display_name: None };
    world.sandbox.user_act(leave).await.unwrap();
    world.settle().await;
    let refused = world.types("alice", &channel, "role commander <@U0BOB00001>").await;
    assert_snapshot!(words(&world, &refused), @"
    @bob can't take a role: the account is not a member of this workspace. Please choose somebody else.
    You typed:
    role commander @U0BOB00001
    ");
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
}

/// Whom an incident cannot lean on: a guest, somebody whose account is gone, the bot.
const NOT_MEMBERS: [&str; 2] = ["<@U0GINA0001>", "<@U0FRANK001>"];

#[tokio::test]
async fn whoever_is_no_member_is_given_nothing_to_answer_for() {
    let (mut world, channel) = World::with_incident("sev1").await;
    for person in NOT_MEMBERS {
        for role in ["commander", "responder database"] {
            let (role, area) = role.split_once(' ').unwrap_or((role, ""));
            let answer = told(&world.types("alice", &channel, &format!("role {role} {person} {area}")).await);
            assert!(answer.contains("You typed:"), "{person} {role}: {answer}");
        }
    }
    world.gives("alice", "triage", "gina", &channel).await;
    assert_snapshot!(world.last_whisper("alice", &channel), @"@gina can't be Triage engineer: guests and people of other organisations only read along, and could press nothing. Please choose a member of this workspace.");
    assert_eq!(world.incident(1).await.roles.people(), [] as [&UserId; 0]);

    world.resolves("alice", &channel).await;
    world.reads_all();
    for person in NOT_MEMBERS {
        let answer = told(&world.types("alice", &channel, &format!("close {person}")).await);
        assert!(answer.contains("You typed:"), "{person}: {answer}");
    }
    assert_eq!(world.hears(&channel), "", "it is not closed");
    let korean = told(&world.types("minji", &channel, "close <@U0GINA0001>").await);
    assert!(
        korean.starts_with(
            "<@U0GINA0001> 님은 게스트이거나 다른 조직 소속이어서 포스트모템을 맡을 수 없습니다."
        ),
        "{korean}"
    );
    world.leave().await;
}

#[tokio::test]
async fn somebody_whom_nobody_knows_yet_is_looked_up_before_they_are_given_a_role() {
    let (world, _) = World::with_incident("sev1").await;
    let body = declaration("T0SANDBOX1", "U0ALICE001", "role INC-1 commander <@U0NOBODY01>");
    let answer = Knock::signed(COMMANDS, &body).at(&world).await;
    assert!(answer.contains("can't"), "{answer}");
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.leave().await;
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
        answers.push(format!("{typed}\n{}", words(&world, &outcome)));
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
    nothing_was_declared(&world);
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
    nothing_was_declared(&world);

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
    assert_snapshot!(words(&world, &two_open), @"
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
