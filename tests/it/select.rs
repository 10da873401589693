//! Which cards a day asks for, in which order, and what a filter lets through.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use revisit::cards::library::{Collection, Deck, Draft, Entry, Parts, Section, Topic};
use revisit::cards::{CardIx, Facet, Kind, Level, Library, NoteIx, Tier, TopicIx};
use revisit::model::Day;
use revisit::model::config::StudyOrder;
use revisit::scheduler::{CardState, Sm2};
use revisit::select::Standings;
use revisit::select::agenda::{Due, Queue, Terms};
use revisit::select::filter::{Filter, FilterError, View};
use revisit::select::fresh;

const TODAY: Day = Day(20_000);

/// A note to be made: its id, and what sets it apart.
struct Make {
    id: &'static str,
    topic: Option<u32>,
    change: fn(&mut Entry),
}

fn make(id: &'static str, topic: impl Into<Option<u32>>, change: fn(&mut Entry)) -> Make {
    Make { id, topic: topic.into(), change }
}

/// Three topics, the second requires the first; a collection `own` without any.
fn library(notes: &[Make]) -> Library {
    let topic = |slug: &str, requires: &[&str], level| Topic {
        slug: slug.to_owned(),
        title: slug.to_uppercase(),
        section: Some(0),
        level: Some(level),
        requires: requires.iter().map(|&slug| slug.to_owned()).collect(),
        ..Topic::default()
    };
    let named = |name: &str| Collection { name: name.to_owned(), ..Collection::default() };
    let deck =
        |stem: &str, collection| Deck { stem: stem.to_owned(), collection, ..Deck::default() };
    let mut library = Library::default();
    library.collections = vec![named("t"), named("own")];
    library.sections = vec![Section { slug: "all".to_owned(), ..Section::default() }];
    library.topics = vec![
        topic("http", &[], Level::Foundation),
        topic("retries", &["http"], Level::Intermediate),
        topic("kafka", &[], Level::Advanced),
    ];
    library.decks = vec![deck("first", 0), deck("mine", 1)];
    library.tags = vec!["exam".to_owned()];
    library.covers = vec!["http~1".to_owned()];
    let drafts = notes.iter().enumerate().map(|(position, note)| {
        let own = note.id.starts_with("own/");
        let mut entry = Entry::new(u32::from(own), Kind::Basic, Parts::SINGLE);
        entry.topic = note.topic.map(TopicIx);
        entry.position = position as u32;
        (note.change)(&mut entry);
        let tags = if note.id.ends_with("tagged") { vec![0] } else { Vec::new() };
        Draft { id: note.id.to_owned(), tags, entry }
    });
    assert!(library.fill(drafts.collect()).is_empty());
    library
}

fn core(entry: &mut Entry) {
    entry.tier = Tier::Core;
}

fn plain(_: &mut Entry) {}

fn due(day: i32, interval_days: u32) -> CardState {
    let day = Day(TODAY.0 + day);
    CardState {
        due: Some(day),
        last: Some(day - interval_days),
        reps: 3,
        sm2: Sm2 { n: 3, interval_days, ease_hundredths: 250 },
        ..CardState::default()
    }
}

fn standings(library: &Library, states: &[(&str, CardState)]) -> Standings {
    let states = states.iter().map(|(id, state)| ((*id).to_owned(), state.clone()));
    Standings::some(library, states.collect())
}

fn terms() -> Terms {
    Terms {
        today: TODAY,
        order: StudyOrder::Mixed,
        bury_siblings: true,
        new_left: 6,
        new_asked: false,
        budget_ms: 1_200_000,
        day_ms: 1_200_000,
        answer_ms: 20_000,
        interviews: false,
        ahead: false,
    }
}

fn queue(library: &Library, standings: &Standings, terms: &Terms) -> Queue {
    let all = |_: CardIx| true;
    let due = Due::find(library, standings, terms, &all);
    if due.room_for_new(terms) == 0 {
        due.alone()
    } else {
        due.with_new(library, standings, terms, &all)
    }
}

fn ids(library: &Library, cards: &[CardIx]) -> Vec<String> {
    cards.iter().map(|&card| library.card_id(card).to_string()).collect()
}

#[test]
fn due_cards_come_core_first_then_by_how_late_they_are_for_their_interval() {
    let library = library(&[
        make("t/a", None, plain),
        make("t/b", None, plain),
        make("t/c", None, core),
        make("t/d", None, plain),
    ]);
    let states =
        [("t/a", due(-9, 100)), ("t/b", due(-1, 2)), ("t/c", due(0, 30)), ("t/d", due(1, 9))];
    let standings = standings(&library, &states);
    let queue = queue(&library, &standings, &Terms { new_left: 0, ..terms() });
    assert_eq!(ids(&library, &queue.cards), ["t/c", "t/b", "t/a"]);
    assert_eq!((queue.due, queue.new), (3, 0));
}

