//! Rows to values and back: one mapping for `event`, one for `card_state`.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{
    ActionId, CardId, Day, DeviceId, Event, EventBody, EventId, Mode, Moment, Response, Reviewed,
    Sure, Timestamp,
};
use crate::scheduler::CardState;
use crate::store::error::unreadable;
use crate::store::packed;

/// The columns that [`logged`] reads, of `event e`.
pub(super) const EVENT: &str = "e.id, e.device, e.seq, e.action_seq, e.at_ms, e.offset_min, e.day, \
    e.kind, e.card, e.rev, e.grade, e.mode, e.schedules, e.took_ms, e.target_device, e.target_seq, \
    e.body";

/// Whether the action of `event e` was taken back, as an SQL expression.
pub(super) const RETRACTED: &str = "exists (select 1 from event r where r.target_seq = \
    e.action_seq and r.target_device = e.device)";

/// An event as the fold needs it.
#[derive(Clone, Debug)]
pub(super) struct Logged {
    pub(super) row: i64,
    pub(super) id: EventId,
    pub(super) action: ActionId,
    pub(super) moment: Moment,
    /// The number of the card.
    pub(super) card: Option<i64>,
    pub(super) rev: u32,
    pub(super) body: EventBody,
}

impl Logged {
    /// Returns what the events of a card are folded in the order of.
    pub(super) fn order(&self) -> (Timestamp, DeviceId, i64) {
        (self.moment.at, self.id.device, self.id.seq)
    }

    pub(super) fn into_event(self, card: Option<CardId>, origin: Option<String>) -> Event {
        let Logged { id, action, moment, rev, body, .. } = self;
        Event { id, action, moment, card, rev, origin, body }
    }
}

/// Reads a row of [`EVENT`].
///
/// A body that cannot be read is one that a later version wrote: it becomes
/// [`EventBody::Unknown`].
pub(super) fn logged(row: &Row<'_>) -> rusqlite::Result<Logged> {
    let device = DeviceId(row.get(1)?);
    Ok(Logged {
        row: row.get(0)?,
        id: EventId { device, seq: row.get(2)? },
        action: EventId { device, seq: row.get(3)? },
        moment: Moment {
            at: Timestamp(row.get(4)?),
            offset_min: row.get(5)?,
            day: Day(row.get(6)?),
        },
        card: row.get(8)?,
        rev: row.get(9)?,
        body: body(row)?,
    })
}

fn body(row: &Row<'_>) -> rusqlite::Result<EventBody> {
    let kind = row.get_ref(7)?.as_str().map_err(|error| unreadable(7, error))?;
    let json = match row.get_ref(16)? {
        ValueRef::Text(text) => Some(text),
        _ => None,
    };
    let known = match kind {
        "reviewed" => reviewed(row, json)?.map(EventBody::Reviewed),
        "retracted" => {
            let action = EventId { device: DeviceId(row.get(14)?), seq: row.get(15)? };
            Some(EventBody::Retracted { action })
        }
        "suspended" => Some(EventBody::Suspended),
        "unsuspended" => Some(EventBody::Unsuspended),
        "unburied" => Some(EventBody::Unburied),
        "flagged" => Some(EventBody::Flagged),
        "unflagged" => Some(EventBody::Unflagged),
        "reset" => Some(EventBody::Reset),
        "known" => Some(EventBody::Known),
        _ => json.and_then(|json| tagged(kind, json)),
    };
    Ok(known.unwrap_or_else(|| EventBody::Unknown { kind: kind.to_owned() }))
}

/// The part of an answer that few events have.
#[derive(Default, Serialize, Deserialize)]
struct Rest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<Response>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sure: Option<Sure>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    emptied: bool,
}

fn reviewed(row: &Row<'_>, json: Option<&[u8]>) -> rusqlite::Result<Option<Reviewed>> {
    let text = |column| row.get_ref(column).map(|value| value.as_str().unwrap_or_default());
    let grade = text(10)?.parse().ok();
    let mode = [Mode::Study, Mode::Ahead, Mode::Quiz, Mode::Interview];
    let name = text(11)?;
    let mode = mode.into_iter().find(|&mode| mode_name(mode) == name);
    let rest = match json.map(serde_json::from_slice::<Rest>) {
        None => Some(Rest::default()),
        Some(rest) => rest.ok(),
    };
    let (Some(grade), Some(mode), Some(rest)) = (grade, mode, rest) else {
        return Ok(None);
    };
    let (schedules, took_ms) = (row.get(12)?, row.get(13)?);
    let Rest { response, sure, emptied } = rest;
    Ok(Some(Reviewed { grade, mode, response, schedules, took_ms, sure, emptied }))
}

