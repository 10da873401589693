//! What shows while the person answers: the prompt, its phase, evidence, notes; then follow-ups.

use crate::model::Round;
use crate::session::interview::draw::Remark;
use crate::session::interview::history::Terms;
use crate::session::interview::screen::{Answering, EvidenceView, InterviewView, Stage};
use crate::terminal::answer::{below, signed};
use crate::terminal::bidi::direction_of;
use crate::terminal::card::field_line;
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::flow::{flow, words};
use crate::terminal::markdown::render;
use crate::terminal::text::{Direction, Label, Line, Span};
use crate::terminal::words::{clock, count};
use crate::terminal::wrap::wrap;

/// Draws what is to come.
pub(super) fn opening(
    terms: &Terms,
    remarks: &[Remark],
    recorder: Option<&str>,
    pen: &Pen<'_>,
) -> Vec<Line> {
    let measure = pen.look.measure();
    let mut lines = pen.title("Mock interview", Direction::Ltr);
    lines.push(Line::empty());
    let mut say = |text: &str, label| {
        lines.extend(flow(words(text, label), measure));
        lines.push(Line::empty());
    };
    say(&format!("{}.", what(terms)), Label::Plain);
    for remark in remarks {
        say(&remark_text(remark), Label::Notice);
    }
    let how = "Answer aloud, as you would to a person, or take notes. Nothing of the rubric shows \
               before you have answered; then you tick what was heard. Each prompt is saved as \
               soon as it is rated.";
    say(how, Label::Plain);
    if let Some(recorder) = recorder {
        say(&format!("Your answers are recorded by: {recorder}"), Label::Plain);
    }
    lines.pop();
    lines
}

/// Says what an interview is to be: "Screening round, mid level, 8 prompts, 24 min".
pub fn what(terms: &Terms) -> String {
    let round = match terms.round {
        Round::Mixed => "Mixed round",
        Round::Screen => "Screening round",
        Round::Deep => "Deep round",
        Round::Debug => "Debug round",
        Round::Design => "Design round",
    };
    let prompts = count(terms.planned, "prompt");
    format!("{round}, {} level, {prompts}, {} min", terms.level.name(), terms.planned_min)
}

/// Says what a person should know about the choice of prompts.
pub fn remark_text(remark: &Remark) -> String {
    match remark {
        Remark::Fewer { found, wanted } => {
            format!("There are only {found} of the {wanted} prompts that this round has.")
        }
        Remark::Short { found, wanted } => {
            format!("There are prompts for {found} of {wanted} minutes.")
        }
        Remark::OtherLevels => {
            "No prompt is of a topic for this level; these are of others.".to_owned()
        }
        Remark::NoEvidence => {
            "No prompt hands out evidence; this one tells a symptom and nothing else.".to_owned()
        }
    }
}

/// Draws the prompt.
pub(super) fn answering(
    view: &InterviewView,
    answering: &Answering,
    draft: &Draft,
    pen: &Pen<'_>,
    drawing: &mut Drawing,
) {
    let direction = direction(view);
    let mut lines = Vec::new();
    if let Some(phase) = &answering.phase {
        let text = format!("Phase {} of {}: {}", phase.number, phase.of, phase.name);
        lines.extend(pen.title(&text, direction));
        lines.push(Line::empty());
    }
    lines.extend(pen.markdown(&answering.prompt, direction));
    if !answering.evidence.is_empty() {
        lines.push(Line::empty());
        lines.extend(pen.title("What you can ask for", Direction::Ltr));
        for (place, piece) in answering.evidence.iter().enumerate() {
            evidence(place, piece, pen, direction, &mut lines);
        }
    }
    let mut facts = Vec::new();
    if let Some(ms) = answering.structure_ms {
        facts.push(format!("Outline after {}.", clock(ms)));
    }
    if answering.is_heard {
        facts.push("Recording.".to_owned());
    }
    if !facts.is_empty() {
        lines.push(Line::empty());
        lines.extend(flow(words(&facts.join(" "), Label::Dim), pen.look.measure()));
    }
    notes(&answering.notes, draft, pen, &mut lines, drawing);
    drawing.body = lines;
}

fn evidence(
    place: usize,
    piece: &EvidenceView,
    pen: &Pen<'_>,
    direction: Direction,
    lines: &mut Vec<Line>,
) {
    lines.extend(signed(&format!("{}.", place + 1), Label::Key, &piece.ask, pen, direction));
    if let Some(shows) = &piece.shows {
        lines.extend(below(3, shows, pen, direction));
    }
}

/// Draws a follow-up below its prompt.
pub(super) fn probing(view: &InterviewView, draft: &Draft, pen: &Pen<'_>, drawing: &mut Drawing) {
    let Stage::Probing { prompt, ask, number, of, is_probe, notes: written, is_heard } =
        &view.stage
    else {
        return;
    };
    let direction = direction(view);
    let mut lines = render(prompt, &pen.setting(direction).labelled(Label::Dim));
    lines.push(Line::empty());
    drawing.answer_at = Some(lines.len());
    lines.extend(pen.title(&format!("Follow-up {number} of {of}"), Direction::Ltr));
    lines.push(Line::empty());
    lines.extend(pen.markdown(ask, direction));
    if *is_probe {
        lines.push(Line::empty());
        let hint = "Answer it, or say that your answer had it already.";
        lines.extend(flow(words(hint, Label::Hint), pen.look.measure()));
    }
    if *is_heard {
        lines.push(Line::empty());
        lines.push(Line::of("Recording.", Label::Dim));
    }
    notes(written, draft, pen, &mut lines, drawing);
    drawing.body = lines;
}

/// Draws what was written down, and the line that is being written.
fn notes(
    written: &str,
    draft: &Draft,
    pen: &Pen<'_>,
    lines: &mut Vec<Line>,
    drawing: &mut Drawing,
) {
    if !written.is_empty() {
        lines.push(Line::empty());
        lines.extend(pen.title("Notes", Direction::Ltr));
        lines.extend(own_words(written, pen));
    }
    if draft.is_typing || !draft.field.text().is_empty() {
        lines.push(Line::empty());
        let mark = format!("{} ", pen.look.signs().mark);
        let (line, column) = field_line(draft, &mark, pen);
        if draft.is_typing {
            drawing.cursor = Some((lines.len(), pen.look.margin() + column));
        }
        lines.push(line);
    }
}

/// Draws what a person wrote or said: to the letter, it is no Markdown.
pub(super) fn own_words(text: &str, pen: &Pen<'_>) -> Vec<Line> {
    let spans = |line| vec![Span::plain(line)];
    let lines = text.lines().flat_map(|line| wrap(&spans(line), pen.look.measure()));
    lines.map(Line::new).collect()
}

/// The direction of the text of the prompt on the screen.
pub(super) fn direction(view: &InterviewView) -> Direction {
    view.prompt.as_ref().map_or(Direction::Ltr, |prompt| direction_of(&prompt.lang))
}
