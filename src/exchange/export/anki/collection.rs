//! The database of a package: rows in, in the order in which they come; what stands in `col` and the
//! indexes at the end.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::{Map, Value};

use crate::exchange::anki::container::Version;
use crate::exchange::anki::schema11;
use crate::exchange::export::anki::decks::Decks;
use crate::exchange::export::anki::schedule::Schedule;
use crate::exchange::export::anki::{schema18, unicase};
use crate::model::Moment;

/// A collection that is being written.
#[derive(Debug)]
pub(super) struct Collection {
    conn: Connection,
    version: Version,
    /// New cards that wait to be written together, each with its place.
    new_cards: Vec<(CardRow, i64)>,
}

/// How many new cards are written together.
const TOGETHER: usize = 256;

/// A row of `notes`.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoteRow<'a> {
    pub(super) id: i64,
    pub(super) guid: &'a str,
    pub(super) note_type: i64,
    /// In seconds.
    pub(super) modified: i64,
    /// Each between spaces; empty where there is none.
    pub(super) tags: &'a str,
    pub(super) fields: &'a str,
    /// The first field, without markup.
    pub(super) sort_field: &'a str,
    pub(super) checksum: u32,
}

/// A row of `cards`.
#[derive(Clone, Copy, Debug)]
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) note: i64,
    pub(super) deck: i64,
    pub(super) ord: u16,
    /// In seconds.
    pub(super) modified: i64,
}

/// A row of `revlog`, but for its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReviewRow {
    /// When, in milliseconds.
    pub(super) at_ms: i64,
    /// 1 to 4, 0 for what is no answer.
    pub(super) grade: u8,
    /// In days, or in seconds where it is less than 0.
    pub(super) interval: i64,
    /// As `interval`.
    pub(super) interval_before: i64,
    /// The ease in thousandths, 0 for what says nothing of it.
    pub(super) ease: u32,
    pub(super) took_ms: u32,
    /// 0 learning, 1 review, 2 relearning, 3 out of turn, 4 by hand.
    pub(super) kind: u8,
}

/// Nothing is lost that could not be written again: no journal, no waiting for the disk.
const PRAGMAS: &str = "pragma page_size = 16384; pragma journal_mode = off; pragma synchronous = off; \
    pragma locking_mode = exclusive; pragma cache_size = -32768; pragma trusted_schema = off;";

impl Collection {
    /// Makes the tables in an empty file.
    pub(super) fn create(path: &Path, version: Version) -> rusqlite::Result<Collection> {
        let conn = Connection::open(path)?;
        conn.execute_batch(PRAGMAS)?;
        unicase::register(&conn)?;
        conn.execute_batch(schema11::TABLES)?;
        conn.execute_batch(match version {
            Version::Latest => schema18::TABLES,
            Version::Legacy1 | Version::Legacy2 => schema11::GRAVES,
        })?;
        conn.execute_batch("begin")?;
        Ok(Collection { conn, version, new_cards: Vec::with_capacity(TOGETHER) })
    }

    pub(super) fn note(&self, row: &NoteRow<'_>) -> rusqlite::Result<()> {
        let sql = "insert into notes values (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')";
        self.conn.prepare_cached(sql)?.execute(params![
            row.id,
            row.guid,
            row.note_type,
            row.modified,
            row.tags,
            row.fields,
            row.sort_field,
            row.checksum
        ])?;
        Ok(())
    }

    /// Adds a card of which nothing is told but its place among the new ones.
    pub(super) fn new_card(&mut self, row: CardRow, place: i64) -> rusqlite::Result<()> {
        self.new_cards.push((row, place));
        if self.new_cards.len() < TOGETHER { Ok(()) } else { self.write_new_cards() }
    }

    fn write_new_cards(&mut self) -> rusqlite::Result<()> {
        let sql = "insert into cards values
            (?1, ?2, ?3, ?4, ?5, -1, 0, 0, ?6, 0, 0, 0, 0, 0, 0, 0, 0, '{}')";
        let mut insert = self.conn.prepare_cached(sql)?;
        for (row, place) in self.new_cards.drain(..) {
            let CardRow { id, note, deck, ord, modified } = row;
            insert.execute([id, note, deck, ord.into(), modified, place])?;
        }
        Ok(())
    }

