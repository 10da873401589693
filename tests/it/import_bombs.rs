//! Packages that are small and would become large: what is taken in of them is bounded, whatever they
//! say of themselves, and so is the time it takes.

use revisit::exchange::import::anki::Limits;
use serde_json::{Value, json};

use crate::harness::App;
use crate::import_support::{BASIC, Deck, Lab, package, stored, why, zip, zstd};

/// The id of a note type that is none of those that are known.
const ODD: i64 = 1_700_000_000_009;

/// Adds a note type with these fields and this template.
fn odd(deck: &mut Deck, fields: usize, templates: usize, front: &str) {
    let field = |ord: usize| json!({"name": format!("F{ord}"), "ord": ord});
    let template = |ord: usize| json!({"name": format!("T{ord}"), "ord": ord, "qfmt": front, "afmt": "{{F1}}"});
    let model = json!({
        "id": ODD, "name": "Odd", "type": 0, "mod": 1,
        "flds": (0..fields).map(field).collect::<Value>(),
        "tmpls": (0..templates).map(template).collect::<Value>(),
    });
    let sql = "update col set models = json_set(models, '$.' || ?1, json(?2))";
    deck.conn.execute(sql, (format!("\"{ODD}\""), model.to_string())).unwrap();
}

fn messages(harvest: &revisit::exchange::import::anki::Harvest) -> Vec<&str> {
    harvest.problems.list.iter().map(|problem| problem.message.as_str()).collect()
}

#[test]
fn files_that_share_a_member_do_not_outgrow_the_package() {
    let mut lab = Lab::new();
    lab.limits = Limits { slack: 4 << 20, ratio: 1, ..Limits::default() };
    // A thousand names for one megabyte, which is packed in a kilobyte.
    let names: String = (0..1_000).map(|n| format!("\"0\":\"{n}.png\",")).collect();
    let media = format!("{{{}}}", names.trim_end_matches(','));
    let fields: String = (0..1_000).map(|n| format!("<img src=\"{n}.png\"> ")).collect();
    let collection = Deck::new().basic("g1", &format!("q {fields}"), "b").bytes();
    let harvest = lab.read(&package(&collection, &media, &[("0", &vec![0; 1 << 20])])).unwrap();
    assert_eq!((harvest.media.bytes, harvest.media.files.len()), (4 << 20, 4));
    assert_eq!(harvest.problems.count, 996);
    assert_eq!(messages(&harvest)[0], "the files before it are as large as all files may be");
    let kept = lab.files().iter().filter(|file| file.starts_with("into/")).count();
    assert_eq!(kept, harvest.media.files.len());
}

#[test]
fn frames_of_zstd_that_end_early_or_want_too_much_are_damaged() {
    let lab = Lab::new();
    let collection = Deck::new().basic("g1", "q <img src=\"a.png\">", "b").bytes();
    let list = [b"\x0a\x09\x0a\x05a.png\x10\x02".as_slice(), b""].concat();
    let latest = |list: &[u8], file: &[u8]| {
        let collection = zstd(&collection);
        let members: [(&str, &[u8]); 4] = [
            ("meta", b"\x08\x03"),
            ("collection.anki21b", &collection),
            ("media", list),
            ("0", file),
        ];
        lab.read(&stored(&members))
    };
    let (list, file) = (zstd(&list), zstd(&[7; 5_000]));
    assert_eq!(latest(&list, &file).unwrap().media.files, ["a.png"]);
    let said = why(latest(&list[..list.len() - 4], &file));
    assert!(said.starts_with("it is damaged: the list of media"), "{said}");
    // A file costs itself, and nothing of it stays.
    for bad in [&file[..file.len() / 2], &file[..3], b"", b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00"] {
        let harvest = latest(&list, bad).unwrap();
        assert_eq!((harvest.problems.count, harvest.new.len()), (1, 1), "{:?}", harvest.problems);
        assert_eq!(lab.files(), ["package.apkg"]);
    }
    // A frame that wants a window of three terabytes to be unpacked.
    let greedy = b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00";
    let said = why(lab.read(&zip(&[("meta", b"\x08\x03"), ("collection.anki21b", greedy)])));
    assert!(said.starts_with("it is damaged: `collection.anki21b`"), "{said}");
}

#[test]
fn a_template_that_repeats_a_note_without_end_costs_its_notes() {
    let lab = Lab::new();
    let mut deck = Deck::new();
    odd(&mut deck, 2, 1, &"{{F0}}".repeat(100_000));
    deck.note("bomb", ODD, &[&"x".repeat(500_000), "b"]).note("small", ODD, &["x", "b"]);
    deck.basic("g1", "good", "one");
    let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
    assert_eq!(messages(&harvest), ["its templates show it too often to be taken in"]);
    assert_eq!(harvest.new.len(), 2);
    // Nested as deeply as it likes.
    let mut deck = Deck::new();
    odd(&mut deck, 2, 1, &format!("{}{{{{F0}}}}", "{{#F0}}".repeat(200_000)));
    deck.note("deep", ODD, &["x", "b"]);
    assert_eq!(lab.read(&package(&deck.bytes(), "{}", &[])).unwrap().new.len(), 1);
}

#[test]
fn a_note_type_of_more_parts_than_anybody_has_is_left_out() {
    let lab = Lab::new();
    for (fields, templates) in [(1_001, 1), (2, 1_001)] {
        let mut deck = Deck::new();
        odd(&mut deck, fields, templates, "{{F0}}");
        deck.note("odd", ODD, &["a", "b"]).basic("g1", "good", "one");
        let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
        assert_eq!(harvest.new.len(), 1);
        let told = messages(&harvest).join("; ");
        assert!(told.contains("it has more than 1000 fields or templates"), "{told}");
    }
}

