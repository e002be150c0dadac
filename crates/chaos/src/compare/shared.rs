//! Documents: one for each export that was acknowledged, each shared once.

use super::{Accounts, Finding, Kind};
use crate::database::Recorded;
use crate::told::{Asked, Heard};

pub(super) fn check(accounts: &Accounts) -> Vec<Finding> {
    let mut findings: Vec<Finding> = accounts
        .slack
        .files
        .iter()
        .filter(|file| file.shares.len() > 1)
        .map(|file| {
            Finding::of(Kind::Duplicated, format!("{} is shared {} times", file.name, file.shares.len()))
        })
        .collect();
    findings.extend(accounts.database.incidents.iter().filter_map(|recorded| exports(accounts, recorded)));
    findings
}

fn exports(accounts: &Accounts, recorded: &Recorded) -> Option<Finding> {
    let number = recorded.number;
    let asked = |heard: Heard| {
        let matching = |told: &&crate::told::Told| told.asked == Asked::Export(number) && told.heard == heard;
        accounts.told.iter().filter(matching).count()
    };
    let channel = recorded.incident.places.channel.as_ref()?;
    let everywhere = accounts.slack.files.iter().flat_map(|file| &file.shares);
    let shared = everywhere.filter(|share| share["channel"] == channel.as_str()).count();
    let (least, unclear) = (asked(Heard::Yes), asked(Heard::Unclear));
    let seen = format!("documents: acknowledged {least}, unclear {unclear}, shared {shared}");
    match shared {
        too_few if too_few < least => Some(Finding::about(Kind::Lost, number, seen)),
        too_many if too_many > least + unclear => Some(Finding::about(Kind::Duplicated, number, seen)),
        _ => None,
    }
}
