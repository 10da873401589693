//! From the state of an interview to what is on the screen.

use crate::model::Timestamp;
use crate::session::interview::draw::Pick;
use crate::session::interview::machine::{MockInterview, View};
use crate::session::interview::moves::Transcript;
use crate::session::interview::open::Open;
use crate::session::interview::report::PromptReport;
use crate::session::interview::screen::{
    Answering, Deed, EvidenceView, FlagView, InterviewView, PhaseView, PointView, PromptHead,
    Rating, Stage,
};
use crate::session::screen::{Act, Body, Measures, Screen, Timer};

/// How long a face that shows no time waits before it asks for a transcript again.
const POLL_MS: u64 = 1_000;

impl MockInterview {
    pub(super) fn view(&self) -> Screen {
        let view = InterviewView {
            terms: self.setup.terms.clone(),
            prompt: self.head(),
            stage: self.stage(),
        };
        Screen {
            head: None,
            body: Body::Interview(Box::new(view)),
            notices: self.notices.clone(),
            acts: self.acts(),
            timers: self.timers(),
        }
    }

    fn head(&self) -> Option<PromptHead> {
        let open = self.open.as_ref()?;
        Some(PromptHead {
            card: open.pick.card.clone(),
            topic: open.sheet.topic.clone(),
            slug: open.sheet.slug.clone(),
            lang: open.lang.clone(),
            number: u32::try_from(self.at + 1).unwrap_or(u32::MAX),
            minutes: open.pick.minutes,
        })
    }

    fn stage(&self) -> Stage {
        match (&self.view, &self.open) {
            (View::Answering, Some(open)) => Stage::Answering(answering(open)),
            (View::Probing, Some(open)) => probing(open),
            (View::Transcribing, Some(_)) => Stage::Transcribing,
            (View::Rating, Some(open)) => Stage::Rating(Box::new(self.rating(open))),
            (View::Rated, Some(_)) => self.rated_stage(),
            (View::Paused(_), _) => Stage::Paused,
            (View::Stopping(_), _) => {
                Stage::Stopping { saved: u32::try_from(self.written.len()).unwrap_or(u32::MAX) }
            }
            (View::Opening | View::Waiting, _) => self.opening(),
            _ => Stage::Done(Box::new(self.report())),
        }
    }

    fn opening(&self) -> Stage {
        Stage::Opening {
            remarks: self.setup.remarks.clone(),
            recorder: self.setup.recorder.clone(),
        }
    }

    fn rated_stage(&self) -> Stage {
        let Some(record) = self.written.last() else { return self.opening() };
        let report = PromptReport::of(record, self.sheets.get(&record.card));
        Stage::Rated {
            report: Box::new(report),
            due: self.named(record).into_iter().map(|(note, _)| note).collect(),
            due_on: self.now.day + 1,
            is_last: self.at + 1 >= self.setup.picks.len(),
        }
    }

    fn rating(&self, open: &Open) -> Rating {
        let rubric = &open.sheet.rubric;
        let mut phase = None;
        let points = rubric.points.iter().enumerate().map(|(place, point)| {
            let begins = point.phase != phase;
            phase = point.phase;
            let name = point.phase.and_then(|at| rubric.phases.get(at));
            let name = name.map_or_else(String::new, |phase| phase.name.clone());
            PointView {
                id: point.id.clone(),
                text: point.text.clone(),
                must: point.must,
                is_required: point.is_required(self.setup.terms.level),
                phase: begins.then_some(name),
                heard: open.heard.get(place).copied().flatten(),
                suggested: open.suggested.get(place).copied().flatten(),
            }
        });
        let points = points.collect();
        let flags = rubric.red_flags.iter().zip(&open.raised);
        let flag = |(text, raised): (&String, &Option<bool>)| FlagView {
            text: text.clone(),
            raised: *raised,
        };
        let asked = open.follow_ups.iter().filter_map(|&place| rubric.follow_ups.get(place));
        Rating {
            points,
            red_flags: flags.map(flag).collect(),
            at: open.cursor,
            follow_ups: asked.cloned().collect(),
            notes: open.notes.clone(),
            transcript: match &open.transcript {
                Transcript::Text(text) => text.clone(),
                _ => String::new(),
            },
        }
    }

    fn timers(&self) -> Vec<Timer> {
        let (view, runs) = match &self.view {
            View::Paused(inner) => (&**inner, false),
            view => (view, true),
        };
        match (view, &self.open) {
            (View::Answering | View::Probing, Some(open)) => self.clocks(open, view, runs),
            (View::Transcribing, Some(_)) => vec![Timer {
                measures: Measures::This,
                spent_ms: 0,
                limit_ms: Some(POLL_MS),
                ends: true,
                runs: true,
            }],
            _ => Vec::new(),
        }
    }

