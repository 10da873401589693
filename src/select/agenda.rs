//! The day's queue: which cards are asked today, and in which order.
//!
//! Due cards come first in the budget, core before the rest, then the most overdue for their
//! interval; new cards get what is left, none while the backlog exceeds a day's budget, spread among
//! the due ones (the manual, The day).

use std::collections::HashSet;

use crate::cards::{CardIx, Kind, Library, Tier};
use crate::model::Day;
use crate::model::config::StudyOrder;
use crate::scheduler::CardState;
use crate::select::{Standings, fresh};

/// What a day's queue depends on.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The study day.
    pub today: Day,
    /// Where new cards stand among due ones.
    pub order: StudyOrder,
    /// Whether siblings of an answered card wait until tomorrow.
    pub bury_siblings: bool,
    /// New cards that may still be met today.
    pub new_left: u32,
    /// Whether that number was asked for, so that the budget does not reduce it.
    pub new_asked: bool,
    /// What is left of the day's budget, in milliseconds.
    pub budget_ms: u64,
    /// What a whole day's budget is, in milliseconds.
    pub day_ms: u64,
    /// What an answer takes, in milliseconds.
    pub answer_ms: u64,
    /// Whether interview prompts were asked for.
    pub interviews: bool,
    /// Whether cards that are not due yet are asked too.
    pub ahead: bool,
}

/// The day's queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// The cards, in the order in which they are asked.
    pub cards: Vec<CardIx>,
    /// Cards that failed earlier today and are asked again.
    pub drills: Vec<CardIx>,
    /// How many of `cards` are due.
    pub due: u32,
    /// How many of `cards` are new.
    pub new: u32,
}

/// The due part of a day's queue, and what it keeps out.
pub struct Due {
    cards: Vec<CardIx>,
    drills: Vec<CardIx>,
    gate: Gate,
}

impl Due {
    /// Finds the due cards that a filter lets through. The standings need hold no more than cards
    /// that are due, were answered today, or have a drill today; with [`Terms::ahead`], all.
    pub fn find(
        library: &Library,
        standings: &Standings,
        terms: &Terms,
        wanted: &dyn Fn(CardIx) -> bool,
    ) -> Due {
        let today = terms.today;
        let mut gate = Gate::new(library, standings, terms);
        let mut drills = Vec::new();
        let mut due: Vec<(CardIx, &CardState)> = Vec::new();
        for (card, state) in standings.iter() {
            if state.is_hidden(today) || !asked(library, terms, card) || !wanted(card) {
                continue;
            }
            if state.drill == Some(today) {
                drills.push(card);
            } else if state.last != Some(today)
                && state.due.is_some_and(|day| terms.ahead || day <= today)
            {
                due.push((card, state));
            }
        }
        due.sort_by_cached_key(|(card, state)| due_key(library, *card, state, today));
        let cards = due.into_iter().map(|(card, _)| card);
        let cards = cards.filter(|&card| gate.admit(library, card)).collect();
        Due { cards, drills, gate }
    }

    /// Returns the day's work: the due cards, and the drills.
    pub fn work(&self) -> Vec<CardIx> {
        self.cards.iter().chain(&self.drills).copied().collect()
    }

    /// Returns how many new cards the day has room for.
    pub fn room_for_new(&self, terms: &Terms) -> u64 {
        new_allowed(terms, self.cards.len() as u64)
    }

    /// Makes the queue without new cards.
    pub fn alone(self) -> Queue {
        let due = self.cards.len() as u32;
        Queue { cards: self.cards, drills: self.drills, due, new: 0 }
    }

