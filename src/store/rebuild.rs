//! Folding the whole log: after a change of rules, and to check what is stored.
//!
//! The log is read once, in the order of its rows, and every card's fold grows beside the others.
//! Where devices were merged, a card's events may stand out of order; the cards to which that
//! happens are noticed on the way, and the pass is made again with their events set aside and
//! sorted.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::model::{ActionId, CardId, DeviceId, EventBody, EventId, Timestamp};
use crate::scheduler::{CardState, Daily, Fold, Rules};
use crate::store::Store;
use crate::store::days;
use crate::store::error::{Inner, StoreError};
use crate::store::refold;
use crate::store::rows::{self, EVENT, Logged};

/// How often the progress is told, in events.
const STEP: u64 = 10_000;

impl Store {
    /// Drops the projections and folds the whole log again. `progress` is told how many events have
    /// been read.
    pub fn rebuild(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let result = self.check_writable().and_then(|()| {
            let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
            run(&tx, self.rules, progress)?;
            Ok(tx.commit()?)
        });
        self.named(result)
    }
}

/// Returns what the projections were folded with; `None` where there are none.
pub(super) fn fingerprint(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("select value from meta where key = 'fold'")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// What the log folds to.
#[derive(Default)]
pub(super) struct Folded {
    /// Each card's state, and the row of the event that touched it last; by id.
    pub(super) cards: BTreeMap<CardId, (CardState, i64)>,
    pub(super) days: Daily,
}

/// Folds everything and stores it. The caller holds the transaction.
pub(super) fn run(conn: &Connection, rules: Rules, progress: &mut dyn FnMut(u64)) -> Inner<()> {
    let folded = fold(conn, rules, progress)?;
    conn.execute_batch("delete from card_state; delete from day_stat;")?;
    let mut put = conn.prepare_cached(rows::PUT_STATE)?;
    for (card, (state, newest)) in &folded.cards {
        rows::put_state(&mut put, card, state, *newest)?;
    }
    days::change(conn, &folded.days)?;
    conn.execute(
        "insert or replace into meta (key, value) values ('fold', ?1)",
        [rules.fingerprint()],
    )?;
    Ok(())
}

/// Folds the whole log in memory.
pub(super) fn fold(
    conn: &Connection,
    rules: Rules,
    progress: &mut dyn FnMut(u64),
) -> Inner<Folded> {
    let first = Pass::new(conn, rules, HashSet::new())?.run(conn, progress)?;
    let pass = if first.disordered.is_empty() {
        first
    } else {
        Pass::new(conn, rules, first.disordered)?.run(conn, progress)?
    };
    Ok(pass.finish())
}

type Order = (Timestamp, DeviceId, i64);

/// A card on the way through the log.
struct Growing {
    fold: Fold,
    card: CardId,
    /// The order of the last event taken in.
    last: Option<Order>,
    newest: i64,
}

struct Pass {
    retracted: HashSet<ActionId>,
    /// By number.
    cards: HashMap<i64, Growing>,
    days: Daily,
    /// The cards whose events are sorted before they are folded.
    set_aside: HashSet<i64>,
    late: Vec<Logged>,
    /// The cards found with events out of order.
    disordered: HashSet<i64>,
}

impl Pass {
    fn new(conn: &Connection, rules: Rules, set_aside: HashSet<i64>) -> Inner<Pass> {
        Ok(Pass {
            retracted: retracted(conn)?,
            cards: growing(conn, rules)?,
            days: Daily::default(),
            set_aside,
            late: Vec::new(),
            disordered: HashSet::new(),
        })
    }

    fn run(mut self, conn: &Connection, progress: &mut dyn FnMut(u64)) -> Inner<Pass> {
        let mut statement = conn.prepare(&format!("select {EVENT} from event e order by e.id"))?;
        let mut rows = statement.query([])?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            self.take(conn, rows::logged(row)?)?;
            read += 1;
            if read % STEP == 0 {
                progress(read);
            }
        }
        progress(read);
        let mut late = std::mem::take(&mut self.late);
        late.sort_by_key(Logged::order);
        for event in late {
            if let Some(card) = event.card {
                self.push(card, &event);
            }
        }
        Ok(self)
    }

    fn take(&mut self, conn: &Connection, event: Logged) -> Inner<()> {
        if let EventBody::Retracted { action } = event.body {
            for number in refold::cards_of(conn, action)? {
                self.touch(number, event.row);
            }
        }
        let Some(number) = event.card else { return Ok(()) };
        self.touch(number, event.row);
        if !self.retracted.is_empty() && self.retracted.contains(&event.action) {
            return Ok(());
        }
        if self.set_aside.contains(&number) {
            self.late.push(event);
        } else {
            self.push(number, &event);
        }
        Ok(())
    }

    fn touch(&mut self, number: i64, row: i64) {
        if let Some(card) = self.cards.get_mut(&number) {
            card.newest = card.newest.max(row);
        }
    }

    fn push(&mut self, number: i64, event: &Logged) {
        let Some(card) = self.cards.get_mut(&number) else { return };
        let order = event.order();
        if card.last.is_some_and(|last| order < last) {
            self.disordered.insert(number);
        }
        card.last = Some(order);
        if let Some(fact) = card.fold.push(event.moment, event.rev, &event.body) {
            self.days.add(&fact);
        }
    }

    fn finish(self) -> Folded {
        let cards = self.cards.into_values().filter(|card| card.newest > 0);
        Folded {
            cards: cards.map(|card| (card.card, (card.fold.into_state(), card.newest))).collect(),
            days: self.days,
        }
    }
}

fn growing(conn: &Connection, rules: Rules) -> Inner<HashMap<i64, Growing>> {
    let mut statement = conn.prepare("select num, id from card")?;
    let mut rows = statement.query([])?;
    let mut cards = HashMap::new();
    while let Some(row) = rows.next()? {
        let card = rows::card_id(row, 1)?;
        let fold = Fold::new(&card, rules);
        cards.insert(row.get(0)?, Growing { fold, card, last: None, newest: 0 });
    }
    Ok(cards)
}

fn retracted(conn: &Connection) -> Inner<HashSet<ActionId>> {
    let mut statement =
        conn.prepare("select target_device, target_seq from event where target_seq is not null")?;
    let ids = statement
        .query_map([], |row| Ok(EventId { device: DeviceId(row.get(0)?), seq: row.get(1)? }))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
