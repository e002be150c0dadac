//! Private incidents: whoever is not in one finds nothing of it, wherever they look.

use chrono::TimeDelta;
use firebell::config::Config;
use firebell::incident::{Action, ChannelId, GroupId, Permissions, Severity};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::json;
use slack_sandbox::{
    CallFault, CallTrouble, ChannelAct, ChannelVerb, Options, Say, Shortcut, State, Submit, transcript,
};

use crate::knock::{COMMANDS, EVENTS, INTERACTIONS, Knock, declaration, interaction, last_press};
use crate::world::{World, change_rung, fields, prefilled, told, update};

/// A severity that calls and tells everybody it can.
fn loud(severity: &mut Severity) {
    severity.tell_channels = vec![ChannelId::new("C0RANDOM01")];
    severity.external_channels = vec![ChannelId::new("C0GENERAL1")];
    severity.heads_up = Some(TimeDelta::minutes(5));
    severity.tell_groups = vec![GroupId::new("S0SUPPORT1")];
    severity.invite = vec![GroupId::new("S0SUPPORT1")];
    severity.escalate_to = vec![GroupId::new("S0SUPPORT1")];
}

fn all_are_loud(config: &mut Config) {
    for key in ["sev0", "sev1", "sev2", "sev3"] {
        change_rung(config, key, loud);
    }
    config.incidents.private_groups = vec![GroupId::new("S0SRE00001")];
}

fn guests_come_along(options: &mut Options) {
    let gina = options.seed.users.iter_mut().find(|user| user.name == "gina").unwrap();
    gina.guest = slack_sandbox::Guest::MultiChannel;
}

/// A stage with a private incident that alice declared, and its channel.
pub(crate) async fn with_private_incident() -> (World, String) {
    let mut world = World::start_with(all_are_loud, guests_come_along).await;
    let channel = declares(&mut world).await;
    (world, channel)
}

async fn declares(world: &mut World) -> String {
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    // Who is called is let in first.
    world.advance(TimeDelta::seconds(3)).await;
    world.incident(1).await.places.channel.expect("it has a channel").to_string()
}

/// A life with everything in it that would be told to others.
async fn lives(world: &mut World, channel: &str) {
    world.takes("alice", "commander", channel).await;
    world.types("alice", channel, "sev sev0").await;
    world.types("alice", channel, "tried rollback").await;
    world.advance_minutes(50).await;
    world.moves_to("alice", "mitigating", channel).await;
    world.posts_update("alice", "Zanzibar drive is wiped", 120, channel).await;
    world.types("alice", channel, "nothing-new").await;
    world.types("alice", channel, "leave commander").await;
    world.advance_minutes(20).await;
    world.resolves("alice", channel).await;
    world.types("alice", channel, "close").await;
    world.types("alice", channel, "reopen").await;
    world.types("alice", channel, "export").await;
}

/// What would tell somebody that there is a private incident.
fn traces(channel: &str) -> [String; 4] {
    ["zanzibar", "inc-1", "laptop", channel].map(str::to_lowercase)
}

/// Wants nothing of the incident in what somebody reads.
pub(crate) fn tells_nothing(words: &str, channel: &str, what: &str) {
    let lower = words.to_lowercase();
    for trace in traces(channel) {
        assert!(!lower.contains(&trace), "{what} tells of '{trace}':\n{words}");
    }
}

/// Everything that stands in channels which this person can read, and what they alone were shown there.
fn readable(state: &State, user: &str) -> String {
    let can_read = |channel: &&slack_sandbox::ChannelState| {
        channel.kind == "public_channel" || channel.members.iter().any(|member| member == user)
    };
    let mut words = Vec::new();
    for channel in state.channels.iter().filter(can_read) {
        words.extend([channel.name.clone(), channel.topic.clone()]);
        let all = channel.messages.iter().flat_map(|one| std::iter::once(one).chain(&one.replies));
        words.extend(all.map(|message| transcript::read(message, state)));
        words.extend(channel.pins.iter().map(|pin| pin.ts.clone()));
    }
    words.join("\n")
}

/// Everything that can be typed about an incident.
pub(crate) const ABOUT: &[&str] = &[
    "update INC-1",
    "sev INC-1 sev0",
    "stage INC-1 triage",
    "stage INC-1 ready",
    "role INC-1 commander",
    "role INC-1 responder database",
    "leave INC-1 commander",
    "note INC-1 hello",
    "decided INC-1 to wait",
    "tried INC-1 rollback",
    "correct INC-1 1 hello",
    "strike INC-1 1",
    "time INC-1 occurred 11:00",
    "snooze INC-1 5m",
    "nothing-new INC-1",
    "resolve INC-1",
    "close INC-1",
    "reopen INC-1",
    "timeline INC-1",
    "export INC-1",
    "cancel INC-1 because it was none",
    "cancel INC-1",
    "merge INC-1 into INC-2",
    "make-private INC-1",
];

