//! The face for pipes and screen readers: lines in, lines out.
//!
//! Nothing is drawn over, nothing is said by place or colour, and every screen ends with what can be
//! typed now. A reveal adds the answer below the question. The end of input ends the session.

use std::io::{self, BufRead, Write};
use std::time::Duration;

use crate::cards::Question;
use crate::model::{CardId, Grade, Response};
use crate::session::interview::screen::{Deed, InterviewView};
use crate::session::screen::{Act, Body, CardView, Head, Screen, Timer};
use crate::session::{Input, Prompter};
use crate::terminal::card;
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Pen, direction_of_text, draw, notice, without_title};
use crate::terminal::flow::{Item, flow};
use crate::terminal::interview;
use crate::terminal::key::Key;
use crate::terminal::keys::{Hint, Meaning, ascii_digit, hints, input_for, meaning};
use crate::terminal::lines::{Begun, GARBLED, Heard};
use crate::terminal::look::Look;
use crate::terminal::opening;
use crate::terminal::text::{Line, Span};
use crate::terminal::wrap::wrap;

/// A session in lines.
pub struct Pipe<R: BufRead, W: Write> {
    input: R,
    out: W,
    look: Look,
    /// The card printed last, how often a card had been answered then, and how many of its parts
    /// were printed.
    printed: Option<(CardId, u32, usize)>,
    line: Begun,
    /// The screen of an interview that was printed last.
    interview: Option<Box<InterviewView>>,
}

impl<R: BufRead, W: Write> Pipe<R, W> {
    /// Makes the face; text is wrapped at `width` columns, code never.
    pub fn new(input: R, out: W, width: usize) -> Self {
        Pipe {
            input,
            out,
            look: Look::plain(width),
            printed: None,
            line: Begun::default(),
            interview: None,
        }
    }

    /// Returns what was written, for tests.
    pub fn output(&self) -> &W {
        &self.out
    }

    fn print(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            writeln!(self.out, "{}", line.text().trim_end())?;
        }
        Ok(())
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let lines = wrap(&[Span::plain(text)], self.look.room());
        for line in lines {
            self.print(&[Line::new(line)])?;
        }
        Ok(())
    }

    fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    fn print_card(&mut self, view: &CardView, head: Option<&Head>) -> io::Result<()> {
        let look = self.look;
        let pen = Pen { look: &look, highlighter: None };
        let pieces = card::pieces(view, &pen);
        let done = head.map_or(0, |head| head.done);
        let before = match &self.printed {
            Some((card, at, parts)) if *card == view.card && *at == done => Some(*parts),
            _ => None,
        };
        let is_given = !pieces.given.is_empty();
        let known = before.filter(|parts| is_given || *parts < pieces.parts.len());
        let mut blocks: Vec<&[Line]> = Vec::new();
        if known.is_none() {
            if let Some(head) = head {
                self.say(&about(head))?;
                self.blank()?;
            }
            blocks.push(&pieces.question);
        }
        blocks.extend(is_given.then_some(pieces.given.as_slice()));
        blocks.extend(pieces.parts.iter().skip(known.unwrap_or(0)).map(Vec::as_slice));
        blocks.extend((!pieces.after.is_empty()).then_some(pieces.after.as_slice()));
        for (index, block) in blocks.into_iter().enumerate() {
            if index > 0 {
                self.blank()?;
            }
            self.print(block)?;
        }
        self.printed = Some((view.card.clone(), done, pieces.parts.len()));
        Ok(())
    }
}

impl<R: BufRead, W: Write> Pipe<R, W> {
    /// Prints what is new of an interview.
    fn print_interview(&mut self, view: &InterviewView, timers: &[Timer]) -> io::Result<()> {
        let look = self.look;
        let pen = Pen { look: &look, highlighter: None };
        let lines = interview::plain::lines(self.interview.as_deref(), view, timers, &pen);
        self.interview = Some(Box::new(view.clone()));
        self.print(&lines)
    }
}

