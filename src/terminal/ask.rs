//! Questions outside a session, on stderr, so that stdout stays the result's.

use std::io;

use console::Term;
use dialoguer::{Confirm, Input};

/// Asks for yes or no; no is what Enter means.
///
/// Fails with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn confirm(question: &str) -> io::Result<bool> {
    let confirm = Confirm::new().with_prompt(question).default(false);
    confirm.interact_on(&Term::stderr()).map_err(into_io)
}

/// Asks for a line of text.
///
/// Fails with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn line(question: &str, initial: &str) -> io::Result<String> {
    let input =
        Input::<String>::new().with_prompt(question).allow_empty(true).with_initial_text(initial);
    input.interact_text_on(&Term::stderr()).map_err(into_io)
}

fn into_io(error: dialoguer::Error) -> io::Error {
    match error {
        dialoguer::Error::IO(error) => error,
    }
}
