//! A quiz as a machine: inputs in, effects out, with a database in memory.

use std::collections::BTreeMap;

use revisit::cards::kinds::{
    basic::Basic, cloze::Cloze, mcq::Choice, mcq::Mcq, order::Order, scenario::Otherwise,
    scenario::Scenario, typed::Match, typed::Typed,
};
use revisit::cards::{Answer, Content, Facet, Note, Question};
use revisit::model::sitting::{Given, QuizRecord};
use revisit::model::{
    Action, CardId, Day, EventBody, Grade, Mode, Moment, Response, Sure, Timestamp,
};
use revisit::scheduler::{CardState, Rules};
use revisit::session::agenda::{Effect, Reply};
use revisit::session::quiz::plan::{Drawn, Feedback, QuizManner, QuizPlan, Unseen};
use revisit::session::screen::{Act, Body, Measures, Notice, QuizEnd, Screen, Stage};
use revisit::session::{Input, Machine, Quiz};
use revisit::store::{OpenOptions, Store};

use crate::rig::{self, Rig as _};

pub(crate) const DAY: Day = Day(20_000);

/// A quiz with its database.
pub(crate) struct Rig {
    pub(crate) quiz: Quiz,
    pub(crate) store: Store,
    notes: BTreeMap<CardId, Note>,
    pub(crate) now: Moment,
    /// How many new cards each section has.
    unseen: usize,
    /// What the machine wanted that the rig does not do.
    asked: Vec<Effect>,
    pub(crate) left: bool,
}

pub(crate) fn moment(day: Day, seconds: i64) -> Moment {
    let at = i64::from(day.0) * 86_400_000 + 12 * 3_600_000 + seconds * 1_000;
    Moment { at: Timestamp(at), day, offset_min: 60 }
}

pub(crate) fn id(name: &str) -> CardId {
    format!("t/{name}").parse().expect("an id")
}

fn note(name: &str, topic: &str, content: Content) -> Note {
    Note {
        topic: Some(topic.to_owned()),
        facet: Some(Facet::How),
        ..Note::new(format!("t/{name}").parse().expect("an id"), content)
    }
}

/// Multiple choice; the key is the first option of the note.
pub(crate) fn mcq(name: &str, topic: &str) -> Note {
    let option = |text: &str, correct| Choice {
        text: text.to_owned(),
        correct,
        why: format!("Because of {text}."),
    };
    let options = vec![option("right", true), option("wrong", false), option("worse", false)];
    note(name, topic, Content::Mcq(Mcq { front: format!("Which one, {name}?"), options }))
}

pub(crate) fn typed(name: &str) -> Note {
    let accept = vec!["GET".to_owned()];
    let front = "Which method?".to_owned();
    let content = Typed { front, accept, matching: Match::IgnoreCase, tolerance: None };
    note(name, "http", Content::Typed(content))
}

/// Four steps: `a`, `b`, `c`, `d`.
pub(crate) fn order(name: &str) -> Note {
    let items = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    note(name, "tcp", Content::Order(Order { front: "In order?".to_owned(), items }))
}

pub(crate) fn cloze(name: &str) -> Note {
    let text = "A {{c1::page}} has {{c2::rows}}.".to_owned();
    note(name, "sql", Content::Cloze(Cloze { text }))
}

pub(crate) fn scenario(name: &str, others: usize) -> Note {
    let text = |text: &str| text.to_owned();
    let other = |n: usize| Otherwise { text: format!("Way {n}."), why: format!("Why not {n}.") };
    let content = Scenario {
        setup: text("Setup."),
        ask: text("Ask?"),
        choice: text("Choice."),
        otherwise: (0..others).map(other).collect(),
        because: text("Because."),
        cost: text("Cost."),
        flips_if: text("Flips."),
    };
    note(name, "design", Content::Scenario(content))
}

pub(crate) fn basic(name: &str) -> Note {
    let content = Basic { front: "Front?".to_owned(), back: "Back.".to_owned() };
    note(name, "http", Content::Basic(content))
}

