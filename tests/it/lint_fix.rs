//! `--fix` and `--lock`: what they change, and that nothing else does.

use revisit::lint::{Options, fix, lock};

use crate::lint::{Lab, fixture, in_house, options};

/// Returns the new texts of the files that can be mended.
fn fixed(lab: &Lab, options: &Options<'_>) -> Vec<String> {
    let fixes = fix::fixes(&lab.open().shelf.deck_files(0), options);
    fixes.into_iter().map(|fix| fix.text).collect()
}

fn fixed_deck(deck: &str) -> String {
    fixed(&Lab::new(&[deck]), &options()).concat()
}

#[test]
fn a_missing_id_is_written_as_it_is_in_use() {
    let deck =
        "cards:\n  - front: Which segment has both SYN and ACK set?\n    back: The second.\n";
    let lab = Lab::new(&[deck]);
    let opened = lab.open();
    let id = opened.shelf.library().note_id(revisit::cards::NoteIx(0));
    let text = fixed(&lab, &options()).concat();
    let wanted = format!("cards:\n  - id: {}\n    front: Which", id.local());
    assert!(text.starts_with(&wanted), "{text}");
    assert!(fixed_deck(&text).is_empty(), "nothing is left to mend");
}

#[test]
fn ids_keep_line_ends_marks_and_comments() {
    let deck = "\u{feff}# Mine.\r\ncards:\r\n# one\r\n- front: Which side sends it?  # here\r\n  back: \
                The server.\r\n- {front: Which port?, back: The other.}\r\n";
    let text = fixed_deck(deck);
    let ids: Vec<&str> = text.split("id: ").skip(1).map(|rest| &rest[..10]).collect();
    let (one, two) = (ids[0], ids[1]);
    let wanted = deck
        .replace("- front: Which side", &format!("- id: {one}\r\n  front: Which side"))
        .replace("{front", &format!("{{id: {two}, front"));
    assert_eq!(text, wanted);
}

#[test]
fn every_persian_slip_with_one_answer_is_mended() {
    for (code, wrong, right) in [
        ("FA10", "عقب‌نشيني", "عقب‌نشینی"),
        ("FA11", "٤ تلاش", "۴ تلاش"),
        ("FA12", "چرا?", "چرا؟"),
        ("FA13", "نمی شود", "نمی‌شود"),
        ("FA14", "تلاش های او", "تلاش‌های او"),
        ("FA15", "یک \u{2066}backoff\u{2069} کوتاه", "یک backoff کوتاه"),
        ("FA16", "تـلاش", "تلاش"),
        ("FA17", "تلاش\u{200c} او", "تلاش او"),
        ("FA18", "ﻻزم", "لازم"),
        ("FA19", "دور است ، ولی", "دور است، ولی"),
    ] {
        let deck = format!(
            "cards:\n  - id: one\n    front: \"{wrong} `می شود ?`\"\n    back: |-\n      {wrong}\n"
        );
        let fa = "#=== collection.yaml\nname: lab\nlang: fa\n";
        let lab = Lab::new(&[&deck, fa]);
        let found = lab.lint(&options());
        assert!(
            !found.is_empty() && found.iter().all(|found| found.rule == code),
            "{code} {found:#?}"
        );
        assert_eq!(fixed(&lab, &options()).concat(), deck.replace(wrong, right), "{code}");
    }
}

#[test]
fn bidi_controls_are_found_and_mended_in_every_language_and_in_code() {
    let deck = "cards:\n  - id: one\n    front: \"Which is raw \u{202e}reversed?\"\n    back: \
                \"`if \u{2066}admin\u{2069}`\"\n";
    for lang in ["en", "fa", "de"] {
        let lab = Lab::new(&[deck, &format!("#=== collection.yaml\nname: lab\nlang: {lang}\n")]);
        let found = lab.lint(&options());
        let bidi = found.iter().filter(|found| found.rule == "FA15").count();
        assert_eq!(bidi, 3, "{lang} {found:#?}");
        let mended = fixed(&lab, &options()).concat();
        assert!(!mended.contains(['\u{202e}', '\u{2066}', '\u{2069}']), "{lang} {mended}");
        assert!(mended.contains("`if admin`"), "{lang} {mended}");
    }
}

#[test]
fn what_a_person_must_decide_is_left() {
    let deck = "cards:\n  - id: one\n    front: این دست تر شد؟\n    back: \"\\\"بله\\\" گفت.\"\n";
    let lab = Lab::new(&[deck, "#=== collection.yaml\nname: lab\nlang: fa\n"]);
    let codes: Vec<_> = lab.lint(&options()).into_iter().map(|found| found.rule).collect();
    assert_eq!(codes, ["FA14", "FA20"]);
    assert!(fixed(&lab, &options()).is_empty());
}

