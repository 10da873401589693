//! `sources.yaml`: what cards cite as `id#place`.

use serde::Deserialize;

use crate::content::decode::{decode, fields_of};
use crate::content::raw::bad_id;
use crate::content::source::{At, SourceFile, short};
use crate::content::tree::{Comment, Fault, Tree, Value};
use crate::content::yaml;
use crate::model::id::check_id;
use crate::model::{Diagnostic, Severity};

/// Something a card rests on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// What it is.
    pub kind: SourceKind,
    /// The day somebody last opened it (`2026-11-22`); absent or `no` where nobody has.
    #[serde(default)]
    pub checked: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<String>,
    /// When, as a year.
    #[serde(default)]
    pub year: Option<u32>,
    /// A remark for authors.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A norm: an RFC, an ISO standard.
    Standard,
    /// A project's own documentation.
    Docs,
    /// A book.
    Book,
    /// A paper or a report.
    Paper,
    /// A draft of a norm.
    Draft,
    /// A post, an article, a talk.
    Blog,
    /// A program one can run.
    Tool,
}

impl SourceKind {
    /// Returns the name, as in the registry.
    pub fn name(self) -> &'static str {
        ["standard", "docs", "book", "paper", "draft", "blog", "tool"][self as usize]
    }

    /// Says whether a citation must name a place in it.
    pub fn has_places(self) -> bool {
        matches!(
            self,
            SourceKind::Standard | SourceKind::Docs | SourceKind::Book | SourceKind::Draft
        )
    }
}

impl Source {
    /// Returns the day somebody last opened it, `YYYY-MM-DD`.
    pub fn checked_on(&self) -> Option<&str> {
        self.checked.as_deref().filter(|day| is_date(day))
    }
}

/// Returns the fields of a source.
pub fn source_fields() -> &'static [&'static str] {
    fields_of::<Source>()
}

/// `sources.yaml`, read in full.
#[derive(Debug, Default)]
pub struct SourcesFile {
    /// The file.
    pub file: SourceFile,
    /// The sources, in the order of the file; each place is that of its id.
    pub sources: Vec<(At<String>, Source)>,
    /// The comments.
    pub comments: Vec<Comment>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl SourcesFile {
    /// Reads `sources.yaml`. A source that is wrong costs itself.
    pub fn read(file: SourceFile, bad: Vec<Fault>) -> SourcesFile {
        let Tree { root, comments, faults: found, .. } = yaml::parse(&file.text);
        let mut faults = bad;
        faults.extend(found);
        let mut sources = Vec::new();
        if let Some(root) = &root
            && !matches!(root.value, Value::Map(_))
        {
            let message = format!("the file is {} where a mapping is expected", root.what());
            faults.push(
                Fault::new("deck/value", root.span, message).help("write `id:` for each source"),
            );
        }
        for (key, value) in root.iter().flat_map(|root| root.entries()) {
            let id = At { value: key.text().unwrap_or_default().to_owned(), span: key.span };
            let read = check_id(&id.value)
                .map_err(|error| bad_id(id.span, &error))
                .and_then(|()| decode::<Source>(value))
                .and_then(|source| match &source.checked {
                    Some(day) if day != "no" && !is_date(day) => {
                        let at = value.get("checked").map_or(id.span, |day| day.span);
                        let message = format!("`checked` is `{}`", short(day));
                        let fault = Fault::new("deck/value", at, message);
                        Err(fault.help("write a day (`2026-11-22`), or `no`"))
                    }
                    _ => Ok(source),
                });
            match read {
                Ok(source) => sources.push((id, source)),
                Err(fault) => faults.push(fault),
            }
        }
        drop(root);
        faults.truncate(yaml::MAX_FAULTS);
        let diagnostics =
            faults.iter().map(|fault| fault.finding(&file, Severity::Error)).collect();
        SourcesFile { file, sources, comments, diagnostics }
    }

    /// Finds a source.
    pub fn find(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|(name, _)| name.value == id).map(|(_, source)| source)
    }
}

/// Reads `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
        && ("01"..="12").contains(&&text[5..7])
        && ("01"..="31").contains(&&text[8..])
}
