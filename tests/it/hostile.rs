//! Words that are meant to harm, in every field from the bell to the document: nobody is called, and no message and no
//! document loses its shape.

use axum::http::StatusCode;
use chrono::TimeDelta;
use firebell::incident::{ChannelId, Fact, TimelineEntry};
use serde_json::{Value, json};
use slack_sandbox::{ChannelState, Click, CloseView, Home, Outcome, React, Say, SeedChannel};

use crate::knock::{INTERACTIONS, filled_in, interaction, sends};
use crate::world::{World, change_rung, fields, noon, rolled_back, user_id};

/// Words that act somewhere, at most fifty-eight characters each, so that every field takes them. Carol and the group take no part
/// in anything.
const HOSTILE: &[&str] = &[
    "<!channel> <!here> <!everyone> @channel @here @everyone",
    "<@U0CAROL001> <!subteam^S0ONCALL01> <#C0GENERAL1> @carol",
    "<https://evil.example|https://bank.example>",
    "https://evil.example/?a=1&b=<c> www.evil.example a@b.ex",
    "&lt;!channel&gt; &#60;!here&#62; &amp;lt;!everyone&amp;gt;",
    "*bold* _it_ ~s~ `code` ```fence :fire: > quote",
    "\u{202e}gpj.exe\u{2066}\u{200f} عربى \u{2069}\u{202c} \u{200b}x",
    "Z\u{0301}\u{0336}\u{0489}a\u{0301}\u{0336}\u{0489}l\u{0301}\u{0336}\u{0489}g\u{0301}\u{0336}o\u{0489}",
    "=HYPERLINK(\"https://evil.example\",\"x\") +1 -1 @SUM(1)",
    "# a | b <b>c</b> <!-- d [e](javascript:f) ![g](h) $i$",
    "- [x] a 1. b > c === --- ~~~ [^1]: d",
    "a\r\n# b\n\n    c\n| d |\n| --- |\u{2028}> e\u{85}- f",
    "nul\0 bell\u{7} escape\u{1b}[31m \u{feff}x",
    "{number} {slug} { $title } %s {{x}} ${y} \\u0000 \\",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f466} \u{1f3f4}\u{e0067}\u{e0062}\u{e007f} \u{fffd}\u{10ffff}",
];

