//! CL05: what is hidden is not shown.

use crate::cards::kinds::cloze::Piece;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};

rule! {
    code: "CL05",
    name: "hole-visible",
    severity: Error,
    profile: House,
    what: "A hidden word does not stand elsewhere in the text.",
    why: "It is the first thing a learner will try.",
    bad: "text: \"A partition keeps order: Kafka orders records within a {{c1::partition}} and nowhere else.\"",
    good: "text: \"Kafka orders the records of a topic within a {{c1::partition}} and nowhere else.\"",
    check: Card(check)
}

fn check(_: &Context, card: &Card, report: &mut Report) {
    let Some(cloze) = super::cloze(card) else { return };
    let pieces = cloze.pieces();
    let visible: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_lowercase(),
            Piece::Hole { .. } => "\0".to_owned(),
        })
        .collect();
    for piece in &pieces {
        let Piece::Hole { hidden, .. } = piece else { continue };
        if stands_in(&visible, &hidden.to_lowercase()) {
            report
                .field(
                    card,
                    "text",
                    format!("`{hidden}` is hidden, and stands elsewhere in the text"),
                )
                .help("say it in other words, or hide it there too, under the same number");
        }
    }
}

/// Says whether a hidden text stands in the rest. A short one, such as a number, must stand as a
/// word of its own: `4` is not given away by `409`.
fn stands_in(visible: &str, hidden: &str) -> bool {
    let is_short = hidden.chars().count() < 4;
    let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    visible.match_indices(hidden).any(|(at, found)| {
        !is_short
            || (is_edge(visible[..at].chars().next_back())
                && is_edge(visible[at + found.len()..].chars().next()))
    })
}
