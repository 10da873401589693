//! `export anki --push --with-progress`: schedules of cards that were in Anki before the package,
//! which a package never changes.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::cards::{CardIx, NoteIx};
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::export::foreign::{Foreigners, Speaker};
use crate::cli::export::push::{BATCH, There};
use crate::cli::world::{World, rules};
use crate::exchange::anki::connect::{Connect, ConnectError};
use crate::exchange::anki::ord;
use crate::exchange::export::anki::{CardThere, Change, Live, Progress, ReviewThere, history};
use crate::select::Standings;

/// How many cards are changed in one request.
const CHANGES: usize = 100;

/// What became of the schedules of cards that were there before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    /// Cards whose schedule was set.
    pub(super) cards: usize,
    /// Entries added to the review log.
    pub(super) reviews: usize,
    /// Cards with answers in Anki that are not known here; they stay as they are.
    pub(super) unpulled: usize,
    /// Cards that a filtered deck has borrowed; they stay as they are.
    pub(super) borrowed: usize,
    /// Cards that Anki did not change.
    pub(super) refused: usize,
}

/// Brings the schedules of cards up to date that were there before the package, where something
/// happened here that is not known there.
pub(super) fn bring(
    anki: &Connect,
    world: &World<'_>,
    standings: &Standings,
    foreigners: &Foreigners,
    there: &There,
    notes: &[NoteIx],
) -> Outcome<Brought> {
    let mut brought = Brought::default();
    let matched = matched(anki, world, foreigners, there, notes)?;
    let known = known(anki, there, &matched)?;
    let changes = changes(world, standings, &known, &mut brought)?;
    let Some(first) = changes.first() else { return Ok(brought) };
    let today = today(anki, first.card)?;
    let mut taken: HashSet<i64> =
        known.values().flat_map(|card| card.reviews.iter().map(|review| review.at_ms)).collect();
    for some in changes.chunks(CHANGES) {
        set(anki, some, today, &mut taken, &mut brought)?;
    }
    Ok(brought)
}

/// Returns the card there for each of ours. Which of a note's cards each is, its number tells.
fn matched(
    anki: &Connect,
    world: &World<'_>,
    foreigners: &Foreigners,
    there: &There,
    notes: &[NoteIx],
) -> Result<HashMap<CardIx, i64>, ConnectError> {
    let library = world.library();
    let mut by_number: HashMap<u16, HashSet<i64>> = HashMap::new();
    let mut matched = HashMap::new();
    for note in notes {
        let speaker = match foreigners.speaker(*note) {
            Speaker::Itself => *note,
            Speaker::Other(note) => note,
            Speaker::Absent => continue,
        };
        let found = there.cards(speaker);
        for card in library.siblings(*note).map(CardIx).filter(|_| !found.is_empty()) {
            let number = ord(library.part_of(card), foreigners.card(*note));
            let those = match by_number.get(&number) {
                Some(those) => those,
                None => {
                    let those = search(anki, there, &format!("card:{}", u32::from(number) + 1))?;
                    by_number.entry(number).or_insert(those)
                }
            };
            let one = found.iter().find(|card| those.contains(card));
            matched.extend(one.map(|one| (card, *one)));
        }
    }
    Ok(matched)
}

/// Finds cards among those that are there.
fn search(anki: &Connect, there: &There, what: &str) -> Result<HashSet<i64>, ConnectError> {
    anki.call("findCards", &json!({"query": format!("{} {what}", there.query)}))
}

/// Asks what is known there of some cards.
fn known(
    anki: &Connect,
    there: &There,
    matched: &HashMap<CardIx, i64>,
) -> Result<HashMap<CardIx, CardThere>, ConnectError> {
    let mut ids: Vec<i64> = matched.values().copied().collect();
    ids.sort_unstable();
    let mut logs: HashMap<i64, Vec<ReviewThere>> = HashMap::new();
    for some in ids.chunks(BATCH) {
        let found: HashMap<String, Vec<ReviewThere>> =
            anki.call("getReviewsOfCards", &json!({ "cards": some }))?;
        logs.extend(found.into_iter().filter_map(|(card, log)| Some((card.parse().ok()?, log))));
    }
    let suspended = search(anki, there, "is:suspended")?;
    let flagged = search(anki, there, "-flag:0")?;
    let borrowed = search(anki, there, "deck:filtered")?;
    let known = matched.iter().map(|(ix, id)| {
        let card = CardThere {
            id: *id,
            reviews: logs.remove(id).unwrap_or_default(),
            is_suspended: suspended.contains(id),
            is_flagged: flagged.contains(id),
            is_borrowed: borrowed.contains(id),
        };
        (*ix, card)
    });
    Ok(known.collect())
}

