//! Folding the whole log: after a change of rules, and to check what is stored.
//!
//! The log is read in the order of its rows, and every card's fold grows beside the others. Where
//! devices were merged or a history was imported, a card's events may stand out of order: a first
//! reading finds these cards, and their events are set aside and sorted.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::model::{ActionId, CardId, DeviceId, EventBody, EventId};
use crate::scheduler::{CardState, Daily, Fold, Rules};
use crate::store::Store;
use crate::store::days;
use crate::store::error::{Inner, StoreError};
use crate::store::packed;
use crate::store::refold;
use crate::store::rows::{self, EVENT, Logged};

/// How often the progress is told, in events.
const STEP: u64 = 10_000;

/// More numbers than this are never left out between two cards of a sound database.
const MAX_HOLE: usize = 1_000;

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

/// Returns what the projections are to be folded with: the rules, the fold and the form in which
/// states are stored.
pub(super) fn wanted(rules: Rules) -> i64 {
    rules.fingerprint() ^ packed::VERSION << 48
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
    conn.execute("insert or replace into meta (key, value) values ('fold', ?1)", [wanted(rules)])?;
    Ok(())
}

/// Folds the whole log in memory.
pub(super) fn fold(
    conn: &Connection,
    rules: Rules,
    progress: &mut dyn FnMut(u64),
) -> Inner<Folded> {
    let mut cards = growing(conn, rules)?;
    find_disordered(conn, &mut cards)?;
    let retracted = retracted(conn)?;
    let mut pass = Pass { retracted, cards, days: Daily::default(), late: Vec::new() };
    pass.run(conn, progress)?;
    Ok(pass.finish())
}

/// A card on the way through the log.
struct Growing {
    fold: Fold,
    card: CardId,
    newest: i64,
    /// The order of its last event, in the reading that looks at the order.
    last: (i64, i64, i64),
    /// Whether its events are sorted before they are folded.
    is_disordered: bool,
}

/// The cards by number. Numbers are given one after the other, so that there are no holes.
struct Cards(Vec<Option<Growing>>);

struct Pass {
    retracted: HashSet<ActionId>,
    cards: Cards,
    days: Daily,
    /// The events of disordered cards.
    late: Vec<Logged>,
}

impl Pass {
    fn run(&mut self, conn: &Connection, progress: &mut dyn FnMut(u64)) -> Inner<()> {
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
        for event in &late {
            if let Some(card) = event.card.and_then(|number| self.cards.get(number)) {
                card.push(event, &mut self.days);
            }
        }
        Ok(())
    }

    fn take(&mut self, conn: &Connection, event: Logged) -> Inner<()> {
        if let EventBody::Retracted { action } = event.body {
            for number in refold::cards_of(conn, action)? {
                if let Some(card) = self.cards.get(number) {
                    card.newest = card.newest.max(event.row);
                }
            }
        }
        let Some(number) = event.card else { return Ok(()) };
        let Some(card) = self.cards.get(number) else { return Ok(()) };
        card.newest = card.newest.max(event.row);
        if !self.retracted.is_empty() && self.retracted.contains(&event.action) {
            return Ok(());
        }
        if card.is_disordered {
            self.late.push(event);
        } else {
            card.push(&event, &mut self.days);
        }
        Ok(())
    }

    fn finish(self) -> Folded {
        let cards = self.cards.0.into_iter().flatten().filter(|card| card.newest > 0);
        Folded {
            cards: cards.map(|card| (card.card, (card.fold.into_state(), card.newest))).collect(),
            days: self.days,
        }
    }
}

impl Growing {
    fn push(&mut self, event: &Logged, days: &mut Daily) {
        if let Some(fact) = self.fold.push(event.moment, event.rev, &event.body) {
            days.add(&fact);
        }
    }
}

impl Cards {
    fn get(&mut self, number: i64) -> Option<&mut Growing> {
        self.0.get_mut(usize::try_from(number).ok()?)?.as_mut()
    }
}

fn growing(conn: &Connection, rules: Rules) -> Inner<Cards> {
    let mut statement = conn.prepare("select num, id from card order by num")?;
    let mut rows = statement.query([])?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let index = usize::try_from(number).ok().filter(|index| *index <= cards.len() + MAX_HOLE);
        let index = index.ok_or(rusqlite::Error::IntegralValueOutOfRange(0, number))?;
        cards.resize_with(index.max(cards.len()), || None);
        let card = rows::card_id(row, 1)?;
        let fold = Fold::new(&card, rules);
        let last = (i64::MIN, 0, 0);
        cards.push(Some(Growing { fold, card, newest: 0, last, is_disordered: false }));
    }
    Ok(Cards(cards))
}

/// Marks the cards whose events do not stand in the order in which they are folded.
fn find_disordered(conn: &Connection, cards: &mut Cards) -> Inner<()> {
    let mut statement = conn
        .prepare("select card, at_ms, device, seq from event where card is not null order by id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(card) = cards.get(row.get(0)?) else { continue };
        let order = (row.get(1)?, row.get(2)?, row.get(3)?);
        card.is_disordered |= order < card.last;
        card.last = order;
    }
    Ok(())
}

/// Returns the actions that were taken back.
pub(super) fn retracted(conn: &Connection) -> Inner<HashSet<ActionId>> {
    let mut statement =
        conn.prepare("select target_device, target_seq from event where target_seq is not null")?;
    let ids = statement
        .query_map([], |row| Ok(EventId { device: DeviceId(row.get(0)?), seq: row.get(1)? }))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
