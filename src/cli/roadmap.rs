//! `roadmap`: the learning path, as text, as a picture, as data.

use serde_json::{Value, json};

use crate::cards::{Level, TopicIx};
use crate::chart;
use crate::cli::args::{Roadmap as Args, RoadmapFormat};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::face;
use crate::cli::output::{self, Out};
use crate::cli::stats::summary_row;
use crate::cli::topics::one_line;
use crate::cli::world::World;
use crate::roadmap::{Map, Name, Roadmap, Scope};
use crate::select::Standings;
use crate::store::Access;
use crate::terminal::text::Line;
use crate::terminal::theme::paint_all;

/// Runs `roadmap`.
pub fn run(context: &Context, args: &Args) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    let topic = args.topic.as_ref().map(|name| world.topic(name)).transpose()?;
    let standings = world.standings()?;
    let maps = maps(&world, &standings, topic);
    if maps.is_empty() {
        return Err(CliError::usage("there are no topics")
            .hint("a collection names its topics in its `collection.yaml`"));
    }
    if let Some(file) = &args.html {
        let page = chart::html::write(&maps, world.now().day);
        return output::save(context, file, &page);
    }
    let format = if args.json { RoadmapFormat::Json } else { args.format };
    match format {
        RoadmapFormat::Text => {
            let look = face::report(context);
            let mut lines = Vec::new();
            for (map, scope) in &maps {
                if !lines.is_empty() {
                    lines.extend([Line::empty(), Line::empty()]);
                }
                lines.extend(crate::terminal::roadmap::lines(map, *scope, &look));
            }
            output::page(context, &paint_all(&lines, &look))
        }
        RoadmapFormat::Mermaid => output::print(&chart::mermaid::write(&maps)),
        RoadmapFormat::Dot => output::print(&chart::dot::write(&maps)),
        RoadmapFormat::Json => {
            let mut out = Out::new();
            let collections: Vec<Value> =
                maps.iter().map(|(map, scope)| document(map, *scope)).collect();
            out.json(&json!({"day": world.now().day, "collections": collections}))?;
            out.finish()
        }
    }
}

/// Makes the maps of all collections that have topics, or of the one that has a topic.
fn maps(world: &World<'_>, standings: &Standings, topic: Option<TopicIx>) -> Vec<(Map, Scope)> {
    let library = world.library();
    let progress = world.progress(standings);
    let wanted = topic.map(|topic| library.topic(topic).collection);
    let collections = 0..library.collections.len() as u32;
    let collections = collections.filter(|at| wanted.is_none_or(|wanted| wanted == *at));
    let maps = collections.map(|at| {
        let roadmap = Roadmap::new(library, at, &progress);
        let scope = topic.and_then(|topic| roadmap.find(topic)).map_or(Scope::All, Scope::Around);
        (map(world, at, roadmap), scope)
    });
    maps.filter(|(map, _)| !map.names.is_empty()).collect()
}

fn map(world: &World<'_>, at: u32, roadmap: Roadmap) -> Map {
    let library = world.library();
    let collection = &library.collections[at as usize];
    let first = library.sections.iter().position(|section| section.collection == at).unwrap_or(0);
    let own = library.sections.iter().enumerate().filter(|(_, section)| section.collection == at);
    let lang = world.context.lang();
    let section = |(place, section): (usize, &crate::cards::library::Section)| {
        let title = lang.and_then(|lang| world.shelf.section_title(place as u32, lang));
        one_line(title.as_deref().unwrap_or(&section.title))
    };
    let name = |topic: TopicIx| {
        let entry = library.topic(topic);
        Name {
            slug: entry.slug.clone(),
            title: world.topic_title(topic),
            level: entry.level,
            section: entry.section.map(|section| section as usize - first),
            form: entry.form,
            group: entry.group.as_deref().map(one_line),
            step: None,
        }
    };
    let title = lang.and_then(|lang| world.shelf.collection_title(at, lang));
    let is_translated = title.is_some();
    Map {
        name: collection.name.clone(),
        title: one_line(title.as_deref().unwrap_or(&collection.title)),
        lang: lang.filter(|_| is_translated).unwrap_or(&collection.lang).to_owned(),
        sections: own.map(section).collect(),
        names: roadmap.stops.iter().map(|stop| name(stop.topic)).collect(),
        roadmap,
    }
    .numbered()
}

fn document(map: &Map, scope: Scope) -> Value {
    let slugs = |places: &[usize]| -> Vec<&str> {
        places.iter().map(|&place| map.names[place].slug.as_str()).collect()
    };
    let row = |place: usize| {
        let (name, stop) = (&map.names[place], &map.roadmap.stops[place]);
        let mut row = json!({
            "slug": name.slug,
            "title": name.title,
            "step": name.step,
            "section": name.section.map(|section| &map.sections[section]),
            "level": name.level.map(Level::name),
            "form": name.form,
            "group": name.group,
            "requires": slugs(&stop.requires),
            "helps": slugs(&stop.helps),
            "opens": slugs(&stop.opens),
            "stage": stop.stage,
            "waits_for": slugs(&stop.waits_for),
        });
        if let (Value::Object(row), Value::Object(summary)) = (&mut row, summary_row(&stop.summary))
        {
            row.extend(summary);
        }
        row
    };
    let rows: Vec<Value> = map.places(scope).into_iter().map(row).collect();
    let next = map.next();
    let cycles: Vec<Vec<&str>> = map.roadmap.cycles.iter().map(|cycle| slugs(cycle)).collect();
    let mut document = json!({
        "name": map.name,
        "title": map.title,
        "topics": rows,
        "next": slugs(&next),
        "cycles": cycles,
    });
    if let Scope::Around(place) = scope {
        document["topic"] = json!(map.names[place].slug);
        document["before"] = json!(slugs(&map.roadmap.before(place)));
        document["after"] = json!(slugs(&map.roadmap.after(place)));
    }
    document
}
