//! What the rules need besides what the loader reads: texts of translations and titles with their
//! places, and the term bases.

use crate::content::LintInput;
use crate::content::source::At;
use crate::content::tree::{Node, Value};
use crate::content::yaml;
use crate::lint::glossary::Glossary;
use crate::model::Diagnostic;

/// Texts by the paths of their fields.
pub(crate) type Texts = Vec<(String, At<String>)>;

/// What is read on top of a [`LintInput`].
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// For each translation file, the texts of each of its cards.
    pub(crate) translated: Vec<Vec<Texts>>,
    /// The titles in the collection file.
    pub(crate) own_titles: Texts,
    /// The titles in each file of titles in another language.
    pub(crate) titles: Vec<Texts>,
    /// The term bases with their languages.
    pub(crate) glossaries: Vec<(String, Glossary)>,
    /// What is wrong with the term bases.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Prepared {
    pub(crate) fn of(input: &LintInput) -> Prepared {
        let mut prepared = Prepared::default();
        for file in &input.translations {
            let tree = yaml::parse(&file.file.text);
            let cards = tree.root.as_ref().and_then(|root| root.get("cards"));
            let texts = file.cards.iter().map(|card| {
                let node = cards.and_then(|cards| cards.get(&card.id.value));
                let mut texts = Texts::new();
                if let Some(node) = node {
                    collect(node, "", &mut texts);
                }
                texts
            });
            prepared.translated.push(texts.collect());
        }
        let titles = |text: &str| {
            let mut found = Texts::new();
            if let Some(root) = &yaml::parse(text).root {
                collect_titles(root, "", &mut found);
            }
            found
        };
        if let Some(collection) = &input.collection {
            prepared.own_titles = titles(&collection.file.text);
        }
        prepared.titles = input.titles.iter().map(|file| titles(&file.file.text)).collect();
        for (lang, file) in &input.glossaries {
            let (glossary, findings) = Glossary::read(file, lang);
            prepared.glossaries.push((lang.clone(), glossary));
            prepared.diagnostics.extend(findings);
        }
        prepared
    }
}

/// Lists the texts below a node by their paths, but for ids and fingerprints.
fn collect(node: &Node<'_>, above: &str, texts: &mut Texts) {
    let path = |name: &str| {
        if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
    };
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let name = key.text().unwrap_or_default();
                if !matches!(name, "of" | "id") {
                    collect(value, &path(name), texts);
                }
            }
        }
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                collect(item, &path(&(place + 1).to_string()), texts);
            }
        }
        Value::Scalar { text, .. } => {
            texts
                .push((above.to_owned(), At { value: text.clone().into_owned(), span: node.span }));
        }
        Value::Alias => {}
    }
}

/// Collects what people read of a collection file: titles, and what is believed and what is so. In
/// a translation the titles stand below the slugs of `sections` and `topics`.
fn collect_titles(node: &Node<'_>, above: &str, found: &mut Texts) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let name = key.text().unwrap_or_default();
                let is_read = matches!(name, "title" | "myth" | "truth")
                    || matches!(above, "sections" | "topics");
                match value.text() {
                    Some(text) if is_read => {
                        let text = At { value: text.to_owned(), span: value.span };
                        found.push((name.to_owned(), text));
                    }
                    Some(_) => {}
                    None => collect_titles(value, name, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect_titles(item, "", found)),
        Value::Scalar { .. } | Value::Alias => {}
    }
}
