//! The recorded cases: a name, the surface, the payload and, for the bad ones, the problem to find.

use serde_json::Value;

use super::super::{Problem, check_home, check_message, check_modal, check_view};

const VALID: &str = include_str!("../../../tests/fixtures/block_kit/valid.json");
const INVALID: &str = include_str!("../../../tests/fixtures/block_kit/invalid.json");

fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

fn check(case: &Value) -> Vec<Problem> {
    let payload = &case["payload"];
    match case["surface"].as_str() {
        Some("message_blocks") => check_message(payload),
        Some("modal_view") => check_modal(payload),
        Some("home_view") => check_home(payload),
        other => panic!("{other:?} is no surface"),
    }
}

#[test]
fn good_payloads_pass() {
    for case in cases(VALID) {
        assert_eq!(check(&case), [], "{}", case["name"]);
    }
}

#[test]
fn bad_payloads_are_refused_in_slacks_words() {
    for case in cases(INVALID) {
        let found: Vec<String> = check(&case).iter().map(ToString::to_string).collect();
        let expected = case["problem"].as_str().unwrap();
        assert_eq!(found, [expected], "{}: {}", case["name"], case["why"]);
    }
}

#[test]
fn a_view_says_itself_which_kind_it_is() {
    let of_surface = |text, surface| cases(text).into_iter().filter(move |case| case["surface"] == surface);
    for case in of_surface(VALID, "modal_view").chain(of_surface(VALID, "home_view")) {
        assert_eq!(check_view(&case["payload"]), [], "{}", case["name"]);
    }
    for case in of_surface(INVALID, "modal_view") {
        assert_eq!(check_view(&case["payload"]), check(&case), "{}", case["name"]);
    }
}
