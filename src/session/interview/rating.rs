//! Ticking the rubric, and what is written once it is ticked.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Action, ActionId, CardId, EventBody, Grade, Heard, InterviewRecord, Mode, Moment, NewEvent,
    NoteId, PhaseRecord, PointRecord, PromptRecord, Reviewed, Seen, Seniority,
};
use crate::session::agenda::Effect;
use crate::session::interview::machine::{MockInterview, Pending, View};
use crate::session::interview::moves::Transcript;
use crate::session::interview::open::Open;
use crate::session::interview::rubric::Point;
use crate::session::interview::score::{Mark, Score};
use crate::session::interview::stopwatch::Stopwatch;
use crate::session::screen::Notice;

impl MockInterview {
    /// The prompt that is being rated.
    fn rated(&mut self) -> Option<&mut Open> {
        let is_rating = self.view == View::Rating;
        self.open.as_deref_mut().filter(|_| is_rating)
    }

    /// Says what became of the point that is open.
    pub(super) fn hear(&mut self, heard: Heard, now: Moment) -> Vec<Effect> {
        let Some(open) = self.rated() else { return vec![Effect::Show] };
        let Some(slot) = open.heard.get_mut(open.cursor) else { return vec![Effect::Show] };
        *slot = Some(heard);
        open.cursor += 1;
        self.save_if_complete(now)
    }

    /// Says whether the red flag that is open was raised.
    pub(super) fn raise(&mut self, raised: bool, now: Moment) -> Vec<Effect> {
        let Some(open) = self.rated() else { return vec![Effect::Show] };
        let place = open.cursor.checked_sub(open.heard.len());
        let slot = place.and_then(|place| open.raised.get_mut(place));
        let Some(slot) = slot else { return vec![Effect::Show] };
        *slot = Some(raised);
        open.cursor += 1;
        self.save_if_complete(now)
    }

    /// Takes what the follow-ups let expect of the open point; of a red flag, that it was not
    /// raised, or what was said of it before.
    pub(super) fn take_suggestion(&mut self, now: Moment) -> Vec<Effect> {
        let Some(open) = self.rated() else { return vec![Effect::Show] };
        let at = open.cursor;
        if at >= open.heard.len() {
            // A rubric without anything to tick is saved as it is.
            let place = at - open.heard.len();
            return match open.raised.get(place).copied() {
                Some(before) => self.raise(before.unwrap_or(false), now),
                None => self.save_if_complete(now),
            };
        }
        let before = open.heard.get(at).copied().flatten();
        match before.or_else(|| open.suggested.get(at).copied().flatten()) {
            Some(heard) => self.hear(heard, now),
            None => vec![Effect::Show],
        }
    }

    /// Goes back to the point before.
    pub(super) fn back_in_rubric(&mut self) -> Vec<Effect> {
        if let Some(open) = self.rated() {
            open.cursor = open.cursor.saturating_sub(1);
        }
        vec![Effect::Show]
    }

    /// Rates every point and red flag at once.
    pub(super) fn rate_at_once(
        &mut self,
        heard: &BTreeMap<String, Heard>,
        red_flags: &[usize],
        now: Moment,
    ) -> Vec<Effect> {
        let Some(open) = self.rated() else { return vec![Effect::Show] };
        let points = &open.sheet.rubric.points;
        let unknown = heard.keys().find(|id| points.iter().all(|point| point.id != **id));
        let missing = points.iter().find(|point| !heard.contains_key(&point.id));
        let flags = open.raised.len();
        let raised = red_flags.iter().find(|place| **place >= flags);
        let wrong = match (unknown, missing, raised) {
            (Some(id), ..) => Some(format!("no point has the id `{id}`")),
            (_, Some(point), _) => Some(format!("say what became of `{}` too", point.id)),
            (.., Some(_)) if flags == 0 => Some("there are no red flags".to_owned()),
            (.., Some(place)) => {
                Some(format!("`{}` is not among 1 to {flags}", place.saturating_add(1)))
            }
            _ => None,
        };
        if let Some(why) = wrong {
            self.notices.push(Notice::Rejected(why));
            return vec![Effect::Show];
        }
        open.heard = points.iter().map(|point| heard.get(&point.id).copied()).collect();
        open.raised = (0..flags).map(|place| Some(red_flags.contains(&place))).collect();
        open.cursor = open.heard.len() + flags;
        self.save_if_complete(now)
    }

