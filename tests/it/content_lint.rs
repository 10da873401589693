//! What the lint is given: every file in full, with the places of fields and comments.

use revisit::cards::Fingerprint;
use revisit::cards::Form;
use revisit::content::collection::Profile;
use revisit::content::lock::{LockFile, Locked};
use revisit::content::source::SourceFile;
use revisit::content::sources::SourceKind;

use crate::content_support::{Folder, fixture, open_path};

#[test]
fn a_collection_is_read_in_full() {
    let input = open_path(&fixture("model")).shelf.deck_files(0);
    let collection = input.collection.unwrap();
    assert_eq!(collection.profile, Profile::House);
    let topics: Vec<_> = collection.topics().map(|(_, topic)| &topic.value).collect();
    assert_eq!(topics[1].minimum["mistake"], 4);
    assert_eq!((topics[2].form, topics[2].group.as_deref()), (Form::Tool, Some("network")));
    let sources = input.sources.unwrap();
    let source = sources.find("rfc9110").unwrap();
    assert_eq!((source.kind, source.checked_on()), (SourceKind::Standard, Some("2026-11-22")));
    assert_eq!(input.translations[0].cards.len(), 5);
    assert_eq!(input.pages.len(), 1);
    assert_eq!(input.decks[0].header.key.as_ref().unwrap().value, "idem");
}

#[test]
fn every_field_has_its_place() {
    let input = open_path(&fixture("model")).shelf.deck_files(0);
    let deck = &input.decks[0];
    let find = |id: &str| deck.notes.iter().find(|one| one.note.id.local() == id).unwrap();
    let race = find("idem.race");
    let slice = |path: &str| deck.file.slice(race.place(path));
    assert_eq!(slice("id"), "idem.race");
    assert_eq!(slice("options.2.text"), "The second waits until the first has finished.");
    assert_eq!(slice("source.1"), "abl-idem");
    assert!(race.is_given("tier") && !race.is_given("gist"));
    assert_eq!(race.place("options.2.no"), race.place("options.2"), "the nearest field above");
    let finding = deck.file.diagnostic(
        "X",
        revisit::model::Severity::Error,
        race.place("options.2.text"),
        "m",
    );
    assert_eq!((finding.line, finding.column, finding.width), (115, 15, 46));
    assert_eq!(finding.excerpt, "      - text: The second waits until the first has finished.");
    for located in &deck.notes {
        for (path, text) in located.note.content.as_kind().texts() {
            let source = deck.file.slice(located.place(&path));
            let word = text.split_whitespace().next().unwrap();
            assert!(source.contains(word), "{path} of {}: {source:?}", located.note.id);
        }
    }
}

#[test]
fn comments_have_places() {
    let folder = Folder::new();
    folder.write(
        "own/d.yaml",
        "# lint: allow QF02 the whole file\ncards:\n  # lint: allow LN02 a quotation\n  - {id: a, front: q, back: b} # end\n",
    );
    let input = open_path(&folder.path("own")).shelf.deck_files(0);
    let file = &input.decks[0].file;
    let comments = input.decks[0].comments.iter();
    let comments: Vec<_> =
        comments.map(|one| (one.text.as_str(), file.place(one.span.start))).collect();
    assert_eq!(
        comments,
        [
            (" lint: allow QF02 the whole file", (1, 1)),
            (" lint: allow LN02 a quotation", (3, 3)),
            (" end", (4, 32)),
        ]
    );
}

#[test]
fn a_lock_is_read_compared_and_written() {
    let folder = Folder::new();
    folder.write(
        "own/d.yaml",
        "cards:\n  - {id: b, front: q, back: b}\n  - {id: a, front: r, back: b}\n",
    );
    folder.write("own/ids.lock", "b 1 00000000\nzz 2 12345678\nbroken\n");
    let input = open_path(&folder.path("own")).shelf.deck_files(0);
    let (_, mut lock) = input.lock.unwrap();
    assert_eq!(lock.diagnostics[0].line, 3);
    assert_eq!(lock.find("zz").unwrap().rev, 2);
    let notes = input.decks[0].notes.iter().map(|located| &located.note);
    let b = notes.clone().find(|note| note.id.local() == "b").unwrap();
    assert_ne!(lock.find("b").unwrap().fingerprint, Fingerprint::of_note(b));
    lock.update(notes.map(Locked::of));
    let text = lock.write();
    let ids: Vec<&str> = text.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "zz"], "sorted, and none removed");
    let again = LockFile::read(&SourceFile::new("ids.lock", text.as_str()));
    assert_eq!(again.write(), text);
    assert_eq!(again.find("b").unwrap().fingerprint, Fingerprint::of_note(b));
}

#[test]
fn a_collection_file_is_checked() {
    let folder = Folder::new();
    let file = "nmae: own\nlang: e\nsections:\n  - slug: s\n    topics:\n      - {slug: one, requires: [tow]}\n      - {slug: two, level: hard}\n      - {slug: one}\n      - {slug: too}\n";
    folder.write("own/collection.yaml", file);
    folder.write("own/d.yaml", "topic: onee\ncards: []\n");
    let told = crate::content_support::told(&open_path(&folder.path("own")), &folder.path("own"));
    let expected = [
        "collection.yaml:1:1+4 Error deck/unknown-field: unknown field `nmae` (did you mean `name`?)",
        "collection.yaml:1:1+1 Error deck/missing-field: `name` is missing (add `name:`, the permanent first half of every card's key)",
        "collection.yaml:2:7+1 Error deck/value: `e` is not the code of a language (write a code such as `en` or `fa`)",
        "collection.yaml:7:28+4 Error deck/value: `level` is `hard`, which is none of `foundation`, `intermediate`, `advanced`",
        "collection.yaml:8:16+3 Warning collection/duplicate-topic: the topic `one` is given twice (the first one counts; remove the other)",
        "collection.yaml:6:16+3 Warning collection/unknown-topic: `requires` names `tow`, which is no topic here (did you mean `too`?)",
        "d.yaml:1:8+4 Warning deck/topic: the topic `onee` is not in collection.yaml (did you mean `one`?)",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
}
