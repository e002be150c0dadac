//! The sandbox seen from outside: over the wire as an app and as a driver, one file per subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod world;

mod smoke;
