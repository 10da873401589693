//! Reading many notes, one after the other, without holding them all.

use std::sync::mpsc::sync_channel;
use std::thread;

use crate::cards::{Note, NoteIx};
use crate::content::deck;
use crate::content::shelf::Shelf;
use crate::content::source::Span;
use crate::model::Diagnostic;

/// How many notes are read in one go.
const BATCH: usize = 128;
/// How many batches may wait for each reader: enough for a processor to stay with one thread for its
/// whole turn, where there are fewer processors than threads.
const WAITING: usize = 16;

/// A note that was read, or why it could not be.
pub type Read = Result<Note, Diagnostic>;

impl Shelf {
    /// Reads notes as [`Shelf::note`] does, and shows them to `see` in the order given, on the thread
    /// of the caller. Files are read as a whole where notes of one file follow each other, and beside
    /// what `see` does. `see` says whether to go on.
    pub fn read(
        &self,
        notes: &[NoteIx],
        lang: Option<&str>,
        see: &mut dyn FnMut(NoteIx, Read) -> bool,
    ) {
        let batches: Vec<&[NoteIx]> = notes.chunks(BATCH).collect();
        let threads = thread::available_parallelism().map_or(1, usize::from).min(4);
        if batches.len() < 4 || threads == 1 {
            let mut reader = Reader::new(self, lang);
            for batch in batches {
                for (note, read) in batch.iter().zip(reader.batch(batch)) {
                    if !see(*note, read) {
                        return;
                    }
                }
            }
            return;
        }
        thread::scope(|scope| {
            // Each reader takes every nth batch, so that they come back in order.
            let receivers: Vec<_> = (0..threads)
                .map(|first| {
                    let (sender, receiver) = sync_channel(WAITING);
                    let batches = &batches;
                    scope.spawn(move || {
                        let mut reader = Reader::new(self, lang);
                        for batch in batches.iter().skip(first).step_by(threads) {
                            // Nobody listens any more once `see` has had enough.
                            if sender.send(reader.batch(batch)).is_err() {
                                return;
                            }
                        }
                    });
                    receiver
                })
                .collect();
            for (batch, receiver) in batches.iter().zip(receivers.iter().cycle()) {
                let Ok(read) = receiver.recv() else { return };
                for (note, read) in batch.iter().zip(read) {
                    if !see(*note, read) {
                        return;
                    }
                }
            }
        });
    }
}

/// Reads notes, and keeps the text of the last file.
struct Reader<'s> {
    shelf: &'s Shelf,
    lang: Option<&'s str>,
    deck: Option<u32>,
    text: Option<String>,
}

impl<'s> Reader<'s> {
    fn new(shelf: &'s Shelf, lang: Option<&'s str>) -> Reader<'s> {
        Reader { shelf, lang, deck: None, text: None }
    }

    /// Reads some notes. Those that follow each other in a file are read in one go, which takes two
    /// thirds of the time.
    fn batch(&mut self, notes: &[NoteIx]) -> Vec<Read> {
        let library = self.shelf.library();
        let mut read: Vec<Option<Note>> = vec![None; notes.len()];
        let mut from = 0;
        let same_deck = |a: &NoteIx, b: &NoteIx| library.note(*a).deck == library.note(*b).deck;
        for run in notes.chunk_by(same_deck) {
            let mut order: Vec<usize> = (from..from + run.len()).collect();
            order.sort_by_key(|&place| library.note(notes[place]).position);
            let follow = |a: &usize, b: &usize| {
                let [a, b] = [a, b].map(|place| library.note(notes[*place]));
                a.position + 1 == b.position && a.span.1 <= b.span.0
            };
            for together in order.chunk_by(follow).filter(|together| together.len() > 1) {
                self.together(notes, together, &mut read);
            }
            from += run.len();
        }
        let one = |(place, note): (usize, Option<Note>)| match note {
            Some(note) => Ok(self.shelf.overlaid(notes[place], note, self.lang)),
            None => self.note(notes[place]),
        };
        read.into_iter().enumerate().map(one).collect()
    }

    /// Reads notes that follow each other; `places` are theirs in `notes`.
    fn together(&mut self, notes: &[NoteIx], places: &[usize], read: &mut [Option<Note>]) {
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
        let [first, last] = [first, last].map(|place| notes[place]);
        let (library, around) = (self.shelf.library(), self.shelf.surroundings(first));
        let span = Span { start: library.note(first).span.0, end: library.note(last).span.1 };
        let text = self.text(first).and_then(|text| text.get(span.range()));
        let found = text.and_then(|text| deck::read_notes(text, around));
        // What lies between two notes may be a third that could not be loaded.
        let Some(found) = found.filter(|found| found.len() == places.len()) else { return };
        for (place, note) in places.iter().zip(found) {
            let wanted = library.note_text(notes[*place]);
            read[*place] = note.ok().filter(|note| note.id.as_str() == wanted);
        }
    }

    /// Returns the text of a note's file.
    fn text(&mut self, ix: NoteIx) -> Option<&str> {
        let deck = self.shelf.library().note(ix).deck;
        if self.deck != Some(deck) {
            let (held, row) = self.shelf.file_of(ix);
            self.text = held.root.read_whole(&row.found.path, row.found.stamp);
            self.deck = Some(deck);
        }
        self.text.as_deref()
    }

    /// Reads one note.
    fn note(&mut self, ix: NoteIx) -> Read {
        let entry = self.shelf.library().note(ix);
        let span = Span { start: entry.span.0, end: entry.span.1 };
        let around = self.shelf.surroundings(ix);
        let part = self.text(ix).and_then(|text| text.get(span.range()));
        let read = part.and_then(|part| deck::read_note(part, around).ok());
        match read.filter(|note| note.id.as_str() == self.shelf.library().note_text(ix)) {
            Some(note) => Ok(self.shelf.overlaid(ix, note, self.lang)),
            None => self.shelf.note(ix, self.lang),
        }
    }
}