/// One incident with these words wherever words can be put, from the bell to the document, and until it is called off. Answers
/// its channel, and what was seen in forms and in the home.
async fn lives_through(world: &mut World, number: i64, words: &str) -> (String, Vec<Value>) {
    let mut seen = Vec::new();
    let said = |outcome: Outcome| {
        assert_eq!((&outcome.error, outcome.field_errors.len()), (&None, 0), "{words:?} was not taken");
    };
    world.types("alice", "general", "").await;
    let declaration = [
        ("title", json!(words)),
        ("seen", json!(words)),
        ("service", json!(words)),
        ("severity", json!("sev1")),
    ];
    said(world.sends("alice", fields(&declaration)).await);
    let channel = world.incident(number).await.places.channel.unwrap().to_string();
    for command in ["note", "sev sev0 because", "role responder x", "role responder <@U0BOB00001>"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    for command in ["decided", "tried rollback failed", "changed https://ci.example/7"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    said(world.types("alice", &channel, &format!("decided {words} because {words}")).await);
    sets_right(world, number, &channel, words).await;
    keeps(world, number, &channel, words).await;
    seen.extend(tells_both(world, &channel, words).await);
    world.types("alice", &channel, "resolve").await;
    said(world.sends("alice", rolled_back()).await);
    said(world.types("alice", &channel, "close").await);
    said(world.types("alice", &channel, &format!("reopen because {words}")).await);
    for command in ["", "timeline", "list", "frobnicate", "declare sev9", "export"] {
        said(world.types("alice", &channel, &format!("{command} {words}")).await);
    }
    seen.push(home(world).await);
    let form = world.types("alice", &channel, "cancel").await;
    seen.extend(form.view);
    said(world.sends("alice", fields(&[("because", json!(words))])).await);
    seen.push(home(world).await);
    (channel, seen)
}

/// What was noted and decided, with these words instead.
async fn sets_right(world: &mut World, number: i64, channel: &str, words: &str) {
    let place = |timeline: &[TimelineEntry], is_it: fn(&Fact) -> bool| {
        timeline.iter().position(|entry| is_it(&entry.fact)).expect("it was written down") + 1
    };
    let timeline = world.timeline(number).await;
    let noted = place(&timeline, |fact| matches!(fact, Fact::Noted { .. }));
    let decided = place(&timeline, |fact| matches!(fact, Fact::Decided { .. }));
    world.types("alice", channel, &format!("correct {noted} {words}")).await;
    world.types("alice", channel, &format!("strike {decided} because {words}")).await;
    let timeline = world.timeline(number).await;
    let set_right = |fact: &Fact| matches!(fact, Fact::Corrected { .. } | Fact::Struck { .. });
    assert_eq!(timeline.iter().filter(|entry| set_right(&entry.fact)).count(), 2, "{words:?}");
}

/// Two messages of these words on the timeline: one by a reaction, one by the form, with a file that is called so.
async fn keeps(world: &mut World, number: i64, channel: &str, words: &str) {
    let marked = world.sandbox.message(Say::new("bob", channel, words)).await.unwrap().ts;
    world.sandbox.reaction(React::add("alice", channel, &marked, "pushpin")).await.unwrap();
    world.settle().await;
    let kept = world.sandbox.message(Say::new("bob", channel, words)).await.unwrap().ts;
    let borne = json!({
        "message": {"channel": channel, "ts": kept}, "number": number, "is_worded": true,
        "author": {"by": "app", "id": "Grafana"},
        "files": [{"name": words, "link": "https://files.example/1"}],
    });
    let mut form = filled_in("keep-1", &json!({"note": {"value": words}}));
    form["view"]["id"] = json!(format!("VKEEP{number}"));
    form["view"]["private_metadata"] = json!(borne.to_string());
    form["view"]["state"]["values"]["happened-at"]["input"]["selected_date_time"] = json!(noon().timestamp());
    let (status, answer) = sends(world, INTERACTIONS, interaction(&form).as_bytes()).await;
    assert_eq!((status, answer.as_str()), (StatusCode::OK, ""), "{words:?}");
    world.settle().await;
    let timeline = world.timeline(number).await;
    let quoted = timeline.iter().filter(|entry| matches!(entry.fact, Fact::Quoted { .. }));
    assert_eq!(quoted.count(), 2, "{words:?}");
}

/// An update for both audiences, looked at before it is sent. Answers what was seen of it.
async fn tells_both(world: &mut World, channel: &str, words: &str) -> Option<Value> {
    let form = world.presses_button("alice", channel, "update").await;
    let view = form.view.unwrap()["id"].as_str().unwrap().to_owned();
    let mut parts: Vec<(&str, Value)> =
        ["what-happened", "impact", "doing", "external-state", "external-expected-fix", "external-follow-up"]
            .map(|field| (field, json!(words)))
            .to_vec();
    parts.push(("next-update-at", json!(noon().timestamp())));
    let late = world.sends("alice", fields(&parts)).await;
    assert_eq!(late.field_errors.len(), 1, "{words:?}: a promise in the past");
    let shown = world.presses(Click::view("alice", &view, "preview")).await;
    world.sandbox.close_view(CloseView::cancel("alice")).await.unwrap();
    parts.last_mut().unwrap().1 = json!((noon() + TimeDelta::hours(1)).timestamp());
    let sent = world.sends("alice", fields(&parts)).await;
    assert_eq!((sent.error, sent.field_errors.len()), (None, 0), "{words:?} was not taken");
    shown.view
}

/// Alice's home as it is now.
async fn home(world: &mut World) -> Value {
    world.sandbox.open_home(Home::new("alice")).await.unwrap();
    world.settle().await;
    let state = world.state();
    state.home_views[&user_id(&state, "alice")].clone()
}

/// A channel of others, who read external word.
const PARTNERS: &str = "C0PARTNERS1";

/// What opens because somebody wanted it to: a change's address, a message, a file.
const LINKS: &[&str] =
    &["https://ci.example/7|", "https://sandbox.slack.com/archives/C", "https://files.example/1|"];

/// A stage where others are told of each severity that is played.
async fn with_partners() -> World {
    let configure = |config: &mut firebell::config::Config| {
        for severity in ["sev0", "sev1"] {
            change_rung(config, severity, |rung| rung.external_channels = vec![ChannelId::new(PARTNERS)]);
        }
    };
    let seed = |options: &mut slack_sandbox::Options| {
        let (id, name) = (Some(PARTNERS.to_owned()), "partners".to_owned());
        options.seed.channels.push(SeedChannel { id, name, ..SeedChannel::default() });
    };
    World::start_with(configure, seed).await
}

/// Whom and what a text names: everything between angle brackets.
fn tokens(mrkdwn: &str) -> Vec<&str> {
    let tokens = mrkdwn.split('<').skip(1);
    tokens.map(|token| token.split('>').next().unwrap()).collect()
}

/// Only those who took part are called, and nothing is linked but incidents' own channels.
fn names_only_who_took_part(channel: &ChannelState, owns: &[String]) {
    let replies = channel.messages.iter().flat_map(|message| &message.replies);
    let private = channel.ephemerals.values().flatten();
    let messages = channel.messages.iter().chain(replies).chain(private);
    let by_firebell = messages.filter(|message| message.bot_id.is_some());
    let mut texts: Vec<String> =
        by_firebell.flat_map(|message| [message.text.clone(), unescaped(&message.blocks)]).collect();
    texts.extend([channel.topic.clone(), channel.purpose.clone()]);
    for text in &texts {
        names_only_ours(text, owns);
    }
}

fn names_only_ours(text: &str, owns: &[String]) {
    for token in tokens(text) {
        let is_told = |id: &str| ["C0INCIDENT", PARTNERS].contains(&id);
        let ours = token.starts_with("!date^")
            || ["@U0ALICE001", "@U0BOB00001"].contains(&token)
            || token.strip_prefix('#').is_some_and(|id| is_told(id) || owns.iter().any(|own| own == id))
            || LINKS.iter().any(|link| token.starts_with(link));
        assert!(ours, "<{token}> in {text}");
    }
}

/// The texts of blocks that Slack reads as mrkdwn.
fn unescaped(blocks: &Value) -> String {
    match blocks {
        Value::Array(parts) => parts.iter().map(unescaped).collect(),
        Value::Object(text) if text.get("type").is_some_and(|kind| kind == "mrkdwn") => {
            format!("{}\n", text["text"].as_str().unwrap())
        }
        Value::Object(parts) => parts.values().map(unescaped).collect(),
        _ => String::new(),
    }
}

/// The shape of the incident's document; the channel's address is not the same in each.
fn document(world: &World, number: i64, own: &str) -> Vec<String> {
    let files = world.state().files;
    let name = format!("INC-{number}-postmortem.md");
    let file = files.iter().find(|file| file.name == name).expect("there is a document");
    let text = file.text.as_deref().unwrap();
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!text.contains(turns), "something turns {name} around");
    let parts = markdown_judge::read(text, false).shape.into_iter();
    // Each message has an address of its own.
    let kind = |kind: String| match kind.rsplit_once("/p") {
        Some((address, _)) => address.replace(own, "C"),
        None => kind.replace(own, "C"),
    };
    parts.map(|part| format!("{} {}", part.depth, kind(part.kind))).collect()
}

/// Some of them in incident after incident, beside one with words that mean no harm.
async fn they_call_nobody_and_leave_messages_and_documents_their_shape(hostile: &[&str]) {
    let mut world = with_partners().await;
    let (tame, _) = lives_through(&mut world, 1, "Checkout is down").await;
    let expected = document(&world, 1, &tame);
    let mut owns = vec![tame];
    for (words, number) in hostile.iter().zip(2..) {
        let (own, seen) = lives_through(&mut world, number, words).await;
        owns.push(own.clone());
        // Slack refused nothing.
        assert_eq!(world.given_up().await, [""; 0], "{words:?}");
        let state = world.state();
        for channel in [&own, "incidents", "general", "partners"].map(|name| state.channel(name).unwrap()) {
            names_only_who_took_part(channel, &owns);
        }
        for view in &seen {
            names_only_ours(&unescaped(view), &owns);
        }
        // The invitations that were meant are the only ones.
        assert_eq!(world.members(&own), ["alice", "bob"], "{words:?}");
        let found = document(&world, number, &own);
        let differs = found.iter().zip(&expected).find(|(hostile, tame)| hostile != tame);
        assert_eq!((differs, found.len()), (None, expected.len()), "{words:?}");
    }
    world.leave().await;
}

#[tokio::test]
async fn hostile_words_call_nobody_and_leave_messages_and_documents_their_shape() {
    they_call_nobody_and_leave_messages_and_documents_their_shape(&HOSTILE[..5]).await;
}

#[tokio::test]
async fn hostile_marks_and_letters_leave_messages_and_documents_their_shape() {
    they_call_nobody_and_leave_messages_and_documents_their_shape(&HOSTILE[5..10]).await;
}

#[tokio::test]
async fn hostile_lines_and_signs_that_nobody_sees_leave_messages_and_documents_their_shape() {
    they_call_nobody_and_leave_messages_and_documents_their_shape(&HOSTILE[10..]).await;
}