#[test]
fn text_beyond_what_is_taken_in_is_left_out_and_told() {
    let mut lab = Lab::new();
    lab.limits = Limits { text: 1 << 20, ..Limits::default() };
    let mut deck = Deck::new();
    for n in 0..40 {
        deck.basic(&format!("g{n}"), &format!("question {n}"), &"x".repeat(50_000));
    }
    let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
    assert_eq!((harvest.new.len(), harvest.left_out), (20, 20));
    let wanted = "the notes before it have 1 MB of text, and no more is taken in";
    assert!(messages(&harvest).iter().all(|told| *told == wanted), "{:?}", messages(&harvest));
}

#[test]
fn tags_and_decks_without_end_cost_what_has_them() {
    let mut lab = Lab::new();
    lab.limits = Limits { decks: 3, ..Limits::default() };
    let mut deck = Deck::new();
    for n in 0..6 {
        deck.basic(&format!("g{n}"), &format!("question {n}"), "b");
    }
    // A hundred thousand tags are many, and read at once.
    let many: String = (0..100_000).map(|n| format!(" t{n}")).collect();
    let sql = "update notes set tags = ?1 where guid = ?2";
    deck.conn.execute(sql, (&many, "g0")).unwrap();
    deck.conn.execute(sql, (&many.repeat(3), "g1")).unwrap();
    let decks: Value = (1..=9)
        .map(|n| (n.to_string(), json!({"id": n, "name": "d".repeat(n * 300)})))
        .collect::<serde_json::Map<_, _>>()
        .into();
    deck.conn.execute("update col set decks = ?1", [decks.to_string()]).unwrap();
    deck.sql("update cards set did = (id % 6) + 4");
    let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
    let told = messages(&harvest);
    assert_eq!(harvest.new.len(), 3, "{told:?}");
    assert!(harvest.new.iter().any(|(_, note)| note.tags.len() == 100_000));
    assert_eq!(told.iter().filter(|one| one.starts_with("its tags have")).count(), 1, "{told:?}");
    let full = "the notes before it are in 3 decks, and no more are taken in";
    assert_eq!(told.iter().filter(|one| **one == full).count(), 2, "{told:?}");
    assert_eq!(told.iter().filter(|one| one.starts_with("its name has")).count(), 3, "{told:?}");
    assert!(harvest.new.iter().all(|(deck, _)| deck.len() <= 2_000));
}

#[test]
fn notes_that_share_an_id_do_not_multiply_its_cards() {
    let lab = Lab::new();
    let mut deck = Deck::new();
    deck.basic("g0", "good", "one");
    deck.sql(
        "drop table notes; drop table cards;
        create table notes (id integer, guid text, mid integer, mod integer, usn integer, tags text,
            flds text, sfld integer, csum integer, flags integer, data text);
        create table cards (id integer, nid integer, did integer, ord integer, mod integer, usn integer,
            type integer, queue integer, due integer, ivl integer, factor integer, reps integer,
            lapses integer, left integer, odue integer, odid integer, flags integer, data text);",
    );
    deck.conn
        .execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)
             insert into cards select i, 1, 2, i % 65536, 0, 0, 0, 0, i, 0, 0, 0, 0, 0, 0, 0, 0, '' from n",
            [],
        )
        .unwrap();
    deck.conn
        .execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)
             insert into notes select 1, 'g' || i, ?1, 0, 0, '', 'front' || char(31) || 'b', 0, 0, 0, '' from n",
            [BASIC],
        )
        .unwrap();
    let harvest = lab.read(&package(&deck.bytes(), "{}", &[])).unwrap();
    assert_eq!((harvest.new.len(), harvest.left_out), (1, 59_999));
    assert_eq!(messages(&harvest)[0], "another note has the same id; the first counts");
}

#[test]
#[cfg(unix)]
fn an_import_that_fails_half_way_changes_nothing() {
    let app = App::new();
    let bring = |app: &App, front: &str, code: i32| {
        let mut deck = Deck::new();
        deck.basic("g1", &format!("{front} <img src=\"a.png\">"), "b");
        deck.basic("g2", &format!("{front} <img src=\"b.png\">"), "b");
        deck.sql("update notes set mod = mod + 100 where flds like 'new%'");
        let media = "{\"0\":\"a.png\",\"1\":\"b.png\"}";
        let bytes = package(&deck.bytes(), media, &[("0", b"one"), ("1", b"two")]);
        let file = app.path(&format!("{front}.apkg"));
        std::fs::write(&file, bytes).unwrap();
        app.run(["import".as_ref(), file.as_os_str()]).code(code)
    };
    bring(&app, "old", 0);
    let folder = app.path("data/revisit/decks/anki");
    let deck = folder.join("my.deck.yaml");
    let before = std::fs::read_to_string(&deck).unwrap();
    assert!(before.contains("old"));
    // One picture is gone; in the place of the other stands a link to nowhere.
    std::fs::remove_file(folder.join("media/a.png")).unwrap();
    std::fs::remove_file(folder.join("media/b.png")).unwrap();
    std::os::unix::fs::symlink(app.path("nowhere"), folder.join("media/b.png")).unwrap();
    let said = bring(&app, "new", 4).err;
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(std::fs::read_to_string(&deck).unwrap(), before);
    assert!(!folder.join("media/a.png").exists() && !app.path("nowhere").exists());
    let left: Vec<_> = std::fs::read_dir(folder.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    std::fs::remove_file(folder.join("media/b.png")).unwrap();
    bring(&app, "new", 0);
    assert!(std::fs::read_to_string(&deck).unwrap().contains("new"));
}