#[tokio::test]
async fn nothing_of_it_stands_where_outsiders_read() {
    let (mut world, channel) = with_private_incident().await;
    lives(&mut world, &channel).await;
    let state = world.state();
    assert_eq!(state.channel(&channel).unwrap().kind, "private_channel");
    assert_eq!(
        world.members(&channel),
        ["alice", "minji"],
        "who declared it, and the groups for private ones"
    );
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    for user in ["U0BOB00001", "U0CAROL001", "U0GINA0001", "U0OLGA0001"] {
        tells_nothing(&readable(&state, user), &channel, user);
    }
    assert!(readable(&state, "U0MINJI001").contains("Zanzibar"), "and its members read all of it");
    world.leave().await;
}

#[tokio::test]
async fn named_by_its_number_it_is_answered_like_one_that_there_is_not() {
    let (mut world, channel) = with_private_incident().await;
    for (user, place) in [("bob", "general"), ("gina", "lobby"), ("minji", "general")] {
        if user == "minji" {
            world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Leave, &channel)).await.unwrap();
            world.settle().await;
        }
        for text in ABOUT {
            let private = world.types(user, place, text).await;
            let unknown = world.types(user, place, &text.replace("INC-1", "INC-7")).await;
            assert_eq!((&private.view, &private.error), (&None, &None), "{user}: {text}");
            let told = told(&private);
            assert!(told.contains("INC-1") && !told.contains(&channel), "{user}: {text}: {told}");
            assert_eq!(told.replace("INC-1", "INC-7"), crate::world::told(&unknown), "{user}: {text}");
        }
    }
    let incident = world.incident(1).await;
    assert_eq!((incident.roles.people().len(), incident.reopened), (0, 0));
    assert_eq!(world.timeline(1).await.len(), 2, "it was declared and got its channel; nothing was added");
    world.leave().await;
}

#[tokio::test]
async fn lists_and_suggestions_leave_it_out_and_count_without_it() {
    let (mut world, channel) = with_private_incident().await;
    world.types("carol", "general", "declare sev2 Search is slow").await;
    for (user, place) in [("bob", "general"), ("gina", "lobby")] {
        let listed = world.types(user, place, "list").await;
        let all = serde_json::to_string(&listed.shown).unwrap();
        let counts_one = all.contains("1 open incident") && all.contains("INC-2");
        assert!(counts_one || all.contains("Guests can read along"), "{user}: {all}");
        tells_nothing(&all, &channel, "the list");
        let elsewhere = world.types(user, place, "note hello").await;
        let all = serde_json::to_string(&elsewhere.shown).unwrap();
        assert!(all.contains("INC-2") || all.contains("Guests"), "{user}: {all}");
        tells_nothing(&all.replace("INC-42", ""), &channel, "the suggestion");
    }
    let listed = world.types("minji", "general", "list").await;
    let all = serde_json::to_string(&listed.shown).unwrap();
    assert!(all.contains("Zanzibar") && all.contains(&channel) && all.contains("INC-2"), "{all}");
    world.leave().await;
}

#[tokio::test]
async fn the_form_for_messages_offers_it_to_those_alone_who_know_of_it() {
    let (mut world, channel) = with_private_incident().await;
    let message = world.sandbox.message(Say::new("bob", "general", "Who took it?")).await.unwrap().ts;
    let keep = |user: &str| Shortcut::message(user, "add-to-timeline", "general", &message);
    let none = world.sandbox.shortcut(keep("bob")).await.unwrap();
    world.settle().await;
    assert_eq!(none.view, None);
    tells_nothing(&world.last_whisper("bob", "general"), &channel, "the refusal");
    world.types("carol", "general", "declare sev2 Search is slow").await;
    let offered = world.sandbox.shortcut(keep("bob")).await.unwrap().view.unwrap().to_string();
    assert!(offered.contains("INC-2"), "{offered}");
    tells_nothing(&offered, &channel, "the choice");
    let offered = world.sandbox.shortcut(keep("minji")).await.unwrap().view.unwrap().to_string();
    assert!(offered.contains("Zanzibar"), "{offered}");
    world.leave().await;
}

