//! An interview in JSON: what happens on its screens as events, and the report as a document.

use serde_json::{Value, json};

use crate::model::Heard;
use crate::session::interview::draw::Remark;
use crate::session::interview::moves::Move;
use crate::session::interview::report::{Before, PointReport, PromptReport, Report, Total};
use crate::session::interview::score::{Mark, Score};
use crate::session::interview::screen::{Deed, InterviewView, PromptHead, Rating, Stage};
use crate::session::screen::{Measures, Timer};
use crate::terminal::interview::remark_text;

/// Returns the events that tell what is new on a screen.
pub(super) fn events(
    before: Option<&InterviewView>,
    view: &InterviewView,
    timers: &[Timer],
) -> Vec<Value> {
    let then = before.filter(|before| before.prompt == view.prompt).map(|before| &before.stage);
    match (&view.stage, then) {
        (Stage::Opening { .. }, _) if view.prompt.is_some() || before.is_some() => Vec::new(),
        (Stage::Opening { remarks, recorder }, _) => {
            vec![opening(view, remarks, recorder.as_deref())]
        }
        (Stage::Answering(now), Some(Stage::Answering(then))) if now.phase == then.phase => {
            let mut events = Vec::new();
            if let (Some(ms), None) = (now.structure_ms, then.structure_ms) {
                events.push(json!({"event": "outline", "after_ms": ms}));
            }
            for (place, (now, then)) in now.evidence.iter().zip(&then.evidence).enumerate() {
                if let (Some(shows), None) = (&now.shows, &then.shows) {
                    events.push(json!({
                        "event": "evidence", "number": place + 1, "ask": now.ask, "shows": shows,
                    }));
                }
            }
            if now.notes != then.notes {
                events.push(json!({"event": "noted", "notes": now.notes}));
            }
            events
        }
        (
            Stage::Probing { number, notes, .. },
            Some(Stage::Probing { number: last, notes: then, .. }),
        ) if number == last => {
            let noted = json!({"event": "noted", "notes": notes});
            (notes != then).then_some(noted).into_iter().collect()
        }
        (Stage::Rating(_), Some(Stage::Rating(_))) => Vec::new(),
        (now, Some(then)) if now == then => Vec::new(),
        (stage, _) => {
            view.prompt.as_ref().map_or_else(|| ending(stage), |head| told(view, head, timers))
        }
    }
}

fn opening(view: &InterviewView, remarks: &[Remark], recorder: Option<&str>) -> Value {
    let terms = &view.terms;
    json!({
        "event": "interview",
        "round": terms.round,
        "level": terms.level,
        "prompts": terms.planned,
        "minutes": terms.planned_min,
        "remarks": remarks.iter().map(remark_text).collect::<Vec<_>>(),
        "records": recorder.is_some(),
    })
}

fn told(view: &InterviewView, head: &PromptHead, timers: &[Timer]) -> Vec<Value> {
    let event = match &view.stage {
        Stage::Answering(answering) => {
            let phase = answering.phase.as_ref().map(|phase| {
                json!({
                    "number": phase.number, "of": phase.of, "name": phase.name,
                    "planned_ms": phase.planned_ms,
                })
            });
            json!({
                "event": "prompt",
                "card": head.card,
                "topic": head.slug,
                "lang": head.lang,
                "number": head.number,
                "of": view.terms.planned,
                "minutes": head.minutes,
                "prompt": answering.prompt,
                "phase": phase,
                "evidence": answering.evidence.iter().map(|piece| &piece.ask).collect::<Vec<_>>(),
            })
        }
        Stage::Probing { ask, number, of, is_probe, .. } => json!({
            "event": "follow_up", "number": number, "of": of, "ask": ask, "probe": is_probe,
        }),
        Stage::Transcribing => json!({"event": "transcribing"}),
        Stage::Rating(rating) => rubric(rating),
        Stage::Rated { report, due, due_on, .. } => json!({
            "event": "rated",
            "prompt": prompt(report),
            "due": due,
            "due_on": due_on,
        }),
        Stage::Paused => {
            let timer = timers.iter().find(|timer| timer.measures == Measures::This);
            json!({"event": "paused", "after_ms": timer.map(|timer| timer.spent_ms)})
        }
        Stage::Stopping { saved } => json!({"event": "stopping", "saved": saved}),
        Stage::Opening { .. } | Stage::Done(_) => return ending(&view.stage),
    };
    vec![event]
}

fn ending(stage: &Stage) -> Vec<Value> {
    match stage {
        Stage::Done(report) => vec![json!({"event": "report", "report": document(report)})],
        _ => Vec::new(),
    }
}

fn rubric(rating: &Rating) -> Value {
    let points = rating.points.iter().map(|point| {
        json!({
            "id": point.id,
            "point": point.text,
            "must": point.must,
            "required": point.is_required,
            "suggested": point.suggested,
        })
    });
    let flags = rating.red_flags.iter().map(|flag| &flag.text);
    let asked =
        rating.follow_ups.iter().map(|follow| json!({"ask": follow.ask, "strong": follow.strong}));
    json!({
        "event": "rubric",
        "points": points.collect::<Vec<_>>(),
        "red_flags": flags.collect::<Vec<_>>(),
        "follow_ups": asked.collect::<Vec<_>>(),
        "notes": rating.notes,
        "transcript": rating.transcript,
    })
}

