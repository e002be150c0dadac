//! Each property, tried on what the fuzzer kept and on some thousands of inputs made from it, the same ones every time.

#![expect(clippy::unwrap_used, reason = "what cannot be read ends the test")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use properties::{ALL, Property};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// What was kept for a property, in the order of the names.
fn corpus(property: &Property) -> Vec<Vec<u8>> {
    let folder = fuzz().join("corpus").join(property.name);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// The words of the fuzzer's dictionary: `"…"` in each line, with `\xNN` for bytes.
fn dictionary() -> Vec<Vec<u8>> {
    let lines = fs::read_to_string(fuzz().join("dictionary")).unwrap();
    let words = lines.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    words.map(unescape).collect()
}

fn unescape(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
        } else if let Some(digits) = rest.strip_prefix(b"x") {
            let (digits, after) = digits.split_at(2);
            bytes.push(u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            bytes.push(rest[0]);
            rest = &rest[1..];
        }
    }
    bytes
}

/// A place between two bytes.
fn place(dice: &mut StdRng, bytes: &[u8]) -> usize {
    dice.random_range(0..=bytes.len())
}

/// A kept input, changed in one place or in several.
fn changed(dice: &mut StdRng, corpus: &[Vec<u8>], dictionary: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = corpus.choose(dice).unwrap().clone();
    for _ in 0..dice.random_range(1..5) {
        let (from, to) = (place(dice, &bytes), place(dice, &bytes));
        let (from, to) = (from.min(to), from.max(to));
        let inserted = match dice.random_range(0..6) {
            0 => Vec::new(),
            1 => vec![dice.random::<u8>()],
            2 => dice.random::<char>().to_string().into_bytes(),
            3 => bytes[from..to].repeat(2),
            4 => corpus.choose(dice).unwrap().clone(),
            _ => dictionary.choose(dice).unwrap().clone(),
        };
        // Much is kept: what falls apart tells nothing.
        let until = to.min(from + dice.random_range(0..4));
        bytes.splice(from..until, inserted);
        bytes.truncate(4096);
    }
    bytes
}

fn holds(name: &str) {
    let property = ALL.iter().find(|property| property.name == name).unwrap();
    let (corpus, dictionary) = (corpus(property), dictionary());
    let mut dice = StdRng::seed_from_u64(4);
    let made = (0..property.rounds).map(|_| changed(&mut dice, &corpus, &dictionary));
    for bytes in corpus.iter().cloned().chain(made) {
        if let Err(broken) = catch_unwind(AssertUnwindSafe(|| (property.check)(&bytes))) {
            eprintln!("{name} is broken by {:?}", String::from_utf8_lossy(&bytes));
            std::panic::resume_unwind(broken);
        }
    }
    println!("{name}: {} kept inputs and {} made from them", corpus.len(), property.rounds);
}

macro_rules! each {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            holds(stringify!($name));
        })*

        #[test]
        fn each_property_has_a_test_a_corpus_and_a_fuzz_target() {
            let names: Vec<&str> = ALL.iter().map(|property| property.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            for property in ALL {
                assert!(!corpus(property).is_empty(), "{}", property.name);
                let target = fuzz().join(format!("fuzz_targets/{}.rs", property.name));
                let source = fs::read_to_string(target).unwrap();
                assert!(source.contains(&format!("properties::{}(bytes)", property.name)), "{source}");
            }
        }
    };
}

each! {
    cadence
    channel_name
    config
    event
    interaction
    markdown
    messages
    mrkdwn
    signature
    slash_form
    times
    typed
    when
}
