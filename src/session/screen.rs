//! What a learner sees, as values: no colour, no width, no terminal.
//!
//! The machine makes a [`Screen`] after every input; a face (terminal, plain lines, JSON lines, a web
//! page) turns it into what its medium can show. The [`Act`]s of a screen are what can be done now;
//! a face offers those and no others.

use crate::cards::{Answer, Citation, Facet, Kind, Question, Verdict, note::Translation};
use crate::model::{CardId, Day, Grade, Moment, Response, Sure};
use crate::scheduler::CardState;
use crate::session::interview::screen::{Deed, InterviewView};
pub use crate::session::quiz::screen::{Marked, Offer, QuizEnd};

/// What a learner sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// The quiet line above a card.
    pub head: Option<Head>,
    /// The middle.
    pub body: Body,
    /// What happened since the last screen; shown once.
    pub notices: Vec<Notice>,
    /// What can be done now.
    pub acts: Vec<Act>,
    /// The times that run while it shows; none where nothing is measured.
    pub timers: Vec<Timer>,
}

/// A time that runs while a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it measures.
    pub measures: Measures,
    /// How long it has run, in milliseconds, as of the last input.
    pub spent_ms: u64,
    /// How long it may run, or is meant to.
    pub limit_ms: Option<u64>,
    /// Whether the machine wants an [`Input::Tick`](crate::session::Input::Tick) as soon as the
    /// limit is reached.
    pub ends: bool,
    /// Whether it runs; else it was paused.
    pub runs: bool,
}

/// What a timer measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measures {
    /// The question or the prompt on the screen.
    This,
    /// All of it.
    Whole,
}

impl Timer {
    /// Returns what is left of the limit, in milliseconds; `None` where there is none.
    pub fn left_ms(&self) -> Option<u64> {
        self.limit_ms.map(|limit| limit.saturating_sub(self.spent_ms))
    }
}

/// The quiet line above a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The topic's title, or the deck's name.
    pub topic: String,
    /// The topic's slug, where the card has one.
    pub slug: Option<String>,
    /// The facet.
    pub facet: Option<Facet>,
    /// What is left in this session.
    pub left: Left,
    /// In a quiz, the number of the question, from 1, and of how many.
    pub count: Option<(u32, u32)>,
    /// Cards answered in this session.
    pub done: u32,
    /// Whether the card failed earlier today and is asked again.
    pub drill: bool,
    /// Whether the card is marked.
    pub flagged: bool,
    /// Whether the card is new.
    pub is_new: bool,
}

/// What is left in a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// New cards.
    pub new: u32,
    /// Failed cards that come again today.
    pub learning: u32,
    /// Due cards.
    pub review: u32,
}

impl Left {
    /// Returns the sum.
    pub fn total(self) -> u32 {
        self.new + self.learning + self.review
    }
}

/// The middle of a screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The very first start: "New here."
    FirstRun {
        /// Minutes a day.
        minutes: u32,
        /// New cards a day.
        new: u32,
    },
    /// After a break of three days or more.
    WelcomeBack {
        /// How many cards are due.
        due: u32,
        /// Minutes a day.
        minutes: u32,
        /// The day on which the backlog is gone at that pace; today where it fits into today.
        level_on: Day,
        /// Today.
        today: Day,
    },
    /// Before the first card of a topic never studied.
    TopicIntro {
        /// The topic's title.
        title: String,
        /// Whether it has a page, and so a summary.
        has_page: bool,
    },
    /// The first two paragraphs of a topic's page.
    TopicSummary {
        /// The topic's title.
        title: String,
        /// The text, Markdown.
        text: String,
    },
    /// A card, asked or revealed.
    Card(Box<CardView>),
    /// The minutes are spent.
    Budget {
        /// The minutes of the budget.
        minutes: u32,
        /// Cards that are left.
        left: u32,
    },
    /// An interview, at any stage.
    Interview(Box<InterviewView>),
    /// The end; it can still be undone.
    Done(Box<Summary>),
    /// The end of a quiz.
    QuizEnd(Box<QuizEnd>),
    /// Sections that may be known already.
    Offers(Vec<Offer>),
}

/// A card on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct CardView {
    /// Its id.
    pub card: CardId,
    /// Its kind.
    pub kind: Kind,
    /// The language of the text, as a code; `fa` is written from right to left.
    pub lang: String,
    /// Where the text comes from.
    pub translation: Translation,
    /// Whether the note was corrected since it was last seen.
    pub corrected: bool,
    /// How much of it shows.
    pub stage: Stage,
    /// What is asked.
    pub question: Question,
    /// What was answered and is not judged yet; numbers are 0-based, in the order shown.
    pub given: Option<Response>,
    /// Where the answer shows: everything the reveal brings.
    pub revealed: Option<Revealed>,
}

/// How much of a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The stem alone; the options come on demand.
    Stem,
    /// The question.
    Asked,
    /// The answer, up to and with this part: a scenario has four (choice, because, cost, flips if),
    /// everything else has one.
    Revealed {
        /// How many parts show, from 1.
        parts: u8,
    },
}