    fn save_if_complete(&mut self, now: Moment) -> Vec<Effect> {
        let level = self.setup.terms.level;
        let Some(open) = self.rated() else { return vec![Effect::Show] };
        if open.cursor < open.heard.len() + open.raised.len() {
            return vec![Effect::Show];
        }
        // Whatever was left out on the way is missed, and no flag is raised by silence.
        let record = record(open, level, now);
        let mut effects = self.forget();
        if let Some(open) = &mut self.open
            && open.transcript == Transcript::Pending
        {
            open.transcript = Transcript::None;
        }
        effects.push(Effect::Append(self.action(&record, now)));
        self.pending = Some(Pending::Rated(record));
        self.view = View::Waiting;
        effects
    }

    /// Skips the prompt: it is noted as asked, and nothing of it counts.
    pub(super) fn skip(&mut self, now: Moment) -> Vec<Effect> {
        if !matches!(self.view, View::Answering | View::Probing | View::Rating) {
            return vec![Effect::Show];
        }
        let Some(open) = &self.open else { return vec![Effect::Show] };
        let level = self.setup.terms.level;
        let whole = record(open, level, now);
        let record = PromptRecord {
            skipped: true,
            points: Vec::new(),
            red_flags: Vec::new(),
            transcript: String::new(),
            ..whole
        };
        let mut effects = self.forget();
        effects.push(Effect::Append(self.action(&record, now)));
        self.pending = Some(Pending::Skipped(record));
        self.view = View::Waiting;
        effects
    }

    /// Makes what is written of a prompt: its record; and where it was rated, an answer to its
    /// card, and a new due day for the cards that missed points name.
    fn action(&self, record: &PromptRecord, now: Moment) -> Action {
        let terms = &self.setup.terms;
        let entry = |card, rev, body| NewEvent { card, rev, origin: None, body };
        let body = EventBody::Interviewed(Box::new(InterviewRecord {
            began: self.began,
            filter: terms.filter.clone(),
            round: terms.round,
            level: terms.level,
            seed: terms.seed,
            planned: terms.planned,
            planned_min: terms.planned_min,
            prompt: record.clone(),
        }));
        let mut entries = vec![entry(None, 0, body)];
        if !record.skipped {
            let grade = match Score::of([record]).mark() {
                Mark::Strong => Grade::Easy,
                Mark::Good => Grade::Good,
                Mark::NotYet => Grade::Again,
            };
            let took_ms = u32::try_from(record.took_ms).unwrap_or(u32::MAX);
            let body = EventBody::Reviewed(Reviewed {
                grade,
                took_ms: took_ms.min(Reviewed::MAX_TOOK_MS),
                mode: Mode::Interview,
                schedules: false,
                response: None,
                sure: None,
                emptied: false,
            });
            entries.push(entry(Some(record.card.clone()), record.rev, body));
            let due = now.day + 1;
            for card in self.named(record).into_iter().flat_map(|(_, cards)| cards) {
                let body = EventBody::Rescheduled { due, missed: true };
                entries.push(entry(Some(card), 0, body));
            }
        }
        Action { entries, seen: Seen::Any }
    }

