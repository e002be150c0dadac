//! Who may do what: actions that the settings keep to user groups, and what somebody reads who is not in them.

use std::time::Duration;

use chrono::TimeDelta;
use firebell::check::check;
use firebell::config::Config;
use firebell::incident::{Action, GroupId, Permissions};
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{
    CallFault, CallRecord, CallTrouble, ChannelAct, ChannelVerb, Options, Outcome, PinMessage, React,
    Redeliver, Say, Shortcut, UserAct, UserVerb, When,
};

use crate::knock::{EVENTS, Knock};
use crate::replicas::another_runs;
use crate::world::{PATIENCE, World, fields, told};

/// As long as something that looks at the clock each second needs.
const A_MOMENT: Duration = Duration::from_secs(4);

/// These actions are kept to @sre, who are alice and minji.
fn kept_to_sre(actions: &'static [Action]) -> impl FnOnce(&mut Config) {
    kept_to("S0SRE00001", actions)
}

fn kept_to(group: &'static str, actions: &'static [Action]) -> impl FnOnce(&mut Config) {
    move |config| {
        let kept = actions.iter().map(|action| (*action, vec![GroupId::new(group)]));
        config.permissions = Permissions::new(kept);
    }
}

/// An incident that bob declared, and its channel; everything was read.
async fn bobs_incident(world: &mut World) -> String {
    let channel = world.declares("bob", "sev1", "Checkout is down").await;
    world.reads_all();
    channel
}

/// Slack says nothing of user groups until the faults are cleared.
fn slack_is_silent(world: &World) {
    let error = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("usergroups.list", error));
}

/// Nothing came of it but words.
fn no_form(outcome: &Outcome) {
    assert!(outcome.view.is_none(), "a form opened");
}

#[tokio::test]
async fn an_action_of_a_group_is_refused_to_others_with_the_way_out_and_what_they_typed() {
    let mut world = World::start_with(kept_to_sre(&[Action::Reopen, Action::Timeline]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    let refused = world.types("bob", &channel, "note the cache is cold").await;
    assert_snapshot!(told(&refused), @"
    Writing on the timeline is reserved for @sre. Ask somebody in that group to do it, or to have you added to the group in Slack. If you were added just now, try again in a few seconds: I am asking Slack again.
    You typed:
    note the cache is cold
    ");
    let refused = world.types("seojun", &channel, "note 캐시가 비어 있음").await;
    assert_snapshot!(told(&refused), @"
    타임라인 기록 권한은 @sre 그룹에만 있습니다. 그룹 구성원에게 대신 부탁하거나, Slack에서 그룹에 추가해 달라고 요청하세요. 방금 추가되었다면 Slack에 다시 확인하는 중이니 몇 초 뒤에 다시 시도해 주세요.
    입력한 내용:
    note 캐시가 비어 있음
    ");
    assert_eq!(told(&world.types("minji", &channel, "note 확인 중").await).matches("INC-1").count(), 1);
    assert_eq!(
        world.timeline(1).await.iter().filter(|entry| format!("{:?}", entry.fact).contains("Note")).count(),
        1
    );
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_added_to_a_group_or_taken_from_it_is_so_at_once() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    let with_bob: &[&str] = &["alice", "bob"];
    for (members, severity) in [(&["alice"][..], "sev1"), (with_bob, "sev0"), (&["alice"][..], "sev0")] {
        world.sandbox.set_usergroup("sre", members).await.unwrap();
        world.settle().await;
        let other = if severity == "sev1" { "sev0" } else { "sev2" };
        let wish = if members.len() == 2 { severity } else { other };
        let answered = world.types("bob", &channel, &format!("sev {wish}")).await;
        assert_eq!(
            told(&answered).contains("is reserved for @sre"),
            members.len() == 1,
            "{}",
            told(&answered)
        );
        assert_eq!(world.incident(1).await.severity.as_str(), severity);
    }
    assert_eq!(world.calls("usergroups.list"), 1, "Slack has told it");
    world.leave().await;
}

/// Slack's word of who came into a group and who went does not get through.
fn untold(options: &mut Options) {
    options.app.events.retain(|event| event != "subteam_members_changed");
}

#[tokio::test]
async fn what_slack_did_not_tell_of_is_asked_for_every_five_minutes() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), untold).await;
    let channel = bobs_incident(&mut world).await;
    world.sandbox.set_usergroup("sre", &["alice", "bob"]).await.unwrap();
    world.advance(TimeDelta::minutes(5) - TimeDelta::seconds(1)).await;
    assert_eq!(world.calls("usergroups.list"), 1);
    world.advance(TimeDelta::seconds(1)).await;
    assert_eq!(world.calls("usergroups.list"), 2);
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.incident(1).await.severity.as_str(), "sev0");
    world.leave().await;
}

