//! What a program is told of a quiz: its questions, and its report, which `quiz --json` prints too.

use chrono::SecondsFormat;
use serde_json::{Value, json};

use crate::cards::{Answer, Facet, Question};
use crate::model::sitting::{QuizItem, WHOLE_PPM};
use crate::model::{CardId, Moment};
use crate::session::quiz::screen::{Earlier, Part, Score};
use crate::session::screen::{CardView, Head, Marked, Measures, Offer, QuizEnd, Timer};
use crate::terminal::jsonl::event::{add, answer_fields, question_fields};

/// Asks a question of a quiz.
pub fn question(view: &CardView, head: &Head, timers: &[Timer]) -> Value {
    let (number, of) = head.count.unwrap_or_default();
    let left = |measures| {
        let timer = timers.iter().find(|timer| timer.measures == measures);
        timer.and_then(Timer::left_ms)
    };
    let mut event = json!({
        "event": "question",
        "number": number,
        "of": of,
        "card": view.card,
        "kind": view.kind,
        "topic": head.slug,
        "facet": head.facet.map(Facet::name),
        "lang": view.lang,
        "left_ms": left(Measures::This),
        "left_in_all_ms": left(Measures::Whole),
    });
    add(&mut event, question_fields(&view.question));
    event
}

/// Asks how sure the person is of the answer just given.
pub fn how_sure(card: &CardId) -> Value {
    json!({ "event": "how_sure", "card": card })
}

/// Says that an answer was written.
pub fn answered(card: &CardId) -> Value {
    json!({ "event": "answered", "card": card })
}

/// What an answer came to, for the `answer` event.
pub fn marked(marked: &Marked) -> Value {
    json!({
        "given": marked.given,
        "credit": credit(marked.credit_ppm),
        "sure": marked.sure,
    })
}

/// Offers sections as known; they are numbered from 1.
pub fn offers(offers: &[Offer]) -> Value {
    let offer = |offer: &Offer| {
        json!({
            "section": offer.title,
            "asked": offer.asked,
            "right": offer.right,
            "cards": offer.cards,
            "chosen": offer.is_chosen,
        })
    };
    json!({ "event": "offers", "offers": offers.iter().map(offer).collect::<Vec<_>>() })
}

/// Ends the quiz.
pub fn report_event(end: &QuizEnd) -> Value {
    json!({ "event": "report", "report": report(end) })
}

/// Returns the report of a quiz as one document.
pub fn report(end: &QuizEnd) -> Value {
    let QuizEnd { record, report, titles, .. } = end;
    let by = |parts: &[Part], name: &str| -> Vec<Value> {
        let part = |part: &Part| {
            let title = part.name.as_ref().map(|slug| titles.get(slug).unwrap_or(slug));
            let mut row = json!({ name: part.name });
            if name == "topic" {
                add(&mut row, json!({ "title": title }));
            }
            add(&mut row, score(&part.score));
            add(&mut row, json!({ "before": part.before.share() }));
            row
        };
        parts.iter().map(part).collect()
    };
    let calibration = report.calibration.iter().map(|(sure, score)| {
        let share = f64::from(score.right) / f64::from(score.asked.max(1));
        json!({ "sure": sure, "answers": score.asked, "right": score.right, "share": share })
    });
    let weakest = report.weakest().filter_map(|part| {
        let slug = part.name.as_ref()?;
        Some(json!({ "topic": slug, "study": format!("revisit study {slug}") }))
    });
    let items = record.items.iter().zip(&end.answers).enumerate();
    let mut document = json!({
        "at": at(end.moment),
        "day": end.moment.day,
        "filter": record.filter,
        "seed": record.seed,
        "recorded": record.recorded,
        "placed": record.placed,
        "planned": record.planned,
        "took_ms": record.took_ms,
    });
    add(&mut document, score(&report.score));
    add(
        &mut document,
        json!({
            "unanswered": report.unanswered,
            "late": report.late,
            "topics": by(&report.topics, "topic"),
            "facets": by(&report.facets, "facet"),
            "calibration": calibration.collect::<Vec<_>>(),
            "weakest": weakest.collect::<Vec<_>>(),
            "change": report.change(),
            "earlier": report.earlier.iter().map(earlier).collect::<Vec<_>>(),
            "questions": items.map(|(at, (item, view))| asked(at, item, view)).collect::<Vec<_>>(),
        }),
    );
    document
}

/// Returns an earlier quiz as a row.
pub fn earlier(earlier: &Earlier) -> Value {
    let Earlier { moment, score: result, took_ms } = earlier;
    let mut row = json!({ "at": at(*moment), "day": moment.day, "took_ms": took_ms });
    add(&mut row, score(result));
    row
}

/// Returns the fields of a score.
pub fn score(score: &Score) -> Value {
    json!({
        "asked": score.asked,
        "right": score.right,
        "points": score.points(),
        "share": score.share(),
        "interval_95": score.interval_95().map(|(low, high)| [low, high]),
    })
}

fn asked(place: usize, item: &QuizItem, view: &CardView) -> Value {
    let mut row = json!({
        "number": place + 1,
        "card": item.card,
        "kind": view.kind,
        "topic": item.topic,
        "facet": item.facet,
        "took_ms": item.took_ms,
    });
    add(&mut row, marked(&Marked::of(item)));
    add(&mut row, question_fields(&view.question));
    if let Some(shown) = &view.revealed {
        add(&mut row, answered_fields(view, &shown.answer));
        if let Some(judged) = &shown.verdict {
            add(&mut row, json!({ "explain": judged.verdict.explain }));
            if let Some(picked) = judged.picked {
                add(&mut row, json!({ "choice": picked + 1 }));
            }
        }
        add(&mut row, json!({ "correct": item.is_right(), "more": shown.more }));
    }
    row
}

/// The answer, but for what the question has under the same name.
fn answered_fields(view: &CardView, answer: &Answer) -> Value {
    match (answer, &view.question) {
        (Answer::Order { items }, Question::Order { .. }) => json!({ "in_order": items }),
        _ => answer_fields(answer),
    }
}

fn credit(ppm: u32) -> f64 {
    f64::from(ppm) / f64::from(WHOLE_PPM)
}

fn at(moment: Moment) -> Option<String> {
    moment.local().map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false))
}