/// Everything the reveal brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Revealed {
    /// What to grade oneself by; shown first.
    pub gist: Option<String>,
    /// The answer.
    pub answer: Answer,
    /// A remark.
    pub more: Option<String>,
    /// The sources, each with its registry's title where known.
    pub sources: Vec<SourceLine>,
    /// Where the program judged a response.
    pub verdict: Option<Judged>,
    /// In a quiz, what the answer came to.
    pub marked: Option<Marked>,
    /// What each grade would do, where the learner grades.
    pub outcomes: Option<[Outcome; 4]>,
}

/// A cited source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The citation.
    pub citation: Citation,
    /// The source's title, where the registry has one.
    pub title: Option<String>,
    /// The source's address, where the registry has one.
    pub url: Option<String>,
}

/// A judged response.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// The option picked, 0-based as shown, for multiple choice.
    pub picked: Option<usize>,
}

/// What a grade would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The grade.
    pub grade: Grade,
    /// The day the card comes back.
    pub due: Day,
    /// The interval, in days.
    pub interval_days: u32,
    /// Whether it is also asked again today.
    pub drill: bool,
    /// Whether the answer changes nothing but today's drill, or nothing at all.
    pub unscheduled: bool,
}

/// What happened since the last screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The card was answered in another window; nothing was written.
    Stale,
    /// The last action was taken back.
    Undone {
        /// What it was: "good on backend/idem.race".
        what: String,
    },
    /// There was nothing to take back.
    NothingToUndo,
    /// The card keeps being forgotten.
    Leech {
        /// The card.
        card: CardId,
        /// How often it was forgotten.
        lapses: u32,
        /// Whether it was suspended for it.
        suspended: bool,
    },
    /// The card was hidden until tomorrow.
    Buried(CardId),
    /// The card was hidden until further notice.
    Suspended(CardId),
    /// The card was marked, or the mark removed.
    Flagged(bool),
    /// The card counts as known.
    Known {
        /// The card.
        card: CardId,
        /// When it is asked for the first time.
        due: Day,
    },
    /// The card was edited and is shown as it is now.
    Edited,
    /// A grade was written.
    Graded {
        /// The card.
        card: CardId,
        /// The grade.
        grade: Grade,
        /// What the card's state is now.
        state: Box<CardState>,
    },
    /// The response does not fit the question; nothing changed.
    Rejected(String),
    /// A frozen clock was moved.
    Clock {
        /// Where it stands now.
        now: Moment,
    },
    /// In a quiz, an answer was written.
    Answered(CardId),
    /// Cards count as known.
    Placed {
        /// How many.
        cards: u32,
    },
    /// A card could not be shown; the text says which, where and why.
    Broken(String),
    /// A plain message, for everything else.
    Message(String),
}

/// Something that can be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Go on: start, next part, more minutes.
    Continue,
    /// Show the options of a stem.
    Options,
    /// Show the answer.
    Reveal,
    /// Pick an option by number.
    Pick,
    /// Give the order of the items by numbers.
    Sort,
    /// Type the answer.
    Type,
    /// Grade.
    Grade(Grade),
    /// Take the suggested grade.
    Suggested(Grade),
    /// Say how sure one is.
    Sure(Sure),
    /// Change the answer that is not judged yet.
    Change,
    /// Give a question up.
    Pass,
    /// Choose a section, or not, by number.
    Toggle,
    /// Find out what is known already.
    Place,
    /// "I know this".
    Know,
    /// Take back the last action.
    Undo,
    /// Edit the note.
    Edit,
    /// Hide until tomorrow.
    Bury,
    /// Hide until further notice.
    Suspend,
    /// Mark, or remove the mark.
    Flag,
    /// Show the card's history.
    History,
    /// Open the topic's page.
    Page,
    /// Skip the introduction.
    Skip,
    /// What can be done in an interview only.
    Interview(Deed),
    /// Leave.
    Quit,
}

/// The end of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Time spent answering, in milliseconds.
    pub spent_ms: u64,
    /// Scheduled reviews of this session, new cards included.
    pub reviews: u32,
    /// New cards of this session.
    pub new: u32,
    /// Reviews of cards seen before, and how many of them were remembered.
    pub seen: u32,
    /// Remembered among `seen`.
    pub remembered: u32,
    /// Cards due tomorrow, as far as is known now.
    pub tomorrow: u32,
    /// Cards that are left for today.
    pub left: u32,
    /// Today's misses.
    pub misses: Vec<Miss>,
    /// The days in a row on which the work was done, today included if it is.
    pub streak: u32,
    /// The next day on which something is due, where nothing was left for today.
    pub next_due: Option<Day>,
}

/// A card that was missed today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The card.
    pub card: CardId,
    /// What was asked, Markdown.
    pub front: String,
    /// What the answer is, Markdown.
    pub back: String,
}
