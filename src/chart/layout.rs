//! Where the stops of a map stand on a picture: a band for each section, a column for each step of the
//! longest way to a topic, so that every link leads onward.

use std::collections::HashSet;

use crate::roadmap::Map;

/// A picture without its looks. Columns and rows count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The bands, from top to bottom.
    pub(crate) bands: Vec<Band>,
    /// How many columns there are.
    pub(crate) columns: usize,
    /// For each stop of the map: its column and its row, if it is on the picture.
    pub(crate) at: Vec<Option<(usize, usize)>>,
    /// The links that are drawn; one that only shortens a way over others is left out.
    pub(crate) links: Vec<(usize, usize)>,
    /// The places, as column and row, where stops stand.
    taken: HashSet<(usize, usize)>,
}

impl Layout {
    /// Says whether a stop stands in the row of two others, between their columns.
    pub(crate) fn is_between(&self, start: (usize, usize), end: (usize, usize)) -> bool {
        (start.0 + 1..end.0).any(|column| self.taken.contains(&(column, start.1)))
    }
}

/// The band of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    /// The section, a place in [`Map::sections`].
    pub(crate) section: Option<usize>,
    /// Its first row.
    pub(crate) first: usize,
    /// Its rows, at least one.
    pub(crate) rows: usize,
}

/// Beyond this many stops every link is drawn.
const MAX_REDUCED: usize = 2_000;

/// Lays out some stops of a map.
pub(crate) fn layout(map: &Map, places: &[usize]) -> Layout {
    let stops = &map.roadmap.stops;
    let mut layout = Layout { at: vec![None; stops.len()], ..Layout::default() };
    let depths = depths(map, places);
    layout.columns = places.iter().map(|&place| depths[place] + 1).max().unwrap_or(0);
    let mut first = 0;
    for (section, mut members) in map.by_section(places) {
        members.sort_by_key(|&place| (depths[place], place));
        // For each column, the row from which on it may be free: a band may be very tall.
        let mut free = vec![first; layout.columns];
        let mut rows = 1;
        for place in members {
            let column = depths[place];
            // A topic stands in the row of what it follows, where that is free.
            let wanted = stops[place].requires.iter().rev().filter_map(|&one| layout.at[one]);
            let wanted = wanted.map(|(_, row)| row).find(|&row| row >= first);
            let row =
                wanted.filter(|&row| !layout.taken.contains(&(column, row))).unwrap_or_else(|| {
                    while layout.taken.contains(&(column, free[column])) {
                        free[column] += 1;
                    }
                    free[column]
                });
            layout.taken.insert((column, row));
            layout.at[place] = Some((column, row));
            rows = rows.max(row - first + 1);
        }
        layout.bands.push(Band { section, first, rows });
        first += rows;
    }
    layout.links = reduced(map, places);
    layout
}

/// Returns how many steps of the picture lead to each stop: what is not on it does not count.
fn depths(map: &Map, places: &[usize]) -> Vec<usize> {
    let stops = &map.roadmap.stops;
    let mut depths = vec![0; stops.len()];
    let mut is_in = vec![false; stops.len()];
    for &place in places {
        let earlier = stops[place].requires.iter().filter(|&&one| is_in[one]);
        depths[place] = earlier.map(|&one| depths[one] + 1).max().unwrap_or(0);
        is_in[place] = true;
    }
    depths
}

/// Returns the links between the stops, without those that a longer way makes needless.
fn reduced(map: &Map, places: &[usize]) -> Vec<(usize, usize)> {
    let (links, _) = super::links(map, places);
    if places.len() > MAX_REDUCED {
        return links;
    }
    let mut index = vec![0; map.names.len()];
    for (at, &place) in places.iter().enumerate() {
        index[place] = at;
    }
    let words = places.len().div_ceil(64);
    // Everything before a stop, and what of it is before one of those it requires.
    let mut before = vec![vec![0_u64; words]; places.len()];
    let mut beyond = before.clone();
    for &(from, to) in &links {
        // Links come in the order of their ends: all before `from` is known.
        let (from, to) = (index[from], index[to]);
        for (word, bits) in before[from].clone().into_iter().enumerate() {
            beyond[to][word] |= bits;
            before[to][word] |= bits;
        }
        before[to][from / 64] |= 1 << (from % 64);
    }
    let is_short = |&(from, to): &(usize, usize)| {
        beyond[index[to]][index[from] / 64] & (1 << (index[from] % 64)) == 0
    };
    links.into_iter().filter(is_short).collect()
}
