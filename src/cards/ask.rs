//! The neutral face of a card: what is asked, what is answered, and whether it was right.
//!
//! A terminal, a JSON program and a web page all show a [`Question`] and an [`Answer`]; none of them
//! looks into a note.

use crate::model::{Grade, Response};

/// What is asked. All texts are Markdown.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A front.
    Plain {
        /// The question.
        front: String,
    },
    /// A sentence with a hole.
    Cloze {
        /// The sentence; the hole asked for is `[…]` or `[hint]`.
        text: String,
        /// The hint of the hole.
        hint: Option<String>,
    },
    /// Options to choose from.
    Mcq {
        /// The stem.
        front: String,
        /// The options, as shown.
        options: Vec<String>,
        /// For each option shown, its 0-based place in the note.
        order: Vec<usize>,
    },
    /// Items to put in order.
    Order {
        /// The task.
        front: String,
        /// The items, as shown.
        items: Vec<String>,
        /// For each item shown, its 0-based place in the right order.
        order: Vec<usize>,
    },
    /// An answer to type.
    Typed {
        /// The question.
        front: String,
    },
    /// A decision.
    Scenario {
        /// The constraints.
        setup: String,
        /// What is to be decided.
        ask: String,
    },
    /// An open prompt.
    Interview {
        /// The prompt.
        prompt: String,
        /// Minutes meant for it.
        minutes: u32,
    },
}

/// What the reveal shows. All texts are Markdown.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A back.
    Plain {
        /// The answer.
        back: String,
    },
    /// The sentence without holes.
    Cloze {
        /// The whole sentence, the asked part in `**bold**`.
        text: String,
        /// The hidden part alone.
        hidden: String,
    },
    /// The options as shown, judged.
    Mcq {
        /// The options, in the order of the question.
        options: Vec<JudgedOption>,
    },
    /// The right order.
    Order {
        /// The items, in the right order.
        items: Vec<String>,
    },
    /// What may be typed.
    Typed {
        /// The accepted answers, the preferred one first.
        accept: Vec<String>,
    },
    /// A decision in its parts.
    Scenario {
        /// What to do.
        choice: String,
        /// Why the constraints force it.
        because: String,
        /// What it costs.
        cost: String,
        /// What would flip the choice.
        flips_if: String,
        /// The other ways somebody would go.
        otherwise: Vec<Otherwise>,
    },
    /// The rubric of a prompt.
    Interview {
        /// The points a strong answer makes.
        key_points: Vec<KeyPoint>,
        /// What counts against it.
        red_flags: Vec<String>,
        /// What the interviewer asks next.
        follow_ups: Vec<FollowUp>,
        /// What can be looked at in a debug round.
        evidence: Vec<Evidence>,
        /// The phases of a system-design exercise.
        phases: Vec<Phase>,
    },
}

impl Question {
    /// Returns what is asked in one text, for lists.
    pub fn headline(&self) -> &str {
        match self {
            Question::Plain { front }
            | Question::Mcq { front, .. }
            | Question::Order { front, .. }
            | Question::Typed { front } => front,
            Question::Cloze { text, .. } => text,
            Question::Scenario { ask, .. } => ask,
            Question::Interview { prompt, .. } => prompt,
        }
    }
}

impl Answer {
    /// Returns the answer in one text, for lists.
    pub fn headline(&self) -> String {
        match self {
            Answer::Plain { back } => back.clone(),
            Answer::Cloze { text, .. } => text.clone(),
            Answer::Mcq { options } => {
                let key = options.iter().find(|option| option.correct);
                key.map(|option| option.text.clone()).unwrap_or_default()
            }
            Answer::Order { items } => {
                let steps = items.iter().enumerate().map(|(n, item)| format!("{}. {item}", n + 1));
                steps.collect::<Vec<_>>().join("\n")
            }
            Answer::Typed { accept } => accept.first().cloned().unwrap_or_default(),
            Answer::Scenario { choice, because, .. } => format!("{choice} {because}"),
            Answer::Interview { key_points, .. } => {
                let points = key_points.iter().map(|point| format!("- {}", point.point));
                points.collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// An option with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedOption {
    /// The option.
    pub text: String,
    /// Whether it is the key.
    pub correct: bool,
    /// Why it is right or wrong.
    pub why: String,
}

pub use crate::cards::kinds::interview::{Evidence, FollowUp, KeyPoint, Phase};
pub use crate::cards::kinds::scenario::Otherwise;

/// Whether a response was right.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it was right.
    pub correct: bool,
    /// One sentence on it: the picked option's reason, or what differs.
    pub explain: String,
    /// The grade a learner may take with one key: again when wrong, good when right.
    pub suggested: Grade,
    /// The response in the note's own order, for the log.
    pub response: Response,
}

impl Verdict {
    /// Makes a verdict; the suggestion follows from whether it was right.
    pub fn new(correct: bool, explain: String, response: Response) -> Verdict {
        let suggested = if correct { Grade::Good } else { Grade::Again };
        Verdict { correct, explain, suggested, response }
    }
}

/// A response that does not fit the question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// This kind is not judged by the program.
    #[error("a {0} card is not answered by the program: reveal it, then grade")]
    NotJudged(&'static str),
    /// Another form of response is expected.
    #[error("a {kind} card is answered with `{field}`")]
    Form {
        /// The kind's name.
        kind: &'static str,
        /// The field a response to it carries.
        field: &'static str,
    },
    /// The number is not among those shown.
    #[error("`{given}` is not among 1 to {most}")]
    Range {
        /// What was given.
        given: usize,
        /// The greatest number.
        most: usize,
    },
    /// The numbers are not each item once.
    #[error("name each of the {0} items once")]
    NotAPermutation(usize),
}
