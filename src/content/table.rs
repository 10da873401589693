//! All that is kept of a collection between two starts: its files with their states, an entry for
//! each note and each translation, and what was found wrong. No texts.

use std::collections::HashMap;

use crate::cards::entry::{Block, Entry};
use crate::cards::fingerprint::Fingerprint;
use crate::cards::library::{Section, Topic, TopicIx};
use crate::content::compiled::Rows;
use crate::content::deck::DeckFile;
use crate::content::root::beside;
use crate::content::source::Span;
use crate::content::translation::{Translated, TranslationFile};
use crate::content::walk::Found;
use crate::model::Diagnostic;

/// All that is kept of a collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// What `collection.yaml` says.
    pub(crate) config: Config,
    /// The topics: those of `collection.yaml`, then those that only decks name.
    pub(crate) topics: Vec<Topic>,
    /// The files, sorted by path.
    pub(crate) files: Vec<FileRow>,
    /// Every tag in use.
    pub(crate) tags: Vec<String>,
    /// Every misconception covered.
    pub(crate) covers: Vec<String>,
    /// The notes, sorted by full id.
    pub(crate) notes: Notes,
    /// Notes that are left out because another has their id, or because it is retired.
    pub(crate) spare: Notes,
    /// The translated cards, sorted by language and id.
    pub(crate) texts: Vec<TextRow>,
    /// What is wrong between files.
    pub(crate) findings: Vec<Diagnostic>,
}

/// Notes of a table: as rows of bytes, in the form in which an index holds them.
pub(crate) type Notes = Block<Rows>;

/// What `collection.yaml` says, or what stands for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Config {
    /// The permanent name.
    pub(crate) name: String,
    /// The title.
    pub(crate) title: String,
    /// The language of the decks.
    pub(crate) lang: String,
    /// Where its folder can be read on the web.
    pub(crate) url: Option<String>,
    /// The sections, in order.
    pub(crate) sections: Vec<Section>,
    /// Its topics, in order.
    pub(crate) topics: Vec<Topic>,
}

/// A file and what it says of itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FileRow {
    /// The file.
    pub(crate) found: Found,
    /// A deck's topic.
    pub(crate) topic: Option<String>,
    /// A deck's title.
    pub(crate) title: Option<String>,
    /// A deck's language, where it has its own.
    pub(crate) lang: Option<String>,
    /// Where a deck's page is, in the collection.
    pub(crate) page: Option<String>,
    /// The ids that a deck has retired.
    pub(crate) retired: Vec<String>,
    /// What is wrong in it; the files named are paths in the collection.
    pub(crate) findings: Vec<Diagnostic>,
}

/// A translated card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextRow {
    /// The file, as a place in [`Table::files`].
    pub(crate) file: u32,
    /// The note's id within the collection.
    pub(crate) id: String,
    /// What it was made from.
    pub(crate) of: Option<Fingerprint>,
    /// Where it stands.
    pub(crate) span: Span,
}

/// A file as it was parsed, or taken over from a table.
#[derive(Clone, Debug)]
pub(crate) struct FileDraft {
    /// The file.
    pub(crate) row: FileRow,
    /// Its notes, in order.
    pub(crate) notes: Vec<NoteDraft>,
    /// Its translated cards, in order.
    pub(crate) texts: Vec<TextRow>,
}

/// A note before it has its place among the others.
#[derive(Clone, Debug)]
pub(crate) struct NoteDraft {
    /// Its id within the collection.
    pub(crate) id: Box<str>,
    /// Its tags.
    pub(crate) tags: Box<[String]>,
    /// The misconception it covers.
    pub(crate) covers: Option<Box<str>>,
    /// Everything else; the places of id, tags, deck, topic and covers are not filled in.
    pub(crate) entry: Entry,
}

impl FileRow {
    /// Makes the row of a file of which nothing is known yet.
    pub(crate) fn new(found: Found) -> FileRow {
        FileRow {
            found,
            topic: None,
            title: None,
            lang: None,
            page: None,
            retired: Vec::new(),
            findings: Vec::new(),
        }
    }
}

