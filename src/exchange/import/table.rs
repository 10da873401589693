//! Tables: CSV, TSV, and Anki's text export.
//!
//! A row is a note. What is wrong with a row costs the row.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::cards::fingerprint::{Fingerprint, long_text_id, text_id};
use crate::cards::note::Foreign;
use crate::cards::{Content, Note};
use crate::exchange::import::compare::{self, Verdict};
use crate::exchange::import::dialect::{Column, Dialect, Told};
use crate::exchange::import::html;
use crate::exchange::import::ids::{Ids, asked};
use crate::exchange::import::report::{LossTable, Problems};
use crate::exchange::import::row::Cells;
use crate::exchange::import::rows::Rows;
use crate::exchange::import::sniff::NotATable;
use crate::model::NoteId;
use crate::model::id::check_id;

/// The largest cell that is taken in, in bytes.
const LARGEST_CELL: usize = 1 << 20;

/// What is here before a table comes, and how it is to be read.
pub struct Present {
    /// The name of the collection that notes go to.
    pub collection: String,
    /// Gives new notes their ids.
    pub ids: Ids,
    /// Its notes, by their own ids.
    pub notes: HashMap<String, Note>,
    /// Of them those that came from Anki: their ids by guid.
    pub guids: HashMap<String, String>,
    /// The deck of rows that name none.
    pub deck: String,
    /// What was said of the table.
    pub told: Told,
    /// Whether the table counts more than a note that was changed here.
    pub takes: bool,
}

/// What a table gives.
#[derive(Debug, Default)]
pub struct Harvest {
    /// How many rows it has.
    pub rows: usize,
    /// New notes, each with the name of its deck.
    pub new: Vec<(String, Note)>,
    /// Notes that are here and have changed there.
    pub changed: Vec<Note>,
    /// How many are here as they are there.
    pub same: usize,
    /// How many are here with another text, and stay.
    pub kept: usize,
    /// How many rows are left out.
    pub left_out: usize,
    /// The line of every row that was not, by the id of its note.
    pub lines: HashMap<String, usize>,
    /// Files that texts refer to, and the first note that does.
    pub media: BTreeMap<String, String>,
    /// Columns that are not taken over, by name.
    pub unused: Vec<String>,
    /// What Markdown cannot say of the texts.
    pub losses: LossTable,
    /// What was left out, and why.
    pub problems: Problems,
}

/// Reads a table.
///
/// # Errors
///
/// A text whose separator is guessed, and most of whose rows have one column and no hole in it, is no
/// table. What is wrong with a row is told in [`Harvest::problems`].
pub fn read(text: &str, present: Present) -> Result<Harvest, NotATable> {
    let text = &with_line_feeds(text.strip_prefix('\u{feff}').unwrap_or(text));
    let dialect = Dialect::of(text, &present.told);
    let mut harvest = Harvest::default();
    for column in &dialect.columns {
        if let Column::Other(name) = column
            && !name.is_empty()
        {
            harvest.unused.push(name.clone());
        }
    }
    let (start, line) = dialect.start;
    let mut reading = Reading {
        dialect: &dialect,
        present,
        harvest,
        guids: HashSet::new(),
        fresh: HashMap::new(),
    };
    let mut alone = 0;
    for row in Rows::new(&text[start..], dialect.separator, line) {
        let is_blank = |fields: &Vec<String>| fields.iter().all(|field| field.trim().is_empty());
        let is_comment = |fields: &Vec<String>| fields[0].starts_with('#') && fields.len() == 1;
        if row.fields.as_ref().is_ok_and(|fields| is_blank(fields) || is_comment(fields)) {
            continue;
        }
        reading.harvest.rows += 1;
        let is_alone =
            |fields: &Vec<String>| fields.len() == 1 && html::numbers(&fields[0]).is_empty();
        alone += usize::from(!dialect.is_told && row.fields.as_ref().is_ok_and(is_alone));
        let result =
            row.fields.map_err(str::to_owned).and_then(|fields| reading.row(row.line, &fields));
        if let Err(why) = result {
            reading.harvest.left_out += 1;
            reading.harvest.problems.push(format!("line {}", row.line), why);
        }
    }
    match 2 * alone > reading.harvest.rows {
        true => Err(NotATable::OneColumn),
        false => Ok(reading.harvest),
    }
}

struct Reading<'d> {
    dialect: &'d Dialect,
    present: Present,
    harvest: Harvest,
    /// The guids of rows so far that are not here yet.
    guids: HashSet<String>,
    /// The places of new notes in the harvest, by id.
    fresh: HashMap<String, usize>,
}

