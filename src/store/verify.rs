//! Checking a database: is it sound, and is what is stored what the log folds to?

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use crate::model::{CardId, Day, DeviceId};
use crate::scheduler::{CardState, Class, Daily, DayStat, Rules};
use crate::store::days;
use crate::store::error::{Inner, StoreError};
use crate::store::rows;
use crate::store::{Store, rebuild};

/// Something in the database that is not as it should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// SQLite's own check found damage: restore a backup.
    Damage(String),
    /// A device's events are not numbered from 1 without gaps.
    Gap {
        /// The device.
        device: DeviceId,
        /// The numbers missing.
        missing: i64,
    },
    /// A stored state is not what the card's events fold to: rebuild.
    State {
        /// The card.
        card: CardId,
        /// What is stored; `None` where there is nothing, or nothing that makes sense.
        stored: Option<Box<CardState>>,
        /// What the log gives; `None` where it does not know the card.
        folded: Option<Box<CardState>>,
    },
    /// The note of a card's newest event is wrong: rebuild.
    Newest {
        /// The card.
        card: CardId,
    },
    /// The sums of a day are not those of its answers: rebuild.
    Day {
        /// What is stored.
        stored: DayStat,
        /// What the log gives.
        folded: DayStat,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Damage(what) => write!(f, "the database is damaged: {what}"),
            Difference::Gap { device, missing } => {
                write!(f, "device {} lacks {missing} events of its log", device.0)
            }
            Difference::State { card, .. } => {
                write!(f, "the state of `{card}` is not what its events give")
            }
            Difference::Newest { card } => {
                write!(f, "the newest event of `{card}` is not the one noted")
            }
            Difference::Day { stored, .. } => {
                write!(
                    f,
                    "the sums of {} ({}) are not those of its answers",
                    stored.day,
                    stored.class.name()
                )
            }
        }
    }
}

impl Store {
    /// Compares what is stored with what the log folds to, and checks the file. An empty answer
    /// means that all is well.
    pub fn verify(&self) -> Result<Vec<Difference>, StoreError> {
        self.named(verify(&self.conn, self.rules))
    }
}

fn verify(conn: &Connection, rules: Rules) -> Inner<Vec<Difference>> {
    // One transaction, so that another window's write does not look like a difference.
    let tx = conn.unchecked_transaction()?;
    let mut differences = damage(&tx)?;
    if differences.is_empty() {
        differences.extend(gaps(&tx)?);
        let folded = rebuild::fold(&tx, rules, &mut |_| ())?;
        differences.extend(cards(&tx, folded.cards)?);
        differences.extend(sums(&tx, &folded.days)?);
    }
    Ok(differences)
}

fn damage(conn: &Connection) -> Inner<Vec<Difference>> {
    let mut found = Vec::new();
    let mut statement = conn.prepare("pragma integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match row.get::<_, String>(0)? {
            line if line == "ok" => {}
            line => found.push(Difference::Damage(line)),
        }
    }
    let mut statement = conn.prepare("pragma foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (from, to): (String, String) = (row.get(0)?, row.get(2)?);
        found.push(Difference::Damage(format!("a row of `{from}` names nothing in `{to}`")));
    }
    Ok(found)
}

fn gaps(conn: &Connection) -> Inner<Vec<Difference>> {
    let mut statement = conn.prepare(
        "select device, max(seq) - count(*) as missing from event group by device
         having missing <> 0 order by device",
    )?;
    let gaps = statement.query_map([], |row| {
        Ok(Difference::Gap { device: DeviceId(row.get(0)?), missing: row.get(1)? })
    })?;
    Ok(gaps.collect::<Result<_, _>>()?)
}

fn cards(
    conn: &Connection,
    mut folded: BTreeMap<CardId, (CardState, i64)>,
) -> Inner<Vec<Difference>> {
    let mut differences = Vec::new();
    let mut statement = conn.prepare("select card, due, last, newest, state from card_state")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let card = rows::card_id(row, 0)?;
        let columns =
            (row.get::<_, Option<i32>>(1)?.map(Day), row.get::<_, Option<i32>>(2)?.map(Day));
        let stored =
            rows::card_state(row, 4).ok().filter(|state| (state.due, state.last) == columns);
        match folded.remove(&card) {
            Some((state, newest)) if stored.as_ref() == Some(&state) => {
                if newest != row.get::<_, i64>(3)? {
                    differences.push(Difference::Newest { card });
                }
            }
            other => {
                let folded = other.map(|(state, _)| Box::new(state));
                differences.push(Difference::State { card, stored: stored.map(Box::new), folded });
            }
        }
    }
    for (card, (state, _)) in folded {
        differences.push(Difference::State { card, stored: None, folded: Some(Box::new(state)) });
    }
    Ok(differences)
}

fn sums(conn: &Connection, folded: &Daily) -> Inner<Vec<Difference>> {
    let stored = days::read(conn, Day(i32::MIN), Day(i32::MAX))?;
    let by_day = |rows: Vec<DayStat>| -> BTreeMap<(Day, Class), DayStat> {
        rows.into_iter().map(|row| ((row.day, row.class), row)).collect()
    };
    let (stored, folded) = (by_day(stored), by_day(folded.rows().copied().collect()));
    let mut differences = Vec::new();
    for &(day, class) in stored.keys().chain(folded.keys().filter(|key| !stored.contains_key(key)))
    {
        let row = |rows: &BTreeMap<(Day, Class), DayStat>| {
            rows.get(&(day, class)).copied().unwrap_or(DayStat::new(day, class))
        };
        let (stored, folded) = (row(&stored), row(&folded));
        if stored != folded {
            differences.push(Difference::Day { stored, folded });
        }
    }
    Ok(differences)
}
