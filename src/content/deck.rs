//! A deck file, read in full: its head, its notes with the places of their fields, its comments,
//! and what is wrong with it.
//!
//! Loader, lint and editing all read decks here, so that they never disagree.

use crate::cards::note::Note;
use crate::content::lower;
pub use crate::content::lower::Surroundings;
use crate::content::raw::Header;
use crate::content::resync;
use crate::content::source::{SourceFile, Span, short};
use crate::content::tree::{Comment, End, Fault, Node, Tree, Value};
use crate::content::yaml::{Budget, Comments, MAX_FAULTS, parse_part};
use crate::model::{Diagnostic, Severity};

/// A deck file, read in full.
#[derive(Debug, Default)]
pub struct DeckFile {
    /// The file.
    pub file: SourceFile,
    /// Everything but its cards.
    pub header: Header,
    /// The notes that can be studied, in the order of the file.
    pub notes: Vec<Located>,
    /// The comments, in the order of the file; none where only notes were wanted.
    pub comments: Vec<Comment>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A note and where it stands in its file.
#[derive(Clone, Debug)]
pub struct Located {
    /// The note.
    pub note: Note,
    /// Its text, from the start of its first line where it has that line to itself, so that the
    /// text can be read alone.
    pub span: Span,
    /// The card itself, from its first key to the end of its last value.
    pub body: Span,
    /// The line of its first key, from 1.
    pub line: u32,
    /// Whether the file gives it an id; else the id follows its text.
    pub has_id: bool,
    /// The places of its fields by path (`options.2.why`, places from 1).
    pub fields: Vec<(String, Span)>,
}

impl Located {
    /// Returns the place of a field by its path, or of the nearest field above it.
    pub fn place(&self, path: &str) -> Span {
        let mut path = path;
        loop {
            if let Some((_, span)) = self.fields.iter().find(|(name, _)| name == path) {
                return *span;
            }
            match path.rsplit_once('.') {
                Some((above, _)) => path = above,
                None => return self.fields.first().map_or(self.body, |(_, span)| *span),
            }
        }
    }

    /// Says whether the file itself gives a field, by its path.
    pub fn is_given(&self, path: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == path)
    }
}

/// How much of a note's places is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The place of the note.
    Notes,
    /// The places of all its fields too.
    Fields,
}

/// Reads a deck. `lang` is the collection's language, `bad` are faults found before (bytes that
/// are no text); a card that holds one is left out.
pub fn read(
    file: SourceFile,
    collection: &str,
    lang: &str,
    detail: Detail,
    bad: Vec<Fault>,
) -> DeckFile {
    let deck = DeckFile::default();
    let mut reading = Reading { detail, faults: bad, deck, file: &file, untold: 0 };
    reading.all(collection, lang);
    let Reading { mut deck, mut faults, untold, .. } = reading;
    faults.sort_by_key(|fault| fault.span);
    let more = untold + faults.len().saturating_sub(MAX_FAULTS);
    faults.truncate(MAX_FAULTS);
    deck.diagnostics.extend(faults.iter().map(|fault| fault.finding(&file, Severity::Error)));
    if more > 0 {
        let message = format!("{more} more findings are not shown");
        deck.diagnostics.push(Diagnostic::file(
            "deck/limit",
            Severity::Error,
            &file.label,
            message,
        ));
    }
    deck.diagnostics.sort_by_key(|finding| (finding.line, finding.column));
    deck.file = file;
    deck
}

/// Reads one note from its text alone, as [`Located::span`] gives it.
pub fn read_note(text: &str, around: Surroundings<'_>) -> Result<Note, Fault> {
    let tree = parse_part(text, 0, &mut Budget::new(Comments::Skip));
    if let Some(fault) = tree.faults.into_iter().next() {
        return Err(fault);
    }
    let gone = || Fault::new("deck/value", Span::default(), "there is no card here");
    let root = tree.root.ok_or_else(gone)?;
    match &root.value {
        Value::List(items) => lower::note(items.first().ok_or_else(gone)?, around),
        _ => lower::note(&root, around),
    }
}

/// Reads notes that follow each other in a file, from the start of the first to the end of the last.
/// Nothing where they cannot be told apart this way: each is then read alone.
pub fn read_notes(text: &str, around: Surroundings<'_>) -> Option<Vec<Result<Note, Fault>>> {
    let tree = parse_part(text, 0, &mut Budget::new(Comments::Skip));
    match tree.root?.value {
        Value::List(items) if tree.faults.is_empty() => {
            Some(items.iter().map(|item| lower::note(item, around)).collect())
        }
        _ => None,
    }
}

struct Reading<'f> {
    detail: Detail,
    file: &'f SourceFile,
    faults: Vec<Fault>,
    deck: DeckFile,
    /// How many findings beyond the limit there are.
    untold: usize,
}

