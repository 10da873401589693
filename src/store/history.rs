//! A card's history: its events, with what each made of it.

use rusqlite::Connection;

use crate::model::{CardId, Day, Event};
use crate::scheduler::Rules;
use crate::store::Store;
use crate::store::error::{Inner, StoreError};
use crate::store::refold::CardLog;
use crate::store::rows;

/// An event of a card, and the schedule after it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEvent {
    /// What happened.
    pub event: Event,
    /// Whether it was taken back; the schedule is then the one before it.
    pub retracted: bool,
    /// The day the card comes back, as of this event; `None` while it is new.
    pub due: Option<Day>,
    /// The interval, in days; 0 before the first review.
    pub interval_days: u32,
}

impl Store {
    /// Returns the events of a card, oldest first, retracted ones included.
    pub fn history(&self, card: &CardId) -> Result<Vec<HistoryEvent>, StoreError> {
        self.named(history(&self.conn, card, self.rules))
    }
}

fn history(conn: &Connection, card: &CardId, rules: Rules) -> Inner<Vec<HistoryEvent>> {
    let Some(number) = rows::card_number(conn, card)? else { return Ok(Vec::new()) };
    let mut events = Vec::new();
    CardLog::read(conn, card.clone(), number)?.steps(rules, &mut |logged, retracted, state| {
        events.push((
            logged.row,
            HistoryEvent {
                event: logged.into_event(Some(card.clone()), None),
                retracted,
                due: state.due,
                interval_days: state.sm2.interval_days,
            },
        ));
    });
    let mut origin = conn.prepare_cached("select origin from event where id = ?1")?;
    let mut history = Vec::with_capacity(events.len());
    for (row, mut event) in events {
        event.event.origin = origin.query_row([row], |row| row.get(0))?;
        history.push(event);
    }
    Ok(history)
}
