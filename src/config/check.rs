//! What a text in the configuration must look like. Each function answers with what it means, or with a sentence that
//! names the mend. Sentences about secrets and addresses, which can hold passwords, do not repeat them.

use std::fmt;
use std::net::SocketAddr;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

use super::suggest::{did_you_mean, nearest};
use crate::incident::channel_name::LONGEST as LONGEST_CHANNEL_NAME;
use crate::incident::{GroupId, ServiceKey, SeverityKey, UserId, WorkspaceId};
use crate::store::DatabaseUrl;

/// The shortest span: reminders fall on whole minutes.
const SHORTEST: TimeDelta = TimeDelta::minutes(1);
/// The longest span; beyond it a slip of the pen is likelier than a plan.
const LONGEST: TimeDelta = TimeDelta::days(365);
/// The longest slash command that Slack takes, in characters, with its slash. (Slack docs, "Slash commands".)
const LONGEST_COMMAND: usize = 32;
/// The longest severity key: it is typed in commands and shown on buttons.
const LONGEST_KEY: usize = 16;
/// The longest key of a service: it is typed in commands.
const LONGEST_SERVICE_KEY: usize = 40;
/// The longest address of a page: it stands in messages and forms.
const LONGEST_PAGE: usize = 300;
/// What a log filter can be besides a list of parts.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// What can stand behind the `?` of an address of PostgreSQL.
const POSTGRES_PARAMETERS: [&str; 10] =
    ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port", "dbname", "user", "password", "options"];

type Checked<T> = Result<T, String>;

/// An address and a port.
pub(super) fn listen(text: &str) -> Checked<SocketAddr> {
    text.parse()
        .map_err(|_| format!("'{text}' is not an address and a port; write it as in '127.0.0.1:3000'"))
}

/// Where the database is.
pub(super) fn database_url(text: &str) -> Checked<DatabaseUrl> {
    let is_understood = match text.split_once("://") {
        Some(("sqlite", file)) => !file.is_empty(),
        Some(("postgres" | "postgresql", _)) => return postgres_url(text),
        _ => false,
    };
    if is_understood {
        return Ok(text.into());
    }
    Err("must be a SQLite file or a PostgreSQL database, as in 'sqlite://firebell.db' or 'postgres://user:password@host/name'"
        .to_owned())
}

fn postgres_url(text: &str) -> Checked<DatabaseUrl> {
    let mend = "write it as in 'postgres://user:password@host:5432/name', with %40 and the like for special \
                characters in the password";
    let url: url::Url = text.parse().map_err(|_| format!("is no address; {mend}"))?;
    let names_database = url.path().len() > 1 || url.query_pairs().any(|(key, _)| key == "dbname");
    if !names_database {
        return Err(format!("names no database; {mend}"));
    }
    // sqlx would pass over such a parameter, and log it with its value.
    match url.query_pairs().find(|(key, _)| !POSTGRES_PARAMETERS.contains(&key.as_ref())) {
        Some((key, _)) => Err(format!("has a parameter '{key}', which is not understood")),
        None => Ok(text.into()),
    }
}

/// The workspace.
pub(super) fn workspace(text: &str) -> Checked<WorkspaceId> {
    if is_slack_id(text, &['T', 'E']) {
        return Ok(WorkspaceId::new(text));
    }
    Err(format!("'{text}' is not the id of a workspace; write it as in 'T012AB3C4'"))
}

/// A user group.
pub(super) fn group(text: &str) -> Checked<GroupId> {
    if is_slack_id(text, &['S']) {
        return Ok(GroupId::new(text));
    }
    Err(format!("'{text}' is not the id of a user group; write it as in 'S012AB3C4'"))
}

/// A person.
pub(super) fn person(text: &str) -> Checked<UserId> {
    if is_slack_id(text, &['U', 'W']) {
        return Ok(UserId::new(text));
    }
    Err(format!("'{text}' is not the id of a person; write it as in 'U012AB3C4'"))
}

/// An emoji by its name.
pub(super) fn emoji(text: &str) -> Checked<String> {
    let is_part = |c: char| c.is_alphanumeric() && !c.is_uppercase() || "_-+'".contains(c);
    if !text.is_empty() && text.chars().all(is_part) {
        return Ok(text.to_owned());
    }
    Err(format!("'{text}' is not the name of an emoji; write it without colons, as in 'pushpin'"))
}

