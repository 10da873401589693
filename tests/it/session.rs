//! The machine on its own: inputs in, effects out, with a database in memory.

use std::collections::BTreeMap;

use revisit::cards::kinds::{basic::Basic, mcq::Choice, mcq::Mcq, scenario::Scenario};
use revisit::cards::{Content, Note};
use revisit::model::{
    Action, CardId, Day, EventBody, Grade, Moment, NewEvent, Response, Seen, Timestamp,
};
use revisit::scheduler::{CardState, Rules, sm2::Sm2Scheduler};
use revisit::session::agenda::{
    Agenda, Effect, Introduction, Manner, Opening, Planned, Reply, TakenBack,
};
use revisit::session::screen::{Act, Body, Notice, Screen, Stage};
use revisit::session::{Input, Machine, Session};
use revisit::store::{OpenOptions, Store};

use crate::rig::{self, Rig as _};

const DAY: Day = Day(20_000);

struct Rig {
    session: Session,
    manner: Manner,
    store: Store,
    notes: BTreeMap<CardId, Note>,
    now: Moment,
    /// What the machine wanted besides what the rig does by itself.
    asked: Vec<Effect>,
    left: bool,
}

fn moment(day: Day, minute: i64) -> Moment {
    let at = i64::from(day.0) * 86_400_000 + 12 * 3_600_000 + minute * 60_000;
    Moment { at: Timestamp(at), day, offset_min: 0 }
}

fn note(id: &str, content: Content) -> Note {
    Note::new(id.parse().expect("an id"), content)
}

fn basic(n: usize) -> Note {
    let content = Basic { front: format!("Front {n}?"), back: format!("Back {n}.") };
    note(&format!("t/b{n}"), Content::Basic(content))
}

fn mcq() -> Note {
    let option = |text: &str, correct| Choice {
        text: text.to_owned(),
        correct,
        why: format!("Because of {text}."),
    };
    let options = vec![option("right", true), option("wrong", false), option("worse", false)];
    note("t/choice", Content::Mcq(Mcq { front: "Which one?".to_owned(), options }))
}

fn scenario() -> Note {
    let text = |text: &str| text.to_owned();
    let content = Scenario {
        setup: text("Setup."),
        ask: text("Ask?"),
        choice: text("Choice."),
        otherwise: Vec::new(),
        because: text("Because."),
        cost: text("Cost."),
        flips_if: text("Flips."),
    };
    note("t/decide", Content::Scenario(content))
}

impl Rig {
    fn new(notes: Vec<Note>) -> Rig {
        Rig::with(notes, |_| {})
    }

    fn with(notes: Vec<Note>, change: impl Fn(&mut Manner)) -> Rig {
        let now = moment(DAY, 0);
        let mut manner = Manner {
            ahead: false,
            intros: true,
            stems: true,
            parts: true,
            leech_lapses: 8,
            leech_suspend: false,
            seed: 7,
        };
        change(&mut manner);
        let rules = Rules::default();
        let scheduler = Box::new(Sm2Scheduler { rules });
        let store = Store::in_memory(&OpenOptions::new("test", 1, now, rules));
        Rig {
            session: Session::new(scheduler, manner.clone(), DAY),
            manner,
            store: store.expect("a database in memory"),
            notes: notes.into_iter().map(|note| (note.id.card(""), note)).collect(),
            now,
            asked: Vec::new(),
            left: false,
        }
    }

    /// Starts another session on the same database, on the day it is now.
    fn restart(&mut self) {
        let scheduler = Box::new(Sm2Scheduler { rules: Rules::default() });
        self.session = Session::new(scheduler, self.manner.clone(), self.now.day);
    }

    fn plan(&self) -> Agenda {
        let mut agenda = Agenda { minutes: 20, ..Agenda::default() };
        for card in self.notes.keys() {
            let state = self.store.state(card).expect("a state").state;
            let planned =
                Planned { card: card.clone(), is_new: state.due.is_none(), introduces: None };
            if state.drill == Some(self.now.day) {
                agenda.drills.push(planned);
            } else if state.due.is_none_or(|due| due <= self.now.day) {
                agenda.cards.push(planned);
            }
        }
        agenda
    }