impl rig::Rig for Rig {
    fn machine(&mut self) -> &mut dyn Machine {
        &mut self.quiz
    }

    fn now(&self) -> Moment {
        self.now
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Reply> {
        match effect {
            Effect::Fetch(card) => {
                let note = self.notes.get(&card);
                let topic = note.and_then(|note| note.topic.clone()).unwrap_or_default();
                Some(rig::fetch(&self.store, &self.notes, &card, &topic.to_uppercase()))
            }
            Effect::Append(action) => Some(rig::append(&mut self.store, &action, self.now)),
            Effect::FindUnseen(sections) => Some(Reply::Unseen(self.find(&sections))),
            Effect::Exit => {
                self.left = true;
                None
            }
            Effect::Show => None,
            other => {
                self.asked.push(other);
                None
            }
        }
    }
}

impl Rig {
    pub(crate) fn new(notes: Vec<Note>, change: impl Fn(&mut QuizManner)) -> Rig {
        let now = moment(DAY, 0);
        let store = Store::in_memory(&OpenOptions::new("test", 1, now, Rules::default()));
        let mut rig = Rig {
            quiz: Quiz::new(QuizPlan::default(), QuizManner::default(), now),
            store: store.expect("a database in memory"),
            notes: BTreeMap::new(),
            now,
            unseen: 2,
            asked: Vec::new(),
            left: false,
        };
        rig.again(notes, change);
        rig
    }

    /// Makes another quiz on the same database; it asks the first side of each note, in order.
    pub(crate) fn again(&mut self, notes: Vec<Note>, change: impl Fn(&mut QuizManner)) {
        let mut manner = QuizManner { seed: 7, ..QuizManner::default() };
        change(&mut manner);
        let drawn = |(place, note): (usize, &Note)| Drawn {
            card: note.cards()[0].clone(),
            section: Some(place as u32 / 5),
        };
        let earlier = self.store.quizzes().expect("readable");
        let plan = QuizPlan {
            cards: notes.iter().enumerate().map(drawn).collect(),
            count: notes.len() as u32,
            earlier: earlier.into_iter().map(|quiz| (quiz.moment, quiz.record)).collect(),
        };
        self.quiz = Quiz::new(plan, manner, self.now);
        for note in notes {
            for card in note.cards() {
                self.notes.insert(card, note.clone());
            }
        }
    }

    pub(crate) fn start(&mut self) -> Screen {
        let effects = self.quiz.start();
        self.settle(effects)
    }

    /// Does something, a second later.
    pub(crate) fn act(&mut self, input: Input) -> Screen {
        self.later(1, input)
    }

    pub(crate) fn later(&mut self, seconds: i64, input: Input) -> Screen {
        self.now.at.0 += seconds * 1_000;
        let effects = self.quiz.act(input, self.now);
        self.settle(effects)
    }

    /// Answers a multiple choice: rightly, or with another option.
    fn pick(&mut self, rightly: bool, sure: Sure) -> Screen {
        let Body::Card(view) = self.quiz.screen().body else { panic!("no card") };
        let Question::Mcq { order, .. } = &view.question else { panic!("no choice") };
        let place = order.iter().position(|&at| (at == 0) == rightly).expect("an option");
        self.act(Input::Answer(Response::Choice(place)));
        self.act(Input::Sure(sure))
    }

    fn find(&self, sections: &[Option<u32>]) -> Vec<Unseen> {
        let section = |section: &Option<u32>| Unseen {
            title: format!("Section {}", section.expect("a section")),
            cards: (0..self.unseen)
                .map(|n| (id(&format!("new{}-{n}", section.expect("a section"))), 1))
                .collect(),
        };
        sections.iter().map(section).collect()
    }

    pub(crate) fn state(&self, name: &str) -> CardState {
        self.store.state(&id(name)).expect("a state").state
    }

