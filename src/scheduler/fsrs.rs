//! FSRS-6 memory: how well a card is remembered, and how that changes with an answer.
//!
//! The forward formulas only, with the published default weights. The symbols are the paper's: `S`
//! stability, `D` difficulty, `R` retrievability, `G` the grade as 1 to 4, `w` the weights.
//! Powers and exponentials come from `libm`, so that a replay is equal to the last bit on every
//! machine. Fitting weights to a learner is not done here.
//!
//! Source: Open Spaced Repetition, "The Algorithm", FSRS-6,
//! <https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm>, and py-fsrs 6.3,
//! whose results the test vectors hold.

use std::sync::LazyLock;

use libm::{exp, pow};
use serde::{Deserialize, Serialize};

use crate::model::{Day, Grade, Memory};

/// FSRS's part of a card's state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fsrs {
    /// Stability, in days: the time after which the chance of recall is 90 %.
    pub stability_days: f64,
    /// Difficulty, 1 to 10.
    pub difficulty: f64,
    /// The day of the last answer that it takes in, which may be a drill or ahead of time.
    pub last: Day,
}

/// The bounds of stability, in days.
pub const STABILITY_DAYS: std::ops::RangeInclusive<f64> = 0.001..=36_500.0;
/// The bounds of difficulty.
pub const DIFFICULTY: std::ops::RangeInclusive<f64> = 1.0..=10.0;

/// The default weights of FSRS-6, w0 to w20.
const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
/// How the chance of recall falls with time.
const DECAY: f64 = -W[20];
/// Makes the chance of recall 90 % when as many days have passed as the stability says.
static FACTOR: LazyLock<f64> = LazyLock::new(|| pow(0.9, 1.0 / DECAY) - 1.0);

impl Fsrs {
    /// Returns a memory that was worked out elsewhere, brought into its bounds.
    pub fn known(memory: Memory) -> Fsrs {
        Fsrs::bounded(memory.stability_days, memory.difficulty, memory.last)
    }

    /// Returns the memory after an answer on a day; `before` is `None` for a first answer.
    ///
    /// A second answer on the same day follows the short-term formula; a day before the last answer
    /// (a clock that went back) counts as the same day.
    pub fn after(before: Option<Fsrs>, grade: Grade, day: Day) -> Fsrs {
        let g = f64::from(grade as u8 + 1);
        let Some(Fsrs { stability_days: s, difficulty: d, last }) = before else {
            return Fsrs::bounded(W[grade.index()], initial_difficulty(g), day);
        };
        let stability = match day.days_since(last) {
            0 => short_term_stability(s, g, grade),
            t => {
                let r = retrievability(f64::from(t), s);
                if grade.is_pass() {
                    recall_stability(d, s, r, grade)
                } else {
                    forget_stability(d, s, r)
                }
            }
        };
        Fsrs::bounded(stability, next_difficulty(d, g), day.max(last))
    }

    /// Returns the chance of recall on a day, above 0 and at most 1.
    pub fn retrievability(self, day: Day) -> f64 {
        retrievability(f64::from(day.days_since(self.last)), self.stability_days)
    }

    fn bounded(stability: f64, difficulty: f64, last: Day) -> Fsrs {
        Fsrs {
            stability_days: stability.clamp(*STABILITY_DAYS.start(), *STABILITY_DAYS.end()),
            difficulty: difficulty.clamp(*DIFFICULTY.start(), *DIFFICULTY.end()),
            last,
        }
    }
}

/// Returns the chance of recall after `t` days at a stability of `s` days.
///
/// R(t, S) = (1 + FACTOR t / S)^DECAY
pub fn retrievability(t: f64, s: f64) -> f64 {
    pow(1.0 + *FACTOR * t / s, DECAY)
}

/// Returns the days after which the chance of recall has fallen to `r` (above 0, at most 1), not
/// rounded: the inverse of [`retrievability`].
///
/// I(r, S) = S / FACTOR (r^(1 / DECAY) - 1)
pub fn interval(r: f64, s: f64) -> f64 {
    s / *FACTOR * (pow(r, 1.0 / DECAY) - 1.0)
}

/// D0(G) = w4 - e^(w5 (G - 1)) + 1
fn initial_difficulty(g: f64) -> f64 {
    W[4] - exp(W[5] * (g - 1.0)) + 1.0
}

/// D' = D - w6 (G - 3) (10 - D) / 9, and D'' = w7 D0(4) + (1 - w7) D'
fn next_difficulty(d: f64, g: f64) -> f64 {
    let delta = -W[6] * (g - 3.0);
    let damped = d + delta * (10.0 - d) / 9.0;
    W[7] * initial_difficulty(4.0) + (1.0 - W[7]) * damped
}

/// S' = S e^(w17 (G - 3 + w18)) S^(-w19), and a pass never lowers it.
fn short_term_stability(s: f64, g: f64, grade: Grade) -> f64 {
    let increase = exp(W[17] * (g - 3.0 + W[18])) * pow(s, -W[19]);
    s * if grade.is_pass() { increase.max(1.0) } else { increase }
}

/// S' = S (1 + e^w8 (11 - D) S^(-w9) (e^(w10 (1 - R)) - 1) [w15 if hard] [w16 if easy])
fn recall_stability(d: f64, s: f64, r: f64, grade: Grade) -> f64 {
    let by_grade = match grade {
        Grade::Hard => W[15],
        Grade::Easy => W[16],
        Grade::Again | Grade::Good => 1.0,
    };
    let growth = exp(W[8]) * (11.0 - d) * pow(s, -W[9]) * (exp(W[10] * (1.0 - r)) - 1.0);
    s * (1.0 + growth * by_grade)
}

/// S' = w11 D^(-w12) ((S + 1)^w13 - 1) e^(w14 (1 - R)), at most S / e^(w17 w18)
fn forget_stability(d: f64, s: f64, r: f64) -> f64 {
    let long = W[11] * pow(d, -W[12]) * (pow(s + 1.0, W[13]) - 1.0) * exp(W[14] * (1.0 - r));
    long.min(s / exp(W[17] * W[18]))
}