impl FileDraft {
    /// Keeps what a library needs of a deck.
    pub(crate) fn of_deck(mut row: FileRow, deck: DeckFile) -> FileDraft {
        let header = deck.header;
        row.topic = header.topic.map(|topic| topic.value);
        row.title = header.title.map(|title| title.value);
        row.lang = header.lang.map(|lang| lang.value);
        let page = header.page.map(|page| page.value);
        row.page = Some(page_of(&row.found.path, page.as_deref()));
        row.retired = header.retired.into_iter().map(|id| id.value).collect();
        row.findings.extend(deck.diagnostics);
        // Collecting in place would keep the room that whole notes needed.
        let mut notes = Vec::with_capacity(deck.notes.len());
        notes.extend(deck.notes.into_iter().enumerate().map(|(position, located)| {
            let note = located.note;
            let parts = crate::content::lower::parts(&note.content);
            let mut entry = Entry::new(0, note.content.kind(), parts);
            entry.facet = note.facet;
            entry.tier = note.tier;
            entry.rev = note.rev;
            entry.position = position as u32;
            entry.span = (located.span.start, located.span.end);
            entry.line = located.line;
            NoteDraft {
                id: note.id.local().into(),
                tags: note.tags.into(),
                covers: note.covers.map(String::into_boxed_str),
                entry,
            }
        }));
        FileDraft { row, notes, texts: Vec::new() }
    }

    /// Keeps what a library needs of a translation file.
    pub(crate) fn of_translation(mut row: FileRow, file: TranslationFile) -> FileDraft {
        row.findings.extend(file.diagnostics);
        row.title = file.title;
        let texts = file.cards.into_iter();
        let mut rows = Vec::with_capacity(texts.len());
        let row_of = |card: Translated| {
            let Translated { id, of, span, .. } = card;
            TextRow { file: 0, id: id.value, of, span }
        };
        rows.extend(texts.map(row_of));
        FileDraft { row, notes: Vec::new(), texts: rows }
    }
}

/// Returns where a deck's page is: where it says, or beside it under its own name.
pub(crate) fn page_of(deck: &str, page: Option<&str>) -> String {
    match page {
        Some(page) => beside(deck, page),
        None => format!("{}.md", deck.rsplit_once('.').map_or(deck, |(stem, _)| stem)),
    }
}

impl Table {
    /// Takes a table apart, so that files that did not change are taken over as they are.
    pub(crate) fn into_drafts(self) -> HashMap<String, FileDraft> {
        let mut drafts: Vec<FileDraft> = self
            .files
            .into_iter()
            .map(|row| FileDraft { row, notes: Vec::new(), texts: Vec::new() })
            .collect();
        let collection = self.config.name.len() + 1;
        for block in [&self.notes, &self.spare] {
            for entry in block.notes.iter() {
                let Some(draft) = drafts.get_mut(entry.deck as usize) else { continue };
                let tags = block.tags(&entry).iter();
                draft.notes.push(NoteDraft {
                    id: block.id(&entry).get(collection..).unwrap_or_default().into(),
                    tags: tags.filter_map(|&tag| self.tags.get(tag as usize).cloned()).collect(),
                    covers: entry
                        .covers
                        .and_then(|at| Some(self.covers.get(at as usize)?.as_str().into())),
                    entry,
                });
            }
        }
        for text in self.texts {
            if let Some(draft) = drafts.get_mut(text.file as usize) {
                draft.texts.push(text);
            }
        }
        for draft in &mut drafts {
            draft.notes.sort_unstable_by_key(|note| note.entry.position);
            draft.texts.sort_unstable_by_key(|text| text.span);
        }
        drafts.into_iter().map(|draft| (draft.row.found.path.clone(), draft)).collect()
    }
}

/// Why a note is left out of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// The note at this place of the sorted drafts has its id.
    Double {
        /// The file of the one that is kept.
        kept_file: u32,
        /// Its line.
        kept_line: u32,
    },
    /// The id is retired.
    Retired {
        /// The file that retires it.
        file: u32,
    },
}

/// A note that is left out: file, place in it, why.
pub(crate) type Casualty = (u32, u32, LeftOut);

