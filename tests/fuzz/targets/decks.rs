//! Any bytes are a deck, a collection file, a registry or a translation: none of them panics, and
//! what loads can be read alone, written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use revisit::cards::Fingerprint;
use revisit::content::collection::CollectionFile;
use revisit::content::deck::{self, Detail, Surroundings};
use revisit::content::source::SourceFile;
use revisit::content::sources::SourcesFile;
use revisit::content::translation::{Titles, TranslationFile};
use revisit::content::write::card_text;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let file = || SourceFile::new("f", text.as_ref());
    CollectionFile::read(file(), Vec::new());
    SourcesFile::read(file(), Vec::new());
    TranslationFile::read(file(), "fa", Vec::new());
    Titles::read(&file(), Vec::new());
    let deck = deck::read(file(), "c", "en", Detail::Fields, Vec::new());
    for located in &deck.notes {
        let note = &located.note;
        let around = Surroundings { collection: "c", topic: note.topic.as_deref(), lang: &note.lang };
        let alone = deck::read_note(deck.file.slice(located.span), around);
        assert_eq!(alone.as_ref(), Ok(note));
        Fingerprint::of_note(note);
        let written = format!("cards:\n{}", card_text(note, 4, "\n"));
        let again = deck::read(SourceFile::new("w", written), "c", "en", Detail::Notes, Vec::new());
        assert_eq!(again.notes.len(), 1, "{:?}", again.diagnostics);
    }
});
