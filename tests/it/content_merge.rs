//! Decks into which many cards come at once: what no deck can have stays out, alone.

use revisit::cards::kinds::basic::Basic;
use revisit::cards::kinds::cloze::Cloze;
use revisit::cards::kinds::typed::{Match, Typed};
use revisit::cards::{Content, Note};
use revisit::content::deck::{Detail, read};
use revisit::content::merge::{Refused, deck_text, merged};
use revisit::content::source::SourceFile;
use revisit::model::NoteId;

use crate::content_support::Folder;

fn note(id: &str, content: Content) -> Note {
    Note::new(NoteId::new("own", id), content)
}

fn basic(id: &str, front: &str, back: &str) -> Note {
    note(id, Content::Basic(Basic { front: front.to_owned(), back: back.to_owned() }))
}

fn cloze(id: &str, text: &str) -> Note {
    note(id, Content::Cloze(Cloze { text: text.to_owned() }))
}

fn typed(id: &str, accept: &str) -> Note {
    let (accept, matching) = (vec![accept.to_owned()], Match::default());
    note(id, Content::Typed(Typed { front: "q".to_owned(), accept, matching, tolerance: None }))
}

fn tagged(id: &str, tag: &str) -> Note {
    Note { tags: vec![tag.to_owned()], ..basic(id, "q", "a") }
}

/// Cards among which every second one is fit, and why the others are not.
fn mixed() -> (Vec<Note>, Vec<(&'static str, &'static str)>) {
    let cards = vec![
        basic("a", "q", "a"),
        cloze("b", "{{c1::}} empty"),
        cloze("c", "{{c1::full}}"),
        typed("d", ""),
        typed("e", "x"),
        basic("f", " ", "a"),
        basic("g", "two\nlines", ": "),
        tagged("h", "a,b"),
        tagged("i", "a"),
    ];
    let refused = vec![
        ("b", "a hole cannot be read"),
        ("d", "`accept.1` is empty"),
        ("f", "`front` is empty"),
        ("h", "a tag is one word"),
    ];
    (cards, refused)
}

fn told(refused: &[Refused]) -> Vec<(&str, &str)> {
    refused.iter().map(|one| (one.id.as_str(), one.why.as_str())).collect()
}

/// Returns the ids of a deck that nothing is wrong with.
fn ids(text: &str) -> Vec<String> {
    let file = SourceFile::new("d.yaml".to_owned(), text);
    let deck = read(file, "own", "en", Detail::Notes, Vec::new());
    assert_eq!(deck.diagnostics, [], "{text}");
    deck.notes.iter().map(|located| located.note.id.local().to_owned()).collect()
}

#[test]
fn a_card_that_no_deck_can_have_stays_out_of_a_new_one() {
    let (cards, expected) = mixed();
    let deck = deck_text("A: deck", &cards);
    assert_eq!(told(&deck.refused), expected);
    assert!(deck.refused.iter().all(|one| one.is_new));
    assert_eq!(ids(&deck.text), ["a", "c", "e", "g", "i"]);
}

#[test]
fn a_card_that_no_deck_can_have_changes_none() {
    let folder = Folder::new();
    let before = "# mine\ncards:\n  - id: z\n    front: q\n    back: a\n  - id: y\n    front: q\n    back: a\n";
    folder.write("own/d.yaml", before);
    let path = folder.path("own/d.yaml");
    let (cards, expected) = mixed();
    let merged = merged(&path, &[basic("z", "new", "a"), typed("y", "")], &cards).unwrap();
    assert_eq!((merged.changed, merged.added), (1, 5));
    assert_eq!(told(&merged.refused)[0], ("y", "`accept.1` is empty"));
    assert_eq!(told(&merged.refused)[1..], expected);
    assert!(!merged.refused[0].is_new && merged.refused[1].is_new);
    assert_eq!(ids(&merged.after), ["z", "y", "a", "c", "e", "g", "i"]);
    assert!(merged.after.starts_with("# mine\ncards:\n  - id: z\n    front: new\n"));
}
