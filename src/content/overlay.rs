//! Laying a translation over its source.
//!
//! The unit is the card. All its texts are translated, or the card stays in its own language;
//! only `more` may stay as it is, and a `gist` without a translation is left out. Options and
//! items are text by position: which of them is right, the source alone says.

use crate::cards::fingerprint::Fingerprint;
use crate::cards::kinds::{interview::Interview, mcq::Mcq, scenario::Scenario};
use crate::cards::note::{Content, Note, Translation};
use crate::content::translation::Texts;

/// Lays a translation over its source. Without a usable one the note stays in its own language
/// and says so.
pub fn apply(mut note: Note, lang: &str, texts: Option<(Texts, Option<Fingerprint>)>) -> Note {
    note.translation = Translation::Missing;
    let Some((texts, of)) = texts else { return note };
    let is_current = of == Some(Fingerprint::of_note(&note));
    // Where a position or a word decides what is right, an old wording could judge wrongly.
    let judged = matches!(
        note.content,
        Content::Mcq(_) | Content::Order(_) | Content::Typed(_) | Content::Cloze(_)
    );
    if !is_current && judged {
        return note;
    }
    let mut content = note.content.clone();
    if lay(&mut content, &texts).is_none() {
        return note;
    }
    note.content = content;
    note.gist = texts.gist;
    note.more = texts.more.or(note.more);
    note.lang = lang.to_owned();
    note.translation = if is_current { Translation::Current } else { Translation::Stale };
    note
}

/// Replaces every text; none where one is missing.
fn lay(content: &mut Content, texts: &Texts) -> Option<()> {
    match content {
        Content::Basic(basic) => {
            basic.front = texts.front.clone()?;
            basic.back = texts.back.clone()?;
        }
        Content::Reversed(reversed) => {
            reversed.front = texts.front.clone()?;
            reversed.back = texts.back.clone()?;
            for (own, other) in [
                (&mut reversed.ask_forward, &texts.ask_forward),
                (&mut reversed.ask_back, &texts.ask_back),
            ] {
                if own.is_some() {
                    *own = Some(other.clone()?);
                }
            }
        }
        Content::Cloze(cloze) => {
            let numbers = cloze.numbers();
            cloze.text = texts.text.clone()?;
            if cloze.numbers() != numbers {
                return None;
            }
        }
        Content::Typed(typed) => {
            typed.front = texts.front.clone()?;
            let more = texts.accept.iter().filter(|text| !typed.accept.contains(text));
            let more: Vec<String> = more.cloned().collect();
            typed.accept.extend(more);
        }
        Content::Order(order) => {
            order.front = texts.front.clone()?;
            order.items = same_length(&order.items, &texts.items)?.to_vec();
        }
        Content::Mcq(mcq) => lay_mcq(mcq, texts)?,
        Content::Scenario(scenario) => lay_scenario(scenario, texts)?,
        Content::Interview(interview) => lay_interview(interview, texts)?,
    }
    Some(())
}

fn lay_mcq(mcq: &mut Mcq, texts: &Texts) -> Option<()> {
    mcq.front = texts.front.clone()?;
    let options = same_length(&mcq.options, &texts.options)?;
    for (own, other) in mcq.options.iter_mut().zip(options) {
        if own.why.is_empty() != other.why.is_empty() {
            return None;
        }
        own.text = other.text.clone();
        own.why = other.why.clone();
    }
    Some(())
}

fn lay_scenario(scenario: &mut Scenario, texts: &Texts) -> Option<()> {
    scenario.setup = texts.setup.clone()?;
    scenario.ask = texts.ask.clone()?;
    scenario.choice = texts.choice.clone()?;
    scenario.because = texts.because.clone()?;
    scenario.cost = texts.cost.clone()?;
    scenario.flips_if = texts.flips_if.clone()?;
    let otherwise = same_length(&scenario.otherwise, &texts.otherwise)?;
    for (own, other) in scenario.otherwise.iter_mut().zip(otherwise) {
        own.text = other.text.clone();
        own.why = other.why.clone();
    }
    Some(())
}

fn lay_interview(interview: &mut Interview, texts: &Texts) -> Option<()> {
    interview.prompt = texts.prompt.clone()?;
    interview.red_flags = same_length(&interview.red_flags, &texts.red_flags)?.to_vec();
    let points = same_length(&interview.key_points, &texts.key_points)?;
    for (own, other) in interview.key_points.iter_mut().zip(points) {
        if other.id.as_ref().is_some_and(|id| *id != own.id) {
            return None;
        }
        own.point = other.point.clone();
    }
    let follow_ups = same_length(&interview.follow_ups, &texts.follow_ups)?;
    for (own, other) in interview.follow_ups.iter_mut().zip(follow_ups) {
        own.ask = other.ask.clone();
        own.strong = other.strong.clone();
    }
    let evidence = same_length(&interview.evidence, &texts.evidence)?;
    for (own, other) in interview.evidence.iter_mut().zip(evidence) {
        own.ask = other.ask.clone();
        own.shows = other.shows.clone();
    }
    let phases = same_length(&interview.phases, &texts.phases)?;
    for (own, other) in interview.phases.iter_mut().zip(phases) {
        own.name = other.name.clone();
        let points = same_length(&own.points, &other.points)?;
        for (point, text) in own.points.iter_mut().zip(points) {
            // A point that names a key point says which one; the text stands with that.
            if !interview.key_points.iter().any(|key| key.id == *point) {
                point.clone_from(text);
            }
        }
    }
    Some(())
}

/// Returns the translated list, where it has an entry for each of the source's.
fn same_length<'t, A, B>(own: &[A], other: &'t [B]) -> Option<&'t [B]> {
    (own.len() == other.len()).then_some(other)
}
