//! Laws of reading: nothing panics, nothing is lost, and another reader of YAML agrees.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use revisit::cards::NoteIx;
use revisit::content::Bundle;
use revisit::content::deck::{self, Detail};
use revisit::content::source::SourceFile;
use revisit::content::tree::{Node, Scalar, Value};
use revisit::content::write::card_text;
use revisit::content::yaml::parse;

use crate::content_support::{Folder, open_path};

const MODEL: &str =
    include_str!("fixtures/decks/model/02-web-fundamentals/idempotency-and-safe-retries.yaml");
const COLLECTION: &str = include_str!("fixtures/decks/model/collection.yaml");
const SOURCES: &str = include_str!("fixtures/decks/model/sources.yaml");
const PERSIAN: &str = include_str!(
    "fixtures/decks/model/i18n/fa/02-web-fundamentals/idempotency-and-safe-retries.yaml"
);

/// What a stranger or a slip of the hand puts into a file.
const SPLINTERS: [&str; 30] = [
    "\"", "'", ": ", "- ", "\n", "\n  - ", "[", "]", "{", "}", "#", " #", "&a ", "*a", "!t ", "|",
    ">-", "\t", "\r\n", "\u{feff}", "---\n", "...\n", "%", "`", "@", "\\", "\0", "{{c1::", "}}",
    "ی",
];

/// Puts splinters into a text, and takes pieces out.
fn mutated(text: &str, cuts: &[(usize, usize, usize)]) -> String {
    let mut text = text.to_owned();
    for &(at, len, splinter) in cuts {
        let floor =
            |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
        let start = floor(at % (text.len() + 1)).unwrap_or(0);
        let end = floor(start + len).unwrap_or(start).max(start);
        text.replace_range(start..end, SPLINTERS[splinter % SPLINTERS.len()]);
    }
    text
}

fn cuts() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((any::<usize>(), 0..12_usize, any::<usize>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn mutated_collections_open(deck in cuts(), others in cuts(), which in 0..3_usize) {
        let folder = Folder::new();
        folder.write("own/d.yaml", mutated(MODEL, &deck));
        let mut files =
            [("collection.yaml", COLLECTION), ("sources.yaml", SOURCES), ("i18n/fa/d.yaml", PERSIAN)]
                .map(|(name, text)| (name, text.to_owned()));
        files[which].1 = mutated(&files[which].1, &others);
        for (name, text) in files {
            folder.write(&format!("own/{name}"), text);
        }
        let opened = open_path(&folder.path("own"));
        let count = opened.shelf.library().notes().len();
        for at in 0..count {
            // What is in the library can be read, in any language.
            opened.shelf.note(NoteIx(at as u32), Some("fa")).unwrap();
        }
        let mut found = 0;
        opened.shelf.search("retry", &mut |_| found += 1);
        prop_assert!(found <= count);
    }

    #[test]
    fn a_note_read_alone_is_the_note_in_its_file(cuts in cuts()) {
        let text = mutated(MODEL, &cuts);
        let deck = deck::read(SourceFile::new("d", text), "c", "en", Detail::Fields, Vec::new());
        for located in &deck.notes {
            let around = deck::Surroundings {
                collection: "c",
                topic: located.note.topic.as_deref(),
                lang: &located.note.lang,
            };
            let alone = deck::read_note(deck.file.slice(located.span), around);
            prop_assert_eq!(alone.as_ref(), Ok(&located.note));
            for (path, span) in &located.fields {
                prop_assert!(deck.file.text.get(span.range()).is_some(), "{}", path);
            }
        }
    }

    #[test]
    fn one_broken_card_costs_itself_alone(at in 0..18_usize, splinter in 0..6_usize) {
        let splinter = ["    front: \"\n", "    x: 1\n", "    a: b: c\n", "    [\n", "    : :\n", "    *x\n"][splinter];
        let starts: Vec<usize> = MODEL.match_indices("\n  - id: idem.").map(|(at, _)| at + 1).collect();
        prop_assert_eq!(starts.len(), 18);
        let line = MODEL[starts[at]..].find('\n').unwrap() + 1 + starts[at];
        let text = format!("{}{splinter}{}", &MODEL[..line], &MODEL[line..]);
        let deck = deck::read(SourceFile::new("d", text), "c", "en", Detail::Notes, Vec::new());
        prop_assert_eq!(deck.notes.len(), 17);
        prop_assert!(!deck.diagnostics.is_empty());
    }

    #[test]
    fn what_is_written_is_read(text in "\\PC{0,40}|[ -~\n]{0,40}") {
        let before = deck::read(SourceFile::new("d", MODEL), "c", "en", Detail::Notes, Vec::new());
        let mut note = before.notes[0].note.clone();
        note.gist = Some(text);
        note.topic = None;
        let text = format!("cards:\n{}", card_text(&note, 4, "\n"));
        let after = deck::read(SourceFile::new("d", text), "c", "en", Detail::Notes, Vec::new());
        prop_assert_eq!(after.notes.first().map(|located| &located.note), Some(&note));
    }

    #[test]
    fn any_bytes_open(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let folder = Folder::new();
        folder.write("own/d.yaml", bytes);
        open_path(&folder.path("own"));
    }
}

/// Says what a node says, as the other reader would.
fn plain(node: &Node<'_>) -> serde_yaml::Value {
    match (&node.value, node.scalar()) {
        (Value::List(items), _) => items.iter().map(plain).collect::<Vec<_>>().into(),
        (Value::Map(entries), _) => {
            let pairs = entries.iter().map(|(key, value)| (plain(key), plain(value)));
            serde_yaml::Value::Mapping(pairs.collect())
        }
        (_, Some(Scalar::Bool(value))) => value.into(),
        (_, Some(Scalar::Int(number))) => number.into(),
        (_, Some(Scalar::Float(number))) => number.into(),
        (_, Some(Scalar::Text(text))) => text.into(),
        _ => serde_yaml::Value::Null,
    }
}

#[test]
fn another_reader_of_yaml_agrees() {
    let bundled = Bundle::built_in().files.iter().map(|file| (file.path(), file.text()));
    let bundled = bundled.filter(|(path, _)| path.ends_with(".yaml"));
    let model = [("model", MODEL), ("collection", COLLECTION), ("fa", PERSIAN)];
    for (name, text) in bundled.chain(model) {
        let tree = parse(text);
        assert_eq!(tree.faults, [], "{name}");
        let other: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(plain(tree.root.as_ref().unwrap()), other, "{name}");
    }
}

#[test]
fn scalars_are_those_of_yaml_1_2() {
    for text in [
        "yes",
        "no",
        "on",
        "Null",
        "~",
        "0x1F",
        "0o17",
        "1_000",
        "1e3",
        ".5",
        "-.inf",
        "+1",
        "1.",
        "2026-11-22",
        "12:30:45",
        "88abf841",
        "1e",
        "-",
        "TRUE",
        "True",
        "tRUE",
        "..",
    ] {
        let tree = parse(text);
        let other: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(tree.root.as_ref().map(plain), Some(other), "{text}");
    }
}

#[test]
fn bundled_decks_load_without_errors() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let folders: Vec<PathBuf> =
        Bundle::built_in().collections().map(|name| home.join(name)).collect();
    for folder in folders {
        let opened = open_path(&folder);
        let errors = opened
            .diagnostics
            .iter()
            .filter(|finding| finding.severity == revisit::model::Severity::Error);
        assert_eq!(errors.collect::<Vec<_>>(), Vec::<&revisit::model::Diagnostic>::new());
    }
}
