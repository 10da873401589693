//! Reading states: one card's, or all of them in one pass.

use rusqlite::{Connection, OptionalExtension, Params};

use crate::model::{CardId, Day, EventBody, EventId};
use crate::scheduler::CardState;
use crate::store::error::{Inner, StoreError, unreadable};
use crate::store::rows::{self, EVENT};
use crate::store::{CardNow, Store, refold};

impl Store {
    /// Returns what is known of a card; the default for one that nothing has happened to.
    pub fn state(&self, card: &CardId) -> Result<CardNow, StoreError> {
        self.named(now(&self.conn, card))
    }

    /// Returns the event that touched a card last, retractions included.
    pub fn newest(&self, card: &CardId) -> Result<Option<EventId>, StoreError> {
        self.named(newest(&self.conn, card))
    }

    /// Shows every state to `see`, in the order of card ids. Cards that nothing has happened to are
    /// left out; those whose every event was retracted are there, as new.
    pub fn scan(&self, see: &mut dyn FnMut(&str, &CardState)) -> Result<(), StoreError> {
        self.named(states(&self.conn, ALL, [], see))
    }

    /// Shows to `see`, in no particular order, the states that matter to a session of `today`:
    /// due by then, answered on that day, or with a drill of that day.
    pub fn due_scan(
        &self,
        today: Day,
        see: &mut dyn FnMut(&str, &CardState),
    ) -> Result<(), StoreError> {
        self.named(due(&self.conn, today, see))
    }

    /// Returns how many cards have a state.
    pub fn state_count(&self) -> Result<u64, StoreError> {
        self.named(count(&self.conn))
    }

    /// Returns how many events are of kinds, or say things, that this version does not know. They
    /// are kept, and the fold passes over them. Reads the whole log.
    pub fn unknown_events(&self) -> Result<u64, StoreError> {
        self.named(unknown(&self.conn))
    }
}

pub(super) fn newest(conn: &Connection, card: &CardId) -> Inner<Option<EventId>> {
    let row = conn
        .prepare_cached("select newest from card_state where card = ?1")?
        .query_row([card.as_str()], |row| row.get(0))
        .optional()?;
    Ok(row.map(|row| refold::event_id(conn, row)).transpose()?)
}

pub(super) fn now(conn: &Connection, card: &CardId) -> Inner<CardNow> {
    let found = conn
        .prepare_cached("select state, newest from card_state where card = ?1")?
        .query_row([card.as_str()], |row| Ok((rows::card_state(row, 0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => Ok(CardNow::default()),
        Some((state, newest)) => {
            Ok(CardNow { state, newest: Some(refold::event_id(conn, newest)?) })
        }
    }
}

const ALL: &str = "select card, state from card_state order by card";

/// A drill is opened by a scheduled review, and so on the day of the last one: the index on `last`
/// finds it too.
const DUE: &str = "select card, state from card_state where due <= ?1
    union all
    select card, state from card_state where last = ?1 and (due is null or due > ?1)";

fn due(conn: &Connection, today: Day, see: &mut dyn FnMut(&str, &CardState)) -> Inner<()> {
    // A row found by the index costs ten times a row in passing. The highest number is near enough
    // to the number of rows, and is known at once.
    let is_many: bool = conn
        .prepare_cached(
            "select 10 * (select count(*) from card_state where due <= ?1)
               > (select coalesce(max(num), 0) from card)",
        )?
        .query_row([today.0], |row| row.get(0))?;
    if is_many {
        states(conn, ALL, [], &mut |card, state| {
            if state.is_due(today) || state.last == Some(today) {
                see(card, state);
            }
        })
    } else {
        states(conn, DUE, [today.0], see)
    }
}

fn states(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    see: &mut dyn FnMut(&str, &CardState),
) -> Inner<()> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let state = rows::card_state(row, 1)?;
        see(row.get_ref(0)?.as_str().map_err(|error| unreadable(0, error))?, &state);
    }
    Ok(())
}

fn count(conn: &Connection) -> Inner<u64> {
    let count: i64 = conn.query_row("select count(*) from card_state", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

fn unknown(conn: &Connection) -> Inner<u64> {
    let mut statement = conn.prepare(&format!("select {EVENT} from event e"))?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += u64::from(matches!(rows::logged(row)?.body, EventBody::Unknown { .. }));
    }
    Ok(count)
}
