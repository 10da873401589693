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
/// How many batches may wait for each reader.
const WAITING: usize = 2;

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
            for &note in notes {
                if !see(note, reader.note(note)) {
                    return;
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
                            let read: Vec<Read> =
                                batch.iter().map(|&note| reader.note(note)).collect();
                            // Nobody listens any more once `see` has had enough.
                            if sender.send(read).is_err() {
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

    fn note(&mut self, ix: NoteIx) -> Read {
        let entry = self.shelf.library().note(ix);
        if self.deck != Some(entry.deck) {
            let (held, row) = self.shelf.file_of(ix);
            self.text = held.root.read_whole(&row.found.path, row.found.stamp);
            self.deck = Some(entry.deck);
        }
        let span = Span { start: entry.span.0, end: entry.span.1 };
        let part = self.text.as_deref().and_then(|text| text.get(span.range()));
        let around = self.shelf.surroundings(ix);
        let read = part.and_then(|part| deck::read_note(part, around).ok());
        match read.filter(|note| note.id.as_str() == self.shelf.library().note_text(ix)) {
            Some(note) => Ok(self.shelf.overlaid(ix, note, self.lang)),
            None => self.shelf.note(ix, self.lang),
        }
    }
}
