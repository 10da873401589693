//! What a deck file may contain, as it is written: the head of the file, and the fields that every
//! card may have. The fields of a kind are those of its type in `cards::kinds`.

use serde::Deserialize;

use crate::cards::Kind;
use crate::cards::kinds::{
    basic::Basic, cloze::Cloze, interview::Interview, mcq::Mcq, order::Order, reversed::Reversed,
    scenario::Scenario, typed::Typed,
};
use crate::cards::note::{Facet, Foreign, Tier};
use crate::content::decode::{decode_field, fields_of, unknown_field};
use crate::content::root::is_inside;
use crate::content::source::{At, Span, short};
use crate::content::tree::{Fault, Node};
use crate::model::id::check_id;

/// The format this program reads.
pub const FORMAT: u32 = 1;

/// The fields of a deck file.
pub const DECK_FIELDS: [&str; 8] =
    ["format", "topic", "key", "page", "retired", "title", "lang", "cards"];

/// The head of a deck file: everything but its cards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The version of the format; the current one where absent.
    pub format: Option<At<u32>>,
    /// The topic's slug.
    pub topic: Option<At<String>>,
    /// The prefix of the ids of its cards.
    pub key: Option<At<String>>,
    /// The topic's page, relative to the file.
    pub page: Option<At<String>>,
    /// The ids of removed cards.
    pub retired: Vec<At<String>>,
    /// The deck's title.
    pub title: Option<At<String>>,
    /// The language of its cards, where it is not the collection's.
    pub lang: Option<At<String>>,
}

/// The fields that a card of any kind may have.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Common {
    #[serde(default)]
    pub(crate) id: Option<String>,
    #[serde(default)]
    pub(crate) kind: Option<Kind>,
    #[serde(default)]
    pub(crate) tier: Option<Tier>,
    #[serde(default)]
    pub(crate) facet: Option<Facet>,
    #[serde(default)]
    pub(crate) rev: Option<u32>,
    #[serde(default)]
    pub(crate) gist: Option<String>,
    #[serde(default)]
    pub(crate) more: Option<String>,
    #[serde(default)]
    pub(crate) source: Vec<String>,
    #[serde(default)]
    pub(crate) covers: Option<String>,
    #[serde(default)]
    pub(crate) replaces: Option<String>,
    #[serde(default)]
    pub(crate) as_of: Option<String>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) anki: Option<Box<Foreign>>,
}

/// Returns the fields that a card of any kind may have.
pub fn common_fields() -> &'static [&'static str] {
    fields_of::<Common>()
}

/// Returns the fields of a kind, besides the common ones.
pub fn kind_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Basic => fields_of::<Basic>(),
        Kind::Reversed => fields_of::<Reversed>(),
        Kind::Cloze => fields_of::<Cloze>(),
        Kind::Mcq => fields_of::<Mcq>(),
        Kind::Order => fields_of::<Order>(),
        Kind::Typed => fields_of::<Typed>(),
        Kind::Scenario => fields_of::<Scenario>(),
        Kind::Interview => fields_of::<Interview>(),
    }
}

impl Header {
    /// Reads the head of a deck. A field that is wrong costs itself.
    pub(crate) fn read<'n>(
        entries: impl Iterator<Item = &'n (Node<'n>, Node<'n>)>,
        faults: &mut Vec<Fault>,
    ) -> Header {
        let mut header = Header::default();
        for (key, value) in entries {
            if let Err(fault) = header.field(key, value, faults) {
                faults.push(fault);
            }
        }
        header
    }

    fn field(
        &mut self,
        key: &Node<'_>,
        value: &Node<'_>,
        faults: &mut Vec<Fault>,
    ) -> Result<(), Fault> {
        let name = key.text().unwrap_or_default();
        let span = value.span;
        let text = || decode_field::<String>(name, value).map(|value| At { value, span });
        match name {
            "format" => {
                let format: u32 = decode_field(name, value)?;
                if format != FORMAT {
                    let message = format!("format {format} is not known to this version");
                    return Err(Fault::new("deck/format", span, message)
                        .help(format!("this version reads format {FORMAT}: update the program")));
                }
                self.format = Some(At { value: format, span });
            }
            "topic" => self.topic = Some(id(text()?)?),
            "key" => self.key = Some(id(text()?)?),
            "page" => self.page = Some(page(text()?)?),
            "title" => self.title = Some(text()?),
            "lang" => self.lang = Some(lang(text()?)?),
            "retired" => {
                let ids: Vec<String> = decode_field(name, value)?;
                let places = value.items().iter().map(|item| item.span);
                for (value, span) in ids.into_iter().zip(places) {
                    match id(At { value, span }) {
                        Ok(id) => self.retired.push(id),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            _ => return Err(unknown_field(key, value, false, &DECK_FIELDS)),
        }
        Ok(())
    }
}

/// Checks an id.
pub(crate) fn id(text: At<String>) -> Result<At<String>, Fault> {
    match check_id(&text.value) {
        Ok(()) => Ok(text),
        Err(error) => Err(bad_id(text.span, &error)),
    }
}

/// Checks the path of a page: it stays in the folder of its deck or below.
fn page(text: At<String>) -> Result<At<String>, Fault> {
    if is_inside(&text.value) {
        return Ok(text);
    }
    let message = format!("`{}` is no path below the deck's own folder", short(&text.value));
    let fault = Fault::new("deck/path", text.span, message);
    Err(fault.help("name a file beside the deck, such as `topic.md`"))
}

/// Makes the fault for a text that is no id.
pub(crate) fn bad_id(span: Span, error: &crate::model::IdError) -> Fault {
    Fault::new("deck/id", span, error.to_string())
}

/// Checks the code of a language: `en`, `fa`, `pt-br`.
pub(crate) fn lang(text: At<String>) -> Result<At<String>, Fault> {
    if is_lang(&text.value) {
        return Ok(text);
    }
    let message = format!("`{}` is not the code of a language", short(&text.value));
    Err(Fault::new("deck/value", text.span, message).help("write a code such as `en` or `fa`"))
}

/// Says whether a text has the form of a language's code.
pub(crate) fn is_lang(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}