#[test]
fn there_are_no_new_cards_while_the_backlog_exceeds_a_days_budget() {
    let library = library(&[make("t/a", None, plain), make("t/new", None, plain)]);
    let standings = standings(&library, &[("t/a", due(0, 5))]);
    let tight = Terms { budget_ms: 19_000, day_ms: 19_000, ..terms() };
    assert_eq!(queue(&library, &standings, &tight).new, 0);
    let asked = Terms { new_asked: true, ..tight };
    assert_eq!(queue(&library, &standings, &asked).new, 1);
    let room = Terms { budget_ms: 40_000, day_ms: 40_000, ..terms() };
    assert_eq!(queue(&library, &standings, &room).new, 1);
}

#[test]
fn hidden_cards_interviews_and_cards_answered_today_are_not_asked() {
    let library = library(&[
        make("t/answered", None, plain),
        make("t/buried", None, plain),
        make("t/prompt", None, |entry| entry.kind = Kind::Interview),
        make("t/suspended", None, plain),
    ]);
    let mut buried = due(-3, 5);
    buried.hidden.buried_until = Some(TODAY + 1);
    let mut suspended = due(-3, 5);
    suspended.hidden.suspended = true;
    let answered = CardState { last: Some(TODAY), ..due(4, 4) };
    let states = [
        ("t/answered", answered),
        ("t/buried", buried),
        ("t/prompt", due(-1, 5)),
        ("t/suspended", suspended),
    ];
    let standings = standings(&library, &states);
    let none = Terms { new_left: 0, ..terms() };
    assert!(queue(&library, &standings, &none).cards.is_empty());
    let prompts = Terms { interviews: true, ..none };
    assert_eq!(ids(&library, &queue(&library, &standings, &prompts).cards), ["t/prompt"]);
}

#[test]
fn siblings_and_notes_on_one_misconception_wait_for_each_other() {
    let library = library(&[
        make("t/both", None, |entry| entry.parts = Parts::BOTH),
        make("t/cause", None, |entry| entry.covers = Some(0)),
        make("t/effect", None, |entry| entry.covers = Some(0)),
    ]);
    let empty = Standings::default();
    let asked = queue(&library, &empty, &terms());
    assert_eq!(ids(&library, &asked.cards), ["t/both", "t/cause"]);
    let free = Terms { bury_siblings: false, ..terms() };
    assert_eq!(queue(&library, &empty, &free).cards.len(), 4);
    let answered = CardState { last: Some(TODAY), ..due(1, 1) };
    let standings = standings(&library, &[("t/both", answered)]);
    assert_eq!(ids(&library, &queue(&library, &standings, &terms()).cards), ["t/cause"]);
}

#[test]
fn a_day_has_one_scenario_at_most() {
    let scenario: fn(&mut Entry) = |entry| entry.kind = Kind::Scenario;
    let library = library(&[make("t/a", None, scenario), make("t/b", None, scenario)]);
    assert_eq!(queue(&library, &Standings::default(), &terms()).cards.len(), 1);
}

#[test]
fn new_cards_are_spread_among_due_ones() {
    let library = library(&[
        make("t/a", None, plain),
        make("t/b", None, plain),
        make("t/c", None, plain),
        make("t/d", None, plain),
        make("t/new1", None, plain),
        make("t/new2", None, plain),
    ]);
    let states = ["t/a", "t/b", "t/c", "t/d"].map(|id| (id, due(0, 5)));
    let standings = standings(&library, &states);
    let is_new = |terms: &Terms| -> Vec<bool> {
        let queue = queue(&library, &standings, terms);
        ids(&library, &queue.cards).iter().map(|id| id.contains("new")).collect()
    };
    assert_eq!(is_new(&terms()), [false, true, false, false, true, false]);
    let first = Terms { order: StudyOrder::NewFirst, ..terms() };
    assert_eq!(is_new(&first), [true, true, false, false, false, false]);
    let last = Terms { order: StudyOrder::DueFirst, ..terms() };
    assert_eq!(is_new(&last), [false, false, false, false, true, true]);
}

