//! From a card as it is written to a [`Note`]: kinds decoded, ids and structure checked.
//!
//! What is refused here could not be studied. What could be better is the lint's business.

use serde::Deserialize;

use crate::cards::fingerprint::text_id;
use crate::cards::kinds::MAX_CHOICES;
use crate::cards::kinds::cloze::Cloze;
use crate::cards::kinds::interview::Interview;
use crate::cards::kinds::mcq::Mcq;
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::library::Parts;
use crate::cards::note::{Citation, Content, Note, Translation};
use crate::cards::{Kind, Tier};
use crate::content::decode::decode_entries;
use crate::content::raw::{Common, bad_id, common_fields, kind_fields};
use crate::content::source::{Span, short};
use crate::content::tree::{Fault, Node, Value};
use crate::model::NoteId;
use crate::model::id::check_id;

/// What a note takes over from its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'c> {
    /// The collection's name.
    pub collection: &'c str,
    /// The deck's topic.
    pub topic: Option<&'c str>,
    /// The language of the deck.
    pub lang: &'c str,
}

type Entry<'n> = (Node<'n>, Node<'n>);

/// Makes a note of a card as it is written. An error costs the card.
pub fn note(node: &Node<'_>, around: Surroundings<'_>) -> Result<Note, Fault> {
    let Value::Map(entries) = &node.value else {
        let message = format!("this card is {} where a mapping is expected", node.what());
        return Err(Fault::new("deck/value", node.span, message)
            .help("write a card as `- id: …`, then `front:` and `back:` below it"));
    };
    let owner = entries.first().map_or(node.span, |(key, _)| key.span);
    let common_names = common_fields();
    let (shared, own): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries
        .iter()
        .partition(|(key, _)| key.text().is_some_and(|name| common_names.contains(&name)));
    let common: Common = decode_entries(&shared, node.flow, &[], owner)?;
    let kind = common.kind.unwrap_or(Kind::Basic);
    let content = content(kind, &own, node.flow, owner)?;
    check_content(&content, node)?;
    check_common(&common, node)?;
    let id = match &common.id {
        Some(id) => id.clone(),
        None => text_id(front(&content)),
    };
    Ok(Note {
        id: NoteId::new(around.collection, &id),
        topic: around.topic.map(str::to_owned),
        facet: common.facet,
        tier: common.tier.unwrap_or(Tier::More),
        rev: common.rev.unwrap_or(1),
        gist: common.gist,
        more: common.more,
        source: common.source.iter().map(|text| Citation::parse(text)).collect(),
        covers: common.covers,
        replaces: common.replaces,
        as_of: common.as_of,
        tags: common.tags,
        anki: common.anki,
        lang: around.lang.to_owned(),
        translation: Translation::Source,
        content,
    })
}

/// Returns the text that names a note without an id: what it asks.
pub fn front(content: &Content) -> &str {
    match content {
        Content::Basic(kind) => &kind.front,
        Content::Reversed(kind) => &kind.front,
        Content::Cloze(kind) => &kind.text,
        Content::Mcq(kind) => &kind.front,
        Content::Order(kind) => &kind.front,
        Content::Typed(kind) => &kind.front,
        Content::Scenario(kind) => &kind.setup,
        Content::Interview(kind) => &kind.prompt,
    }
}

/// Returns which cards a note yields.
pub fn parts(content: &Content) -> Parts {
    match content {
        Content::Reversed(_) => Parts::BOTH,
        Content::Cloze(cloze) => Parts::holes(&cloze.numbers()),
        _ => Parts::SINGLE,
    }
}

