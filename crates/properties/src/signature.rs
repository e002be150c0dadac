//! Whether a request comes from Slack.

use firebell::slack::inbound::verify::is_from_slack;
use secrecy::SecretString;

use crate::noon;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// The bytes are a time, a line end, a signature, a line end and a body. They are accepted if and only if that is the
/// signature of this body and time, and the time is near; ours always is, and no other body, time or signature beside it.
pub fn signature(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
    let mut part = || parts.next().unwrap_or_default();
    let (timestamp, signature, body) = (crate::text(part()), crate::text(part()), part());
    let accepts = |timestamp: &str, signature: &str, body: &[u8]| {
        is_from_slack(
            &[SecretString::from("old"), SecretString::from(SECRET)],
            timestamp,
            signature,
            body,
            noon(),
        )
    };
    let signed_at = timestamp.parse::<i64>().unwrap_or_default();
    // Another spelling of the same number can be signed too, though Slack does not.
    if signed_at.to_string() == timestamp {
        let near = signed_at.abs_diff(noon().timestamp()) <= 300;
        let right = near && slack_sandbox::sign(SECRET, signed_at, body) == *signature;
        assert_eq!(accepts(&timestamp, &signature, body), right, "{timestamp:?} {signature:?}");
    }

    let now = noon().timestamp();
    let ours = slack_sandbox::sign(SECRET, now, body);
    assert!(accepts(&now.to_string(), &ours, body), "our own is refused");
    assert!(!accepts(&(now + 1).to_string(), &ours, body), "another time is accepted");
    assert!(!accepts(&now.to_string(), &ours, &[body, b" "].concat()), "another body is accepted");
    if *signature != ours {
        assert!(!accepts(&now.to_string(), &signature, body), "another signature is accepted");
    }
}
