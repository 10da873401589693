//! Finding a text in all notes.
//!
//! Files are searched as they lie on disk, letters folded, for one word of the text; only notes
//! that hold the word are decoded and looked at closely. Where the whole text stands plainly on
//! the line of a text field, even that is not needed: a common word is not slower than a rare one.

use crate::cards::{Note, NoteIx};
use crate::content::deck::{self, Detail};
use crate::content::root::{Root, Stamp};
use crate::content::shelf::Shelf;
use crate::content::source::Span;
use crate::model::parallel;

/// The fields whose value is text through and through.
const TEXT_FIELDS: [&str; 17] = [
    "front",
    "back",
    "more",
    "gist",
    "text",
    "ask",
    "setup",
    "choice",
    "because",
    "cost",
    "point",
    "flips_if",
    "prompt",
    "why",
    "strong",
    "ask_forward",
    "ask_back",
];

impl Shelf {
    /// Calls back for every note in which a text is found, letters folded and any white space
    /// counted as one space: in its texts, its gist and its remark, in its own language and in
    /// usable translations. Each note comes once, in the order of ids.
    pub fn search(&self, text: &str, found: &mut dyn FnMut(NoteIx)) {
        let needle = Needle::new(text);
        if needle.text.is_empty() {
            return;
        }
        let jobs = self.jobs();
        let mut hits = parallel::map(&jobs, 8, |job| self.run(job, &needle)).concat();
        hits.sort_unstable();
        hits.dedup();
        hits.into_iter().for_each(found);
    }

    /// Lists the files that hold notes or translations.
    fn jobs(&self) -> Vec<Job<'_>> {
        let library = self.library();
        let mut decks: Vec<Vec<(Span, NoteIx)>> = vec![Vec::new(); library.decks.len()];
        for (place, entry) in library.notes().iter().enumerate() {
            let span = Span { start: entry.span.0, end: entry.span.1 };
            decks[entry.deck as usize].push((span, NoteIx(place as u32)));
        }
        let mut jobs = Vec::new();
        for notes in decks {
            let Some(&(_, first)) = notes.first() else { continue };
            let (held, row) = self.file_of(first);
            let (path, stamp) = (row.found.path.as_str(), row.found.stamp);
            jobs.push(Job { root: &held.root, path, stamp, lang: None, notes });
        }
        for held in self.held() {
            let name = &held.table.config.name;
            let mut files: Vec<Vec<(Span, NoteIx)>> = vec![Vec::new(); held.table.files.len()];
            for text in &held.table.texts {
                let note = library.find_note(&format!("{name}/{}", text.id));
                files[text.file as usize].extend(note.map(|note| (text.span, note)));
            }
            for (row, notes) in held.table.files.iter().zip(files) {
                if !notes.is_empty() {
                    let (path, stamp) = (row.found.path.as_str(), row.found.stamp);
                    let lang = row.found.lang();
                    jobs.push(Job { root: &held.root, path, stamp, lang, notes });
                }
            }
        }
        for job in &mut jobs {
            job.notes.sort_unstable();
        }
        jobs
    }

    /// Searches one file.
    fn run(&self, job: &Job<'_>, needle: &Needle) -> Vec<NoteIx> {
        let Some(text) = job.root.read_whole(job.path, job.stamp) else {
            return self.run_again(job, needle);
        };
        let confirm = |span: Span, ix: NoteIx| match job.lang {
            None => {
                let slice = text.get(span.range()).unwrap_or("");
                deck::read_note(slice, self.surroundings(ix)).is_ok_and(|note| needle.is_in(&note))
            }
            lang => self.note(ix, lang).is_ok_and(|note| needle.is_in(&note)),
        };
        needle.scan(&text, &job.notes, confirm)
    }

    /// Searches a file that has changed since it was indexed.
    fn run_again(&self, job: &Job<'_>, needle: &Needle) -> Vec<NoteIx> {
        let library = self.library();
        if job.lang.is_some() {
            let notes = job.notes.iter().map(|&(_, ix)| ix);
            let is_hit =
                |ix: &NoteIx| self.note(*ix, job.lang).is_ok_and(|note| needle.is_in(&note));
            return notes.filter(is_hit).collect();
        }
        let Some(&(_, first)) = job.notes.first() else { return Vec::new() };
        let Ok(text) = job.root.read(job.path) else { return Vec::new() };
        let around = self.surroundings(first);
        let deck = deck::read(text.file, around.collection, around.lang, Detail::Notes, text.bad);
        let notes = deck.notes.iter().map(|located| &located.note);
        let hits = notes.filter(|note| needle.is_in(note));
        hits.filter_map(|note| library.find_note(note.id.as_str())).collect()
    }
}

