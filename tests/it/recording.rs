//! What people write down.

use insta::assert_snapshot;

use crate::world::{World, told};

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
