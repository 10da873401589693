//! The session as a person has it: real keys into the real program, in a real terminal.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::harness::App;
use crate::pty_terminal::{Terminal, kill};

/// One card of each kind that is answered and judged.
const DECK: &str = "\
cards:
  - id: pick
    kind: mcq
    front: Which method is safe?
    options:
      - text: GET
        correct: true
        why: It asks for nothing to change.
      - text: PUT
        why: It replaces what is there.
      - text: POST
        why: It may do anything.
  - id: type
    kind: typed
    front: Which status means too many requests, and which header says when to come back?
    accept: [\"429 Retry-After\"]
  - id: sort
    kind: order
    front: Put the life of a TCP connection in order.
    items: [SYN, SYN-ACK, ACK, FIN]
";

/// A home with a deck of plain cards that were met before, so that no greeting comes first.
fn plain_cards() -> App {
    let app = App::new();
    app.own_cards(4);
    app.run(["flag", "own/c4"]).ok();
    app
}

fn study(app: &App, args: &[&str]) -> Command {
    let mut command = app.command(["study"].iter().chain(args));
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    command
}

fn open(app: &App, args: &[&str]) -> Terminal {
    Terminal::run(&study(app, args), 80, 24)
}

/// Opens a card of the deck above.
fn open_card(card: &str) -> (App, Terminal) {
    let app = App::new();
    app.write("own/deck.yaml", DECK);
    app.run(["flag", card]).ok();
    let terminal = open(&app, &[card]);
    (app, terminal)
}

/// Returns the grades of a card's reviews that were not undone.
fn grades(app: &App, card: &str) -> Vec<String> {
    let history = app.run(["history", card, "--json"]).ok().json();
    let rows = history.as_array().expect("a list").iter();
    rows.filter(|row| row["event"] == "reviewed" && row["retracted"] == false)
        .map(|row| row["grade"].as_str().expect("a grade").to_owned())
        .collect()
}

#[test]
fn the_first_run_leads_to_the_first_card() {
    for (columns, lines) in [(80, 24), (50, 20)] {
        let app = App::bundled();
        let mut terminal = Terminal::run(&study(&app, &[]), columns, lines);
        terminal.sees("New here. 20 min a day, 6 new cards.").sees("[Enter] start");
        terminal.press("\r").sees("New topic:").sees("60-second summary");
        terminal.press("\r").sees("Enter first card");
        terminal.press("\r").sees("Space reveal").sees("k I know this").sees("? keys");
        assert!(terminal.text().contains(" · new"), "{}", terminal.text());
        terminal.press(" ").sees("1 again: today").sees("4 easy");
        terminal.press("q");
        assert_eq!(terminal.end(), 0);
        terminal.is_given_back();
    }
}

#[test]
fn a_card_is_revealed_graded_and_taken_back() {
    let app = plain_cards();
    let mut terminal = open(&app, &[]);
    terminal.sees("Card 1: which number").until("no cursor", vt100::Screen::hide_cursor);
    terminal.press(" ").sees("3 good 1 d");
    terminal.press("3").sees("Card 2: which number");
    assert_eq!(grades(&app, "own/c1"), ["good"]);
    terminal.press("u").sees("Undone: good on own/c1.").sees("Card 1: which number");
    assert!(grades(&app, "own/c1").is_empty());
    terminal.press(" 1").sees("Card 2: which number").sees("1 learning");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert!(terminal.text().contains("1 card in "), "{}", terminal.text());
    assert!(terminal.text().contains("Everything is saved."), "{}", terminal.text());
    assert_eq!(grades(&app, "own/c1"), ["again"]);
}

#[test]
fn the_end_shows_what_was_done_and_can_be_undone() {
    let app = App::new();
    app.own_cards(1);
    let mut terminal = open(&app, &[]);
    terminal.sees("New here.").press("\r").sees("Card 1").press(" 1").sees("again today");
    terminal.press(" 3").sees("Done for today.").sees("Missed today").sees("› 1");
    terminal.press("u").sees("Undone: good on own/c1.").sees("again today");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn an_option_is_picked_by_number_and_explained() {
    let (app, terminal) = open_card("own/pick");
    terminal.sees("Which method is safe?").sees("1-3 choose");
    let right =
        (1..=3).find(|n| terminal.text().contains(&format!("{n}. GET"))).expect("an option");
    let wrong = right % 3 + 1;
    terminal.press(&wrong.to_string()).sees("✗ Not right.").sees("1/Enter again: today");
    terminal.sees(&format!("✓ {right}. GET")).sees("It asks for nothing to change.");
    terminal.press("\r").sees("again today");
    assert_eq!(grades(&app, "own/pick"), ["again"]);
    // What was seen before shows its options on demand.
    terminal.sees("Space options").press(" ").sees("1-3 choose");
}

#[test]
fn letters_that_are_keys_are_text_where_one_types() {
    let (app, terminal) = open_card("own/type");
    terminal.sees("too many requests").until("a cursor", |screen| !screen.hide_cursor());
    terminal.press("quit? 1 bus").sees("› quit? 1 bus").sees("Enter answer");
    // Ctrl-U empties the line; arrows move in it.
    terminal.press("\x15").loses("quit?");
    terminal.press("429 Rety-After").sees("› 429 Rety-After");
    terminal.press("\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[Dr").sees("› 429 Retry-After");
    // Escape leaves the line, where letters are keys again, and loses nothing.
    terminal.press("\x1b").sees("Tab type the answer").press("f").sees("flagged");
    terminal.press("\r").sees("✓ Right.").sees("3/Enter good");
    terminal.press("\r").sees("Done for today.");
    assert_eq!(grades(&app, "own/type"), ["good"]);
}

#[test]
fn an_order_is_given_by_digits() {
    let (app, terminal) = open_card("own/sort");
    terminal.sees("1-4 in order");
    let shown = terminal.text();
    let place = |item: &str| {
        let found =
            (1..=4).find(|n| shown.lines().any(|line| line.ends_with(&format!("{n}. {item}"))));
        found.expect("an item").to_string()
    };
    let order = ["SYN", "SYN-ACK", "ACK", "FIN"].map(place);
    terminal.press(&order[1]).sees(&format!("› {} _ _ _", order[1]));
    terminal.press("\x7f").loses("_ _ _").press(&order.concat()).sees("Enter answer");
    terminal.press("\r").sees("✓ Right.").sees("✓ 4. FIN").press("\r").sees("Done for today.");
    assert_eq!(grades(&app, "own/sort"), ["good"]);
}

#[test]
fn keys_with_modifiers_and_pastes_grade_nothing() {
    let app = plain_cards();
    let terminal = open(&app, &[]);
    terminal.sees("Card 1").press(" ").sees("3 good");
    // Alt-3, Ctrl-Right, Alt-Right, F5, F12, a paste of grades, a key of the kitty protocol.
    terminal.press("\x1b3\x1b[1;5C\x1b[1;3C\x1b[15~\x1b[24~\x1b[200~3\n3\x1b[201~\x1b[51;5u");
    terminal.press("f").sees("› Flagged.");
    assert!(terminal.text().contains("Card 1"), "{}", terminal.text());
    assert!(grades(&app, "own/c1").is_empty());
}

#[test]
fn the_help_comes_and_goes() {
    let app = plain_cards();
    let terminal = open(&app, &[]);
    terminal.sees("Card 1").press("?").sees("Keys").sees("Hide the card until tomorrow");
    terminal.loses("Card 1").press("x").sees("Card 1").loses("Keys");
}

#[test]
fn ctrl_c_gives_the_terminal_back_and_leaves_130() {
    let app = plain_cards();
    let mut terminal = open(&app, &[]);
    terminal.sees("Card 1").press(" ").sees("3 good").press("3").sees("Card 2");
    terminal.press("\x03");
    assert_eq!(terminal.end(), 130);
    terminal.is_given_back();
    let text = terminal.text();
    assert_eq!(text.trim_end(), "1 card in 0 s. Everything is saved.");
    assert_eq!(grades(&app, "own/c1"), ["good"]);
}

#[test]
fn signals_end_the_session_like_ctrl_c() {
    let app = plain_cards();
    for signal in ["TERM", "HUP", "INT"] {
        let mut terminal = open(&app, &[]);
        terminal.sees("Card 1").signal(signal);
        assert_eq!(terminal.end(), 130, "{signal}");
        terminal.is_given_back();
        assert_eq!(terminal.text().trim_end(), "");
    }
}

#[test]
fn a_closed_window_ends_the_session_with_everything_kept() {
    let app = plain_cards();
    let mut terminal = open(&app, &[]);
    terminal.sees("Card 1").press(" ").sees("3 good").press("4").sees("Card 2");
    terminal.close();
    // Whether the hang-up or the end of its input reaches it first is the system's choice.
    let status = terminal.end();
    assert!([0, 130].contains(&status), "{status}");
    assert_eq!(grades(&app, "own/c1"), ["easy"]);
}

#[test]
fn a_window_of_another_size_is_drawn_again() {
    let app = plain_cards();
    let terminal = open(&app, &[]);
    let keys = |screen: &vt100::Screen| {
        screen.contents().lines().skip_while(|line| !line.contains("u undo")).count()
    };
    terminal.sees("? keys").until("keys on one line", |screen| keys(screen) == 1);
    terminal.resize(40, 20);
    terminal.until("keys on three lines", |screen| keys(screen) == 3);
    terminal.resize(80, 24);
    terminal.until("keys on one line", |screen| keys(screen) == 1);
}

#[test]
fn a_card_edited_in_place_opens_as_edited() {
    let app = plain_cards();
    let deck = fs::read_to_string(app.path("own/deck.yaml")).expect("readable");
    app.write("new.yaml", &deck.replace("Card 1: which number is this?", "Card 1, reworded?"));
    // An editor finds the terminal as a shell would have it.
    let script = "stty -a > \"$HOME/modes\"\ncp \"$HOME/new.yaml\" \"$1\"\n";
    let editor = app.write("editor.sh", script);
    let mut command = study(&app, &[]);
    command.env("EDITOR", format!("sh {}", editor.display()));
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("Card 1: which number").press("e");
    terminal.sees("Card 1, reworded?").sees("› Edited; this is how it reads now.");
    let modes = fs::read_to_string(app.path("modes")).expect("the editor ran");
    assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
    terminal.press(" ").sees("3 good").press("3").sees("Card 2");
    assert_eq!(grades(&app, "own/c1"), ["good"]);

    // A deck that is broken by it is told, and the card stays.
    app.write("new.yaml", "cards:\n  - id: c2\n    front: [\n");
    terminal.press("e").sees("deck.yaml:").sees("Open it again?").press("y");
    terminal.sees("Open it again?").press("n").sees("Card 2: which number").sees("deck.yaml:3:");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_bundled_card_is_copied_before_it_is_edited() {
    let app = App::bundled();
    let mut command = study(&app, &["idem.claim-sql"]);
    command.env("EDITOR", "true").stderr(Stdio::null());
    let terminal = Terminal::run(&command, 80, 24);
    terminal.sees("New here.").press("\r").sees("New topic").press("s").sees("INSERT INTO keys");
    terminal.press("\x1b").sees("e edit").press("e").sees("Copy the collection `backend`");
    terminal.press("n").sees("› Not edited.");
    assert!(!app.path("data/revisit/decks/backend").exists());
    terminal.press("e").sees("y yes · n no").press("y").sees("› Edited;");
    assert!(app.path("data/revisit/decks/backend/collection.yaml").exists());
}

#[test]
fn colours_of_code_come_by_themselves() {
    let app = App::new();
    let front = "front: |\n      What is it?\n\n      ```sql\n      select 1;\n      ```\n";
    app.write("own/deck.yaml", &format!("cards:\n  - id: c1\n    {front}    back: A query.\n"));
    app.run(["flag", "own/c1"]).ok();
    let mut command = study(&app, &[]);
    command.env_remove("NO_COLOR");
    let terminal = Terminal::run(&command, 80, 24);
    // No key is pressed: the card is drawn when the colours are ready.
    terminal.sees("select 1;").until("a keyword in its colour", |screen| {
        let line = screen.contents().lines().position(|line| line.contains("select 1;"));
        let line = line.and_then(|line| u16::try_from(line).ok());
        let cell = line.and_then(|line| screen.cell(line, 4));
        cell.is_some_and(|cell| cell.fgcolor() == vt100::Color::Idx(5))
    });
}

#[test]
fn ctrl_c_in_the_editor_does_not_end_the_session() {
    let app = plain_cards();
    // As vi does, this one takes Ctrl-C for something else; the whole foreground is told of it.
    let script = "trap : INT\necho editing\nread answer\necho \"$answer\" > \"$HOME/typed\"\n";
    let editor = app.write("editor.sh", script);
    let mut command = study(&app, &[]);
    command.env("EDITOR", format!("sh {}", editor.display()));
    let terminal = Terminal::run(&command, 80, 24);
    terminal.sees("Card 1").press("e").sees("editing");
    terminal.press("\x03\n").sees("Edited").sees("Card 1");
    assert!(app.path("typed").exists());
    terminal.press(" ").sees("3 good");
}

#[test]
fn faces_of_lines_end_at_once_while_they_wait() {
    let app = plain_cards();
    for (flag, ready) in [("--plain", "[Enter] reveal"), ("--jsonl", "\"question\"")] {
        for signal in ["INT", "TERM", "HUP"] {
            let mut command = study(&app, &[flag]);
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("the program starts");
            let stdin = child.stdin.take();
            let stdout = BufReader::new(child.stdout.take().expect("piped"));
            let mut lines = stdout.lines().map_while(Result::ok);
            assert!(lines.any(|line| line.contains(ready)), "{flag}");
            kill(signal, child.id());
            // Its input is still open: nothing else makes it end.
            assert_eq!(lines.next(), None, "{flag} {signal}");
            let output = child.wait_with_output().expect("it ends");
            assert_eq!(output.status.code(), Some(130), "{flag} {signal}");
            assert_eq!(String::from_utf8_lossy(&output.stderr), "");
            drop(stdin);
        }
    }
}

#[test]
fn a_terminal_without_control_sequences_gets_lines() {
    let app = plain_cards();
    let mut command = study(&app, &[]);
    command.env("TERM", "dumb");
    let mut terminal = Terminal::run(&command, 80, 24);
    terminal.sees("[Enter] reveal").press("\n").sees("3 good 1 d").press("3\n").sees("Card 2");
    terminal.until("the same screen", |screen| !screen.alternate_screen());
    terminal.press("\x03");
    assert_eq!(terminal.end(), 130);
    assert_eq!(grades(&app, "own/c1"), ["good"]);
}

/// A prompt in two words, and one point to tick.
const PROMPT: &str = "\
cards:
  - id: talk
    kind: interview
    prompt: Find it.
    key_points: [{id: log, must: mid, point: Reads the log}]
    red_flags: [Guesses]
";

#[test]
fn an_interview_shows_its_time_and_is_saved_when_it_is_ticked() {
    let app = App::new();
    app.write("own/deck.yaml", PROMPT);
    let mut command = app.command(["interview", "talk"]);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    // The clock has to run: only what is asked of the harness is left out.
    let mut running = Command::new(command.get_program());
    let mut args = command.get_args();
    while let Some(arg) = args.next() {
        if arg == "--now" {
            args.next();
        } else {
            running.arg(arg);
        }
    }
    running.env_clear().current_dir(app.path("."));
    for (name, value) in command.get_envs() {
        value.map(|value| running.env(name, value));
    }
    let editor = app.write("editor.sh", "echo then replay them >> \"$1\"\n");
    running.env("EDITOR", format!("sh {}", editor.display()));
    let mut terminal = Terminal::run(&running, 80, 24);
    terminal.sees("Mixed round, mid level, 1 prompt").press("\r");
    let time = |screen: &vt100::Screen| {
        let line = screen.contents().lines().next().unwrap_or_default().to_owned();
        line.rsplit("  ").next().unwrap_or_default().to_owned()
    };
    // No key is pressed: the time goes on by itself, also while one types.
    terminal.until("a running time", |screen| time(screen).ends_with(" of 10:00"));
    terminal.until("another time", |screen| !time(screen).starts_with("0:00 "));
    terminal.press("ncheck logs").sees("› check logs");
    let then = std::cell::RefCell::new(None);
    terminal.until("the time goes on", |screen| {
        *then.borrow_mut().get_or_insert_with(|| time(screen)) != time(screen)
    });
    terminal.press("\r").sees("Notes").loses("› check logs");
    terminal.press("e").sees("check logs\n  then replay them");
    terminal.press("p").sees("Paused.").loses("Find it.").press("\r").sees("Find it.");
    terminal.press("\r").sees("› [ ] [mid, required] Reads the log");
    terminal.press("u").sees("› [ ] Guesses").press("\r").sees("Strong.").press("\r");
    terminal.sees("Prompts   1 of 1 rated").press("q");
    assert_eq!(terminal.end(), 0);
    terminal.is_given_back();
    assert!(terminal.text().contains("100 %: strong. Everything is saved."), "{}", terminal.text());
}

#[test]
fn a_report_keeps_its_columns_in_a_narrow_window() {
    let app = App::bundled();
    app.session(&["kafka.isr"], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"good"}"#]);
    for columns in [50, 80, 120] {
        let mut terminal = Terminal::run(&app.command(["stats"]), columns, 400);
        assert_eq!(terminal.end(), 0);
        terminal.until("no line is broken", |screen| {
            let rows = screen.size().0.get();
            screen.contents().contains("predicted\n")
                && !(0..rows).any(|row| screen.row_wrapped(row))
        });
    }
}
