//! What a person sees of an interview, as values.

use crate::cards::kinds::interview::FollowUp;
use crate::model::{CardId, Day, Heard, NoteId, Seniority};
use crate::session::interview::draw::Remark;
use crate::session::interview::history::Terms;
use crate::session::interview::report::{PromptReport, Report};

/// The middle of the screen of an interview.
#[derive(Clone, Debug, PartialEq)]
pub struct InterviewView {
    /// What the interview is to be.
    pub terms: Terms,
    /// The prompt on the screen; `None` before the first and at the end.
    pub prompt: Option<PromptHead>,
    /// What of it shows.
    pub stage: Stage,
}

/// Which prompt is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptHead {
    /// The card.
    pub card: CardId,
    /// The title of its topic.
    pub topic: String,
    /// Its topic's slug.
    pub slug: Option<String>,
    /// The language of its text, as a code.
    pub lang: String,
    /// Its place in the interview, from 1.
    pub number: u32,
    /// Minutes meant for it.
    pub minutes: u32,
}

/// What of an interview shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// What is to come.
    Opening {
        /// What a person should know about the choice of prompts.
        remarks: Vec<Remark>,
        /// The command that listens, as configured.
        recorder: Option<String>,
    },
    /// The prompt, while the person answers.
    Answering(Answering),
    /// A follow-up, while the person answers.
    Probing {
        /// The prompt, Markdown.
        prompt: String,
        /// The follow-up, Markdown.
        ask: String,
        /// Its place among those that are asked, from 1.
        number: u32,
        /// How many are asked.
        of: u32,
        /// Whether it asks for a point that may have been made already.
        is_probe: bool,
        /// What the person wrote down so far.
        notes: String,
        /// Whether somebody listens.
        is_heard: bool,
    },
    /// The answer has ended and is being written down.
    Transcribing,
    /// The rubric, point by point.
    Rating(Box<Rating>),
    /// What the prompt came to; it is saved.
    Rated {
        /// The report of this prompt.
        report: Box<PromptReport>,
        /// The cards that became due, and the day.
        due: Vec<NoteId>,
        /// That day.
        due_on: Day,
        /// Whether it was the last one.
        is_last: bool,
    },
    /// The time stands still, and the prompt is hidden.
    Paused,
    /// Whether to end it is asked once more.
    Stopping {
        /// How many prompts are saved.
        saved: u32,
    },
    /// The end, with the report.
    Done(Box<Report>),
}

/// The prompt, while the person answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// The prompt, Markdown.
    pub prompt: String,
    /// The phase, of a design exercise.
    pub phase: Option<PhaseView>,
    /// What can be asked for, and what was handed out.
    pub evidence: Vec<EvidenceView>,
    /// When the outline stood, in milliseconds from the prompt.
    pub structure_ms: Option<u64>,
    /// What the person wrote down so far.
    pub notes: String,
    /// Whether somebody listens.
    pub is_heard: bool,
}

/// A phase of a design exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseView {
    /// Its name.
    pub name: String,
    /// Its place, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// Time meant for it, in milliseconds.
    pub planned_ms: u64,
    /// The name of the next one.
    pub next: Option<String>,
}

/// Something that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceView {
    /// What one asks for.
    pub ask: String,
    /// What was handed out, Markdown.
    pub shows: Option<String>,
}

/// The rubric while it is ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// The points.
    pub points: Vec<PointView>,
    /// The red flags.
    pub red_flags: Vec<FlagView>,
    /// What is open: a point, then a red flag, counted through from 0.
    pub at: usize,
    /// The follow-ups that were asked, with what a strong answer contains.
    pub follow_ups: Vec<FollowUp>,
    /// What the person wrote down.
    pub notes: String,
    /// What a transcriber heard.
    pub transcript: String,
}

/// A point of the rubric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointView {
    /// Its id.
    pub id: String,
    /// What can be heard, Markdown.
    pub text: String,
    /// The level from which it is required.
    pub must: Option<Seniority>,
    /// Whether it is required here.
    pub is_required: bool,
    /// The phase it begins, of a design exercise; empty where those of no phase begin.
    pub phase: Option<String>,
    /// What became of it.
    pub heard: Option<Heard>,
    /// What the follow-ups let expect.
    pub suggested: Option<Heard>,
}

/// A red flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagView {
    /// What counts against an answer, Markdown.
    pub text: String,
    /// Whether it was raised.
    pub raised: Option<bool>,
}

/// What can be done in an interview only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Say that the outline stands.
    Outline,
    /// Take the notes further, in a line.
    Note,
    /// Write notes in an editor.
    Editor,
    /// Ask for evidence by number.
    Evidence,
    /// Say that a probe asks for what was said already.
    Said,
    /// Say what became of the point that is open.
    Hear(Heard),
    /// Say whether the red flag that is open was raised.
    Raise(bool),
    /// Go back by one.
    Back,
    /// Stop the time.
    Pause,
    /// End the interview.
    Stop,
    /// Rate all at once.
    Rate,
}
