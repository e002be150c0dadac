//! The catalogue of services: chosen at declaring or later, who comes and who is told on account of it, and what to read.

use std::path::Path;

use chrono::TimeDelta;
use firebell::check::check;
use firebell::config::Config;
use firebell::incident::{Action, Catalogue, ChannelId, GroupId, Permissions};
use firebell::language::Language;
use insta::assert_snapshot;
use serde_json::{Value, json};
use slack_sandbox::transcript::in_words;
use slack_sandbox::{Click, Options, Outcome, SeedChannel};

use crate::world::{World, change_rung, fields, prefilled, told};

/// @sre are alice and minji, @support-leads is carol.
const SERVICES: &str = r#"
[[services]]
key = "checkout"
name = "Checkout"
owner = "S0SRE00001"
responders = ["U0SEOJUN01"]
tell_channels = ["C0SALES0001", "C0EXECS0001"]
runbooks = ["Restarting it https://wiki.example.com/restart?a=1&b=2", "https://wiki.example.com/checkout"]
[[services]]
key = "login"
name = "로그인 API"
owner = "S0SUPPORT1"
responders = ["S0SRE00001"]
tell_channels = ["C0SALES0001", "C0SUPPORT01"]
"#;

fn catalogue() -> Catalogue {
    Config::load(Some((Path::new("firebell.toml"), SERVICES.to_owned())), []).unwrap().services
}

/// A SEV1 is told to the executives too, and invites @sre.
fn with_services(config: &mut Config) {
    config.services = catalogue();
    change_rung(config, "sev1", |rung| {
        rung.tell_channels = vec![ChannelId::new("C0EXECS0001")];
        rung.invite = vec![GroupId::new("S0SRE00001")];
    });
}

fn with_channels(options: &mut Options) {
    for (id, name) in [("C0EXECS0001", "execs"), ("C0SALES0001", "sales"), ("C0SUPPORT01", "support")] {
        let id = Some(id.to_owned());
        options.seed.channels.push(SeedChannel { id, name: name.to_owned(), ..SeedChannel::default() });
    }
}

async fn world() -> World {
    World::start_with(with_services, with_channels).await
}

/// What a form offers as services.
fn offered(form: &Outcome) -> Vec<String> {
    let view = form.view.as_ref().expect("a form opened");
    let blocks = view["blocks"].as_array().unwrap();
    let field = blocks.iter().find(|field| field["block_id"] == "service").expect("the form has this field");
    let options = field["element"]["options"].as_array().expect("it is a select");
    options.iter().map(|option| option["text"]["text"].as_str().unwrap().to_owned()).collect()
}

fn service(key: &str) -> Value {
    fields(&[("service", json!(key))])
}

/// The line waits until those are in the channel whom it mentions.
async fn lets_them_in(world: &mut World) {
    world.advance(TimeDelta::seconds(3)).await;
}

/// What the panel says of the service: its row, with its runbooks.
fn row(world: &World, channel: &str) -> String {
    let panel = world.panel(channel);
    let mut lines = panel.lines().skip_while(|line| !line.starts_with("*Service*"));
    let row: Vec<&str> = lines.by_ref().take_while(|line| !line.contains("commander")).collect();
    row.join("\n")
}

/// How often each channel of stakeholders was told of the incident.
fn notices(world: &World) -> [usize; 3] {
    ["execs", "sales", "support"].map(|channel| world.messages(channel).len())
}

/// Customers are told of what concerns the login alone, in words of their own; no severity names them.
const TOLD_OUTSIDE: &str = r#"
[[services]]
key = "login"
name = "Login"
tell_channels = [{ channel = "C0CLIENTS01", audience = "external" }]
[[services]]
key = "search"
name = "Search"
"#;

fn with_clients(options: &mut Options) {
    let id = Some("C0CLIENTS01".to_owned());
    options.seed.channels.push(SeedChannel { id, name: "clients".to_owned(), ..SeedChannel::default() });
}

async fn where_a_service_has_clients() -> World {
    let file = (Path::new("firebell.toml"), TOLD_OUTSIDE.to_owned());
    let services = Config::load(Some(file), []).unwrap().services;
    World::start_with(|config| config.services = services, with_clients).await
}

/// Whether the update form has room for words to those outside.
fn asks_for_external_word(form: &Outcome) -> bool {
    form.view.as_ref().expect("a form opened")["blocks"].to_string().contains("external-state")
}

