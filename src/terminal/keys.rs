//! The keys: one table, from which keys are read and the footer and the help are printed.

use crate::session::Input;
use crate::session::interview::screen::Deed;
use crate::session::screen::{Act, Body, CardView, Head, Outcome, Screen};
use crate::terminal::interview;
use crate::terminal::key::Key;
use crate::terminal::words::interval;

/// A row of the table.
pub(super) struct Row {
    /// The keys, the one to name first.
    pub(super) keys: &'static [Key],
    /// The footer's label.
    pub(super) label: &'static str,
    /// What the help says.
    pub(super) help: &'static str,
    /// The command of the plain face.
    pub(super) command: &'static str,
}

/// What a key means on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Something to do.
    Act(Act),
    /// A number, from 1: an option, or an item to put next.
    Number(usize),
    /// The help.
    Help,
}

/// A key and what it does, for the footer and the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it does, as a value.
    pub act: Act,
    /// The key's name: `Space`, `1-4`.
    pub key: String,
    /// What it does, in a few words.
    pub label: String,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The command of the plain face; empty where there is none.
    pub command: &'static str,
    /// Whether it is what one usually does next.
    pub is_main: bool,
}

pub(super) const fn row(
    keys: &'static [Key],
    label: &'static str,
    help: &'static str,
    command: &'static str,
) -> Row {
    Row { keys, label, help, command }
}

/// The table. The labels of [`Act::Continue`] and of grades depend on the screen.
fn table(act: Act) -> Row {
    use Key::{Char, Enter};
    match act {
        Act::Continue => row(&[Enter, Char(' ')], "go on", "Go on", ""),
        Act::Options => row(&[Char(' '), Enter], "options", "Show the options", ""),
        Act::Reveal => row(&[Char(' '), Enter, Char('a')], "reveal", "Show the answer", ":reveal"),
        Act::Pick => row(&[], "choose", "Choose an option", ""),
        Act::Sort => row(&[], "in order", "Name the items in the right order", ""),
        Act::Type => row(&[], "answer", "Type the answer", ""),
        Act::Grade(grade) => {
            const KEYS: [&[Key]; 4] = [&[Char('1')], &[Char('2')], &[Char('3')], &[Char('4')]];
            const HELP: [&str; 4] =
                ["Not remembered", "Remembered with effort", "Remembered", "Remembered at once"];
            row(KEYS[grade.index()], grade.name(), HELP[grade.index()], "")
        }
        Act::Suggested(grade) => {
            const SAME: [&str; 4] = ["same as 1", "same as 2", "same as 3", "same as 4"];
            row(&[Enter], SAME[grade.index()], "Take the suggested grade", "")
        }
        Act::Sure(sure) => {
            const KEYS: [&[Key]; 3] = [&[Char('1')], &[Char('2')], &[Char('3')]];
            const LABELS: [&str; 3] = ["sure", "think so", "guess"];
            const HELP: [&str; 3] =
                ["Be sure of the answer", "Think that it is right", "Admit that it is a guess"];
            row(KEYS[sure as usize], LABELS[sure as usize], HELP[sure as usize], "")
        }
        Act::Change => row(&[Key::Backspace], "another answer", "Answer otherwise", ":change"),
        Act::Pass => row(&[Char('d')], "don't know", "Give the question up", ":pass"),
        Act::Toggle => row(&[], "choose or not", "Choose a section, or leave it out", ""),
        Act::Place => row(
            &[Char('p')],
            "find what I already know",
            "Find out what you know already, with a quiz",
            ":place",
        ),
        Act::Know => row(&[Char('k')], "I know this", "Put a new card off as known", ":know"),
        Act::Skip => row(&[Char('s')], "skip", "Skip this", ":skip"),
        Act::Undo => row(&[Char('u')], "undo", "Take back the last action", ":undo"),
        Act::Edit => row(&[Char('e')], "edit", "Edit the card", ":edit"),
        Act::Bury => row(&[Char('b')], "bury", "Hide the card until tomorrow", ":bury"),
        Act::Suspend => {
            row(&[Char('s')], "suspend", "Hide the card until further notice", ":suspend")
        }
        Act::Flag => row(&[Char('f')], "flag", "Mark the card, or remove the mark", ":flag"),
        Act::History => row(&[Char('i')], "history", "Show the card's history", ":history"),
        Act::Page => row(&[Char('r')], "page", "Read the topic's page", ":page"),
        Act::Interview(deed) => interview::keys::row_of(deed),
        Act::Quit => row(&[Char('q')], "leave", "Leave; everything is kept", ":quit"),
    }
}

