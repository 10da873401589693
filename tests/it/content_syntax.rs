//! What is wrong with the YAML of a deck is told in an author's words.

use revisit::cards::NoteIx;
use revisit::content::Opened;

use crate::content_support::{Folder, open_path, told_of};

#[test]
fn a_key_given_twice_is_refused() {
    told_of(
        r"cards:
  - id: a
    front: q
    back: b
    back: c
",
        &[
            "d.yaml:5:5+4 Error deck/duplicate-key: `back` is given twice (it is first given on line 4: keep one of the two)",
        ],
    );
}

#[test]
fn anchors_and_aliases_are_refused() {
    told_of(
        r"cards:
  - id: a
    front: &x q
    back: *x
",
        &[
            "d.yaml:3:15+1 Error deck/alias: an anchor (`&name`) is not allowed in a deck (write the text out; if it should begin with `&`, quote it)",
            "d.yaml:4:11+2 Error deck/alias: an alias (`*name`) is not allowed in a deck (write the text out; if it should begin with `*`, quote it)",
        ],
    );
}

#[test]
fn tags_are_refused() {
    told_of(
        r"cards:
  - id: a
    front: !!str q
    back: b
",
        &[
            "d.yaml:3:12+5 Error deck/tag: a tag (`!name`) is not allowed in a deck (remove it; if the text should begin with `!`, quote it)",
        ],
    );
}

#[test]
fn a_colon_in_a_text_is_explained() {
    told_of(
        r"cards:
  - id: a
    front: a: b
    back: x
  - id: b
    front: q
    back: b
",
        &[
            "d.yaml:3:13+1 Error deck/syntax: `: ` inside unquoted text (put the text in double quotes, or indent the key like its neighbours)",
        ],
    );
}

#[test]
fn an_open_quote_is_found_where_it_opens() {
    told_of(
        r#"cards:
  - id: a
    front: "open
    back: x
  - id: b
    front: q
    back: b
"#,
        &[
            "d.yaml:3:12+1 Error deck/syntax: a quote is opened here and not closed (close it; inside double quotes write `\\\"`)",
        ],
    );
}

#[test]
fn a_backtick_begins_no_text() {
    told_of(
        r"cards:
  - id: a
    front: `code` is what?
    back: x
",
        &[
            "d.yaml:3:12+1 Error deck/syntax: text cannot begin with a backtick (put the text in double quotes)",
        ],
    );
}

#[test]
fn a_tab_is_no_indentation() {
    told_of(
        r"cards:
  - id: a
	front: q
    back: x
",
        &["d.yaml:3:1+1 Error deck/syntax: a tab in the indentation (use spaces)"],
    );
}

#[test]
fn an_open_bracket_is_explained() {
    told_of(
        r"cards:
  - id: a
    accept: [a, b
    front: q
  - id: b
    front: q
    back: b
",
        &[
            "d.yaml:4:10+1 Error deck/syntax: `:` where none can stand (a bracket above is not closed, or a text with `: ` needs quotes)",
        ],
    );
}

#[test]
fn an_empty_file_is_told() {
    told_of(
        r"",
        &["d.yaml:1:1+1 Error deck/value: the file is empty (a deck begins with `cards:`)"],
    );
}

#[test]
fn a_list_is_no_deck() {
    told_of(
        r"- a
",
        &[
            "d.yaml:1:1+3 Error deck/value: the file is a list where a mapping is expected (a deck begins with `cards:`)",
        ],
    );
}

#[test]
fn cards_must_be_a_list() {
    told_of(
        r"cards: text
",
        &[
            "d.yaml:1:8+4 Error deck/value: `cards` is text where a list is expected (write a `- ` before each card)",
        ],
    );
}

#[test]
fn a_deck_without_cards_is_told() {
    told_of(
        r"topic: x
",
        &[
            "d.yaml:1:1+8 Error deck/missing-field: `cards` is missing (a deck begins with `cards:`)",
        ],
    );
}

#[test]
fn a_second_document_is_refused() {
    told_of(
        r"cards:
  - id: a
    front: q
    back: b
---
cards: []
",
        &[
            "d.yaml:5:1+3 Error deck/syntax: a second document begins here (a file is one document: remove the `---`, or move the rest to a file of its own)",
        ],
    );
}

#[test]
fn cards_around_a_broken_one_load() {
    let deck = r#"topic: t
cards:
  - id: before
    front: q
    back: b
  - id: broken
    front: "open
    back: b
  - id: between
    front: q
    back: b

  - id: broken-too
    front: a: b
  # A remark.
  - id: after
    front: q
    back: b
retired: [old]
"#;
    let folder = Folder::new();
    folder.write("own/d.yaml", deck);
    let opened = open_path(&folder.path("own"));
    let library = opened.shelf.library();
    let ids: Vec<&str> =
        (0..library.notes().len()).map(|at| library.note_text(NoteIx(at as u32))).collect();
    assert_eq!(ids, ["own/after", "own/before", "own/between"]);
    assert_eq!(library.topics[0].slug, "t");
    let lines: Vec<u32> = opened.diagnostics.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [0, 7, 14], "the hint on the name, and each broken card on its line");
    for at in 0..3 {
        opened.shelf.note(NoteIx(at), None).unwrap();
    }
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let plain = "topic: t\ncards:\n  - id: a\n    front: |-\n      one\n      two\n    back: b\n";
    let folder = Folder::new();
    folder.write("own/d.yaml", plain);
    let note = |opened: &Opened| opened.shelf.note(NoteIx(0), None).unwrap();
    let expected = note(&open_path(&folder.path("own")));
    folder.write("own/d.yaml", format!("\u{feff}{}", plain.replace('\n', "\r\n")));
    let opened = open_path(&folder.path("own"));
    assert_eq!(note(&opened), expected);
    assert_eq!(opened.shelf.location(NoteIx(0)).1, 3);
}

