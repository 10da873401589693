//! What happens to a prompt until its rubric shows: the answer, its phases, its follow-ups.

use crate::model::{Heard, Moment};
use crate::session::agenda::Effect;
use crate::session::interview::machine::{MockInterview, View, errand};
use crate::session::interview::moves::{Errand, Opened, Transcript};
use crate::session::interview::open::{Open, shortened};
use crate::session::screen::Notice;

impl MockInterview {
    /// Shows a prompt; its time runs from now.
    pub(super) fn opened(&mut self, opened: Opened, now: Moment) -> Vec<Effect> {
        let Some(pick) = self.setup.picks.get(self.at) else { return self.advance() };
        let terms = &self.setup.terms;
        let mut open = Open::new(pick, opened, terms.round, terms.level);
        self.sheets.insert(pick.card.clone(), open.sheet.clone());
        open.start(&View::Answering, now);
        self.open = Some(Box::new(open));
        self.view = View::Answering;
        self.listen(vec![Effect::Show])
    }

    /// Puts the wish to listen before other effects, where somebody can.
    fn listen(&self, then: Vec<Effect>) -> Vec<Effect> {
        let listen = self.setup.recorder.as_ref().map(|_| errand(Errand::Listen));
        listen.into_iter().chain(then).collect()
    }

