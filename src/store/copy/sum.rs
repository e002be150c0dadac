//! What is in a table, in a few letters: the same for the same rows, in whatever order they come.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::side::Value;

/// How many rows, and the sum of their hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    hashes: u128,
}

impl Sum {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            let (kind, bytes) = match value {
                Value::Integer(number) => (0_u8, number.to_be_bytes().to_vec()),
                Value::Text(text) => (1, text.as_bytes().to_vec()),
            };
            hash.update([kind]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let half = hash.first_chunk().expect("half of thirty-two bytes are sixteen");
        self.hashes = self.hashes.wrapping_add(u128::from_be_bytes(*half));
        self.rows += 1;
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.hashes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[&[&str]]) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            let row: Vec<Value> = row.iter().map(|text| Value::Text((*text).to_owned())).collect();
            sum.add(&row);
        }
        sum
    }

    #[test]
    fn a_sum_tells_tables_apart_and_knows_no_order() {
        let one = sum(&[&["a", "b"], &["c", "d"]]);
        assert_eq!(one, sum(&[&["c", "d"], &["a", "b"]]));
        for other in [sum(&[&["a", "b"]]), sum(&[&["a", "d"], &["c", "b"]]), sum(&[&["ab", ""], &["c", "d"]])]
        {
            assert_ne!(one, other);
        }
        let mut number = Sum::default();
        number.add(&[Value::Integer(0)]);
        assert_ne!(number, sum(&[&["\0\0\0\0\0\0\0\0"]]));
    }
}