impl Reading<'_> {
    fn row(&mut self, line: usize, fields: &[String]) -> Result<(), String> {
        if let Some(most) = fields.iter().map(String::len).max().filter(|len| *len > LARGEST_CELL) {
            return Err(format!(
                "a cell of it has {} KB; at most {} KB are taken in",
                most >> 10,
                LARGEST_CELL >> 10
            ));
        }
        let cells = Cells::of(self.dialect, fields);
        let draft = cells.draft(self.dialect)?;
        let front = asked(&draft.content).into_owned();
        let id = self.id(&cells, &front, front_of(&draft.content))?;
        if let Some(earlier) = self.harvest.lines.get(&id) {
            return Err(format!(
                "line {earlier} has the same id, guid or question already; that one counts"
            ));
        }
        let is_here = self.present.notes.contains_key(&id);
        let is_given = cells.id.is_empty() && !cells.guid.is_empty();
        if !is_here && !is_given && self.present.ids.has(&id) {
            return Err(format!("the id `{id}` is retired here"));
        }
        self.harvest.lines.insert(id.clone(), line);
        let mut note = Note::new(NoteId::new(&self.present.collection, &id), draft.content);
        note.more = draft.more;
        note.gist = draft.gist;
        note.tags = tags(&format!("{} {}", self.dialect.tags, cells.tags));
        if !cells.guid.is_empty() {
            let of = Some(Fingerprint::of_whole(&note).to_string());
            let guid = cells.guid.to_owned();
            note.anki = Some(Box::new(Foreign { guid, of, ..Foreign::default() }));
        }
        self.harvest.losses.add(draft.losses, &id);
        let Some(here) = self.present.notes.get(&id) else {
            self.refer(draft.media, &id);
            let deck = [cells.deck, self.dialect.deck.as_deref().unwrap_or_default()];
            let deck = deck.into_iter().find(|deck| !deck.is_empty());
            let deck = deck.unwrap_or(&self.present.deck).to_owned();
            self.fresh.insert(id, self.harvest.new.len());
            self.harvest.new.push((deck, note));
            return Ok(());
        };
        let verdict = match (&here.anki, &note.anki) {
            (Some(known), Some(fresh)) if known.guid == fresh.guid => {
                // What a package said of the note is more than a table knows.
                if let (Some(anki), Some(known)) = (note.anki.as_mut(), here.anki.as_ref()) {
                    let of = anki.of.take();
                    **anki = Foreign { of, ..(**known).clone() };
                }
                match compare::foreign(here, note.clone()) {
                    Verdict::Kept => compare::own(here, note, self.present.takes),
                    verdict => verdict,
                }
            }
            _ => compare::own(here, note, self.present.takes),
        };
        match verdict {
            Verdict::Same => self.harvest.same += 1,
            Verdict::Changed(note) => {
                self.refer(draft.media, &id);
                self.harvest.changed.push(*note);
            }
            Verdict::Kept => {
                self.harvest.kept += 1;
                let message = format!(
                    "`{id}` is here with another text; it stays (--update takes the table's)"
                );
                self.harvest.problems.push(format!("card `{id}`"), message);
            }
        }
        Ok(())
    }

    fn refer(&mut self, media: Vec<String>, id: &str) {
        for name in media {
            self.harvest.media.entry(name).or_insert_with(|| id.to_owned());
        }
    }

    fn id(&mut self, cells: &Cells<'_>, front: &str, raw: &str) -> Result<String, String> {
        if !cells.id.is_empty() {
            // A full id names its collection, and a side.
            let local = cells.id.rsplit('/').next().unwrap_or_default();
            if let Some((note, part)) = local.split_once('#') {
                return Err(format!(
                    "it is the card `#{part}` of `{note}`, which has a row of its own"
                ));
            }
            check_id(local).map_err(|error| error.to_string())?;
            return Ok(local.to_owned());
        }
        if cells.guid.is_empty() {
            return Ok(self.named(raw));
        }
        if let Some(id) = self.present.guids.get(cells.guid) {
            return Ok(id.clone());
        }
        if !self.guids.insert(cells.guid.to_owned()) {
            return Err("an earlier row has the same guid; that one counts".to_owned());
        }
        Ok(self.present.ids.give(front, cells.guid))
    }

    /// Returns the id of a note that has none: the one it would have in a deck. Where that is another
    /// question's the longer one tells them apart, in whatever order they come again. A note whose
    /// question was changed here keeps its id, and is still the one that this question names.
    fn named(&self, question: &str) -> String {
        let (short, long) = (text_id(question), long_text_id(question));
        let is_another = |note: &Note| {
            let front = front_of(&note.content);
            text_id(front) == short && long_text_id(front) != long
        };
        match self.known(&long).is_some() || self.known(&short).is_some_and(is_another) {
            true => long,
            false => short,
        }
    }

    /// Returns the note of an id: one that is here, or one of an earlier row.
    fn known(&self, id: &str) -> Option<&Note> {
        let fresh = || self.fresh.get(id).and_then(|place| self.harvest.new.get(*place));
        self.present.notes.get(id).or_else(|| fresh().map(|(_, note)| note))
    }
}

/// Returns the text that names a note without an id, as decks do.
fn front_of(content: &Content) -> &str {
    match content {
        Content::Cloze(text) => &text.text,
        Content::Reversed(text) => &text.front,
        Content::Typed(text) => &text.front,
        Content::Basic(text) => &text.front,
        _ => "",
    }
}

/// Returns a text with each line ended as ours are, whichever system wrote it.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Returns the tags of a row, each one word.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(|c: char| c.is_whitespace() || c.is_control() || c == ',' || c == ';') {
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}