#[tokio::test]
async fn its_buttons_do_nothing_in_other_hands() {
    let (mut world, channel) = with_private_incident().await;
    world.reads_all();
    world.takes("alice", "triage", &channel).await;
    let pressed = last_press(&world);
    world.reads_all();
    for (user, team) in
        [("U0BOB00001", "T0SANDBOX1"), ("U0GINA0001", "T0SANDBOX1"), ("U0OLGA0001", "T0THEIRS01")]
    {
        for (block, action) in [
            ("take:1", "take:commander"),
            ("controls:1", "update"),
            ("controls:1", "resolve"),
            ("timeline:1", "timeline-earlier"),
            ("controls:1", "export"),
            ("severity:1", "severity:sev0"),
        ] {
            let mut press = pressed.clone();
            press["user"] = json!({"id": user, "team_id": team});
            press["channel"] = json!({"id": "C0GENERAL1", "name": "general"});
            press["actions"][0]["block_id"] = json!(block);
            press["actions"][0]["action_id"] = json!(action);
            press["actions"][0]["value"] = json!("2");
            press["actions"][0]["action_ts"] = json!(format!("{user}.{action}"));
            assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
            world.settle().await;
            // The local Slack shows it to whoever pressed the original.
            let told = world.last_whisper("alice", &channel);
            let is_unknown = told.starts_with("There is no INC-1 in this workspace.");
            assert!(is_unknown || told.starts_with("Guests can read along"), "{user} {action}: {told}");
            tells_nothing(&told.replace("INC-1 in", ""), &channel, action);
        }
    }
    assert_eq!(world.incident(1).await.roles.people().len(), 1);
    assert_eq!(world.reads(&channel), "");
    world.leave().await;
}

#[tokio::test]
async fn a_form_in_other_hands_changes_nothing() {
    let (mut world, channel) = with_private_incident().await;
    world.types("carol", "general", "declare sev2 Search is slow").await;
    let other = world.incident(2).await.places.channel.unwrap().to_string();
    world.presses_button("bob", &other, "update").await;
    world.sends("bob", update("Search is slow", 60)).await;
    let sent =
        world.sandbox.deliveries().into_iter().rev().find(|one| one.kind == "view_submission").unwrap();
    let (_, payload) = url::form_urlencoded::parse(sent.body.as_bytes()).next().unwrap();
    let mut payload: serde_json::Value = serde_json::from_str(&payload).unwrap();
    payload["view"]["private_metadata"] = json!("1");
    payload["view"]["hash"] = json!("another");
    let answer = Knock::signed(INTERACTIONS, &interaction(&payload)).at(&world).await;
    assert!(answer.contains("There is no INC-1 in this workspace."), "{answer}");
    tells_nothing(&answer.replace("INC-1 in", ""), &channel, "the refusal");
    assert_eq!(world.incident(1).await.last_update, None);
    world.leave().await;
}

#[tokio::test]
async fn strangers_who_type_find_nothing() {
    let (world, channel) = with_private_incident().await;
    let olga = json!({"id": "U0OLGA0001", "team_id": "T0THEIRS01", "name": "olga"});
    let event = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev1",
        "event": {"type": "user_change", "user": olga}});
    assert_eq!(Knock::signed(EVENTS, &event.to_string()).at(&world).await, "200");
    for text in ["list", "", "note hello", "timeline INC-1", "update INC-1", "help"] {
        let body = declaration("T0SANDBOX1", "U0OLGA0001", text);
        let answer = Knock::signed(COMMANDS, &body).at(&world).await;
        // What they typed comes back to them, and the help names examples.
        let own = [text, "INC-1 in", "INC-42", "A laptop was"].into_iter().filter(|words| !words.is_empty());
        let unnamed = own.fold(answer, |answer, words| answer.replace(words, ""));
        tells_nothing(&unnamed, &channel, text);
    }
    world.leave().await;
}

