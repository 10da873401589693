//! The face itself: a screen becomes events, a line becomes an input.
//!
//! What is told follows from the screen alone: first what happened since the last one, then the
//! question, the answer or the end, where it is another than before. A line that is not understood,
//! or comes at the wrong time, is answered with an error and changes nothing.

use std::io::{self, BufRead, Write};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::model::Day;
use crate::session::screen::{Act, Body, Notice, Screen, Stage};
use crate::session::{Input, Prompter};
use crate::terminal::jsonl::command::{self, Command};
use crate::terminal::jsonl::event::{self, HiddenBy};
use crate::terminal::lines::{Begun, Heard};

/// A session in JSON lines.
pub struct JsonLines<R: BufRead, W: Write> {
    input: R,
    out: W,
    /// What was told last.
    told: Option<Body>,
    /// The study day told last.
    day: Day,
    /// An input that follows the one just returned.
    next: Option<Input>,
    line: Begun,
}

impl<R: BufRead, W: Write> JsonLines<R, W> {
    /// Makes the face and says hello.
    pub fn new(input: R, out: W, version: &str, day: Day, seed: u64) -> io::Result<Self> {
        let mut face =
            JsonLines { input, out, told: None, day, next: None, line: Begun::default() };
        face.tell(&event::hello(version, day, seed))?;
        face.out.flush()?;
        Ok(face)
    }

    fn tell(&mut self, event: &Value) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, event)?;
        self.out.write_all(b"\n")
    }

    /// Tells what happened; says whether the question has to be told again.
    fn happened(&mut self, notice: &Notice) -> io::Result<bool> {
        let (event, again) = match notice {
            Notice::Graded { card, grade, state } => {
                (Some(event::graded(card, *grade, state)), false)
            }
            Notice::Buried(card) => (Some(event::hidden(card, HiddenBy::Bury)), true),
            Notice::Suspended(card) => (Some(event::hidden(card, HiddenBy::Suspend)), true),
            Notice::Flagged(flagged) => (Some(event::flagged(*flagged)), true),
            Notice::Known { card, due } => {
                (Some(json!({ "event": "known", "card": card, "due": due })), true)
            }
            Notice::Undone { what } => (Some(event::undone(what)), true),
            Notice::Clock { now } => {
                let local = now.local().map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false));
                // On a new day everything is planned anew, even where the same card comes first.
                let again = std::mem::replace(&mut self.day, now.day) != now.day;
                (Some(event::clock(&local.unwrap_or_default(), now.day)), again)
            }
            Notice::Leech { card, lapses, suspended } => {
                let told = json!({
                    "event": "leech", "card": card, "lapses": lapses, "suspended": suspended,
                });
                (Some(told), false)
            }
            Notice::Stale => {
                let message = "answered in another window";
                (Some(json!({ "event": "stale", "message": message })), true)
            }
            Notice::NothingToUndo => (Some(event::error("there is nothing to undo")), false),
            Notice::Rejected(why) => (Some(event::error(why)), false),
            Notice::Broken(text) | Notice::Message(text) => {
                (Some(json!({ "event": "notice", "message": text })), false)
            }
            Notice::Edited => (None, true),
        };
        if let Some(event) = event {
            self.tell(&event)?;
        }
        Ok(again)
    }

    fn body(&mut self, screen: &Screen) -> io::Result<()> {
        match (&screen.body, &screen.head) {
            (Body::Card(view), Some(head)) => match (&view.revealed, view.stage) {
                (Some(revealed), Stage::Revealed { .. }) => self.tell(&event::answer(revealed)),
                _ => self.tell(&event::question(view, head)),
            },
            (Body::Done(summary), _) => self.tell(&event::done(summary)),
            _ => Ok(()),
        }
    }

    /// Reads what a line asks for, if it can be done now.
    fn understand(&self, line: &str, screen: &Screen) -> Result<(Option<u32>, Input), String> {
        match command::parse(line).map_err(|error| error.to_string())? {
            Command::Clock { now } => {
                let now = DateTime::parse_from_rfc3339(&now)
                    .map_err(|error| format!("`now` is no RFC 3339 time: {error}"))?;
                Ok((None, Input::Clock(now)))
            }
            Command::Do { input, took_ms } => {
                if can(&input, &screen.acts) {
                    Ok((took_ms, input))
                } else {
                    Err(untimely(&input, screen))
                }
            }
        }
    }
}

/// Says whether an input means something on a screen with these acts.
fn can(input: &Input, acts: &[Act]) -> bool {
    let has = |act: Act| acts.contains(&act);
    match input {
        Input::Reveal | Input::Answer(_) => has(Act::Reveal),
        Input::Know => has(Act::Know),
        Input::Grade(grade) => has(Act::Grade(*grade)),
        Input::Bury => has(Act::Bury),
        Input::Suspend => has(Act::Suspend),
        Input::Flag => has(Act::Flag),
        _ => true,
    }
}

fn untimely(input: &Input, screen: &Screen) -> String {
    let card = matches!(screen.body, Body::Card(_));
    let why = match input {
        Input::Grade(_) if card => "reveal or answer the card first",
        Input::Reveal | Input::Answer(_) if card => "the answer shows already: grade it",
        Input::Know if card => "only a new card that is not revealed can be known already",
        _ => "no card is open: undo, move the clock, or quit",
    };
    why.to_owned()
}

impl<R: BufRead, W: Write> Prompter for JsonLines<R, W> {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        let mut again = false;
        for notice in &screen.notices {
            again |= self.happened(notice)?;
        }
        if again || self.told.as_ref() != Some(&screen.body) {
            self.body(screen)?;
            self.told = Some(screen.body.clone());
        }
        self.out.flush()
    }

    fn next(&mut self, screen: &Screen, _patience: Option<Duration>) -> io::Result<Option<Input>> {
        if let Some(input) = self.next.take() {
            return Ok(Some(input));
        }
        loop {
            let line = match self.line.read(&mut self.input)? {
                Heard::Line(line) => line,
                Heard::End => return Ok(None),
                Heard::Nothing => return Ok(Some(Input::Tick)),
            };
            if line.trim().is_empty() {
                continue;
            }
            match self.understand(&line, screen) {
                Ok((None, input)) => return Ok(Some(input)),
                Ok((Some(ms), input @ Input::Grade(_))) => {
                    self.next = Some(input);
                    return Ok(Some(Input::Took(ms)));
                }
                Ok((Some(_), input)) => return Ok(Some(input)),
                Err(why) => {
                    self.tell(&event::error(&why))?;
                    self.out.flush()?;
                }
            }
        }
    }

    fn page(&mut self, _title: &str, _markdown: &str) -> io::Result<()> {
        Ok(())
    }
}
