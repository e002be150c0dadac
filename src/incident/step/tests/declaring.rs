//! How an incident begins.

use super::*;

#[test]
fn declaring_owes_the_bell_and_the_channel_at_once() {
    let policy = policy();
    let ctx = at_the_form(&policy);
    let said = Declaration {
        title: "  결제\n 장애 ".to_owned(),
        seen: Some(" ".to_owned()),
        ..Declaration::default()
    };
    let step = declare(WorkspaceId::new("T1"), Number::new(7), said, &ctx).unwrap();
    assert_eq!(step.effects, [Effect::Announce, Effect::OpenChannel]);
    assert_eq!(step.incident.title, "결제 장애");
    assert_eq!(step.incident.seen, None);
    assert_eq!(step.incident.severity.as_str(), "sev2");
    assert_eq!(step.incident.owner().as_str(), "alice");
    assert_eq!(step.incident.next_reminder_at(&policy), Some(at("2026-11-23T10:00:00+09:00")));
}

#[test]
fn a_declaration_names_every_flaw_at_once() {
    let policy = policy();
    let ctx = at_the_form(&policy);
    let said =
        Declaration { title: " \n ".to_owned(), seen: Some("x".repeat(1501)), ..Declaration::default() };
    let refusal = begin(said, &ctx).unwrap_err();
    let too_long = Flaw::TooLong { longest: 1500, length: 1501 };
    assert_eq!(refusal, Refusal::Fields(vec![(Field::Title, Flaw::Empty), (Field::Seen, too_long)]));
}

#[test]
fn invisible_marks_neither_fill_a_field_nor_turn_it_around() {
    let policy = policy();
    let ctx = at_the_form(&policy);
    let begun = |title: &str| begin(declaration(title, "sev1"), &ctx);
    let turned = begun("\u{202E}tuo\u{202C}kcehC is\u{0} down\u{2069}").unwrap();
    assert_eq!(turned.incident.title, "tuokcehC is down");
    // Joiners, a Hangul filler, a blank of Braille, a tag.
    for unseen in ["\u{200B}\u{2060} \u{200D}", "\u{3164}\u{FE0F}", "\u{2800}", "\u{E0041}\u{AD}"] {
        let nothing = begun(unseen).unwrap_err();
        assert_eq!(nothing, Refusal::Fields(vec![(Field::Title, Flaw::Empty)]), "{unseen:?}");
    }
}
