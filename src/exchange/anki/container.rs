//! The members of a package, and the messages among them.

use prost::Message;

/// The member that names the version.
pub const META: &str = "meta";
/// The member with the names of media files.
pub const MEDIA: &str = "media";
/// The collection of the first version; beside the others, a note that asks for a newer Anki.
pub const COLLECTION_1: &str = "collection.anki2";
/// The collection of the second version.
pub const COLLECTION_2: &str = "collection.anki21";
/// The collection of the third version, compressed with zstd.
pub const COLLECTION_3: &str = "collection.anki21b";

/// The version of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// `collection.anki2`, schema 11.
    Legacy1,
    /// `collection.anki21`, schema 11.
    Legacy2,
    /// `collection.anki21b`, schema 18; zstd around everything, protobuf around names of media.
    Latest,
}

impl Version {
    /// Returns the member that holds the collection.
    pub fn collection(self) -> &'static str {
        match self {
            Version::Legacy1 => COLLECTION_1,
            Version::Legacy2 => COLLECTION_2,
            Version::Latest => COLLECTION_3,
        }
    }
}

/// What the member `meta` says.
#[derive(Clone, PartialEq, Message)]
pub struct Meta {
    /// The version: 1, 2 or 3.
    #[prost(uint32, tag = "1")]
    pub version: u32,
}

/// What the member `media` of the latest version says, below its compression: a member `0`, `1`, ...
/// for each entry, in order.
#[derive(Clone, PartialEq, Message)]
pub struct MediaEntries {
    /// The files.
    #[prost(message, repeated, tag = "1")]
    pub entries: Vec<MediaEntry>,
}

/// A media file of the latest version.
#[derive(Clone, PartialEq, Message)]
pub struct MediaEntry {
    /// Its name in the media folder.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Its size in bytes, uncompressed.
    #[prost(uint32, tag = "2")]
    pub size: u32,
    /// The SHA-1 of its content, 20 bytes.
    #[prost(bytes = "vec", tag = "3")]
    pub sha1: Vec<u8>,
}