    fn reviews(&self, name: &str) -> Vec<revisit::model::Reviewed> {
        let events = self.store.history(&id(name)).expect("readable").into_iter();
        let events = events.filter(|event| !event.retracted);
        let bodies = events.map(|event| event.event.body);
        let reviewed = bodies.filter_map(|body| match body {
            EventBody::Reviewed(reviewed) => Some(reviewed),
            _ => None,
        });
        reviewed.collect()
    }
}

pub(crate) fn card_of(screen: &Screen) -> &str {
    match &screen.body {
        Body::Card(card) => card.card.as_str(),
        other => panic!("no card but {other:?}"),
    }
}

fn end_of(screen: &Screen) -> &QuizEnd {
    match &screen.body {
        Body::QuizEnd(end) => end,
        other => panic!("not the end but {other:?}"),
    }
}

fn is_revealed(screen: &Screen) -> bool {
    matches!(&screen.body, Body::Card(card) if matches!(card.stage, Stage::Revealed { .. }))
}

#[test]
fn a_quiz_runs_from_the_first_question_to_its_report() {
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "kafka")], |_| {});
    let screen = rig.start();
    assert_eq!(card_of(&screen), "t/a");
    let head = screen.head.as_ref().expect("a head");
    assert_eq!((head.count, head.topic.as_str()), (Some((1, 2)), "HTTP"));
    assert!(screen.acts.contains(&Act::Pick) && screen.acts.contains(&Act::Pass));
    assert!(screen.timers.is_empty(), "nothing runs where there is no limit");
    let screen = rig.act(Input::Answer(Response::Choice(0)));
    assert!(!is_revealed(&screen), "how sure comes first");
    assert!(screen.acts.contains(&Act::Sure(Sure::Guess)));
    assert!(rig.reviews("a").is_empty());
    let screen = rig.act(Input::Sure(Sure::Think));
    assert!(is_revealed(&screen));
    assert_eq!(rig.reviews("a").len(), 1, "what shows is durable");
    assert_eq!(card_of(&rig.act(Input::Continue)), "t/b");
    let screen = rig.pick(true, Sure::Sure);
    assert_eq!(screen.notices, [Notice::Answered(id("b"))]);
    let screen = rig.act(Input::Continue);
    let end = end_of(&screen);
    assert_eq!((end.report.score.asked, end.record.items.len()), (2, 2));
    assert_eq!(end.titles["kafka"], "KAFKA");
    let quizzes = rig.store.quizzes().expect("readable");
    assert_eq!(quizzes.len(), 1);
    assert_eq!((&quizzes[0].record, quizzes[0].moment), (&end.record, end.moment));
    assert!(screen.acts.contains(&Act::Continue) && !rig.left);
    assert_eq!(card_of(&rig.act(Input::Continue)), "t/a");
    assert_eq!(card_of(&rig.act(Input::Continue)), "t/b");
    end_of(&rig.act(Input::Continue));
    rig.act(Input::Quit);
    assert!(rig.left);
    assert_eq!(rig.store.quizzes().expect("readable").len(), 1, "the record is written once");
}

#[test]
fn an_answer_can_be_changed_until_one_says_how_sure_one_is() {
    let mut rig = Rig::new(vec![typed("a")], |_| {});
    rig.start();
    let screen = rig.act(Input::Answer(Response::Text("PUT".to_owned())));
    let Body::Card(view) = &screen.body else { panic!("a card") };
    assert_eq!(view.given, Some(Response::Text("PUT".to_owned())));
    let screen = rig.act(Input::Change);
    assert!(screen.acts.contains(&Act::Type));
    rig.act(Input::Answer(Response::Text("get".to_owned())));
    rig.act(Input::Sure(Sure::Sure));
    let screen = rig.act(Input::Continue);
    let item = &end_of(&screen).record.items[0];
    assert!(item.is_right());
    assert_eq!(item.took_ms, 3_000, "from the question to the answer, not to the key after it");
}

