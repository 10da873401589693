//! A note: what an author writes. It yields one or more cards.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question};
use crate::cards::kinds::{
    CardKind, Kind, basic::Basic, cloze::Cloze, interview::Interview, mcq::Mcq, order::Order,
    reversed::Reversed, scenario::Scenario, typed::Typed,
};
use crate::model::{CardId, NoteId};

/// One note, with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its full id.
    pub id: NoteId,
    /// Its topic's slug, where it has one.
    pub topic: Option<String>,
    /// Which aspect of the topic it asks for.
    pub facet: Option<Facet>,
    /// Whether nobody should walk into an interview without it.
    pub tier: Tier,
    /// Its revision: raised by a correction that learners should notice. 1 where absent.
    pub rev: u32,
    /// What an answer must contain to count.
    pub gist: Option<String>,
    /// A remark shown below the answer.
    pub more: Option<String>,
    /// What it rests on.
    pub source: Vec<Citation>,
    /// The misconception it is made from (`topic~3`).
    pub covers: Option<String>,
    /// The removed note it takes the place of.
    pub replaces: Option<String>,
    /// The month (`YYYY-MM`) up to which it was checked.
    pub as_of: Option<String>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Which note of Anki it came from, where it was brought over.
    pub anki: Option<Box<Foreign>>,
    /// The language of the text shown, as a code.
    pub lang: String,
    /// What a translation should be marked with, where the text is not the source's.
    pub translation: Translation,
    /// The text of its kind.
    pub content: Content,
}

/// What is kept of a note that came from Anki, so that it can go back and update the very note it
/// came from: the field `anki:` of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// The guid of the note.
    pub guid: String,
    /// Its id in the Anki it came from: the time when it was made there, in UTC milliseconds; 0 where
    /// that is not known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: i64,
    /// The id of its note type, as in the `anki.json` of the collection; a note type of ours where
    /// absent.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub note_type: Option<i64>,
    /// The number of its card there, from 0, where each card of a note has become a note here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub card: u16,
    /// When it was changed last in Anki, in UTC seconds.
    #[serde(default, rename = "mod", skip_serializing_if = "is_default")]
    pub modified: i64,
    /// The [`Fingerprint::of_whole`](crate::cards::fingerprint::Fingerprint::of_whole) of the note
    /// as it was brought over: while it is still that, Anki's note says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Fields of the note type by name, as HTML: those that have no place on the card, and those of
    /// which Markdown could not say everything. Each of the latter counts while the text of its field
    /// is as it was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Where the text of a note comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Translation {
    /// The collection's own language, which is what was asked for.
    #[default]
    Source,
    /// A translation made from this very text.
    Current,
    /// A translation of an earlier wording.
    Stale,
    /// The collection's own language, because there is no usable translation.
    Missing,
}

/// Which aspect of a topic a note asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// What it is or guarantees.
    Concept,
    /// The problem it removes.
    Why,
    /// Mechanism or procedure.
    How,
    /// A symptom or a false belief, with cause and fix.
    Mistake,
    /// Both sides, and when the other wins.
    Tradeoff,
}

/// How much a note matters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// What nobody should walk into an interview without.
    Core,
    /// The rest.
    #[default]
    More,
}

/// How advanced a topic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What others build on.
    Foundation,
    /// What most backend work needs.
    Intermediate,
    /// What senior work needs.
    Advanced,
}

/// What a topic comes as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A page with five headings, and cards of all facets.
    #[default]
    Topic,
    /// A short note on a tool, and a few cards.
    Tool,
}

/// A source and the place in it: `rfc9110#9.2.2`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The id in the sources registry.
    pub source: String,
    /// The place in it.
    pub place: Option<String>,
}

/// The text of a note, by kind. Written, it is the fields of its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Content {
    /// A question and its answer.
    Basic(Basic),
    /// A term and its meaning, asked both ways.
    Reversed(Reversed),
    /// A sentence with holes.
    Cloze(Cloze),
    /// Options, one of them right.
    Mcq(Mcq),
    /// Steps to put in order.
    Order(Order),
    /// An answer to type.
    Typed(Typed),
    /// A decision under constraints.
    Scenario(Scenario),
    /// An open prompt with a rubric.
    Interview(Interview),
}

