//! A table of Markdown cells.

/// A header and its rows; every row has as many cells.
pub(super) fn table<const COLUMNS: usize>(
    header: [String; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let rule = [(); COLUMNS].map(|()| "---".to_owned());
    let lines = [header, rule].into_iter().chain(rows).map(|cells| format!("| {} |\n", cells.join(" | ")));
    lines.collect::<Vec<_>>().concat()
}
