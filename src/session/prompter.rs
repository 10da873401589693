//! The two sides of a session: a machine that knows what comes next, and a face that shows it.
//!
//! Daily revision, a quiz and a mock interview are machines; a terminal, plain lines and JSON lines
//! are faces. The one loop between them is in `cli/drive`, and any machine goes with any face.

use std::io;
use std::time::Duration;

use crate::model::Moment;
use crate::session::agenda::{Effect, Reply};
use crate::session::input::Input;
use crate::session::screen::Screen;

/// A session as a pure machine: it knows no terminal, no database, no clock and no chance.
///
/// Effects are carried out in order; the replies to one, and what follows from them, come before
/// the next.
pub trait Machine {
    /// Returns what the person sees now.
    fn screen(&self) -> Screen;

    /// Takes what a person does, or that time has passed.
    ///
    /// Where the input has ended it gets an [`Input::Quit`], and once more with every further try
    /// to read.
    fn act(&mut self, input: Input, now: Moment) -> Vec<Effect>;

    /// Takes the answer to an effect.
    fn reply(&mut self, reply: Reply, now: Moment) -> Vec<Effect>;

    /// Says why an input could not be taken; nothing changes.
    fn reject(&mut self, why: String) -> Vec<Effect>;
}

/// A face of the session: a terminal, plain lines, or a script in a test.
pub trait Prompter {
    /// Shows a screen.
    ///
    /// Fails where the medium cannot be written to; nothing is kept of what was shown.
    fn show(&mut self, screen: &Screen) -> io::Result<()>;

    /// Waits for what the person does on the screen shown last, no longer than `patience`, where
    /// that is given: then it returns an [`Input::Tick`]. A face that cannot be woken waits on.
    ///
    /// Returns `None` where the other side is gone: the end of input, a closed terminal. Fails with
    /// [`io::ErrorKind::Interrupted`] where the person pressed Ctrl-C.
    fn next(&mut self, screen: &Screen, patience: Option<Duration>) -> io::Result<Option<Input>>;

    /// Says whether running times are shown, so that a screen is wanted every second.
    fn shows_time(&self) -> bool {
        false
    }

    /// Shows a page of Markdown and returns when the person has read it.
    fn page(&mut self, title: &str, markdown: &str) -> io::Result<()>;

    /// Gives the medium away while something else uses it, such as an editor.
    ///
    /// Fails where it cannot be taken again.
    fn pause(&mut self, run: &mut dyn FnMut()) -> io::Result<()> {
        run();
        Ok(())
    }

    /// Asks a question that is answered with yes or no; no, where nobody can be asked.
    fn confirm(&mut self, _question: &str) -> io::Result<bool> {
        Ok(false)
    }
}