    fn start(&mut self) -> Screen {
        let agenda = self.plan();
        self.begin(agenda)
    }

    fn begin(&mut self, agenda: Agenda) -> Screen {
        let effects = self.session.start(agenda);
        self.settle(effects)
    }

    fn act(&mut self, input: Input) -> Screen {
        self.now.at.0 += 1_000;
        let effects = self.session.act(input, self.now);
        self.settle(effects)
    }

    fn answer(&mut self, grade: Grade) -> Screen {
        self.act(Input::Reveal);
        self.act(Input::Grade(grade))
    }

    fn undo_older(&mut self) -> Option<TakenBack> {
        let newest = self.store.newest_action().expect("readable")?;
        let card = newest.events[0].card.clone()?;
        let body = EventBody::Retracted { action: newest.id };
        let entries = vec![NewEvent { card: None, rev: 0, origin: None, body }];
        rig::append(&mut self.store, &Action { entries, seen: Seen::Any }, self.now);
        Some(TakenBack { card: Some(card), what: "something".to_owned() })
    }

    fn state(&self, id: &str) -> CardState {
        self.store.state(&id.parse().expect("an id")).expect("a state").state
    }
}

impl rig::Rig for Rig {
    fn machine(&mut self) -> &mut dyn Machine {
        &mut self.session
    }

