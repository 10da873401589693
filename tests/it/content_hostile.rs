//! Decks come from strangers: whatever they hold, opening ends soon, in little memory, and tells.

use std::fs;

use revisit::cards::NoteIx;
use revisit::content::root::MAX_FILE_BYTES;
use revisit::content::tree::End;
use revisit::content::yaml::{Budget, Comments, parse_part};

use crate::content_support::{Folder, open_path, told};

/// Opens a folder with one deck, and returns the notes that load and what is told.
fn outcome(deck: impl AsRef<[u8]>) -> (usize, String) {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    folder.write("own/d.yaml", deck);
    let opened = open_path(&folder.path("own"));
    for at in 0..opened.shelf.library().notes().len() {
        opened.shelf.note(NoteIx(at as u32), None).unwrap();
    }
    (opened.shelf.library().notes().len(), told(&opened, &folder.path("own")))
}

#[test]
fn a_gigabyte_is_refused_without_being_read() {
    let folder = Folder::new();
    folder.write("own/collection.yaml", "name: own\n");
    let path = folder.write("own/d.yaml", "cards:\n");
    // A sparse file: reading it would take a gigabyte of memory, its metadata nothing.
    fs::File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    let opened = open_path(&folder.path("own"));
    assert_eq!(
        told(&opened, &folder.path("own")),
        "d.yaml:0:0+1 Error deck/limit: 1024 MB is too large for a deck; at most 16 MB \
         (split it into several files)"
    );
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_without_being_waited_for() {
    let folder = Folder::new();
    folder.write("own/good.yaml", "cards:\n  - id: a\n    front: What?\n    back: That.\n");
    let pipes =
        ["own/collection.yaml", "own/pipe.yaml", "own/good.md"].map(|name| folder.path(name));
    assert!(std::process::Command::new("mkfifo").args(&pipes).status().unwrap().success());
    let (send, receive) = std::sync::mpsc::channel();
    let own = folder.path("own");
    let place = own.clone();
    std::thread::spawn(move || send.send(open_path(&place)).is_ok());
    let opened = receive.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
    assert_eq!(opened.shelf.library().notes().len(), 1);
    let told = told(&opened, &own);
    for name in ["collection.yaml", "pipe.yaml"] {
        let wanted = format!("{name}:0:0+1 Error deck/read: this is not a regular file");
        assert!(told.contains(&wanted), "{told}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    let flow = format!("cards:\n  - {}", "[".repeat(100_000));
    let block: String =
        (0..1_000).map(|depth| format!("{}- \n", " ".repeat(depth))).collect::<String>();
    for deck in [flow, format!("cards:\n{block}"), "{a: ".repeat(50_000)] {
        let (notes, told) = outcome(&deck);
        assert_eq!(notes, 0);
        assert!(told.contains("nested deeper than 64 levels"), "{told}");
    }
}

#[test]
fn aliases_are_not_expanded() {
    let mut deck = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, before) in ('b'..='i').zip('a'..) {
        let row = vec![format!("*{before}"); 9].join(", ");
        deck.push_str(&format!("{name}: &{name} [{row}]\n"));
    }
    let (notes, told) = outcome(&deck);
    assert_eq!(notes, 0);
    assert!(told.contains("an anchor (`&name`) is not allowed"), "{told}");
}

#[test]
fn many_nodes_are_refused() {
    let mut budget = Budget { nodes: 1_000, comments: Comments::Skip };
    let text = format!("cards: [{}]", "a,".repeat(2_000));
    let tree = parse_part(&text, 0, &mut budget);
    assert_eq!((tree.end, tree.faults.len(), budget.nodes), (End::Limit, 1, 0));
    assert_eq!(tree.faults[0].message, "the file holds more than a deck may");
}

#[test]
fn many_faults_are_told_in_part() {
    let deck = format!("cards:\n{}", "  - {id: a, x: 1}\n".repeat(20_000));
    let (notes, told) = outcome(&deck);
    assert_eq!(notes, 0);
    assert!(told.lines().count() <= 202, "{}", told.lines().count());
}

#[test]
fn one_long_line_with_many_faults_takes_no_quadratic_time() {
    let deck = format!("cards: [{}]", "{id: a, x: 1}, ".repeat(20_000));
    let (notes, _) = outcome(&deck);
    assert_eq!(notes, 0);
    let name = "x".repeat(4 << 20);
    let (_, told) = outcome(format!("{name}: 1\ncards: []\n"));
    assert!(told.len() < 4_000, "a stranger's text is cut in messages");
}

#[test]
fn hostile_syntax_is_read_in_linear_time() {
    for (start, unit) in [
        ("cards:\n", "  - \"\n"),
        ("cards:\n", "  - a: b: c\n"),
        ("cards:\n", "- - - -\n"),
        ("", "# x\n"),
        ("cards:\n  - front: ", "x\n      "),
        ("", "? a\n"),
        ("", "a: b\n---\n"),
        ("cards: ", "{a: ["),
        ("cards:\n  - front: |\n", "      \n"),
        ("\"", "\\x41"),
        ("", "\u{feff}"),
        ("%TAG ! x\n", "%YAML 1.2\n"),
    ] {
        let deck = format!("{start}{}", unit.repeat((1 << 17) / unit.len()));
        outcome(&deck);
    }
}

#[test]
fn bytes_that_are_no_text_cost_their_card() {
    let mut deck = b"cards:\n  - id: a\n    front: q\n    back: b\n  - id: b\n    front: ".to_vec();
    deck.extend([0xff, 0xfe, b'\n']);
    deck.extend(b"    back: b\n  - id: c\n    front: q\n    back: b\n");
    let (notes, told) = outcome(&deck);
    assert_eq!(notes, 2);
    assert!(told.starts_with("d.yaml:6:12+"), "{told}");
    assert!(told.contains("the byte 0xff is not UTF-8 (save the file as UTF-8)"), "{told}");
}

#[test]
fn utf_16_is_recognised() {
    let mut deck = vec![0xff, 0xfe];
    deck.extend("cards:\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(outcome(&deck).1.contains("the file is UTF-16 (save it as UTF-8)"));
}

#[test]
fn every_truncation_of_a_deck_opens() {
    let deck =
        include_str!("fixtures/decks/model/02-web-fundamentals/idempotency-and-safe-retries.yaml");
    let mut before = 0;
    for end in (0..deck.len()).step_by(127).filter(|&end| deck.is_char_boundary(end)) {
        let (notes, _) = outcome(&deck[..end]);
        assert!(notes + 1 >= before, "{notes} notes at byte {end}, {before} before");
        before = notes;
    }
    assert!(before >= 16);
}

#[test]
fn a_page_stays_in_its_collection() {
    let folder = Folder::new();
    folder.write("secret.md", "secret");
    folder.write("own/t.md", "# T\n");
    // A path that is refused for its words leaves the deck with the page beside it.
    let own = Some("# T\n");
    for (page, expected) in [
        ("t.md", own),
        ("../secret.md", own),
        ("/etc/passwd", own),
        ("a/../../secret.md", own),
        ("..\\\\secret.md", own),
        ("link.md", None),
        ("away/secret.md", None),
    ] {
        folder.write("own/t.yaml", format!("topic: t\npage: \"{page}\"\ncards: []\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            let _ = symlink(folder.path("secret.md"), folder.path("own/link.md"));
            let _ = symlink(folder.path(""), folder.path("own/away"));
        }
        let opened = open_path(&folder.path("own"));
        let topic = opened.shelf.library().find_topic("t").unwrap();
        assert_eq!(
            opened.shelf.page(topic, None).map(|page| page.text).as_deref(),
            expected,
            "{page}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_are_harmless() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("own/a/d.yaml", "cards:\n  - {id: a, front: q, back: b}\n");
    symlink(folder.path("own"), folder.path("own/a/up")).unwrap();
    symlink(folder.path("own/b"), folder.path("own/b")).unwrap();
    symlink(folder.path("nowhere"), folder.path("own/gone.yaml")).unwrap();
    let opened = open_path(&folder.path("own"));
    assert_eq!(opened.shelf.library().notes().len(), 1);
}

#[test]
fn the_limit_is_the_one_documented() {
    assert_eq!(MAX_FILE_BYTES, 16 << 20);
}
