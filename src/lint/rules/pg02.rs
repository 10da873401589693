//! PG02: a page is read in five minutes.

use crate::lint::limits;
use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::text;
use crate::lint::view::{Context, Page};

rule! {
    code: "PG02",
    name: "page-length",
    severity: Error,
    profile: House,
    what: "A topic's page has 400 to 900 words, a tool's note (`form: tool`) 80 to 150. Fenced code and the list of sources are not counted.",
    why: "Less does not carry the cards; more is a chapter, and is not read before a session.",
    bad: "a page of 2,000 words",
    good: "a page of 600 words",
    check: Page(check)
}

fn check(context: &Context, page: &Page, report: &mut Report) {
    let is_tool = page.topic.is_some_and(|topic| context.topics[topic].is_tool);
    let limit = if is_tool { limits::TOOL_WORDS } else { limits::PAGE_WORDS };
    let text = &context.file(page.file).text;
    let prose = text::prose(text);
    let body = prose.split("\n## Sources").next().unwrap_or(&prose);
    let fenced: usize = text::fences(text)
        .iter()
        .filter(|fence| fence.range.end <= body.len())
        .map(|fence| body[fence.range.clone()].split_whitespace().count())
        .sum();
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let count = body.split_whitespace().filter(is_word).count().saturating_sub(fenced);
    if !limit.contains(&count) {
        let (least, most) = (limit.start(), limit.end());
        report
            .file(page.file, format!("the page has {count} words"))
            .help(format!("between {least} and {most}"));
    }
}
