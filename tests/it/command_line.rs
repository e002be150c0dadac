//! The program as it is started from a shell.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::str::FromStr as _;

use firebell::app;
use firebell::check::check;
use firebell::config::Config;
use firebell::store::{Database, Store};
use insta::assert_snapshot;
use secrecy::SecretString;
use slack_sandbox::{CallFault, CallTrouble};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

use crate::world::{PATIENCE, World};

fn firebell(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firebell"))
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn serving_without_settings_names_all_that_is_missing() {
    let output = firebell(&["serve"], &[("FIREBELL_OUTBOX__WORKERS", "8")]);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    for missing in ["slack.workspace", "slack.bot_token", "slack.signing_secrets", "announcement_channel"] {
        assert!(said.contains(missing), "{missing}: {said}");
    }
}

#[test]
fn every_problem_of_a_file_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    std::fs::write(&file, "[slack]\nbot_tokn = \"x\"\n\n[outbox]\nworkers = \"many\"\n").unwrap();
    let output = firebell(&["serve", "--config", file.to_str().unwrap()], &[]);
    let said = text(&output.stderr);
    assert!(said.contains("bot_tokn") && said.contains("outbox.workers"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_manifest_is_printed_for_an_address_that_is_one() {
    let printed = firebell(&["manifest", "--url", "https://bell.example.com"], &[]);
    let manifest: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(manifest["features"]["slash_commands"][0]["url"], "https://bell.example.com/slack/commands");
    let refused = firebell(&["manifest", "--url", "bell"], &[]);
    assert!(!refused.status.success() && text(&refused.stderr).contains("'bell' is not an address"));
}

#[tokio::test]
async fn a_postmortem_is_printed_for_an_incident_that_exists() {
    let mut world = World::start().await;
    world.declares("minji", "sev1", "결제 장애").await;
    world.reads_all();
    let environment = [
        ("FIREBELL_DATABASE__URL", world.config.database.url.expose()),
        ("FIREBELL_SLACK__WORKSPACE", "T0SANDBOX1"),
        ("FIREBELL_INCIDENTS__TIMEZONE", "Asia/Seoul"),
    ];
    let printed = text(&firebell(&["export", "INC-1"], &environment).stdout);
    assert!(printed.starts_with("# INC-1 · 결제 장애"), "{printed}");
    assert!(printed.contains("민지") && printed.contains("12:00:00 KST"), "{printed}");
    let missing = firebell(&["export", "INC-2"], &environment);
    assert!(!missing.status.success() && text(&missing.stderr).contains("there is no INC-2"));
    let nonsense = firebell(&["export", "checkout"], &environment);
    assert!(text(&nonsense.stderr).contains("as in INC-42"));
    world.finish().await;
}

#[test]
fn a_postmortem_is_looked_for_only_where_a_database_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("elsewhere.db");
    let url = format!("sqlite://{}", file.display());
    let output = firebell(&["export", "INC-1"], &[("FIREBELL_DATABASE__URL", url.as_str())]);
    let said = text(&output.stderr);
    assert!(!output.status.success() && said.contains(&format!("there is no database {url}")), "{said}");
    assert!(!file.exists(), "it was made");
}

async fn findings(config: &Config) -> String {
    let findings = check(config).await;
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n").replace(&config.database.url.to_string(), "DATABASE")
}

#[tokio::test]
async fn a_sound_workspace_is_called_sound() {
    let world = World::start().await;
    assert_snapshot!(findings(&world.config).await, @"
    ok    the settings are complete
    ok    the database DATABASE can be read and written
    ok    its tables are up to date
    ok    a running Firebell serves it
    ok    0 deliveries are owed
    ok    the token belongs to Sandbox (T0SANDBOX1)
    ok    all 19 scopes are granted
    ok    bells ring in #incidents
    ");
    world.finish().await;
}

/// What is said about the database alone.
async fn about_the_database(config: &Config) -> String {
    let findings = findings(config).await;
    let (_, database) = findings.split_once('\n').expect("the settings come first");
    let all = sqlx::migrate!("./migrations/sqlite").iter().count();
    let database = database.replace(&format!("pending: {all}"), "pending: all");
    let database = database.replace(&format!("pending: {}", all - 1), "pending: all but one");
    database.split("\nok    the token").next().unwrap().to_owned()
}

/// The names and contents of a folder's files.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (text(entry.file_name().as_encoded_bytes()), std::fs::read(entry.path()).unwrap()))
        .collect()
}

#[tokio::test]
async fn a_check_makes_no_database() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = world.config.clone();
    config.database.url = format!("sqlite://{}/new.db", folder.path().display()).into();
    assert_snapshot!(about_the_database(&config).await, @"ok    there is no database DATABASE yet; the first start makes it");
    assert!(files(folder.path()).is_empty());
    world.finish().await;
}

#[tokio::test]
async fn a_check_leaves_a_database_as_it_is_and_says_how_its_tables_stand() {
    let world = World::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = world.config.clone();
    config.database.url = format!("sqlite://{}/old.db", folder.path().display()).into();
    let options = SqliteConnectOptions::from_str(config.database.url.expose()).unwrap();
    let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
    let mut database = options.connect().await.unwrap();
    sqlx::migrate!("./migrations/sqlite").run_to(1, &mut database).await.unwrap();
    database.close().await.unwrap();

    let before = files(folder.path());
    assert_snapshot!(about_the_database(&config).await, @"
    ok    the database DATABASE can be read and written
    ok    migrations pending: all but one; the next start applies them
    ok    no Firebell serves it now
    ");
    assert!(files(folder.path()) == before, "{:?}", files(folder.path()).keys());

    Store::open(&config.database).await.unwrap().close().await;
    let mut database = options.connect().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, \
                 execution_time FROM _sqlx_migrations WHERE version = 1";
    database.execute(newer).await.unwrap();
    database.close().await.unwrap();
    assert_snapshot!(about_the_database(&config).await, @"
    ok    the database DATABASE can be read and written
    ok    its tables were changed by a newer Firebell; this one serves them as they are
    ok    no Firebell serves it now
    ok    0 deliveries are owed
    ");

    let mut database = options.connect().await.unwrap();
    database.execute("ALTER TABLE outbox RENAME COLUMN last_error TO last_failure").await.unwrap();
    database.close().await.unwrap();
    assert_snapshot!(about_the_database(&config).await, @"
    ok    the database DATABASE can be read and written
    ok    its tables were changed by a newer Firebell; this one serves them as they are
    ok    no Firebell serves it now
    ok    0 deliveries are owed
    MEND  not all that they hold can be read: the database failed: error returned from database: (code: 1) no such column: last_error
          the data is sound as far as anybody knows: ask the newer version's `firebell check`
    ");
    world.finish().await;
}

#[tokio::test]
async fn a_check_looks_at_a_server_and_changes_nothing() {
    let (Some(world), Some(fresh)) = (World::with_replicas(2).await, test_postgres::database()) else {
        return;
    };
    let config = &world.config;
    assert_snapshot!(about_the_database(config).await, @"
    ok    the database DATABASE can be read and written
    ok    its tables are up to date
    ok    no Firebell serves it now
    ok    0 deliveries are owed
    ");
    let running = app::start(&another_port(config), world.clock.clone()).await.unwrap();
    let is_seen =
        async { while !about_the_database(config).await.contains("ok    a running Firebell serves it") {} };
    tokio::time::timeout(PATIENCE, is_seen).await.unwrap();
    running.stop().await;

    let at = |url: &str| Config { database: Database::at(url), ..config.clone() };
    assert_snapshot!(about_the_database(&at(&fresh.url)).await, @"
    ok    the database DATABASE can be read and written
    ok    migrations pending: all; the next start applies them
    ok    no Firebell serves it now
    ");
    let absent = fresh.url.replace("/test_", "/absent_");
    assert_snapshot!(about_the_database(&at(&absent)).await, @"
    MEND  the server has no database DATABASE
          make it with CREATE DATABASE, empty and owned by Firebell's user; the first start does the rest
    ");
    let unreachable = "postgres://bell:hidden@127.0.0.1:1/firebell";
    assert_snapshot!(findings(&at(unreachable)).await.lines().skip(1).take(2).collect::<Vec<_>>().join("\n"), @"
    MEND  the database DATABASE cannot be read: the database failed: error communicating with database: Connection refused (os error 111)
          see that the server runs, that this machine reaches it, and that it lets this user in ([database] url)
    ");
    world.finish().await;
}

fn another_port(config: &Config) -> Config {
    let mut config = config.clone();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    config
}

#[tokio::test]
async fn a_check_lists_what_was_given_up() {
    let mut world = World::start().await;
    let refused = CallTrouble::Refuse { error: "not_pinnable".to_owned() };
    world.sandbox.add_call_fault(CallFault::on("pins.add", refused));
    world.declares("alice", "sev1", "Checkout is down").await;
    world.advance_minutes(1).await;
    assert_snapshot!(about_the_database(&world.config).await, @"
    ok    the database DATABASE can be read and written
    ok    its tables are up to date
    ok    a running Firebell serves it
    ok    0 deliveries are owed
    MEND  INC-1: 'pin-panel' was given up at try 2: not_pinnable
          do it by hand in Slack
    ");
    world.leave().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_workspace_is_named_with_the_mend() {
    let world = World::start_with(
        |config| {
            config.slack.workspace = firebell::incident::WorkspaceId::new("T0ELSEWHERE");
            "C0NOWHERE1".clone_into(&mut config.incidents.announcement_channel);
        },
        |options| options.app = options.app.clone().without_scope("pins:write"),
    )
    .await;
    assert_snapshot!(findings(&world.config).await, @r#"
    ok    the settings are complete
    ok    the database DATABASE can be read and written
    ok    its tables are up to date
    ok    a running Firebell serves it
    ok    0 deliveries are owed
    MEND  the token belongs to Sandbox (T0SANDBOX1), the settings say 'T0ELSEWHERE'
          set [slack] workspace = "T0SANDBOX1", or take the other workspace's token
    MEND  scopes are missing: pins:write
          paste what `firebell manifest` prints into the app's manifest, then reinstall the app
    MEND  the channel 'C0NOWHERE1' is not found: channel_not_found
          set [incidents] announcement_channel to a channel's id; into a private channel, invite the bot
    "#);
    let mut config = world.config.clone();
    config.slack.bot_token = SecretString::from("xoxb-wrong".to_owned());
    config.database.url = "sqlite:///nowhere/at/all.db".into();
    assert_snapshot!(findings(&config).await, @"
    ok    the settings are complete
    MEND  there is no database DATABASE, and it cannot be made: No such file or directory (os error 2)
          make its folder, let the user that runs Firebell write there, and see that the disk has room ([database] url)
    MEND  Slack does not take the token: invalid_auth
          copy the Bot User OAuth Token of the installed app ([slack] bot_token)
    ");
    world.finish().await;
}

#[test]
fn the_demo_plays_a_whole_incident_by_itself() {
    // Fifteen minutes are three seconds then, in which a form has to be filled in however busy the machine is.
    let output = firebell(&["demo", "--script", "--speed", "300"], &[]);
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{complained}\n{said}");
    for words in [
        "Declare an incident",
        "Checkout (owner @payments)",
        "Cards are refused",
        "update on INC-1 is",
        "closed INC-1",
        "# INC-1 · Checkout is down",
    ] {
        assert!(said.contains(words), "'{words}' is missing in:\n{said}");
    }
}
