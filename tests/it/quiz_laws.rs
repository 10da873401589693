//! Laws of a quiz, whatever is pressed: it does not panic, it loses nothing, it ends.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use revisit::cards::Note;
use revisit::model::{EventBody, Grade, Response, Sure};
use revisit::session::quiz::plan::{Feedback, QuizManner};
use revisit::session::screen::{Act, Body, Screen};
use revisit::session::{Input, Machine};

use crate::quiz::{Rig, basic, cloze, mcq, order, scenario, typed};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 128,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn response() -> impl Strategy<Value = Response> {
    prop_oneof![
        3 => (0usize..5).prop_map(Response::Choice),
        2 => Just(Response::Order(vec![2, 0, 3, 1])),
        1 => prop::collection::vec(0usize..5, 0..5).prop_map(Response::Order),
        2 => prop::sample::select(vec!["get", "page", "", "x"])
            .prop_map(|text| Response::Text(text.to_owned())),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let sure = prop::sample::select(Sure::ALL.to_vec());
    prop_oneof![
        8 => response().prop_map(Input::Answer),
        6 => sure.prop_map(Input::Sure),
        6 => Just(Input::Continue),
        2 => Just(Input::Reveal),
        2 => Just(Input::Undo),
        2 => Just(Input::Tick),
        1 => Just(Input::Change),
        1 => Just(Input::Skip),
        1 => (0usize..3).prop_map(Input::Toggle),
        1 => Just(Input::Flag),
        1 => Just(Input::Page),
        1 => Just(Input::Quit),
        1 => any::<u32>().prop_map(Input::Took),
        1 => Just(Input::Grade(Grade::Easy)),
        1 => prop::sample::select(vec![
            Input::Know, Input::Options, Input::Edit, Input::Bury, Input::Suspend, Input::History,
        ]),
    ]
}

fn manner() -> impl Strategy<Value = QuizManner> {
    let limit = || prop::option::weighted(0.3, 1_000u64..120_000);
    (any::<bool>(), any::<bool>(), any::<bool>(), limit(), limit(), any::<u64>()).prop_map(
        |(record, place, at_end, question_ms, total_ms, seed)| QuizManner {
            record,
            place,
            feedback: if at_end { Feedback::End } else { Feedback::Each },
            question_ms,
            total_ms,
            seed,
            ..QuizManner::default()
        },
    )
}

fn notes() -> Vec<Note> {
    vec![
        mcq("a", "http"),
        typed("b"),
        scenario("bare", 0),
        order("c"),
        cloze("d"),
        basic("plain"),
        scenario("e", 3),
        mcq("f", "kafka"),
    ]
}

/// Counts the answers in the log that were not taken back.
fn answers(rig: &Rig) -> usize {
    let mut count = 0;
    for note in notes() {
        for card in note.cards() {
            let history = rig.store.history(&card).expect("readable").into_iter();
            let is_answer = |body: &EventBody| matches!(body, EventBody::Reviewed(_));
            count +=
                history.filter(|event| !event.retracted && is_answer(&event.event.body)).count();
        }
    }
    count
}

/// Returns how many answers a screen says there are.
fn said(screen: &Screen) -> Option<usize> {
    match (&screen.body, &screen.head) {
        (Body::QuizEnd(end), _) => Some(end.record.items.len()),
        (Body::Card(view), Some(head)) if view.revealed.is_none() => Some(head.done as usize),
        _ => None,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_pressed_every_answer_shown_is_in_the_log_and_the_quiz_ends(
        manner in manner(),
        inputs in prop::collection::vec((input(), 0i64..40), 1..120),
    ) {
        let mut rig = Rig::new(notes(), |given| *given = manner.clone());
        rig.start();
        for (input, seconds) in inputs {
            let screen = rig.later(seconds, input);
            prop_assert!(!screen.acts.is_empty());
            if rig.left {
                break;
            }
            if let Some(said) = said(&screen) {
                prop_assert_eq!(said, answers(&rig), "{:?}", screen.body);
            }
            let is_over = matches!(screen.body, Body::QuizEnd(_) | Body::Offers(_));
            let records = rig.store.quizzes().expect("readable").len();
            prop_assert!(records <= 1 && (!is_over || records == usize::from(answers(&rig) > 0)));
            // What runs, runs only while a question is open.
            let is_asked = screen.acts.contains(&Act::Pass);
            prop_assert!(screen.timers.is_empty() || is_asked);
        }
        prop_assert_eq!(rig.store.verify().expect("readable"), []);
        // Three times leaving is enough from anywhere.
        for _ in 0..3 {
            if !rig.left {
                rig.act(Input::Quit);
            }
        }
        prop_assert!(rig.left, "{:?}", rig.quiz.screen().body);
    }

    #[test]
    fn the_same_seed_asks_the_same(seed in any::<u64>()) {
        let questions = || {
            let mut rig = Rig::new(notes(), |manner| manner.seed = seed);
            let mut screen = rig.start();
            let mut questions = Vec::new();
            while let Body::Card(view) = screen.body {
                questions.push(view.question);
                rig.act(Input::Reveal);
                screen = rig.act(Input::Continue);
            }
            questions
        };
        let first = questions();
        prop_assert_eq!(first.len(), 6);
        prop_assert_eq!(first, questions());
    }
}
