//! Guests, people who have left, and whoever else is no member: they act on nothing and answer for nothing.

use firebell::incident::UserId;
use insta::assert_snapshot;
use slack_sandbox::{ChannelAct, ChannelVerb, Click, UserAct, UserVerb};

use crate::knock::{COMMANDS, Knock, declaration};
use crate::world::{World, told};

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
    world.nothing_was_declared();
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
    world.nothing_was_declared();

    let channel = world.declares("alice", "sev1", "Checkout is down").await;
    let leave =
        UserAct { user: "bob".into(), act: UserVerb::Deactivate, real_name: None, display_name: None };
    world.sandbox.user_act(leave).await.unwrap();
    world.settle().await;
    let refused = world.types("alice", &channel, "role commander <@U0BOB00001>").await;
    assert_snapshot!(world.answered(&refused), @"
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