#[test]
fn what_does_not_fit_the_question_is_rejected() {
    let mut rig = Rig::new(vec![mcq("a", "http")], |_| {});
    rig.start();
    for response in [Response::Choice(9), Response::Text("x".to_owned())] {
        let screen = rig.act(Input::Answer(response));
        assert!(matches!(screen.notices[..], [Notice::Rejected(_)]));
        assert!(screen.acts.contains(&Act::Pick));
    }
}

#[test]
fn without_record_the_schedule_stays_as_it_is() {
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http")], |_| {});
    rig.start();
    rig.pick(false, Sure::Sure);
    rig.act(Input::Continue);
    rig.pick(true, Sure::Sure);
    for name in ["a", "b"] {
        let review = rig.reviews(name).remove(0);
        assert_eq!((review.mode, review.schedules), (Mode::Quiz, false));
        assert_eq!(rig.state(name).due, None);
        assert_eq!(rig.state(name).shown, 1);
    }
    assert_eq!(rig.state("a").missed, Some(DAY), "missed all the same");
    assert_eq!(rig.state("b").missed, None);
}

#[test]
fn a_recorded_quiz_schedules_what_was_missed_and_what_was_due() {
    let study = |rig: &mut Rig, name: &str, grade, day: Day| {
        let body = EventBody::Reviewed(revisit::model::Reviewed {
            grade,
            took_ms: 1_000,
            mode: Mode::Study,
            schedules: true,
            response: None,
            sure: None,
            emptied: false,
        });
        let action = Action::on(id(name), 1, revisit::model::Seen::Any, body);
        rig.store.append(&action, moment(day, 0)).expect("written");
    };
    // Card, is it due, answered rightly, how sure; then the grade, and whether it schedules.
    let cases = [
        ("a", true, true, Sure::Sure, Grade::Good, true),
        ("b", true, true, Sure::Think, Grade::Good, true),
        ("c", false, true, Sure::Sure, Grade::Good, false),
        ("d", false, true, Sure::Guess, Grade::Again, true),
        ("e", true, true, Sure::Guess, Grade::Again, true),
        ("f", false, false, Sure::Guess, Grade::Again, true),
        ("g", true, false, Sure::Sure, Grade::Again, true),
    ];
    let notes = cases.map(|(name, ..)| mcq(name, "http")).to_vec();
    let mut rig = Rig::new(notes, |manner| manner.record = true);
    for (name, is_due, ..) in cases {
        // Due today, or in six days.
        study(&mut rig, name, Grade::Good, DAY - 1);
        if !is_due {
            rig.now = moment(DAY, 0);
            study(&mut rig, name, Grade::Good, DAY);
        }
    }
    rig.now = moment(DAY + 1, 0);
    for (name, is_due, ..) in cases {
        assert_eq!(rig.state(name).is_due(DAY + 1), is_due, "{name}");
    }
    rig.start();
    for (name, _, rightly, sure, grade, schedules) in cases {
        let before = rig.state(name);
        rig.pick(rightly, sure);
        let review = rig.reviews(name).pop().expect("an answer");
        assert_eq!((review.grade, review.schedules), (grade, schedules), "{name}");
        assert_eq!((review.mode, review.sure), (Mode::Quiz, Some(sure)), "{name}");
        let after = rig.state(name);
        assert_eq!(after.due != before.due, schedules, "{name}");
        assert_eq!(after.missed.is_some(), grade == Grade::Again, "{name}");
        rig.act(Input::Continue);
    }
    assert_eq!(rig.store.verify().expect("readable"), []);
    assert!(rig.store.quizzes().expect("readable")[0].record.recorded);
}