#[tokio::test]
async fn slack_is_asked_again_soon_after_it_did_not_answer_and_not_before_it_wants_to() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), |_| {}).await;
    let limited = CallTrouble::RateLimited { retry_after_seconds: 60 };
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    let goes_wrong_once = |world: &World, trouble| {
        world.sandbox.add_call_fault(CallFault::on("usergroups.list", trouble).times(1));
    };
    goes_wrong_once(&world, away);
    let channel = bobs_incident(&mut world).await;
    goes_wrong_once(&world, limited);
    for (seconds, calls) in [(19, 1), (1, 2), (59, 2), (1, 3)] {
        world.advance(TimeDelta::seconds(seconds)).await;
        if calls == 2 {
            let refused = told(&world.types("alice", &channel, "sev sev0").await);
            assert!(refused.contains("Slack has not told me yet who is in it"), "{refused}");
        }
        assert_eq!(world.calls("usergroups.list"), calls, "after {seconds} s more");
    }
    world.types("alice", &channel, "sev sev0").await;
    assert_eq!(world.incident(1).await.severity.as_str(), "sev0");
    world.leave().await;
}

/// Waits until Slack has answered so many questions for its groups.
async fn groups_were_told(world: &World, times: usize) -> bool {
    groups_were_told_within(PATIENCE, world, times).await
}

/// The same for so long of real time, where the clock may have to go on first.
async fn groups_were_told_within(patience: Duration, world: &World, times: usize) -> bool {
    let told = |calls: &[CallRecord]| {
        let asked = calls.iter().filter(|call| call.method == "usergroups.list");
        asked.filter(|call| call.answered_at.is_some()).count() >= times
    };
    world.sandbox.called_until(told, patience).await
}

#[tokio::test]
async fn slack_is_asked_again_soon_where_it_fails_long_before_it_would_have_been_asked() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    world.dies().await;
    world.sandbox.forget_calls();
    let running = another_runs(&world).await;
    assert!(groups_were_told(&world, 1).await, "at the start");
    slack_is_silent(&world);
    world.time_passes(TimeDelta::seconds(4));
    world.types_only("bob", &channel, "sev sev0").await;
    assert!(groups_were_told(&world, 2).await, "since bob was refused");
    world.sandbox.clear_faults();
    // The first may pass before Firebell has noted that Slack failed.
    for _ in 0..2 {
        world.time_passes(TimeDelta::seconds(20));
        if groups_were_told_within(A_MOMENT, &world, 3).await {
            break;
        }
    }
    assert!(groups_were_told(&world, 3).await, "nobody has to wait five minutes for that");
    running.stop().await;
    world.comes_back(1).await;
    world.leave().await;
}

#[tokio::test]
async fn whoever_was_just_added_gets_through_at_the_second_try() {
    let mut world = World::start_with(kept_to_sre(&[Action::Close]), untold).await;
    let channel = bobs_incident(&mut world).await;
    world.resolves("bob", &channel).await;
    world.presses_button("bob", &channel, "close").await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"Closing incidents is reserved for @sre. Ask somebody in that group to do it, or to have you added to the group in Slack. If you were added just now, try again in a few seconds: I am asking Slack again.");
    world.sandbox.set_usergroup("sre", &["alice", "bob"]).await.unwrap();
    world.advance(TimeDelta::seconds(4)).await;
    world.presses_button("bob", &channel, "close").await;
    assert!(world.incident(1).await.stage.closure().is_none(), "Slack was asked behind the answer");
    world.presses_button("bob", &channel, "close").await;
    assert!(world.incident(1).await.stage.closure().is_some());
    world.leave().await;
}

