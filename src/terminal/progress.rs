//! How far a learner is, as signs: the stage of a topic, and a bar of what is known.

use crate::roadmap::Stage;
use crate::stats::TopicSummary;
use crate::terminal::look::Look;
use crate::terminal::text::{Label, Span};

/// Returns the sign of a stage, one column wide, and how it is labelled.
pub(crate) fn sign(stage: Stage, look: &Look) -> Span {
    let (unicode, ascii, label) = match stage {
        Stage::Known => ("✓", "x", Label::Right),
        Stage::Begun => ("◐", "/", Label::Bar),
        Stage::Open => ("○", "o", Label::Key),
        Stage::Waiting => ("·", ".", Label::Dim),
        Stage::Empty => ("–", "-", Label::Dim),
        Stage::Aside => ("=", "=", Label::Dim),
    };
    Span::new(if look.unicode { unicode } else { ascii }, label)
}

/// Says what a sign means, for the legend.
pub(crate) fn meaning(stage: Stage) -> &'static str {
    match stage {
        Stage::Known => "known",
        Stage::Begun => "begun",
        Stage::Open => "unlocked",
        Stage::Waiting => "later",
        Stage::Empty => "no cards yet",
        Stage::Aside => "nothing to review",
    }
}

/// Draws a bar of so many columns: known, learning, new.
pub(crate) fn bar(summary: &TopicSummary, columns: usize, look: &Look) -> Vec<Span> {
    let signs = if look.unicode { ["━", "╍", "─"] } else { ["#", "=", "-"] };
    let labels = [Label::Bar, Label::Bar, Label::Dim];
    let cells = cells([summary.known, summary.learning, summary.new], columns);
    let parts = cells.iter().zip(signs).zip(labels);
    parts
        .filter(|((count, _), _)| **count > 0)
        .map(|((&count, sign), label)| Span::new(&sign.repeat(count), label))
        .collect()
}

/// Shares columns out in proportion to three numbers. What is there at all gets a column, as long as
/// there are any.
pub fn cells(parts: [u32; 3], columns: usize) -> [usize; 3] {
    let all: u64 = parts.iter().map(|&part| u64::from(part)).sum();
    let Some(all) = std::num::NonZero::new(all) else { return [0, 0, columns] };
    let columns = columns as u64;
    let mut cells = parts.map(|part| (u64::from(part) * columns) / all);
    // The largest remainders get what is left over.
    let mut by_rest = [0, 1, 2];
    by_rest.sort_by_key(|&at| std::cmp::Reverse((u64::from(parts[at]) * columns) % all));
    for at in by_rest {
        cells[at] += u64::from(cells.iter().sum::<u64>() < columns && parts[at] > 0);
    }
    for at in 0..3 {
        let most =
            (0..3).max_by_key(|&other| (cells[other], std::cmp::Reverse(other))).unwrap_or(0);
        if parts[at] > 0 && cells[at] == 0 && cells[most] > 1 {
            cells[at] = 1;
            cells[most] -= 1;
        }
    }
    cells.map(|count| count as usize)
}

/// Says in words how well cards are known: `12 known, 5 learning, 30 new`.
pub(crate) fn words(summary: &TopicSummary) -> String {
    format!("{} known, {} learning, {} new", summary.known, summary.learning, summary.new)
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn a_bar_is_full_and_shows_whatever_is_there() {
        for (parts, columns, expected) in [
            ([0, 0, 0], 10, [0, 0, 10]),
            ([5, 5, 0], 10, [5, 5, 0]),
            ([1, 0, 999], 10, [1, 0, 9]),
            ([1, 1, 999], 10, [1, 1, 8]),
            ([999, 1, 1], 10, [8, 1, 1]),
            ([1, 1, 1], 10, [4, 3, 3]),
            ([1, 1, 1], 2, [1, 1, 0]),
            ([u32::MAX, u32::MAX, u32::MAX], 12, [4, 4, 4]),
            ([3, 4, 5], 0, [0, 0, 0]),
        ] {
            assert_eq!(cells(parts, columns), expected, "{parts:?} in {columns}");
        }
    }
}