    fn now(&self) -> Moment {
        self.now
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Reply> {
        match effect {
            Effect::Fetch(card) => Some(rig::fetch(&self.store, &self.notes, &card, "Topic")),
            Effect::Append(action) => Some(rig::append(&mut self.store, &action, self.now)),
            Effect::UndoOlder => Some(Reply::TakenBack(self.undo_older())),
            Effect::Plan(_) => Some(Reply::Planned(self.plan())),
            Effect::Tally => Some(Reply::Tally { tomorrow: 3, streak: 2, next_due: None }),
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

fn card_of(screen: &Screen) -> &str {
    match &screen.body {
        Body::Card(card) => card.card.as_str(),
        other => panic!("no card but {other:?}"),
    }
}

fn stage_of(screen: &Screen) -> Stage {
    match &screen.body {
        Body::Card(card) => card.stage,
        other => panic!("no card but {other:?}"),
    }
}

#[test]
fn a_day_runs_from_the_first_card_to_the_summary() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    let screen = rig.start();
    assert_eq!(card_of(&screen), "t/b1");
    assert_eq!(screen.head.as_ref().map(|head| head.left.new), Some(2));
    assert!(screen.acts.contains(&Act::Reveal) && screen.acts.contains(&Act::Know));
    let screen = rig.act(Input::Reveal);
    let Body::Card(card) = &screen.body else { panic!("a card") };
    let outcomes = card.revealed.as_ref().expect("revealed").outcomes.expect("grades");
    assert_eq!(outcomes[2].due, DAY + 1);
    assert!(outcomes[0].drill && !outcomes[1].drill);
    let screen = rig.act(Input::Grade(Grade::Good));
    assert_eq!(card_of(&screen), "t/b2");
    let screen = rig.answer(Grade::Easy);
    let Body::Done(summary) = &screen.body else { panic!("the end, not {:?}", screen.body) };
    assert_eq!((summary.reviews, summary.new, summary.tomorrow, summary.streak), (2, 2, 3, 2));
}

#[test]
fn the_preview_on_the_key_is_what_is_stored() {
    let mut rig = Rig::new(vec![basic(1)]);
    for round in 0..24 {
        let grade = Grade::ALL[round % 4];
        rig.restart();
        let screen = rig.start();
        assert_eq!(card_of(&screen), "t/b1");
        let Body::Card(card) = rig.act(Input::Reveal).body else { panic!("a card") };
        let outcome = card.revealed.expect("revealed").outcomes.expect("grades")[grade.index()];
        rig.act(Input::Grade(grade));
        let state = rig.state("t/b1");
        assert_eq!(state.due, Some(outcome.due), "{grade}");
        assert_eq!(state.sm2.interval_days, outcome.interval_days, "{grade}");
        assert_eq!(state.drill == Some(rig.now.day), outcome.drill, "{grade}");
        rig.now = moment(outcome.due, 0);
    }
}

#[test]
fn a_failed_card_comes_back_after_five_others_and_changes_nothing_then() {
    let mut rig = Rig::new((1..=8).map(basic).collect());
    rig.start();
    rig.answer(Grade::Again);
    let failed = rig.state("t/b1");
    for n in 2..=6 {
        let screen = rig.session.screen();
        assert_eq!(card_of(&screen), format!("t/b{n}"));
        rig.answer(Grade::Good);
    }
    let screen = rig.session.screen();
    assert_eq!(card_of(&screen), "t/b1");
    assert!(screen.head.as_ref().is_some_and(|head| head.drill && head.left.learning == 1));
    let screen = rig.answer(Grade::Good);
    assert_eq!(card_of(&screen), "t/b7");
    let drilled = rig.state("t/b1");
    assert_eq!((drilled.sm2, drilled.due, drilled.drill), (failed.sm2, failed.due, None));
}

#[test]
fn a_failed_card_comes_at_once_when_no_other_is_left() {
    let mut rig = Rig::new(vec![basic(1)]);
    rig.start();
    let screen = rig.answer(Grade::Again);
    assert_eq!(card_of(&screen), "t/b1");
    let screen = rig.answer(Grade::Good);
    assert!(matches!(screen.body, Body::Done(ref summary) if summary.misses.len() == 1));
}

#[test]
fn undo_restores_state_counters_and_queue_to_the_sessions_start() {
    let mut rig = Rig::new((1..=4).map(basic).collect());
    let mut seen = vec![rig.start()];
    for input in [Grade::Again, Grade::Good, Grade::Hard] {
        seen.push(rig.answer(input));
    }
    rig.act(Input::Bury);
    for before in seen.iter().rev() {
        let screen = rig.act(Input::Undo);
        assert!(matches!(screen.notices[..], [Notice::Undone { .. }]), "{:?}", screen.notices);
        assert_eq!(card_of(&screen), card_of(before));
        assert_eq!(screen.head, before.head);
    }
    for n in 1..=4 {
        let state = rig.state(&format!("t/b{n}"));
        assert_eq!(state, CardState::default(), "b{n}");
    }
    let screen = rig.act(Input::Undo);
    assert_eq!(screen.notices, [Notice::NothingToUndo]);
}

#[test]
fn undo_goes_on_into_what_was_done_before_the_session() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    rig.answer(Grade::Good);
    rig.answer(Grade::Good);
    rig.restart();
    let screen = rig.start();
    assert!(matches!(screen.body, Body::Done(_)));
    let screen = rig.act(Input::Undo);
    assert_eq!(card_of(&screen), "t/b2");
    assert_eq!(rig.state("t/b2"), CardState::default());
}

#[test]
fn undo_works_from_the_summary() {
    let mut rig = Rig::new(vec![basic(1)]);
    rig.start();
    let screen = rig.answer(Grade::Good);
    assert!(matches!(screen.body, Body::Done(_)) && screen.acts.contains(&Act::Undo));
    assert_eq!(card_of(&rig.act(Input::Undo)), "t/b1");
}

#[test]
fn a_choice_is_judged_explained_and_graded_with_one_key() {
    let mut rig = Rig::new(vec![mcq()]);
    let screen = rig.start();
    let Body::Card(card) = &screen.body else { panic!("a card") };
    let revisit::cards::Question::Mcq { order, .. } = &card.question else { panic!("options") };
    let wrong = order.iter().position(|&place| place == 1).expect("the second option");
    let screen = rig.act(Input::Answer(Response::Choice(wrong)));
    let Body::Card(card) = &screen.body else { panic!("a card") };
    let judged = card.revealed.as_ref().and_then(|shown| shown.verdict.as_ref()).expect("judged");
    assert!(!judged.verdict.correct);
    assert_eq!(judged.verdict.explain, "Because of wrong.");
    assert!(screen.acts.contains(&Act::Suggested(Grade::Again)));
    rig.act(Input::Continue);
    assert_eq!(rig.state("t/choice").drill, Some(DAY));
}

#[test]
fn a_choice_that_was_seen_before_starts_with_its_stem() {
    let mut rig = Rig::new(vec![mcq()]);
    rig.start();
    let screen = rig.answer(Grade::Again);
    assert_eq!(stage_of(&screen), Stage::Stem);
    assert!(screen.acts.contains(&Act::Options) && !screen.acts.contains(&Act::Pick));
    assert_eq!(stage_of(&rig.act(Input::Options)), Stage::Asked);
}

#[test]
fn a_scenario_is_revealed_in_its_parts() {
    let mut rig = Rig::new(vec![scenario()]);
    rig.start();
    assert_eq!(stage_of(&rig.act(Input::Reveal)), Stage::Revealed { parts: 1 });
    assert_eq!(stage_of(&rig.act(Input::Continue)), Stage::Revealed { parts: 2 });
    rig.act(Input::Continue);
    rig.act(Input::Continue);
    assert_eq!(stage_of(&rig.act(Input::Continue)), Stage::Revealed { parts: 4 });
}

#[test]
fn a_response_that_does_not_fit_changes_nothing() {
    let mut rig = Rig::new(vec![mcq()]);
    let before = rig.start();
    let screen = rig.act(Input::Answer(Response::Choice(9)));
    assert!(matches!(screen.notices[..], [Notice::Rejected(_)]));
    assert_eq!(screen.body, before.body);
}

#[test]
fn what_cannot_be_done_now_does_nothing() {
    let mut rig = Rig::new(vec![basic(1)]);
    let before = rig.start();
    assert_eq!(rig.act(Input::Grade(Grade::Good)).body, before.body);
    rig.act(Input::Reveal);
    rig.act(Input::Grade(Grade::Good));
    let done = rig.session.screen().body;
    for input in [Input::Reveal, Input::Bury, Input::Flag, Input::Know, Input::Options] {
        assert_eq!(rig.act(input).body, done);
    }
}

#[test]
fn i_know_this_is_for_new_cards_only_and_can_be_undone() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    let screen = rig.act(Input::Know);
    assert!(matches!(screen.notices[..], [Notice::Known { .. }]));
    let due = rig.state("t/b1").due.expect("known");
    assert!((25..=35).contains(&due.days_since(DAY)));
    rig.act(Input::Undo);
    assert_eq!(rig.state("t/b1"), CardState::default());
}

#[test]
fn a_flag_keeps_the_card_on_the_screen() {
    let mut rig = Rig::new(vec![basic(1)]);
    rig.start();
    let screen = rig.act(Input::Flag);
    assert_eq!(card_of(&screen), "t/b1");
    assert!(screen.head.is_some_and(|head| head.flagged));
    rig.answer(Grade::Good);
    assert!(rig.state("t/b1").hidden.flagged);
}

#[test]
fn the_budget_starts_no_further_card_until_more_is_asked_for() {
    let mut rig = Rig::new((1..=9).map(basic).collect());
    let mut agenda = rig.plan();
    agenda.budget_ms = Some(1_500);
    rig.begin(agenda);
    let screen = rig.answer(Grade::Good);
    assert!(matches!(screen.body, Body::Budget { left: 8, .. }), "{:?}", screen.body);
    let mut screen = rig.act(Input::Continue);
    for n in 2..=6 {
        assert_eq!(card_of(&screen), format!("t/b{n}"));
        screen = rig.answer(Grade::Good);
    }
    assert!(matches!(screen.body, Body::Budget { left: 3, .. }));
}

#[test]
fn a_leech_is_flagged_told_and_suspended_where_asked() {
    let mut rig = Rig::with(vec![basic(1)], |manner| {
        (manner.leech_lapses, manner.leech_suspend) = (1, true);
    });
    rig.start();
    rig.answer(Grade::Good);
    rig.now = moment(DAY + 1, 0);
    rig.act(Input::Continue);
    let screen = rig.answer(Grade::Again);
    let told = |notice: &Notice| matches!(notice, Notice::Leech { lapses: 1, suspended: true, .. });
    assert!(screen.notices.iter().any(told), "{:?}", screen.notices);
    let hidden = rig.state("t/b1").hidden;
    assert!(hidden.flagged && hidden.suspended);
    rig.act(Input::Undo);
    let state = rig.state("t/b1");
    assert!(!state.hidden.flagged && !state.hidden.suspended && state.lapses == 0);
}

#[test]
fn a_card_answered_in_another_window_is_skipped_with_a_notice() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    rig.act(Input::Reveal);
    let body = EventBody::Flagged;
    let other = Action::on("t/b1".parse().expect("an id"), 1, Seen::Any, body);
    rig::append(&mut rig.store, &other, rig.now);
    let screen = rig.act(Input::Grade(Grade::Good));
    assert_eq!(screen.notices, [Notice::Stale]);
    assert_eq!(card_of(&screen), "t/b2");
    assert_eq!(rig.state("t/b1").reps, 0);
}

