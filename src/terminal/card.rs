//! A card: its question, what the person is answering, and what the reveal brings.

use crate::cards::note::Translation;
use crate::cards::{Kind, Question};
use crate::model::Response;
use crate::session::screen::{CardView, SourceLine, Stage};
use crate::terminal::answer;
use crate::terminal::bidi::{direction_of, has_rtl};
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::flow::{flow, words};
use crate::terminal::markdown::render_item;
use crate::terminal::text::{Direction, Label, Line, Span, width};
use crate::terminal::wrap::wrap;

/// A card in the pieces a face can show one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// What is asked.
    pub(crate) question: Vec<Line>,
    /// What was answered and is not judged yet, and the question how sure one is.
    pub(crate) given: Vec<Line>,
    /// What the reveal shows, part by part, as far as it shows.
    pub(crate) parts: Vec<Vec<Line>>,
    /// The remark and the sources, once everything shows.
    pub(crate) after: Vec<Line>,
}

/// Draws a card into the middle.
pub(crate) fn body(view: &CardView, draft: &Draft, pen: &Pen<'_>, drawing: &mut Drawing) {
    let pieces = pieces(view, pen);
    let mut lines = pieces.question;
    if !pieces.given.is_empty() {
        lines.push(Line::empty());
        lines.extend(pieces.given);
    } else if view.revealed.is_none() || matches!(view.stage, Stage::Asked) {
        response(view, draft, pen, &mut lines, drawing);
    }
    for (index, part) in pieces.parts.into_iter().enumerate() {
        lines.push(Line::empty());
        // The newest part is what one wants to read now.
        drawing.answer_at = Some(lines.len());
        if index == 0 {
            lines.push(Line::of(&pen.look.signs().rule.repeat(pen.look.measure()), Label::Dim));
            lines.push(Line::empty());
        }
        lines.extend(part);
    }
    if !pieces.after.is_empty() {
        lines.push(Line::empty());
        lines.extend(pieces.after);
    }
    drawing.body = lines;
}

/// Splits a card into its pieces.
pub(crate) fn pieces(view: &CardView, pen: &Pen<'_>) -> Pieces {
    let direction = direction_of(&view.lang);
    let given = view.given.as_ref().map(|given| given_lines(given, pen)).unwrap_or_default();
    let question = question(view, pen, direction);
    let mut pieces = Pieces { question, given, ..Pieces::default() };
    let (Some(shown), Stage::Revealed { parts }) = (&view.revealed, view.stage) else {
        return pieces;
    };
    pieces.parts = answer::parts(shown, pen, direction);
    let all = pieces.parts.len();
    let visible = if view.kind == Kind::Scenario { usize::from(parts.max(1)) } else { all };
    pieces.parts.truncate(visible);
    if let (Some(gist), Some(first)) = (&shown.gist, pieces.parts.first_mut()) {
        let mut lines = gist_lines(gist, pen, direction);
        lines.push(Line::empty());
        lines.append(first);
        *first = lines;
    }
    if visible >= all {
        pieces.after = after(shown.more.as_deref(), &shown.sources, pen, direction);
    }
    pieces
}

/// Draws an answer that is not judged yet.
fn given_lines(given: &Response, pen: &Pen<'_>) -> Vec<Line> {
    let (says, what) = match given {
        Response::Choice(picked) => ("You chose ", (picked + 1).to_string()),
        Response::Order(order) => {
            let numbers: Vec<String> = order.iter().map(|item| (item + 1).to_string()).collect();
            ("Your order: ", numbers.join(" "))
        }
        Response::Text(text) => ("You typed: ", text.clone()),
    };
    let spans = [Span::new(says, Label::Dim), Span::new(&what, Label::Typed)];
    let mut lines: Vec<Line> =
        wrap(&spans, pen.look.measure()).into_iter().map(Line::new).collect();
    lines.extend([Line::empty(), Line::of("How sure are you?", Label::Strong)]);
    lines
}

fn gist_lines(gist: &str, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let setting = pen.setting(direction).labelled(Label::Answer);
    let mark = Span::new(&format!("{} ", pen.look.signs().mark), Label::Answer);
    render_item(gist, &setting, &[mark])
}

fn after(
    more: Option<&str>,
    sources: &[SourceLine],
    pen: &Pen<'_>,
    direction: Direction,
) -> Vec<Line> {
    let mut lines = more.map(|more| pen.markdown(more, direction)).unwrap_or_default();
    if !sources.is_empty() {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        let all = cited(sources);
        let name = if all.len() == 1 { "Source" } else { "Sources" };
        let text = format!("{name}: {}", all.join("; "));
        lines.extend(flow(words(&text, Label::Dim), pen.look.measure()));
    }
    lines
}

