//! Which field of its note type each text of a note goes into.
//!
//! A note type may have been changed in Anki since the note was read: a field renamed, another one
//! shown, a template written anew. What is kept of a field stays as long as it says what the note
//! says; every other text goes to the field that shows it now. So no text is without a field, however
//! the note type has changed.

use std::borrow::Cow;

use crate::cards::kinds::cloze::Cloze;
use crate::cards::note::Foreign;
use crate::cards::{Content, Note};
use crate::exchange::anki::layout::{self, Layout};
use crate::exchange::anki::model::Model;
use crate::exchange::anki::template;
use crate::exchange::import;

/// Stands in a deck for an answer that is empty in Anki.
const NOTHING: &str = "—";

/// What a field is filled with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filling<'a> {
    /// HTML, as it came.
    Kept(&'a str),
    /// Markdown.
    Markdown(Cow<'a, str>),
    /// Words without any markup.
    Words(&'a str),
    /// A text with holes.
    Holes(&'a Cloze),
}

/// The fields of a note.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// Each with what it is filled with; none where nothing is known of it.
    pub(super) fields: Vec<Option<Filling<'a>>>,
    /// Whether a text was edited of which nobody can tell which field it belongs to.
    pub(super) is_stuck: bool,
}

/// Puts a note into the fields of its note type. `is_same` says that nobody has edited it here.
pub(super) fn row<'a>(
    note: &'a Note,
    foreign: &'a Foreign,
    model: &Model,
    is_same: bool,
) -> Row<'a> {
    let kept: Vec<Option<&str>> =
        (0..model.fields.len()).map(|place| model.kept(&foreign.fields, place)).collect();
    let fields = kept.iter().map(|html| html.map(Filling::Kept)).collect();
    let mut row = Row { fields, is_stuck: false };
    let places = Places::of(model, foreign.card);
    let mut base = None;
    for (side, text) in (0..).zip(texts(&note.content, note.more.as_deref())) {
        let is_full = |place: &usize| kept[*place].is_some_and(|html| !template::is_empty(html));
        if let Some(place) = places.known[side] {
            let stays = (is_same && is_full(&place))
                || kept[place].is_some_and(|html| text.is_said_by(html));
            if !stays {
                row.fields[place] = Some(text);
            }
            continue;
        }
        let shown = &places.shown[side];
        let is_covered = shown.iter().any(is_full);
        if is_covered && is_same {
            continue;
        }
        let base = base.get_or_insert_with(|| {
            let html: Vec<&str> = kept.iter().map(|html| html.unwrap_or_default()).collect();
            import::anki::content(model, &html, foreign.card)
        });
        let before = base.as_ref().map(|(content, more)| texts(content, more.as_deref()));
        let before = before.map(|texts| texts[side].clone());
        if before.as_ref() == Some(&text) {
            // The fields say it as they are, or the template says it by itself.
        } else if !is_covered {
            row.put(text, shown);
        } else {
            row.edit(text, before.as_ref(), shown, &kept);
        }
    }
    row
}

impl<'a> Row<'a> {
    /// Puts a text into the first of some fields that has nothing in it, else into any.
    fn put(&mut self, text: Filling<'a>, shown: &[usize]) {
        if text.is_empty() {
            return;
        }
        let is_free = |place: &usize| match self.fields.get(*place) {
            Some(Some(Filling::Kept(html))) => template::is_empty(html),
            Some(field) => field.is_none(),
            None => false,
        };
        let all = 0..self.fields.len();
        match shown.iter().copied().chain(all).find(is_free) {
            Some(place) => self.fields[place] = Some(text),
            None => self.is_stuck = true,
        }
    }

    /// Puts a text that was edited into the one field of some that says what it said before.
    fn edit(
        &mut self,
        text: Filling<'a>,
        before: Option<&Filling<'_>>,
        shown: &[usize],
        kept: &[Option<&str>],
    ) {
        let says = |place: &&usize| {
            kept[**place].zip(before).is_some_and(|(html, text)| text.is_said_by(html))
        };
        let mut places = shown.iter().filter(says);
        match (places.next(), places.next()) {
            (Some(place), None) => self.fields[*place] = Some(text),
            _ => self.is_stuck = true,
        }
    }
}

