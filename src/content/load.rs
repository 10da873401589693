//! From a collection's files to its [`Table`]: what did not change is taken over from the index,
//! the rest is parsed, on all processors.

use std::collections::{HashMap, HashSet};

use crate::cards::library::{Section, Topic};
use crate::content::collection::CollectionFile;
use crate::content::compiled::{Cache, Old};
use crate::content::deck::{self, DeckFile, Detail};
use crate::content::place::{COLLECTION_FILE, Place};
use crate::content::root::{Root, Text};
use crate::content::sources::SourcesFile;
use crate::content::table::{Casualty, Config, FileDraft, FileRow, LeftOut, Table, assemble};
use crate::content::translation::{Titles, TranslationFile};
use crate::content::tree::Fault;
use crate::content::walk::{self, Found, Listing, Role};
use crate::content::yaml::MAX_FAULTS;
use crate::model::suggest::nearest;
use crate::model::{Diagnostic, Severity, parallel};

/// The language of a collection that names none.
pub(crate) const DEFAULT_LANG: &str = "en";

/// A collection, loaded.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Its files.
    pub(crate) root: Root,
    /// What is known of it.
    pub(crate) table: Table,
    /// The paths of its pages.
    pub(crate) pages: HashSet<String>,
    /// What could not be listed.
    pub(crate) findings: Vec<Diagnostic>,
    /// How many files were parsed.
    pub(crate) parsed: usize,
    /// Whether it has any deck, or a file that says it is a collection.
    pub(crate) is_any: bool,
}

/// Loads a collection.
pub(crate) fn load(place: &Place, cache: &Cache) -> Loaded {
    let root = &place.root;
    let Listing { files, pages, diagnostics } = walk::list(place);
    let is_any = place.has_file || files.iter().any(|file| file.role == Role::Deck);
    let cache = if place.only.is_some() { &Cache::none() } else { cache };
    let mut old = cache.read(root);
    let has_name = |old: &Old| place.has_file || old.table.config.name == place.folder_name();
    if let Some(old) = old.take_if(|old| old.holds_all(&files) && has_name(old)) {
        let (root, table) = (root.clone(), old.table);
        return Loaded { root, table, pages, findings: diagnostics, parsed: 0, is_any };
    }
    // The moment is taken before anything is read, so that what changes from now on is seen.
    let draft = cache.begin(root);
    let mut kept: HashMap<String, FileDraft> = HashMap::new();
    let known = old.as_ref().and_then(|old| known_config(old, &files));
    let is_known = known.is_some();
    let (config, config_row) = known.unwrap_or_else(|| config(place, &files));
    if let Some(mut old) = old
        && (&old.table.config.name, &old.table.config.lang) == (&config.name, &config.lang)
    {
        let table = std::mem::take(&mut old.table);
        kept = table.into_drafts();
        kept.retain(|_, draft| old.is_fresh(&draft.row.found));
    }
    let mut drafts: Vec<Option<FileDraft>> = Vec::new();
    let mut todo = Vec::new();
    for found in files {
        let old = kept.remove(&found.path).filter(|old| old.row.found == found);
        if old.is_none() && found.role != Role::Collection {
            todo.push((drafts.len(), found));
        } else if found.role == Role::Collection {
            drafts.push(config_row.clone());
            continue;
        }
        drafts.push(old);
    }
    let parsed = todo.len() + usize::from(config_row.is_some() && !is_known);
    let read = parallel::map(&todo, 8, |(_, found)| parse(root, &config, found));
    for ((place, _), draft) in todo.iter().zip(read) {
        drafts[*place] = Some(draft);
    }
    let drafts: Vec<FileDraft> = drafts.into_iter().flatten().collect();
    let has_topics = !config.topics.is_empty();
    let declared: HashSet<String> = config.topics.iter().map(|topic| topic.slug.clone()).collect();
    let (mut table, casualties) = assemble(config, drafts);
    let mut told = Between { root, table: &table, files: HashMap::new(), findings: Vec::new() };
    told.casualties(&casualties);
    if has_topics {
        told.unknown_topics(&declared);
    }
    table.findings = told.findings;
    cache.write(draft, root, &table);
    Loaded { root: root.clone(), table, pages, findings: diagnostics, parsed, is_any }
}

/// Returns what `collection.yaml` said, if it has not changed.
fn known_config(old: &Old, files: &[Found]) -> Option<(Config, Option<FileDraft>)> {
    let found = files.iter().find(|found| found.role == Role::Collection)?;
    let row = old.table.files.iter().find(|row| row.found == *found && old.is_fresh(found))?;
    let draft = FileDraft { row: row.clone(), notes: Vec::new(), texts: Vec::new() };
    Some((old.table.config.clone(), Some(draft)))
}