/// Puts the drafts of all files together. Files come sorted by path.
pub(crate) fn assemble(config: Config, drafts: Vec<FileDraft>) -> (Table, Vec<Casualty>) {
    let mut table = Table { topics: config.topics.clone(), config, ..Table::default() };
    let mut retired: HashMap<&str, u32> = HashMap::new();
    let mut topics: HashMap<String, u32> = HashMap::new();
    for (place, topic) in table.topics.iter().enumerate() {
        topics.insert(topic.slug.clone(), place as u32);
    }
    let mut topic_of = Vec::with_capacity(drafts.len());
    for (file, draft) in drafts.iter().enumerate() {
        for id in &draft.row.retired {
            retired.entry(id).or_insert(file as u32);
        }
        topic_of.push(draft.row.topic.as_ref().map(|slug| {
            let place = *topics.entry(slug.clone()).or_insert_with(|| {
                let title = draft.row.title.clone().unwrap_or_else(|| slug.clone());
                table.topics.push(Topic { slug: slug.clone(), title, ..Topic::default() });
                table.topics.len() as u32 - 1
            });
            TopicIx(place)
        }));
    }
    let mut all: Vec<(u32, u32)> = Vec::new();
    for (file, draft) in drafts.iter().enumerate() {
        all.extend((0..draft.notes.len() as u32).map(|place| (file as u32, place)));
    }
    let note = |(file, place): (u32, u32)| &drafts[file as usize].notes[place as usize];
    // Of two notes with one id the first is kept, in the order of files and places.
    all.sort_unstable_by(|&a, &b| note(a).id.cmp(&note(b).id).then(a.cmp(&b)));
    // Reserved at once: growing by doubling would need twice the memory of a large collection.
    let id_bytes: usize =
        all.iter().map(|&at| table.config.name.len() + 1 + note(at).id.len()).sum();
    table.notes.ids.reserve_exact(id_bytes);
    table.notes.notes.reserve(all.len());
    let mut casualties = Vec::new();
    let mut names = Names::default();
    let mut last: Option<(u32, u32)> = None;
    for at in all {
        let (file, draft) = (at.0, note(at));
        let left_out =
            match (last.filter(|&last| note(last).id == draft.id), retired.get(&*draft.id)) {
                (_, Some(&file)) => Some(LeftOut::Retired { file }),
                (Some(kept), None) => {
                    Some(LeftOut::Double { kept_file: kept.0, kept_line: note(kept).entry.line })
                }
                (None, None) => None,
            };
        let block = if left_out.is_some() { &mut table.spare } else { &mut table.notes };
        names.add(block, &table.config.name, draft, file, topic_of[file as usize]);
        match left_out {
            Some(why) => casualties.push((file, draft.entry.position, why)),
            None => last = Some(at),
        }
    }
    for (file, draft) in drafts.into_iter().enumerate() {
        let texts = draft.texts.into_iter();
        table.texts.extend(texts.map(|text| TextRow { file: file as u32, ..text }));
        table.files.push(draft.row);
    }
    (table.tags, table.covers) = (names.tags.list, names.covers.list);
    let files = &table.files;
    let lang = |text: &TextRow| files[text.file as usize].found.lang().unwrap_or_default();
    table.texts.sort_by(|a, b| lang(a).cmp(lang(b)).then_with(|| a.id.cmp(&b.id)));
    casualties.sort_unstable_by_key(|&(file, position, _)| (file, position));
    (table, casualties)
}

/// The words that notes share, each kept once.
#[derive(Default)]
struct Names {
    tags: Words,
    covers: Words,
}

#[derive(Default)]
struct Words {
    list: Vec<String>,
    places: HashMap<String, u32>,
}

impl Words {
    fn place(&mut self, word: &str) -> u32 {
        if let Some(&place) = self.places.get(word) {
            return place;
        }
        let place = self.list.len() as u32;
        self.list.push(word.to_owned());
        self.places.insert(word.to_owned(), place);
        place
    }
}

impl Names {
    fn add(
        &mut self,
        block: &mut Notes,
        collection: &str,
        note: &NoteDraft,
        file: u32,
        topic: Option<TopicIx>,
    ) {
        let mut entry = note.entry.clone();
        entry.id.0 = block.ids.len() as u32;
        block.ids.push_str(collection);
        block.ids.push('/');
        block.ids.push_str(&note.id);
        entry.id.1 = (block.ids.len() - entry.id.0 as usize) as u16;
        entry.tags = (block.tag_lists.len() as u32, note.tags.len().min(0xffff) as u16);
        block.tag_lists.extend(note.tags.iter().take(0xffff).map(|tag| self.tags.place(tag)));
        entry.covers = note.covers.as_ref().map(|covers| self.covers.place(covers));
        entry.deck = file;
        entry.topic = topic;
        block.notes.push(&entry);
    }
}
