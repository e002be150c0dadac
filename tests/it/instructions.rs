//! Whoever gets a role is told in private what it asks of them.

use insta::assert_snapshot;
use slack_sandbox::{CallFault, CallTrouble, When};

use crate::world::World;

#[tokio::test]
async fn a_new_commander_is_told_what_to_do_first() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    assert_snapshot!(world.hears_in_private("bob"), @"
    You are now *Incident commander* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    You keep the overview and decide; let others investigate and fix.
    1. Is the severity right? `/incident sev INC-1 sev1 because …`
    2. Get help: `/incident role INC-1 triage @…`, and for the stakeholders `/incident role INC-1 communications @…`
    3. Say where it stands: `/incident stage INC-1 mitigating`
    4. Write down what you decide: `/incident decided INC-1 … because …`
    Too tired, or called away? Hand over: `/incident role INC-1 commander @…`
    ");
    world.restart().await;
    world.advance_minutes(1).await;
    assert_eq!(world.hears_in_private("bob"), "", "once is enough");
    let role = world.incident(1).await.roles.commander.unwrap();
    assert_eq!(role.as_str(), "U0BOB00001");
    assert_eq!(world.private("alice"), None, "nobody else is disturbed");
    world.leave().await;
}

#[tokio::test]
async fn each_role_has_its_own_and_each_reader_their_language() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.gives("alice", "triage", "carol", &channel).await;
    assert_snapshot!(world.hears_in_private("carol"), @"
    You are now *Triage engineer* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    You find out what is broken and who is affected; others fix it.
    1. Write down what customers see, since when and how many: `/incident note INC-1 …`
    2. When did it begin? `/incident time INC-1 occurred 14:05`
    3. Is the severity right? `/incident sev INC-1 sev1 because …`
    4. Call whoever knows that part: `/incident role INC-1 responder @… database`
    Done? Tell the commander, then `/incident leave INC-1 triage`
    ");
    world.types("bob", &channel, "role communications").await;
    assert_snapshot!(world.hears_in_private("bob"), @r#"
    You are now *Communications lead* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    You speak to the stakeholders, so that the others can work.
    1. Post an update now, even if little is known: `/incident update INC-1`
    2. Say what customers notice: "card payments fail", not "pods restart".
    3. Promise the next update for a time that you can keep. I remind you.
    4. No news is news, too: `/incident nothing-new INC-1`
    Ask the commander before you say when it will be over.
    "#);
    world.takes("alice", "responder", &channel).await;
    assert_snapshot!(world.hears_in_private("alice"), @"
    You are now *Responder* of INC-1 (SEV1): Checkout is down. Work happens in #inc-1-checkout-is-down.
    You bring the service back; the commander keeps the overview.
    1. Say where you work: `/incident role INC-1 responder database`
    2. In the channel, say what you are about to change, then change one thing at a time.
    3. Write down each attempt, failed ones too: `/incident tried INC-1 rollback failed …`
    Stop the damage first; the root cause can wait.
    Done, or relieved? `/incident leave INC-1 responder`
    ");
    for role in ["commander", "triage"] {
        world.takes("minji", role, &channel).await;
    }
    assert_snapshot!(world.hears_in_private("minji"), @"
    INC-1 (SEV1) *장애 지휘자* 역할을 맡으셨습니다: Checkout is down (장애 채널 #inc-1-checkout-is-down)
    전체 상황을 보고 결정하는 역할입니다. 원인 조사와 복구는 다른 분에게 맡기세요.
    1. 심각도가 맞는지 확인: `/incident 심각도 INC-1 sev1 이유: …`
    2. 사람 모으기: `/incident 역할 INC-1 초동 분석 @…`, 이해관계자 소통은 `/incident 역할 INC-1 커뮤니케이션 @…`
    3. 진행 단계 알리기: `/incident 단계 INC-1 조치 중`
    4. 결정은 바로 기록: `/incident 결정 INC-1 … 이유: …`
    지쳤거나 자리를 비워야 하면 넘기기: `/incident 역할 INC-1 지휘자 @…`
    ---
    INC-1 (SEV1) *초동 분석 담당* 역할을 맡으셨습니다: Checkout is down (장애 채널 #inc-1-checkout-is-down)
    무엇이 고장 났고 누가 영향을 받는지 밝히는 역할입니다. 복구는 다른 분이 합니다.
    1. 고객에게 보이는 현상, 시작 시각, 규모 기록: `/incident 기록 INC-1 …`
    2. 언제 시작됐는지 기록: `/incident 시각 INC-1 발생 14:05`
    3. 심각도가 맞는지 확인: `/incident 심각도 INC-1 sev1 이유: …`
    4. 그 부분을 잘 아는 사람 부르기: `/incident 역할 INC-1 대응자 @… 데이터베이스`
    끝나면 지휘자에게 알리고 내려놓기: `/incident 내려놓기 INC-1 초동 분석`
    ");
    world.takes("seojun", "communications", &channel).await;
    assert_snapshot!(world.hears_in_private("seojun"), @r#"
    INC-1 (SEV1) *커뮤니케이션 담당* 역할을 맡으셨습니다: Checkout is down (장애 채널 #inc-1-checkout-is-down)
    이해관계자와 소통해 다른 분들이 복구에 집중하게 하는 역할입니다.
    1. 아는 것이 적어도 지금 바로 공유: `/incident 업데이트 INC-1`
    2. 고객이 겪는 일로 쓰기: "파드 재시작"이 아니라 "카드 결제 실패"
    3. 다음 공유는 지킬 수 있는 시각으로 약속. 그때 알려 드립니다.
    4. 변동이 없다는 것도 소식: `/incident 변동없음 INC-1`
    언제 끝날지는 지휘자에게 확인한 뒤 알리세요.
    "#);
    world.types("seojun", &channel, "leave communications").await;
    world.takes("seojun", "responder", &channel).await;
    assert_snapshot!(world.hears_in_private("seojun"), @"
    INC-1 (SEV1) *대응자* 역할을 맡으셨습니다: Checkout is down (장애 채널 #inc-1-checkout-is-down)
    서비스를 되살리는 역할입니다. 전체 상황은 지휘자가 봅니다.
    1. 맡은 영역 알리기: `/incident 역할 INC-1 대응자 데이터베이스`
    2. 무엇을 바꿀지 채널에 먼저 말하고, 한 번에 하나씩 바꾸기
    3. 시도는 실패한 것까지 기록: `/incident 시도 INC-1 롤백 실패 …`
    원인 해결보다 당장 효과 있는 조치가 먼저입니다.
    끝났거나 교대하면 내려놓기: `/incident 내려놓기 INC-1 대응자`
    ");
    world.leave().await;
}

#[tokio::test]
async fn each_taking_is_told_once_and_another_area_is_none() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "responder", &channel).await;
    assert_ne!(world.hears_in_private("bob"), "");
    world.types("bob", &channel, "role responder database").await;
    assert_eq!(world.hears_in_private("bob"), "");
    world.types("bob", &channel, "leave responder").await;
    world.takes("bob", "responder", &channel).await;
    assert_ne!(world.hears_in_private("bob"), "", "that is another taking");
    world.leave().await;
}

#[tokio::test]
async fn nobody_is_told_twice_where_the_answer_was_lost() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let lost = CallTrouble::ServerError { status: 503, when: When::AfterWork };
    world.sandbox.add_call_fault(CallFault::on("chat.postMessage", lost));
    world.takes("bob", "commander", &channel).await;
    world.sandbox.clear_faults();
    world.advance_minutes(2).await;
    assert_eq!(world.hears_in_private("bob").matches("You are now").count(), 1);
    world.leave().await;
}

#[tokio::test]
async fn nobody_is_told_of_a_role_that_they_have_passed_on() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let away = CallTrouble::ServerError { status: 503, when: When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.open", away));
    world.takes("bob", "commander", &channel).await;
    world.gives("bob", "commander", "carol", &channel).await;
    world.sandbox.clear_faults();
    world.advance_minutes(2).await;
    assert_eq!(world.hears_in_private("bob"), "");
    assert!(world.hears_in_private("carol").contains("*Incident commander*"));
    world.leave().await;
}
