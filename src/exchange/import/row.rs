//! A row of a table: its cells by what they hold, and what they become.

use crate::cards::Content;
use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::cloze::Cloze;
use crate::cards::kinds::reversed::Reversed;
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::library::Parts;
use crate::exchange::import::dialect::{Column, Dialect, Texts};
use crate::exchange::import::html::{self, Converted, Loss, Losses};

/// The cells of a row by what they hold.
#[derive(Default)]
pub(super) struct Cells<'r> {
    pub(super) id: &'r str,
    pub(super) guid: &'r str,
    pub(super) note_type: &'r str,
    pub(super) deck: &'r str,
    pub(super) tags: &'r str,
    pub(super) front: &'r str,
    pub(super) back: &'r str,
    pub(super) more: Vec<&'r str>,
    pub(super) gist: &'r str,
}

/// What a row becomes.
pub(super) struct Draft {
    pub(super) content: Content,
    pub(super) more: Option<String>,
    pub(super) gist: Option<String>,
    pub(super) losses: Losses,
    pub(super) media: Vec<String>,
}

impl<'r> Cells<'r> {
    /// Sorts the fields of a row.
    pub(super) fn of(dialect: &Dialect, fields: &'r [String]) -> Cells<'r> {
        let mut cells = Cells::default();
        let mut unnamed = Vec::new();
        for (place, field) in fields.iter().enumerate() {
            let cell = field.trim();
            match dialect.column(place) {
                Column::Id => cells.id = cell,
                Column::Guid => cells.guid = cell,
                Column::NoteType => cells.note_type = cell,
                Column::Deck => cells.deck = cell,
                Column::Tags => cells.tags = cell,
                Column::Front => cells.front = cell,
                Column::Back => cells.back = cell,
                Column::More => cells.more.push(cell),
                Column::Gist => cells.gist = cell,
                Column::Field => unnamed.push(cell),
                Column::Other(_) => {}
            }
        }
        let mut unnamed = unnamed.into_iter();
        for cell in [&mut cells.front, &mut cells.back] {
            if cell.is_empty() {
                *cell = unnamed.next().unwrap_or_default();
            }
        }
        cells.more.extend(unnamed);
        cells
    }

    /// Turns a row into the texts of a note. Says why where it cannot.
    pub(super) fn draft(&self, dialect: &Dialect) -> Result<Draft, String> {
        let mut draft = Draft {
            content: Content::Cloze(Cloze { text: String::new() }),
            more: None,
            gist: Some(self.gist.to_owned()).filter(|gist| !gist.is_empty()),
            losses: Losses::default(),
            media: Vec::new(),
        };
        let numbers = html::numbers(self.front);
        let mut more = self.more.clone();
        draft.content = if numbers.is_empty() {
            self.asked_whole(dialect, &mut more, &mut draft)?
        } else {
            if numbers.last().is_some_and(|last| *last > Parts::MAX_HOLE) {
                return Err(format!("its holes are numbered beyond {}", Parts::MAX_HOLE));
            }
            let cloze = |html: &str| html::converted_cloze(html, &|number| number);
            let text = match dialect.texts {
                Texts::Markdown => self.front.to_owned(),
                Texts::Html => draft.take(cloze(self.front)),
                Texts::Plain => draft.take(cloze(&as_html(self.front))),
            };
            more.insert(0, self.back);
            Content::Cloze(Cloze { text })
        };
        more.retain(|cell| !cell.is_empty());
        let more: Vec<String> =
            more.into_iter().map(|cell| draft.take(converted(dialect.texts, cell))).collect();
        draft.more = Some(more.join("\n\n")).filter(|more| !more.is_empty());
        Ok(draft)
    }

    /// Returns a question without holes, by its note type; what that takes of `more` is gone there.
    fn asked_whole(
        &self,
        dialect: &Dialect,
        more: &mut Vec<&str>,
        draft: &mut Draft,
    ) -> Result<Content, String> {
        let name = match self.note_type {
            "" => dialect.note_type.as_deref().unwrap_or_default(),
            name => name,
        };
        let name = name.to_lowercase();
        let front = draft.take(converted(dialect.texts, self.front));
        if front.trim().is_empty() {
            return Err("its question is empty".to_owned());
        }
        let is_optional = name.contains("optional");
        let has_way_back = !is_optional || more.first().is_some_and(|cell| !cell.is_empty());
        if is_optional && !more.is_empty() {
            more.remove(0);
        }
        let back = draft.take(converted(dialect.texts, self.back));
        if back.trim().is_empty() {
            // Nothing can be asked back, or typed.
            draft.losses.add(Loss::Blank);
            return Ok(Content::Basic(Basic { front, back: "—".to_owned() }));
        }
        if name.contains("reversed") && has_way_back {
            return Ok(Content::Reversed(Reversed {
                front,
                back,
                ask_forward: None,
                ask_back: None,
            }));
        }
        if name.contains("type in") || name.contains("typing") {
            let accepted = match dialect.texts {
                Texts::Html => html::plain_text(self.back),
                _ => self.back.to_owned(),
            };
            // A picture cannot be typed.
            if !accepted.trim().is_empty() {
                let (matching, tolerance) = (Match::default(), None);
                let accept = vec![accepted];
                return Ok(Content::Typed(Typed { front, accept, matching, tolerance }));
            }
        }
        Ok(Content::Basic(Basic { front, back }))
    }
}

impl Draft {
    /// Takes a text in, with what is lost in it and what it refers to.
    fn take(&mut self, converted: Converted) -> String {
        self.losses.merge(converted.losses);
        self.media.extend(converted.media);
        converted.markdown
    }
}

/// Returns a cell as Markdown.
fn converted(texts: Texts, cell: &str) -> Converted {
    match texts {
        Texts::Markdown => Converted { markdown: cell.to_owned(), ..Converted::default() },
        Texts::Html => html::converted(cell),
        Texts::Plain => html::converted(&as_html(cell)),
    }
}

/// Returns plain text as HTML, line by line.
fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}
