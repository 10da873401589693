//! Questions outside a session, on stderr, so that stdout stays the result's.

use std::collections::HashSet;
use std::io;

use console::Term;
use dialoguer::{Confirm, FuzzySelect, Input, Select};

use crate::terminal::sanitize::sanitize;
use crate::terminal::text::{Line, Span, cut};
use crate::terminal::wrap::wrap;

/// Asks for yes or no; no is what Enter means.
///
/// The question may come from strangers in part, and is wrapped to the width of the terminal. Fails
/// with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn confirm(question: &str) -> io::Result<bool> {
    let columns = usize::from(Term::stderr().size().1);
    let mut lines = fitted(question, columns);
    let last = lines.pop().unwrap_or_default();
    let confirm = Confirm::new().with_prompt(last).default(false);
    ask(|term| {
        lines.iter().try_for_each(|line| term.write_line(line))?;
        confirm.interact_on(term)
    })
}

/// Returns a question as lines, the last of which leaves room for what the prompt says behind it. The
/// prompt is drawn again with the answer in it, over one line of the terminal.
fn fitted(question: &str, columns: usize) -> Vec<String> {
    const BEHIND: usize = " [y/N] yes ".len();
    let lines = wrap(&[Span::plain(question)], columns.saturating_sub(BEHIND));
    lines.into_iter().map(|line| Line::new(line).text()).collect()
}

/// Asks for a line of text.
///
/// Fails with [`io::ErrorKind::Interrupted`] after Ctrl-C, and where there is no terminal.
pub fn line(question: &str, initial: &str) -> io::Result<String> {
    let input =
        Input::<String>::new().with_prompt(question).allow_empty(true).with_initial_text(initial);
    ask(|term| input.interact_text_on(term))
}

/// Lets a person pick one of several lines, by moving to it or by typing a part of it. Returns its
/// place; none after Esc.
///
/// Lines may come from strangers, and are cut to the width of the terminal. Fails as [`line()`] does.
pub fn pick(question: &str, lines: &[String]) -> io::Result<Option<usize>> {
    let columns = usize::from(Term::stderr().size().1).saturating_sub(4).max(8);
    let items = pickable(lines, columns);
    let select = FuzzySelect::new()
        .with_prompt(question)
        .items(&items)
        .default(0)
        .max_length(PICK_ROWS)
        .highlight_matches(false)
        .report(false);
    ask(|term| select.interact_on_opt(term))
}

/// How a choice is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As a menu in which one moves.
    Menu,
    /// As numbered lines, for screen readers and terminals without control sequences.
    Numbers,
}

/// Lets a person choose one of a few things. Returns its place; none after Esc, or an empty line.
///
/// Fails as [`line()`] does.
pub fn choose(question: &str, options: &[&str], manner: Manner) -> io::Result<Option<usize>> {
    if manner == Manner::Menu {
        let select = Select::new().with_prompt(question).items(options).default(0);
        return ask(|term| select.interact_on_opt(term));
    }
    let term = Term::stderr();
    term.write_line(question)?;
    for (number, option) in options.iter().enumerate() {
        term.write_line(&format!("{} {option}", number + 1))?;
    }
    loop {
        let given = line("Number", "")?;
        match given.trim().parse::<usize>() {
            _ if given.trim().is_empty() => return Ok(None),
            Ok(number) if (1..=options.len()).contains(&number) => return Ok(Some(number - 1)),
            _ => term.write_line(&format!("1 to {}, or nothing", options.len()))?,
        }
    }
}

/// Asks for a line of text until one is given that passes. Spaces around it are left out.
///
/// `check` says what is wrong with it. Fails as [`line()`] does.
pub fn checked(
    question: &str,
    initial: &str,
    check: impl Fn(&str) -> Result<(), String>,
) -> io::Result<String> {
    let input = Input::<String>::new()
        .with_prompt(question)
        .allow_empty(true)
        .with_initial_text(initial)
        .validate_with(|text: &String| check(text.trim()));
    ask(|term| input.interact_text_on(term)).map(|text| text.trim().to_owned())
}

/// Lines that show of a list to pick from.
const PICK_ROWS: usize = 12;

/// Makes lines that a list can be drawn and picked from with. The list takes bytes for columns when it
/// clears itself, and finds what was picked by its text: lines are cut by both, and are no two alike.
fn pickable(lines: &[String], columns: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let fitting = |line: &str, bytes: usize| {
        let mut most = columns;
        loop {
            let text = cut(line, most, "…");
            if text.len() <= bytes || most == 0 {
                return text;
            }
            most = most.saturating_sub(1.max((text.len() - bytes) / 4));
        }
    };
    let mut item = |line: &String| {
        let line = sanitize(line).replace('\n', " ");
        let mut text = fitting(&line, columns);
        let mut number = 2;
        while !seen.insert(text.clone()) {
            let mark = format!(" ({number})");
            text = fitting(&line, columns.saturating_sub(mark.len())) + &mark;
            number += 1;
        }
        text
    };
    lines.iter().map(&mut item).collect()
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

#[cfg(test)]
mod tests {
    use super::pickable;

    #[test]
    fn lines_to_pick_from_fit_by_columns_and_bytes_and_are_no_two_alike() {
        let lines = ["short", "a line that is too long", "a line that is too long as well"];
        let lines: Vec<String> = lines
            .map(str::to_owned)
            .into_iter()
            .chain(["سلام سلام سلام سلام".to_owned(), "a\u{1b}[2J\nb".to_owned()])
            .collect();
        let items = pickable(&lines, 12);
        assert_eq!(items[..3], ["short", "a line th…", "a lin… (2)"]);
        assert!(items.iter().all(|item| item.len() <= 12), "{items:?}");
        assert!(items[3].starts_with('س'));
        assert!(!items[4].contains(['\u{1b}', '\n']));
    }
}