/// Returns the acts in the order of the footer, in which they also take their keys.
fn in_order(acts: &[Act]) -> Vec<Act> {
    let is_intro = acts.contains(&Act::Skip);
    let mut acts = acts.to_vec();
    acts.sort_by_key(|act| match act {
        Act::Continue | Act::Options | Act::Pick | Act::Sort | Act::Type => (0, *act),
        Act::Interview(deed) => (interview::keys::group(*deed), *act),
        Act::Page if is_intro => (2, *act),
        Act::Skip => (3, *act),
        Act::Undo
        | Act::Edit
        | Act::Bury
        | Act::Suspend
        | Act::Flag
        | Act::History
        | Act::Page
        | Act::Quit => (4, *act),
        _ => (1, *act),
    });
    acts.dedup();
    acts
}

/// Returns the acts with the keys each of them has; a key means the first act that wants it.
fn assign(acts: &[Act]) -> Vec<(Act, Vec<&'static Key>)> {
    let mut taken: Vec<&Key> = Vec::new();
    in_order(acts)
        .into_iter()
        .map(|act| {
            let free: Vec<&Key> =
                table(act).keys.iter().filter(|key| !taken.contains(key)).collect();
            taken.extend(&free);
            (act, free)
        })
        .collect()
}

/// Returns what a key means where these acts can be done and nothing is being typed.
///
/// Persian and Arabic digits count as digits. Everything else means nothing.
pub fn meaning(acts: &[Act], key: &Key) -> Option<Meaning> {
    let key = match key {
        Key::Char(c) => Key::Char(ascii_digit(*c)),
        other => other.clone(),
    };
    let found = assign(acts).into_iter().find(|(_, keys)| keys.contains(&&key));
    if let Some((act, _)) = found {
        return Some(Meaning::Act(act));
    }
    match key {
        Key::Char(c @ '1'..='9') if acts.iter().any(|&act| is_numbered(act)) => {
            c.to_digit(10).map(|digit| Meaning::Number(digit as usize))
        }
        Key::Char('?') => Some(Meaning::Help),
        _ => None,
    }
}

/// Says whether an act is done by a number.
fn is_numbered(act: Act) -> bool {
    matches!(act, Act::Pick | Act::Sort | Act::Toggle | Act::Interview(Deed::Evidence))
}

/// Returns the input an act is, where it needs nothing more than a key.
pub(crate) fn input_for(act: Act) -> Option<Input> {
    Some(match act {
        Act::Continue => Input::Continue,
        Act::Options => Input::Options,
        Act::Reveal => Input::Reveal,
        Act::Grade(grade) | Act::Suggested(grade) => Input::Grade(grade),
        Act::Sure(sure) => Input::Sure(sure),
        Act::Change => Input::Change,
        Act::Pass => Input::Reveal,
        Act::Place => Input::Place,
        Act::Know => Input::Know,
        Act::Undo => Input::Undo,
        Act::Edit => Input::Edit,
        Act::Bury => Input::Bury,
        Act::Suspend => Input::Suspend,
        Act::Flag => Input::Flag,
        Act::History => Input::History,
        Act::Page => Input::Page,
        Act::Skip => Input::Skip,
        Act::Quit => Input::Quit,
        Act::Interview(deed) => return interview::keys::input_of(deed),
        Act::Pick | Act::Sort | Act::Type | Act::Toggle => return None,
    })
}

