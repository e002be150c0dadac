//! What the client says when it does not do what a person asks: its own words for the codes of
//! [`Misuse`](crate::people::Misuse), whose messages are for those who drive the sandbox by program.

use super::words::{Language, Values};

/// The sentence for a code; a general one for codes that nobody causes with the client's own controls.
pub(crate) fn words(language: Language, error: &str) -> String {
    language.text(key(error), &Values::new())
}

fn key(error: &str) -> &'static str {
    of_field(error).or_else(|| of_channel(error)).or_else(|| of_message(error)).unwrap_or("refusal")
}

/// What stands under a field, or is said about one.
fn of_field(error: &str) -> Option<&'static str> {
    Some(match error {
        "required_input_empty" | "nothing_chosen" => "refusal-empty",
        "too_long" => "refusal-too-long",
        "too_short" => "refusal-too-short",
        "not_an_email" => "refusal-email",
        "not_a_url" => "refusal-url",
        "not_a_number" | "not_a_whole_number" => "refusal-number",
        "too_small" | "too_large" => "refusal-range",
        "not_a_date" | "not_a_date_time" | "not_a_time" => "refusal-date",
        "too_many_selected" => "refusal-too-many",
        "option_not_offered" | "unknown_file" => "refusal-not-offered",
        "query_too_short" => "refusal-query",
        "bad_status" => "refusal-status",
        _ => return None,
    })
}

fn of_channel(error: &str) -> Option<&'static str> {
    Some(match error {
        "name_taken" => "refusal-name-taken",
        "invalid_name_required" => "refusal-name-empty",
        "invalid_name_maxlength" => "refusal-name-length",
        "invalid_name_punctuation" | "invalid_name_specials" => "refusal-name-letters",
        "not_a_member" => "refusal-not-member",
        "channel_archived" => "refusal-archived",
        "unknown_channel" | "channel_not_visible" => "refusal-no-channel",
        "cannot_join" => "refusal-join",
        "is_general" => "refusal-general",
        "already_in_channel" => "refusal-already-in",
        "restricted_action" => "refusal-guest",
        "unknown_user" | "user_deactivated" => "refusal-no-person",
        _ => return None,
    })
}

/// About messages and what apps show.
fn of_message(error: &str) -> Option<&'static str> {
    Some(match error {
        "text_missing" => "refusal-no-text",
        "unknown_message" => "refusal-no-message",
        "not_your_message" => "refusal-not-yours",
        "no_such_emoji" => "refusal-emoji",
        "already_reacted" | "no_reaction" | "already_pinned" | "not_pinned" => "refusal-already",
        "unknown_view" | "view_not_on_top" | "no_open_view" | "no_such_action" | "nothing_to_submit" => {
            "refusal-gone"
        }
        "no_such_shortcut" => "refusal-shortcut",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_can_cause_is_said_in_their_language() {
        for error in ["too_long", "name_taken", "no_such_emoji", "already_reacted", "not_a_member"] {
            let (english, korean) = (words(Language::English, error), words(Language::Korean, error));
            assert_ne!(english, words(Language::English, "no_such_code"), "{error}");
            assert!(korean.contains(|letter: char| ('가'..='힣').contains(&letter)), "{error}: {korean}");
        }
        assert_eq!(words(Language::English, "unexpected_key"), "That is not possible here.");
    }
}
