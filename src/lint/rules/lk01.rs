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
    let usage = usage(context);
    let terms: BTreeSet<String> = context
        .glossaries
        .values()
        .flat_map(|glossary| glossary.terms())
        .flat_map(|term| stems(&term.en))
        .collect();
    for card in &context.cards {
        let topic = card.note.topic.as_deref().and_then(|slug| context.topic(slug));
        let title: BTreeSet<String> =
            topic.map_or(BTreeSet::new(), |topic| stems(topic.title).collect());
        for (field, front, answer, others) in questions(card) {
            if text::words(answer).count() > SHORT {
                continue;
            }
            let asked: BTreeSet<String> = stems(&text::prose(front)).collect();
            let shared: BTreeSet<String> = others.iter().flat_map(|other| stems(other)).collect();
            let prose = text::prose(answer);
            let leak = words_of(&prose).find(|(_, stem)| {
                asked.contains(stem)
                    && usage.get(stem).is_none_or(|&cards| cards <= RARE)
                    && !terms.contains(stem)
                    && !title.contains(stem)
                    && !shared.contains(stem)
            });
            if let Some((word, _)) = leak {
                report
                    .field(card, field, format!("the front holds `{word}` of its answer"))
                    .help("say it in other words, or ask from the other side");
            }
        }
    }
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

/// How many cards use a stem.
fn usage(context: &Context) -> HashMap<String, usize> {
    let mut usage: HashMap<String, usize> = HashMap::new();
    for card in &context.cards {
        let used: BTreeSet<String> = card
            .texts
            .iter()
            .flat_map(|(_, text)| stems(&text::prose(text)).collect::<Vec<_>>())
            .collect();
        for stem in used {
            *usage.entry(stem).or_default() += 1;
        }
    }
    usage
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    words_of(text).map(|(_, stem)| stem).collect::<Vec<_>>().into_iter()
}

/// The words of five letters or more that are no product's name, with their stems.
fn words_of(text: &str) -> impl Iterator<Item = (&str, String)> {
    text::words(text)
        .filter(|(_, word)| word.chars().count() >= 5 && word.chars().all(char::is_alphabetic))
        .filter(|(_, word)| !english::is_in(word, english::PRODUCTS))
        // What is hidden code is no word.
        .filter(|(_, word)| !word.bytes().all(|byte| byte == b'X'))
        .map(|(_, word)| (word, text::stem(&word.to_lowercase())))
}