impl Filling<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Filling::Kept(text) | Filling::Words(text) => text.is_empty(),
            Filling::Markdown(text) => text.is_empty(),
            Filling::Holes(cloze) => cloze.text.is_empty(),
        }
    }

    /// Says whether HTML says just this.
    fn is_said_by(&self, html: &str) -> bool {
        match self {
            Filling::Kept(kept) => *kept == html,
            Filling::Markdown(text) => import::html::converted(html).markdown.trim() == text.trim(),
            Filling::Words(text) => import::html::plain_text(html) == *text,
            Filling::Holes(cloze) => {
                import::html::converted_cloze(html, &|number| number).markdown == cloze.text
            }
        }
    }
}

/// Returns the texts of the question and of the answer.
fn texts<'a>(content: &'a Content, more: Option<&'a str>) -> [Filling<'a>; 2] {
    let markdown = |text: &'a str| match text {
        NOTHING => Filling::Markdown("".into()),
        text => Filling::Markdown(text.into()),
    };
    match content {
        Content::Basic(text) => [markdown(&text.front), markdown(&text.back)],
        Content::Reversed(text) => [markdown(&text.front), markdown(&text.back)],
        Content::Typed(text) => {
            let answer = text.accept.first().map_or("", String::as_str);
            [markdown(&text.front), Filling::Words(answer)]
        }
        Content::Cloze(text) => [Filling::Holes(text), markdown(more.unwrap_or_default())],
        // No note of Anki becomes one of these; somebody has made it one.
        other => {
            let mut texts = other.as_kind().texts().into_iter().map(|(_, text)| text);
            let front = markdown(texts.next().unwrap_or_default());
            let rest: Vec<&str> = texts.collect();
            [front, Filling::Markdown(rest.join("\n\n").into())]
        }
    }
}

/// Where a note type has the question and the answer.
struct Places {
    /// The field of each, where each is one field.
    known: [Option<usize>; 2],
    /// The fields that show each.
    shown: [Vec<usize>; 2],
}

impl Places {
    fn of(model: &Model, card: u16) -> Places {
        let known = match layout::of(model) {
            Layout::Basic { front, back } | Layout::Reversed { front, back } => {
                [Some(front), Some(back)]
            }
            Layout::Typed { front, answer } => [Some(front), Some(answer)],
            Layout::Cloze { text, extra } => [Some(text), extra],
            Layout::Occlusion | Layout::OtherCloze | Layout::Other => [None, None],
        };
        if known.iter().all(Option::is_some) {
            return Places { known, shown: Default::default() };
        }
        let number = if model.is_cloze { 0 } else { usize::from(card) };
        let shown = model.templates.get(number).map_or_else(Default::default, |one| {
            let front = template::parse(&one.front, model);
            let typed = template::filtered(&front, "type");
            let mut asked = template::shown(&front);
            asked.retain(|place| !typed.contains(place));
            if model.is_cloze {
                let holes = template::filtered(&front, "cloze");
                asked.sort_by_key(|place| !holes.contains(place));
            }
            let mut answered = template::shown(&template::parse(&one.back, model));
            answered.retain(|place| !asked.contains(place));
            [asked, answered]
        });
        Places { known, shown }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Filling, row};
    use crate::cards::kinds::basic::Basic;
    use crate::cards::note::Foreign;
    use crate::cards::{Content, Note};
    use crate::exchange::anki::model::Model;
    use crate::model::NoteId;

    fn model(fields: &[&str], front: &str, back: &str) -> Model {
        let fields = fields.iter().enumerate().map(|(ord, name)| json!({"name": name, "ord": ord}));
        let json = json!({
            "name": "M", "flds": fields.collect::<Vec<_>>(),
            "tmpls": [{"ord": 0, "qfmt": front, "afmt": back}],
        });
        Model::from_json(1, json).unwrap()
    }

    /// Returns what stands in each field of a note of two texts, and whether it is stuck. `kept` are
    /// fields by name.
    fn filled(
        texts: [&str; 2],
        kept: &[(&str, &str)],
        model: &Model,
        is_same: bool,
    ) -> (Vec<String>, bool) {
        let [front, back] = texts.map(str::to_owned);
        let note = Note::new(NoteId::new("anki", "n"), Content::Basic(Basic { front, back }));
        let fields = kept.iter().map(|(name, html)| ((*name).to_owned(), (*html).to_owned()));
        let foreign = Foreign { fields: fields.collect(), ..Foreign::default() };
        let row = row(&note, &foreign, model, is_same);
        let texts = row.fields.into_iter().map(|field| match field {
            Some(Filling::Kept(html)) => format!("kept {html}"),
            Some(Filling::Markdown(text)) => text.into_owned(),
            Some(Filling::Words(text)) => text.to_owned(),
            Some(Filling::Holes(_)) | None => String::new(),
        });
        (texts.collect(), row.is_stuck)
    }

