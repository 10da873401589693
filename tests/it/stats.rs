//! Statistics over rows made by hand.

use revisit::cards::Tier;
use revisit::model::{CardId, Day, Grade, Mode};
use revisit::scheduler::{CardState, Class, Daily, DayStat, Fsrs, ReviewFact, Sm2Scheduler};
use revisit::stats::streak::waits_from;
use revisit::stats::{Cell, Streak, forecast, hardest, heatmap, retention, streak, summarize};

const TODAY: Day = Day(20_779); // 2026-11-22, a Sunday

fn fact(day: Day, grade: Grade) -> ReviewFact {
    ReviewFact {
        day,
        grade,
        mode: Mode::Study,
        scheduled: true,
        first: false,
        interval_before: 6,
        elapsed_days: 6,
        waited_from: Some(day),
        predicted: Some(0.9),
        took_ms: 10_000,
        emptied: false,
    }
}

fn rows(facts: &[ReviewFact]) -> Vec<DayStat> {
    let mut daily = Daily::default();
    facts.iter().for_each(|fact| daily.add(fact));
    daily.rows().copied().collect()
}

#[test]
fn answers_are_classed_by_what_they_were_for() {
    let young = fact(TODAY, Grade::Good);
    let class = |change: &dyn Fn(&mut ReviewFact)| {
        let mut fact = young.clone();
        change(&mut fact);
        Class::of(&fact)
    };
    assert_eq!(class(&|_| ()), Class::Young);
    assert_eq!(class(&|fact| fact.interval_before = 20), Class::Young);
    assert_eq!(class(&|fact| fact.interval_before = 21), Class::Mature);
    assert_eq!(class(&|fact| fact.first = true), Class::First);
    assert_eq!(class(&|fact| fact.scheduled = false), Class::Drill);
    let unscheduled = |mode| class(&|fact| (fact.scheduled, fact.mode) = (false, mode));
    assert_eq!(unscheduled(Mode::Ahead), Class::Ahead);
    assert_eq!(unscheduled(Mode::Quiz), Class::Quiz);
    assert_eq!(unscheduled(Mode::Interview), Class::Quiz);
    // Of cards that were not due, a recorded quiz schedules what was missed and nothing else: that
    // says nothing of how much is remembered.
    let recorded =
        |waited_from| class(&|fact| (fact.mode, fact.waited_from) = (Mode::Quiz, waited_from));
    assert_eq!(recorded(Some(TODAY)), Class::Young);
    assert_eq!(recorded(Some(TODAY + 1)), Class::Quiz);
    assert_eq!(recorded(None), Class::Quiz);
    for class in Class::ALL {
        assert_eq!(Class::from_name(class.name()), Some(class));
    }
}

#[test]
fn an_answer_changes_its_day_and_the_day_its_card_waited_from() {
    let late = ReviewFact { waited_from: Some(TODAY - 3), ..fact(TODAY, Grade::Again) };
    let rows = rows(&[late, fact(TODAY, Grade::Good)]);
    let waited = DayStat { waiting: 1, ..DayStat::new(TODAY - 3, Class::Young) };
    let answered = DayStat {
        answers: 2,
        passes: 1,
        predictions: 2,
        predicted_ppm: 1_800_000,
        took_ms: 20_000,
        waiting: -1,
        ..DayStat::new(TODAY, Class::Young)
    };
    assert_eq!(rows, [waited, answered]);
}

#[test]
fn retention_takes_the_days_asked_for_and_scheduled_repetitions_only() {
    let mature = |day, grade| ReviewFact { interval_before: 30, ..fact(day, grade) };
    let rows = rows(&[
        fact(TODAY, Grade::Again),
        fact(TODAY - 6, Grade::Good),
        fact(TODAY - 7, Grade::Again),
        fact(TODAY + 1, Grade::Again),
        mature(TODAY, Grade::Hard),
        ReviewFact { predicted: None, ..mature(TODAY - 1, Grade::Easy) },
        ReviewFact { first: true, ..fact(TODAY, Grade::Again) },
        ReviewFact { scheduled: false, ..fact(TODAY, Grade::Again) },
    ]);
    let week = retention(&rows, TODAY, 7);
    assert_eq!((week.young.reviews, week.young.passes), (2, 1));
    assert_eq!((week.mature.reviews, week.mature.passes), (2, 2));
    assert_eq!(week.mature.predictions, 1);
    assert_eq!(week.all.share(), Some(0.75));
    assert!((week.all.predicted().unwrap() - 0.9).abs() < 1e-9);
    assert_eq!(retention(&rows, TODAY, 30).young.reviews, 3);
    let none = retention(&[], TODAY, 30).all;
    assert_eq!((none.share(), none.predicted(), none.interval_95()), (None, None, None));
}