/// Returns the deed that a move is.
pub(super) fn deed(step: &Move) -> Deed {
    match step {
        Move::Outline => Deed::Outline,
        Move::Editor => Deed::Editor,
        Move::Evidence(_) => Deed::Evidence,
        Move::Pause => Deed::Pause,
        Move::Said => Deed::Said,
        Move::Hear(heard) => Deed::Hear(*heard),
        Move::Raise(raised) => Deed::Raise(*raised),
        Move::Back => Deed::Back,
        Move::Stop => Deed::Stop,
        Move::Rate { .. } => Deed::Rate,
    }
}

/// Says what can be done on a screen, where something else was wanted.
pub(super) fn untimely(view: &InterviewView) -> String {
    let can = match &view.stage {
        Stage::Opening { .. } => "next begins the interview",
        Stage::Answering(_) => {
            "the prompt is open: outline, note, evidence, pause, skip, stop, and next when it \
             is answered"
        }
        Stage::Probing { .. } => {
            "a follow-up is open: said, note, back, pause, skip, stop, and continue when it is \
             answered"
        }
        Stage::Transcribing => "the answer is being written down: next goes on without it",
        Stage::Rating(_) => "the rubric is open: rate, skip or stop",
        Stage::Rated { .. } => "the prompt is rated: next, undo or stop",
        Stage::Paused => "the time stands still: next or stop",
        Stage::Stopping { .. } => "say stop once more to end it, or next",
        Stage::Done(_) => "the interview is over: undo, or quit",
    };
    can.to_owned()
}

/// Returns a report as one document.
pub fn document(report: &Report) -> Value {
    let held = &report.held;
    let terms = &held.terms;
    let prompts: Vec<Value> = report.prompts.iter().map(prompt).collect();
    let points = |heard, must| -> Vec<Value> {
        let point = |(place, point): (usize, &PointReport)| {
            let card = report.prompts.get(place).map(|prompt| &prompt.card);
            json!({"card": card, "id": point.id, "point": point.text, "see": point.see})
        };
        report.points(heard, must).map(point).collect()
    };
    let study: Vec<Value> = report
        .study
        .iter()
        .map(|study| {
            json!({
                "topic": study.slug, "title": study.topic, "page": study.has_page,
                "cards": study.notes,
            })
        })
        .collect();
    json!({
        "began": began(report),
        "day": held.moment.day,
        "round": terms.round,
        "level": terms.level,
        "filter": terms.filter,
        "seed": terms.seed,
        "planned": {"prompts": terms.planned, "minutes": terms.planned_min},
        "total": total(&report.total),
        "prompts": prompts,
        "missed": points(Heard::Missed, true),
        "only_probed": points(Heard::Probed, true),
        "never_raised": points(Heard::Missed, false),
        "study": study,
        "before": report.before.as_ref().map(before),
    })
}

/// Writes when an interview began, with the offset in force then.
fn began(report: &Report) -> Option<String> {
    let held = &report.held;
    let moment = crate::model::Moment { at: held.began, ..held.moment };
    let local = moment.local()?;
    Some(local.to_rfc3339_opts(chrono::SecondsFormat::Millis, false))
}

fn before(before: &Before) -> Value {
    let terms = &before.held.terms;
    json!({
        "day": before.held.moment.day,
        "round": terms.round,
        "level": terms.level,
        "total": total(&before.total),
    })
}

/// Returns what several prompts came to.
pub fn total(total: &Total) -> Value {
    json!({
        "rated": total.rated,
        "skipped": total.skipped,
        "verdict": total.mark().map(verdict),
        "score": score(&total.score),
        "took_ms": total.took_ms,
        "planned_ms": total.planned_ms,
        "outlines": total.structured,
        "outline_ms": total.structure_ms,
    })
}

fn score(score: &Score) -> Value {
    json!({
        "share": score.share_hundredths().map(|share| f64::from(share) / 10_000.0),
        "points": score.points,
        "unprompted": score.unprompted,
        "probed": score.probed,
        "missed": score.points - score.unprompted - score.probed,
        "required": score.required,
        "required_probed": score.required_probed,
        "required_missed": score.required_missed,
        "red_flags": score.red_flags,
    })
}

fn verdict(mark: Mark) -> &'static str {
    match mark {
        Mark::Strong => "strong",
        Mark::Good => "good",
        Mark::NotYet => "not_yet",
    }
}

fn prompt(prompt: &PromptReport) -> Value {
    let points = prompt.points.iter().map(|point| {
        json!({
            "id": point.id,
            "point": point.text,
            "required": point.must,
            "heard": point.heard,
            "see": point.see,
        })
    });
    let phases = prompt.phases.iter().map(|(name, phase)| {
        json!({"name": name, "planned_ms": phase.planned_ms, "took_ms": phase.took_ms})
    });
    json!({
        "card": prompt.card,
        "topic": prompt.topic,
        "prompt": prompt.prompt,
        "skipped": prompt.skipped,
        "verdict": prompt.mark().map(verdict),
        "score": score(&prompt.score),
        "took_ms": prompt.took_ms,
        "planned_ms": prompt.planned_ms,
        "outline_ms": prompt.structure_ms,
        "points": points.collect::<Vec<_>>(),
        "red_flags": prompt.red_flags,
        "evidence": prompt.evidence,
        "phases": phases.collect::<Vec<_>>(),
        "notes": prompt.notes,
        "transcript": prompt.transcript,
    })
}
