//! Tables: CSV, TSV, and Anki's text export.
//!
//! A row is a note. What is wrong with a row costs the row.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::cards::fingerprint::{Fingerprint, text_id};
use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::cloze::Cloze;
use crate::cards::kinds::reversed::Reversed;
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::library::Parts;
use crate::cards::note::Foreign;
use crate::cards::{Content, Note};
use crate::exchange::import::compare::{self, Verdict};
use crate::exchange::import::dialect::{Column, Dialect, Texts, Told};
use crate::exchange::import::html::{self, Converted, Loss, Losses};
use crate::exchange::import::ids::{Ids, asked};
use crate::exchange::import::report::{LossTable, Problems};
use crate::exchange::import::rows::Rows;
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
pub fn read(text: &str, present: Present) -> Harvest {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let dialect = Dialect::of(text, &present.told);
    let mut harvest = Harvest::default();
    for column in &dialect.columns {
        if let Column::Other(name) = column {
            harvest.unused.push(name.clone());
        }
    }
    let (start, line) = dialect.start;
    let mut reading = Reading { dialect: &dialect, present, harvest, seen: HashSet::new() };
    for row in Rows::new(&text[start..], dialect.separator, line) {
        let is_blank = |fields: &Vec<String>| fields.iter().all(|field| field.trim().is_empty());
        let is_comment = |fields: &Vec<String>| fields[0].starts_with('#') && fields.len() == 1;
        if row.fields.as_ref().is_ok_and(|fields| is_blank(fields) || is_comment(fields)) {
            continue;
        }
        reading.harvest.rows += 1;
        let result = row.fields.map_err(str::to_owned).and_then(|fields| reading.row(&fields));
        if let Err(why) = result {
            reading.harvest.left_out += 1;
            reading.harvest.problems.push(format!("line {}", row.line), why);
        }
    }
    reading.harvest
}

struct Reading<'d> {
    dialect: &'d Dialect,
    present: Present,
    harvest: Harvest,
    seen: HashSet<String>,
}

/// The cells of a row by what they hold.
#[derive(Default)]
struct Cells<'r> {
    id: &'r str,
    guid: &'r str,
    note_type: &'r str,
    deck: &'r str,
    tags: &'r str,
    front: &'r str,
    back: &'r str,
    more: Vec<&'r str>,
    gist: &'r str,
    fields: Vec<&'r str>,
}

/// What a row becomes.
struct Draft {
    content: Content,
    more: Option<String>,
    gist: Option<String>,
    losses: Losses,
    media: Vec<String>,
}

impl Reading<'_> {
    fn row(&mut self, fields: &[String]) -> Result<(), String> {
        if let Some(most) = fields.iter().map(String::len).max().filter(|len| *len > LARGEST_CELL) {
            return Err(format!(
                "a cell of it has {} KB; at most {} KB are taken in",
                most >> 10,
                LARGEST_CELL >> 10
            ));
        }
        let cells = self.cells(fields);
        let draft = self.draft(&cells)?;
        let front = asked(&draft.content).into_owned();
        let id = self.id(&cells, &front, front_of(&draft.content))?;
        if !self.seen.insert(id.clone()) {
            return Err(
                "an earlier row has the same id, guid or question; that one counts".to_owned()
            );
        }
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

    fn cells<'r>(&self, fields: &'r [String]) -> Cells<'r> {
        let mut cells = Cells::default();
        for (place, field) in fields.iter().enumerate() {
            let cell = field.trim();
            match self.dialect.column(place) {
                Column::Id => cells.id = cell,
                Column::Guid => cells.guid = cell,
                Column::NoteType => cells.note_type = cell,
                Column::Deck => cells.deck = cell,
                Column::Tags => cells.tags = cell,
                Column::Front => cells.front = cell,
                Column::Back => cells.back = cell,
                Column::More => cells.more.push(cell),
                Column::Gist => cells.gist = cell,
                Column::Field => cells.fields.push(cell),
                Column::Other(_) => {}
            }
        }
        let mut fields = cells.fields.iter();
        if cells.front.is_empty() {
            cells.front = fields.next().copied().unwrap_or_default();
        }
        if cells.back.is_empty() {
            cells.back = fields.next().copied().unwrap_or_default();
        }
        cells.more.extend(fields);
        cells
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
            return Ok(text_id(raw));
        }
        if let Some(id) = self.present.guids.get(cells.guid) {
            return Ok(id.clone());
        }
        if self.seen.contains(cells.guid) {
            return Err("an earlier row has the same guid; that one counts".to_owned());
        }
        self.seen.insert(cells.guid.to_owned());
        Ok(self.present.ids.give(front, cells.guid))
    }

    fn converted(&self, text: &str) -> Converted {
        match self.dialect.texts {
            Texts::Markdown => Converted { markdown: text.to_owned(), ..Converted::default() },
            Texts::Html => html::converted(text),
            Texts::Plain => html::converted(&as_html(text)),
        }
    }

    fn draft(&self, cells: &Cells<'_>) -> Result<Draft, String> {
        let mut draft = Draft {
            content: Content::Cloze(Cloze { text: String::new() }),
            more: None,
            gist: Some(cells.gist.to_owned()).filter(|gist| !gist.is_empty()),
            losses: Losses::default(),
            media: Vec::new(),
        };
        let mut take = |converted: Converted| {
            draft.losses.merge(converted.losses);
            draft.media.extend(converted.media);
            converted.markdown
        };
        let name = match cells.note_type {
            "" => self.dialect.note_type.as_deref().unwrap_or_default(),
            name => name,
        };
        let name = name.to_lowercase();
        let numbers = html::numbers(cells.front);
        let mut more = cells.more.clone();
        if !numbers.is_empty() {
            if numbers.last().is_some_and(|last| *last > Parts::MAX_HOLE) {
                return Err(format!("its holes are numbered beyond {}", Parts::MAX_HOLE));
            }
            let text = match self.dialect.texts {
                Texts::Markdown => cells.front.to_owned(),
                Texts::Html => take(html::converted_cloze(cells.front, &|number| number)),
                Texts::Plain => {
                    take(html::converted_cloze(&as_html(cells.front), &|number| number))
                }
            };
            more.insert(0, cells.back);
            draft.content = Content::Cloze(Cloze { text });
        } else {
            let front = take(self.converted(cells.front));
            if front.trim().is_empty() {
                return Err("its question is empty".to_owned());
            }
            let mut back = take(self.converted(cells.back));
            if back.trim().is_empty() {
                draft.losses.add(Loss::Blank);
                back = "—".to_owned();
            }
            let is_optional = name.contains("optional");
            let has_way_back = !is_optional || more.first().is_some_and(|cell| !cell.is_empty());
            if is_optional && !more.is_empty() {
                more.remove(0);
            }
            draft.content = if name.contains("reversed") && has_way_back {
                Content::Reversed(Reversed { front, back, ask_forward: None, ask_back: None })
            } else if name.contains("type in") || name.contains("typing") {
                let accept = vec![match self.dialect.texts {
                    Texts::Html => html::plain_text(cells.back),
                    _ => cells.back.to_owned(),
                }];
                Content::Typed(Typed { front, accept, matching: Match::default(), tolerance: None })
            } else {
                Content::Basic(Basic { front, back })
            };
        }
        let more: Vec<String> = more
            .into_iter()
            .filter(|cell| !cell.is_empty())
            .map(|cell| self.converted(cell).markdown)
            .collect();
        draft.more = Some(more.join("\n\n")).filter(|more| !more.is_empty());
        Ok(draft)
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

/// Returns plain text as HTML, line by line.
fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
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
