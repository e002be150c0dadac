//! What people write down.

use insta::assert_snapshot;

use slack_sandbox::Click;

use crate::world::{World, told, user_id};

/// Somebody turns the page of the timeline that they were shown last.
async fn turn(world: &mut World, user: &str, channel: &str, button: &str) {
    let state = world.state();
    let place = state.channel(channel).unwrap();
    let shown = place.ephemerals[&user_id(&state, user)].last().unwrap().ts.clone();
    world.presses(Click::message(user, channel, &shown, button)).await;
}

/// The first and the last lines of a page.
fn ends(page: &str) -> String {
    let lines: Vec<&str> = page.lines().collect();
    [&lines[..2], &["…"], &lines[lines.len() - 3..]].concat().join("\n")
}

#[tokio::test]
async fn a_decision_is_told_to_the_channel_and_kept_with_its_reason() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let answer =
        world.types("bob", &channel, "decided roll back <the> release because a fix takes an hour").await;
    assert_eq!(told(&answer), "", "who reads the channel is not told twice");
    assert_snapshot!(world.hears(&channel), @"
    @bob decided: roll back &lt;the&gt; release
    > a fix takes an hour
    ");
    let answer = world.types("bob", "general", "decided INC-1 nobody deploys").await;
    assert_snapshot!(told(&answer), @"The decision is on the timeline of INC-1, and its channel was told.");
    assert_snapshot!(world.hears(&channel), @"@bob decided: nobody deploys");
    world.types("bob", &channel, "timeline").await;
    let timeline = world.last_whisper("bob", &channel);
    assert!(
        timeline.contains("decided: roll back &lt;the&gt; release, because a fix takes an hour"),
        "{timeline}"
    );
    world.finish().await;
}

#[tokio::test]
async fn an_attempt_that_failed_is_kept_like_one_that_worked() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "tried restart failed: still 30 % errors").await;
    world.types("bob", &channel, "tried rollback worked").await;
    world.types("minji", &channel, "tried 설정 캐시를 비웠습니다").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob tried a fix: *Restart* (it did not help)
    > still 30 % errors
    ---
    @bob tried a fix: *Rollback* (it worked)
    ---
    @minji tried a fix: *Configuration change* (outcome not known yet)
    > 캐시를 비웠습니다
    ");
    let answer = world.types("bob", &channel, "tried prayer").await;
    assert_snapshot!(told(&answer), @"
    What was tried? For example `/incident tried rollback failed: still 30 % errors`. Choose one of: scale-out, rollback, hotfix, replacement, restart, configuration, other; then say worked or failed, if you know.
    You typed:
    tried prayer
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_correction_stands_beside_what_it_corrects() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "note The rollback began <now>").await;
    world.types("carol", &channel, "note Lunch is here").await;
    let answer = world.types("carol", &channel, "correct 4 at 11:40 The rollback began ~ at last").await;
    assert_snapshot!(told(&answer), @"#4 of INC-1 is corrected. What it said before stays readable. Its time is now 2026-11-22 11:40:00 KST (time zone Asia/Seoul).");
    let answer = world.types("carol", &channel, "strike #5 because it is not about this").await;
    assert_snapshot!(told(&answer), @"#5 of INC-1 is struck. It stays readable.");
    world.types("bob", &channel, "timeline").await;
    assert_snapshot!(world.timeline_of_people("bob", &channel), @"
    *Timeline of INC-1* (1–5 of 5)
    #4 · 2026-11-22 11:40:00 KST · @bob · ~The rollback began &lt;now&gt;~ The rollback began ~ at last (corrected by @carol; it said 2026-11-22 12:00:00 KST)
    #1 · 2026-11-22 12:00:00 KST · @alice · declared SEV1: Checkout is down
    #5 · 2026-11-22 12:00:00 KST · @carol · ~Lunch is here~ (struck by @carol: it is not about this)
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    let mut refused = Vec::new();
    for mistake in ["strike 5", "correct 1 something else", "strike 99", "correct 4"] {
        refused.push(told(&world.types("carol", &channel, mistake).await));
    }
    assert_snapshot!(refused.join("\n"), @"
    #5 is struck already. If it should count after all, write it down again: `/incident note …`.
    You typed:
    strike 5
    #1 says what Firebell did or saw, so its words stay. Of a change of the stage or of the status page, the time can be corrected: `/incident correct 12 at 14:05`. If something else misleads, add a note: `/incident note …`, or set a key time right: `/incident time …`.
    You typed:
    correct 1 something else
    The timeline of INC-1 has no #99; its last entry is #7. `/incident timeline INC-1` shows the numbers.
    You typed:
    strike 99
    Which entry, and what should it say? For example `/incident correct 12 The rollback began`, or `/incident correct 12 at 14:05`. `/incident timeline` shows the numbers.
    You typed:
    correct 4
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_time_that_is_corrected_says_which_instant_was_meant() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "note The rollback began").await;
    let answer = world.types("bob", &channel, "correct 4 at 03:30 Europe/Berlin").await;
    assert_snapshot!(told(&answer), @"#4 of INC-1 is corrected. What it said before stays readable. Its time is now 2026-11-22 03:30:00 CET (time zone Europe/Berlin).");
    let answer = world.types("minji", &channel, "correct 4 at 14:05").await;
    assert_snapshot!(told(&answer), @"INC-1 #4 기록을 정정했습니다. 이전 내용도 남아 있습니다. 이제 기록된 시각은 2026-11-21 14:05:00 KST (시간대 Asia/Seoul)입니다. 오늘은 아직 그 시각이 되지 않아 어제로 기록했습니다. 다른 날이면 시각 앞에 날짜를 적어 주세요.");
    world.leave().await;
}

