//! What an export said of a note, which the next export has to know.

/// What an export said of a note or a note type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its id in Anki's files: for a note, the time of its first export in UTC milliseconds.
    pub id: i64,
    /// Since when it says what it says, in UTC seconds.
    pub modified: i64,
    /// A hash of what it says.
    pub hash: i64,
    /// Its tags, with spaces between them; empty for a note type.
    pub tags: Box<str>,
}
