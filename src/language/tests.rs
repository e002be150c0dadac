//! The two languages hold together, and the code holds to both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::Language;
use crate::incident::{
    Action, AttemptOutcome, Detection, Errand, Moment, Recovery, Role, RoleRules, StageName,
};

type Catalogue = BTreeMap<String, BTreeSet<String>>;

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files_below(&entry, ending));
        } else if entry.extension().is_some_and(|e| e == ending) {
            found.push(entry);
        }
    }
    found
}

fn variables(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(inline) } => note(inline, found),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                note(selector, found);
                for variant in variants {
                    variables(&variant.value, found);
                }
            }
        }
    }
}

fn note(inline: &InlineExpression<String>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.clone());
    }
}

/// Every key of a language with the values that its text takes.
fn catalogue(language: &str) -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/catalogues").join(language);
    let mut keys = Catalogue::new();
    for file in files_below(&folder, "ftl") {
        let source = fs::read_to_string(&file).unwrap();
        let resource = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut takes = BTreeSet::new();
                message.value.iter().for_each(|pattern| variables(pattern, &mut takes));
                let twice = keys.insert(message.id.name.clone(), takes).is_some();
                assert!(!twice, "{language}: '{}' is there twice", message.id.name);
            }
        }
    }
    keys
}

/// Every key that the code names: the string literals in `say!` calls.
fn keys_in_code() -> BTreeSet<String> {
    let sources = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs");
    let mut keys = BTreeSet::new();
    for source in sources.iter().map(|file| fs::read_to_string(file).unwrap()) {
        for call in source.split("say!(").skip(1) {
            let literal = call.split_once(',').map(|(_, rest)| rest.trim_start());
            if let Some(key) = literal.and_then(|rest| rest.strip_prefix('"')) {
                keys.insert(key.split('"').next().unwrap().to_owned());
            }
        }
    }
    keys.retain(|key| key != "key");
    keys
}

#[test]
fn korean_has_every_english_text_with_the_same_values() {
    assert_eq!(catalogue("en"), catalogue("ko"));
}

#[test]
fn every_text_that_the_code_asks_for_is_there() {
    let known = catalogue("en");
    let missing: Vec<_> = keys_in_code().into_iter().filter(|key| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}

/// Every string literal of the code, tests apart.
fn literals_in_code() -> BTreeSet<String> {
    let sources = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs");
    let is_test = |file: &PathBuf| {
        let path = file.display().to_string();
        path.contains("/tests/") || path.ends_with("tests.rs")
    };
    let code = sources.iter().filter(|file| !is_test(file)).map(|file| fs::read_to_string(file).unwrap());
    let mut literals = BTreeSet::new();
    for line in code.flat_map(|source| source.lines().map(str::to_owned).collect::<Vec<_>>()) {
        literals.extend(line.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    literals
}

/// Whether the code can ask for a key: it names it, or its beginning (`stage-{}`), or its ending (`{key}-hint`) and the key before that.
fn is_asked_for(key: &str, literals: &BTreeSet<String>) -> bool {
    let is_made = |literal: &String| match (literal.split_once('{'), literal.rsplit_once('}')) {
        (Some(("", _)), Some((_, ending))) => {
            !ending.is_empty() && key.strip_suffix(ending).is_some_and(|before| literals.contains(before))
        }
        (Some((beginning, _)), Some((_, ending))) => {
            beginning.ends_with('-') && key.starts_with(beginning) && key.ends_with(ending)
        }
        _ => false,
    };
    literals.contains(key) || literals.iter().any(is_made)
}

#[test]
fn every_text_is_asked_for_somewhere() {
    let literals = literals_in_code();
    let unused: Vec<_> = catalogue("en").into_keys().filter(|key| !is_asked_for(key, &literals)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

#[test]
fn every_choice_has_a_name() {
    for language in Language::ALL {
        let names = [
            Role::FOUR.iter().map(|c| language.role(*c, &RoleRules::default())).collect::<Vec<_>>(),
            StageName::ALL.iter().map(|c| language.stage(*c)).collect(),
            Recovery::ALL.iter().map(|c| language.recovery(*c)).collect(),
            Moment::ALL.iter().map(|c| language.moment(*c)).collect(),
            AttemptOutcome::ALL.iter().map(|c| language.outcome(*c)).collect(),
            Detection::ALL.iter().map(|c| language.detection(*c)).collect(),
            Action::ALL.iter().map(|c| language.action(*c)).collect(),
            Errand::ALL.iter().map(|c| language.errand(*c)).collect(),
        ];
        for name in names.concat() {
            assert!(!name.contains("Unknown localization"), "{name}");
        }
    }
}

#[test]
fn locales_are_read_by_their_language() {
    assert_eq!(Language::of_locale("ko-KR"), Some(Language::Korean));
    assert_eq!(Language::of_locale("en_GB"), Some(Language::English));
    assert_eq!(Language::of_locale("ja-JP"), None);
}

/// Slack formats what stands between signs only where no letter follows at once; a Korean particle would leave the signs bare.
#[test]
fn no_letter_follows_what_is_to_be_shown_as_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/catalogues");
    for file in files_below(&folder, "ftl") {
        let texts = fs::read_to_string(&file).unwrap();
        for line in texts.lines() {
            let after_code = line.split('`').skip(2).step_by(2);
            let is_bare = after_code.filter_map(|rest| rest.chars().next()).any(char::is_alphanumeric);
            assert!(!is_bare, "{}: {line}", file.display());
        }
    }
}