/// Returns an ASCII digit for a Persian or Arabic one, and everything else as it is.
pub fn ascii_digit(c: char) -> char {
    let digit = match c {
        '\u{06f0}'..='\u{06f9}' => u32::from(c) - 0x06f0,
        '\u{0660}'..='\u{0669}' => u32::from(c) - 0x0660,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

/// Returns the keys that work on a screen while nothing is being typed, in the order to show them.
pub fn hints(screen: &Screen) -> Vec<Hint> {
    let card = match &screen.body {
        Body::Card(card) => Some(&**card),
        _ => None,
    };
    assign(&screen.acts)
        .into_iter()
        .filter_map(|(act, keys)| {
            let key = match act {
                Act::Pick | Act::Sort | Act::Toggle => numbers(&screen.body)?,
                Act::Interview(Deed::Evidence) => interview::keys::numbers(screen)?,
                Act::Type => return None,
                _ => key_name(keys.first()?),
            };
            let Row { help, command, .. } = table(act);
            let is_main = match (act, &screen.body) {
                (act, Body::Interview(view)) => interview::keys::is_main(act, view),
                (Act::Skip, _) => true,
                (act, _) => act < Act::Undo && act != Act::Change,
            };
            Some(Hint { act, key, label: label(act, screen, card), help, command, is_main })
        })
        .collect()
}

fn key_name(key: &Key) -> String {
    match key {
        Key::Char(' ') => "Space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Enter => "Enter".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The numbers of what can be chosen: `1-4`.
fn numbers(body: &Body) -> Option<String> {
    use crate::cards::Question;
    let most = match body {
        Body::Offers(offers) => offers.len(),
        Body::Card(card) => match &card.question {
            Question::Mcq { options, .. } => options.len(),
            Question::Order { items, .. } => items.len(),
            _ => return None,
        },
        _ => return None,
    };
    Some(format!("1-{}", most.min(9)))
}

fn label(act: Act, screen: &Screen, card: Option<&CardView>) -> String {
    let fixed = table(act).label;
    match (act, &screen.body) {
        (act, Body::Interview(view)) => {
            interview::keys::label(act, view).unwrap_or_else(|| fixed.to_owned())
        }
        (Act::Continue, Body::FirstRun { .. } | Body::WelcomeBack { .. }) => "start".to_owned(),
        (Act::Continue, Body::TopicIntro { has_page: true, .. }) => "60-second summary".to_owned(),
        (Act::Continue, Body::TopicIntro { .. }) => "start".to_owned(),
        (Act::Continue, Body::TopicSummary { .. }) => "first card".to_owned(),
        (Act::Continue, Body::Budget { .. }) => "5 more".to_owned(),
        (Act::Continue, Body::Card(_)) if screen.head.as_ref().is_some_and(is_last) => {
            "report".to_owned()
        }
        (Act::Continue, Body::Card(card)) if is_quizzed(card) => "next".to_owned(),
        (Act::Continue, Body::Card(_)) => "next part".to_owned(),
        (Act::Continue, Body::QuizEnd(end)) if end.offers > 0 => "what you may know".to_owned(),
        (Act::Continue, Body::QuizEnd(_)) => "go through the answers".to_owned(),
        (Act::Continue, Body::Offers(_)) => "mark as known".to_owned(),
        (Act::Skip, Body::Offers(_)) => "none of them".to_owned(),
        (Act::Quit, Body::Budget { .. } | Body::Done(_) | Body::QuizEnd(_)) => "done".to_owned(),
        (Act::Flag, _) if screen.head.as_ref().is_some_and(|head| head.flagged) => {
            "unflag".to_owned()
        }
        (Act::Grade(grade), _) => card
            .and_then(|card| card.revealed.as_ref())
            .and_then(|shown| shown.outcomes.as_ref())
            .map_or_else(|| fixed.to_owned(), |outcomes| outcome(&outcomes[grade.index()])),
        _ => fixed.to_owned(),
    }
}

/// Says whether a question of a quiz is the last one.
fn is_last(head: &Head) -> bool {
    head.count.is_some_and(|(number, of)| number == of)
}

fn is_quizzed(card: &CardView) -> bool {
    card.revealed.as_ref().is_some_and(|shown| shown.marked.is_some())
}

/// Says what a grade would do: "again: today, then 1 d", "good 15 d".
pub fn outcome(outcome: &Outcome) -> String {
    let name = outcome.grade.name();
    let then = interval(outcome.interval_days);
    match (outcome.drill, outcome.unscheduled) {
        (true, true) => format!("{name}: today"),
        (true, false) => format!("{name}: today, then {then}"),
        (false, true) => name.to_owned(),
        (false, false) => format!("{name} {then}"),
    }
}
