//! What a rule is: its name, its reasons, and a function that looks.

use std::fmt;

use crate::lint::report::Report;
use crate::lint::view::{Card, Context, Deck, Page, Text, Translated};
use crate::model::Severity;

/// Which rules a collection is held to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// What any deck must satisfy to work: ids, the structure of each kind, translations, Persian.
    #[default]
    Basic,
    /// The whole rubric, as for the bundled collection.
    House,
}

/// A rule, with what a person needs to know about it.
#[derive(Debug)]
pub struct Rule {
    /// The code findings carry and `# lint: allow` names: `MC05`.
    pub code: &'static str,
    /// A short name in words joined by hyphens.
    pub name: &'static str,
    /// The worst severity of its findings.
    pub severity: Severity,
    /// The lowest profile it belongs to; `House` includes `Basic`.
    pub profile: Profile,
    /// What it demands.
    pub what: &'static str,
    /// Why it does.
    pub why: &'static str,
    /// An example that breaks it.
    pub bad: &'static str,
    /// An example that satisfies it.
    pub good: &'static str,
    /// How it looks.
    pub check: Check,
}

/// What a rule looks at, and the function that does.
pub enum Check {
    /// Each card, by itself.
    Card(fn(&Context, &Card, &mut Report)),
    /// Each text a learner may see: of cards, titles, pages and translations.
    Text(fn(&Context, &Text, &mut Report)),
    /// Each deck file.
    Deck(fn(&Context, &Deck, &mut Report)),
    /// Each translated card.
    Translated(fn(&Context, &Translated, &mut Report)),
    /// Each reference page.
    Page(fn(&Context, &Page, &mut Report)),
    /// The collection as a whole.
    Collection(fn(&Context, &mut Report)),
    /// Nothing: the finding is made where it is found out, by the loader or by the reading of
    /// `# lint: allow`.
    Elsewhere,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Check::Card(_) => "Card",
            Check::Text(_) => "Text",
            Check::Deck(_) => "Deck",
            Check::Translated(_) => "Translated",
            Check::Page(_) => "Page",
            Check::Collection(_) => "Collection",
            Check::Elsewhere => "Elsewhere",
        })
    }
}

impl Profile {
    /// Returns the name, as in `lint:` of a collection file.
    pub fn name(self) -> &'static str {
        ["basic", "house"][self as usize]
    }
}

impl Rule {
    /// Returns what `lint --explain` prints: heading, what, why, and both examples, in Markdown.
    pub fn explain(&self) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        format!(
            "{} {} ({severity}, {} profile)\n\n{}\n\nWhy: {}\n\nBad:\n\n{}\n\nGood:\n\n{}\n",
            self.code,
            self.name,
            self.profile.name(),
            self.what,
            self.why,
            indented(self.bad),
            indented(self.good),
        )
    }
}

fn indented(example: &str) -> String {
    let lines: Vec<String> = example.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// Defines the rule of a module as `RULE`, from one text for its documentation and its data.
macro_rules! rule {
    (
        code: $code:literal,
        name: $name:literal,
        severity: $severity:ident,
        profile: $profile:ident,
        what: $what:expr,
        why: $why:expr,
        bad: $bad:expr,
        good: $good:expr,
        check: $($check:tt)+
    ) => {
        #[doc = concat!($code, ": ", $what, "\n\nWhy: ", $why)]
        #[doc = concat!("\n\nBad:\n```text\n", $bad, "\n```\nGood:\n```text\n", $good, "\n```")]
        pub static RULE: crate::lint::rule::Rule = crate::lint::rule::Rule {
            code: $code,
            name: $name,
            severity: crate::model::Severity::$severity,
            profile: crate::lint::rule::Profile::$profile,
            what: $what,
            why: $why,
            bad: $bad,
            good: $good,
            check: crate::lint::rule::Check::$($check)+,
        };
    };
}
pub(crate) use rule;