/// Names each source once, with all the places in it: `RFC 9110, 9.2.2, 15.4`.
fn cited(sources: &[SourceLine]) -> Vec<String> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for line in sources {
        let source = line.citation.source.as_str();
        let place = line.citation.place.as_ref().map(|place| format!(", {place}"));
        let place = place.unwrap_or_default();
        match all.iter_mut().find(|(known, _)| *known == source) {
            Some((_, text)) => text.push_str(&place),
            None => {
                let name = line.title.as_deref().unwrap_or(source);
                all.push((source, format!("{name}{place}")));
            }
        }
    }
    all.into_iter().map(|(_, text)| text).collect()
}

fn question(view: &CardView, pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let mut lines = Vec::new();
    for remark in remarks(view) {
        lines.extend(flow(words(remark, Label::Notice), pen.look.measure()));
        lines.push(Line::empty());
    }
    match &view.question {
        Question::Plain { front } | Question::Typed { front } => {
            lines.extend(pen.markdown(front, direction));
        }
        Question::Cloze { text, .. } => lines.extend(pen.markdown(text, direction)),
        Question::Mcq { front, options, .. } => {
            lines.extend(pen.markdown(front, direction));
            if view.stage == Stage::Asked {
                lines.push(Line::empty());
                lines.extend(numbered(options, pen, direction));
            }
        }
        Question::Order { front, items, .. } => {
            lines.extend(pen.markdown(front, direction));
            if view.stage == Stage::Asked {
                lines.push(Line::empty());
                lines.extend(numbered(items, pen, direction));
            }
        }
        Question::Scenario { setup, ask } => {
            lines.extend(pen.markdown(setup, direction));
            lines.push(Line::empty());
            lines.extend(pen.markdown(ask, direction));
        }
        Question::Interview { prompt, minutes } => {
            lines.push(Line::of(&format!("Interview prompt, {minutes} min"), Label::Dim));
            lines.push(Line::empty());
            lines.extend(pen.markdown(prompt, direction));
        }
    }
    lines
}

/// What should be known about the text before it is read.
fn remarks(view: &CardView) -> Vec<&'static str> {
    let mut remarks = Vec::new();
    if view.corrected {
        remarks.push("Corrected since you last saw it.");
    }
    match view.translation {
        Translation::Stale => remarks.push("Translated from an earlier wording."),
        Translation::Missing => remarks.push("Not translated yet."),
        Translation::Source | Translation::Current => {}
    }
    remarks
}

/// Draws texts with their numbers, from 1.
fn numbered(texts: &[String], pen: &Pen<'_>, direction: Direction) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let marker = Span::new(&format!("{}. ", index + 1), Label::Key);
        lines.extend(render_item(text, &pen.setting(direction), &[marker]));
    }
    lines
}

/// Draws what the person has typed or sorted so far.
fn response(
    view: &CardView,
    draft: &Draft,
    pen: &Pen<'_>,
    lines: &mut Vec<Line>,
    drawing: &mut Drawing,
) {
    let mark = format!("{} ", pen.look.signs().mark);
    if draft.is_typing || !draft.field.text().is_empty() {
        lines.push(Line::empty());
        let (line, column) = field_line(draft, &mark, pen);
        if draft.is_typing {
            drawing.cursor = Some((lines.len(), pen.look.margin() + column));
        }
        lines.push(line);
    }
    if let (Question::Order { items, .. }, false) = (&view.question, draft.sorted.is_empty()) {
        let mut line = Line::of(&mark, Label::Key);
        for place in 0..items.len() {
            let number = draft.sorted.get(place).map_or("_".to_owned(), |i| (i + 1).to_string());
            line.push(&format!("{number} "), Label::Typed);
        }
        lines.push(Line::empty());
        lines.push(line);
    }
}

/// Draws the typed text; returns the column of the cursor as well. A text too long for the line
/// shows the part around the cursor.
pub(crate) fn field_line(draft: &Draft, mark: &str, pen: &Pen<'_>) -> (Line, usize) {
    let (before, rest) = draft.field.halves();
    let room = pen.look.measure().saturating_sub(width(mark) + 1).max(1);
    let mut shown = before;
    while width(shown) > room {
        let first = shown.chars().next().map_or(0, char::len_utf8);
        shown = &shown[first..];
    }
    let left = room.saturating_sub(width(shown));
    let tail = crate::terminal::text::cut(rest, left, "");
    let mut line = Line::of(mark, Label::Key);
    line.push(&format!("{shown}{tail}"), Label::Typed);
    // Text that runs from right to left grows to the left of its end.
    let column =
        if has_rtl(shown) { width(mark) + width(&tail) } else { width(mark) + width(shown) };
    (line, column)
}
