//! `i18n/<lang>/`: the texts of cards, and the titles, in another language.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::cards::fingerprint::Fingerprint;
use crate::content::decode::{decode, decode_field, fields_of, unknown_field};
use crate::content::raw::{FORMAT, bad_id};
use crate::content::resync::{Cut, Item, cut};
use crate::content::source::{At, SourceFile, Span, short};
use crate::content::tree::{Comment, End, Fault, Node, Tree, Value};
use crate::content::yaml::{self, Budget, Comments, MAX_FAULTS, parse_part};
use crate::model::id::check_id;
use crate::model::{Diagnostic, Severity};

/// The fields of a translation file.
pub const TRANSLATION_FIELDS: [&str; 5] = ["format", "topic", "lang", "title", "cards"];

/// The texts of one card in another language; those of its kind are given.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Texts {
    /// The fingerprint of the source it was made from.
    pub of: Option<String>,
    /// The question, or the term.
    pub front: Option<String>,
    /// The answer, or the meaning.
    pub back: Option<String>,
    /// The question from the term to its meaning.
    pub ask_forward: Option<String>,
    /// The question from the meaning to its term.
    pub ask_back: Option<String>,
    /// The sentence with its holes.
    pub text: Option<String>,
    /// The options, in the order of the source.
    pub options: Vec<OptionTexts>,
    /// The items, in the order of the source.
    pub items: Vec<String>,
    /// What may be typed besides what the source accepts.
    pub accept: Vec<String>,
    /// The constraints.
    pub setup: Option<String>,
    /// What is to be decided.
    pub ask: Option<String>,
    /// What to do.
    pub choice: Option<String>,
    /// The other ways, in the order of the source.
    pub otherwise: Vec<OptionTexts>,
    /// Why the constraints force the choice.
    pub because: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// What would flip it.
    pub flips_if: Option<String>,
    /// The prompt.
    pub prompt: Option<String>,
    /// The key points, in the order of the source.
    pub key_points: Vec<PointText>,
    /// The red flags, in the order of the source.
    pub red_flags: Vec<String>,
    /// The follow-ups, in the order of the source.
    pub follow_ups: Vec<FollowUpTexts>,
    /// The evidence, in the order of the source.
    pub evidence: Vec<EvidenceTexts>,
    /// The phases, in the order of the source.
    pub phases: Vec<PhaseTexts>,
    /// What an answer must contain.
    pub gist: Option<String>,
    /// The remark below the answer.
    pub more: Option<String>,
}

/// An option in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionTexts {
    /// The option.
    pub text: String,
    /// Why it is right or wrong.
    #[serde(default)]
    pub why: String,
}

/// A key point in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointText {
    /// The id of the point, to be compared with the source's.
    #[serde(default)]
    pub id: Option<String>,
    /// What can be heard.
    pub point: String,
}

/// A follow-up in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpTexts {
    /// The question.
    pub ask: String,
    /// What a strong answer contains.
    pub strong: String,
}

/// A piece of evidence in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceTexts {
    /// What one asks for.
    pub ask: String,
    /// What one is handed.
    pub shows: String,
}

/// A phase in another language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseTexts {
    /// Its name.
    pub name: String,
    /// Its points.
    #[serde(default)]
    pub points: Vec<String>,
}

/// Returns the fields of a translated card.
pub fn text_fields() -> &'static [&'static str] {
    fields_of::<Texts>()
}

/// A translation file, read in full.
#[derive(Debug, Default)]
pub struct TranslationFile {
    /// The file.
    pub file: SourceFile,
    /// The language, which its folder names.
    pub lang: String,
    /// The title of the topic in that language.
    pub title: Option<String>,
    /// The cards.
    pub cards: Vec<Translated>,
    /// The comments.
    pub comments: Vec<Comment>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A translated card and where it stands.
#[derive(Clone, Debug)]
pub struct Translated {
    /// The id of the note.
    pub id: At<String>,
    /// What it was made from.
    pub of: Option<Fingerprint>,
    /// Its texts.
    pub texts: Texts,
    /// Its text, from the start of its first line where it has that line to itself.
    pub span: Span,
    /// The places of its fields by path.
    pub fields: Vec<(String, Span)>,
}

/// The titles of a collection in another language: `i18n/<lang>/collection.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Titles {
    /// The collection's title.
    pub title: Option<String>,
    /// The titles of sections, by slug.
    pub sections: BTreeMap<String, String>,
    /// The titles of topics, by slug.
    pub topics: BTreeMap<String, String>,
}

impl Titles {
    /// Reads the titles; without any where the file is broken.
    pub fn read(file: &SourceFile, bad: Vec<Fault>) -> (Titles, Vec<Diagnostic>) {
        let tree = yaml::parse(&file.text);
        let mut faults = bad;
        faults.extend(tree.faults);
        let titles = tree.root.as_ref().map(decode::<Titles>).transpose();
        let titles = titles.map_err(|fault| faults.push(fault)).ok().flatten();
        let findings = faults.iter().map(|fault| fault.finding(file, Severity::Error)).collect();
        (titles.unwrap_or_default(), findings)
    }
}

