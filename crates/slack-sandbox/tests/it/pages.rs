//! The pages people see, read as text, and what their windows are told while they look.

use chrono::TimeDelta;
use serde_json::json;
use slack_sandbox::{
    ChannelAct, ChannelVerb, Command, Edit, FastClock, Options, PinMessage, Say, UserAct, UserVerb,
};

use crate::files::upload;
use crate::world::{ALICE, Answer, BOB, BOT, GENERAL, World, modal, options, start_of_time};

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

/// A file that is shared in a channel; gives its id.
async fn share(world: &World, name: &str, channel: &str) -> String {
    let id = upload(world, name, "abc").await;
    let complete = json!({"files": [{"id": id}], "channel_id": channel});
    world.ok("files.completeUploadExternal", complete).await;
    id
}

/// The address in the first attribute `name` whose value holds `part`.
fn address(page: &str, name: &str, part: &str) -> String {
    let start = format!("{name}=\"");
    let mut values = page.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    values.find(|value| value.contains(part)).unwrap_or_else(|| panic!("{part}: {page}")).to_owned()
}

#[tokio::test]
async fn files_are_found_by_their_secret_and_only_pictures_are_shown() {
    let world = World::start().await;
    let (text, picture) =
        (share(&world, "로그 1.html", GENERAL).await, share(&world, "graph.webp", GENERAL).await);
    let page = world.page(WINDOW).await;
    let wire = world.fetch(&address(&page, "href", &format!("/files/{text}/"))).await;
    assert_eq!((wire.status, wire.text().as_str()), (200, "abc"));
    let name = "%EB%A1%9C%EA%B7%B8%201.html";
    assert_eq!(wire.headers["content-disposition"], format!("attachment; filename*=UTF-8''{name}"));
    assert_eq!(wire.headers["content-security-policy"], "default-src 'none'; sandbox");
    let wire = world.fetch(&address(&page, "src", &format!("/files/{picture}/"))).await;
    assert_eq!(wire.headers["content-type"], "image/webp");
    assert_eq!(wire.headers["content-disposition"], "inline; filename*=UTF-8''graph.webp");
    for guessed in [format!("/files/{text}/{name}"), format!("/files/{text}/0/{name}")] {
        assert_eq!(world.fetch(&guessed).await.status, 404, "{guessed}");
    }
}

#[tokio::test]
async fn a_picture_of_the_workspace_is_shown_in_blocks() {
    let world = World::start().await;
    let id = share(&world, "graph.png", GENERAL).await;
    let blocks = json!([{"type": "image", "slack_file": {"id": id}, "alt_text": "the graph"}]);
    world.post_message(GENERAL, json!({"text": "x", "blocks": blocks})).await;
    let page = world.page(WINDOW).await;
    let (before, _) = page.split_once("\" alt=\"the graph\"").unwrap();
    let source = before.rsplit('"').next().unwrap();
    assert_eq!(world.fetch(source).await.status, 200, "{source}");
}

#[tokio::test]
async fn files_and_canvases_of_hidden_channels_are_hidden() {
    let world = World::start().await;
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, "security").target(BOT);
    world.sandbox.channel_act(invite).await.unwrap();
    let file = share(&world, "plan.txt", "C0SECURITY").await;
    let canvas = json!({"channel_id": "C0SECURITY", "title": "Plan",
        "document_content": {"type": "markdown", "markdown": "top secret"}});
    let canvas = world.ok("canvases.create", canvas).await["canvas_id"].as_str().unwrap().to_owned();
    let blocks = json!([{"type": "input", "label": {"type": "plain_text", "text": "File"},
        "element": {"type": "file_input", "action_id": "f"}}]);
    for user in ["alice", "bob"] {
        let home = json!({"type": "home", "blocks": blocks});
        let id = world.sandbox.state().users.iter().find(|one| one["name"] == user).unwrap()["id"].clone();
        world.ok("views.publish", json!({"user_id": id, "view": home})).await;
        let mut pages = world.page(&format!("/as/{user}/home")).await;
        for pane in [format!("file:{file}"), format!("canvas:{canvas}")] {
            pages += &world.page(&format!("/as/{user}/general?pane={pane}")).await;
        }
        let seen = pages.matches("plan.txt").count() + pages.matches("top secret").count();
        assert_eq!(seen > 2, user == "alice", "{user} sees {seen}: {pages}");
        assert!(user == "alice" || seen == 0, "{pages}");
    }
}

