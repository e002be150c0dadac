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
