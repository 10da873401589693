//! From a note of Anki to ours: which kind it becomes, and what its texts are.

use std::collections::BTreeMap;

use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::cloze::{Cloze, Piece as ClozePiece};
use crate::cards::kinds::reversed::{BACK, Reversed};
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::library::Parts;
use crate::cards::{Content, Note};
use crate::exchange::anki::layout::{self, Layout};
use crate::exchange::anki::model::Model;
use crate::exchange::anki::template::{self, Piece};
use crate::exchange::import::html::{self, Converted, Loss, Losses};
use crate::model::NoteId;

/// A note type, ready to turn notes into ours.
pub(super) struct Shape {
    pub(super) model: Model,
    pub(super) layout: Layout,
    /// The templates: question, and answer without the question.
    templates: Vec<(Vec<Piece>, Vec<Piece>)>,
}

/// A note of ours before it has an id.
#[derive(Debug)]
pub(super) struct Draft {
    /// The number of its card, where each card of a note becomes a note of its own.
    pub(super) card: u16,
    /// The note, under a name that is none yet.
    pub(super) note: Note,
    /// Which cards of Anki's note are which of ours.
    pub(super) parts: Vec<(u16, String)>,
    /// The fields that are kept as HTML, by name.
    pub(super) kept: BTreeMap<String, String>,
    pub(super) losses: Losses,
    pub(super) media: Vec<String>,
}

/// Stands for an answer that is empty.
const NOTHING: &str = "—";

impl Shape {
    pub(super) fn new(model: Model) -> Shape {
        let templates = model
            .templates
            .iter()
            .map(|one| {
                let answer = after_question(&one.back);
                (template::parse(&one.front, &model), template::parse(answer, &model))
            })
            .collect();
        Shape { layout: layout::of(&model), templates, model }
    }

    /// Says whether its notes come over as they are, and not rendered as basic ones.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self.layout, Layout::Other | Layout::OtherCloze | Layout::Occlusion)
    }

    /// Turns a note into ours; `ords` are the numbers of its cards. Says why where it cannot.
    /// `most` is how much its templates may show of it, in bytes; how much they do is returned too.
    pub(super) fn drafts(
        &self,
        fields: &[&str],
        ords: &[u16],
        most: usize,
    ) -> Result<(Vec<Draft>, usize), String> {
        let mut text =
            Texts { shape: self, fields, left: most, losses: Losses::default(), media: Vec::new() };
        let drafts = self.made(&mut text, ords)?;
        Ok((drafts, most - text.left))
    }

    fn made(&self, text: &mut Texts<'_>, ords: &[u16]) -> Result<Vec<Draft>, String> {
        match self.layout {
            Layout::Basic { front, back } => text.basic(front, back).map(one),
            Layout::Reversed { front, back } if ords.contains(&1) => {
                text.reversed(front, back).map(one)
            }
            Layout::Reversed { front, back } => text.basic(front, back).map(one),
            Layout::Typed { front, answer } => text.typed(front, answer).map(one),
            Layout::Cloze { text: holes, extra } => {
                let placed: Vec<usize> = [Some(holes), extra].into_iter().flatten().collect();
                let extra = extra.map_or(String::new(), |extra| text.field(extra).to_owned());
                text.cloze(text.field(holes), &extra, &placed).map(one)
            }
            Layout::Occlusion => text.occlusion().map(one),
            Layout::OtherCloze => text.other_cloze().map(one),
            Layout::Other => {
                let first = [0];
                let ords = if ords.is_empty() { &first } else { ords };
                ords.iter().enumerate().map(|(place, ord)| text.other(*ord, place == 0)).collect()
            }
        }
    }
}

fn one(draft: Draft) -> Vec<Draft> {
    vec![draft]
}

/// Returns what an answer shows behind the question.
fn after_question(back: &str) -> &str {
    let lower = back.to_ascii_lowercase();
    for mark in ["<hr id=answer", "<hr id=\"answer\"", "<hr id='answer'"] {
        if let Some(at) = lower.find(mark) {
            return back[at..].split_once('>').map_or("", |(_, after)| after);
        }
    }
    back
}

/// The texts of a note while it is turned into ours.
struct Texts<'a> {
    shape: &'a Shape,
    fields: &'a [&'a str],
    /// How much more its templates may show of it, in bytes.
    left: usize,
    losses: Losses,
    media: Vec<String>,
}

impl<'a> Texts<'a> {
    /// Returns what a template shows of the note; `show` says which fields it shows, and how.
    fn rendered(
        &mut self,
        pieces: &[Piece],
        show: &dyn Fn(usize, String, &[String]) -> String,
    ) -> Result<String, String> {
        let fields = self.fields;
        let text = template::rendered(pieces, fields, self.left, &|place, filters| {
            show(place, fields.get(place).copied().unwrap_or_default().to_owned(), filters)
        });
        let text = text.ok_or("its templates show it too often to be taken in")?;
        self.left -= text.len();
        Ok(text)
    }

