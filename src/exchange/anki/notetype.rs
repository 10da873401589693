//! Our own note types: one for each kind, with an id and a name that never change.
//!
//! Anki matches note types by id, and their fields by place and id. A list of fields is frozen: none
//! is ever added, removed or moved, or every note of a learner would be in conflict. The spare ones
//! at its end may be given a name and a use.

use crate::cards::Kind;

/// A note type: the kind's own fields are followed by [`COMMON`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteType {
    /// The kind.
    pub kind: Kind,
    /// Its name in Anki.
    pub name: &'static str,
    /// The fields that only this kind has; the first is the one that Anki sorts by.
    pub own: &'static [&'static str],
    /// The templates, one for each card but for a cloze.
    pub templates: &'static [&'static str],
}

/// The fields that every note type ends with.
///
/// `Topic` and `Sources` name the note as well: two notes with an equal field look like doubles to Anki's
/// users and tools.
pub const COMMON: [&str; 12] = [
    "Gist", "More", "Sources", "Topic", "Facet", "Id", "Lang", "Dir", "Spare 1", "Spare 2",
    "Spare 3", "Spare 4",
];

/// The note types, in the order of [`Kind::ALL`].
pub const ALL: [NoteType; 8] = [
    NoteType {
        kind: Kind::Basic,
        name: "revisit basic",
        own: &["Front", "Back"],
        templates: &["Card"],
    },
    NoteType {
        kind: Kind::Reversed,
        name: "revisit reversed",
        own: &["Front", "Back", "Ask forward", "Ask back"],
        templates: &["Forward", "Back"],
    },
    NoteType { kind: Kind::Cloze, name: "revisit cloze", own: &["Text"], templates: &["Cloze"] },
    NoteType {
        kind: Kind::Mcq,
        name: "revisit choice",
        own: &["Front", "Options", "Explained", "Answer"],
        templates: &["Card"],
    },
    NoteType {
        kind: Kind::Order,
        name: "revisit order",
        own: &["Front", "Items", "Answer"],
        templates: &["Card"],
    },
    NoteType {
        kind: Kind::Typed,
        name: "revisit typed",
        own: &["Front", "Answer", "Also", "Match"],
        templates: &["Card"],
    },
    NoteType {
        kind: Kind::Scenario,
        name: "revisit scenario",
        own: &["Setup", "Ask", "Choice", "Because", "Cost", "Flips if", "Otherwise"],
        templates: &["Card"],
    },
    NoteType {
        kind: Kind::Interview,
        name: "revisit interview",
        own: &["Prompt", "Minutes", "Evidence", "Key points", "Red flags", "Follow-ups", "Phases"],
        templates: &["Card"],
    },
];

/// A number of milliseconds, as the ids of note types are in Anki, in the year 2025.
const FIRST: i64 = 1_764_000_000_000;

impl NoteType {
    /// Returns the note type of a kind.
    pub fn of(kind: Kind) -> &'static NoteType {
        &ALL[kind as usize]
    }

    /// Finds a note type by its id.
    pub fn find(id: i64) -> Option<&'static NoteType> {
        ALL.iter().find(|note_type| note_type.id() == id)
    }

    /// Returns its id.
    pub fn id(&self) -> i64 {
        FIRST + self.kind as i64
    }

    /// Returns the names of its fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.own.iter().copied().chain(COMMON)
    }

    /// Returns the id of a field; the common ones have the same places in every note type.
    pub fn field_id(&self, place: usize) -> i64 {
        let common = place.checked_sub(self.own.len()).map(|place| place + 100);
        self.id() * 1_000 + common.unwrap_or(place) as i64
    }

    /// Returns the id of a template.
    pub fn template_id(&self, place: usize) -> i64 {
        self.id() * 1_000 + 900 + place as i64
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, NoteType};
    use crate::cards::Kind;

    #[test]
    fn each_kind_has_its_note_type() {
        for (kind, note_type) in Kind::ALL.into_iter().zip(&ALL) {
            assert_eq!((note_type.kind, NoteType::of(kind)), (kind, note_type));
            assert_eq!(NoteType::find(note_type.id()), Some(note_type));
        }
        assert_eq!(NoteType::find(1_764_000_000_008), None);
    }

    /// A change of these breaks every collection that has our cards.
    #[test]
    fn what_anki_matches_by_never_changes() {
        let ids: Vec<String> = ALL
            .iter()
            .map(|note_type| {
                let fields = note_type.fields().enumerate();
                let fields: Vec<String> = fields
                    .map(|(place, name)| format!("{name}={}", note_type.field_id(place) % 1_000))
                    .collect();
                let templates: Vec<String> = (0..note_type.templates.len())
                    .map(|place| {
                        let id = note_type.template_id(place) % 1_000;
                        format!("{}={id}", note_type.templates[place])
                    })
                    .collect();
                let (id, name) = (note_type.id(), note_type.name);
                format!("{id} {name}: {}; {}", fields.join(", "), templates.join(", "))
            })
            .collect();
        let common = "Gist=100, More=101, Sources=102, Topic=103, Facet=104, Id=105, Lang=106, Dir=107, \
             Spare 1=108, Spare 2=109, Spare 3=110, Spare 4=111";
        let expected = [
            ("1764000000000 revisit basic: Front=0, Back=1, ", "; Card=900"),
            (
                "1764000000001 revisit reversed: Front=0, Back=1, Ask forward=2, Ask back=3, ",
                "; Forward=900, Back=901",
            ),
            ("1764000000002 revisit cloze: Text=0, ", "; Cloze=900"),
            (
                "1764000000003 revisit choice: Front=0, Options=1, Explained=2, Answer=3, ",
                "; Card=900",
            ),
            ("1764000000004 revisit order: Front=0, Items=1, Answer=2, ", "; Card=900"),
            ("1764000000005 revisit typed: Front=0, Answer=1, Also=2, Match=3, ", "; Card=900"),
            (
                "1764000000006 revisit scenario: Setup=0, Ask=1, Choice=2, Because=3, Cost=4, \
                 Flips if=5, Otherwise=6, ",
                "; Card=900",
            ),
            (
                "1764000000007 revisit interview: Prompt=0, Minutes=1, Evidence=2, Key points=3, \
                 Red flags=4, Follow-ups=5, Phases=6, ",
                "; Card=900",
            ),
        ];
        let expected = expected.map(|(start, end)| format!("{start}{common}{end}"));
        assert_eq!(ids, expected);
    }
}
