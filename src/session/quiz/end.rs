//! The end of a quiz: its record, its report, and the sections that may be known already.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::sitting::{QuizRecord, Sure, WHOLE_PPM};
use crate::model::{Action, EventBody, NewEvent, Seen};
use crate::session::agenda::Effect;
use crate::session::quiz::plan::{FEW_QUESTIONS, KNOWN_PERCENT, Unseen};
use crate::session::quiz::screen::{Offer, QuizEnd};
use crate::session::quiz::{Answered, Pending, Quiz, View};
use crate::stats::quiz;

/// What was asked of a section.
#[derive(Clone, Copy, Default)]
struct Tested {
    asked: u32,
    right: u32,
    credit_ppm: u64,
}

impl Tested {
    /// Says whether the section was answered well enough to be known.
    fn is_known(self) -> bool {
        self.credit_ppm * 100 >= u64::from(self.asked) * u64::from(WHOLE_PPM) * KNOWN_PERCENT
    }
}

impl Quiz {
    /// Ends the quiz: its record is written, once. A quiz in which nothing was answered leaves none.
    pub(super) fn finish(&mut self) -> Vec<Effect> {
        self.give_back();
        self.view = View::Waiting;
        if self.end.is_some() || self.answered.is_empty() {
            return self.ended();
        }
        self.pending = Some(Pending::Record);
        let body = EventBody::Quizzed(self.record());
        let entry = NewEvent { card: None, rev: 0, origin: None, body };
        vec![Effect::Append(Action { entries: vec![entry], seen: Seen::Any })]
    }

    fn record(&self) -> QuizRecord {
        QuizRecord {
            filter: self.manner.filter.clone(),
            seed: self.manner.seed,
            planned: self.planned(),
            took_ms: self.spent_ms(),
            recorded: self.manner.record,
            placed: self.manner.place,
            items: self.answered.iter().map(|answered| answered.item.clone()).collect(),
        }
    }

    /// Returns how many questions there can be: those meant, as far as the draw has them.
    pub(super) fn planned(&self) -> u32 {
        let left = self.pool.len() + usize::from(self.current.is_some());
        let all = self.answered.len() + left;
        self.count.min(u32::try_from(all).unwrap_or(u32::MAX))
    }

    /// Shows the end, after looking for what may be offered as known.
    pub(super) fn ended(&mut self) -> Vec<Effect> {
        self.view = View::End;
        self.refresh_end();
        let known: Vec<Option<u32>> = self.known().into_keys().collect();
        if self.manner.place && !known.is_empty() {
            return vec![Effect::FindUnseen(known)];
        }
        vec![Effect::Show]
    }

    /// Works the end out again, after something of it has changed.
    pub(super) fn refresh_end(&mut self) {
        self.end = Some(Box::new(self.make_end()));
    }

    pub(super) fn make_end(&self) -> QuizEnd {
        let record = self.record();
        let title = |answered: &Answered| {
            let slug = answered.item.topic.clone()?;
            Some((slug, answered.open.fetched.topic.clone()))
        };
        QuizEnd {
            moment: self.end.as_ref().map_or(self.now, |end| end.moment),
            report: quiz::report(&record, &self.earlier),
            record,
            titles: self.answered.iter().filter_map(title).collect(),
            answers: self.answered.iter().map(|answered| self.revealed(answered)).collect(),
            offers: self.open_offers(),
        }
    }

    /// Counts the sections that can still be taken as known.
    pub(super) fn open_offers(&self) -> u32 {
        if self.placed > 0 { 0 } else { self.offers.len() as u32 }
    }

    /// Returns the sections that were answered well enough. What was guessed earns nothing here.
    fn known(&self) -> BTreeMap<Option<u32>, Tested> {
        let mut sections: BTreeMap<Option<u32>, Tested> = BTreeMap::new();
        for answered in &self.answered {
            let tested = sections.entry(answered.drawn.section).or_default();
            tested.asked += 1;
            if answered.item.sure != Some(Sure::Guess) {
                tested.right += u32::from(answered.item.is_right());
                tested.credit_ppm += u64::from(answered.item.credit_ppm);
            }
        }
        sections.retain(|_, tested| tested.is_known());
        sections
    }

    /// Takes the new cards of the known sections in; a section without any needs no offer.
    pub(super) fn offered(&mut self, unseen: Vec<Unseen>) -> Vec<Effect> {
        let offer = |(tested, unseen): (Tested, Unseen)| {
            let offer = Offer {
                title: unseen.title,
                asked: tested.asked,
                right: tested.right,
                cards: unseen.cards.len() as u32,
                is_chosen: tested.asked >= FEW_QUESTIONS,
            };
            (offer, unseen.cards)
        };
        let offers = self.known().into_values().zip(unseen).map(offer);
        self.offers = offers.filter(|(offer, _)| offer.cards > 0).collect();
        self.refresh_end();
        vec![Effect::Show]
    }

    pub(super) fn toggle(&mut self, place: usize) -> Vec<Effect> {
        if let (View::Offers, Some((offer, _))) = (&self.view, self.offers.get_mut(place)) {
            offer.is_chosen = !offer.is_chosen;
        }
        vec![Effect::Show]
    }

    /// Leaves the offers without taking any.
    pub(super) fn skip_offers(&mut self) -> Vec<Effect> {
        if matches!(self.view, View::Offers) {
            self.view = View::End;
            self.offers.clear();
            self.refresh_end();
        }
        vec![Effect::Show]
    }

    /// Marks the new cards of the chosen sections as known, as one action.
    pub(super) fn place(&mut self) -> Vec<Effect> {
        let chosen = self.offers.iter().filter(|(offer, _)| offer.is_chosen);
        let cards: BTreeSet<_> = chosen.flat_map(|(_, cards)| cards).cloned().collect();
        if cards.is_empty() {
            return self.skip_offers();
        }
        self.pending = Some(Pending::Placed(cards.len() as u32));
        let known =
            |(card, rev)| NewEvent { card: Some(card), rev, origin: None, body: EventBody::Known };
        let entries = cards.into_iter().map(known).collect();
        vec![Effect::Append(Action { entries, seen: Seen::Any })]
    }
}