    /// Makes the queue with new cards, as many as there is room for. The standings must be those of
    /// all cards.
    pub fn with_new(
        mut self,
        library: &Library,
        standings: &Standings,
        terms: &Terms,
        wanted: &dyn Fn(CardIx) -> bool,
    ) -> Queue {
        let unseen = library.cards().filter(|&card| {
            let state = standings.of(card);
            state.is_none_or(|state| state.due.is_none() && !state.is_hidden(terms.today))
                && asked(library, terms, card)
                && wanted(card)
        });
        let room = usize::try_from(self.room_for_new(terms)).unwrap_or(usize::MAX);
        let new: Vec<CardIx> = fresh::order(library, unseen)
            .into_iter()
            .filter(|&card| self.gate.admit(library, card))
            .take(room)
            .collect();
        let (due, fresh) = (self.cards.len() as u32, new.len() as u32);
        let cards = merge(self.cards, new, terms.order);
        Queue { cards, drills: self.drills, due, new: fresh }
    }
}

/// Says whether a card is of a kind that daily revision asks.
fn asked(library: &Library, terms: &Terms, card: CardIx) -> bool {
    terms.interviews || library.entry_of(card).kind != Kind::Interview
}

/// How many new cards the day has room for.
fn new_allowed(terms: &Terms, due: u64) -> u64 {
    let wanted = u64::from(terms.new_left);
    let work = due.saturating_mul(terms.answer_ms);
    if terms.new_asked {
        return wanted;
    }
    if work > terms.day_ms {
        return 0;
    }
    let room = terms.budget_ms.saturating_sub(work) / terms.answer_ms.max(1);
    wanted.min(room)
}

/// Core before more, then the most overdue for its interval, then an order that mixes topics.
///
/// `(today - due + 1) / interval`, descending: with nothing late it is the shortest interval first,
/// and no card waits for ever.
fn due_key(library: &Library, card: CardIx, state: &CardState, today: Day) -> (Tier, i64, u64) {
    let due = state.due.map_or(0, |due| i64::from(today.0) - i64::from(due.0) + 1);
    let interval = i64::from(state.sm2.interval_days.max(1));
    let urgency = due.saturating_mul(1_000_000) / interval;
    (library.entry_of(card).tier, -urgency, library.card_id(card).hash())
}

/// Keeps out, for today, siblings of an answered card, notes on the same misconception, and more
/// than one scenario.
struct Gate {
    siblings: bool,
    notes: HashSet<u32>,
    covers: HashSet<u32>,
    scenario: bool,
}

impl Gate {
    fn new(library: &Library, standings: &Standings, terms: &Terms) -> Gate {
        let mut gate = Gate {
            siblings: terms.bury_siblings,
            notes: HashSet::new(),
            covers: HashSet::new(),
            scenario: false,
        };
        let answered = standings.iter().filter(|(_, state)| state.last == Some(terms.today));
        for (card, _) in answered {
            gate.admit(library, card);
        }
        gate
    }

    /// Says whether a card may be asked, and keeps its siblings out from now on.
    fn admit(&mut self, library: &Library, card: CardIx) -> bool {
        let entry = library.entry_of(card);
        let scenario = entry.kind == Kind::Scenario;
        if scenario && self.scenario {
            return false;
        }
        if self.siblings {
            let note = library.note_of(card).0;
            let taken = self.notes.contains(&note)
                || entry.covers.is_some_and(|covers| self.covers.contains(&covers));
            if taken {
                return false;
            }
            self.notes.insert(note);
            self.covers.extend(entry.covers);
        }
        self.scenario |= scenario;
        true
    }
}

/// Spreads the new cards among the due ones.
fn merge(due: Vec<CardIx>, new: Vec<CardIx>, order: StudyOrder) -> Vec<CardIx> {
    match order {
        StudyOrder::DueFirst => due.into_iter().chain(new).collect(),
        StudyOrder::NewFirst => new.into_iter().chain(due).collect(),
        StudyOrder::Mixed => {
            let (dues, news) = (due.len(), new.len());
            let mut merged = Vec::with_capacity(dues + news);
            let mut due = due.into_iter();
            for (place, card) in new.into_iter().enumerate() {
                // New card number `place` stands in the middle of its share of the due ones.
                let before = dues * (2 * place + 1) / (2 * news);
                let missing = before.saturating_sub(merged.len() - place);
                merged.extend(due.by_ref().take(missing));
                merged.push(card);
            }
            merged.extend(due);
            merged
        }
    }
}