impl TranslationFile {
    /// Reads a translation file. A card that is wrong costs itself.
    pub fn read(file: SourceFile, lang: &str, bad: Vec<Fault>) -> TranslationFile {
        let mut faults = bad;
        let mut read = TranslationFile { lang: lang.to_owned(), ..TranslationFile::default() };
        let mut budget = Budget::new(Comments::Keep);
        let tree = parse_part(&file.text, 0, &mut budget);
        if tree.end == End::Syntax {
            read.by_parts(&file, &mut faults, tree.faults, &mut budget);
        } else if let Some(root) = read.keep(tree, &mut faults) {
            read.head(&root, &file, &mut faults);
        }
        faults.sort_by_key(|fault| fault.span.start);
        faults.truncate(MAX_FAULTS);
        read.diagnostics =
            faults.iter().map(|fault| fault.finding(&file, Severity::Error)).collect();
        read.file = file;
        read
    }

    /// Reads head and cards one by one, after a syntax error.
    fn by_parts(
        &mut self,
        file: &SourceFile,
        faults: &mut Vec<Fault>,
        first: Vec<Fault>,
        budget: &mut Budget,
    ) {
        let before = faults.len();
        let Cut { head, items } = cut(&file.text, Item::Key);
        for range in head {
            let tree = parse_part(&file.text[range.clone()], range.start, budget);
            if let Some(root) = self.keep(tree, faults) {
                self.head(&root, file, faults);
            }
        }
        for range in items {
            let tree = parse_part(&file.text[range.clone()], range.start, budget);
            if let Some(root) = self.keep(tree, faults) {
                self.cards(&root, file, faults);
            }
        }
        if faults.len() == before {
            faults.extend(first);
        }
    }

    /// Keeps the comments and faults of a tree; returns its document.
    fn keep<'t>(&mut self, tree: Tree<'t>, faults: &mut Vec<Fault>) -> Option<Node<'t>> {
        self.comments.extend(tree.comments);
        faults.extend(tree.faults);
        tree.root
    }

    fn head(&mut self, root: &Node<'_>, file: &SourceFile, faults: &mut Vec<Fault>) {
        if !matches!(root.value, Value::Map(_)) {
            let message = format!("the file is {} where a mapping is expected", root.what());
            let fault = Fault::new("deck/value", root.span, message);
            faults.push(fault.help("a translation has its cards below `cards:`"));
        }
        for (key, value) in root.entries() {
            if let Err(fault) = self.field(key, value, file, faults) {
                faults.push(fault);
            }
        }
    }

    fn cards(&mut self, cards: &Node<'_>, file: &SourceFile, faults: &mut Vec<Fault>) {
        for (id, card) in cards.entries() {
            match translated(id, card, cards.flow, file) {
                Ok(card) => self.cards.push(card),
                Err(fault) => faults.push(fault),
            }
        }
    }

    fn field(
        &mut self,
        key: &Node<'_>,
        value: &Node<'_>,
        file: &SourceFile,
        faults: &mut Vec<Fault>,
    ) -> Result<(), Fault> {
        let name = key.text().unwrap_or_default();
        match name {
            "format" => {
                let format: u32 = decode_field(name, value)?;
                if format != FORMAT {
                    let message = format!("format {format} is not known to this version");
                    return Err(Fault::new("deck/format", value.span, message));
                }
            }
            "topic" => {
                decode_field::<String>(name, value)?;
            }
            "lang" => {
                let lang: String = decode_field(name, value)?;
                if lang != self.lang {
                    let message =
                        format!("`lang` is `{}` in the folder of `{}`", short(&lang), self.lang);
                    let fault = Fault::new("deck/value", value.span, message);
                    return Err(fault.help("the folder decides: move the file or mend the field"));
                }
            }
            "title" => self.title = Some(decode_field(name, value)?),
            "cards" => {
                if !matches!(value.value, Value::Map(_)) {
                    let message =
                        format!("`cards` is {} where a mapping is expected", value.what());
                    let fault = Fault::new("deck/value", value.span, message);
                    return Err(fault.help("write the id of each card as a key: `tcp-syn:`"));
                }
                self.cards(value, file, faults);
            }
            _ => return Err(unknown_field(key, value, false, &TRANSLATION_FIELDS)),
        }
        Ok(())
    }
}

fn translated(
    key: &Node<'_>,
    card: &Node<'_>,
    flow: bool,
    file: &SourceFile,
) -> Result<Translated, Fault> {
    let id = At { value: key.text().unwrap_or_default().to_owned(), span: key.span };
    check_id(&id.value).map_err(|error| bad_id(id.span, &error))?;
    let (texts, of) = texts(card)?;
    let start = if flow { key.span.start } else { file.start_of_line(key.span.start) as u32 };
    let span = Span { start, end: card.span.end };
    let mut fields = Vec::new();
    crate::content::deck::collect_fields(card, "", &mut fields);
    Ok(Translated { id, of, texts, span, fields })
}

fn texts(card: &Node<'_>) -> Result<(Texts, Option<Fingerprint>), Fault> {
    let texts: Texts = decode(card)?;
    let of = texts.of.as_deref().map(str::parse).transpose().map_err(
        |error: crate::cards::fingerprint::FingerprintError| {
            let at = card.get("of").map_or(card.span, |of| of.span);
            Fault::new("deck/value", at, error.to_string())
        },
    )?;
    Ok((texts, of))
}

/// Reads one translated card from its text alone, as [`Translated::span`] gives it.
pub fn read_texts(text: &str) -> Option<(Texts, Option<Fingerprint>)> {
    let tree = yaml::parse(text);
    let root = tree.root.filter(|_| tree.faults.is_empty())?;
    texts(&root.entries().first()?.1).ok()
}
