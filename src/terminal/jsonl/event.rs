//! What a program is told.

use serde_json::{Map, Value, json};

use crate::cards::{Answer, Facet, Question};
use crate::model::{CardId, Day, Grade};
use crate::scheduler::{CardState, StateRow};
use crate::session::screen::{CardView, Head, Judged, Outcome, Revealed, SourceLine, Summary};
use crate::terminal::jsonl::{PROTOCOL, quiz};

/// Says hello.
pub fn hello(version: &str, day: Day, seed: u64) -> Value {
    json!({
        "event": "hello", "protocol": PROTOCOL, "version": version, "day": day, "seed": seed,
    })
}

/// Asks a card.
pub fn question(view: &CardView, head: &Head) -> Value {
    let mut event = json!({
        "event": "question",
        "card": view.card,
        "kind": view.kind,
        "topic": head.slug,
        "facet": head.facet.map(Facet::name),
        "lang": view.lang,
        "drill": head.drill,
        "new": head.is_new,
        "flagged": head.flagged,
        "corrected": view.corrected,
        "left": {
            "new": head.left.new, "learning": head.left.learning, "review": head.left.review,
        },
    });
    add(&mut event, question_fields(&view.question));
    event
}

/// What a kind asks with.
pub(super) fn question_fields(question: &Question) -> Value {
    match question {
        Question::Plain { front } | Question::Typed { front } => json!({ "front": front }),
        Question::Cloze { text, hint } => json!({ "text": text, "hint": hint }),
        Question::Mcq { front, options, .. } => json!({ "front": front, "options": options }),
        Question::Order { front, items, .. } => json!({ "front": front, "items": items }),
        Question::Scenario { setup, ask } => json!({ "setup": setup, "ask": ask }),
        Question::Interview { prompt, minutes } => json!({ "prompt": prompt, "minutes": minutes }),
    }
}

/// Reveals a card. A judged response adds `correct`, `explain` and `suggested`.
pub fn answer(revealed: &Revealed) -> Value {
    let mut event = json!({
        "event": "answer",
        "gist": revealed.gist,
        "more": revealed.more,
        "source": revealed.sources.iter().map(source).collect::<Vec<_>>(),
    });
    if let Some(outcomes) = &revealed.outcomes {
        add(&mut event, json!({ "grades": grades(outcomes) }));
    }
    add(&mut event, answer_fields(&revealed.answer));
    if let Some(judged) = &revealed.verdict {
        add(&mut event, verdict(judged, revealed.outcomes.is_some()));
    }
    if let Some(marked) = &revealed.marked {
        add(&mut event, quiz::marked(marked));
    }
    event
}

pub(super) fn answer_fields(answer: &Answer) -> Value {
    match answer {
        Answer::Plain { back } => json!({ "back": back }),
        Answer::Cloze { text, hidden } => json!({ "text": text, "hidden": hidden }),
        Answer::Mcq { options } => {
            let options: Vec<Value> = options
                .iter()
                .map(|o| json!({ "text": o.text, "correct": o.correct, "why": o.why }))
                .collect();
            json!({ "options": options })
        }
        Answer::Order { items } => json!({ "items": items }),
        Answer::Typed { accept } => json!({ "accept": accept }),
        Answer::Scenario { choice, because, cost, flips_if, otherwise } => {
            let otherwise: Vec<Value> =
                otherwise.iter().map(|way| json!({ "text": way.text, "why": way.why })).collect();
            json!({
                "choice": choice,
                "because": because,
                "cost": cost,
                "flips_if": flips_if,
                "otherwise": otherwise,
            })
        }
        Answer::Interview { key_points, red_flags, follow_ups, evidence, phases } => json!({
            "key_points": key_points,
            "red_flags": red_flags,
            "follow_ups": follow_ups,
            "evidence": evidence,
            "phases": phases,
        }),
    }
}

fn verdict(judged: &Judged, is_graded: bool) -> Value {
    let verdict = &judged.verdict;
    let mut fields = json!({ "correct": verdict.correct, "explain": verdict.explain });
    if is_graded {
        add(&mut fields, json!({ "suggested": verdict.suggested }));
    }
    if let Some(picked) = judged.picked {
        add(&mut fields, json!({ "choice": picked + 1 }));
    }
    fields
}

fn source(line: &SourceLine) -> Value {
    json!({
        "id": line.citation.source,
        "place": line.citation.place,
        "title": line.title,
        "url": line.url,
    })
}

fn grades(outcomes: &[Outcome; 4]) -> Value {
    let mut grades = Map::new();
    for outcome in outcomes {
        let mut what = json!({ "due": outcome.due, "interval_days": outcome.interval_days });
        if outcome.drill {
            add(&mut what, json!({ "drill": true }));
        }
        if outcome.unscheduled {
            add(&mut what, json!({ "unscheduled": true }));
        }
        grades.insert(outcome.grade.name().to_owned(), what);
    }
    Value::Object(grades)
}

/// Says that a grade was written, and what the card's state is now.
pub fn graded(card: &CardId, grade: Grade, state: &CardState) -> Value {
    json!({
        "event": "graded",
        "card": card,
        "grade": grade,
        "due": state.due,
        "interval_days": state.sm2.interval_days,
        "state": StateRow::of(state, state.last.unwrap_or_default()),
    })
}

/// How a card was hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenBy {
    /// Until tomorrow.
    Bury,
    /// Until further notice.
    Suspend,
}

/// Says that a card was hidden.
pub fn hidden(card: &CardId, by: HiddenBy) -> Value {
    let by = match by {
        HiddenBy::Bury => "bury",
        HiddenBy::Suspend => "suspend",
    };
    json!({ "event": "hidden", "card": card, "by": by })
}

/// Says that the open card was marked, or its mark removed.
pub fn flagged(flagged: bool) -> Value {
    json!({ "event": "flagged", "flagged": flagged })
}

/// Says what was taken back.
pub fn undone(what: &str) -> Value {
    json!({ "event": "undone", "what": what })
}

/// Says that a line was not understood or came at the wrong time; nothing changed.
pub fn error(message: &str) -> Value {
    json!({ "event": "error", "message": message })
}

/// Says what time it is now.
pub fn clock(now: &str, day: Day) -> Value {
    json!({ "event": "clock", "now": now, "day": day })
}

/// Ends the session; it can still be undone.
pub fn done(summary: &Summary) -> Value {
    let misses: Vec<Value> = summary
        .misses
        .iter()
        .map(|miss| json!({ "card": miss.card, "front": miss.front, "back": miss.back }))
        .collect();
    json!({
        "event": "done",
        "summary": {
            "spent_ms": summary.spent_ms,
            "reviews": summary.reviews,
            "new": summary.new,
            "seen": summary.seen,
            "remembered": summary.remembered,
            "tomorrow": summary.tomorrow,
            "left": summary.left,
            "streak": summary.streak,
            "next_due": summary.next_due,
            "misses": misses,
        },
    })
}

/// Adds the fields of one object to another.
pub(super) fn add(event: &mut Value, fields: Value) {
    if let (Value::Object(event), Value::Object(fields)) = (event, fields) {
        event.extend(fields);
    }
}
