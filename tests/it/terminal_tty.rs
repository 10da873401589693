//! The face for a terminal, played on a screen in memory.

use std::num::NonZero;

use revisit::model::{Grade, Response};
use revisit::session::screen::{Act, Body};
use revisit::session::{Input, Prompter, Screen};
use revisit::terminal::source::ScriptedKeys;
use revisit::terminal::{Look, Signals, Tty};

use crate::terminal_screens as screens;

/// A terminal in memory, as large as a look.
fn screen_of(look: Look) -> vt100::Parser {
    let cells = |number: usize| {
        u16::try_from(number).ok().and_then(NonZero::new).expect("a size a terminal can have")
    };
    vt100::Parser::new(cells(look.height), cells(look.width), 0)
}

/// Plays pieces of input on a screen; returns what was done, and what shows at the end.
fn play(screen: &Screen, look: Look, pieces: &[&str]) -> (Option<Input>, vt100::Parser) {
    let mut tty = Tty::over(ScriptedKeys::new(pieces), Vec::new(), look, Signals::default());
    tty.show(screen).expect("memory takes it");
    let input = tty.next(screen, None).expect("nothing interrupts");
    let mut parser = screen_of(look);
    parser.process(tty.output());
    (input, parser)
}

fn input(screen: &Screen, keys: &str) -> Option<Input> {
    play(screen, Look::default(), &[keys]).0
}

fn contents(screen: &Screen, look: Look, pieces: &[&str]) -> String {
    play(screen, look, pieces).1.screen().contents()
}

#[test]
fn keys_become_inputs() {
    assert_eq!(input(&screens::basic(), " "), Some(Input::Reveal));
    assert_eq!(input(&screens::basic(), "\r"), Some(Input::Reveal));
    assert_eq!(input(&screens::basic(), "k"), Some(Input::Know));
    assert_eq!(input(&screens::basic_revealed(), "3"), Some(Input::Grade(Grade::Good)));
    assert_eq!(input(&screens::basic_revealed(), "۱"), Some(Input::Grade(Grade::Again)));
    assert_eq!(input(&screens::mcq(), "2"), Some(Input::Answer(Response::Choice(1))));
    assert_eq!(input(&screens::mcq_judged(2), "\r"), Some(Input::Grade(Grade::Again)));
    assert_eq!(input(&screens::mcq_stem(), " "), Some(Input::Options));
    assert_eq!(input(&screens::topic_intro(), "s"), Some(Input::Skip));
    assert_eq!(input(&screens::first_run(), "\r"), Some(Input::Continue));
    assert_eq!(input(&screens::budget(), "q"), Some(Input::Quit));
}

#[test]
fn what_means_nothing_does_nothing() {
    // Alt-3, Alt-Right, F5, a paste of a grade, an unknown letter; then the terminal is gone.
    let keys = "\x1b3\x1b[1;3C\x1b[15~\x1b[200~3\x1b[201~z8";
    assert_eq!(input(&screens::basic_revealed(), keys), None);
    assert_eq!(input(&screens::mcq(), "9"), None);
}

#[test]
fn ctrl_c_and_signals_interrupt() {
    let signals = Signals::default();
    let keys = ScriptedKeys::new(["\x03"]);
    let mut tty = Tty::over(keys, Vec::new(), Look::default(), signals.clone());
    let screen = screens::basic();
    tty.show(&screen).unwrap();
    assert_eq!(tty.next(&screen, None).unwrap_err().kind(), std::io::ErrorKind::Interrupted);
    assert!(signals.is_end_asked());
    // It is also noticed where a signal said so, before any key is taken.
    let mut tty = Tty::over(ScriptedKeys::new([" "]), Vec::new(), Look::default(), signals);
    assert_eq!(tty.next(&screen, None).unwrap_err().kind(), std::io::ErrorKind::Interrupted);
}

#[test]
fn letters_are_text_where_text_is_typed() {
    let screen = screens::typed();
    let answer = |text: &str| Some(Input::Answer(Response::Text(text.to_owned())));
    assert_eq!(input(&screen, "quit? 3 bus\r"), answer("quit? 3 bus"));
    assert_eq!(input(&screen, "Retry-Aftr\x1b[De\r"), answer("Retry-After"));
    assert_eq!(input(&screen, "\r"), Some(Input::Reveal));
    assert_eq!(input(&screen, "  \r"), Some(Input::Reveal));
    assert_eq!(input(&screen, "\x1b[200~Retry-After\x1b[201~\r"), answer("Retry-After"));
    assert_eq!(input(&screen, "می\u{200c}شود\r"), answer("می\u{200c}شود"));
}