#[test]
fn new_cards_are_core_first_topics_mixed_and_prerequisites_before_what_needs_them() {
    let library = library(&[
        make("own/x", None, core),
        make("t/http1", 0, core),
        make("t/http2", 0, core),
        make("t/http3", 0, plain),
        make("t/kafka1", 2, core),
        make("t/kafka2", 2, plain),
        make("t/retries1", 1, core),
    ]);
    let ordered = ids(&library, &fresh::order(&library, library.cards()));
    let core_first =
        ["t/http1", "t/kafka1", "t/http2", "t/retries1", "t/http3", "t/kafka2", "own/x"];
    assert_eq!(ordered, core_first);
}

#[test]
fn a_circle_of_prerequisites_loses_no_card() {
    let mut library = library(&[make("t/a", 0, plain), make("t/b", 1, plain)]);
    library.topics[0].requires = vec!["retries".to_owned()];
    assert_eq!(fresh::order(&library, library.cards()).len(), 2);
}

/// Returns what a filter lets through.
fn found(library: &Library, standings: &Standings, words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let filter = Filter::parse(&words, library).unwrap();
    let hits: Vec<HashSet<_>> = filter.texts().iter().map(|_| HashSet::new()).collect();
    let view = View { today: TODAY, leech_lapses: 8, hits: &hits };
    let cards: Vec<CardIx> = library
        .cards()
        .filter(|&card| filter.admits(library, card, standings.of(card), &view))
        .collect();
    ids(library, &cards)
}

fn filter_library() -> Library {
    library(&[
        make("own/race", None, plain),
        make("t/how", 0, |entry| entry.facet = Some(Facet::How)),
        make("t/leech", 2, core),
        make("t/race", 1, |entry| entry.kind = Kind::Mcq),
        make("t/tagged", 0, |entry| entry.facet = Some(Facet::Why)),
    ])
}

#[test]
fn a_filter_means_what_it_says() {
    let library = filter_library();
    let leech = CardState { lapses: 8, missed: Some(TODAY - 14), ..due(-1, 3) };
    let weak = CardState { missed: Some(TODAY - 13), ..CardState::default() };
    let standings = standings(&library, &[("t/how", weak), ("t/leech", leech)]);
    let found = |words: &[&str]| found(&library, &standings, words);
    assert_eq!(found(&["http"]), ["t/how", "t/tagged"]);
    assert_eq!(found(&["topic:http,kafka"]), ["t/how", "t/leech", "t/tagged"]);
    assert_eq!(found(&["facet:why,how", "not:tag:exam"]), ["t/how"]);
    assert_eq!(found(&["facet:why,how not:tag:exam"]), ["t/how"]);
    assert_eq!(found(&["facet:why,how -tag:exam"]), ["t/how"]);
    assert_eq!(found(&["-kind:basic"]), ["t/race"]);
    assert_eq!(found(&["kind:\"mcq\" not:topic:\"http\""]), ["t/race"]);
    assert_eq!(found(&["kind:mcq"]), ["t/race"]);
    assert_eq!(found(&["collection:own"]), ["own/race"]);
    assert_eq!(found(&["deck:mine"]), ["own/race"]);
    assert_eq!(found(&["level:advanced", "tier:core"]), ["t/leech"]);
    assert_eq!(found(&["section:all", "not:not:http"]), ["t/how", "t/tagged"]);
    assert_eq!(found(&["is:leech"]), ["t/leech"]);
    assert_eq!(found(&["is:due"]), ["t/leech"]);
    assert_eq!(found(&["is:new"]).len(), 4);
    assert_eq!(found(&["is:weak"]), ["t/how"]);
    assert_eq!(found(&["how"]), ["t/how"]);
    assert_eq!(found(&["t/race"]), ["t/race"]);
}

#[test]
fn what_a_filter_does_not_know_is_told_with_the_nearest_name() {
    let library = filter_library();
    let parse = |word: &str| Filter::parse(&[word.to_owned()], &library).unwrap_err().to_string();
    assert_eq!(parse("topic:htp"), "unknown topic `htp`; did you mean `http`?");
    assert_eq!(parse("is:dew"), "unknown is `dew`; did you mean `new`?");
    assert_eq!(parse("facett:why"), "unknown filter `facett:`; did you mean `facet:`?");
    assert_eq!(parse("kind:"), "`kind:` wants a value, as in `kind:mcq`");
    let error = Filter::parse(&["race".to_owned()], &library).unwrap_err();
    assert!(matches!(error, FilterError::Ambiguous { .. }), "{error}");
    assert_eq!(error.to_string(), "`race` names several cards: write t/race or own/race");
}