    fn clocks(&self, open: &Open, view: &View, runs: bool) -> Vec<Timer> {
        let now: Timestamp = self.now.at;
        let timer = |measures, spent_ms, limit_ms| Timer {
            measures,
            spent_ms,
            limit_ms: Some(limit_ms),
            ends: false,
            runs,
        };
        let spent = open.watch.read(now);
        let planned = u64::from(open.pick.minutes) * 60_000;
        let rubric = &open.sheet.rubric;
        if let (View::Answering, Some(phase)) = (view, open.phases.get(open.phase)) {
            let limit = rubric.phase_ms(planned).get(open.phase).copied().unwrap_or(planned);
            return vec![
                timer(Measures::This, phase.read(now), limit),
                timer(Measures::Whole, spent, planned),
            ];
        }
        let mut timers = vec![timer(Measures::This, spent, planned)];
        if self.setup.picks.len() > 1 {
            let before: u64 = self.written.iter().map(|record| record.took_ms).sum();
            let minutes = self.setup.picks.iter().map(|pick: &Pick| u64::from(pick.minutes));
            let whole = minutes.sum::<u64>() * 60_000;
            timers.push(timer(Measures::Whole, before.saturating_add(spent), whole));
        }
        timers
    }

    /// Returns what can be done on the screen.
    fn acts(&self) -> Vec<Act> {
        let deeds = |deeds: &[Deed]| deeds.iter().copied().map(Act::Interview).collect::<Vec<_>>();
        let mut acts = vec![Act::Continue];
        match (&self.view, &self.open) {
            (View::Answering, Some(open)) => {
                if !open.sheet.rubric.evidence.is_empty() {
                    acts.push(Act::Interview(Deed::Evidence));
                }
                if open.structure_ms.is_none() {
                    acts.push(Act::Interview(Deed::Outline));
                }
                acts.extend(deeds(&[Deed::Note, Deed::Editor, Deed::Pause, Deed::Stop]));
                acts.push(Act::Skip);
            }
            (View::Probing, Some(open)) => {
                if open.probe().is_some_and(|follow| follow.if_missed.is_some()) {
                    acts.push(Act::Interview(Deed::Said));
                }
                acts.extend(deeds(&[
                    Deed::Note,
                    Deed::Editor,
                    Deed::Back,
                    Deed::Pause,
                    Deed::Stop,
                ]));
                acts.push(Act::Skip);
            }
            (View::Rating, Some(open)) => acts = rating_acts(open),
            (View::Rated, _) => {
                acts.push(Act::Undo);
                // At the last prompt, to go on is to end.
                if self.at + 1 < self.setup.picks.len() {
                    acts.push(Act::Interview(Deed::Stop));
                }
            }
            (View::Done, _) => {
                acts = if self.undo.is_empty() { Vec::new() } else { vec![Act::Undo] };
                acts.push(Act::Quit);
            }
            (View::Opening, _) => acts.push(Act::Quit),
            _ => acts.push(Act::Interview(Deed::Stop)),
        }
        acts
    }
}

fn rating_acts(open: &Open) -> Vec<Act> {
    use crate::model::Heard;
    let points = open.heard.len();
    let mut acts = Vec::new();
    if open.cursor < points {
        let known = |list: &[Option<Heard>]| list.get(open.cursor).copied().flatten();
        if known(&open.heard).or_else(|| known(&open.suggested)).is_some() {
            acts.push(Act::Continue);
        }
        acts.extend(Heard::ALL.map(|heard| Act::Interview(Deed::Hear(heard))));
    } else if open.cursor < points + open.raised.len() {
        acts.push(Act::Continue);
        acts.extend([true, false].map(|raised| Act::Interview(Deed::Raise(raised))));
    } else {
        acts.push(Act::Continue);
    }
    if open.cursor > 0 {
        acts.push(Act::Interview(Deed::Back));
    }
    acts.extend([Deed::Rate, Deed::Stop].map(Act::Interview));
    acts.push(Act::Skip);
    acts
}

fn answering(open: &Open) -> Answering {
    let rubric = &open.sheet.rubric;
    let planned = rubric.phase_ms(u64::from(open.pick.minutes) * 60_000);
    let phase = rubric.phases.get(open.phase).map(|phase| PhaseView {
        name: phase.name.clone(),
        number: u32::try_from(open.phase + 1).unwrap_or(u32::MAX),
        of: u32::try_from(rubric.phases.len()).unwrap_or(u32::MAX),
        planned_ms: planned.get(open.phase).copied().unwrap_or(0),
        next: rubric.phases.get(open.phase + 1).map(|next| next.name.clone()),
    });
    let handed = |place: usize| open.evidence.iter().any(|&one| one as usize == place);
    let evidence = rubric.evidence.iter().enumerate().map(|(place, piece)| EvidenceView {
        ask: piece.ask.clone(),
        shows: handed(place).then(|| piece.shows.clone()),
    });
    Answering {
        prompt: rubric.prompt.clone(),
        phase,
        evidence: evidence.collect(),
        structure_ms: open.structure_ms,
        notes: open.notes.clone(),
        is_heard: open.is_heard,
    }
}

fn probing(open: &Open) -> Stage {
    let follow = open.probe();
    Stage::Probing {
        prompt: open.sheet.rubric.prompt.clone(),
        ask: follow.map(|follow| follow.ask.clone()).unwrap_or_default(),
        number: u32::try_from(open.follow + 1).unwrap_or(u32::MAX),
        of: u32::try_from(open.follow_ups.len()).unwrap_or(u32::MAX),
        is_probe: follow.is_some_and(|follow| follow.if_missed.is_some()),
        notes: open.notes.clone(),
        is_heard: open.is_heard,
    }
}
