//! TP02: prerequisites have an order.

use std::collections::BTreeMap;

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Topic};

rule! {
    code: "TP02",
    name: "prerequisite-cycle",
    severity: Error,
    profile: Basic,
    what: "No topic requires itself through others.",
    why: "A learning path needs a first step. In a cycle each topic waits for another.",
    bad: "- {slug: kafka, requires: [event-driven]}\n- {slug: event-driven, requires: [kafka]}",
    good: "- {slug: kafka, requires: []}\n- {slug: event-driven, requires: [kafka]}",
    check: Collection(check)
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

fn check(context: &Context, report: &mut Report) {
    let Some(file) = context.collection_file else { return };
    let mut marks: BTreeMap<&str, Mark> = BTreeMap::new();
    for topic in &context.topics {
        let mut path: Vec<(&Topic, usize)> = Vec::new();
        enter(topic, &mut marks, &mut path);
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(earlier) = at.requires.get(*next) else {
                marks.insert(at.slug, Mark::Done);
                path.pop();
                continue;
            };
            *next += 1;
            match marks.get(earlier.value) {
                Some(Mark::Done) => {}
                // A topic that requires itself is TP01's finding.
                Some(Mark::Open) if earlier.value == at.slug => {}
                Some(Mark::Open) => {
                    let from = path.iter().position(|(topic, _)| topic.slug == earlier.value);
                    let steps = path[from.unwrap_or(0)..].iter().map(|(topic, _)| topic.slug);
                    let mut cycle: Vec<&str> = steps.collect();
                    cycle.push(earlier.value);
                    let message = format!("topics require each other: {}", cycle.join(" -> "));
                    report
                        .at(file, earlier.span, message)
                        .help("make one of these a soft prerequisite: move it to `helps`");
                }
                None => {
                    if let Some(topic) = context.topic(earlier.value) {
                        enter(topic, &mut marks, &mut path);
                    }
                }
            }
        }
    }
}

fn enter<'t, 'a>(
    topic: &'t Topic<'a>,
    marks: &mut BTreeMap<&'a str, Mark>,
    path: &mut Vec<(&'t Topic<'a>, usize)>,
) {
    if !marks.contains_key(topic.slug) {
        marks.insert(topic.slug, Mark::Open);
        path.push((topic, 0));
    }
}
