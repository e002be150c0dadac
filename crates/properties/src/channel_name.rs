//! What an incident's channel is called.

use firebell::incident::Number;
use firebell::incident::channel_name::{LONGEST, channel_name as name_of, plain_channel_name, with_suffix};

const TEMPLATES: &[&str] = &[
    "inc-{number}-{slug}",
    "{number}",
    "{slug}-{number}",
    "장애-{number}-{slug}",
    "INC {number}: {slug}!",
    "a-template-that-is-as-long-as-it-{number}",
];

/// The bytes are a template, a number and a title. The name bears the number, is one that Slack takes (the sandbox knows
/// which), and so are the ones for when it is taken or when its letters are refused.
pub fn channel_name(bytes: &[u8]) {
    let (choice, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let (number, title) = crate::number(rest);
    let template = TEMPLATES[usize::from(*choice) % TEMPLATES.len()];
    let number = Number::new(number.checked_abs().unwrap_or(i64::MAX).max(1));
    let title = crate::text(title);

    let name = name_of(template, number, &title);
    assert_eq!(name, name_of(template, number, &title));
    assert_taken(&name, true);
    assert!(name.contains(&number.get().to_string()), "{name:?} does not bear its number");
    assert!(!name.ends_with('-') && !name.contains("--"), "{name:?}");
    let plain = plain_channel_name(template, number);
    assert_taken(&plain, false);
    for attempt in [2, 10, u32::MAX] {
        assert_taken(&with_suffix(&name, attempt), true);
        assert_taken(&with_suffix(&plain, attempt), false);
        assert_ne!(with_suffix(&name, attempt), name);
    }
}

fn assert_taken(name: &str, unicode: bool) {
    assert!(name.chars().count() <= LONGEST, "{name:?} is too long");
    assert_eq!(slack_sandbox::check_channel_name(name, unicode), Ok(()), "{name:?}");
}
