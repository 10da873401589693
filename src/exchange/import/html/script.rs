//! Raised and lowered text: `x²`, `H₂O`, and where Unicode has no signs `x^(n+1)`.

/// Signs as they stand in a line, raised, and lowered; a space where there is none.
const SIGNS: [(char, char, char); 32] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
    ('−', '⁻', '₋'),
    ('=', '⁼', '₌'),
    ('(', '⁽', '₍'),
    (')', '⁾', '₎'),
    ('i', 'ⁱ', 'ᵢ'),
    ('n', 'ⁿ', 'ₙ'),
    ('a', 'ᵃ', 'ₐ'),
    ('e', 'ᵉ', 'ₑ'),
    ('o', 'ᵒ', 'ₒ'),
    ('x', 'ˣ', 'ₓ'),
    ('h', 'ʰ', 'ₕ'),
    ('k', 'ᵏ', 'ₖ'),
    ('l', 'ˡ', 'ₗ'),
    ('m', 'ᵐ', 'ₘ'),
    ('p', 'ᵖ', 'ₚ'),
    ('s', 'ˢ', 'ₛ'),
    ('t', 'ᵗ', 'ₜ'),
    ('r', 'ʳ', 'ᵣ'),
    ('u', 'ᵘ', 'ᵤ'),
    ('v', 'ᵛ', 'ᵥ'),
];

/// Returns raised or lowered text as it is written in a line, and whether that says all of it.
/// `before` is the character it follows.
pub(super) fn written(text: &str, is_raised: bool, before: Option<char>) -> (String, bool) {
    if text.is_empty() {
        return (String::new(), true);
    }
    // 1st, 2nd: nobody reads the letters as anything else.
    let is_ordinal = matches!(text, "st" | "nd" | "rd" | "th");
    if is_raised && is_ordinal && before.is_some_and(|c| c.is_ascii_digit()) {
        return (text.to_owned(), true);
    }
    let sign = |c: char| {
        let (_, raised, lowered) = SIGNS.iter().find(|(plain, ..)| *plain == c)?;
        Some(if is_raised { *raised } else { *lowered })
    };
    if let Some(signs) = text.chars().map(sign).collect::<Option<String>>() {
        return (signs, true);
    }
    let mark = if is_raised { '^' } else { '_' };
    let written = match text.chars().count() {
        1 => format!("{mark}{text}"),
        _ => format!("{mark}({text})"),
    };
    (written, false)
}
