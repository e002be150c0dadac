//! The app's home: what somebody owes, the board, what ended; for everybody their own.

use chrono::TimeDelta;
use firebell::incident::{StageLimits, StageName};
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::{
    CallFault, CallTrouble, Click, Home, MessageState, Outcome, State, UserAct, UserVerb, transcript,
};
use sqlx::Executor as _;

use crate::world::{PATIENCE, World, fields, update, user_id};

impl World {
    /// Somebody opens the app's home and everything settles.
    pub(crate) async fn opens_home(&mut self, user: &str) -> String {
        self.sandbox.open_home(Home::new(user)).await.unwrap();
        self.settle().await;
        self.home(user)
    }

    /// The home as it reads now.
    pub(crate) fn home(&self, user: &str) -> String {
        let shown =
            MessageState { blocks: self.home_view(user)["blocks"].clone(), ..MessageState::default() };
        transcript::read(&shown, &self.state())
    }

    fn home_view(&self, user: &str) -> Value {
        let state = self.state();
        state.home_views.get(&user_id(&state, user)).cloned().expect("a home was shown")
    }

    /// Somebody presses a button of their home and everything settles.
    pub(crate) async fn presses_at_home(&mut self, user: &str, block: &str, action: &str) -> Outcome {
        let view = self.home_view(user)["id"].as_str().unwrap().to_owned();
        self.presses(Click::view(user, &view, action).block(block)).await
    }
}

