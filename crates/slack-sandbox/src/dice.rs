//! Small repeatable randomness: opaque words and the chance of a fault. Nothing here is secret.

/// The next number of a splitmix64 sequence.
pub(crate) fn scramble(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Whether an event of the given probability (0 to 1) happens this time.
pub(crate) fn happens(state: &mut u64, probability: f64) -> bool {
    let upper = u32::try_from(scramble(state) >> 32).expect("32 bits are left");
    f64::from(upper) / f64::from(u32::MAX) < probability
}