#[test]
fn a_new_day_replaces_the_open_question_and_counts_for_the_new_day() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    rig.answer(Grade::Good);
    rig.now = moment(DAY + 1, 0);
    let screen = rig.act(Input::Reveal);
    assert_eq!(card_of(&screen), "t/b1");
    assert_eq!(stage_of(&screen), Stage::Asked);
    assert_eq!(rig.session.day(), DAY + 1);
}

#[test]
fn undo_on_a_new_day_keeps_the_new_days_plan() {
    let mut rig = Rig::new(vec![basic(1), basic(2), basic(3)]);
    rig.start();
    rig.answer(Grade::Good);
    rig.now = moment(DAY + 1, 0);
    let screen = rig.act(Input::Continue);
    assert_eq!(screen.head.map(|head| head.left.total()), Some(3));
    let screen = rig.act(Input::Undo);
    assert_eq!(card_of(&screen), "t/b1");
    assert_eq!(rig.state("t/b1"), CardState::default());
    assert_eq!(screen.head.map(|head| head.left.total()), Some(3));
}

#[test]
fn ahead_of_time_only_cards_before_their_day_are_practice() {
    let mut rig = Rig::with(vec![basic(1), basic(2)], |manner| manner.ahead = true);
    rig.start();
    rig.answer(Grade::Good);
    rig.answer(Grade::Good);
    assert_eq!(rig.state("t/b1").reps, 1, "a new card schedules");
    let early = rig.state("t/b1");
    let planned =
        |id: &str| Planned { card: id.parse().expect("an id"), is_new: false, introduces: None };
    rig.now = moment(DAY + 1, 0);
    rig.restart();
    rig.begin(Agenda { cards: vec![planned("t/b1")], ..Agenda::default() });
    rig.answer(Grade::Good);
    assert_eq!(rig.state("t/b1").reps, 2, "a due card schedules");
    let before = rig.state("t/b1");
    assert_ne!(before.due, early.due);
    rig.now = moment(DAY + 2, 0);
    rig.restart();
    rig.begin(Agenda { cards: vec![planned("t/b1")], ..Agenda::default() });
    let screen = rig.act(Input::Reveal);
    let Body::Card(card) = &screen.body else { panic!("a card") };
    assert!(
        card.revealed.as_ref().is_some_and(|shown| shown.outcomes.expect("grades")[0].unscheduled)
    );
    rig.act(Input::Grade(Grade::Again));
    let after = rig.state("t/b1");
    assert_eq!((after.sm2, after.due, after.drill), (before.sm2, before.due, None));
}

