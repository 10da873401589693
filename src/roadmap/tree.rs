//! Stops as a tree, in which each stands once, below one of those it requires.

use crate::roadmap::Roadmap;

/// How deep a tree is drawn; what is deeper stands at this depth.
pub const MAX_DEPTH: usize = 6;

/// A stop of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the roadmap.
    pub place: usize,
    /// For each level above it and its own: whether it is the last there. A root has one entry.
    pub last: Vec<bool>,
    /// The stop it stands below, a place in the roadmap.
    pub parent: Option<usize>,
}

impl Roadmap {
    /// Puts some stops into a tree, written from top to bottom. `places` are in the order of the path.
    ///
    /// A stop stands below the one of those it requires that is farthest along, if any is among them.
    pub fn tree(&self, places: &[usize]) -> Vec<Row> {
        let mut at = vec![usize::MAX; self.stops.len()];
        for (index, &place) in places.iter().enumerate() {
            at[place] = index;
        }
        let mut depths = vec![0; places.len()];
        let mut parents = vec![None; places.len()];
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
        let mut roots = Vec::new();
        for (index, &place) in places.iter().enumerate() {
            let stop = &self.stops[place];
            let before = stop.requires.iter().filter(|&&one| at[one] < index);
            let parent =
                before.max_by_key(|&&one| (self.stops[one].depth, one)).map(|&one| at[one]);
            // Where it would be too deep it follows its parent on the same level.
            let parent = match parent {
                Some(parent) if depths[parent] >= MAX_DEPTH => parents[parent],
                parent => parent,
            };
            parents[index] = parent;
            match parent {
                Some(parent) => {
                    depths[index] = depths[parent] + 1;
                    below[parent].push(index);
                }
                None => roots.push(index),
            }
        }
        let mut rows = Vec::with_capacity(places.len());
        let mut todo: Vec<(usize, Vec<bool>)> = Vec::new();
        push(&mut todo, &roots, &[]);
        while let Some((index, last)) = todo.pop() {
            push(&mut todo, &below[index], &last);
            let parent = parents[index].map(|parent: usize| places[parent]);
            rows.push(Row { place: places[index], last, parent });
        }
        rows
    }
}

/// Puts siblings on the stack, so that the first is taken first.
fn push(todo: &mut Vec<(usize, Vec<bool>)>, siblings: &[usize], above: &[bool]) {
    for (number, &index) in siblings.iter().enumerate().rev() {
        let mut last = above.to_vec();
        last.push(number + 1 == siblings.len());
        todo.push((index, last));
    }
}
