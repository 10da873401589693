//! What a note says, in eight hexadecimal digits: to see that a translation is stale, that a
//! released answer was changed silently, and to name a note that has no id.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::cards::note::{Content, Note};

/// The first 32 bits of a SHA-256, written as eight hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u32);

impl Fingerprint {
    /// Returns the fingerprint of a text, in NFC.
    pub fn of_text(text: &str) -> Fingerprint {
        let [a, b, c, d, ..] = digest(text);
        Fingerprint(u32::from_be_bytes([a, b, c, d]))
    }

    /// Returns the fingerprint of a note as another program sees it: what it asks and answers, what
    /// is accepted, and its tags.
    pub fn of_whole(note: &Note) -> Fingerprint {
        let accept = match &note.content {
            Content::Typed(typed) => texts(&typed.accept),
            _ => String::new(),
        };
        let text = Fingerprint::of_note(note);
        Fingerprint::of_text(&format!("{text} {accept} {}", texts(&note.tags)))
    }

    /// Returns the fingerprint of what a note asks and answers.
    ///
    /// It covers the texts, which option is right, and the ids, levels and references of key
    /// points; not the minutes and topics of an exercise, `gist`, `accept`, sources or labels. The note is written as JSON with sorted
    /// keys, the separators `, ` and `: `, and raw Unicode. What equals its default is left out.
    pub fn of_note(note: &Note) -> Fingerprint {
        let mut fields: Vec<(&str, String)> = Vec::new();
        let mut text = |name, value: &str| fields.push((name, quoted(value)));
        match &note.content {
            Content::Basic(basic) => {
                text("front", &basic.front);
                text("back", &basic.back);
            }
            Content::Reversed(reversed) => {
                text("front", &reversed.front);
                text("back", &reversed.back);
                reversed.ask_forward.iter().for_each(|ask| text("ask_forward", ask));
                reversed.ask_back.iter().for_each(|ask| text("ask_back", ask));
            }
            Content::Cloze(cloze) => text("text", &cloze.text),
            Content::Typed(typed) => text("front", &typed.front),
            Content::Order(order) => {
                text("front", &order.front);
                fields.push(("items", texts(&order.items)));
            }
            Content::Mcq(mcq) => {
                text("front", &mcq.front);
                let option = mcq.options.iter().map(|choice| {
                    let mut option = vec![("text", quoted(&choice.text))];
                    if choice.correct {
                        option.push(("correct", "true".to_owned()));
                    }
                    if !choice.why.is_empty() {
                        option.push(("why", quoted(&choice.why)));
                    }
                    object(option)
                });
                fields.push(("options", array(option)));
            }
            Content::Scenario(scenario) => {
                text("setup", &scenario.setup);
                text("ask", &scenario.ask);
                text("choice", &scenario.choice);
                text("because", &scenario.because);
                text("cost", &scenario.cost);
                text("flips_if", &scenario.flips_if);
            }
            Content::Interview(interview) => {
                text("prompt", &interview.prompt);
                let points = interview.key_points.iter().map(|point| {
                    let mut fields =
                        vec![("id", quoted(&point.id)), ("point", quoted(&point.point))];
                    fields.extend(point.must.map(|must| ("must", quoted(must.name()))));
                    if !point.see.is_empty() {
                        fields.push(("see", texts(&point.see)));
                    }
                    object(fields)
                });
                let follow_ups = interview.follow_ups.iter().map(|follow| {
                    let mut fields =
                        vec![("ask", quoted(&follow.ask)), ("strong", quoted(&follow.strong))];
                    fields.extend(follow.if_missed.as_ref().map(|id| ("if_missed", quoted(id))));
                    object(fields)
                });
                let evidence = interview.evidence.iter().map(|piece| {
                    object(vec![("ask", quoted(&piece.ask)), ("shows", quoted(&piece.shows))])
                });
                let phases = interview.phases.iter().map(|phase| {
                    let mut fields = vec![("name", quoted(&phase.name))];
                    if !phase.points.is_empty() {
                        fields.push(("points", texts(&phase.points)));
                    }
                    object(fields)
                });
                for (name, list, is_given) in [
                    ("key_points", array(points), !interview.key_points.is_empty()),
                    ("red_flags", texts(&interview.red_flags), !interview.red_flags.is_empty()),
                    ("follow_ups", array(follow_ups), !interview.follow_ups.is_empty()),
                    ("evidence", array(evidence), !interview.evidence.is_empty()),
                    ("phases", array(phases), !interview.phases.is_empty()),
                ] {
                    if is_given {
                        fields.push((name, list));
                    }
                }
            }
        }
        fields.extend(note.more.as_deref().map(|more| ("more", quoted(more))));
        Fingerprint::of_text(&object(fields))
    }
}

/// Returns the id of a note that its author gave none: `x-` and the fingerprint of its front.
pub fn text_id(front: &str) -> String {
    format!("x-{}", Fingerprint::of_text(front))
}

/// Returns the id of such a note where another one has its [`text_id`]: twice as long.
pub fn long_text_id(front: &str) -> String {
    let [a, b, c, d, e, f, g, h, ..] = digest(front);
    format!("x-{:016x}", u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}

/// Returns the SHA-256 of a text, in NFC.
fn digest(text: &str) -> [u8; 32] {
    match text.is_ascii() {
        true => Sha256::digest(text.as_bytes()).into(),
        false => Sha256::digest(text.nfc().collect::<String>().as_bytes()).into(),
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

/// A text that is not eight hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no fingerprint: eight digits 0-9, a-f are expected")]
pub struct FingerprintError(String);

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 8 || !text.bytes().all(is_hex) {
            return Err(FingerprintError(text.chars().take(40).collect()));
        }
        let bits = u32::from_str_radix(text, 16);
        bits.map(Fingerprint).map_err(|_| FingerprintError(text.to_owned()))
    }
}

fn object(mut fields: Vec<(&str, String)>) -> String {
    fields.sort_unstable();
    let fields: Vec<String> =
        fields.into_iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn texts(items: &[String]) -> String {
    array(items.iter().map(|item| quoted(item)))
}

fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            control if control < ' ' => {
                let _ = write!(json, "\\u{:04x}", control as u32);
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