#[test]
fn escape_leaves_the_field_and_keeps_its_text() {
    let screen = screens::typed();
    let done = |pieces: &[&str]| play(&screen, Look::default(), pieces).0;
    let answer = |text: &str| Some(Input::Answer(Response::Text(text.to_owned())));
    assert_eq!(done(&["ab\x1b", "b"]), Some(Input::Bury));
    assert_eq!(done(&["ab\x1b", "\tc\r"]), answer("abc"));
    assert_eq!(done(&["ab\x1b", "\r"]), answer("ab"));
    // An arrow over a slow line: its escape leaves the field, but nothing is lost.
    assert_eq!(done(&["ab\x1b", "[D", "\r"]), answer("ab"));
}

#[test]
fn the_cursor_stands_where_one_writes() {
    let (_, parser) = play(&screens::typed(), Look::default(), &["ab\x1b[D"]);
    // Margin, mark and one letter.
    assert_eq!(parser.screen().cursor_position(), (5, 2 + 2 + 1));
    assert!(!parser.screen().hide_cursor());
    let (_, parser) = play(&screens::basic(), Look::default(), &[]);
    assert!(parser.screen().hide_cursor());
}

#[test]
fn an_order_is_given_number_by_number() {
    let screen = screens::order();
    let order = |places: &[usize]| Some(Input::Answer(Response::Order(places.to_vec())));
    assert_eq!(input(&screen, "2143\r"), order(&[1, 0, 3, 2]));
    assert_eq!(input(&screen, "24\x7f143\r"), order(&[1, 0, 3, 2]));
    // A number twice, or one too large, is not taken; a half order is not thrown away by Enter.
    assert_eq!(input(&screen, "22971\r43\r"), order(&[1, 0, 3, 2]));
    assert_eq!(input(&screen, "\r"), Some(Input::Reveal));
    assert_eq!(input(&screen, "12 "), Some(Input::Reveal));
}

#[test]
fn a_flag_does_not_cost_what_was_typed() {
    let keys = ScriptedKeys::new(["half\x1b", "f", "\r"]);
    let mut tty = Tty::over(keys, Vec::new(), Look::default(), Signals::default());
    let mut screen = screens::typed();
    tty.show(&screen).unwrap();
    assert_eq!(tty.next(&screen, None).unwrap(), Some(Input::Flag));
    screen.head.as_mut().unwrap().flagged = true;
    tty.show(&screen).unwrap();
    let answer = Some(Input::Answer(Response::Text("half".to_owned())));
    assert_eq!(tty.next(&screen, None).unwrap(), answer);
    // The next question starts empty.
    screen.head.as_mut().unwrap().done += 1;
    tty.show(&screen).unwrap();
    let mut parser = screen_of(Look::default());
    parser.process(tty.output());
    assert!(!parser.screen().contents().contains("half"));
}

#[test]
fn the_help_names_the_keys_of_the_screen_and_goes_away() {
    let shown = contents(&screens::basic(), Look::default(), &["?"]);
    for part in ["Keys", "Space", "Show the answer", "Hide the card until tomorrow", "Ctrl-C"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("Choose an option"));
    let shown = contents(&screens::basic(), Look::default(), &["?x"]);
    assert!(shown.contains("A POST that creates an order"), "{shown}");
    // The key that closes the help does nothing else.
    assert_eq!(input(&screens::basic(), "? "), None);
}

#[test]
fn what_is_taller_than_the_screen_scrolls_between_head_and_keys() {
    let low = Look { width: 50, height: 14, ..Look::default() };
    let screen = screens::mcq_judged(1);
    let shown = contents(&screen, low, &[]);
    // The end of the question and the start of the answer, with head and keys around.
    for part in ["Idempotency & safe", "✓ Right.", "1 again", "(PgUp)", "(Space)"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains("What can happen?"), "{shown}");
    let shown = contents(&screen, low, &["\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~"]);
    assert!(
        shown.contains("comes after the charge") || shown.contains("it comes after"),
        "{shown}"
    );
    assert!(!shown.contains("(Space)"), "{shown}");
    // Space, which has nothing else to do here, is as good as the key that a small keyboard lacks.
    assert_eq!(contents(&screen, low, &["     "]), shown);
    let shown = contents(&screen, low, &["\x1b[H"]);
    assert!(shown.contains("A handler runs") && !shown.contains("(PgUp)"), "{shown}");
    let shown = contents(&screen, low, &["\x1b[H\x1b[B"]);
    assert!(!shown.contains("A handler runs") && shown.contains("↑ 1 line (PgUp)"), "{shown}");
}

#[test]
fn what_fits_is_not_scrolled() {
    let shown = contents(&screens::basic_revealed(), Look::default(), &["\x1b[6~\x1b[B"]);
    assert!(shown.contains("A POST that creates") && !shown.contains("Pg"), "{shown}");
}

#[test]
fn very_small_terminals_show_what_they_can() {
    for (width, height) in [(1, 1), (5, 3), (20, 5), (30, 8)] {
        let look = Look { width, height, ..Look::default() };
        for (_, screen) in screens::all() {
            let (input, _) = play(&screen, look, &["?", "\x1b[6~"]);
            assert_eq!(input, None);
        }
    }
}

