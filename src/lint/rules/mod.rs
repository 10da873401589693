//! The rules, one file each. A new rule is a file here, a line in each list below, and a good and a
//! bad fixture.

pub mod al01;
pub mod at01;
pub mod at02;
pub mod at03;
pub mod at04;
pub mod cd01;
pub mod cl01;
pub mod cl02;
pub mod cl03;
pub mod cl04;
pub mod cl05;
pub mod cv01;
pub mod cv02;
pub mod dp01;
pub mod du01;
pub mod fa01;
pub mod fa10;
pub mod fa11;
pub mod fa12;
pub mod fa13;
pub mod fa14;
pub mod fa15;
pub mod fa16;
pub mod fa17;
pub mod fa18;
pub mod fa19;
pub mod fa20;
pub mod id01;
pub mod id02;
pub mod id03;
pub mod id04;
pub mod id05;
pub mod id06;
pub mod iv01;
pub mod iv02;
pub mod iv03;
pub mod iv04;
pub mod iv05;
pub mod iv06;
pub mod iv07;
pub mod iv08;
pub mod lk01;
pub mod ln01;
pub mod ln02;
pub mod ln03;
pub mod ln04;
pub mod lr01;
pub mod mc01;
pub mod mc02;
pub mod mc03;
pub mod mc04;
pub mod mc05;
pub mod mc06;
pub mod mc07;
pub mod mc08;
pub mod mc09;
pub mod mc10;
pub mod mc11;
pub mod mc12;
pub mod or01;
pub mod or02;
pub mod or03;
pub mod pg01;
pub mod pg02;
pub mod pg03;
pub mod qf01;
pub mod qf02;
pub mod qf03;
pub mod qf04;
pub mod qf05;
pub mod sc01;
pub mod sc02;
pub mod sc03;
pub mod sc04;
pub mod sr01;
pub mod sr02;
pub mod sr03;
pub mod sr04;
pub mod sr05;
pub mod sr06;
pub mod tb01;
pub mod tb02;
pub mod tp01;
pub mod tp02;
pub mod tp03;
pub mod tp04;
pub mod tr01;
pub mod tr02;
pub mod tr03;
pub mod tr04;
pub mod tr05;
pub mod tr06;
pub mod tr07;
pub mod tx01;
pub mod ty01;
pub mod ty02;
pub mod ty03;

use crate::cards::Kind;
use crate::cards::kinds::cloze::{Cloze, Piece};
use crate::cards::kinds::interview::Interview;
use crate::cards::kinds::mcq::Mcq;
use crate::cards::kinds::order::Order;
use crate::cards::note::Content;
use crate::lint::limits::Limit;
use crate::lint::report::Report;
use crate::lint::rule::Rule;
use crate::lint::text;
use crate::lint::view::{Card, Text};