fn tagged(kind: &str, json: &[u8]) -> Option<EventBody> {
    let mut fields: Map<String, Value> = serde_json::from_slice(json).ok()?;
    fields.insert("event".to_owned(), Value::from(kind));
    serde_json::from_value(Value::Object(fields)).ok()
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Study => "study",
        Mode::Ahead => "ahead",
        Mode::Quiz => "quiz",
        Mode::Interview => "interview",
    }
}

/// Returns the JSON text of the fields that have no column, `None` where there are none.
fn json(body: &EventBody) -> Option<String> {
    match body {
        EventBody::Reviewed(reviewed) => {
            let Reviewed { response, sure, emptied, .. } = reviewed;
            let rest = Rest { response: response.clone(), sure: *sure, emptied: *emptied };
            let has_any = rest.response.is_some() || rest.sure.is_some() || rest.emptied;
            has_any.then(|| serde_json::to_string(&rest).ok()).flatten()
        }
        EventBody::Buried { .. }
        | EventBody::Rescheduled { .. }
        | EventBody::Quizzed(_)
        | EventBody::Interviewed(_)
        | EventBody::ImportedReview { .. }
        | EventBody::ImportedState { .. } => {
            // The kind has a column and comes first here.
            let json = serde_json::to_string(body).ok()?;
            let fields = json.strip_prefix("{\"event\":\"")?.strip_prefix(body.kind())?;
            Some(format!("{{{}", fields.strip_prefix("\",")?))
        }
        _ => None,
    }
}

/// The statement that [`insert`] runs.
pub(super) const INSERT: &str = "insert into event (device, seq, action_seq, at_ms, offset_min, \
    day, kind, card, rev, grade, mode, schedules, took_ms, target_device, target_seq, origin, body) \
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

/// Adds an event to the log; its `row` is not read. Returns its row.
pub(super) fn insert(
    statement: &mut Statement<'_>,
    event: &Logged,
    origin: Option<&str>,
) -> rusqlite::Result<i64> {
    let reviewed = match &event.body {
        EventBody::Reviewed(reviewed) => Some(reviewed),
        _ => None,
    };
    let target = match event.body {
        EventBody::Retracted { action } => Some(action),
        _ => None,
    };
    statement.insert(params![
        event.id.device.0,
        event.id.seq,
        event.action.seq,
        event.moment.at.0,
        event.moment.offset_min,
        event.moment.day.0,
        event.body.kind(),
        event.card,
        event.rev,
        reviewed.map(|reviewed| reviewed.grade.name()),
        reviewed.map(|reviewed| mode_name(reviewed.mode)),
        reviewed.map(|reviewed| reviewed.schedules),
        reviewed.map(|reviewed| reviewed.took_ms),
        target.map(|target| target.device.0),
        target.map(|target| target.seq),
        origin,
        json(&event.body),
    ])
}

/// Reads a packed state.
pub(super) fn card_state(row: &Row<'_>, column: usize) -> rusqlite::Result<CardState> {
    let bytes = row.get_ref(column)?.as_blob().map_err(|error| unreadable(column, error))?;
    packed::unpack(bytes).ok_or_else(|| unreadable(column, NotAState))
}

#[derive(Debug, thiserror::Error)]
#[error("the stored state of a card is not one")]
struct NotAState;

/// The statement that [`put_state`] runs.
pub(super) const PUT_STATE: &str = "insert into card_state (card, due, last, newest, state) \
    values (?1, ?2, ?3, ?4, ?5) on conflict (card) do update set due = excluded.due, \
    last = excluded.last, newest = excluded.newest, state = excluded.state";

/// Writes the state of a card; `newest` is the row of the event that touched it last.
pub(super) fn put_state(
    statement: &mut Statement<'_>,
    card: &CardId,
    state: &CardState,
    newest: i64,
) -> rusqlite::Result<()> {
    let (due, last) = (state.due.map(|day| day.0), state.last.map(|day| day.0));
    statement.execute(params![card.as_str(), due, last, newest, packed::pack(state)])?;
    Ok(())
}

/// Returns the number of a card, `None` where the log does not know it.
pub(super) fn card_number(conn: &Connection, card: &CardId) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("select num from card where id = ?1")?
        .query_row([card.as_str()], |row| row.get(0))
        .optional()
}

/// Reads a card's id.
pub(super) fn card_id(row: &Row<'_>, column: usize) -> rusqlite::Result<CardId> {
    let text = row.get_ref(column)?.as_str().map_err(|error| unreadable(column, error))?;
    text.parse().map_err(|error| unreadable(column, error))
}

/// Returns the id of a numbered card.
pub(super) fn card_named(conn: &Connection, number: i64) -> rusqlite::Result<CardId> {
    conn.prepare_cached("select id from card where num = ?1")?
        .query_row([number], |row| card_id(row, 0))
}
