//! TP04: a minimum counts something.

use crate::cards::{Facet, Kind};
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;
use crate::model::suggest::nearest;

rule! {
    code: "TP04",
    name: "known-minimum",
    severity: Error,
    profile: Basic,
    what: "`minimum` of a topic counts facets, kinds, or `recall`.",
    why: "A misspelt name counts nothing, and the topic looks complete.",
    bad: "minimum: {concepts: 3}",
    good: "minimum: {concept: 3, mcq: 6, recall: 20}",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let Some(file) = context.collection_file else { return };
    for topic in &context.topics {
        for name in &topic.unknown_minima {
            let known = Facet::ALL.iter().map(|facet| facet.name());
            let known = known.chain(Kind::ALL.iter().map(|kind| kind.name())).chain(["recall"]);
            let message = format!("the minimum `{name}` of `{}` counts nothing", topic.slug);
            let entry = report.at(file, topic.span, message);
            match nearest(name, known) {
                Some(close) => entry.help(format!("did you mean `{close}`?")),
                None => entry.help("name a facet, a kind, or `recall`"),
            };
        }
    }
}
