//! PG01: a page has the five headings.

use crate::cards::Facet;
use crate::content::source::Span;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Page};

rule! {
    code: "PG01",
    name: "page-headings",
    severity: Error,
    profile: House,
    what: "A topic's page has the headings Core concepts, Why it exists, How it works, Common mistakes, Real-world trade-offs, and Sources, in this order and no others of their level. A tool's note needs none.",
    why: "They are the five facets: a learner who missed a card finds its place, and an author sees what is missing.",
    bad: "## How it works\n## Why it exists",
    good: "## Core concepts\n## Why it exists\n## How it works\n## Common mistakes\n## Real-world trade-offs\n## Sources",
    check: Page(check)
}

fn check(context: &Context, page: &Page, report: &mut Report) {
    if page.topic.is_some_and(|topic| context.topics[topic].is_tool) {
        return;
    }
    let wanted: Vec<&str> =
        Facet::ALL.iter().map(|facet| facet.heading()).chain(["Sources"]).collect();
    let given = headings(&context.file(page.file).text);
    for (place, wanted) in wanted.iter().enumerate() {
        match given.get(place) {
            Some((name, _)) if name == wanted => {}
            Some((name, span)) => {
                let message = format!("`{name}` stands where `{wanted}` belongs");
                report.at(page.file, *span, message).help(format!("the order is: {}", order()));
                return;
            }
            None => {
                let message = format!("the heading `{wanted}` is missing");
                report.file(page.file, message).help(format!("the order is: {}", order()));
                return;
            }
        }
    }
    if let Some((name, span)) = given.get(wanted.len()) {
        report
            .at(page.file, *span, format!("`{name}` is one heading too many"))
            .help("make it a heading of the third level, or part of one of the five");
    }
}

fn order() -> String {
    let names: Vec<&str> = Facet::ALL.iter().map(|facet| facet.heading()).collect();
    format!("{}, Sources", names.join(", "))
}

/// The headings of the second level, outside code, with their places.
fn headings(text: &str) -> Vec<(String, Span)> {
    let prose = crate::lint::text::prose(text);
    let mut found = Vec::new();
    let mut at = 0;
    for line in prose.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("## ") {
            found.push((name.trim().to_owned(), Span::new(at, at + line.trim_end().len())));
        }
        at += line.len();
    }
    found
}