impl<R: BufRead, W: Write> Prompter for Pipe<R, W> {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        self.blank()?;
        for text in screen.notices.iter().filter_map(notice) {
            self.say(&text)?;
        }
        match &screen.body {
            Body::Card(view) => self.print_card(view, screen.head.as_ref())?,
            Body::Interview(view) => self.print_interview(view, &screen.timers)?,
            Body::TopicSummary { .. } | Body::Done(_) | Body::QuizEnd(_) | Body::Offers(_) => {
                let look = self.look;
                self.print(&draw(screen, &Draft::default(), &look, None).body)?;
            }
            other => self.say(&opening::text(other))?,
        }
        self.blank()?;
        let parts = offer(screen).into_iter();
        let parts = parts.map(|part| Item::new("; ", vec![Span::plain(&part)]));
        self.print(&flow(parts.collect(), self.look.room()))?;
        self.out.flush()
    }

    fn next(&mut self, screen: &Screen, _patience: Option<Duration>) -> io::Result<Option<Input>> {
        loop {
            let line = match self.line.read(&mut self.input)? {
                Heard::Line(line) => line,
                Heard::Garbled => {
                    self.say(GARBLED)?;
                    self.out.flush()?;
                    continue;
                }
                Heard::End => return Ok(None),
                Heard::Nothing => return Ok(Some(Input::Tick)),
            };
            match parse(screen, &line) {
                Ok(Some(input)) => return Ok(Some(input)),
                Ok(None) => {
                    for text in help(screen) {
                        self.say(&text)?;
                    }
                }
                Err(message) => self.say(&message)?,
            }
            self.out.flush()?;
        }
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        self.say(question)?;
        self.say("[y] yes; anything else: no")?;
        self.out.flush()?;
        let answer = self.line.read(&mut self.input)?;
        Ok(matches!(answer, Heard::Line(line) if matches!(line.trim(), "y" | "Y" | "yes")))
    }

    fn page(&mut self, title: &str, markdown: &str) -> io::Result<()> {
        let look = self.look;
        let pen = Pen { look: &look, highlighter: None };
        let text = without_title(title, markdown);
        let lines = pen.markdown(text, direction_of_text(text));
        self.say(title)?;
        self.blank()?;
        self.print(&lines)?;
        self.out.flush()
    }
}

/// The quiet line, as a sentence.
fn about(head: &Head) -> String {
    let mut parts = vec![head.topic.clone()];
    parts.extend(head.facet.map(|facet| facet.name().to_owned()));
    parts.extend(head.is_new.then(|| "new".to_owned()));
    parts.extend(head.drill.then(|| "again today".to_owned()));
    parts.extend(head.flagged.then(|| "flagged".to_owned()));
    let about = parts.join(", ");
    match head.count {
        Some((number, of)) => format!("{number} of {of}. {about}."),
        None => format!("{about}. {} left.", head.left.total()),
    }
}

/// What can be typed now: what one usually does next, and where to find the rest.
fn offer(screen: &Screen) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    if screen.acts.contains(&Act::Type) {
        parts.push("type the answer".to_owned());
    }
    if screen.acts.contains(&Act::Interview(Deed::Note)) {
        parts.push("type notes".to_owned());
    }
    for hint in hints(screen).iter().filter(|hint| hint.is_main) {
        parts.push(match hint.act {
            Act::Grade(_) => format!("{} {}", hint.key, hint.label),
            Act::Sort => format!("[{}] in order, as in 2 1 3", hint.key),
            Act::Sure(_) => format!("{} {}", hint.key, hint.label),
            _ => format!("[{}] {}", name(hint), hint.label),
        });
    }
    parts.push("[:help] more".to_owned());
    parts
}

/// What to type for a key: keys that are no characters are the empty line.
fn name(hint: &Hint) -> &str {
    match (hint.key.as_str(), hint.command) {
        ("Space" | "Enter", _) => "Enter",
        (key, "") => key,
        (_, command) => command,
    }
}

fn help(screen: &Screen) -> Vec<String> {
    let note = Act::Interview(Deed::Note);
    let keys = hints(screen).into_iter().filter(|hint| hint.act != note);
    let mut lines: Vec<String> =
        keys.map(|hint| format!("{}: {}", name(&hint), hint.help)).collect();
    if screen.acts.contains(&Act::Type) {
        lines.insert(0, "any text: Answer with it".to_owned());
    }
    if screen.acts.contains(&note) {
        lines.insert(0, "any text: Note it down".to_owned());
    }
    lines
}

