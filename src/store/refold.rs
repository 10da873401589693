//! One card's part of the log, and folding it: before a change and after it.

use rusqlite::Connection;

use crate::model::{ActionId, CardId, EventId};
use crate::scheduler::{CardState, Fold, ReviewFact, Rules};
use crate::store::error::Inner;
use crate::store::rows::{self, EVENT, Logged, RETRACTED};

/// The events of a card, in the order in which they are folded.
#[derive(Debug)]
pub(super) struct CardLog {
    pub(super) card: CardId,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    event: Logged,
    retracted: bool,
}

impl CardLog {
    /// Reads the events of a card.
    pub(super) fn read(conn: &Connection, card: CardId, number: i64) -> Inner<CardLog> {
        let sql = format!("select {EVENT}, {RETRACTED} from event e where e.card = ?1");
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query([number])?;
        let mut log = CardLog { card, entries: Vec::new() };
        while let Some(row) = rows.next()? {
            log.entries.push(Entry { event: rows::logged(row)?, retracted: row.get(17)? });
        }
        log.sort();
        Ok(log)
    }

    /// Adds an event that was just written.
    pub(super) fn push(&mut self, event: Logged) {
        let is_last = self.entries.last().is_none_or(|last| last.event.order() <= event.order());
        self.entries.push(Entry { event, retracted: false });
        if !is_last {
            self.sort();
        }
    }

    /// Marks the events of an action that was just taken back.
    pub(super) fn retract(&mut self, action: ActionId) {
        for entry in &mut self.entries {
            entry.retracted |= entry.event.action == action;
        }
    }

    fn sort(&mut self) {
        self.entries.sort_by_key(|entry| entry.event.order());
    }

    /// Folds what was not retracted, and shows what each answer was worth.
    pub(super) fn fold(&self, rules: Rules, see: &mut dyn FnMut(&ReviewFact)) -> CardState {
        let mut fold = Fold::new(&self.card, rules);
        for Entry { event, .. } in self.entries.iter().filter(|entry| !entry.retracted) {
            if let Some(fact) = fold.push(event.moment, event.rev, &event.body) {
                see(&fact);
            }
        }
        fold.into_state()
    }

    /// Walks through the events with the state after each.
    pub(super) fn steps(self, rules: Rules, step: &mut dyn FnMut(Logged, bool, &CardState)) {
        let mut fold = Fold::new(&self.card, rules);
        for Entry { event, retracted } in self.entries {
            if !retracted {
                fold.push(event.moment, event.rev, &event.body);
            }
            step(event, retracted, fold.state());
        }
    }
}

/// Returns the numbers of the cards of an action, each once, in ascending order.
///
/// The events of an action follow each other, so that no index by action is needed.
pub(super) fn cards_of(conn: &Connection, action: ActionId) -> rusqlite::Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "select action_seq, card from event where device = ?1 and seq >= ?2 order by seq",
    )?;
    let mut rows = statement.query([action.device.0, action.seq])?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(0)? != action.seq {
            break;
        }
        cards.extend(row.get::<_, Option<i64>>(1)?);
    }
    cards.sort_unstable();
    cards.dedup();
    Ok(cards)
}

/// Returns the name of the event in a row of the log.
pub(super) fn event_id(conn: &Connection, row: i64) -> rusqlite::Result<EventId> {
    conn.prepare_cached("select device, seq from event where id = ?1")?.query_row([row], |row| {
        Ok(EventId { device: crate::model::DeviceId(row.get(0)?), seq: row.get(1)? })
    })
}
