//! Finished quizzes and prompts of interviews, read without a scan of the log.

use rusqlite::Connection;

use crate::model::{ActionId, EventBody, InterviewRecord, Moment, QuizRecord};
use crate::store::Store;
use crate::store::error::{Inner, StoreError};
use crate::store::rows::{self, EVENT, RETRACTED};

/// A finished quiz, or a prompt of an interview, as the log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting<R> {
    /// The action that wrote it.
    pub action: ActionId,
    /// When it was written, and on which study day.
    pub moment: Moment,
    /// What it came to.
    pub record: R,
}

impl Store {
    /// Returns all finished quizzes, of all devices, oldest first; those taken back are left out.
    pub fn quizzes(&self) -> Result<Vec<Sitting<QuizRecord>>, StoreError> {
        self.named(sittings(&self.conn, "quizzed", |body| match body {
            EventBody::Quizzed(record) => Some(record),
            _ => None,
        }))
    }

    /// Returns all prompts of interviews, of all devices, oldest first; those taken back are left
    /// out.
    pub fn interviews(&self) -> Result<Vec<Sitting<InterviewRecord>>, StoreError> {
        self.named(sittings(&self.conn, "interviewed", |body| match body {
            EventBody::Interviewed(record) => Some(*record),
            _ => None,
        }))
    }
}

/// Reads the records of a kind. What a later version wrote in a way that this one cannot read is
/// passed over.
fn sittings<R>(
    conn: &Connection,
    kind: &str,
    take: impl Fn(EventBody) -> Option<R>,
) -> Inner<Vec<Sitting<R>>> {
    // The conditions on `card` and `target_seq` are those of the index, word for word.
    let sql = format!(
        "select {EVENT} from event e
         where e.card is null and e.target_seq is null and e.kind = ?1 and not {RETRACTED}
         order by e.at_ms, e.device, e.seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([kind])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let event = rows::logged(row)?;
        let (action, moment) = (event.action, event.moment);
        found.extend(take(event.body).map(|record| Sitting { action, moment, record }));
    }
    Ok(found)
}
