//! How big a payload is as a whole. Slack answers these with errors of their own, without a pointer.

use std::io::{self, Write};

use serde_json::Value;

/// Slack has refused messages whose blocks, each within its limits, came to about this many characters
/// of JSON. The exact bound is not documented.
const LONGEST_MESSAGE_CHARACTERS: usize = 13_200;

/// A view may take 250 KB, read strictly: 250,000 bytes of JSON.
const LARGEST_VIEW_BYTES: usize = 250_000;

/// Whether Slack would answer `msg_blocks_too_long`.
pub fn message_too_long(blocks: &Value) -> bool {
    measure(blocks).characters > LONGEST_MESSAGE_CHARACTERS
}

/// Whether Slack would answer `view_too_large`.
pub fn view_too_large(view: &Value) -> bool {
    measure(view).bytes > LARGEST_VIEW_BYTES
}

/// Takes JSON in and keeps only its size.
#[derive(Default)]
struct Size {
    bytes: usize,
    characters: usize,
}

fn measure(value: &Value) -> Size {
    let mut size = Size::default();
    serde_json::to_writer(&mut size, value)
        .expect("a JSON value always serialises, and counting never fails");
    size
}

impl Write for Size {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.bytes += part.len();
        self.characters += part.iter().filter(|byte| starts_character(**byte)).count();
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// In UTF-8 every byte starts a character except the continuation bytes, `10xxxxxx`.
fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}
