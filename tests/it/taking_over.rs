//! Buttons that offer a role which somebody else has taken since they were shown.

use insta::assert_snapshot;
use slack_sandbox::Click;

use crate::world::World;

/// carol holds communications; bob did, and the line that offered it when he left still stands.
async fn with_an_old_offer() -> (World, String, String) {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.types("bob", &channel, "role communications").await;
    world.types("bob", &channel, "leave communications").await;
    let offer = last_offer(&world, &channel);
    world.takes_on_panel("carol", &channel).await;
    world.advance_minutes(30).await;
    world.reads_all();
    (world, channel, offer)
}

/// The line with nothing but the button, which is newer than the panel.
fn last_offer(world: &World, channel: &str) -> String {
    world.with_action(channel, "take:communications")
}

impl World {
    async fn takes_on_panel(&mut self, user: &str, channel: &str) {
        let panel = self.with_action(channel, "severity:sev0");
        self.presses(Click::message(user, channel, &panel, "take:communications")).await;
    }

    /// The last private message that somebody was shown in a channel, by its id.
    fn last_shown(&self, id: &str, channel: &str) -> String {
        let state = self.state();
        let shown = &state.channel(channel).unwrap().ephemerals[id];
        shown.last().unwrap().ts.clone()
    }
}

#[tokio::test]
async fn an_old_button_asks_before_it_takes_a_role_from_whoever_has_it_now() {
    let (mut world, channel, offer) = with_an_old_offer().await;
    world.presses(Click::message("alice", &channel, &offer, "take:communications")).await;
    assert_eq!(world.hears(&channel), "", "nothing is taken unawares");
    assert_snapshot!(world.last_whisper("alice", &channel), @"
    @carol has become Communications lead since this button was shown. Do you want to take over from them?
    [Take over]
    ");
    let asked = world.last_shown("U0ALICE001", &channel);
    world.presses(Click::message("alice", &channel, &asked, "take-over:communications")).await;
    assert_snapshot!(world.hears(&channel), @"@alice is now *Communications lead*, taking over from @carol.");
    assert_snapshot!(world.last_whisper("alice", &channel), @"@alice is now Communications lead on INC-1.");
    world.leave().await;
}

#[tokio::test]
async fn whoever_is_overtaken_once_more_is_asked_about_whoever_has_it_then() {
    let (mut world, channel, offer) = with_an_old_offer().await;
    world.presses(Click::message("minji", &channel, &offer, "take:communications")).await;
    assert_snapshot!(world.last_whisper("minji", &channel), @"
    이 버튼이 표시된 뒤에 @carol 님이 커뮤니케이션 담당 역할을 맡았습니다. 역할을 넘겨받으시겠습니까?
    [넘겨받기]
    ");
    world.types("seojun", &channel, "role communications").await;
    world.reads_all();
    let asked = world.last_shown("U0MINJI001", &channel);
    world.presses(Click::message("minji", &channel, &asked, "take-over:communications")).await;
    assert_eq!(world.hears(&channel), "");
    let again = world.last_whisper("minji", &channel);
    assert!(again.contains("@seojun"), "{again}");
    let asked = world.last_shown("U0MINJI001", &channel);
    world.presses(Click::message("minji", &channel, &asked, "take-over:communications")).await;
    assert_snapshot!(world.hears(&channel), @"@minji is now *Communications lead*, taking over from @seojun.");
    world.leave().await;
}

#[tokio::test]
async fn whoever_would_join_duties_by_taking_over_is_asked_about_that_too() {
    let (mut world, channel, offer) = with_an_old_offer().await;
    let panel = world.with_action(&channel, "severity:sev0");
    world.presses(Click::message("bob", &channel, &panel, "take:commander")).await;
    world.reads_all();
    world.presses(Click::message("bob", &channel, &offer, "take:communications")).await;
    let asked = world.last_shown("U0BOB00001", &channel);
    world.presses(Click::message("bob", &channel, &asked, "take-over:communications")).await;
    assert_eq!(world.hears(&channel), "");
    let question = world.last_whisper("bob", &channel);
    assert!(question.contains("[Take it anyway]"), "{question}");
    let asked = world.last_shown("U0BOB00001", &channel);
    world.presses(Click::message("bob", &channel, &asked, "anyway:communications")).await;
    assert!(world.hears(&channel).contains("@bob is now *Communications lead*, taking over from @carol."));
    world.leave().await;
}

#[tokio::test]
async fn command_that_was_offered_when_its_holder_left_slack_is_taken_over_in_the_same_way() {
    let (mut world, channel) = World::with_incident("sev1").await;
    world.takes("bob", "commander", &channel).await;
    world.types("bob", &channel, "leave commander").await;
    let offer = world.with_action(&channel, "take:commander");
    world.types("carol", &channel, "role commander").await;
    world.reads_all();
    world.presses(Click::message("bob", &channel, &offer, "take:commander")).await;
    let asked = world.last_shown("U0BOB00001", &channel);
    world.presses(Click::message("bob", &channel, &asked, "take-over:commander")).await;
    assert_snapshot!(world.hears(&channel), @"@bob is now *Incident commander*, taking over from @carol.");
    world.leave().await;
}
