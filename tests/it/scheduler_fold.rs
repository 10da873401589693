//! What each event does to a card, case by case.

use revisit::model::config::SameDay;
use revisit::model::{
    CardId, Day, DeviceId, EventBody, EventId, Grade, Mode, Moment, Reviewed, Timestamp,
};
use revisit::scheduler::{CardState, Fold, Phase, ReviewFact, Rules, Scheduler, Sm2, Sm2Scheduler};

use Grade::{Again, Easy, Good, Hard};

/// A card whose events are told day by day.
struct Story {
    fold: Fold,
    at: i64,
}

fn moment(at: i64, day: i32) -> Moment {
    Moment { at: Timestamp(at), day: Day(day), offset_min: 0 }
}

fn reviewed(grade: Grade, mode: Mode, schedules: bool) -> EventBody {
    EventBody::Reviewed(Reviewed {
        grade,
        took_ms: 4_000,
        mode,
        schedules,
        response: None,
        sure: None,
        emptied: false,
    })
}

impl Story {
    fn new() -> Story {
        Story::with(SameDay::Fails)
    }

    fn with(same_day: SameDay) -> Story {
        let card: CardId = "own/alpha".parse().expect("a valid id");
        Story { fold: Fold::new(&card, Rules { same_day }), at: 0 }
    }

    fn event(&mut self, day: i32, body: &EventBody) -> Option<ReviewFact> {
        self.at += 1;
        self.fold.push(moment(self.at, day), 1, body)
    }

    /// Answers a card in a daily session.
    fn study(&mut self, day: i32, grade: Grade) -> ReviewFact {
        self.answer(day, grade, Mode::Study, true)
    }

    fn answer(&mut self, day: i32, grade: Grade, mode: Mode, schedules: bool) -> ReviewFact {
        self.event(day, &reviewed(grade, mode, schedules)).expect("an answer gives a fact")
    }

    fn state(&self) -> &CardState {
        self.fold.state()
    }

    fn schedule(&self) -> (Sm2, Option<Day>, u32, u32) {
        let state = self.state();
        (state.sm2, state.due, state.reps, state.lapses)
    }
}

fn sm2(n: u32, interval_days: u32, ease_hundredths: u16) -> Sm2 {
    Sm2 { n, interval_days, ease_hundredths }
}

#[test]
fn a_late_review_grows_from_the_scheduled_interval() {
    let mut story = Story::new();
    story.study(100, Good);
    story.study(101, Good);
    let fact = story.study(150, Good);
    assert_eq!(story.schedule(), (sm2(3, 15, 250), Some(Day(165)), 3, 0));
    assert_eq!((fact.interval_before, fact.elapsed_days), (6, 49));
    assert_eq!(fact.waited_from, Some(Day(107)));
    assert!(fact.scheduled && !fact.first && fact.predicted.unwrap() < 0.9);
}

#[test]
fn the_first_answer_predicts_nothing_and_is_no_lapse() {
    let mut story = Story::new();
    let fact = story.study(100, Again);
    assert!(fact.first && fact.scheduled);
    assert_eq!((fact.predicted, fact.waited_from, fact.interval_before), (None, None, 0));
    assert_eq!(story.schedule(), (sm2(0, 1, 250), Some(Day(101)), 1, 0));
    story.study(101, Again);
    assert_eq!(story.schedule(), (sm2(0, 1, 250), Some(Day(102)), 2, 1));
}

#[test]
fn a_fail_opens_a_drill_that_a_pass_closes_and_that_schedules_nothing() {
    let mut story = Story::new();
    story.study(100, Again);
    let failed = story.schedule();
    assert_eq!(story.state().phase(Day(100)), Phase::Learning);
    assert_eq!(story.state().phase(Day(101)), Phase::Review);
    for grade in [Again, Again, Hard] {
        assert_eq!(story.state().drill, Some(Day(100)));
        let fact = story.study(100, grade);
        assert!(!fact.scheduled && !fact.first);
        assert_eq!(story.schedule(), failed);
    }
    assert_eq!(story.state().drill, None);
    assert_eq!(story.state().shown, 4);
}

#[test]
fn under_the_strict_rule_hard_opens_a_drill_and_does_not_close_one() {
    let mut story = Story::with(SameDay::Strict);
    story.study(100, Hard);
    assert_eq!(story.schedule(), (sm2(1, 1, 236), Some(Day(101)), 1, 0));
    assert_eq!(story.state().drill, Some(Day(100)));
    story.study(100, Hard);
    assert_eq!(story.state().drill, Some(Day(100)));
    story.study(100, Good);
    assert_eq!(story.state().drill, None);
}

