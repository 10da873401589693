//! A learning path for other programs: Mermaid, Graphviz, and a page for a browser.
//!
//! Pure functions from a [`Map`] to text; one file each. What decks say is data in all of them:
//! [`escape`] makes it so. To add a format, add a file here and name it in `cli/args.rs`.

pub mod dot;
pub mod escape;
pub mod html;
mod layout;
pub mod mermaid;
mod page;

use crate::roadmap::{Map, Scope, Stage};

/// What is drawn: maps, each with how much of it.
pub type Drawn = [(Map, Scope)];

/// The colours of a stage where a format wants them in figures: ground and edge.
fn colours(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Known => ("#d3f0dd", "#2f855a"),
        Stage::Begun => ("#fdf0cf", "#b7791f"),
        Stage::Open => ("#dbeafe", "#2563eb"),
        Stage::Waiting => ("#ffffff", "#94a3b8"),
        Stage::Empty | Stage::Aside => ("#f5f5f4", "#d6d3d1"),
    }
}

/// Returns the second line of a stop: how much of it is known.
fn figures(map: &Map, place: usize) -> Option<String> {
    let summary = &map.roadmap.stops[place].summary;
    (summary.cards > 0).then(|| format!("{} of {} known", summary.known, summary.cards))
}

/// A link from a stop to one that builds on it, as their places.
type Link = (usize, usize);

/// Returns the links between some stops of a map: what is required, and what only helps.
fn links(map: &Map, places: &[usize]) -> (Vec<Link>, Vec<Link>) {
    let mut is_in = vec![false; map.names.len()];
    places.iter().for_each(|&place| is_in[place] = true);
    let (mut hard, mut soft) = (Vec::new(), Vec::new());
    for &place in places {
        let stop = &map.roadmap.stops[place];
        hard.extend(stop.requires.iter().filter(|&&one| is_in[one]).map(|&one| (one, place)));
        soft.extend(stop.helps.iter().filter(|&&one| is_in[one]).map(|&one| (one, place)));
    }
    (hard, soft)
}