#[tokio::test]
async fn the_time_of_a_stage_change_can_be_corrected_and_keeps_the_one_that_it_had() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.advance_minutes(5).await;
    world.moves_to("bob", "triage", &channel).await;
    world.advance_minutes(15).await;
    world.moves_to("bob", "monitoring", &channel).await;
    let answer = told(&world.types("bob", &channel, "correct 5 at 12:15").await);
    assert!(answer.starts_with("#5 of INC-1 is corrected."), "{answer}");
    world.types("bob", &channel, "timeline").await;
    let page = world.last_whisper("bob", &channel);
    let entry = page.lines().find(|line| line.starts_with("#5")).unwrap();
    assert!(entry.starts_with("#5 · 2026-11-22 12:15:00 KST"), "{entry}");
    assert!(entry.contains("corrected by @bob; it said 2026-11-22 12:20:00 KST"), "{entry}");
    world.types("bob", &channel, "export").await;
    let document = world.state().files[0].text.clone().unwrap();
    let row = |name: &str| {
        document.lines().find(|line| line.starts_with(&format!("| {name} |"))).map(str::to_owned)
    };
    assert!(row("First in Triage").is_some_and(|row| row.contains("12:05:00")), "{document}");
    assert!(row("Mitigated").is_some_and(|row| row.contains("12:15:00")), "{document}");
    assert_eq!(row("First in Monitoring"), None, "that is when it was mitigated");
    world.leave().await;
}

