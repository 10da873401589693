//! The order in which new cards are met.
//!
//! What matters most comes first: the core of every topic before the rest of any. Three topics are
//! interleaved, because mixed practice is remembered better than blocks; a topic waits until the
//! core of what it requires has been met. Collections follow one another in their own order.

use std::collections::{HashMap, VecDeque};

use crate::cards::{CardIx, Library, Tier, TopicIx};

/// How many topics are interleaved.
const INTERLEAVED: usize = 3;

/// Cards that belong together: those of a topic, or of a deck without one.
struct Lane {
    collection: u32,
    topic: Option<TopicIx>,
    /// Its core cards, then its other cards, in the order of the deck.
    tiers: [VecDeque<CardIx>; 2],
}

/// Puts new cards in the order in which they are met. The cards may come in any order.
pub fn order(library: &Library, cards: impl Iterator<Item = CardIx>) -> Vec<CardIx> {
    let mut lanes = lanes(library, cards);
    let required = required(library, &lanes);
    let mut ordered = Vec::new();
    for collection in 0..library.collections.len() as u32 {
        for tier in [Tier::Core, Tier::More] {
            let members: Vec<usize> =
                (0..lanes.len()).filter(|&lane| lanes[lane].collection == collection).collect();
            interleave(&required, &mut lanes, &members, tier as usize, &mut ordered);
        }
    }
    ordered
}

/// Sorts the cards into lanes, lanes by the order of topics, cards by their place in the deck.
fn lanes(library: &Library, cards: impl Iterator<Item = CardIx>) -> Vec<Lane> {
    let mut sorted: Vec<(u32, u32, u32, u32, CardIx)> = cards
        .map(|card| {
            let entry = library.entry_of(card);
            let topic = entry.topic.map_or(u32::MAX, |topic| topic.0);
            let collection = library.decks[entry.deck as usize].collection;
            (collection, topic, entry.deck, entry.position, card)
        })
        .collect();
    sorted.sort_unstable();
    let mut lanes: Vec<Lane> = Vec::new();
    let mut last = None;
    for (collection, topic, deck, _, card) in sorted {
        let topic_ix = (topic != u32::MAX).then_some(TopicIx(topic));
        let key = (collection, topic, if topic_ix.is_some() { 0 } else { deck });
        if last != Some(key) {
            last = Some(key);
            lanes.push(Lane { collection, topic: topic_ix, tiers: Default::default() });
        }
        if let Some(lane) = lanes.last_mut() {
            lane.tiers[library.entry_of(card).tier as usize].push_back(card);
        }
    }
    lanes
}

/// Returns for each lane the lanes of the topics that its own requires, in its collection.
fn required(library: &Library, lanes: &[Lane]) -> Vec<Vec<usize>> {
    let mut by_slug: HashMap<(u32, &str), Vec<usize>> = HashMap::new();
    let slug = |topic: TopicIx| library.topic(topic).slug.as_str();
    for (place, lane) in lanes.iter().enumerate() {
        if let Some(topic) = lane.topic {
            by_slug.entry((lane.collection, slug(topic))).or_default().push(place);
        }
    }
    let of = |(own, lane): (usize, &Lane)| {
        let requires = lane.topic.map_or(&[][..], |topic| &library.topic(topic).requires);
        let found =
            requires.iter().filter_map(|slug| by_slug.get(&(lane.collection, slug.as_str())));
        found.flatten().copied().filter(|&other| other != own).collect()
    };
    lanes.iter().enumerate().map(of).collect()
}

/// Takes one card of each of three lanes in turn; a lane that is empty makes room for the next
/// whose prerequisites have nothing left in this tier.
fn interleave(
    required: &[Vec<usize>],
    lanes: &mut [Lane],
    members: &[usize],
    tier: usize,
    ordered: &mut Vec<CardIx>,
) {
    let mut waiting: VecDeque<usize> =
        members.iter().copied().filter(|&lane| !lanes[lane].tiers[tier].is_empty()).collect();
    let mut open: VecDeque<usize> = VecDeque::new();
    // Whether one may be ready that was not: only the end of a lane makes it so.
    let mut may_be_ready = true;
    loop {
        while open.len() < INTERLEAVED && may_be_ready {
            let is_met = |&other: &usize| lanes[other].tiers[tier].is_empty();
            let ready = waiting.iter().position(|&lane| required[lane].iter().all(is_met));
            // A circle of prerequisites must not lose cards: its first topic goes ahead.
            let place = match ready {
                Some(place) => place,
                None if open.is_empty() && !waiting.is_empty() => 0,
                None => {
                    may_be_ready = false;
                    break;
                }
            };
            open.extend(waiting.remove(place));
        }
        let Some(lane) = open.pop_front() else { return };
        ordered.extend(lanes[lane].tiers[tier].pop_front());
        if lanes[lane].tiers[tier].is_empty() {
            may_be_ready = true;
        } else {
            open.push_back(lane);
        }
    }
}
