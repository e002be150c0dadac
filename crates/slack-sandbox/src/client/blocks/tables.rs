//! Tables, and charts as the tables they are drawn from.

use maud::{Markup, html};
use serde_json::Value;

use super::{Surface, list, text};

/// A table whose first row is like the others.
pub(super) fn table(surface: &Surface<'_>, block: &Value) -> Markup {
    let columns = list(&block["column_settings"]);
    html! {
        div .block.table-frame tabindex="0" {
            table .block-table {
                @for row in list(&block["rows"]) {
                    tr {
                        @for (index, cell) in list(row).iter().enumerate() {
                            td class=[columns.get(index).map(column_class)] { (content(surface, cell)) }
                        }
                    }
                }
            }
        }
    }
}

fn column_class(settings: &Value) -> String {
    let align = match settings["align"].as_str() {
        Some("center") => "align-center",
        Some("right") => "align-right",
        _ => "align-left",
    };
    let wrap = if settings["is_wrapped"] == true { "wrapped" } else { "unwrapped" };
    format!("{align} {wrap}")
}

fn content(surface: &Surface<'_>, cell: &Value) -> Markup {
    match cell["type"].as_str() {
        Some("rich_text") => text::rich_text::rich_text(surface.look, cell),
        _ => html! { (cell["text"].as_str().unwrap_or_default()) },
    }
}

/// A table with a caption and a row of headings.
pub(super) fn data_table(surface: &Surface<'_>, block: &Value) -> Markup {
    let rows = list(&block["rows"]);
    html! {
        div .block.table-frame tabindex="0" {
            table .block-table {
                caption { (block["caption"].as_str().unwrap_or_default()) }
                @if let Some((head, body)) = rows.split_first() {
                    thead { tr { @for cell in list(head) { th scope="col" { (content(surface, cell)) } } } }
                    tbody { @for row in body { (data_row(surface, row)) } }
                }
            }
        }
    }
}

fn data_row(surface: &Surface<'_>, row: &Value) -> Markup {
    html! {
        tr {
            @for cell in list(row) {
                td .align-right[cell["type"] == "raw_number"] { (content(surface, cell)) }
            }
        }
    }
}

/// A chart's numbers, without the picture.
pub(super) fn chart(block: &Value) -> Markup {
    let chart = &block["chart"];
    let title = block["title"].as_str().unwrap_or_default();
    html! {
        div .block.table-frame tabindex="0" {
            table .block-table {
                caption { (title) }
                @for segment in list(&chart["segments"]) { (point("", segment)) }
                @for series in list(&chart["series"]) {
                    @let name = series["name"].as_str().unwrap_or_default();
                    @for value in list(&series["data"]) { (point(name, value)) }
                }
            }
        }
    }
}

fn point(series: &str, point: &Value) -> Markup {
    html! {
        tr {
            @if !series.is_empty() { td { (series) } }
            th scope="row" { (point["label"].as_str().unwrap_or_default()) }
            td .align-right { (point["value"]) }
        }
    }
}
