//! Whether a request comes from Slack. (Slack docs, "Verifying requests from Slack".)

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// How old, or how far ahead, a request's own time may be, in seconds.
const TOLERANCE_SECONDS: u64 = 300;

/// Whether `body` was signed with one of `secrets` at a time near `now`. Both headers are as they were sent; a missing
/// one is empty and matches nothing.
pub fn is_from_slack(
    secrets: &[SecretString],
    timestamp: &str,
    signature: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> bool {
    let Ok(signed_at) = timestamp.parse::<i64>() else { return false };
    if now.timestamp().abs_diff(signed_at) > TOLERANCE_SECONDS {
        return false;
    }
    let Some(digest) = signature.strip_prefix("v0=").and_then(unhex) else { return false };
    secrets.iter().any(|secret| matches(secret, timestamp, &digest, body))
}

fn matches(secret: &SecretString, timestamp: &str, digest: &[u8], body: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else {
        return false;
    };
    mac.update(b"v0:");
    mac.update(timestamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    // In constant time.
    mac.verify_slice(digest).is_ok()
}

/// 64 lower-case hex digits, as Slack writes them.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.len() != 64 || digits.iter().any(|c| !matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    (0..32).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vector that Slack's guide prints.
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const TIMESTAMP: &str = "1531420618";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V\
        &channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=\
        &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN\
        &trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    fn check(secrets: &[&str], timestamp: &str, signature: &str, body: &str, now: i64) -> bool {
        let secrets: Vec<SecretString> =
            secrets.iter().map(|secret| SecretString::from((*secret).to_owned())).collect();
        let now = DateTime::from_timestamp(now, 0).unwrap();
        is_from_slack(&secrets, timestamp, signature, body.as_bytes(), now)
    }

    #[test]
    fn slacks_own_vector_is_accepted_with_any_of_several_secrets() {
        assert!(check(&[SECRET], TIMESTAMP, SIGNATURE, BODY, 1_531_420_618));
        assert!(check(&["new", SECRET], TIMESTAMP, SIGNATURE, BODY, 1_531_420_618 + 300));
        assert!(check(&[SECRET, "new"], TIMESTAMP, SIGNATURE, BODY, 1_531_420_618 - 300));
    }

    #[test]
    fn whatever_differs_is_refused() {
        let now = 1_531_420_618;
        let upper = SIGNATURE.to_uppercase().replace("V0", "v0");
        for (why, accepted) in [
            ("no secret", check(&[], TIMESTAMP, SIGNATURE, BODY, now)),
            ("wrong secret", check(&["other"], TIMESTAMP, SIGNATURE, BODY, now)),
            ("changed body", check(&[SECRET], TIMESTAMP, SIGNATURE, &BODY.replace("foobar", "foobaz"), now)),
            ("other time", check(&[SECRET], "1531420619", SIGNATURE, BODY, now)),
            ("too old", check(&[SECRET], TIMESTAMP, SIGNATURE, BODY, now + 301)),
            ("too far ahead", check(&[SECRET], TIMESTAMP, SIGNATURE, BODY, now - 301)),
            ("no time", check(&[SECRET], "", SIGNATURE, BODY, now)),
            ("no signature", check(&[SECRET], TIMESTAMP, "", BODY, now)),
            ("short signature", check(&[SECRET], TIMESTAMP, &SIGNATURE[..66], BODY, now)),
            ("upper case", check(&[SECRET], TIMESTAMP, &upper, BODY, now)),
            ("not hex", check(&[SECRET], TIMESTAMP, &format!("v0={}", "é".repeat(32)), BODY, now)),
            ("monstrous time", check(&[SECRET], "-9223372036854775808", SIGNATURE, BODY, now)),
        ] {
            assert!(!accepted, "{why}");
        }
    }
}
