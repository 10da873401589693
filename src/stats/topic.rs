//! How well a topic is known, and how ready one is to be asked about it.

use crate::cards::Tier;
use crate::model::Day;
use crate::scheduler::{CardState, Scheduler};

/// A topic's cards by how well they are known on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TopicSummary {
    /// All cards: the sum of the next three.
    pub cards: u32,
    /// Never reviewed, or reset.
    pub new: u32,
    /// Begun, with a chance of recall below [`KNOWN`].
    pub learning: u32,
    /// With a chance of recall of [`KNOWN`] or more.
    pub known: u32,
    /// The cards of the tier "core".
    pub core: u32,
    /// The core cards among the new ones.
    pub core_new: u32,
    /// The mean chance of recall over the core cards, 0 to 1, new ones taken as 0; `None` for a
    /// topic without core cards.
    pub readiness: Option<f64>,
}

/// The chance of recall from which a card counts as known.
pub const KNOWN: f64 = 0.9;

/// Sums up a topic on a day, which may lie ahead: then without any further review until it.
///
/// Cards that nothing has happened to come with `None`. Whether suspended cards and those of
/// interviews are among them is the caller's choice.
pub fn summarize<'a>(
    cards: impl IntoIterator<Item = (Tier, Option<&'a CardState>)>,
    scheduler: &dyn Scheduler,
    on: Day,
) -> TopicSummary {
    let mut summary = TopicSummary::default();
    let mut core_recall = 0.0;
    for (tier, state) in cards {
        let begun = state.filter(|state| state.due.is_some());
        let recall = begun.and_then(|state| scheduler.retrievability(state, on)).unwrap_or(0.0);
        summary.cards += 1;
        match begun {
            None => summary.new += 1,
            Some(_) if recall < KNOWN => summary.learning += 1,
            Some(_) => summary.known += 1,
        }
        if tier == Tier::Core {
            summary.core += 1;
            summary.core_new += u32::from(begun.is_none());
            core_recall += recall;
        }
    }
    summary.readiness = (summary.core > 0).then(|| core_recall / f64::from(summary.core));
    summary
}
