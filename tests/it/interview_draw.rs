//! Which prompts an interview asks, and what an answer is worth, against examples worked by hand.

use revisit::cards::Level;
use revisit::cards::kinds::interview::{Interview, KeyPoint, Phase};
use revisit::model::{Day, Heard, PointRecord, PromptRecord, Round, Seniority};
use revisit::session::interview::draw::{Candidate, Choice, Drawn, Remark, Shape, Wish, draw};
use revisit::session::interview::rubric::Rubric;
use revisit::session::interview::score::{Mark, Score};

fn candidate(name: &str, topic: &str) -> Candidate {
    Candidate {
        card: format!("t/{name}").parse().expect("an id"),
        topic: topic.to_owned(),
        level: Some(Level::Intermediate),
        minutes: 10,
        shape: Shape::Open,
        asked: None,
    }
}

fn wish(round: Round) -> Wish {
    Wish { round, level: Seniority::Mid, minutes: None, seed: 7, choice: Choice::All }
}

fn names(drawn: &Drawn) -> Vec<&str> {
    drawn.picks.iter().map(|pick| pick.card.as_str().trim_start_matches("t/")).collect()
}

/// Three topics with three prompts each: `a1` to `c3`.
fn nine() -> Vec<Candidate> {
    let all = ["a", "b", "c"].into_iter().flat_map(|topic| (1..=3).map(move |n| (topic, n)));
    all.map(|(topic, n)| candidate(&format!("{topic}{n}"), topic)).collect()
}

fn topics(drawn: &Drawn) -> String {
    names(drawn).iter().map(|name| &name[..1]).collect()
}

#[test]
fn an_interview_fills_its_minutes_with_prompts_of_varied_topics() {
    let drawn = draw(&nine(), &wish(Round::Mixed));
    assert_eq!(drawn.picks.iter().map(|pick| pick.minutes).collect::<Vec<_>>(), [10; 4]);
    let mut first: Vec<char> = topics(&drawn)[..3].chars().collect();
    first.sort_unstable();
    assert_eq!(first, ['a', 'b', 'c'], "each topic once before any comes again");
    assert_eq!(drawn.remarks, [], "five minutes are left because no prompt is that short");
    let ten = Wish { minutes: Some(10), ..wish(Round::Mixed) };
    assert_eq!(draw(&nine(), &ten).picks.len(), 1);
    let one = Wish { minutes: Some(1), ..wish(Round::Mixed) };
    assert_eq!(draw(&nine(), &one).picks.len(), 1, "one prompt there is always");
}

#[test]
fn a_prompt_that_does_not_fit_any_more_makes_room_for_one_that_does() {
    let mut all = nine();
    for long in &mut all[..6] {
        long.minutes = 20;
    }
    let drawn = draw(&all, &wish(Round::Mixed));
    let minutes: Vec<u32> = drawn.picks.iter().map(|pick| pick.minutes).collect();
    let sum: u32 = minutes.iter().sum();
    assert!((36..=45).contains(&sum), "{minutes:?}");
}

#[test]
fn the_same_seed_draws_the_same_interview_and_the_order_of_decks_does_not_matter() {
    let mut all = nine();
    let first = draw(&all, &wish(Round::Screen));
    all.reverse();
    assert_eq!(draw(&all, &wish(Round::Screen)), first);
    let others: Vec<Drawn> =
        (0..20).map(|seed| draw(&all, &Wish { seed, ..wish(Round::Screen) })).collect();
    assert!(others.iter().any(|other| names(other) != names(&first)));
}

#[test]
fn what_was_asked_lately_comes_last() {
    let mut all = nine();
    for (place, one) in all.iter_mut().enumerate() {
        // a1 was never asked, a2 first, then a3, and so on.
        one.asked = (place > 0).then(|| Day(20_000 + place as i32));
    }
    let drawn = draw(&all, &Wish { minutes: Some(60), ..wish(Round::Mixed) });
    assert_eq!(names(&drawn), ["a1", "b1", "c1", "a2", "b2", "c2"]);
}

#[test]
fn a_screening_round_has_eight_prompts_of_three_minutes() {
    let drawn = draw(&nine(), &wish(Round::Screen));
    assert_eq!(drawn.picks.len(), 8);
    assert!(drawn.picks.iter().all(|pick| pick.minutes == 3));
    assert_eq!(drawn.remarks, []);
    let drawn = draw(&nine()[..5], &wish(Round::Screen));
    assert_eq!(drawn.picks.len(), 5);
    assert_eq!(drawn.remarks, [Remark::Fewer { found: 5, wanted: 8 }]);
    let quarter = Wish { minutes: Some(15), ..wish(Round::Screen) };
    assert_eq!(draw(&nine(), &quarter).picks.len(), 5);
}

