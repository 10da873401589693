//! An open prompt with a rubric of points one can hear.

use serde::{Deserialize, Serialize};

use crate::cards::ask::{Answer, Question, ResponseError, Verdict};
use crate::cards::kinds::CardKind;
use crate::model::Response;
pub use crate::model::Seniority;

/// An open prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// The prompt.
    pub prompt: String,
    /// Minutes meant for it.
    #[serde(default = "ten_minutes")]
    pub minutes: u32,
    /// The points a strong answer makes.
    #[serde(default)]
    pub key_points: Vec<KeyPoint>,
    /// What counts against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub red_flags: Vec<String>,
    /// What the interviewer asks next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// What can be looked at in a debug round; each is handed out when it is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The topics a system-design exercise draws on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The phases of a system-design exercise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
}

fn ten_minutes() -> u32 {
    10
}

/// A point a strong answer makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPoint {
    /// Its id within the card.
    pub id: String,
    /// The seniority from which it is required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must: Option<Seniority>,
    /// What can be heard.
    pub point: String,
    /// The notes to study when it is missed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<String>,
}

/// What the interviewer asks next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The key point it probes for, when that one was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_missed: Option<String>,
    /// The question.
    pub ask: String,
    /// What a strong answer contains.
    pub strong: String,
}

/// Something that can be looked at in a debug round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What one asks for, in a few words.
    pub ask: String,
    /// What one is handed.
    pub shows: String,
}

/// A phase of a system-design exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its name.
    pub name: String,
    /// Minutes meant for it.
    pub minutes: u32,
    /// The points it should make, by id or in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<String>,
}

impl CardKind for Interview {
    fn ask(&self, _part: &str, _seed: u64) -> Question {
        Question::Interview { prompt: self.prompt.clone(), minutes: self.minutes }
    }

    fn answer(&self, _part: &str, _question: &Question) -> Answer {
        Answer::Interview {
            key_points: self.key_points.clone(),
            red_flags: self.red_flags.clone(),
            follow_ups: self.follow_ups.clone(),
            evidence: self.evidence.clone(),
            phases: self.phases.clone(),
        }
    }

    fn check(
        &self,
        _part: &str,
        _question: &Question,
        _response: &Response,
    ) -> Result<Verdict, ResponseError> {
        Err(ResponseError::NotJudged("interview"))
    }

    fn texts(&self) -> Vec<(String, &str)> {
        let mut texts = vec![("prompt".to_owned(), &*self.prompt)];
        for (place, point) in self.key_points.iter().enumerate() {
            texts.push((format!("key_points.{}.point", place + 1), &point.point));
        }
        for (place, flag) in self.red_flags.iter().enumerate() {
            texts.push((format!("red_flags.{}", place + 1), flag));
        }
        for (place, follow) in self.follow_ups.iter().enumerate() {
            texts.push((format!("follow_ups.{}.ask", place + 1), &follow.ask));
            texts.push((format!("follow_ups.{}.strong", place + 1), &follow.strong));
        }
        for (place, piece) in self.evidence.iter().enumerate() {
            texts.push((format!("evidence.{}.ask", place + 1), &piece.ask));
            texts.push((format!("evidence.{}.shows", place + 1), &piece.shows));
        }
        for (place, phase) in self.phases.iter().enumerate() {
            texts.push((format!("phases.{}.name", place + 1), &phase.name));
            for (point, text) in phase.points.iter().enumerate() {
                texts.push((format!("phases.{}.points.{}", place + 1, point + 1), text));
            }
        }
        texts
    }
}