/// Slack tells that bob has come into @sre, whatever its list says.
async fn slack_tells_that_bob_is_in(world: &World) {
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev0GROUP01", "event": {
        "type": "subteam_members_changed", "subteam_id": "S0SRE00001",
        "added_users": ["U0BOB00001"], "added_users_count": 1, "removed_users": [], "removed_users_count": 0,
    }});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(world).await, "200");
}

#[tokio::test]
async fn a_list_that_is_older_than_what_slack_just_told_undoes_nothing_and_is_asked_for_again() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), untold).await;
    let channel = bobs_incident(&mut world).await;
    world.advance(TimeDelta::seconds(4)).await;
    slack_tells_that_bob_is_in(&world).await;
    // As whoever tells the others hears it too.
    world.parts().groups.are_old();
    world.settle().await;
    assert_eq!(world.calls("usergroups.list"), 2, "and the answer did not have bob");
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.incident(1).await.severity.as_str(), "sev0");

    world.advance(TimeDelta::seconds(30)).await;
    assert_eq!(world.calls("usergroups.list"), 3, "Slack is asked once more");
    let refused = told(&world.types("bob", &channel, "sev sev2").await);
    assert!(refused.starts_with("Changing the severity is reserved for @sre."), "{refused}");
    world.leave().await;
}

#[tokio::test]
async fn whoever_was_not_told_of_a_change_and_got_an_older_list_asks_once_more() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), untold).await;
    let channel = bobs_incident(&mut world).await;
    world.advance(TimeDelta::seconds(4)).await;
    world.parts().groups.are_old();
    world.settle().await;
    world.sandbox.set_usergroup("sre", &["alice", "bob"]).await.unwrap();
    world.advance(TimeDelta::seconds(30)).await;
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.incident(1).await.severity.as_str(), "sev0");
    world.advance(TimeDelta::minutes(4)).await;
    assert_eq!(world.calls("usergroups.list"), 3, "once more, and then as ever");
    world.leave().await;
}

#[tokio::test]
async fn however_often_somebody_presses_slack_is_not_asked_more_often_than_it_takes() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    for _ in 0..10 {
        world.types("bob", &channel, "sev sev0").await;
    }
    assert_eq!(world.calls("usergroups.list"), 1);
    world.advance(TimeDelta::seconds(4)).await;
    world.types("bob", &channel, "sev sev0").await;
    assert_eq!(world.calls("usergroups.list"), 2);
    world.leave().await;
}

#[tokio::test]
async fn where_nothing_is_kept_to_groups_slack_is_not_asked_for_them() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    assert_eq!(world.calls("usergroups.list"), 0);
    world.leave().await;
}

#[tokio::test]
async fn no_form_opens_before_somebody_who_would_be_refused_at_its_end() {
    let all = &[Action::Declare, Action::Update, Action::Resolve, Action::Cancel, Action::Timeline];
    let mut world = World::start_with(kept_to_sre(all), |_| {}).await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    for typed in ["update", "resolve", "cancel", "stage ready"] {
        let refused = world.types("bob", &channel, typed).await;
        no_form(&refused);
        assert!(told(&refused).contains("is reserved for @sre."), "{typed}: {}", told(&refused));
    }
    for button in ["update", "resolve", "cancel"] {
        no_form(&world.presses_button("bob", &channel, button).await);
    }
    assert_eq!(world.whispers("bob", &channel).len(), 7);
    let refused = world.types("bob", "general", "declare").await;
    no_form(&refused);
    assert!(told(&refused).starts_with("Declaring incidents is reserved for @sre."), "{}", told(&refused));
    let refused = world.sandbox.shortcut(Shortcut::global("seojun", "declare-incident")).await.unwrap();
    let said = refused.view.unwrap()["blocks"][0]["text"]["text"].as_str().unwrap().to_owned();
    assert!(said.starts_with("장애 선언 권한은 @sre 그룹에만 있습니다."), "{said}");
    let message = world.sandbox.message(Say::new("alice", &channel, "5xx since 11:50")).await.unwrap().ts;
    for shortcut in ["declare-from-message", "add-to-timeline"] {
        no_form(
            &world.sandbox.shortcut(Shortcut::message("bob", shortcut, &channel, &message)).await.unwrap(),
        );
    }
    assert_eq!(world.calls("views.open"), 1, "the word in the place of the form");
    world.leave().await;
}