#[test]
fn a_drill_ends_with_its_day() {
    let mut story = Story::new();
    story.study(100, Again);
    let fact = story.study(101, Good);
    assert!(fact.scheduled);
    assert_eq!(story.state().drill, None);
    assert_eq!(story.schedule(), (sm2(1, 1, 250), Some(Day(102)), 2, 0));
}

#[test]
fn a_pass_on_another_day_does_not_close_a_drill() {
    let mut story = Story::new();
    story.study(100, Again);
    story.study(99, Good);
    assert_eq!(story.state().drill, Some(Day(100)));
}

#[test]
fn a_review_ahead_of_time_schedules_only_when_asked_to() {
    let mut story = Story::new();
    story.study(100, Good);
    story.study(101, Good);
    let before = story.schedule();
    let memory = story.state().fsrs;
    let fact = story.answer(103, Again, Mode::Ahead, false);
    assert!(!fact.scheduled);
    assert_eq!(story.schedule(), before);
    assert_eq!(story.state().drill, None);
    assert_ne!(story.state().fsrs, memory, "the memory takes in what was answered");
    let fact = story.answer(104, Good, Mode::Ahead, true);
    assert!(fact.scheduled);
    assert_eq!(story.schedule(), (sm2(3, 15, 250), Some(Day(119)), 3, 0));
}

#[test]
fn an_unrecorded_quiz_leaves_no_trace_but_that_it_was_shown() {
    for mode in [Mode::Quiz, Mode::Interview] {
        let mut story = Story::new();
        story.study(100, Again);
        let before = story.state().clone();
        story.answer(100, Good, mode, false);
        assert_eq!(*story.state(), CardState { shown: 2, ..before });
    }
}

#[test]
fn a_recorded_quiz_schedules() {
    let mut story = Story::new();
    assert!(story.answer(100, Good, Mode::Quiz, true).scheduled);
    assert_eq!(story.schedule(), (sm2(1, 1, 250), Some(Day(101)), 1, 0));
}

#[test]
fn a_clock_that_goes_back_schedules_nothing_and_counts_no_days() {
    let mut story = Story::new();
    story.study(100, Good);
    story.study(101, Good);
    let before = story.schedule();
    let fact = story.study(90, Again);
    assert!(!fact.scheduled);
    assert_eq!((fact.elapsed_days, fact.predicted), (0, Some(1.0)));
    assert_eq!(story.schedule(), before);
    assert_eq!(story.state().fsrs.unwrap().last, Day(101));
}

#[test]
fn a_known_card_comes_back_in_a_month_and_then_grows() {
    let mut days = std::collections::BTreeSet::new();
    for number in 0..200 {
        let card: CardId = format!("own/card-{number}").parse().unwrap();
        let mut fold = Fold::new(&card, Rules::default());
        fold.push(moment(1, 100), 0, &EventBody::Known);
        let state = fold.into_state();
        let interval = state.sm2.interval_days;
        days.insert(interval);
        assert_eq!(state.sm2, sm2(2, interval, 250));
        assert_eq!((state.due, state.last), (Some(Day(100) + interval), Some(Day(100))));
        assert_eq!((state.reps, state.fsrs), (0, None));
        let next = &Sm2Scheduler::default().preview(&state, moment(2, 130))[Good];
        assert_eq!(next.sm2.interval_days, (interval * 250).div_ceil(100));
    }
    assert_eq!(days, (25..=35).collect());
}

#[test]
fn known_means_nothing_for_a_card_that_was_reviewed() {
    let mut story = Story::new();
    story.study(100, Good);
    let before = story.state().clone();
    story.event(105, &EventBody::Known);
    assert_eq!(*story.state(), before);
}

#[test]
fn a_known_card_is_predicted_from_its_interval() {
    let mut story = Story::new();
    story.event(100, &EventBody::Known);
    let due = story.state().due.unwrap();
    let scheduler = Sm2Scheduler::default();
    let on = |day| scheduler.retrievability(story.state(), day).unwrap();
    assert!((on(due) - 0.9).abs() < 1e-9);
    assert!((on(Day(100)) - 1.0).abs() < 1e-9);
    assert_eq!(scheduler.retrievability(&CardState::default(), due), None);
}

#[test]
fn a_reset_card_is_new_and_may_be_scheduled_on_the_same_day() {
    let mut story = Story::new();
    story.study(100, Again);
    story.event(100, &EventBody::Flagged);
    story.event(100, &EventBody::Reset);
    let state = story.state();
    assert_eq!((state.phase(Day(100)), state.fsrs, state.reps), (Phase::New, None, 0));
    assert_eq!((state.shown, state.rev, state.hidden.flagged), (1, 1, true));
    assert!(story.study(100, Good).first);
}

