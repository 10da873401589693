//! Writing a package, note by note.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use sha1::{Digest, Sha1};

use crate::cards::Kind;
use crate::cards::entry::Part;
use crate::exchange::anki::container::Version;
use crate::exchange::anki::notetype::NoteType;
use crate::exchange::anki::text::{SEPARATOR, checksum, stripped};
use crate::exchange::anki::{guid, ord};
use crate::exchange::export::anki::collection::{CardRow, Collection, NoteRow, Settings};
use crate::exchange::export::anki::decks::Decks;
use crate::exchange::export::anki::fields::{self, Frame};
use crate::exchange::export::anki::foreign::{self, Way};
use crate::exchange::export::anki::media::{Gallery, Media};
use crate::exchange::export::anki::schedule::{self, History, Progress, Schedule};
use crate::exchange::export::anki::{
    ExportError, Item, Options, Summary, escape, ids, models, pack,
};
use crate::exchange::export::temporary::Temporary;
use crate::model::Exported;

/// A package that is being written.
#[derive(Debug)]
pub struct Package {
    options: Options,
    target: Temporary,
    file: Temporary,
    collection: Collection,
    gallery: Gallery,
    decks: Decks,
    /// The note types in use, with when they last changed.
    kinds: BTreeMap<Kind, i64>,
    /// The note types that notes came with, by id.
    models: BTreeMap<i64, Value>,
    place: i64,
    summary: Summary,
    fields: String,
    tags: String,
}

impl Package {
    /// Starts a package that will be the file `target`.
    pub fn create(target: &Path, options: Options) -> Result<Package, ExportError> {
        let package = Temporary::beside(target)?;
        let file = Temporary::beside(target)?;
        let collection = Collection::create(file.path(), options.version)?;
        Ok(Package {
            options,
            target: package,
            file,
            collection,
            gallery: Gallery::default(),
            decks: Decks::default(),
            kinds: BTreeMap::new(),
            models: BTreeMap::new(),
            place: 0,
            summary: Summary::default(),
            fields: String::new(),
            tags: String::new(),
        })
    }

    /// Adds the history of a card, by the id of its note and the number of the card among the note's.
    /// May come before the note.
    pub fn history(&mut self, note: i64, ord: u16, history: &History) -> Result<(), ExportError> {
        for row in &history.rows {
            self.collection.review(note + i64::from(ord), row)?;
        }
        self.summary.reviews += history.rows.len();
        Ok(())
    }