/// Reads `collection.yaml`, or makes up what it would say.
fn config(place: &Place, files: &[Found]) -> (Config, Option<FileDraft>) {
    let name = place.folder_name();
    let mut config =
        Config { title: name.clone(), name, lang: DEFAULT_LANG.to_owned(), ..Config::default() };
    let Some(found) = files.iter().find(|found| found.role == Role::Collection) else {
        return (config, None);
    };
    let mut row = FileRow::new(found.clone());
    match place.root.read(COLLECTION_FILE) {
        Err(finding) => row.findings.push(Diagnostic { file: found.path.clone(), ..finding }),
        Ok(Text { mut file, bad }) => {
            file.label = found.path.clone();
            let read = CollectionFile::read(file, bad);
            if let Some(name) = &read.name {
                config.name = name.value.clone();
            }
            config.title = read.title.clone().unwrap_or_else(|| config.name.clone());
            config.lang = read.lang.clone().unwrap_or(config.lang);
            config.url = read.url.clone();
            config.sections = read
                .sections
                .iter()
                .map(|section| Section {
                    slug: section.slug.value.clone(),
                    title: section.title.clone(),
                    collection: 0,
                })
                .collect();
            config.topics = read
                .topics()
                .map(|(section, topic)| {
                    let topic = &topic.value;
                    Topic {
                        slug: topic.slug.clone(),
                        title: topic.title.clone().unwrap_or_else(|| topic.slug.clone()),
                        collection: 0,
                        section: Some(section as u32),
                        level: topic.level,
                        requires: topic.requires.clone(),
                        helps: topic.helps.clone(),
                        form: topic.form,
                        group: topic.group.clone(),
                        has_page: false,
                    }
                })
                .collect();
            row.findings = read.diagnostics;
        }
    }
    (config, Some(FileDraft { row, notes: Vec::new(), texts: Vec::new() }))
}

/// Parses one file. Its findings name it by its path in the collection.
fn parse(root: &Root, config: &Config, found: &Found) -> FileDraft {
    let mut row = FileRow::new(found.clone());
    let Text { mut file, bad } = match root.read(&found.path) {
        Ok(text) => text,
        Err(finding) => {
            row.findings.push(Diagnostic { file: found.path.clone(), ..finding });
            return FileDraft { row, notes: Vec::new(), texts: Vec::new() };
        }
    };
    file.label = found.path.clone();
    match found.role {
        Role::Deck => {
            let deck = deck::read(file, &config.name, &config.lang, Detail::Notes, bad);
            FileDraft::of_deck(row, deck)
        }
        Role::Translation => {
            let lang = found.lang().unwrap_or_default();
            FileDraft::of_translation(row, TranslationFile::read(file, lang, bad))
        }
        Role::Titles => {
            row.findings = Titles::read(&file, bad).1;
            FileDraft { row, notes: Vec::new(), texts: Vec::new() }
        }
        Role::Sources => {
            row.findings = SourcesFile::read(file, bad).diagnostics;
            FileDraft { row, notes: Vec::new(), texts: Vec::new() }
        }
        Role::Collection => FileDraft { row, notes: Vec::new(), texts: Vec::new() },
    }
}

/// What is wrong between files. Files are read again to show their lines: this is rare.
struct Between<'t> {
    root: &'t Root,
    table: &'t Table,
    files: HashMap<u32, Option<DeckFile>>,
    findings: Vec<Diagnostic>,
}

impl Between<'_> {
    fn casualties(&mut self, casualties: &[Casualty]) {
        for &(file, position, why) in casualties.iter().take(MAX_FAULTS) {
            let (rule, what, help) = match why {
                LeftOut::Double { kept_file, kept_line } => {
                    let kept = &self.table.files[kept_file as usize].found.path;
                    let what = format!("is given twice; first in {kept}:{kept_line}");
                    ("deck/duplicate-id", what, "give this card an id of its own")
                }
                LeftOut::Retired { file } => {
                    let path = &self.table.files[file as usize].found.path;
                    let what = format!("is retired in {path}");
                    ("deck/retired", what, "a retired id is never given again: choose another")
                }
            };
            let Some(deck) = self.deck(file) else { continue };
            let Some(located) = deck.notes.get(position as usize) else { continue };
            let (id, at) = (&located.note.id, located.place("id"));
            let finding = deck
                .file
                .diagnostic(rule, Severity::Error, at, format!("the id `{}` {what}", id.local()))
                .help(help)
                .card(id.as_str());
            self.findings.push(finding);
        }
        if casualties.len() > MAX_FAULTS {
            let more = casualties.len() - MAX_FAULTS;
            let message = format!("{more} more ids are given twice or retired");
            let finding = Diagnostic::file("deck/limit", Severity::Error, "", message);
            self.findings.push(finding);
        }
    }

    /// Warns of decks whose topic the collection does not declare.
    fn unknown_topics(&mut self, declared: &HashSet<String>) {
        for (place, row) in self.table.files.iter().enumerate() {
            let Some(slug) = row.topic.as_ref().filter(|slug| !declared.contains(*slug)) else {
                continue;
            };
            if self.findings.len() >= 2 * MAX_FAULTS {
                return;
            }
            let close = nearest(slug, declared.iter().map(String::as_str));
            let help = match close {
                Some(close) => format!("did you mean `{close}`?"),
                None => format!("add it to {COLLECTION_FILE}"),
            };
            let message = format!("the topic `{slug}` is not in {COLLECTION_FILE}");
            let Some(deck) = self.deck(place as u32) else { continue };
            let at = deck.header.topic.as_ref().map(|topic| topic.span).unwrap_or_default();
            let finding = deck.file.diagnostic("deck/topic", Severity::Warning, at, message);
            self.findings.push(finding.help(help));
        }
    }

    fn deck(&mut self, file: u32) -> Option<&DeckFile> {
        let Between { root, table, files, .. } = self;
        let read = files.entry(file).or_insert_with(|| {
            let row = &table.files[file as usize];
            let Text { mut file, bad } = root.read(&row.found.path).ok()?;
            file.label = row.found.path.clone();
            let bad: Vec<Fault> = bad;
            let config = &table.config;
            Some(deck::read(file, &config.name, &config.lang, Detail::Fields, bad))
        });
        read.as_ref()
    }
}
