//! Opening: from the levels that decks come from to a [`Shelf`].

use std::collections::HashMap;
use std::path::PathBuf;

use crate::cards::Library;
use crate::cards::entry::{Bases, Block};
use crate::cards::library::{Collection, Deck, Section, Topic, TopicIx};
use crate::content::bundled::Bundle;
use crate::content::compiled::Cache;
use crate::content::load::{Loaded, load};
use crate::content::place::{self, COLLECTION_FILE, Level, Place};
use crate::content::root::Root;
use crate::content::shelf::{Held, Shelf};
use crate::content::table::Notes;
use crate::content::walk::Role;
use crate::model::{Diagnostic, Severity};

/// The rule of the finding that a collection takes the place of another of the same name.
pub const REPLACED: &str = "collection/replaced";

/// Where decks come from.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The levels, the first one winning; new cards are taken in this order.
    pub levels: Vec<Level>,
    /// The decks inside the program, the last level; none to leave them out.
    pub bundled: Option<Bundle>,
    /// Where indexes are kept; none to keep none.
    pub cache_dir: Option<PathBuf>,
    /// The version of the program: an index of another one is not used.
    pub program_version: String,
}

/// What opening gives: always a shelf, if an empty one.
#[derive(Debug)]
pub struct Opened {
    /// The decks.
    pub shelf: Shelf,
    /// What is wrong with them, by collection, file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many files were parsed; 0 where the indexes held everything.
    pub parsed: usize,
}

/// Opens all decks. Never fails: what cannot be read is left out and told.
pub fn open(request: &Request) -> Opened {
    let cache = Cache::new(request.cache_dir.clone(), &request.program_version);
    let mut findings = Vec::new();
    let mut kept: Vec<Loaded> = Vec::new();
    let mut names: HashMap<String, (usize, String)> = HashMap::new();
    let mut parsed = 0;
    let named = request.levels.iter().map(Some).chain([None]);
    for (rank, level) in named.enumerate() {
        let places = match level {
            Some(level) => place::places(level, &mut findings),
            None => request.bundled.map(place::bundled).unwrap_or_default(),
        };
        for place in places {
            let loaded = load(&place, &cache);
            parsed += loaded.parsed;
            if !loaded.is_any {
                no_decks(&place, &mut findings);
                continue;
            }
            let (name, shown) = (loaded.table.config.name.clone(), place.root.shown());
            match names.get(&name) {
                Some((other, first)) if *other == rank => {
                    let message = format!("the collection `{name}` is in {first} and in {shown}");
                    let finding =
                        Diagnostic::file("collection/twice", Severity::Error, &shown, message);
                    findings.push(finding.help("only the first is loaded: rename one of them"));
                }
                Some((_, first)) => {
                    let message = format!("`{name}` is taken from {first}, not from {shown}");
                    findings.push(Diagnostic::file(REPLACED, Severity::Info, first, message));
                }
                None => {
                    names.insert(name, (rank, shown));
                    told(&place, &loaded, &mut findings);
                    kept.push(loaded);
                }
            }
        }
    }
    Opened { shelf: shelve(kept), diagnostics: findings, parsed }
}

/// Says that a place has nothing to learn from, where that is worth saying.
fn no_decks(place: &Place, findings: &mut Vec<Diagnostic>) {
    if place.may_be_empty {
        return;
    }
    let shown = place.root.shown();
    let finding = match &place.only {
        Some(only) => {
            let message = "this file is no deck".to_owned();
            let label = place.root.label(only);
            Diagnostic::file("deck/path", Severity::Error, &label, message)
                .help("name a deck, or the folder of a collection")
        }
        None => {
            let message = "there is no deck in this folder".to_owned();
            Diagnostic::file("deck/path", Severity::Warning, &shown, message)
                .help("a deck is a file that ends in `.yaml`")
        }
    };
    findings.push(finding);
}

