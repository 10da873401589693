//! `collection.yaml`: what a collection is, its sections and topics.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::cards::{Form, Level};
use crate::content::decode::{decode, decode_field, fields_of, unknown_field};
use crate::content::raw;
use crate::content::resync;
use crate::content::source::{At, SourceFile, Span};
use crate::content::tree::{Comment, Fault, Node, Value};
use crate::content::yaml;
use crate::model::id::check_id;
use crate::model::suggest::nearest;
use crate::model::{Diagnostic, Severity};

/// The fields of `collection.yaml`.
pub const COLLECTION_FIELDS: [&str; 7] =
    ["name", "title", "lang", "lint", "license", "url", "sections"];
/// The fields of a section.
pub const SECTION_FIELDS: [&str; 4] = ["slug", "title", "folder", "topics"];

/// Which rules a collection is held to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// What is needed to study it.
    #[default]
    Basic,
    /// Every rule of the authoring guide.
    House,
}

/// `collection.yaml`, read in full.
#[derive(Debug, Default)]
pub struct CollectionFile {
    /// The file.
    pub file: SourceFile,
    /// The permanent name.
    pub name: Option<At<String>>,
    /// The title.
    pub title: Option<String>,
    /// The language of the decks.
    pub lang: Option<String>,
    /// The rules it is held to.
    pub profile: Profile,
    /// Its licence.
    pub license: Option<String>,
    /// Where its folder can be read on the web.
    pub url: Option<String>,
    /// Its sections, in order.
    pub sections: Vec<SectionEntry>,
    /// The comments.
    pub comments: Vec<Comment>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionEntry {
    /// Its slug.
    pub slug: At<String>,
    /// Its title; the slug where absent.
    pub title: String,
    /// The folder of its decks.
    pub folder: Option<String>,
    /// Its topics, in order.
    pub topics: Vec<At<TopicEntry>>,
}

/// A topic, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicEntry {
    /// Its slug.
    pub slug: String,
    /// Its title; the slug where absent.
    #[serde(default)]
    pub title: Option<String>,
    /// How advanced it is.
    #[serde(default)]
    pub level: Option<Level>,
    /// The topics that should be known before it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The topics that are good to know before it.
    #[serde(default)]
    pub helps: Vec<String>,
    /// How many notes it should have, by facet or kind, or `recall`.
    #[serde(default)]
    pub minimum: BTreeMap<String, u32>,
    /// What it comes as.
    #[serde(default)]
    pub form: Form,
    /// What a tool is grouped by.
    #[serde(default)]
    pub group: Option<String>,
    /// What people wrongly believe about it.
    #[serde(default)]
    pub misconceptions: Vec<Misconception>,
}

/// What people wrongly believe.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misconception {
    /// Its id (`kafka~3`), which a card's `covers` names.
    pub id: String,
    /// The belief.
    pub myth: String,
    /// What is so instead.
    pub truth: String,
}

/// Returns the fields of a topic.
pub fn topic_fields() -> &'static [&'static str] {
    fields_of::<TopicEntry>()
}

/// Returns the fields of a misconception.
pub fn misconception_fields() -> &'static [&'static str] {
    fields_of::<Misconception>()
}

impl CollectionFile {
    /// Reads `collection.yaml`. A section or topic that is wrong costs itself.
    pub fn read(file: SourceFile, bad: Vec<Fault>) -> CollectionFile {
        let mut faults = bad;
        let mut read = CollectionFile::default();
        let mut has_name = false;
        for tree in resync::by_keys(&file.text) {
            read.comments.extend(tree.comments);
            faults.extend(tree.faults);
            if let Some(root) = &tree.root {
                has_name |= root.get("name").is_some();
                read.root(root, &mut faults);
            }
        }
        if !has_name {
            let fault = Fault::new("deck/missing-field", Span::default(), "`name` is missing");
            faults.push(fault.help("add `name:`, the permanent first half of every card's key"));
        }
        let mut warnings = Vec::new();
        read.check_links(&mut warnings);
        faults.sort_by_key(|fault| fault.span.start);
        faults.truncate(yaml::MAX_FAULTS);
        warnings.truncate(yaml::MAX_FAULTS);
        let errors = faults.iter().map(|fault| fault.finding(&file, Severity::Error));
        read.diagnostics.extend(errors);
        let warnings = warnings.iter().map(|fault| fault.finding(&file, Severity::Warning));
        read.diagnostics.extend(warnings);
        read.file = file;
        read
    }

    /// Returns the topics of all sections, in order, each with its section's place.
    pub fn topics(&self) -> impl Iterator<Item = (usize, &At<TopicEntry>)> {
        let sections = self.sections.iter().enumerate();
        sections.flat_map(|(place, section)| section.topics.iter().map(move |topic| (place, topic)))
    }