#[tokio::test]
async fn a_conversation_of_several_people_is_titled_with_the_others() {
    let world = World::start().await;
    let opened = world.ok("conversations.open", json!({"users": format!("{ALICE},{BOB}")})).await;
    let group = opened["channel"]["id"].as_str().unwrap();
    world.post_message(group, json!({"text": "hello both"})).await;
    let page = world.page(WINDOW).await;
    let section = page.split("id=\"direct-title\"").nth(1).unwrap();
    assert!(section.contains(&format!("href=\"/as/alice/{group}\"")), "{section}");
    let page = world.page(&format!("/as/alice/{group}")).await;
    let head = page.split("class=\"head\"").nth(1).unwrap().split("</h1>").next().unwrap();
    assert!(head.ends_with(">Bob") || head.ends_with(" </span>Bob"), "{head}");
    assert!(
        page.contains("hello both")
            && !page.contains("class=\"tabs\"")
            && !page.contains("data-act=\"leave\"")
    );
    assert!(!world.page("/as/carol/general").await.contains("direct-title"));
    assert_eq!(world.fetch(&format!("/as/carol/{group}")).await.status, 404);
}

#[tokio::test]
async fn refusals_are_said_in_the_language_of_the_window() {
    let world = World::start().await;
    let react = || vec![("channel", GENERAL), ("message_ts", "1"), ("name", "eyes")];
    let create = |name| vec![("channel", name)];
    let cases = [
        ("/as/alice/general", "react", react(), "That message is not here any more."),
        ("/as/minji/general", "react", react(), "더 이상 존재하지 않는 메시지입니다."),
        ("/as/minji/general", "create", create("random"), "이미 사용 중인 채널 이름입니다."),
        (
            "/as/minji/general",
            "create",
            create("Not A Name"),
            "채널 이름에는 소문자, 숫자, 하이픈, 밑줄만 쓸 수 있습니다.",
        ),
        ("/as/minji/general", "somersault", vec![], "여기서는 할 수 없는 작업입니다."),
    ];
    for (window, act, fields, words) in cases {
        let wire = world.act(window, act, &fields).await;
        assert_eq!((wire.status, wire.text().as_str()), (422, words), "{window} {act}");
    }
}

#[tokio::test]
async fn a_field_is_refused_in_the_language_of_the_window() {
    let world = World::start().await;
    world.answers([Answer::Open("views.open", modal())]);
    world.sandbox.command(Command::new("minji", "general", "/inc", "")).await.unwrap();
    let view = world.sandbox.state().top_view("U0MINJI001").unwrap()["id"].as_str().unwrap().to_owned();
    world.act("/as/minji/general", "submit", &[("view_id", &view), ("title/value", "")]).await;
    let page = world.page("/as/minji/general").await;
    assert!(page.contains("필수 입력란입니다. 값을 입력하세요."), "{page}");
}

#[tokio::test]
async fn pages_of_nobody_follow_the_browsers_choices() {
    let world = World::start().await;
    for path in ["/", "/as/nobody/general"] {
        let chosen = world.fetch_with(path, &[("cookie", "theme=dark; language=ko")]).await.text();
        assert!(chosen.contains("<html lang=\"ko\" data-theme=\"dark\">"), "{path}: {chosen}");
        let asked = world.fetch_with(path, &[("accept-language", "ko-KR,ko;q=0.9")]).await.text();
        assert!(asked.contains("<html lang=\"ko\" data-theme=\"system\">"), "{path}: {asked}");
    }
    let missing = world.fetch_with("/as/nobody/general", &[("cookie", "language=ko")]).await;
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("아무것도 없거나"));
}

