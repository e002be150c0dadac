//! Blocks as people of the built-in seed see them.

use std::collections::BTreeMap;

use maud::html;
use serde_json::{Value, json};

use super::{Surface, attachments, draw, field_name, options_list};
use crate::client::gallery;
use crate::client::text::tests::Desk;
use crate::model::elements::{elements, state_key, state_with};

type Held = BTreeMap<(String, String), Value>;

/// Blocks of a message as Alice sees them.
fn in_message(blocks: &Value) -> String {
    Desk::of("alice").sees(|look| draw(&Surface { look, held: None, errors: None, prefix: "m1" }, blocks))
}

/// Blocks of a view as Alice sees them.
fn in_view(blocks: &Value, held: &Held, errors: &BTreeMap<String, String>) -> String {
    let (held, errors) = (Some(held), Some(errors));
    Desk::of("alice").sees(|look| draw(&Surface { look, held, errors, prefix: "v1" }, blocks))
}

fn input(block_id: &str, element: Value) -> Value {
    json!({"type": "input", "block_id": block_id, "label": {"type": "plain_text", "text": "Label"}, "element": element})
}

#[test]
fn an_unknown_block_or_element_is_a_labelled_box() {
    let page = in_message(&json!([
        {"type": "<hologram>"},
        {"type": "actions", "elements": [{"type": "lever", "action_id": "l"}, 7]},
        null,
        {"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}},
    ]));
    assert!(page.contains("Unknown block <code class=\"code\">&lt;hologram&gt;</code>"), "{page}");
    assert!(page.contains("Unknown element <code class=\"code\">lever</code>"), "{page}");
    assert!(page.contains("<strong>hi</strong>"), "{page}");
}

#[test]
fn what_apps_send_never_leaves_its_attribute() {
    let evil = "\"><script>alert(1)</script>";
    let option = json!({"text": {"type": "plain_text", "text": evil}, "value": evil});
    let button = json!({"type": "button", "action_id": evil, "value": evil, "url": "javascript:alert(1)",
        "text": {"type": "plain_text", "text": evil}, "accessibility_label": evil,
        "confirm": {"title": {"type": "plain_text", "text": evil}, "text": {"type": "mrkdwn", "text": "t"}}});
    let blocks = json!([
        {"type": "actions", "block_id": evil, "elements": [
            button,
            {"type": "static_select", "action_id": evil, "options": [option], "initial_option": option},
            {"type": "checkboxes", "action_id": evil, "options": [option]},
            {"type": "overflow", "action_id": evil, "options": [option]},
        ]},
        {"type": "image", "image_url": evil, "alt_text": evil},
        input(evil, json!({"type": "plain_text_input", "action_id": evil, "initial_value": evil, "multiline": true})),
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "color", "value": evil}]}]},
    ]);
    let page = in_view(&blocks, &Held::new(), &BTreeMap::from([(evil.to_owned(), evil.to_owned())]));
    assert!(
        !page.contains("<script") && !page.contains("\"\"><") && !page.contains("href=\"javascript"),
        "{page}"
    );
}

#[test]
fn every_input_carries_its_name_its_key_and_its_errors() {
    const KINDS: [&str; 21] = [
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "static_select",
        "external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "multi_static_select",
        "multi_external_select",
        "multi_users_select",
        "multi_conversations_select",
        "multi_channels_select",
        "checkboxes",
        "radio_buttons",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "file_input",
    ];
    for kind in KINDS {
        let options = json!([{"text": {"type": "plain_text", "text": "One"}, "value": "1"}]);
        let blocks = json!([input("a block", json!({"type": kind, "action_id": "v/1", "options": options}))]);
        let errors = BTreeMap::from([("a block".to_owned(), "No good.".to_owned())]);
        let page = in_view(&blocks, &Held::new(), &errors);
        let (key, many) = state_key(kind).expect("an input");
        let name = field_name("a block", "v/1");
        assert_eq!(name, "a%20block/v%2F1");
        assert!(page.contains(&format!("name=\"{name}\"")), "{kind}: {page}");
        assert!(
            page.contains(&format!(
                "data-block=\"a block\" data-action=\"v/1\" data-kind=\"{kind}\" data-key=\"{key}\""
            )),
            "{kind}: {page}"
        );
        assert_eq!(page.contains("data-many"), many, "{kind}: {page}");
        assert!(!page.contains("data-dispatch"), "{kind}: {page}");
        assert!(
            page.contains("aria-describedby=\"v1-a%20block-error\" aria-invalid=\"true\""),
            "{kind}: {page}"
        );
        assert!(
            page.contains("<p class=\"field-error\" id=\"v1-a%20block-error\">No good.</p>"),
            "{kind}: {page}"
        );
    }
}

#[test]
fn no_two_elements_share_a_name_in_a_form() {
    let names = [("title", "v"), ("a b/c", "%25"), ("블록", "\"&=+"), ("a", "b/c"), ("a/b", "c")];
    let names: BTreeMap<String, _> = names.iter().map(|name| (field_name(name.0, name.1), name)).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    assert!(names.keys().all(|name| name.bytes().all(|byte| byte.is_ascii_graphic())), "{names:?}");
}