async fn tells_the_story(mut world: World) {
    let form = world.types("carol", "general", "declare sev1").await;
    assert_eq!(offered(&form), ["Checkout", "로그인 API"]);
    let filled = fields(&[
        ("title", json!("Cards fail")),
        ("severity", json!("sev1")),
        ("service", json!("checkout")),
    ]);
    assert!(world.sends("carol", filled).await.field_errors.is_empty());
    let channel = world.incident_channels().pop().unwrap();
    assert_eq!(world.members(&channel), ["alice", "carol", "minji", "seojun"]);
    assert_eq!(notices(&world), [1, 1, 0], "the executives are named twice and told once");
    assert!(world.announcement().contains("Checkout"), "{}", world.announcement());
    assert_snapshot!(row(&world, &channel), @"
    *Service* · Checkout (owner <!subteam^S0SRE00001>)
    :books: Runbooks: <https://wiki.example.com/restart?a=1&amp;b=2|Restarting it> · <https://wiki.example.com/checkout|Checkout> [Change…]
    ");

    world.reads_all();
    let moved = world.types("carol", &channel, "service 로그인 api").await;
    assert_eq!(told(&moved), "", "the channel hears it");
    lets_them_in(&mut world).await;
    assert_snapshot!(world.hears(&channel), @"
    @carol moved INC-1 from *Checkout* to *로그인 API*.
    cc <!subteam^S0SUPPORT1>
    ");
    assert_eq!(world.members(&channel), ["alice", "carol", "minji", "seojun"], "nobody is sent away");
    assert_eq!(notices(&world), [1, 1, 1], "Sales were told before");
    assert_snapshot!(row(&world, &channel), @"*Service* · 로그인 API (owner <!subteam^S0SUPPORT1>) [Change…]");
    assert!(world.announcement().contains("로그인 API"), "{}", world.announcement());

    world.reads_all();
    world.posts_update("alice", "Customers can't pay by card", 30, &channel).await;
    for theirs in ["execs", "sales", "support"] {
        assert_eq!(world.hears(theirs).matches("Customers can't pay by card\n").count(), 1, "in #{theirs}");
    }

    let form = world.presses_button("bob", &channel, "service").await;
    assert_eq!(prefilled(&form, "service"), json!("login"));
    world.reads_all();
    assert!(world.sends("bob", service("checkout")).await.field_errors.is_empty());
    lets_them_in(&mut world).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob moved INC-1 from *로그인 API* to *Checkout*.
    cc <!subteam^S0SRE00001>
    ");
    assert_eq!(notices(&world), [1, 1, 1]);
    assert_eq!(world.incident(1).await.moves, 2, "back is a move as well");
    world.leave().await;
}

#[tokio::test]
async fn a_service_brings_its_people_its_stakeholders_and_its_runbooks_and_each_move_adds_those_of_the_next()
{
    tells_the_story(world().await).await;
}

#[tokio::test]
async fn the_same_on_postgres() {
    let Some(world) = World::with_replicas_and(2, with_services, with_channels).await else { return };
    tells_the_story(world).await;
}

#[tokio::test]
async fn a_service_that_is_typed_into_a_declaration_is_chosen_and_brings_whom_it_names() {
    let mut world = world().await;
    let outcome = world.types("bob", "general", "declare sev2 service:LOGIN Nobody can log in").await;
    assert!(told(&outcome).contains("INC-1 is declared: SEV2, Nobody can log in."), "{}", told(&outcome));
    assert_eq!(world.members("inc-1-nobody-can-log-in"), ["alice", "bob", "carol", "minji"]);
    assert_eq!(notices(&world), [0, 1, 1]);
    let form = world.types("bob", "general", "declare service:checkout").await;
    assert_eq!(prefilled(&form, "service"), json!("checkout"));
    let outcome = world.types("minji", "general", "선언 sev2 서비스:checkout 카드 결제 실패").await;
    assert!(told(&outcome).contains("INC-2"), "{}", told(&outcome));
    assert_eq!(world.incident(2).await.service.as_deref(), Some("Checkout"));
    world.leave().await;
}

#[tokio::test]
async fn a_service_is_chosen_later_by_the_panel_and_that_is_no_move() {
    let mut world = world().await;
    let channel = world.declares("bob", "sev2", "Cards fail").await;
    assert_snapshot!(row(&world, &channel), @"*Service* · not chosen yet [Choose…]");
    world.reads_all();
    let form = world.presses_button("bob", &channel, "service").await;
    assert_eq!(offered(&form), ["Checkout", "로그인 API"]);
    assert!(world.sends("bob", service("checkout")).await.field_errors.is_empty());
    lets_them_in(&mut world).await;
    assert_snapshot!(world.hears(&channel), @"
    @bob set the service of INC-1 to *Checkout*.
    cc <!subteam^S0SRE00001>
    ");
    assert_eq!(world.members(&channel), ["alice", "bob", "minji", "seojun"]);
    assert_eq!(notices(&world), [1, 1, 0]);
    assert_eq!(world.incident(1).await.moves, 0);
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    assert!(world.panel(&channel).contains("*Service*: Checkout"), "{}", world.panel(&channel));
    world.leave().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_way_out_in_both_languages() {
    let mut world = world().await;
    let channel = world.declares("bob", "sev2", "service:checkout Cards fail").await;
    let mut said = Vec::new();
    for user in ["bob", "minji"] {
        for (place, typed) in [
            (channel.as_str(), "service chekcout"),
            (channel.as_str(), "service checkout"),
            ("general", "service login"),
        ] {
            said.push(told(&world.types(user, place, typed).await));
        }
    }
    assert_snapshot!(in_words(&said.join("\n---\n"), &world.state()), @r#"
    There is no service "chekcout". Choose one of these: checkout, login (로그인 API).
    You typed:
    service chekcout
    ---
    INC-1 is already about Checkout. For another one: `/incident service INC-1 …`
    You typed:
    service checkout
    ---
    Type this in an incident's channel, or name the incident: `/incident note INC-42 …`. Open now: INC-1 #inc-1-cards-fail
    You typed:
    service login
    ---
    "chekcout" 서비스는 목록에 없습니다. 다음 중에서 골라 주세요: checkout, login (로그인 API)
    입력한 내용:
    service chekcout
    ---
    INC-1 장애의 서비스는 이미 Checkout입니다. 다른 서비스로 바꾸려면: `/incident 서비스 INC-1 …`
    입력한 내용:
    service checkout
    ---
    장애 채널에서 입력하거나 장애 번호를 함께 적어 주세요(예: `/incident 기록 INC-42 …`). 새 장애라면 `/incident 선언 …` 명령으로 선언해 주세요. 진행 중인 장애: INC-1 #inc-1-cards-fail
    입력한 내용:
    service login
    "#);
    world.resolves("bob", &channel).await;
    world.types("bob", &channel, "close").await;
    for typed in ["service login", "service"] {
        let refused = world.types("bob", &channel, typed).await;
        assert!(refused.view.is_none(), "no form opens");
        assert!(told(&refused).starts_with("INC-1 is closed."), "{}", told(&refused));
    }
    assert_eq!(world.incident(1).await.moves, 0);
    world.leave().await;
}

#[tokio::test]
async fn words_about_a_service_that_is_none_of_the_catalogue_open_the_form_where_there_is_no_incident() {
    let mut world = world().await;
    world.declares("bob", "sev2", "Cards fail").await;
    for title in ["service outage", "서비스 장애", "서비스 접속이 안 됩니다"] {
        let form = world.types("carol", "general", title).await;
        assert_eq!(prefilled(&form, "title"), json!(title));
    }
    world.leave().await;
}

#[tokio::test]
async fn a_service_that_went_while_the_form_was_open_is_refused_below_its_field() {
    for (user, expected) in [
        ("alice", "There is no service \"checkout\". Choose one of these: login (로그인 API)."),
        ("minji", "\"checkout\" 서비스는 목록에 없습니다. 다음 중에서 골라 주세요: login (로그인 API)"),
    ] {
        let mut world = world().await;
        world.types(user, "general", "declare").await;
        world.config.services = Catalogue::new(catalogue().services()[1..].to_vec());
        world.restart().await;
        let filled = fields(&[("title", json!("Cards fail")), ("service", json!("checkout"))]);
        let sent = world.sends(user, filled).await;
        assert_eq!(sent.field_errors.get("service").map(String::as_str), Some(expected));
        assert!(world.incident_channels().is_empty());
        world.leave().await;
    }
}

#[tokio::test]
async fn where_there_is_no_catalogue_a_service_is_named_in_words() {
    let (mut world, channel) = World::with_incident("sev1").await;
    assert!(!world.panel(&channel).contains("Service"), "nothing is to be chosen");
    world.types("bob", &channel, "service checkout").await;
    assert_snapshot!(world.hears(&channel), @"@bob set the service of INC-1 to *checkout*.");
    let form = world.types("bob", &channel, "service").await;
    assert_eq!(prefilled(&form, "service"), json!("checkout"));
    let sent = world.sends("bob", service("checkout")).await;
    assert_snapshot!(sent.field_errors["service"], @r#"INC-1 is already about checkout. For another one: "/incident service INC-1 …""#);
    assert!(world.sends("bob", service("Card payments")).await.field_errors.is_empty());
    assert!(world.panel(&channel).contains("*Service*: Card payments"), "{}", world.panel(&channel));
    assert_eq!(world.incident(1).await.moves, 1);
    world.leave().await;
}

#[tokio::test]
async fn a_korean_company_reads_it_in_korean() {
    let korean = |config: &mut Config| {
        config.incidents.language = Language::Korean;
        with_services(config);
    };
    let mut world = World::start_with(korean, with_channels).await;
    let channel = world.declares("minji", "sev2", "카드 결제 실패").await;
    let panel = |world: &World| {
        let panel = world.sees(&channel, "담당자");
        panel
            .lines()
            .filter(|line| line.starts_with("*서비스*") || line.contains(":books:"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let before = panel(&world);
    world.reads_all();
    world.types("minji", &channel, "서비스 checkout").await;
    lets_them_in(&mut world).await;
    world.types("seojun", &channel, "서비스 로그인 API").await;
    lets_them_in(&mut world).await;
    assert_snapshot!(world.hears(&channel), @"
    @minji 님이 INC-1 장애의 서비스를 정했습니다: *Checkout*
    참조: <!subteam^S0SRE00001>
    ---
    @seojun 님이 INC-1 장애의 서비스를 바꿨습니다: *Checkout* → *로그인 API*
    참조: <!subteam^S0SUPPORT1>
    ");
    world.types("seojun", &channel, "서비스 checkout").await;
    lets_them_in(&mut world).await;
    assert_snapshot!(format!("{before}\n---\n{}", panel(&world)), @"
    *서비스* · 아직 정하지 않음 [선택…]
    ---
    *서비스* · Checkout (담당 그룹 <!subteam^S0SRE00001>)
    :books: 런북: <https://wiki.example.com/restart?a=1&amp;b=2|Restarting it> · <https://wiki.example.com/checkout|Checkout> [변경…]
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_move_stands_on_the_timeline_and_in_the_document() {
    let mut world = world().await;
    let channel = world.declares("bob", "sev2", "service:checkout Cards fail").await;
    world.types("bob", &channel, "service login").await;
    lets_them_in(&mut world).await;
    world.types("bob", &channel, "export").await;
    let state = world.state();
    let document = state.files.iter().find_map(|file| file.text.clone()).expect("there is a document");
    let about: Vec<&str> = document.lines().filter(|line| line.to_lowercase().contains("service")).collect();
    assert_snapshot!(about.join("\n"), @"
    | Service | 로그인 API |
    | Moved to another service | once |
    | 2026-11-22 12:00:00 KST | Bob | Declared SEV2 (medium): Cards fail<br>Service: Checkout |
    | 12:00:00 KST | Bob | Service changed from Checkout to 로그인 API |
    ");
    let page = world.types("bob", &channel, "timeline").await;
    assert!(
        page.shown[0]["blocks"].to_string().contains("service Checkout → 로그인 API"),
        "{:?}",
        page.shown
    );
    world.leave().await;
}

#[tokio::test]
async fn who_may_say_which_service_it_is_can_be_kept_to_a_group() {
    let kept = |config: &mut Config| {
        with_services(config);
        config.permissions = Permissions::new([(Action::Service, vec![GroupId::new("S0SRE00001")])]);
    };
    let mut world = World::start_with(kept, with_channels).await;
    let channel = world.declares("bob", "sev2", "service:checkout Cards fail").await;
    let refused = world.types("bob", &channel, "service login").await;
    assert!(told(&refused).starts_with("Changing the service is reserved for @sre."), "{}", told(&refused));
    let form = world.presses_button("bob", &channel, "service").await;
    assert!(form.view.is_none(), "no form opens before somebody who would be refused");
    world.types("alice", &channel, "service login").await;
    lets_them_in(&mut world).await;
    assert_eq!(world.incident(1).await.service.as_deref(), Some("로그인 API"));
    world.leave().await;
}

#[tokio::test]
async fn the_check_looks_for_those_whom_services_name() {
    let world = world().await;
    let mut config = world.config.clone();
    let more = "[[services]]\nkey = 'gone'\nname = 'Gone'\nowner = 'S0GONE00001'\nresponders = ['U0FRANK001', 'U0NOBODY01']\ntell_channels = ['C0GONE00001']\n";
    let file = format!("{SERVICES}{more}");
    config.services = Config::load(Some((Path::new("firebell.toml"), file)), []).unwrap().services;
    let findings: Vec<String> = check(&config).await.iter().map(ToString::to_string).collect();
    let about: Vec<String> = findings.into_iter().filter(|line| line.contains("service ")).collect();
    assert_snapshot!(about.join("\n"), @"
    ok    service checkout belongs to @sre (2 members)
    ok    service checkout invites seojun
    ok    service checkout tells #sales
    ok    service checkout tells #execs
    ok    service login belongs to @support-leads (1 members)
    ok    service login invites @sre (2 members)
    ok    service login tells #sales
    ok    service login tells #support
    MEND  service gone belongs to S0GONE00001, which does not exist in Slack
          write the group's id (S…), from its page in Slack, under `owner`
    MEND  service gone invites frank (U0FRANK001), whose account is deactivated
          name somebody else under `responders`, or a user group
    MEND  service gone invites U0NOBODY01, who is not found: user_not_found
          write the person's id (U…), from their profile in Slack, under `responders`
    MEND  service gone tells C0GONE00001, which is not found: channel_not_found
          write the channel's id (C…), at the end of its details in Slack, under `tell_channels`
    ");
    world.leave().await;
}

#[tokio::test]
async fn a_bell_is_one_press_away_where_the_service_was_mistyped() {
    let mut world = world().await;
    let form = world.types("alice", "general", "declare sev1 service:chekout Cards fail").await;
    assert_eq!(prefilled(&form, "title"), "Cards fail");
    assert_eq!(prefilled(&form, "severity"), "sev1");
    world.leave().await;
}

/// A private incident, or a quiet drill, calls nobody on account of a service; and so it says.
async fn calls_nobody(mut world: World, declares: &str) -> (String, String) {
    world.types("carol", "general", declares).await;
    world.advance(TimeDelta::seconds(3)).await;
    let channel = world.incident(1).await.places.channel.unwrap().to_string();
    world.reads_all();
    let form = world.presses_button("carol", &channel, "service").await.view.unwrap();
    let hint = form["blocks"][0]["text"]["text"].as_str().unwrap().to_owned();
    world.sends("carol", service("checkout")).await;
    lets_them_in(&mut world).await;
    let heard = world.hears(&channel);
    assert!(!heard.contains("S0SRE00001"), "{heard}");
    assert_eq!(world.members(&channel), ["carol"]);
    assert_eq!(notices(&world), [0, 0, 0]);
    world.leave().await;
    (hint, heard)
}

#[tokio::test]
async fn in_a_private_incident_nobody_believes_that_the_owners_of_the_service_were_called() {
    let (hint, heard) = calls_nobody(world().await, "private sev2 A laptop was stolen").await;
    assert_snapshot!(hint, @"
    *A laptop was stolen*
    :lock: This incident is private, so *nobody is called or told* on account of its service. Bring in whoever is needed with `/invite @name`, or by giving them a role.
    ");
    assert_snapshot!(heard, @"
    @carol set the service of INC-1 to *Checkout*.
    :lock: This incident is private, so *nobody is called or told* on account of its service. Bring in whoever is needed with `/invite @name`, or by giving them a role.
    ");
}

#[tokio::test]
async fn in_a_quiet_drill_nobody_believes_it_either() {
    let quiet = |config: &mut Config| {
        with_services(config);
        config.incidents.drills = firebell::incident::Drills::Quiet;
    };
    let (hint, heard) =
        calls_nobody(World::start_with(quiet, with_channels).await, "drill sev2 A laptop was stolen").await;
    assert_snapshot!(hint, @"
    *A laptop was stolen*
    This drill is a quiet one, so *nobody is called or told* on account of its service. Bring in whoever is to take part with `/invite @name`.
    ");
    assert_snapshot!(heard, @"
    [DRILL] @carol set the service of INC-1 to *Checkout*.
    This drill is a quiet one, so *nobody is called or told* on account of its service. Bring in whoever is to take part with `/invite @name`.
    ");
}

#[tokio::test]
async fn that_nobody_was_called_is_said_in_korean() {
    let korean = |config: &mut Config| {
        with_services(config);
        config.incidents.language = Language::Korean;
    };
    let (_, heard) =
        calls_nobody(World::start_with(korean, with_channels).await, "private sev2 노트북 분실").await;
    assert_snapshot!(heard, @"
    @carol 님이 INC-1 장애의 서비스를 정했습니다: *Checkout*
    :lock: 비공개 장애이므로 서비스를 정해도 *담당자를 부르거나 다른 곳에 알리지 않습니다*. 필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요.
    ");
}

#[tokio::test]
async fn customers_of_a_service_are_told_through_the_form_where_no_severity_names_them() {
    let mut world = where_a_service_has_clients().await;
    let channel = world.declares("bob", "sev2", "service:login Nobody can log in").await;
    world.reads_all();
    let form = world.presses_button("bob", &channel, "update").await;
    assert!(asks_for_external_word(&form));
    let next = (world.clock.now() + TimeDelta::minutes(30)).timestamp();
    let typed = fields(&[
        ("what-happened", json!("Sessions are gone")),
        ("external-state", json!("Nobody can log in")),
        ("next-update-at", json!(next)),
    ]);
    // What a form holds when it is sent and refused stays in it, for the preview to read.
    let early = fields(&[("external-state", json!("Nobody can log in")), ("what-happened", json!(" "))]);
    assert_eq!(world.sends("bob", early).await.field_errors.len(), 1);
    let view = form.view.as_ref().unwrap()["id"].as_str().unwrap().to_owned();
    let preview = world.presses(Click::view("bob", &view, "preview")).await;
    let preview = preview.view.as_ref().expect("the preview opened").to_string();
    assert!(preview.contains("<#C0CLIENTS01>"), "who will read it: {preview}");
    world.sandbox.close_view(slack_sandbox::CloseView::cancel("bob")).await.unwrap();
    assert!(world.sends("bob", typed).await.field_errors.is_empty());
    assert_snapshot!(world.hears("clients"), @"
    :large_yellow_circle: *We are working on a disruption* · INC-1
    > Nobody can log in
    Since 2026-11-22 12:00:00 KST · Last update 2026-11-22 12:00:00 KST
    ---
    ↳ *Update* on INC-1
    *Current state*
    Nobody can log in
    ");
    world.leave().await;
}

#[tokio::test]
async fn the_form_asks_for_words_to_customers_only_where_the_service_has_some_or_had() {
    let mut world = where_a_service_has_clients().await;
    let channel = world.declares("bob", "sev2", "service:search Search is slow").await;
    let form = world.presses_button("bob", &channel, "update").await;
    assert!(!asks_for_external_word(&form), "nobody would read them");
    world.types("bob", &channel, "service login").await;
    let form = world.presses_button("bob", &channel, "update").await;
    assert!(asks_for_external_word(&form));
    world
        .sends(
            "bob",
            fields(&[("what-happened", json!("Sessions are gone")), ("external-state", json!("No login"))]),
        )
        .await;
    world.types("bob", &channel, "service search").await;
    let form = world.presses_button("bob", &channel, "update").await;
    assert!(asks_for_external_word(&form), "whoever was told hears how it goes on");
    world.leave().await;
}

#[tokio::test]
async fn those_outside_have_no_part_in_a_drill_or_a_private_incident_about_their_service() {
    let mut world = where_a_service_has_clients().await;
    for manner in ["drill", "private"] {
        world
            .types("bob", "general", &format!("declare {manner} sev2 service:login Nobody can log in"))
            .await;
        let number = if manner == "drill" { "INC-1" } else { "INC-2" };
        let form = world.types("bob", "general", &format!("update {number}")).await;
        assert!(!asks_for_external_word(&form), "{manner}");
    }
    world.leave().await;
}
