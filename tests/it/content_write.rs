//! Changing a deck file touches what is meant and nothing else.

use std::fs;

use revisit::cards::fingerprint::text_id;
use revisit::cards::{Note, NoteIx};
use revisit::content::deck::{Detail, read as read_deck};
use revisit::content::source::SourceFile;
use revisit::content::write::{
    Addition, NewCard, WriteError, add_ids, append, card_text, create, remove, replace, verbatim,
};
use revisit::model::NoteId;

use crate::content_support::{Folder, fixture, open_path};

const DECK: &str = "# A head.\ntopic: t   # the topic\n\ncards:\n  # Before.\n  - front: One?   # asks\n    back: 1st.\n\n  - {front: Two?, back: \"2\"}\n  - id: three\n    front: |-\n      Three\n      lines?\n    back: b\n# After.\n";

fn read(folder: &Folder) -> String {
    fs::read_to_string(folder.path("own/d.yaml")).unwrap()
}

fn deck(text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("own/d.yaml", text);
    folder
}

/// Every note of the model collection.
fn model() -> Vec<Note> {
    let opened = open_path(&fixture("model"));
    let count = opened.shelf.library().notes().len() as u32;
    (0..count).map(|at| opened.shelf.note(NoteIx(at), None).unwrap()).collect()
}

#[test]
fn ids_are_added_and_all_else_stays() {
    for end in ["\n", "\r\n"] {
        let text = format!("\u{feff}{}", DECK.replace('\n', end));
        let folder = deck(&text);
        assert_eq!(add_ids(&folder.path("own/d.yaml")).unwrap(), 2);
        let (one, two) = (text_id("One?"), text_id("Two?"));
        let expected = text
            .replace("- front: One?", &format!("- id: {one}{end}    front: One?"))
            .replace("{front: Two?", &format!("{{id: {two}, front: Two?"));
        assert_eq!(read(&folder), expected);
        assert_eq!(add_ids(&folder.path("own/d.yaml")).unwrap(), 0);
    }
}

#[test]
fn a_card_is_added_behind_the_last_one() {
    let folder = deck(DECK);
    let mut note = model().remove(0);
    note.source.clear();
    append(&folder.path("own/d.yaml"), &note).unwrap();
    let card = card_text(&note, 4, "\n");
    assert_eq!(read(&folder), DECK.replace("# After.", &format!("{card}# After.")));
}

#[test]
fn a_card_is_added_wherever_the_dashes_stand() {
    let mut note = model().remove(0);
    note.source.clear();
    for (deck_text, depth) in [
        ("cards:\n- {id: a, front: q, back: b}\n", 2),
        ("cards:\n    -   id: a\n        front: q\n        back: b", 6),
        ("cards:\r\n  - {id: a,\r\n     front: q, back: b}   # a remark\r\n# end\r\n", 4),
        ("cards:", 4),
        ("", 4),
        (" \n", 4),
    ] {
        let folder = deck(deck_text);
        append(&folder.path("own/d.yaml"), &note)
            .unwrap_or_else(|error| panic!("{deck_text:?}: {error}"));
        let end = if deck_text.contains('\r') { "\r\n" } else { "\n" };
        let text = read(&folder);
        assert!(text.contains(&card_text(&note, depth, end)), "{text:?}");
        assert!(
            deck_text.trim().is_empty()
                || text.starts_with(deck_text.trim_end_matches("# end\r\n")),
            "{text:?}"
        );
    }
    // A list in brackets cannot be continued below.
    let folder = deck("cards: [{id: a, front: q, back: b}]\n");
    assert!(append(&folder.path("own/d.yaml"), &note).is_err());
}

