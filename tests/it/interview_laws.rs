//! What holds of an interview whatever a person does, and in whatever order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use revisit::model::{CardId, Heard, Response};
use revisit::session::interview::moves::{Move, Transcript};
use revisit::session::interview::screen::{Deed, Stage};
use revisit::session::screen::{Act, Measures, Screen};
use revisit::session::{Input, Prompter};
use revisit::terminal::jsonl::JsonLines;
use revisit::terminal::{Draft, Look, Pipe, draw};

use crate::interview::{DAY, Rig, card, exercise, open_prompt, sheet, symptom, view};

fn heard() -> impl Strategy<Value = Heard> {
    prop::sample::select(Heard::ALL.to_vec())
}

fn rate() -> impl Strategy<Value = Move> {
    let ids = prop::sample::subsequence(vec!["scope", "cost", "scale", "style", "1:2", "x"], 0..=6);
    (ids, heard(), prop::collection::vec(0_usize..3, 0..3)).prop_map(|(ids, heard, red_flags)| {
        let heard = ids.into_iter().map(|id| (id.to_owned(), heard)).collect();
        Move::Rate { heard, red_flags }
    })
}

/// What a person may do, what helps on weighted so that interviews come to an end.
fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        30 => Just(Input::Continue),
        20 => heard().prop_map(|heard| Input::Interview(Move::Hear(heard))),
        10 => any::<bool>().prop_map(|raised| Input::Interview(Move::Raise(raised))),
        4 => rate().prop_map(Input::Interview),
        3 => Just(Input::Interview(Move::Said)),
        3 => Just(Input::Interview(Move::Back)),
        2 => Just(Input::Interview(Move::Outline)),
        2 => Just(Input::Interview(Move::Pause)),
        2 => (0_usize..5).prop_map(|place| Input::Interview(Move::Evidence(place))),
        2 => "[ a-zآ-ی\u{1b}\u{202e}]{0,20}".prop_map(|text| Input::Answer(Response::Text(text))),
        1 => Just(Input::Interview(Move::Editor)),
        1 => Just(Input::Interview(Move::Stop)),
        2 => Just(Input::Skip),
        3 => Just(Input::Undo),
        3 => Just(Input::Tick),
        1 => Just(Input::Quit),
        1 => Just(Input::Reveal),
        1 => Just(Input::Answer(Response::Choice(usize::MAX))),
    ]
}

fn transcript() -> impl Strategy<Value = Transcript> {
    prop_oneof![
        Just(Transcript::None),
        Just(Transcript::Pending),
        Just(Transcript::Text("Heard.".to_owned())),
        Just(Transcript::Failed("no".to_owned())),
    ]
}

/// Shows a screen on every face.
fn show(screen: &Screen, faces: &mut [Box<dyn Prompter>]) {
    for width in [1, 24, 50, 130] {
        let look = Look { width, ..Look::default() };
        let drawing = draw(screen, &Draft::default(), &look, None);
        let text = drawing.text(&look);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        if width >= 24 {
            let room = drawing.body.iter().all(|line| line.width() <= look.room());
            assert!(room, "wider than {width}:\n{text}");
        }
    }
    for face in faces {
        face.show(screen).expect("it is shown");
    }
}

fn faces() -> Vec<Box<dyn Prompter>> {
    let lines = JsonLines::new(Cursor::new(Vec::new()), Vec::new(), "0", DAY, 7);
    vec![
        Box::new(Pipe::new(Cursor::new(Vec::new()), Vec::new(), 50)),
        Box::new(lines.expect("it says hello")),
    ]
}

/// What is offered is what the stage is about.
fn offers_fit(screen: &Screen) {
    let stage = &view(screen).stage;
    let is_offered = |deed| screen.acts.contains(&Act::Interview(deed));
    let is_rating = matches!(stage, Stage::Rating(_));
    let hears = Heard::ALL.iter().any(|&heard| is_offered(Deed::Hear(heard)));
    assert!(!hears || is_rating, "{screen:?}");
    assert_eq!(is_offered(Deed::Rate), is_rating, "{screen:?}");
    let runs = screen.timers.iter().any(|timer| timer.runs && !timer.ends);
    let is_answering = matches!(stage, Stage::Answering(_) | Stage::Probing { .. });
    assert_eq!(runs, is_answering, "time runs only while one answers: {screen:?}");
}

/// The cards that the records of the log say were missed.
fn missed(rig: &Rig) -> BTreeSet<CardId> {
    let prompts = BTreeMap::from([
        (card("a"), open_prompt("a")),
        (card("d"), symptom()),
        (card("x"), exercise()),
    ]);
    let mut cards = BTreeSet::new();
    for record in rig.held().iter().flat_map(|held| held.rated()) {
        let sheet = sheet(&prompts[&record.card]);
        for point in record.points.iter().filter(|point| point.heard == Heard::Missed) {
            cards.extend(sheet.see[&point.id].iter().flat_map(|(_, cards)| cards.clone()));
        }
    }
    cards
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 40,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_inputs_leave_a_sound_log_and_a_screen_that_can_be_drawn(
        inputs in prop::collection::vec((0_i64..400, input(), transcript()), 0..90),
        records in any::<bool>(),
    ) {
        let prompts = vec![("a", open_prompt("a")), ("d", symptom()), ("x", exercise())];
        let mut rig = Rig::with(prompts, |setup| {
            setup.recorder = records.then(|| "rec".to_owned());
        });
        let mut faces = faces();
        show(&rig.start(), &mut faces);
        let mut whole = 0;
        for (seconds, input, transcript) in inputs {
            if rig.has_left {
                break;
            }
            rig.transcript = transcript;
            let goes_back = input == Input::Undo;
            let screen = rig.after(seconds, input);
            show(&screen, &mut faces);
            offers_fit(&screen);
            if let Some(timer) = screen.timers.iter().find(|one| one.measures == Measures::Whole) {
                prop_assert!(goes_back || timer.spent_ms >= whole || view(&screen).prompt.is_some());
                whole = timer.spent_ms;
            }
        }
        let report = rig.machine.report();
        let held = rig.held();
        prop_assert!(held.len() <= 1);
        let log = held.first().map(|held| held.prompts.clone()).unwrap_or_default();
        prop_assert_eq!(&report.held.prompts, &log, "what is reported is what is in the log");
        prop_assert_eq!(rig.store.verify().expect("readable"), []);
        let missed = missed(&rig);
        for id in ["scope-card", "cost-card", "style-card"] {
            prop_assert_eq!(rig.state(id).missed.is_some(), missed.contains(&card(id)), "{}", id);
        }
        // Each prompt is there once, however often it was rated again.
        let cards: BTreeSet<&CardId> = log.iter().map(|record| &record.card).collect();
        prop_assert_eq!(cards.len(), log.len());
    }
}
