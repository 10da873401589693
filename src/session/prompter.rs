//! What a face of the session can do: show a screen, and wait for what the person does.

use std::io;

use crate::session::input::Input;
use crate::session::screen::Screen;

/// A face of the session: a terminal, plain lines, or a script in a test.
pub trait Prompter {
    /// Shows a screen.
    ///
    /// Fails where the medium cannot be written to; nothing is kept of what was shown.
    fn show(&mut self, screen: &Screen) -> io::Result<()>;

    /// Waits for what the person does on the screen shown last.
    ///
    /// Returns `None` where the other side is gone: the end of input, a closed terminal. Fails with
    /// [`io::ErrorKind::Interrupted`] where the person pressed Ctrl-C.
    fn next(&mut self, screen: &Screen) -> io::Result<Option<Input>>;

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
