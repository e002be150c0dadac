//! Documents, languages, and what people look up for themselves.

use firebell::config::Config;
use firebell::incident::Separation;
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::json;

use crate::world::{World, fields, told};

fn korean(config: &mut Config) {
    config.incidents.language = Language::Korean;
}

/// A timeline without what the first two deliveries recorded: they go side by side and end in any order.
fn recorded(timeline: &str) -> String {
    let lines: Vec<&str> = timeline.lines().collect();
    let (delivered, others): (Vec<&str>, Vec<&str>) =
        lines.into_iter().partition(|line| line.contains("12:00:00 KST · Firebell ·"));
    assert_eq!(delivered.len(), 2, "{timeline}");
    others.join("\n")
}

#[tokio::test]
async fn the_export_button_puts_the_document_into_the_channel() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "take:commander").await;
    world.advance_minutes(5).await;
    world.types("bob", &channel, "note The release of 11:50 is suspect").await;
    world.reads_all();
    world.presses_button("carol", &channel, "export").await;
    assert_snapshot!(world.hears(&channel), @r#"
    The postmortem of INC-1 as it stands now. Please complete the places marked "To fill in".
    (file INC-1-postmortem.md)
    "#);
    let state = world.state();
    let file = &state.files[0];
    assert_eq!(file.title, "Postmortem of INC-1");
    let text = file.text.as_ref().unwrap();
    for part in [
        "Checkout is down",
        "Incident commander",
        "Bob",
        "12:00:00 KST",
        "12:05:00 KST",
        "The release of 11:50 is suspect",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    world.advance_minutes(1).await;
    let outcome = world.types("alice", "general", "export INC-1").await;
    assert_snapshot!(told(&outcome), @"The postmortem of INC-1 is on its way to the incident's channel.");
    world.leave().await;
}

#[tokio::test]
async fn a_korean_company_reads_korean() {
    let mut world = World::start_with(korean, |_| {}).await;
    let outcome = world.types("minji", "general", "declare sev0 결제 장애").await;
    assert_snapshot!(told(&outcome), @"INC-1 장애를 선언했습니다: SEV0, 결제 장애. 장애 채널을 만들고 있습니다. 곧 초대됩니다.");
    let channel = "inc-1-결제-장애";
    assert_snapshot!(world.hears("incidents"), @"
    :red_circle: *SEV0 치명적* · INC-1 · *결제 장애*
    시작 2026-11-22 12:00:00 KST · 선언 @minji · 장애 채널 #inc-1-결제-장애
    감지 · 지휘자 아직 없음, 담당자 @minji
    ");
    assert_snapshot!(world.hears(channel), @"
    :red_circle: *SEV0 치명적* · INC-1 · *결제 장애*
    *단계*: 감지
    *선언*: 2026-11-22 12:00:00 KST, @minji
    *담당자*: @minji
    *다음 상황 공유 예정*: 2026-11-22 12:15:00 KST
    *장애 지휘자* · 아직 없음 [지정… ▾]
    *초동 분석 담당* · 아직 없음 [지정… ▾]
    *커뮤니케이션 담당* · 아직 없음 [지정… ▾]
    *대응자* · 아직 없음 [지정… ▾]
    [*지휘 맡기*] [초동 분석 맡기] [커뮤니케이션 맡기] [대응 참여]
    [*SEV0*] [SEV1] [SEV2] [SEV3]
    [감지 ▾] [*상황 공유*] [해결…] [내보내기] [취소…]
    심각도는 위 버튼으로 바로 바꿀 수 있습니다. 도움말: `/incident 도움말`
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_korean_company_works_in_korean() {
    let configure = |config: &mut Config| {
        korean(config);
        config.roles.separation = Separation::Off;
    };
    let mut world = World::start_with(configure, |_| {}).await;
    let channel = &world.declares("minji", "sev0", "결제 장애").await;
    world.reads_all();
    world.presses_button("seojun", channel, "take:commander").await;
    world.types("seojun", channel, "role comms @minji").await;
    world.types("minji", channel, "role comms @seojun").await;
    world.types("alice", channel, "role comms @minji").await;
    world.types("minji", channel, "role responder @seojun 데이터베이스").await;
    world.types("minji", channel, "sev sev1 because 일부 카드만 실패").await;
    world.types("minji", channel, "stage mitigating").await;
    assert_snapshot!(world.hears(channel), @"
    @seojun 님이 *장애 지휘자* 역할을 맡았습니다.
    ---
    @seojun 님이 @minji 님에게 *커뮤니케이션 담당* 역할을 맡겼습니다.
    ---
    @minji 님이 @seojun 님에게 *커뮤니케이션 담당* 역할을 넘겼습니다.
    ---
    @alice 님이 @minji 님에게 *커뮤니케이션 담당* 역할을 맡겼습니다. 이전에는 @seojun 님이 맡았습니다.
    ---
    @minji 님이 @seojun 님에게 *대응자 (데이터베이스)* 역할을 맡겼습니다.
    ---
    @minji 님이 INC-1 심각도를 낮췄습니다: *SEV0* → *SEV1*
    > 일부 카드만 실패
    다음 상황 공유 예정: 2026-11-22 13:00:00 KST
    ---
    @minji 님이 INC-1 단계를 옮겼습니다: *감지* → *조치 중*
    @minji 님, 상황을 공유해 주세요. SEV1 장애는 단계가 바뀔 때마다 공유합니다.
    [*상황 공유*]
    ");
    world.advance_minutes(60).await;
    assert_snapshot!(world.hears(channel), @"
    @minji 님, INC-1 상황을 공유할 시간입니다. 선언 후 1시간 동안 공유가 없었습니다.
    [*상황 공유*] [15분 미루기] [변동 없음]
    ");
    world.presses_button("minji", channel, "snooze").await;
    assert_snapshot!(world.sees(channel, "미뤘습니다"), @"@minji 님이 INC-1 알림을 2026-11-22 13:15:00 KST까지 미뤘습니다.");
    world.types("minji", channel, "update").await;
    let values = fields(&[
        ("what-happened", json!("카드 결제가 되지 않습니다")),
        ("impact", json!("카드 결제의 30%")),
        ("doing", json!("롤백하고 있습니다")),
    ]);
    world.sends("minji", values).await;
    assert_snapshot!(world.hears(channel), @"
    *상황 공유* INC-1 · SEV1 · 결제 장애 · @minji
    *상황*
    카드 결제가 되지 않습니다
    *영향*
    카드 결제의 30%
    *조치*
    롤백하고 있습니다
    다음 상황 공유 예정: 2026-11-22 14:00:00 KST
    [수정…]
    ");
    assert_snapshot!(world.sees(channel, "담당자"), @"
    :large_orange_circle: *SEV1 높음* · INC-1 · *결제 장애*
    *단계*: 조치 중
    *선언*: 2026-11-22 12:00:00 KST, @minji
    *담당자*: @seojun
    *다음 상황 공유 예정*: 2026-11-22 14:00:00 KST
    *마지막 상황 공유, 2026-11-22 13:00:00 KST*
    > 카드 결제가 되지 않습니다
    *장애 지휘자* · @seojun [지정… ▾]
    *초동 분석 담당* · 아직 없음 [지정… ▾]
    *커뮤니케이션 담당* · @minji [지정… ▾]
    *대응자* · @seojun (데이터베이스) [지정… ▾]
    [지휘 맡기] [초동 분석 맡기] [커뮤니케이션 맡기] [대응 참여]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [조치 중 ▾] [*상황 공유*] [해결…] [내보내기] [취소…]
    심각도는 위 버튼으로 바로 바꿀 수 있습니다. 도움말: `/incident 도움말`
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_korean_company_ends_its_incident_in_korean() {
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = &world.declares("minji", "sev1", "결제 장애").await;
    world.presses_button("seojun", channel, "take:commander").await;
    world.advance_minutes(60).await;
    world.presses_button("minji", channel, "snooze").await;
    world.types("minji", channel, "nothing-new").await;
    world.reads_all();
    world.presses_button("minji", channel, "resolve").await;
    world
        .sends("minji", fields(&[("recovery", json!("rollback")), ("detection", json!("customer-centre"))]))
        .await;
    world.presses_button("minji", channel, "close").await;
    world.types("minji", channel, "reopen because 다시 실패합니다").await;
    assert_snapshot!(world.hears(channel), @"
    :white_check_mark: @minji 님이 INC-1 장애를 해결로 표시했습니다. 복구 방법: 롤백. 감지 경로: 고객센터.
    @seojun 님, 마지막 상황을 공유해 주세요. 무슨 일이 있었는지, 그리고 이제 끝났다는 것을 알려 주세요.
    [*상황 공유*]
    ---
    @minji 님이 INC-1 장애를 종료했습니다.
    포스트모템을 작성해야 합니다. 담당자: @seojun
    ---
    :rotating_light: @minji 님이 INC-1 장애를 다시 열었습니다.
    > 다시 실패합니다
    다음 상황 공유 예정: 2026-11-22 14:00:00 KST
    ");
    assert_snapshot!(world.hears("incidents"), @"
    ↳ :white_check_mark: @minji 님이 INC-1 장애를 해결로 표시했습니다. 복구 방법: 롤백. 감지 경로: 고객센터.
    ---
    ↳ :rotating_light: @minji 님이 INC-1 장애를 다시 열었습니다.
    > 다시 실패합니다
    다음 상황 공유 예정: 2026-11-22 14:00:00 KST
    ");
    assert_snapshot!(world.sees("incidents", "시작"), @"
    :large_orange_circle: *SEV1 높음* · INC-1 · *결제 장애*
    시작 2026-11-22 12:00:00 KST · 선언 @minji · 장애 채널 #inc-1-결제-장애
    초동 분석 · 지휘자 @seojun
    ");
    world.types("minji", channel, "timeline").await;
    assert_snapshot!(recorded(&world.last_whisper("minji", channel)), @"
    *INC-1 타임라인* (전체 10건 중 1–10)
    #1 · 2026-11-22 12:00:00 KST · @minji · SEV1 선언: 결제 장애
    #4 · 2026-11-22 12:00:00 KST · @seojun · 장애 지휘자: @seojun
    #5 · 2026-11-22 13:00:00 KST · Firebell · 상황 공유 알림
    #6 · 2026-11-22 13:00:00 KST · @minji · 알림을 2026-11-22 13:15:00 KST까지 미룸
    #7 · 2026-11-22 13:00:00 KST · @minji · 변동 없음, 다음 상황 공유 예정 2026-11-22 14:00:00 KST
    #8 · 2026-11-22 13:00:00 KST · @minji · 해결 (롤백)
    #9 · 2026-11-22 13:00:00 KST · @minji · 종료
    #10 · 2026-11-22 13:00:00 KST · @minji · 다시 열림: 다시 실패합니다
    기록을 바로잡으려면 앞의 번호를 써서 입력하세요: `/incident 정정 12 …`, `/incident 삭제 12`
    ");
    world.presses_button("minji", channel, "export").await;
    assert_snapshot!(world.hears(channel), @r#"
    INC-1 포스트모템의 현재 내용입니다. "작성 필요"로 표시된 부분을 채워 주세요.
    (file INC-1-postmortem.md)
    "#);
    let text = world.state().files[0].text.clone().unwrap();
    for part in ["결제 장애", "장애 지휘자", "서준", "12:00:00 KST", "심각도"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    world.finish().await;
}

#[tokio::test]
async fn private_answers_follow_the_person() {
    let mut world = World::start().await;
    let outcome = world.types("minji", "general", "list").await;
    assert_snapshot!(told(&outcome), @"진행 중인 장애가 없습니다. 선언하려면: `/incident 선언`");
    let outcome = world.types("alice", "general", "list").await;
    assert_snapshot!(told(&outcome), @"No incident is open. `/incident declare` rings the bell.");
    world.declares("alice", "sev1", "Checkout is down").await;
    world.declares("minji", "sev3", "사내 위키가 느림").await;
    world.types("bob", "inc-2-사내-위키가-느림", "role commander").await;
    world.types("minji", "general", "list").await;
    assert_snapshot!(world.last_whisper("minji", "general"), @"
    *진행 중인 장애 2건*
    :white_circle: *SEV3 낮음* · INC-2 · *사내 위키가 느림* · #inc-2-사내-위키가-느림
    감지 · 담당자 @bob · 시작 2026-11-22 12:00:00 KST
    :large_orange_circle: *SEV1 높음* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    감지 · 담당자 @alice · 시작 2026-11-22 12:00:00 KST
    ");
    world.types("alice", "general", "list").await;
    assert_snapshot!(world.last_whisper("alice", "general"), @"
    *2 open incidents*
    :white_circle: *SEV3 low* · INC-2 · *사내 위키가 느림* · #inc-2-사내-위키가-느림
    Detected · owner @bob · since 2026-11-22 12:00:00 KST
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down* · #inc-1-checkout-is-down
    Detected · owner @alice · since 2026-11-22 12:00:00 KST
    ");
    let outcome = world.types("minji", "general", "help").await;
    assert_snapshot!(told(&outcome), @"
    *이렇게 입력할 수 있습니다* (영어 명령도 그대로 쓸 수 있습니다)
    `/incident` 선언 양식을 엽니다. 장애 채널에서는 제어판을 보여 줍니다.
    `/incident 선언 sev1 결제 장애` 양식 없이 바로 선언합니다. 제목 앞에 `서비스:checkout` 형식으로 적으면 서비스도 정합니다.
    `/incident 훈련 sev1 결제 장애` 훈련을 선언합니다. 모든 메시지에 [훈련] 표시가 붙습니다.
    `/incident 비공개 sev1 노트북 도난` 장애 채널에 있는 사람만 볼 수 있는 비공개 장애를 선언합니다.
    `/incident 목록` 진행 중인 장애를 보여 줍니다.
    *장애 채널에서*
    `/incident 업데이트` 이해관계자에게 상황을 공유합니다. `/incident 수정` 마지막 공유 내용을 모든 곳에서 고칩니다.
    `/incident 심각도 sev1 이유: …` 심각도를 바꿉니다.
    `/incident 단계 조치 중` 단계를 옮깁니다: 감지, 초동 분석, 에스컬레이션, 조치 중, 모니터링
    `/incident 서비스 checkout` 어느 서비스의 장애인지 정합니다. 이름을 빼면 양식이 열립니다.
    `/incident 역할 지휘자 @이름` 역할을 맡깁니다: 지휘자, 초동 분석, 커뮤니케이션, 대응자. 이름을 빼면 본인이 맡습니다.
    `/incident 내려놓기 지휘자` 맡은 역할을 내려놓습니다.
    `/incident 기록 …` 타임라인에 기록합니다.
    `/incident 결정 … 이유: …` 결정을, `/incident 시도 롤백 실패 …` 복구 시도를 기록하고 채널에 알립니다.
    `/incident 변경 시각 10:50 …` 배포 등 변경 사항을 링크와 함께 기록합니다.
    `/incident 시각 발생 14:05` 주요 시각을 기록합니다. `/incident 정정 12 …`, `/incident 삭제 12` 타임라인 기록을 바로잡습니다.
    `/incident 미루기 20분` 알림을 미룹니다. `/incident 변동없음` 변동이 없다고 알립니다.
    `/incident 해결` 해결로 표시합니다.
    `/incident 종료` 종료합니다. `/incident 재개 이유: …` 다시 엽니다.
    `/incident 비공개전환` 비공개로 전환합니다.
    `/incident 취소 이유: …` 실제 장애가 아니면 취소합니다. `/incident 취소 중복 INC-42` 다른 장애와 중복이면 취소합니다. `/incident 병합 INC-42` 기록까지 합칩니다.
    `/incident 타임라인` 타임라인을 보여 줍니다. `/incident 포스트모템` 포스트모템을 장애 채널에 올립니다.
    다른 채널에서는 장애 번호를 함께 적어 주세요: `/incident 기록 INC-42 …`
    ");
    let outcome = world.types("alice", "general", "help").await;
    assert_snapshot!(told(&outcome), @"
    *What you can type*
    `/incident` opens the form; in an incident's channel it shows the panel
    `/incident declare sev1 Checkout is down` declares without a form; `service:checkout` before the title names the service
    `/incident drill sev1 Checkout is down` rehearses one: everything is marked [DRILL]
    `/incident private sev1 A laptop was stolen` declares one that only the people in its channel can see
    `/incident list` shows what is open
    *In an incident's channel*
    `/incident update` tells the stakeholders; `/incident edit` corrects what the last update said, everywhere
    `/incident sev sev1 because …` changes the severity
    `/incident stage mitigating` moves the stage: detected, triage, escalated, mitigating, monitoring
    `/incident service checkout` says which service it is about; without a name, a form
    `/incident role commander @someone` gives a role: commander, triage, communications, responder; without a name you take it
    `/incident leave commander` gives up a role of yours
    `/incident note …` writes something on the timeline
    `/incident decided … because …` and `/incident tried rollback failed …` write it down and tell the channel
    `/incident changed at 10:50 …` writes down a deployment or another change, with a link to it
    `/incident time occurred 14:05` sets a key time; `/incident correct 12 …` and `/incident strike 12` set an entry of the timeline right
    `/incident snooze 20m` puts the reminder off, `/incident nothing-new` answers it
    `/incident resolve` says that it is over for everyone affected
    `/incident close` ends it, `/incident reopen because …` opens it again
    `/incident make-private` makes it private: from then on, only people in its channel can see it
    `/incident cancel because …` cancels what was not an incident, `/incident cancel duplicate of INC-42` what another one covers; `/incident merge INC-42` also takes the timeline there
    `/incident timeline` shows what was recorded, `/incident export` posts the postmortem in the channel
    Elsewhere, name the incident: `/incident note INC-42 …`
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_timeline_is_shown_in_private() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("bob", &channel, "take:commander").await;
    world.advance_minutes(3).await;
    let outcome = world.types("bob", &channel, "note The release of 11:50 is <suspect>").await;
    assert_snapshot!(told(&outcome), @"Noted on the timeline of INC-1.");
    world.types("bob", &channel, "sev sev0 because all cards fail").await;
    world.types("bob", &channel, "stage mitigating").await;
    world.advance_minutes(15).await;
    world.types("bob", &channel, "snooze 15m").await;
    world.types("bob", &channel, "nothing-new").await;
    world.types("bob", &channel, "resolve").await;
    world.sends("bob", fields(&[("recovery", json!("rollback")), ("detection", json!("staff"))])).await;
    world.types("bob", &channel, "close").await;
    world.types("bob", &channel, "reopen because it is back").await;
    world.types("carol", "general", "timeline INC-1").await;
    assert_snapshot!(recorded(&world.last_whisper("carol", "general")), @"
    *Timeline of INC-1* (1–13 of 13)
    #1 · 2026-11-22 12:00:00 KST · @alice · declared SEV1: Checkout is down
    #4 · 2026-11-22 12:00:00 KST · @bob · Incident commander: @bob
    #5 · 2026-11-22 12:03:00 KST · @bob · The release of 11:50 is &lt;suspect&gt;
    #6 · 2026-11-22 12:03:00 KST · @bob · severity SEV1 → SEV0: all cards fail
    #7 · 2026-11-22 12:03:00 KST · @bob · stage Detected → Mitigating
    #8 · 2026-11-22 12:18:00 KST · Firebell · reminded that an update is due
    #9 · 2026-11-22 12:18:00 KST · @bob · snoozed the reminder until 2026-11-22 12:33:00 KST
    #10 · 2026-11-22 12:18:00 KST · @bob · nothing new; next update 2026-11-22 12:33:00 KST
    #11 · 2026-11-22 12:18:00 KST · @bob · resolved (Rollback)
    #12 · 2026-11-22 12:18:00 KST · @bob · closed
    #13 · 2026-11-22 12:18:00 KST · @bob · reopened: it is back
    To set something right: `/incident correct 12 …`, `/incident strike 12`, with the number that stands before the entry.
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_bare_command_shows_the_panel_in_the_incidents_channel() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.reads_all();
    world.types("minji", &channel, "").await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"
    :large_orange_circle: *SEV1 높음* · INC-1 · *Checkout is down*
    *단계*: 감지
    *선언*: 2026-11-22 12:00:00 KST, @alice
    *담당자*: @alice
    *다음 상황 공유 예정*: 2026-11-22 13:00:00 KST
    *장애 지휘자* · 아직 없음 [지정… ▾]
    *초동 분석 담당* · 아직 없음 [지정… ▾]
    *커뮤니케이션 담당* · 아직 없음 [지정… ▾]
    *대응자* · 아직 없음 [지정… ▾]
    [*지휘 맡기*] [초동 분석 맡기] [커뮤니케이션 맡기] [대응 참여]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [감지 ▾] [*상황 공유*] [해결…] [내보내기] [취소…]
    심각도는 위 버튼으로 바로 바꿀 수 있습니다. 도움말: `/incident 도움말`
    ");
    let panel = world.state().channel(&channel).unwrap().ephemerals["U0MINJI001"][0].ts.clone();
    world.presses(slack_sandbox::Click::message("minji", &channel, &panel, "take:commander")).await;
    assert_snapshot!(world.hears(&channel), @"@minji is now *Incident commander*.");
    world.finish().await;
}

#[tokio::test]
async fn a_second_press_on_export_gives_no_second_document() {
    let mut world = World::start().await;
    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    world.presses_button("alice", &channel, "export").await;
    world.presses_button("alice", &channel, "export").await;
    assert_eq!(world.state().files.len(), 1);
    assert!(world.whispers("alice", &channel).concat().contains("on its way to its channel already"));
    world.advance_minutes(1).await;
    world.presses_button("alice", &channel, "export").await;
    assert_eq!(world.state().files.len(), 2, "later, it is a new one");
    world.leave().await;
}
