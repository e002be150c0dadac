//! Every kind of problem, as people read it.

use insta::assert_snapshot;

use super::{defaults, load, told};

#[test]
fn all_problems_of_file_and_environment_are_told_together() {
    let file = r#"
workers = 3
[server]
listn = "0.0.0.0:3000"
body_limit_kib = "1024"
[slak]
bot_token = "xoxb-hidden"
[slack]
workspace = "acme"
call_timeout_seconds = 0
workers = 8
[incidents]
timezone = "Asia/Soul"
language = "kr"
[[severity]]
key = "sev1"
cron = "*/15 * * * *"
invite = ["oncall", 7]
[[severity]]
key = "p2"
every = "15M"
"#;
    let variables = [
        ("FIREBELL_OUTBOX__WORKERS", "many"),
        ("FIREBELL_SLACK_BOT_TOKEN", "xoxb-hidden"),
        ("FIREBELL_SEVERITY__KEY", "sev1"),
        ("FIREBELL_LOG__FILTER", "infoo"),
        ("PATH", "/bin"),
    ];
    assert_snapshot!(told(file, &variables), @r#"
    firebell.toml: incidents.default_severity: 'sev2' is not the key of a severity; choose from sev1, p2
    firebell.toml:2:1: workers: there is no such setting; did you mean 'outbox.workers'?
    firebell.toml:4:1: server.listn: there is no such setting; did you mean 'listen'?
    firebell.toml:5:18: server.body_limit_kib: wants a whole number, not a text
    firebell.toml:6:2: slak: there is no such section; did you mean 'slack'?
    firebell.toml:9:13: slack.workspace: 'acme' is not the id of a workspace; write it as in 'T012AB3C4'
    firebell.toml:10:24: slack.call_timeout_seconds: must be from 1 to 300, not 0
    firebell.toml:11:1: slack.workers: there is no such setting; did you mean 'outbox.workers'?
    firebell.toml:13:12: incidents.timezone: 'Asia/Soul' is not a time zone; did you mean 'Asia/Seoul'?
    firebell.toml:14:12: incidents.language: 'kr' is no choice; write 'en' or 'ko'
    firebell.toml:17:8: severity[0].cron: '*/15 * * * *' has 5 fields; write six: second minute hour day month weekday, as in '0 0 10 * * Mon-Fri'
    firebell.toml:18:10: severity[0].invite: wants a list of texts, as in ["one", "two"], not a list with something else in it
    firebell.toml:19:1: severity[1].help: is missing; 'p2' is new to Firebell, so write a sentence on when to choose it
    firebell.toml:19:1: severity[1].name: is missing; 'p2' is new to Firebell, so write one word for it
    firebell.toml:21:9: severity[1].every: '15M' is not a span of time; write it as in '15m', '1h30m' or '24h'
    FIREBELL_LOG__FILTER: 'infoo' is not a level; did you mean 'info'?
    FIREBELL_OUTBOX__WORKERS: wants a whole number, not 'many'
    FIREBELL_SEVERITY__KEY: severities are set in the file only, as [[severity]]
    FIREBELL_SLACK_BOT_TOKEN: there is no such setting; did you mean 'FIREBELL_SLACK__BOT_TOKEN'?
    "#);
}

#[test]
fn sections_must_have_their_form() {
    let file = "slack = 'x'\nseverity = ['sev0', 'sev1']\n[[server]]\nlisten = 'y'";
    assert_snapshot!(told(file, &[]), @r"
    firebell.toml:1:1: slack: must be written as [slack], with its settings on the lines below
    firebell.toml:2:1: severity: must be written as [[severity]], with its settings on the lines below
    firebell.toml:3:3: server: must be written as [server], with its settings on the lines below
    ");
}

#[test]
fn what_a_text_must_look_like_is_said_with_the_mend() {
    let file = r#"
[server]
listen = "localhost:3000"
[database]
url = "postgres://bell:hidden@db/"
[slack]
bot_token = "xoxp-hidden"
signing_secrets = ["xapp-hidden", ""]
api_url = "https://slack.com/api/"
[incidents]
announcement_channel = "incidents"
command = "incident"
channel_name = "inc-{slug}"
default_severity = "sev7"
longest_snooze = "30s"
[outbox]
give_up_after = "forever"
[log]
format = "text"
filter = "a=b=c"
"#;
    assert_snapshot!(told(file, &[]), @"
    firebell.toml:3:10: server.listen: 'localhost:3000' is not an address and a port; write it as in '127.0.0.1:3000'
    firebell.toml:5:7: database.url: names no database; write it as in 'postgres://user:password@host:5432/name', with %40 and the like for special characters in the password
    firebell.toml:7:13: slack.bot_token: is a user token; write the Bot User OAuth Token, which starts with 'xoxb-'
    firebell.toml:8:19: slack.signing_secrets: a signing secret is one word of letters and digits
    firebell.toml:8:19: slack.signing_secrets: a token is no signing secret; see Basic Information > App Credentials
    firebell.toml:9:11: slack.api_url: must not end with a slash
    firebell.toml:11:24: incidents.announcement_channel: 'incidents' is no channel's id; it stands at the end of the channel's details in Slack, as in 'C012AB3C4'
    firebell.toml:12:11: incidents.command: 'incident' is not a slash command; write one word of at most 32 characters, as in '/incident'
    firebell.toml:13:16: incidents.channel_name: 'inc-{slug}' must contain {number}, so that no two channels are called the same
    firebell.toml:14:20: incidents.default_severity: 'sev7' is not the key of a severity; choose from sev0, sev1, sev2, sev3
    firebell.toml:15:18: incidents.longest_snooze: '30s' is not between one minute and one year
    firebell.toml:17:17: outbox.give_up_after: 'forever' is not a span of time; write it as in '15m', '1h30m' or '24h'
    firebell.toml:19:10: log.format: 'text' is no choice; write 'pretty' or 'json'
    firebell.toml:20:10: log.filter: 'a=b=c' is not a filter; write a level, as in 'info', or 'info,firebell::outbox=debug'
    ");
}

#[test]
fn what_is_wrong_with_an_address_of_postgres_is_said_without_it() {
    let about = |url: &str| told("", &[("FIREBELL_DATABASE__URL", url)]);
    assert_snapshot!(about("postgres://bell:hidden@db/x?passwd=hidden"), @"FIREBELL_DATABASE__URL: has a parameter 'passwd', which is not understood");
    for url in ["postgres://bell:hid/hidden@db:x/y", "postgres://bell:hidden@db"] {
        let told = about(url);
        assert!(told.contains("write it as in") && !told.contains("hid"), "{told}");
    }
    load("", &[("FIREBELL_DATABASE__URL", "postgres:///x?host=/run/postgresql&sslmode=disable")]).unwrap();
}

#[test]
fn placeholders_and_lengths_of_names_are_checked() {
    let long = format!("{}{{number}}", "x".repeat(60));
    for (template, words) in [("inc-{number}-{title}", "unknown placeholder"), (long.as_str(), "no room")] {
        let told = told("", &[("FIREBELL_INCIDENTS__CHANNEL_NAME", template)]);
        assert!(told.contains(words), "{template}: {told}");
    }
}

#[test]
fn a_ladder_must_hold_together() {
    let file = r#"
[[severity]]
name = "nameless"
every = "15m"
timezone = "UTC"
[[severity]]
key = "sev1"
every = "15m"
cron = "0 0 10 * * *"
[[severity]]
key = "SEV1"
postmortem = "yes"
[[severity]]
key = "sev 3"
cron = "0 0 10 * * 1-5"
timezone = "Seoul"
"#;
    assert_snapshot!(told(file, &[]), @r"
    firebell.toml:2:1: severity[0].key: is missing; write one word, as in 'sev1'
    firebell.toml:5:12: severity[0].timezone: goes with `cron`, not with `every`
    firebell.toml:9:8: severity[1].cron: stands beside `every`; keep one of the two
    firebell.toml:10:1: severity[2]: has no cadence; write `every`, as in '15m', or `cron`
    firebell.toml:11:7: severity[2].key: 'sev1' is the key of an earlier severity already
    firebell.toml:12:14: severity[2].postmortem: 'yes' is no choice; write 'required' or 'optional'
    firebell.toml:14:7: severity[3].key: 'sev 3' is no key; write one word of at most 16 letters and digits, as in 'sev1'
    firebell.toml:15:8: severity[3].cron: '0 0 10 * * 1-5': name the days of the week (Mon-Fri), do not number them
    firebell.toml:16:12: severity[3].timezone: 'Seoul' is not a time zone; write its IANA name, as in 'Asia/Seoul'
    ");
    assert_snapshot!(told("severity = []", &[]), @"firebell.toml:1:1: severity: must have from 2 to 6 rungs, not 0");
    let two = "[[severity]]\nkey = 'sev0'\nevery = '5m'\n[[severity]]\nkey = 'sev1'\nevery = '9m'";
    assert_snapshot!(told(two, &[]), @"firebell.toml: incidents.default_severity: 'sev2' is not the key of a severity; choose from sev0, sev1");
}

#[test]
fn syntax_errors_have_their_place_and_hide_nothing_else() {
    let file = "[slack]\nbot_token = xoxb-hidden\nworkspce = 'T1'\nworkspace = 'T1'\nworkspace = 'T2'";
    assert_snapshot!(told(file, &[]), @r"
    firebell.toml:2:13: string values must be quoted, expected literal string
    firebell.toml:3:1: slack.workspce: there is no such setting; did you mean 'workspace'?
    firebell.toml:5:1: duplicate key
    ");
    assert_snapshot!(told("[[severity]\nkey = 'sev0'\nevery = '5m'\n", &[]), @r"
    firebell.toml:1:12: unclosed array table, expected `]`
    firebell.toml:3:1: every: there is no such section; did you mean 'severity.every'?
    ");
    let unclosed =
        "[slack]\nsigning_secrets = ['hidden', 'hidden too'\nworkspace = 'T1'\n[[severity]\nkey = 'x'\n";
    assert_snapshot!(told(unclosed, &[]), @r"
    firebell.toml:3:1: missing comma between array elements, expected `,`
    firebell.toml:4:1: missing comma between array elements, expected `,`
    firebell.toml:5:1: missing comma between array elements, expected `,`
    ");
}

#[test]
fn what_serving_needs_is_told_together() {
    assert_snapshot!(defaults().require_for_serving().unwrap_err(), @"
    incidents.announcement_channel: is missing; set it in the file or as FIREBELL_INCIDENTS__ANNOUNCEMENT_CHANNEL (the channel's id, at the end of its details in Slack)
    slack.bot_token: is missing; set it in the file or as FIREBELL_SLACK__BOT_TOKEN (your Slack app: OAuth & Permissions > Bot User OAuth Token)
    slack.signing_secrets: is missing; set it in the file or as FIREBELL_SLACK__SIGNING_SECRETS (your Slack app: Basic Information > App Credentials > Signing Secret)
    slack.workspace: is missing; set it in the file or as FIREBELL_SLACK__WORKSPACE (open Slack in a browser: the part of the address after /client/)
    ");
}

#[test]
fn secrets_in_the_wrong_place_are_dots_too() {
    let file = "[slack]\nworkspace = 'xoxb-hidden'\nxoxb-hidden = ''\n[incidents]\nannouncement_channel = \
        '0123456789abcdef0123456789abcdef'";
    let variables =
        [("FIREBELL_OUTBOX__WORKERS", "xapp-hidden"), ("FIREBELL_LOG__FILTER", "xoxp-hidden=1=2")];
    assert_snapshot!(told(file, &variables), @"
    firebell.toml:2:13: slack.workspace: '••••••••' is not the id of a workspace; write it as in 'T012AB3C4'
    firebell.toml:3:1: slack.••••••••: there is no such setting
    firebell.toml:5:24: incidents.announcement_channel: '••••••••' is no channel's id; it stands at the end of the channel's details in Slack, as in 'C012AB3C4'
    FIREBELL_LOG__FILTER: '••••••••' is not a filter; write a level, as in 'info', or 'info,firebell::outbox=debug'
    FIREBELL_OUTBOX__WORKERS: wants a whole number, not '••••••••'
    ");
}

#[test]
fn a_mark_or_line_ends_of_another_system_are_no_problem() {
    let file = "\u{feff}[server]\r\nlisten = \"127.0.0.1:80\"\r\nlistn = \"\"\r\n";
    assert_snapshot!(told(file, &[]), @"firebell.toml:3:1: server.listn: there is no such setting; did you mean 'listen'?");
}

#[test]
fn an_overdue_time_that_cannot_be_meant_is_refused_with_the_mend() {
    let file = r#"
[incidents]
default_severity = "sev0"
[[severity]]
key = "sev0"
every = "30m"
overdue_after = "30m"
escalate_to = ["oncall"]
[[severity]]
key = "sev1"
every = "1h"
overdue_after = "same day 18:00"
[[severity]]
key = "sev2"
cron = "0 0 10 * * *"
overdue_after = "next week"
"#;
    assert_snapshot!(told(file, &[]), @"
    firebell.toml:7:17: severity[0].overdue_after: '30m' is not longer than `every`; before that no update is due
    firebell.toml:8:15: severity[0].escalate_to: 'oncall' is not the id of a user group; write it as in 'S012AB3C4'
    firebell.toml:12:17: severity[1].overdue_after: 'same day 18:00' is not a span of time; write it as in '15m', '1h30m' or '24h'
    firebell.toml:16:17: severity[2].overdue_after: 'next week' is no time to escalate at; write it as in 'same day 18:00' or 'next day 10:00'
    ");
}

#[test]
fn a_told_channel_with_its_audience_is_read_strictly() {
    let rung = |channels: &str| {
        let second = "[[severity]]\nkey = 'sev2'\nevery = '1h'\n";
        told(&format!("[[severity]]\nkey = 'sev1'\nevery = '1h'\ntell_channels = {channels}\n{second}"), &[])
    };
    let problems = [
        rung("[{ audience = 'external' }]"),
        rung("[{ channel = '#sales', audience = 'external' }]"),
        rung("[{ channel = 'C012AB3C4', audience = 'customers' }]"),
        rung("[{ channel = 'C012AB3C4', audience = 'external', colour = 'red' }]"),
        rung("['C012AB3C4', { channel = 'C012AB3C4', audience = 'external' }]"),
        rung("[{ channel = 7 }]"),
    ];
    assert_snapshot!(problems.join("\n"), @r#"
    firebell.toml:4:17: severity[0].tell_channels: has a table without a channel; write { channel = "C012AB3C4", audience = "external" }
    firebell.toml:4:17: severity[0].tell_channels: '#sales' is no channel's id; it stands at the end of the channel's details in Slack, as in 'C012AB3C4'
    firebell.toml:4:17: severity[0].tell_channels: 'customers' is no choice; write 'internal' or 'external'
    firebell.toml:4:17: severity[0].tell_channels: has a table with 'colour=red'; write { channel = "C012AB3C4", audience = "external" }
    firebell.toml:4:17: severity[0].tell_channels: 'C012AB3C4' stands there with both audiences; keep one of the two
    firebell.toml:4:17: severity[0].tell_channels: wants a list of texts, as in ["one", "two"], not a list with something else in it
    "#);
}

#[test]
fn quiet_hours_and_holidays_are_named_where_they_are_wrong() {
    let file = r#"
[quiet]
hours = "8pm to 8am"
timezone = "Seoul"
holidays = ["2026-12-25 Christmas", "2026-02-30", "성탄절", "25.12.2026", ""]
"#;
    assert_snapshot!(told(file, &[]), @"
    firebell.toml:3:9: quiet.hours: '8pm to 8am' are no hours; write them as in '20:00-08:00'
    firebell.toml:4:12: quiet.timezone: 'Seoul' is not a time zone; write its IANA name, as in 'Asia/Seoul'
    firebell.toml:5:12: quiet.holidays: '' is no holiday; write its date, as in '2026-12-25' or '2026-12-25 Christmas'
    firebell.toml:5:12: quiet.holidays: '2026-02-30' is no holiday; write its date, as in '2026-12-25' or '2026-12-25 Christmas'
    firebell.toml:5:12: quiet.holidays: '25.12.2026' is no holiday; write its date, as in '2026-12-25' or '2026-12-25 Christmas'
    firebell.toml:5:12: quiet.holidays: '성탄절' is no holiday; write its date, as in '2026-12-25' or '2026-12-25 Christmas'
    ");
    let told = told("[quiet]\nhours = '08:00-08:00'", &[]);
    assert!(told.contains("quiet.hours: '08:00-08:00' ends as it starts"), "{told}");
}

#[test]
fn a_heads_up_needs_room_before_it() {
    let rungs = |heads_up: &str| {
        let second = "[[severity]]\nkey = 'sev2'\ncron = '0 0 10 * * *'";
        format!("[[severity]]\nkey = 'sev1'\nevery = '60m'\nheads_up = '{heads_up}'\n{second}")
    };
    assert_snapshot!(told(&rungs("20m"), &[]), @"firebell.toml:4:12: severity[0].heads_up: '20m' is more than a quarter of `every`; so soon after an update nobody needs it");
    assert_snapshot!(told(&rungs("soon"), &[]), @"firebell.toml:4:12: severity[0].heads_up: 'soon' is not a span of time; write it as in '15m', '1h30m' or '24h'");
    for (heads_up, minutes) in [("15m", Some(15)), ("0m", None), ("0", None), ("", None)] {
        let config = load(&rungs(heads_up), &[]).unwrap();
        assert_eq!(config.ladder.rungs()[0].heads_up.map(|ahead| ahead.num_minutes()), minutes, "{heads_up}");
    }
}