#[test]
fn quotes_make_text_and_other_words_too() {
    let library = filter_library();
    let words = ["\"exactly once\"".to_owned(), "Idempotent".to_owned(), "a:b".to_owned()];
    let filter = Filter::parse(&words, &library).unwrap();
    assert_eq!(filter.texts(), ["exactly once", "idempotent", "a:b"]);
    let words = ["not:\"at least\" once -x:y 5\" -".to_owned()];
    let filter = Filter::parse(&words, &library).unwrap();
    assert_eq!(filter.texts(), ["at least", "once", "-x:y", "5\" -"]);
    let somewhere = HashSet::from([NoteIx(0)]);
    let hits = [HashSet::new(), somewhere, HashSet::new(), HashSet::new()];
    assert_eq!(filter.missing(&hits), ["-x:y", "5\" -"]);
}

/// A day's queue over any states: each card once, nothing hidden, limits kept.
fn any_state() -> impl Strategy<Value = Option<CardState>> {
    prop::option::of((-40..20_i32, 1..90_u32, any::<bool>(), any::<bool>(), 0..6_u8)).prop_map(
        |state| {
            let (day, interval, suspended, buried, drill) = state?;
            let mut state = due(day, interval);
            state.hidden.suspended = suspended;
            state.hidden.buried_until = buried.then_some(TODAY + 1);
            if drill == 0 {
                state.drill = Some(TODAY);
                state.last = Some(TODAY);
                state.due = Some(TODAY + 1);
            }
            Some(state)
        },
    )
}

const NAMES: [&str; 24] = [
    "t/n01", "t/n02", "t/n03", "t/n04", "t/n05", "t/n06", "t/n07", "t/n08", "t/n09", "t/n10",
    "t/n11", "t/n12", "t/n13", "t/n14", "t/n15", "t/n16", "t/n17", "t/n18", "t/n19", "t/n20",
    "t/n21", "t/n22", "t/n23", "t/n24",
];

fn big() -> Library {
    let notes: Vec<Make> = NAMES
        .iter()
        .enumerate()
        .map(|(n, &id)| make(id, n as u32 % 3, if n % 4 == 0 { core } else { plain }))
        .collect();
    library(&notes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_queue_asks_each_card_once_nothing_hidden_and_keeps_its_limits(
        states in prop::collection::vec(any_state(), NAMES.len()),
        new_left in 0..9_u32,
    ) {
        let library = big();
        let states: Vec<(&str, CardState)> =
            NAMES.iter().copied().zip(states).filter_map(|(id, state)| Some((id, state?))).collect();
        let standings = standings(&library, &states);
        let queue = queue(&library, &standings, &Terms { new_left, new_asked: true, ..terms() });
        let mut seen = HashSet::new();
        for &card in queue.cards.iter().chain(&queue.drills) {
            prop_assert!(seen.insert(card), "{} twice", library.card_id(card));
            if let Some(state) = standings.of(card) {
                prop_assert!(!state.is_hidden(TODAY));
                prop_assert!(state.due.is_some_and(|due| due <= TODAY) || state.drill.is_some());
            }
        }
        prop_assert!(queue.new <= new_left);
        prop_assert_eq!(queue.cards.len() as u32, queue.due + queue.new);
    }

    /// With a backlog and room for three answers a day, every due card is asked in the end: what is
    /// answered leaves for its interval, what waits grows more urgent.
    #[test]
    fn a_backlog_starves_no_card(intervals in prop::collection::vec(1..60_u32, NAMES.len())) {
        let library = big();
        let mut states: BTreeMap<&str, CardState> =
            NAMES.iter().copied().zip(intervals).map(|(id, days)| (id, due(0, days))).collect();
        let mut asked: HashSet<String> = HashSet::new();
        for day in 0..400 {
            let today = TODAY + day;
            let list: Vec<(&str, CardState)> =
                states.iter().map(|(id, state)| (*id, state.clone())).collect();
            let standings = standings(&library, &list);
            let terms = Terms { today, new_left: 0, ..terms() };
            let queue = queue(&library, &standings, &terms);
            for &card in queue.cards.iter().take(3) {
                let id = library.card_id(card).to_string();
                let state = states.get_mut(id.as_str()).expect("a known card");
                state.last = Some(today);
                // Remembered, an interval grows; so the core does not fill the days for ever.
                state.sm2.interval_days = (state.sm2.interval_days * 5).div_ceil(2);
                state.due = Some(today + state.sm2.interval_days);
                asked.insert(id);
            }
        }
        prop_assert_eq!(asked.len(), NAMES.len());
    }
}
