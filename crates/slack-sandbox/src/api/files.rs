//! The three steps of an upload, and `files.info`.

use serde_json::{Value, json};

use super::call::{Call, is_ts};
use super::refusal::{Answer, Refusal};
use crate::model::{Author, Draft, File, Workspace};

const LONGEST_ALT_TEXT: usize = 1000;
const MOST_CHANNELS: usize = 100;

pub(super) fn get_upload_url(call: &mut Call<'_>) -> Answer {
    let name = call.args.required("filename")?;
    let length = call.args.number("length")?.ok_or_else(|| Refusal::missing("length"))?;
    let length = usize::try_from(length).ok().filter(|length| *length > 0);
    let length =
        length.ok_or_else(|| Refusal::argument("must be a positive integer [json-pointer:/length]"))?;
    if call.args.text("alt_txt")?.is_some_and(|text| text.chars().count() > LONGEST_ALT_TEXT) {
        return Err("alt_txt_too_large".into());
    }
    let id = call.workspace.next_id("F");
    let upload = call.workspace.next_word(32);
    let file = File {
        id: id.clone(),
        title: name.clone(),
        name,
        user: call.bot(),
        created: call.workspace.seconds(),
        length,
        upload: upload.clone(),
        secret: call.workspace.next_word(24),
        content: None,
        is_complete: false,
        shares: Vec::new(),
    };
    call.workspace.files.insert(id.clone(), file);
    Ok(json!({"upload_url": format!("{}/upload/v1/{upload}", call.base_url), "file_id": id}))
}

/// Takes the bytes sent to an upload URL; gives the number taken, or why not.
pub(crate) fn receive(
    workspace: &mut Workspace,
    upload: &str,
    content: Vec<u8>,
) -> Result<usize, &'static str> {
    let file = workspace.files.values_mut().find(|file| file.upload == upload).ok_or("unknown upload")?;
    if file.is_complete {
        return Err("upload already completed");
    }
    if content.len() != file.length {
        return Err("length does not match");
    }
    let count = content.len();
    file.content = Some(content);
    Ok(count)
}

pub(super) fn complete_upload(call: &mut Call<'_>) -> Answer {
    let files = wanted(call)?;
    let channels = channels(call)?;
    let thread = call.args.text("thread_ts")?.filter(|ts| !ts.is_empty());
    if thread.as_ref().is_some_and(|ts| !is_ts(ts) || channels.len() != 1) {
        return Err(Refusal::argument("thread_ts needs exactly one channel [json-pointer:/thread_ts]"));
    }
    let is_known =
        |ts: &String| call.visible(&channels[0]).is_some_and(|channel| channel.messages.contains_key(ts));
    if !thread.as_ref().is_none_or(is_known) {
        return Err(Refusal::argument("no such thread [json-pointer:/thread_ts]"));
    }
    let comment = call.args.text("initial_comment")?.unwrap_or_default();
    for (id, title) in &files {
        let file = call.workspace.files.get_mut(id).ok_or("file_not_found")?;
        file.is_complete = true;
        file.title = title.clone().unwrap_or_else(|| file.title.clone());
    }
    let ids: Vec<String> = files.into_iter().map(|(id, _)| id).collect();
    let answer = json!({"files": ids.iter().map(|id| brief(call, id)).collect::<Vec<_>>()});
    for channel in channels {
        share(call, &channel, &ids, &comment, thread.clone());
    }
    Ok(answer)
}

/// The uploads named in `files`, each of which must have received its bytes.
fn wanted(call: &Call<'_>) -> Result<Vec<(String, Option<String>)>, Refusal> {
    let list = call.args.nested("files", "invalid_json")?.ok_or_else(|| Refusal::missing("files"))?;
    let list = list.as_array().filter(|list| !list.is_empty()).ok_or_else(|| Refusal::missing("files"))?;
    list.iter()
        .map(|item| {
            let id = item["id"].as_str().ok_or_else(|| Refusal::missing("files/id"))?;
            let file = call.workspace.files.get(id).filter(|file| !file.is_complete);
            if file.is_none_or(|file| file.content.is_none()) {
                return Err("file_not_found".into());
            }
            Ok((id.to_owned(), item["title"].as_str().map(ToOwned::to_owned)))
        })
        .collect()
}

fn channels(call: &Call<'_>) -> Result<Vec<String>, Refusal> {
    let mut ids = call.args.ids("channels")?;
    ids.extend(call.args.text("channel_id")?.filter(|id| !id.is_empty()));
    if ids.len() > MOST_CHANNELS {
        return Err("channels_limit_exceeded".into());
    }
    for id in &ids {
        let channel = call.visible(id).ok_or("channel_not_found")?;
        if channel.is_archived {
            return Err("posting_to_channel_denied".into());
        }
        if !call.workspace.is_bot_in(channel) {
            return Err("not_in_channel".into());
        }
    }
    Ok(ids)
}

fn share(call: &mut Call<'_>, channel: &str, ids: &[String], comment: &str, thread: Option<String>) {
    let draft = Draft { files: ids.to_vec(), thread_ts: thread, ..Draft::new(channel, Author::Bot, comment) };
    let by = call.bot();
    call.workspace.share(draft, &by);
}

fn brief(call: &Call<'_>, id: &str) -> Value {
    call.workspace.files.get(id).map_or(Value::Null, |file| json!({"id": file.id, "title": file.title}))
}

pub(super) fn info(call: &mut Call<'_>) -> Answer {
    let id = call.args.required("file")?;
    let file = call.workspace.files.get(&id).filter(|file| file.is_complete).ok_or("file_not_found")?;
    Ok(
        json!({"file": file.to_json(call.workspace), "comments": [], "response_metadata": {"next_cursor": ""}}),
    )
}
