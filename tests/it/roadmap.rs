//! The learning path as a computation.

use proptest::prelude::*;
use revisit::cards::library::{Collection, Section, Topic};
use revisit::cards::{Form, Level, Library, TopicIx};
use revisit::roadmap::{Map, Name, Progress, Roadmap, Scope, Stage};
use revisit::stats::TopicSummary;

/// A topic for a test: slug, section, what it requires, and how far the learner is.
pub(crate) struct Make {
    pub(crate) slug: &'static str,
    pub(crate) section: u32,
    pub(crate) requires: &'static [&'static str],
    pub(crate) progress: Progress,
}

/// Cards by how well they are known: core cards are the first of them.
pub(crate) fn cards(known: u32, learning: u32, new: u32) -> Progress {
    let all = known + learning + new;
    let core = all.min(5);
    let core_new = new.saturating_sub(all - core);
    let readiness = (core > 0).then(|| f64::from(core - core_new) / f64::from(core));
    let summary = TopicSummary { cards: all, new, learning, known, core, core_new, readiness };
    Progress { summary, has_cards: all > 0 }
}

/// One without cards.
pub(crate) fn empty() -> Progress {
    Progress::default()
}

/// Topics that requires the `requires` in a collection of two sections and a group of tools.
pub(crate) fn library(makes: &[Make]) -> (Library, Vec<Progress>) {
    let mut library = Library::default();
    library.collections = vec![Collection { name: "t".to_owned(), ..Collection::default() }];
    library.sections = ["first", "second", "tools"]
        .map(|slug| Section { slug: slug.to_owned(), title: slug.to_owned(), collection: 0 })
        .into();
    let topic = |make: &Make| Topic {
        slug: make.slug.to_owned(),
        title: format!("The {}", make.slug),
        section: Some(make.section),
        level: Some(Level::Foundation),
        requires: make.requires.iter().map(|&slug| slug.to_owned()).collect(),
        form: if make.section == 2 { Form::Tool } else { Form::Topic },
        group: (make.section == 2).then(|| "network".to_owned()),
        ..Topic::default()
    };
    library.topics = makes.iter().map(topic).collect();
    (library, makes.iter().map(|make| make.progress).collect())
}

/// The same as a map.
pub(crate) fn map(makes: &[Make]) -> Map {
    let (library, progress) = library(makes);
    let roadmap = Roadmap::new(&library, 0, &progress);
    let name = |topic: TopicIx| {
        let entry = library.topic(topic);
        Name {
            slug: entry.slug.clone(),
            title: entry.title.clone(),
            level: entry.level,
            section: entry.section.map(|section| section as usize),
            form: entry.form,
            group: entry.group.clone(),
            step: None,
        }
    };
    Map {
        name: "t".to_owned(),
        title: "A collection".to_owned(),
        lang: "en".to_owned(),
        sections: library.sections.iter().map(|section| section.title.clone()).collect(),
        names: roadmap.stops.iter().map(|stop| name(stop.topic)).collect(),
        roadmap,
    }
    .numbered()
}

/// A small path: begun, open, waiting and empty topics, and two tools.
pub(crate) fn sample() -> Map {
    let make = |slug, section, requires, progress| Make { slug, section, requires, progress };
    map(&[
        make("linux", 0, &[], cards(9, 1, 0)),
        make("bash", 0, &["linux"], cards(3, 2, 5)),
        make("processes", 0, &["linux"], cards(0, 0, 12)),
        make("sockets", 0, &["processes"], empty()),
        make("http", 1, &[], cards(2, 0, 28)),
        make("websockets", 1, &["http", "sockets"], cards(0, 0, 20)),
        make("ss", 2, &[], cards(1, 0, 7)),
        make("dig", 2, &[], empty()),
    ])
}

fn slugs<'m>(map: &'m Map, places: &[usize]) -> Vec<&'m str> {
    places.iter().map(|&place| map.names[place].slug.as_str()).collect()
}

fn place(map: &Map, slug: &str) -> usize {
    map.names.iter().position(|name| name.slug == slug).expect("it is there")
}

