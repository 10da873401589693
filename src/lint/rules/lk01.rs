//! LK01: a front does not hold its answer.

use std::collections::{BTreeSet, HashMap};

use crate::cards::Kind;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Card, Context};
use crate::lint::{english, text};

rule! {
    code: "LK01",
    name: "answer-in-front",
    severity: Warning,
    profile: House,
    what: "No rare word of five letters or more of a short answer stands in the front that asks for it. An answer is short up to eight words: of a basic or typed card, of the key of a multiple choice that no other option shares, and of both directions of a reversed card. Rare is a word that at most three cards of the collection use. The topic's title, products and terms of the term base do not count.",
    why: "A learner who can read the answer off the question learns to read.",
    bad: "front: \"Which cache pattern, in which the application sets the cache aside, loads on a miss?\"\nback: Cache-aside.",
    good: "front: \"Which cache pattern has the application load a missing entry itself?\"\nback: Cache-aside.",
    check: Collection(check)
}

/// The most words an answer may have that names something rather than explains it.
const SHORT: usize = 8;
/// The most cards in which a rare word stands.
const RARE: usize = 3;

fn check(context: &Context, report: &mut Report) {
    let terms: BTreeSet<String> = context
        .glossaries
        .values()
        .flat_map(|glossary| glossary.terms())
        .flat_map(|term| stems(&term.en))
        .collect();
    let mut leaks = Vec::new();
    for card in &context.cards {
        for (field, front, answer, others) in questions(card) {
            if text::words(answer).count() > SHORT {
                continue;
            }
            let prose = text::prose(answer);
            let mut shared = shared(&prose, front);
            if !shared.is_empty() {
                let topic = card.note.topic.as_deref().and_then(|slug| context.topic(slug));
                let title = topic.map_or("", |topic| topic.title);
                let known: BTreeSet<String> =
                    others.into_iter().chain([title]).flat_map(stems).collect();
                shared.retain(|(_, stem)| !known.contains(stem) && !terms.contains(stem));
            }
            leaks.extend((!shared.is_empty()).then_some((card, field, shared)));
        }
    }
    let suspects = leaks.iter().flat_map(|(.., shared)| shared.iter().map(|(_, stem)| &**stem));
    let usage = usage(context, suspects.map(|stem| (stem, 0)).collect());
    for (card, field, shared) in &leaks {
        let rare = shared.iter().find(|(_, stem)| usage.get(&**stem).is_none_or(|&n| n <= RARE));
        if let Some((word, _)) = rare {
            report
                .field(card, field, format!("the front holds `{word}` of its answer"))
                .help("say it in other words, or ask from the other side");
        }
    }
}

/// The words of an answer that stand in its front, with their stems.
fn shared(answer: &str, front: &str) -> Vec<(String, String)> {
    // Words of one stem have their first letters in common; most answers share none.
    let lower = front.to_lowercase();
    let words: Vec<(&str, String)> =
        words_of(answer).filter(|(_, stem)| lower.contains(opening(stem))).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let front = text::prose(front);
    let asked: BTreeSet<String> = stems(&front).collect();
    words
        .into_iter()
        .filter(|(_, stem)| asked.contains(stem))
        .map(|(word, stem)| (word.to_owned(), stem))
        .collect()
}

/// What is asked, by field, with its answer and the texts that stand beside it.
type Asked<'a> = (&'static str, &'a str, &'a str, Vec<&'a str>);

fn questions<'a>(card: &Card<'a>) -> Vec<Asked<'a>> {
    let text = |path: &str| card.text(path).unwrap_or("");
    match card.kind() {
        Kind::Basic => vec![("front", text("front"), text("back"), Vec::new())],
        Kind::Typed => vec![("front", text("front"), text("accept.1"), Vec::new())],
        Kind::Reversed => vec![("ask_back", text("ask_back"), text("front"), Vec::new())],
        Kind::Mcq => {
            let crate::cards::Content::Mcq(mcq) = &card.note.content else { return Vec::new() };
            let key = mcq.options.iter().find(|choice| choice.correct);
            let others = mcq.options.iter().filter(|choice| !choice.correct);
            let others = others.map(|choice| choice.text.as_str()).collect();
            key.map(|key| ("front", mcq.front.as_str(), key.text.as_str(), others))
                .into_iter()
                .collect()
        }
        Kind::Cloze | Kind::Order | Kind::Scenario | Kind::Interview => Vec::new(),
    }
}

/// Counts how many cards use each of some stems.
fn usage<'s>(context: &Context, mut counts: HashMap<&'s str, usize>) -> HashMap<&'s str, usize> {
    if counts.is_empty() {
        return counts;
    }
    let openings: Vec<String> = counts.keys().map(|stem| opening(stem).to_owned()).collect();
    for card in &context.cards {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for (_, text) in &card.texts {
            let lower = text.to_ascii_lowercase();
            if !openings.iter().any(|opening| lower.contains(&**opening)) {
                continue;
            }
            let prose = text::prose(text);
            used.extend(stems(&prose).filter(|stem| counts.contains_key(&**stem)));
        }
        for stem in &used {
            if let Some(count) = counts.get_mut(&**stem) {
                *count += 1;
            }
        }
    }
    counts
}

/// The letters every word of a stem begins with.
fn opening(stem: &str) -> &str {
    stem.char_indices().nth(4).map_or(stem, |(at, _)| &stem[..at])
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    words_of(text).map(|(_, stem)| stem).collect::<Vec<_>>().into_iter()
}

/// The words of five letters or more that are no product's name, with their stems.
fn words_of(text: &str) -> impl Iterator<Item = (&str, String)> {
    text::words(text)
        .filter(|(_, word)| word.chars().count() >= 5 && word.chars().all(char::is_alphabetic))
        .filter(|(_, word)| !english::is_product(word))
        // What is hidden code is no word.
        .filter(|(_, word)| !word.bytes().all(|byte| byte == b'X'))
        .map(|(_, word)| (word, text::stem(&word.to_lowercase())))
}
