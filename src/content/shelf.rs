//! The shelf: the library, and the way from a place in it to a text.
//!
//! Texts are read when they are asked for, from the place the index names while the file is as it
//! was, else by reading the file again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::cards::fingerprint::Fingerprint;
use crate::cards::{Library, Note, NoteIx, TopicIx};
use crate::content::deck::{self, Detail};
use crate::content::lower::Surroundings;
use crate::content::overlay;
use crate::content::root::{Root, Text};
use crate::content::sources::{Source, SourcesFile};
use crate::content::table::{FileRow, Table, TextRow};
use crate::content::translation::{self, Texts, Titles, TranslationFile};
use crate::content::walk::Role;
use crate::model::{Diagnostic, Severity};

/// All decks that are open.
#[derive(Debug, Default)]
pub struct Shelf {
    library: Library,
    held: Vec<Held>,
    /// For each deck of the library: its collection, and its place among that one's files.
    decks: Vec<(u32, u32)>,
}

/// A topic's page as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// The page, in Markdown.
    pub text: String,
    /// Its language, as a code.
    pub lang: String,
}

/// A collection that is open.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) root: Root,
    pub(crate) table: Table,
    sources: OnceLock<SourcesFile>,
    titles: Mutex<BTreeMap<String, Titles>>,
}

impl Held {
    pub(crate) fn new(root: Root, table: Table) -> Held {
        Held { root, table, sources: OnceLock::new(), titles: Mutex::default() }
    }

    /// Returns what cards cite, read when it is first asked for.
    fn sources(&self) -> &SourcesFile {
        self.sources.get_or_init(|| {
            let row = self.rows(Role::Sources).next();
            let text = row.and_then(|row| self.root.read(&row.found.path).ok());
            text.map_or_else(SourcesFile::default, |text| SourcesFile::read(text.file, text.bad))
        })
    }

    /// Returns the files for one purpose.
    pub(crate) fn rows(&self, role: Role) -> impl Iterator<Item = &FileRow> {
        self.table.files.iter().filter(move |row| row.found.role == role)
    }

    /// Finds a translation; of `fa-IR` that of `fa` will do.
    fn text_row(&self, id: &str, lang: &str) -> Option<&TextRow> {
        let find = |lang: &str| {
            let key = |row: &TextRow| {
                let file = &self.table.files[row.file as usize].found;
                file.lang().unwrap_or_default().cmp(lang).then_with(|| row.id.as_str().cmp(id))
            };
            self.table.texts.binary_search_by(key).ok().map(|place| &self.table.texts[place])
        };
        find(lang).or_else(|| find(lang.split_once('-')?.0))
    }

    fn texts(&self, row: &TextRow) -> Option<(Texts, Option<Fingerprint>)> {
        let found = &self.table.files[row.file as usize].found;
        if let Some(text) = self.root.read_part(&found.path, found.stamp, row.span) {
            return translation::read_texts(&text);
        }
        let Text { file, bad } = self.root.read(&found.path).ok()?;
        let read = TranslationFile::read(file, found.lang()?, bad);
        let card = read.cards.into_iter().find(|card| card.id.value == row.id)?;
        Some((card.texts, card.of))
    }
}

impl Shelf {
    pub(crate) fn new(library: Library, held: Vec<Held>, decks: Vec<(u32, u32)>) -> Shelf {
        Shelf { library, held, decks }
    }

    /// Returns what there is to learn.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Returns the collections, in the order of [`Library::collections`].
    pub(crate) fn held(&self) -> &[Held] {
        &self.held
    }

    /// Returns the collection and the file of a note.
    pub(crate) fn file_of(&self, note: NoteIx) -> (&Held, &FileRow) {
        let (collection, file) = self.decks[self.library.note(note).deck as usize];
        let held = &self.held[collection as usize];
        (held, &held.table.files[file as usize])
    }

    /// Reads a note, in a language where one is asked for that is not its own. Fails where the
    /// note has gone from its file, or cannot be read any more.
    pub fn note(&self, note: NoteIx, lang: Option<&str>) -> Result<Note, Diagnostic> {
        let source = self.source_note(note)?;
        Ok(self.overlaid(note, source, lang))
    }

    /// Lays a translation over a note, where one is asked for.
    pub(crate) fn overlaid(&self, note: NoteIx, source: Note, lang: Option<&str>) -> Note {
        let (held, _) = self.file_of(note);
        let Some(lang) = lang.filter(|lang| *lang != source.lang) else { return source };
        let row = held.text_row(source.id.local(), lang);
        let texts = row.and_then(|row| held.texts(row));
        let lang = row.and_then(|row| held.table.files[row.file as usize].found.lang());
        overlay::apply(source, lang.unwrap_or_default(), texts)
    }

    /// Reads a note in its own language.
    pub(crate) fn source_note(&self, note: NoteIx) -> Result<Note, Diagnostic> {
        let entry = self.library.note(note);
        let (held, row) = self.file_of(note);
        let span = crate::content::source::Span { start: entry.span.0, end: entry.span.1 };
        let wanted = self.library.note_text(note);
        if let Some(text) = held.root.read_part(&row.found.path, row.found.stamp, span)
            && let Ok(note) = deck::read_note(&text, self.surroundings(note))
            && note.id.as_str() == wanted
        {
            return Ok(note);
        }
        self.read_again(held, row, wanted)
    }

