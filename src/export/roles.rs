//! Who held which role, and from whom to whom it went.

use chrono::{DateTime, Utc};

use super::table::table;
use super::{Dossier, escape};
use crate::incident::{Fact, Role, UserId};
use crate::say;

/// A person in a role, for a time.
struct Tenure<'a> {
    role: Role,
    holder: &'a UserId,
    area: &'a str,
    since: DateTime<Utc>,
    /// When it ended, and who came next, if anybody did.
    until: Option<(DateTime<Utc>, Option<&'a UserId>)>,
}

/// The section on roles.
pub(super) fn roles(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let tenures = tenures(dossier);
    let body = if tenures.is_empty() {
        say!(l, "postmortem-no-roles") + "\n"
    } else {
        let header = [
            say!(l, "postmortem-role"),
            say!(l, "postmortem-holder"),
            say!(l, "postmortem-from"),
            say!(l, "postmortem-until"),
        ];
        table(header, tenures.iter().map(|tenure| row(dossier, tenure)))
    };
    format!("## {}\n\n{body}", say!(l, "postmortem-roles"))
}

fn row(dossier: &Dossier<'_>, tenure: &Tenure<'_>) -> [String; 4] {
    let until = match tenure.until {
        None => "—".to_owned(),
        Some((at, Some(next))) if next != tenure.holder => {
            format!("{} → {}", dossier.at_beside(at, Some(tenure.since)), dossier.name(next))
        }
        Some((at, _)) => dossier.at_beside(at, Some(tenure.since)),
    };
    let holder = with_area(dossier.name(tenure.holder), tenure.area);
    [dossier.role(tenure.role), holder, dossier.at(tenure.since), until]
}

/// A holder with the area, if there is one: `Mina (database)`.
pub(super) fn with_area(name: String, area: &str) -> String {
    match escape::line(area) {
        area if area.is_empty() => name,
        area => format!("{name} ({area})"),
    }
}

/// By role, then by time.
fn tenures<'a>(dossier: &Dossier<'a>) -> Vec<Tenure<'a>> {
    let mut tenures: Vec<Tenure<'_>> = Vec::new();
    for entry in dossier.entries() {
        let (role, whose, area, from, given) = match &entry.fact {
            Fact::RoleGiven { role, to, area, from, .. } => (*role, to, area, from.as_ref(), Some(area)),
            Fact::RoleLeft { role, user, area, .. } => (*role, user, area, None, None),
            _ => continue,
        };
        let at = entry.happened_at;
        // A responder who names another area goes on in the one before; who had named none, has one now.
        let is_area = |of: &str| match given {
            Some(_) => of.is_empty(),
            None => of.to_lowercase() == area.to_lowercase(),
        };
        let ended = |t: &&mut Tenure<'_>| {
            let is_it = match role {
                Role::Responder => t.holder == whose && is_area(t.area),
                Role::Own(_) => t.holder == whose || from == Some(t.holder),
                _ => true,
            };
            t.role == role && t.until.is_none() && is_it
        };
        if let Some(tenure) = tenures.iter_mut().find(ended) {
            tenure.until = Some((at, given.map(|_| whose)));
        }
        tenures.extend(given.map(|area| Tenure { role, holder: whose, area, since: at, until: None }));
    }
    let place = |role| Role::FOUR.iter().position(|known| *known == role).unwrap_or(Role::FOUR.len());
    tenures.sort_by_key(|tenure| place(tenure.role));
    tenures
}