#[test]
fn what_leads_to_a_topic_and_what_it_opens_follow_the_path() {
    let map = sample();
    let (linux, sockets) = (place(&map, "linux"), place(&map, "sockets"));
    assert_eq!(slugs(&map, &map.roadmap.before(sockets)), ["linux", "processes"]);
    assert_eq!(
        slugs(&map, &map.roadmap.after(linux)),
        ["bash", "processes", "sockets", "websockets"]
    );
    assert_eq!(map.roadmap.before(linux), [0; 0]);
    let around = map.places(Scope::Around(sockets));
    assert_eq!(slugs(&map, &around), ["linux", "processes", "sockets", "websockets"]);
    let depths: Vec<usize> = map.roadmap.stops.iter().map(|stop| stop.depth).collect();
    assert_eq!(depths, [0, 1, 1, 2, 0, 3, 0, 0]);
}

#[test]
fn a_topic_is_unlocked_when_the_core_before_it_is_begun() {
    let map = sample();
    let stage = |slug| map.roadmap.stops[place(&map, slug)].stage;
    assert_eq!(stage("linux"), Stage::Known);
    assert_eq!(stage("bash"), Stage::Begun);
    assert_eq!(stage("processes"), Stage::Open);
    assert_eq!(stage("sockets"), Stage::Empty);
    assert_eq!(stage("http"), Stage::Begun);
    // What it waits for stands behind a topic without cards; and the core of the other is not met.
    assert_eq!(stage("websockets"), Stage::Waiting);
    let waits = &map.roadmap.stops[place(&map, "websockets")].waits_for;
    assert_eq!(slugs(&map, waits), ["processes", "http"]);
    assert_eq!(slugs(&map, &map.next()), ["processes"]);
    assert_eq!(slugs(&map, &map.begun()), ["bash", "http", "ss"]);
}

#[test]
fn stages_follow_from_the_figures() {
    let alone = |progress| {
        let (library, progress) =
            library(&[Make { slug: "a", section: 0, requires: &[], progress }]);
        let stop = Roadmap::new(&library, 0, &progress).stops.remove(0);
        (stop.stage, stop.is_met)
    };
    assert_eq!(alone(empty()), (Stage::Empty, true));
    assert_eq!(alone(cards(0, 0, 10)), (Stage::Open, false));
    assert_eq!(alone(cards(0, 1, 9)), (Stage::Begun, false));
    // The five core cards are begun, and others may follow.
    assert_eq!(alone(cards(2, 3, 5)), (Stage::Begun, true));
    assert_eq!(alone(cards(8, 1, 1)), (Stage::Begun, true));
    assert_eq!(alone(cards(9, 1, 0)), (Stage::Known, true));
    let suspended = Progress { has_cards: true, ..empty() };
    assert_eq!(alone(suspended), (Stage::Aside, true));
    // Where no card is core, all of them have to be begun.
    let mut plain = cards(2, 3, 1);
    (plain.summary.core, plain.summary.core_new) = (0, 0);
    assert_eq!(alone(plain), (Stage::Begun, false));
    plain.summary.new = 0;
    assert!(alone(plain).1);
}

#[test]
fn links_to_nowhere_to_oneself_and_given_twice_are_no_links() {
    let make = |slug, requires| Make { slug, section: 0, requires, progress: empty() };
    let map = map(&[make("a", &["gone", "a", "b", "b"]), make("b", &[])]);
    assert_eq!(slugs(&map, &[0, 1]), ["b", "a"]);
    assert_eq!(map.roadmap.stops[1].requires, [0]);
    assert_eq!(map.roadmap.stops[0].opens, [1]);
    assert!(map.roadmap.cycles.is_empty());
}

#[test]
fn only_topics_of_the_collection_are_on_its_path() {
    let make = |slug, requires| Make { slug, section: 0, requires, progress: empty() };
    let (mut library, progress) = library(&[make("a", &[]), make("b", &["a"]), make("c", &["b"])]);
    library.topics[1].collection = 1;
    let own = Roadmap::new(&library, 0, &progress);
    let topics: Vec<TopicIx> = own.stops.iter().map(|stop| stop.topic).collect();
    assert_eq!(topics, [TopicIx(0), TopicIx(2)]);
    assert!(own.stops[1].requires.is_empty());
    assert_eq!(Roadmap::new(&library, 7, &progress), Roadmap::default());
}

