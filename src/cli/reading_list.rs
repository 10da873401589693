//! `read --list`: the topics that have a page.

use serde_json::{Value, json};

use crate::cards::{Level, TopicIx};
use crate::cli::error::Outcome;
use crate::cli::manage::count;
use crate::cli::output::Out;
use crate::cli::stats::summary_row;
use crate::cli::world::World;
use crate::terminal::sanitize::sanitize;
use crate::terminal::text::width;

/// Lists the topics that have a page.
pub fn run(world: &World<'_>, json: bool) -> Outcome {
    let library = world.library();
    let all = (0..library.topics.len() as u32).map(TopicIx);
    let (with, without): (Vec<TopicIx>, Vec<TopicIx>) =
        all.partition(|&topic| library.topic(topic).has_page);
    let mut out = Out::new();
    if json {
        let progress = world.progress(&world.standings()?);
        let row = |&topic: &TopicIx| {
            let entry = library.topic(topic);
            let section = entry.section.map(|section| &library.sections[section as usize].slug);
            let mut row = json!({
                "slug": entry.slug,
                "collection": library.collections[entry.collection as usize].name,
                "section": section,
                "title": world.topic_title(topic),
                "level": entry.level.map(Level::name),
            });
            let summary = summary_row(&progress[topic.0 as usize].summary);
            if let (Value::Object(row), Value::Object(summary)) = (&mut row, summary) {
                row.extend(summary);
            }
            row
        };
        out.json(&with.iter().map(row).collect::<Vec<_>>())?;
        return out.finish();
    }
    let slugs = with.iter().map(|&topic| width(&library.topic(topic).slug)).max().unwrap_or(0);
    for &topic in &with {
        let title = world.topic_title(topic);
        out.line(format!("{:<slugs$}  {}", library.topic(topic).slug, sanitize(&title)))?;
    }
    if !without.is_empty() {
        let many = count(without.len(), "topic has", "topics have");
        world.context.note(&format!("{many} no page yet"));
    }
    out.finish()
}
