//! Compares the rows of a data table, the series of a chart, the tasks of a plan.

use serde_json::Value;

use super::{super::tables::LONGEST_DATA_TABLE, Findings, Names, Path, items};

/// Checks that a data table is a rectangle under a plain header, and not too much text.
pub(super) fn check_table(block: &Value, path: &Path<'_>, found: &mut Findings) {
    let rows = items(&block["rows"]);
    let path = path.key("rows");
    let Some(header) = rows.first() else { return };
    for (index, _) in items(header).iter().enumerate().filter(|(_, cell)| cell["type"] == "rich_text") {
        found.add(&path.index(0).index(index).key("type"), "unsupported type: rich_text");
    }
    for (index, row) in rows.iter().enumerate() {
        if items(row).len() != items(header).len() {
            found.add(&path.index(index), "must have as many cells as the first row");
        }
    }
    if rows.iter().map(text_length).sum::<usize>() > LONGEST_DATA_TABLE {
        let message = format!("must be less than {} characters in all cells", LONGEST_DATA_TABLE + 1);
        found.add(&path, message);
    }
}

/// The characters under any key `text`, however deep.
fn text_length(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(text_length).sum(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| match value.as_str() {
                Some(text) if key == "text" => text.chars().count(),
                _ => text_length(value),
            })
            .sum(),
        _ => 0,
    }
}

/// Checks that a chart's series have different names and cover the categories.
pub(super) fn check_chart(chart: &Value, path: &Path<'_>, found: &mut Findings) {
    let mut names = Names::under("name");
    let categories = sorted(items(&chart["axis_config"]["categories"]).iter());
    let path = path.key("series");
    for (index, series) in items(&chart["series"]).iter().enumerate() {
        let path = path.index(index);
        names.take(series, &path, found);
        if sorted(items(&series["data"]).iter().map(|point| &point["label"])) != categories {
            found.add(&path.key("data"), "must have exactly one data point per category");
        }
    }
}

fn sorted<'v>(labels: impl Iterator<Item = &'v Value>) -> Vec<&'v str> {
    let mut labels: Vec<&str> = labels.filter_map(Value::as_str).collect();
    labels.sort_unstable();
    labels
}

/// Checks that no two tasks of a plan share an id.
pub(super) fn check_tasks(tasks: &Value, path: &Path<'_>, found: &mut Findings) {
    let mut ids = Names::under("task_id");
    for (index, task) in items(tasks).iter().enumerate() {
        ids.take(task, &path.index(index), found);
    }
}
