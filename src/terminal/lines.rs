//! Lines from standard input that do not keep a session from ending.
//!
//! A read that waits for a line knows nothing of signals. [`LineInput`] waits for both, and
//! [`UntilAsked`] gives a face of lines the same end that Ctrl-C has on a screen.

use std::io::{self, Read};

use crate::session::screen::Screen;
use crate::session::{Input, Prompter};
use crate::terminal::signals::{Signals, Wakes};

/// Standard input. Once an end is asked for, every read of it fails.
#[derive(Debug)]
pub struct LineInput {
    stdin: io::Stdin,
    #[cfg(unix)]
    wakes: Wakes,
    signals: Signals,
}

impl LineInput {
    /// Makes the input.
    #[cfg(unix)]
    pub fn new(signals: Signals, wakes: Wakes) -> LineInput {
        LineInput { stdin: io::stdin(), wakes, signals }
    }

    /// Makes the input.
    #[cfg(not(unix))]
    pub fn new(signals: Signals, _wakes: Wakes) -> LineInput {
        signals.read_lines();
        LineInput { stdin: io::stdin(), signals }
    }
}

#[cfg(unix)]
impl LineInput {
    /// Waits for input or for a wish to end.
    fn wait(&mut self) -> io::Result<()> {
        use crate::terminal::signals::Woken;

        while !self.signals.is_end_asked() {
            if self.wakes.wait(&self.stdin, None)? == Woken::Input {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(not(unix))]
impl LineInput {
    /// Waits for nothing: the read itself does.
    fn wait(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for LineInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.wait()?;
        if self.signals.is_end_asked() {
            // Of the kind `Interrupted` it would only be tried again.
            return Err(io::Error::other("the session was asked to end"));
        }
        #[cfg(unix)]
        return Ok(rustix::io::read(&self.stdin, buffer)?);
        #[cfg(not(unix))]
        return self.stdin.read(buffer);
    }
}

/// A face whose wait for input ends when an end is asked for, with [`io::ErrorKind::Interrupted`].
#[derive(Debug)]
pub struct UntilAsked<P> {
    face: P,
    signals: Signals,
}

impl<P: Prompter> UntilAsked<P> {
    /// Makes it of a face that reads from a [`LineInput`] with the same signals.
    pub fn new(face: P, signals: Signals) -> Self {
        UntilAsked { face, signals }
    }
}

impl<P: Prompter> Prompter for UntilAsked<P> {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        self.face.show(screen)
    }

    fn next(&mut self, screen: &Screen) -> io::Result<Option<Input>> {
        let input = self.face.next(screen);
        if self.signals.is_end_asked() {
            // Half a line may have been read by then: it was not meant.
            return Err(io::ErrorKind::Interrupted.into());
        }
        input
    }

    fn page(&mut self, title: &str, markdown: &str) -> io::Result<()> {
        self.face.page(title, markdown)
    }

    fn pause(&mut self, run: &mut dyn FnMut()) -> io::Result<()> {
        let result = self.face.pause(run);
        self.signals.forget_interrupt();
        result
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        self.face.confirm(question)
    }
}