#[test]
fn an_order_earns_its_pairs_and_everything_else_all_or_nothing() {
    let mut rig = Rig::new(vec![order("a"), order("b"), typed("c")], |_| {});
    rig.start();
    // Of a b c d: c before b is one pair of six in the wrong order.
    for wanted in [[0, 2, 1, 3], [3, 2, 1, 0]] {
        let Body::Card(view) = rig.quiz.screen().body else { panic!("a card") };
        let Question::Order { order, .. } = &view.question else { panic!("an order") };
        let place = |item: &usize| order.iter().position(|at| at == item).expect("an item");
        rig.act(Input::Answer(Response::Order(wanted.iter().map(place).collect())));
        rig.act(Input::Sure(Sure::Think));
        rig.act(Input::Continue);
    }
    rig.act(Input::Answer(Response::Text("PUT".to_owned())));
    rig.act(Input::Sure(Sure::Think));
    let screen = rig.act(Input::Continue);
    let credits: Vec<u32> =
        end_of(&screen).record.items.iter().map(|item| item.credit_ppm).collect();
    assert_eq!(credits, [833_333, 0, 0]);
    assert_eq!(rig.reviews("a")[0].grade, Grade::Again, "not wholly right is not known");
}

#[test]
fn a_scenario_is_asked_as_a_choice_among_the_other_ways() {
    let mut rig = Rig::new(vec![scenario("a", 2)], |_| {});
    let screen = rig.start();
    let Body::Card(view) = &screen.body else { panic!("a card") };
    let Question::Mcq { front, options, order } = &view.question else { panic!("a choice") };
    assert_eq!(front, "Setup.\n\nAsk?");
    let mut sorted = options.clone();
    sorted.sort();
    assert_eq!(sorted, ["Choice.", "Way 0.", "Way 1."]);
    let key = order.iter().position(|&place| place == 0).expect("the choice");
    rig.act(Input::Answer(Response::Choice(key)));
    let screen = rig.act(Input::Sure(Sure::Sure));
    let Body::Card(view) = &screen.body else { panic!("a card") };
    let shown = view.revealed.as_ref().expect("revealed");
    let Answer::Mcq { options } = &shown.answer else { panic!("judged options") };
    assert_eq!(options[key].why, "Because.");
    assert!(options.iter().all(|option| !option.why.is_empty()));
    let more = shown.more.as_deref().expect("what it costs");
    assert!(more.contains("Cost.") && more.contains("Flips."), "{more}");
    assert_eq!(rig.reviews("a")[0].response, Some(Response::Choice(0)));
}

#[test]
fn what_cannot_be_asked_is_stood_in_for() {
    let notes = vec![scenario("bare", 0), basic("plain"), mcq("a", "http")];
    let mut rig = Rig::new(notes, |_| {});
    rig.notes.remove(&id("plain"));
    let screen = rig.start();
    assert_eq!(card_of(&screen), "t/a");
    assert_eq!(screen.notices, [Notice::Broken("no t/plain".to_owned())]);
    assert_eq!(screen.head.expect("a head").count, Some((1, 1)));
}

#[test]
fn a_quiz_of_nothing_askable_ends_at_once_and_leaves_no_record() {
    let mut rig = Rig::new(vec![basic("a"), scenario("b", 0)], |_| {});
    let screen = rig.start();
    assert_eq!(end_of(&screen).report.score.asked, 0);
    rig.act(Input::Quit);
    assert!(rig.left);
    assert_eq!(rig.store.quizzes().expect("readable"), []);
}

#[test]
fn a_question_that_is_given_up_was_missed() {
    let mut rig = Rig::new(vec![cloze("a")], |manner| manner.record = true);
    rig.start();
    let screen = rig.later(5, Input::Reveal);
    assert!(is_revealed(&screen), "nobody is asked how sure");
    let card = "t/a#c1".parse().expect("an id");
    let state = rig.store.state(&card).expect("a state").state;
    assert_eq!((state.missed, state.reps), (Some(DAY), 1));
    let screen = rig.act(Input::Continue);
    let item = &end_of(&screen).record.items[0];
    assert_eq!((item.given, item.sure, item.took_ms), (Given::Nothing, None, 5_000));
}

