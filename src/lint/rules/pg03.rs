//! PG03: a topic with cards has a page.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Deck};

rule! {
    code: "PG03",
    name: "has-page",
    severity: Error,
    profile: House,
    what: "A topic that has a deck has a page: `page:` of the deck, by default the Markdown file of the same name beside it.",
    why: "Cards keep what was understood; the page is where it is understood first.",
    bad: "kafka.yaml alone",
    good: "kafka.yaml and kafka.md",
    check: Deck(check)
}

fn check(context: &Context, deck: &Deck, report: &mut Report) {
    let Some(named) = &deck.topic else { return };
    let Some(topic) = context.topics.iter().position(|topic| topic.slug == named.value) else {
        return;
    };
    if !context.pages.iter().any(|page| page.topic == Some(topic)) {
        report
            .at(deck.file, named.span, format!("`{}` has no page", named.value))
            .help("write it beside the deck, as a Markdown file of the same name");
    }
}