#[test]
fn an_input_tells_when_its_changes_go_out() {
    let dispatching = |element: Value| {
        let mut block = input("b", element);
        block["dispatch_action"] = true.into();
        in_message(&json!([block]))
    };
    let on = |on: Value| json!({"type": "plain_text_input", "action_id": "v", "dispatch_action_config": {"trigger_actions_on": on}});
    assert!(
        dispatching(json!({"type": "plain_text_input", "action_id": "v"}))
            .contains("data-dispatch=\"enter\"")
    );
    assert!(dispatching(on(json!(["on_character_entered"]))).contains("data-dispatch=\"character\""));
    assert!(
        dispatching(json!({"type": "datepicker", "action_id": "v"})).contains("data-dispatch=\"change\"")
    );
    let outside = json!([{"type": "actions", "elements": [{"type": "datepicker", "action_id": "v"}]}]);
    assert!(in_message(&outside).contains("data-dispatch=\"change\""));
}

#[test]
fn a_view_shows_what_it_holds() {
    let cases = [
        (json!({"type": "plain_text_input", "initial_value": "before"}), json!("now"), "value=\"now\""),
        (json!({"type": "plain_text_input", "multiline": true}), json!("a\nb"), ">\na\nb</textarea>"),
        (json!({"type": "datepicker"}), json!("2026-09-21"), "value=\"2026-09-21\""),
        (
            json!({"type": "users_select"}),
            json!("U0BOB00001"),
            "<input type=\"hidden\" name=\"b/v\" value=\"U0BOB00001\">",
        ),
        (json!({"type": "datetimepicker"}), json!(1_790_000_000), "value=\"2026-09-21T16:13\""),
        (json!({"type": "multi_channels_select"}), json!(["C0RANDOM01"]), "data-label=\"#\u{a0}random\""),
    ];
    for (mut element, value, shown) in cases {
        element["action_id"] = "v".into();
        let state = state_with(&element, value).expect("an input");
        let held = Held::from([(("b".to_owned(), "v".to_owned()), state)]);
        let page = in_view(&json!([input("b", element)]), &held, &BTreeMap::new());
        assert!(page.contains(shown) && !page.contains("before"), "{shown}: {page}");
    }
}

#[test]
fn menus_offer_what_the_viewer_may_choose() {
    let menu = |element: Value| in_message(&json!([{"type": "actions", "elements": [element]}]));
    let people = menu(json!({"type": "users_select", "action_id": "v"}));
    assert!(people.contains("data-value=\"U0MINJI001\"") && !people.contains("U0FRANK001"), "{people}");
    let all = menu(json!({"type": "conversations_select", "action_id": "v"}));
    assert!(all.contains("C0SECURITY") && !all.contains("C0OLDNEWS1"), "{all}");
    let filter = json!({"include": ["public"]});
    let public = menu(json!({"type": "conversations_select", "action_id": "v", "filter": filter}));
    assert!(public.contains("C0RANDOM01") && !public.contains("C0SECURITY"), "{public}");
    let suggested = options_list(&[json!({"text": {"type": "plain_text", "text": "A & B"}, "value": "ab"})]);
    assert_eq!(
        suggested.into_string(),
        "<li class=\"select-option\" role=\"option\" data-value=\"ab\" data-label=\"A &amp; B\" aria-selected=\"false\"><span>A &amp; B</span></li>"
    );
}

#[test]
fn pictures_from_elsewhere_are_told_not_loaded() {
    let page =
        in_message(&json!([{"type": "image", "image_url": "https://e.co/a.png", "alt_text": "a graph"}]));
    assert!(
        !page.contains("<img") && page.contains("a graph") && page.contains("href=\"https://e.co/a.png\""),
        "{page}"
    );
    let here = in_message(&json!([{"type": "image", "image_url": "/files/F1/a.png", "alt_text": "a graph"}]));
    assert!(here.contains("<img src=\"/files/F1/a.png\" alt=\"a graph\">"), "{here}");
}

#[test]
fn attachments_show_title_text_and_fields() {
    let one = json!([{"color": "danger", "title": "T", "title_link": "https://e.co", "text": "*x*",
        "fields": [{"title": "F", "value": "V", "short": true}], "ts": 1_790_000_000}]);
    let page = Desk::of("alice").sees(|look| {
        let surface = Surface { look, held: None, errors: None, prefix: "m1" };
        html! { (attachments(&surface, &one)) }
    });
    for part in
        ["bar-danger", "href=\"https://e.co\"", "<strong>x</strong>", "<strong>F</strong>", "today 4:13 PM"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn the_gallery_draws_every_exhibit_in_both_languages() {
    for name in ["alice", "minji"] {
        let page = Desk::of(name).sees(gallery::draw);
        assert!(page.matches("class=\"exhibit\"").count() > 25, "{page}");
        assert!(!page.contains("Unknown localization"), "{page}");
    }
}

/// Every `text` and `alt_text` below a value.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(keys) => {
            found.extend(["text", "alt_text"].iter().filter_map(|key| keys.get(*key)?.as_str()));
            keys.values().for_each(|item| texts(item, found));
        }
        _ => {}
    }
}

#[test]
fn no_valid_block_loses_its_texts() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/fixtures/block_kit/valid.json"))
            .expect("the fixtures");
    for case in cases {
        let payload = &case["payload"];
        let blocks = if payload.is_array() { payload } else { &payload["blocks"] };
        let pages = [in_message(blocks), in_view(blocks, &Held::new(), &BTreeMap::new())];
        let mut wanted = Vec::new();
        texts(blocks, &mut wanted);
        for (page, text) in pages.iter().flat_map(|page| wanted.iter().map(move |text| (page, text))) {
            let words = text.trim_matches('*');
            assert!(page.contains(&html! { (words) }.into_string()), "{}: {text}", case["name"]);
        }
        for placed in elements(blocks) {
            assert!(pages[0].contains(&format!("data-action=\"{}\"", placed.action_id)), "{}", case["name"]);
        }
    }
}
