//! Slack's request signature.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The value of `X-Slack-Signature` for a body sent at `timestamp` (Unix seconds): `v0=` and 64 hex digits.
///
/// The key is the signing secret's characters as they are, and the body is signed as the bytes that travel.
pub fn sign(signing_secret: &str, timestamp: i64, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(signing_secret.as_bytes()).expect("any length of key is allowed");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    let mut signature = String::from("v0=");
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("writing to a string does not fail");
    }
    signature
}
