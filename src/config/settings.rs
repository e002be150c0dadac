//! Every setting by its dotted path, before it means anything: the defaults, overlaid by the file, overlaid by the
//! environment. The defaults are `config.example.toml` itself, which so also says which settings there are.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::problem::{Place, Problems};

/// Every setting at its default, one comment each.
pub(super) const EXAMPLE: &str = include_str!("../../config.example.toml");

/// A section that is a list of tables: the ladder.
pub(super) const LADDER: &str = "severity";
/// Another one: what is said of roles.
pub(super) const ROLES: &str = "roles";
/// The third: the catalogue of services. By default there is none, so the example cannot say what a service has.
pub(super) const SERVICES: &str = "services";

/// What a service has.
const SERVICE: [(&str, Kind); 6] = [
    ("services.key", Kind::Text),
    ("services.name", Kind::Text),
    ("services.owner", Kind::Text),
    ("services.responders", Kind::List),
    ("services.tell_channels", Kind::List),
    ("services.runbooks", Kind::List),
];

/// Whether a section is a list of tables.
pub(super) fn is_list(section: &str) -> bool {
    [LADDER, ROLES, SERVICES].contains(&section)
}

/// The setting, of severities and of services, whose list may have tables in it.
pub(super) const TELL_CHANNELS: &str = "tell_channels";

/// Every setting by its dotted path (`slack.api_url`, `severity[1].cron`), where each was given, and what was wrong.
pub(super) struct Settings {
    /// The values; the environment cannot reach lists of tables, and a table in them need not have every key.
    pub(super) values: BTreeMap<String, Value>,
    /// Where a value was given; a default has no place.
    pub(super) places: BTreeMap<String, Place>,
    /// Where a value goes that has no place yet.
    pub(super) home: Place,
    /// How many tables each list has.
    pub(super) counts: BTreeMap<String, usize>,
    /// What was wrong so far.
    pub(super) problems: Problems,
}

/// What a setting holds. Neither shown nor compared: it may be a secret.
#[derive(Clone)]
pub(super) enum Value {
    /// A text, also the name of a choice or a span of time.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A list of texts.
    List(Vec<String>),
    /// Something else, already counted among the problems.
    Broken,
}

/// What a setting wants.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A list of texts.
    List,
}

impl Kind {
    /// What to write.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Number => "a whole number",
            Self::Flag => "true or false",
            Self::List => "a list of texts, as in [\"one\", \"two\"]",
        }
    }
}

impl Value {
    /// What a TOML value holds, if that is of a kind that settings have.
    pub(super) fn of(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => Some(Self::Text(text.to_string())),
            DeValue::Integer(number) => whole(number).map(Self::Number),
            DeValue::Boolean(is_set) => Some(Self::Flag(*is_set)),
            DeValue::Array(items) => items.iter().map(text_of).collect::<Option<_>>().map(Self::List),
            _ => None,
        }
    }

    /// Its kind; `None` if it is broken.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Text(_) => Some(Kind::Text),
            Self::Number(_) => Some(Kind::Number),
            Self::Flag(_) => Some(Kind::Flag),
            Self::List(_) => Some(Kind::List),
            Self::Broken => None,
        }
    }
}

impl Value {
    /// As [`Value::of`], for a list whose items may be tables of texts: `{ a = "x", b = "y" }` becomes the text `a=x b=y`.
    pub(super) fn of_list_with_tables(value: &DeValue<'_>) -> Option<Self> {
        let item = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Table(table) => texts_of(table),
            _ => text_of(item),
        };
        value.as_array()?.iter().map(item).collect::<Option<_>>().map(Self::List)
    }
}

fn texts_of(table: &DeTable<'_>) -> Option<String> {
    let pair = |(key, value): (&Spanned<_>, _)| Some(format!("{}={}", key.get_ref(), text_of(value)?));
    Some(table.iter().map(pair).collect::<Option<Vec<_>>>()?.join(" "))
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn text_of(item: &Spanned<DeValue<'_>>) -> Option<String> {
    item.get_ref().as_str().map(str::to_owned)
}

impl Settings {
    /// The defaults.
    pub(super) fn example() -> Self {
        let mut settings = Self {
            values: BTreeMap::new(),
            places: BTreeMap::new(),
            home: Place::Default,
            counts: BTreeMap::new(),
            problems: Problems::default(),
        };
        let example = DeTable::parse(EXAMPLE).expect("the example is TOML: a test reads it");
        for (section, content) in example.get_ref() {
            let tables = tables(section.get_ref(), content.get_ref()).unwrap_or_default();
            settings.counts.insert(section.get_ref().to_string(), tables.len());
            for table in tables {
                for (key, value) in table.content {
                    let value = Value::of(value.get_ref()).unwrap_or(Value::Broken);
                    settings.values.insert(format!("{}.{}", table.path, key.get_ref()), value);
                }
            }
        }
        settings
    }

    /// How many tables the list `section` has.
    pub(super) fn count(&self, section: &str) -> usize {
        self.counts.get(section).copied().unwrap_or_default()
    }

    /// Where `path` was given, or the table that it belongs into, or the file.
    pub(super) fn place(&self, path: &str) -> Place {
        let parent = path.rsplit_once('.').map_or(path, |(parent, _)| parent);
        self.places.get(path).or_else(|| self.places.get(parent)).unwrap_or(&self.home).clone()
    }
}

/// One table of settings: a section, or one of a list.
pub(super) struct Table<'a> {
    /// `slack`, or `severity[1]`.
    pub(super) path: String,
    /// The byte where it starts, if it is one of a list.
    pub(super) offset: Option<usize>,
    /// Its settings.
    pub(super) content: &'a DeTable<'a>,
}

/// The tables of a section; `None` if it is not made of what it should be.
pub(super) fn tables<'a>(section: &str, content: &'a DeValue<'a>) -> Option<Vec<Table<'a>>> {
    if !is_list(section) {
        let content = content.as_table()?;
        return Some(vec![Table { path: section.to_owned(), offset: None, content }]);
    }
    let table = |(i, item): (usize, &'a Spanned<DeValue<'a>>)| {
        let offset = Some(item.span().start);
        Some(Table { path: format!("{section}[{i}]"), offset, content: item.get_ref().as_table()? })
    };
    content.as_array()?.iter().enumerate().map(table).collect()
}

/// Which settings there are, and what each of them wants.
pub(super) struct Shape(BTreeMap<String, Kind>);

impl Shape {
    /// The shape of the example; a rung of the ladder may have what any of its rungs has. The example has no service.
    pub(super) fn of(example: &Settings) -> Self {
        let kinds = example.values.iter().filter_map(|(path, value)| Some((general(path), value.kind()?)));
        Self(kinds.chain(SERVICE.map(|(path, kind)| (path.to_owned(), kind))).collect())
    }

    /// What the setting at `path` wants; `None` if there is no such setting.
    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        self.0.get(&general(path)).copied()
    }

    /// The names of all sections.
    pub(super) fn sections(&self) -> BTreeSet<&str> {
        self.0.keys().filter_map(|path| path.split('.').next()).collect()
    }

    /// Every setting as section and key, those of the ladder once.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.keys().filter_map(|path| path.split_once('.'))
    }
}

/// `severity[1].cron` as any rung has it: `severity.cron`.
fn general(path: &str) -> String {
    match (path.find('['), path.find(']')) {
        (Some(start), Some(end)) => format!("{}{}", &path[..start], &path[end + 1..]),
        _ => path.to_owned(),
    }
}
