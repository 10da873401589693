//! MC12: the key does not stand out by its length, and each reason is its own.

use crate::cards::kinds::mcq::Mcq;
use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;

rule! {
    code: "MC12",
    name: "key-statistics",
    severity: Error,
    profile: House,
    what: "Over the collection, from 40 questions on, the key is the one longest option in at most 30 % of them, and the one shortest in at most 30 %. Within a question, each `why` differs.",
    why: "With four options, chance is 25 %. Who always takes the longest should not do better.",
    bad: "a collection in which the key is the longest option in 55 % of the questions",
    good: "a collection in which it is in 24 %",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let mut questions = Vec::new();
    for card in &context.cards {
        let Some(mcq) = super::mcq(card) else { continue };
        questions.push(mcq);
        let whys: Vec<&str> = mcq.options.iter().map(|choice| choice.why.trim()).collect();
        for (place, why) in whys.iter().enumerate().filter(|(_, why)| !why.is_empty()) {
            if let Some(first) = whys[..place].iter().position(|earlier| earlier == why) {
                let message =
                    format!("options {} and {} give the same reason", first + 1, place + 1);
                report
                    .field(card, &format!("options.{}.why", place + 1), message)
                    .help("say what is wrong with this belief and no other");
            }
        }
    }
    if questions.len() < limits::MCQ_SAMPLE {
        return;
    }
    let file = context.collection_file.or(context.decks.first().map(|deck| deck.file));
    let Some(file) = file else { return };
    for (name, stands_out) in [("longest", longest as fn(&Mcq) -> bool), ("shortest", shortest)] {
        let count = questions.iter().filter(|mcq| stands_out(mcq)).count();
        let share = count as f64 / questions.len() as f64;
        if share > limits::KEY_SHARE {
            let message = format!(
                "the key is the one {name} option in {count} of {} questions ({:.0} %)",
                questions.len(),
                share * 100.0
            );
            report.file(file, message).help("at most 30 %: level the lengths of the options");
        }
    }
}

fn longest(mcq: &Mcq) -> bool {
    let (key, others) = lengths(mcq);
    others.iter().all(|&other| other < key)
}

fn shortest(mcq: &Mcq) -> bool {
    let (key, others) = lengths(mcq);
    others.iter().all(|&other| other > key)
}

/// The length of the key, and those of the distractors.
fn lengths(mcq: &Mcq) -> (usize, Vec<usize>) {
    let length = |text: &str| text.trim().chars().count();
    let key = mcq.options.iter().find(|choice| choice.correct);
    let others = mcq.options.iter().filter(|choice| !choice.correct);
    (key.map_or(0, |key| length(&key.text)), others.map(|other| length(&other.text)).collect())
}
