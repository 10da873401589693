//! The collection of a package: an SQLite file that a stranger made.
//!
//! It is opened to be read, nothing in it is ever run, and only tables are asked, row by row and
//! without any index. Rows that claim more text than the file has are a damaged file.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use prost::Message;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::exchange::anki::messages::DeckKind;
use crate::exchange::anki::model::{self, Model};
use crate::exchange::import::anki::error::PackageError;
use crate::exchange::import::anki::limits::Limits;
use crate::exchange::import::anki::models;
use crate::exchange::import::anki::sqlite::{check_table, connect, number, prepare, text, text_in};
use crate::exchange::import::report::Problem;

/// The longest name of a deck that is taken over, in bytes.
const LONGEST_NAME: usize = 2_000;

/// The collection of a package.
pub(super) struct Collection {
    conn: Connection,
    limits: Limits,
    /// Its size in bytes.
    size: u64,
    /// What is known of it as a whole.
    pub(super) head: Head,
    /// Its note types by id.
    pub(super) models: BTreeMap<i64, Model>,
    /// The names of its decks by id, parts joined by `::`.
    pub(super) decks: HashMap<i64, String>,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
}

/// What is known of a collection as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// When day 0 begins, in UTC seconds.
    pub(super) created: i64,
    /// When it was changed last, in UTC milliseconds; some writers leave it empty.
    pub(super) modified: i64,
    /// The offset from UTC where it was created, in minutes west; `None` in old collections.
    pub(super) west_min: Option<i64>,
    /// The version of its scheduler.
    pub(super) scheduler: i64,
}

/// A note as it stands.
#[derive(Debug)]
pub(super) struct NoteRow<'r> {
    pub(super) id: i64,
    pub(super) guid: Cow<'r, str>,
    pub(super) model: i64,
    pub(super) modified: i64,
    pub(super) tags: Cow<'r, str>,
    pub(super) fields: Cow<'r, str>,
}

/// A card as it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) note: i64,
    /// Its own deck, whatever filtered deck holds it.
    pub(super) deck: i64,
    pub(super) ord: u16,
    pub(super) modified: i64,
    pub(super) kind: i64,
    pub(super) queue: i64,
    /// When it comes back, or its place among new ones.
    pub(super) due: i64,
    pub(super) interval: i64,
    pub(super) ease: i64,
    pub(super) reps: i64,
    pub(super) lapses: i64,
    pub(super) flag: i64,
    /// Stability and difficulty, where FSRS is in use.
    pub(super) memory: Option<(f64, f64)>,
}

/// What is read of the JSON that a card has beside its columns.
#[derive(Deserialize)]
struct CardData {
    s: f64,
    d: f64,
}

/// Returns what FSRS knows of a card.
fn memory(data: &str) -> Option<(f64, f64)> {
    // Most cards of most collections have none.
    let data: CardData = data.contains("\"s\"").then(|| serde_json::from_str(data).ok())??;
    Some((data.s, data.d))
}

/// An entry of the review history. There may be millions of them, so that it is kept small; what no
/// entry can have becomes what is nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReviewRow {
    pub(super) card: i64,
    /// When, in UTC milliseconds; its id too.
    pub(super) at: i64,
    pub(super) interval: i32,
    pub(super) ease: i32,
    pub(super) took_ms: i32,
    pub(super) grade: i8,
    pub(super) kind: i8,
}

impl Collection {
    /// Opens a collection that lies in a folder of our own.
    pub(super) fn open(path: &Path, limits: Limits) -> Result<Collection, PackageError> {
        let size = prepare(path)?;
        let conn = connect(path)?;
        for table in ["col", "notes", "cards", "revlog"] {
            check_table(&conn, table)?;
        }
        let mut collection = Collection {
            conn,
            limits,
            size,
            head: Head::default(),
            models: BTreeMap::new(),
            decks: HashMap::new(),
            problems: Vec::new(),
        };
        collection.read_head()?;
        Ok(collection)
    }

    fn read_head(&mut self) -> Result<(), PackageError> {
        let sql = "select crt, ver, conf, models, decks, mod from col limit 1";
        let (times, schema, conf, models, decks) = self.conn.query_row(sql, [], |row| {
            let times = (number(row, 0), number(row, 5));
            Ok((times, number(row, 1), text(row, 2), text(row, 3), text(row, 4)))
        })?;
        if !matches!(schema, 11 | 14..=18) {
            return Err(PackageError::Schema(schema));
        }
        let conf: Map<String, Value> = match schema {
            11 => serde_json::from_str(&conf).unwrap_or_default(),
            _ => self.config()?,
        };
        let setting = |key: &str| conf.get(key).and_then(Value::as_i64);
        self.head = Head {
            created: times.0,
            modified: times.1,
            west_min: setting("creationOffset").filter(|west| (-900..=900).contains(west)),
            scheduler: setting("schedVer").unwrap_or(1),
        };
        let damaged = |what: &str| PackageError::Damaged(format!("its {what} cannot be read"));
        if schema >= 15 {
            for table in ["notetypes", "fields", "templates", "decks"] {
                check_table(&self.conn, table)?;
            }
            let (models, faults) = models::read(&self.conn)?;
            self.models = models;
            self.problems.extend(faults);
            self.decks = self.later_decks()?;
        } else {
            let (models, faults) = model::read_all(&models).map_err(|_| damaged("note types"))?;
            self.models = models;
            self.problems.extend(faults.into_iter().map(|fault| Problem::new("note types", fault)));
            let decks: Map<String, Value> =
                serde_json::from_str(&decks).map_err(|_| damaged("decks"))?;
            self.decks = decks
                .into_iter()
                .filter_map(|(id, deck)| {
                    Some((id.parse().ok()?, deck.get("name")?.as_str()?.to_owned()))
                })
                .collect();
        }
        let problems = &mut self.problems;
        self.decks.retain(|id, name| {
            let fits = name.len() <= LONGEST_NAME;
            if !fits {
                let why = format!(
                    "its name has more than {LONGEST_NAME} bytes; its notes go to `Default`"
                );
                problems.push(Problem::new(format!("deck {id}"), why));
            }
            fits
        });
        Ok(())
    }

