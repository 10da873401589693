//! Notes of our own note types on their way back.
//!
//! They are known by the id in their guid. Where the card is still here only its progress matters.
//! Where nothing of its collection is here the note is made again of its fields, as well as they
//! tell: ids of key points and the sources' own ids are not among them.

use crate::cards::kinds::MAX_CHOICES;
use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::cloze::Cloze;
use crate::cards::kinds::interview::{Evidence, FollowUp, Interview, KeyPoint, Phase, Seniority};
use crate::cards::kinds::mcq::{Choice, Mcq};
use crate::cards::kinds::order::Order;
use crate::cards::kinds::reversed::{BACK, Reversed};
use crate::cards::kinds::scenario::{Otherwise, Scenario};
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::note::{Facet, Tier};
use crate::cards::{Content, Kind, Note};
use crate::exchange::anki::id_of_guid;
use crate::exchange::anki::notetype::NoteType;
use crate::exchange::import::anki::gather;
use crate::exchange::import::html::{self, Losses};
use crate::model::NoteId;

/// What our exports add to the tags of a note.
const OUR_TAGS: [&str; 6] =
    ["section::", "topic::", "level::", "tier::", "facet::", "translation::"];

/// Returns the id of a note of ours: from its guid, else from the field that has it.
pub(super) fn id(guid: &str, note_type: &NoteType, fields: &[&str]) -> Result<NoteId, String> {
    let field = html::plain_text(field(note_type, fields, "Id"));
    let text = id_of_guid(guid).unwrap_or(&field);
    text.parse().map_err(|_| "it is of a note type of revisit, and has no id of it".to_owned())
}

/// Returns which card of Anki's note is which of ours.
pub(super) fn ords(note_type: &NoteType, fields: &[&str]) -> Vec<(u16, String)> {
    match note_type.kind {
        Kind::Reversed => vec![(0, String::new()), (1, BACK.to_owned())],
        Kind::Cloze => html::numbers(field(note_type, fields, "Text"))
            .into_iter()
            .map(|number| (number.saturating_sub(1), format!("c{number}")))
            .collect(),
        _ => vec![(0, String::new())],
    }
}

/// Returns the tags that are not ours to give.
pub(super) fn tags(text: &str) -> Vec<String> {
    let mut tags = gather::tags(text);
    tags.retain(|tag| !OUR_TAGS.iter().any(|ours| tag.starts_with(ours)));
    tags
}

/// Makes the note again.
pub(super) fn note(
    id: &NoteId,
    note_type: &NoteType,
    fields: &[&str],
    tags: &str,
) -> Result<(Note, Vec<String>, Losses), String> {
    let mut back = Back { note_type, fields, media: Vec::new(), losses: Losses::default() };
    let content = back.content()?;
    let mut note = Note::new(id.clone(), content);
    note.gist = back.optional("Gist");
    let more = [back.optional("More"), back.optional("Sources")];
    let more: Vec<String> = more.into_iter().flatten().collect();
    note.more = Some(more.join("\n\n")).filter(|more| !more.is_empty());
    let facet = html::plain_text(back.field("Facet"));
    note.facet = Facet::ALL.into_iter().find(|one| one.name() == facet);
    if tags.split_whitespace().any(|tag| tag == "tier::core") {
        note.tier = Tier::Core;
    }
    Ok((note, back.media, back.losses))
}

fn field<'f>(note_type: &NoteType, fields: &[&'f str], name: &str) -> &'f str {
    let place = note_type.fields().position(|field| field == name);
    place.and_then(|place| fields.get(place)).copied().unwrap_or_default()
}

struct Back<'a> {
    note_type: &'a NoteType,
    fields: &'a [&'a str],
    media: Vec<String>,
    losses: Losses,
}

