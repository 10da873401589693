//! How fast the store is on a large database.
//!
//! ```text
//! cargo bench --bench store                                  makes one, measures, removes it
//! cargo bench --bench store -- --make FILE                   only makes one, to be kept
//! cargo bench --bench store -- --file FILE                   measures one that is there, and adds to it
//! options: --cards N (100000)  --reviews M (1000000)  --appends K (200)
//! ```
//!
//! The cards are `big/n000001` and so on; each has the same number of reviews, on the days on which
//! it was due. On 2026-11-22, which is the present here, about one in a hundred is due.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]
#![expect(clippy::unwrap_used, reason = "a benchmark that fails may stop where it is")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use revisit::model::{
    Action, CardId, Day, EventBody, Grade, Mode, Moment, Reviewed, Seen, Timestamp,
};
use revisit::scheduler::{Fold, Rules};
use revisit::store::{OpenOptions, Store};

/// 2026-11-22.
const TODAY: Day = Day(20_779);

fn main() {
    let options = Options::read();
    if let Some(file) = &options.make {
        make(file, &options);
        println!("{}: {} MB", file.display(), megabytes(file));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = options.file.clone().unwrap_or_else(|| {
        let file = folder.path().join("progress.db");
        time("make", || make(&file, &options));
        file
    });
    println!("{:<24}{:>10} MB", "size", megabytes(&file));
    measure(&file, options.appends);
}

struct Options {
    make: Option<PathBuf>,
    file: Option<PathBuf>,
    cards: usize,
    reviews: usize,
    appends: usize,
}

impl Options {
    fn read() -> Options {
        let mut options =
            Options { make: None, file: None, cards: 100_000, reviews: 1_000_000, appends: 200 };
        let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            let value = words.next().unwrap_or_else(|| panic!("`{word}` needs a value"));
            match word.as_str() {
                "--make" => options.make = Some(value.into()),
                "--file" => options.file = Some(value.into()),
                "--cards" => options.cards = value.parse().unwrap(),
                "--reviews" => options.reviews = value.parse().unwrap(),
                "--appends" => options.appends = value.parse().unwrap(),
                _ => panic!("`{word}` is not an option"),
            }
        }
        options
    }
}

fn open(file: &Path) -> Store {
    let options = OpenOptions::new("bench", 1, moment(TODAY, 0), Rules::default());
    Store::open(file, &options).unwrap()
}

fn moment(day: Day, ms: i64) -> Moment {
    Moment { at: Timestamp(i64::from(day.0) * 86_400_000 + ms), day, offset_min: 0 }
}

/// Writes a database of many reviews.
fn make(file: &Path, options: &Options) {
    let cards: Vec<CardId> =
        (1..=options.cards).map(|n| format!("big/n{n:06}").parse().unwrap()).collect();
    let mut answers: Vec<(Day, usize, Grade)> = Vec::with_capacity(options.reviews);
    for (index, card) in cards.iter().enumerate() {
        let more = usize::from(index < options.reviews % options.cards.max(1));
        answers.extend(
            lifetime(card, options.reviews / options.cards.max(1) + more)
                .into_iter()
                .map(|(day, grade)| (day, index, grade)),
        );
    }
    answers.sort_by_key(|&(day, card, _)| (day, (card * 7_919) % options.cards.max(1)));
    let mut clock = (Day(i32::MIN), 0);
    let mut events = answers.into_iter().map(|(day, card, grade)| {
        clock = if clock.0 == day { (day, clock.1 + 1) } else { (day, 0) };
        let took_ms = 4_000 + (card as u32 * 37) % 20_000;
        (moment(day, 36_000_000 + clock.1), cards[card].clone(), review(grade, took_ms))
    });
    let count = open(file).bulk(&mut events).unwrap();
    assert_eq!(count, options.reviews as u64);
}

fn review(grade: Grade, took_ms: u32) -> EventBody {
    let response = None;
    let (mode, schedules, sure, emptied) = (Mode::Study, true, None, false);
    EventBody::Reviewed(Reviewed { grade, took_ms, mode, schedules, response, sure, emptied })
}

