//! Words as somebody types them: small, and Korean syllables by their letters, so that 서ㅈ finds 서준.

/// The letters that begin a syllable, in the order of Unicode.
const LEADING: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];
/// The letters that may end one, the pairs among them spelled out; the first is none.
const TRAILING: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];
/// The first vowel; the others follow it in the order of syllables.
const FIRST_VOWEL: u32 = 0x314F;
/// The first syllable, 가, and the one after the last.
const SYLLABLES: std::ops::Range<u32> = 0xAC00..0xD7A4;

/// Whether any word of `text` begins with what was typed.
pub(crate) fn begins_with(text: &str, typed: &str) -> bool {
    let typed = letters(typed);
    let text = letters(text);
    text.starts_with(&typed) || text.split_whitespace().any(|word| word.starts_with(&typed))
}

fn letters(text: &str) -> String {
    let mut letters = String::new();
    for letter in text.to_lowercase().chars() {
        match u32::from(letter) {
            code if SYLLABLES.contains(&code) => push_syllable(&mut letters, code - SYLLABLES.start),
            _ => letters.push(letter),
        }
    }
    letters
}

fn push_syllable(letters: &mut String, index: u32) {
    let at = |number: u32| usize::try_from(number).expect("it is small");
    letters.push(LEADING[at(index / 588)]);
    letters.extend(char::from_u32(FIRST_VOWEL + index % 588 / 28));
    letters.push_str(TRAILING[at(index % 28)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_while_it_is_being_typed() {
        for typed in ["", "ㅅ", "서", "섲", "서주", "서준"] {
            assert!(begins_with("이 서준", typed), "{typed}");
        }
        for (name, typed) in [("Alice Hartmann", "hart"), ("김민지", "기"), ("닭", "달"), ("닭", "다")]
        {
            assert!(begins_with(name, typed), "{name} {typed}");
        }
        for (name, typed) in [("이 서준", "준"), ("Alice", "lice"), ("김민지", "이")] {
            assert!(!begins_with(name, typed), "{name} {typed}");
        }
    }
}