#[test]
fn the_time_for_a_question_runs_out() {
    let limit = |manner: &mut QuizManner| manner.question_ms = Some(30_000);
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http"), mcq("c", "http")], limit);
    let screen = rig.start();
    let timer = screen.timers[0];
    assert_eq!((timer.measures, timer.left_ms()), (Measures::This, Some(30_000)));
    assert!(timer.ends && timer.runs);
    assert!(rig.quiz.act(Input::Tick, moment(DAY, 29)).is_empty());
    rig.now = moment(DAY, 29);
    assert_eq!(rig.quiz.screen().timers[0].left_ms(), Some(1_000));
    let screen = rig.act(Input::Tick);
    assert!(is_revealed(&screen));
    assert_eq!(screen.notices[0], Notice::Message("the time is up".to_owned()));
    assert!(screen.timers.is_empty(), "reading costs nothing");
    rig.later(500, Input::Continue);

    // What comes after the time is no answer, where no tick could come before it.
    let screen = rig.later(31, Input::Answer(Response::Choice(0)));
    assert!(is_revealed(&screen));
    rig.act(Input::Continue);

    // Once it is answered nothing runs.
    rig.later(29, Input::Answer(Response::Choice(0)));
    assert!(rig.later(100, Input::Tick).timers.is_empty());
    rig.act(Input::Sure(Sure::Think));
    let screen = rig.act(Input::Continue);
    let given: Vec<Given> = end_of(&screen).record.items.iter().map(|item| item.given).collect();
    assert_eq!(given, [Given::Late, Given::Late, Given::Answer]);
    assert_eq!(end_of(&screen).report.late, 2);
    assert_eq!(rig.reviews("a")[0].grade, Grade::Again);
}

#[test]
fn the_time_for_all_runs_out_and_the_open_question_does_not_count() {
    let limit = |manner: &mut QuizManner| manner.total_ms = Some(60_000);
    let notes = vec![mcq("a", "http"), mcq("b", "http"), mcq("c", "http")];
    let mut rig = Rig::new(notes, limit);
    rig.start();
    rig.later(39, Input::Tick);
    rig.pick(true, Sure::Sure);
    let screen = rig.later(1_000, Input::Continue);
    let timer = screen.timers[0];
    assert_eq!((timer.measures, timer.left_ms()), (Measures::Whole, Some(20_000)));
    let screen = rig.later(20, Input::Tick);
    let end = end_of(&screen);
    assert_eq!((end.report.score.asked, end.report.not_reached), (1, 2));
    assert_eq!(end.record.took_ms, 40_000);
    assert!(rig.reviews("b").is_empty());
    assert_eq!(rig.store.quizzes().expect("readable").len(), 1);
}

#[test]
fn feedback_at_the_end_shows_nothing_before_it() {
    let end = |manner: &mut QuizManner| manner.feedback = Feedback::End;
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http")], end);
    rig.start();
    let screen = rig.pick(false, Sure::Sure);
    assert_eq!(card_of(&screen), "t/b");
    assert!(!is_revealed(&screen));
    assert_eq!(rig.reviews("a").len(), 1, "it is durable before the next one shows");
    let screen = rig.pick(true, Sure::Sure);
    assert_eq!(end_of(&screen).answers.len(), 2);
    let screen = rig.act(Input::Continue);
    assert!(is_revealed(&screen) && card_of(&screen) == "t/a");
}

