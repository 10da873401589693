//! Bytes to keys, keys to meanings, and the line that is typed.

use revisit::model::Grade;
use revisit::session::screen::Act;
use revisit::terminal::field::Field;
use revisit::terminal::key::Key;
use revisit::terminal::keys::{Meaning, hints, meaning};
use revisit::terminal::source::{KeySource, ScriptedKeys};

use crate::terminal_screens as screens;

/// The keys of a script; a pause lies between two pieces.
fn keys(pieces: &[&[u8]]) -> Vec<Key> {
    let mut source = ScriptedKeys::new(pieces);
    std::iter::from_fn(|| source.key(None).expect("a script never fails")).collect()
}

#[test]
fn plain_keys_are_read() {
    assert_eq!(keys(&[b"a 1"]), [Key::Char('a'), Key::Char(' '), Key::Char('1')]);
    assert_eq!(
        keys(&[b"\r\n\t\x7f\x08"]),
        [Key::Enter, Key::Enter, Key::Tab, Key::Backspace, Key::Backspace]
    );
    assert_eq!(
        keys(&["ی۳é🙂".as_bytes()]),
        [Key::Char('ی'), Key::Char('۳'), Key::Char('é'), Key::Char('🙂')]
    );
    assert_eq!(
        keys(&[b"\x03\x15\x04\x1a\x0c"]),
        [Key::Interrupt, Key::Ctrl('u'), Key::Ctrl('d'), Key::Ctrl('z'), Key::Redraw]
    );
}

