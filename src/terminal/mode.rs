//! The terminal's modes for a session, and their way back.
//!
//! For the whole session keys are neither echoed nor held back until a line ends, and Ctrl-C is a
//! key: between two reads nothing may appear on the screen. The way back is walked on drop, and
//! before a panic prints its message, so that the message stays on a usable screen.

use std::io::{self, Write};
use std::sync::{Mutex, Once};

use crate::terminal::bidi::{EXPLICIT, IMPLICIT, Ordering};

/// Another screen, pastes marked as such, sizes reported, no wrapping by the terminal.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?2048h\x1b[?7l\x1b[2J\x1b[H";
const LEAVE: &str = "\x1b[?7h\x1b[?2048l\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// What is needed for the way back; `None` while no session has the terminal.
static WAY_BACK: Mutex<Option<WayBack>> = Mutex::new(None);

struct WayBack {
    sequence: String,
    #[cfg(unix)]
    modes: Option<rustix::termios::Termios>,
}

/// The terminal in the modes of a session; dropping it restores what was.
#[derive(Debug)]
pub(crate) struct SessionMode {
    ordering: Ordering,
}

impl SessionMode {
    /// Enters the modes; fails where the terminal cannot be written to or its modes not be set.
    pub(crate) fn enter(ordering: Ordering) -> io::Result<SessionMode> {
        restore_on_panic();
        let mode = SessionMode { ordering };
        mode.resume()?;
        Ok(mode)
    }

    /// Enters the modes again after [`SessionMode::pause`].
    pub(crate) fn resume(&self) -> io::Result<()> {
        let explicit = self.ordering == Ordering::App;
        let way_back = WayBack {
            sequence: [if explicit { IMPLICIT } else { "" }, LEAVE].concat(),
            #[cfg(unix)]
            modes: set_raw()?,
        };
        if let Ok(mut slot) = WAY_BACK.lock() {
            *slot = Some(way_back);
        }
        write_out(&[ENTER, if explicit { EXPLICIT } else { "" }].concat())
    }

    /// Gives the terminal back for a while: an editor or a pager runs.
    pub(crate) fn pause(&self) {
        restore();
    }
}

impl Drop for SessionMode {
    fn drop(&mut self) {
        restore();
    }
}

/// Walks the way back, once; what fails then cannot be told to anybody.
fn restore() {
    let Some(way_back) = WAY_BACK.lock().ok().and_then(|mut slot| slot.take()) else { return };
    let _ = write_out(&way_back.sequence);
    #[cfg(unix)]
    if let Some(modes) = way_back.modes {
        use rustix::termios::{OptionalActions, tcsetattr};
        let _ = tcsetattr(io::stdin(), OptionalActions::Drain, &modes);
    }
}

fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            before(info);
        }));
    });
}

fn write_out(sequence: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(sequence.as_bytes())?;
    out.flush()
}

/// Switches echo, lines and signal keys off; returns the modes that were.
#[cfg(unix)]
fn set_raw() -> io::Result<Option<rustix::termios::Termios>> {
    use rustix::termios::{
        InputModes, LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr,
    };
    let before = tcgetattr(io::stdin())?;
    let mut modes = before.clone();
    modes.local_modes -= LocalModes::ECHO
        | LocalModes::ECHONL
        | LocalModes::ICANON
        | LocalModes::ISIG
        | LocalModes::IEXTEN;
    modes.input_modes -= InputModes::IXON | InputModes::ICRNL | InputModes::INLCR;
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    tcsetattr(io::stdin(), OptionalActions::Drain, &modes)?;
    Ok(Some(before))
}
