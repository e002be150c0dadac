//! Lays a file over the defaults, key by key.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Error};

use super::problem::{Place, Position};
use super::settings::{Kind, Settings, Shape, TELL_CHANNELS, Table, Value, is_list, tables};
use super::suggest::{did_you_mean, nearest};

/// How many lines with syntax errors are worth reading: one unclosed bracket makes every line after it look wrong.
const SYNTAX_ERRORS_SHOWN: usize = 3;

/// Lays the file `name` with this `text` over `settings`.
pub(super) fn overlay(settings: &mut Settings, shape: &Shape, name: &str, text: &str) {
    settings.home = Place::File(name.to_owned(), None);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut file = File { settings, shape, name, text, stumbles: stumbles(&errors) };
    file.syntax_errors(&errors);
    for (section, content) in table.get_ref() {
        file.section(section, content);
    }
}

struct File<'a> {
    settings: &'a mut Settings,
    shape: &'a Shape,
    name: &'a str,
    text: &'a str,
    /// The bytes where the parser stumbled: what they are part of is not complained about twice.
    stumbles: Vec<Range<usize>>,
}

fn stumbles(errors: &[Error]) -> Vec<Range<usize>> {
    errors.iter().filter_map(Error::span).collect()
}

impl File<'_> {
    // Only the message of an error is shown: its full text repeats the line, which may hold a secret.
    fn syntax_errors(&mut self, errors: &[Error]) {
        let mut first_of_line = BTreeMap::new();
        for error in errors {
            let at = Position::of(error.span().map_or(0, |span| span.start), self.text);
            let first = first_of_line.entry(at.line).or_insert((at, error.message()));
            if at < first.0 {
                *first = (at, error.message());
            }
        }
        for (at, message) in first_of_line.into_values().take(SYNTAX_ERRORS_SHOWN) {
            self.settings.problems.add(Place::File(self.name.to_owned(), Some(at)), "", message);
        }
    }

    fn section(&mut self, name: &Spanned<DeString<'_>>, content: &Spanned<DeValue<'_>>) {
        let section = name.get_ref().as_ref();
        let at = name.span().start;
        if !self.shape.sections().contains(section) {
            let is_section = content.get_ref().is_table() || content.get_ref().is_array();
            return self.unknown_section(section, if is_section { "section" } else { "setting" }, at);
        }
        let Some(tables) = tables(section, content.get_ref()) else {
            return self.misshapen_section(section, at);
        };
        if is_list(section) {
            self.settings.values.retain(|path, _| !path.starts_with(&format!("{section}[")));
            self.settings.counts.insert(section.to_owned(), tables.len());
            self.locate(section, at);
        }
        for table in tables {
            self.table(&table);
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        if let Some(offset) = table.offset {
            self.locate(&table.path, offset);
        }
        for (key, value) in table.content {
            let path = format!("{}.{}", table.path, key.get_ref());
            match self.shape.kind(&path) {
                Some(kind) => self.setting(&path, kind, value),
                None => self.unknown_key(&table.path, key.get_ref(), key.span().start),
            }
        }
    }

    fn setting(&mut self, path: &str, kind: Kind, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        self.locate(path, span.start);
        let stumbled =
            self.stumbles.iter().any(|stumble| span.start <= stumble.start && stumble.end <= span.end);
        let read = if path.ends_with(TELL_CHANNELS) { Value::of_list_with_tables } else { Value::of };
        let found = read(value.get_ref()).filter(|found| found.kind() == Some(kind) && !stumbled);
        if found.is_none() && !stumbled {
            self.settings
                .problem(path, format!("wants {}, not {}", kind.wanted(), described(value.get_ref())));
        }
        self.settings.values.insert(path.to_owned(), found.unwrap_or(Value::Broken));
    }

    fn unknown_section(&mut self, section: &str, noun: &str, at: usize) {
        let home =
            self.shape.keys().find(|(_, key)| *key == section).map(|(home, key)| format!("{home}.{key}"));
        let near = nearest(section, self.shape.sections()).map(str::to_owned);
        let says = format!("there is no such {noun}{}", did_you_mean(home.or(near)));
        self.complain(section, at, says);
    }

    fn misshapen_section(&mut self, section: &str, at: usize) {
        let header = if is_list(section) { format!("[[{section}]]") } else { format!("[{section}]") };
        self.complain(
            section,
            at,
            format!("must be written as {header}, with its settings on the lines below"),
        );
    }

    fn unknown_key(&mut self, table: &str, key: &str, at: usize) {
        let section = table.split('[').next().unwrap_or(table);
        let near = nearest(key, self.shape.keys().filter(|(home, _)| *home == section).map(|(_, key)| key));
        let elsewhere = self.shape.keys().find(|(_, other)| *other == key);
        let suggestion =
            near.map(str::to_owned).or_else(|| elsewhere.map(|(home, key)| format!("{home}.{key}")));
        let says = format!("there is no such setting{}", did_you_mean(suggestion));
        self.complain(&format!("{table}.{key}"), at, says);
    }

    fn complain(&mut self, key: &str, offset: usize, says: String) {
        let place = self.place(offset);
        self.settings.problems.add(place, key, says);
    }

    fn locate(&mut self, path: &str, offset: usize) {
        let place = self.place(offset);
        self.settings.places.insert(path.to_owned(), place);
    }

    fn place(&self, offset: usize) -> Place {
        Place::File(self.name.to_owned(), Some(Position::of(offset, self.text)))
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_str()) => "a list",
        DeValue::Array(_) => "a list with something else in it",
        DeValue::Table(_) => "a table",
    }
}
