//! Everything that a person reads, in English and in Korean.
//!
//! The texts are in `catalogues/`, one folder per language and one file per subject; [`say!`](crate::say) looks one up.
//! A test holds the two languages together, and every key in the code against both.

mod names;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader as _, static_loader};
use serde::{Deserialize, Serialize};

pub use self::names::knows_severity;

static_loader! {
    static CATALOGUES = {
        locales: "./src/language/catalogues",
        fallback_language: "en",
        // Marks around every value would end up in channel topics and documents.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const ENGLISH: LanguageIdentifier = fluent_templates::langid!("en");
const KOREAN: LanguageIdentifier = fluent_templates::langid!("ko");

/// A language that Firebell speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Korean.
    #[serde(rename = "ko")]
    Korean,
}

/// The values that a text is filled with.
pub type Values<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

impl Language {
    /// Both of them.
    pub const ALL: &'static [Self] = &[Self::English, Self::Korean];

    /// The language of a locale such as `ko-KR`; `None` if Firebell does not speak it.
    pub fn of_locale(locale: &str) -> Option<Self> {
        match locale.split(['-', '_']).next()? {
            "en" => Some(Self::English),
            "ko" => Some(Self::Korean),
            _ => None,
        }
    }

    /// The text of `key`. Prefer [`say!`](crate::say), whose keys a test checks.
    pub fn text(self, key: &str, values: &Values<'_>) -> String {
        let language = match self {
            Self::English => &ENGLISH,
            Self::Korean => &KOREAN,
        };
        CATALOGUES.lookup_with_args(language, key, values)
    }
}

/// Looks up a text: `say!(language, "key")` or `say!(language, "key", number = 42, title = "…")`.
#[macro_export]
macro_rules! say {
    ($language:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut, reason = "a text without values fills in none")]
        let mut values = $crate::language::Values::new();
        $(values.insert(::std::borrow::Cow::Borrowed(stringify!($name)), ($value).into());)*
        $language.text($key, &values)
    }};
}