    fn field(&self, place: usize) -> &'a str {
        self.fields.get(place).copied().unwrap_or_default()
    }

    fn take(&mut self, converted: Converted) -> String {
        self.losses.merge(converted.losses);
        self.media.extend(converted.media);
        converted.markdown
    }

    fn markdown(&mut self, html: &str) -> String {
        self.take(html::converted(html))
    }

    fn question(&mut self, html: &str) -> Result<String, String> {
        let text = self.markdown(html);
        if text.trim().is_empty() { Err("its question is empty".to_owned()) } else { Ok(text) }
    }

    /// Returns an answer; a dash where there is none.
    fn answer(&mut self, html: &str) -> String {
        let text = self.markdown(html);
        if text.trim().is_empty() {
            self.losses.add(Loss::Blank);
            return NOTHING.to_owned();
        }
        text
    }

    fn basic(&mut self, front: usize, back: usize) -> Result<Draft, String> {
        let text =
            Basic { front: self.question(self.field(front))?, back: self.answer(self.field(back)) };
        Ok(self.draft(Content::Basic(text), vec![(0, String::new())], &[front, back]))
    }

    fn reversed(&mut self, front: usize, back: usize) -> Result<Draft, String> {
        if template::is_empty(self.field(back)) {
            return self.basic(front, back);
        }
        let text = Reversed {
            front: self.question(self.field(front))?,
            back: self.question(self.field(back))?,
            ask_forward: None,
            ask_back: None,
        };
        let parts = vec![(0, String::new()), (1, BACK.to_owned())];
        Ok(self.draft(Content::Reversed(text), parts, &[front, back]))
    }

    fn typed(&mut self, front: usize, answer: usize) -> Result<Draft, String> {
        let accepted = html::plain_text(self.field(answer));
        if accepted.is_empty() {
            return self.basic(front, answer);
        }
        let text = Typed {
            front: self.question(self.field(front))?,
            accept: vec![accepted],
            matching: Match::default(),
            tolerance: None,
        };
        // What was more than text is lost in what is typed, and kept.
        self.markdown(self.field(answer));
        if is_rich(self.field(answer)) {
            self.losses.add(Loss::Typed);
        }
        Ok(self.draft(Content::Typed(text), vec![(0, String::new())], &[front, answer]))
    }

    fn cloze(&mut self, holes: &str, extra: &str, placed: &[usize]) -> Result<Draft, String> {
        let numbers = html::numbers(holes);
        if numbers.is_empty() {
            let text = Basic { front: self.question(holes)?, back: self.answer(extra) };
            return Ok(self.draft(Content::Basic(text), vec![(0, String::new())], placed));
        }
        let most = Parts::MAX_HOLE;
        let place = |number: u16| {
            // Numbers that are too high are counted anew.
            let fits = numbers.last().is_none_or(|last| *last <= most);
            let place = numbers.iter().position(|one| *one == number).unwrap_or(0);
            if fits { number } else { place as u16 + 1 }
        };
        if numbers.len() > usize::from(most) {
            return Err(format!("it has {} holes; at most {most} can be asked", numbers.len()));
        }
        let text = self.take(html::converted_cloze(holes, &place));
        let text = Cloze { text };
        let wanted: Vec<u16> = numbers.iter().map(|number| place(*number)).collect();
        let is_sound = text.numbers() == wanted
            && !text
                .pieces()
                .iter()
                .any(|piece| matches!(piece, ClozePiece::Text(text) if text.contains("{{c")));
        if !is_sound {
            return Err("its holes cannot be read".to_owned());
        }
        let parts = numbers
            .iter()
            .map(|number| (number.saturating_sub(1).min(499), format!("c{}", place(*number))))
            .collect();
        let more = self.markdown(extra);
        let mut draft = self.draft(Content::Cloze(text), parts, placed);
        draft.note.more = Some(more).filter(|more| !more.is_empty());
        Ok(draft)
    }

    /// A picture with covered parts. Its places say nothing in a terminal, but the note, its
    /// schedule and its pictures are kept.
    fn occlusion(&mut self) -> Result<Draft, String> {
        let [masks, image, header, extra] = [0, 1, 2, 3].map(|place| self.field(place));
        let holes = format!("{header}<div>{image}</div><div>{masks}</div>");
        self.cloze(&holes, extra, &[])
    }

    fn other_cloze(&mut self) -> Result<Draft, String> {
        let Some((front, back)) = self.shape.templates.first() else {
            return Err("its note type has no template".to_owned());
        };
        let asked = template::fields(front);
        let holes = self.rendered(front, &|_, field, filters| shown(field, filters, false))?;
        let extra = self.rendered(back, &|place, field, filters| {
            let is_new = !asked.contains(&place);
            if is_new { shown(field, filters, true) } else { String::new() }
        })?;
        self.cloze(&holes, &extra, &[])
    }

    /// One card of a note type that is nothing we know: what its template shows.
    fn other(&mut self, ord: u16, is_first: bool) -> Result<Draft, String> {
        let (front, back) = self
            .shape
            .templates
            .get(usize::from(ord))
            .ok_or_else(|| format!("its note type has no template {}", ord + 1))?;
        let front = self.rendered(front, &|_, field, filters| shown(field, filters, false))?;
        let back = self.rendered(back, &|_, field, filters| shown(field, filters, true))?;
        let question = self.question(&front).or_else(|_| self.question(self.field(0)))?;
        let text = Basic { front: question, back: self.answer(&back) };
        // One of them keeps the fields.
        let placed: Vec<usize> =
            if is_first { Vec::new() } else { (0..self.fields.len()).collect() };
        let mut draft = self.draft(Content::Basic(text), vec![(ord, String::new())], &placed);
        draft.card = ord;
        if !is_first {
            draft.kept.clear();
        }
        Ok(draft)
    }

    /// Puts a draft together. Fields that have no place in it, or lost something on the way, are
    /// kept as they are.
    fn draft(&mut self, content: Content, parts: Vec<(u16, String)>, placed: &[usize]) -> Draft {
        let losses = std::mem::take(&mut self.losses);
        let mut kept = BTreeMap::new();
        for (place, (name, html)) in self.shape.model.fields.iter().zip(self.fields).enumerate() {
            let is_lossy = || match (&content, &self.shape.layout) {
                (Content::Typed(_), Layout::Typed { answer, .. }) if place == *answer => {
                    is_rich(html)
                }
                (Content::Cloze(_), Layout::Cloze { text, .. }) if place == *text => {
                    !html::converted_cloze(html, &|number| number).losses.is_empty()
                }
                _ => !html::converted(html).losses.is_empty(),
            };
            if !html.is_empty() && (!placed.contains(&place) || (!losses.is_empty() && is_lossy()))
            {
                kept.insert(name.clone(), html::harmless(html));
            }
        }
        Draft {
            card: 0,
            note: Note::new(NoteId::new("anki", "new"), content),
            parts,
            kept,
            losses,
            media: std::mem::take(&mut self.media),
        }
    }
}

