//! The decks of a package.

use serde_json::Value;

/// The decks that cards are put into, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Decks {
    /// The full name and the id of each.
    pub(super) list: Vec<(String, i64)>,
}

/// Ids mean nothing on import, where decks are found by name; they are made of the names all the same,
/// so that a package is equal to the one before where nothing has changed.
const FIRST: i64 = 1_764_100_000_000;

impl Decks {
    /// Returns the id of a deck.
    pub(super) fn id(&mut self, name: &str) -> i64 {
        if name == "Default" {
            // Every collection has it.
            return 1;
        }
        // Cards come deck by deck.
        if let Some((_, id)) = self.list.iter().rev().find(|(known, _)| known == name) {
            return *id;
        }
        let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let mut id = FIRST + i64::from(name.bytes().fold(0x811c_9dc5, step));
        while self.list.iter().any(|(_, known)| *known == id) {
            id += 1;
        }
        self.list.push((name.to_owned(), id));
        id
    }

    /// Returns the decks as they stand in `col.decks`, as JSON, with the one that every collection has.
    pub(super) fn json(&self, modified: i64) -> String {
        let deck = |id: i64, name: &str| {
            let name = Value::from(name);
            format!(
                r#""{id}":{{"id":{id},"mod":{modified},"name":{name},"usn":-1,"lrnToday":[0,0],"#
            ) + r#""revToday":[0,0],"newToday":[0,0],"timeToday":[0,0],"collapsed":false,"#
                + r#""browserCollapsed":false,"desc":"","dyn":0,"conf":1,"extendNew":0,"extendRev":0}"#
        };
        let own = self.list.iter().map(|(name, id)| deck(*id, name));
        let all: Vec<String> = [deck(1, "Default")].into_iter().chain(own).collect();
        format!("{{{}}}", all.join(","))
    }
}
