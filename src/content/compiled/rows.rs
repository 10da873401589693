//! Entries of notes as rows of bytes of one size, decoded on the way into a library.

use std::slice::ChunksExact;

use crate::cards::entry::{Entry, Parts};
use crate::cards::library::TopicIx;
use crate::cards::{Facet, Kind, Tier};
use crate::content::compiled::bytes::Reader;

/// The size of a row.
pub(super) const ROW_BYTES: usize = 52;
/// Stands for "none" where a place is expected.
const NONE: u32 = u32::MAX;

const TIERS: [Tier; 2] = [Tier::Core, Tier::More];

/// Entries of notes, one row after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The rows, and around them the index they were read from: they are large, and not copied.
    bytes: Vec<u8>,
    before: usize,
    after: usize,
}

impl Rows {
    /// Takes rows over with the bytes they lie in: `before` bytes stand before them and `after`
    /// bytes behind.
    pub(super) fn new(bytes: Vec<u8>, before: usize, after: usize) -> Rows {
        Rows { bytes, before, after }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.before..self.bytes.len() - self.after).unwrap_or(&[])
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.bytes().len() / ROW_BYTES
    }

    /// Makes room.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.bytes.reserve_exact(count * ROW_BYTES);
    }

    /// Adds an entry; rows that were read are complete and take no more.
    pub(crate) fn push(&mut self, entry: &Entry) {
        let topic = entry.topic.map_or(NONE, |topic| topic.0);
        let facet = entry.facet.map_or(0, |facet| facet as u8 + 1);
        let small = [entry.kind as u8, facet, entry.tier as u8, 0];
        let words = [
            entry.id.0,
            u32::from(entry.id.1) | u32::from(entry.tags.1) << 16,
            entry.tags.0,
            entry.deck,
            topic,
            u32::from_le_bytes(small),
            entry.rev,
            entry.parts.bits(),
            entry.covers.unwrap_or(NONE),
            entry.position,
            entry.span.0,
            entry.span.1,
            entry.line,
        ];
        self.bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    /// Returns the entries.
    pub(crate) fn iter(&self) -> Entries<'_> {
        Entries { rows: self.bytes().chunks_exact(ROW_BYTES) }
    }
}

/// The entries of rows, in order.
#[derive(Debug)]
pub(crate) struct Entries<'r> {
    rows: ChunksExact<'r, u8>,
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        read(self.rows.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}

/// Reads a row; none where it is no entry. The checksum of the index makes that a fault of ours.
fn read(row: &[u8]) -> Option<Entry> {
    let mut from = Reader::new(row);
    let optional = |place: u32| (place != NONE).then_some(place);
    let id_start = from.u32()?;
    let lens = from.u32()?;
    let tags_start = from.u32()?;
    let (deck, topic) = (from.u32()?, from.u32()?);
    let [kind, facet, tier, _] = from.u32()?.to_le_bytes();
    let facet = match facet {
        0 => None,
        facet => Some(*Facet::ALL.get(usize::from(facet) - 1)?),
    };
    Some(Entry {
        id: (id_start, lens as u16),
        tags: (tags_start, (lens >> 16) as u16),
        deck,
        topic: optional(topic).map(TopicIx),
        kind: *Kind::ALL.get(usize::from(kind))?,
        facet,
        tier: *TIERS.get(usize::from(tier))?,
        rev: from.u32()?,
        parts: Parts::from_bits(from.u32()?),
        covers: optional(from.u32()?),
        position: from.u32()?,
        span: (from.u32()?, from.u32()?),
        line: from.u32()?,
    })
}
