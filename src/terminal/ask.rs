//! Questions outside a session, on stderr, so that stdout stays the result's.

use std::io;

use console::Term;
use dialoguer::{Confirm, Input};

/// Asks for yes or no; no is what Enter means.
///
/// Fails with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn confirm(question: &str) -> io::Result<bool> {
    let confirm = Confirm::new().with_prompt(question).default(false);
    ask(|term| confirm.interact_on(term))
}

/// Asks for a line of text.
///
/// Fails with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn line(question: &str, initial: &str) -> io::Result<String> {
    let input =
        Input::<String>::new().with_prompt(question).allow_empty(true).with_initial_text(initial);
    ask(|term| input.interact_text_on(term))
}

/// Asks, and gives the terminal back as it was, whatever the answer.
fn ask<T>(question: impl FnOnce(&Term) -> dialoguer::Result<T>) -> io::Result<T> {
    let term = Term::stderr();
    // A question that meets Ctrl-C raises the signal and then returns. Without a handler the signal
    // would end the process first, with the cursor hidden.
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::default())?;
    question(&term).map_err(|dialoguer::Error::IO(error)| {
        // It is the first error that counts.
        let _ = term.show_cursor();
        let _ = term.write_line("");
        error
    })
}