/// Every rule, in the order in which they are listed and run.
pub static RULES: &[&Rule] = &[
    &id01::RULE,
    &id02::RULE,
    &id03::RULE,
    &id04::RULE,
    &id05::RULE,
    &id06::RULE,
    &fa01::RULE,
    &tp01::RULE,
    &tp02::RULE,
    &tp03::RULE,
    &tp04::RULE,
    &cv01::RULE,
    &cv02::RULE,
    &sr01::RULE,
    &sr02::RULE,
    &sr03::RULE,
    &sr04::RULE,
    &sr05::RULE,
    &sr06::RULE,
    &ln01::RULE,
    &ln02::RULE,
    &ln03::RULE,
    &ln04::RULE,
    &qf01::RULE,
    &qf02::RULE,
    &qf03::RULE,
    &qf04::RULE,
    &qf05::RULE,
    &at01::RULE,
    &at02::RULE,
    &at03::RULE,
    &at04::RULE,
    &lk01::RULE,
    &mc01::RULE,
    &mc02::RULE,
    &mc03::RULE,
    &mc04::RULE,
    &mc05::RULE,
    &mc06::RULE,
    &mc07::RULE,
    &mc08::RULE,
    &mc09::RULE,
    &mc10::RULE,
    &mc11::RULE,
    &mc12::RULE,
    &cl01::RULE,
    &cl02::RULE,
    &cl03::RULE,
    &cl04::RULE,
    &cl05::RULE,
    &ty01::RULE,
    &ty02::RULE,
    &ty03::RULE,
    &or01::RULE,
    &or02::RULE,
    &or03::RULE,
    &sc01::RULE,
    &sc02::RULE,
    &sc03::RULE,
    &sc04::RULE,
    &iv01::RULE,
    &iv02::RULE,
    &iv03::RULE,
    &iv04::RULE,
    &iv05::RULE,
    &iv06::RULE,
    &iv07::RULE,
    &iv08::RULE,
    &du01::RULE,
    &cd01::RULE,
    &tx01::RULE,
    &dp01::RULE,
    &pg01::RULE,
    &pg02::RULE,
    &pg03::RULE,
    &tr01::RULE,
    &tr02::RULE,
    &tr03::RULE,
    &tr04::RULE,
    &tr05::RULE,
    &tr06::RULE,
    &tr07::RULE,
    &fa10::RULE,
    &fa11::RULE,
    &fa12::RULE,
    &fa13::RULE,
    &fa14::RULE,
    &fa15::RULE,
    &fa16::RULE,
    &fa17::RULE,
    &fa18::RULE,
    &fa19::RULE,
    &fa20::RULE,
    &tb01::RULE,
    &tb02::RULE,
    &lr01::RULE,
    &al01::RULE,
];

/// Returns a rule by its code, in whatever case.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// Says whether the lengths of fronts hold for a kind: a reversed note's front is a term.
fn has_front(kind: Kind) -> bool {
    matches!(kind, Kind::Basic | Kind::Typed | Kind::Mcq | Kind::Order)
}

fn mcq<'a>(card: &Card<'a>) -> Option<&'a Mcq> {
    match &card.note.content {
        Content::Mcq(mcq) => Some(mcq),
        _ => None,
    }
}

fn cloze<'a>(card: &Card<'a>) -> Option<&'a Cloze> {
    match &card.note.content {
        Content::Cloze(cloze) => Some(cloze),
        _ => None,
    }
}

fn order<'a>(card: &Card<'a>) -> Option<&'a Order> {
    match &card.note.content {
        Content::Order(order) => Some(order),
        _ => None,
    }
}

fn interview<'a>(card: &Card<'a>) -> Option<&'a Interview> {
    match &card.note.content {
        Content::Interview(interview) => Some(interview),
        _ => None,
    }
}

/// A cloze as it reads once answered.
fn filled(cloze: &Cloze) -> String {
    cloze
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => *text,
            Piece::Hole { hidden, .. } => *hidden,
        })
        .collect()
}

/// Holds a field, where the card has it, to a limit.
fn within(report: &mut Report, card: &Card, field: &str, name: &str, limit: Limit) {
    if let Some(text) = card.text(field) {
        judge(report, card, field, name, text::length(text), limit);
    }
}

/// Holds a length to a limit: an error above the hard one, a warning above the soft one.
fn judge(report: &mut Report, card: &Card, field: &str, name: &str, length: usize, limit: Limit) {
    if length > limit.hard {
        report
            .field(card, field, format!("{name} has {length} characters"))
            .help(format!("at most {}", limit.hard));
    } else if length > limit.soft {
        report
            .field(card, field, format!("{name} has {length} characters"))
            .help(format!("better at most {}", limit.soft))
            .warning();
    }
}

/// Reports what a finder of `persian` finds in a Persian text.
fn persian(
    text: &Text,
    report: &mut Report,
    find: impl Fn(&str) -> Vec<std::ops::Range<usize>>,
    message: &str,
    help: &str,
) {
    if text.lang != "fa" || text.text.is_ascii() {
        return;
    }
    for place in find(&text.prose) {
        report.text(text, place, message).help(help);
    }
}
