//! The holes of a cloze note.
//!
//! Markdown is turned into HTML as a whole, so that emphasis, code and lists may stand around holes
//! and within them. Before that each hole is given marks that survive it; afterwards the marks become
//! Anki's `{{c1::...::hint}}`. The marks are punctuation to Markdown, as the braces they stand for.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::cards::kinds::cloze::{self, Cloze, Piece};
use crate::exchange::export::anki::escape::{self, Place};
use crate::exchange::export::anki::html;
use crate::exchange::export::anki::media::Media;

/// Where the numbers of holes begin among the characters for private use.
const FIRST: u32 = 0xe100;
/// Rare punctuation, of which two that the text does not have become marks.
const RARE: [char; 8] = ['⸨', '⸩', '⹕', '⹖', '⹗', '⹘', '⹙', '⹚'];

/// The marks that stand for the holes of a text.
pub(super) struct Marks<'a> {
    open: char,
    close: char,
    /// For each hole its number and its hint.
    holes: Vec<(u16, Option<&'a str>)>,
}

/// Adds the text of a cloze note to a field.
pub(super) fn field(out: &mut String, cloze: &Cloze, media: &mut dyn Media) {
    let mut free = RARE.into_iter().filter(|mark| !cloze.text.contains(*mark));
    let (Some(open), Some(close)) = (free.next(), free.next()) else {
        return without_markdown(out, cloze.pieces());
    };
    let mut marks = Marks { open, close, holes: Vec::new() };
    let mut text = String::with_capacity(cloze.text.len() + 16);
    if marks.mark(&mut text, cloze.pieces(), cloze).is_none() {
        return without_markdown(out, cloze.pieces());
    }
    let start = out.len();
    html::with_holes(out, &text, media, &marks);
    // A mark within an address or a title, where no hole can be, would be lost.
    if !marks.all_in(&out[start..]) {
        out.truncate(start);
        without_markdown(out, cloze.pieces());
    }
}

/// Adds the text as it is written, where it cannot be marked.
fn without_markdown(out: &mut String, pieces: Vec<Piece<'_>>) {
    for piece in pieces {
        match piece {
            Piece::Text(plain) => escape::text(out, plain, Place::Holes),
            Piece::Hole { number, hidden, hint } => {
                out.push_str(&format!("{{{{c{number}::"));
                without_markdown(out, cloze::pieces(hidden));
                end(out, hint);
            }
        }
    }
}

fn end(out: &mut String, hint: Option<&str>) {
    if let Some(hint) = hint {
        out.push_str("::");
        escape::text(out, &words(hint), Place::Holes);
    }
    out.push_str("}}");
}

/// Returns a hint without its marks: it is Markdown, and Anki shows it as one word among others.
fn words(hint: &str) -> Cow<'_, str> {
    if !hint.contains(['\\', '&', '*', '_', '`', '<', '[']) {
        return Cow::Borrowed(hint);
    }
    // Behind a bracket nothing is the beginning of a block.
    let inline = format!("({hint}");
    let mut words = String::new();
    for event in Parser::new(&inline) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    Cow::Owned(words.split_off(1.min(words.len())))
}

impl<'a> Marks<'a> {
    /// Writes a text with marks in place of its holes, and of those in them. None where there are
    /// more than marks.
    fn mark(&mut self, text: &mut String, pieces: Vec<Piece<'a>>, cloze: &Cloze) -> Option<()> {
        for piece in pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Hole { number, hidden, hint } => {
                    let place = char::from_u32(FIRST + self.holes.len() as u32);
                    let place = place.filter(|place| !cloze.text.contains(*place))?;
                    self.holes.push((number, hint));
                    text.extend([self.open, place, self.open]);
                    self.mark(text, cloze::pieces(hidden), cloze)?;
                    text.extend([self.close, place, self.close]);
                }
            }
        }
        Some(())
    }

    /// Adds a text, with its marks as holes.
    pub(super) fn text(&self, out: &mut String, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find([self.open, self.close]) {
            escape::text(out, &rest[..at], Place::Holes);
            let mut chars = rest[at..].chars();
            let mark = chars.next().unwrap_or_default();
            let place = chars.next().and_then(|place| u32::from(place).checked_sub(FIRST));
            let hole = place.and_then(|place| self.holes.get(place as usize));
            chars.next();
            rest = chars.as_str();
            let Some((number, hint)) = hole else { continue };
            if mark == self.open {
                out.push_str(&format!("{{{{c{number}::"));
            } else {
                end(out, *hint);
            }
        }
        escape::text(out, rest, Place::Holes);
    }

    /// Says whether every hole begins and ends in this HTML.
    fn all_in(&self, html: &str) -> bool {
        html.matches("{{c").count() == self.holes.len()
            && html.matches("}}").count() == self.holes.len()
            && !html.contains([self.open, self.close])
    }
}

#[cfg(test)]
mod tests {
    use super::field;
    use crate::cards::kinds::cloze::Cloze;
    use crate::exchange::export::anki::media::NoMedia;

    fn html(text: &str) -> String {
        let mut out = String::new();
        field(&mut out, &Cloze { text: text.to_owned() }, &mut NoMedia);
        out
    }

    #[test]
    fn holes_are_those_of_anki_and_markdown_goes_through_them() {
        let cases = [
            (
                "PUT, {{c1::DELETE}} and {{c2::safe::kind}}",
                "PUT, {{c1::DELETE}} and {{c2::safe::kind}}",
            ),
            ("{{c1::`a<b`}} **{{c2::x}}**", "{{c1::<code>a&lt;b</code>}} <b>{{c2::x}}</b>"),
            ("`set {{c1::-e}}`", "<code>set {{c1::-e}}</code>"),
            ("{{c1::_x_}} and **a.**{{c2::b}}", "{{c1::<i>x</i>}} and <b>a.</b>{{c2::b}}"),
            ("{{c1::f(){ }}}", "{{c1::f()&#123; }}&#125;"),
            ("a: {{c1::b: c:}} d::e", "a: {{c1::b: c&#58;}} d&#58;&#58;e"),
            (
                "```sh\nset {{c1::-u}}\n```",
                "<pre><code class=\"language-sh\">set {{c1::-u}}</code></pre>",
            ),
            ("- {{c1::a}}\n- {{c1::b}}", "<ul><li>{{c1::a}}</li><li>{{c1::b}}</li></ul>"),
            ("⸨ {{c1::a}} ⸩", "⸨ {{c1::a}} ⸩"),
            ("[x](https://y.z/{{c1::a}})", "[x](https://y.z/{{c1::a}})"),
            (
                "{{c1::a::of std&#58;&#58; *and* `b` \\_c}} {{c2::d::_e_ # f}}",
                "{{c1::a::of std&#58;&#58; and b _c}} {{c2::d::e # f}}",
            ),
            ("{{c1::a {{c2::b::h}} *c*::i}}", "{{c1::a {{c2::b::h}} <i>c</i>::i}}"),
        ];
        for (given, wanted) in cases {
            assert_eq!(html(given), wanted, "{given}");
        }
    }
}