fn content(kind: Kind, own: &[&Entry<'_>], flow: bool, owner: Span) -> Result<Content, Fault> {
    fn one<'n, T: Deserialize<'n>>(
        kind: Kind,
        own: &[&'n Entry<'n>],
        flow: bool,
        owner: Span,
    ) -> Result<T, Fault> {
        decode_entries(own, flow, common_fields(), owner).map_err(|fault| explain(kind, own, fault))
    }
    Ok(match kind {
        Kind::Basic => Content::Basic(one(kind, own, flow, owner)?),
        Kind::Reversed => Content::Reversed(one(kind, own, flow, owner)?),
        Kind::Cloze => Content::Cloze(one(kind, own, flow, owner)?),
        Kind::Mcq => Content::Mcq(one(kind, own, flow, owner)?),
        Kind::Order => Content::Order(one(kind, own, flow, owner)?),
        Kind::Typed => Content::Typed(one(kind, own, flow, owner)?),
        Kind::Scenario => Content::Scenario(one(kind, own, flow, owner)?),
        Kind::Interview => Content::Interview(one(kind, own, flow, owner)?),
    })
}

/// Says which kind the fields belong to, where a card seems to have forgotten its `kind`.
fn explain(kind: Kind, own: &[&Entry<'_>], fault: Fault) -> Fault {
    let names: Vec<&str> = own.iter().filter_map(|(key, _)| key.text()).collect();
    match fault.rule {
        "deck/missing-field" => {
            let help = format!("a {kind} card needs it");
            fault.help(help)
        }
        "deck/unknown-field" if !fault.help.contains("quote it") => {
            let fits = |other: &Kind| {
                let fields = kind_fields(*other);
                names.iter().all(|name| fields.contains(name))
            };
            match Kind::ALL.iter().find(|other| **other != kind && fits(other)) {
                Some(other) => fault.help(format!("these are the fields of `kind: {other}`")),
                None => fault,
            }
        }
        _ => fault,
    }
}

fn check_common(common: &Common, node: &Node<'_>) -> Result<(), Fault> {
    let at = |field: &str| node.get(field).map_or(node.span, |value| value.span);
    for (field, id) in [("id", &common.id), ("replaces", &common.replaces)] {
        if let Some(id) = id {
            check_id(id).map_err(|error| bad_id(at(field), &error))?;
        }
    }
    if common.rev == Some(0) {
        return Err(value(at("rev"), "`rev` is 0", "count from 1"));
    }
    if let Some(as_of) = &common.as_of
        && !is_month(as_of)
    {
        let message = format!("`as_of` is `{}`", short(as_of));
        return Err(value(at("as_of"), message, "write a month: `2026-11`"));
    }
    if let Some(covers) = &common.covers
        && !is_misconception(covers)
    {
        let message = format!("`covers` is `{}`", short(covers));
        return Err(value(at("covers"), message, "write a topic and a number: `kafka~3`"));
    }
    let empty_source = common.source.iter().any(|text| Citation::parse(text).source.is_empty());
    if empty_source {
        return Err(value(at("source"), "a source without an id", "write `id#place`"));
    }
    if common.tags.iter().any(|tag| tag.is_empty() || tag.contains([' ', ',', '\n', '\t'])) {
        return Err(value(at("tags"), "a tag is one word", "join its parts with `-`"));
    }
    if common.anki.as_ref().is_some_and(|anki| anki.guid.is_empty()) {
        return Err(value(
            at("anki"),
            "`guid` is empty",
            "leave `anki` out, or give the note's guid",
        ));
    }
    Ok(())
}

fn check_content(content: &Content, node: &Node<'_>) -> Result<(), Fault> {
    for (path, text) in content.as_kind().texts() {
        // A reason may be missing; the lint asks for it.
        if text.trim().is_empty() && !path.ends_with(".why") {
            return Err(structure(at_path(node, &path), format!("`{path}` is empty"), ""));
        }
    }
    match content {
        Content::Mcq(mcq) => check_mcq(mcq, node),
        Content::Order(order) if order.items.len() < 2 => {
            let message = "an order needs at least 2 items";
            Err(structure(at_path(node, "items"), message, "one item has no order"))
        }
        Content::Order(order) if order.items.len() > MAX_CHOICES => {
            let message = format!("an order has at most {MAX_CHOICES} items");
            let at = at_path(node, &format!("items.{}", MAX_CHOICES + 1));
            Err(structure(at, message, "make several orders of it: the digits 1 to 9 answer it"))
        }
        Content::Cloze(cloze) => check_cloze(cloze, node),
        Content::Typed(typed) => check_typed(typed, node),
        Content::Interview(interview) => check_interview(interview, node),
        _ => Ok(()),
    }
}

fn check_mcq(mcq: &Mcq, node: &Node<'_>) -> Result<(), Fault> {
    let at = at_path(node, "options");
    if mcq.options.len() < 2 {
        return Err(structure(at, "a choice needs at least 2 options", ""));
    }
    if mcq.options.len() > MAX_CHOICES {
        let at = at_path(node, &format!("options.{}", MAX_CHOICES + 1));
        let message = format!("a choice has at most {MAX_CHOICES} options");
        return Err(structure(at, message, "leave some out: the digits 1 to 9 answer it"));
    }
    let mut right = mcq.options.iter().enumerate().filter(|(_, choice)| choice.correct);
    match (right.next(), right.next()) {
        (Some(_), None) => Ok(()),
        (None, _) => {
            Err(structure(at, "no option is the right one", "add `correct: true` to one of them"))
        }
        (Some((first, _)), Some((second, _))) => Err(structure(
            at_path(node, &format!("options.{}", second + 1)),
            format!("options {} and {} are both marked right", first + 1, second + 1),
            "exactly one may have `correct: true`",
        )),
    }
}

fn check_cloze(cloze: &Cloze, node: &Node<'_>) -> Result<(), Fault> {
    let at = at_path(node, "text");
    let numbers = cloze.numbers();
    // A hole that does not parse is left in the text as it is written.
    let pieces = cloze.pieces();
    let broken = pieces.iter().any(|piece| {
        use crate::cards::kinds::cloze::Piece;
        matches!(piece, Piece::Text(text) if text.contains("{{c"))
    });
    let help = "write `{{c1::hidden}}` or `{{c1::hidden::hint}}`";
    if broken {
        return Err(structure(at, "a hole cannot be read", help));
    }
    if numbers.is_empty() {
        return Err(structure(at, "the text has no hole", help));
    }
    if let Some(number) = numbers.iter().find(|&&number| number > Parts::MAX_HOLE) {
        let message = format!("hole {number} is beyond {}", Parts::MAX_HOLE);
        return Err(structure(at, message, "number the holes from 1"));
    }
    Ok(())
}

fn check_typed(typed: &Typed, node: &Node<'_>) -> Result<(), Fault> {
    if typed.accept.is_empty() {
        return Err(structure(at_path(node, "accept"), "`accept` is empty", "list what is right"));
    }
    if typed.matching == Match::Number {
        // A text that is no number does not even equal itself.
        let no_number = |text: &&String| {
            let alone = Typed { accept: vec![(*text).clone()], ..typed.clone() };
            !alone.accepts(text)
        };
        if let Some(place) = typed.accept.iter().position(|text| no_number(&text)) {
            let path = format!("accept.{}", place + 1);
            let message = format!("`{}` is no number", short(&typed.accept[place]));
            return Err(structure(at_path(node, &path), message, "`match: number` needs one"));
        }
    } else if typed.tolerance.is_some() {
        let at = at_path(node, "tolerance");
        return Err(structure(at, "`tolerance` without numbers", "add `match: number`"));
    }
    if typed.tolerance.is_some_and(|tolerance| tolerance < 0.0) {
        return Err(structure(at_path(node, "tolerance"), "`tolerance` is below 0", ""));
    }
    Ok(())
}

fn check_interview(interview: &Interview, node: &Node<'_>) -> Result<(), Fault> {
    if interview.minutes == 0 {
        return Err(structure(at_path(node, "minutes"), "`minutes` is 0", "give it some"));
    }
    for (place, point) in interview.key_points.iter().enumerate() {
        let at = at_path(node, &format!("key_points.{}.id", place + 1));
        check_id(&point.id).map_err(|error| bad_id(at, &error))?;
        if interview.key_points[..place].iter().any(|earlier| earlier.id == point.id) {
            let message = format!("two key points have the id `{}`", point.id);
            return Err(structure(at, message, "rename one of them"));
        }
    }
    for (place, follow) in interview.follow_ups.iter().enumerate() {
        if let Some(missed) = &follow.if_missed
            && !interview.key_points.iter().any(|point| point.id == *missed)
        {
            let at = at_path(node, &format!("follow_ups.{}.if_missed", place + 1));
            let ids = interview.key_points.iter().map(|point| &*point.id);
            let help = crate::model::suggest::nearest(&short(missed), ids)
                .map_or(String::new(), |close| format!("did you mean `{close}`?"));
            return Err(structure(
                at,
                format!("no key point has the id `{}`", short(missed)),
                &help,
            ));
        }
    }
    Ok(())
}

/// Returns the place of a field by its path (`options.2.why`, places from 1); of the nearest field
/// above where that one is absent.
pub fn at_path(node: &Node<'_>, path: &str) -> Span {
    let mut found = node;
    for step in path.split('.') {
        let next = match &found.value {
            Value::List(items) => {
                step.parse().ok().and_then(|place: usize| items.get(place.checked_sub(1)?))
            }
            _ => found.get(step),
        };
        match next {
            Some(next) => found = next,
            None => break,
        }
    }
    match &found.value {
        Value::Map(entries) if !found.flow => {
            entries.first().map_or(found.span, |(key, _)| key.span)
        }
        _ => found.span,
    }
}

fn structure(span: Span, message: impl Into<String>, help: &str) -> Fault {
    Fault::new("deck/structure", span, message).help(help)
}

fn value(span: Span, message: impl Into<String>, help: &str) -> Fault {
    Fault::new("deck/value", span, message).help(help)
}

/// Reads `YYYY-MM`.
fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
}

/// Reads `slug~3`.
fn is_misconception(text: &str) -> bool {
    let Some((slug, number)) = text.split_once('~') else { return false };
    check_id(slug).is_ok() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}
