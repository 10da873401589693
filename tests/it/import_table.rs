//! Tables: CSV, TSV, and Anki's text export.

use std::fs;

use serde_json::{Value, json};

use crate::harness::{App, Ran};

fn import(app: &App, name: &str, text: &str, args: &[&str]) -> Ran {
    app.write(name, text);
    let mut all = vec!["import", name, "--json"];
    all.extend_from_slice(args);
    app.run(all)
}

fn report(app: &App, name: &str, text: &str, args: &[&str]) -> Value {
    import(app, name, text, args).ok().json()
}

/// Returns id, kind, front, back and more of every card.
fn cards(app: &App) -> Vec<(String, String, String, String)> {
    let cards = app.run(["cards", "--json"]).ok().json();
    let text = |card: &Value, key: &str| card[key].as_str().unwrap_or_default().to_owned();
    let cards = cards.as_array().unwrap().iter();
    cards
        .map(|card| (text(card, "id"), text(card, "kind"), text(card, "front"), text(card, "back")))
        .collect()
}

fn card(id: &str, kind: &str, front: &str, back: &str) -> (String, String, String, String) {
    (id.to_owned(), kind.to_owned(), front.to_owned(), back.to_owned())
}

#[test]
fn two_columns_are_question_and_answer() {
    let app = App::new();
    let text = "What is TCP?,\"A protocol, with \"\"streams\"\"\"\nWhat is UDP?,\"Another\none\"\n";
    let found = report(&app, "net.csv", text, &[]);
    assert_eq!((&found["notes"]["new"], &found["problems"]), (&json!(2), &json!([])));
    let cards = cards(&app);
    assert_eq!(cards.len(), 2);
    assert!(cards[0].0.starts_with("net/x-"), "{cards:?}");
    let mut backs: Vec<&str> = cards.iter().map(|card| card.3.as_str()).collect();
    backs.sort_unstable();
    assert_eq!(backs, ["A protocol, with \"streams\"", "Another\none"]);
    assert!(app.path("data/revisit/decks/net/net.yaml").is_file());
}

#[test]
fn importing_a_table_twice_adds_nothing() {
    let app = App::new();
    let text = "front,back,tags\na,1,x y\nb,2,\n";
    report(&app, "t.csv", text, &[]);
    let deck = app.path("data/revisit/decks/t/t.yaml");
    let before = fs::read(&deck).unwrap();
    let again = report(&app, "t.csv", text, &[]);
    assert_eq!((&again["notes"]["new"], &again["notes"]["same"]), (&json!(0), &json!(2)));
    assert_eq!(fs::read(&deck).unwrap(), before);
    // A new row comes in, a changed one is told.
    let again = report(&app, "t.csv", "front,back,tags\na,one,x y\nb,2,\nc,3,\n", &[]);
    assert_eq!((&again["notes"]["new"], &again["notes"]["kept"]), (&json!(1), &json!(1)));
    assert!(again["problems"][0]["message"].as_str().unwrap().contains("--update"));
    let text = fs::read_to_string(&deck).unwrap();
    assert!(text.starts_with(std::str::from_utf8(&before).unwrap()), "{text}");
    let again = report(&app, "t.csv", "front,back,tags\na,one,x y\n", &["--update"]);
    assert_eq!(again["notes"]["changed"], 1);
    assert!(fs::read_to_string(&deck).unwrap().contains("back: one"));
}

#[test]
fn ankis_text_export_says_how_it_is_written() {
    let app = App::new();
    let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
        g(1\tBasic\tA::B\tx &lt; <b>y</b>\tanswer<br>two\tt1 t2::t3\n\
        g2\tBasic (and reversed card)\tA\tthere\tback\t\n\
        g3\tCloze\tA\tThe {{c1::cat}} sat\t\"extra \"\"quoted\"\"\"\t\n\
        g4\tBasic (type in the answer)\tA\ttype\t<i>it</i>\t\n\
        g5\tBasic (optional reversed card)\tA\to\tp\t\t\n\
        g6\tBasic (optional reversed card)\tA\to2\tp2\t\ty\n";
    let found = report(&app, "export.txt", text, &[]);
    assert_eq!((&found["notes"]["new"], &found["problems"]), (&json!(6), &json!([])), "{found}");
    assert_eq!(
        cards(&app),
        [
            card("export/o", "basic", "o", "p"),
            card("export/o2", "reversed", "o2", "p2"),
            card("export/o2#back", "reversed", "p2", "o2"),
            card("export/the-cat-sat#c1", "cloze", "The […] sat", "The **cat** sat"),
            card("export/there", "reversed", "there", "back"),
            card("export/there#back", "reversed", "back", "there"),
            card("export/type", "typed", "type", "it"),
            card("export/x-y", "basic", "x \\< **y**", "answer\\\ntwo"),
        ]
    );
    let deck = fs::read_to_string(app.path("data/revisit/decks/export/a.b.yaml")).unwrap();
    assert!(deck.contains("guid: g(1") && deck.contains("- t2::t3"), "{deck}");
    assert!(deck.starts_with("title: A::B\n"), "{deck}");
    let again = report(&app, "export.txt", text, &[]);
    assert_eq!((&again["notes"]["new"], &again["notes"]["same"]), (&json!(0), &json!(6)));
    // Changed in Anki and not here: it follows. Changed on both sides: it stays.
    let changed = text.replace("back\t\n", "behind\t\n").replace("answer<br>two", "other");
    let path = app.path("data/revisit/decks/export/a.b.yaml");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("two", "mine")).unwrap();
    let again = report(&app, "export.txt", &changed, &[]);
    assert_eq!((&again["notes"]["changed"], &again["notes"]["kept"]), (&json!(1), &json!(1)));
    assert!(cards(&app).contains(&card("export/there", "reversed", "there", "behind")));
}