/// A channel by its id: a name is not enough to find a message again in it.
pub(super) fn channel(text: &str) -> Checked<String> {
    if is_slack_id(text, &['C', 'G']) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "'{text}' is no channel's id; it stands at the end of the channel's details in Slack, as in 'C012AB3C4'"
    ))
}

/// A bot token.
pub(super) fn bot_token(text: &str) -> Checked<SecretString> {
    let mend = "write the Bot User OAuth Token, which starts with 'xoxb-'";
    match text.split_once('-') {
        Some(("xoxb", rest)) if !rest.is_empty() && !has_space(rest) => Ok(text.into()),
        Some(("xoxp", _)) => Err(format!("is a user token; {mend}")),
        Some(("xapp", _)) => Err(format!("is an app-level token; {mend}")),
        _ => Err(format!("is not a bot token; {mend}")),
    }
}

/// One signing secret.
pub(super) fn signing_secret(text: &str) -> Checked<SecretString> {
    if text.is_empty() || has_space(text) {
        return Err("a signing secret is one word of letters and digits".to_owned());
    }
    if text.starts_with("xox") || text.starts_with("xapp-") {
        return Err("a token is no signing secret; see Basic Information > App Credentials".to_owned());
    }
    Ok(text.into())
}

/// The address of an API.
pub(super) fn api_url(text: &str) -> Checked<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if rest.ends_with('/') => Err("must not end with a slash".to_owned()),
        Some(rest) if !rest.is_empty() && !rest.contains(['?', '#', '@']) && !has_space(rest) => {
            Ok(text.to_owned())
        }
        _ => Err("must be an http or https address, as in 'https://slack.com/api'".to_owned()),
    }
}

/// The address of a page that everybody may be shown.
pub(super) fn page(text: &str) -> Checked<String> {
    let is_address = url::Url::parse(text).is_ok_and(|url| {
        let names_nobody = url.username().is_empty() && url.password().is_none();
        matches!(url.scheme(), "http" | "https") && names_nobody
    });
    let is_written_out = text.starts_with("https://") || text.starts_with("http://");
    let is_plain = !text.contains(['<', '>', '|']) && !has_space(text);
    if is_address && is_written_out && is_plain && text.chars().count() <= LONGEST_PAGE {
        return Ok(text.to_owned());
    }
    Err(format!(
        "must be an http or https address of at most {LONGEST_PAGE} characters, without a user, as in 'https://status.example.com'"
    ))
}

/// A slash command.
pub(super) fn slash_command(text: &str) -> Checked<String> {
    let is_word = text.strip_prefix('/').is_some_and(|word| !word.is_empty() && !word.contains('/'));
    if is_word && !has_space(text) && text.chars().count() <= LONGEST_COMMAND {
        return Ok(text.to_owned());
    }
    Err(format!(
        "'{text}' is not a slash command; write one word of at most {LONGEST_COMMAND} characters, as in '/incident'"
    ))
}

/// The template of channel names.
pub(super) fn channel_name(text: &str) -> Checked<String> {
    if !text.contains("{number}") {
        return Err(format!("'{text}' must contain {{number}}, so that no two channels are called the same"));
    }
    if text.replace("{number}", "").replace("{slug}", "").contains(['{', '}']) {
        return Err(format!("'{text}' has an unknown placeholder; there are {{number}} and {{slug}}"));
    }
    let longest = LONGEST_CHANNEL_NAME / 2;
    if text.chars().count() > longest {
        return Err(format!("'{text}' leaves no room for a title; write at most {longest} characters"));
    }
    Ok(text.to_owned())
}

