//! An order that respects prerequisites: topological, and as near to the order of the file as that
//! allows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Circles that are told; there may be very many in a hostile file.
pub const MAX_CYCLES: usize = 10;

/// An order, and what stood in its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Every place once, each behind those it requires.
    pub places: Vec<usize>,
    /// What each place requires, without the links that close a circle.
    pub requires: Vec<Vec<usize>>,
    /// Circles: places of which each opens the next, and the last the first.
    pub cycles: Vec<Vec<usize>>,
}

/// Orders places by what each requires. Of those that could come next the first of the file does.
/// In a circle the first goes ahead: the link by which it waits for the last is left out.
pub fn order(mut requires: Vec<Vec<usize>>) -> Order {
    let opens = reversed(&requires);
    let (closing, cycles) = closing_links(&opens);
    for &(earlier, later) in &closing {
        requires[later].retain(|&place| place != earlier);
    }
    let opens = if closing.is_empty() { opens } else { reversed(&requires) };
    let mut missing: Vec<usize> = requires.iter().map(Vec::len).collect();
    let free = (0..requires.len()).filter(|&place| missing[place] == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = free.map(Reverse).collect();
    let mut places = Vec::with_capacity(requires.len());
    while let Some(Reverse(place)) = ready.pop() {
        places.push(place);
        for &later in &opens[place] {
            missing[later] -= 1;
            if missing[later] == 0 {
                ready.push(Reverse(later));
            }
        }
    }
    Order { places, requires, cycles }
}

fn reversed(links: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut back = vec![Vec::new(); links.len()];
    for (later, earlier) in links.iter().enumerate() {
        for &earlier in earlier {
            back[earlier].push(later);
        }
    }
    back
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Fresh,
    Open,
    Done,
}

/// Finds the links that close a circle, as `(earlier, later)`, and the circles, by walking from each
/// place to what it opens. Takes time in proportion to places and links.
fn closing_links(opens: &[Vec<usize>]) -> (Vec<(usize, usize)>, Vec<Vec<usize>>) {
    let mut marks = vec![Mark::Fresh; opens.len()];
    let mut closing = Vec::new();
    let mut cycles: Vec<Vec<usize>> = Vec::new();
    let mut path: Vec<(usize, usize)> = Vec::new();
    for start in 0..opens.len() {
        if marks[start] == Mark::Fresh {
            marks[start] = Mark::Open;
            path.push((start, 0));
        }
        while let Some((place, next)) = path.last_mut() {
            let place = *place;
            let Some(&later) = opens[place].get(*next) else {
                marks[place] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[later] {
                Mark::Fresh => {
                    marks[later] = Mark::Open;
                    path.push((later, 0));
                }
                Mark::Open => {
                    closing.push((place, later));
                    if cycles.len() < MAX_CYCLES {
                        let from = path.iter().position(|&(step, _)| step == later);
                        let steps = path[from.unwrap_or(0)..].iter();
                        cycles.push(steps.map(|&(step, _)| step).collect());
                    }
                }
                Mark::Done => {}
            }
        }
    }
    (closing, cycles)
}

#[cfg(test)]
mod tests {
    use super::order;

    fn places(requires: &[&[usize]]) -> Vec<usize> {
        order(requires.iter().map(|one| one.to_vec()).collect()).places
    }

    #[test]
    fn each_comes_behind_what_it_requires_and_else_as_in_the_file() {
        assert_eq!(places(&[]), [0usize; 0]);
        assert_eq!(places(&[&[], &[], &[]]), [0, 1, 2]);
        assert_eq!(places(&[&[2], &[], &[]]), [1, 2, 0]);
        assert_eq!(places(&[&[], &[3], &[0], &[0]]), [0, 2, 3, 1]);
        assert_eq!(places(&[&[1, 2], &[2], &[]]), [2, 1, 0]);
    }

    #[test]
    fn of_a_circle_the_first_goes_ahead_and_the_circle_is_named() {
        let found = order(vec![vec![1], vec![2], vec![0], vec![2]]);
        assert_eq!(found.places, [0, 2, 1, 3]);
        assert_eq!(found.cycles, [[0, 2, 1]]);
        assert_eq!(found.requires, [vec![], vec![2], vec![0], vec![2]]);
        // Two circles through one place.
        let found = order(vec![vec![1, 2], vec![0], vec![0]]);
        assert_eq!(found.places, [0, 1, 2]);
        assert_eq!(found.cycles, [[0, 1], [0, 2]]);
    }

    #[test]
    fn a_very_long_chain_and_a_very_dense_circle_take_no_time() {
        let chain: Vec<Vec<usize>> = (0..200_000).map(|at| vec![(at + 1) % 200_000]).collect();
        let found = order(chain);
        assert_eq!((found.places.len(), found.cycles.len()), (200_000, 1));
        let dense: Vec<Vec<usize>> =
            (0..400).map(|at| (0..400).filter(|&other| other != at).collect()).collect();
        let found = order(dense);
        assert_eq!((found.places.len(), found.cycles.len()), (400, super::MAX_CYCLES));
    }
}