#[test]
fn another_due_day_keeps_the_interval() {
    let mut story = Story::new();
    story.event(99, &EventBody::Rescheduled { due: Day(120), missed: false });
    assert_eq!(*story.state(), CardState { rev: 1, ..CardState::default() });
    story.study(100, Good);
    story.study(101, Good);
    story.event(102, &EventBody::Rescheduled { due: Day(120), missed: false });
    assert_eq!(story.schedule(), (sm2(2, 6, 250), Some(Day(120)), 2, 0));
    story.study(120, Good);
    assert_eq!(story.schedule(), (sm2(3, 15, 250), Some(Day(135)), 3, 0));
}

#[test]
fn a_card_is_weak_for_fourteen_days_after_it_was_missed_in_a_quiz_or_an_interview() {
    let mut story = Story::new();
    story.study(100, Again);
    assert_eq!(story.state().missed, None, "daily revision has lapses for that");
    story.answer(100, Good, Mode::Quiz, false);
    assert_eq!(story.state().missed, None);
    story.answer(101, Again, Mode::Quiz, false);
    let weak: Vec<i32> = (95..120).filter(|&day| story.state().is_weak(Day(day))).collect();
    assert_eq!(weak.last(), Some(&114));
    story.answer(103, Again, Mode::Interview, true);
    story.answer(104, Good, Mode::Quiz, true);
    assert_eq!(story.state().missed, Some(Day(103)), "passing it once does not make it strong");
    story.event(105, &EventBody::Rescheduled { due: Day(120), missed: false });
    story.event(110, &EventBody::Rescheduled { due: Day(111), missed: true });
    assert_eq!((story.state().missed, story.state().due), (Some(Day(110)), Some(Day(111))));
    let waits_from = story.state().waits_from;
    story.event(111, &EventBody::Rescheduled { due: Day(112), missed: true });
    assert_eq!((story.state().missed, story.state().due), (Some(Day(111)), Some(Day(111))));
    assert_eq!(story.state().waits_from, waits_from, "a due card is not put off by it");
    story.event(112, &EventBody::Reset);
    assert_eq!(story.state().missed, None);
}

#[test]
fn a_new_card_that_an_interview_points_to_is_weak_and_still_new() {
    let mut story = Story::new();
    story.event(100, &EventBody::Rescheduled { due: Day(101), missed: true });
    assert_eq!((story.state().missed, story.state().due), (Some(Day(100)), None));
}

#[test]
fn an_imported_schedule_is_taken_over_and_then_grows() {
    let import = |interval_days| EventBody::ImportedState {
        due: Day(110),
        interval_days,
        ease_hundredths: 210,
        reps: 9,
        lapses: 2,
        memory: None,
    };
    for (interval, n, next) in [(0, 0, 1), (4, 1, 6), (30, 2, 63)] {
        let mut story = Story::new();
        story.event(100, &import(interval));
        assert_eq!(story.schedule(), (sm2(n, interval, 210), Some(Day(110)), 9, 2));
        assert!(story.state().last.unwrap() <= Day(100));
        assert!(story.study(110, Good).scheduled);
        assert_eq!(story.state().sm2.interval_days, next);
    }
}

#[test]
fn imported_values_out_of_range_are_brought_into_it() {
    let mut story = Story::new();
    story.event(
        100,
        &EventBody::ImportedState {
            due: Day(i32::MIN),
            interval_days: u32::MAX,
            ease_hundredths: 0,
            reps: u32::MAX,
            lapses: u32::MAX,
            memory: None,
        },
    );
    assert_eq!(story.state().sm2, sm2(2, 36_500, 130));
    story.study(100, Again);
    assert_eq!(story.schedule(), (sm2(0, 1, 130), Some(Day(101)), u32::MAX, u32::MAX));
}

#[test]
fn imported_reviews_and_unknown_kinds_schedule_nothing() {
    let mut story = Story::new();
    story.study(100, Good);
    let before = story.state().clone();
    let review = EventBody::ImportedReview { grade: Again, took_ms: 1, interval_days: 3 };
    assert_eq!(story.event(101, &review), None);
    assert_eq!(story.event(101, &EventBody::Unknown { kind: "moved".to_owned() }), None);
    let action = EventId { device: DeviceId(1), seq: 1 };
    assert_eq!(story.event(101, &EventBody::Retracted { action }), None);
    assert_eq!(*story.state(), before);
}

