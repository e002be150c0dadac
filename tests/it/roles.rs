//! Who wears which hat.

use insta::assert_snapshot;
use slack_sandbox::Click;

use crate::world::{World, told};

#[tokio::test]
async fn command_is_taken_with_one_press() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Incident commander*.");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @bob
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · @bob [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · nobody yet [Assign… ▾]
    [Take command] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_snapshot!(world.announcement(), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    Since 2026-11-22 12:00:00 KST · declared by @alice · work happens in #inc-1-checkout-is-down
    Detected · Commander @bob
    ");
    assert_eq!(world.members(&channel), ["alice", "bob"]);
    world.leave().await;
}

#[tokio::test]
async fn a_role_is_handed_over_with_the_menu_beside_it() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.reads_all();
    world.gives("bob", "commander", "carol", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@bob handed *Incident commander* over to @carol.");
    world.takes("alice", "commander", &channel).await;
    assert_snapshot!(world.hears(&channel), @"@alice is now *Incident commander*, taking over from @carol.");
    assert_eq!(world.incident(1).await.owner().as_str(), "U0ALICE001");
    assert_eq!(world.members(&channel), ["alice", "bob", "carol"]);
    world.leave().await;
}

#[tokio::test]
async fn a_role_is_given_in_words() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let outcome = world.types("alice", &channel, "role commander @minji").await;
    assert_eq!(told(&outcome), "", "the channel hears it");
    assert_snapshot!(world.hears(&channel), @"@minji is now *Incident commander*, assigned by @alice.");
    let outcome = world.types("alice", "general", "role INC-1 comms <@U0CAROL001>").await;
    assert_snapshot!(told(&outcome), @"<@U0CAROL001> is now Communications lead on INC-1.");
    assert_snapshot!(world.hears(&channel), @"@carol is now *Communications lead*, assigned by @alice.");
    let outcome = world.types("minji", "general", "role INC-1 responder @seojun database & cache").await;
    assert_snapshot!(told(&outcome), @"<@U0SEOJUN01> 님이 INC-1 대응자 (database &amp; cache) 역할을 맡았습니다.");
    world.hears(&channel);
    assert_eq!(world.members(&channel), ["alice", "carol", "minji", "seojun"]);
    world.leave().await;
}

#[tokio::test]
async fn responders_are_many_and_have_areas() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("alice", &channel, "role responder @seojun database").await;
    world.takes("bob", "responder", &channel).await;
    world.types("bob", &channel, "role responder <frontend & CDN>").await;
    assert_snapshot!(world.hears(&channel), @"
    @seojun is now *Responder (database)*, assigned by @alice.
    ---
    @bob is now *Responder*.
    ---
    @bob is now *Responder (&lt;frontend &amp; CDN&gt;)*.
    ");
    assert_snapshot!(world.panel(&channel), @"
    :large_orange_circle: *SEV1 high* · INC-1 · *Checkout is down*
    *Stage*: Detected
    *Declared*: 2026-11-22 12:00:00 KST by @alice
    *Owner*: @alice
    *Next update due*: 2026-11-22 13:00:00 KST
    *Incident commander* · nobody yet [Assign… ▾]
    *Triage engineer* · nobody yet [Assign… ▾]
    *Communications lead* · nobody yet [Assign… ▾]
    *Responder* · @seojun (database), @bob (&lt;frontend &amp; CDN&gt;) [Assign… ▾]
    [*Take command*] [Take triage] [Take communications] [Join as responder]
    [SEV0] [*SEV1*] [SEV2] [SEV3]
    [Detected ▾] [*Post update*] [Resolve…] [Export] [Cancel…]
    Change the severity with one press above. More: `/incident help`
    ");
    assert_eq!(world.members(&channel), ["alice", "bob", "seojun"]);
    world.leave().await;
}

#[tokio::test]
async fn taking_what_one_has_is_answered_in_private() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.takes("bob", "responder", &channel).await;
    world.reads_all();
    world.takes("bob", "commander", &channel).await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"@bob is already Incident commander. To give it to somebody else: `/incident role commander @someone`.");
    world.takes("bob", "responder", &channel).await;
    assert_snapshot!(world.last_whisper("bob", &channel), @"@bob is already Responder. For another area: `/incident role responder …`.");
    let outcome = world.types("bob", &channel, "role commander").await;
    assert_snapshot!(told(&outcome), @"
    <@U0BOB00001> is already Incident commander. To give it to somebody else: `/incident role commander @someone`.
    You typed:
    role commander
    ");
    world.finish().await;
}

