//! The hardest cards: those to rewrite, split or learn anew.

use std::cmp::Reverse;

use crate::model::CardId;
use crate::scheduler::CardState;

/// Returns the cards that were ever forgotten, the hardest first, at most `limit`.
///
/// Most lapses first, then the higher difficulty, then the id, so that the order is the same
/// every time.
pub fn hardest<'a>(
    cards: impl IntoIterator<Item = (&'a CardId, &'a CardState)>,
    limit: usize,
) -> Vec<(&'a CardId, &'a CardState)> {
    let mut hard: Vec<_> = cards.into_iter().filter(|(_, state)| state.lapses > 0).collect();
    let difficulty = |state: &CardState| state.fsrs.map_or(0.0, |memory| memory.difficulty);
    hard.sort_by(|(a_id, a), (b_id, b)| {
        Reverse(a.lapses)
            .cmp(&Reverse(b.lapses))
            .then_with(|| difficulty(b).total_cmp(&difficulty(a)))
            .then_with(|| a_id.cmp(b_id))
    });
    hard.truncate(limit);
    hard
}
