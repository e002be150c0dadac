//! The document as people read it, and that nothing people type can change its shape.

mod hostile;
mod story;

use insta::{assert_snapshot, with_settings};

use self::story::Story;
use super::file_name;
use crate::language::Language;

#[test]
fn a_whole_incident_in_english() {
    let document = Story::whole().postmortem(Language::English);
    with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        assert_snapshot!("whole_incident_in_english", document);
    });
}

#[test]
fn a_whole_incident_in_korean() {
    let document = Story::whole().postmortem(Language::Korean);
    with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        assert_snapshot!("whole_incident_in_korean", document);
    });
}

#[test]
fn an_incident_that_has_just_begun_is_exported_too() {
    let document = Story::begun().postmortem(Language::English);
    assert!(document.contains("**This incident is not over yet (stage: Detected)."), "{document}");
    assert!(document.contains("| Duration | 0 s so far |"), "{document}");
    assert!(document.contains("| Resolved | not yet | — | — |"), "{document}");
    assert!(document.contains("No update was posted."), "{document}");
    assert!(document.contains("Nobody took a role."), "{document}");
}

#[test]
fn a_corrected_update_reads_as_it_should_have_and_keeps_what_it_said() {
    let document = Story::whole().postmortem(Language::English);
    let (_, updates) = document.split_once("### Update 2").unwrap();
    let (updates, _) = updates.split_once("\n## ").unwrap();
    let (now, before) = updates.split_once("Before that it said:").expect("it is marked as corrected");
    assert!(
        now.contains("> Card payments work again.\n") && !now.contains("> Payments work again."),
        "{now}"
    );
    assert!(before.contains("> Payments work again.\n"), "{before}");
    assert!(now.contains("> Payments \\*work\\* again.\n"), "external word is there: {now}");
    assert!(now.contains("> since 00:08\n") && before.contains("> now\n"), "{updates}");
    assert!(!before.contains("Nobody"), "what stayed is not said twice: {before}");
}

#[test]
fn every_text_of_the_document_is_in_the_catalogues() {
    for language in Language::ALL {
        for story in [Story::begun(), Story::whole()] {
            assert!(!story.postmortem(*language).contains("Unknown localization"));
        }
    }
}

#[test]
fn every_section_that_people_write_can_be_found() {
    for (language, phrase) in [(Language::English, "_To fill in: "), (Language::Korean, "_작성 필요: ")] {
        assert!(Story::whole().postmortem(language).matches(phrase).count() > 20);
    }
}

#[test]
fn the_file_is_named_after_the_incident() {
    assert_eq!(file_name(&Story::begun().incident), "INC-42-postmortem.md");
}