impl Content {
    /// Returns the kind's own view of the text.
    pub fn as_kind(&self) -> &dyn CardKind {
        match self {
            Content::Basic(kind) => kind,
            Content::Reversed(kind) => kind,
            Content::Cloze(kind) => kind,
            Content::Mcq(kind) => kind,
            Content::Order(kind) => kind,
            Content::Typed(kind) => kind,
            Content::Scenario(kind) => kind,
            Content::Interview(kind) => kind,
        }
    }

    /// Returns what one of the cards asks and what its reveal shows, with options and items in the
    /// order of the file.
    pub fn as_written(&self, part: &str) -> (Question, Answer) {
        let kind = self.as_kind();
        let question = match (self, kind.ask(part, 0)) {
            (Content::Mcq(mcq), Question::Mcq { front, .. }) => {
                let options = mcq.options.iter().map(|option| option.text.clone()).collect();
                Question::Mcq { front, options, order: (0..mcq.options.len()).collect() }
            }
            (Content::Order(list), Question::Order { front, .. }) => {
                let order = (0..list.items.len()).collect();
                Question::Order { front, items: list.items.clone(), order }
            }
            (_, question) => question,
        };
        let answer = kind.answer(part, &question);
        (question, answer)
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        match self {
            Content::Basic(_) => Kind::Basic,
            Content::Reversed(_) => Kind::Reversed,
            Content::Cloze(_) => Kind::Cloze,
            Content::Mcq(_) => Kind::Mcq,
            Content::Order(_) => Kind::Order,
            Content::Typed(_) => Kind::Typed,
            Content::Scenario(_) => Kind::Scenario,
            Content::Interview(_) => Kind::Interview,
        }
    }
}

impl Note {
    /// Makes a note of an id and its text alone, in English.
    pub fn new(id: NoteId, content: Content) -> Note {
        Note {
            id,
            topic: None,
            facet: None,
            tier: Tier::default(),
            rev: 1,
            gist: None,
            more: None,
            source: Vec::new(),
            covers: None,
            replaces: None,
            as_of: None,
            tags: Vec::new(),
            anki: None,
            lang: "en".to_owned(),
            translation: Translation::default(),
            content,
        }
    }

    /// Returns the ids of the note's cards, the first side first.
    pub fn cards(&self) -> Vec<CardId> {
        self.content.as_kind().parts().iter().map(|part| self.id.card(part)).collect()
    }
}

impl Facet {
    /// All facets, in the order of a page's headings.
    pub const ALL: [Facet; 5] =
        [Facet::Concept, Facet::Why, Facet::How, Facet::Mistake, Facet::Tradeoff];

    /// Returns the name, as in decks and filters.
    pub fn name(self) -> &'static str {
        ["concept", "why", "how", "mistake", "tradeoff"][self as usize]
    }

    /// Returns the heading of the facet on a topic's page.
    pub fn heading(self) -> &'static str {
        [
            "Core concepts",
            "Why it exists",
            "How it works",
            "Common mistakes",
            "Real-world trade-offs",
        ][self as usize]
    }
}

impl Tier {
    /// Returns the name, as in decks and filters.
    pub fn name(self) -> &'static str {
        ["core", "more"][self as usize]
    }
}

impl Level {
    /// All levels, the easiest first.
    pub const ALL: [Level; 3] = [Level::Foundation, Level::Intermediate, Level::Advanced];

    /// Returns the name, as in collections and filters.
    pub fn name(self) -> &'static str {
        ["foundation", "intermediate", "advanced"][self as usize]
    }
}

impl Citation {
    /// Reads `source#place`.
    pub fn parse(text: &str) -> Citation {
        match text.split_once('#') {
            Some((source, place)) => {
                Citation { source: source.to_owned(), place: Some(place.to_owned()) }
            }
            None => Citation { source: text.to_owned(), place: None },
        }
    }
}