    /// Adds a note. Returns what is said of it, where that is not what was said before.
    pub fn note(&mut self, item: &Item<'_>) -> Result<Option<Exported>, ExportError> {
        let note = item.note;
        let kind = note.content.kind();
        let foreign = note.anki.as_deref().zip(item.model);
        let note_type = foreign.map_or(NoteType::of(kind).id(), |(_, model)| model.id);
        let deck = self.decks.id(item.deck);
        if item.is_sibling {
            self.cards(item, deck, item.said.map_or(0, |said| said.modified))?;
            return Ok(None);
        }
        self.fields.clear();
        let mut hash = Sha1::new();
        let mut media = NoteMedia {
            gallery: &mut self.gallery,
            hash: &mut hash,
            find: item.media,
            missing: &mut self.summary.missing,
            note: note.id.as_str(),
        };
        let way = match foreign {
            Some((foreign, model)) => {
                foreign::write(&mut self.fields, note, foreign, model, &mut media)
            }
            None => {
                let frame = Frame { topic: item.topic, sources: item.sources, link: item.link };
                fields::write(&mut self.fields, note, frame, &mut media);
                Way::Edited
            }
        };
        tags(&mut self.tags, item.tags);
        // What came and is as it came says nothing new, whatever its note type has become meanwhile.
        let said_here = match way {
            Way::Same => [""; 2],
            Way::Edited | Way::Stuck => [&*note_type.to_string(), &self.fields],
        };
        for part in said_here.into_iter().chain([&*self.tags]) {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let mut said = self.say(item.id, item.said, &hash.finalize().into(), self.tags.trim());
        if let Some((foreign, model)) = foreign {
            // As old as it is there: Anki has no reason to touch it.
            let came_since = item.said.is_none_or(|said| said.modified < foreign.modified);
            if way == Way::Stuck || (way == Way::Same && came_since) {
                said.modified = foreign.modified;
            } else if way == Way::Edited && item.said != Some(&said) {
                // The clock there may be ahead of this one.
                said.modified = said.modified.max(foreign.modified + 1);
            }
            if way == Way::Stuck {
                self.summary.stuck.push(note.id.to_string());
            }
            self.models.entry(model.id).or_insert_with(|| models::foreign(model));
        } else {
            self.kinds.entry(kind).or_insert(0);
        }
        self.summary.new += usize::from(item.said.is_none());
        let is_new = Some(&said) != item.said;
        let is_changed = item.said.is_some_and(|before| before.modified != said.modified);
        self.summary.changed += usize::from(is_changed);
        if let Some(shown) = item.shown_tags {
            tags(&mut self.tags, shown);
        }
        let first = self.fields.split(SEPARATOR).next().unwrap_or_default();
        let sort_field = stripped(first);
        let checksum = checksum(&sort_field);
        self.collection.note(&NoteRow {
            id: item.id,
            guid: &guid(note),
            note_type,
            modified: said.modified,
            tags: &self.tags,
            fields: &self.fields,
            sort_field: &sort_field,
            checksum,
        })?;
        self.summary.notes += 1;
        self.cards(item, deck, said.modified)?;
        Ok(is_new.then_some(said))
    }

    fn cards(&mut self, item: &Item<'_>, deck: i64, modified: i64) -> Result<(), ExportError> {
        for (part, progress) in item.cards {
            self.card(item, *part, progress.as_ref(), deck, modified)?;
        }
        Ok(())
    }

    fn card(
        &mut self,
        item: &Item<'_>,
        part: Part,
        progress: Option<&Progress>,
        deck: i64,
        modified: i64,
    ) -> Result<(), ExportError> {
        self.place += 1;
        let ord = ord(part, item.note.anki.as_ref().map_or(0, |anki| anki.card));
        if i64::from(ord) >= ids::STEP {
            // Nobody has a note type of so many templates; its number would be another note's.
            return Ok(());
        }
        let id = item.id + i64::from(ord);
        let row = CardRow { id, note: item.id, deck, ord, modified };
        match progress {
            Some(progress) => {
                let schedule = Schedule::of(progress, self.place, self.options.now.day);
                self.collection.card(row, &schedule)?;
            }
            None => self.collection.new_card(row, self.place)?,
        }
        self.summary.cards += 1;
        Ok(())
    }

    /// Says since when something says what it says.
    fn say(&self, id: i64, before: Option<&Exported>, hash: &[u8; 20], tags: &str) -> Exported {
        let [a, b, c, d, e, f, g, h, ..] = *hash;
        let hash = i64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let now = self.options.now.at.0.div_euclid(1_000);
        let modified = match before {
            Some(before) if before.hash == hash => before.modified,
            // Anki takes what is newer than what it has, to the second.
            Some(before) => now.max(before.modified + 1),
            None => now,
        };
        Exported { id, modified, hash, tags: tags.into() }
    }

    /// Writes the file. `said` has what the last export said of our note types, by id; what is new is
    /// returned beside the summary.
    pub fn finish(
        mut self,
        said: &dyn Fn(i64) -> Option<Exported>,
    ) -> Result<(Summary, Vec<Exported>), ExportError> {
        let mut note_types = Map::new();
        let mut new = Vec::new();
        for kind in std::mem::take(&mut self.kinds).into_keys() {
            let id = NoteType::of(kind).id();
            let hash = Sha1::digest(models::ours(kind, 0).to_string().as_bytes());
            let before = said(id);
            let now = self.say(id, before.as_ref(), &hash.into(), "");
            note_types.insert(id.to_string(), models::ours(kind, now.modified));
            if Some(&now) != before.as_ref() {
                new.push(now);
            }
        }
        let models = std::mem::take(&mut self.models);
        note_types.extend(models.into_iter().map(|(id, model)| (id.to_string(), model)));
        let Package { options, target, file, collection, gallery, decks, mut summary, .. } = self;
        let settings = Settings {
            now: options.now,
            created: schedule::created(options.now, options.rollover),
            rollover: options.rollover,
            next: self.place + 1,
        };
        collection.finish(&note_types, &decks, &settings)?;
        let dummy = Temporary::beside(target.path())?;
        write_dummy(dummy.path(), &settings)?;
        pack::write(target.create()?, options.version, file.path(), dummy.path(), &gallery.files)?;
        summary.media = gallery.files.len();
        summary.decks = decks.list.len();
        summary.bytes = target.path().metadata()?.len();
        target.replace()?;
        Ok((summary, new))
    }
}

/// Writes the collection that programs find which know only the first version of packages: a note
/// that says what to do.
fn write_dummy(path: &Path, settings: &Settings) -> Result<(), ExportError> {
    const TEXT: &str = "This file needs Anki 2.1 or newer, or AnkiDroid 2.17 or newer. Please update, \
         or export again.";
    let mut collection = Collection::create(path, Version::Legacy1)?;
    let note_type = NoteType::of(Kind::Basic).id();
    let mut fields = TEXT.to_owned();
    fields.extend(std::iter::repeat_n(SEPARATOR, NoteType::of(Kind::Basic).fields().count() - 1));
    let id = settings.now.at.0;
    let modified = id.div_euclid(1_000);
    collection.note(&NoteRow {
        id,
        guid: "revisit:update",
        note_type,
        modified,
        tags: "",
        fields: &fields,
        sort_field: TEXT,
        checksum: checksum(TEXT),
    })?;
    let row = CardRow { id, note: id, deck: 1, ord: 0, modified };
    collection.new_card(row, 1)?;
    let note_types = Map::from_iter([(note_type.to_string(), models::ours(Kind::Basic, 0))]);
    collection.finish(&note_types, &Decks::default(), settings)
}

/// Writes tags as a row has them: each between spaces.
fn tags(out: &mut String, tags: &[String]) {
    out.clear();
    for tag in tags {
        if out.is_empty() {
            out.push(' ');
        }
        out.extend(escape::nfc(tag).chars().filter(|c| !c.is_whitespace() && !c.is_control()));
        out.push(' ');
    }
}

/// The media of one note: each file's content is part of what the note says.
struct NoteMedia<'a> {
    gallery: &'a mut Gallery,
    hash: &'a mut Sha1,
    find: &'a dyn Fn(&str) -> Option<PathBuf>,
    missing: &'a mut Vec<(String, String)>,
    note: &'a str,
}

impl Media for NoteMedia<'_> {
    fn name(&mut self, path: &str) -> Option<String> {
        let place = (self.find)(path).and_then(|file| self.gallery.take(&file).ok());
        let Some(place) = place else {
            self.missing.push((self.note.to_owned(), path.to_owned()));
            return None;
        };
        let file = &self.gallery.files[place];
        self.hash.update(file.sha1);
        Some(file.name.clone())
    }
}