    /// Returns what a note takes over from its deck and collection.
    pub(crate) fn surroundings(&self, note: NoteIx) -> Surroundings<'_> {
        let entry = self.library.note(note);
        let (held, row) = self.file_of(note);
        Surroundings {
            collection: &held.table.config.name,
            topic: entry.topic.map(|topic| self.library.topic(topic).slug.as_str()),
            lang: row.lang.as_deref().unwrap_or(&held.table.config.lang),
        }
    }

    fn read_again(&self, held: &Held, row: &FileRow, id: &str) -> Result<Note, Diagnostic> {
        let Text { file, bad } = held.root.read(&row.found.path)?;
        let config = &held.table.config;
        let deck = deck::read(file, &config.name, &config.lang, Detail::Notes, bad);
        let note = deck.notes.into_iter().map(|located| located.note);
        if let Some(note) = note.into_iter().find(|note| note.id.as_str() == id) {
            return Ok(note);
        }
        // What is wrong with the card says more than that it is not there.
        let mut findings = deck.diagnostics.into_iter();
        if let Some(finding) = findings.find(|finding| finding.card.as_deref() == Some(id)) {
            return Err(finding);
        }
        let message = format!("the card `{id}` is not in this file any more");
        let finding = Diagnostic::file("deck/gone", Severity::Error, &deck.file.label, message);
        Err(finding.help("the file was changed: start again").card(id))
    }

    /// Returns where a note stands: the file, `<bundled>/...` for one in the program, and the line
    /// from 1.
    pub fn location(&self, note: NoteIx) -> (PathBuf, u32) {
        let (held, row) = self.file_of(note);
        let path = held.root.path(&row.found.path);
        let path = path.unwrap_or_else(|| PathBuf::from(held.root.label(&row.found.path)));
        (path, self.library.note(note).line)
    }

    /// Returns the page of a topic, in a language where it is translated, else in its own.
    pub fn page(&self, topic: TopicIx, lang: Option<&str>) -> Option<PageText> {
        let place = self.library.decks.iter().position(|deck| deck.topic == Some(topic))?;
        let (collection, file) = self.decks[place];
        let held = &self.held[collection as usize];
        let page = held.table.files[file as usize].page.as_deref()?;
        let translated = lang.filter(|lang| *lang != held.table.config.lang).and_then(|lang| {
            let base = lang.split_once('-').map(|(base, _)| base);
            let langs = [Some(lang), base].into_iter().flatten();
            langs.into_iter().find_map(|lang| {
                let text = held.root.read_inside(&format!("i18n/{lang}/{page}"))?;
                Some(PageText { text, lang: lang.to_owned() })
            })
        });
        translated.or_else(|| {
            let lang = held.table.config.lang.clone();
            held.root.read_inside(page).map(|text| PageText { text, lang })
        })
    }

    /// Returns what a card of a note's collection cites.
    pub fn source(&self, note: NoteIx, id: &str) -> Option<Source> {
        self.file_of(note).0.sources().find(id).cloned()
    }

    /// Returns the registry of a collection, a place in [`Library::collections`]: ids and what they
    /// stand for, in the order of the file.
    pub fn registry(&self, collection: u32) -> impl Iterator<Item = (&str, &Source)> {
        let held = self.held.get(collection as usize);
        let sources = held.into_iter().flat_map(|held| &held.sources().sources);
        sources.map(|(id, source)| (id.value.as_str(), source))
    }

    /// Returns a section's title in a language, where it is translated; the section is a place in
    /// [`Library::sections`].
    pub fn section_title(&self, section: u32, lang: &str) -> Option<String> {
        let section = self.library.sections.get(section as usize)?;
        self.titles(section.collection, lang, |titles| titles.sections.get(&section.slug).cloned())
    }

    /// Returns a topic's title in a language, where it is translated.
    pub fn topic_title(&self, topic: TopicIx, lang: &str) -> Option<String> {
        let topic = self.library.topic(topic);
        self.titles(topic.collection, lang, |titles| titles.topics.get(&topic.slug).cloned())
    }

    /// Returns a collection's title in a language, where it is translated; the collection is a
    /// place in [`Library::collections`].
    pub fn collection_title(&self, collection: u32, lang: &str) -> Option<String> {
        self.titles(collection, lang, |titles| titles.title.clone())
    }

    fn titles<T>(
        &self,
        collection: u32,
        lang: &str,
        get: impl Fn(&Titles) -> Option<T>,
    ) -> Option<T> {
        let held = self.held.get(collection as usize)?;
        let find = |lang: &str| {
            let row = held.rows(Role::Titles).find(|row| row.found.lang() == Some(lang))?;
            let mut read = held.titles.lock().unwrap_or_else(PoisonError::into_inner);
            let titles = read.entry(lang.to_owned()).or_insert_with(|| {
                let text = held.root.read(&row.found.path).ok();
                text.map(|text| Titles::read(&text.file, text.bad).0).unwrap_or_default()
            });
            get(titles)
        };
        find(lang).or_else(|| find(lang.split_once('-')?.0))
    }
}
