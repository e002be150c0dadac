//! What an incident's channel is called: `inc-42-결제-장애`.

use super::Number;

/// The longest name that a channel can have, in characters.
pub const LONGEST: usize = 80;

/// Fills `{number}` and `{slug}` of `template`. Letters of every alphabet are kept, lower case where they have one;
/// whatever else stands between them becomes one hyphen. At most [`LONGEST`] characters, cut between words where there
/// is one.
pub fn channel_name(template: &str, number: Number, title: &str) -> String {
    let fixed = fill(template, number, "").chars().count();
    let slug = slug(title, LONGEST.saturating_sub(fixed));
    tidy(&fill(template, number, &slug))
}

/// The name for a workspace that refuses the letters of the full one: `inc-42`.
pub fn plain_channel_name(template: &str, number: Number) -> String {
    let ascii: String = fill(template, number, "").chars().filter(char::is_ascii).collect();
    tidy(&ascii)
}

/// The same name for a further try where it is taken: `inc-42-checkout-2`. `attempt` counts from 2.
pub fn with_suffix(name: &str, attempt: u32) -> String {
    let suffix = format!("-{attempt}");
    let stem = cut(name, LONGEST - suffix.len());
    let other = format!("{stem}{suffix}");
    if other == name {
        // A title that fills the name may end like that by itself.
        return format!("{}{suffix}", cut(&stem, stem.chars().count() - 1));
    }
    other
}

fn fill(template: &str, number: Number, slug: &str) -> String {
    template.replace("{number}", &number.get().to_string()).replace("{slug}", slug)
}

fn slug(title: &str, longest: usize) -> String {
    cut(&tidy(title), longest)
}

/// Lower case letters and digits with single hyphens (or the underscores that were there) between them.
fn tidy(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        // Some capitals have no small letter, and Slack takes none.
        if (c.is_alphanumeric() && !c.is_uppercase()) || c == '_' {
            name.push(c);
        } else if is_apostrophe(c) {
            // It stands within a word: "can't" is "cant", not two words.
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// The first `longest` characters, back to the last hyphen if that keeps at least half of them.
fn cut(name: &str, longest: usize) -> String {
    let Some((end, next)) = name.char_indices().nth(longest) else { return name.to_owned() };
    let head = &name[..end];
    let keep = match head.rfind('-') {
        Some(hyphen) if next != '-' && head[..hyphen].chars().count() * 2 >= longest => &head[..hyphen],
        _ => head,
    };
    keep.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "inc-{number}-{slug}";

    fn name(title: &str) -> String {
        channel_name(TEMPLATE, Number::new(42), title)
    }

    #[test]
    fn names_keep_letters_of_every_alphabet() {
        for (title, expected) in [
            ("Checkout is down", "inc-42-checkout-is-down"),
            ("결제 장애", "inc-42-결제-장애"),
            ("  API: 500s -- 30% of calls!  ", "inc-42-api-500s-30-of-calls"),
            ("<!channel> @everyone", "inc-42-channel-everyone"),
            ("ÜBER_Größe", "inc-42-über_größe"),
            ("🔥🔥🔥", "inc-42"),
            ("𝐁𝐈𝐆 fire", "inc-42-fire"),
            ("", "inc-42"),
        ] {
            assert_eq!(name(title), expected, "{title}");
        }
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let long = name(&"payments are failing ".repeat(10));
        assert!(long.chars().count() <= LONGEST && long.ends_with("-payments"), "{long}");
        let unbroken = name(&"장".repeat(200));
        assert_eq!(unbroken.chars().count(), LONGEST);
        assert_eq!(with_suffix(&unbroken, 2).chars().count(), LONGEST);
    }

    #[test]
    fn a_name_that_is_taken_is_not_tried_again_even_if_its_title_ends_like_a_suffix() {
        for letters in [70, 71] {
            let taken = format!("inc-42-{}-2", "a".repeat(letters));
            assert_eq!(with_suffix(&taken, 2), format!("inc-42-{}-2", "a".repeat(letters - 1)));
        }
    }

    #[test]
    fn refused_letters_leave_the_plain_name() {
        assert_eq!(plain_channel_name(TEMPLATE, Number::new(42)), "inc-42");
        assert_eq!(plain_channel_name("장애-{number}-{slug}", Number::new(42)), "42");
        assert_eq!(with_suffix("inc-42", 3), "inc-42-3");
    }
}
