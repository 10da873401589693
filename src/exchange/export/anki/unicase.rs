//! The order in which schema 18 keeps names: without regard to case.

use std::cmp::Ordering;

use rusqlite::Connection;

/// Makes the order known to a connection.
pub(super) fn register(conn: &Connection) -> rusqlite::Result<()> {
    conn.create_collation("unicase", compare)
}

fn compare(a: &str, b: &str) -> Ordering {
    let fold = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    if a.is_ascii() && b.is_ascii() {
        let lower = |text: &str| text.to_ascii_lowercase();
        return lower(a).cmp(&lower(b));
    }
    fold(a).cmp(&fold(b))
}
