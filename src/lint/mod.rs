//! Checks of decks: what the loader cannot refuse, but a learner would suffer from.
//!
//! [`run`] takes the files of a collection, read in full, and returns findings; nothing is printed
//! and no program is started here. [`rules`] has one file per rule; [`view`] is what they see.
//! [`fix`] mends what has one certain answer, [`render`] writes reports. Start with [`rule::Rule`].

mod allow;
mod claims;
mod english;
pub mod fix;
mod gather;
pub mod glossary;
pub mod grams;
pub mod limits;
pub mod lock;
mod mend;
pub mod persian;
mod prepare;
pub mod render;
pub mod report;
pub mod rule;
pub mod rules;
pub mod text;
pub mod tools;
pub mod view;

pub use crate::content::collection::Profile;
pub use rule::{Check, Rule};
pub use rules::RULES;
pub use tools::{ShellCheck, Snippet, ToolFinding};

use crate::content::{LintInput, Opened};
use crate::lint::prepare::Prepared;
use crate::lint::report::{Found, Report};
use crate::lint::view::Context;
use crate::model::{Diagnostic, parallel};

/// How a lint is run.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The profile, where it is not the collection's own that decides.
    pub profile: Option<Profile>,
    /// The month of the run as `year * 12 + month` (January is 1), to judge the age of `as_of`.
    pub month: Option<i32>,
    /// What checks shell snippets; absent where no such program is installed.
    pub shellcheck: Option<&'a ShellCheck<'a>>,
}

/// Checks all collections that were opened; returns the loader's findings and those of the rules,
/// sorted by file, line, column and rule.
pub fn all(opened: &Opened, options: &Options<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for collection in 0..opened.shelf.library().collections.len() as u32 {
        found.extend(run(&opened.shelf.deck_files(collection), options));
    }
    let is_told = |loader: &Diagnostic| {
        SHARPER.iter().any(|&(weaker, rule)| {
            let same = |other: &Diagnostic| {
                other.rule == rule && other.file == loader.file && other.line == loader.line
            };
            loader.rule == weaker && found.iter().any(same)
        })
    };
    let mut all: Vec<Diagnostic> =
        opened.diagnostics.iter().filter(|loader| !is_told(loader)).cloned().collect();
    all.append(&mut found);
    sort(&mut all);
    all
}

/// Findings of the loader that a rule repeats at the same place as an error.
const SHARPER: [(&str, &str); 1] = [("deck/topic", "FA01")];

/// Checks one collection, read in full; returns what the rules find, and what is wrong with the lock
/// and the term bases, sorted. What the loader finds in decks comes with opening them.
pub fn run(input: &LintInput, options: &Options<'_>) -> Vec<Diagnostic> {
    let prepared = Prepared::of(input);
    let (context, allows) = gather::context(input, &prepared, options);
    let found = allow::apply(&context, &allows, look(&context));
    let mut diagnostics: Vec<Diagnostic> =
        found.into_iter().map(|found| found.diagnostic).collect();
    diagnostics.extend(input.lock.iter().flat_map(|(_, lock)| lock.diagnostics.iter().cloned()));
    diagnostics.extend(prepared.diagnostics);
    sort(&mut diagnostics);
    diagnostics
}

/// Sorts findings by file, line, column and rule, and drops repeated ones.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.file, a.line, a.column, &a.rule, &a.message)
            .cmp(&(&b.file, b.line, b.column, &b.rule, &b.message))
    });
    diagnostics.dedup();
}

/// Lets every rule look, on as many threads as the machine has: rules do not know of each other.
fn look(context: &Context) -> Vec<Found> {
    let mut rules: Vec<&'static Rule> =
        RULES.iter().copied().filter(|rule| rule.is_in(context.profile)).collect();
    // Those that compare cards take longest: begun last, one thread would be left with them.
    rules.sort_by_key(|rule| !matches!(rule.check, Check::Collection(_)));
    let worth = if context.texts.len() < WORTH_THREADS { usize::MAX } else { 0 };
    let found = parallel::map(&rules, worth, |rule| {
        let mut report = Report::new(context, rule);
        check(context, rule, &mut report);
        report.into_found()
    });
    found.into_iter().flatten().collect()
}

/// The number of texts from which a thread costs less than it saves.
const WORTH_THREADS: usize = 2_000;

fn check(context: &Context, rule: &'static Rule, report: &mut Report) {
    match rule.check {
        Check::Card(check) => context.cards.iter().for_each(|card| check(context, card, report)),
        Check::Text(check) => context.texts.iter().for_each(|text| check(context, text, report)),
        Check::Deck(check) => context.decks.iter().for_each(|deck| check(context, deck, report)),
        Check::Translated(check) => {
            context.translated.iter().for_each(|translated| check(context, translated, report));
        }
        Check::Page(check) => context.pages.iter().for_each(|page| check(context, page, report)),
        Check::Collection(check) => check(context, report),
        Check::Loader(_) | Check::Allow => {}
    }
}