#[tokio::test]
async fn who_is_brought_in_finds_it_everywhere_and_who_leaves_finds_it_no_more() {
    let (mut world, channel) = with_private_incident().await;
    let finds = async |world: &mut World, user: &str| {
        let timeline = world.types(user, "general", "timeline INC-1").await;
        let listed = world.types(user, "general", "list").await;
        let named = serde_json::to_string(&timeline.shown).unwrap().contains("Zanzibar");
        assert_eq!(named, serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"), "{user}");
        named
    };
    assert!(!finds(&mut world, "carol").await);
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    world.settle().await;
    assert!(finds(&mut world, "carol").await, "invited by hand");
    world.types("alice", &channel, "role triage @bob").await;
    assert!(finds(&mut world, "bob").await, "given a role");
    assert_eq!(world.members(&channel), ["alice", "bob", "carol", "minji"]);
    let kick = ChannelAct::new("alice", ChannelVerb::Kick, &channel).target("carol");
    world.sandbox.channel_act(kick).await.unwrap();
    world.sandbox.channel_act(ChannelAct::new("bob", ChannelVerb::Leave, &channel)).await.unwrap();
    world.settle().await;
    assert!(!finds(&mut world, "carol").await, "put out");
    assert!(!finds(&mut world, "bob").await, "gone, and so is the role");
    world.restart().await;
    assert!(finds(&mut world, "minji").await && !finds(&mut world, "carol").await, "also after a restart");
    world.leave().await;
}

#[tokio::test]
async fn who_acts_in_its_channel_is_in_it_though_no_event_said_so() {
    let (mut world, channel) = with_private_incident().await;
    unheard(&mut world, ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol")).await;
    let listed = world.types("carol", "general", "list").await;
    assert!(!serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"), "nothing told of her");
    world.posts_update("carol", "The drive is wiped", 60, &channel).await;
    assert!(world.incident(1).await.last_update.is_some());
    let listed = world.types("carol", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

/// Slack gives up telling, since nobody answers.
async fn unheard(world: &mut World, act: ChannelAct) {
    world.sandbox.set_app_url("http://127.0.0.1:9");
    world.sandbox.channel_act(act).await.unwrap();
    world.settle().await;
    world.sandbox.set_app_url(world.address());
}

#[tokio::test]
async fn who_left_without_an_event_that_said_so_finds_it_no_more_some_minutes_later() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role triage @bob").await;
    let invite = ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol");
    world.sandbox.channel_act(invite).await.unwrap();
    // Slack is asked, and has said that they are there.
    world.advance_minutes(5).await;
    let finds = async |world: &mut World, user: &str| {
        let listed = world.types(user, "general", "list").await;
        serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar")
    };
    for user in ["carol", "bob"] {
        unheard(&mut world, ChannelAct::new(user, ChannelVerb::Leave, &channel)).await;
        assert!(finds(&mut world, user).await, "nobody has told of it");
    }
    let asked = world.calls("conversations.members");
    world.advance_minutes(5).await;
    assert_eq!(world.calls("conversations.members") - asked, 1, "once in a while is enough");
    assert!(!finds(&mut world, "carol").await && !finds(&mut world, "bob").await);
    assert!(finds(&mut world, "minji").await, "who has not left stays");
    assert!(world.hears(&channel).contains("@bob has left this channel"), "and so is the role");
    world.leave().await;
}

#[tokio::test]
async fn who_came_in_without_an_event_that_said_so_finds_it_some_minutes_later() {
    let (mut world, channel) = with_private_incident().await;
    unheard(&mut world, ChannelAct::new("alice", ChannelVerb::Invite, &channel).target("carol")).await;
    world.advance_minutes(5).await;
    let listed = world.types("carol", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

#[tokio::test]
async fn whose_invitation_is_still_on_its_way_is_not_taken_for_gone() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let fails = CallTrouble::ServerError { status: 503, when: slack_sandbox::When::BeforeWork };
    world.sandbox.add_call_fault(CallFault::on("conversations.invite", fails));
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    world.advance_minutes(12).await;
    assert!(world.calls("conversations.members") >= 2);
    let listed = world.types("alice", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.sandbox.clear_faults();
    world.works_off(TimeDelta::minutes(10)).await;
    world.leave().await;
}

#[tokio::test]
async fn what_its_members_read() {
    let (mut world, channel) = with_private_incident().await;
    assert_snapshot!(world.sees(&channel, "is private"), @"
    :lock: INC-1 is private. Only who is in this channel can find it; it was announced nowhere.
    Bring somebody in with `/invite @name`, or by giving them a role. Whoever leaves this channel finds it no more.
    cc <!subteam^S0SRE00001>
    ");
    assert!(world.panel(&channel).starts_with(":large_orange_circle: :lock: *SEV1 high* · INC-1 ·"));
    let answer = world.types("alice", "general", "private sev2 Another one").await;
    assert_snapshot!(told(&answer), @"INC-2 is declared: SEV2, Another one. It is private: nobody else hears of it. Its private channel is being made; you will be invited.");
    world.advance(TimeDelta::seconds(3)).await;
    let answer = world.types("minji", "general", "비공개 sev2 노트북 분실").await;
    assert_snapshot!(told(&answer), @"INC-3 장애를 선언했습니다: SEV2, 노트북 분실. 비공개 장애이므로 다른 사람에게는 알리지 않습니다. 비공개 채널을 만드는 중이며 곧 초대됩니다.");
    world.advance(TimeDelta::seconds(3)).await;
    world.leave().await;
}

#[tokio::test]
async fn what_its_members_read_in_korean() {
    let korean = |config: &mut Config| config.incidents.language = Language::Korean;
    let mut world = World::start_with(korean, |_| {}).await;
    let channel = declares(&mut world).await;
    assert_snapshot!(world.sees(&channel, "비공개입니다"), @"
    :lock: INC-1 장애는 비공개입니다. 이 채널에 있는 사람만 볼 수 있으며 어디에도 공지되지 않았습니다.
    필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요. 이 채널에서 나가면 더는 볼 수 없습니다.
    ");
    world.leave().await;
}

#[tokio::test]
async fn it_is_ticked_in_the_form() {
    let mut world = World::start().await;
    let form = world.types("bob", "general", "private keys leaked").await;
    assert_eq!(prefilled(&form, "title"), "keys leaked");
    assert!(form.view.unwrap()["blocks"].to_string().contains("initial_options"), "the box is ticked");
    let values = fields(&[("title", json!("Private keys leaked")), ("manner", json!(["private", "drill"]))]);
    assert!(world.sends("bob", values).await.field_errors.is_empty());
    let manner = world.incident(1).await.manner;
    assert!(manner.is_private && manner.is_drill);
    assert_eq!(world.reads("incidents"), "");
    world.leave().await;
}

/// The direct messages that somebody got.
fn direct(world: &World, user: &str) -> Vec<String> {
    let state = world.state();
    let id = crate::world::user_id(&state, user);
    let with = |channel: &&slack_sandbox::ChannelState| channel.kind == "im" && channel.members.contains(&id);
    let messages = state.channels.iter().filter(with).flat_map(|channel| &channel.messages);
    messages.map(|message| transcript::read(message, &state)).collect()
}

#[tokio::test]
async fn without_a_private_channel_it_stays_unheard_of_and_its_declarer_is_told() {
    let without = |options: &mut Options| {
        options.app = std::mem::take(&mut options.app).without_scope("groups:write");
    };
    let mut world = World::start_with(all_are_loud, without).await;
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    assert!(world.state().channels.iter().all(|channel| !channel.name.contains("zanzibar")));
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    assert_snapshot!(direct(&world, "alice").join("\n"), @":warning: The private channel of INC-1 could not be made (missing_scope). Nothing was made public, and *nobody else knows of it yet*. Please tell whoever has to know yourself, and ask whoever runs Firebell to look at `firebell check`.");
    assert_eq!(world.given_up().await.len(), 1);
    world.leave().await;
}

#[tokio::test]
async fn a_workspace_that_forbids_private_channels_gets_no_public_one() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let forbidden = CallTrouble::Refuse { error: "restricted_action".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("conversations.create", forbidden));
    world.types("alice", "general", "private sev1 Zanzibar laptop stolen").await;
    world.advance_minutes(10).await;
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    assert!(direct(&world, "alice")[0].contains("could not be made (restricted_action)"));
    let created = world.sandbox.calls().into_iter().filter(|call| call.method == "conversations.create");
    assert!(created.map(|call| call.arguments["is_private"].clone()).all(|private| private == true));
    world.sandbox.clear_faults();
    world.leave().await;
}

#[tokio::test]
async fn a_private_incident_on_postgres() {
    let Some(mut world) = World::with_replicas_and(2, all_are_loud, guests_come_along).await else { return };
    let channel = declares(&mut world).await;
    lives(&mut world, &channel).await;
    for user in ["U0BOB00001", "U0GINA0001"] {
        tells_nothing(&readable(&world.state(), user), &channel, user);
    }
    for text in ABOUT {
        let refused = told(&world.types("bob", "general", text).await);
        assert!(refused.starts_with("There is no INC-1 in this workspace."), "{text}: {refused}");
    }
    let listed = world.types("minji", "general", "list").await;
    assert!(serde_json::to_string(&listed.shown).unwrap().contains("Zanzibar"));
    world.leave().await;
}

#[tokio::test]
async fn one_that_becomes_private_takes_with_it_what_it_can() {
    let mut world = World::start_with(
        |config| config.incidents.private_groups = vec![GroupId::new("S0SRE00001")],
        |_| {},
    )
    .await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.takes("bob", "commander", &old).await;
    world.sandbox.channel_act(ChannelAct::new("carol", ChannelVerb::Join, &old)).await.unwrap();
    world.settle().await;
    world.reads_all();
    let form = world.types("alice", &old, "make-private").await.view.unwrap()["blocks"].to_string();
    assert!(
        form.contains("What cannot be taken back") && form.contains("It cannot be made public again."),
        "{form}"
    );
    assert!(!world.incident(1).await.manner.is_private, "nothing is done yet");
    assert!(
        world
            .sends("alice", fields(&[("because", json!("It is about a person"))]))
            .await
            .field_errors
            .is_empty()
    );

    world.advance(TimeDelta::seconds(3)).await;
    let new = world.incident(1).await.places.channel.unwrap().to_string();
    assert_eq!(world.state().channel(&new).unwrap().kind, "private_channel");
    assert_eq!(world.members(&new), ["alice", "bob", "minji"]);
    assert_snapshot!(world.sees("incidents", "INC-1"), @":lock: INC-1 is handled in private.");
    let state = world.state();
    let left = state.channel(&old).unwrap();
    assert_eq!((left.name.as_str(), left.topic.as_str(), left.is_archived), ("inc-1", "INC-1", true));
    assert_snapshot!(world.sees(&old, "from now on"), @":lock: INC-1 is handled in private from now on. Whoever is needed comes into its private channel. What was said here stays readable to everybody; this channel is being archived.");
    let by_bot =
        left.messages.iter().filter(|one| one.subtype.is_none()).map(|one| transcript::read(one, &state));
    assert!(!by_bot.collect::<String>().contains("Zanzibar"), "the panel says no more what it was");

    let refused = told(&world.types("carol", "general", "timeline INC-1").await);
    assert!(refused.starts_with("There is no INC-1 in this workspace."), "{refused}");
    let timeline = world.types("bob", "general", "timeline INC-1").await;
    let all = serde_json::to_string(&timeline.shown).unwrap();
    assert!(all.contains("made it private: It is about a person"), "{all}");
    let again = told(&world.types("alice", &new, "make-private").await);
    assert!(again.starts_with("INC-1 is private already"), "{again}");
    world.reads_all();
    world.types("bob", &new, "sev sev0").await;
    world.resolves("bob", &new).await;
    assert_eq!((world.reads("incidents"), world.reads(&old)), (String::new(), String::new()));
    world.leave().await;
}

#[tokio::test]
async fn what_somebody_confirms_is_said_in_their_language() {
    let (mut world, channel) = World::with_incident("sev1").await;
    let form = world.types("minji", &channel, "비공개전환").await.view.unwrap()["blocks"].to_string();
    assert!(form.contains("되돌릴 수 없는 것") && form.contains("다시 공개로 전환할 수 없습니다."), "{form}");
    assert!(
        told(&world.types("gina", "lobby", "make-private INC-1").await).starts_with("Guests can read along")
    );
    world.leave().await;
}

#[tokio::test]
async fn nobody_links_it_with_another_incident() {
    let (mut world, _) = with_private_incident().await;
    let other = world.declares("carol", "sev2", "Search is slow").await;
    world.reads_all();
    for text in ["cancel duplicate of INC-1", "merge INC-1", "cancel INC-2 duplicate of INC-1"] {
        let private = told(&world.types("bob", &other, text).await);
        let unknown = told(&world.types("bob", &other, &text.replace("INC-1", "INC-7")).await);
        assert_eq!(private.replace("INC-1", "INC-7"), unknown, "{text}");
    }
    for (place, text) in [
        (&*other, "cancel duplicate of INC-1"),
        ("general", "cancel INC-1 duplicate of INC-2"),
        (&*other, "merge INC-1"),
    ] {
        let refused = told(&world.types("minji", place, text).await);
        assert!(refused.contains("연결할 수 없습니다. 한쪽이 비공개라서"), "{text}: {refused}");
    }
    let form = world.types("minji", &other, "cancel").await.view.unwrap().to_string();
    assert!(!form.contains("Zanzibar"), "it is not offered either: {form}");
    assert_eq!(world.reads(&other), "");
    world.leave().await;
}

#[tokio::test]
async fn what_stakeholders_were_told_is_withdrawn() {
    let mut world = World::start_with(all_are_loud, |_| {}).await;
    let old = world.declares("alice", "sev1", "Zanzibar laptop stolen").await;
    world.advance(TimeDelta::seconds(3)).await;
    world.posts_update("alice", "Zanzibar drive is wiped", 60, &old).await;
    assert!(world.messages("random").iter().any(|one| one.text.contains("Zanzibar")), "it was told");
    world.types("alice", &old, "make-private").await;
    world.sends("alice", fields(&[("because", json!(""))])).await;
    world.advance(TimeDelta::seconds(3)).await;
    let state = world.state();
    for place in ["random", "incidents"] {
        let all = state.channel(place).unwrap().messages.iter();
        let words: Vec<String> = all
            .flat_map(|one| std::iter::once(one).chain(&one.replies))
            .map(|message| transcript::read(message, &state))
            .collect();
        assert!(!words.is_empty() && words.iter().all(|words| !words.contains("Zanzibar")), "{words:?}");
    }
    world.leave().await;
}

#[tokio::test]
async fn the_home_shows_it_to_its_members_alone_and_counts_without_it() {
    let (mut world, channel) = with_private_incident().await;
    world.declares("carol", "sev2", "Search is slow").await;
    for (user, expected) in [("bob", "1 open incident"), ("gina", "full members of this workspace only")] {
        let home = world.opens_home(user).await;
        assert!(home.contains(expected), "{user}: {home}");
        tells_nothing(&home, &channel, user);
    }
    let olga = json!({"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev9",
        "event": {"type": "app_home_opened", "user": "U0OLGA0001", "tab": "home"}});
    assert_eq!(Knock::signed(EVENTS, &olga.to_string()).at(&world).await, "200");
    world.settle().await;
    for call in world.sandbox.calls().iter().filter(|call| call.arguments["user_id"] == "U0OLGA0001") {
        tells_nothing(&call.arguments.to_string(), &channel, "a stranger's home");
    }
    let owner = world.opens_home("alice").await;
    assert!(owner.contains("2 open incidents") && owner.contains("Zanzibar"), "{owner}");
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close").await;
    assert!(world.opens_home("minji").await.contains("Zanzibar"), "it has just ended");
    let outsider = world.opens_home("bob").await;
    assert!(!outsider.contains("Ended recently"), "{outsider}");
    tells_nothing(&outsider, &channel, "what has ended");
    world.leave().await;
}

#[tokio::test]
async fn a_button_of_the_home_in_other_hands_opens_no_form() {
    let (mut world, channel) = with_private_incident().await;
    world.declares("carol", "sev2", "Search is slow").await;
    world.opens_home("bob").await;
    world.presses_at_home("bob", "board:2", "update").await;
    let mut press = last_press(&world);
    press["actions"][0]["block_id"] = json!("board:1");
    press["actions"][0]["value"] = json!("1");
    press["actions"][0]["action_ts"] = json!("1.1");
    assert_eq!(Knock::signed(INTERACTIONS, &interaction(&press)).at(&world).await, "200");
    world.settle().await;
    let calls = world.sandbox.calls();
    let opened = calls.iter().rev().find(|call| call.method == "views.open").expect("it says why not");
    let words = opened.arguments["view"].to_string();
    assert!(words.contains("There is no INC-1 in this workspace."), "{words}");
    tells_nothing(&words.replace("INC-1 in", ""), &channel, "the refusal");
    world.leave().await;
}

#[tokio::test]
async fn whoever_has_left_hears_no_more_of_it_in_private_either() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role communications @minji").await;
    world.reads_all();
    for user in ["alice", "minji"] {
        world.sandbox.channel_act(ChannelAct::new(user, ChannelVerb::Leave, &channel)).await.unwrap();
        world.settle().await;
    }
    // The update is alice's to give, who declared it: nobody else is left.
    world.advance_minutes(56).await;
    assert_eq!(
        (world.hears_in_private("alice"), world.hears_in_private("minji")),
        (String::new(), String::new())
    );
    world.leave().await;
}

#[tokio::test]
async fn its_members_are_told_in_private_what_concerns_them() {
    let (mut world, channel) = with_private_incident().await;
    world.types("alice", &channel, "role communications @bob").await;
    assert!(world.hears_in_private("bob").contains("Zanzibar"), "what the role asks of him");
    world.advance_minutes(56).await;
    assert!(world.hears_in_private("bob").contains("the next update is due"));
    world.leave().await;
}

#[tokio::test]
async fn its_update_form_has_no_words_for_those_outside() {
    let (mut world, channel) = with_private_incident().await;
    let form = world.types("alice", &channel, "update").await.view.unwrap().to_string();
    assert!(form.contains("what-happened") && !form.contains("external-state"), "{form}");
    let public = world.declares("carol", "sev1", "Search is slow").await;
    let form = world.types("carol", &public, "update").await.view.unwrap().to_string();
    assert!(form.contains("external-state"), "{form}");
    world.leave().await;
}

#[tokio::test]
async fn its_channel_is_archived_and_comes_back_private() {
    let (mut world, channel) = with_private_incident().await;
    world.resolves("alice", &channel).await;
    world.types("alice", &channel, "close").await;
    for days in [6, 2] {
        world.advance(TimeDelta::days(days)).await;
    }
    assert!(world.state().channel(&channel).unwrap().is_archived);
    world.types("alice", "general", "reopen INC-1 because the laptop is back").await;
    world.advance(TimeDelta::seconds(3)).await;
    let next = world.incident(1).await.places.channel.unwrap().to_string();
    assert_ne!(next, channel);
    assert_eq!(world.state().channel(&next).unwrap().kind, "private_channel");
    assert_eq!(world.members(&next), ["alice", "minji"]);
    tells_nothing(&readable(&world.state(), "U0BOB00001"), &next, "the new channel");
    world.leave().await;
}

#[tokio::test]
async fn its_channel_archived_by_hand_is_known_and_told_to_its_declarer_alone() {
    let (mut world, channel) = with_private_incident().await;
    world.reads_all();
    world.sandbox.channel_act(ChannelAct::new("minji", ChannelVerb::Archive, &channel)).await.unwrap();
    world.settle().await;
    assert!(
        world.incident(1).await.archiving.archived_at.is_some(),
        "Slack tells of private channels by another name"
    );
    assert!(world.hears_in_private("alice").contains("INC-1"));
    assert_eq!((world.reads("incidents"), world.reads("random")), (String::new(), String::new()));
    world.leave().await;
}

#[tokio::test]
async fn what_is_declared_from_a_message_in_its_channel_is_private_unless_somebody_wants_otherwise() {
    let (world, channel) = with_private_incident().await;
    let said =
        world.sandbox.message(Say::new("minji", &channel, "A second laptop is gone")).await.unwrap().ts;
    let declare = Shortcut::message("minji", "declare-from-message", &channel, &said);
    let form = world.sandbox.shortcut(declare).await.unwrap().view.unwrap().to_string();
    let ticked = form.split("initial_options").nth(1).expect("a box is ticked");
    assert!(ticked.contains("\"value\":\"private\""), "{form}");
    world.leave().await;
}

#[tokio::test]
async fn who_may_have_private_ones_and_drills_is_a_matter_of_settings() {
    let keep = |config: &mut Config| {
        let sre = || vec![GroupId::new("S0SRE00001")];
        config.permissions = Permissions::new([(Action::Private, sre()), (Action::Drill, sre())]);
    };
    let mut world = World::start_with(keep, |_| {}).await;
    let refused = world.types("bob", "general", "private sev1 A laptop is gone").await;
    assert_snapshot!(told(&refused), @"
    Declaring or making incidents private is reserved for @sre. Ask somebody from there to do it, or to have you added to the group in Slack. If you were added just now, try again in a few seconds: I am asking Slack anew.
    You typed:
    private sev1 A laptop is gone
    ");
    let refused = world.types("seojun", "general", "훈련 sev1 결제 장애").await;
    assert_snapshot!(told(&refused), @"
    훈련 선언 권한은 @sre 그룹에만 있습니다. 그룹 구성원에게 대신 부탁하거나, Slack에서 그룹에 추가해 달라고 요청하세요. 방금 추가되었다면 Slack에 다시 확인하는 중이니 몇 초 뒤에 다시 시도해 주세요.
    입력한 내용:
    훈련 sev1 결제 장애
    ");
    world.types("bob", "general", "declare").await;
    let values = fields(&[("title", json!("A laptop is gone")), ("manner", json!(["private"]))]);
    let sent = world.sends("bob", values).await;
    assert!(
        sent.field_errors["title"].starts_with("Declaring or making incidents private is reserved for @sre.")
    );
    let channel = world.declares("bob", "sev1", "A laptop is gone").await;
    let refused = told(&world.types("bob", &channel, "make-private").await);
    assert!(refused.starts_with("Declaring or making incidents private is reserved for @sre."), "{refused}");
    assert!(world.types("alice", &channel, "make-private").await.view.is_some());
    world.types("alice", "general", "drill private sev1 A laptop is gone").await;
    assert!(world.incident(2).await.manner.is_private && world.incident(2).await.manner.is_drill);
    world.leave().await;
}

#[tokio::test]
async fn what_waited_while_it_became_private_tells_and_brings_in_nobody_else() {
    let calls = |config: &mut Config| {
        change_rung(config, "sev0", |rung| rung.invite = vec![GroupId::new("S0SRE00001")]);
    };
    let mut world = World::start_with(calls, |_| {}).await;
    let old = world.declares("alice", "sev2", "A laptop was stolen").await;
    world.reads_all();
    world.types_only("alice", &old, "sev sev0 because it holds salaries").await;
    world.types_only("alice", &old, "make-private").await;
    world.sandbox.submit(Submit::new("alice", fields(&[]))).await.unwrap();
    world.time_passes(TimeDelta::seconds(5));
    world.works_off(TimeDelta::minutes(1)).await;
    assert!(!world.reads("incidents").contains("salaries"), "everybody reads that");
    let new = world.incident(1).await.places.channel.unwrap().to_string();
    assert_eq!(world.members(&new), ["alice"]);
    world.leave().await;
}