/// Reads a line: an input, `None` for the help, or what is wrong with it.
fn parse(screen: &Screen, line: &str) -> Result<Option<Input>, String> {
    let acts = &screen.acts;
    let text = line.trim();
    if text.is_empty() {
        return empty_line(acts).map(Some);
    }
    let command = text.strip_prefix(':');
    if command.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return run_command(screen, text);
    }
    if let Some(input) = interview::plain::parse(screen, text) {
        return Ok(Some(input));
    }
    if acts.contains(&Act::Type) {
        return Ok(Some(Input::Answer(Response::Text(text.to_owned()))));
    }
    let text: String = text.chars().map(ascii_digit).collect();
    let card = match &screen.body {
        Body::Card(card) => Some(&card.question),
        _ => None,
    };
    match card {
        Some(Question::Mcq { options, .. })
            if acts.contains(&Act::Pick) && text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            return choice(&text, options.len()).map(Some);
        }
        Some(Question::Order { items, .. })
            if acts.contains(&Act::Sort) && text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            return order(&text, items.len()).map(Some);
        }
        _ => {}
    }
    if let (Body::Offers(offers), Ok(number)) = (&screen.body, text.parse::<usize>()) {
        let is_known = (1..=offers.len()).contains(&number);
        return match is_known {
            true => Ok(Some(Input::Toggle(number - 1))),
            false => Err(format!("`{text}` is not among 1 to {}", offers.len())),
        };
    }
    if let Ok(grade) = text.parse::<Grade>()
        && acts.contains(&Act::Grade(grade))
    {
        return Ok(Some(Input::Grade(grade)));
    }
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        match meaning(acts, &Key::Char(c)) {
            Some(Meaning::Act(act)) if input_for(act).is_some() => return Ok(input_for(act)),
            Some(Meaning::Help) => return Ok(None),
            _ => {}
        }
    }
    Err(format!("`{text}` means nothing here; {}", offer(screen).join("; ")))
}

/// What an empty line does: what Space or Enter would.
fn empty_line(acts: &[Act]) -> Result<Input, String> {
    let keys = [Key::Enter, Key::Char(' ')];
    let found = keys.iter().find_map(|key| match meaning(acts, key) {
        Some(Meaning::Act(act)) => input_for(act),
        _ => None,
    });
    found.ok_or_else(|| {
        let is_graded = acts.iter().any(|act| matches!(act, Act::Grade(_)));
        let what = if is_graded { "grade with 1 to 4" } else { "type one of what is offered" };
        format!("an empty line does nothing here: {what}, or :help")
    })
}

fn run_command(screen: &Screen, text: &str) -> Result<Option<Input>, String> {
    if text == ":help" {
        return Ok(None);
    }
    let found = hints(screen).into_iter().find(|hint| hint.command == text);
    found.and_then(|hint| input_for(hint.act)).map(Some).ok_or_else(|| {
        let all: Vec<&str> =
            hints(screen).iter().map(|hint| hint.command).filter(|name| !name.is_empty()).collect();
        format!("`{text}` does nothing here: use {} or :help", all.join(", "))
    })
}

fn choice(text: &str, most: usize) -> Result<Input, String> {
    match text.parse::<usize>() {
        Ok(number) if (1..=most).contains(&number) => {
            Ok(Input::Answer(Response::Choice(number - 1)))
        }
        _ => Err(format!("`{text}` is not among 1 to {most}")),
    }
}

/// Reads an order: `2 1 3`, `2,1,3` or, up to nine items, `213`.
fn order(text: &str, most: usize) -> Result<Input, String> {
    let words: Vec<String> = if text.len() == most && most <= 9 {
        text.chars().map(String::from).collect()
    } else {
        text.split([' ', ',', '\t']).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut places = Vec::new();
    for word in &words {
        match word.parse::<usize>() {
            Ok(number) if (1..=most).contains(&number) && !places.contains(&(number - 1)) => {
                places.push(number - 1);
            }
            _ => return Err(format!("`{word}` is not one of 1 to {most}, each once")),
        }
    }
    if places.len() == most {
        Ok(Input::Answer(Response::Order(places)))
    } else {
        Err(format!("name each of the {most} items once, as in 2 1 3"))
    }
}
