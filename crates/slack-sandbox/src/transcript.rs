//! Messages as people read them, in plain text: for tests and for programs that print what was seen.

use serde_json::Value;

use crate::model::state::{MessageState, State};

/// A message as a person reads it: its blocks one below the other, names for ids, times in their written-out form,
/// buttons in brackets (`[*Primary*]`, `[Plain]`, `[A select ▾]`), files in parentheses, a reply behind an arrow.
pub fn read(message: &MessageState, state: &State) -> String {
    let mut lines: Vec<String> = message.blocks.as_array().into_iter().flatten().filter_map(block).collect();
    if lines.is_empty() {
        lines.push(message.text.clone());
    }
    lines.extend(message.files.iter().map(|file| format!("(file {})", file_name(state, file))));
    let is_reply = message.thread_ts.as_ref().is_some_and(|parent| *parent != message.ts);
    let text = in_words(&lines.join("\n"), state);
    if is_reply { format!("↳ {text}") } else { text }
}

/// Text with names in place of people's and channels' ids, and times in their written-out form.
pub fn in_words(text: &str, state: &State) -> String {
    let mut text = text.to_owned();
    for user in &state.users {
        let (id, name) = (user["id"].as_str().unwrap_or_default(), user["name"].as_str().unwrap_or_default());
        text = text.replace(&format!("<@{id}>"), &format!("@{name}"));
    }
    for channel in &state.channels {
        text = text.replace(&format!("<#{}>", channel.id), &format!("#{}", channel.name));
    }
    while let Some((before, rest)) = text.split_once("<!date^") {
        let Some((token, after)) = rest.split_once('>') else { break };
        text = format!("{before}{}{after}", token.rsplit('|').next().unwrap_or_default());
    }
    text
}

fn file_name(state: &State, id: &str) -> String {
    let found = state.files.iter().find(|file| file.id == id);
    found.map(|file| file.name.clone()).unwrap_or_default()
}

fn block(block: &Value) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(block["text"]["text"].as_str().map(str::to_owned));
    for field in block["fields"].as_array().into_iter().flatten() {
        parts.extend(field["text"].as_str().map(|text| text.replace('\n', ": ")));
    }
    let elements: Vec<String> =
        block["elements"].as_array().into_iter().flatten().filter_map(element).collect();
    if !elements.is_empty() {
        parts.push(elements.join(" "));
    }
    if let Some(accessory) = element(&block["accessory"]) {
        let row = parts.pop().unwrap_or_default();
        parts.push(format!("{row} {accessory}"));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn element(element: &Value) -> Option<String> {
    let chosen = element["initial_option"]["text"]["text"].as_str();
    let words = element["text"]["text"].as_str().or(chosen).or(element["placeholder"]["text"].as_str());
    match element["type"].as_str()? {
        "mrkdwn" | "plain_text" => element["text"].as_str().map(str::to_owned),
        "button" if element["style"] == "primary" => words.map(|words| format!("[*{words}*]")),
        "button" => words.map(|words| format!("[{words}]")),
        _ => words.map(|words| format!("[{words} ▾]")),
    }
}