#[test]
fn undo_takes_the_last_answer_back_and_asks_again() {
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http")], |_| {});
    rig.start();
    assert_eq!(rig.act(Input::Undo).notices, [Notice::NothingToUndo]);
    rig.pick(false, Sure::Sure);
    let screen = rig.act(Input::Undo);
    assert_eq!(card_of(&screen), "t/a");
    assert!(rig.reviews("a").is_empty());
    assert_eq!(rig.state("a").missed, None);
    rig.pick(true, Sure::Sure);
    rig.act(Input::Continue);
    // From the next question as well.
    let screen = rig.act(Input::Undo);
    assert_eq!(
        (card_of(&screen), screen.head.as_ref().expect("a head").count),
        ("t/a", Some((1, 2)))
    );
    rig.pick(true, Sure::Sure);
    assert_eq!(card_of(&rig.act(Input::Continue)), "t/b");
    rig.pick(true, Sure::Sure);
    rig.act(Input::Continue);

    // From the end: the record goes with the answer, and is written anew.
    let screen = rig.act(Input::Undo);
    assert_eq!(card_of(&screen), "t/b");
    assert_eq!(rig.store.quizzes().expect("readable"), []);
    rig.pick(false, Sure::Think);
    let screen = rig.act(Input::Continue);
    assert_eq!(end_of(&screen).report.score.right, 1);
    assert_eq!(rig.store.quizzes().expect("readable").len(), 1);
    assert_eq!(rig.store.verify().expect("readable"), []);
}

#[test]
fn leaving_early_ends_with_a_report_of_what_was_answered() {
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http")], |_| {});
    rig.start();
    rig.act(Input::Quit);
    assert!(rig.left, "nothing was answered yet");

    rig.left = false;
    rig.again(vec![mcq("a", "http"), mcq("b", "http"), mcq("c", "http")], |_| {});
    rig.start();
    rig.pick(true, Sure::Sure);
    rig.act(Input::Continue);
    let screen = rig.act(Input::Quit);
    let end = end_of(&screen);
    assert_eq!((end.report.score.asked, end.report.not_reached, rig.left), (1, 2, false));
    rig.act(Input::Quit);
    assert!(rig.left);
}

#[test]
fn a_later_quiz_is_set_against_the_earlier_ones() {
    let mut rig = Rig::new(vec![mcq("a", "http"), mcq("b", "http")], |_| {});
    rig.start();
    rig.pick(false, Sure::Sure);
    rig.act(Input::Continue);
    rig.pick(true, Sure::Sure);
    rig.act(Input::Continue);
    rig.now = moment(DAY + 3, 0);
    rig.again(vec![mcq("a", "http")], |_| {});
    rig.start();
    rig.pick(true, Sure::Sure);
    let screen = rig.act(Input::Continue);
    let report = &end_of(&screen).report;
    assert_eq!(report.earlier[0].moment.day, DAY);
    assert!((report.change().expect("a change") - 0.5).abs() < 1e-9);
    assert_eq!(report.topics[0].before.asked, 2);
}

/// Ten questions of two sections: four of five right in the first, three in the second.
fn placed(rig: &mut Rig) -> Screen {
    rig.start();
    for rightly in [true, true, false, true, true, true, false, true, false, true] {
        rig.pick(rightly, Sure::Think);
        rig.act(Input::Continue);
    }
    rig.quiz.screen()
}

fn ten() -> Vec<Note> {
    (0..10).map(|n| mcq(&format!("q{n}"), "http")).collect()
}

#[test]
fn sections_that_were_answered_well_are_offered_as_known() {
    let mut rig = Rig::new(ten(), |manner| manner.place = true);
    let screen = placed(&mut rig);
    assert_eq!(end_of(&screen).offers, 1);
    let screen = rig.act(Input::Continue);
    let Body::Offers(offers) = &screen.body else { panic!("offers, not {:?}", screen.body) };
    assert_eq!(offers.len(), 1, "eighty per cent, not sixty");
    assert_eq!((offers[0].title.as_str(), offers[0].right, offers[0].asked), ("Section 0", 4, 5));
    assert_eq!((offers[0].cards, offers[0].is_chosen), (2, true));
    let screen = rig.act(Input::Continue);
    assert_eq!(screen.notices, [Notice::Placed { cards: 2 }]);
    assert_eq!(end_of(&screen).offers, 0);
    let due = rig.state("new0-0").due.expect("known, and due one day");
    assert!((25..=35).contains(&due.days_since(DAY)));
    assert!(rig.state("new0-1").due.is_some() && rig.state("new1-0").due.is_none());

    // One undo takes all of it back, and the offer stands again.
    let screen = rig.act(Input::Undo);
    assert!(matches!(screen.body, Body::Offers(_)));
    assert_eq!(rig.state("new0-0").due, None);
    assert_eq!(rig.state("new0-1").due, None);
    let screen = rig.act(Input::Skip);
    assert_eq!(end_of(&screen).offers, 0);
    assert_eq!(rig.store.verify().expect("readable"), []);
}

