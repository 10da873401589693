//! The learning path: topics in an order in which each comes behind what it requires, how far the
//! learner is with each, and what is unlocked next.
//!
//! Layer 1: pure functions over a library and the learner's figures; no file, no clock, no drawing.
//! A path is made for one collection. Start with [`Roadmap`]; [`order`] is the order, [`tree`] what
//! stands below what.

mod map;
pub mod order;
mod stage;
pub mod tree;

use std::collections::{HashMap, HashSet};

use crate::cards::{Library, TopicIx};
use crate::stats::TopicSummary;

pub use map::{Map, Name, Scope};
pub use stage::Stage;

/// The topics of a collection as a learning path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Roadmap {
    /// The topics in the order of the path: whatever a stop requires has a lower place than it.
    pub stops: Vec<Stop>,
    /// Circles of prerequisites, each as places of stops of which each opens the next and the last
    /// opens the first. At most [`order::MAX_CYCLES`] are told.
    pub cycles: Vec<Vec<usize>>,
}

/// A topic on the path. All places are those of [`Roadmap::stops`].
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The topic.
    pub topic: TopicIx,
    /// What should be known before it, in the order of the file. Of a circle one link is left out.
    pub requires: Vec<usize>,
    /// What is good to know before it.
    pub helps: Vec<usize>,
    /// The topics that require it, in the order of the path.
    pub opens: Vec<usize>,
    /// The steps of the longest way to it: 0 for a topic that requires nothing.
    pub depth: usize,
    /// How well its cards are known.
    pub summary: TopicSummary,
    /// How far the learner is with it.
    pub stage: Stage,
    /// Whether the learner has met what it builds on enough for others to follow: its core cards are
    /// begun. A topic without cards is met when everything it requires is.
    pub is_met: bool,
    /// The topics with cards that have to be met first, in the order of the path; [`MAX_WAITS`] at
    /// most.
    pub waits_for: Vec<usize>,
}

/// How many topics that have to be met first are told of one.
pub const MAX_WAITS: usize = 32;

/// What is known of a topic before it has its place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// How well its cards are known; without those that are suspended and those of interviews.
    pub summary: TopicSummary,
    /// Whether it has any card at all.
    pub has_cards: bool,
}

impl Roadmap {
    /// Makes the path of a collection, a place in [`Library::collections`]. `progress` has an entry
    /// for each topic of the library; a missing one is a topic without cards.
    pub fn new(library: &Library, collection: u32, progress: &[Progress]) -> Roadmap {
        let topics: Vec<TopicIx> = (0..library.topics.len() as u32)
            .map(TopicIx)
            .filter(|&topic| library.topic(topic).collection == collection)
            .collect();
        let places: HashMap<&str, usize> = topics
            .iter()
            .enumerate()
            .map(|(place, &topic)| (library.topic(topic).slug.as_str(), place))
            .collect();
        let known = |own: usize, slugs: &[String]| {
            let mut seen = HashSet::from([own]);
            let found = slugs.iter().filter_map(|slug| places.get(slug.as_str()).copied());
            found.filter(|&place| seen.insert(place)).collect::<Vec<usize>>()
        };
        let of = |slugs: fn(&Library, TopicIx) -> &[String]| -> Vec<Vec<usize>> {
            let all = topics.iter().enumerate();
            all.map(|(own, &topic)| known(own, slugs(library, topic))).collect()
        };
        let requires = of(|library, topic| &library.topic(topic).requires);
        let helps = of(|library, topic| &library.topic(topic).helps);
        let order::Order { places: order, mut requires, cycles } = order::order(requires);
        let mut rank = vec![0; order.len()];
        for (step, &place) in order.iter().enumerate() {
            rank[place] = step;
        }
        let ranked = |places: &[usize]| places.iter().map(|&place| rank[place]).collect();
        let mut roadmap = Roadmap {
            stops: Vec::with_capacity(order.len()),
            cycles: cycles.iter().map(|cycle| ranked(cycle)).collect(),
        };
        for &place in &order {
            let topic = topics[place];
            let progress = progress.get(topic.0 as usize).copied().unwrap_or_default();
            let requires: Vec<usize> = ranked(&std::mem::take(&mut requires[place]));
            roadmap.push(topic, requires, ranked(&helps[place]), progress);
        }
        roadmap
    }

    /// Adds the next stop; everything it requires is there already.
    fn push(
        &mut self,
        topic: TopicIx,
        requires: Vec<usize>,
        helps: Vec<usize>,
        progress: Progress,
    ) {
        let own = self.stops.len();
        let mut waits_for: Vec<usize> = Vec::new();
        for &place in &requires {
            let earlier = &self.stops[place];
            match (earlier.is_met, earlier.stage) {
                (true, _) => {}
                // What has no cards cannot be met by itself: what it waits for is waited for.
                (false, Stage::Empty) => waits_for.extend(&earlier.waits_for),
                (false, _) => waits_for.push(place),
            }
        }
        waits_for.sort_unstable();
        waits_for.dedup();
        waits_for.truncate(MAX_WAITS);
        let is_met = stage::is_met(&progress, waits_for.is_empty());
        let stage = Stage::of(&progress, waits_for.is_empty());
        let depth = requires.iter().map(|&place| self.stops[place].depth + 1).max().unwrap_or(0);
        for &place in &requires {
            self.stops[place].opens.push(own);
        }
        let (opens, summary) = (Vec::new(), progress.summary);
        self.stops.push(Stop {
            topic,
            requires,
            helps,
            opens,
            depth,
            summary,
            stage,
            is_met,
            waits_for,
        });
    }

    /// Returns the place of a topic.
    pub fn find(&self, topic: TopicIx) -> Option<usize> {
        self.stops.iter().position(|stop| stop.topic == topic)
    }

    /// Returns the stops at a stage, in the order of the path.
    pub fn at(&self, stage: Stage) -> Vec<usize> {
        (0..self.stops.len()).filter(|&place| self.stops[place].stage == stage).collect()
    }

    /// Returns everything that leads to a stop, in the order of the path.
    pub fn before(&self, place: usize) -> Vec<usize> {
        self.reach(place, |stop| &stop.requires)
    }

    /// Returns everything that a stop opens, also by way of others, in the order of the path.
    pub fn after(&self, place: usize) -> Vec<usize> {
        self.reach(place, |stop| &stop.opens)
    }

    fn reach(&self, from: usize, links: impl Fn(&Stop) -> &[usize]) -> Vec<usize> {
        let mut seen = vec![false; self.stops.len()];
        let mut todo = vec![from];
        while let Some(place) = todo.pop() {
            for &next in self.stops.get(place).map(&links).unwrap_or_default() {
                if !std::mem::replace(&mut seen[next], true) {
                    todo.push(next);
                }
            }
        }
        (0..seen.len()).filter(|&place| seen[place]).collect()
    }

    /// Adds up how well the cards of some stops are known.
    pub fn total(&self, places: impl IntoIterator<Item = usize>) -> TopicSummary {
        let mut total = TopicSummary::default();
        let mut recall = 0.0;
        for summary in places.into_iter().map(|place| &self.stops[place].summary) {
            total.cards += summary.cards;
            total.new += summary.new;
            total.learning += summary.learning;
            total.known += summary.known;
            total.core += summary.core;
            total.core_new += summary.core_new;
            recall += summary.readiness.unwrap_or(0.0) * f64::from(summary.core);
        }
        total.readiness = (total.core > 0).then(|| recall / f64::from(total.core));
        total
    }
}
