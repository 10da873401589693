//! Which of many short texts are nearly the same, without comparing each with each.
//!
//! Similarity is the Jaccard index of the sets of three-letter runs, as in PostgreSQL's `pg_trgm`.
//! Two sets that alike must share one of their rarest grams, so only texts that meet there are
//! compared (prefix filtering: Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity
//! joins in data cleaning", ICDE 2006).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Two texts that are nearly the same: their places and how alike they are, 0 to 1.
pub type Pair = (usize, usize, f64);

/// Returns pairs of texts at least as alike as the threshold (above 0), the earlier place first,
/// sorted. Each text brings at most one pair with it, so that a thousand copies of one text are a
/// thousand pairs and not half a million.
pub fn similar(texts: &[String], threshold: f64) -> Vec<Pair> {
    let sets = ranked(texts);
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by_key(|&place| sets[place].len());
    let grams = sets.iter().filter_map(|set| set.last()).max().map_or(0, |&last| last as usize + 1);
    // For each gram the texts that have it among their rarest, the shortest first.
    let mut meet: Vec<Vec<u32>> = vec![Vec::new(); grams];
    let mut last_seen = vec![usize::MAX; sets.len()];
    let mut pairs = Vec::new();
    for (turn, &place) in order.iter().enumerate() {
        let set = &sets[place];
        let shortest = (set.len() as f64 * threshold - 1e-9).ceil() as usize;
        'turn: for &gram in &set[..rarest(set.len(), threshold)] {
            for &other in meet[gram as usize].iter().rev() {
                let other = other as usize;
                if sets[other].len() < shortest {
                    break;
                }
                // Each other text is compared once a turn.
                if last_seen[other] != turn {
                    last_seen[other] = turn;
                    if let Some(alike) = jaccard(set, &sets[other], threshold) {
                        pairs.push((place.min(other), place.max(other), alike));
                        break 'turn;
                    }
                }
            }
        }
        // Whoever comes later is at least as long, and then fewer grams are enough to meet.
        for &gram in &set[..rarest(set.len(), 2.0 * threshold / (1.0 + threshold))] {
            meet[gram as usize].push(place as u32);
        }
    }
    pairs.sort_by_key(|&(first, second, _)| (first, second));
    pairs
}

/// How many of its rarest grams a set must look at, if it is to share at least a part of its grams
/// with another: one of them is among these.
fn rarest(len: usize, part: f64) -> usize {
    let shared = (len as f64 * part - 1e-9).ceil() as usize;
    if len == 0 { 0 } else { len - shared.clamp(1, len) + 1 }
}

/// Mixes the bits of a number: quicker than the standard hasher, which guards against keys that
/// are chosen to collide. A deck that did so would slow its own lint.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 29;
    }
}

/// Returns the grams of each text as numbers, rarest first: the rank by how many texts have them.
fn ranked(texts: &[String]) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<u64, u32, BuildHasherDefault<Mix>> = HashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut sets: Vec<Vec<u32>> = Vec::with_capacity(texts.len());
    for text in texts {
        let mut set: Vec<u32> = grams(text)
            .into_iter()
            .map(|gram| {
                *numbers.entry(gram).or_insert_with(|| {
                    counts.push(0);
                    counts.len() as u32 - 1
                })
            })
            .collect();
        set.sort_unstable();
        set.dedup();
        for &gram in &set {
            counts[gram as usize] += 1;
        }
        sets.push(set);
    }
    let mut by_count: Vec<u32> = (0..counts.len() as u32).collect();
    by_count.sort_by_key(|&gram| (counts[gram as usize], gram));
    let mut rank = vec![0_u32; counts.len()];
    for (place, &gram) in by_count.iter().enumerate() {
        rank[gram as usize] = place as u32;
    }
    for set in &mut sets {
        for gram in set.iter_mut() {
            *gram = rank[*gram as usize];
        }
        set.sort_unstable();
    }
    sets
}

/// Returns the three-letter runs of a text: lower case, everything but letters and digits one
/// space. A character has 21 bits, so three fit a number.
fn grams(text: &str) -> Vec<u64> {
    let mut letters: Vec<u64> = vec![u64::from(b' ')];
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            letters.push(u64::from(u32::from(c)));
        } else if letters.last() != Some(&u64::from(b' ')) {
            letters.push(u64::from(b' '));
        }
    }
    if letters.last() != Some(&u64::from(b' ')) {
        letters.push(u64::from(b' '));
    }
    letters.windows(3).map(|run| run[0] << 42 | run[1] << 21 | run[2]).collect()
}

/// The share of grams two sorted sets have in common, if it reaches the threshold. Most pairs do
/// not, and show it within the first few grams: the rare ones come first.
fn jaccard(one: &[u32], two: &[u32], threshold: f64) -> Option<f64> {
    let all = (one.len() + two.len()) as f64;
    // shared / (all - shared) >= t  <=>  shared >= t * all / (1 + t)
    let needed = (threshold * all / (1.0 + threshold) - 1e-9).ceil() as usize;
    let mut spare = (one.len().checked_sub(needed)?, two.len().checked_sub(needed)?);
    let (mut first, mut second, mut shared) = (0, 0, 0_usize);
    while first < one.len() && second < two.len() {
        match one[first].cmp(&two[second]) {
            std::cmp::Ordering::Less => {
                spare.0 = spare.0.checked_sub(1)?;
                first += 1;
            }
            std::cmp::Ordering::Greater => {
                spare.1 = spare.1.checked_sub(1)?;
                second += 1;
            }
            std::cmp::Ordering::Equal => {
                shared += 1;
                first += 1;
                second += 1;
            }
        }
    }
    let alike = shared as f64 / (all - shared as f64);
    (alike >= threshold).then_some(alike)
}
