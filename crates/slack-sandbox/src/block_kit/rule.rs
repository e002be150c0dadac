//! The words the tables are written in: what one value must be for Slack to take it.
//!
//! Everything here is `const`, so that the tables are plain statics and nothing is built at run time.
//! [`check`](super::check) reads them.

/// What one JSON value must be.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// Any value at all, null included.
    Anything,
    /// `true` or `false`.
    Flag,
    /// A whole number from the first bound to the second, both included.
    Integer(i64, i64),
    /// Any number.
    Number,
    /// A number above zero.
    PositiveNumber,
    /// A string of bounded length, perhaps of a certain form.
    String(Text),
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// An array.
    List(List),
    /// An object without alternatives.
    Object(&'static Shape),
    /// An object whose `type` picks the shape.
    Typed(&'static [&'static Shape]),
    /// The rule, or null.
    OrNull(&'static Rule),
}

/// How long a string may be, in Unicode code points, and what it must look like.
#[derive(Clone, Copy)]
pub(super) struct Text {
    pub(super) shortest: usize,
    pub(super) longest: usize,
    pub(super) form: Option<&'static Form>,
}

/// A way strings are written, such as dates.
pub(super) struct Form {
    /// How Slack names the form in its refusal; [`fits`](Self::fits) decides.
    pub(super) pattern: &'static str,
    pub(super) fits: fn(&str) -> bool,
}

/// What an array may hold, and how many of it.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) of: &'static Rule,
    pub(super) fewest: usize,
    pub(super) most: usize,
    pub(super) distinct: bool,
}

/// The keys of an object. Any other key is refused.
pub(super) struct Shape {
    /// The value of `type`; `None` for composition objects, which carry no `type`.
    pub(super) name: Option<&'static str>,
    pub(super) fields: &'static [Field],
    /// Fields this shape has in common with its relatives.
    pub(super) shared: &'static [Field],
    pub(super) choice: Choice,
}

/// One key of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) rule: Rule,
    pub(super) required: bool,
}

/// How many of certain keys an object needs.
#[derive(Clone, Copy)]
pub(super) enum Choice {
    /// Nothing beyond the required fields.
    Free,
    /// At least one of them.
    AnyOf(&'static [&'static str]),
    /// Exactly one of them.
    OneOf(&'static [&'static str]),
}

/// A field that must be there.
pub(super) const fn required(name: &'static str, rule: Rule) -> Field {
    Field { name, rule, required: true }
}

/// A field that may be left out.
pub(super) const fn optional(name: &'static str, rule: Rule) -> Field {
    Field { name, rule, required: false }
}

/// A string of `shortest` to `longest` characters.
pub(super) const fn string(shortest: usize, longest: usize) -> Rule {
    Rule::String(Text { shortest, longest, form: None })
}

/// A string of at least one character that is written in a certain way.
pub(super) const fn formed(form: &'static Form, longest: usize) -> Rule {
    Rule::String(Text { shortest: 1, longest, form: Some(form) })
}

/// An array of `fewest` to `most` values.
pub(super) const fn list(of: &'static Rule, fewest: usize, most: usize) -> Rule {
    Rule::List(List { of, fewest, most, distinct: false })
}

/// An array of `fewest` to `most` values, no two alike.
pub(super) const fn distinct(of: &'static Rule, fewest: usize, most: usize) -> Rule {
    Rule::List(List { of, fewest, most, distinct: true })
}

/// A string with no upper bound of its own.
pub(super) const ANY_STRING: Rule = string(0, usize::MAX);
/// A string with something in it.
pub(super) const SOME_STRING: Rule = string(1, usize::MAX);

impl Shape {
    /// An object whose `type` is `name`.
    pub(super) const fn typed(name: &'static str, fields: &'static [Field]) -> Self {
        Self { name: Some(name), fields, shared: &[], choice: Choice::Free }
    }

    /// An object without a `type`.
    pub(super) const fn plain(fields: &'static [Field]) -> Self {
        Self { name: None, fields, shared: &[], choice: Choice::Free }
    }

    /// The same with the fields it shares with its relatives.
    pub(super) const fn plus(mut self, shared: &'static [Field]) -> Self {
        self.shared = shared;
        self
    }

    /// The same, needing at least one of `names`.
    pub(super) const fn any_of(mut self, names: &'static [&'static str]) -> Self {
        self.choice = Choice::AnyOf(names);
        self
    }

    /// The same, needing exactly one of `names`.
    pub(super) const fn one_of(mut self, names: &'static [&'static str]) -> Self {
        self.choice = Choice::OneOf(names);
        self
    }

    /// Every key it knows, except `type`.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().chain(self.shared)
    }
}
