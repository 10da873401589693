//! The words everybody shares: ids, grades, time, events, settings.
//!
//! Layer 0: imported by every other module, imports none of ours, does no input or output.
//! Start with [`event`], the record of what happened; everything else is derived from it.

pub mod config;
pub mod diagnostic;
pub mod event;
pub mod exported;
pub mod grade;
pub mod id;
pub mod interview;
pub mod natural;
pub mod parallel;
pub mod sitting;
pub mod suggest;
pub mod time;

pub use config::Settings;
pub use diagnostic::{Diagnostic, Severity};
pub use event::{
    Action, ActionId, Event, EventBody, EventId, Memory, Mode, NewEvent, Response, Reviewed, Seen,
};
pub use exported::Exported;
pub use grade::Grade;
pub use id::{CardId, DeviceId, IdError, NoteId};
pub use interview::{
    Heard, InterviewRecord, PhaseRecord, PointRecord, PromptRecord, Round, Seniority,
};
pub use sitting::{QuizRecord, Sure};
pub use time::{Clock, Day, Moment, Timestamp};
