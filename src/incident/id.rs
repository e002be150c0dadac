//! Names of things, each its own type, so that a channel is never taken for a person.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! opaque_id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the id as it was given; nothing is read into its letters.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

opaque_id! {
    /// The workspace that an incident belongs to; every row and every question is scoped by it.
    WorkspaceId
    /// A person.
    UserId
    /// A group of people, for example an on-call group.
    GroupId
    /// A place where people talk.
    ChannelId
    /// The key of a severity on the ladder, lower case: `sev1`.
    SeverityKey
    /// The key of a service in the catalogue, lower case: `checkout`.
    ServiceKey
}

impl SeverityKey {
    /// What people read and type: `SEV1`.
    pub fn label(&self) -> String {
        self.0.to_uppercase()
    }
}

/// The number of an incident: from 1, per workspace, without gaps and without reuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(i64);

impl Number {
    /// The number as counted; the store counts.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The bare number, as stored.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads `INC-42`, `inc-42`, `INC42` or `42`; anything else is not a number of an incident.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = match text.get(..3) {
            Some(prefix) if prefix.eq_ignore_ascii_case("inc") => {
                text[3..].strip_prefix('-').unwrap_or(&text[3..])
            }
            _ => text,
        };
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten().filter(|n| *n > 0).map(Self)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "INC-{}", self.0)
    }
}

/// One message that stands somewhere: its channel, and its name within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRef {
    /// Where it stands.
    pub channel: ChannelId,
    /// Which one it is there: opaque, ordered by time.
    pub ts: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for text in ["INC-42", "inc-42", "Inc42", "42"] {
            assert_eq!(Number::parse(text), Some(Number::new(42)), "{text}");
        }
        for text in ["", "INC-", "INC-0", "-1", "4 2", "INC--4", "장애", "inc-4x", "99999999999999999999"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
