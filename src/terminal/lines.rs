//! Lines from standard input that do not keep a session from ending.
//!
//! A read that waits for a line knows nothing of signals or of time. [`LineInput`] waits for all of
//! them, and [`UntilAsked`] gives a face of lines the same end that Ctrl-C has on a screen.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::time::Duration;

use crate::session::screen::Screen;
use crate::session::{Input, Prompter};
use crate::terminal::signals::{Signals, Wakes};

/// How long the next read of a [`LineInput`] waits; clones speak of the same.
#[derive(Clone, Debug, Default)]
pub struct Patience(Rc<Cell<Option<Duration>>>);

/// Standard input. Once an end is asked for, every read of it fails; where nothing comes in the time
/// it was given, a read fails with [`io::ErrorKind::TimedOut`].
#[derive(Debug)]
pub struct LineInput {
    stdin: io::Stdin,
    #[cfg(unix)]
    wakes: Wakes,
    signals: Signals,
    #[cfg(unix)]
    patience: Patience,
}

impl LineInput {
    /// Makes the input.
    #[cfg(unix)]
    pub fn new(signals: Signals, wakes: Wakes, patience: Patience) -> LineInput {
        LineInput { stdin: io::stdin(), wakes, signals, patience }
    }

    /// Makes the input. A read of it cannot be woken on this platform.
    #[cfg(not(unix))]
    pub fn new(signals: Signals, _wakes: Wakes, _patience: Patience) -> LineInput {
        signals.read_lines();
        LineInput { stdin: io::stdin(), signals }
    }
}

#[cfg(unix)]
impl LineInput {
    /// Waits for input, for a wish to end, or until the patience is spent.
    fn wait(&mut self) -> io::Result<()> {
        use crate::terminal::signals::{Woken, timespec};

        let time = self.patience.0.get().map(timespec);
        while !self.signals.is_end_asked() {
            match self.wakes.wait(&self.stdin, time.as_ref())? {
                Woken::Input => break,
                Woken::Time => return Err(io::ErrorKind::TimedOut.into()),
                Woken::Call => {}
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

/// A line, as far as it has come: a read may run out of time in the middle of one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Begun(Vec<u8>);

/// What is said of a line that is not UTF-8.
pub(crate) const GARBLED: &str = "this line is not UTF-8";

/// What a read of a line came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A line, with its end.
    Line(String),
    /// A line that is not UTF-8. It is over and done with; the next one may be better.
    Garbled,
    /// The end of the input.
    End,
    /// Nothing in the time given.
    Nothing,
}

impl Begun {
    /// Reads on to the end of the line.
    ///
    /// Fails where the input cannot be read.
    pub(crate) fn read(&mut self, input: &mut impl BufRead) -> io::Result<Heard> {
        match input.read_until(b'\n', &mut self.0) {
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Ok(Heard::Nothing),
            Err(error) => Err(error),
            Ok(_) if self.0.is_empty() => Ok(Heard::End),
            Ok(_) => {
                let line = String::from_utf8(std::mem::take(&mut self.0));
                Ok(line.map_or(Heard::Garbled, Heard::Line))
            }
        }
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
    patience: Patience,
}

impl<P: Prompter> UntilAsked<P> {
    /// Makes it of a face that reads from a [`LineInput`] with the same signals and patience.
    pub fn new(face: P, signals: Signals, patience: Patience) -> Self {
        UntilAsked { face, signals, patience }
    }
}

impl<P: Prompter> Prompter for UntilAsked<P> {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        self.face.show(screen)
    }

    fn next(&mut self, screen: &Screen, patience: Option<Duration>) -> io::Result<Option<Input>> {
        self.patience.0.set(patience);
        let input = self.face.next(screen, patience);
        self.patience.0.set(None);
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