#[tokio::test]
async fn a_new_name_reaches_the_messages_that_are_shown() {
    let world = World::start().await;
    world.sandbox.message(Say::new("alice", "general", "hi @bob")).await.unwrap();
    let window = format!("/as/alice/{GENERAL}");
    let page = world.page(&window).await;
    let mut updates = world.follow(&window, &page, "").await;
    updates.until("id=\"sidebar\"").await;
    let rename = UserAct {
        user: "bob".into(),
        act: UserVerb::Rename,
        real_name: None,
        display_name: Some("Roberta".into()),
    };
    world.sandbox.user_act(rename).await.unwrap();
    updates.until("data-user=\"U0BOB00001\">@Roberta<").await;
}

#[tokio::test]
async fn completions_are_eight_of_all_kinds_at_most() {
    let world = World::start().await;
    for name in ["sam", "sara", "sea", "sid", "sol", "su", "sven"] {
        let (real_name, display_name) = (Some(name.to_owned()), None);
        world
            .sandbox
            .user_act(UserAct { user: name.into(), act: UserVerb::Add, real_name, display_name })
            .await
            .unwrap();
    }
    let list = world.page(&format!("{WINDOW}/complete?query=%40s")).await;
    assert_eq!(list.matches("role=\"option\"").count(), 8, "{list}");
    let groups = world.page(&format!("{WINDOW}/complete?query=%40sre")).await;
    assert!(groups.contains("data-value=\"@sre\""), "{groups}");
}

#[tokio::test]
async fn what_only_one_person_saw_is_not_new_twice() {
    let world = World::start().await;
    talk(&world, 1).await;
    world.act(WINDOW, "read", &[("channel", GENERAL)]).await;
    world.ok("chat.postEphemeral", json!({"channel": GENERAL, "user": ALICE, "text": "psst"})).await;
    let new = "class=\"day new\"";
    assert!(world.page(WINDOW).await.contains(new));
    world.act(WINDOW, "read", &[("channel", GENERAL)]).await;
    let page = world.page(WINDOW).await;
    assert!(page.contains("psst") && !page.contains(new), "{page}");
}

#[tokio::test]
async fn a_window_that_missed_more_than_is_remembered_is_drawn_anew() {
    let world = World::start().await;
    let window = format!("/as/alice/{GENERAL}");
    let page = world.page(&window).await;
    for ts in talk(&world, 501).await {
        let (user, channel) = ("alice".to_owned(), GENERAL.to_owned());
        world.sandbox.edit(Edit { user, channel, message_ts: ts, text: None }).await.unwrap();
    }
    world.follow(&window, &page, "").await.until("event: reload").await;
    let page = world.page(&window).await;
    let said = talk(&world, 1).await;
    world.follow(&window, &page, "").await.until(&anchor(&said[0])).await;
}

#[tokio::test]
async fn what_was_tomorrow_is_today_when_the_day_has_ended_on_the_apps_clock() {
    // Ten days have passed for the app in one.
    let app_clock = FastClock { start: start_of_time(), speed: 10.0 };
    let world = World::with(Options { app_clock: Some(app_clock), ..options() }).await;
    world.clock.advance(TimeDelta::days(1));
    let due = (start_of_time() + TimeDelta::days(11)).timestamp();
    world
        .post_message(GENERAL, json!({"text": format!("due <!date^{due}^{{date_short_pretty}}|fallback>")}))
        .await;
    let page = world.page(WINDOW).await;
    assert!(page.contains(">tomorrow</time>") && page.contains("<span>Today</span>"), "{page}");
    let mut updates = world.follow("/as/alice/C0GENERAL1", &page, "").await;
    updates.until("id=\"sidebar\"").await;
    world.clock.advance(TimeDelta::hours(3));
    world.sandbox.message(Say::new("bob", "random", "news elsewhere")).await.unwrap();
    updates.until(">today</time>").await;
}