#[test]
fn a_row_that_is_wrong_costs_itself() {
    let app = App::new();
    let long = "x".repeat(2 << 20);
    let text = format!(
        "id,front,back\nok-1,a,1\nNot an id,b,2\nok-1,c,3\nok-2,,4\nok-3,\"open,5\nok-4,e,{long}\n\n# a remark\nown/ok-5,f,\nown/ok-5#back,f,6\nok-6,g,7\n"
    );
    let found = report(&app, "rows.csv", &text, &["--into", "own2"]);
    assert_eq!((&found["notes"]["new"], &found["notes"]["left_out"]), (&json!(3), &json!(6)));
    let problems: Vec<String> = found["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!("{}: {}", one["place"].as_str().unwrap(), one["message"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        problems,
        [
            "line 3: `Not an id` is not an id: use a-z and 0-9, joined by single `.`, `_` or `-`",
            "line 4: line 2 has the same id, guid or question already; that one counts",
            "line 5: its question is empty",
            "line 6: a quote in it is never closed",
            "line 7: a cell of it has 2048 KB; at most 1024 KB are taken in",
            "line 11: it is the card `#back` of `ok-5`, which has a row of its own",
        ]
    );
    assert_eq!(found["losses"][0]["what"], "blank");
    let text = fs::read_to_string(app.path("own2/rows.yaml")).unwrap();
    assert!(text.contains("id: ok-5\n    front: f\n    back: '—'"), "{text}");
}

#[test]
fn a_row_that_no_deck_can_have_is_told_with_its_line() {
    let app = App::new();
    let text = "#separator:tab\n#notetype column:1\n#deck column:2\n\
        Cloze\tA\t{{c1::}} empty\t\nBasic\tA\tq\ta\nCloze\tB\t{{c1::}} alone\t\n";
    for (what, new, same) in [("at first", 1, 0), ("again", 0, 1)] {
        let found = report(&app, "x.txt", text, &[]);
        let notes = &found["notes"];
        assert_eq!(
            (&notes["new"], &notes["same"], &notes["left_out"], &found["problem_count"]),
            (&json!(new), &json!(same), &json!(2), &json!(2)),
            "{what}"
        );
        let problem = json!({"place": "line 4", "message": "a hole cannot be read"});
        assert_eq!(found["problems"][0], problem, "{what}");
        assert_eq!(found["problems"][1]["place"], "line 6", "{what}");
    }
    // No deck is made of nothing.
    let decks = fs::read_dir(app.path("data/revisit/decks/x")).unwrap();
    assert_eq!(decks.count(), 2, "a deck and the collection's own file");
    app.run(["lint", "data/revisit/decks/x"]).ok();
}

#[test]
fn an_import_of_which_nothing_is_here_fails() {
    let app = App::new();
    let ran = import(&app, "x.csv", "front,back\n,a\n,b\n", &[]).code(3);
    assert!(ran.err.contains("nothing of x.csv came in"), "{}", ran.err);
    assert!(!app.path("data/revisit/decks/x").exists());
    // Nothing to come in is no failure, nor is what is here already.
    import(&app, "x.csv", "front,back\n", &[]).ok();
    import(&app, "x.csv", "a,b\n", &[]).ok();
    import(&app, "x.csv", "a,other\n", &[]).ok();
}

#[test]
fn a_quiet_import_says_only_what_is_missing() {
    let app = App::new();
    app.write("x.csv", "front,back\na,b\n");
    let ran = app.run(["import", "-q", "x.csv"]).ok();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    app.write("x.csv", "front,back\na,b\n,c\n");
    let ran = app.run(["import", "-q", "x.csv"]).ok();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("1 note left out\n", ""));
}

