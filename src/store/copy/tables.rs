//! What a history consists of, in an order in which every row finds what it refers to.

/// A table whose rows are copied.
#[derive(Debug)]
pub(in crate::store) struct Table {
    /// What it is called.
    pub(in crate::store) name: &'static str,
    /// What tells its rows apart.
    pub(in crate::store) key: &'static [&'static str],
    /// The rest of a row.
    rest: &'static [&'static str],
}

/// All of them. A test compares this with the tables that the migrations make.
pub(in crate::store) const TABLES: &[Table] = &[
    Table { name: "workspace", key: &["id"], rest: &["last_number"] },
    Table {
        name: "incident",
        key: &["workspace", "number"],
        rest: &["version", "state", "is_open", "channel", "next_reminder_at", "ended_at", "is_private"],
    },
    Table { name: "incident_member", key: &["workspace", "person", "number"], rest: &[] },
    Table { name: "timeline_entry", key: &["workspace", "number", "position"], rest: &["entry"] },
    Table {
        name: "outbox",
        key: &["id"],
        rest: &[
            "workspace",
            "number",
            "lane",
            "errand",
            "effect",
            "state",
            "created_at",
            "run_at",
            "lease_owner",
            "lease_until",
            "attempts",
            "checkpoint",
            "last_error",
            "importance",
            "toll",
            "put_back",
            "failures",
            "tried_for",
        ],
    },
    Table { name: "receipt", key: &["workspace", "request"], rest: &["number", "received_at"] },
    Table { name: "person", key: &["workspace", "id"], rest: &["name", "locale", "standing"] },
];

impl Table {
    /// Its columns, the key first.
    pub(in crate::store) fn columns(&self) -> Vec<&'static str> {
        [self.key, self.rest].concat()
    }

    /// All rows, in any order.
    pub(in crate::store) fn all(&self) -> String {
        format!("SELECT {} FROM {}", self.columns().join(", "), self.name)
    }

    /// The next `rows` rows; behind the key that is given, or the first ones if none is.
    pub(in crate::store) fn page(&self, is_behind_a_key: bool, rows: usize) -> String {
        let key = self.key.join(", ");
        let behind = if is_behind_a_key {
            format!(" WHERE ({key}) > ({})", places(1, self.key.len()))
        } else {
            String::new()
        };
        format!("{}{behind} ORDER BY {key} LIMIT {rows}", self.all())
    }

    /// Writes so many rows at once.
    pub(in crate::store) fn insert(&self, rows: usize) -> String {
        let columns = self.columns();
        let row = |row: usize| format!("({})", places(row * columns.len() + 1, columns.len()));
        let rows = (0..rows).map(row).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {} ({}) VALUES {rows}", self.name, columns.join(", "))
    }
}

/// Places for `count` values, from `$first` on.
fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}
