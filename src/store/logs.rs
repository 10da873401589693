//! The whole log, card by card.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::model::{ActionId, CardId, EventBody, Moment, Timestamp};
use crate::store::error::{Inner, StoreError};
use crate::store::rows::{self, EVENT, Logged, RETRACTED};
use crate::store::{Store, rebuild};

/// An event as a fold takes it: when, the revision seen, and what happened.
pub type Happened = (Moment, u32, EventBody);

impl Store {
    /// Shows to `see` what happened to each card, in the order in which it is folded. What was taken
    /// back is left out. The cards come in no particular order, one at a time.
    pub fn logs(&self, see: &mut dyn FnMut(&CardId, &[Happened])) -> Result<(), StoreError> {
        self.named(read(&self.conn, see))
    }

    /// Shows to `see` how cards were hidden and marked by what was imported, in the order in which it
    /// is folded. What was taken back is left out.
    pub fn imported_marks(
        &self,
        see: &mut dyn FnMut(&CardId, Timestamp, &EventBody),
    ) -> Result<(), StoreError> {
        self.named(read_marks(&self.conn, see))
    }
}

fn read_marks(conn: &Connection, see: &mut dyn FnMut(&CardId, Timestamp, &EventBody)) -> Inner<()> {
    let tx = conn.unchecked_transaction()?;
    let mut statement = tx.prepare(&format!(
        "select {EVENT} from event e where e.origin is not null and e.card is not null \
         and e.kind in ('suspended', 'unsuspended', 'flagged', 'unflagged', 'buried', 'unburied') \
         and not {RETRACTED} order by e.at_ms, e.device, e.seq"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let event = rows::logged(row)?;
        if let Some(card) = event.card {
            see(&rows::card_named(&tx, card)?, event.moment.at, &event.body);
        }
    }
    Ok(())
}

fn read(conn: &Connection, see: &mut dyn FnMut(&CardId, &[Happened])) -> Inner<()> {
    let tx = conn.unchecked_transaction()?;
    let retracted = rebuild::retracted(&tx)?;
    // The index by card gives the order; no sort of the whole log is needed.
    let mut statement = tx.prepare(&format!(
        "select {EVENT} from event e where e.card is not null order by e.card"
    ))?;
    let mut rows = statement.query([])?;
    let mut open: Option<i64> = None;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let event = rows::logged(row)?;
        if open != event.card {
            show(&tx, open, &mut events, &retracted, see)?;
            open = event.card;
        }
        events.push(event);
    }
    show(&tx, open, &mut events, &retracted, see)
}

fn show(
    conn: &Connection,
    card: Option<i64>,
    events: &mut Vec<Logged>,
    retracted: &HashSet<ActionId>,
    see: &mut dyn FnMut(&CardId, &[Happened]),
) -> Inner<()> {
    let Some(card) = card else { return Ok(()) };
    events.sort_by_key(Logged::order);
    let kept = events.drain(..).filter(|event| !retracted.contains(&event.action));
    let happened: Vec<Happened> = kept.map(|event| (event.moment, event.rev, event.body)).collect();
    see(&rows::card_named(conn, card)?, &happened);
    Ok(())
}
