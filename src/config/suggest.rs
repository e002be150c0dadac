//! "Did you mean …?"

/// The candidate that `word` is most likely a slip of the pen for, if one is near.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let furthest = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= furthest)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence: `; did you mean 'x'?`, or nothing.
pub(super) fn did_you_mean(suggestion: Option<impl AsRef<str>>) -> String {
    suggestion.map(|word| format!("; did you mean '{}'?", word.as_ref())).unwrap_or_default()
}
