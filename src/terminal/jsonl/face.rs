//! The face itself: a screen becomes events, a line becomes an input.
//!
//! What is told follows from the screen alone: first what happened since the last one, then the
//! question, the answer or the end, where it is another than before. A line that is not understood,
//! or comes at the wrong time, is answered with an error and changes nothing.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::model::{Day, Response};
use crate::session::interview::screen::Deed;
use crate::session::screen::{Act, Body, Notice, Screen, Stage};
use crate::session::{Input, Prompter};
use crate::terminal::jsonl::command::{self, Command};
use crate::terminal::jsonl::event::{self, HiddenBy};
use crate::terminal::jsonl::{interview, quiz};
use crate::terminal::lines::{Begun, GARBLED, Heard};

/// A session in JSON lines.
pub struct JsonLines<R: BufRead, W: Write> {
    input: R,
    out: W,
    /// What was told last.
    told: Option<Body>,
    /// The study day told last.
    day: Day,
    /// Inputs that follow the one just returned.
    next: VecDeque<Input>,
    line: Begun,
}

impl<R: BufRead, W: Write> JsonLines<R, W> {
    /// Makes the face and says hello.
    pub fn new(input: R, out: W, version: &str, day: Day, seed: u64) -> io::Result<Self> {
        let mut face = JsonLines {
            input,
            out,
            told: None,
            day,
            next: VecDeque::new(),
            line: Begun::default(),
        };
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
            Notice::Answered(card) => (Some(quiz::answered(card)), false),
            Notice::Placed { cards } => (Some(json!({ "event": "placed", "cards": cards })), true),
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
            (Body::Interview(view), _) => {
                let before = match &self.told {
                    Some(Body::Interview(before)) => Some(&**before),
                    _ => None,
                };
                let events = interview::events(before, view, &screen.timers);
                events.iter().try_for_each(|event| self.tell(event))
            }
            (Body::Card(view), Some(head)) => match (&view.revealed, view.stage) {
                (Some(revealed), Stage::Revealed { .. }) => self.tell(&event::answer(revealed)),
                // Where it was said along with the answer, nobody is asked.
                _ if view.given.is_some() && !self.next.is_empty() => Ok(()),
                _ if view.given.is_some() => self.tell(&quiz::how_sure(&view.card)),
                _ if head.count.is_some() => self.tell(&quiz::question(view, head, &screen.timers)),
                _ => self.tell(&event::question(view, head)),
            },
            (Body::Done(summary), _) => self.tell(&event::done(summary)),
            (Body::QuizEnd(end), _) => self.tell(&quiz::report_event(end)),
            (Body::Offers(offers), _) => self.tell(&quiz::offers(offers)),
            _ => Ok(()),
        }
    }

    /// Reads what a line asks for, if it can be done now.
    fn understand(&self, line: &str, screen: &Screen) -> Result<Vec<Input>, String> {
        match command::parse(line).map_err(|error| error.to_string())? {
            Command::Clock { now } => {
                let now = DateTime::parse_from_rfc3339(&now)
                    .map_err(|error| format!("`now` is no RFC 3339 time: {error}"))?;
                Ok(vec![Input::Clock(now)])
            }
            Command::Do { input, .. } if !can(&input, &screen.acts) => {
                Err(untimely(&input, screen))
            }
            Command::Do { input, took_ms, sure } => {
                let is_quiz = screen.acts.contains(&Act::Pass);
                if sure.is_some() && !is_quiz {
                    return Err("`sure` belongs to a quiz".to_owned());
                }
                // With anything else the time is taken for nothing.
                let is_timed = is_quiz || matches!(input, Input::Grade(_));
                let took = took_ms.filter(|_| is_timed).map(Input::Took);
                Ok(took.into_iter().chain([input]).chain(sure.map(Input::Sure)).collect())
            }
        }
    }
}

/// Says whether an input means something on a screen with these acts.
fn can(input: &Input, acts: &[Act]) -> bool {
    let has = |act: Act| acts.contains(&act);
    match input {
        Input::Interview(step) => has(Act::Interview(interview::deed(step))),
        Input::Answer(Response::Text(_)) if has(Act::Interview(Deed::Note)) => true,
        Input::Reveal | Input::Answer(_) => has(Act::Reveal) || has(Act::Pass),
        Input::Sure(sure) => has(Act::Sure(*sure)),
        Input::Continue => has(Act::Continue),
        Input::Toggle(_) => has(Act::Toggle),
        Input::Skip => has(Act::Skip),
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
    if let Body::Interview(view) = &screen.body {
        return interview::untimely(view);
    }
    let why = match input {
        Input::Interview(_) => "this is no interview",
        Input::Grade(_) if card => "reveal or answer the card first",
        Input::Reveal | Input::Answer(_) if card => "the answer shows already: grade it",
        Input::Sure(_) => "there is no answer to be sure of",
        Input::Continue => "there is nothing to go on to: answer first",
        Input::Toggle(_) | Input::Skip => "no sections are offered",
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
        if let Some(input) = self.next.pop_front() {
            // What follows an answer that was not taken is not meant any more.
            if can(&input, &screen.acts) {
                return Ok(Some(input));
            }
            self.next.clear();
        }
        loop {
            let line = match self.line.read(&mut self.input)? {
                Heard::Line(line) => line,
                Heard::Garbled => {
                    self.tell(&event::error(GARBLED))?;
                    self.out.flush()?;
                    continue;
                }
                Heard::End => return Ok(None),
                Heard::Nothing => return Ok(Some(Input::Tick)),
            };
            if line.trim().is_empty() {
                continue;
            }
            match self.understand(&line, screen) {
                Ok(inputs) => {
                    self.next = inputs.into();
                    if let Some(input) = self.next.pop_front() {
                        return Ok(Some(input));
                    }
                }
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
