//! The index spares parsing, and is never believed when it could be wrong.

use std::fs;
use std::path::PathBuf;

use revisit::cards::NoteIx;
use revisit::content::{Bundle, Opened, Request, open};

use crate::content_support::{Folder, embedded, fixture, open_cached, open_path, told};

const DECK: &str = "cards:\n  - {id: a, front: q, back: b}\n";

/// The only index in a cache folder.
fn index(folder: &Folder) -> PathBuf {
    let mut files = fs::read_dir(folder.path("cache")).unwrap();
    let file = files.next().unwrap().unwrap().path();
    assert!(files.next().is_none(), "nothing else is left in the cache folder");
    file
}

fn open_own(folder: &Folder) -> Opened {
    open_cached(&folder.path("own"), &folder.path("cache"))
}

/// A folder with two decks, one of them broken, and an index of it.
fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/a.yaml", DECK);
    folder.write("own/b.yaml", "cards:\n  - {id: b, front: q, bakc: b}\n");
    assert_eq!(open_own(&folder).parsed, 3);
    folder
}

#[test]
fn unchanged_files_are_not_parsed_again() {
    let folder = indexed();
    let opened = open_own(&folder);
    assert_eq!(opened.parsed, 0);
    assert_eq!(opened.shelf.library().notes().len(), 1);
    opened.shelf.note(NoteIx(0), None).unwrap();
}

#[test]
fn findings_of_unchanged_files_are_told_again() {
    let folder = indexed();
    let told = |opened: &Opened| told(opened, &folder.path("own"));
    let fresh = told(&open_path(&folder.path("own")));
    assert_eq!(told(&open_own(&folder)), fresh);
    assert!(fresh.starts_with("b.yaml:2:23+4 Error"), "{fresh}");
}

#[test]
fn a_changed_file_alone_is_parsed_again() {
    let folder = indexed();
    folder.write("own/b.yaml", "cards:\n  - {id: b, front: q, back: b2}\n");
    let opened = open_own(&folder);
    assert_eq!(opened.parsed, 1);
    assert_eq!(opened.shelf.library().notes().len(), 2);
    assert!(opened.diagnostics.is_empty());
    assert_eq!(open_own(&folder).parsed, 0);
}

#[test]
fn added_and_removed_files_are_noticed() {
    let folder = indexed();
    folder.write("own/sub/c.yaml", "cards:\n  - {id: c, front: q, back: b}\n");
    fs::remove_file(folder.path("own/b.yaml")).unwrap();
    let opened = open_own(&folder);
    assert_eq!(opened.parsed, 1);
    let library = opened.shelf.library();
    assert_eq!(library.note_text(NoteIx(1)), "own/c");
    assert!(opened.diagnostics.is_empty());
}

#[test]
fn a_file_modified_while_it_was_indexed_is_read_again() {
    let folder = indexed();
    // A clock that is ahead stands for two changes within one tick: neither leaves a trace.
    folder.touch("own/a.yaml", 4_102_444_800);
    for _ in 0..2 {
        assert_eq!(open_own(&folder).parsed, 1, "its time says nothing yet");
    }
}

#[test]
fn a_note_of_a_changed_file_is_read_from_the_new_text() {
    let folder = indexed();
    let opened = open_own(&folder);
    folder.write("own/a.yaml", "# Moved.\ncards:\n  - {id: a, front: new, back: b}\n");
    let note = opened.shelf.note(NoteIx(0), None).unwrap();
    assert!(format!("{note:?}").contains("new"));
    folder.write("own/a.yaml", "cards: []\n");
    let gone = opened.shelf.note(NoteIx(0), None).unwrap_err();
    assert_eq!(gone.message, "the card `own/a` is not in this file any more");
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = indexed();
    let sound = fs::read(index(&folder)).unwrap();
    let mut damaged: Vec<Vec<u8>> =
        (0..sound.len()).step_by(7).map(|end| sound[..end].to_vec()).collect();
    for at in (0..sound.len()).step_by(11) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        damaged.push(bytes);
    }
    for bytes in damaged {
        fs::write(index(&folder), &bytes).unwrap();
        let opened = open_own(&folder);
        assert_eq!((opened.parsed, opened.shelf.library().notes().len()), (3, 1));
    }
    assert_eq!(open_own(&folder).parsed, 0);
}

#[test]
fn another_version_of_the_program_does_not_use_it() {
    let folder = indexed();
    let request = |version: &str| Request {
        levels: vec![crate::content_support::named(&[folder.path("own")])],
        cache_dir: Some(folder.path("cache")),
        program_version: version.to_owned(),
        ..Request::default()
    };
    assert_eq!(open(&request("2")).parsed, 3);
    assert_eq!(open(&request("2")).parsed, 0);
}

#[test]
fn without_a_cache_folder_decks_open_all_the_same() {
    let folder = Folder::new();
    folder.write("own/a.yaml", DECK);
    // A file stands where the folder should be.
    folder.write("cache", "");
    for _ in 0..2 {
        assert_eq!(open_own(&folder).parsed, 1);
    }
}

#[test]
fn a_renamed_collection_is_parsed_again() {
    let folder = indexed();
    folder.write("own/collection.yaml", "name: other\n");
    let opened = open_own(&folder);
    assert_eq!(opened.shelf.library().note_text(NoteIx(0)), "other/a");
}

#[test]
fn a_page_that_is_added_shows_without_parsing() {
    let folder = Folder::new();
    folder.write("own/t.yaml", "topic: t\ncards: []\n");
    assert!(!open_own(&folder).shelf.library().topics[0].has_page);
    folder.write("own/t.md", "# T\n");
    let opened = open_own(&folder);
    assert_eq!(opened.parsed, 0);
    assert!(opened.shelf.library().topics[0].has_page);
}

#[test]
fn the_index_gives_the_same_library_as_the_files() {
    let folder = Folder::new();
    let fresh = open_cached(&fixture("model"), &folder.path("cache"));
    let path = index(&folder);
    assert!(path.extension().is_some_and(|ending| ending == "index"));
    let indexed = open_cached(&fixture("model"), &folder.path("cache"));
    assert_eq!((fresh.parsed, indexed.parsed), (4, 0));
    let libraries = [fresh, indexed].map(|opened| format!("{:?}", opened.shelf.library()));
    assert_eq!(libraries[0], libraries[1]);
}

#[test]
fn the_bundle_is_indexed_by_its_hash() {
    let folder = Folder::new();
    let files = embedded(&[("one/collection.yaml", "name: one\n"), ("one/d.yaml", DECK)]);
    let request = |hash| Request {
        bundled: Some(Bundle { files, hash }),
        cache_dir: Some(folder.path("cache")),
        program_version: "1".to_owned(),
        ..Request::default()
    };
    assert_eq!(open(&request(1)).parsed, 2);
    assert_eq!(open(&request(1)).parsed, 0);
    let opened = open(&request(2));
    assert_eq!(opened.parsed, 2);
    assert_eq!(opened.shelf.location(NoteIx(0)), (PathBuf::from("<bundled>/one/d.yaml"), 2));
    assert!(opened.shelf.library().collections[0].bundled);
    opened.shelf.note(NoteIx(0), None).unwrap();
}
