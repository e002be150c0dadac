//! Uploads and canvases.

use axum::body::Bytes;
use axum::http::Request;
use http_body_util::Full;
use serde_json::{Value, json};
use slack_sandbox::Say;

use crate::world::{ALICE, GENERAL, World, send};

pub(crate) async fn upload(world: &World, name: &str, content: &str) -> String {
    let asked =
        world.ok("files.getUploadURLExternal", json!({"filename": name, "length": content.len()})).await;
    let request =
        Request::post(asked["upload_url"].as_str().unwrap()).body(Full::new(Bytes::from(content.to_owned())));
    let wire = send(request.unwrap()).await.unwrap();
    assert_eq!((wire.status, wire.body), (200, Bytes::from(format!("OK - {}", content.len()))));
    asked["file_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_uploaded_completed_and_shared() {
    let world = World::start().await;
    let id = upload(&world, "timeline.md", "# 타임라인").await;
    let complete =
        json!({"files": [{"id": id, "title": "Timeline"}], "channel_id": GENERAL, "initial_comment": "here"});
    let answer = world.ok("files.completeUploadExternal", complete.clone()).await;
    assert_eq!(answer["files"], json!([{"id": id, "title": "Timeline"}]));
    let info = world.ok("files.info", json!({"file": id})).await["file"].clone();
    let ts = info["shares"]["public"][GENERAL][0]["ts"].as_str().unwrap();
    let state = world.sandbox.state();
    let message = state.channel("general").unwrap().message(ts).unwrap();
    assert_eq!((message.text.as_str(), &message.files), ("here", &vec![id]));
    assert_eq!(state.files[0].text.as_deref(), Some("# 타임라인"));
    assert_eq!(world.error("files.completeUploadExternal", complete).await, "file_not_found");
}

#[tokio::test]
async fn a_file_that_somebody_attaches_comes_with_their_message_and_stands_where_it_can_be_read() {
    let world = World::start().await;
    let said = Say::new("alice", "general", "@bob look").with_file("graph.png").with_file("오류 Log.txt");
    let ts = world.sandbox.message(said).await.unwrap().ts;
    let bare = world.sandbox.message(Say::new("alice", "general", "").with_file("core")).await.unwrap();
    world.sandbox.idle().await;
    let events: Vec<Value> =
        world.take("/slack/events").iter().map(|request| request.payload()["event"].clone()).collect();
    let of = |kind: &str| events.iter().filter(|event| event["type"] == kind).collect::<Vec<_>>();
    let message = of("message").into_iter().find(|event| event["ts"] == ts.as_str()).unwrap();
    assert_eq!(message["subtype"], "file_share");
    let files = message["files"].as_array().unwrap();
    let names: Vec<&Value> = files.iter().map(|file| &file["name"]).collect();
    assert_eq!(names, ["graph.png", "오류 Log.txt"]);
    assert_eq!((files[0]["mimetype"].as_str(), files[0]["user"].as_str()), (Some("image/png"), Some(ALICE)));
    let id = files[0]["id"].as_str().unwrap();
    assert_eq!(files[0]["permalink"], format!("https://sandbox.slack.com/files/{ALICE}/{id}/graph.png"));
    let info = world.ok("files.info", json!({"file": id})).await["file"].clone();
    assert_eq!(info["shares"]["public"][GENERAL][0]["ts"], ts.as_str());
    let read = world.ok("conversations.history", json!({"channel": GENERAL})).await["messages"].clone();
    assert_eq!(read[0]["ts"], bare.ts.as_str(), "a file needs no words");
    let address = read[1]["files"][1]["permalink"].as_str().unwrap();
    assert!(address.ends_with("/___log.txt"), "an address has no spaces: {address}");
    let nothing = world.sandbox.message(Say::new("alice", "general", "")).await.unwrap_err();
    assert_eq!(nothing.error, "text_missing");
}

#[tokio::test]
async fn uploads_refuse_what_does_not_fit() {
    let world = World::start().await;
    let asked = world.ok("files.getUploadURLExternal", json!({"filename": "a.txt", "length": 3})).await;
    let url = asked["upload_url"].as_str().unwrap();
    let wire = send(Request::post(url).body(Full::from("four")).unwrap()).await.unwrap();
    assert_eq!(wire.status, 400);
    let unfinished = json!({"files": [{"id": asked["file_id"]}]});
    assert_eq!(world.error("files.completeUploadExternal", unfinished).await, "file_not_found");
    let id = upload(&world, "a.txt", "abc").await;
    let to = |channel: &str| json!({"files": [{"id": id}], "channel_id": channel});
    let in_no_thread =
        json!({"files": [{"id": id}], "channel_id": GENERAL, "thread_ts": "1111111111.111111"});
    let cases: [(&str, Value, &str); 8] = [
        ("files.completeUploadExternal", in_no_thread, "invalid_arguments"),
        ("files.completeUploadExternal", to("C0NOWHERE1"), "channel_not_found"),
        ("files.completeUploadExternal", to("C0RANDOM01"), "not_in_channel"),
        ("files.completeUploadExternal", to("C0OLDNEWS1"), "posting_to_channel_denied"),
        ("files.completeUploadExternal", json!({}), "invalid_arguments"),
        ("files.getUploadURLExternal", json!({"filename": "a"}), "invalid_arguments"),
        (
            "files.getUploadURLExternal",
            json!({"filename": "a", "length": 1, "alt_txt": "x".repeat(1001)}),
            "alt_txt_too_large",
        ),
        ("files.info", json!({"file": id}), "file_not_found"),
    ];
    for (method, body, error) in cases {
        assert_eq!(world.error(method, body.clone()).await, error, "{method} {body}");
    }
}

#[tokio::test]
async fn a_multipart_upload_gives_its_first_part() {
    let world = World::start().await;
    let asked = world.ok("files.getUploadURLExternal", json!({"filename": "a.txt", "length": 5})).await;
    let body = "--b\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nhello\r\n--b--\r\n";
    let request = Request::post(asked["upload_url"].as_str().unwrap())
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Full::from(body));
    assert_eq!(send(request.unwrap()).await.unwrap().body, "OK - 5");
}

