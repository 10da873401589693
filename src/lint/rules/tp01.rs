//! TP01: prerequisites are topics.

use crate::content::nearest::nearest;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::Context;

rule! {
    code: "TP01",
    name: "known-prerequisites",
    severity: Error,
    profile: Basic,
    what: "Each slug in `requires` and `helps` is that of another topic of the collection.",
    why: "Prerequisites order new cards and the roadmap; one that does not exist orders nothing, and nobody notices.",
    bad: "- slug: kafka\n  requires: [message-broker]      # the topic is message-brokers",
    good: "- slug: kafka\n  requires: [message-brokers]",
    check: Collection(check)
}

fn check(context: &Context, report: &mut Report) {
    let Some(file) = context.collection_file else { return };
    for topic in &context.topics {
        for earlier in topic.requires.iter().chain(&topic.helps) {
            if earlier.value == topic.slug {
                report.at(file, earlier.span, format!("`{}` names itself", topic.slug));
            } else if context.topic(earlier.value).is_none() {
                let message = format!("no topic is called `{}`", earlier.value);
                let slugs = context.topics.iter().map(|topic| topic.slug);
                let entry = report.at(file, earlier.span, message);
                if let Some(close) = nearest(earlier.value, slugs) {
                    entry.help(format!("did you mean `{close}`?"));
                }
            }
        }
    }
}
