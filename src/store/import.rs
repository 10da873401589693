//! Writing much at once: what comes from elsewhere.

use std::collections::HashMap;

use rusqlite::{Transaction, TransactionBehavior};

use crate::model::{CardId, EventBody, EventId, Moment, NewEvent};
use crate::store::append::{self, Writer};
use crate::store::error::{Inner, Refusal, StoreError};
use crate::store::rows::{self, Logged};
use crate::store::{Store, rebuild};

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The action that wrote them all, as [`Store::append`] reports one; `None` where nothing was
    /// new.
    pub written: Option<append::Written>,
    /// How many events were written.
    pub added: usize,
    /// How many were left out, because their origin was in the log already.
    pub skipped: usize,
}

impl Store {
    /// Writes events from elsewhere with their own times, as one action, leaving out those whose
    /// origin the log knows.
    ///
    /// An import that was undone stays undone: its origins remain in the log.
    ///
    /// # Errors
    ///
    /// Every event needs a card and an origin; else [`StoreError::Refused`], and nothing is
    /// written.
    pub fn import_events(
        &mut self,
        events: &[(Moment, NewEvent)],
        now: Moment,
    ) -> Result<Imported, StoreError> {
        let result = self.check_writable().and_then(|()| self.import(events, now));
        self.named(result)
    }

    fn import(&self, events: &[(Moment, NewEvent)], now: Moment) -> Inner<Imported> {
        let tx = append::begin(self)?;
        let mut writer = Writer::new(&tx, self)?;
        let mut imported = Imported::default();
        for (moment, event) in events {
            let kind = || event.body.kind().to_owned();
            if event.card.is_none() || !event.body.has_card() {
                return Err(Refusal::Card(kind()).into());
            }
            if let EventBody::Unknown { kind } = &event.body {
                return Err(Refusal::UnknownKind(kind.clone()).into());
            }
            let origin = event.origin.as_ref().ok_or_else(|| Refusal::NoOrigin(kind()))?;
            if append::has_origin(&tx, origin)? {
                imported.skipped += 1;
            } else {
                writer.add(event, *moment)?;
                imported.added += 1;
            }
        }
        if imported.added > 0 {
            imported.written = Some(writer.finish(now)?);
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
