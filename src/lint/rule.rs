//! What a rule is: its name, its reasons, and a function that looks.

use std::fmt;

use crate::content::collection::Profile;
use crate::lint::report::Report;
use crate::lint::view::{Card, Context, Deck, Page, Text, Translated};
use crate::model::Severity;

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
    /// Nothing: the loader finds it out, and reports it under this code of its own.
    Loader(&'static str),
    /// Nothing: it is found out where `# lint: allow` is applied.
    Allow,
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
            Check::Loader(_) => "Loader",
            Check::Allow => "Allow",
        })
    }
}

impl Rule {
    /// Says whether the rule holds under a profile.
    pub fn is_in(&self, profile: Profile) -> bool {
        self.profile == Profile::Basic || profile == Profile::House
    }

    /// Returns the code its findings carry: its own, or the loader's.
    pub fn reported_as(&self) -> &'static str {
        match self.check {
            Check::Loader(code) => code,
            _ => self.code,
        }
    }

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
            match self.profile {
                Profile::Basic => "basic",
                Profile::House => "house",
            },
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
        #[doc = concat!("\n\nBad:\n````text\n", $bad, "\n````\nGood:\n````text\n", $good, "\n````")]
        pub static RULE: crate::lint::rule::Rule = crate::lint::rule::Rule {
            code: $code,
            name: $name,
            severity: crate::model::Severity::$severity,
            profile: crate::content::collection::Profile::$profile,
            what: $what,
            why: $why,
            bad: $bad,
            good: $good,
            check: crate::lint::rule::Check::$($check)+,
        };
    };
}
pub(crate) use rule;
