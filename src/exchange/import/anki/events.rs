//! What happened to the cards of a package, small enough for millions of answers.
//!
//! An answer is kept as what it differs in; the event that the log is to have is made of it when it
//! is asked for.

use std::collections::HashSet;
use std::rc::Rc;

use crate::model::{CardId, EventBody, Grade, Mode, Moment, NewEvent, Reviewed};

/// What happened to the cards of a package, card by card.
#[derive(Debug, Default)]
pub struct Events {
    cards: Vec<Card>,
    list: Vec<Entry>,
    /// What was found.
    pub(super) counts: EventCounts,
}

/// A card, and what stands before each origin of its events.
#[derive(Debug)]
struct Card {
    id: CardId,
    guid: Rc<str>,
    ord: u16,
}

#[derive(Debug)]
struct Entry {
    moment: Moment,
    /// The place of its card.
    card: u32,
    what: What,
}

/// What an event is.
#[derive(Debug)]
pub(super) enum What {
    /// An answer that counts as if it had been given here.
    Answer { grade: Grade, took_ms: u32, ahead: bool },
    /// An answer that is history.
    History { grade: Grade, took_ms: u32, interval_days: u32 },
    /// Anything else, with what makes its origin one of a kind.
    Other(Box<(String, EventBody)>),
}

impl Events {
    /// Says which card the events are of that come next.
    pub(super) fn card(&mut self, id: &CardId, guid: &Rc<str>, ord: u16) {
        self.cards.push(Card { id: id.clone(), guid: guid.clone(), ord });
    }

    /// Adds an answer; its time is its origin.
    pub(super) fn answer(&mut self, moment: Moment, what: What) {
        // A package has fewer cards than a number of 32 bits can count.
        let card = self.cards.len().saturating_sub(1) as u32;
        self.list.push(Entry { moment, card, what });
    }

    /// Adds what is no answer.
    pub(super) fn other(&mut self, moment: Moment, origin: String, body: EventBody) {
        self.answer(moment, What::Other(Box::new((origin, body))));
    }

    /// Takes in what happened in another package, and is not among the origins seen so far.
    pub(super) fn join(&mut self, other: Events, seen: &mut HashSet<String>) {
        let first = self.cards.len() as u32;
        self.counts.add(other.counts);
        let Events { cards, list, .. } = other;
        let new = list.into_iter().filter(|entry| seen.insert(origin(&cards, entry)));
        self.list.extend(new.map(|entry| Entry { card: entry.card + first, ..entry }));
        self.cards.extend(cards);
    }

    /// Returns the events as the log is to have them. Those of a card follow each other.
    pub fn iter(&self) -> impl Iterator<Item = (Moment, NewEvent)> {
        self.list.iter().filter_map(|entry| {
            let card = self.cards.get(entry.card as usize)?.id.clone();
            let origin = Some(origin(&self.cards, entry));
            let event = NewEvent { card: Some(card), rev: 0, origin, body: entry.what.body() };
            Some((entry.moment, event))
        })
    }
}

/// Returns where an event came from, for ever the same.
fn origin(cards: &[Card], entry: &Entry) -> String {
    let (guid, ord) = match cards.get(entry.card as usize) {
        Some(card) => (&*card.guid, card.ord),
        None => ("", 0),
    };
    match &entry.what {
        What::Other(other) => format!("anki:{guid}:{ord}:{}", other.0),
        _ => format!("anki:{guid}:{ord}:{}", entry.moment.at.0),
    }
}

impl What {
    fn body(&self) -> EventBody {
        match *self {
            What::Answer { grade, took_ms, ahead } => EventBody::Reviewed(Reviewed {
                grade,
                took_ms,
                mode: if ahead { Mode::Ahead } else { Mode::Study },
                schedules: !ahead,
                response: None,
                sure: None,
                emptied: false,
            }),
            What::History { grade, took_ms, interval_days } => {
                EventBody::ImportedReview { grade, took_ms, interval_days }
            }
            What::Other(ref other) => other.1.clone(),
        }
    }
}

/// What a package says of progress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct EventCounts {
    /// Graded answers.
    pub reviews: usize,
    /// Of them, those that were given here and had gone out with an export.
    pub ours: usize,
    /// Cards with a schedule.
    pub schedules: usize,
    /// Cards that are suspended.
    pub suspended: usize,
    /// Cards that have a flag.
    pub flagged: usize,
    /// Cards that are buried.
    pub buried: usize,
    /// Changes of a schedule by hand that have no counterpart here.
    pub not_understood: usize,
    /// Answers that are dated in the future, or before there was an Anki.
    pub misdated: usize,
}

impl EventCounts {
    /// Adds what was found elsewhere.
    pub fn add(&mut self, other: EventCounts) {
        self.reviews += other.reviews;
        self.ours += other.ours;
        self.schedules += other.schedules;
        self.suspended += other.suspended;
        self.flagged += other.flagged;
        self.buried += other.buried;
        self.not_understood += other.not_understood;
        self.misdated += other.misdated;
    }
}