#[test]
fn a_page_is_read_screen_by_screen() {
    let text: String = (1..=60).map(|n| format!("Paragraph {n}.\n\n")).collect();
    let keys = ScriptedKeys::new([" ", "q", "x"]);
    let mut tty = Tty::over(keys, Vec::new(), Look::default(), Signals::default());
    tty.page("Retries", &text).unwrap();
    let mut parser = screen_of(Look::default());
    parser.process(tty.output());
    let shown = parser.screen().contents();
    assert!(shown.contains("Retries") && shown.contains("Paragraph 11."), "{shown}");
    assert!(!shown.contains("Paragraph 1.\n"), "{shown}");
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let mut screen = screens::basic();
    let card = screens::view(&mut screen);
    card.question = revisit::cards::Question::Plain {
        front: "a \x1b]0;owned\x07 \x1b[2J &#27;[31m \u{9b}31m `\x1b[H`".to_owned(),
    };
    screen.head.as_mut().unwrap().topic = "topic\x1b[2J".to_owned();
    screen.notices = vec![revisit::session::screen::Notice::Message("\x1b[2Jnote".to_owned())];
    let (_, parser) = play(&screen, Look::default(), &[]);
    let shown = parser.screen().contents();
    assert!(shown.contains("‹U+001B›]0;owned‹U+0007›"), "{shown}");
    assert!(shown.contains("topic‹U+001B›[2J") && shown.contains("‹U+001B›[2Jnote"), "{shown}");
}

#[test]
fn a_closed_terminal_ends_without_an_error() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut tty = Tty::over(ScriptedKeys::new([" "]), Closed, Look::default(), Signals::default());
    let screen = screens::basic();
    tty.show(&screen).unwrap();
    assert_eq!(tty.next(&screen, None).unwrap(), None);
}

#[test]
fn acts_that_are_not_offered_cannot_be_done() {
    let mut screen = screens::basic();
    screen.acts = vec![Act::Reveal];
    assert_eq!(input(&screen, "ubsefirq\r"), Some(Input::Reveal));
    let done = screens::screen(Body::Done(Box::new(screens::summary())), &[Act::Quit]);
    assert_eq!(input(&done, "u1q"), Some(Input::Quit));
}

#[test]
fn code_wider_than_the_screen_is_scrolled_to() {
    let narrow = Look { width: 40, ..Look::default() };
    let mut screen = screens::basic();
    let code = "insert into keys (caller, key) values ($1, $2) on conflict do nothing;";
    screens::view(&mut screen).question = revisit::cards::Question::Plain {
        front: format!("What does it do?\n\n```sql\nbegin;\n{code}\n```"),
    };
    let shown = contents(&screen, narrow, &[]);
    assert!(shown.contains("insert into keys") && shown.contains("→ code goes on (Right)"));
    let shown = contents(&screen, narrow, &["\x1b[C\x1b[C\x1b[C"]);
    assert!(shown.contains("conflict do nothing;") && !shown.contains("goes on"), "{shown}");
    assert!(shown.contains("What does it do?"), "only code moves: {shown}");
    // It goes no further than it must, and back.
    assert_eq!(contents(&screen, narrow, &["\x1b[C\x1b[C\x1b[C\x1b[C"]), shown);
    let back = "\x1b[C\x1b[C\x1b[C\x1b[D\x1b[D\x1b[D\x1b[D";
    assert_eq!(contents(&screen, narrow, &[back]), contents(&screen, narrow, &[]));
}

#[test]
fn the_newest_part_of_a_scenario_is_in_sight() {
    let low = Look { width: 50, height: 16, ..Look::default() };
    let flag = Signals::default();
    let mut tty = Tty::over(ScriptedKeys::new(["\x1b[H"]), Vec::new(), low, flag);
    for parts in 1..=4 {
        tty.show(&screens::scenario_revealed(parts)).unwrap();
        let mut parser = screen_of(low);
        parser.process(tty.output());
        let title = ["Choice", "Because", "Cost", "Flips if"][usize::from(parts) - 1];
        let shown = parser.screen().contents();
        assert!(shown.contains(title), "{title}: {shown}");
        // Having scrolled somewhere else does not hide the next part.
        assert_eq!(tty.next(&screens::scenario_revealed(parts), None).unwrap(), None);
    }
}

#[test]
fn a_question_is_answered_with_one_key_and_no_is_the_default() {
    for (keys, yes) in [("y", true), ("3 y", true), ("n", false), ("\r", false), ("", false)] {
        let keys = ScriptedKeys::new([keys]);
        let mut tty = Tty::over(keys, Vec::new(), Look::default(), Signals::default());
        assert_eq!(tty.confirm("Copy the collection?").unwrap(), yes);
        let mut parser = screen_of(Look::default());
        parser.process(tty.output());
        let shown = parser.screen().contents();
        assert!(shown.contains("Copy the collection?") && shown.contains("y yes · n no"));
    }
}
