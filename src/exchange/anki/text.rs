//! The text of a note: its fields in one, and what is computed of the first.

use sha1::{Digest, Sha1};

/// What stands between the fields of a note.
pub const SEPARATOR: char = '\u{1f}';

/// Returns the checksum by which Anki finds notes with an equal first field: the first 32 bits of the
/// SHA-1 of its text without markup.
pub fn checksum(stripped: &str) -> u32 {
    let hash = Sha1::digest(stripped.as_bytes());
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn checksums_are_those_of_anki() {
        assert_eq!(checksum("test"), 2_840_236_005);
        assert_eq!(checksum("今日"), 1_464_653_051);
    }
}