/// A file to be searched, and what of it belongs to which note.
struct Job<'s> {
    root: &'s Root,
    path: &'s str,
    stamp: Stamp,
    /// The language of a translation file.
    lang: Option<&'s str>,
    /// Sorted by place.
    notes: Vec<(Span, NoteIx)>,
}

/// A text to be found.
struct Needle {
    /// The text, folded.
    text: String,
    /// A part of it that stands in a file just as it stands in the text; may be empty.
    word: String,
    /// How a file is folded before the word is looked for.
    folding: Folding,
    /// Whether the text stands in a file as it is, where it stands on one line.
    is_plain: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Folding {
    /// ASCII letters only; other letters of the word have no case.
    Ascii,
    /// All letters, note by note.
    Full,
}

impl Needle {
    fn new(text: &str) -> Needle {
        let text = fold(text);
        let longest = |is_part: fn(char) -> bool| {
            let parts = text.split(|c: char| !is_part(c));
            parts.max_by_key(|part| part.len()).unwrap_or_default().to_owned()
        };
        let caseless = |c: char| {
            c.is_ascii_alphanumeric()
                || (!c.is_ascii() && c.is_alphanumeric() && c.to_uppercase().eq([c]))
        };
        let (word, folding) = match longest(caseless) {
            word if word.is_empty() => (longest(char::is_alphanumeric), Folding::Full),
            word => (word, Folding::Ascii),
        };
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-'));
        Needle { text, word, folding, is_plain }
    }

    /// Says whether a note has the text.
    fn is_in(&self, note: &Note) -> bool {
        let texts = note.content.as_kind().texts();
        let others = note.gist.iter().chain(&note.more).map(String::as_str);
        texts.into_iter().map(|(_, text)| text).chain(others).any(|text| self.is_in_text(text))
    }

    fn is_in_text(&self, text: &str) -> bool {
        fold(text).contains(&self.text)
    }

    /// Finds the notes of a file that hold the text.
    fn scan(
        &self,
        text: &str,
        notes: &[(Span, NoteIx)],
        confirm: impl Fn(Span, NoteIx) -> bool,
    ) -> Vec<NoteIx> {
        let has_escapes = text.contains('\\');
        // Of a word with other letters than ASCII and their case, only whole notes can be folded.
        let by_word = self.folding == Folding::Ascii && !self.word.is_empty();
        if !by_word && !has_escapes && !self.text.is_ascii() && text.is_ascii() {
            return Vec::new();
        }
        let mut folded = text.to_owned();
        folded.make_ascii_lowercase();
        let mut hits = Vec::new();
        let mut next_hit = if by_word { folded.find(&self.word) } else { None };
        for &(span, ix) in notes {
            let start = span.start as usize;
            while next_hit.is_some_and(|at| at < start) {
                let rest = folded.get(start..).and_then(|rest| rest.find(&self.word));
                next_hit = rest.map(|at| at + start);
            }
            let slice = folded.get(span.range()).unwrap_or("");
            let has_word = !by_word || next_hit.is_some_and(|at| at < span.end as usize);
            if has_word && self.is_plain && stands_plainly(slice, &self.text) {
                hits.push(ix);
                continue;
            }
            // Where a note is written without escapes, its words follow each other as in its text.
            let is_open = !has_escapes || !slice.contains('\\');
            let may = match (is_open, has_word) {
                (true, true) => slice.contains("''") || fold(slice).contains(&self.text),
                (true, false) => false,
                (false, has_word) => has_word || has_escape(slice),
            };
            if may && confirm(span, ix) {
                hits.push(ix);
            }
        }
        hits
    }
}

/// Folds letters, and any white space to one space.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.to_lowercase());
    }
    folded
}

/// Says whether a span has an escape that can hide letters: `\x41`, `\u0041`, a folded line.
fn has_escape(note: &str) -> bool {
    note.as_bytes().windows(2).any(|pair| {
        pair[0] == b'\\' && matches!(pair[1], b'x' | b'u' | b'U' | b'\n' | b'\r' | b'\\')
    })
}

/// Says whether a text stands on the line of a text field, before any comment.
fn stands_plainly(note: &str, text: &str) -> bool {
    note.match_indices(text).any(|(at, _)| {
        let line = &note[..at];
        let line = line[line.rfind('\n').map_or(0, |end| end + 1)..].trim_start();
        let line = line.strip_prefix("- ").unwrap_or(line);
        let Some((key, value)) = line.split_once(": ") else { return false };
        let value = value.trim_start();
        TEXT_FIELDS.contains(&key)
            && !value.contains(" #")
            && !value.starts_with(['|', '>', '#', '[', '{', '&', '*', '!'])
    })
}