/// Returns the answers of one card, each on its due day, moved so that it comes due around today.
fn lifetime(card: &CardId, reviews: usize) -> Vec<(Day, Grade)> {
    let mut fold = Fold::new(card, Rules::default());
    let mut chance = card.hash();
    let mut answers = Vec::with_capacity(reviews);
    let mut day = Day(0);
    for number in 0..reviews {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        let grade = match (chance >> 33) % 20 {
            // Two passes at the end, so that few cards have an interval of a day.
            _ if number + 2 >= reviews => Grade::Good,
            0..6 => Grade::Again,
            6..8 => Grade::Hard,
            8..18 => Grade::Good,
            _ => Grade::Easy,
        };
        fold.push(moment(day, 0), 1, &review(grade, 5_000));
        answers.push((day, grade));
        day = fold.state().due.unwrap();
    }
    // One card in a hundred came due today or on the two days before, the others come later.
    let interval = fold.state().sm2.interval_days.max(2);
    let ago = match card.hash() % 100 {
        0 => interval + (card.hash() >> 32) as u32 % 3,
        _ => 1 + (card.hash() >> 32) as u32 % (interval - 1),
    };
    let last = answers.last().map_or(day, |&(day, _)| day);
    let shift = TODAY.0 - ago as i32 - last.0;
    answers.into_iter().map(|(day, grade)| (Day(day.0 + shift), grade)).collect()
}

fn measure(file: &Path, appends: usize) {
    let mut store = time("open", || open(file));
    drop(store);
    store = time("open again", || open(file));
    time("answers_today", || store.answers_today(TODAY).unwrap());
    time("recent_answer_ms(50)", || store.recent_answer_ms(50).unwrap());
    time("last_day", || store.last_day().unwrap());
    let mut due = Vec::new();
    time("due_scan", || {
        store.due_scan(TODAY, &mut |card, _| due.push(card.to_owned())).unwrap();
    });
    let mut seen = 0u64;
    time("scan", || store.scan(&mut |_, state| seen += u64::from(state.reps)).unwrap());
    time("scan again", || store.scan(&mut |_, state| seen += u64::from(state.reps)).unwrap());
    println!("{:<24}{:>10} cards, {} due", "", store.state_count().unwrap(), due.len());

    let cards: Vec<CardId> = due.iter().take(appends).map(|id| id.parse().unwrap()).collect();
    time(&format!("append, all {}", cards.len()), || {
        for (index, card) in cards.iter().enumerate() {
            let seen = Seen::Newest(store.newest(card).unwrap());
            let action = Action::on(card.clone(), 1, seen, review(Grade::Good, 5_000));
            store.append(&action, moment(TODAY, index as i64)).unwrap();
        }
    });
    if let Some(card) = cards.first() {
        time("newest_action", || store.newest_action().unwrap());
        time("history", || store.history(card).unwrap());
    }
    if appends > 0 {
        time("rebuild", || store.rebuild(&mut |_| ()).unwrap());
        let differences = time("verify", || store.verify().unwrap());
        assert_eq!(differences, []);
    }
}

/// Runs something, and prints how long it took, by the clock and on the processor.
fn time<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let (cpu, start) = (cpu_ns(), Instant::now());
    let result = run();
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let cpu = cpu
        .zip(cpu_ns())
        .map(|(before, after)| format!("{:>10.3} ms CPU", (after - before) as f64 / 1e6));
    println!("{what:<24}{wall:>10.3} ms {}", cpu.unwrap_or_default());
    result
}

fn megabytes(file: &Path) -> u64 {
    file.metadata().unwrap().len() >> 20
}

/// The time this program has run on a processor, where the system tells (Linux).
fn cpu_ns() -> Option<u64> {
    std::fs::read_to_string("/proc/self/schedstat").ok()?.split(' ').next()?.parse().ok()
}