#[test]
fn hiding_and_marking_leave_the_schedule_alone() {
    let mut story = Story::new();
    story.study(100, Good);
    let before = story.schedule();
    story.event(100, &EventBody::Suspended);
    assert!(story.state().is_hidden(Day(500)));
    story.event(100, &EventBody::Unsuspended);
    story.event(100, &EventBody::Buried { until: Day(103) });
    assert!(story.state().is_hidden(Day(102)) && !story.state().is_hidden(Day(103)));
    story.event(101, &EventBody::Unburied);
    assert!(!story.state().is_hidden(Day(102)));
    story.event(101, &EventBody::Flagged);
    assert!(story.state().hidden.flagged && !story.state().is_hidden(Day(102)));
    story.event(101, &EventBody::Unflagged);
    assert_eq!(story.state().hidden, CardState::default().hidden);
    assert_eq!(story.schedule(), before);
}

#[test]
fn a_card_waits_from_its_due_day_or_from_when_it_shows_again() {
    let waits = |events: &[(i32, EventBody)]| {
        let mut story = Story::new();
        story.study(100, Good);
        for (day, body) in events {
            story.event(*day, body);
        }
        story.state().waits_from.unwrap().0
    };
    let until = |day| EventBody::Buried { until: Day(day) };
    let due = |day| EventBody::Rescheduled { due: Day(day), missed: false };
    assert_eq!(waits(&[]), 101);
    assert_eq!(waits(&[(150, EventBody::Suspended), (160, EventBody::Unsuspended)]), 160);
    assert_eq!(waits(&[(160, EventBody::Unsuspended)]), 101, "it was not suspended");
    assert_eq!(waits(&[(150, until(170))]), 170);
    assert_eq!(waits(&[(150, until(170)), (155, EventBody::Unburied)]), 155);
    assert_eq!(waits(&[(150, until(170)), (175, EventBody::Unburied)]), 170);
    assert_eq!(waits(&[(150, due(120))]), 150, "no day that is past");
    assert_eq!(waits(&[(150, until(170)), (151, due(160))]), 170);
}

#[test]
fn a_card_did_not_wait_for_an_answer_while_suspended_or_ahead_of_time() {
    let mut story = Story::new();
    story.study(100, Good);
    assert_eq!(story.answer(105, Good, Mode::Ahead, false).waited_from, None);
    story.event(105, &EventBody::Suspended);
    assert_eq!(story.study(106, Good).waited_from, None);
}

#[test]
fn the_revision_seen_last_stays_known() {
    let mut story = Story::new();
    story.study(100, Good);
    story.fold.push(moment(9, 101), 0, &EventBody::Suspended);
    assert_eq!(story.state().rev, 1);
    story.fold.push(moment(10, 102), 3, &reviewed(Easy, Mode::Study, true));
    assert_eq!(story.state().rev, 3);
}

#[test]
fn a_long_pause_is_not_thinking_time() {
    let mut story = Story::new();
    let body = EventBody::Reviewed(Reviewed {
        grade: Good,
        took_ms: u32::MAX,
        mode: Mode::Study,
        schedules: true,
        response: None,
        sure: None,
        emptied: false,
    });
    assert_eq!(story.event(100, &body).unwrap().took_ms, Reviewed::MAX_TOOK_MS);
}

#[test]
fn the_keys_of_an_open_drill_show_the_schedule_unchanged() {
    let mut story = Story::new();
    story.study(100, Again);
    let outcomes = Sm2Scheduler::default().preview(story.state(), moment(9, 100));
    for grade in Grade::ALL {
        let after = &outcomes[grade];
        assert_eq!((after.sm2, after.due), (story.state().sm2, story.state().due));
        assert_eq!(after.drill, (grade == Again).then_some(Day(100)));
    }
}

#[test]
fn a_leech_is_announced_at_the_limit_and_after_every_half_of_it() {
    let announced = |limit: u32| -> Vec<u32> {
        let with = |lapses| CardState { lapses, ..CardState::default() };
        (1..20).filter(|&lapses| with(lapses).is_leech_now(&with(lapses - 1), limit)).collect()
    };
    assert_eq!(announced(8), [8, 12, 16]);
    assert_eq!(announced(5), [5, 7, 9, 11, 13, 15, 17, 19]);
    assert_eq!(announced(1), (1..20).collect::<Vec<_>>());
    assert_eq!(announced(0), Vec::<u32>::new());
    let leech = CardState { lapses: 8, ..CardState::default() };
    assert!(!leech.is_leech_now(&leech, 8), "a drill of a leech is no lapse");
}
