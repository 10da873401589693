//! Writing much at once: what comes from elsewhere.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::model::{ActionId, CardId, EventBody, EventId, Moment, NewEvent};
use crate::store::append::{self, Writer};
use crate::store::error::{Inner, Refusal, StoreError};
use crate::store::rows::{self, Logged, RETRACTED};
use crate::store::{Store, rebuild};

/// How much of the database is kept in memory meanwhile, in SQLite's own unit, where less than 0 is KiB:
/// an index by origin takes its entries anywhere, and pages that do not fit are written many times.
const CACHE: i64 = -32 << 10;

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The action that wrote them all; `None` where nothing was new.
    pub action: Option<ActionId>,
    /// How many events were written.
    pub added: usize,
    /// How many were left out, because their origin was in the log already.
    pub skipped: usize,
    /// How many of those written had been in the log before, and were taken back.
    pub again: usize,
}

/// What the log knows of the origin of an event.
enum Known {
    /// Nothing: it may come under this origin.
    No(String),
    /// It is there.
    Yes,
}

impl Store {
    /// Writes events from elsewhere with their own times, as one action, leaving out those whose
    /// origin the log knows.
    ///
    /// An event that was taken back comes anew, under its origin with `~2` behind it, then `~3`: the
    /// log is only added to, and who imports again wants it back. Memory is bounded by the events of one
    /// card where those of each card follow each other.
    ///
    /// # Errors
    ///
    /// Every event needs a card and an origin; else [`StoreError::Refused`], and nothing is
    /// written.
    pub fn import_events(
        &mut self,
        events: &mut dyn Iterator<Item = (Moment, NewEvent)>,
    ) -> Result<Imported, StoreError> {
        let result = self.check_writable().and_then(|()| {
            let usual: i64 = self.conn.pragma_query_value(None, "cache_size", |row| row.get(0))?;
            self.conn.pragma_update(None, "cache_size", CACHE)?;
            let imported = self.import(events);
            self.conn.pragma_update(None, "cache_size", usual)?;
            imported
        });
        self.named(result)
    }

    fn import(&self, events: &mut dyn Iterator<Item = (Moment, NewEvent)>) -> Inner<Imported> {
        let tx = append::begin(self)?;
        // The trigger looks for what is looked for here already, and makes SQLite copy every page it
        // changes, for each event: four fifths of the time. Nobody else can write meanwhile.
        let trigger: String = tx.query_row(
            "select sql from sqlite_schema where name = 'event_replace'",
            [],
            |row| row.get(0),
        )?;
        tx.execute_batch("drop trigger event_replace")?;
        let mut writer = Writer::new(&tx, self)?;
        let mut imported = Imported::default();
        let mut last: Option<CardId> = None;
        for (moment, event) in events {
            let kind = || event.body.kind().to_owned();
            if event.card.is_none() || !event.body.has_card() {
                return Err(Refusal::Card(kind()).into());
            }
            if let EventBody::Unknown { kind } = &event.body {
                return Err(Refusal::UnknownKind(kind.clone()).into());
            }
            let origin = event.origin.as_ref().ok_or_else(|| Refusal::NoOrigin(kind()))?;
            match known(&tx, origin)? {
                Known::Yes => imported.skipped += 1,
                Known::No(free) => {
                    if last != event.card {
                        writer.settle()?;
                        last.clone_from(&event.card);
                    }
                    imported.again += usize::from(free != *origin);
                    writer.add(&NewEvent { origin: Some(free), ..event }, moment)?;
                    imported.added += 1;
                }
            }
        }
        if imported.added > 0 {
            imported.action = Some(writer.close()?);
            tx.execute_batch(&trigger)?;
            tx.commit()?;
        }
        Ok(imported)
    }

    /// Writes events of this device as they are, each an action of its own, and then folds
    /// everything: for a log that is made as a whole. Their times must not run backwards.
    ///
    /// Returns how many were written.
    pub fn bulk(
        &mut self,
        events: &mut dyn Iterator<Item = (Moment, CardId, EventBody)>,
    ) -> Result<u64, StoreError> {
        let result = self.check_writable().and_then(|()| self.write_all(events));
        self.named(result)
    }

    fn write_all(
        &self,
        events: &mut dyn Iterator<Item = (Moment, CardId, EventBody)>,
    ) -> Inner<u64> {
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        let device = self.device;
        let first = append::next_seq(&tx, device)?;
        let mut numbers: HashMap<CardId, i64> = HashMap::new();
        let mut insert = tx.prepare(rows::INSERT)?;
        let mut count = 0;
        for (seq, (moment, card, body)) in (first..).zip(events) {
            let number = match numbers.get(&card) {
                Some(&number) => number,
                None => append::number(&tx, &card)?,
            };
            numbers.insert(card, number);
            let id = EventId { device, seq };
            let event = Logged { row: 0, id, action: id, moment, card: Some(number), rev: 1, body };
            rows::insert(&mut insert, &event, None)?;
            count += 1;
        }
        drop(insert);
        rebuild::run(&tx, self.rules, &mut |_| ())?;
        tx.commit()?;
        Ok(count)
    }
}

/// Looks for an origin among the events that count.
fn known(conn: &Connection, origin: &str) -> rusqlite::Result<Known> {
    let sql = format!("select {RETRACTED} from event e where e.origin = ?1");
    let mut find = conn.prepare_cached(&sql)?;
    let mut name = origin.to_owned();
    for next in 2.. {
        match find.query_row([&name], |row| row.get(0)).optional()? {
            None => break,
            Some(false) => return Ok(Known::Yes),
            Some(true) => name = format!("{origin}~{next}"),
        }
    }
    Ok(Known::No(name))
}
