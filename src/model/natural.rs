//! The order in which people expect names with numbers in them: `9.2` before `15.4`.

use std::cmp::Ordering;

/// Compares two names piece by piece: runs of digits as numbers, everything else as text.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while !left.is_empty() && !right.is_empty() {
        let ((one, rest_left), (other, rest_right)) = (piece(left), piece(right));
        let both_numbers = starts_with_digit(one) && starts_with_digit(other);
        let order = if both_numbers { by_number(one, other) } else { one.cmp(other) };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (rest_left, rest_right);
    }
    // What is equal but for leading zeros is still told apart.
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Splits the first run of digits, or of anything else, off.
fn piece(text: &str) -> (&str, &str) {
    let is_number = starts_with_digit(text);
    let end = text.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(text.len());
    text.split_at(end)
}

fn by_number(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut places =
            ["15.4", "9.2.2", "a", "9.10", "9.2", "", "10", "REL03", "REL3", "§6.9", "§6.7"];
        places.sort_by(|a, b| compare(a, b));
        assert_eq!(
            places,
            ["", "9.2", "9.2.2", "9.10", "10", "15.4", "REL03", "REL3", "a", "§6.7", "§6.9"]
        );
    }
}
