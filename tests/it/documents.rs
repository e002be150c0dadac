//! What the documents say of the tree is so.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file and folder that is written by hand, by its path from the root.
fn tree() -> Vec<String> {
    let tops = ["src", "tests", "crates", "docs", "benches", "fuzz", "migrations", "manifests", "scripts"];
    let mut found: Vec<String> = tops.map(str::to_owned).to_vec();
    let mut next = 0;
    while let Some(path) = found.get(next) {
        let below = fs::read_dir(root().join(path)).into_iter().flatten();
        let names = below.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let paths: Vec<String> =
            names.filter(|name| name != "target").map(|name| format!("{path}/{name}")).collect();
        found.extend(paths);
        next += 1;
    }
    found
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "rs")
}

/// The paths that a text names, in full or by their ends.
fn paths(text: &str) -> Vec<&str> {
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_plain = |path: &&str| path.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let is_path = |path: &&str| is_rust(path) || (path.contains('/') && !path.starts_with('/'));
    quoted.filter(is_plain).filter(is_path).map(|path| path.trim_end_matches('/')).collect()
}

/// Where that stands in the tree.
fn found<'a>(tree: &'a [String], path: &str) -> Vec<&'a String> {
    let end = format!("/{path}");
    tree.iter().filter(|known| *known == path || known.ends_with(&end)).collect()
}

#[test]
fn every_path_that_a_document_names_is_there() {
    let tree = tree();
    for document in ["ARCHITECTURE", "LIFE", "TROUBLE", "PROMISES", "CHAOS"] {
        let text = read(&format!("docs/{document}.md"));
        let missing: Vec<&str> =
            paths(&text).into_iter().filter(|path| found(&tree, path).is_empty()).collect();
        assert!(missing.is_empty(), "{document}.md names what is not there: {missing:?}");
    }
}

#[test]
fn each_promise_names_where_its_tests_are() {
    let tree = tree();
    let promises = read("docs/PROMISES.md");
    let rows = promises.lines().filter(|line| line.starts_with("| ")).skip(1);
    for row in rows {
        let (_, place) = row.trim_end_matches(" |").rsplit_once(" | ").expect("a row says where");
        let named = paths(place);
        assert!(!named.is_empty(), "nothing shows: {row}");
        for path in named.into_iter().filter(|path| !path.starts_with("scripts/")) {
            let holds_tests = found(&tree, path).into_iter().any(|place| has_tests(&tree, place));
            assert!(holds_tests, "{path} holds no test, but is to show: {row}");
        }
    }
}

/// Whether there is a test in a file, or in a file of a folder.
fn has_tests(tree: &[String], path: &str) -> bool {
    let is_in = |file: &&String| *file == path || file.starts_with(&format!("{path}/"));
    let sources = tree.iter().filter(|file| is_rust(file)).filter(is_in);
    let marks = ["#[test]", "#[tokio::test", "on_both!("];
    sources.map(|file| read(file)).any(|source| marks.iter().any(|mark| source.contains(mark)))
}

#[test]
fn the_code_map_names_every_part() {
    let architecture = read("docs/ARCHITECTURE.md");
    let starts = |part: &String| architecture.contains(&format!("`{part}")) || part.ends_with("lib.rs");
    let is_part = |path: &&String| {
        let above = path.rsplit_once('/').map(|(above, _)| above);
        matches!(above, Some("src" | "crates"))
    };
    let parts = tree();
    let missing: Vec<&String> = parts.iter().filter(is_part).filter(|part| !starts(part)).collect();
    assert!(missing.is_empty(), "docs/ARCHITECTURE.md says nothing of {missing:?}");
}
