//! A term base: how a language writes the field's terms. `i18n/<lang>/glossary.yaml`.
//!
//! ```yaml
//! terms:
//!   - {en: jitter, keep: latin, avoid: [جیتر]}
//!   - {en: idempotency key, keep: both, fa: کلید خودتوانی, topic: idempotency-and-safe-retries}
//! ```
//!
//! `keep` is `latin` (the English word), the language's own code (its word), or `both` (its word,
//! with the English once on a card or page). `avoid` lists forms that are wrong everywhere; `topic`
//! is the topic in which the term is taught.

use std::collections::HashMap;

use crate::content::source::{SourceFile, Span};
use crate::content::tree::Node;
use crate::content::yaml;
use crate::lint::text;
use crate::model::{Diagnostic, Severity};

/// The terms of one language.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    /// The words of each term, in lower case.
    words: Vec<Vec<String>>,
    /// The terms by their first word.
    by_first: HashMap<String, Vec<usize>>,
    /// The terms by the first words of their own forms and of those to avoid.
    by_form: HashMap<String, Vec<(usize, Form)>>,
}

/// A form of a term in its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The language's own word.
    Own,
    /// A form that is wrong, by its place in [`Term::avoid`].
    Avoid(usize),
}

/// A term and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The English term, a remark in parentheses cut off.
    pub en: String,
    /// How it is written.
    pub keep: Keep,
    /// The word of the language, empty for [`Keep::Latin`].
    pub own: String,
    /// Forms that are wrong.
    pub avoid: Vec<String>,
    /// The topic in which it is taught.
    pub topic: Option<String>,
}

/// How a term is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As the English word.
    Latin,
    /// As the language's own word.
    Own,
    /// As the language's own word, with the English once.
    Both,
}

impl Glossary {
    /// Reads a term base; `lang` is the code of its language. A term that is wrong costs itself.
    pub fn read(file: &SourceFile, lang: &str) -> (Glossary, Vec<Diagnostic>) {
        let tree = yaml::parse(&file.text);
        let mut found: Vec<Diagnostic> =
            tree.faults.iter().map(|fault| fault.finding(file, Severity::Error)).collect();
        let mut terms = Vec::new();
        let list = tree.root.as_ref().and_then(|root| root.get("terms"));
        for item in list.map_or(&[][..], Node::items) {
            match term(item, lang) {
                Ok(each) => terms.extend(each),
                Err((span, message)) => {
                    found.push(file.diagnostic("deck/glossary", Severity::Error, span, message));
                }
            }
        }
        (Glossary::new(terms), found)
    }

    /// Makes a term base of its terms.
    pub fn new(terms: Vec<Term>) -> Glossary {
        let words: Vec<Vec<String>> =
            terms.iter().map(|term| text::lower_words(&term.en)).collect();
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, words) in words.iter().enumerate() {
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push(place);
            }
        }
        let mut by_form: HashMap<String, Vec<(usize, Form)>> = HashMap::new();
        for (place, term) in terms.iter().enumerate() {
            let avoid = term.avoid.iter().enumerate();
            let avoid = avoid.map(|(number, bad)| (bad, Form::Avoid(number)));
            for (form, kind) in avoid.chain([(&term.own, Form::Own)]) {
                if let Some((_, first)) = text::words(form).next() {
                    by_form.entry(first.to_owned()).or_default().push((place, kind));
                }
            }
        }
        Glossary { terms, words, by_first, by_form }
    }

    /// Returns the forms of terms that stand in a text of the language, each once.
    pub fn forms_in(&self, text: &str) -> Vec<(&Term, Form)> {
        let mut found: Vec<(usize, Form)> = Vec::new();
        for (at, word) in text::words(text) {
            for &(place, form) in self.by_form.get(word).into_iter().flatten() {
                let whole = match form {
                    Form::Own => &self.terms[place].own,
                    Form::Avoid(number) => &self.terms[place].avoid[number],
                };
                let rest = text[at..].strip_prefix(whole.as_str());
                let is_whole = rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
                if is_whole && !found.contains(&(place, form)) {
                    found.push((place, form));
                }
            }
        }
        found.into_iter().map(|(place, form)| (&self.terms[place], form)).collect()
    }

    /// Returns the terms that a text uses, in the singular or with an `s`, each once. The text is
    /// looked through once, however many terms there are.
    pub fn used_in(&self, prose: &str) -> Vec<&Term> {
        let mut used = Vec::new();
        let mut lower = String::new();
        for (at, word) in text::words(prose) {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            let singular = lower.strip_suffix('s').unwrap_or("");
            for first in [lower.as_str(), singular] {
                for &place in self.by_first.get(first).into_iter().flatten() {
                    if !used.contains(&place) && follows(&prose[at..], &self.words[place]) {
                        used.push(place);
                    }
                }
            }
        }
        used.into_iter().map(|place| &self.terms[place]).collect()
    }

    /// Returns the terms, in the order of the file.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }
}

/// Says whether a text goes on with a term; only its last word may have an `s` more.
fn follows(rest: &str, term: &[String]) -> bool {
    let Some((last, first)) = term.split_last() else { return false };
    let mut words = text::words(rest).map(|(_, word)| word.to_lowercase());
    first.iter().all(|wanted| words.next().as_ref() == Some(wanted))
        && words.next().is_some_and(|word| word.strip_suffix('s') == Some(last) || word == *last)
}

/// Reads an entry; `SLO, SLA, SLI` is three terms.
fn term(item: &Node<'_>, lang: &str) -> Result<Vec<Term>, (Span, String)> {
    let text = |key: &str| item.get(key).and_then(Node::text).map(str::to_owned);
    let en = text("en").ok_or_else(|| (item.span, "a term needs `en`".to_owned()))?;
    let keep = match text("keep").as_deref() {
        Some("latin") => Keep::Latin,
        Some("both") => Keep::Both,
        Some(own) if own == lang => Keep::Own,
        _ => return Err((item.span, format!("`keep` of `{en}` is latin, both or {lang}"))),
    };
    let own = text(lang).unwrap_or_default();
    if own.is_empty() && keep != Keep::Latin {
        return Err((item.span, format!("`{en}` needs `{lang}`, the word to write")));
    }
    let avoid = item.get("avoid").map_or(&[][..], Node::items);
    let avoid: Vec<String> = avoid.iter().filter_map(Node::text).map(str::to_owned).collect();
    let topic = text("topic");
    let bare = en.split(" (").next().unwrap_or(&en);
    Ok(bare
        .split(", ")
        .map(|en| Term {
            en: en.to_owned(),
            keep,
            own: own.clone(),
            avoid: avoid.clone(),
            topic: topic.clone(),
        })
        .collect())
}
