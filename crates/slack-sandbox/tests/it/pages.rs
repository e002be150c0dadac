//! The pages people see, read as text, and what their windows are told while they look.

use serde_json::json;
use slack_sandbox::{PinMessage, Say};

use crate::world::{GENERAL, World};

/// Alice's window on #general.
const WINDOW: &str = "/as/alice/general";

/// Alice writes `count` messages; gives their time stamps.
async fn talk(world: &World, count: usize) -> Vec<String> {
    let mut stamps = Vec::new();
    for number in 0..count {
        let said = world.sandbox.message(Say::new("alice", "general", &format!("message {number}."))).await;
        stamps.push(said.unwrap().ts);
    }
    stamps
}

fn anchor(ts: &str) -> String {
    format!("m-{}", ts.replace('.', "-"))
}

#[tokio::test]
async fn a_window_at_an_old_message_shows_what_is_around_it() {
    let world = World::start().await;
    let stamps = talk(&world, 120).await;
    let page = world.page(&format!("{WINDOW}?at={}", stamps[40])).await;
    assert_eq!(page.matches("<li id=\"m-").count(), 50);
    assert!(page.contains("message 15.") && !page.contains("message 14."));
    assert!(page.contains("message 64.") && !page.contains("message 65."));
    assert!(page.contains("<a id=\"older\"") && page.contains("<a id=\"newer\""));
    let present = world.page(WINDOW).await;
    assert!(present.contains("message 119.") && !present.contains("id=\"newer\""));
    let near = world.page(&format!("{WINDOW}?at={}", stamps[110])).await;
    assert!(near.contains("message 119.") && !near.contains("id=\"newer\""), "it reaches the present");
    assert_eq!(near.matches("<li id=\"m-").count(), 50);
}

#[tokio::test]
async fn a_window_in_the_past_is_told_only_of_what_it_shows() {
    let world = World::start().await;
    let stamps = talk(&world, 60).await;
    let page = world.page(&format!("{WINDOW}?at={}", stamps[10])).await;
    let loaded = format!("&from={}&to={}", stamps[0], stamps[34]);
    let mut updates = world.follow("/as/alice/C0GENERAL1", &page, &loaded).await;
    updates.until("id=\"sidebar\"").await;
    world.sandbox.message(Say::new("bob", "general", "news")).await.unwrap();
    world.ok("reactions.add", json!({"channel": GENERAL, "timestamp": stamps[50], "name": "x"})).await;
    world.ok("reactions.add", json!({"channel": GENERAL, "timestamp": stamps[20], "name": "eyes"})).await;
    let told = updates.until("👀</span> 1").await;
    assert!(told.contains(&anchor(&stamps[20])) && !told.contains(&anchor(&stamps[50])), "{told}");
    assert!(!told.contains(">news<"), "{told}");
    let backwards = format!("&from={}&to={}", stamps[34], stamps[0]);
    world.follow("/as/alice/C0GENERAL1", &page, &backwards).await.until("id=\"sidebar\"").await;
}

#[tokio::test]
async fn permalinks_lead_to_the_message_and_open_its_thread() {
    let world = World::start().await;
    let stamps = talk(&world, 1).await;
    let reply =
        world.sandbox.message(Say::new("bob", "general", "reply").in_thread(&stamps[0])).await.unwrap().ts;
    let digits = |ts: &str| ts.replace('.', "");
    let to = |ts: &str| format!("/archives/{GENERAL}/p{}", digits(ts));
    assert_eq!(
        world.leads(&to(&stamps[0])).await,
        format!("/as/alice/{GENERAL}?at={}#{}", stamps[0], anchor(&stamps[0]))
    );
    let in_thread =
        format!("/as/alice/{GENERAL}?at={0}&pane=thread:{0}#t-{1}", stamps[0], reply.replace('.', "-"));
    assert_eq!(world.leads(&to(&reply)).await, in_thread);
    let page = world.page(in_thread.split('#').next().unwrap()).await;
    assert!(page.contains(&format!("<li id=\"t-{}\"", reply.replace('.', "-"))), "{page}");
    for wrong in ["p17x0000000000001", "p%0A1790000000000001", "1790000000000001", "p12345", "p", "p-1"] {
        assert_eq!(world.fetch(&format!("/archives/{GENERAL}/{wrong}")).await.status, 404, "{wrong}");
    }
    world.sandbox.pin(PinMessage::add("alice", "general", &reply)).await.unwrap();
    let pins = world.page(&format!("{WINDOW}?pane=pins")).await;
    assert!(pins.contains(&in_thread.replace('&', "&amp;")), "{pins}");
}

#[tokio::test]
async fn addresses_of_the_team_lead_to_the_viewers_own_window() {
    let world = World::start().await;
    let stamps = talk(&world, 1).await;
    let link = world.ok("chat.getPermalink", json!({"channel": GENERAL, "message_ts": stamps[0]})).await;
    let link = link["permalink"].as_str().unwrap();
    let copied = format!("{}/archives/{GENERAL}/p{}", world.sandbox.url(), stamps[0].replace('.', ""));
    let secret = "https://sandbox.slack.com/archives/C0SECURITY";
    let blocks = json!([
        {"type": "section", "text": {"type": "mrkdwn", "text": format!("<{link}|here>, {copied}, <{secret}|hidden>")}},
        {"type": "markdown", "text": format!("[there]({link}) and [out](https://slack.com/archives/C1)")},
        {"type": "actions", "elements": [{"type": "button", "action_id": "go", "url": link,
            "text": {"type": "plain_text", "text": "Go"}}]},
    ]);
    world.post_message(GENERAL, json!({"text": "x", "blocks": blocks})).await;
    let page = world.page("/as/bob/general").await;
    let own = format!("href=\"/as/bob/{GENERAL}?at={}#{}\"", stamps[0], anchor(&stamps[0]));
    assert!(
        page.contains(&format!("<a {own}>here</a>")) && page.contains(&format!("<a {own}>there</a>")),
        "{page}"
    );
    assert_eq!(page.matches(&own).count(), 4, "{page}");
    assert!(page.contains(", hidden</") && !page.contains("C0SECURITY"), "{page}");
    assert!(page.contains("href=\"https://slack.com/archives/C1\""), "{page}");
}