#[test]
fn the_confidence_interval_is_wilsons() {
    let rate = |passes, reviews| {
        let facts: Vec<_> = (0..reviews)
            .map(|n| fact(TODAY, if n < passes { Grade::Good } else { Grade::Again }))
            .collect();
        retention(&rows(&facts), TODAY, 1).all.interval_95().unwrap()
    };
    // The roots of (p - q)^2 = z^2 q (1 - q) / n, found by bisection instead of the closed form.
    for (passes, reviews, low, high) in [
        (9, 10, 0.595_850, 0.982_124),
        (0, 10, 0.0, 0.277_533),
        (10, 10, 0.722_467, 1.0),
        (85, 100, 0.767_164, 0.906_940),
    ] {
        let (actual_low, actual_high) = rate(passes, reviews);
        assert!((actual_low - low).abs() < 1e-6, "{passes}/{reviews}: {actual_low}");
        assert!((actual_high - high).abs() < 1e-6, "{passes}/{reviews}: {actual_high}");
    }
}

/// Answers one card a day on each of these days before today.
fn answered(days_ago: &[u32]) -> Vec<ReviewFact> {
    days_ago.iter().map(|ago| fact(TODAY - *ago, Grade::Good)).collect()
}

fn days(facts: &[ReviewFact], waiting: &[u32]) -> Streak {
    streak(&rows(facts), waiting.iter().map(|ago| TODAY - *ago), TODAY, 20)
}

#[test]
fn days_with_the_queue_emptied_count() {
    assert_eq!(days(&[], &[]), Streak::default());
    assert_eq!(days(&answered(&[2, 1, 0]), &[]), Streak { days: 3, today: true, longest: 3 });
}

#[test]
fn a_day_with_nothing_due_is_passed_over() {
    assert_eq!(days(&answered(&[9, 5, 1]), &[]).days, 3);
}

#[test]
fn a_day_on_which_a_due_card_was_left_breaks_the_streak() {
    let mut facts = answered(&[6, 5, 2, 1]);
    facts.push(ReviewFact { waited_from: Some(TODAY - 4), ..fact(TODAY - 2, Grade::Good) });
    // The card waited on the fourth and third day before today, when nothing was answered.
    assert_eq!(days(&facts, &[]), Streak { days: 2, today: false, longest: 2 });
    // The day before its answer breaks as well where it has a row of its own.
    facts.push(ReviewFact { waited_from: Some(TODAY - 2), ..fact(TODAY - 1, Grade::Good) });
    assert_eq!(days(&facts, &[]), Streak { days: 1, today: false, longest: 2 });
}

#[test]
fn a_card_that_still_waits_breaks_the_days_it_waited_but_not_today() {
    assert_eq!(days(&answered(&[3, 2, 1]), &[0]).days, 3);
    assert_eq!(days(&answered(&[3, 2, 1]), &[1]).days, 0);
    assert_eq!(days(&answered(&[3, 2]), &[1]).days, 0);
    assert_eq!(days(&answered(&[2, 1, 0]), &[0]), Streak { days: 2, today: false, longest: 2 });
}

#[test]
fn a_day_with_the_minutes_spent_counts_though_cards_were_left() {
    let long = |ago| ReviewFact { took_ms: 600_000, ..fact(TODAY - ago, Grade::Good) };
    let facts = [long(1), long(1), long(0), long(0)];
    assert_eq!(days(&facts, &[5]), Streak { days: 2, today: true, longest: 2 });
    assert_eq!(days(&facts[1..], &[5]), Streak { days: 1, today: true, longest: 1 });
}

#[test]
fn days_without_an_answer_break_what_a_day_of_spent_minutes_left() {
    let long = ReviewFact { took_ms: 1_200_000, ..fact(TODAY - 3, Grade::Good) };
    let left = ReviewFact { waited_from: Some(TODAY - 3), ..fact(TODAY, Grade::Good) };
    let facts = [long, left];
    assert_eq!(days(&facts, &[]), Streak { days: 1, today: true, longest: 1 });
}

#[test]
fn hidden_cards_and_those_to_come_do_not_wait() {
    let mut state = CardState { waits_from: Some(TODAY), ..CardState::default() };
    assert_eq!(waits_from(&state, TODAY), Some(TODAY));
    assert_eq!(waits_from(&state, TODAY - 1), None);
    state.hidden.suspended = true;
    assert_eq!(waits_from(&state, TODAY), None);
}