    /// Adds a card with its schedule.
    pub(super) fn card(&self, row: CardRow, schedule: &Schedule) -> rusqlite::Result<()> {
        let sql = "insert into cards values
            (?1, ?2, ?3, ?4, ?5, -1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, 0, 0, ?13, ?14)";
        self.conn.prepare_cached(sql)?.execute(params![
            row.id,
            row.note,
            row.deck,
            row.ord,
            row.modified,
            schedule.kind,
            schedule.queue,
            schedule.due,
            schedule.interval,
            schedule.ease,
            schedule.reps,
            schedule.lapses,
            schedule.flags,
            schedule.data
        ])?;
        Ok(())
    }

    /// Adds a review. Of two in the same millisecond one is moved on, since the time is the key.
    pub(super) fn review(&self, card: i64, row: &ReviewRow) -> rusqlite::Result<()> {
        let sql = "insert or ignore into revlog values (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut insert = self.conn.prepare_cached(sql)?;
        let mut id = row.at_ms;
        while insert.execute(params![
            id,
            card,
            row.grade,
            row.interval,
            row.interval_before,
            row.ease,
            row.took_ms,
            row.kind
        ])? == 0
        {
            id += 1;
        }
        Ok(())
    }

    /// Writes what belongs to the collection as a whole, and the indexes.
    pub(super) fn finish(
        mut self,
        note_types: &Map<String, Value>,
        decks: &Decks,
        settings: &Settings,
    ) -> Result<(), super::ExportError> {
        self.write_new_cards()?;
        match self.version {
            Version::Latest => {
                schema18::fill(&self.conn, note_types, decks, settings)?;
                self.conn.execute_batch(schema11::INDEXES)?;
                self.conn.execute_batch(schema18::INDEXES)?;
            }
            Version::Legacy1 | Version::Legacy2 => {
                let now = settings.now.at.0;
                let conf = settings.conf().map(|(key, value)| format!("\"{key}\":{value}"));
                let conf = format!("{{{}}}", conf.join(","));
                self.conn.execute(
                    "insert into col values (1, ?1, ?2, ?2, ?3, 0, 0, 0, ?4, ?5, ?6, ?7, '{}')",
                    params![
                        settings.created,
                        now,
                        schema11::VERSION,
                        conf,
                        serde_json::to_string(note_types)?,
                        decks.json(now / 1_000),
                        PRESETS,
                    ],
                )?;
                self.conn.execute_batch(schema11::INDEXES)?;
            }
        }
        self.conn.execute_batch("commit")?;
        self.conn.close().map_err(|(_, error)| error)?;
        Ok(())
    }
}

/// What holds for the collection as a whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) now: Moment,
    /// When day 0 begins, in seconds.
    pub(super) created: i64,
    /// The hour at which a day begins.
    pub(super) rollover: u8,
    /// The place of the next new card.
    pub(super) next: i64,
}

impl Settings {
    /// Returns the settings of the collection, each as JSON. `schedVer` keeps Anki from taking the review log for
    /// one of its first scheduler, and `creationOffset` makes days begin here.
    pub(super) fn conf(&self) -> [(&'static str, String); 16] {
        let [yes, no, zero] = ["true", "false", "0"].map(str::to_owned);
        [
            ("activeDecks", "[1]".to_owned()),
            ("addToCur", yes.clone()),
            ("collapseTime", "1200".to_owned()),
            ("creationOffset", (-i64::from(self.now.offset_min)).to_string()),
            ("curDeck", "1".to_owned()),
            ("dayLearnFirst", no.clone()),
            ("dueCounts", yes.clone()),
            ("estTimes", yes.clone()),
            ("newSpread", zero.clone()),
            ("nextPos", self.next.to_string()),
            ("rollover", self.rollover.to_string()),
            ("sched2021", yes),
            ("schedVer", "2".to_owned()),
            ("sortBackwards", no),
            ("sortType", "\"noteFld\"".to_owned()),
            ("timeLim", zero),
        ]
    }
}

/// Anki's own preset, which is in every collection already and is therefore never taken over.
const PRESETS: &str = r#"{"1":{"id":1,"mod":0,"name":"Default","usn":0,"maxTaken":60,
"autoplay":true,"timer":0,"replayq":true,"dyn":false,
"new":{"bury":false,"delays":[1.0,10.0],"initialFactor":2500,"ints":[1,4,0],"order":1,"perDay":20,"separate":true},
"rev":{"bury":false,"ease4":1.3,"ivlFct":1.0,"maxIvl":36500,"perDay":200,"hardFactor":1.2,"fuzz":0.05,"minSpace":1},
"lapse":{"delays":[10.0],"leechAction":1,"leechFails":8,"minInt":1,"mult":0.0}}}"#;
