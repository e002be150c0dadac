//! What somebody typed, given back with the reason why nothing came of it: so nothing is lost.

use super::blocks::{Stress, actions, button, how_many_fit, section};
use super::text::escape;
use super::{Message, Voice};
use crate::incident::Field;
use crate::say;
use crate::slack::ids;

/// How many characters of what was typed, escaped, stand in one section.
const PIECE: usize = 2700;

/// A refusal that gives back what was typed, so that nothing is lost with it.
pub fn with_typed(sentence: &str, typed: &str, voice: &Voice<'_>) -> Message {
    let mut blocks = vec![section(sentence)];
    let typed = typed.trim();
    if typed.is_empty() {
        return Message::new(sentence, blocks);
    }
    let heading = say!(voice.language, "refused-typed");
    blocks.push(section(&heading));
    let typed_blocks: Vec<_> = pieces(typed).iter().map(|piece| section(&escape(piece))).collect();
    let fitting = how_many_fit(&typed_blocks, 1200);
    blocks.extend(typed_blocks.into_iter().take(fitting));
    Message::new(&format!("{sentence}\n{heading}\n{}", escape(typed)), blocks)
}

/// Text in pieces that fit into a section each, however much escaping makes of them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut length = 0;
    for c in text.chars() {
        let escaped = escape(c.encode_utf8(&mut [0; 4])).chars().count();
        if length + escaped > PIECE {
            pieces.push(String::new());
            length = 0;
        }
        pieces.last_mut().expect("there is always one").push(c);
        length += escaped;
    }
    pieces
}

/// As [`with_typed`], with a button that makes a declaration of what was typed: it reads like a command, and may as well say
/// what is wrong.
pub fn with_typed_to_declare(sentence: &str, typed: &str, voice: &Voice<'_>) -> Message {
    let mut message = with_typed(sentence, typed, voice);
    let typed = typed.trim();
    if typed.chars().count() <= Field::Title.longest() {
        let label = say!(voice.language, "declare-words");
        let declare = button(ids::DECLARE_WORDS.to_owned(), &label, typed, Stress::None);
        message.blocks.push(actions(ids::DECLARE_WORDS.to_owned(), vec![declare.into()]));
    }
    message
}