    /// Ends a phase, or the answer.
    pub(super) fn answered(&mut self, now: Moment) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return vec![Effect::Show] };
        if let Some(phase) = open.phases.get_mut(open.phase) {
            phase.stop(now.at);
            if open.phase + 1 < open.phases.len() {
                open.phase += 1;
                open.start(&View::Answering, now);
                return vec![Effect::Show];
            }
        }
        if open.follow_ups.is_empty() {
            return self.finish(now);
        }
        self.view = View::Probing;
        vec![Effect::Show]
    }

    /// Ends a follow-up: it was answered now, or what it asks for had been said before.
    pub(super) fn probed(&mut self, was_said: bool, now: Moment) -> Vec<Effect> {
        let is_probing = self.view == View::Probing;
        let Some(open) = self.open.as_mut().filter(|_| is_probing) else {
            return vec![Effect::Show];
        };
        open.suggest(if was_said { Heard::Unprompted } else { Heard::Probed });
        if open.follow + 1 < open.follow_ups.len() {
            open.follow += 1;
            return vec![Effect::Show];
        }
        self.finish(now)
    }

    /// Stops the time, and has what was heard written down.
    fn finish(&mut self, now: Moment) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return vec![Effect::Show] };
        open.stop(now);
        if !open.is_heard {
            return self.rate();
        }
        open.is_heard = false;
        open.transcript = Transcript::Pending;
        self.view = View::Transcribing;
        vec![Effect::Show, errand(Errand::Finish)]
    }

    /// Takes what was written down, if it is there.
    pub(super) fn transcribed(&mut self, transcript: Transcript) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        if open.transcript != Transcript::Pending || transcript == Transcript::Pending {
            return Vec::new();
        }
        open.transcript = match transcript {
            Transcript::Text(text) => Transcript::Text(shortened(text.trim())),
            Transcript::Failed(why) => {
                self.notices.push(Notice::Message(why));
                Transcript::None
            }
            other => other,
        };
        match self.view {
            View::Transcribing => self.rate(),
            _ => vec![Effect::Show],
        }
    }

    /// Shows the rubric.
    pub(super) fn rate(&mut self) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.cursor = 0;
        }
        self.view = View::Rating;
        vec![Effect::Show]
    }

    pub(super) fn outline(&mut self, now: Moment) -> Vec<Effect> {
        if self.view == View::Answering
            && let Some(open) = &mut self.open
        {
            let ms = open.watch.read(now.at);
            open.structure_ms.get_or_insert(ms);
        }
        vec![Effect::Show]
    }

    /// Adds a line to the notes.
    pub(super) fn note(&mut self, line: &str) -> Vec<Effect> {
        let is_answering = matches!(self.view, View::Answering | View::Probing);
        if let Some(open) = self.open.as_mut().filter(|_| is_answering) {
            let before = if open.notes.is_empty() { "" } else { "\n" };
            let notes = format!("{}{before}{}", open.notes, line.trim());
            open.take_notes(&notes);
        }
        vec![Effect::Show]
    }

    pub(super) fn edit_notes(&self) -> Vec<Effect> {
        match (&self.view, &self.open) {
            (View::Answering | View::Probing, Some(open)) => {
                vec![errand(Errand::Editor(open.notes.clone()))]
            }
            _ => vec![Effect::Show],
        }
    }

    /// Hands evidence out.
    pub(super) fn hand_out(&mut self, place: usize) -> Vec<Effect> {
        let is_answering = self.view == View::Answering;
        let Some(open) = self.open.as_mut().filter(|_| is_answering) else {
            return vec![Effect::Show];
        };
        let count = open.sheet.rubric.evidence.len();
        match u32::try_from(place) {
            Ok(number) if place < count => {
                if !open.evidence.contains(&number) {
                    open.evidence.push(number);
                }
            }
            _ => {
                let why = match count {
                    0 => "this prompt hands out nothing".to_owned(),
                    _ => format!("`{}` is not among 1 to {count}", place.saturating_add(1)),
                };
                self.notices.push(Notice::Rejected(why));
            }
        }
        vec![Effect::Show]
    }

    pub(super) fn pause(&mut self, now: Moment) -> Vec<Effect> {
        if !matches!(self.view, View::Answering | View::Probing) {
            return vec![Effect::Show];
        }
        let mut effects = self.halt(now);
        self.view = View::Paused(Box::new(self.view.clone()));
        effects.push(Effect::Show);
        effects
    }

    /// Stops the time and does not listen for a while.
    fn halt(&mut self, now: Moment) -> Vec<Effect> {
        let Some(open) = &mut self.open else { return Vec::new() };
        open.stop(now);
        open.is_heard.then(|| errand(Errand::Rest)).into_iter().collect()
    }

    /// Goes on where it was halted.
    pub(super) fn resume(&mut self, inner: View, now: Moment) -> Vec<Effect> {
        self.view = inner;
        if !matches!(self.view, View::Answering | View::Probing) {
            return vec![Effect::Show];
        }
        if let Some(open) = &mut self.open {
            open.start(&self.view, now);
        }
        self.listen(vec![Effect::Show])
    }

    /// Asks whether the interview is to end.
    pub(super) fn ask_to_stop(&mut self, now: Moment) -> Vec<Effect> {
        match self.view.clone() {
            View::Stopping(_) => {
                let mut effects = self.forget();
                self.open = None;
                self.view = View::Done;
                effects.push(if self.written.is_empty() { Effect::Exit } else { Effect::Show });
                effects
            }
            View::Opening | View::Done | View::Waiting => vec![Effect::Show],
            // Nothing is lost by it: the prompt is saved.
            View::Rated => {
                self.view = View::Done;
                vec![Effect::Show]
            }
            view => {
                let mut effects = match view {
                    View::Answering | View::Probing => self.halt(now),
                    _ => Vec::new(),
                };
                self.view = View::Stopping(Box::new(view));
                effects.push(Effect::Show);
                effects
            }
        }
    }

    /// Goes back by one step.
    pub(super) fn back(&mut self, now: Moment) -> Vec<Effect> {
        match self.view {
            View::Probing => {
                if let Some(open) = &mut self.open {
                    if open.follow > 0 {
                        open.follow -= 1;
                    } else {
                        self.view = View::Answering;
                        open.start(&View::Answering, now);
                    }
                }
                vec![Effect::Show]
            }
            View::Rating => self.back_in_rubric(),
            _ => vec![Effect::Show],
        }
    }
}
