//! The prompt that is on the screen: what was said and ticked of it so far.

use crate::cards::kinds::interview::FollowUp;
use crate::model::{Heard, Moment, Round, Seniority};
use crate::session::interview::draw::Pick;
use crate::session::interview::machine::View;
use crate::session::interview::moves::{Opened, Transcript};
use crate::session::interview::report::Sheet;
use crate::session::interview::rubric::Rubric;
use crate::session::interview::stopwatch::Stopwatch;

/// The longest notes and transcripts that are kept, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// The prompt that is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) pick: Pick,
    pub(super) sheet: Sheet,
    pub(super) rev: u32,
    pub(super) lang: String,
    /// The answer as a whole, follow-ups included.
    pub(super) watch: Stopwatch,
    /// One for each phase; none where there are no phases.
    pub(super) phases: Vec<Stopwatch>,
    pub(super) phase: usize,
    pub(super) structure_ms: Option<u64>,
    pub(super) evidence: Vec<u32>,
    pub(super) notes: String,
    pub(super) transcript: Transcript,
    /// Whether somebody listens now.
    pub(super) is_heard: bool,
    /// The follow-ups that are asked, by place.
    pub(super) follow_ups: Vec<usize>,
    /// The one that is open.
    pub(super) follow: usize,
    pub(super) suggested: Vec<Option<Heard>>,
    pub(super) heard: Vec<Option<Heard>>,
    pub(super) raised: Vec<Option<bool>>,
    /// The point that is open, then the red flag.
    pub(super) cursor: usize,
}

impl Open {
    /// Opens a prompt; its time does not run yet.
    pub(super) fn new(pick: &Pick, opened: Opened, round: Round, level: Seniority) -> Open {
        let rubric = &opened.sheet.rubric;
        let points = rubric.points.len();
        Open {
            pick: pick.clone(),
            rev: opened.rev,
            lang: opened.lang,
            watch: Stopwatch::default(),
            phases: vec![Stopwatch::default(); rubric.phases.len()],
            phase: 0,
            structure_ms: None,
            evidence: Vec::new(),
            notes: String::new(),
            transcript: Transcript::None,
            is_heard: false,
            follow_ups: follow_ups(rubric, round, level),
            follow: 0,
            suggested: vec![None; points],
            heard: vec![None; points],
            raised: vec![None; rubric.red_flags.len()],
            cursor: 0,
            sheet: opened.sheet,
        }
    }

    /// Lets its time run, and that of the phase where one answers.
    pub(super) fn start(&mut self, view: &View, now: Moment) {
        self.watch.start(now.at);
        if *view == View::Answering
            && let Some(phase) = self.phases.get_mut(self.phase)
        {
            phase.start(now.at);
        }
    }

    /// Stops its time.
    pub(super) fn stop(&mut self, now: Moment) {
        self.watch.stop(now.at);
        self.phases.iter_mut().for_each(|phase| phase.stop(now.at));
    }

    /// Takes the notes as they are now.
    pub(super) fn take_notes(&mut self, notes: &str) {
        self.notes = shortened(notes.trim_end());
    }

    /// Says whether the recorder has something of this prompt.
    pub(super) fn is_listened_to(&self) -> bool {
        self.is_heard || self.transcript == Transcript::Pending
    }

    /// The follow-up that is open.
    pub(super) fn probe(&self) -> Option<&FollowUp> {
        let place = self.follow_ups.get(self.follow)?;
        self.sheet.rubric.follow_ups.get(*place)
    }

    /// Notes what the follow-up that is open lets expect of the point it probes for.
    pub(super) fn suggest(&mut self, heard: Heard) {
        let missed = self.probe().and_then(|follow| follow.if_missed.clone());
        let points = &self.sheet.rubric.points;
        let place = missed.and_then(|id| points.iter().position(|point| point.id == id));
        if let Some(suggested) = place.and_then(|place| self.suggested.get_mut(place)) {
            *suggested = Some(heard);
        }
    }
}

/// Cuts a text at a character.
pub(super) fn shortened(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_TEXT)].to_owned()
}

/// Chooses the follow-ups that a round has time for: one in a screening round, two in a mixed one,
/// otherwise all. Those that probe for a required point come first; they are asked in the order of
/// the card.
fn follow_ups(rubric: &Rubric, round: Round, level: Seniority) -> Vec<usize> {
    let most = match round {
        Round::Screen => 1,
        Round::Mixed => 2,
        Round::Deep | Round::Debug | Round::Design => usize::MAX,
    };
    let rank = |&place: &usize| match &rubric.follow_ups[place].if_missed {
        None => 1,
        Some(id) => {
            let mut points = rubric.points.iter();
            let is_required = points.any(|point| point.id == *id && point.is_required(level));
            if is_required { 0 } else { 2 }
        }
    };
    let mut places: Vec<usize> = (0..rubric.follow_ups.len()).collect();
    places.sort_by_key(rank);
    places.truncate(most);
    places.sort_unstable();
    places
}