    #[test]
    fn no_text_is_without_a_field_however_the_note_type_has_changed() {
        let names = ["Front", "Back", "Extra"];
        let backs = [
            "{{FrontSide}}{{Back}}<br>{{Extra}}",
            "{{Front}}<hr id=answer>{{hint:Back}}",
            "{{#Extra}}{{Back}}{{/Extra}}{{^Extra}}{{Back}}{{/Extra}}",
            "Look it up! {{Back}}",
            "{{Back}}{{Front}}{{Tags}}{{Gone}}",
        ];
        for back in backs {
            for is_same in [false, true] {
                let model = model(&names, "{{Front}}{{#Extra}}?{{/Extra}}", back);
                let (fields, is_stuck) = filled(["q", "a"], &[], &model, is_same);
                assert_eq!(
                    (fields, is_stuck),
                    (vec!["q".into(), "a".into(), String::new()], false),
                    "{back}"
                );
            }
        }
        for (front, back) in [("", ""), ("{{Gone}}", "{{Gone}}"), ("Ask", "{{FrontSide}}")] {
            let model = model(&names, front, back);
            assert_eq!(filled(["q", "a"], &[], &model, true).0[..2], ["q", "a"], "{front}");
        }
        let narrow = model(&["Only"], "{{Only}}", "{{Only}}");
        assert_eq!(filled(["q", "a"], &[], &narrow, true).0, ["q"]);
    }

    #[test]
    fn what_is_kept_stays_while_it_says_what_the_note_says() {
        let basic = model(&["Front", "Back"], "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}");
        let kept = [("Front", "<u>q</u>"), ("Back", "<mark>a</mark>")];
        let of = |texts| filled(texts, &kept, &basic, false).0;
        assert_eq!(of(["*q*", "a"]), ["kept <u>q</u>", "kept <mark>a</mark>"]);
        assert_eq!(of(["*q* new", "a"]), ["*q* new", "kept <mark>a</mark>"]);
        assert_eq!(of(["*q*", "b"]), ["kept <u>q</u>", "b"]);
        // One that nobody has edited is what it was, whatever is read out of it today.
        assert_eq!(
            filled(["?", "?"], &kept, &basic, true).0,
            ["kept <u>q</u>", "kept <mark>a</mark>"]
        );
    }

    #[test]
    fn an_edit_of_what_a_template_shows_goes_to_the_field_that_said_it() {
        let model = model(
            &["Front", "Back", "Extra", "Hidden"],
            "What is {{Front}}?",
            "{{Back}}<br>{{Extra}}<i></i>",
        );
        let kept = [("Front", "q"), ("Back", "a"), ("Hidden", "h")];
        let of = |texts, kept: &[_]| filled(texts, kept, &model, false);
        let wanted = ["kept q", "b", "", "kept h"].map(str::to_owned).to_vec();
        assert_eq!(of(["What is q?", "b"], &kept), (wanted, false));
        // Of the question nobody can tell.
        assert!(of(["What is p?", "a"], &kept).1);
        let both = [("Front", "q"), ("Back", "a"), ("Extra", "e")];
        let (fields, is_stuck) = of(["What is q?", "b e"], &both);
        assert_eq!(
            (fields, is_stuck),
            (["kept q", "kept a", "kept e", ""].map(str::to_owned).to_vec(), true)
        );
    }

    #[test]
    fn what_a_template_says_by_itself_goes_into_no_field() {
        let model = model(&["Front", "Back"], "{{Front}}", "Look it up! {{Back}}");
        let of = |back, is_same| filled(["q", back], &[("Front", "q")], &model, is_same).0;
        assert_eq!(of("Look it up!", true), ["kept q", ""]);
        assert_eq!(of("—", true), ["kept q", ""]);
        assert_eq!(of("a", true), ["kept q", "a"]);
    }

    #[test]
    fn a_renamed_field_keeps_what_is_kept_of_it() {
        let front = "{{Front}}";
        let before = model(&["Front", "Back", "Hidden"], front, "{{Back}}");
        let renamed = model(&["Question", "Back", "Secret"], "{{Question}}", "{{Back}}");
        let again = model(&["Ask", "Back", "Secret"], "{{Ask}}", "{{Back}}");
        let now = again.in_place_of(&renamed.in_place_of(&before));
        let kept = [("Front", "<u>q</u>"), ("Hidden", "h")];
        for is_same in [false, true] {
            let (fields, _) = filled(["*q*", "a"], &kept, &now, is_same);
            assert_eq!(fields, ["kept <u>q</u>", "a", "kept h"]);
        }
    }
}
