//! What holds of whatever comes in. Each function takes any bytes, hands them to one of Firebell's readers or writers,
//! and panics if what comes out is not as promised.
//!
//! They are called in two ways: by the fuzzer (`fuzz/`, `make fuzz`), which looks for bytes that break a promise, and by
//! `tests/replay.rs`, which tries the bytes that the fuzzer kept and some thousands made from them.

mod cadence;
mod channel_name;
mod config;
mod doors;
mod markdown;
mod messages;
mod mrkdwn;
mod signature;
mod times;
mod typed;
mod when;

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use firebell::config::Config;
use firebell::incident::{
    Asker, Context, Declaration, Incident, Memberships, Number, Policy, SeverityKey, Source, Standing, Step,
    UserId, WorkspaceId,
};

pub use self::cadence::cadence;
pub use self::channel_name::channel_name;
pub use self::config::config;
pub use self::doors::{event, interaction, slash_form};
pub use self::markdown::markdown;
pub use self::messages::messages;
pub use self::mrkdwn::mrkdwn;
pub use self::signature::signature;
pub use self::times::times;
pub use self::typed::typed;
pub use self::when::when;

/// One property, by the name of its fuzz target and of its corpus.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// The name.
    pub name: &'static str,
    /// Panics if the bytes break it.
    pub check: fn(&[u8]),
    /// How many inputs the tests try besides the corpus: some seconds' worth, unoptimised.
    pub rounds: usize,
}

/// All of them.
pub const ALL: &[Property] = &[
    Property { name: "cadence", check: cadence, rounds: 600 },
    Property { name: "channel_name", check: channel_name, rounds: 30_000 },
    Property { name: "config", check: config, rounds: 1_000 },
    Property { name: "event", check: event, rounds: 60_000 },
    Property { name: "interaction", check: interaction, rounds: 20_000 },
    Property { name: "markdown", check: markdown, rounds: 4_000 },
    Property { name: "messages", check: messages, rounds: 600 },
    Property { name: "mrkdwn", check: mrkdwn, rounds: 40_000 },
    Property { name: "signature", check: signature, rounds: 10_000 },
    Property { name: "slash_form", check: slash_form, rounds: 30_000 },
    Property { name: "times", check: times, rounds: 15_000 },
    Property { name: "typed", check: typed, rounds: 40_000 },
    Property { name: "when", check: when, rounds: 20_000 },
];

/// The rules as they are where nobody changed them.
static POLICY: LazyLock<Policy> =
    LazyLock::new(|| Config::load(None, []).expect("the defaults can be read").policy());

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The number that the bytes begin with, and what follows.
fn number(bytes: &[u8]) -> (i64, &[u8]) {
    let (digits, rest) = bytes.split_at(bytes.len().min(8));
    let mut whole = [0; 8];
    whole[..digits.len()].copy_from_slice(digits);
    (i64::from_le_bytes(whole), rest)
}

/// The zone that the bytes begin with, an instant within two years, and what follows.
fn zone_and_instant(bytes: &[u8]) -> (Tz, DateTime<Utc>, &[u8]) {
    let (choice, rest) = bytes.split_at(bytes.len().min(5));
    let (choice, _) = number(choice);
    let zones = i64::try_from(TZ_VARIANTS.len()).expect("there are some hundreds");
    let zone = TZ_VARIANTS[usize::try_from(choice % zones).expect("five bytes are not negative")];
    (zone, noon() + TimeDelta::seconds(choice / zones % (2 * 366 * 86_400)), rest)
}

/// Sunday, 12:00 in Seoul.
fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_316_400, 0).expect("there was this time")
}

fn alice(policy: &Policy, now: DateTime<Utc>) -> Context<'_> {
    let asker = Asker::Person(UserId::new("UALICE"), Standing::Member);
    Context { asker, memberships: Memberships::default(), source: Source::Form, now, policy }
}

/// An incident that was declared at noon, if it can be.
fn declared(title: &str, seen: &str) -> Option<Step> {
    let said = Some(seen.to_owned()).filter(|text| !text.is_empty());
    let declaration = Declaration {
        title: title.to_owned(),
        severity: Some(SeverityKey::new("sev1")),
        seen: said.clone(),
        service: said,
        ..Declaration::default()
    };
    let ctx = alice(&POLICY, noon());
    firebell::incident::declare(WorkspaceId::new("T1"), Number::new(42), declaration, &ctx).ok()
}

fn incident() -> Incident {
    declared("Checkout is down", "").expect("this can be declared").incident
}

/// A person's id is nothing but that, since it comes to stand in mentions.
fn assert_person(user: &UserId) {
    let id = user.as_str();
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    assert!(is_id, "{id:?} is no person");
}