#[test]
fn cards_are_added_as_their_author_wrote_them_all_or_none() {
    let draft = "# Head.\ncards:\n    # Above.\n    -   id: n1   # chosen\n        front: 'One?'\n        \
                 back: |\n          Two\n\n            lines.\n    - {id: n2, front: Q?, back: \"2\"}   # flow\n";
    let source = SourceFile::new("draft".to_owned(), draft);
    let written = read_deck(source, "own", "en", Detail::Fields, Vec::new());
    let cards: Vec<NewCard> = written
        .notes
        .iter()
        .map(|located| NewCard { note: located.note.clone(), text: verbatim(&written, located) })
        .collect();
    let folder = deck(DECK);
    let path = folder.path("own/d.yaml");
    let addition = Addition::of(&path, &cards).unwrap();
    assert_eq!(read(&folder), DECK, "nothing is written yet");
    let expected = "  # Above.\n  -   id: n1   # chosen\n      front: 'One?'\n      back: |\n        \
                    Two\n\n          lines.\n  - {id: n2, front: Q?, back: \"2\"}   # flow\n";
    assert_eq!(addition.text(), DECK.replace("# After.", &format!("{expected}# After.")));
    addition.write().unwrap();
    assert_eq!(read(&folder), addition.text());
    // One that would not be what it says is written anew, with all the others.
    let mut other = cards[1].clone();
    other.text = Some("- {id: n3, front: Something else, back: b}\n".to_owned());
    other.note.id = NoteId::new("own", "n4");
    let text = Addition::of(&path, &[other]).unwrap();
    assert!(text.text().contains("- id: n4\n    front: Q?\n"), "{}", text.text());
    // An id that is there already is refused where it is saved, not here; a deck changed meanwhile is
    // not written over.
    fs::write(&path, DECK).unwrap();
    assert!(matches!(text.write(), Err(WriteError::Changed { .. })));
    assert_eq!(read(&folder), DECK);
}

#[test]
fn every_kind_of_card_is_written_as_it_is_read() {
    let folder = Folder::new();
    let notes = model();
    let path = folder.path("own/d.yaml");
    for note in &notes {
        append(&path, note).unwrap();
    }
    let opened = open_path(&folder.path("own"));
    for note in notes {
        let ix = opened.shelf.library().find_note(&format!("own/{}", note.id.local())).unwrap();
        let read = opened.shelf.note(ix, None).unwrap();
        assert_eq!(Note { id: note.id.clone(), topic: note.topic.clone(), ..read }, note);
    }
}

#[test]
fn awkward_texts_survive_writing() {
    let base = model().remove(0);
    for text in [
        "yes",
        "8",
        "~",
        "# no comment",
        "a: b",
        "- item",
        "'quoted'",
        "back\\slash \"x\"",
        " lead",
        "trail ",
        "two\n\nlines\n",
        "\ttab",
        "{{c1::x}}",
        "پرسش؟ `code`",
        "@at",
        "!bang",
        "*star",
        "|",
        "2026-11-22",
        "null",
        "\u{7}bell",
        "a\r\nb",
        "\u{feff}bom",
        "…",
        "\u{2028}  x\u{85}y\n\u{2029}",
        "  two\n    deep\n  back",
    ] {
        let folder = deck(DECK);
        let mut note = base.clone();
        note.gist = Some(text.to_owned());
        note.tags = vec!["yes".to_owned(), "1".to_owned()];
        append(&folder.path("own/d.yaml"), &note)
            .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

#[test]
fn a_card_is_taken_out_and_comments_stay() {
    let folder = deck(DECK);
    let path = folder.path("own/d.yaml");
    remove(&path, "three").unwrap();
    let three = "  - id: three\n    front: |-\n      Three\n      lines?\n    back: b\n";
    assert_eq!(read(&folder), DECK.replace(three, ""));
    let refused = remove(&path, "three").unwrap_err();
    assert!(matches!(refused, WriteError::NoCard { .. }), "{refused}");
    // Its comment would go with it.
    let refused = remove(&path, &text_id("One?")).unwrap_err();
    assert!(matches!(refused, WriteError::Unequal { .. }), "{refused}");
    assert_eq!(read(&folder), DECK.replace(three, ""));
}

#[test]
fn a_broken_deck_is_left_alone() {
    let text = "cards:\n  - {front: q, back: b}\n  - {id: x, front: q}\n";
    let folder = deck(text);
    let refused = add_ids(&folder.path("own/d.yaml")).unwrap_err();
    assert!(refused.to_string().ends_with(":3:6: `back` is missing; mend it first"), "{refused}");
    assert_eq!(read(&folder), text);
}

#[test]
fn a_file_changed_meanwhile_is_left_alone() {
    let folder = deck(DECK);
    let refused = replace(&folder.path("own/d.yaml"), "another text", "new").unwrap_err();
    assert!(matches!(refused, WriteError::Changed { .. }), "{refused}");
    assert_eq!(read(&folder), DECK);
    let left: Vec<_> = fs::read_dir(folder.path("own")).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file is left");
    assert!(create(&folder.path("own/d.yaml"), "x").is_err(), "what is there is not overwritten");
}

#[cfg(unix)]
#[test]
fn mode_and_link_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = deck(DECK);
    let (path, link) = (folder.path("own/d.yaml"), folder.path("own/link.yaml"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    assert_eq!(add_ids(&link).unwrap(), 2);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let refused = remove(&path, "three").unwrap_err();
    assert!(matches!(refused, WriteError::Io { .. }), "a read-only file stays as it is");
}
