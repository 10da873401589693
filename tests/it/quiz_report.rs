//! Reports of quizzes against what was worked out by hand.

use revisit::cards::kinds::order::pairs_in_order;
use revisit::model::sitting::{Given, QuizItem, QuizRecord};
use revisit::model::{Day, Moment, Sure, Timestamp};
use revisit::stats::interval_95;
use revisit::stats::quiz::{EARLIER, QuizReport, Score, report};

fn item(name: &str, topic: Option<&str>, facet: &str, ppm: u32, sure: Option<Sure>) -> QuizItem {
    QuizItem {
        card: format!("t/{name}").parse().expect("an id"),
        topic: topic.map(str::to_owned),
        facet: Some(facet.to_owned()),
        credit_ppm: ppm,
        given: if sure.is_some() { Given::Answer } else { Given::Nothing },
        sure,
        took_ms: 10_000,
    }
}

const RIGHT: u32 = 1_000_000;

/// Eight questions: five right, an order that earned half a point, one wrong, one given up.
fn quiz() -> QuizRecord {
    use Sure::{Guess, Sure as Certain, Think};
    QuizRecord {
        planned: 10,
        took_ms: 96_000,
        items: vec![
            item("a", Some("http"), "how", RIGHT, Some(Certain)),
            item("b", Some("http"), "why", RIGHT, Some(Certain)),
            item("c", Some("http"), "how", 500_000, Some(Think)),
            item("d", Some("kafka"), "how", 0, Some(Certain)),
            item("e", Some("kafka"), "mistake", 0, None),
            item("f", Some("sql"), "why", RIGHT, Some(Think)),
            item("g", Some("sql"), "why", RIGHT, Some(Guess)),
            item("h", None, "how", RIGHT, Some(Think)),
        ],
        ..QuizRecord::default()
    }
}

fn at(day: i32) -> Moment {
    Moment { at: Timestamp(i64::from(day) * 86_400_000), day: Day(day), offset_min: 0 }
}

fn parts(report: &QuizReport) -> Vec<(Option<&str>, u32, f64)> {
    let parts = report.topics.iter();
    parts.map(|part| (part.name.as_deref(), part.score.asked, part.score.points())).collect()
}

#[test]
fn the_score_is_the_sum_of_the_points() {
    let report = report(&quiz(), &[]);
    assert_eq!((report.score.asked, report.score.right), (8, 5));
    assert!((report.score.points() - 5.5).abs() < 1e-9);
    assert!((report.score.share().expect("asked") - 0.6875).abs() < 1e-9);
    assert_eq!((report.unanswered, report.late, report.not_reached), (1, 0, 2));
    assert_eq!(report.took_ms, 96_000);
}

#[test]
fn the_interval_is_that_of_wilson() {
    // By hand, with z = 1.96: centre (p + z²/2n) / (1 + z²/n), half width
    // z / (1 + z²/n) * sqrt(p (1 - p) / n + z²/4n²). These are also the values published for the
    // score interval, as in R's `prop.test(x, n, correct = FALSE)`.
    for (right, of, low, high) in [
        (15, 20, 0.5313, 0.8881),
        (0, 4, 0.0, 0.4899),
        (4, 4, 0.5101, 1.0),
        (1, 2, 0.0945, 0.9055),
        // R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
        (81, 263, 0.2553, 0.3662),
    ] {
        let bounds = interval_95(f64::from(right) / f64::from(of), of as u64);
        assert!((bounds.0 - low).abs() < 5e-5, "{right} of {of}: {bounds:?}");
        assert!((bounds.1 - high).abs() < 5e-5, "{right} of {of}: {bounds:?}");
    }
    assert_eq!(interval_95(0.0, 0), (0.0, 1.0));
    assert_eq!(Score::default().interval_95(), None);
}

