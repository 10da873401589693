//! "Did you mean": the known name nearest to one that is not known.

/// Returns the candidate that is most likely meant by a mistyped name, if any is near enough.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (closeness(&given, candidate), candidate))
        .filter(|(closeness, _)| *closeness >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// How near a candidate is, 0 to 1: by edits, or because one name begins the other.
fn closeness(given: &str, candidate: &str) -> f64 {
    let edits = strsim::jaro_winkler(given, candidate);
    let begins = given.len() >= 3 && (candidate.starts_with(given) || candidate.contains(given));
    if begins { edits.max(0.9) } else { edits }
}
