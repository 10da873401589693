//! Where decks come from: levels, their order, and what a path stands for.

use std::path::PathBuf;

use revisit::content::{Bundle, Level, Opened, Paths, REPLACED, Request, open};

use crate::content_support::{Folder, embedded, named, open_path, told};

const CARD: &str = "cards:\n  - {id: a, front: q, back: b}\n";

fn open_levels(levels: Vec<Level>) -> Opened {
    open(&Request { levels, ..Request::default() })
}

fn names(opened: &Opened) -> Vec<&str> {
    opened.shelf.library().collections.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn a_collection_of_a_later_level_is_replaced_whole() {
    let folder = Folder::new();
    folder.write("one/collection.yaml", "name: same\n");
    folder.write("one/d.yaml", CARD);
    folder.write("two/collection.yaml", "name: same\n");
    folder.write("two/e.yaml", CARD.replace("id: a", "id: b"));
    let opened = open_levels(vec![named(&[folder.path("one")]), named(&[folder.path("two")])]);
    assert_eq!(opened.shelf.library().notes().len(), 1);
    assert!(opened.shelf.library().find_note("same/a").is_some());
    let finding = &opened.diagnostics[0];
    assert_eq!(finding.rule, REPLACED);
    assert!(finding.message.contains("one, not from"), "{}", finding.message);
}

#[test]
fn the_same_name_twice_on_a_level_is_an_error_that_names_both() {
    let folder = Folder::new();
    for place in ["one", "two"] {
        folder.write(&format!("{place}/collection.yaml"), "name: same\n");
        folder.write(&format!("{place}/d.yaml"), CARD);
    }
    let opened = open_levels(vec![named(&[folder.path("one"), folder.path("two")])]);
    assert_eq!(names(&opened), ["same"]);
    let root = format!("{}/", folder.path("").display().to_string().trim_end_matches('/'));
    let told = told(&opened, &folder.path("")).replace(&root, "");
    assert_eq!(
        told,
        "two:0:0+1 Error collection/twice: the collection `same` is in one and in two \
         (only the first is loaded: rename one of them)"
    );
}

#[test]
fn a_folder_without_a_file_is_named_after_itself() {
    let folder = Folder::new();
    folder.write("My Decks/d.yaml", CARD);
    let opened = open_path(&folder.path("My Decks"));
    assert_eq!(names(&opened), ["my-decks"]);
    let finding = &opened.diagnostics[0];
    assert_eq!(finding.message, "the collection is named `my-decks` after its folder");
    assert_eq!(finding.help, "write a collection.yaml with `name: my-decks`");
}

#[test]
fn a_file_stands_for_itself_in_its_collection() {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: team\n");
    folder.write("own/sub/a.yaml", CARD);
    folder.write("own/sub/b.yaml", CARD.replace("id: a", "id: b"));
    let opened = open_path(&folder.path("own/sub/a.yaml"));
    let library = opened.shelf.library();
    assert_eq!((names(&opened), library.notes().len()), (vec!["team"], 1));
    assert_eq!(library.decks[0].file, folder.path("own/sub/a.yaml").display().to_string());
    folder.write("loose/a.yaml", CARD);
    assert_eq!(names(&open_path(&folder.path("loose/a.yaml"))), ["loose"]);
}

#[test]
fn a_missing_path_is_an_error() {
    let opened = open_levels(vec![named(&[PathBuf::from("/nowhere/decks")])]);
    let told = told(&opened, &PathBuf::from("/x"));
    assert_eq!(
        told,
        "/nowhere/decks:0:0+1 Error deck/path: there is no such file or folder (look at --decks)"
    );
    assert!(opened.shelf.library().collections.is_empty());
}

#[test]
fn a_folder_of_collections_gives_each_of_them() {
    let folder = Folder::new();
    folder.write("decks/one/collection.yaml", "name: first\n");
    folder.write("decks/one/d.yaml", CARD);
    folder.write("decks/two/collection.yaml", "name: second\n");
    folder.write("decks/two/d.yaml", CARD);
    assert_eq!(names(&open_path(&folder.path("decks"))), ["first", "second"]);
    folder.write("decks/loose.yaml", CARD);
    assert_eq!(names(&open_path(&folder.path("decks"))), ["first", "second", "decks"]);
}

#[test]
fn the_data_folder_holds_a_collection_in_each_folder() {
    let folder = Folder::new();
    folder.write("decks/one/d.yaml", CARD);
    folder.write("decks/two/d.yaml", CARD);
    folder.write("decks/empty/readme.txt", "");
    let level = |name: &str| Level {
        name: "the data folder".to_owned(),
        paths: Paths::Folder(folder.path(name)),
    };
    let opened = open_levels(vec![level("decks")]);
    assert_eq!(names(&opened), ["one", "two"]);
    let opened = open_levels(vec![level("nowhere")]);
    assert!(opened.diagnostics.is_empty(), "it need not exist");
}

#[test]
fn what_is_no_deck_is_left_alone() {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    for name in ["d.yaml", "sub/e.yml"] {
        folder.write(&format!("own/{name}"), CARD.replace("id: a", &format!("id: {}", &name[..1])));
    }
    for name in [
        "reviews.yaml",
        ".hidden.yaml",
        ".git/x.yaml",
        "notes.txt",
        "sub/i18n/x.yaml",
        "i18n/x.yaml",
    ] {
        folder.write(&format!("own/{name}"), "broken: [");
    }
    folder.write("own/sources.yaml", "rfc: {title: T, url: u, kind: standard}\n");
    let opened = open_path(&folder.path("own"));
    assert_eq!(opened.diagnostics, []);
    assert_eq!(opened.shelf.library().notes().len(), 2);
}

#[test]
fn an_empty_folder_is_told() {
    let folder = Folder::new();
    folder.write("own/readme.txt", "");
    let opened = open_path(&folder.path("own"));
    assert_eq!(opened.diagnostics[0].message, "there is no deck in this folder");
}

#[test]
fn collections_keep_the_order_of_levels_and_notes_that_of_ids() {
    let folder = Folder::new();
    for name in ["b", "a-b", "a"] {
        folder.write(&format!("{name}/collection.yaml"), format!("name: {name}\n"));
        folder.write(
            &format!("{name}/d.yaml"),
            "cards:\n  - {id: x, tags: [t], front: q, back: b}\n",
        );
    }
    let levels = ["b", "a-b", "a"].map(|name| named(&[folder.path(name)]));
    let opened = open_levels(levels.to_vec());
    assert_eq!(names(&opened), ["b", "a-b", "a"]);
    let library = opened.shelf.library();
    for (at, expected) in ["a-b/x", "a/x", "b/x"].into_iter().enumerate() {
        let ix = library.find_note(expected).unwrap();
        assert_eq!(ix.0 as usize, at, "{expected}");
        assert_eq!(opened.shelf.note(ix, None).unwrap().id.as_str(), expected);
        assert_eq!(library.tags_of(library.note(ix)).collect::<Vec<_>>(), ["t"]);
    }
}

#[test]
fn the_bundle_is_the_last_level() {
    let files = embedded(&[("one/collection.yaml", "name: own\n"), ("one/d.yaml", CARD)]);
    let folder = Folder::new();
    folder.write("own/e.yaml", CARD.replace("id: a", "id: mine"));
    let request =
        |levels| Request { levels, bundled: Some(Bundle { files, hash: 1 }), ..Request::default() };
    assert!(open(&request(Vec::new())).shelf.library().find_note("own/a").is_some());
    let opened = open(&request(vec![named(&[folder.path("own")])]));
    assert!(opened.shelf.library().find_note("own/mine").is_some());
    assert!(opened.shelf.library().find_note("own/a").is_none());
}