    fn config(&self) -> Result<Map<String, Value>, PackageError> {
        check_table(&self.conn, "config")?;
        let mut statement = self.conn.prepare("select key, val from config")?;
        let mut rows = statement.query([])?;
        let mut conf = Map::new();
        while let Some(row) = rows.next()? {
            let value = row.get_ref(1)?.as_bytes().unwrap_or_default();
            if let Ok(value) = serde_json::from_slice(value) {
                conf.insert(text(row, 0), value);
            }
        }
        Ok(conf)
    }

    fn later_decks(&self) -> Result<HashMap<i64, String>, PackageError> {
        let mut statement = self.conn.prepare("select id, name, kind from decks")?;
        let mut rows = statement.query([])?;
        let mut decks = HashMap::new();
        while let Some(row) = rows.next()? {
            let kind = DeckKind::decode(row.get_ref(2)?.as_bytes().unwrap_or_default());
            if kind.is_ok_and(|kind| kind.filtered.is_none()) {
                decks.insert(number(row, 0), text(row, 1).replace('\u{1f}', "::"));
            }
        }
        Ok(decks)
    }

    /// Shows every note. `see` ends the reading by an error.
    pub(super) fn notes(
        &self,
        see: &mut dyn FnMut(NoteRow<'_>) -> Result<(), PackageError>,
    ) -> Result<(), PackageError> {
        let sql = "select id, guid, mid, mod, tags, flds from notes";
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        let (mut count, mut bytes) = (0, 0);
        while let Some(row) = rows.next()? {
            let (guid, tags, fields) = (text_in(row, 1), text_in(row, 4), text_in(row, 5));
            count += 1;
            bytes += (guid.len() + tags.len() + fields.len()) as u64;
            self.check(count, "notes", self.limits.rows)?;
            // Bytes that are no text are shown by a sign of three.
            if bytes > self.size.saturating_mul(3) {
                return Err(PackageError::Damaged("its notes have more text than it".to_owned()));
            }
            see(NoteRow {
                id: number(row, 0),
                guid,
                model: number(row, 2),
                modified: number(row, 3),
                tags,
                fields,
            })?;
        }
        Ok(())
    }

    /// Returns all cards, by note and number.
    pub(super) fn cards(&self) -> Result<Vec<CardRow>, PackageError> {
        let sql = "select id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses, \
                   odue, odid, flags, data from cards";
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut cards = Vec::new();
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            let borrowed = number(row, 13) != 0;
            let own_due = number(row, 12);
            let data = text_in(row, 15);
            bytes += data.len() as u64;
            if bytes > self.size.saturating_mul(3) {
                return Err(PackageError::Damaged("its cards have more text than it".to_owned()));
            }
            cards.push(CardRow {
                id: number(row, 0),
                note: number(row, 1),
                deck: if borrowed { number(row, 13) } else { number(row, 2) },
                ord: u16::try_from(number(row, 3)).unwrap_or(u16::MAX),
                modified: number(row, 4),
                kind: number(row, 5),
                queue: number(row, 6),
                due: if borrowed && own_due != 0 { own_due } else { number(row, 7) },
                interval: number(row, 8),
                ease: number(row, 9),
                reps: number(row, 10),
                lapses: number(row, 11),
                flag: number(row, 14) & 7,
                memory: memory(&data),
            });
            self.check(cards.len(), "cards", self.limits.rows)?;
        }
        cards.sort_unstable_by_key(|card| (card.note, card.ord, card.id));
        cards.dedup_by_key(|card| (card.note, card.ord));
        Ok(cards)
    }

    /// Returns the whole review history, by card and time.
    pub(super) fn reviews(&self) -> Result<Vec<ReviewRow>, PackageError> {
        let mut statement =
            self.conn.prepare("select cid, id, ease, ivl, factor, time, type from revlog")?;
        let mut rows = statement.query([])?;
        let mut reviews = Vec::new();
        while let Some(row) = rows.next()? {
            reviews.push(ReviewRow {
                card: number(row, 0),
                at: number(row, 1),
                grade: i8::try_from(number(row, 2)).unwrap_or(i8::MAX),
                interval: near(number(row, 3)),
                ease: near(number(row, 4)),
                took_ms: near(number(row, 5)),
                kind: i8::try_from(number(row, 6)).unwrap_or(i8::MAX),
            });
            self.check(reviews.len(), "reviews", self.limits.reviews)?;
        }
        reviews.sort_unstable_by_key(|review| (review.card, review.at));
        reviews.dedup_by_key(|review| (review.card, review.at));
        Ok(reviews)
    }

    fn check(&self, count: usize, what: &str, most: usize) -> Result<(), PackageError> {
        if count > most {
            return Err(PackageError::Refused(format!("it has more than {most} {what}")));
        }
        Ok(())
    }
}

/// Returns the number nearest to one of a stranger's.
fn near(number: i64) -> i32 {
    number.clamp(i32::MIN.into(), i32::MAX.into()) as i32
}
