//! Ids: what progress is keyed by. They are chosen once, by the author, and never follow the text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest id, in bytes.
pub const MAX_ID_BYTES: usize = 64;

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is longer than [`MAX_ID_BYTES`].
    #[error("`{0}` is longer than 64 bytes")]
    TooLong(String),
    /// The text does not fit the grammar.
    #[error("`{0}` is not an id: use a-z and 0-9, joined by single `.`, `_` or `-`")]
    Grammar(String),
    /// The text lacks the collection.
    #[error("`{0}` does not name its collection: write `collection/id`")]
    NoCollection(String),
}

/// Checks a plain id (of a note, a collection, a topic): `[a-z0-9]+([._-][a-z0-9]+)*`, 64 bytes.
pub fn check_id(text: &str) -> Result<(), IdError> {
    if text.len() > MAX_ID_BYTES {
        return Err(IdError::TooLong(text.chars().take(MAX_ID_BYTES).collect()));
    }
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if text.split(['.', '_', '-']).all(word) {
        Ok(())
    } else {
        Err(IdError::Grammar(text.to_owned()))
    }
}

/// The full id of a note: `collection/id`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(Box<str>);

/// The full id of a card: `collection/id`, and `#part` for siblings after the first.
///
/// The part is absent for the first side, `back` for the reverse of a reversed note, `c1`, `c2` ...
/// for the deletions of a cloze. Language and file are not part of it, so that translating a card
/// or moving it keeps its history.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(Box<str>);

impl NoteId {
    /// Makes the id of a note from its collection and its own id, both already checked.
    pub fn new(collection: &str, id: &str) -> NoteId {
        NoteId(format!("{collection}/{id}").into())
    }

    /// Returns the name of the collection.
    pub fn collection(&self) -> &str {
        self.0.split_once('/').map_or("", |(collection, _)| collection)
    }

    /// Returns the id within the collection.
    pub fn local(&self) -> &str {
        self.0.split_once('/').map_or(&self.0, |(_, id)| id)
    }

    /// Returns the id of one of the note's cards; an empty part names the first side.
    pub fn card(&self, part: &str) -> CardId {
        if part.is_empty() {
            CardId(self.0.clone())
        } else {
            CardId(format!("{}#{part}", self.0).into())
        }
    }

    /// Returns the whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardId {
    /// Returns the note this card belongs to.
    pub fn note(&self) -> NoteId {
        NoteId(self.0.split_once('#').map_or(&*self.0, |(note, _)| note).into())
    }

    /// Returns the part, empty for the first side.
    pub fn part(&self) -> &str {
        self.0.split_once('#').map_or("", |(_, part)| part)
    }

    /// Returns the whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a number that depends on nothing but the id, for choices that must replay.
    ///
    /// FNV-1a, 64 bits, over the bytes of the text.
    pub fn hash(&self) -> u64 {
        self.0.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    }
}

impl FromStr for NoteId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (collection, id) =
            text.split_once('/').ok_or_else(|| IdError::NoCollection(text.to_owned()))?;
        check_id(collection)?;
        check_id(id)?;
        Ok(NoteId(text.into()))
    }
}

impl FromStr for CardId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (note, part) = match text.split_once('#') {
            Some((note, part)) => (note, Some(part)),
            None => (text, None),
        };
        note.parse::<NoteId>()?;
        part.map_or(Ok(()), check_id)?;
        Ok(CardId(text.into()))
    }
}

macro_rules! text_id {
    ($type:ident) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
text_id!(NoteId);
text_id!(CardId);

/// A device: a random number, new for each database on each host, so that copies never collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub i64);
