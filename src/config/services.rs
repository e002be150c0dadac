//! Reads the catalogue of services.

use super::settings::{SERVICES, Settings, TELL_CHANNELS};
use super::{check, ladder};
use crate::incident::{Catalogue, ChannelId, Field, GroupId, Ladder, Runbook, Service, Severity, UserId};

/// The most services; a select of Slack holds no more choices.
const MOST: usize = 100;
/// The most runbooks: who needs them has no time to choose.
const MOST_RUNBOOKS: usize = 8;
/// How long the addresses and names of all runbooks of a service may be together, in characters: they stand on the panel.
const LONGEST_RUNBOOKS: usize = 1600;

/// Who is invited.
enum Invited {
    Group(GroupId),
    Person(UserId),
}

/// The catalogue; empty where no service is listed. Whom a channel of the `ladder` is for is the same here.
pub(super) fn read(settings: &mut Settings, ladder: Option<&Ladder>) -> Option<Catalogue> {
    let count = settings.count(SERVICES);
    if count > MOST {
        settings.problem(SERVICES, format!("must be at most {MOST} services, not {count}"));
        return None;
    }
    let mut services: Vec<Option<Service>> = Vec::new();
    for i in 0..count {
        let service = service(settings, &format!("{SERVICES}[{i}]"), &services);
        services.push(service);
    }
    let services = services.into_iter().collect::<Option<Vec<_>>>()?;
    let rungs = ladder.map_or(&[][..], Ladder::rungs);
    have_one_audience(settings, rungs, &services).then(|| Catalogue::new(services))
}

fn service(settings: &mut Settings, path: &str, earlier: &[Option<Service>]) -> Option<Service> {
    let key = required(settings, &format!("{path}.key"), "one word, as in 'checkout'", check::service_key);
    let name = required(settings, &format!("{path}.name"), "what people call it, as in 'Checkout'", name);
    let owner = settings.text_or(&format!("{path}.owner"), None, |text| check::group(text).map(Some));
    let responders = settings.list(&format!("{path}.responders"), invited);
    let told = ladder::told_channels(settings, path);
    let runbooks = runbooks(settings, &format!("{path}.runbooks"));
    let key = key.filter(|key| is_unused(settings, &format!("{path}.key"), key.as_str(), earlier));
    let name = name.filter(|name| is_unused(settings, &format!("{path}.name"), name, earlier));
    let (mut invite, mut people) = (Vec::new(), Vec::new());
    for responder in responders? {
        match responder {
            Invited::Group(group) => invite.push(group),
            Invited::Person(person) => people.push(person),
        }
    }
    let (tell_channels, external_channels) = told?;
    let (key, name, owner, runbooks) = (key?, name?, owner?, runbooks?);
    Some(Service { key, name, owner, invite, people, tell_channels, external_channels, runbooks })
}

fn required<T>(
    settings: &mut Settings,
    path: &str,
    wanted: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    if !settings.is_given(path) {
        settings.problem(path, format!("is missing; write {wanted}"));
        return None;
    }
    settings.text(path, read)
}

/// Whether no earlier service has this word as its key or its name.
fn is_unused(settings: &mut Settings, path: &str, word: &str, earlier: &[Option<Service>]) -> bool {
    let lower = word.to_lowercase();
    let names = |service: &Service| service.key.as_str() == lower || service.name.to_lowercase() == lower;
    let is_used = earlier.iter().flatten().any(names);
    if is_used {
        settings.problem(path, format!("'{word}' names an earlier service already"));
    }
    !is_used
}

/// It stands in sentences, in bold, and in a select, so nothing in it may mean something there.
fn name(text: &str) -> Result<String, String> {
    let (name, longest) = (text.split_whitespace().collect::<Vec<_>>().join(" "), Field::Service.longest());
    let is_plain = !name.contains(|c: char| "<>*`".contains(c) || c.is_control());
    if is_plain && !name.is_empty() && name.chars().count() <= longest {
        return Ok(name);
    }
    Err(format!("'{text}' is no name; write at most {longest} characters without '<', '>', '*' and '`'"))
}

fn invited(text: &str) -> Result<Invited, String> {
    let group = check::group(text).map(Invited::Group);
    let invited = group.or_else(|_| check::person(text).map(Invited::Person));
    invited.map_err(|_| {
        format!(
            "'{text}' is not the id of a user group or a person; write it as in 'S012AB3C4' or 'U012AB3C4'"
        )
    })
}

fn runbooks(settings: &mut Settings, path: &str) -> Option<Vec<Runbook>> {
    let runbooks = settings.list(path, runbook)?;
    let length = |runbook: &Runbook| {
        let name = runbook.name.as_deref().map_or(Field::Service.longest(), length_in_slack);
        name + length_in_slack(&runbook.link)
    };
    if runbooks.len() > MOST_RUNBOOKS || runbooks.iter().map(length).sum::<usize>() > LONGEST_RUNBOOKS {
        let says = format!(
            "must be at most {MOST_RUNBOOKS} runbooks of {LONGEST_RUNBOOKS} characters together; link to a page that lists the rest"
        );
        settings.problem(path, says);
        return None;
    }
    Some(runbooks)
}

/// Slack takes `&` as `&amp;`.
fn length_in_slack(text: &str) -> usize {
    text.chars().map(|c| if c == '&' { "&amp;".len() } else { 1 }).sum()
}

/// An address, perhaps with a name before it: `Payments on fire https://wiki.example.com/fire`.
fn runbook(text: &str) -> Result<Runbook, String> {
    let text = text.trim();
    let (name, link) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let is_address = url::Url::parse(link).is_ok_and(|url| url.scheme() == "https");
    if !is_address || !link.starts_with("https://") || link.contains(['<', '>', '|']) {
        return Err(format!(
            "'{text}' does not end with an https address; write it as in 'Restarting https://wiki.example.com/restart'"
        ));
    }
    let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    Ok(Runbook { name, link: link.to_owned() })
}

/// Whether each channel has one audience, whatever names it: else it would depend on what comes first whether those outside read
/// what is said inside.
fn have_one_audience(settings: &mut Settings, rungs: &[Severity], services: &[Service]) -> bool {
    let mut inside: Vec<&ChannelId> = rungs.iter().flat_map(|rung| &rung.tell_channels).collect();
    let mut outside: Vec<&ChannelId> = rungs.iter().flat_map(|rung| &rung.external_channels).collect();
    let mut agree = true;
    for (i, service) in services.iter().enumerate() {
        let mut leaks = service.tell_channels.iter().filter(|channel| outside.contains(channel));
        let mut hides = service.external_channels.iter().filter(|channel| inside.contains(channel));
        if let Some(both) = leaks.next().or_else(|| hides.next()) {
            let says =
                format!("'{both}' has the other audience in another place; give it the same one everywhere");
            settings.problem(&format!("{SERVICES}[{i}].{TELL_CHANNELS}"), says);
            agree = false;
        }
        inside.extend(&service.tell_channels);
        outside.extend(&service.external_channels);
    }
    agree
}
