//! The face for a terminal: keys in, whole screens out.
//!
//! The screen is drawn as a whole, in one write, whenever something changed; in between the program
//! sleeps. What a person has begun to type belongs to this face until it is given.

use std::io::{self, Write};
use std::time::Duration;

use crate::model::CardId;
use crate::session::screen::{Act, Body, Screen, Stage};
use crate::session::{Input, Prompter};
use crate::terminal::draft::{Draft, Step};
use crate::terminal::draw::{Drawing, Pen, direction_of_text, draw, key_item, without_title};
use crate::terminal::flow::{flow, words};
use crate::terminal::help;
use crate::terminal::highlight::Highlighter;
use crate::terminal::interview;
use crate::terminal::key::Key;
use crate::terminal::look::Look;
use crate::terminal::mode::SessionMode;
use crate::terminal::signals::{Signals, Waker, Wakes};
use crate::terminal::source::{KeySource, TerminalKeys};
use crate::terminal::text::{Label, Line};
use crate::terminal::window::{Scroll, compose, write_frame};

/// A session on a terminal.
pub struct Tty<K: KeySource, W: Write> {
    keys: K,
    out: W,
    look: Look,
    /// Asks the terminal for its size, columns and lines; `None` where it does not know.
    size: fn() -> Option<(usize, usize)>,
    /// The modes of the real terminal; none in a test.
    mode: Option<SessionMode>,
    waker: Option<Waker>,
    signals: Signals,
    highlighter: Highlighter,
    draft: Draft,
    scroll: Scroll,
    shown: Option<Identity>,
    is_help: bool,
    is_gone: bool,
}

/// Columns that code is scrolled by.
const SHIFT: usize = 16;

/// What makes two screens the same question: a flag set on it must not cost what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity {
    card: Option<CardId>,
    /// How much of it shows.
    stage: Option<Stage>,
    done: u32,
    acts: Vec<Act>,
    /// Where an interview is.
    interview: Option<interview::Place>,
}

impl Tty<TerminalKeys, io::Stdout> {
    /// Takes the terminal that standard input and output are, until it is dropped.
    ///
    /// `wakes` are what the signals wake. Fails where the terminal's modes cannot be set; nothing
    /// is changed then.
    pub fn open(look: Look, signals: Signals, wakes: Wakes) -> io::Result<Self> {
        let waker = wakes.waker();
        let mut tty = Tty::over(TerminalKeys::new(wakes), io::stdout(), look, signals);
        tty.size = terminal_size;
        tty.waker = Some(waker);
        tty.mode = Some(SessionMode::enter(look.bidi)?);
        Ok(tty)
    }
}

impl<K: KeySource, W: Write> Tty<K, W> {
    /// Makes a face over any keys and any output, of a fixed size: for tests.
    pub fn over(keys: K, out: W, look: Look, signals: Signals) -> Self {
        Tty {
            keys,
            out,
            look,
            size: || None,
            mode: None,
            waker: None,
            signals,
            highlighter: Highlighter::default(),
            draft: Draft::default(),
            scroll: Scroll::default(),
            shown: None,
            is_help: false,
            is_gone: false,
        }
    }

    /// Gives the terminal back while something else uses it, such as an editor.
    ///
    /// Fails where the terminal cannot be taken again.
    fn aside<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        if let Some(mode) = &self.mode {
            mode.pause();
        }
        let result = run();
        if let Some(mode) = &self.mode {
            // Some editors take Ctrl-C for Escape, and the whole foreground gets the signal.
            self.signals.forget_interrupt();
            mode.resume()?;
        }
        Ok(result)
    }

    /// Returns what was written, for tests.
    pub fn output(&self) -> &W {
        &self.out
    }

    fn redraw(&mut self, screen: &Screen) -> io::Result<()> {
        self.measure();
        let mut drawing = draw(screen, &self.draft, &self.look, Some(&self.highlighter));
        if self.is_help {
            drawing.body = help::lines(screen, &self.look);
            drawing.foot = vec![self.hint_line(&[("Esc", "back")])];
            (drawing.cursor, drawing.answer_at, drawing.space_pages) = (None, None, false);
        }
        self.put(&drawing)?;
        self.load_colours();
        Ok(())
    }

    /// Loads the colours of code beside, once some was drawn without; they are drawn when ready.
    fn load_colours(&self) {
        if let (true, Some(waker)) = (self.highlighter.wanted(), self.waker.clone()) {
            self.highlighter.load(move || waker.wake());
        }
    }

    /// Draws keys that belong to this face, not to the session.
    fn hint_line(&self, hints: &[(&str, &str)]) -> Line {
        let dot = format!(" {} ", self.look.signs().dot);
        let mut line = Line::empty();
        for (key, label) in hints {
            let item = key_item(if line.is_empty() { "" } else { &dot }, key, label);
            item.put_on(&mut line);
        }
        line
    }

    fn start_at_top(&mut self) {
        self.scroll = Scroll::default();
        self.look.shift = 0;
    }

    fn measure(&mut self) {
        if let Some((width, height)) = (self.size)() {
            (self.look.width, self.look.height) = (width, height);
        }
    }

    /// Writes a drawing. A terminal that is gone is no error here: the next key says so.
    fn put(&mut self, drawing: &Drawing) -> io::Result<()> {
        let frame = compose(drawing, &mut self.scroll, &self.look);
        match write_frame(&mut self.out, &frame, &self.look) {
            Err(error) if is_gone(&error) => {
                self.is_gone = true;
                Ok(())
            }
            result => result,
        }
    }

    /// Takes a key that scrolls.
    fn scrolls(&mut self, key: &Key) -> bool {
        match key {
            Key::Right if self.scroll.goes_on() => self.look.shift += SHIFT,
            Key::Left => self.look.shift = self.look.shift.saturating_sub(SHIFT),
            _ => return self.scroll.take(key),
        }
        true
    }

    /// Waits for a key. Ctrl-C and a signal to end are errors of the kind `Interrupted`.
    fn key(&mut self, patience: Option<Duration>) -> io::Result<Option<Key>> {
        if self.is_gone {
            return Ok(None);
        }
        if self.signals.is_end_asked() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let key = self.keys.key(patience)?;
        if key == Some(Key::Interrupt) {
            self.signals.interrupt();
        }
        if self.signals.is_end_asked() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(key)
    }

    /// Says what a key asks of the session, if anything; what it asks of this face is done.
    fn interpret(&mut self, screen: &Screen, key: &Key) -> Option<Input> {
        if self.is_help {
            self.is_help = *key == Key::Redraw || self.scrolls(key);
            return None;
        }
        match self.draft.take(screen, key) {
            Step::Input(input) => return Some(input),
            Step::Help => {
                self.is_help = true;
                self.start_at_top();
            }
            // Space, where it has nothing else to do, shows what is below.
            Step::Scroll if *key == Key::Char(' ') => _ = self.scrolls(&Key::PageDown),
            Step::Scroll => _ = self.scrolls(key),
            Step::Nothing => {}
        }
        None
    }
}

