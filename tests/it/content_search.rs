//! Searching finds what is in the texts, however they are written, and nothing else.

use revisit::content::Opened;

use crate::content_support::{Folder, fixture, open_path};

fn hits(opened: &Opened, text: &str) -> Vec<String> {
    let mut hits = Vec::new();
    let library = opened.shelf.library();
    opened.shelf.search(text, &mut |note| {
        let id = library.note_text(note);
        hits.push(id.split_once('/').unwrap().1.to_owned());
    });
    hits
}

fn deck(text: &str) -> (Folder, Opened) {
    let folder = Folder::new();
    folder.write("own/d.yaml", text);
    let opened = open_path(&folder.path("own"));
    (folder, opened)
}

#[test]
fn texts_are_found_however_they_are_written() {
    let (_folder, opened) = deck(
        r#"cards:
  - {id: flow, front: "Retry Budget in a flow", back: b}
  - id: folded
    front: >-
      A long line with retry
      budget across its fold
    back: b
  - id: literal
    front: |
      retry
          budget
    back: b
  - id: escaped
    front: "\x72etry \u0062udget"
    back: b
  - id: joined
    front: "ret\
      ry budget"
    back: b
  - id: quoted
    front: 'it''s a retry budget'
    back: b
  - id: remark
    front: q
    back: b
    more: The RETRY   budget.
  - id: comment
    front: q # retry budget
    back: b
  - id: retry-budget
    front: q
    back: b
    tags: [retry, budget]
  - id: apart
    front: A budget, and a retry.
    back: b
"#,
    );
    let expected = ["escaped", "flow", "folded", "joined", "literal", "quoted", "remark"];
    assert_eq!(hits(&opened, "Retry budget"), expected);
    assert_eq!(hits(&opened, "it's a"), ["quoted"]);
    assert_eq!(hits(&opened, "nowhere"), Vec::<String>::new());
    assert_eq!(hits(&opened, "  "), Vec::<String>::new());
}

#[test]
fn letters_of_any_script_are_folded() {
    let (_folder, opened) = deck(
        "cards:\n  - {id: a, front: Größe, back: b}\n  - {id: b, front: ПОВТОР, back: b}\n  - {id: c, front: تلاش مجدد, back: b}\n",
    );
    assert_eq!(hits(&opened, "GRÖSSE"), Vec::<String>::new(), "a letter is not taken apart");
    assert_eq!(hits(&opened, "GRÖß"), ["a"]);
    assert_eq!(hits(&opened, "Ö"), ["a"]);
    assert_eq!(hits(&opened, "повтор"), ["b"]);
    assert_eq!(hits(&opened, "مجدد"), ["c"]);
}

#[test]
fn translations_are_searched_too() {
    let opened = open_path(&fixture("model"));
    assert_eq!(hits(&opened, "هم‌گام می‌مانند"), ["idem.why-jitter"]);
    assert_eq!(hits(&opened, "every safe"), Vec::<String>::new());
    assert_eq!(hits(&opened, "stay in step"), ["idem.why-jitter"]);
}

#[test]
fn a_changed_file_is_searched_as_it_is_now() {
    let (folder, opened) = deck("cards:\n  - {id: a, front: old, back: b}\n");
    folder.write("own/d.yaml", "# Longer.\ncards:\n  - {id: a, front: new, back: b}\n");
    assert_eq!(hits(&opened, "old"), Vec::<String>::new());
    assert_eq!(hits(&opened, "new"), ["a"]);
}
