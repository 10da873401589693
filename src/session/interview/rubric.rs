//! What one prompt is judged by: its points, in the order in which they are ticked, its red flags,
//! its follow-ups, and what it hands out.

use crate::cards::kinds::interview::{Evidence, FollowUp, Interview, Phase};
use crate::model::Seniority;

/// What one prompt is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rubric {
    /// The prompt, Markdown.
    pub prompt: String,
    /// Minutes meant for it.
    pub minutes: u32,
    /// The points, those of a phase together; then those of none.
    pub points: Vec<Point>,
    /// What counts against an answer, Markdown.
    pub red_flags: Vec<String>,
    /// What is asked next.
    pub follow_ups: Vec<FollowUp>,
    /// What can be asked for in a debug round.
    pub evidence: Vec<Evidence>,
    /// The phases of a design exercise; none of another prompt.
    pub phases: Vec<RubricPhase>,
}

/// A point that can be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its id in the card. One that stands in a phase alone, in words, is named by its place:
    /// `2:1` is the first of the second phase.
    pub id: String,
    /// What can be heard, Markdown.
    pub text: String,
    /// The level from which it is required.
    pub must: Option<Seniority>,
    /// The notes to study when it is missed, as the card names them.
    pub see: Vec<String>,
    /// The phase it belongs to, from 0.
    pub phase: Option<usize>,
}

/// A phase of a design exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricPhase {
    /// Its name.
    pub name: String,
    /// Minutes meant for it.
    pub minutes: u32,
}

impl Point {
    /// Says whether the point is required of somebody at a level.
    pub fn is_required(&self, level: Seniority) -> bool {
        self.must.is_some_and(|must| must <= level)
    }
}

impl Rubric {
    /// Makes the rubric of a note's text.
    ///
    /// A key point that several phases name belongs to the first of them.
    pub fn of(interview: &Interview) -> Rubric {
        let mut points: Vec<Point> = Vec::new();
        for (place, phase) in interview.phases.iter().enumerate() {
            for (number, text) in phase.points.iter().enumerate() {
                let key = interview.key_points.iter().position(|key| key.id == *text);
                let point = match key {
                    Some(key) => key_point(interview, key, Some(place)),
                    None => Point {
                        id: format!("{}:{}", place + 1, number + 1),
                        text: text.clone(),
                        must: None,
                        see: Vec::new(),
                        phase: Some(place),
                    },
                };
                if points.iter().all(|known| known.id != point.id) {
                    points.push(point);
                }
            }
        }
        for (place, key) in interview.key_points.iter().enumerate() {
            if points.iter().all(|known| known.id != key.id) {
                points.push(key_point(interview, place, None));
            }
        }
        let phase =
            |phase: &Phase| RubricPhase { name: phase.name.clone(), minutes: phase.minutes };
        Rubric {
            prompt: interview.prompt.clone(),
            minutes: interview.minutes,
            points,
            red_flags: interview.red_flags.clone(),
            follow_ups: interview.follow_ups.clone(),
            evidence: interview.evidence.clone(),
            phases: interview.phases.iter().map(phase).collect(),
        }
    }

    /// Returns the minutes of each phase within a whole, in milliseconds: in proportion to what the
    /// author gave them, so that they add up. Phases without any minutes share alike.
    pub fn phase_ms(&self, whole_ms: u64) -> Vec<u64> {
        let given: Vec<u64> = self.phases.iter().map(|phase| u64::from(phase.minutes)).collect();
        let sum: u64 = given.iter().sum();
        let given = if sum == 0 { vec![1; given.len()] } else { given };
        let sum = given.iter().sum::<u64>().max(1);
        let mut before = 0;
        let mut end_before = 0;
        given
            .iter()
            .map(|minutes| {
                before += minutes;
                let end = u128::from(whole_ms) * u128::from(before) / u128::from(sum);
                let end = u64::try_from(end).unwrap_or(u64::MAX);
                let part = end - end_before;
                end_before = end;
                part
            })
            .collect()
    }
}

fn key_point(interview: &Interview, place: usize, phase: Option<usize>) -> Point {
    let key = &interview.key_points[place];
    Point {
        id: key.id.clone(),
        text: key.point.clone(),
        must: key.must,
        see: key.see.clone(),
        phase,
    }
}
