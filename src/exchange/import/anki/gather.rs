//! All notes of a package, one after the other: what is new, what has changed, what is known.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use crate::cards::Note;
use crate::cards::note::Foreign;
use crate::exchange::anki::notetype::NoteType;
use crate::exchange::anki::text::SEPARATOR;
use crate::exchange::import::anki::batch::{BATCH, BATCH_BYTES, Shapes, Source};
use crate::exchange::import::anki::collection::{CardRow, Collection};
use crate::exchange::import::anki::draft::Draft;
use crate::exchange::import::anki::error::PackageError;
use crate::exchange::import::anki::{Harvest, Presence, Present, TypeCount, own};
use crate::exchange::import::compare::{self, Verdict};
use crate::exchange::import::ids::asked;
use crate::model::id::MAX_ID_BYTES;
use crate::model::{CardId, NoteId};

/// What each card of Anki is here, by the place of its row.
pub(super) type CardMap = Vec<Option<Known>>;

/// What a card of Anki is here.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) card: CardId,
    pub(super) guid: Rc<str>,
    pub(super) is_ours: bool,
}

/// Goes through the notes.
pub(super) struct Gathering<'a> {
    collection: &'a Collection,
    present: Present<'a>,
    pub(super) harvest: Harvest,
    /// Only cards that are here already are looked for: nothing new comes in.
    only_known: bool,
    shapes: Shapes,
    seen: HashSet<String>,
    /// The decks that notes are in.
    decks: HashSet<i64>,
    cards: CardMap,
    /// Files that texts refer to, and the first note that does.
    pub(super) media: BTreeMap<String, String>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(
        collection: &'a Collection,
        present: Present<'a>,
        only_known: bool,
    ) -> Gathering<'a> {
        Gathering {
            collection,
            only_known,
            shapes: Shapes::new(&collection.models, present.limits),
            present,
            harvest: Harvest::default(),
            seen: HashSet::new(),
            decks: HashSet::new(),
            cards: Vec::new(),
            media: BTreeMap::new(),
        }
    }

    /// Takes every note in and returns what each card is here.
    pub(super) fn run(&mut self, card_rows: &[CardRow]) -> Result<CardMap, PackageError> {
        self.cards = vec![None; card_rows.len()];
        let mut batch: Vec<Source> = Vec::with_capacity(BATCH);
        let collection = self.collection;
        let mut ids = HashSet::new();
        let mut bytes = 0;
        collection.notes(&mut |row| {
            if !ids.insert(row.id) {
                self.harvest.notes += 1;
                self.harvest.left_out += 1;
                let place = format!("note {}", row.id);
                self.harvest.problems.push(place, "another note has the same id; the first counts");
                return Ok(());
            }
            let from = card_rows.partition_point(|card| card.note < row.id);
            let len = card_rows[from..].iter().take_while(|card| card.note == row.id).count();
            let cards = &card_rows[from..from + len];
            let ords = cards.iter().map(|card| card.ord).collect();
            let deck = cards.first().map_or(0, |card| card.deck);
            bytes += row.fields.len();
            batch.push(Source::new(row, from..from + len, ords, deck));
            if batch.len() == BATCH || bytes > BATCH_BYTES {
                self.batch(&mut batch);
                bytes = 0;
            }
            Ok(())
        })?;
        self.batch(&mut batch);
        Ok(std::mem::take(&mut self.cards))
    }

    fn batch(&mut self, batch: &mut Vec<Source>) {
        let drafts = self.shapes.drafts(batch);
        for (source, drafts) in batch.drain(..).zip(drafts) {
            self.harvest.notes += 1;
            if let Err(why) = drafts.and_then(|drafts| self.note(&source, drafts)) {
                self.harvest.left_out += 1;
                self.harvest.problems.push(source.place(), why);
            }
        }
    }

    fn note(&mut self, source: &Source, drafts: Vec<Draft>) -> Result<(), String> {
        if !self.seen.insert(source.guid.clone()) {
            return Err("another note has the same guid; the first counts".to_owned());
        }
        let most = self.present.limits.decks;
        if self.decks.len() == most && !self.decks.contains(&source.deck) {
            return Err(format!(
                "the notes before it are in {most} decks, and no more are taken in"
            ));
        }
        self.decks.insert(source.deck);
        let ours = NoteType::find(source.model);
        let parts = match ours {
            Some(note_type) => {
                self.count(source.model, note_type.kind.name(), true);
                self.ours(source, note_type)?
            }
            None => self.foreign(source, drafts),
        };
        let guid: Rc<str> = source.guid.as_str().into();
        for (place, ord) in source.cards.clone().zip(&source.ords) {
            if let Some((_, card)) = parts.iter().find(|(part, _)| part == ord) {
                let (card, guid) = (card.clone(), guid.clone());
                self.cards[place] = Some(Known { card, guid, is_ours: ours.is_some() });
            }
        }
        Ok(())
    }

    fn deck(&self, source: &Source) -> String {
        self.collection.decks.get(&source.deck).map_or("Default", String::as_str).to_owned()
    }

    /// A note of one of our own note types: it is known by its id.
    fn ours(
        &mut self,
        source: &Source,
        note_type: &NoteType,
    ) -> Result<Vec<(u16, CardId)>, String> {
        let fields: Vec<&str> = source.fields.split(SEPARATOR).collect();
        let id = own::id(&source.guid, note_type, &fields)?;
        let ords = own::ords(note_type, &fields);
        let parts = ords.into_iter().map(|(ord, part)| (ord, id.card(&part))).collect();
        match (self.present.find)(&id) {
            Presence::Here => self.harvest.same += 1,
            _ if self.only_known => {
                self.harvest.unknown += 1;
                return Ok(Vec::new());
            }
            Presence::Collection => {
                let (collection, id) = (id.collection(), id.local());
                return Err(format!("the collection `{collection}` has no card `{id}`"));
            }
            Presence::Nowhere => {
                let (mut note, media, losses) = own::note(&id, note_type, &fields, &source.tags)?;
                note.tags = own::tags(&source.tags);
                self.harvest.losses.add(losses, id.local());
                self.refer(media, id.local(), id.collection());
                self.harvest.new_notes += 1;
                let deck = self.deck(source);
                let own = self.harvest.own.entry(id.collection().to_owned()).or_default();
                own.push((deck, note));
            }
        }
        Ok(parts)
    }

    fn foreign(&mut self, source: &Source, drafts: Vec<Draft>) -> Vec<(u16, CardId)> {
        if self.only_known {
            return self.known_parts(source, &drafts);
        }
        let kind = drafts.first().map_or("", |draft| draft.note.content.kind().name());
        if let Some(shape) = self.shapes.get(source.model) {
            let is_known = shape.is_known();
            let models = &mut self.harvest.models;
            models.entry(source.model).or_insert_with(|| shape.model.clone());
            self.count(source.model, kind, is_known);
        }
        let mut parts = Vec::new();
        let mut base: Option<String> = None;
        for mut draft in drafts {
            let card_parts = std::mem::take(&mut draft.parts);
            let id = self.draft(source, draft, &mut base);
            parts.extend(card_parts.into_iter().map(|(ord, part)| (ord, id.card(&part))));
        }
        parts
    }

    /// Returns the cards of a note that is here already.
    fn known_parts(&mut self, source: &Source, drafts: &[Draft]) -> Vec<(u16, CardId)> {
        let mut parts = Vec::new();
        for draft in drafts {
            let key = (source.guid.clone(), draft.card);
            let Some(here) = self.present.notes.get(&key) else { continue };
            parts.extend(draft.parts.iter().map(|(ord, part)| (*ord, here.id.card(part))));
        }
        if parts.is_empty() {
            self.harvest.unknown += 1;
        } else {
            self.harvest.same += 1;
        }
        parts
    }

    /// Takes in one note of ours that a note of Anki becomes; returns its id. `base` is the id of the
    /// first where there are several.
    fn draft(&mut self, source: &Source, draft: Draft, base: &mut Option<String>) -> NoteId {
        let name = &self.present.collection;
        // Nothing is looked up where nothing is.
        let here = match self.present.notes.is_empty() {
            true => None,
            false => self.present.notes.get(&(source.guid.clone(), draft.card)),
        };
        let id = match (here, &*base) {
            (Some(here), _) => here.id.clone(),
            (None, Some(base)) => {
                let wanted = format!("{base}.{}", draft.card + 1);
                let id = if self.present.ids.has(&wanted) || wanted.len() > MAX_ID_BYTES {
                    self.present.ids.give(&wanted, &source.guid)
                } else {
                    self.present.ids.take(&wanted);
                    wanted
                };
                NoteId::new(name, &id)
            }
            (None, None) => {
                let front = asked(&draft.note.content);
                NoteId::new(name, &self.present.ids.give(&front, &source.guid))
            }
        };
        base.get_or_insert_with(|| id.local().to_owned());
        self.harvest.losses.add(draft.losses, id.local());
        let note = Note { id: id.clone(), ..draft.note };
        let Some(here) = here else {
            self.refer(draft.media, id.local(), id.collection());
            self.harvest.new_notes += 1;
            self.harvest.new.push((self.deck(source), note));
            return id;
        };
        let fresh = note.anki.as_deref().cloned().unwrap_or_default();
        let known = here.anki.as_deref().cloned().unwrap_or_default();
        let is_newer = here.anki.is_none() || source.modified > known.modified;
        // A note type may be changed without its notes being said to be newer.
        let is_kept_anew = source.modified >= known.modified
            && (&fresh.fields, fresh.note_type) != (&known.fields, known.note_type);
        let verdict = match is_newer || is_kept_anew {
            true => compare::foreign(here, note),
            false => Verdict::Same,
        };
        let is_kept = is_newer && verdict == Verdict::Kept;
        let changed = match verdict {
            Verdict::Changed(note) => Some(*note),
            // The text stays, and what is kept beside it is what is there now.
            Verdict::Same | Verdict::Kept if is_kept_anew => {
                let modified = if is_kept { known.modified } else { source.modified };
                let (fields, note_type) = (fresh.fields, fresh.note_type);
                let anki = Foreign { fields, note_type, modified, ..known };
                Some(Note { anki: Some(Box::new(anki)), ..here.clone() })
            }
            Verdict::Same | Verdict::Kept => None,
        };
        self.harvest.kept += usize::from(is_kept);
        self.harvest.same += usize::from(!is_kept && changed.is_none());
        if is_kept {
            let id = id.local();
            let message = format!("`{id}` was edited here and in Anki; it stays as it is here");
            self.harvest.problems.push(source.place(), message);
        }
        if let Some(note) = changed {
            self.refer(draft.media, id.local(), id.collection());
            self.harvest.changed.push(note);
        } else {
            // What did not travel the first time, or was lost since.
            let missing = draft.media.into_iter().filter(|name| !(self.present.has_media)(name));
            let missing = missing.collect();
            self.refer(missing, id.local(), id.collection());
        }
        id
    }

    fn count(&mut self, model: i64, kind: &'static str, is_known: bool) {
        let count = TypeCount { kind, is_known, notes: 0 };
        self.harvest.types.entry((model, kind)).or_insert(count).notes += 1;
    }

    fn refer(&mut self, media: Vec<String>, id: &str, collection: &str) {
        for name in media {
            let of = self.harvest.media_of.entry(name.clone()).or_default();
            of.insert(collection.to_owned());
            self.media.entry(name).or_insert_with(|| format!("`{id}`"));
        }
    }
}

/// Returns the tags of a note, each one word.
pub(super) fn tags(text: &str) -> Vec<String> {
    let mut known = HashSet::new();
    text.split(|c: char| c.is_whitespace() || c.is_control() || c == ',')
        .filter(|tag| !tag.is_empty() && known.insert(*tag))
        .map(str::to_owned)
        .collect()
}
