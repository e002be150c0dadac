//! The client's own words, in English and in Korean. A test holds the two catalogues together.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};

static_loader! {
    static CATALOGUES = {
        locales: "./src/client/catalogues",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ENGLISH: LanguageIdentifier = fluent_templates::langid!("en");
const KOREAN: LanguageIdentifier = fluent_templates::langid!("ko");

/// A language of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Korean,
}

/// The values a text is filled with.
pub(crate) type Values<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

impl Language {
    /// The language for a locale such as `ko-KR`; English for those the client does not speak.
    pub(crate) fn of_locale(locale: &str) -> Self {
        if locale.starts_with("ko") { Self::Korean } else { Self::English }
    }

    /// The value of the `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The text of `key`. Prefer [`word!`](crate::client::words::word).
    pub(crate) fn text(self, key: &str, values: &Values<'_>) -> String {
        let language = match self {
            Self::English => &ENGLISH,
            Self::Korean => &KOREAN,
        };
        CATALOGUES.lookup_with_args(language, key, values)
    }
}

/// Looks up a text: `word!(look, "key")` or `word!(look, "key", count = 3)`; `look` is anything with a `language` field.
macro_rules! word {
    ($look:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {{
                #[allow(unused_mut, reason = "a text without values fills in none")]
        let mut values = $crate::client::words::Values::new();
        $(values.insert(::std::borrow::Cow::Borrowed(stringify!($name)), ($value).into());)*
        $look.language.text($key, &values)
    }};
}
pub(crate) use word;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    use fluent_syntax::ast::{Entry, Resource};

    fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => found.extend(files(path.to_str().unwrap(), ending)),
                false if path.extension().is_some_and(|found| found == ending) => found.push(path),
                false => {}
            }
        }
        found
    }

    /// Every key with the names of the values its text takes.
    fn catalogue(language: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut keys = BTreeMap::new();
        for file in files(&format!("src/client/catalogues/{language}"), "ftl") {
            let source = fs::read_to_string(&file).unwrap();
            let read: Result<Resource<&str>, _> = fluent_syntax::parser::parse(source.as_str());
            let read = read.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
            for entry in read.body {
                let Entry::Message(message) = entry else { continue };
                let text = format!("{:?}", message.value);
                let takes = text.split("VariableReference { id: Identifier { name: \"").skip(1);
                let takes = takes.filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned).collect();
                let twice = keys.insert(message.id.name.to_owned(), takes).is_some();
                assert!(!twice, "{language}: {} is there twice", message.id.name);
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_the_same_texts() {
        let (english, korean) = (catalogue("en"), catalogue("ko"));
        assert!(english.len() > 100, "the catalogues are read");
        assert!(english.keys().eq(korean.keys()), "each has what the other has");
        // Korean counts days without endings and things without plurals.
        let known = |takes: &BTreeSet<String>, name: &String| takes.contains(name) || name == "day";
        for (key, takes) in &korean {
            assert!(takes.iter().all(|name| known(&english[key], name)), "{key} takes {takes:?}");
        }
    }

    #[test]
    fn every_text_is_used_and_every_used_text_is_there() {
        let sources = files("src/client", "rs").into_iter().map(|file| fs::read_to_string(file).unwrap());
        let code: String = sources.collect();
        let known = catalogue("en");
        let texts: String = files("src/client/catalogues/en", "ftl")
            .into_iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        let is_said = |key: &str| {
            // The words for a task's status are put together from Slack's.
            code.contains(&format!("\"{key}\"")) || key.starts_with("status-")
        };
        let is_part_of_another = |key: &str| texts.contains(&format!("{{ {key} }}"));
        let unused: Vec<_> = known.keys().filter(|key| !is_said(key) && !is_part_of_another(key)).collect();
        assert!(unused.is_empty(), "nothing says {unused:?}");
        for call in code.split("word!(").skip(1) {
            let literal = call.split_once(',').and_then(|(_, rest)| rest.trim_start().strip_prefix('"'));
            let Some(key) = literal.and_then(|rest| rest.split('"').next()) else { continue };
            assert!(known.contains_key(key) || key == "key", "there is no text {key:?}");
        }
    }
}
