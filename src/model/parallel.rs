//! One thing done for many items, on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The most threads that are started.
const MOST: usize = 8;

/// Does one thing for each item, and returns what comes of it, in the order of the items. Threads are
/// started from `worth` items on; the caller's is one of them.
pub fn map<T: Sync, R: Send>(items: &[T], worth: usize, one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST);
    if threads == 1 || items.len() < worth {
        return items.iter().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return };
            let result = one(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(items.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn what_comes_back_is_in_the_order_of_the_items() {
        for count in [0, 1, 7, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let wanted: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, 0, |item| item * 2), wanted);
            assert_eq!(map(&items, 8, |item| item * 2), wanted);
        }
    }

    #[test]
    #[should_panic]
    fn a_panic_is_not_lost() {
        map(&[0; 100], 0, |item| assert_eq!(*item, 1));
    }
}
