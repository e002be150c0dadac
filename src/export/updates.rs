//! The updates, each as it should have read, with what it said before it was corrected.

use super::{Dossier, escape};
use crate::incident::{Corrected, ExternalText, Update, external_news, wordings};
use crate::say;

/// What a field is called, and what it says as a quotation; empty where it says nothing.
type Part = (String, String);

/// The section with all of them.
pub(super) fn updates(dossier: &Dossier<'_>) -> String {
    let l = dossier.language;
    let told = dossier.told();
    let news = external_news(&told);
    let posted = told.iter().zip(news).filter_map(|(one, outside)| {
        let wordings = wordings(one);
        (!wordings.is_empty()).then_some((wordings, outside))
    });
    let posted: String = posted
        .zip(1..)
        .map(|((wordings, outside), number)| one_update(dossier, &wordings, outside, number))
        .collect();
    let posted = if posted.is_empty() { format!("\n{}\n", say!(l, "postmortem-no-updates")) } else { posted };
    format!("## {}\n{posted}", say!(l, "postmortem-updates"))
}

fn one_update(
    dossier: &Dossier<'_>,
    wordings: &[&Update],
    outside: Option<&ExternalText>,
    number: i64,
) -> String {
    let l = dossier.language;
    let Some((update, earlier)) = wordings.split_last() else { return String::new() };
    let (at, author) = (dossier.at(update.posted_at), dossier.author(&update.posted_by));
    let next = update.next_update_at.map(|at| dossier.at_beside(at, Some(update.posted_at)));
    let mut parts = inside(dossier, update).to_vec();
    parts.push((say!(l, "postmortem-update-next"), next.map(|at| format!("> {at}\n")).unwrap_or_default()));
    let mut text: String = parts.iter().map(said).collect();
    let outside = outside.map(|words| to_those_outside(dossier, words)).unwrap_or_default();
    text.extend(outside.iter().filter(|(_, quote)| !quote.is_empty()).map(said));
    text.extend(earlier.iter().zip(&wordings[1..]).rev().map(|(was, is)| corrected(dossier, was, is)));
    format!("\n### {} · {at} · {author}\n{text}", say!(l, "postmortem-update", number = number))
}

fn said((name, quote): &Part) -> String {
    let quote = if quote.is_empty() { "> —\n" } else { quote };
    format!("\n**{name}**\n\n{quote}")
}

fn inside(dossier: &Dossier<'_>, update: &Update) -> [Part; 3] {
    let (l, text) = (dossier.language, &update.text);
    [
        (say!(l, "postmortem-update-what"), escape::quote(&text.what_happened)),
        (say!(l, "postmortem-update-impact"), escape::quote(&text.impact)),
        (say!(l, "postmortem-update-doing"), escape::quote(&text.doing)),
    ]
}

fn to_those_outside(dossier: &Dossier<'_>, words: &ExternalText) -> [Part; 3] {
    let l = dossier.language;
    let named =
        |what: String, words: &str| (say!(l, "postmortem-update-outside", what = what), escape::quote(words));
    [
        named(say!(l, "external-state"), &words.state),
        named(say!(l, "external-expected-fix"), &words.expected_fix),
        named(say!(l, "external-follow-up"), &words.follow_up),
    ]
}

fn all(dossier: &Dossier<'_>, update: &Update) -> Vec<Part> {
    let outside = update.external.iter().flat_map(|words| to_those_outside(dossier, words));
    inside(dossier, update).into_iter().chain(outside).collect()
}

/// By whom and when it was corrected, and what it said until then where that was something else.
fn corrected(dossier: &Dossier<'_>, was: &Update, is: &Update) -> String {
    let Some(Corrected { by, at }) = is.corrected.as_deref() else { return String::new() };
    let at = dossier.at_beside(*at, Some(is.posted_at));
    let line = say!(dossier.language, "postmortem-update-corrected", at = at, who = dossier.author(by));
    let now = all(dossier, is);
    let before = all(dossier, was).into_iter().filter(|part| !now.contains(part));
    let before: String = before.map(|part| said(&part)).collect();
    if before.is_empty() { String::new() } else { format!("\n_{line}_\n{before}") }
}
