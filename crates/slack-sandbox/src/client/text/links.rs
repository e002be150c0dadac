//! Addresses people may follow.

use std::net::IpAddr;

use maud::{Markup, html};

use crate::client::history;
use crate::client::look::Look;

/// The address, if its scheme is one a message may link to.
pub(crate) fn href(url: &str) -> Option<&str> {
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto").then_some(url)
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To another place in the viewer's own window.
    Own(String),
    /// Out of the workspace.
    Out(String),
}

impl Way {
    /// What stands in the link.
    pub(crate) fn address(self) -> String {
        match self {
            Self::Own(address) | Self::Out(address) => address,
        }
    }
}

/// Where an address leads, if it is one to follow. Those of the team's archives (what `chat.getPermalink` gives, and
/// what one copies here) lead to the viewer's own window, or nowhere if the viewer may not read the channel.
pub(crate) fn way(look: &Look<'_>, url: &str) -> Option<Way> {
    let Some(place) = place_in_archives(look, url) else {
        return href(url).map(|url| Way::Out(url.to_owned()));
    };
    let (id, message) = place.split_once('/').unwrap_or((place, ""));
    let channel = look.channel(id)?;
    Some(Way::Own(match history::ts_in_permalink(message) {
        Some(ts) => history::way_to(&look.base(), channel, &ts),
        None => format!("{}/{}", look.base(), channel.id),
    }))
}

/// The channel, and perhaps the message after a slash, in an address such as
/// `https://team.slack.com/archives/C1/p1790000000000001?thread_ts=…`.
fn place_in_archives<'a>(look: &Look<'_>, url: &'a str) -> Option<&'a str> {
    let (host, path) =
        url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?.split_once('/')?;
    let is_team = host.strip_suffix(".slack.com") == Some(look.workspace.team.domain.as_str());
    let place = path.strip_prefix("archives/").filter(|_| is_team || is_this_machine(host))?;
    place.split(['?', '#']).next()
}

fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// A link, or just its label where the address is not one to follow. What is elsewhere opens beside the workspace.
pub(crate) fn link(look: &Look<'_>, url: &str, label: &Markup) -> Markup {
    html! {
        @match way(look, url) {
            Some(Way::Own(address)) => a href=(address) { (label) },
            Some(Way::Out(url)) => a href=(url) target="_blank" rel="noopener noreferrer" { (label) },
            None => (label),
        }
    }
}

/// The bytes that a bare web address at the start of `text` takes; 0 if there is none. Punctuation after it and a
/// bracket that was opened before it belong to the sentence.
pub(super) fn bare_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    if !rest.starts_with(char::is_alphanumeric) {
        return 0;
    }
    let end = text.find(|letter: char| letter.is_whitespace() || "<>\"`|".contains(letter));
    text[..end.unwrap_or(text.len())]
        .trim_end_matches(['.', ',', ')', '!', '?', ';', ':', '*', '_', '~'])
        .len()
}