/// A time zone.
pub(super) fn timezone(text: &str) -> Checked<Tz> {
    text.parse().map_err(|_| {
        let near = nearest(text, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
        let mend = near
            .map_or("; write its IANA name, as in 'Asia/Seoul'".to_owned(), |near| did_you_mean(Some(near)));
        format!("'{text}' is not a time zone{mend}")
    })
}

/// A span of time.
pub(super) fn span(text: &str) -> Checked<TimeDelta> {
    // In capitals, 15M would be fifteen months.
    let span = match humantime::parse_duration(text) {
        Ok(span) if text.chars().all(|c| !c.is_ascii_uppercase()) => span,
        _ => return Err(format!("'{text}' is not a span of time; write it as in '15m', '1h30m' or '24h'")),
    };
    TimeDelta::from_std(span)
        .ok()
        .filter(|span| (SHORTEST..=LONGEST).contains(span))
        .ok_or_else(|| format!("'{text}' is not between one minute and one year"))
}

/// A span of time, or `off`.
pub(super) fn span_or_off(text: &str) -> Checked<Option<TimeDelta>> {
    match text {
        "off" => Ok(None),
        text => span(text).map(Some).map_err(|says| format!("{says}, or as 'off'")),
    }
}

/// From when to when it is quiet.
pub(super) fn quiet_hours(text: &str) -> Checked<(NaiveTime, NaiveTime)> {
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let hours = text.split_once('-').and_then(|(from, until)| time(from).zip(time(until)));
    match hours {
        Some((from, until)) if from == until => {
            Err(format!("'{text}' ends as it starts; write it as in '20:00-08:00', or leave it out"))
        }
        Some(hours) => Ok(hours),
        None => Err(format!("'{text}' are no hours; write them as in '20:00-08:00'")),
    }
}

/// A holiday; what stands behind its date is for whoever reads the file.
pub(super) fn holiday(text: &str) -> Checked<NaiveDate> {
    let date = text.split_whitespace().next().unwrap_or_default();
    NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| {
        format!("'{text}' is no holiday; write its date, as in '2026-12-25' or '2026-12-25 Christmas'")
    })
}

/// Whether a span of time is none at all, as in "0m".
pub(super) fn is_nought(text: &str) -> bool {
    humantime::parse_duration(text).is_ok_and(|span| span.is_zero())
}

/// One of some named choices.
pub(super) fn choice<T: Copy>(text: &str, choices: &[(&str, T)]) -> Checked<T> {
    if let Some((_, chosen)) = choices.iter().find(|(name, _)| *name == text) {
        return Ok(*chosen);
    }
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("'{name}'")).collect();
    Err(format!("'{text}' is no choice; write {}", names.join(" or ")))
}

/// One of the choices of the core, by its name.
pub(super) fn named<T: Copy + fmt::Display>(text: &str, choices: &[T]) -> Checked<T> {
    let names: Vec<String> = choices.iter().map(T::to_string).collect();
    let choices: Vec<(&str, T)> = names.iter().map(String::as_str).zip(choices.iter().copied()).collect();
    choice(text, &choices)
}

/// The key of a severity, in whatever case it is written.
pub(super) fn severity_key(text: &str) -> Checked<SeverityKey> {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if !text.is_empty() && is_word && text.chars().count() <= LONGEST_KEY {
        return Ok(SeverityKey::new(text.to_lowercase()));
    }
    Err(format!(
        "'{text}' is no key; write one word of at most {LONGEST_KEY} letters and digits, as in 'sev1'"
    ))
}

/// The key of a service, in whatever case it is written.
pub(super) fn service_key(text: &str) -> Checked<ServiceKey> {
    let is_word = text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if !text.is_empty() && is_word && text.chars().count() <= LONGEST_SERVICE_KEY {
        return Ok(ServiceKey::new(text.to_lowercase()));
    }
    Err(format!(
        "'{text}' is no key; write one word of at most {LONGEST_SERVICE_KEY} letters, digits, '-' and '_', as in 'checkout'"
    ))
}

/// A log filter. A bare word that is no level would silence everything but the part of that name.
pub(super) fn log_filter(text: &str) -> Checked<String> {
    let is_level = |word: &str| LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word));
    let slip = text.split(',').map(str::trim).filter(|word| !is_level(word)).find_map(|word| {
        let near = nearest(word, LEVELS)?;
        Some(format!("'{word}' is not a level{}", did_you_mean(Some(near))))
    });
    if let Some(says) = slip {
        return Err(says);
    }
    match EnvFilter::builder().parse(text) {
        Ok(_) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(format!(
            "'{text}' is not a filter; write a level, as in 'info', or 'info,firebell::outbox=debug'"
        )),
    }
}

fn is_slack_id(text: &str, kinds: &[char]) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    text.starts_with(kinds) && text.len() > 1 && is_plain
}

fn has_space(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || c.is_control())
}
