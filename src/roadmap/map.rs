//! A roadmap with its names: what every picture of it is drawn from.

use crate::cards::{Form, Level};
use crate::roadmap::{Roadmap, Stage};

/// A collection's roadmap with its names, in the language that was asked for. Texts come from decks
/// as they are, on one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The collection's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The language of the titles, as a code.
    pub lang: String,
    /// The titles of its sections, in order.
    pub sections: Vec<String>,
    /// The path.
    pub roadmap: Roadmap,
    /// What its stops are called, by their places.
    pub names: Vec<Name>,
}

/// What a stop is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Name {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// How advanced it is.
    pub level: Option<Level>,
    /// Its section, a place in [`Map::sections`].
    pub section: Option<usize>,
    /// What it comes as.
    pub form: Form,
    /// What a tool is grouped by.
    pub group: Option<String>,
    /// Its number on the path, from 1; tools are beside it and have none.
    pub step: Option<usize>,
}

/// How much of a map is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    #[default]
    All,
    /// What leads to a stop, the stop, and what it opens.
    Around(usize),
}

impl Map {
    /// Returns the stops of a scope, in the order of the path.
    pub fn places(&self, scope: Scope) -> Vec<usize> {
        match scope {
            Scope::All => (0..self.names.len()).collect(),
            Scope::Around(place) => {
                let mut places = self.roadmap.before(place);
                places.push(place);
                places.extend(self.roadmap.after(place));
                places
            }
        }
    }

    /// Numbers the stops in the order of the path.
    #[must_use]
    pub fn numbered(mut self) -> Map {
        let path = self.names.iter_mut().filter(|name| name.form == Form::Topic);
        for (number, name) in path.enumerate() {
            name.step = Some(number + 1);
        }
        self
    }

    /// Returns how many steps the path has.
    pub fn steps(&self) -> usize {
        self.names.iter().filter(|name| name.step.is_some()).count()
    }

    /// Says whether a stop is a tool.
    pub fn is_tool(&self, place: usize) -> bool {
        self.names[place].form == Form::Tool
    }

    /// Returns some stops by section: those of each, in the order of the sections, those without one
    /// at the end. Sections without a stop are left out.
    pub fn by_section(&self, places: &[usize]) -> Vec<(Option<usize>, Vec<usize>)> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.sections.len() + 1];
        for &place in places {
            let section = self.names[place].section.filter(|&at| at < self.sections.len());
            groups[section.unwrap_or(self.sections.len())].push(place);
        }
        let named = groups
            .into_iter()
            .enumerate()
            .map(|(at, places)| ((at < self.sections.len()).then_some(at), places));
        named.filter(|(_, places)| !places.is_empty()).collect()
    }

    /// Returns tools by group, in the order in which the groups appear.
    pub fn by_group(&self, tools: &[usize]) -> Vec<(&str, Vec<usize>)> {
        let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
        for &place in tools {
            let group = self.names[place].group.as_deref().unwrap_or_default();
            match groups.iter_mut().find(|(name, _)| *name == group) {
                Some((_, places)) => places.push(place),
                None => groups.push((group, vec![place])),
            }
        }
        groups
    }

    /// Returns the title of a section; of no section, a word for the rest.
    pub fn section_title(&self, section: Option<usize>) -> &str {
        section.and_then(|at| self.sections.get(at)).map_or("Other", String::as_str)
    }

    /// Returns what is unlocked and not begun, in the order of the path: topics, and tools only where
    /// there is no topic, for they can always be begun.
    pub fn next(&self) -> Vec<usize> {
        let open = self.roadmap.at(Stage::Open);
        let (tools, topics): (Vec<usize>, Vec<usize>) =
            open.into_iter().partition(|&place| self.is_tool(place));
        if topics.is_empty() { tools } else { topics }
    }

    /// Returns what to go on with: topics that are begun and have new cards left.
    pub fn begun(&self) -> Vec<usize> {
        let stops = &self.roadmap.stops;
        let mut begun = self.roadmap.at(Stage::Begun);
        begun.retain(|&place| stops[place].summary.new > 0);
        begun
    }
}
