//! Our own note types: one for each kind, with an id and a name that never change.
//!
//! Anki matches note types by id, and their fields by place and id. A list of fields is frozen: none
//! is ever added, removed or moved. The spare ones at its end may be given a name and a use.

use crate::cards::Kind;

/// Returns the id of the note type of a kind: a number of milliseconds, as Anki's are, in the year
/// 2025.
pub fn id(kind: Kind) -> i64 {
    FIRST + kind as i64
}

/// Returns the kind whose note type this is.
pub fn kind(id: i64) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| self::id(*kind) == id)
}

const FIRST: i64 = 1_764_000_000_000;

#[cfg(test)]
mod tests {
    use super::{id, kind};
    use crate::cards::Kind;

    #[test]
    fn ids_are_the_same_for_ever() {
        let ids = Kind::ALL.map(id);
        assert_eq!(ids, [0, 1, 2, 3, 4, 5, 6, 7].map(|n| 1_764_000_000_000 + n));
        assert_eq!(kind(1_764_000_000_002), Some(Kind::Cloze));
        assert_eq!(kind(1_764_000_000_008), None);
    }
}