    fn root(&mut self, root: &Node<'_>, faults: &mut Vec<Fault>) {
        if !matches!(root.value, Value::Map(_)) {
            let message = format!("the file is {} where a mapping is expected", root.what());
            faults.push(Fault::new("deck/value", root.span, message));
            return;
        }
        for (key, value) in root.entries() {
            if let Err(fault) = self.field(key, value, faults) {
                faults.push(fault);
            }
        }
    }

    fn field(
        &mut self,
        key: &Node<'_>,
        value: &Node<'_>,
        faults: &mut Vec<Fault>,
    ) -> Result<(), Fault> {
        let name = key.text().unwrap_or_default();
        let text = || decode_field::<String>(name, value);
        let span = value.span;
        match name {
            "name" => self.name = Some(raw::id(At { value: text()?, span })?),
            "title" => self.title = Some(text()?),
            "lang" => self.lang = Some(raw::lang(At { value: text()?, span })?.value),
            "lint" => self.profile = decode_field(name, value)?,
            "license" => self.license = Some(text()?),
            "url" => self.url = Some(text()?),
            "sections" => {
                let Value::List(items) = &value.value else {
                    let message =
                        format!("`sections` is {} where a list is expected", value.what());
                    return Err(Fault::new("deck/value", span, message));
                };
                for item in items {
                    let section = section(item, faults);
                    self.sections.extend(section.map_err(|fault| faults.push(fault)).ok());
                }
            }
            _ => return Err(unknown_field(key, value, false, &COLLECTION_FIELDS)),
        }
        Ok(())
    }

    /// Looks for slugs given twice and for prerequisites that do not exist.
    fn check_links(&mut self, warnings: &mut Vec<Fault>) {
        let mut slugs: HashSet<String> = HashSet::new();
        for section in &mut self.sections {
            // Of two topics with one slug the first counts.
            section.topics.retain(|topic| {
                let is_new = slugs.insert(topic.value.slug.clone());
                if !is_new {
                    let message = format!("the topic `{}` is given twice", topic.value.slug);
                    let fault = Fault::new("collection/duplicate-topic", topic.span, message);
                    warnings.push(fault.help("the first one counts; remove the other"));
                }
                is_new
            });
        }
        for (_, topic) in self.topics() {
            let links = [("requires", &topic.value.requires), ("helps", &topic.value.helps)];
            for (field, names) in links {
                for name in names.iter().filter(|name| !slugs.contains(*name)) {
                    if warnings.len() >= yaml::MAX_FAULTS {
                        return;
                    }
                    let message = format!("`{field}` names `{name}`, which is no topic here");
                    let close = nearest(name, slugs.iter().map(String::as_str));
                    let help =
                        close.map_or(String::new(), |close| format!("did you mean `{close}`?"));
                    let fault = Fault::new("collection/unknown-topic", topic.span, message);
                    warnings.push(fault.help(help));
                }
            }
        }
    }
}

fn section(node: &Node<'_>, faults: &mut Vec<Fault>) -> Result<SectionEntry, Fault> {
    if !matches!(node.value, Value::Map(_)) {
        let message = format!("a section is {} where a mapping is expected", node.what());
        return Err(Fault::new("deck/value", node.span, message));
    }
    let mut slug = None;
    let mut title = None;
    let mut folder = None;
    let mut topics = Vec::new();
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or_default();
        match name {
            "slug" => {
                let text = At { value: decode_field(name, value)?, span: value.span };
                slug = Some(raw::id(text)?);
            }
            "title" => title = Some(decode_field::<String>(name, value)?),
            "folder" => folder = Some(decode_field::<String>(name, value)?),
            "topics" => {
                for item in value.items() {
                    topics.extend(topic(item).map_err(|fault| faults.push(fault)).ok());
                }
                if !matches!(value.value, Value::List(_)) {
                    let message = format!("`topics` is {} where a list is expected", value.what());
                    faults.push(Fault::new("deck/value", value.span, message));
                }
            }
            _ => faults.push(unknown_field(key, value, node.flow, &SECTION_FIELDS)),
        }
    }
    let slug = slug.ok_or_else(|| {
        let at = node.entries().first().map_or(node.span, |(key, _)| key.span);
        Fault::new("deck/missing-field", at, "`slug` is missing").help("a section needs it")
    })?;
    let title = title.unwrap_or_else(|| slug.value.clone());
    Ok(SectionEntry { slug, title, folder, topics })
}

fn topic(node: &Node<'_>) -> Result<At<TopicEntry>, Fault> {
    let topic: TopicEntry = decode(node)?;
    let span = node.get("slug").map_or(node.span, |slug| slug.span);
    check_id(&topic.slug).map_err(|error| raw::bad_id(span, &error))?;
    Ok(At { value: topic, span })
}