#[test]
fn a_deep_round_stays_with_one_topic_that_has_prompts_enough() {
    let mut all = nine();
    all.remove(0);
    let drawn = draw(&all, &wish(Round::Deep));
    assert!(["bbb", "ccc"].contains(&&*topics(&drawn)), "{drawn:?}");
    // The topic that was asked longest ago comes first.
    for one in all.iter_mut().filter(|one| one.topic == "b") {
        one.asked = Some(Day(20_000));
    }
    assert_eq!(topics(&draw(&all, &wish(Round::Deep))), "ccc");
    let drawn = draw(&all[..2], &wish(Round::Deep));
    assert_eq!(
        (names(&drawn).len(), &*drawn.remarks),
        (2, &[Remark::Fewer { found: 2, wanted: 3 }][..])
    );
}

#[test]
fn a_debug_round_wants_evidence_and_takes_a_symptom_where_there_is_none() {
    let mut all = nine();
    all[4].shape = Shape::Symptom;
    let drawn = draw(&all, &wish(Round::Debug));
    assert_eq!((names(&drawn), &*drawn.remarks), (vec!["b2"], &[Remark::NoEvidence][..]));
    all[7].shape = Shape::Debug;
    let drawn = draw(&all, &wish(Round::Debug));
    assert_eq!((names(&drawn), &*drawn.remarks), (vec!["c2"], &[][..]));
    assert_eq!(draw(&nine(), &wish(Round::Debug)).picks, []);
}

#[test]
fn a_design_round_is_one_exercise_and_no_other_round_asks_it() {
    let mut all = nine();
    (all[3].shape, all[3].minutes) = (Shape::Design, 45);
    let drawn = draw(&all, &wish(Round::Design));
    assert_eq!((names(&drawn), drawn.picks[0].minutes), (vec!["b1"], 45));
    let half = Wish { minutes: Some(30), ..wish(Round::Design) };
    assert_eq!(draw(&all, &half).picks[0].minutes, 30);
    for round in [Round::Mixed, Round::Screen, Round::Deep, Round::Debug] {
        let drawn = draw(&all, &Wish { minutes: Some(400), ..wish(round) });
        assert!(!names(&drawn).contains(&"b1"), "{round:?}");
    }
    assert_eq!(draw(&nine(), &wish(Round::Design)).picks, []);
}

#[test]
fn the_level_decides_about_topics_unless_they_were_asked_for() {
    let mut all = nine();
    for one in &mut all {
        one.level = match &*one.topic {
            "a" => Some(Level::Foundation),
            "b" => Some(Level::Intermediate),
            _ => Some(Level::Advanced),
        };
    }
    let hour = |level, choice| Wish { level, choice, minutes: Some(90), ..wish(Round::Mixed) };
    let asked = |level, choice| {
        let mut asked: Vec<char> = topics(&draw(&all, &hour(level, choice))).chars().collect();
        asked.sort_unstable();
        asked.dedup();
        asked.into_iter().collect::<String>()
    };
    assert_eq!(asked(Seniority::Junior, Choice::All), "ab");
    assert_eq!(asked(Seniority::Mid, Choice::All), "abc");
    assert_eq!(asked(Seniority::Senior, Choice::All), "abc");
    assert_eq!(asked(Seniority::Staff, Choice::All), "bc");
    assert_eq!(asked(Seniority::Junior, Choice::Filter), "abc");
    // A level's own topics come first.
    let first = |level| topics(&draw(&all, &hour(level, Choice::All)))[..1].to_owned();
    assert_eq!((first(Seniority::Junior), first(Seniority::Staff)), ("a".into(), "c".into()));
    let drawn = draw(&all[6..], &wish(Round::Deep));
    assert_eq!(drawn.remarks, []);
    let drawn = draw(&all[6..], &Wish { level: Seniority::Junior, ..wish(Round::Deep) });
    assert_eq!((drawn.picks.len(), &*drawn.remarks), (3, &[Remark::OtherLevels][..]));
}

#[test]
fn prompts_that_were_named_are_asked_as_they_were_named() {
    let all = nine();
    let named = [all[5].clone(), all[0].clone()];
    let drawn = draw(&named, &Wish { choice: Choice::Named, ..wish(Round::Screen) });
    assert_eq!(names(&drawn), ["b3", "a1"]);
    assert_eq!(drawn.picks[0].minutes, 3);
}

/// A prompt in one word: `U` and `u` are required and other points made unprompted, `P` and `p`
/// after a probe, `M` and `m` missed; each `!` is a red flag.
pub(crate) fn prompt(card: &str, heard: &str) -> PromptRecord {
    let point = |(place, c): (usize, char)| {
        let heard = match c.to_ascii_lowercase() {
            'u' => Heard::Unprompted,
            'p' => Heard::Probed,
            'm' => Heard::Missed,
            _ => return None,
        };
        Some(PointRecord { id: format!("p{place}"), must: c.is_ascii_uppercase(), heard })
    };
    PromptRecord {
        card: card.parse().expect("an id"),
        rev: 1,
        topic: None,
        planned_min: 10,
        took_ms: 0,
        structure_ms: None,
        points: heard.chars().enumerate().filter_map(point).collect(),
        red_flags: (0..heard.matches('!').count() as u32).collect(),
        evidence: Vec::new(),
        phases: Vec::new(),
        notes: String::new(),
        transcript: String::new(),
        skipped: false,
    }
}

