//! Which notes are exported, and in which order.

use crate::cards::{Kind, NoteIx};
use crate::cli::error::Outcome;
use crate::cli::world::World;
use crate::select::Standings;

/// Returns the notes of the cards that a filter lets through, in the order in which they are learned:
/// by collection, topic and deck; the core of a topic first, its interview prompts last.
pub(super) fn notes(
    world: &World<'_>,
    filter: &[String],
    standings: &Standings,
) -> Outcome<Vec<NoteIx>> {
    let library = world.library();
    let mut notes: Vec<NoteIx> =
        world.select(filter, standings)?.into_iter().map(|card| library.note_of(card)).collect();
    notes.dedup();
    notes.sort_by_key(|note| {
        let entry = library.note(*note);
        let collection = library.decks[entry.deck as usize].collection;
        let topic = entry.topic.map_or(u32::MAX, |topic| topic.0);
        let is_prompt = entry.kind == Kind::Interview;
        (collection, topic, is_prompt, entry.tier, entry.deck, entry.position)
    });
    Ok(notes)
}

/// Puts notes into the order in which they stand in their decks.
pub(super) fn by_deck(world: &World<'_>, notes: &mut [NoteIx]) {
    let library = world.library();
    notes.sort_by_key(|note| {
        let entry = library.note(*note);
        (library.decks[entry.deck as usize].collection, entry.deck, entry.position)
    });
}