#[test]
fn the_forecast_counts_every_card_once() {
    let due = [-400, -1, 0, 0, 1, 29, 30, 9_000].map(|days| Day(TODAY.0 + days));
    let forecast = forecast(due, TODAY, 30);
    assert_eq!((forecast.due[0], forecast.due[1], forecast.due[29]), (4, 1, 1));
    assert_eq!((forecast.overdue, forecast.later), (2, 2));
    assert_eq!(forecast.due.iter().sum::<u32>() + forecast.later, 8);
    assert_eq!(forecast.due.len(), 30);
}

#[test]
fn the_heatmap_ends_today_and_starts_on_a_monday() {
    let map = heatmap(&rows(&answered(&[0, 371])), TODAY);
    assert_eq!(map.from.to_string(), "2025-11-17");
    assert_eq!(map.weeks.len(), 53);
    assert_eq!(map.weeks[52][6], Some(Cell { answers: 1, level: 4 }));
    let total: u32 = map.weeks.iter().flatten().flatten().map(|cell| cell.answers).sum();
    assert_eq!(total, 1, "a day before the first week is left out");
    // On a Monday the rest of the week is still to come.
    let monday = heatmap(&[], TODAY + 1);
    assert_eq!(monday.weeks[52][0], Some(Cell::default()));
    assert!(monday.weeks[52][1..].iter().all(Option::is_none));
    assert_eq!(monday.from, map.from + 7);
}

#[test]
fn levels_are_quarters_of_a_busy_day_whatever_one_night_brought() {
    let mut facts = Vec::new();
    for (ago, answers) in [(1, 400), (2, 1), (3, 10), (4, 11), (5, 40), (6, 30), (7, 20)] {
        facts.extend((0..answers).map(|_| fact(TODAY - ago, Grade::Good)));
    }
    facts.extend((8..20).flat_map(|ago| answered(&[ago]).into_iter().cycle().take(40)));
    let map = heatmap(&rows(&facts), TODAY);
    let level = |ago: u32| {
        let index = (TODAY - ago).days_since(map.from) as usize;
        map.weeks[index / 7][index % 7].unwrap().level
    };
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(level), [0, 4, 1, 1, 2, 4, 3, 2]);
}

fn memory(stability_days: f64, difficulty: f64) -> Option<Fsrs> {
    Some(Fsrs { stability_days, difficulty, last: TODAY })
}

#[test]
fn the_hardest_cards_have_most_lapses_then_the_higher_difficulty() {
    let cards: Vec<(CardId, CardState)> = [
        ("own/a", 1, 5.0),
        ("own/b", 3, 5.0),
        ("own/c", 3, 9.0),
        ("own/d", 0, 10.0),
        ("own/e", 1, 5.0),
    ]
    .map(|(id, lapses, difficulty)| {
        let fsrs = memory(1.0, difficulty);
        (id.parse().unwrap(), CardState { lapses, fsrs, ..CardState::default() })
    })
    .into();
    let order = |limit| -> Vec<&str> {
        let cards = cards.iter().rev().map(|(id, state)| (id, state));
        hardest(cards, limit).into_iter().map(|(id, _)| id.as_str()).collect()
    };
    assert_eq!(order(10), ["own/c", "own/b", "own/a", "own/e"]);
    assert_eq!(order(2), ["own/c", "own/b"]);
}

#[test]
fn readiness_is_the_mean_recall_of_core_cards_with_unseen_ones_at_nothing() {
    let begun = |stability| CardState {
        due: Some(TODAY + 1),
        fsrs: memory(stability, 5.0),
        ..CardState::default()
    };
    let (strong, weak, reset) = (begun(1_000.0), begun(10.0), CardState::default());
    let cards = [
        (Tier::Core, Some(&strong)),
        (Tier::Core, Some(&weak)),
        (Tier::Core, None),
        (Tier::More, Some(&weak)),
        (Tier::More, Some(&reset)),
    ];
    let scheduler = Sm2Scheduler::default();
    let summary = summarize(cards, &scheduler, TODAY + 11);
    assert_eq!((summary.cards, summary.core), (5, 3));
    assert_eq!((summary.new, summary.learning, summary.known), (2, 2, 1));
    let on = TODAY + 11;
    let expected =
        (strong.fsrs.unwrap().retrievability(on) + weak.fsrs.unwrap().retrievability(on)) / 3.0;
    assert!((summary.readiness.unwrap() - expected).abs() < 1e-12);
    assert_eq!(summarize([(Tier::More, None)], &scheduler, TODAY).readiness, None);
}
