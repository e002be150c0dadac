//! Where in the payload the checker stands, kept on the stack and spelled out only when something is wrong.

use std::fmt;

/// A place in a JSON document: the way there from the root.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Index(usize),
}

impl Path<'static> {
    /// The argument that is being checked: `blocks` or `view`.
    pub(super) const fn root(argument: &'static str) -> Self {
        Self { parent: None, step: Step::Key(argument) }
    }
}

impl<'a> Path<'a> {
    /// The value under `key`. Keys come from the tables, so none needs escaping.
    pub(super) fn key(&'a self, key: &'static str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// The value at `index`.
    pub(super) fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Key(key) => write!(f, "/{key}"),
            Step::Index(index) => write!(f, "/{index}"),
        }
    }
}
