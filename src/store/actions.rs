//! Actions: what undo takes back, and what the device's own log says of the time.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::model::{ActionId, Day, DeviceId, Event, EventId, Moment, Reviewed, Timestamp};
use crate::store::Store;
use crate::store::error::{Inner, Refusal, StoreError};
use crate::store::rows::{self, EVENT, RETRACTED};

/// What one key or one command did.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionInfo {
    /// Its name.
    pub id: ActionId,
    /// When its first event happened, and on which study day.
    pub moment: Moment,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// Whether it was taken back.
    pub retracted: bool,
}

impl Store {
    /// Returns the newest action of this device that undo would take back: not taken back yet, and
    /// not a retraction itself.
    pub fn newest_action(&self) -> Result<Option<ActionInfo>, StoreError> {
        let newest = find(&self.conn, self.device, &mut |step| {
            (step.kind != Kind::Retraction && !step.retracted).then_some(step.action)
        });
        self.named(newest.and_then(|action| match action {
            Some(action) => info(&self.conn, action),
            None => Ok(None),
        }))
    }

    /// Returns an action; `None` where there is none of that name.
    pub fn action_info(&self, action: ActionId) -> Result<Option<ActionInfo>, StoreError> {
        self.named(info(&self.conn, action))
    }

    /// Returns this device's last study day; retracted and imported events do not count.
    pub fn last_day(&self) -> Result<Option<Day>, StoreError> {
        self.named(find(&self.conn, self.device, &mut |step| {
            (step.kind == Kind::Own && !step.retracted).then_some(step.day)
        }))
    }

    /// Returns the times of the last `n` answers in daily revision, in milliseconds, newest first,
    /// of all devices. It looks no further back than ten thousand events.
    pub fn recent_answer_ms(&self, n: usize) -> Result<Vec<u32>, StoreError> {
        let limit = i64::try_from(n).unwrap_or(i64::MAX);
        self.named(recent(&self.conn, limit))
    }
}

fn recent(conn: &Connection, limit: i64) -> Inner<Vec<u32>> {
    let sql = format!(
        "select min(e.took_ms, ?2) from event e
         where e.id > (select max(id) from event) - 10000
           and e.kind = 'reviewed' and e.mode in ('study', 'ahead') and not {RETRACTED}
         order by e.id desc limit ?1"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let longest = i64::from(Reviewed::MAX_TOOK_MS);
    let times = statement.query_map([limit, longest], |row| row.get(0))?;
    Ok(times.collect::<Result<_, _>>()?)
}

/// The newest event of an action, as undo and the clock look at it.
struct Step {
    action: ActionId,
    kind: Kind,
    at: Timestamp,
    day: Day,
    retracted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Done here.
    Own,
    /// Taken in from elsewhere, with times of its own.
    Imported,
    Retraction,
}

/// Walks back through the actions of a device until `look` finds something.
///
/// An action of a hundred thousand imported events is one step.
fn find<T>(
    conn: &Connection,
    device: DeviceId,
    look: &mut dyn FnMut(Step) -> Option<T>,
) -> Inner<Option<T>> {
    let sql = format!(
        "select e.action_seq, e.kind = 'retracted', e.origin is not null, e.at_ms, e.day, {RETRACTED}
         from event e where e.device = ?1 and e.seq < ?2 order by e.seq desc limit 1"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let step = |row: &Row<'_>| {
        Ok(Step {
            action: EventId { device, seq: row.get(0)? },
            kind: match (row.get(1)?, row.get(2)?) {
                (true, _) => Kind::Retraction,
                (false, true) => Kind::Imported,
                (false, false) => Kind::Own,
            },
            at: Timestamp(row.get(3)?),
            day: Day(row.get(4)?),
            retracted: row.get(5)?,
        })
    };
    let mut before = i64::MAX;
    while let Some(step) = statement.query_row([device.0, before], step).optional()? {
        before = step.action.seq;
        if let Some(found) = look(step) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Returns the time of a device's last event; imported events, which bring their own times, do not
/// count.
pub(super) fn last_time(conn: &Connection, device: DeviceId) -> Inner<Option<Timestamp>> {
    find(conn, device, &mut |step| (step.kind != Kind::Imported).then_some(step.at))
}

fn info(conn: &Connection, action: ActionId) -> Inner<Option<ActionInfo>> {
    let sql = format!(
        "select {EVENT}, {RETRACTED}, c.id, e.origin from event e left join card c on c.num = e.card
         where e.device = ?1 and e.seq >= ?2 order by e.seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([action.device.0, action.seq])?;
    let mut info: Option<ActionInfo> = None;
    while let Some(row) = rows.next()? {
        let event = rows::logged(row)?;
        if event.action != action {
            break;
        }
        let card = if event.card.is_some() { Some(rows::card_id(row, 18)?) } else { None };
        let (moment, retracted) = (event.moment, row.get(17)?);
        let event = event.into_event(card, row.get(19)?);
        info.get_or_insert(ActionInfo { id: action, moment, events: Vec::new(), retracted })
            .events
            .push(event);
    }
    Ok(info)
}

/// Says why an action cannot be taken back.
pub(super) fn check_retractable(conn: &Connection, action: ActionId) -> Inner<()> {
    let sql = format!(
        "select e.kind = 'retracted', {RETRACTED} from event e
         where e.device = ?1 and e.seq = ?2 and e.action_seq = ?2"
    );
    let found = conn
        .prepare_cached(&sql)?
        .query_row([action.device.0, action.seq], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        None => Err(Refusal::UnknownAction(action).into()),
        Some((true, _)) => Err(Refusal::RetractsRetraction(action).into()),
        Some((_, true)) => Err(Refusal::AlreadyRetracted(action).into()),
        Some((false, false)) => Ok(()),
    }
}