#[test]
fn what_is_allowed_is_not_mended() {
    let deck = "cards:\n  # lint: allow FA16 the kashida is what is shown\n  - id: one\n    front: این ســلام \
                چیست؟\n    back: درود.\n";
    let lab = Lab::new(&[deck, "#=== collection.yaml\nname: lab\nlang: fa\n"]);
    assert!(lab.lint(&options()).is_empty());
    assert!(fixed(&lab, &options()).is_empty());
}

#[test]
fn decomposed_letters_are_composed_outside_code() {
    let deck = fixture("TX01-good.yaml").replace("Clients", "Cafe\u{301}s `e\u{301}`");
    let lab = in_house(&deck);
    let text = fixed(&lab, &options()).concat();
    assert_eq!(text, deck.replace("Cafe\u{301}s", "Cafés"));
}

#[test]
fn a_new_lock_lists_all_cards_with_ids_sorted() {
    let deck = "cards:\n  - {id: two, front: Which port?, back: 80}\n".replace("80", "\"80\"")
        + "  - {id: one, front: Which side?, back: Theirs, rev: 3}\n  - {front: No id?, back: None.}\n";
    let update = lock::update(&Lab::new(&[&deck]).open().shelf.deck_files(0)).unwrap().unwrap();
    assert!(update.file.ends_with("/ids.lock"), "{}", update.file);
    assert_eq!(update.added, ["one", "two"]);
    let lines: Vec<&str> =
        update.text.lines().map(|line| line.rsplit_once(' ').unwrap().0).collect();
    assert_eq!(lines, ["one 3", "two 1"]);
}

#[test]
fn a_lock_keeps_its_lines_and_its_heading() {
    let deck = "cards:\n  - {id: one, front: Which side?, back: Theirs}\n";
    let locked = "# Released cards; never remove a line.\none 1 00000000\nzero 2 0123abcd\n";
    let lab = Lab::new(&[deck, &format!("#=== ids.lock\n{locked}")]);
    let update = lock::update(&lab.open().shelf.deck_files(0)).unwrap().unwrap();
    assert_eq!((update.added.len(), update.changed.as_slice()), (0, &["one".to_owned()][..]));
    assert!(update.text.starts_with("# Released cards; never remove a line.\none 1 "));
    assert!(update.text.ends_with("\nzero 2 0123abcd\n") && !update.text.contains("00000000"));
}

#[test]
fn a_lock_that_is_up_to_date_is_left_alone() {
    let deck = "cards:\n  - {id: one, front: Which side?, back: Theirs}\n";
    let update = lock::update(&Lab::new(&[deck]).open().shelf.deck_files(0)).unwrap().unwrap();
    let lab = Lab::new(&[deck, &format!("#=== ids.lock\n{}", update.text)]);
    assert_eq!(lock::update(&lab.open().shelf.deck_files(0)), Ok(None));
}

#[test]
fn a_lock_with_a_broken_line_is_not_written() {
    let deck =
        "cards:\n  - {id: one, front: Which side?, back: Theirs}\n\n#=== ids.lock\n<<<<<<< ours\n";
    let lab = Lab::new(&[deck]);
    let error = lock::update(&lab.open().shelf.deck_files(0)).unwrap_err().to_string();
    assert!(error.contains("has lines that cannot be read"), "{error}");
    assert!(lab.lint(&options()).iter().any(|found| found.rule == "lock/line"));
}

#[test]
fn a_fix_and_a_lock_are_written_unless_the_file_changed_meanwhile() {
    let deck = "cards:\n  - front: Which side sends it?\n    back: The server.\n";
    let lab = Lab::new(&[deck]);
    let input = lab.open().shelf.deck_files(0);
    let fixes = fix::fixes(&input, &options());
    fixes[0].write().unwrap();
    let text = std::fs::read_to_string(lab.path("deck.yaml")).unwrap();
    assert_eq!(text, fixes[0].text);
    assert!(fixes[0].write().is_err(), "the file is no longer what was read");
    assert_eq!(std::fs::read_to_string(lab.path("deck.yaml")).unwrap(), text);

    let input = lab.open().shelf.deck_files(0);
    lock::update(&input).unwrap().unwrap().write().unwrap();
    assert_eq!(lock::update(&lab.open().shelf.deck_files(0)), Ok(None));
}
