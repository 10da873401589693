//! Rows of tables, read without anything around them.

use std::collections::HashMap;
use std::path::Path;

use proptest::prelude::*;
use revisit::cards::fingerprint::{long_text_id, text_id};
use revisit::cards::{Content, Note};
use revisit::content::deck;
use revisit::content::merge::deck_text;
use revisit::content::source::SourceFile;
use revisit::exchange::import::dialect::Told;
use revisit::exchange::import::ids::Ids;
use revisit::exchange::import::sniff::{NotATable, check};
use revisit::exchange::import::table::{Harvest, Present, read};

/// A collection that has some notes.
fn present(here: &[Note]) -> Present {
    let local = |note: &Note| note.id.local().to_owned();
    let guid = |note: &Note| Some((note.anki.as_ref()?.guid.clone(), local(note)));
    Present {
        collection: "own".to_owned(),
        ids: Ids::new(here.iter().map(local).collect()),
        notes: here.iter().map(|note| (local(note), note.clone())).collect(),
        guids: here.iter().filter_map(guid).collect::<HashMap<_, _>>(),
        deck: "own".to_owned(),
        told: Told::default(),
        takes: false,
    }
}

/// Reads a table into such a collection.
fn into(here: &[Note], text: &str) -> Harvest {
    read(text, present(here)).unwrap()
}

fn notes(text: &str) -> Vec<Note> {
    let harvest = into(&[], text);
    assert_eq!(harvest.problems.list, [], "{text:?}");
    harvest.new.into_iter().map(|(_, note)| note).collect()
}

/// Returns kind, question and answer of every note.
fn texts(text: &str) -> Vec<String> {
    let shown = |note: &Note| {
        let texts = note.content.as_kind().texts();
        let texts: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
        let more = note.more.as_deref().unwrap_or_default();
        format!("{} {} {more}", note.content.kind(), texts.join("|")).trim_end().to_owned()
    };
    notes(text).iter().map(shown).collect()
}

#[test]
fn fields_of_anki_follow_whatever_columns_it_names() {
    for head in [
        "#guid column:1\n",
        "#notetype column:1\n",
        "#deck column:1\n",
        "#tags column:1\n",
        "#separator:tab\n#html:true\n#deck column:1\n",
    ] {
        assert_eq!(texts(&format!("{head}x\tq\ta\te\n")), ["basic q|a e"], "{head:?}");
    }
    let head = "#guid column:1\n#notetype column:2\n#deck column:3\n";
    assert_eq!(texts(&format!("{head}g\tBasic\tD\tq\ta\n")), ["basic q|a"]);
    assert_eq!(texts("#html:false\n#tags column:3\nq\ta\tt\te\n"), ["basic q|a e"]);
}

#[test]
fn an_answer_that_is_empty_is_neither_typed_nor_asked_back() {
    let head = "#html:true\n#notetype column:1\n";
    for name in ["Basic (type in the answer)", "Basic (and reversed card)"] {
        assert_eq!(texts(&format!("{head}{name}\tq\t\n")), ["basic q|—"], "{name}");
    }
    // A picture is an answer, and nothing to type.
    let typed = format!("{head}Basic (type in the answer)\tq\t<img src=\"a.png\">\n");
    assert!(matches!(notes(&typed)[0].content, Content::Basic(_)));
}

#[test]
fn lines_end_as_any_system_ends_them() {
    let expected = ["basic q1|a1", "basic q2|one\ntwo", "basic q3|a3"];
    for end in ["\n", "\r\n", "\r"] {
        let table = "q1,a1\nq2,\"one\ntwo\"\nq3,a3".replace('\n', end);
        assert_eq!(texts(&table), expected, "{end:?}");
        let anki = "#separator:tab\n#html:false\n#deck column:1\nd\tq\ta\n".replace('\n', end);
        assert_eq!(texts(&anki), ["basic q|a"], "{end:?}");
    }
    let long = into(&[], "q1,a1\r\r\n,a2\r");
    assert_eq!(long.problems.list[0].place, "line 3");
}

#[test]
fn questions_that_differ_are_different_cards() {
    // The first 32 bits of their fingerprints are the same.
    let rows = [
        "question 32341 lorem **ipsum**\tanswer one\n",
        "question 82042 lorem **ipsum**\tanswer two\n",
    ];
    let [one, two] = rows.map(|row| row.split('\t').next().unwrap());
    assert_eq!(text_id(one), text_id(two));
    assert!(long_text_id(one).starts_with(&text_id(one)));
    let both = notes(&rows.concat());
    let ids: Vec<&str> = both.iter().map(|note| note.id.local()).collect();
    assert_eq!(ids, [text_id(one), long_text_id(two)]);
    // However they come again, nothing is added, and each finds its own.
    for table in [rows.concat(), format!("{}{}", rows[1], rows[0]), rows[1].to_owned()] {
        let again = into(&both, &table);
        assert_eq!((again.new.len(), again.kept), (0, 0), "{table:?}");
        assert_eq!(again.same, table.lines().count());
    }
    // One after the other is as good as both at once.
    let later = into(&both[..1], rows[1]);
    assert_eq!(later.new[0].1, both[1]);
    // A question that was changed here is not taken for another one.
    let mut changed = both.clone();
    let Content::Basic(content) = &mut changed[0].content else { panic!() };
    content.front = "Lorem?".to_owned();
    let again = into(&changed, &rows.concat());
    assert_eq!((again.new.len(), again.kept, again.same), (0, 1, 1));
    // The same question twice is told, with both lines.
    let twice = into(&[], &format!("{}{}{}", rows[0], rows[1], rows[1]));
    assert_eq!((twice.new.len(), twice.left_out), (2, 1));
    assert_eq!(twice.problems.list[0].place, "line 3");
    assert!(twice.problems.list[0].message.starts_with("line 2 has the same"));
}