impl<K: KeySource, W: Write> Prompter for Tty<K, W> {
    fn show(&mut self, screen: &Screen) -> io::Result<()> {
        let identity = Identity::of(screen);
        if self.shown.as_ref() != Some(&identity) {
            self.shown = Some(identity);
            self.draft = Draft::default();
            self.draft.is_typing = screen.acts.contains(&Act::Type);
            self.start_at_top();
            self.is_help = false;
        }
        self.redraw(screen)
    }

    fn next(&mut self, screen: &Screen, patience: Option<Duration>) -> io::Result<Option<Input>> {
        loop {
            let Some(key) = self.key(patience)? else { return Ok(None) };
            if key == Key::Nothing {
                return Ok(Some(Input::Tick));
            }
            if let Some(input) = self.interpret(screen, &key) {
                return Ok(Some(input));
            }
            self.redraw(screen)?;
        }
    }

    fn shows_time(&self) -> bool {
        true
    }

    fn page(&mut self, title: &str, markdown: &str) -> io::Result<()> {
        let before = (std::mem::take(&mut self.scroll), std::mem::take(&mut self.look.shift));
        let text = without_title(title, markdown);
        loop {
            self.measure();
            let pen = Pen { look: &self.look, highlighter: Some(&self.highlighter) };
            let mut drawing = Drawing {
                head: vec![Line::of(title, Label::Dim)],
                body: pen.markdown(text, direction_of_text(text)),
                foot: vec![self.hint_line(&[("Space", "more"), ("q", "back")])],
                space_pages: true,
                ..Drawing::default()
            };
            // How far down one is shows only once it is composed for this window.
            compose(&drawing, &mut self.scroll, &self.look);
            if self.scroll.is_at_end() {
                drawing.foot = vec![self.hint_line(&[("Space", "back")])];
            }
            self.put(&drawing)?;
            self.load_colours();
            match self.key(None)? {
                None | Some(Key::Char('q') | Key::Escape) => break,
                Some(Key::Char(' ') | Key::Enter) if self.scroll.is_at_end() => break,
                Some(Key::Char(' ')) => self.scrolls(&Key::PageDown),
                Some(Key::Enter) => self.scrolls(&Key::Down),
                Some(key) => self.scrolls(&key),
            };
        }
        (self.scroll, self.look.shift) = before;
        Ok(())
    }

    fn pause(&mut self, run: &mut dyn FnMut()) -> io::Result<()> {
        self.aside(run)
    }

    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        loop {
            self.measure();
            let drawing = Drawing {
                body: flow(words(question, Label::Plain), self.look.measure()),
                foot: vec![self.hint_line(&[("y", "yes"), ("n", "no")])],
                ..Drawing::default()
            };
            self.put(&drawing)?;
            match self.key(None)? {
                Some(Key::Char('y' | 'Y')) => return Ok(true),
                None | Some(Key::Char('n' | 'N' | 'q') | Key::Escape | Key::Enter) => {
                    return Ok(false);
                }
                Some(_) => {}
            }
        }
    }
}

impl Identity {
    fn of(screen: &Screen) -> Identity {
        let (card, stage) = match &screen.body {
            Body::Card(view) => (Some(view.card.clone()), Some(view.stage)),
            _ => (None, None),
        };
        let done = screen.head.as_ref().map_or(0, |head| head.done);
        let interview = match &screen.body {
            Body::Interview(view) => Some(interview::Place::of(view)),
            _ => None,
        };
        Identity { card, stage, done, acts: screen.acts.clone(), interview }
    }
}

fn terminal_size() -> Option<(usize, usize)> {
    let (height, width) = console::Term::stdout().size_checked()?;
    Some((usize::from(width), usize::from(height)))
}

/// Says whether an error means that nobody sits at the other end any more.
fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::BrokenPipe
}