#[test]
fn topics_and_facets_come_weakest_first() {
    let report = report(&quiz(), &[]);
    let wanted =
        [(Some("kafka"), 2, 0.0), (Some("http"), 3, 2.5), (Some("sql"), 2, 2.0), (None, 1, 1.0)];
    assert_eq!(parts(&report), wanted);
    let facets: Vec<&str> = report.facets.iter().filter_map(|part| part.name.as_deref()).collect();
    // mistake 0 of 1, how 2.5 of 4, why 3 of 3.
    assert_eq!(facets, ["mistake", "how", "why"]);
    let weakest: Vec<&str> = report.weakest().filter_map(|part| part.name.as_deref()).collect();
    assert_eq!(weakest, ["kafka", "http"], "what was wholly right is not weak");
}

#[test]
fn of_equal_shares_the_one_with_more_questions_comes_first() {
    let items = ["b", "b", "a", "c"];
    let items = items.map(|topic| item("x", Some(topic), "how", 0, None)).to_vec();
    let report = report(&QuizRecord { items, ..QuizRecord::default() }, &[]);
    let names: Vec<_> = parts(&report).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, [Some("b"), Some("a"), Some("c")]);
}

#[test]
fn calibration_says_how_often_one_was_right_by_how_sure_one_was() {
    let report = report(&quiz(), &[]);
    let found: Vec<(Sure, u32, u32)> =
        report.calibration.iter().map(|(sure, score)| (*sure, score.right, score.asked)).collect();
    assert_eq!(found, [(Sure::Sure, 2, 3), (Sure::Think, 2, 3), (Sure::Guess, 1, 1)]);
    assert_eq!(report.misbelieved, [3], "sure, and not right");
}

#[test]
fn earlier_quizzes_count_by_filter_and_topics_by_all_of_them() {
    let before = |filter: &str, ppm: u32| QuizRecord {
        filter: filter.to_owned(),
        items: vec![item("x", Some("http"), "how", ppm, Some(Sure::Sure))],
        ..QuizRecord::default()
    };
    let earlier = [(at(10), before("", 0)), (at(12), before("kafka", RIGHT))];
    let report = report(&quiz(), &earlier);
    assert_eq!(report.earlier.len(), 1);
    assert_eq!(report.earlier[0].moment.day, Day(10));
    assert!((report.change().expect("one before") - 0.6875).abs() < 1e-9);
    let http = report.topics.iter().find(|part| part.name.as_deref() == Some("http"));
    let before = http.expect("http").before;
    assert_eq!((before.asked, before.right), (2, 1));
    assert_eq!(report.topics[0].before.asked, 0);
}

#[test]
fn the_last_few_earlier_quizzes_are_shown() {
    let earlier: Vec<(Moment, QuizRecord)> = (1..=8).map(|day| (at(day), quiz())).collect();
    let report = report(&quiz(), &earlier);
    let days: Vec<i32> = report.earlier.iter().map(|one| one.moment.day.0).collect();
    assert_eq!(days, [4, 5, 6, 7, 8]);
    assert_eq!(days.len(), EARLIER);
    assert_eq!(report.change(), Some(0.0));
}

#[test]
fn a_quiz_without_answers_says_nothing() {
    let report = report(&QuizRecord { planned: 3, ..QuizRecord::default() }, &[]);
    assert_eq!((report.score.share(), report.change()), (None, None));
    assert_eq!((report.not_reached, report.topics.len(), report.weakest().count()), (3, 0, 0));
}

#[test]
fn an_order_is_worth_its_pairs() {
    for (places, right, all) in [
        (vec![0, 1, 2, 3], 6, 6),
        (vec![0, 2, 1, 3], 5, 6),
        (vec![1, 2, 3, 0], 3, 6),
        (vec![3, 2, 1, 0], 0, 6),
        (vec![1, 0], 0, 1),
        (vec![0], 0, 0),
        (vec![], 0, 0),
    ] {
        assert_eq!(pairs_in_order(&places), (right, all), "{places:?}");
    }
}