#[test]
fn a_card_that_is_retired_does_not_come_again() {
    let ids = Ids::new([text_id("a"), "b".to_owned()].into());
    let present = Present { ids, ..present(&[]) };
    let table = "id,guid,front,back\n,,a,1\nb,g1,b,2\n,,c,3\n,g2,b b,4\n";
    let harvest = read(table, present).unwrap();
    assert_eq!((harvest.new.len(), harvest.left_out), (2, 2));
    assert_eq!(harvest.problems.list[1].message, "the id `b` is retired here");
}

#[test]
fn what_is_no_table_is_known_by_its_name_and_its_start() {
    let found = |name: &str, text: &str| check(Path::new(name), text).err();
    for (name, text, expected) in [
        ("a.json", "a,b", NotATable::Json),
        ("a.YML", "a,b", NotATable::Yaml),
        ("a.md", "a,b", NotATable::Markdown),
        ("a.htm", "a,b", NotATable::Markup),
        ("a.txt", "\u{feff}\n {\"a\": 1}", NotATable::Json),
        ("a.txt", "[\n  {\"a\": 1, ", NotATable::Json),
        ("a", "[1, 2]\n", NotATable::Json),
        ("a.csv", "---\ntitle: a, b\n", NotATable::Yaml),
        ("a.csv", "%YAML 1.2\n---\n", NotATable::Yaml),
        ("a.csv", "<!DOCTYPE html>\n", NotATable::Markup),
        ("a.csv", "<HTML>", NotATable::Markup),
    ] {
        assert_eq!(found(name, text), Some(expected), "{name} {text:?}");
    }
    for text in [
        "",
        "a,b",
        "{{c1::a}},b",
        "{a},b",
        "[sound:a.mp3],b",
        "[1],[2]",
        "[[a]],b",
        "--- a,b",
        "<b>a</b>,b",
        "#separator:tab\n",
    ] {
        assert_eq!(found("a.csv", text), None, "{text:?}");
    }
}

#[test]
fn lines_without_columns_are_no_table() {
    let is_table = |text: &str| read(text, present(&[])).is_ok();
    for text in ["a\n", "cards:\n- id: a\n  front: b, c\n", "# A page\n\nof text\nand, more\nof it"]
    {
        assert!(!is_table(text), "{text:?}");
    }
    for text in [
        "",
        "# a remark\n",
        "a,b\nc\n",
        "{{c1::a}} b\n{{c1::c}} d\n",
        "#separator:tab\na\n",
        "#deck:x\na\n",
        "front,back\na\n",
    ] {
        assert!(is_table(text), "{text:?}");
    }
    let told = Told { separator: Some('|'), ..Told::default() };
    assert!(read("a\n", Present { told, ..present(&[]) }).is_ok());
}

/// Pieces of rows that mean something to somebody.
const PIECES: [&str; 24] = [
    "{{c1::",
    "{{c2::a::",
    "}}",
    "}",
    "::",
    "\t",
    "\"",
    "\n",
    "\r",
    " ",
    "a",
    "b: ",
    "- ",
    "#",
    "'",
    "\u{85}",
    "\u{200f}",
    "\u{7}",
    "<br>",
    "<img src=x.png>",
    "&nbsp;",
    "&#0;",
    "1e999",
    "~",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever a table says: what comes in is a deck that nothing is wrong with, and what does not
    /// is counted.
    #[test]
    fn what_comes_in_makes_a_sound_deck(
        rows in prop::collection::vec(prop::collection::vec(0..PIECES.len(), 1..9), 1..6),
        name in prop::sample::select(vec!["Basic", "Cloze", "type in", "reversed", "optional reversed"]),
        html in any::<bool>(),
    ) {
        let mut table = format!("#separator:tab\n#html:{html}\n#notetype:{name}\n");
        for row in &rows {
            row.iter().for_each(|place| table.push_str(PIECES[*place]));
            table.push('\n');
        }
        let harvest = into(&[], &table);
        prop_assert_eq!(harvest.rows, harvest.new.len() + harvest.left_out);
        let notes: Vec<Note> = harvest.new.into_iter().map(|(_, note)| note).collect();
        let made = deck_text("t", &notes);
        if made.refused.len() < notes.len() {
            let file = SourceFile::new("d.yaml".to_owned(), made.text.as_str());
            let deck = deck::read(file, "own", "en", deck::Detail::Notes, Vec::new());
            prop_assert_eq!(&deck.diagnostics, &[], "{}", made.text);
            prop_assert_eq!(deck.notes.len() + made.refused.len(), notes.len());
        }
    }
}