    /// Returns the notes that missed points name, each once, with their cards.
    pub(super) fn named(&self, record: &PromptRecord) -> Vec<(NoteId, Vec<CardId>)> {
        let Some(sheet) = self.sheets.get(&record.card) else { return Vec::new() };
        let missed = record.points.iter().filter(|point| point.heard == Heard::Missed);
        let mut seen = BTreeSet::new();
        let named = missed.filter_map(|point| sheet.see.get(&point.id)).flatten();
        named.filter(|(note, _)| seen.insert(note)).cloned().collect()
    }

    /// Goes on once something is written. Without an action, it had been taken back already.
    pub(super) fn saved(&mut self, action: Option<ActionId>, now: Moment) -> Vec<Effect> {
        match (self.pending.take(), action) {
            (Some(Pending::Undo(open)), _) => {
                let was_skipped = self.written.pop().is_some_and(|record| record.skipped);
                self.at = self
                    .setup
                    .picks
                    .iter()
                    .position(|pick| pick.card == open.pick.card)
                    .unwrap_or(self.at);
                self.open = Some(open);
                let words = if was_skipped { "the skip" } else { "the rating" };
                self.notices.push(Notice::Undone { what: words.to_owned() });
                if was_skipped {
                    return self.resume(View::Answering, now);
                }
                self.rate()
            }
            (Some(Pending::Rated(record)), Some(action)) => {
                self.keep(action, record);
                self.view = View::Rated;
                vec![Effect::Show]
            }
            (Some(Pending::Skipped(record)), Some(action)) => {
                self.keep(action, record);
                self.notices.push(Notice::Message("the prompt is skipped".to_owned()));
                self.at += 1;
                self.advance()
            }
            _ => vec![Effect::Show],
        }
    }

    fn keep(&mut self, action: ActionId, record: PromptRecord) {
        self.written.push(record);
        if let Some(open) = self.open.clone() {
            self.undo.push((action, open));
        }
    }

    /// Takes the last rating or skip back, where what it came to shows, or at the end.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        if !matches!(self.view, View::Rated | View::Done) {
            return vec![Effect::Show];
        }
        let Some((action, mut open)) = self.undo.pop() else {
            self.notices.push(Notice::NothingToUndo);
            return vec![Effect::Show];
        };
        open.is_heard = false;
        self.pending = Some(Pending::Undo(open));
        self.view = View::Waiting;
        let body = EventBody::Retracted { action };
        let entry = NewEvent { card: None, rev: 0, origin: None, body };
        vec![Effect::Append(Action { entries: vec![entry], seen: Seen::Any })]
    }
}

/// Makes the record of a prompt as it stands.
fn record(open: &Open, level: Seniority, now: Moment) -> PromptRecord {
    let rubric = &open.sheet.rubric;
    let heard = |place: usize| open.heard.get(place).copied().flatten();
    let point = |(place, point): (usize, &Point)| PointRecord {
        id: point.id.clone(),
        must: point.is_required(level),
        heard: heard(place).unwrap_or(Heard::Missed),
    };
    let flags = open.raised.iter().enumerate().filter(|(_, raised)| **raised == Some(true));
    let planned = rubric.phase_ms(u64::from(open.pick.minutes) * 60_000);
    let came_to = open.phases.iter().take(open.phase + 1);
    let phase = |(watch, planned_ms): (&Stopwatch, u64)| PhaseRecord {
        planned_ms,
        took_ms: watch.read(now.at),
    };
    PromptRecord {
        card: open.pick.card.clone(),
        rev: open.rev,
        topic: open.sheet.slug.clone(),
        planned_min: open.pick.minutes,
        took_ms: open.watch.read(now.at),
        structure_ms: open.structure_ms,
        points: rubric.points.iter().enumerate().map(point).collect(),
        red_flags: flags.filter_map(|(place, _)| u32::try_from(place).ok()).collect(),
        evidence: open.evidence.clone(),
        phases: came_to.zip(planned).map(phase).collect(),
        notes: open.notes.clone(),
        transcript: match &open.transcript {
            Transcript::Text(text) => text.clone(),
            _ => String::new(),
        },
        skipped: false,
    }
}
