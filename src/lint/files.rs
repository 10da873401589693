//! All files of one collection, read in full: what the loader keeps an index of, with every place.

use std::collections::BTreeSet;

use crate::content::collection::CollectionFile;
use crate::content::deck::{self, DeckFile, Detail};
use crate::content::lock::{LOCK_FILE, LockFile};
use crate::content::root::{Root, Text, beside};
use crate::content::source::{At, SourceFile};
use crate::content::sources::SourcesFile;
use crate::content::translation::TranslationFile;
use crate::content::tree::{Node, Value};
use crate::content::walk::{self, Role};
use crate::content::yaml;
use crate::lint::glossary::Glossary;
use crate::model::Diagnostic;

/// The name of a language's term base in its folder.
pub const GLOSSARY_FILE: &str = "glossary.yaml";

/// All files of one collection.
#[derive(Debug, Default)]
pub struct Files {
    /// The collection's name.
    pub name: String,
    /// The language of its decks.
    pub lang: String,
    /// `collection.yaml`, where there is one.
    pub collection: Option<CollectionFile>,
    /// `sources.yaml`, where there is one.
    pub sources: Option<SourcesFile>,
    /// The decks with their paths in the collection, sorted by path.
    pub decks: Vec<(String, DeckFile)>,
    /// The translations, with the texts of each card by path.
    pub translations: Vec<(String, TranslationFile, Vec<Texts>)>,
    /// The titles in other languages: path, language, file.
    pub titles: Vec<(String, String, SourceFile)>,
    /// The pages.
    pub pages: Vec<PageFile>,
    /// `ids.lock`, where there is one.
    pub lock: Option<(SourceFile, LockFile)>,
    /// The term bases with their languages.
    pub glossaries: Vec<(String, Glossary)>,
    /// What the reading itself found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The texts of a translated card by path.
pub type Texts = Vec<(String, At<String>)>;

/// A reference page.
#[derive(Debug)]
pub struct PageFile {
    /// Its path in the collection.
    pub path: String,
    /// The file.
    pub file: SourceFile,
    /// Its language.
    pub lang: String,
    /// The deck it belongs to, as a place in [`Files::decks`]; none for a translated one.
    pub deck: Option<usize>,
}

impl Files {
    /// Reads a collection. `name` is what it is called without a `collection.yaml` that says so;
    /// `without` are folders in it that are collections of their own.
    ///
    /// Nothing fails: what cannot be read is told in [`Files::diagnostics`].
    pub fn read(root: &Root, name: &str, without: &[String]) -> Files {
        let mut listing = walk::list(root);
        let is_own = |path: &str| {
            let folder = path.split_once('/').map(|(folder, _)| folder);
            !folder.is_some_and(|folder| without.iter().any(|other| other == folder))
        };
        listing.files.retain(|found| is_own(&found.path));
        let mut files = Files {
            name: name.to_owned(),
            lang: "en".to_owned(),
            diagnostics: listing.diagnostics,
            ..Files::default()
        };
        // The collection file comes first: the decks take their language from it.
        if let Some(found) = listing.files.iter().find(|found| found.role == Role::Collection) {
            files.collection_file(root, &found.path);
        }
        for found in &listing.files {
            let Some(text) = files.text(root, &found.path) else { continue };
            let path = found.path.clone();
            match found.role {
                Role::Collection => {}
                Role::Deck => {
                    let deck =
                        deck::read(text.file, &files.name, &files.lang, Detail::Fields, text.bad);
                    files.diagnostics.extend(deck.diagnostics.iter().cloned());
                    files.decks.push((path, deck));
                }
                Role::Sources => {
                    let sources = SourcesFile::read(text.file, text.bad);
                    files.diagnostics.extend(sources.diagnostics.iter().cloned());
                    files.sources = Some(sources);
                }
                Role::Titles => {
                    let (_, found_in) =
                        crate::content::translation::Titles::read(&text.file, text.bad);
                    files.diagnostics.extend(found_in);
                    files.titles.push((path.clone(), lang_of(&path).to_owned(), text.file));
                }
                Role::Translation => files.translation(path, text),
            }
        }
        let pages = listing.pages.into_iter().filter(|path| is_own(path)).collect();
        files.pages(root, &pages);
        files.beside_decks(root, &pages);
        files
    }