impl<'a> Back<'a> {
    fn field(&self, name: &str) -> &'a str {
        field(self.note_type, self.fields, name)
    }

    fn markdown(&mut self, html: &str) -> String {
        let converted = html::converted(html);
        self.media.extend(converted.media);
        self.losses.merge(converted.losses);
        converted.markdown
    }

    fn text(&mut self, name: &str) -> Result<String, String> {
        self.optional(name).ok_or_else(|| format!("its field `{name}` is empty"))
    }

    fn optional(&mut self, name: &str) -> Option<String> {
        Some(self.markdown(self.field(name))).filter(|text| !text.trim().is_empty())
    }

    fn list(&mut self, name: &str) -> Vec<String> {
        items(self.field(name)).into_iter().map(|(_, item)| self.markdown(item)).collect()
    }

    /// The items of a list with a reason below each.
    fn reasoned(&mut self, name: &str) -> Vec<(bool, String, String)> {
        items(self.field(name))
            .into_iter()
            .map(|(tag, item)| {
                let (text, why) = match item.split_once("<div class=\"why\">") {
                    Some((text, why)) => (text, why.strip_suffix("</div>").unwrap_or(why)),
                    None => (item, ""),
                };
                (tag.contains("\"right\""), self.markdown(text), self.markdown(why))
            })
            .collect()
    }

    fn content(&mut self) -> Result<Content, String> {
        Ok(match self.note_type.kind {
            Kind::Basic => {
                Content::Basic(Basic { front: self.text("Front")?, back: self.text("Back")? })
            }
            Kind::Reversed => Content::Reversed(Reversed {
                front: self.text("Front")?,
                back: self.text("Back")?,
                ask_forward: self.optional("Ask forward"),
                ask_back: self.optional("Ask back"),
            }),
            Kind::Cloze => {
                let converted = html::converted_cloze(self.field("Text"), &|number| number);
                self.media.extend(converted.media);
                let text = Cloze { text: converted.markdown };
                if text.numbers().is_empty() {
                    return Err("it has no hole".to_owned());
                }
                Content::Cloze(text)
            }
            Kind::Mcq => self.mcq()?,
            Kind::Order => {
                let items = self.list("Answer");
                if !(2..=MAX_CHOICES).contains(&items.len()) {
                    return Err(format!(
                        "it has {} items, and 2 to {MAX_CHOICES} are asked for",
                        items.len()
                    ));
                }
                Content::Order(Order { front: self.text("Front")?, items })
            }
            Kind::Typed => self.typed()?,
            Kind::Scenario => Content::Scenario(Scenario {
                setup: self.text("Setup")?,
                ask: self.text("Ask")?,
                choice: self.text("Choice")?,
                because: self.text("Because")?,
                cost: self.text("Cost")?,
                flips_if: self.text("Flips if")?,
                otherwise: self
                    .reasoned("Otherwise")
                    .into_iter()
                    .map(|(_, text, why)| Otherwise { text, why })
                    .collect(),
            }),
            Kind::Interview => self.interview()?,
        })
    }

    fn mcq(&mut self) -> Result<Content, String> {
        let options: Vec<Choice> = self
            .reasoned("Explained")
            .into_iter()
            .map(|(correct, text, why)| Choice { text, correct, why })
            .collect();
        if !(2..=MAX_CHOICES).contains(&options.len())
            || options.iter().filter(|option| option.correct).count() != 1
        {
            return Err("its options cannot be read".to_owned());
        }
        Ok(Content::Mcq(Mcq { front: self.text("Front")?, options }))
    }

    fn typed(&mut self) -> Result<Content, String> {
        let mut accept = vec![html::plain_text(self.field("Answer"))];
        accept
            .extend(items(self.field("Also")).into_iter().map(|(_, item)| html::plain_text(item)));
        accept.retain(|text| !text.is_empty());
        if accept.is_empty() {
            return Err("its answer is empty".to_owned());
        }
        let matching = match html::plain_text(self.field("Match")).as_str() {
            "exact" => Match::Exact,
            "number" => Match::Number,
            "command" => Match::Command,
            _ => Match::IgnoreCase,
        };
        Ok(Content::Typed(Typed { front: self.text("Front")?, accept, matching, tolerance: None }))
    }

    fn interview(&mut self) -> Result<Content, String> {
        let levels = [Seniority::Junior, Seniority::Mid, Seniority::Senior, Seniority::Staff];
        let mut key_points = Vec::new();
        for (place, (_, item)) in items(self.field("Key points")).into_iter().enumerate() {
            let (must, text) = badge(item);
            key_points.push(KeyPoint {
                id: format!("p{}", place + 1),
                must: levels.into_iter().find(|level| Some(level.name()) == must),
                point: self.markdown(text),
                see: Vec::new(),
            });
        }
        let follow_ups = self.folded("Follow-ups").into_iter();
        let follow_ups =
            follow_ups.map(|(ask, strong)| FollowUp { ask, strong, if_missed: None }).collect();
        let evidence = self.folded("Evidence").into_iter();
        let evidence = evidence.map(|(ask, shows)| Evidence { ask, shows }).collect();
        let phases = items(self.field("Phases"));
        let phases = phases.into_iter().map(|(_, item)| self.phase(item, &key_points)).collect();
        let minutes = html::plain_text(self.field("Minutes")).parse().unwrap_or(10);
        Ok(Content::Interview(Interview {
            prompt: self.text("Prompt")?,
            minutes: if minutes == 0 { 10 } else { minutes },
            key_points,
            red_flags: self.list("Red flags"),
            follow_ups,
            evidence,
            topics: Vec::new(),
            phases,
        }))
    }

    /// The pairs of a field of which the second half is folded away.
    fn folded(&mut self, name: &str) -> Vec<(String, String)> {
        let pairs = self.field(name).split("<details><summary>").skip(1);
        pairs
            .filter_map(|one| {
                one.strip_suffix("</details>").unwrap_or(one).split_once("</summary>")
            })
            .map(|(head, body)| (self.markdown(head), self.markdown(body)))
            .collect()
    }

    fn phase(&mut self, item: &str, key_points: &[KeyPoint]) -> Phase {
        let (name, rest) = item.split_once(" <span class=\"must\">").unwrap_or((item, ""));
        let (minutes, list) = rest.split_once("</span>").unwrap_or((rest, ""));
        let minutes = minutes.trim_end_matches(" min").parse().unwrap_or(0);
        let points = items(list)
            .into_iter()
            .map(|(_, item)| {
                let text = self.markdown(item);
                let named = key_points.iter().find(|point| point.point == text);
                named.map_or(text, |point| point.id.clone())
            })
            .collect();
        Phase { name: self.markdown(name), minutes, points }
    }
}

/// Splits the label in front of an item from its text.
fn badge(item: &str) -> (Option<&str>, &str) {
    let inner = item.strip_prefix("<span class=\"must\">");
    match inner.and_then(|inner| inner.split_once("</span>")) {
        Some((label, text)) => (Some(label), text.trim_start()),
        None => (None, item),
    }
}

/// Returns the items of the outermost list of a field: the tag of each, and what is in it.
fn items(html: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, None);
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        let Some(end) = html[open..].find('>').map(|end| open + end + 1) else { break };
        let tag = &html[open..end];
        let is =
            |name: &str| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ']));
        if is("<ol") || is("<ul") {
            depth += 1;
        } else if is("</ol") || is("</ul") {
            depth = depth.saturating_sub(1);
        } else if is("<li") && depth == 1 {
            start = Some((tag, end));
        } else if is("</li")
            && depth == 1
            && let Some((tag, from)) = start.take()
        {
            found.push((tag, &html[from..open]));
        }
        at = end;
    }
    found
}