/// Returns what is to be changed, in the order of the cards' ids.
fn changes(
    world: &World<'_>,
    standings: &Standings,
    known: &HashMap<CardIx, CardThere>,
    brought: &mut Brought,
) -> Outcome<Vec<Live>> {
    let (library, rules, now) = (world.library(), rules(world.context), world.now());
    let mut changes = Vec::new();
    world.store.logs(&mut |card, events| {
        let Some(ix) = library.find_card(card.as_str()) else { return };
        let Some(there) = known.get(&ix) else { return };
        let history = history(card, events, rules);
        let state = standings.of(ix).cloned().unwrap_or_default();
        let progress = Progress { state, answered: history.answered };
        match Change::of(there, &progress, &history, now) {
            Change::Nothing => {}
            Change::Unknown => brought.unpulled += 1,
            Change::Borrowed => brought.borrowed += 1,
            Change::Set(live) => changes.push(live),
        }
    })?;
    changes.sort_by_key(|live: &Live| live.card);
    Ok(changes)
}

/// Finds out which number today has in Anki's own count of days, which it does not tell. A card that
/// is to be changed anyway is given day 0, and searching for it tells how long ago that was. Should
/// this be the end, the next push finds the card still to be changed.
fn today(anki: &Connect, card: i64) -> Outcome<i64> {
    const LONG_AGO: i64 = 1 << 16;
    let values = [("type", json!(2)), ("queue", json!(2)), ("due", json!(0))];
    let _: Value = anki.call("setSpecificValueOfCard", &change(card, values.into_iter()))?;
    let is_within = |days: i64| -> Result<bool, ConnectError> {
        let query = format!("cid:{card} prop:due>=-{days}");
        let found: Vec<i64> = anki.call("findCards", &json!({ "query": query }))?;
        Ok(found.contains(&card))
    };
    if !is_within(LONG_AGO)? {
        let message = anyhow::anyhow!("Anki does not say which day it has");
        return Err(CliError::new(Kind::Outside, message)
            .hint("the notes are there; for the schedules update Anki and AnkiConnect"));
    }
    let (mut low, mut high) = (0, LONG_AGO);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_within(middle)? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

fn change(card: i64, values: impl Iterator<Item = (&'static str, Value)>) -> Value {
    let (keys, values): (Vec<_>, Vec<_>) = values.unzip();
    json!({"card": card, "keys": keys, "newValues": values, "warning_check": true})
}

/// Sets schedules, and adds what the review logs lack. `taken` are the ids of the log that are known
/// to be in use.
fn set(
    anki: &Connect,
    changes: &[Live],
    today: i64,
    taken: &mut HashSet<i64>,
    brought: &mut Brought,
) -> Result<(), ConnectError> {
    let params: Vec<Value> =
        changes.iter().map(|live| change(live.card, live.values(today))).collect();
    let results = anki.call_each("setSpecificValueOfCard", &params)?;
    let mut reviews = Vec::new();
    for (live, result) in changes.iter().zip(results) {
        if result.is_ok_and(|result| result == json!([true])) {
            brought.cards += 1;
            reviews.extend_from_slice(&live.reviews);
        } else {
            brought.refused += 1;
        }
    }
    // The log comes last: what it has is not looked at again.
    for review in &mut reviews {
        while !taken.insert(review[0]) {
            review[0] += 1;
        }
    }
    brought.reviews += reviews.len();
    if !reviews.is_empty() {
        let _: Value = anki.call("insertReviews", &json!({ "reviews": reviews }))?;
    }
    Ok(())
}
