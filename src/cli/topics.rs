//! Topics by name, and how far the learner is with them.

use crate::cards::{Facet, Kind, NoteIx, TopicIx};
use crate::cli::error::{CliError, Outcome};
use crate::cli::world::World;
use crate::model::suggest;
use crate::roadmap::{Progress, Roadmap};
use crate::select::Standings;
use crate::stats::{self, TopicSummary};
use crate::terminal::ask;

/// Candidates that a person is offered to pick from.
pub const MAX_OFFERED: usize = 500;
/// Candidates that a message names.
const MAX_NAMED: usize = 3;

impl World<'_> {
    /// Finds the topic a name stands for: a slug, `collection/slug`, or a whole title. On a terminal
    /// a part of a name that fits several lets the person pick.
    pub fn topic(&self, name: &str) -> Outcome<TopicIx> {
        if let Some(topic) = self.exact_topic(name) {
            return Ok(topic);
        }
        let folded = name.to_lowercase();
        let library = self.library();
        let all = (0..library.topics.len() as u32).map(TopicIx);
        let fits = |&topic: &TopicIx| {
            let titles = [&library.topic(topic).title, &self.topic_title(topic)];
            library.topic(topic).slug.contains(&folded)
                || titles.iter().any(|title| title.to_lowercase().contains(&folded))
        };
        let close: Vec<TopicIx> = all.filter(fits).take(MAX_OFFERED).collect();
        if !close.is_empty() && self.context.can_ask() {
            return self.pick_topic(&format!("which topic is `{name}`?"), &close);
        }
        Err(self.no_topic(name, &close))
    }

    fn exact_topic(&self, name: &str) -> Option<TopicIx> {
        let library = self.library();
        if let Some((collection, slug)) = name.split_once('/') {
            let within = |topic: &&crate::cards::library::Topic| {
                topic.slug == slug
                    && library.collections[topic.collection as usize].name == collection
            };
            let place = library.topics.iter().position(|topic| within(&topic));
            return place.map(|place| TopicIx(place as u32));
        }
        let titled = |title: &String| title.to_lowercase() == name.to_lowercase();
        library.find_topic(name).or_else(|| {
            let all = (0..library.topics.len() as u32).map(TopicIx);
            let mut all = all.filter(|&topic| {
                titled(&library.topic(topic).title) || titled(&self.topic_title(topic))
            });
            all.next()
        })
    }

    fn no_topic(&self, name: &str, close: &[TopicIx]) -> CliError {
        let library = self.library();
        let error = CliError::usage(format!("there is no topic `{name}`"));
        let slug = |topic: &TopicIx| library.topic(*topic).slug.as_str();
        let meant: Vec<&str> = match suggest::nearest(name, library.topics.iter().map(|t| &*t.slug))
        {
            Some(nearest) => vec![nearest],
            None => close.iter().take(MAX_NAMED).map(slug).collect(),
        };
        match meant.as_slice() {
            [] => error.hint("`revisit read --list` lists what there is"),
            meant => error.hint(format!("did you mean `{}`?", meant.join("` or `"))),
        }
    }

    /// Lets a person pick a topic.
    pub fn pick_topic(&self, question: &str, topics: &[TopicIx]) -> Outcome<TopicIx> {
        let line = |&topic: &TopicIx| {
            let title = self.topic_title(topic);
            format!("{title} ({})", self.library().topic(topic).slug)
        };
        let lines: Vec<String> = topics.iter().map(line).collect();
        match ask::pick(question, &lines)? {
            Some(place) => Ok(topics[place]),
            None => Err(self.context.declined("nothing was chosen")),
        }
    }

    /// Returns how well the cards of every topic are known, in the order of the library's topics. Not
    /// counted are suspended cards, and prompts of interviews, which are never due.
    pub fn progress(&self, standings: &Standings) -> Vec<Progress> {
        let library = self.library();
        let today = self.now().day;
        let scheduler = self.scheduler();
        let mut progress = vec![Progress::default(); library.topics.len()];
        let mut by_topic = vec![Vec::new(); library.topics.len()];
        for card in library.cards() {
            let entry = library.entry_of(card);
            let Some(topic) = entry.topic.map(|topic| topic.0 as usize) else { continue };
            let state = standings.of(card);
            progress[topic].has_cards = true;
            let is_suspended = state.is_some_and(|state| state.hidden.suspended);
            if entry.kind != Kind::Interview && !is_suspended {
                by_topic[topic].push((entry.tier, state));
            }
        }
        for (progress, cards) in progress.iter_mut().zip(by_topic) {
            progress.summary = stats::summarize(cards, &scheduler, today);
        }
        progress
    }

    /// Returns how well the cards of one facet of a topic are known.
    pub fn progress_of(&self, topic: TopicIx, facet: Facet, standings: &Standings) -> TopicSummary {
        let library = self.library();
        let cards = library.cards().filter_map(|card| {
            let entry = library.entry_of(card);
            let state = standings.of(card);
            let is_counted = entry.topic == Some(topic)
                && entry.facet == Some(facet)
                && entry.kind != Kind::Interview
                && !state.is_some_and(|state| state.hidden.suspended);
            is_counted.then_some((entry.tier, state))
        });
        stats::summarize(cards, &self.scheduler(), self.now().day)
    }

    /// Returns the path of the collection that a topic belongs to.
    pub fn roadmap_of(&self, topic: TopicIx, standings: &Standings) -> Roadmap {
        let collection = self.library().topic(topic).collection;
        Roadmap::new(self.library(), collection, &self.progress(standings))
    }

    /// Returns the notes of a topic, in the order of the library.
    pub fn notes_of(&self, topic: TopicIx) -> Vec<NoteIx> {
        let notes = self.library().notes().iter().enumerate();
        let own = notes.filter(|(_, entry)| entry.topic == Some(topic));
        own.map(|(place, _)| NoteIx(place as u32)).collect()
    }

    /// Returns the title of a topic's section in the language that was asked for.
    pub fn section_title(&self, topic: TopicIx) -> Option<String> {
        let section = self.library().topic(topic).section?;
        let title = self.context.lang().and_then(|lang| self.shelf.section_title(section, lang));
        let own = || self.library().sections[section as usize].title.clone();
        Some(one_line(&title.unwrap_or_else(own)))
    }
}

/// Returns a name on one line, its runs of white space as single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