#[tokio::test]
async fn somebody_who_has_left_cannot_take_a_role() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let outcome = world.types("alice", &channel, "role commander <@U0FRANK001>").await;
    assert_snapshot!(told(&outcome), @"
    <@U0FRANK001> can't take a role: the account is not a member of this workspace. Please choose somebody else.
    You typed:
    role commander @U0FRANK001
    ");
    assert_eq!(world.incident(1).await.roles.commander, None);
    world.finish().await;
}

#[tokio::test]
async fn whoever_presses_a_moment_later_is_told_who_was_first() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.press_at_once(["bob", "carol"], &channel, "take:commander").await;
    let first = world.incident(1).await.roles.commander.unwrap();
    let second = if first.as_str() == "U0BOB00001" { "carol" } else { "bob" };
    let told = world.whispers(second, &channel);
    assert!(told.iter().any(|text| text.contains("[Take over]")), "{told:?}");
    world.presses_button(second, &channel, "take:commander").await;
    assert_ne!(world.incident(1).await.roles.commander, Some(first), "pressed again, it is handed over");
    world.leave().await;
}

#[tokio::test]
async fn a_role_that_somebody_leaves_is_offered_to_all() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.types("carol", &channel, "role communications").await;
    world.types("minji", &channel, "role responder database").await;
    world.reads_all();
    world.types("bob", &channel, "leave commander").await;
    assert_snapshot!(world.hears(&channel), @"
    @bob is no longer *Incident commander*. Until somebody takes command, @alice owns INC-1.
    [*Take command*]
    ");
    assert!(world.panel(&channel).contains("*Owner*: @alice"));
    assert!(world.announcement().contains("No commander yet"));
    world.types("carol", &channel, "leave comms").await;
    assert_snapshot!(world.hears(&channel), @"
    @carol is no longer *Communications lead*.
    [*Take communications*]
    ");
    world.presses_button("bob", &channel, "take:communications").await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Communications lead*.");
    let outcome = world.types("minji", "general", "leave INC-1 responder").await;
    assert_snapshot!(told(&outcome), @"INC-1 대응자 역할을 내려놓았습니다.");
    assert_snapshot!(world.hears(&channel), @"@minji is no longer *Responder (database)*.");
    assert_snapshot!(told(&world.types("minji", &channel, "leave triage").await), @"
    INC-1에서 초동 분석 담당 역할을 맡고 있지 않아 내려놓을 수 없습니다. 누가 맡고 있는지는 장애 채널에서 `/incident` 명령으로 볼 수 있습니다.
    입력한 내용:
    leave triage
    ");
    assert_snapshot!(told(&world.types("alice", &channel, "leave").await), @"
    Which role do you leave? For example `/incident leave commander`. Choose one of: commander, triage, communications, responder.
    You typed:
    leave
    ");
    world.leave().await;
}

#[tokio::test]
async fn whoever_joins_is_asked_where_they_work() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("minji", "responder", &channel).await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"
    어느 영역을 맡으시나요? 해당하는 것을 모두 누르세요. 직접 입력: `/incident 역할 INC-1 대응자 …`
    [데이터베이스] [프론트엔드] [인프라] [보안]
    ");
    world.reads_all();
    let asked = {
        let state = world.state();
        let shown = &state.channel(&channel).unwrap().ephemerals["U0MINJI001"];
        shown.last().unwrap().ts.clone()
    };
    for area in ["database", "security"] {
        world.presses(Click::message("minji", &channel, &asked, &format!("area:{area}"))).await;
    }
    world.types("bob", &channel, "role responder database").await;
    world.types("bob", &channel, "role responder payments gateway").await;
    assert_snapshot!(world.hears(&channel), @"
    @minji is now *Responder (database)*.
    ---
    @minji is now *Responder (security)*.
    ---
    @bob is now *Responder (database)*.
    ---
    @bob is now *Responder (payments gateway)*.
    ");
    let panel = world.panel(&channel);
    let row = panel.lines().find(|line| line.starts_with("*Responder*")).unwrap();
    assert_snapshot!(row, @"*Responder* · @minji (database, security), @bob (database, payments gateway) [Assign… ▾]");
    world.presses(Click::message("minji", &channel, &asked, "area:database")).await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"@minji 님이 이미 대응자 역할을 맡고 있습니다. 다른 영역을 맡으려면: `/incident 역할 대응자 …`");
    world.types("bob", &channel, "leave responder database").await;
    assert_snapshot!(world.hears(&channel), @"@bob is no longer *Responder (database)*.");
    assert_snapshot!(told(&world.types("bob", &channel, "leave responder database").await), @"
    You are not Responder (database) on INC-1, so there is nothing to leave. `/incident` in its channel shows who is.
    You typed:
    leave responder database
    ");
    world.types("minji", &channel, "leave responder").await;
    assert_snapshot!(world.hears(&channel), @"@minji is no longer *Responder (database, security)*.");
    world.leave().await;
}
