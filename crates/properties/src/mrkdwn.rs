//! What people typed, in Slack's mrkdwn.

use firebell::slack::views::text::{clip, clip_mrkdwn, escape, foreign, quote};

/// The bytes are a length and a text. Escaped, it is read as itself and nothing else; cut anywhere, as its beginning; and
/// no mention beside it is torn.
pub fn mrkdwn(bytes: &[u8]) {
    let (length, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let (text, longest) = (crate::text(rest), usize::from(*length) + 1);
    assert_eq!(words(&escape(&text)).as_deref(), Some(&*text));

    let cut = words(&foreign(&text, longest)).expect("nothing but words");
    assert!(cut.chars().count() <= longest, "{cut:?} is longer than {longest}");
    assert_eq!(cut, clip(&text, longest));
    assert_beginning(&cut, &text);
    let quoted = quote(&text, longest);
    assert!(quoted.lines().all(|line| line.starts_with("> ")), "{quoted:?} is not all quoted");

    let clipped = clip_mrkdwn(&escape(&text), longest);
    assert!(clipped.chars().count() <= longest, "{clipped:?} is longer than {longest}");
    assert_beginning(&words(&clipped).expect("no entity is torn"), &text);
    let beside = clip_mrkdwn(&format!("{} <@U1|bob> {}", escape(&text), escape(&text)), longest);
    let without = beside.replace("<@U1|bob>", "");
    assert!(words(&without).is_some(), "{beside:?} has a torn mention");
}

fn assert_beginning(cut: &str, text: &str) {
    let beginning = cut.strip_suffix('…').unwrap_or(cut);
    assert!(text.starts_with(beginning), "{cut:?} is no beginning of {text:?}");
}

/// What Slack shows of mrkdwn; `None` if it would read more in it than words. (Slack docs, "Escaping text".)
pub(crate) fn words(mrkdwn: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = mrkdwn;
    while let Some(at) = rest.find(['&', '<', '>']) {
        words.push_str(&rest[..at]);
        let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];
        let (entity, letter) = entities.iter().find(|(entity, _)| rest[at..].starts_with(entity))?;
        words.push(*letter);
        rest = &rest[at + entity.len()..];
    }
    words.push_str(rest);
    Some(words)
}
