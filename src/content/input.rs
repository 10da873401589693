//! What the lint looks at: a collection with every file read in full, places included.

use crate::content::collection::CollectionFile;
use crate::content::deck::{self, DeckFile, Detail};
use crate::content::lock::{LOCK_FILE, LockFile};
use crate::content::root::Text;
use crate::content::shelf::{Held, Shelf};
use crate::content::source::SourceFile;
use crate::content::sources::SourcesFile;
use crate::content::table::{FileRow, page_of};
use crate::content::translation::{Titles, TranslationFile};
use crate::content::walk::{GLOSSARY_FILE, Role};
use crate::model::{Diagnostic, parallel};

/// A collection with every file read in full.
#[derive(Debug, Default)]
pub struct LintInput {
    /// The collection's name.
    pub name: String,
    /// The language of its decks.
    pub lang: String,
    /// The folder, as it should be shown.
    pub root: String,
    /// `collection.yaml`, where there is one.
    pub collection: Option<CollectionFile>,
    /// `sources.yaml`, where there is one.
    pub sources: Option<SourcesFile>,
    /// The decks, sorted by path.
    pub decks: Vec<DeckFile>,
    /// The translations, sorted by path.
    pub translations: Vec<TranslationFile>,
    /// The titles in other languages.
    pub titles: Vec<TitlesFile>,
    /// The pages of decks that name a topic, in all languages.
    pub pages: Vec<PageFile>,
    /// `ids.lock`, where there is one.
    pub lock: Option<(SourceFile, LockFile)>,
    /// The term bases with their languages: `i18n/<lang>/glossary.yaml`.
    pub glossaries: Vec<(String, SourceFile)>,
    /// What is wrong with files that could not be read at all.
    pub diagnostics: Vec<Diagnostic>,
}

/// The titles of a collection in another language.
#[derive(Debug)]
pub struct TitlesFile {
    /// The file.
    pub file: SourceFile,
    /// The language.
    pub lang: String,
    /// The titles.
    pub titles: Titles,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A topic's page.
#[derive(Debug)]
pub struct PageFile {
    /// The file.
    pub file: SourceFile,
    /// The topic's slug.
    pub topic: String,
    /// The language.
    pub lang: String,
}

/// A file, read in full; or why it could not be.
enum Read {
    Collection(CollectionFile),
    Sources(SourcesFile),
    Translation(TranslationFile),
    Titles(TitlesFile),
    Deck(DeckFile),
    Nothing(Diagnostic),
}

impl Read {
    fn of(held: &Held, row: &FileRow) -> Read {
        let Text { file, bad } = match held.root.read(&row.found.path) {
            Ok(text) => text,
            Err(finding) => return Read::Nothing(finding),
        };
        let config = &held.table.config;
        let lang = row.found.lang().unwrap_or_default();
        match row.found.role {
            Role::Collection => Read::Collection(CollectionFile::read(file, bad)),
            Role::Sources => Read::Sources(SourcesFile::read(file, bad)),
            Role::Translation => Read::Translation(TranslationFile::read(file, lang, bad)),
            Role::Titles => {
                let (titles, diagnostics) = Titles::read(&file, bad);
                Read::Titles(TitlesFile { file, lang: lang.to_owned(), titles, diagnostics })
            }
            Role::Deck => {
                Read::Deck(deck::read(file, &config.name, &config.lang, Detail::Fields, bad))
            }
        }
    }
}

impl Shelf {
    /// Reads every file of a collection in full; the collection is a place in
    /// [`Library::collections`](crate::cards::Library::collections).
    pub fn deck_files(&self, collection: u32) -> LintInput {
        let Some(held) = self.held().get(collection as usize) else { return LintInput::default() };
        let config = &held.table.config;
        let mut input = LintInput {
            name: config.name.clone(),
            lang: config.lang.clone(),
            root: held.root.shown(),
            ..LintInput::default()
        };
        let read = parallel::map(&held.table.files, 8, |row| Read::of(held, row));
        for read in read {
            match read {
                Read::Nothing(finding) => input.diagnostics.push(finding),
                Read::Collection(file) => input.collection = Some(file),
                Read::Sources(file) => input.sources = Some(file),
                Read::Translation(file) => input.translations.push(file),
                Read::Titles(file) => input.titles.push(file),
                Read::Deck(file) => input.decks.push(file),
            }
        }
        self.pages(collection, &mut input);
        for lang in &self.library().collections[collection as usize].languages {
            let path = format!("i18n/{lang}/{GLOSSARY_FILE}");
            if let Ok(text) = held.root.read(&path) {
                input.glossaries.push((lang.clone(), text.file));
            }
        }
        if let Ok(text) = held.root.read(LOCK_FILE) {
            let lock = LockFile::read(&text.file);
            input.lock = Some((text.file, lock));
        }
        input
    }

    fn pages(&self, collection: u32, input: &mut LintInput) {
        let held = &self.held()[collection as usize];
        let languages = &self.library().collections[collection as usize].languages;
        for row in held.rows(Role::Deck) {
            let Some(topic) = &row.topic else { continue };
            let page = row.page.clone().unwrap_or_else(|| page_of(&row.found.path, None));
            let own = [(input.lang.clone(), page.clone())];
            let others = languages.iter().map(|lang| (lang.clone(), format!("i18n/{lang}/{page}")));
            for (lang, path) in own.into_iter().chain(others) {
                if let Some(text) = held.root.read_inside(&path) {
                    let file = SourceFile::new(held.root.label(&path), text);
                    input.pages.push(PageFile { file, topic: topic.clone(), lang });
                }
            }
        }
    }
}