#[tokio::test]
async fn a_form_that_was_open_when_the_rules_began_to_bind_keeps_what_was_typed() {
    let mut world = World::start_with(kept_to_sre(&[Action::Declare]), |_| {}).await;
    world.types("alice", "general", "declare").await;
    world.sandbox.set_usergroup("sre", &["minji"]).await.unwrap();
    world.advance(TimeDelta::seconds(4)).await;
    world.types("bob", "general", "declare").await;
    let sent = world.sends("alice", fields(&[("title", json!("Checkout is down"))])).await;
    let flaw = sent.field_errors.get("title").cloned().unwrap_or_default();
    assert!(flaw.starts_with("Declaring incidents is reserved for @sre."), "{flaw}");
    assert!(world.incident_channels().is_empty());
    world.leave().await;
}

#[tokio::test]
async fn what_stands_below_a_field_names_no_ids_and_has_no_marks() {
    let mut world = World::start_with(kept_to("S0NOSUCH01", &[Action::Drill]), |_| {}).await;
    for (user, expected) in [
        (
            "bob",
            "Declaring drills is reserved for a user group that Slack does not have or that is disabled, \
            so nobody can do it. Whoever runs Firebell can fix that under \"[permissions]\" in its settings; \
            \"firebell check\" names the group.",
        ),
        (
            "minji",
            "훈련 선언 권한이 있는 사용자 그룹이 Slack에 없거나 비활성화되어 있어 지금은 아무도 할 수 없습니다. \
            Firebell 운영자가 설정의 \"[permissions]\" 항목에서 바로잡을 수 있습니다. \
            어느 그룹인지는 \"firebell check\" 명령으로 확인할 수 있습니다.",
        ),
    ] {
        world.types(user, "general", "declare").await;
        let drill = fields(&[("title", json!("Checkout is down")), ("manner", json!(["drill"]))]);
        let sent = world.sends(user, drill).await;
        assert_eq!(sent.field_errors.get("title").map(String::as_str), Some(expected), "{sent:?}");
    }
    world.leave().await;
}