impl<'f> Reading<'f> {
    fn all(&mut self, collection: &str, lang: &str) {
        let file = self.file;
        let comments = match self.detail {
            Detail::Notes => Comments::Skip,
            Detail::Fields => Comments::Keep,
        };
        let budget = &mut Budget::new(comments);
        let tree = parse_part(&file.text, 0, budget);
        if tree.end == End::Syntax {
            return self.by_parts(collection, lang, tree.faults, budget);
        }
        let root = self.keep(tree);
        let Some(root) = root else {
            if self.faults.is_empty() {
                let empty = Fault::new("deck/value", Span::default(), "the file is empty");
                self.faults.push(empty.help("a deck begins with `cards:`"));
            }
            return;
        };
        let Value::Map(entries) = &root.value else {
            let message = format!("the file is {} where a mapping is expected", root.what());
            self.faults.push(
                Fault::new("deck/value", root.span, message).help("a deck begins with `cards:`"),
            );
            return;
        };
        let (cards, head): (Vec<_>, Vec<_>) =
            entries.iter().partition(|(key, _)| key.text() == Some("cards"));
        self.deck.header = Header::read(head.into_iter(), &mut self.faults);
        match cards.first().map(|(_, list)| (list, &list.value)) {
            Some((_, Value::List(items))) => self.cards(items, collection, lang),
            Some((list, _)) if list.is_null() => {}
            Some((list, _)) => {
                let message = format!("`cards` is {} where a list is expected", list.what());
                let fault = Fault::new("deck/value", list.span, message);
                self.faults.push(fault.help("write a `- ` before each card"));
            }
            None => {
                let fault = Fault::new("deck/missing-field", root.span, "`cards` is missing");
                self.faults.push(fault.help("a deck begins with `cards:`"));
            }
        }
    }

    /// Reads head and cards one by one, after a syntax error.
    fn by_parts(&mut self, collection: &str, lang: &str, first: Vec<Fault>, budget: &mut Budget) {
        let file = self.file;
        let cut = resync::cut(&file.text, resync::Item::Dash);
        let before = self.faults.len();
        let mut heads = Vec::new();
        for range in cut.head {
            let tree = parse_part(&file.text[range.clone()], range.start, budget);
            heads.extend(self.keep(tree));
        }
        let entries = heads.iter().flat_map(Node::entries);
        let entries = entries.filter(|(key, _)| key.text() != Some("cards"));
        self.deck.header = Header::read(entries, &mut self.faults);
        for range in cut.items {
            let tree = parse_part(&file.text[range.clone()], range.start, budget);
            let end = tree.end;
            let sound = tree.faults.is_empty();
            let root = self.keep(tree);
            match root.map(|root| root.value) {
                Some(Value::List(items)) if sound => self.cards(&items, collection, lang),
                _ => {}
            }
            if end == End::Limit {
                break;
            }
        }
        if self.faults.len() == before {
            // Each part alone is sound: what is broken is how they stand together.
            self.faults.extend(first);
        }
    }

    /// Keeps the comments and faults of a tree; returns its document.
    fn keep<'t>(&mut self, tree: Tree<'t>) -> Option<Node<'t>> {
        self.deck.comments.extend(tree.comments);
        self.faults.extend(tree.faults);
        tree.root
    }

    fn cards(&mut self, items: &[Node<'_>], collection: &str, lang: &str) {
        let header = std::mem::take(&mut self.deck.header);
        let around = Surroundings {
            collection,
            topic: header.topic.as_ref().map(|topic| topic.value.as_str()),
            lang: header.lang.as_ref().map_or(lang, |lang| lang.value.as_str()),
        };
        let mut known: Vec<Span> = self.faults.iter().map(|fault| fault.span).collect();
        known.sort_unstable();
        self.deck.notes.reserve(items.len());
        for item in items {
            // What the parser refused inside a card costs the card, and is already told.
            let next = known.partition_point(|fault| fault.start < item.span.start);
            let inside = known.get(next).is_some_and(|fault| fault.start <= item.span.end);
            if !inside {
                self.card(item, around);
            }
        }
        self.deck.header = header;
    }

    fn card(&mut self, item: &Node<'_>, around: Surroundings<'_>) {
        let id = item.get("id").and_then(Node::text);
        // A finding counts the characters before it: beyond the limit not one is made.
        let is_told = self.deck.diagnostics.len() < MAX_FAULTS;
        let note = match lower::note(item, around) {
            Ok(note) => note,
            Err(fault) if is_told => {
                let mut finding = fault.finding(self.file, Severity::Error);
                finding.card = id.map(|id| format!("{}/{}", around.collection, short(id)));
                self.deck.diagnostics.push(finding);
                return;
            }
            Err(_) => {
                self.untold += 1;
                return;
            }
        };
        if id.is_none() && is_told {
            let place = at_first_key(item);
            let message = "this card has no id; its progress is lost when its front is edited";
            let id = note.id.local();
            let finding = self
                .file
                .diagnostic("deck/no-id", Severity::Warning, place, message)
                .help(format!("add `id: {id}`, or run `revisit lint --fix`"))
                .card(note.id.as_str());
            self.deck.diagnostics.push(finding);
        }
        let mut fields = Vec::new();
        if self.detail == Detail::Fields {
            collect_fields(item, "", &mut fields);
        }
        self.deck.notes.push(Located {
            span: readable_span(self.file, item),
            body: item.span,
            line: self.file.line(item.span.start),
            has_id: id.is_some(),
            fields,
            note,
        });
    }
}

fn at_first_key(node: &Node<'_>) -> Span {
    node.entries().first().map_or(node.span, |(key, _)| key.span)
}

/// Returns the span from which a card can be read alone: a block needs its indentation.
fn readable_span(file: &SourceFile, item: &Node<'_>) -> Span {
    if item.flow {
        return item.span;
    }
    let line = file.start_of_line(item.span.start);
    Span { start: line as u32, end: item.span.end }
}

/// Lists the places of all values below a node by their paths.
pub(crate) fn collect_fields(node: &Node<'_>, above: &str, fields: &mut Vec<(String, Span)>) {
    let mut add = |name: &str, value: &Node<'_>| {
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        fields.push((path.clone(), value.span));
        collect_fields(value, &path, fields);
    };
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                add(key.text().unwrap_or_default(), value);
            }
        }
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                add(&(place + 1).to_string(), item);
            }
        }
        Value::Scalar { .. } | Value::Alias => {}
    }
}
