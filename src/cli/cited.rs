//! What the cards of a topic rest on: entries of the registry, with the places that are cited.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cards::page::{Page, Role};
use crate::cards::{Facet, TopicIx};
use crate::cli::topics::one_line;
use crate::cli::world::World;
use crate::content::sources::Source;
use crate::model::natural;
use crate::terminal::reader::SourceView;

/// A source with the places that are cited.
pub struct Cited {
    id: String,
    /// `None` where the registry does not know it.
    source: Option<Source>,
    places: Vec<String>,
}

/// Collects what the cards of a topic cite, of one facet or of all, and what its page names of the
/// registry besides; norms first, then by kind and title.
pub fn of_topic(world: &World<'_>, topic: TopicIx, facet: Option<Facet>, page: &str) -> Vec<Cited> {
    let library = world.library();
    let mut cited: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let is_wanted = |facets: Option<Facet>| facet.is_none_or(|facet| facets == Some(facet));
    let notes = world.notes_of(topic).into_iter();
    let notes = notes.filter(|&note| is_wanted(library.note(note).facet));
    // A card that cannot be read is told of where it is shown.
    for note in notes.filter_map(|note| world.shelf.note(note, None).ok()) {
        for citation in note.source {
            cited.entry(citation.source).or_default().extend(citation.place);
        }
    }
    let page = Page::parse(page);
    let own = page.sections.iter().find(|section| section.role == Role::Sources);
    let own = own.filter(|_| facet.is_none()).map_or("", |section| section.text);
    let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let words = own.split(|c| !is_id(c)).map(|word| word.trim_end_matches('.'));
    let named: Vec<&str> = words.collect();
    let mut found = Vec::new();
    for (id, source) in world.shelf.registry(library.topic(topic).collection) {
        let places = cited.remove(id);
        if places.is_some() || named.contains(&id) {
            let source = Some(source.clone());
            found.push(Cited { id: id.to_owned(), source, places: places.unwrap_or_default() });
        }
    }
    // What the registry does not know is still what a card rests on.
    found.extend(cited.into_iter().map(|(id, places)| Cited { id, source: None, places }));
    for one in &mut found {
        one.places.sort_by(|a, b| natural::compare(a, b));
        one.places.dedup();
    }
    let rank = |one: &Cited| one.source.as_ref().map(|source| (source.kind, source.title.clone()));
    found.sort_by_cached_key(|one| (one.source.is_none(), rank(one)));
    found
}

impl Cited {
    /// Returns it as it is shown.
    pub fn view(&self) -> SourceView {
        let Cited { id, source, places } = self;
        let places: Vec<String> = places.iter().map(|place| one_line(place)).collect();
        let Some(source) = source else {
            return SourceView { title: id.clone(), places, ..SourceView::default() };
        };
        let mut facts = Vec::new();
        facts.extend(source.author.as_deref().map(one_line));
        facts.extend(source.year.map(|year| year.to_string()));
        facts.push(source.kind.name().to_owned());
        facts.extend(source.checked_on().map(|day| format!("checked {day}")));
        let (title, url) = (one_line(&source.title), Some(one_line(&source.url)));
        SourceView { title, facts, url, places }
    }

    /// Returns it as JSON shows it.
    pub fn document(&self) -> Value {
        let source = self.source.as_ref();
        json!({
            "id": self.id,
            "title": source.map(|source| &source.title),
            "url": source.map(|source| &source.url),
            "kind": source.map(|source| source.kind.name()),
            "author": source.and_then(|source| source.author.as_ref()),
            "year": source.and_then(|source| source.year),
            "checked": source.and_then(Source::checked_on),
            "places": self.places,
        })
    }
}