#[test]
fn the_answer_after_which_nothing_is_left_says_so_in_the_log() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    rig.answer(Grade::Good);
    rig.answer(Grade::Good);
    rig.now = moment(DAY + 1, 0);
    rig.restart();
    rig.start();
    rig.answer(Grade::Again);
    rig.answer(Grade::Good);
    rig.answer(Grade::Good);
    let emptied: Vec<bool> = ["t/b1", "t/b2", "t/b1"]
        .iter()
        .zip([1, 1, 2])
        .map(|(id, place)| {
            let history = rig.store.history(&id.parse().expect("an id")).expect("readable");
            match &history[place].event.body {
                EventBody::Reviewed(review) => review.emptied,
                other => panic!("no review but {other:?}"),
            }
        })
        .collect();
    assert_eq!(emptied, [false, false, true]);
}

#[test]
fn a_grade_given_after_midnight_is_kept_and_dated_then() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    rig.start();
    rig.act(Input::Reveal);
    rig.now = moment(DAY + 1, 0);
    rig.act(Input::Grade(Grade::Good));
    assert_eq!(rig.state("t/b1").last, Some(DAY + 1));
    assert_eq!(rig.session.day(), DAY + 1);
}

#[test]
fn a_topic_is_introduced_before_its_first_card() {
    let mut rig = Rig::new(vec![basic(1)]);
    let mut agenda = rig.plan();
    let title = "Kafka".to_owned();
    agenda.cards[0].introduces = Some(Introduction { title, has_page: true });
    agenda.opening = Opening::FirstRun { new: 6, can_place: false };
    let screen = rig.begin(agenda);
    assert!(matches!(screen.body, Body::FirstRun { minutes: 20, new: 6 }));
    let screen = rig.act(Input::Continue);
    assert!(matches!(screen.body, Body::TopicIntro { .. }));
    rig.act(Input::Continue);
    assert!(matches!(rig.asked[..], [Effect::FindSummary(_)]));
    let effects = rig.session.reply(Reply::Summary("Two paragraphs.".to_owned()), rig.now);
    assert!(matches!(rig.settle(effects).body, Body::TopicSummary { .. }));
    assert_eq!(card_of(&rig.act(Input::Continue)), "t/b1");
}

