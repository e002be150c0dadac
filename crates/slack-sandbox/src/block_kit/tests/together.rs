//! Rules about several parts of a payload at once.

use serde_json::{Value, json};

use super::{
    action, assert_fine, assert_refused, button, characters, form, input, modal, option, options, plain, with,
};

fn divider(block_id: &str) -> Value {
    json!({"type": "divider", "block_id": block_id})
}

fn named_button(action_id: &str) -> Value {
    with(button(), "action_id", action_id)
}

#[test]
fn a_block_id_is_used_once_per_message() {
    assert_fine(&json!([divider("a"), divider("b"), {"type": "divider"}, {"type": "divider"}]));
    let twice = json!([divider("a"), divider("b"), divider("a")]);
    assert_refused(&twice, "`block_id` \"a\" already exists", "/blocks/2/block_id");
    let inside =
        json!([divider("a"), {"type": "container", "title": plain(1), "child_blocks": [divider("a")]}]);
    assert_refused(&inside, "`block_id` \"a\" already exists", "/blocks/1/child_blocks/0/block_id");
    let view = modal([divider("a"), divider("a")]);
    assert_refused(&view, "`block_id` \"a\" already exists", "/view/blocks/1/block_id");
}

#[test]
fn an_action_id_is_used_once_per_block() {
    let block = |ids: [&str; 2]| json!({"type": "actions", "elements": ids.map(named_button)});
    assert_fine(&json!([block(["a", "b"]), block(["a", "b"])]));
    let twice = json!([block(["a", "a"])]);
    assert_refused(&twice, "`action_id` \"a\" already exists", "/blocks/0/elements/1/action_id");
    let card = json!({"type": "card", "title": plain(1), "actions": [named_button("a")]});
    let carousel = json!([{"type": "carousel", "elements": [card, card]}]);
    assert_refused(&carousel, "`action_id` \"a\" already exists", "/blocks/0/elements/1/actions/0/action_id");
}

#[test]
fn one_element_of_a_view_may_have_the_focus() {
    let focused = |focus: bool| input(json!({"type": "plain_text_input", "focus_on_load": focus}));
    assert_fine(&modal([focused(true), focused(false)]));
    let view = modal([focused(true), focused(true)]);
    let pointer = "/view/blocks/1/element/focus_on_load";
    assert_refused(&view, "only one element may set `focus_on_load`", pointer);
}

#[test]
fn markdown_blocks_share_their_characters() {
    let markdown = |count| json!({"type": "markdown", "text": characters(count)});
    assert_fine(&json!([markdown(6000), {"type": "divider"}, markdown(6000)]));
    let over = json!([markdown(6000), {"type": "divider"}, markdown(6001)]);
    let message = "must be less than 12001 characters in all markdown blocks";
    assert_refused(&over, message, "/blocks/2/text");
    let alone = json!([markdown(12_001), markdown(5)]);
    assert_refused(&alone, "must be less than 12001 characters", "/blocks/0/text");
}

#[test]
fn an_initial_option_is_one_that_is_offered() {
    let message = "must match one of the provided options";
    let menu = |initial| json!({"type": "static_select", "options": options(3), "initial_option": initial});
    assert_fine(&action(menu(option("2"))));
    assert_refused(&action(menu(option("3"))), message, "/blocks/0/elements/0/initial_option");
    let described = with(option("2"), "description", plain(1));
    assert_refused(&action(menu(described)), message, "/blocks/0/elements/0/initial_option");

    let boxes = |initial: [Value; 2]| {
        with(json!({"type": "checkboxes", "options": options(3)}), "initial_options", json!(initial))
    };
    assert_fine(&form(boxes([option("0"), option("2")])));
    let pointer = "/view/blocks/0/element/initial_options/1";
    assert_refused(&form(boxes([option("0"), option("9")])), message, pointer);
}

#[test]
fn an_initial_option_may_be_in_any_group_or_fetched_later() {
    let groups =
        json!([{"label": plain(1), "options": [option("a")]}, {"label": plain(1), "options": [option("b")]}]);
    let menu = |initial| json!({"type": "static_select", "option_groups": groups, "initial_option": initial});
    assert_fine(&action(menu(option("b"))));
    let pointer = "/blocks/0/elements/0/initial_option";
    assert_refused(&action(menu(option("c"))), "must match one of the provided options", pointer);
    assert_fine(&action(json!({"type": "external_select", "initial_option": option("anything")})));
}

#[test]
fn lower_bounds_are_not_above_upper_bounds() {
    let text =
        |least, most| form(json!({"type": "plain_text_input", "min_length": least, "max_length": most}));
    assert_fine(&text(5, 5));
    let pointer = "/view/blocks/0/element/min_length";
    assert_refused(&text(6, 5), "must not be greater than `max_length`", pointer);

    let number = |least, most| {
        let input = json!({"type": "number_input", "is_decimal_allowed": true});
        form(with(with(input, "min_value", least), "max_value", most))
    };
    assert_fine(&number("9", "10.5"));
    let pointer = "/view/blocks/0/element/min_value";
    assert_refused(&number("10.5", "9"), "must not be greater than `max_value`", pointer);
}