#[tokio::test]
async fn a_channel_has_one_canvas() {
    let world = World::start().await;
    let content = |text: &str| json!({"type": "markdown", "markdown": text});
    let create = json!({"channel_id": GENERAL, "document_content": content("# Runbook")});
    let id = world.ok("conversations.canvases.create", create.clone()).await["canvas_id"].clone();
    assert_eq!(world.error("conversations.canvases.create", create).await, "channel_canvas_already_exists");
    let info = world.ok("conversations.info", json!({"channel": GENERAL})).await;
    assert_eq!(info["channel"]["properties"]["canvas"]["file_id"], id);
    let edit = |operation: &str, text: &str| json!({"canvas_id": id, "changes": [{"operation": operation, "document_content": content(text)}]});
    world.ok("canvases.edit", edit("insert_at_end", "end")).await;
    world.ok("canvases.edit", edit("insert_at_start", "start")).await;
    assert_eq!(world.sandbox.state().canvases[0].markdown, "start\n# Runbook\nend");
    world.ok("canvases.edit", edit("replace", "new")).await;
    assert_eq!(world.sandbox.state().canvases[0].markdown, "new");
    let change = json!({"operation": "replace", "document_content": content("x")});
    let cases = [
        (json!({"canvas_id": "F0NOWHERE1", "changes": [change]}), "canvas_not_found"),
        (json!({"canvas_id": id, "changes": [change, change]}), "invalid_arguments"),
        (
            json!({"canvas_id": id, "changes": [{"operation": "delete", "section_id": "s1"}]}),
            "canvas_editing_failed",
        ),
        (json!({"canvas_id": id, "changes": [{"operation": "sing"}]}), "invalid_arguments"),
        (json!({"canvas_id": id, "changes": [{"operation": "replace"}]}), "canvas_editing_failed"),
        (edit("replace", &"x".repeat(1024 * 1024 + 1)), "canvas_too_large"),
    ];
    for (body, error) in cases {
        assert_eq!(world.error("canvases.edit", body).await, error);
    }
    world.ok("canvases.create", json!({"title": "Alone"})).await;
    assert_eq!(
        world.error("canvases.create", json!({"document_content": {"type": "html"}})).await,
        "canvas_creation_failed"
    );
}
