//! `decks`: collections, topics and what they hold.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cards::{Facet, Kind, Level, NoteIx, TopicIx};
use crate::cli::args::Json;
use crate::cli::context::Context;
use crate::cli::error::Outcome;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::store::Access;
use crate::terminal::sanitize::sanitize;

#[derive(Serialize)]
struct Listing {
    collections: Vec<CollectionRow>,
}

#[derive(Serialize)]
struct CollectionRow {
    name: String,
    title: String,
    root: String,
    bundled: bool,
    cards: usize,
    languages: Vec<String>,
    topics: Vec<TopicRow>,
    decks: Vec<DeckRow>,
}

#[derive(Serialize)]
struct TopicRow {
    slug: String,
    section: Option<String>,
    title: String,
    level: Option<Level>,
    cards: usize,
    by_kind: BTreeMap<Kind, usize>,
    by_facet: BTreeMap<Facet, usize>,
    page: bool,
    languages: Vec<String>,
}

#[derive(Serialize)]
struct DeckRow {
    name: String,
    file: String,
    topic: Option<String>,
    cards: usize,
}

/// Runs `decks`.
pub fn run(context: &Context, args: &Json) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let listing = listing(&world);
    let mut out = Out::new();
    if args.json {
        out.json(&listing)?;
    } else {
        print(&listing, &mut out)?;
    }
    out.finish()
}

fn listing(world: &World<'_>) -> Listing {
    let library = world.library();
    let mut notes = vec![Vec::new(); library.topics.len()];
    for (place, entry) in library.notes().iter().enumerate() {
        if let Some(topic) = entry.topic {
            notes[topic.0 as usize].push(NoteIx(place as u32));
        }
    }
    let mut in_topic: Vec<TopicRow> = Vec::new();
    for (place, topic) in library.topics.iter().enumerate() {
        let section = topic.section.map(|at| library.sections[at as usize].slug.clone());
        let page = topic.has_page;
        let collection = &library.collections[topic.collection as usize];
        // A topic is there in a language if any of its cards is.
        let shown_in = |note: &NoteIx, lang: &String| {
            world.shelf.note(*note, Some(lang)).is_ok_and(|note| note.lang == *lang)
        };
        let translated = |lang: &&String| notes[place].iter().any(|note| shown_in(note, lang));
        let languages = collection.languages.iter().filter(translated);
        in_topic.push(TopicRow {
            slug: topic.slug.clone(),
            section,
            title: world.topic_title(TopicIx(place as u32)),
            level: topic.level,
            cards: 0,
            by_kind: BTreeMap::new(),
            by_facet: BTreeMap::new(),
            page,
            languages: languages.cloned().collect(),
        });
    }
    let mut in_deck = vec![0; library.decks.len()];
    for card in library.cards() {
        let entry = library.entry_of(card);
        in_deck[entry.deck as usize] += 1;
        if let Some(topic) = entry.topic {
            let row = &mut in_topic[topic.0 as usize];
            row.cards += 1;
            *row.by_kind.entry(entry.kind).or_insert(0) += 1;
            if let Some(facet) = entry.facet {
                *row.by_facet.entry(facet).or_insert(0) += 1;
            }
        }
    }
    let mut collections: Vec<CollectionRow> = library
        .collections
        .iter()
        .enumerate()
        .map(|(place, collection)| CollectionRow {
            name: collection.name.clone(),
            title: world
                .context
                .lang()
                .and_then(|lang| world.shelf.collection_title(place as u32, lang))
                .unwrap_or_else(|| collection.title.clone()),
            root: collection.root.clone(),
            bundled: collection.bundled,
            cards: 0,
            languages: collection.languages.clone(),
            topics: Vec::new(),
            decks: Vec::new(),
        })
        .collect();
    for (topic, row) in library.topics.iter().zip(in_topic) {
        collections[topic.collection as usize].topics.push(row);
    }
    for (deck, cards) in library.decks.iter().zip(in_deck) {
        let row = &mut collections[deck.collection as usize];
        row.cards += cards;
        row.decks.push(DeckRow {
            name: deck.stem.clone(),
            file: deck.file.clone(),
            topic: deck.topic.map(|topic| library.topic(topic).slug.clone()),
            cards,
        });
    }
    Listing { collections }
}

fn print(listing: &Listing, out: &mut Out) -> Outcome {
    for (place, collection) in listing.collections.iter().enumerate() {
        if place > 0 {
            out.line("")?;
        }
        let root = if collection.bundled { "bundled".to_owned() } else { collection.root.clone() };
        let cards = count(collection.cards, "card", "cards");
        let (title, root) = (sanitize(&collection.title), sanitize(&root));
        out.line(format!("{title} ({}), {cards}, {root}", collection.name))?;
        let width = collection.topics.iter().map(|topic| topic.slug.len()).max().unwrap_or(0);
        let mut section = None;
        for topic in collection.topics.iter().filter(|topic| topic.cards > 0) {
            if topic.section != section {
                section.clone_from(&topic.section);
                out.line(format!("  {}", section.as_deref().unwrap_or("other")))?;
            }
            let level = topic.level.map_or("", Level::name);
            let cards = topic.cards;
            out.line(format!("    {:<width$}  {cards:>4}  {level}", topic.slug).trim_end())?;
        }
        let empty = collection.topics.iter().filter(|topic| topic.cards == 0).count();
        if empty > 0 {
            out.line(format!("  {} without cards yet", count(empty, "topic", "topics")))?;
        }
        for deck in collection.decks.iter().filter(|deck| deck.topic.is_none()) {
            out.line(format!("    {:<width$}  {:>4}", sanitize(&deck.name), deck.cards))?;
        }
    }
    Ok(())
}