#[test]
fn a_modal_with_an_input_has_a_submit_button() {
    let form = form(json!({"type": "datepicker"}));
    assert_fine(&form);
    let mut without = form;
    without.as_object_mut().unwrap().remove("submit");
    let message = "must define `submit` to use an `input` block in modals";
    assert_refused(&without, message, "/view/blocks/0/input");
    assert_fine(&json!({"type": "home", "blocks": [input(json!({"type": "datepicker"}))]}));
}

#[test]
fn a_file_input_does_not_dispatch() {
    let block = |dispatch: bool| with(input(json!({"type": "file_input"})), "dispatch_action", dispatch);
    assert_fine(&modal([block(false)]));
    let message = "must not be set for a `file_input` element";
    assert_refused(&modal([block(true)]), message, "/view/blocks/0/dispatch_action");
}

#[test]
fn a_message_has_one_table_and_two_charts() {
    let table = json!({"type": "table", "rows": [[cell("a")]]});
    assert_fine(&json!([table]));
    assert_refused(&json!([table, table]), "too many table blocks", "/blocks");
    let pie = json!({"type": "pie", "segments": [{"label": "a", "value": 1}]});
    let chart = json!({"type": "data_visualization", "title": "t", "chart": pie});
    assert_fine(&json!([chart, chart]));
    assert_refused(&json!([chart, chart, chart]), "too many data_visualization blocks", "/blocks");
}

fn cell(text: &str) -> Value {
    json!({"type": "raw_text", "text": text})
}

fn data_table(rows: impl Into<Value>) -> Value {
    json!([{"type": "data_table", "caption": "c", "rows": rows.into()}])
}

#[test]
fn a_data_table_is_a_rectangle_under_a_plain_header() {
    let rich_text = json!({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]});
    assert_fine(&data_table(json!([[cell("a"), cell("b")], [cell("a"), rich_text]])));
    let ragged = data_table(json!([[cell("a"), cell("b")], [cell("a")]]));
    assert_refused(&ragged, "must have as many cells as the first row", "/blocks/0/rows/1");
    let fancy = data_table(json!([[cell("a"), rich_text], [cell("a"), cell("b")]]));
    assert_refused(&fancy, "unsupported type: rich_text", "/blocks/0/rows/0/1/type");
}

#[test]
fn a_data_table_holds_so_much_text() {
    let table = |last| data_table(json!([[cell(&characters(10_000))], [cell(&characters(last))]]));
    assert_fine(&table(10_000));
    assert_refused(&table(10_001), "must be less than 20001 characters in all cells", "/blocks/0/rows");
}

fn chart(series: &Value) -> Value {
    let axes = json!({"categories": ["mon", "tue"]});
    let chart = json!({"type": "bar", "series": series, "axis_config": axes});
    json!([{"type": "data_visualization", "title": "t", "chart": chart}])
}

fn series(name: &str, labels: &[&str]) -> Value {
    let data: Vec<Value> = labels.iter().map(|label| json!({"label": label, "value": 1})).collect();
    json!({"name": name, "data": data})
}

#[test]
fn chart_series_differ_in_name_and_cover_the_categories() {
    let both = ["mon", "tue"];
    assert_fine(&chart(&json!([series("a", &both), series("b", &["tue", "mon"])])));
    let same_name = chart(&json!([series("a", &both), series("a", &both)]));
    assert_refused(&same_name, "`name` \"a\" already exists", "/blocks/0/chart/series/1/name");
    for labels in [&["mon"][..], &["mon", "mon"], &["mon", "tue", "wed"], &["mon", "tue", "tue"]] {
        let message = "must have exactly one data point per category";
        assert_refused(&chart(&json!([series("a", labels)])), message, "/blocks/0/chart/series/0/data");
    }
}

#[test]
fn the_tasks_of_a_plan_have_different_ids() {
    let plan = |ids: [&str; 2]| {
        let tasks = ids.map(|id| json!({"task_id": id, "title": "t"}));
        json!([{"type": "plan", "title": "p", "tasks": tasks}])
    };
    assert_fine(&plan(["1", "2"]));
    assert_refused(&plan(["1", "1"]), "`task_id` \"1\" already exists", "/blocks/0/tasks/1/task_id");
}

#[test]
fn items_that_must_differ_do() {
    let dispatch = |triggers: Value| {
        let config = json!({"trigger_actions_on": triggers});
        form(json!({"type": "plain_text_input", "dispatch_action_config": config}))
    };
    assert_fine(&dispatch(json!(["on_enter_pressed", "on_character_entered"])));
    let pointer = "/view/blocks/0/element/dispatch_action_config/trigger_actions_on";
    let twice = dispatch(json!(["on_enter_pressed", "on_enter_pressed"]));
    assert_refused(&twice, "Input contains duplicate items", pointer);
}
