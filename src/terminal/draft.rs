//! An answer that a person has begun: what a key does to it, and when it is given.

use crate::cards::Question;
use crate::model::Response;
use crate::session::Input;
use crate::session::interview::moves::Move;
use crate::session::interview::screen::Deed;
use crate::session::screen::{Act, Body, Screen};
use crate::terminal::field::Field;
use crate::terminal::key::Key;
use crate::terminal::keys::{Meaning, input_for, meaning};

/// What a person has begun and not yet given: it belongs to the face, not to the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text typed so far.
    pub field: Field,
    /// Whether printable keys are text.
    pub is_typing: bool,
    /// The items named so far, 0-based.
    pub sorted: Vec<usize>,
}

/// What a key came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// Something for the session.
    Input(Input),
    /// The help.
    Help,
    /// Nothing for the answer: the key may scroll.
    Scroll,
    /// It was taken, or means nothing here.
    Nothing,
}

impl Draft {
    /// Says whether every item of the screen's card has been named.
    pub(crate) fn is_sorted(&self, screen: &Screen) -> bool {
        match &screen.body {
            Body::Card(card) => {
                matches!(&card.question, Question::Order { items, .. }
                    if screen.acts.contains(&Act::Sort) && self.sorted.len() == items.len())
            }
            _ => false,
        }
    }

    /// Takes a key on a screen.
    pub(crate) fn take(&mut self, screen: &Screen, key: &Key) -> Step {
        if self.is_typing {
            return self.typed(screen, key);
        }
        if screen.acts.contains(&Act::Type) {
            match key {
                Key::Tab => self.is_typing = true,
                Key::Enter if !self.field.text().trim().is_empty() => {
                    return self.typed(screen, key);
                }
                _ => {}
            }
        }
        if !self.sorted.is_empty() {
            match key {
                Key::Backspace => {
                    self.sorted.pop();
                    return Step::Nothing;
                }
                Key::Enter if self.is_sorted(screen) => {
                    let order = std::mem::take(&mut self.sorted);
                    return Step::Input(Input::Answer(Response::Order(order)));
                }
                // An order that is half given is not thrown away by the key that would end it.
                Key::Enter => return Step::Nothing,
                _ => {}
            }
        }
        match meaning(&screen.acts, key) {
            Some(Meaning::Act(Act::Interview(Deed::Note))) => {
                self.is_typing = true;
                Step::Nothing
            }
            Some(Meaning::Act(act)) => input_for(act).map_or(Step::Nothing, Step::Input),
            Some(Meaning::Number(number)) => self.number(screen, number - 1),
            Some(Meaning::Help) => Step::Help,
            None => Step::Scroll,
        }
    }

    fn typed(&mut self, screen: &Screen, key: &Key) -> Step {
        let text = self.field.text();
        match key {
            Key::Enter if !text.trim().is_empty() => {
                return Step::Input(Input::Answer(Response::Text(text.trim().to_owned())));
            }
            Key::Enter if screen.acts.contains(&Act::Reveal) => return Step::Input(Input::Reveal),
            // Notes are left as they were entered.
            Key::Enter if matches!(screen.body, Body::Interview(_)) => self.is_typing = false,
            Key::Enter => {}
            Key::Escape => self.is_typing = false,
            // There is nothing to move in yet.
            Key::Left | Key::Right if text.is_empty() => return Step::Scroll,
            _ if !self.field.take(key) => return Step::Scroll,
            _ => {}
        }
        Step::Nothing
    }

    fn number(&mut self, screen: &Screen, index: usize) -> Step {
        let card = match &screen.body {
            Body::Card(card) => card,
            Body::Offers(offers) if index < offers.len() => {
                return Step::Input(Input::Toggle(index));
            }
            Body::Interview(_) => return Step::Input(Input::Interview(Move::Evidence(index))),
            _ => return Step::Nothing,
        };
        match &card.question {
            Question::Mcq { options, .. } if index < options.len() => {
                return Step::Input(Input::Answer(Response::Choice(index)));
            }
            Question::Order { items, .. }
                if index < items.len() && !self.sorted.contains(&index) =>
            {
                self.sorted.push(index);
            }
            _ => {}
        }
        Step::Nothing
    }
}
