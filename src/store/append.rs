//! Writing: one action, one transaction, on disk when the call returns.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::model::{
    Action, ActionId, CardId, DeviceId, EventBody, EventId, Moment, NewEvent, Seen, Timestamp,
};
use crate::scheduler::Daily;
use crate::store::days;
use crate::store::error::{Fault, Inner, Refusal, StoreError};
use crate::store::refold::{self, CardLog};
use crate::store::rows::{self, Logged};
use crate::store::{CardNow, Store, actions, read, rebuild};

/// What became of an action.
#[derive(Clone, Debug, PartialEq)]
pub enum Appended {
    /// It is on disk.
    Done(Written),
    /// The card has changed since it was seen; nothing was written.
    Stale(CardNow),
}

/// An action that is on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its name: the id of its first event.
    pub action: ActionId,
    /// When it happened: the moment given, moved on where this device's log had come further.
    pub moment: Moment,
    /// The ids of its events, in the order of its entries.
    pub events: Vec<EventId>,
    /// Every card it touched, with what is known of it now. For a retraction these are the cards
    /// of the action taken back.
    pub cards: Vec<(CardId, CardNow)>,
}

impl Store {
    /// Writes what one key or one command did, and folds its cards again, in one transaction.
    ///
    /// Times never run backwards on a device: an event gets the moment given, or one millisecond
    /// after the device's last event where that is later. When this returns, the action survives a
    /// loss of power; when it fails, nothing of it is there.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for entries that make no sense, a retraction of what does not exist,
    /// is a retraction itself or was taken back already; [`StoreError::RulesChanged`] when another
    /// window folds by other rules.
    pub fn append(&mut self, action: &Action, moment: Moment) -> Result<Appended, StoreError> {
        let result = self.check_writable().and_then(|()| self.write(action, moment));
        self.named(result)
    }

    fn write(&self, action: &Action, moment: Moment) -> Inner<Appended> {
        check(&action.entries)?;
        let tx = begin(self)?;
        let first = action.entries.first().and_then(|entry| entry.card.as_ref());
        if let (Seen::Newest(seen), Some(card)) = (action.seen, first) {
            let now = read::now(&tx, card)?;
            if now.newest != seen {
                return Ok(Appended::Stale(now));
            }
        }
        let last = actions::last_time(&tx, self.device)?;
        let at = last.map_or(moment.at, |last| moment.at.max(Timestamp(last.0.saturating_add(1))));
        let moment = Moment { at, ..moment };
        let mut writer = Writer::new(&tx, self)?;
        for entry in &action.entries {
            if let Some(origin) = &entry.origin
                && has_origin(&tx, origin)?
            {
                return Err(Refusal::Origin(origin.clone()).into());
            }
            writer.add(entry, moment)?;
        }
        let written = writer.finish(moment)?;
        tx.commit()?;
        Ok(Appended::Done(written))
    }
}

/// Starts a transaction that writes.
pub(super) fn begin(store: &Store) -> Inner<Transaction<'_>> {
    let tx = Transaction::new_unchecked(&store.conn, TransactionBehavior::Immediate)?;
    if rebuild::fingerprint(&tx)? != Some(rebuild::wanted(store.rules)) {
        return Err(Fault::RulesChanged);
    }
    Ok(tx)
}

/// Checks what can be checked without the log.
fn check(entries: &[NewEvent]) -> Result<(), Refusal> {
    let is_retraction = |entry: &NewEvent| matches!(entry.body, EventBody::Retracted { .. });
    let first = entries.first().ok_or(Refusal::Empty)?;
    for entry in entries {
        if let EventBody::Unknown { kind } = &entry.body {
            return Err(Refusal::UnknownKind(kind.clone()));
        }
        if entry.card.is_some() != entry.body.has_card() {
            return Err(Refusal::Card(entry.body.kind().to_owned()));
        }
        if is_retraction(entry) != is_retraction(first) {
            return Err(Refusal::Mixed);
        }
    }
    Ok(())
}

/// Writes the events of one action and changes the projections with them.
pub(super) struct Writer<'a> {
    conn: &'a Connection,
    store: &'a Store,
    /// The id of the next event.
    next: EventId,
    action: ActionId,
    cards: BTreeMap<i64, Touched>,
    /// The card of the last event, and its number.
    last: Option<(CardId, i64)>,
    changes: Daily,
}

struct Touched {
    log: CardLog,
    newest: i64,
}

