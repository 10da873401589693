//! `# lint: allow RULE reason`: exceptions, where they hold, and which of them are none.
//!
//! An exception covers the next card of its file; before anything else but comments, the whole
//! file. Findings about a file as a whole are covered by the latter only.

use crate::content::source::Span;
use crate::lint::report::{Found, Report};
use crate::lint::rules;
use crate::lint::view::Context;

/// An exception.
#[derive(Clone, Debug)]
pub(crate) struct Allow {
    /// The file, as a place in [`Context::files`].
    pub(crate) file: usize,
    /// The comment.
    pub(crate) span: Span,
    /// The rule's code, as it is written.
    rule: String,
    /// Whether a reason follows.
    has_reason: bool,
    /// The card it covers; absent for the whole file.
    scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Scope {
    File,
    Card(Span),
    Nothing,
}

/// Reads a comment; none where it is about something else. `cards` are the places of the cards of
/// the file, in order; `head` is where its first key stands.
pub(crate) fn read(
    file: usize,
    text: &str,
    span: Span,
    cards: &[Span],
    head: u32,
) -> Option<Allow> {
    let rest = text.trim().strip_prefix("lint:")?.trim_start().strip_prefix("allow")?;
    let mut words = rest.split_whitespace();
    let rule = words.next().unwrap_or_default().to_owned();
    let scope = if span.start < head {
        Scope::File
    } else {
        let next = cards.iter().find(|card| card.start >= span.end);
        next.map_or(Scope::Nothing, |card| Scope::Card(*card))
    };
    Some(Allow { file, span, rule, has_reason: words.next().is_some(), scope })
}

/// Returns where the first line stands that is no comment.
pub(crate) fn head(text: &str) -> u32 {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('\u{feff}').trim();
        if !bare.is_empty() && !bare.starts_with('#') && bare != "---" {
            break;
        }
        at += line.len();
    }
    at as u32
}

/// Returns the exceptions of a page: HTML comments, which cover the whole page.
pub(crate) fn of_page(file: usize, text: &str) -> Vec<Allow> {
    let comments = text.match_indices("<!--").filter_map(|(at, open)| {
        let len = text[at..].find("-->")?;
        let inner = &text[at + open.len()..at + len];
        read(file, inner, Span::new(at, at + len + 3), &[], u32::MAX)
    });
    comments.collect()
}

impl Allow {
    fn covers(&self, found: &Found) -> bool {
        let is_rule = self.file == found.file
            && self.rule.eq_ignore_ascii_case(&found.diagnostic.rule)
            && !found.diagnostic.rule.eq_ignore_ascii_case("AL01");
        is_rule
            && match (self.scope, found.span) {
                (Scope::File, _) => true,
                (Scope::Card(card), Some(span)) => card.start <= span.start && span.end <= card.end,
                _ => false,
            }
    }
}

/// Drops what is allowed, and reports exceptions that lack a reason, name no rule, or cover nothing.
pub(crate) fn apply(context: &Context, allows: &[Allow], found: Vec<Found>) -> Vec<Found> {
    let mut used = vec![false; allows.len()];
    let mut left: Vec<Found> = Vec::with_capacity(found.len());
    for finding in found {
        let mut is_allowed = false;
        for (allow, used) in allows.iter().zip(&mut used) {
            if allow.covers(&finding) {
                *used = true;
                is_allowed = true;
            }
        }
        if !is_allowed {
            left.push(finding);
        }
    }
    let Some(rule) = rules::find("AL01") else { return left };
    let mut report = Report::new(context, rule);
    for (allow, used) in allows.iter().zip(used) {
        judge(context, allow, used, &mut report);
    }
    left.extend(report.into_found());
    left
}

fn judge(context: &Context, allow: &Allow, used: bool, report: &mut Report) {
    let name = &allow.rule;
    let Some(rule) = rules::find(name) else {
        let codes: Vec<String> = rules::RULES.iter().map(|rule| rule.code.to_lowercase()).collect();
        let entry = report.at(allow.file, allow.span, format!("no rule has the code `{name}`"));
        match crate::model::suggest::nearest(name, codes.iter().map(String::as_str)) {
            Some(close) => entry.help(format!("did you mean `{}`?", close.to_uppercase())),
            None => entry.help("write `# lint: allow RULE reason`"),
        };
        return;
    };
    if !allow.has_reason {
        report
            .at(allow.file, allow.span, format!("`{name}` is allowed without a reason"))
            .help("say why after the code, for whoever wonders next year");
    }
    // A rule that did not look cannot have found anything.
    if !used && rule.is_in(context.profile) {
        let what = match allow.scope {
            Scope::Nothing => "no card follows",
            Scope::File => "the file does not break it",
            Scope::Card(_) => "the next card does not break it",
        };
        report
            .at(allow.file, allow.span, format!("`{name}` need not be allowed: {what}"))
            .help("remove the comment");
    }
}
