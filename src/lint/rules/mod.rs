//! The rules, one file each. A new rule is a file here, a line in each list below, and a good and a
//! bad fixture.

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

macro_rules! rules {
    ($($module:ident)*) => {
        $(pub mod $module;)*

        /// Every rule, in the order in which they are listed and run.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    id01 id02 id03 id04 id05 id06
    fa01 tp01 tp02 tp03 cv01 cv02
    sr01 sr02 sr03 sr04 sr05 sr06
    ln01 ln02 ln03 ln04
    qf01 qf02 qf03 qf04 qf05
    at01 at02 at03 at04
    lk01
    mc01 mc02 mc03 mc04 mc05 mc06 mc07 mc08 mc09 mc10 mc11 mc12
    cl01 cl02 cl03 cl04 cl05
    ty01 ty02 ty03
    or01 or02 or03
    sc01 sc02 sc03 sc04
    iv01 iv02 iv03 iv04 iv05 iv06
    du01 cd01 tx01 dp01
    pg01 pg02 pg03
    tr01 tr02 tr03 tr04 tr05 tr06
    fa10 fa11 fa12 fa13 fa14 fa15 fa16 fa17 fa18 fa19 fa20
    tb01 tb02 lr01
    al01
}

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
