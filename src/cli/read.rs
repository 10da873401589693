//! `read`: a topic's page, what it rests on, what it stands between, how well it is known.

use serde_json::{Value, json};

use crate::cards::page::{Page, Role};
use crate::cards::{Facet, Level, TopicIx};
use crate::cli::args::Read;
use crate::cli::cited::{self, Cited};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::face;
use crate::cli::output::{self, Out};
use crate::cli::topics::one_line;
use crate::cli::world::World;
use crate::content::PageText;
use crate::roadmap::{Roadmap, Stage};
use crate::stats::TopicSummary;
use crate::store::Access;
use crate::terminal::Highlighter;
use crate::terminal::reader::{self, Neighbour, TopicView};
use crate::terminal::theme::paint_all;

/// Runs `read`.
pub fn run(context: &Context, args: &Read) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    world.report();
    if args.list {
        return crate::cli::reading_list::run(&world, args.json);
    }
    let topic = match &args.topic {
        Some(name) => world.topic(name)?,
        None => any_topic(&world)?,
    };
    let reading = Reading::new(&world, topic, args.facet.map(Facet::from))?;
    if args.json {
        let mut out = Out::new();
        out.json(&reading.document())?;
        return out.finish();
    }
    let look = face::report(context);
    let highlighter = Highlighter::default();
    let view = reading.view();
    if look.colour && view.page.contains("```") {
        highlighter.load_now();
    }
    output::page(context, &paint_all(&reader::lines(&view, &look, Some(&highlighter)), &look))
}

/// Lets the person pick among the topics that have something to read.
fn any_topic(world: &World<'_>) -> Outcome<TopicIx> {
    let library = world.library();
    let all = (0..library.topics.len() as u32).map(TopicIx);
    let with_page: Vec<TopicIx> = all.filter(|&topic| library.topic(topic).has_page).collect();
    if with_page.is_empty() || !world.context.can_ask() {
        return Err(CliError::usage("which topic? TOPIC is missing")
            .hint("`revisit read --list` lists those that have a page"));
    }
    world.pick_topic("read", &with_page)
}

/// All that is shown of a topic.
struct Reading<'a> {
    world: &'a World<'a>,
    topic: TopicIx,
    facet: Option<Facet>,
    page: Option<PageText>,
    summary: TopicSummary,
    roadmap: Roadmap,
    place: usize,
    sources: Vec<Cited>,
}

