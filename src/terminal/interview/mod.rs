//! An interview on the screen: the prompt and its time, the rubric, the report.

mod answer;
mod head;
pub(in crate::terminal) mod keys;
pub(in crate::terminal) mod plain;
mod rate;
pub mod report;

pub use answer::remark_text;
pub(in crate::terminal) use head::head;

use crate::session::interview::screen::{InterviewView, Stage};
use crate::terminal::draft::Draft;
use crate::terminal::draw::{Drawing, Pen};
use crate::terminal::text::Line;

/// Where an interview is: on another place, what was begun to be typed is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::terminal) struct Place {
    number: u32,
    stage: std::mem::Discriminant<Stage>,
    /// What changes within a stage: the phase, the follow-up, the point, notes, evidence.
    detail: (u32, usize, usize),
}

impl Place {
    /// Returns where an interview is.
    pub(in crate::terminal) fn of(view: &InterviewView) -> Place {
        let detail = match &view.stage {
            Stage::Answering(answering) => {
                let phase = answering.phase.as_ref().map_or(0, |phase| phase.number);
                let handed = answering.evidence.iter().filter(|piece| piece.shows.is_some());
                (phase, answering.notes.len(), handed.count())
            }
            Stage::Probing { number, notes, .. } => (*number, notes.len(), 0),
            Stage::Rating(rating) => (0, rating.at, 0),
            _ => (0, 0, 0),
        };
        let number = view.prompt.as_ref().map_or(0, |prompt| prompt.number);
        Place { number, stage: std::mem::discriminant(&view.stage), detail }
    }
}

/// Draws the middle.
pub(in crate::terminal) fn body(
    view: &InterviewView,
    draft: &Draft,
    pen: &Pen<'_>,
    drawing: &mut Drawing,
) {
    let lines = match &view.stage {
        Stage::Opening { remarks, recorder } => {
            answer::opening(&view.terms, remarks, recorder.as_deref(), pen)
        }
        Stage::Answering(answering) => {
            answer::answering(view, answering, draft, pen, drawing);
            return;
        }
        Stage::Probing { .. } => {
            answer::probing(view, draft, pen, drawing);
            return;
        }
        Stage::Rating(rating) => {
            rate::rubric(view, rating, pen, drawing);
            return;
        }
        Stage::Rated { report, due, due_on, .. } => rate::rated(report, due, *due_on, pen),
        Stage::Transcribing => sentence("Your answer is being written down…", pen),
        Stage::Paused => sentence("Paused. The prompt is hidden and the time stands still.", pen),
        Stage::Stopping { saved } => sentence(&stopping(*saved), pen),
        Stage::Done(report) => report::lines(report, pen),
    };
    drawing.body = lines;
}

fn stopping(saved: u32) -> String {
    let kept = match saved {
        0 => "Nothing is rated yet.".to_owned(),
        1 => "1 prompt is saved.".to_owned(),
        saved => format!("{saved} prompts are saved."),
    };
    format!("End the interview here? {kept} The prompt that is open does not count.")
}

fn sentence(text: &str, pen: &Pen<'_>) -> Vec<Line> {
    use crate::terminal::flow::{flow, words};
    use crate::terminal::text::Label;
    flow(words(text, Label::Plain), pen.look.measure())
}