#[tokio::test]
async fn a_time_that_is_corrected_twice_keeps_both_that_it_had() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "note The rollback began").await;
    for right in ["at 11:40", "at 11:50", "The rollback began at last"] {
        world.types("bob", &channel, &format!("correct 4 {right}")).await;
    }
    world.types("bob", &channel, "export").await;
    world.types("bob", &channel, "timeline").await;
    let page = world.last_whisper("bob", &channel);
    assert_snapshot!(page.lines().nth(1).unwrap(), @"#4 · 2026-11-22 11:50:00 KST · @bob · ~The rollback began~ The rollback began at last (corrected by @bob; it said 2026-11-22 11:40:00 KST)");
    let document = world.state().files[0].text.clone().unwrap();
    let row = document.lines().find(|line| line.contains("at last")).unwrap();
    assert_snapshot!(row.replace("<br>", "\n"), @"
    | 2026-11-22 11:50:00 KST | Bob | <del>Note: The rollback began</del>
    Note: The rollback began at last
    Corrected by Bob at 12:00:00 KST; before, the time was 2026-11-22 12:00:00 KST
    Corrected by Bob at 12:00:00 KST; before, the time was 2026-11-22 11:40:00 KST
    Corrected by Bob at 12:00:00 KST |
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_key_time_says_which_instant_was_meant() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let answer = world.types("bob", &channel, "time occurred 11:40").await;
    assert_snapshot!(told(&answer), @"Occurred, INC-1: 2026-11-22 11:40:00 KST (time zone Asia/Seoul).");
    let answer = world.types("bob", &channel, "time occurred 23:50").await;
    assert_snapshot!(told(&answer), @"Occurred, INC-1: 2026-11-21 23:50:00 KST (time zone Asia/Seoul). It said 2026-11-22 11:40:00 KST before; the timeline keeps that. I took that as yesterday, because that time has not come yet today. For another day, put the date before the time.");
    let answer = world.types("minji", &channel, "time 감지 어제 23:55:30").await;
    assert_snapshot!(told(&answer), @"INC-1 감지 시각: 2026-11-21 23:55:30 KST (시간대 Asia/Seoul).");
    let answer = world.types("bob", &channel, "time occurred today 23:50").await;
    assert_snapshot!(told(&answer), @"
    This time is still to come. Please give one that has passed.
    You typed:
    time occurred today 23:50
    ");
    let answer = world.types("bob", &channel, "time resolved 11:50").await;
    assert_snapshot!(told(&answer), @"
    INC-1 is not that far yet (Resolved), so there is no time to set. Once it is, the time is recorded by itself, and `/incident time …` sets it right.
    You typed:
    time resolved 11:50
    ");
    let answer = world.types("bob", &channel, "time lunch 12:00").await;
    assert_snapshot!(told(&answer), @"
    Which key time, and when? For example `/incident time occurred 14:05`, with `yesterday` or a date such as `2026-11-22` before the time if it was not today. It is the time of your organisation's clocks; for another zone, put that behind it: `14:05 Europe/Berlin`. Choose one of: occurred, detected, declared, announced, acknowledged, told-outside, mitigated, resolved, closed.
    You typed:
    time lunch 12:00
    ");
    world.types("bob", &channel, "time declared 11:30").await;
    assert!(world.panel(&channel).contains("2026-11-22 11:30:00 KST by @alice"));
    world.types("bob", &channel, "timeline").await;
    assert_snapshot!(world.timeline_of_people("bob", &channel), @"
    *Timeline of INC-1* (1–7 of 7)
    #5 · 2026-11-21 23:50:00 KST · @bob · key time: Occurred (before: 2026-11-22 11:40:00 KST)
    #6 · 2026-11-21 23:55:30 KST · @minji · key time: Detected
    #7 · 2026-11-22 11:30:00 KST · @bob · key time: Declared (before: 2026-11-22 12:00:00 KST)
    #4 · 2026-11-22 11:40:00 KST · @bob · ~key time: Occurred~ (corrected by @bob)
    #1 · 2026-11-22 12:00:00 KST · @alice · declared SEV1: Checkout is down
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_long_timeline_comes_in_pages() {
    let (mut world, channel) = World::with_incident("sev1").await;
    for entry in 1..=50 {
        world.advance_minutes(1).await;
        world.types("bob", &channel, &format!("note Entry {entry} is here")).await;
    }
    world.types("bob", &channel, "timeline").await;
    assert_snapshot!(ends(&world.last_whisper("bob", &channel)), @"
    *Timeline of INC-1* (34–53 of 53)
    #34 · 2026-11-22 12:31:00 KST · @bob · Entry 31 is here
    …
    #53 · 2026-11-22 12:50:00 KST · @bob · Entry 50 is here
    [Earlier]
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    turn(&mut world, "bob", &channel, "timeline-earlier").await;
    assert_snapshot!(ends(&world.last_whisper("bob", &channel)), @"
    *Timeline of INC-1* (14–33 of 53)
    #14 · 2026-11-22 12:11:00 KST · @bob · Entry 11 is here
    …
    #33 · 2026-11-22 12:30:00 KST · @bob · Entry 30 is here
    [Earlier] [Later]
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    turn(&mut world, "bob", &channel, "timeline-earlier").await;
    assert_snapshot!(ends(&world.last_whisper("bob", &channel)), @"
    *Timeline of INC-1* (1–13 of 53)
    #1 · 2026-11-22 12:00:00 KST · @alice · declared SEV1: Checkout is down
    …
    #13 · 2026-11-22 12:10:00 KST · @bob · Entry 10 is here
    [Later]
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    turn(&mut world, "bob", &channel, "timeline-later").await;
    assert_snapshot!(ends(&world.last_whisper("bob", &channel)), @"
    *Timeline of INC-1* (14–33 of 53)
    #14 · 2026-11-22 12:11:00 KST · @bob · Entry 11 is here
    …
    #33 · 2026-11-22 12:30:00 KST · @bob · Entry 30 is here
    [Earlier] [Later]
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    world.finish().await;
}

#[tokio::test]
async fn what_was_changed_before_is_told_and_stands_in_a_section_of_its_own() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let outcome = world
        .types(
            "bob",
            &channel,
            "changed at 10:50 Deployed checkout <2.14> https://ci.example.com/7?a=1&b=2 to all",
        )
        .await;
    assert_snapshot!(told(&outcome), @"The change is on the timeline of INC-1, and its channel was told. It happened at 2026-11-22 10:50:00 KST (time zone Asia/Seoul).");
    world.types("carol", &channel, "changed https://flags.example.com/new-cards").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob noted a change made 2026-11-22 10:50:00 KST: Deployed checkout &lt;2.14&gt; to all · <https://ci.example.com/7?a=1&amp;b=2|details>
    ---
    @carol noted a change made 2026-11-22 12:00:00 KST: <https://flags.example.com/new-cards|https://flags.example.com/new-cards>
    ");
    let outcome = world.types("carol", &channel, "changed").await;
    assert_snapshot!(told(&outcome), @"
    What was changed? For example `/incident changed at 10:50 Deployed checkout 2.14 https://ci.example.com/7`. The time and the link may be left out.
    You typed:
    changed
    ");
    world.types("alice", &channel, "timeline").await;
    let page = world.last_whisper("alice", &channel);
    let changes: Vec<&str> = page.lines().filter(|line| line.contains("change:")).collect();
    assert_snapshot!(changes.join("\n"), @"
    #4 · 2026-11-22 10:50:00 KST · @bob · change: Deployed checkout &lt;2.14&gt; to all · <https://ci.example.com/7?a=1&amp;b=2|details>
    #5 · 2026-11-22 12:00:00 KST · @carol · change: <https://flags.example.com/new-cards|https://flags.example.com/new-cards>
    ");
    world.types("alice", &channel, "export").await;
    let document = world.state().files[0].text.clone().unwrap();
    let section = document.split("## ").find(|section| section.starts_with("Changes")).unwrap();
    assert_snapshot!(section, @r"
    Changes in the 24 hours before

    Deployments, settings, data, infrastructure, traffic and partners, from 2026-11-21 12:00:00 KST to 2026-11-22 12:00:00 KST.

    | Time | Change | Who | Link |
    | --- | --- | --- | --- |
    | 2026-11-22 10:50:00 KST | Deployed checkout \<2.14\> to all | Bob | [https://ci.example.com/7?a=1&b=2](<https://ci.example.com/7?a=1&amp;b=2>) |
    | 12:00:00 KST | — | Carol Jensen | [https://flags.example.com/new-cards](<https://flags.example.com/new-cards>) |
    ");
    world.leave().await;
}
