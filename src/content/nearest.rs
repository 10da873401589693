//! "Did you mean": the word of a list that is closest to one that is not in it.

/// Returns the known word that a misspelt one was probably meant to be.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word: Vec<char> = word.chars().take(65).collect();
    // One slip in a short word, two in a longer one, three in a long one.
    let allowed = (word.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(|other| other.chars().count().abs_diff(word.len()) <= allowed)
        .map(|other| (distance(&word, other), other))
        .filter(|&(slips, _)| slips <= allowed)
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, other)| other)
}

/// Counts the insertions, deletions and replacements between two words (Levenshtein 1966).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = corner + usize::from(left != right);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