#[test]
fn separators_columns_and_texts_are_found_or_told() {
    let cases: [(&str, &str, &[&str], &str, &str); 9] = [
        ("a;b;c", "semicolon.csv", &[], "a", "b"),
        ("a\tb,c", "tab.txt", &[], "a", "b,c"),
        ("a|b, c", "pipe.csv", &["--separator", "pipe"], "a", "b, c"),
        ("answer,question", "order.csv", &["--columns", "back,front"], "question", "answer"),
        ("term,meaning\nx,y", "head.csv", &[], "x", "y"),
        ("\u{feff}Question;Answer\r\nx;y\r\n", "bom.csv", &[], "x", "y"),
        ("1 * 2 *,<b>", "plain.csv", &["--texts", "plain"], "1 * 2 \\*", "\\<b>"),
        ("*a*,`b`", "markdown.csv", &[], "*a*", "`b`"),
        ("a<br>b,<b>c</b>", "html.csv", &[], "a\\\nb", "**c**"),
    ];
    for (text, name, args, front, back) in cases {
        let app = App::new();
        report(&app, name, text, args);
        let found = cards(&app);
        assert_eq!((found[0].2.as_str(), found[0].3.as_str()), (front, back), "{name}");
    }
}

#[test]
fn a_dry_run_shows_the_first_rows_and_writes_nothing() {
    let app = App::new();
    app.write("t.csv", "front,back\nWhat is it?,a\nb,c\n,d\n");
    let ran = app.run(["import", "t.csv", "--dry-run"]).ok();
    for line in ["t.csv: 3 notes, 2 would be new", "What is it?", "Nothing was written."] {
        assert!(ran.out.contains(line), "{line:?} is not in\n{}", ran.out);
    }
    assert!(ran.err.contains("line 4: its question is empty"), "{}", ran.err);
    assert!(!app.path("data/revisit/decks").exists());
    assert!(!app.db().exists());
}

#[test]
fn what_is_no_table_is_refused() {
    let app = App::new();
    for (bytes, hint) in [
        (b"\xff\xfea\0,\0b\0".as_slice(), "save it as UTF-8"),
        (b"a,b\nc,\xff\n", "line 2 is not UTF-8"),
        (b"\0\x01\x02", "it is no text"),
    ] {
        fs::write(app.path("x.csv"), bytes).unwrap();
        let ran = app.run(["import", "x.csv"]).code(3);
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
    for (name, text, hint) in [
        ("deck.yaml", "cards:\n- id: a\n  front: b, c\n", "--decks DIR"),
        ("cards.json", "{}", "`revisit export csv`"),
        ("page.html", "<p>a, b", "can be imported"),
        ("page.txt", "a page\nof text\n", "--separator SIGN"),
        ("none.apkg", "", "it is no zip"),
    ] {
        app.write(name, text);
        let ran = app.run(["import", name]).code(3);
        assert!(ran.err.contains(hint), "{}", ran.err);
    }
    assert!(!app.path("data/revisit/decks").exists());
    // Whoever says how it is written is believed.
    app.run(["import", "page.html", "--separator", "comma", "--dry-run"]).ok();
    app.write("x.csv", "a,b");
    app.run(["import", "x.csv", "--separator", "word"]).code(2);
    let ran = app.run(["import", "x.csv", "--columns", "front,bogus"]).code(2);
    assert!(ran.err.contains("columns are id, guid, deck, tags, front, back, more"), "{}", ran.err);
    let ran = app.run(["import", "x.csv", "--columns", "front,answr"]).code(2);
    assert!(ran.err.contains("did you mean `answer`?"), "{}", ran.err);
    app.run(["import", "x.csv", "--columns", "front,,back", "--dry-run"]).ok();
    app.write("own/bad.yaml", "cards:\n  - id: a\n    front: [\n");
    let ran = app.run(["import", "x.csv", "--into", "own"]).code(3);
    assert!(ran.err.contains("mend this deck first"), "{}", ran.err);
    app.write("file", "");
    app.run(["import", "x.csv", "--into", "file"]).code(2);
}

#[test]
fn cards_come_into_decks_that_are_there() {
    let app = App::new();
    app.write(
        "own/mine.yaml",
        "# mine\ntitle: x\ncards:\n  # first\n  - id: one\n    front: a\n    back: b\n",
    );
    report(&app, "x.csv", "c,d\n", &["--into", "own"]);
    let text = fs::read_to_string(app.path("own/mine.yaml")).unwrap();
    assert!(text.starts_with("# mine\ntitle: x\ncards:\n  # first\n  - id: one\n    front: a\n    back: b\n  - id: x-"), "{text}");
    assert!(!app.path("own/collection.yaml").exists());
    // A card that is edited here between two imports of an id.
    report(&app, "y.csv", "id,front,back\none,a,new\n", &["--into", "own", "--update"]);
    let text = fs::read_to_string(app.path("own/mine.yaml")).unwrap();
    assert!(
        text.contains("  # first\n  - id: one\n    front: a\n    back: new\n  - id: x-"),
        "{text}"
    );
}

#[test]
fn hostile_tables_end_in_time() {
    let app = App::new();
    for piece in ["\"", "\"\n", ",", "\n", "\"\"", "a\"b,", "#separator:", "{{c1::", "\"a\"x,"] {
        let text = piece.repeat(60_000 / piece.len());
        let ran = import(&app, "x.csv", &text, &["--dry-run"]);
        assert!([0, 3].contains(&ran.code), "{}", ran.err);
    }
}