impl<'a> Writer<'a> {
    /// Starts the next action of the store's device. The caller holds the transaction.
    pub(super) fn new(conn: &'a Connection, store: &'a Store) -> Inner<Writer<'a>> {
        let next = EventId { device: store.device, seq: next_seq(conn, store.device)? };
        let (cards, changes) = (BTreeMap::new(), Daily::default());
        Ok(Writer { conn, store, next, action: next, cards, last: None, changes })
    }

    /// Writes one event. The log must not have its origin.
    pub(super) fn add(&mut self, entry: &NewEvent, moment: Moment) -> Inner<()> {
        let card = entry.card.as_ref().map(|card| self.number(card)).transpose()?;
        if let (Some(card), Some(number)) = (&entry.card, card) {
            self.touch(number, card)?;
        }
        let mut taken_back = Vec::new();
        if let EventBody::Retracted { action } = entry.body {
            actions::check_retractable(self.conn, action)?;
            taken_back = refold::cards_of(self.conn, action)?;
            for &number in &taken_back {
                self.touch(number, &rows::card_named(self.conn, number)?)?;
            }
        }
        let (id, action) = (self.next, self.action);
        let (rev, body) = (entry.rev, entry.body.clone());
        let mut event = Logged { row: 0, id, action, moment, card, rev, body };
        let mut insert = self.conn.prepare_cached(rows::INSERT)?;
        event.row = rows::insert(&mut insert, &event, entry.origin.as_deref())?;
        self.next.seq += 1;
        for number in taken_back.into_iter().chain(card) {
            if let Some(touched) = self.cards.get_mut(&number) {
                touched.newest = event.row;
                match event.body {
                    EventBody::Retracted { action } => touched.log.retract(action),
                    _ => touched.log.push(event.clone()),
                }
            }
        }
        Ok(())
    }

    fn number(&mut self, card: &CardId) -> rusqlite::Result<i64> {
        match &self.last {
            Some((last, number)) if last == card => Ok(*number),
            _ => {
                let number = number(self.conn, card)?;
                self.last = Some((card.clone(), number));
                Ok(number)
            }
        }
    }

    /// Takes the answers of a card out of its days, until [`Writer::settle`] puts them back.
    fn touch(&mut self, number: i64, card: &CardId) -> Inner<()> {
        if !self.cards.contains_key(&number) {
            let log = CardLog::read(self.conn, card.clone(), number)?;
            log.fold(self.store.rules, &mut |fact| self.changes.subtract(fact));
            self.cards.insert(number, Touched { log, newest: 0 });
        }
        Ok(())
    }

    /// Folds the cards touched so far again, stores what comes out, and lets go of them.
    pub(super) fn settle(&mut self) -> Inner<Vec<(CardId, CardNow)>> {
        let mut cards = Vec::with_capacity(self.cards.len());
        let mut put = self.conn.prepare_cached(rows::PUT_STATE)?;
        for Touched { log, newest } in std::mem::take(&mut self.cards).into_values() {
            let state = log.fold(self.store.rules, &mut |fact| self.changes.add(fact));
            rows::put_state(&mut put, &log.card, &state, newest)?;
            let newest = Some(refold::event_id(self.conn, newest)?);
            cards.push((log.card, CardNow { state, newest }));
        }
        Ok(cards)
    }

    /// Settles what is open, and the days. Returns the action.
    pub(super) fn close(mut self) -> Inner<ActionId> {
        self.settle()?;
        days::change(self.conn, &self.changes)?;
        Ok(self.action)
    }

    /// Settles what is open, and the days. Returns what was written.
    fn finish(mut self, moment: Moment) -> Inner<Written> {
        let cards = self.settle()?;
        days::change(self.conn, &self.changes)?;
        let device = self.action.device;
        let events = (self.action.seq..self.next.seq).map(|seq| EventId { device, seq }).collect();
        Ok(Written { action: self.action, moment, events, cards })
    }
}

/// Returns the number of a device's next event.
pub(super) fn next_seq(conn: &Connection, device: DeviceId) -> rusqlite::Result<i64> {
    conn.prepare_cached("select coalesce(max(seq), 0) + 1 from event where device = ?1")?
        .query_row([device.0], |row| row.get(0))
}

/// Returns the number of a card, and gives it one where it has none.
pub(super) fn number(conn: &Connection, card: &CardId) -> rusqlite::Result<i64> {
    match rows::card_number(conn, card)? {
        Some(number) => Ok(number),
        None => conn.prepare_cached("insert into card (id) values (?1)")?.insert([card.as_str()]),
    }
}

/// Says whether something of this origin is in the log.
pub(super) fn has_origin(conn: &Connection, origin: &str) -> rusqlite::Result<bool> {
    conn.prepare_cached("select 1 from event where origin = ?1")?.exists([origin])
}
