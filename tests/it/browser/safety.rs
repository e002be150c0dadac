//! What somebody wrote stays words, whatever it looks like.

use fantoccini::key::Key;

use super::stage::Stage;

const HOSTILE: &str =
    "<script>document.title='taken'</script> \"><img src=x onerror=\"document.title='taken'\"> '&amp;";

#[tokio::test]
async fn markup_in_messages_and_titles_is_shown_as_it_was_typed() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "incidents").await;
    alice.says("#incidents", HOSTILE).await;
    alice.reads("Alice", HOSTILE).await;
    alice.says("#incidents", "/incident").await;
    alice.has_a_modal().await;
    alice.replaces("What is wrong?", HOSTILE).await;
    alice.replaces("What do you see?", HOSTILE).await;
    alice.presses("Ring the bell").await;
    alice.has_no_modal().await;
    alice.reads("SEV2 medium · INC-1", HOSTILE).await;
    alice.fills("Message #incidents", "@<script>").await;
    alice.hits(Key::Enter).await;
    alice.reads("@<script>", "Alice").await;
    alice.reloads().await;
    alice.reads("SEV2 medium · INC-1", HOSTILE).await;
    assert_eq!(alice.asks("title", "").await, "#incidents · Alice · Sandbox");
    stage.finish([alice]).await;
}

#[tokio::test]
async fn every_page_forbids_what_it_does_not_need() {
    let Some(stage) = Stage::start().await else { return };
    let alice = stage.window("alice", "general").await;
    for path in ["/", "/as/alice/general", "/gallery", "/as/alice/home"] {
        alice.opens(path).await;
        let policy = alice.policy().await;
        for rule in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
    stage.finish([alice]).await;
}
