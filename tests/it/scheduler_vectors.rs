//! The published and the reference values: SM-2, FSRS-6, study days.

use chrono::DateTime;
use revisit::model::time::study_day;
use revisit::model::{Day, Grade};
use revisit::scheduler::{Fsrs, Sm2, fsrs};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn read<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    serde_json::from_str(text).expect("a fixture of this shape")
}

fn sm2_vectors() -> Value {
    read(include_str!("fixtures/scheduling/sm2_vectors.json"))
}

fn triple(sm2: Sm2) -> (u32, u32, u16) {
    (sm2.n, sm2.interval_days, sm2.ease_hundredths)
}

#[test]
fn sm2_gives_the_worked_sequences() {
    let vectors = sm2_vectors();
    let mut steps = 0;
    for vector in vectors["vectors"].as_array().unwrap() {
        let grades: Vec<u8> = serde_json::from_value(vector["grades"].clone()).unwrap();
        let expected: Vec<(u32, u32, u16)> =
            serde_json::from_value(vector["norm"].clone()).unwrap();
        let mut sm2 = Sm2::default();
        assert_eq!(grades.len(), expected.len());
        for (quality, expected) in grades.iter().zip(expected) {
            sm2 = sm2.after(Grade::from_quality(*quality).unwrap());
            assert_eq!(triple(sm2), expected, "after {grades:?}");
            steps += 1;
        }
    }
    assert!(steps > 100, "only {steps} steps were compared");
}

#[test]
fn sm2_gives_the_golden_hash_over_all_sequences_of_six_grades() {
    let vectors = sm2_vectors();
    let golden = &vectors["exhaustive_len6"];
    let mut text = String::new();
    let mut sequences = 0;
    for number in 0..6_u32.pow(6) {
        let mut sm2 = Sm2::default();
        for place in (0..6).rev() {
            let quality = (number / 6_u32.pow(place) % 6) as u8;
            sm2 = sm2.after(Grade::from_quality(quality).unwrap());
            let (n, interval, ease) = triple(sm2);
            text.push_str(&format!("{n},{interval},{ease};"));
        }
        sequences += 1;
    }
    assert_eq!(sequences, golden["sequences"]);
    let hash: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, golden["sha256"].as_str().unwrap());
}

#[derive(Deserialize)]
struct FsrsStep {
    rating: usize,
    delta_t: u32,
    #[serde(rename = "S")]
    s: f64,
    #[serde(rename = "D")]
    d: f64,
    ivl90: f64,
    ivl80: f64,
    #[serde(rename = "R_after_10d")]
    r_after_10d: f64,
}

#[track_caller]
fn assert_close(name: &str, actual: f64, expected: f64) {
    assert!((actual / expected - 1.0).abs() < 1e-9, "{name}: {actual} is not {expected}");
}

#[test]
fn fsrs_equals_the_reference_to_a_billionth() {
    let cases: Vec<Vec<FsrsStep>> = read(include_str!("fixtures/scheduling/fsrs6_vectors.json"));
    assert!(cases.len() >= 7);
    for steps in cases {
        let (mut memory, mut day) = (None, Day(20_000));
        for step in steps {
            day = day + step.delta_t;
            let after = Fsrs::after(memory, Grade::ALL[step.rating - 1], day);
            let s = after.stability_days;
            assert_close("S", s, step.s);
            assert_close("D", after.difficulty, step.d);
            assert_close("I(0.9)", fsrs::interval(0.9, s), step.ivl90);
            assert_close("I(0.8)", fsrs::interval(0.8, s), step.ivl80);
            assert_close("R", after.retrievability(day + 10), step.r_after_10d);
            memory = Some(after);
        }
    }
}

#[derive(Deserialize)]
struct StudyDay {
    tz: String,
    ts: i64,
    rollover: u8,
    local: String,
    study_day: i32,
    date: String,
}

#[test]
fn study_days_follow_the_offset_in_force() {
    let cases: Vec<StudyDay> = read(include_str!("fixtures/scheduling/study_day_vectors.json"));
    assert!(cases.len() >= 10);
    for case in cases {
        // The offset is the vector's own: zone data of this machine has no say.
        let local = DateTime::parse_from_rfc3339(&case.local).unwrap();
        assert_eq!(local.timestamp(), case.ts, "{}", case.tz);
        let day = study_day(local, case.rollover);
        assert_eq!(day, Day(case.study_day), "{} {}", case.tz, case.local);
        assert_eq!(day.to_string(), case.date);
    }
}
