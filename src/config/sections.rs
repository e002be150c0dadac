//! Reads each section: which check each setting passes, and within which bounds.

use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use secrecy::SecretString;

use super::settings::Settings;
use super::{Config, Incidents, Log, LogFormat, Outbox, Server, Slack, check, ladder, roles, services};
use crate::incident::quiet::Quiet;
use crate::incident::{Action, Drills, GroupId, Permissions, StageLimits, StageName, WorkspaceId};
use crate::language::Language;
use crate::pace::Pace;
use crate::store::Database;

// Each function reads all of its settings before the first `?`, so that no problem hides another.

impl Config {
    /// Every section; `None` if any has a problem.
    pub(super) fn read(settings: &mut Settings) -> Option<Self> {
        let server = server(settings);
        let database = database(settings);
        let slack = slack(settings);
        let timezone = settings.text("incidents.timezone", check::timezone);
        let incidents = incidents(settings, timezone);
        let outbox = outbox(settings);
        let clocks = ladder::Clocks { zone: timezone, quiet: quiet(settings, timezone).map(Arc::new) };
        let ladder = ladder::read(settings, &clocks);
        let services = services::read(settings, ladder.as_ref());
        let permissions = permissions(settings);
        let stage_limits = stage_limits(settings);
        let roles = roles::read(settings);
        let status_page = settings.text_or("status_page.url", None, |text| check::page(text).map(Some));
        let log = log(settings);
        Some(Self {
            server: server?,
            database: database?,
            slack: slack?,
            incidents: incidents?,
            outbox: outbox?,
            ladder: ladder?,
            services: services?,
            permissions: permissions?,
            stage_limits: stage_limits?,
            roles: roles?,
            status_page: status_page?,
            log: log?,
        })
    }
}

fn server(settings: &mut Settings) -> Option<Server> {
    let listen = settings.text("server.listen", check::listen);
    let kib = settings.number("server.body_limit_kib", 1..=65_536);
    let answer_ms = settings.number("server.answer_within_ms", 100..=60_000);
    let leave_seconds = settings.number("server.leave_after_seconds", 0..=60);
    Some(Server {
        listen: listen?,
        body_limit_bytes: kib? as usize * 1024,
        answer_within: Duration::from_millis(answer_ms?.into()),
        leave_after: Duration::from_secs(leave_seconds?.into()),
    })
}

fn database(settings: &mut Settings) -> Option<Database> {
    let url = settings.text("database.url", check::database_url);
    let max_connections = settings.number("database.max_connections", 2..=1000);
    let connect_seconds = settings.number("database.connect_timeout_seconds", 1..=300);
    let timeout_ms = settings.number("database.timeout_ms", 100..=60_000);
    Some(Database {
        url: url?,
        max_connections: max_connections?,
        connect_timeout: Duration::from_secs(connect_seconds?.into()),
        timeout: Duration::from_millis(timeout_ms?.into()),
    })
}

fn slack(settings: &mut Settings) -> Option<Slack> {
    let workspace = settings.text_or("slack.workspace", WorkspaceId::new(""), check::workspace);
    let bot_token = settings.text_or("slack.bot_token", SecretString::from(""), check::bot_token);
    let signing_secrets = settings.list("slack.signing_secrets", check::signing_secret);
    let api_url = settings.text("slack.api_url", check::api_url);
    let seconds = settings.number("slack.call_timeout_seconds", 1..=300);
    Some(Slack {
        workspace: workspace?,
        bot_token: bot_token?,
        signing_secrets: signing_secrets?,
        api_url: api_url?,
        call_timeout: Duration::from_secs(seconds?.into()),
    })
}

fn incidents(settings: &mut Settings, timezone: Option<Tz>) -> Option<Incidents> {
    let announcement_channel =
        settings.text_or("incidents.announcement_channel", String::new(), check::channel);
    let command = settings.text("incidents.command", check::slash_command);
    let channel_name = settings.text("incidents.channel_name", check::channel_name);
    let language = settings.text("incidents.language", |text| {
        check::choice(text, &[("en", Language::English), ("ko", Language::Korean)])
    });
    let timeline_emoji = settings.list("incidents.timeline_emoji", check::emoji);
    let longest_snooze = settings.text("incidents.longest_snooze", check::span);
    let drills = settings.text("incidents.drills", |text| check::named(text, Drills::ALL));
    let private_groups = settings.list("incidents.private_groups", check::group);
    let archive_after = settings.text("incidents.archive_after", check::span_or_off);
    Some(Incidents {
        announcement_channel: announcement_channel?,
        command: command?,
        channel_name: channel_name?,
        language: language?,
        timezone: timezone?,
        timeline_emoji: timeline_emoji?,
        longest_snooze: longest_snooze?,
        drills: drills?,
        private_groups: private_groups?,
        archive_after: archive_after?,
    })
}

/// When those are not disturbed who hear of an incident by the day; `zone` is that of the organisation.
fn quiet(settings: &mut Settings, zone: Option<Tz>) -> Option<Quiet> {
    let hours = settings.text_or("quiet.hours", None, |text| check::quiet_hours(text).map(Some));
    let zone = settings.text_or("quiet.timezone", zone, |text| check::timezone(text).map(Some));
    let holidays = settings.list("quiet.holidays", check::holiday);
    Some(Quiet { zone: zone??, hours: hours?, holidays: holidays?.into_iter().collect() })
}

/// Which actions are kept to which user groups.
fn permissions(settings: &mut Settings) -> Option<Permissions> {
    let mut group_list = |action: &Action| settings.list(&format!("permissions.{action}"), check::group);
    let kept: Vec<(Action, Option<Vec<GroupId>>)> =
        Action::ALL.iter().map(|action| (*action, group_list(action))).collect();
    let kept: Option<Vec<_>> = kept.into_iter().map(|(action, groups)| Some((action, groups?))).collect();
    Some(Permissions::new(kept?))
}

fn outbox(settings: &mut Settings) -> Option<Outbox> {
    let workers = settings.number("outbox.workers", 1..=1024);
    let give_up_after = settings.text("outbox.give_up_after", check::span);
    let pace = settings.text("outbox.pace", |text| {
        check::choice(text, &[("slack", Pace::Slack), ("unlimited", Pace::Unlimited)])
    });
    Some(Outbox { workers: workers? as usize, give_up_after: give_up_after?, pace: pace? })
}

fn stage_limits(settings: &mut Settings) -> Option<StageLimits> {
    let open = StageName::ALL.iter().filter(|name| !matches!(name, StageName::Closed | StageName::Cancelled));
    let read = |name: &StageName| {
        let limit =
            settings.text_or(&format!("stage_limits.{name}"), None, |text| check::span(text).map(Some));
        limit.map(|limit| limit.map(|limit| (*name, limit)))
    };
    // All are read, so that each problem is found.
    let limits: Vec<_> = open.map(read).collect();
    let limits: Option<Vec<_>> = limits.into_iter().collect();
    let inbox = settings.number("stage_limits.inbox", 0..=500);
    Some(StageLimits::new(limits?.into_iter().flatten()).with_inbox(inbox? as usize))
}

fn log(settings: &mut Settings) -> Option<Log> {
    let format = settings.text("log.format", |text| {
        check::choice(text, &[("pretty", LogFormat::Pretty), ("json", LogFormat::Json)])
    });
    let filter = settings.text("log.filter", check::log_filter);
    Some(Log { format: format?, filter: filter? })
}
