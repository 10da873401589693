//! What must hold after any log: with retractions, resets, drills, imports and a clock going back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use revisit::model::{CardId, Day, Event, EventBody, Grade, Mode, Timestamp};
use revisit::scheduler::fsrs::{self, DIFFICULTY, STABILITY_DAYS};
use revisit::scheduler::replay::{count_unknown, merge_order, replay, retracted};
use revisit::scheduler::sm2::{MAX_INTERVAL_DAYS, MIN_EASE};
use revisit::scheduler::{CardState, Daily, Fsrs, Purpose, Scheduler, Sm2, Sm2Scheduler};

use crate::scheduler_logs::{
    answer, each_state, fold, grade, log, mode, rewrite_for_two_devices, rules, steps,
};

/// The same cases every time, and few enough for a debug build.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 96,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What SM-2 and the counters say.
fn schedule(state: &CardState) -> (Sm2, Option<Day>, u32, u32, Option<Day>) {
    (state.sm2, state.due, state.reps, state.lapses, state.last)
}

proptest! {
    #![proptest_config(config())]

    // Law 1: replay.
    #[test]
    fn states_kept_after_each_action_equal_the_replay(steps in steps(), rules in rules()) {
        let events = log(&steps);
        let mut kept: BTreeMap<CardId, CardState> = BTreeMap::new();
        for (index, event) in events.iter().enumerate() {
            let so_far = &events[..=index];
            let changed: Vec<CardId> = match &event.body {
                EventBody::Retracted { action } => so_far
                    .iter()
                    .filter(|event| event.action == *action)
                    .filter_map(|event| event.card.clone())
                    .collect(),
                _ => event.card.iter().cloned().collect(),
            };
            for card in changed {
                let state = fold(so_far, &card, rules).into_state();
                kept.insert(card, state);
            }
        }
        prop_assert_eq!(kept, replay(&events, rules));
    }

    // Law 2: determinism, and the preview is the result.
    #[test]
    fn the_preview_on_each_key_is_what_the_fold_then_stores(steps in steps(), rules in rules()) {
        let events = log(&steps);
        prop_assert_eq!(replay(&events, rules), replay(&events, rules));
        each_state(&events, rules, |before, event| {
            // The revision shown is the only thing that a preview cannot know.
            let rev = before.state().rev;
            let outcomes = Sm2Scheduler { rules }.preview(before.state(), event.moment);
            for grade in Grade::ALL {
                let mut after = before.clone();
                after.push(event.moment, rev, &answer(grade, Mode::Study, true));
                assert_eq!(*after.state(), outcomes[grade]);
                let mut after = before.clone();
                after.push(event.moment, rev, &answer(grade, Mode::Ahead, false));
                let scheduler = Sm2Scheduler { rules };
                let practised =
                    scheduler.answer(before.state(), grade, event.moment, Purpose::Practice);
                assert_eq!(*after.state(), practised);
            }
        });
    }

    // Law 3: bounds.
    #[test]
    fn values_stay_within_their_bounds(steps in steps(), rules in rules()) {
        each_state(&log(&steps), rules, |fold, event| {
            let state = fold.state();
            assert!(state.sm2.ease_hundredths >= MIN_EASE);
            assert!(state.sm2.interval_days <= MAX_INTERVAL_DAYS);
            if state.reps > 0 && state.last == Some(event.moment.day) && state.drill.is_some() {
                assert!(state.sm2.interval_days >= 1);
            }
            assert!(state.due.is_some() == state.waits_from.is_some());
            assert!(state.due.is_some() || state.reps == 0);
            if let Some(memory) = state.fsrs {
                assert!(STABILITY_DAYS.contains(&memory.stability_days));
                assert!(DIFFICULTY.contains(&memory.difficulty));
                let at_90 = fsrs::interval(0.9, memory.stability_days);
                assert!((at_90 / memory.stability_days - 1.0).abs() < 1e-12);
            }
            for ahead in [0, 1, 400, u32::MAX] {
                let day = event.moment.day + ahead;
                if let Some(r) = (Sm2Scheduler { rules }).retrievability(state, day) {
                    assert!(r > 0.0 && r <= 1.0, "{} after {} days", r, ahead);
                }
            }
            for after in (Sm2Scheduler { rules }).preview(state, event.moment).0 {
                let days = after.sm2.interval_days;
                let unchanged = schedule(&after) == schedule(state);
                assert!(unchanged || (1..=MAX_INTERVAL_DAYS).contains(&days));
            }
        });
    }

    // Laws 4 and 6: a better grade never gives less, and what a lapse does.
    #[test]
    fn outcomes_are_ordered_by_grade(steps in steps(), rules in rules()) {
        each_state(&log(&steps), rules, |fold, event| {
            let before = fold.state();
            let outcomes = Sm2Scheduler { rules }.preview(before, event.moment).0;
            for pair in outcomes.windows(2) {
                let (worse, better) = (&pair[0], &pair[1]);
                assert!(worse.sm2.interval_days <= better.sm2.interval_days);
                let (worse, better) = (worse.fsrs.unwrap(), better.fsrs.unwrap());
                assert!(worse.stability_days <= better.stability_days);
                assert!(worse.difficulty >= better.difficulty);
            }
            let [again, hard, good, easy] = outcomes.clone().map(|after| after.sm2);
            let hard_ease = hard.ease_hundredths;
            assert!(hard_ease <= good.ease_hundredths);
            assert!(good.ease_hundredths <= easy.ease_hundredths);
            assert_eq!(again.ease_hundredths, before.sm2.ease_hundredths);
            if !before.can_schedule(event.moment.day) {
                return;
            }
            assert_eq!((again.n, again.interval_days), (0, 1));
            for passed in [hard, good, easy] {
                let grows = passed.interval_days > before.sm2.interval_days;
                let capped = passed.interval_days == MAX_INTERVAL_DAYS;
                assert!(before.sm2.n < 2 || grows || capped, "{:?} {:?}", before.sm2, passed);
            }
            if let Some(memory) = before.fsrs && event.moment.day > memory.last {
                let lapsed = outcomes[0].fsrs.unwrap();
                assert!(lapsed.stability_days <= memory.stability_days);
            }
        });
    }

    // Law 5: a higher target never gives a longer interval.
    #[test]
    fn a_higher_retention_gives_no_longer_interval(
        s in 0.001..36_500.0, low in 0.7..0.97, high in 0.7..0.97,
    ) {
        let (low, high) = if low < high { (low, high) } else { (high, low) };
        prop_assert!(fsrs::interval(high, s) <= fsrs::interval(low, s));
        let reached = fsrs::retrievability(fsrs::interval(low, s), s);
        prop_assert!((reached - low).abs() < 1e-9);
    }

    // Law 7: drills change nothing in SM-2's schedule.
    #[test]
    fn answers_after_the_scheduled_one_of_a_day_leave_the_schedule(
        steps in steps(), rules in rules(), answers in prop::collection::vec((grade(), mode()), 1..5),
    ) {
        each_state(&log(&steps), rules, |before, event| {
            let mut fold = before.clone();
            fold.push(event.moment, 1, &answer(Grade::Again, Mode::Study, true));
            let scheduled = schedule(fold.state());
            for &(grade, mode) in &answers {
                let fact = fold.push(event.moment, 1, &answer(grade, mode, true)).unwrap();
                assert!(!fact.scheduled);
                assert_eq!(schedule(fold.state()), scheduled);
            }
        });
    }

    // Law 8, as far as the fold goes: an action and its retraction are nothing.
    #[test]
    fn a_log_with_an_action_taken_back_equals_the_log_without_it(
        steps in steps(), rules in rules(),
    ) {
        let events = log(&steps);
        let retracted = retracted(&events);
        let kept: Vec<Event> = events
            .iter()
            .filter(|event| !retracted.contains(&event.action))
            .filter(|event| !matches!(event.body, EventBody::Retracted { .. }))
            .cloned()
            .collect();
        let mut states = replay(&events, rules);
        let expected = replay(&kept, rules);
        states.retain(|card, state| {
            expected.contains_key(card) || *state != CardState::default()
        });
        prop_assert_eq!(states, expected);
    }

    // Law 9: only the stored day counts, neither zone nor hour.
    #[test]
    fn instants_and_offsets_change_no_day(
        steps in steps(), rules in rules(), offset_min in -720..=840_i16, speed in 1..1_000_000_i64,
    ) {
        let events = log(&steps);
        let mut moved = events.clone();
        for event in &mut moved {
            event.moment.offset_min = offset_min;
            event.moment.at.0 *= speed;
        }
        prop_assert_eq!(replay(&moved, rules), replay(&events, rules));
    }

    // Law 10: answers of different cards commute.
    #[test]
    fn cards_do_not_touch_each_other(steps in steps(), rules in rules()) {
        let events = log(&steps);
        let mut by_card = events.clone();
        by_card.sort_by(|a, b| a.card.cmp(&b.card).then(a.id.cmp(&b.id)));
        for (index, event) in by_card.iter_mut().enumerate() {
            event.moment.at = Timestamp(index as i64);
        }
        prop_assert_eq!(replay(&by_card, rules), replay(&events, rules));
    }

    // Law 10: the logs of two devices, in whatever order they arrive, are the single log.
    #[test]
    fn merged_logs_equal_the_single_log(
        steps in steps(), rules in rules(), ties in any::<bool>(),
        second in prop::collection::vec(any::<bool>(), 60),
        arrival in prop::collection::vec(any::<u64>(), 60),
    ) {
        let mut events = log(&steps);
        let single = replay(&events, rules);
        rewrite_for_two_devices(&mut events, &second, ties);
        let mut arrived: Vec<(u64, Event)> =
            arrival.iter().copied().zip(events.iter().cloned()).collect();
        arrived.sort_by_key(|(place, _)| *place);
        let arrived: Vec<Event> = arrived.into_iter().map(|(_, event)| event).collect();
        let mut merged = arrived.clone();
        merge_order(&mut merged);
        prop_assert_eq!(&merged, &events);
        prop_assert_eq!(replay(&arrived, rules), single);
    }

    // Law 12: what a later version wrote is counted and left out, and no input is too odd.
    #[test]
    fn unknown_kinds_change_nothing_and_are_counted(steps in steps(), rules in rules()) {
        let events = log(&steps);
        let known = |event: &Event| !matches!(event.body, EventBody::Unknown { .. });
        let without: Vec<Event> = events.iter().filter(|event| known(event)).cloned().collect();
        prop_assert_eq!(count_unknown(&events), events.len() - without.len());
        let expected = replay(&without, rules);
        let mut states = replay(&events, rules);
        states.retain(|card, state| {
            expected.contains_key(card) || *state != CardState::default()
        });
        prop_assert_eq!(states, expected);
    }

    // Law 6 for memories that no short log reaches.
    #[test]
    fn a_lapse_never_makes_a_memory_stronger(
        s in (-3.0..4.5).prop_map(|power| 10_f64.powf(power)), difficulty in 1.0..10.0,
        days in 1..40_000_u32,
    ) {
        let before = Fsrs { stability_days: s, difficulty, last: Day(0) };
        let after = Fsrs::after(Some(before), Grade::Again, Day(0) + days);
        prop_assert!(after.stability_days <= s);
        prop_assert!(after.difficulty >= difficulty);
    }

    #[test]
    fn any_day_and_any_memory_give_finite_values(
        days in prop::collection::vec((any::<i32>(), grade()), 1..20),
    ) {
        let mut memory = None;
        for (day, grade) in days {
            let after = Fsrs::after(memory, grade, Day(day));
            prop_assert!(STABILITY_DAYS.contains(&after.stability_days));
            prop_assert!(DIFFICULTY.contains(&after.difficulty));
            memory = Some(after);
        }
    }

    // The sums that a store keeps by adding and taking out are those of the facts that remain.
    #[test]
    fn daily_sums_forget_what_is_taken_out(steps in steps(), rules in rules()) {
        let mut facts = Vec::new();
        each_state(&log(&steps), rules, |fold, event| {
            facts.extend(fold.clone().push(event.moment, 1, &event.body));
        });
        let (mut all, mut kept) = (Daily::default(), Daily::default());
        facts.iter().for_each(|fact| all.add(fact));
        let (out, stay): (Vec<_>, Vec<_>) =
            facts.iter().enumerate().partition(|(index, _)| index % 3 == 0);
        out.iter().rev().for_each(|(_, fact)| all.subtract(fact));
        stay.iter().for_each(|(_, fact)| kept.add(fact));
        prop_assert_eq!(&all, &kept);
        stay.iter().for_each(|(_, fact)| all.subtract(fact));
        prop_assert_eq!(all, Daily::default());
    }
}

#[test]
fn grades_out_of_range_are_refused() {
    assert!((6..=u8::MAX).all(|quality| Grade::from_quality(quality).is_none()));
    assert!("great".parse::<Grade>().is_err());
}