#[tokio::test]
async fn while_slack_is_silent_everybody_can_declare_and_the_rest_waits_for_its_word() {
    let mut world = World::start_with(kept_to_sre(&[Action::Declare, Action::Severity]), |_| {}).await;
    slack_is_silent(&world);
    let channel = bobs_incident(&mut world).await;
    assert_eq!(world.incident_channels().len(), 1);
    let refused = world.types("alice", &channel, "sev sev0").await;
    assert_snapshot!(told(&refused), @"
    Changing the severity is reserved for a user group, and Slack has not told me yet who is in it. Nothing was changed. I am asking again: try once more in a minute. If it stays like this, whoever runs Firebell sees the cause with `firebell check`.
    You typed:
    sev sev0
    ");
    let refused = world.types("minji", &channel, "sev sev0").await;
    assert_snapshot!(told(&refused), @"
    심각도 변경 권한은 정해진 사용자 그룹에만 있는데, 그룹 구성원을 아직 Slack에서 확인하지 못했습니다. 바뀐 것은 없습니다. 다시 확인하는 중이니 1분 뒤에 다시 시도해 주세요. 계속 이렇다면 Firebell 운영자가 `firebell check` 명령으로 원인을 확인할 수 있습니다.
    입력한 내용:
    sev sev0
    ");
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(4)).await;
    world.types("alice", &channel, "sev sev0").await;
    world.types("alice", &channel, "sev sev0").await;
    assert_eq!(world.incident(1).await.severity.as_str(), "sev0");
    world.leave().await;
}

/// These calls are answered so late that nobody who is waited for hears of it.
fn hangs(world: &World, method: &str) {
    hangs_for(600_000, world, method);
}

/// These calls are answered after so many milliseconds.
fn hangs_for(milliseconds: u64, world: &World, method: &str) {
    let hangs = CallTrouble::Latency { milliseconds, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on(method, hangs));
}

#[tokio::test]
async fn one_answer_waits_for_the_first_word_of_the_groups_and_only_so_long_as_slack_waits() {
    let mut world = World::start_with(kept_to_sre(&[Action::Severity]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    hangs(&world, "usergroups.list");
    world.restart().await;
    for (user, waits) in [("alice", true), ("bob", false)] {
        assert_eq!(world.parts().groups.are_worth_waiting_for(Action::Severity), waits, "{user}");
        let refused = world.types_only(user, &channel, "sev sev0").await;
        assert!(told(&refused).contains("Slack has not told me yet who is in it"), "{}", told(&refused));
    }
    world.sandbox.shutdown().await;
}

#[tokio::test]
async fn the_first_word_of_the_groups_and_a_form_fit_together_into_the_time_that_slack_waits() {
    let world = World::start_with(kept_to_sre(&[Action::Declare]), |_| {}).await;
    hangs(&world, "usergroups.list");
    // In time for a form that had all its time, and too late for one that has what the groups have left of it.
    hangs_for(2_400, &world, "views.open");
    let refused = world.types_only("bob", "general", "declare").await;
    assert_eq!(refused.error, None);
    assert_snapshot!(told(&refused), @"
    Slack did not let me open the form. Please try again.
    You typed:
    declare
    ");
    world.sandbox.shutdown().await;
}

/// Slack waits no longer than it does.
fn as_long_as_slack(options: &mut Options) {
    options.ack_deadline = Options::default().ack_deadline;
}

#[tokio::test]
async fn somebody_unknown_and_the_first_word_of_the_groups_fit_together_into_the_time_that_slack_waits() {
    let mut world = World::start_with(kept_to_sre(&[Action::Roles]), as_long_as_slack).await;
    let channel = bobs_incident(&mut world).await;
    for method in ["usergroups.list", "users.info"] {
        hangs(&world, method);
    }
    world.dies().await;
    let joins = UserAct { user: "dora".into(), act: UserVerb::Add, real_name: None, display_name: None };
    world.sandbox.user_act(joins).await.unwrap();
    world.sandbox.idle().await;
    world.comes_back(1).await;
    let refused = world.types_only("alice", &channel, "role commander @dora").await;
    assert_eq!(refused.error, None, "Slack has waited for three seconds");
    assert!(told(&refused).contains("Slack has not told me yet who is in it"), "{}", told(&refused));
    world.sandbox.shutdown().await;
}

#[tokio::test]
async fn whoever_asks_hears_of_a_group_that_slack_does_not_have_and_the_check_names_it() {
    let mut world = World::start_with(kept_to("S0NOSUCH01", &[Action::Export]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    assert_snapshot!(told(&world.types("alice", &channel, "export").await), @"
    Exporting the postmortem is reserved for a user group that Slack does not have or that is disabled, so nobody can do it. Whoever runs Firebell can fix that under `[permissions]` in its settings; `firebell check` names the group.
    You typed:
    export
    ");
    assert_snapshot!(told(&world.types("minji", &channel, "export").await), @"
    포스트모템 내보내기 권한이 있는 사용자 그룹이 Slack에 없거나 비활성화되어 있어 지금은 아무도 할 수 없습니다. Firebell 운영자가 설정의 `[permissions]` 항목에서 바로잡을 수 있습니다. 어느 그룹인지는 `firebell check` 명령으로 확인할 수 있습니다.
    입력한 내용:
    export
    ");
    let both = [GroupId::new("S0SRE00001"), GroupId::new("S0NOSUCH01")];
    let mut config = world.config.clone();
    config.permissions = Permissions::new([(Action::Close, both.to_vec())]);
    let findings = check(&config).await;
    let said: Vec<String> =
        findings.iter().map(ToString::to_string).filter(|line| line.contains("permissions")).collect();
    assert_snapshot!(said.join("\n"), @"
    ok    permissions.close is kept to @sre (2 members)
    MEND  permissions.close names S0NOSUCH01, which does not exist in Slack
          write the group's id (S…), from its page in Slack
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_mark_of_somebody_outside_the_group_is_no_entry() {
    let mut world = World::start_with(kept_to_sre(&[Action::Timeline]), |_| {}).await;
    let channel = bobs_incident(&mut world).await;
    let message = world.sandbox.message(Say::new("bob", &channel, "5xx since 11:50")).await.unwrap().ts;
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Join, &channel)).await.unwrap();
    for (user, entries) in [("bob", 0), ("alice", 1)] {
        world.sandbox.pin(PinMessage::add(user, &channel, &message)).await.unwrap();
        world.settle().await;
        assert_eq!(world.incident(1).await.kept.len(), entries, "{user}");
        world.sandbox.pin(PinMessage::remove(user, &channel, &message)).await.unwrap();
        world.settle().await;
    }
    world.leave().await;
}

#[tokio::test]
async fn a_mark_that_is_made_while_nobody_knows_the_groups_is_told_again_by_slack() {
    let mut world = World::start_with(kept_to_sre(&[Action::Timeline]), |_| {}).await;
    slack_is_silent(&world);
    let channel = bobs_incident(&mut world).await;
    world.sandbox.channel_act(ChannelAct::new("alice", ChannelVerb::Join, &channel)).await.unwrap();
    let message = world.sandbox.message(Say::new("bob", &channel, "5xx since 11:50")).await.unwrap().ts;
    let before = world.sandbox.deliveries().len();
    world.sandbox.pin(PinMessage::add("alice", &channel, &message)).await.unwrap();
    world.sandbox.reaction(React::add("alice", &channel, &message, "pushpin")).await.unwrap();
    world.settle().await;
    let mut told = world.sandbox.deliveries().split_off(before);
    told.retain(|delivery| ["pin_added", "reaction_added"].contains(&delivery.kind.as_str()));
    let answered: Vec<_> = told.iter().filter_map(|delivery| delivery.ack.clone()?.status).collect();
    assert_eq!(answered, [503; 8], "both are told of three times more");
    world.sandbox.clear_faults();
    world.advance(TimeDelta::seconds(20)).await;
    assert_eq!(world.incident(1).await.kept.len(), 0);
    let delivery = told.last().map(|delivery| delivery.id);
    world.sandbox.redeliver(Redeliver { delivery }).await.unwrap();
    world.settle().await;
    assert_eq!(world.incident(1).await.kept.len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn each_replica_knows_who_may() {
    let Some(mut world) = World::with_replicas_and(2, kept_to_sre(&[Action::Severity]), |_| {}).await else {
        return;
    };
    let channel = bobs_incident(&mut world).await;
    for _ in 0..2 {
        let refused = told(&world.types("bob", &channel, "sev sev0").await);
        assert!(refused.starts_with("Changing the severity is reserved for @sre."), "{refused}");
    }
    for severity in ["sev0", "sev2"] {
        world.types("alice", &channel, &format!("sev {severity}")).await;
        assert_eq!(world.incident(1).await.severity.as_str(), severity);
    }
    world.leave().await;
}

#[tokio::test]
async fn what_slack_tells_one_replica_of_a_group_the_others_ask_for() {
    let Some(mut world) = World::with_replicas_and(1, kept_to_sre(&[Action::Severity]), |_| {}).await else {
        return;
    };
    let channel = bobs_incident(&mut world).await;
    let other = another_runs(&world).await;
    assert!(groups_were_told(&world, 2).await, "each at its start");
    world.sandbox.set_app_url(world.address());
    world.sandbox.set_usergroup("sre", &["alice", "bob"]).await.unwrap();
    world.sandbox.idle().await;
    world.sandbox.forget_calls();
    // It does not ask twice within three seconds, and may have had another reason to ask.
    for _ in 0..10 {
        world.time_passes(TimeDelta::seconds(4));
        if groups_were_told_within(A_MOMENT, &world, 1).await {
            break;
        }
    }
    assert!(groups_were_told(&world, 1).await, "the other has heard of it");
    world.sandbox.set_app_url(&format!("http://{}", other.address));
    let mut refused = 0;
    // While the time stands, being refused makes nobody ask.
    while world.incident(1).await.severity.as_str() != "sev0" {
        world.types_only("bob", &channel, "sev sev0").await;
        refused += 1;
        assert!(refused < 200, "the answer was not taken in");
    }
    other.stop().await;
    world.sandbox.set_app_url(world.address());
    world.leave().await;
}