/// Collects what is wrong in a collection, with names as they should be shown.
fn told(place: &Place, loaded: &Loaded, findings: &mut Vec<Diagnostic>) {
    let root = &place.root;
    if !place.has_file {
        let name = &loaded.table.config.name;
        let message = format!("the collection is named `{name}` after its folder");
        let finding =
            Diagnostic::file("collection/unnamed", Severity::Info, &root.shown(), message);
        findings.push(finding.help(format!("write a {COLLECTION_FILE} with `name: {name}`")));
    }
    findings.extend(loaded.findings.iter().cloned());
    let rows = loaded.table.files.iter().flat_map(|row| &row.findings);
    for finding in rows.chain(&loaded.table.findings) {
        let file = match finding.file.as_str() {
            "" => root.shown(),
            path => root.label(path),
        };
        findings.push(Diagnostic { file, ..finding.clone() });
    }
}

/// Builds the library and keeps what is needed to read on.
fn shelve(kept: Vec<Loaded>) -> Shelf {
    let mut library = Library::default();
    let mut held = Vec::new();
    let mut decks = Vec::new();
    let mut blocks = Vec::new();
    for (collection, loaded) in kept.into_iter().enumerate() {
        let Loaded { root, mut table, pages, .. } = loaded;
        let collection = collection as u32;
        let config = &table.config;
        let section_base = library.sections.len() as u32;
        let mut bases = Bases {
            decks: vec![u32::MAX; table.files.len()],
            topic: library.topics.len() as u32,
            tags: places(&mut library.tags, &table.tags),
            covers: places(&mut library.covers, &table.covers),
        };
        let sections = config.sections.iter();
        library.sections.extend(sections.map(|section| Section { collection, ..section.clone() }));
        library.topics.extend(table.topics.drain(..).map(|topic| Topic {
            collection,
            section: topic.section.map(|section| section + section_base),
            ..topic
        }));
        let mut languages: Vec<String> = Vec::new();
        let mut topics: HashMap<String, u32> = HashMap::new();
        for (place, topic) in library.topics.iter().enumerate().skip(bases.topic as usize) {
            topics.insert(topic.slug.clone(), place as u32);
        }
        for (file, row) in table.files.iter().enumerate() {
            let path = &row.found.path;
            let lang = row.found.lang().filter(|lang| !languages.iter().any(|had| had == lang));
            languages.extend(lang.map(str::to_owned));
            if row.found.role != Role::Deck {
                continue;
            }
            let topic = row.topic.as_ref().and_then(|slug| topics.get(slug)).copied();
            if let (Some(topic), Some(page)) = (topic, &row.page)
                && pages.contains(page)
            {
                library.topics[topic as usize].has_page = true;
            }
            let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
            bases.decks[file] = library.decks.len() as u32;
            library.decks.push(Deck {
                stem: name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned(),
                file: root.label(path),
                collection,
                topic: topic.map(TopicIx),
            });
            decks.push((collection, file as u32));
        }
        library.collections.push(Collection {
            name: config.name.clone(),
            title: config.title.clone(),
            lang: config.lang.clone(),
            languages,
            root: root.shown(),
            bundled: matches!(root, Root::Bundled { .. }),
        });
        let notes = std::mem::take(&mut table.notes);
        table.spare = Notes::default();
        blocks.push((format!("{}/", config.name), notes, bases));
        held.push(Held::new(root, table));
    }
    // Notes are sorted by full id, and so are whole collections: by name and slash.
    blocks.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    for (_, Block { ids, tag_lists, notes }, bases) in blocks {
        library.append(Block { ids, tag_lists, notes: notes.iter() }, &bases);
    }
    Shelf::new(library, held, decks)
}

/// Adds words to a list that has each once; returns their places in it.
fn places(known: &mut Vec<String>, words: &[String]) -> Vec<u32> {
    let mut at: HashMap<&str, u32> = HashMap::new();
    let had: Vec<String> = known.clone();
    for (place, word) in had.iter().enumerate() {
        at.insert(word, place as u32);
    }
    let mut places = Vec::with_capacity(words.len());
    for word in words {
        let place = *at.entry(word).or_insert_with(|| {
            known.push(word.clone());
            known.len() as u32 - 1
        });
        places.push(place);
    }
    places
}
