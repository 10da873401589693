//! Progress: an append-only log of what happened, in one SQLite file, and what is folded from it.
//!
//! [`Store::open`] opens or makes the file, [`Store::append`] writes what one key or one command
//! did and returns only when it is on disk, [`Store::scan`] streams the states a session starts
//! from. `event` is the truth; `card_state` and `day_stat` are projections, changed in the same
//! transaction as the log and built again by [`Store::rebuild`] when the rules change.
//!
//! Nothing here reads a clock or draws a number: both come in with [`OpenOptions`] and
//! [`Moment`](crate::model::Moment). What a card's events mean is the business of
//! [`scheduler::replay`](crate::scheduler::replay). Several stores may be open on one file, in one
//! program or in many: each write is one immediate transaction, and waits for the others.
//!
//! The tables are described in `schema/sqlite/`.

mod actions;
mod append;
pub mod backup;
mod days;
mod error;
mod exported;
mod header;
mod history;
mod import;
mod inode;
mod logs;
mod migrate;
mod open;
mod packed;
mod read;
mod rebuild;
mod refold;
mod rows;
mod sittings;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::model::{DeviceId, EventId};
use crate::scheduler::{CardState, Rules};
use error::{Fault, Inner};
use inode::Inode;

pub use actions::ActionInfo;
pub use append::{Appended, Written};
pub use days::DayCount;
pub use error::{Refusal, StoreError};
pub use history::HistoryEvent;
pub use import::Imported;
pub use logs::Happened;
pub use open::{Access, OpenOptions};
pub use sittings::Sitting;
pub use verify::Difference;

/// The progress database, open.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    file: PathBuf,
    /// Which file that was when it was opened; none in memory.
    inode: Option<Inode>,
    access: Access,
    device: DeviceId,
    rules: Rules,
}

/// What is known of a card now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CardNow {
    /// Its folded state.
    pub state: CardState,
    /// The event that touched it last, as this file learned of them, retractions included; to be
    /// given back in [`Seen::Newest`](crate::model::Seen). `None` while it has no event.
    pub newest: Option<EventId>,
}

impl Store {
    /// Returns the database's file, `:memory:` where there is none.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Returns the device this store writes as.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Returns the rules the states are folded by.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// Names the file in an error.
    fn named<T>(&self, result: Inner<T>) -> Result<T, StoreError> {
        result.map_err(|fault| fault.of(&self.file))
    }

    /// Refuses to write where only reading was asked for, and where the file is another one by now.
    fn check_writable(&self) -> Inner<()> {
        match self.access {
            Access::ReadWrite if self.inode == Inode::of(&self.file) => Ok(()),
            Access::ReadWrite => Err(Fault::Moved),
            Access::ReadOnly => Err(Fault::ReadOnly),
        }
    }
}
