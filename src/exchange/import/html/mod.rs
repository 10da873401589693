//! HTML as Markdown, without loss of meaning.
//!
//! [`converted`] never fails and takes time and memory in proportion to its input. What Markdown has
//! no form for is written in words or left out, and told in [`Losses`]; the text of a note stays.
//!
//! Formulas become `` $`…`$ `` and blocks of `math`, files of the collection links and pictures in
//! the folder [`MEDIA_FOLDER`]. The holes of a cloze are found in the HTML as Anki finds them, and
//! are holes again afterwards.

mod block;
mod build;
mod element;
mod entity;
mod escape;
mod hole;
mod inline;
mod loss;
mod media;
mod script;
mod table;
mod token;
mod words;

use std::borrow::Cow;

pub use hole::numbers;
pub use loss::{Loss, Losses};
pub use media::{MEDIA_FOLDER, file_name, name_at, path};

/// HTML as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The Markdown, without white space around it.
    pub markdown: String,
    /// What it cannot say.
    pub losses: Losses,
    /// The files of the collection that it refers to, by their names there.
    pub media: Vec<String>,
}

/// Returns a field of a note as Markdown.
pub fn converted(html: &str) -> Converted {
    if is_plain(html) {
        return Converted { markdown: html.trim().to_owned(), ..Converted::default() };
    }
    convert(&cleaned(html))
}

/// Returns the field of a note that has the holes of a cloze; `number` gives each hole its number.
pub fn converted_cloze(html: &str, number: &dyn Fn(u16) -> u16) -> Converted {
    let mut converted = convert(&hole::marked(&cleaned(html)));
    converted.markdown = hole::restored(&converted.markdown, number);
    converted
}

/// Returns the text of a field alone, as it would be typed.
pub fn plain_text(html: &str) -> String {
    let text = token::plain(&cleaned(html));
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns HTML without characters that steer a terminal or the direction of text.
pub fn harmless(html: &str) -> String {
    html.chars().filter(|c| !words::is_unwanted(*c) || matches!(c, '\n' | '\t')).collect()
}

fn convert(html: &str) -> Converted {
    let mut builder = build::Builder::new();
    let markdown = builder.run(html).trim_matches('\n').to_owned();
    Converted { markdown, losses: builder.losses, media: builder.files }
}

/// Says whether a text is the same as Markdown: most are. It is one line, begins with a letter, and
/// has no sign that Markdown, HTML or a formula could begin with.
fn is_plain(html: &str) -> bool {
    let is_inert = |byte: u8| match byte {
        b'*' | b'_' | b'`' | b'[' | b']' | b'<' | b'>' | b'&' | b'\\' | b'~' | b'|' => false,
        byte => byte >= b' ' && byte != 0x7f,
    };
    let begins_well = |c: char| c.is_alphabetic();
    html.trim_start_matches(' ').chars().next().is_none_or(begins_well)
        && html.bytes().all(is_inert)
        && !html.contains("  ")
        && (html.is_ascii()
            || !html.contains(|c: char| c == '\u{a0}' || words::is_unwanted(c) || hole::is_sign(c)))
}

/// Takes the signs out that hold the places of holes; nobody writes them.
fn cleaned(html: &str) -> Cow<'_, str> {
    if html.contains(hole::is_sign) {
        Cow::Owned(html.replace(hole::is_sign, "\u{fffd}"))
    } else {
        Cow::Borrowed(html)
    }
}
