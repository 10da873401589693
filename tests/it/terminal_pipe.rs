//! The face for pipes and screen readers.

use revisit::model::{Grade, Response};
use revisit::session::{Input, Prompter, Screen};
use revisit::terminal::Pipe;

use crate::terminal_screens as screens;

/// Plays lines on a screen; returns what was done, in order, and what was written.
fn play(screen: &Screen, lines: impl AsRef<[u8]>) -> (Vec<Input>, String) {
    let mut pipe = Pipe::new(lines.as_ref(), Vec::new(), 80);
    pipe.show(screen).expect("memory takes it");
    let mut inputs = Vec::new();
    while let Some(input) = pipe.next(screen, None).expect("memory gives it") {
        inputs.push(input);
    }
    (inputs, String::from_utf8(pipe.output().clone()).expect("text"))
}

fn inputs(screen: &Screen, lines: &str) -> Vec<Input> {
    play(screen, lines).0
}

#[test]
fn a_line_that_is_no_text_is_told_and_the_next_one_counts() {
    let (inputs, written) = play(&screens::basic(), b"\xff\xfe\n\n\xff");
    assert_eq!(inputs, [Input::Reveal]);
    assert_eq!(written.matches("this line is not UTF-8").count(), 2, "{written}");
}

#[test]
fn lines_become_inputs() {
    let text = |text: &str| Input::Answer(Response::Text(text.to_owned()));
    assert_eq!(
        inputs(&screens::basic(), "\n:know\nk\n"),
        [Input::Reveal, Input::Know, Input::Know]
    );
    assert_eq!(
        inputs(&screens::basic_revealed(), "3\n۱\neasy\n:undo\n:quit\n"),
        [
            Input::Grade(Grade::Good),
            Input::Grade(Grade::Again),
            Input::Grade(Grade::Easy),
            Input::Undo,
            Input::Quit
        ]
    );
    assert_eq!(
        inputs(&screens::mcq(), "2\n\n"),
        [Input::Answer(Response::Choice(1)), Input::Reveal]
    );
    assert_eq!(inputs(&screens::mcq_judged(2), "\n"), [Input::Grade(Grade::Again)]);
    let order = Input::Answer(Response::Order(vec![1, 0, 3, 2]));
    assert_eq!(
        inputs(&screens::order(), "2 1 4 3\n2143\n2,1,4,3\n"),
        [order.clone(), order.clone(), order]
    );
    assert_eq!(
        inputs(&screens::typed(), "q\n:8080\n:bury\n\n"),
        [text("q"), text(":8080"), Input::Bury, Input::Reveal]
    );
    assert_eq!(
        inputs(&screens::topic_intro(), "\n:skip\n:page\n"),
        [Input::Continue, Input::Skip, Input::Page]
    );
}

#[test]
fn what_is_not_understood_is_said_and_changes_nothing() {
    for (screen, line, said) in [
        (screens::mcq(), "9", "`9` is not among 1 to 3"),
        (screens::mcq(), "0", "`0` is not among 1 to 3"),
        (screens::order(), "2 1", "name each of the 4 items once"),
        (screens::order(), "2 2 1 3", "`2` is not one of 1 to 4, each once"),
        (screens::order(), "99999999999999999999 1 2 3", "is not one of 1 to 4"),
        (screens::basic(), "3", "`3` means nothing here; [Enter] reveal"),
        (screens::basic(), ":skip", "`:skip` does nothing here: use :reveal, :know, :undo"),
        (screens::basic_revealed(), "", "an empty line does nothing here: grade with 1 to 4"),
    ] {
        let (inputs, text) = play(&screen, format!("{line}\n"));
        assert_eq!(inputs, [], "{line}");
        assert!(text.contains(said), "{line}: {text}");
    }
}

#[test]
fn the_help_lists_what_can_be_typed() {
    let (inputs, text) = play(&screens::typed(), ":help\n");
    assert_eq!(inputs, []);
    for part in ["any text: Answer with it", ":bury: Hide the card until tomorrow", ":quit: Leave"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn nothing_is_drawn() {
    for (name, screen) in screens::all() {
        let (_, text) = play(&screen, "");
        let is_drawn = |c: char| c == '\x1b' || ('\u{2500}'..='\u{259f}').contains(&c);
        assert!(!text.chars().any(is_drawn), "{name}: {text}");
    }
}

#[test]
fn a_reveal_adds_to_what_was_said() {
    let mut pipe = Pipe::new(&b""[..], Vec::new(), 80);
    pipe.show(&screens::scenario()).unwrap();
    pipe.show(&screens::scenario_revealed(1)).unwrap();
    pipe.show(&screens::scenario_revealed(4)).unwrap();
    let text = String::from_utf8(pipe.output().clone()).unwrap();
    insta::assert_snapshot!(text, @r"

    Idempotency & safe retries, why. 16 left.

    A shop takes 40 orders a second at peak. The payment provider has no
    idempotency keys, and 1 call in 2,000 times out.

    How do you keep a customer from being charged twice?

    [Enter] reveal; [:help] more

    Choice
    Claim the order in our own database, and ask before a repeat.

    [Enter] next part; [:help] more

    Because
    The provider cannot tell two calls apart; we can.

    Cost
    Each timed-out payment waits for a look-up.

    Flips if
    The provider accepts a reference that must be unique.

    Otherwise
    [wrong] Retry three times with backoff
            Each retry may be a second charge.

    1 again: today, then 1 d; 2 hard 15 d; 3 good 15 d; 4 easy 16 d; [:help] more
    ");
}

/// Bytes that come in pieces; between two of them the patience of the reader ends.
struct Slow(Vec<&'static [u8]>);

impl std::io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        match self.0.remove(0) {
            [] => Err(std::io::ErrorKind::TimedOut.into()),
            piece => {
                buffer[..piece.len()].copy_from_slice(piece);
                Ok(piece.len())
            }
        }
    }
}

#[test]
fn a_line_that_comes_slowly_is_heard_whole_and_time_is_told_meanwhile() {
    let pieces: Vec<&[u8]> = vec![b"", b"Retry", b"", b"-After \xc3", b"", b"\xa9\n", b"", b":q"];
    let input = std::io::BufReader::new(Slow(pieces));
    let mut pipe = Pipe::new(input, Vec::new(), 80);
    let screen = screens::typed();
    let mut heard = Vec::new();
    while let Some(input) = pipe.next(&screen, None).unwrap() {
        heard.push(input);
    }
    let answer = Input::Answer(Response::Text("Retry-After é".to_owned()));
    assert_eq!(heard, [Input::Tick, Input::Tick, Input::Tick, answer, Input::Tick]);
}

#[test]
fn the_end_of_input_ends_the_session() {
    assert_eq!(inputs(&screens::basic(), ""), []);
    // A last line without a line end counts.
    assert_eq!(inputs(&screens::basic(), ":quit"), [Input::Quit]);
}
