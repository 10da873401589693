//! How much of a package is taken in. What is beyond is refused before it costs anything.

/// How much of a package is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Members of the zip, and files in its list of media.
    pub members: u64,
    /// The zip's own list of its members, in bytes.
    pub directory: u64,
    /// The collection, in bytes.
    pub collection: u64,
    /// The list of media, in bytes.
    pub media_list: u64,
    /// One media file, in bytes.
    pub media_file: u64,
    /// All media files, in bytes.
    pub media: u64,
    /// How many times its own size a member may become, and all media of a package that of the
    /// package, beyond [`Limits::slack`].
    pub ratio: u64,
    /// How large a member, or all media, may become whatever the size it comes from, in bytes.
    pub slack: u64,
    /// One field of a note, and all its tags, in bytes.
    pub field: usize,
    /// What the templates of others show of one note, on all its cards, in bytes.
    pub shown: usize,
    /// All notes together, with what templates show of them, in bytes.
    pub text: usize,
    /// Decks that notes are in.
    pub decks: usize,
    /// Notes, cards.
    pub rows: usize,
    /// Entries of the review history.
    pub reviews: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            members: 400_000,
            directory: 64 << 20,
            collection: 2 << 30,
            media_list: 64 << 20,
            media_file: 1 << 30,
            media: 64 << 30,
            ratio: 200,
            slack: 64 << 20,
            field: 1 << 20,
            shown: 8 << 20,
            text: 1 << 30,
            decks: 10_000,
            rows: 4_000_000,
            reviews: 10_000_000,
        }
    }
}