impl<'a> Reading<'a> {
    fn new(world: &'a World<'a>, topic: TopicIx, facet: Option<Facet>) -> Outcome<Reading<'a>> {
        let standings = world.standings()?;
        let roadmap = world.roadmap_of(topic, &standings);
        let place = roadmap.find(topic).unwrap_or_default();
        let page = world.page(topic);
        let missing = |facet: &Facet| {
            page.as_ref().is_some_and(|page| Page::parse(&page.text).facet(*facet).is_none())
        };
        if let Some(facet) = facet.filter(missing) {
            let slug = &world.library().topic(topic).slug;
            let message = format!("the page of `{slug}` has no `{}`", facet.heading());
            return Err(
                CliError::usage(message).hint(format!("read all of it: `revisit read {slug}`"))
            );
        }
        let summary = match (facet, roadmap.stops.get(place)) {
            (Some(facet), _) => world.progress_of(topic, facet, &standings),
            (None, Some(stop)) => stop.summary,
            (None, None) => TopicSummary::default(),
        };
        let text = page.as_ref().map_or("", |page| &page.text);
        let sources = cited::of_topic(world, topic, facet, text);
        Ok(Reading { world, topic, facet, page, summary, roadmap, place, sources })
    }

    fn stage(&self) -> Stage {
        self.roadmap.stops.get(self.place).map_or(Stage::Empty, |stop| stop.stage)
    }

    /// Returns the topics around this one: what it builds on, what is good to know, what builds on it,
    /// and what it is good to know for.
    fn around(&self) -> [Vec<usize>; 4] {
        let Some(stop) = self.roadmap.stops.get(self.place) else { return Default::default() };
        let stops = self.roadmap.stops.iter().enumerate();
        let helped = stops.filter(|(_, other)| other.helps.contains(&self.place));
        let helped = helped.map(|(place, _)| place).collect();
        [stop.requires.clone(), stop.helps.clone(), stop.opens.clone(), helped]
    }

    fn view(&self) -> TopicView {
        let Reading { world, topic, .. } = self;
        let entry = world.library().topic(*topic);
        let slug = &entry.slug;
        let page = self.page.as_ref();
        let mut remarks = Vec::new();
        match (page, self.stage()) {
            (Some(_), _) => {}
            (None, Stage::Empty) => remarks.push("This topic has no page and no cards yet."),
            (None, _) => remarks.push("This topic has no page yet."),
        }
        if page
            .is_some_and(|page| world.context.lang().is_some_and(|lang| !is_of(&page.lang, lang)))
        {
            remarks.push("Not translated yet.");
        }
        let collection = &world.library().collections[entry.collection as usize].name;
        let level = entry.level.map(|level| level.name().to_owned());
        let full = Some(format!("{collection}/{slug}"));
        let about = [world.section_title(*topic), level, full].into_iter().flatten();
        let headings = ["Builds on", "Good to know first", "Opens", "Helps with"];
        let neighbours = headings.into_iter().zip(self.around());
        let mut commands = Vec::new();
        if self.summary.cards > 0 {
            let facet = self.facet.map(|facet| format!(" facet:{}", facet.name()));
            let facet = facet.unwrap_or_default();
            commands.push((format!("revisit study {slug}{facet}"), "studies its cards"));
        }
        if self.facet.is_some() {
            commands.push((format!("revisit read {slug}"), "shows the whole page"));
        }
        commands
            .push((format!("revisit roadmap {slug}"), "shows the way to it, and what it opens"));
        TopicView {
            title: world.topic_title(*topic),
            about: about.map(|text| one_line(&text)).collect(),
            summary: self.summary,
            remarks: remarks.into_iter().map(str::to_owned).collect(),
            page: self.text(),
            lang: page.map(|page| page.lang.clone()).unwrap_or_default(),
            sources: self.sources.iter().map(Cited::view).collect(),
            neighbours: neighbours
                .map(|(heading, places)| {
                    (heading, places.into_iter().map(|place| self.neighbour(place)).collect())
                })
                .collect(),
            commands,
        }
    }

    /// Returns what is to be read: the page, or its section, without its title. Its own list of
    /// sources is left out where the registry gives a fuller one.
    fn text(&self) -> String {
        let Some(PageText { text, .. }) = &self.page else { return String::new() };
        let page = Page::parse(text);
        if let Some(section) = self.facet.and_then(|facet| page.facet(facet)) {
            return format!("## {}\n{}", section.heading, section.text);
        }
        let mut shown = page.intro.to_owned();
        for section in &page.sections {
            if section.role != Role::Sources || self.sources.is_empty() {
                shown.push_str(&format!("\n\n## {}\n{}", section.heading, section.text));
            }
        }
        shown
    }

    fn neighbour(&self, place: usize) -> Neighbour {
        let stop = &self.roadmap.stops[place];
        Neighbour {
            slug: self.world.library().topic(stop.topic).slug.clone(),
            title: self.world.topic_title(stop.topic),
            stage: stop.stage,
        }
    }

    fn document(&self) -> Value {
        let Reading { world, topic, .. } = self;
        let library = world.library();
        let entry = library.topic(*topic);
        let section = entry.section.map(|section| &library.sections[section as usize].slug);
        let text = self.page.as_ref().map_or("", |page| &page.text);
        let sections: Vec<Value> = Page::parse(text)
            .sections
            .iter()
            .filter(|section| self.facet.is_none_or(|facet| section.role == Role::Facet(facet)))
            .map(|section| {
                let facet = match section.role {
                    Role::Facet(facet) => Some(facet.name()),
                    _ => None,
                };
                json!({"facet": facet, "heading": section.heading, "text": section.text.trim()})
            })
            .collect();
        let topics = |places: Vec<usize>| -> Vec<Value> {
            let row = |place| {
                let one = self.neighbour(place);
                json!({"slug": one.slug, "title": one.title, "stage": one.stage})
            };
            places.into_iter().map(row).collect()
        };
        let [requires, helps, opens, helped] = self.around().map(topics);
        let mut document = json!({
            "slug": entry.slug,
            "collection": library.collections[entry.collection as usize].name,
            "section": section,
            "title": world.topic_title(*topic),
            "level": entry.level.map(Level::name),
            "form": entry.form,
            "facet": self.facet.map(Facet::name),
            "lang": self.page.as_ref().map(|page| &page.lang),
            "page": self.page.as_ref().map(|page| &page.text),
            "sections": sections,
            "sources": self.sources.iter().map(Cited::document).collect::<Vec<_>>(),
            "requires": requires,
            "helps": helps,
            "opens": opens,
            "helps_with": helped,
            "stage": self.stage(),
        });
        let summary = crate::cli::stats::summary_row(&self.summary);
        if let (Value::Object(document), Value::Object(summary)) = (&mut document, summary) {
            document.extend(summary);
        }
        document
    }
}

/// Says whether a text of one language serves where another was asked for: `fa` for `fa-IR`.
fn is_of(lang: &str, asked: &str) -> bool {
    lang == asked || asked.split_once('-').is_some_and(|(base, _)| base == lang)
}