#[test]
fn an_offer_is_taken_only_as_far_as_it_was_chosen() {
    let mut rig = Rig::new(ten(), |manner| manner.place = true);
    placed(&mut rig);
    rig.act(Input::Continue);
    let screen = rig.act(Input::Toggle(0));
    let Body::Offers(offers) = &screen.body else { panic!("offers") };
    assert!(!offers[0].is_chosen);
    rig.act(Input::Toggle(7));
    end_of(&rig.act(Input::Continue));
    assert_eq!(rig.state("new0-0").due, None);
    assert_eq!(rig.store.newest_action().expect("readable").expect("one").events.len(), 1);
}

#[test]
fn what_was_guessed_makes_no_section_known() {
    let mut rig = Rig::new(ten(), |manner| manner.place = true);
    rig.start();
    for _ in 0..10 {
        rig.pick(true, Sure::Guess);
        rig.act(Input::Continue);
    }
    assert_eq!(end_of(&rig.quiz.screen()).offers, 0);
}

#[test]
fn a_section_with_few_questions_or_no_new_cards_is_not_pressed_on_anybody() {
    let mut rig = Rig::new(ten().split_off(8), |manner| manner.place = true);
    rig.start();
    for _ in 0..2 {
        rig.pick(true, Sure::Sure);
        rig.act(Input::Continue);
    }
    let Body::Offers(offers) = rig.act(Input::Continue).body else { panic!("offers") };
    assert!(!offers[0].is_chosen, "two questions are few");

    let mut rig = Rig::new(ten(), |manner| manner.place = true);
    rig.unseen = 0;
    assert_eq!(end_of(&placed(&mut rig)).offers, 0);
}

#[test]
fn an_answered_card_can_be_flagged_and_read_up_on() {
    let mut rig = Rig::new(vec![mcq("a", "http")], |_| {});
    rig.start();
    rig.act(Input::Page);
    assert!(rig.asked.is_empty(), "the page would give the answer away");
    rig.pick(false, Sure::Sure);
    assert_eq!(rig.act(Input::Flag).notices, [Notice::Flagged(true)]);
    assert!(rig.state("a").hidden.flagged);
    assert_eq!(rig.act(Input::Flag).notices, [Notice::Flagged(false)]);
    rig.act(Input::Page);
    rig.act(Input::History);
    let facet = Some(Facet::How);
    assert_eq!(rig.asked, [Effect::OpenPage(id("a"), facet), Effect::OpenHistory(id("a"))]);
}

#[test]
fn the_record_says_what_was_asked_for() {
    let mut rig = Rig::new(vec![mcq("a", "http")], |manner| {
        manner.filter = "kafka is:weak".to_owned();
        (manner.record, manner.place) = (true, true);
    });
    rig.start();
    rig.later(8, Input::Took(1_234));
    rig.pick(true, Sure::Sure);
    rig.act(Input::Continue);
    let record: QuizRecord = rig.store.quizzes().expect("readable").remove(0).record;
    assert_eq!((record.filter.as_str(), record.seed, record.planned), ("kafka is:weak", 7, 1));
    assert!(record.recorded && record.placed);
    assert_eq!((record.took_ms, record.items[0].took_ms), (9_000, 1_234));
    assert_eq!(record.items[0].facet.as_deref(), Some("how"));
}
