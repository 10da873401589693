//! The keys of an interview, as rows of the one table.

use crate::model::Heard;
use crate::session::Input;
use crate::session::interview::moves::Move;
use crate::session::interview::screen::{Deed, InterviewView, Stage};
use crate::session::screen::{Act, Body, Screen};
use crate::terminal::key::Key;
use crate::terminal::keys::{Row, row};

/// Returns the row of a deed.
pub(in crate::terminal) fn row_of(deed: Deed) -> Row {
    use Key::{Backspace, Char};
    match deed {
        Deed::Outline => row(
            &[Char('o')],
            "outline stands",
            "Note the time: the outline of the answer stands",
            ":outline",
        ),
        Deed::Note => row(&[Char('n')], "note", "Write a line of notes", ""),
        Deed::Editor => row(&[Char('e')], "editor", "Write notes in your editor", ":editor"),
        Deed::Evidence => row(&[], "ask for evidence", "Be handed evidence, by its number", ""),
        Deed::Said => row(
            &[Char('a')],
            "I said that already",
            "The answer had that before it was asked",
            ":said",
        ),
        Deed::Hear(Heard::Unprompted) => {
            row(&[Char('u')], "unprompted", "The point was made unprompted: 1", "")
        }
        Deed::Hear(Heard::Probed) => {
            row(&[Char('p')], "after a probe", "The point was made after a probe: one half", "")
        }
        Deed::Hear(Heard::Missed) => row(&[Char('m')], "missed", "The point was missed: 0", ""),
        Deed::Raise(true) => row(&[Char('y')], "yes", "The red flag was raised", ""),
        Deed::Raise(false) => row(&[Char('n')], "no", "The red flag was not raised", ""),
        Deed::Back => row(&[Char('b'), Backspace], "back", "Go back by one", ":back"),
        Deed::Pause => row(&[Char('p')], "pause", "Stop the time and hide the prompt", ":pause"),
        Deed::Stop => row(&[Char('q')], "stop", "End the interview; ratings are kept", ":stop"),
        Deed::Rate => row(&[], "rate", "Rate all at once", ""),
    }
}

/// Returns where a deed stands in the footer: below 4 it is what one usually does next.
pub(in crate::terminal) fn group(deed: Deed) -> u8 {
    match deed {
        Deed::Evidence => 0,
        Deed::Outline | Deed::Said | Deed::Hear(_) | Deed::Raise(true) => 1,
        Deed::Raise(false) => 2,
        _ => 4,
    }
}

/// Says whether an act is what one usually does next.
pub(in crate::terminal) fn is_main(act: Act, view: &InterviewView) -> bool {
    match (act, &view.stage) {
        (Act::Continue, _) | (Act::Interview(Deed::Stop), Stage::Stopping { .. }) => true,
        (Act::Interview(deed), _) => group(deed) < 4,
        _ => false,
    }
}

/// Returns the input a deed is, where it needs nothing more than a key.
pub(in crate::terminal) fn input_of(deed: Deed) -> Option<Input> {
    Some(Input::Interview(match deed {
        Deed::Outline => Move::Outline,
        Deed::Editor => Move::Editor,
        Deed::Said => Move::Said,
        Deed::Hear(heard) => Move::Hear(heard),
        Deed::Raise(raised) => Move::Raise(raised),
        Deed::Back => Move::Back,
        Deed::Pause => Move::Pause,
        Deed::Stop => Move::Stop,
        Deed::Note | Deed::Evidence | Deed::Rate => return None,
    }))
}

/// Returns the numbers of what can be asked for: `1-4`.
pub(in crate::terminal) fn numbers(screen: &Screen) -> Option<String> {
    match &screen.body {
        Body::Interview(view) => match &view.stage {
            Stage::Answering(answering) => match answering.evidence.len() {
                0 => None,
                1 => Some("1".to_owned()),
                count => Some(format!("1-{}", count.min(9))),
            },
            _ => None,
        },
        _ => None,
    }
}

/// Returns the label of an act, where it depends on what shows.
pub(in crate::terminal) fn label(act: Act, view: &InterviewView) -> Option<String> {
    let label = match (act, &view.stage) {
        (Act::Continue, Stage::Opening { .. }) => "start",
        (Act::Continue, Stage::Answering(answering)) => {
            match answering.phase.as_ref().and_then(|phase| phase.next.as_ref()) {
                Some(next) => return Some(format!("on to: {next}")),
                None => "I have answered",
            }
        }
        (Act::Continue, Stage::Probing { number, of, .. }) => {
            if number < of {
                "answered, next"
            } else {
                "answered"
            }
        }
        (Act::Continue, Stage::Transcribing) => "rate without it",
        (Act::Continue, Stage::Rating(rating)) => match rating.points.get(rating.at) {
            Some(point) => match point.heard.or(point.suggested)? {
                Heard::Unprompted => "same as u",
                Heard::Probed => "same as p",
                Heard::Missed => "same as m",
            },
            None => {
                let flag = rating.red_flags.get(rating.at - rating.points.len());
                match flag.map(|flag| flag.raised) {
                    Some(Some(true)) => "same as y",
                    Some(_) => "same as n",
                    None => "save",
                }
            }
        },
        (Act::Continue, Stage::Rated { is_last: false, .. }) => "next prompt",
        (Act::Continue, Stage::Rated { .. }) => "report",
        (Act::Interview(Deed::Stop), Stage::Rated { .. }) => "report now",
        (Act::Continue, Stage::Paused | Stage::Stopping { .. }) => "go on",
        (Act::Interview(Deed::Stop), Stage::Stopping { .. }) => "end it",
        (Act::Undo, _) => "rate again",
        _ => return None,
    };
    Some(label.to_owned())
}
