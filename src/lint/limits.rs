//! The numbers of the rubric, in characters where nothing else is said. Fenced code is not counted
//! as text; it has a limit of its own.

/// The least a front may have.
pub const FRONT_LEAST: usize = 20;
/// Fronts of basic, typed, mcq, order: soft and hard.
pub const FRONT: Limit = Limit { soft: 160, hard: 240 };
/// Backs of basic and reversed.
pub const BACK: Limit = Limit { soft: 200, hard: 280 };
/// Remarks below the answer.
pub const MORE: Limit = Limit::hard(320);
/// Options, of multiple choice and of scenarios.
pub const OPTION: usize = 90;
/// Why an option is right or wrong.
pub const WHY: usize = 200;
/// How many times the shortest option the longest may be.
pub const OPTION_RATIO: f64 = 2.0;
/// The visible form of a cloze.
pub const CLOZE: Limit = Limit { soft: 220, hard: 260 };
/// A hidden part of a cloze.
pub const HOLE: usize = 30;
/// The words of a hidden part.
pub const HOLE_WORDS: usize = 4;
/// The visible words a cloze keeps.
pub const CLOZE_WORDS: usize = 6;
/// A typed answer.
pub const TYPED: usize = 40;
/// An item of an order.
pub const ITEM: usize = 90;
/// The set-up of a scenario.
pub const SETUP: Limit = Limit { soft: 400, hard: 520 };
/// The answer fields of a scenario.
pub const DECISION: usize = 280;
/// The prompt of an interview.
pub const PROMPT: Limit = Limit { soft: 300, hard: 400 };
/// A key point of an interview.
pub const POINT: usize = 140;
/// What one asks for in a debug round.
pub const EVIDENCE_ASK: usize = 60;
/// What one is handed then.
pub const EVIDENCE: usize = 400;
/// Columns of a line of code.
pub const CODE_COLUMNS: usize = 72;
/// Lines of a block of code.
pub const CODE_LINES: usize = 8;
/// Core notes of a topic.
pub const CORE: usize = 6;
/// Questions from which statistics over a collection mean something.
pub const MCQ_SAMPLE: usize = 40;
/// The share of questions whose key may stand out by its length.
pub const KEY_SHARE: f64 = 0.3;
/// How alike two fronts may be.
pub const NEAR: f64 = 0.8;
/// Months after which a dated claim should be checked again.
pub const AS_OF_MONTHS: i32 = 18;
/// Words of a page.
pub const PAGE_WORDS: std::ops::RangeInclusive<usize> = 400..=900;
/// Words of a tool's note.
pub const TOOL_WORDS: std::ops::RangeInclusive<usize> = 80..=150;
/// How long a translation may be, as a multiple of what it translates.
pub const TRANSLATION_RATIO: std::ops::RangeInclusive<f64> = 0.5..=1.8;
/// The share of Latin words in a Persian file.
pub const LATIN_SHARE: std::ops::RangeInclusive<f64> = 0.03..=0.25;

/// A length up to which all is well, and one beyond which nothing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Beyond it: a warning.
    pub soft: usize,
    /// Beyond it: an error.
    pub hard: usize,
}

impl Limit {
    /// Makes a limit that does not warn.
    pub const fn hard(hard: usize) -> Limit {
        Limit { soft: hard, hard }
    }
}
