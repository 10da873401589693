//! Writing and editing cards: from flags, files, an editor, and questions in a terminal.

use std::fs;

use serde_json::{Value, json};

use crate::harness::App;
use crate::pty_terminal::Terminal;

/// A deck with comments that must stay.
const DECK: &str = "# Mine.\ncards:\n  # First.\n  - id: a   # the first\n    front: A question of some length?\n    back: b\n\n# End.\n";

fn app() -> App {
    let app = App::new();
    app.write("own/deck.yaml", DECK);
    app
}

fn deck(app: &App) -> String {
    fs::read_to_string(app.path("own/deck.yaml")).expect("readable")
}

fn card(app: &App, id: &str) -> Value {
    app.run(["cards", id, "--json"]).ok().json()[0].clone()
}

/// Drafts that are kept.
fn drafts(app: &App) -> Vec<String> {
    let Ok(folder) = fs::read_dir(app.path("data/revisit/drafts")) else { return Vec::new() };
    folder.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

/// Writes an editor, which needs a shell: a script that gets the file as its last argument.
fn editor(app: &App, script: &str) -> String {
    let text = format!("for file; do :; done\necho \"$@\" >> opened\n{script}\n");
    format!("sh {}", app.write("editor.sh", &text).display())
}

fn ask(app: &App, args: &[&str], editor: &str) -> Terminal {
    let mut command = app.command(args);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env("EDITOR", editor);
    Terminal::run(&command, 80, 40)
}

#[test]
fn a_file_that_would_never_be_found_as_a_deck_is_refused() {
    let app = app();
    app.write("own/collection.yaml", "name: own\n");
    let card = ["--front", "Is this loaded at all?", "--back", "No."];
    for name in [
        "own/kafka",
        "own/kafka.txt",
        "own/.kafka.yaml",
        "own/.hidden/kafka.yaml",
        "own/collection.yaml",
        "own/sources.yaml",
        "own/sub/reviews.yaml",
        "own/i18n/fa/kafka.yaml",
        "own/sub/i18n/kafka.yaml",
    ] {
        let before = fs::read(app.path(name)).ok();
        let ran = app.run([&["new", "--deck", name], &card[..]].concat()).code(2);
        assert!(ran.err.contains("would not be read as a deck"), "{name}: {}", ran.err);
        assert!(ran.err.contains(".yaml"), "{name}: {}", ran.err);
        assert_eq!(fs::read(app.path(name)).ok(), before, "{name}");
    }
    for (name, id) in
        [("own/kafka.yml", "k1"), ("./own/sub/kafka.yaml", "k2"), ("fresh/kafka.yaml", "k3")]
    {
        app.run([&["new", "--deck", name, "--id", id], &card[..]].concat()).ok();
        app.run(["--decks", name, "cards", id]).ok();
    }
}

#[test]
fn a_card_from_flags_is_added_and_all_else_stays() {
    let app = app();
    let new = |args: &[&str]| app.run([&["new", "--deck", "own/deck.yaml"], args].concat());
    let ran = new(&["--front", "What does GET change?", "--back", "Nothing."]).ok();
    assert_eq!(ran.out, "what-does-get-change is in own/deck.yaml\n");
    let added =
        "  - id: what-does-get-change\n    front: What does GET change?\n    back: Nothing.\n";
    assert_eq!(deck(&app), DECK.replace("    back: b\n", &format!("    back: b\n{added}")));
    new(&[
        "--kind",
        "reversed",
        "--id",
        "ack",
        "--front",
        "ack",
        "--back",
        "a receipt of a message",
    ])
    .ok();
    assert_eq!(card(&app, "ack#back")["kind"], "reversed");
    let before = deck(&app);
    for (args, expected) in [
        (&["--front", "x?", "--back", "y", "--id", "a"][..], "has, or had, a card `a`"),
        (&["--front", "x?", "--back", "y", "--id", "A B"], "A B"),
        (&["--front", "x?", "--back", " "], "a question and an answer"),
        (&["--front", "x?"], "--back is missing"),
        (&[], "--front is missing"),
        (&["--kind", "mcq", "--front", "x?"], "--from FILE"),
    ] {
        let ran = new(args).code(2);
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
    }
    assert_eq!(deck(&app), before);
    assert!(drafts(&app).is_empty());
    // Without a deck the card goes to the data folder.
    let ran = app.run(["new", "--front", "Another one?", "--back", "Yes."]).ok();
    assert!(ran.out.contains("data/revisit/decks/own/cards.yaml"), "{}", ran.out);
}

#[test]
fn cards_of_every_kind_come_from_a_file_or_stdin_as_they_are_written() {
    let app = app();
    let model = crate::harness::root().join("tests/it/fixtures/decks/model");
    let model =
        fs::read_to_string(model.join("02-web-fundamentals/idempotency-and-safe-retries.yaml"))
            .unwrap();
    // As they stand there, without what cites and covers.
    let own = |line: &&str| !line.trim_start().starts_with("source:") && !line.contains("covers:");
    let text: String = model.lines().filter(own).map(|line| format!("{line}\n")).collect();
    let text = text.split_once("cards:").expect("it is a deck").1;
    let draft = format!("cards:{text}");
    let ran = app.feed(["new", "--deck", "own/deck.yaml", "--from", "-"], &draft).ok();
    assert!(ran.out.lines().count() >= 15, "{}", ran.out);
    let kinds = app.run(["cards", "--json"]).ok().json();
    for kind in ["basic", "reversed", "cloze", "mcq", "order", "typed", "scenario", "interview"] {
        assert!(kinds.as_array().unwrap().iter().any(|card| card["kind"] == kind), "{kind}");
    }
    assert!(deck(&app).ends_with("# End.\n"));
    let file =
        app.write("more.yaml", "cards:\n- id: z   # why z\n  front: 'What is z?'\n  back: last\n");
    app.run(["new", "--deck", "own/deck.yaml", "--from", file.to_str().unwrap()]).ok();
    assert!(
        deck(&app).contains("  - id: z   # why z\n    front: 'What is z?'\n"),
        "{}",
        deck(&app)
    );
}

#[test]
fn what_the_lint_refuses_is_not_saved() {
    let app = app();
    app.write("own/collection.yaml", "name: own\nlint: house\n");
    let before = deck(&app);
    let ran = app
        .run([
            "new",
            "--deck",
            "own/deck.yaml",
            "--front",
            "What is a house rule?",
            "--back",
            "A rule.",
        ])
        .code(3);
    assert!(
        ran.err.contains("own/deck.yaml:8:") && ran.err.contains("is not saved"),
        "{}",
        ran.err
    );
    for draft in [
        "cards:\n  - id: b\n    front: q\n",
        "cards:\n  - {id: b, front: q, back: b}\n  - {id: b, front: r, back: b}\n",
        "cards:\n  - {id: a, front: q, back: b}\n",
        "cards: []\n",
        "no deck",
        "cards:\n  - id: choose-a-permanent-id\n    front: q\n    back: b\n",
    ] {
        let ran = app.feed(["new", "--deck", "own/deck.yaml", "--from", "-"], draft).code(3);
        assert!(ran.err.contains("is not saved"), "{draft}: {}", ran.err);
    }
    assert_eq!(deck(&app), before);
}

#[cfg(unix)]
#[test]
fn a_broken_draft_is_kept_and_gone_on_with() {
    let app = app();
    let broken =
        editor(&app, "printf 'cards:\\n  - id: new-one\\n    fornt: \"Which?\"\\n' > \"$file\"");
    let run = |editor: &str, args: &[&str]| {
        let output = app
            .command([&["new", "--deck", "own/deck.yaml"], args].concat())
            .env("EDITOR", editor)
            .output()
            .expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, err) = run(&broken, &["--editor"]);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("did you mean `front`?"), "{err}");
    assert_eq!(drafts(&app), ["cards:\n  - id: new-one\n    fornt: \"Which?\"\n"]);
    let kept = err.split("kept in ").nth(1).and_then(|rest| rest.lines().next()).expect("a path");
    let mended =
        editor(&app, "sed -i 's/fornt/front/' \"$file\"; echo '    back: That one.' >> \"$file\"");
    let (code, err) = run(&mended, &["--from", kept, "--editor"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(card(&app, "new-one")["back"], "That one.");
    assert!(drafts(&app).is_empty());
    // What is left as it was, or emptied, is nothing.
    for script in [":", ": > \"$file\""] {
        let (code, err) = run(&editor(&app, script), &["--editor", "--kind", "mcq"]);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("nothing was written") && drafts(&app).is_empty(), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn in_a_terminal_a_broken_draft_is_offered_again_with_what_is_wrong() {
    let app = app();
    // The first time a field is misspelt; then what stands above the draft is noted, and it is mended.
    let script = "if grep -q '^#!' \"$file\"; then cp \"$file\" seen; \
                  printf 'cards:\\n  - id: n   # mine\\n    front: Which of them?\\n    back: That.\\n' > \"$file\"; \
                  else printf 'cards:\\n  - id: n\\n    fornt: x\\n' > \"$file\"; fi";
    let editor = editor(&app, script);
    let mut terminal = ask(&app, &["new", "--deck", "own/deck.yaml", "--editor"], &editor);
    terminal.sees("did you mean `front`?").sees("edit it again").press("\r");
    terminal.sees("n is in own/deck.yaml");
    assert_eq!(terminal.end(), 0);
    let seen = fs::read_to_string(app.path("seen")).unwrap();
    assert!(
        seen.starts_with("#! unknown field `fornt`; did you mean `front`?\ncards:\n"),
        "{seen}"
    );
    assert!(deck(&app).contains("  - id: n   # mine\n"));
    assert!(drafts(&app).is_empty());
    // Leaving it for later keeps it, and so does Ctrl-C.
    // A Ctrl-C that comes before the question listens is a signal, and lost; the Escape behind it is not.
    for keys in ["\x1b[B\r", "\x03\x1b"] {
        fs::remove_file(app.path("seen")).ok();
        let mut terminal = ask(&app, &["new", "--deck", "own/deck.yaml", "--editor"], &editor);
        terminal.sees("edit it again").press(keys).sees("kept in");
        assert_ne!(terminal.end(), 0);
        assert_eq!(drafts(&app).len(), 1, "{keys:?}");
        fs::remove_dir_all(app.path("data/revisit/drafts")).unwrap();
    }
}

#[test]
fn every_kind_has_its_form() {
    let app = app();
    // The kind, the first question, the answers, and fields of the card that comes of them.
    type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a [(&'a str, Value)]);
    let cases: [Case<'_>; 8] = [
        ("basic", "Question", &["Which one is it?", "This one."], &[("back", json!("This one."))]),
        (
            "reversed",
            "Term",
            &["quorum", "more than half", "", ""],
            &[("back", json!("more than half"))],
        ),
        (
            "cloze",
            "Sentence",
            // The first one has no hole, and is asked for again.
            &["No hole here.", "\x15A {{c1::hole}} is hidden in it."],
            &[("back", json!("A **hole** is hidden in it."))],
        ),
        (
            "mcq",
            "Question",
            &["Which port has HTTPS?", "443", "assigned", "80", "HTTP", ""],
            &[
                ("back", json!("443")),
                (
                    "options",
                    json!([
                        {"text": "443", "correct": true, "why": "assigned"},
                        {"text": "80", "correct": false, "why": "HTTP"},
                    ]),
                ),
            ],
        ),
        (
            "order",
            "Task",
            &["Put them in order.", "one", "two", "three", ""],
            &[("items", json!(["one", "two", "three"]))],
        ),
        (
            "typed",
            "Question",
            &["Which header says it?", "ETag", "etag:", "", ""],
            &[("accept", json!(["ETag", "etag:"]))],
        ),
        (
            "scenario",
            "Constraints",
            &[
                "Ten of them.",
                "What now?",
                "Wait.",
                "It passes.",
                "Time.",
                "Hurry.",
                "Run",
                "Too early",
                "",
            ],
            &[
                ("choice", json!("Wait.")),
                ("otherwise", json!([{"text": "Run", "why": "Too early"}])),
            ],
        ),
        (
            "interview",
            "Prompt",
            &[
                "How would you do it?",
                "",
                "Names the goal",
                "\x1b[B\x1b[B",
                "",
                "Guesses",
                "",
                "And then?",
                "The end.",
                "",
                "the log",
                "Nothing.",
                "",
            ],
            &[
                ("red_flags", json!(["Guesses"])),
                ("evidence", json!([{"ask": "the log", "shows": "Nothing."}])),
            ],
        ),
    ];
    for (kind, first, answers, expected) in cases {
        let id = format!("form-{kind}");
        let args = ["new", "--deck", "own/deck.yaml", "--kind", kind, "--id", &id];
        let mut terminal = ask(&app, &args, "false");
        terminal.sees(first);
        for answer in answers {
            terminal.press(answer).press("\r");
        }
        terminal.sees("Permanent id").press("\r").sees("save it").press("\r");
        terminal.sees(&format!("{id} is in own/deck.yaml"));
        assert_eq!(terminal.end(), 0);
        let id = if kind == "cloze" { format!("{id}#c1") } else { id };
        let card = card(&app, &id);
        assert_eq!(card["kind"], kind);
        for (field, value) in expected {
            assert_eq!(&card[field], value, "{kind}.{field}");
        }
    }
    let points = &card(&app, "form-interview")["key_points"];
    assert_eq!(
        (&points[0]["point"], &points[0]["must"]),
        (&json!("Names the goal"), &json!("mid"))
    );
}

#[test]
fn a_kind_can_be_chosen_and_the_card_thrown_away() {
    let app = app();
    let before = deck(&app);
    let mut terminal = ask(&app, &["new", "--deck", "own/deck.yaml"], "false");
    terminal.sees("which kind of card").sees("interview").press("\r").sees("Question");
    terminal.press("Which one is it?\r").sees("Answer").press("This.\r");
    terminal.sees("Permanent id").press("\r").sees("save it").press("\x1b[B\x1b[B\r");
    terminal.sees("nothing was added");
    assert_eq!(terminal.end(), 0);
    assert_eq!(deck(&app), before);
    assert!(drafts(&app).is_empty());
}

#[test]
fn choices_are_numbered_lines_for_screen_readers() {
    let app = app();
    let mut command = app.command(["new", "--deck", "own/deck.yaml"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env("ACCESSIBLE", "1");
    let mut terminal = Terminal::run(&command, 80, 40);
    terminal.sees("1 basic").sees("Number").press("9\r").sees("1 to 8").press("1\r");
    terminal.sees("Question").press("Which one is it?\r").sees("Answer").press("This.\r");
    terminal.sees("Permanent id").press("\r").sees("3 throw it away").press("3\r");
    terminal.sees("nothing was added");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
}

#[cfg(unix)]
#[test]
fn a_broken_edit_is_offered_again_or_put_back_and_never_lost() {
    let app = app();
    let script = "if grep -q fornt \"$file\"; then sed -i 's/fornt/front/' \"$file\"; \
                  else sed -i 's/front/fornt/' \"$file\"; fi";
    let editor = editor(&app, script);
    let mut terminal = ask(&app, &["edit", "a"], &editor);
    terminal.sees("did you mean `front`?").sees("open it again").press("\r");
    assert_eq!(terminal.end(), 0);
    assert_eq!(deck(&app), DECK);
    let mut terminal = ask(&app, &["edit", "a"], &editor);
    terminal.sees("open it again").press("\x1b[B\x1b[B\r").sees("is as it was");
    assert_eq!(terminal.end(), 0);
    assert_eq!(deck(&app), DECK);
    assert_eq!(drafts(&app), [DECK.replace("front", "fornt")]);
    let mut terminal = ask(&app, &["edit", "a"], &editor);
    terminal.sees("open it again").press("\x1b[B\r").sees("`revisit edit own/a` opens it again");
    assert_eq!(terminal.end(), 3);
    assert_eq!(deck(&app), DECK.replace("front", "fornt"));
}

#[cfg(unix)]
#[test]
fn an_edit_is_judged_by_what_it_changed() {
    let app = app();
    // Under the house rules the deck has errors already; they are not this edit's.
    app.write("own/collection.yaml", "name: own\nlint: house\n");
    let edit = |script: &str| {
        let editor = editor(&app, script);
        let output = app.command(["edit", "a"]).env("EDITOR", editor).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, err) = edit("sed -i 's/some length/any length/' \"$file\"");
    assert_eq!(code, Some(0), "{err}");
    let (code, err) = edit("sed -i 's/    back: b/    back: b\\n    source: [gone#1]/' \"$file\"");
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains("gone"), "{err}");
}

#[test]
fn a_card_is_shown_whole_in_any_state() {
    let mut app = App::new();
    app.write(
        "own/deck.yaml",
        "cards:\n  - id: m\n    kind: mcq\n    front: Which one is it?\n    gist: the second\n    options:\n      \
         - {text: First, why: no}\n      - {text: Second, correct: true, why: yes it is}\n      - {text: Third, why: never}\n    \
         tags: [net]\n    more: A remark.\n  - id: p\n    kind: interview\n    prompt: Tell me about it, please.\n    \
         key_points:\n      - {id: k, must: senior, point: Says it, see: [m]}\n    phases:\n      - {name: Start, minutes: 5, points: [goal]}\n    \
         topics: [t]\n",
    );
    app.session(&["m"], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"again"}"#]);
    app.at("2026-11-25T12:00:00+01:00");
    app.run(["suspend", "m"]).ok();
    app.run(["flag", "m"]).ok();
    let out = app.run(["cards", "m"]).ok().out;
    let places: Vec<usize> = [
        "own/m",
        "mcq",
        "tag:net",
        "own/deck.yaml:2",
        "Which one is it?",
        "the second",
        "First",
        "Second",
        "yes it is",
        "Third",
        "A remark.",
        "State",
        "suspended, flagged",
        "1 review",
        "History",
        "again",
        "suspended",
        "flagged",
    ]
    .map(|text| out.find(text).unwrap_or_else(|| panic!("`{text}` in:\n{out}")))
    .into();
    assert!(places[4..10].is_sorted(), "{out}");
    let out = app.run(["cards", "--show", "kind:interview"]).ok().out;
    for text in ["[senior] Says it", "Start, 5 min", "goal", "(`m`)", "Topics", "new"] {
        assert!(out.contains(text), "`{text}` in:\n{out}");
    }
    assert_eq!(app.run(["cards", "m", "--json"]).ok().json()[0]["options"][1]["text"], "Second");
}

#[test]
fn an_ambiguous_name_is_picked_from_on_a_terminal() {
    let app = app();
    app.write("other/deck.yaml", "cards:\n  - id: a\n    front: Another question?\n    back: c\n");
    let command = |first: &str| {
        let mut command = app.command([first, "a"]);
        command.env("REVISIT_DECKS", app.path("other")).env("LANG", "C.UTF-8");
        command.env("TERM", "xterm-256color");
        command
    };
    let output = command("cards").output().expect("it runs");
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains("own/a or other/a"), "{err}");
    let mut terminal = Terminal::run(&command("cards"), 80, 40);
    terminal.sees("which card is `a`?").sees("Another question?").press("other\r").sees("State");
    assert!(terminal.text().contains("other/a"));
    assert_eq!(terminal.end(), 0);
    let mut terminal = Terminal::run(&command("history"), 80, 40);
    terminal.sees("which card is `a`?").press("\r").sees("nothing has happened yet");
    assert_eq!(terminal.end(), 0);
    // A part of a name is enough there too.
    app.own_cards(3);
    let mut terminal = ask(&app, &["history", "c"], "false");
    terminal.sees("own/c3").press("\x1b[B\r").sees("own/c2: nothing has happened yet");
    assert_eq!(terminal.end(), 0);
}