#[test]
fn answers_are_worth_what_a_hand_counts() {
    for (heard, hundredths, mark) in [
        ("UUuuu", Some(10_000), Mark::Strong),
        // Four of five: 80 %.
        ("UUuum", Some(8_000), Mark::Strong),
        // Three and a half of five: 70 %.
        ("UUupm", Some(7_000), Mark::Good),
        // 90 %, but a required point only after a probe.
        ("UPuuu", Some(9_000), Mark::Good),
        // 80 %, but a required point was missed.
        ("UMuuu", Some(8_000), Mark::NotYet),
        // All of it, and a red flag.
        ("UUuuu!", Some(10_000), Mark::NotYet),
        // Three of five: 60 %, just enough.
        ("PPpuu", Some(7_000), Mark::Good),
        ("PPppu", Some(6_000), Mark::Good),
        ("PPpmu", Some(5_000), Mark::NotYet),
        // Four of seven: 57.142… %, rounded down.
        ("UUUUmmm", Some(5_714), Mark::NotYet),
        ("uuu", Some(10_000), Mark::Strong),
        ("M", Some(0), Mark::NotYet),
        ("", None, Mark::NotYet),
    ] {
        let prompt = prompt("t/a", heard);
        let score = Score::of([&prompt]);
        assert_eq!((score.share_hundredths(), score.mark()), (hundredths, mark), "{heard}");
    }
}

#[test]
fn several_prompts_are_counted_together_and_skipped_ones_not_at_all() {
    let (first, second) = (prompt("t/a", "UUuu"), prompt("t/b", "UPmm!"));
    let skipped = PromptRecord { skipped: true, ..prompt("t/c", "MMMM!!") };
    let score = Score::of([&first, &second, &skipped]);
    // Four and one and a half of eight: 68.75 %.
    assert_eq!(score.share_hundredths(), Some(6_875));
    assert_eq!((score.required, score.required_probed, score.required_missed), (4, 1, 0));
    assert_eq!((score.red_flags, score.mark()), (1, Mark::NotYet));
}

fn exercise() -> Interview {
    let key = |id: &str, must| KeyPoint {
        id: id.to_owned(),
        must,
        point: format!("Says {id}"),
        see: vec![format!("see-{id}")],
    };
    let phase = |name: &str, minutes, points: &[&str]| Phase {
        name: name.to_owned(),
        minutes,
        points: points.iter().map(|&point| point.to_owned()).collect(),
    };
    Interview {
        prompt: "Design it.".to_owned(),
        minutes: 45,
        key_points: vec![
            key("scale", Some(Seniority::Mid)),
            key("cost", None),
            key("api", Some(Seniority::Senior)),
        ],
        red_flags: Vec::new(),
        follow_ups: Vec::new(),
        evidence: Vec::new(),
        topics: Vec::new(),
        phases: vec![
            phase("Requirements", 5, &["Asks who calls it", "scale"]),
            phase("API", 10, &["api", "scale"]),
            phase("Failure", 30, &[]),
        ],
    }
}

#[test]
fn the_points_of_an_exercise_stand_by_phase_each_once() {
    let rubric = Rubric::of(&exercise());
    let points: Vec<(&str, &str, Option<usize>)> =
        rubric.points.iter().map(|point| (&*point.id, &*point.text, point.phase)).collect();
    assert_eq!(
        points,
        [
            ("1:1", "Asks who calls it", Some(0)),
            ("scale", "Says scale", Some(0)),
            ("api", "Says api", Some(1)),
            ("cost", "Says cost", None),
        ]
    );
    let required = |level| {
        let points = rubric.points.iter().filter(|point| point.is_required(level));
        points.map(|point| &*point.id).collect::<Vec<_>>()
    };
    assert!(required(Seniority::Junior).is_empty());
    assert_eq!(required(Seniority::Mid), ["scale"]);
    assert_eq!(required(Seniority::Staff), ["scale", "api"]);
}

#[test]
fn phases_share_whatever_minutes_there_are() {
    let rubric = Rubric::of(&exercise());
    assert_eq!(rubric.phase_ms(45 * 60_000), [300_000, 600_000, 1_800_000]);
    assert_eq!(rubric.phase_ms(100), [11, 22, 67], "they add up");
    let mut free = exercise();
    free.phases.iter_mut().for_each(|phase| phase.minutes = 0);
    assert_eq!(Rubric::of(&free).phase_ms(90), [30, 30, 30]);
    assert!(Rubric::default().phase_ms(90).is_empty());
}
