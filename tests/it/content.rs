//! Decks from files to notes: the model collection, small decks, translations.

use revisit::cards::fingerprint::Fingerprint;
use revisit::cards::note::Translation;
use revisit::cards::{Content, Kind};

use crate::content_support::{Folder, fixture, open_path};

#[test]
fn the_model_collection_loads_whole() {
    let opened = open_path(&fixture("model"));
    let library = opened.shelf.library();
    let errors: Vec<_> = opened.diagnostics.iter().map(|finding| &finding.message).collect();
    assert_eq!(library.notes().len(), 18, "{errors:#?}");
    assert_eq!(library.collections[0].name, "backend");
    assert_eq!(library.collections[0].languages, ["fa"]);
    let deck = &library.decks[0];
    assert_eq!(deck.stem, "idempotency-and-safe-retries");
    let topic = library.topic(deck.topic.unwrap());
    assert_eq!((topic.title.as_str(), topic.has_page), ("Idempotency & safe retries", true));
    assert_eq!(library.sections[topic.section.unwrap() as usize].slug, "web-fundamentals");
    for kind in Kind::ALL {
        assert!(library.notes().iter().any(|note| note.kind == kind), "no {kind}");
    }
}

#[test]
fn every_note_reads_alone_as_it_reads_in_its_file() {
    let opened = open_path(&fixture("model"));
    let input = opened.shelf.deck_files(0);
    assert_eq!(input.decks[0].notes.len(), 18);
    for located in &input.decks[0].notes {
        let ix = opened.shelf.library().find_note(located.note.id.as_str()).unwrap();
        assert_eq!(opened.shelf.note(ix, None).unwrap(), located.note);
    }
}

#[test]
fn fingerprints_are_those_of_the_reference() {
    let opened = open_path(&fixture("model"));
    for (id, expected) in [
        ("backend/idem.unknown-outcome", "88abf841"),
        ("backend/idem.same-effect", "7330a92c"),
        ("backend/idem.why-jitter", "86470682"),
        ("backend/idem.body-hash-key", "0986b2ad"),
        ("backend/idem.draft-statuses", "29ef0197"),
    ] {
        let ix = opened.shelf.library().find_note(id).unwrap();
        let note = opened.shelf.note(ix, None).unwrap();
        assert_eq!(Fingerprint::of_note(&note).to_string(), expected, "{id}");
    }
}

#[test]
fn what_a_round_hands_out_and_its_phases_are_fingerprinted_where_there_are_any() {
    let folder = Folder::new();
    let deck = "cards:
  - {id: bare, kind: interview, prompt: Find it., minutes: 45}
  - id: whole
    kind: interview
    prompt: Find it.
    key_points: [{id: p, point: Says it}]
    evidence: [{ask: The log, shows: ERROR}]
    phases:
      - {name: Data, minutes: 20, points: [p, Names a key]}
      - {name: End, minutes: 25}
";
    folder.write("own/deck.yaml", deck);
    let opened = open_path(&folder.path("own"));
    for (id, expected) in [("own/bare", "b1f28ef5"), ("own/whole", "526ede35")] {
        let ix = opened.shelf.library().find_note(id).unwrap();
        let note = opened.shelf.note(ix, None).unwrap();
        assert_eq!(Fingerprint::of_note(&note).to_string(), expected, "{id}");
    }
}

#[test]
fn a_deck_of_four_lines_loads() {
    let folder = Folder::new();
    folder.write(
        "own/tcp.yaml",
        "cards:\n  - id: tcp-handshake\n    front: \"TCP: who sends SYN and ACK?\"\n    back: The passive opener.\n",
    );
    let opened = open_path(&folder.path("own"));
    let library = opened.shelf.library();
    let ix = library.find_note("own/tcp-handshake").unwrap();
    let note = opened.shelf.note(ix, None).unwrap();
    let Content::Basic(basic) = &note.content else { panic!("{note:?}") };
    assert_eq!(basic.back, "The passive opener.");
    assert_eq!(library.note(ix).line, 2);
    assert_eq!(note.lang, "en");
}

#[test]
fn a_translation_is_laid_over_its_source() {
    let opened = open_path(&fixture("model"));
    let library = opened.shelf.library();
    let read = |id: &str| opened.shelf.note(library.find_note(id).unwrap(), Some("fa")).unwrap();
    let note = read("backend/idem.same-effect");
    assert_eq!((note.translation, note.lang.as_str()), (Translation::Current, "fa"));
    assert_eq!(note.gist, None, "a gist without a translation would be in the wrong language");
    let note = read("backend/idem.race");
    assert_eq!((note.translation, note.lang.as_str()), (Translation::Missing, "en"));
}