#[test]
fn figures_of_several_topics_add_up() {
    let map = sample();
    let total = map.roadmap.total(0..map.names.len());
    assert_eq!((total.cards, total.known, total.learning, total.new), (90, 15, 3, 72));
    assert_eq!((total.core, total.core_new), (30, 17));
    let ready = total.readiness.expect("there are core cards");
    assert!((ready - 13.0 / 30.0).abs() < 1e-12, "{ready}");
    assert_eq!(map.roadmap.total([place(&map, "sockets")]).readiness, None);
}

/// Any links between a few topics, circles among them.
fn links() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1usize..24)
        .prop_flat_map(|count| prop::collection::vec(prop::collection::vec(0..count, 0..4), count))
}

fn roadmap(links: &[Vec<usize>], begun: &[bool]) -> Roadmap {
    let mut library = Library::default();
    library.collections = vec![Collection::default()];
    library.topics = links
        .iter()
        .enumerate()
        .map(|(place, requires)| Topic {
            slug: format!("t{place}"),
            requires: requires.iter().map(|at| format!("t{at}")).collect(),
            ..Topic::default()
        })
        .collect();
    let progress: Vec<Progress> =
        begun.iter().map(|&begun| if begun { cards(5, 0, 3) } else { cards(0, 0, 8) }).collect();
    Roadmap::new(&library, 0, &progress)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_links_every_topic_stands_once_behind_what_it_requires(
        links in links(), begun in prop::collection::vec(any::<bool>(), 24),
    ) {
        let roadmap = roadmap(&links, &begun);
        let mut topics: Vec<u32> = roadmap.stops.iter().map(|stop| stop.topic.0).collect();
        topics.sort_unstable();
        prop_assert_eq!(topics, (0..links.len() as u32).collect::<Vec<_>>());
        let mut left_out = 0;
        for (place, stop) in roadmap.stops.iter().enumerate() {
            prop_assert!(stop.requires.iter().all(|&earlier| earlier < place));
            prop_assert!(stop.opens.iter().all(|&later| later > place));
            let mut wanted: Vec<usize> = links[stop.topic.0 as usize].clone();
            wanted.sort_unstable();
            wanted.dedup();
            wanted.retain(|&other| other != stop.topic.0 as usize);
            left_out += wanted.len() - stop.requires.len();
            prop_assert_eq!(stop.stage == Stage::Waiting, !stop.waits_for.is_empty() && !begun[stop.topic.0 as usize]);
            for &earlier in &roadmap.before(place) {
                prop_assert!(roadmap.after(earlier).contains(&place));
            }
        }
        // A link is left out exactly where there is a circle, and each circle is a circle.
        prop_assert_eq!(left_out == 0, roadmap.cycles.is_empty());
        for cycle in &roadmap.cycles {
            for (at, &place) in cycle.iter().enumerate() {
                let next = cycle[(at + 1) % cycle.len()];
                let (from, to) = (roadmap.stops[place].topic.0, roadmap.stops[next].topic.0);
                prop_assert!(links[to as usize].contains(&(from as usize)));
            }
        }
    }

    #[test]
    fn a_tree_has_each_stop_once_below_one_it_requires(links in links()) {
        let roadmap = roadmap(&links, &[false; 24]);
        let all: Vec<usize> = (0..roadmap.stops.len()).collect();
        let rows = roadmap.tree(&all);
        let mut places: Vec<usize> = rows.iter().map(|row| row.place).collect();
        for row in &rows {
            prop_assert!(row.last.len() <= revisit::roadmap::tree::MAX_DEPTH + 1);
            if let Some(parent) = row.parent {
                prop_assert!(roadmap.before(row.place).contains(&parent));
            }
        }
        places.sort_unstable();
        prop_assert_eq!(places, all);
    }
}