    fn text(&mut self, root: &Root, path: &str) -> Option<Text> {
        root.read(path).map_err(|finding| self.diagnostics.push(finding)).ok()
    }

    fn collection_file(&mut self, root: &Root, path: &str) {
        let Some(text) = self.text(root, path) else { return };
        let read = CollectionFile::read(text.file, text.bad);
        self.diagnostics.extend(read.diagnostics.iter().cloned());
        if let Some(name) = &read.name {
            self.name.clone_from(&name.value);
        }
        if let Some(lang) = &read.lang {
            self.lang.clone_from(lang);
        }
        self.collection = Some(read);
    }

    fn translation(&mut self, path: String, text: Text) {
        let lang = lang_of(&path).to_owned();
        let read = TranslationFile::read(text.file, &lang, text.bad);
        self.diagnostics.extend(read.diagnostics.iter().cloned());
        let tree = yaml::parse(&read.file.text);
        let cards = tree.root.as_ref().and_then(|root| root.get("cards"));
        let texts = read
            .cards
            .iter()
            .map(|card| {
                let mut texts = Vec::new();
                if let Some(node) = cards.and_then(|cards| cards.get(&card.id.value)) {
                    collect(node, "", &mut texts);
                }
                texts
            })
            .collect();
        self.translations.push((path, read, texts));
    }

    fn pages(&mut self, root: &Root, known: &BTreeSet<String>) {
        let mut pages = Vec::new();
        for (place, (path, deck)) in self.decks.iter().enumerate() {
            let page = match &deck.header.page {
                Some(page) => beside(path, &page.value),
                None => format!("{}.md", path.trim_end_matches(".yaml").trim_end_matches(".yml")),
            };
            if known.contains(&page) {
                pages.push((page, self.lang.clone(), Some(place)));
            }
        }
        for path in known.iter().filter(|path| path.starts_with("i18n/")) {
            pages.push((path.clone(), lang_of(path).to_owned(), None));
        }
        for (path, lang, deck) in pages {
            if let Some(text) = self.text(root, &path) {
                self.pages.push(PageFile { path, file: text.file, lang, deck });
            }
        }
    }

    /// Reads what is no deck: the lock, and the term base of each language.
    fn beside_decks(&mut self, root: &Root, pages: &BTreeSet<String>) {
        if let Ok(text) = root.read(LOCK_FILE) {
            let lock = LockFile::read(&text.file);
            self.diagnostics.extend(lock.diagnostics.iter().cloned());
            self.lock = Some((text.file, lock));
        }
        let translated = self.translations.iter().map(|(path, ..)| path);
        let titled = self.titles.iter().map(|(path, ..)| path);
        let langs: BTreeSet<String> = translated
            .chain(titled)
            .chain(pages.iter().filter(|path| path.starts_with("i18n/")))
            .map(|path| lang_of(path).to_owned())
            .collect();
        for lang in langs {
            if let Ok(text) = root.read(&format!("i18n/{lang}/{GLOSSARY_FILE}")) {
                let (glossary, findings) = Glossary::read(&text.file, &lang);
                self.diagnostics.extend(findings);
                self.glossaries.push((lang, glossary));
            }
        }
    }

    /// Returns how many cards the decks yield.
    pub fn card_count(&self) -> usize {
        let notes = self.decks.iter().flat_map(|(_, deck)| &deck.notes);
        notes.map(|located| located.note.content.as_kind().parts().len()).sum()
    }
}

/// Returns the language of a path below `i18n/`.
fn lang_of(path: &str) -> &str {
    path.strip_prefix("i18n/").and_then(|rest| rest.split('/').next()).unwrap_or("")
}

/// Lists the texts below a node by their paths, but for ids and fingerprints.
fn collect(node: &Node<'_>, above: &str, texts: &mut Texts) {
    let path = |name: &str| {
        if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
    };
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let name = key.text().unwrap_or_default();
                if !matches!(name, "of" | "id") {
                    collect(value, &path(name), texts);
                }
            }
        }
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                collect(item, &path(&(place + 1).to_string()), texts);
            }
        }
        Value::Scalar { text, .. } => {
            texts
                .push((above.to_owned(), At { value: text.clone().into_owned(), span: node.span }));
        }
        Value::Alias => {}
    }
}