#[test]
fn an_edited_card_is_shown_as_it_is_now_and_stays_revealed() {
    let mut rig = Rig::new(vec![basic(1)]);
    rig.start();
    rig.act(Input::Reveal);
    rig.act(Input::Edit);
    let content = Basic { front: "Edited?".to_owned(), back: "Yes.".to_owned() };
    rig.notes.insert("t/b1".parse().expect("an id"), note("t/b1", Content::Basic(content)));
    let effects = rig.session.reply(Reply::Edited(Ok(())), rig.now);
    let screen = rig.settle(effects);
    let Body::Card(card) = &screen.body else { panic!("a card") };
    assert_eq!(card.question.headline(), "Edited?");
    assert!(card.revealed.is_some() && screen.notices.contains(&Notice::Edited));
}

#[test]
fn a_card_that_cannot_be_shown_costs_itself() {
    let mut rig = Rig::new(vec![basic(1), basic(2)]);
    let mut agenda = rig.plan();
    agenda.cards[0].card = "t/gone".parse().expect("an id");
    let screen = rig.begin(agenda);
    assert_eq!(card_of(&screen), "t/b2");
    assert!(matches!(screen.notices[..], [Notice::Broken(_)]));
}

#[test]
fn random_inputs_never_panic_and_undo_always_leads_back() {
    use proptest::prelude::*;
    let input = prop_oneof![
        Just(Input::Continue),
        Just(Input::Options),
        Just(Input::Reveal),
        Just(Input::Know),
        Just(Input::Bury),
        Just(Input::Suspend),
        Just(Input::Flag),
        Just(Input::Skip),
        Just(Input::Undo),
        Just(Input::Page),
        (0_usize..5).prop_map(|choice| Input::Answer(Response::Choice(choice))),
        (0_usize..4).prop_map(|grade| Input::Grade(Grade::ALL[grade])),
        (0_usize..4).prop_map(|grade| Input::Grade(Grade::ALL[grade])),
    ];
    let inputs = proptest::collection::vec((input, prop::bool::weighted(0.05)), 1..60);
    proptest!(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() }, |(inputs in inputs)| {
        let mut rig = Rig::new(vec![basic(1), basic(2), basic(3), mcq(), scenario()]);
        rig.start();
        for (input, night) in inputs {
            if night {
                rig.now = moment(rig.now.day + 1, 0);
            }
            rig.act(input);
        }
        let cards: Vec<CardId> = rig.notes.keys().cloned().collect();
        for _ in 0..200 {
            let screen = rig.act(Input::Undo);
            if screen.notices.contains(&Notice::NothingToUndo) {
                break;
            }
        }
        for card in cards {
            prop_assert_eq!(rig.store.state(&card).expect("a state").state, CardState::default());
        }
    });
}