#[tokio::test]
async fn where_nothing_is_open_it_says_how_to_declare() {
    let mut world = World::start().await;
    assert_snapshot!(world.opens_home("alice").await, @"
    [*Declare incident*] [Refresh]
    As of 2026-11-22 12:00:00 KST. Refreshes when you open this page, press Refresh, or send a form from here.
    :white_check_mark: *No incident is open.* If something breaks, ring the bell: press *Declare incident* above, or type `/incident declare sev1 what is wrong` in any channel. A title is enough; details can follow.
    ");
    assert_snapshot!(world.opens_home("minji").await, @"
    [*장애 선언*] [새로 고침]
    2026-11-22 12:00:00 KST 기준. 이 화면을 열거나, 새로 고침을 누르거나, 여기서 연 양식을 보내면 다시 그려집니다.
    :white_check_mark: *진행 중인 장애가 없습니다.* 문제가 생기면 위의 *장애 선언* 버튼을 누르거나, 아무 채널에서나 `/incident 선언 sev1 무슨 문제인지` 명령으로 비상벨을 울려 주세요. 제목만 있으면 됩니다. 자세한 내용은 나중에 덧붙일 수 있습니다.
    ");
    world.finish().await;
}

#[tokio::test]
async fn everybody_sees_what_they_owe_and_all_see_the_board() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev0", "Checkout is down").await;
    world.declares("bob", "sev1", "Search is slow").await;
    world.takes("bob", "commander", &channel).await;
    world.gives("bob", "communications", "minji", &channel).await;
    world.moves_to("bob", "mitigating", &channel).await;
    world.advance_minutes(20).await;
    assert_snapshot!(world.opens_home("alice").await, @"
    [*Declare incident*] [Refresh]
    As of 2026-11-22 12:20:00 KST. Refreshes when you open this page, press Refresh, or send a form from here.
    What you owe
    Nothing. You hold no role, and nobody is waiting for an update from you.
    2 open incidents
    *Detected* · 1
    :large_orange_circle: *SEV1 high* · INC-2 · *Search is slow* · #inc-2-search-is-slow
    Owner @bob · in this stage for 20 min · Next update due 2026-11-22 13:00:00 KST
    :raising_hand: *No commander* [Post update]
    *Mitigating* · 1
    :red_circle: *SEV0 critical* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Owner @bob · in this stage for 20 min
    :alarm_clock: *Update due* since 2026-11-22 12:15:00 KST [Post update]
    ");
    assert_snapshot!(world.opens_home("bob").await, @"
    [*Declare incident*] [Refresh]
    As of 2026-11-22 12:20:00 KST. Refreshes when you open this page, press Refresh, or send a form from here.
    What you owe
    :red_circle: *SEV0 critical* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    :alarm_clock: *Update due* since 2026-11-22 12:15:00 KST · Your role: Incident commander [*Post update*]
    :large_orange_circle: *SEV1 high* · INC-2 · *Search is slow* · #inc-2-search-is-slow
    Next update due 2026-11-22 13:00:00 KST · Yours until somebody takes command [Post update]
    2 open incidents
    *Detected* · 1
    :large_orange_circle: *SEV1 high* · INC-2 · *Search is slow* · #inc-2-search-is-slow
    Owner @bob · in this stage for 20 min · Next update due 2026-11-22 13:00:00 KST
    :raising_hand: *No commander* [Post update]
    *Mitigating* · 1
    :red_circle: *SEV0 critical* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Owner @bob · in this stage for 20 min
    :alarm_clock: *Update due* since 2026-11-22 12:15:00 KST [Post update]
    ");
    world.advance_minutes(15).await;
    assert_snapshot!(world.opens_home("minji").await, @"
    [*장애 선언*] [새로 고침]
    2026-11-22 12:35:00 KST 기준. 이 화면을 열거나, 새로 고침을 누르거나, 여기서 연 양식을 보내면 다시 그려집니다.
    내가 할 일
    :red_circle: *SEV0 치명적* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    :rotating_light: *상황 공유 지연*, 예정 2026-11-22 12:15:00 KST · 맡은 역할: 커뮤니케이션 담당 [*상황 공유*]
    진행 중인 장애 2건
    *감지* · 1건
    :large_orange_circle: *SEV1 높음* · INC-2 · *Search is slow* · #inc-2-search-is-slow
    담당자 @bob · 이 단계에서 35분째 · 다음 상황 공유 2026-11-22 13:00:00 KST
    :raising_hand: *지휘자 없음* [상황 공유]
    *조치 중* · 1건
    :red_circle: *SEV0 치명적* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    담당자 @bob · 이 단계에서 35분째
    :rotating_light: *상황 공유 지연*, 예정 2026-11-22 12:15:00 KST [상황 공유]
    ");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_that_stays_in_a_stage_for_too_long_is_flagged() {
    let limit = StageLimits::new([(StageName::Triage, TimeDelta::minutes(30))]);
    let mut world = World::start_with(|config| config.stage_limits = limit, |_| {}).await;
    let channel = world.declares("alice", "sev3", "Checkout is down").await;
    world.moves_to("bob", "triage", &channel).await;
    world.advance_minutes(29).await;
    assert!(!world.opens_home("bob").await.contains("limit"));
    world.advance_minutes(1).await;
    let (home, korean) = (world.opens_home("bob").await, world.opens_home("minji").await);
    assert!(
        home.contains(":raising_hand: *No commander* · :hourglass: *Over this stage's limit of 30 min*"),
        "{home}"
    );
    assert!(korean.contains(":hourglass: *이 단계 기준 30분 초과*"), "{korean}");
    world.leave().await;
}

#[tokio::test]
async fn an_update_is_given_from_it_and_it_shows_that() {
    let (mut world, _) = World::with_incident("sev0").await;
    world.advance_minutes(20).await;
    assert!(world.opens_home("alice").await.contains("*Update due* since"));
    let form = world.presses_at_home("alice", "owed:1", "update").await;
    assert_eq!(form.view.unwrap()["callback_id"], "update-1");
    assert!(world.sends("alice", update("Payments fail", 60)).await.field_errors.is_empty());
    let home = world.home("alice");
    assert!(home.contains("Next update due 2026-11-22 13:00:00 KST"), "{home}");
    assert!(home.contains("As of 2026-11-22 12:20:00 KST"), "{home}");
    world.leave().await;
}

#[tokio::test]
async fn an_incident_is_declared_from_it_and_it_shows_that() {
    let mut world = World::start().await;
    world.opens_home("bob").await;
    let form = world.presses_at_home("bob", "home-controls", "home-declare").await;
    assert_eq!(form.view.unwrap()["callback_id"], "declare-1");
    assert!(
        world.sends("bob", fields(&[("title", json!("Checkout is down"))])).await.field_errors.is_empty()
    );
    assert!(world.home("bob").contains("INC-1 · *Checkout is down*"), "{}", world.home("bob"));
    assert_eq!(world.incident_channels(), ["inc-1-checkout-is-down"]);
    world.leave().await;
}

#[tokio::test]
async fn a_form_from_elsewhere_draws_no_home() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.posts_update("alice", "Payments fail", 60, &channel).await;
    assert_eq!(world.calls("views.publish"), 0);
    world.leave().await;
}

#[tokio::test]
async fn what_has_changed_meanwhile_is_said_and_drawn() {
    let (mut world, channel) = World::with_incident("sev2").await;
    world.opens_home("alice").await;
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    assert!(world.home("alice").contains("1 open incident"), "it does not move by itself");
    let refused = world.presses_at_home("alice", "board:1", "update").await.view.unwrap();
    assert_snapshot!(refused["blocks"][0]["text"]["text"].as_str().unwrap(), @"INC-1 is closed. `/incident reopen INC-1` opens it again.");
    assert_snapshot!(world.home("alice"), @"
    [*Declare incident*] [Refresh]
    As of 2026-11-22 12:00:00 KST. Refreshes when you open this page, press Refresh, or send a form from here.
    :white_check_mark: *No incident is open.* If something breaks, ring the bell: press *Declare incident* above, or type `/incident declare sev1 what is wrong` in any channel. A title is enough; details can follow.
    Ended recently
    :white_check_mark: *SEV2 medium* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Closed 2026-11-22 12:00:00 KST
    ");
    world.leave().await;
}

#[tokio::test]
async fn what_ended_is_shown_for_two_weeks_and_so_is_the_postmortem_to_whoever_writes_it() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close @bob").await;
    let other = world.declares("carol", "sev2", "Search is slow").await;
    world.types("carol", &other, "cancel because it was a test").await;
    assert_snapshot!(world.opens_home("bob").await, @"
    [*Declare incident*] [Refresh]
    As of 2026-11-22 12:00:00 KST. Refreshes when you open this page, press Refresh, or send a form from here.
    What you owe
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    :memo: You write the postmortem. Closed 2026-11-22 12:00:00 KST
    :white_check_mark: *No incident is open.* If something breaks, ring the bell: press *Declare incident* above, or type `/incident declare sev1 what is wrong` in any channel. A title is enough; details can follow.
    Ended recently
    :no_entry_sign: *SEV2 medium* · INC-2 · *Search is slow* · #inc-2-search-is-slow
    Cancelled 2026-11-22 12:00:00 KST · Not an incident after all
    :white_check_mark: *SEV1 high* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Closed 2026-11-22 12:00:00 KST
    ");
    assert!(!world.opens_home("carol").await.contains("postmortem"));
    world.advance(TimeDelta::days(15)).await;
    let home = world.opens_home("bob").await;
    assert!(!home.contains("INC-1"), "{home}");
    world.leave().await;
}

#[tokio::test]
async fn an_inbox_that_overflows_is_flagged_until_somebody_looks_through_it() {
    let limits = StageLimits::default().with_inbox(2);
    let mut world = World::start_with(|config| config.stage_limits = limits, |_| {}).await;
    let first = world.declares("alice", "sev2", "Search is slow").await;
    world.declares("alice", "sev2", "Login is slow").await;
    assert!(!world.opens_home("bob").await.contains("Inbox overflow"), "two may wait");
    world.declares("alice", "sev2", "Checkout is slow").await;
    let board = world.opens_home("bob").await;
    let flagged = "*Detected* · 3 · :inbox_tray: *Inbox overflow*: more than 2 are waiting for somebody to look at them";
    assert!(board.contains(flagged), "{board}");
    assert!(
        world.opens_home("minji").await.contains("*감지* · 3건 · :inbox_tray: *접수 대기 초과*"),
        "in Korean"
    );
    world.moves_to("bob", "triage", &first).await;
    assert!(!world.opens_home("bob").await.contains("Inbox overflow"), "one is being looked at");
    world.leave().await;
}

#[tokio::test]
async fn guests_are_shown_no_incident() {
    let mut world = World::start().await;
    world.declares("alice", "sev1", "Checkout is down").await;
    assert_snapshot!(world.opens_home("gina").await, @"Incidents are shown here to full members of this workspace only. If something is broken, please ask a member to type `/incident`; an incident that you were invited to, you can follow in its channel.");
    world.leave().await;
}

#[tokio::test]
async fn whoever_slack_has_said_nothing_of_is_shown_no_incident_until_it_does() {
    let mut world =
        World::start_with(|_| {}, |options| options.app.events.retain(|event| event != "team_join")).await;
    world.declares("alice", "sev1", "Checkout is down").await;
    let act = UserVerb::Add;
    let joins = UserAct { user: "newcomer".to_owned(), act, real_name: None, display_name: None };
    world.sandbox.user_act(joins).await.unwrap();
    let silent = CallTrouble::Refuse { error: "fatal_error".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("users.info", silent));
    let home = world.opens_home("newcomer").await;
    assert!(home.contains("The incidents cannot be shown right now."), "{home}");
    assert!(!home.contains("Checkout"), "{home}");
    world.sandbox.clear_faults();
    world.presses_at_home("newcomer", "home-controls", "home-refresh").await;
    assert!(world.home("newcomer").contains("Checkout is down"));
    world.leave().await;
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_said_and_not_an_empty_board() {
    let (mut world, _) = World::with_incident("sev1").await;
    world.parts().engine.store().close().await;
    world.sandbox.open_home(Home::new("bob")).await.unwrap();
    let is_shown = |state: &State| !state.home_views.is_empty();
    assert!(world.sandbox.changed_until(is_shown, PATIENCE).await);
    let home = world.home("bob");
    assert!(home.contains("The incidents cannot be shown right now."), "{home}");
    assert!(!home.contains("No incident is open"), "{home}");
    world.restart().await;
    world.presses_at_home("bob", "home-controls", "home-refresh").await;
    assert!(world.home("bob").contains("Checkout is down"));
    world.finish().await;
}

#[tokio::test]
async fn the_messages_tab_draws_nothing() {
    let world = World::start().await;
    let event = json!({"type": "app_home_opened", "user": "U0ALICE001", "channel": "D1", "tab": "messages"});
    world.sandbox.send_event(event.as_object().unwrap().clone());
    world.sandbox.idle().await;
    assert_eq!(world.calls("views.publish"), 0);
    world.finish().await;
}

/// Copies the first incident until there are so many, over all stages.
pub(crate) async fn there_are(world: &World, count: i64) {
    let stages = ["detected", "triage", "escalated", "mitigating", "monitoring"];
    let cases: Vec<String> =
        stages.iter().enumerate().map(|(n, stage)| format!("WHEN {n} THEN '{stage}'")).collect();
    let cases = cases.join(" ");
    let copy = format!(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at) \
         SELECT workspace, i, version, \
         json_set(state, '$.number', i, '$.title', 'Trouble ' || i, '$.stage.is', CASE i % 5 {cases} END), \
         is_open, channel, next_reminder_at FROM incident, n WHERE number = 1"
    );
    world.database().await.execute(sqlx::AssertSqlSafe(copy)).await.unwrap();
}

#[tokio::test]
async fn two_hundred_incidents_are_leafed_through() {
    let mut world = World::on_a_file().await;
    world.declares("alice", "sev2", "Trouble 1").await;
    there_are(&world, 200).await;
    let mut seen = Vec::new();
    let mut home = world.opens_home("carol").await;
    for page in 1..=5 {
        assert!(home.contains(&format!("Page {page} of 5")), "{home}");
        assert!(home.contains("200 open incidents"), "{home}");
        seen.extend((1..=200).filter(|n| home.contains(&format!("*Trouble {n}*"))));
        if page < 5 {
            world.presses_at_home("carol", "home-page", &format!("home-page:{page}")).await;
            home = world.home("carol");
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
    world.presses_at_home("carol", "home-controls", "home-refresh").await;
    assert!(world.home("carol").contains("Page 5 of 5"), "it stays where it was");
    world.presses_at_home("carol", "home-page", "home-page:3").await;
    assert!(world.home("carol").contains("Page 4 of 5"));
    assert!(
        world.opens_home("carol").await.contains("Page 1 of 5"),
        "opened anew, it begins at the beginning"
    );
    let owner = world.opens_home("alice").await;
    assert!(owner.contains("…and 185 more."), "{owner}");
    world.leave().await;
}

#[tokio::test]
async fn what_ended_just_now_is_shown_however_many_were_declared_since() {
    let mut world = World::on_a_file().await;
    let old = world.declares("alice", "sev2", "Payments are slow").await;
    let other = world.declares("alice", "sev2", "Search is slow").await;
    world.types("alice", &other, "cancel because it was a test").await;
    let copies = "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 100) \
         INSERT INTO incident (workspace, number, version, state, is_open, channel, next_reminder_at) \
         SELECT workspace, i, version, json_set(state, '$.number', i), is_open, channel, next_reminder_at \
         FROM incident, n WHERE number = 2";
    world.database().await.execute(copies).await.unwrap();
    world.advance_minutes(1).await;
    world.types("alice", &old, "cancel because it was another").await;
    let home = world.opens_home("bob").await;
    let ended = home.split("Ended recently").nth(1).unwrap_or_default();
    assert!(ended.contains("INC-1 · *Payments are slow*"), "{home}");
    world.leave().await;
}

#[tokio::test]
async fn a_home_that_slack_does_not_take_holds_up_nothing_and_comes_with_the_next_opening() {
    let (mut world, _) = World::with_incident("sev1").await;
    let refused = CallTrouble::RateLimited { retry_after_seconds: 30 };
    world.sandbox.add_call_fault(CallFault::on("views.publish", refused).times(1));
    world.sandbox.open_home(Home::new("bob")).await.unwrap();
    world.settle().await;
    assert_eq!((world.state().home_views.len(), world.calls("views.publish")), (0, 1), "no storm of tries");
    assert!(world.opens_home("bob").await.contains("Checkout is down"));
    world.finish().await;
}

#[tokio::test]
async fn on_postgres_and_at_any_replica() {
    let Some(mut world) = World::with_replicas(2).await else { return };
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    let ended = world.declares("bob", "sev2", "Search is slow").await;
    world.resolves("bob", &ended).await;
    world.types("bob", &ended, "close").await;
    world.gives("alice", "communications", "carol", &channel).await;
    for _ in 0..2 {
        let home = world.opens_home("carol").await;
        for words in ["Your role: Communications lead", "1 open incident", "Ended recently", "Search is slow"]
        {
            assert!(home.contains(words), "{words}: {home}");
        }
    }
    world.presses_at_home("carol", "owed:1", "update").await;
    assert!(world.sends("carol", update("Payments fail", 45)).await.field_errors.is_empty());
    assert!(world.home("carol").contains("12:45:00 KST"), "{}", world.home("carol"));
    world.leave().await;
}