#[test]
fn a_fault_in_the_first_line_counts_no_byte_order_mark() {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/d.yaml", "\u{feff}topik: t\ncards: []\n");
    let opened = open_path(&folder.path("own"));
    let finding = &opened.diagnostics[0];
    assert_eq!((finding.line, finding.column, finding.width), (1, 1, 5));
    assert_eq!(finding.excerpt, "topik: t");
}

#[test]
fn columns_count_characters() {
    told_of(
        "cards:\n  - {id: a, front: \"پرسش؟\", bakc: x}\n",
        &["d.yaml:2:29+4 Error deck/unknown-field: unknown field `bakc` (did you mean `back`?)"],
    );
}

#[test]
fn a_carriage_return_alone_ends_a_line() {
    let folder = Folder::new();
    folder.write(
        "own/d.yaml",
        "cards:\r  - {id: a, front: q, back: b}\r  - id: b\r    front: q\r    back: b\r",
    );
    let opened = open_path(&folder.path("own"));
    assert_eq!(opened.shelf.location(NoteIx(1)).1, 3);
    opened.shelf.note(NoteIx(1), None).unwrap();
}

#[test]
fn a_broken_collection_file_keeps_its_name() {
    let folder = Folder::new();
    let file = "title: a: b\nname: team\nsections:\n  - slug: s\n    topics: [{slug: t}]\n";
    folder.write("own/collection.yaml", file);
    folder.write("own/d.yaml", "topic: t\ncards:\n  - {id: a, front: q, back: b}\n");
    let opened = open_path(&folder.path("own"));
    let library = opened.shelf.library();
    // Progress hangs on the name: a slip elsewhere must not hide it.
    assert!(library.find_note("team/a").is_some());
    assert_eq!(library.topics[0].section, Some(0));
    let lines: Vec<u32> = opened.diagnostics.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [1]);
}

#[test]
fn translations_around_a_broken_one_load() {
    let folder = Folder::new();
    folder.write(
        "own/d.yaml",
        "cards:\n  - {id: a, front: q, back: b}\n  - {id: b, front: q, back: b}\n  - {id: c, front: q, back: b}\n",
    );
    folder.write(
        "own/i18n/fa/d.yaml",
        "lang: fa\ncards:\n  a:\n    front: س\n    back: ج\n  b:\n    front: \"س\n    back: ج\n  c:\n    front: س\n    back: ج\n",
    );
    let opened = open_path(&folder.path("own"));
    let langs: Vec<String> =
        (0..3).map(|at| opened.shelf.note(NoteIx(at), Some("fa")).unwrap().lang).collect();
    assert_eq!(langs, ["fa", "en", "fa"]);
    let finding = &opened.diagnostics[1];
    assert_eq!((finding.line, finding.column), (7, 12));
}