#[test]
fn cursor_keys_are_read_in_both_forms() {
    let arrows = [Key::Up, Key::Down, Key::Right, Key::Left, Key::Home, Key::End];
    assert_eq!(keys(&[b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F"]), arrows);
    assert_eq!(keys(&[b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF"]), arrows);
    assert_eq!(
        keys(&[b"\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[3~"]),
        [Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::Delete]
    );
}

#[test]
fn modified_and_unknown_keys_never_leak_a_character() {
    let sequences: &[&[u8]] = &[
        b"\x1b[1;3C",       // Alt-Right
        b"\x1b[1;5D",       // Ctrl-Left
        b"\x1b[1;2A",       // Shift-Up
        b"\x1b3",           // Alt-3
        "\x1b۳".as_bytes(), // Alt and a Persian digit
        b"\x1b[15~",        // F5
        b"\x1b[24~",        // F12
        b"\x1bOP",          // F1
        b"\x1b[[A",         // F1 on a Linux console
        b"\x1b[51;3u",      // Alt-3, kitty
        b"\x1b[27;5;51~",   // Ctrl-3, xterm
        b"\x1b[?1;2c",      // an answer of the terminal
        b"\x1b]11;rgb:0000/3333/3333\x07",
        b"\x1bP1$r3\x1b\\",
        b"\x1b[<0;33;3M", // a mouse
        b"\x1b[I",        // focus
        b"\x1b\x1b[A",    // Alt-Up, rxvt
        b"\xff",
        b"\xc3\x28",
    ];
    for sequence in sequences {
        let mut bytes = sequence.to_vec();
        bytes.push(b'x');
        let found = keys(&[&bytes]);
        let leaked = found[..found.len() - 1]
            .iter()
            .filter(|key| matches!(key, Key::Char('0'..='9' | 'A'..='Z' | 'a'..='z' | '۳')))
            .count();
        assert_eq!(leaked, 0, "{sequence:?} gave {found:?}");
        assert_eq!(found.last(), Some(&Key::Char('x')), "{sequence:?} gave {found:?}");
    }
}

#[test]
fn a_sequence_may_come_in_pieces() {
    assert_eq!(keys(&[b"\x1b[", b"B"]), [Key::Down]);
    assert_eq!(keys(&[b"\x1b[1;", b"3", b"C"]), [Key::Unknown]);
    assert_eq!(keys(&[b"\xd8", b"\xa7"]), [Key::Char('ا')]);
    // The pause came first: the escape counts, and the rest is still no text.
    assert_eq!(keys(&[b"\x1b", b"[B"]), [Key::Escape, Key::Down]);
    assert_eq!(keys(&[b"\x1b", b"x"]), [Key::Escape, Key::Char('x')]);
    assert_eq!(keys(&[b"\x1b\x1b", b"x"]), [Key::Escape, Key::Char('x')]);
    // Alt-] begins a string that never ends; a pause ends it.
    assert_eq!(keys(&[b"\x1b]", b"q"]), [Key::Unknown, Key::Char('q')]);
}

#[test]
fn a_paste_is_one_thing() {
    assert_eq!(
        keys(&[b"\x1b[200~3q\r\x1b[A\x1b[201~x"]),
        [Key::Paste("3q\r\u{1b}[A".to_owned()), Key::Char('x')]
    );
    let mut long = b"\x1b[200~".to_vec();
    long.extend([b'a'; 100_000]);
    long.extend(b"\x1b[201~y");
    let found = keys(&[&long]);
    assert!(matches!(&found[0], Key::Paste(text) if text.len() == 4096), "{}", found.len());
    assert_eq!(found[1..], [Key::Char('y')]);
}

#[test]
fn any_bytes_end_in_the_same_keys_however_they_are_cut() {
    use proptest::prelude::*;
    let bytes = proptest::collection::vec(
        prop_oneof![Just(0x1b_u8), Just(b'['), Just(b'3'), Just(b'~'), Just(b';'), any::<u8>()],
        0..40,
    );
    proptest!(|(bytes in bytes)| {
        let whole = keys(&[&bytes]);
        // One byte per key at most, and never a panic.
        prop_assert!(whole.len() <= bytes.len() + 1);
    });
}

#[test]
fn a_resize_is_a_redraw() {
    assert_eq!(keys(&[b"\x1b[48;24;80;0;0t"]), [Key::Redraw]);
}

#[test]
fn keys_mean_what_the_screen_offers() {
    let revealed = screens::basic_revealed().acts;
    let act = |acts: &[Act], c: char| meaning(acts, &Key::Char(c));
    assert_eq!(act(&revealed, '3'), Some(Meaning::Act(Act::Grade(Grade::Good))));
    assert_eq!(act(&revealed, '۳'), Some(Meaning::Act(Act::Grade(Grade::Good))));
    assert_eq!(act(&revealed, '٣'), Some(Meaning::Act(Act::Grade(Grade::Good))));
    assert_eq!(act(&revealed, '5'), None);
    assert_eq!(act(&revealed, 'k'), None);
    assert_eq!(act(&revealed, ' '), None);
    assert_eq!(act(&revealed, '?'), Some(Meaning::Help));
    let asked = screens::basic().acts;
    assert_eq!(act(&asked, ' '), Some(Meaning::Act(Act::Reveal)));
    assert_eq!(act(&asked, 'k'), Some(Meaning::Act(Act::Know)));
    assert_eq!(act(&asked, '3'), None);
    assert_eq!(act(&screens::mcq().acts, '2'), Some(Meaning::Number(2)));
    let judged = screens::mcq_judged(1).acts;
    assert_eq!(meaning(&judged, &Key::Enter), Some(Meaning::Act(Act::Suggested(Grade::Good))));
    for key in [Key::Unknown, Key::Ctrl('u'), Key::Paste("1".to_owned()), Key::Escape] {
        assert_eq!(meaning(&revealed, &key), None);
    }
}

#[test]
fn one_key_means_one_thing_on_every_screen() {
    for (name, screen) in screens::all() {
        let mut keys: Vec<String> = hints(&screen).into_iter().map(|hint| hint.key).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{name}");
    }
    // `s` skips an introduction and suspends a card; where both can be done, one gives way.
    assert_eq!(meaning(&[Act::Suspend, Act::Skip], &Key::Char('s')), Some(Meaning::Act(Act::Skip)));
}

fn typed(keys: &[Key]) -> Field {
    let mut field = Field::default();
    for key in keys {
        field.take(key);
    }
    field
}

fn chars(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

#[test]
fn a_line_can_be_written_and_mended() {
    let mut keys = chars("helo");
    keys.extend([Key::Left, Key::Char('l'), Key::End, Key::Char('!')]);
    assert_eq!(typed(&keys).text(), "hello!");
    keys.extend([Key::Home, Key::Delete, Key::Char('H')]);
    assert_eq!(typed(&keys).text(), "Hello!");
    keys.extend([Key::End, Key::Backspace, Key::Char(' '), Key::Char('y'), Key::Ctrl('w')]);
    assert_eq!(typed(&keys).text(), "Hello ");
    keys.push(Key::Ctrl('u'));
    assert_eq!(typed(&keys).text(), "");
    assert!(!Field::default().take(&Key::PageDown));
    assert!(!Field::default().take(&Key::Unknown));
}

#[test]
fn persian_and_wide_text_can_be_typed() {
    let mut keys = chars("می\u{200c}شود");
    keys.push(Key::Backspace);
    assert_eq!(typed(&keys).text(), "می\u{200c}شو");
    let mut keys = chars("日本");
    keys.extend([Key::Left, Key::Backspace]);
    assert_eq!(typed(&keys).text(), "本");
    let field = typed(&chars("e\u{301}"));
    assert_eq!(field.text(), "e\u{301}");
}

#[test]
fn a_paste_is_text_without_line_ends_and_controls() {
    let field = typed(&[Key::Paste("a\nb\u{1b}[31m\u{202e}c".to_owned())]);
    assert_eq!(field.text(), "a b[31mc");
    let field = typed(&[Key::Paste("x".repeat(5000))]);
    assert_eq!(field.text().len(), 1000);
}
