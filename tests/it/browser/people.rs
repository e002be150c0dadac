//! Everybody in the workspace opens it and finds what is theirs.

use super::stage::Stage;

#[tokio::test]
async fn everybody_sees_their_own_channels_in_their_own_language() {
    let everybody = [
        ("Alice Hartmann", "en", &["general", "incidents", "lobby", "random", "security", "old-news"][..]),
        ("Bob Okafor", "en", &["general", "incidents", "random", "old-news"]),
        ("Carol Jensen", "en", &["general", "incidents", "random"]),
        ("Gina Guest", "en", &["lobby"]),
        ("김민지", "ko", &["general", "incidents", "random"]),
        ("이서준", "ko", &["general", "incidents", "random", "security"]),
    ];
    let Some(stage) = Stage::start().await else { return };
    let window = stage.window("alice", "general").await;
    window.opens("/").await;
    window.answers("people", everybody.map(|(name, ..)| name).as_slice()).await;
    for (name, language, channels) in everybody {
        window.becomes(name).await;
        window.answers("channels", channels).await;
        window.answers("language", language).await;
        let words = if language == "ko" { "다른 사람으로 전환" } else { "Be somebody else" };
        window.sees(words).await;
    }
    window.opens("/as/gina/random").await;
    window.sees("nothing that this person may see").await;
    assert_eq!(window.complaints().await.len(), 1, "the page that is not there");
    stage.finish([window]).await;
}