/// Says whether a field is more than words.
fn is_rich(html: &str) -> bool {
    ["<", "[sound:", "\\(", "\\[", "[$", "[latex]"].iter().any(|sign| html.contains(sign))
}

/// Returns what a template shows of a field under its filters.
fn shown(html: String, filters: &[String], is_answer: bool) -> String {
    for filter in filters.iter().rev() {
        match filter.split_whitespace().next().unwrap_or_default() {
            // In a question it is a line to type in.
            "type" if !is_answer => return String::new(),
            "tts" => return String::new(),
            "text" => return html_text(&html),
            _ => {}
        }
    }
    html
}

/// Returns a field without its markup, as HTML.
fn html_text(html: &str) -> String {
    html::plain_text(html).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Shape;
    use crate::exchange::anki::model::Model;

    /// Returns the fields that are kept of a note with two fields.
    fn kept(kind: i64, front: &str, back: &str, fields: [&str; 2]) -> Vec<(String, String)> {
        let json = json!({
            "name": "M", "type": kind, "flds": [{"name": "A", "ord": 0}, {"name": "B", "ord": 1}],
            "tmpls": [{"ord": 0, "qfmt": front, "afmt": back}],
        });
        let shape = Shape::new(Model::from_json(1, json).unwrap());
        let (mut drafts, _) = shape.drafts(&fields, &[0], 1 << 20).unwrap();
        drafts.remove(0).kept.into_iter().collect()
    }

    #[test]
    fn what_a_text_cannot_say_is_kept_as_it_is() {
        let cloze = |text| kept(1, "{{cloze:A}}", "{{cloze:A}}<br>{{B}}", [text, "<b>e</b>"]);
        let typed = |text| kept(0, "{{A}} {{type:B}}", "{{A}}{{type:B}}", ["<b>q</b>", text]);
        let rich = ["{{c1::<b>x</b>}} y", "{{c1::<i>x</i> and <b>b</b>}}", "{{c1::<u>x</u>}}"];
        for text in rich {
            assert_eq!(cloze(text), [("A".to_owned(), text.to_owned())]);
        }
        for text in ["{{c1::x}} y", "{{c1::<i>x</i>}}", "<b>{{c1::x}}</b>"] {
            assert!(cloze(text).is_empty(), "{text}");
        }
        for text in ["<b>x</b>", "x<br>y", "[sound:x.mp3]"] {
            assert_eq!(typed(text), [("B".to_owned(), text.to_owned())]);
        }
        for text in ["x", "a*b!", "a &lt; b"] {
            assert!(typed(text).is_empty(), "{text}");
        }
    }
}
