//! What a piece of HTML said that Markdown cannot say.

use serde::Serialize;

/// Something that was left out, or said in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Colour of letters or of their background.
    Colour,
    /// Font, size, alignment or position.
    Look,
    /// Underlined text, which became emphasis.
    Underline,
    /// Bold or italic that cannot stand at this place in Markdown.
    Emphasis,
    /// Bold text in the hole of a cloze, which is bold when it is asked for.
    Bold,
    /// Markup in an answer that is typed.
    Typed,
    /// Code that had to become plain text, because a hole of a cloze is in its way.
    Code,
    /// Raised or lowered text that Unicode has no signs for: `x^(n+1)`.
    Script,
    /// A table with joined cells, or with blocks in its cells.
    Table,
    /// A drawing, a form or another element that no text can stand for.
    Element,
    /// Text that unfolds, readings above words, or an element that HTML does not know: their text
    /// stays.
    Plain,
    /// A program or a style sheet in the text.
    Program,
    /// A picture inside the text itself.
    Embedded,
    /// An address that is not safe to open.
    Address,
    /// Control characters.
    Control,
    /// Elements nested too deeply.
    Depth,
    /// An answer with nothing in it.
    Blank,
}

impl Loss {
    /// All of them.
    pub const ALL: [Loss; 17] = [
        Loss::Colour,
        Loss::Look,
        Loss::Underline,
        Loss::Emphasis,
        Loss::Bold,
        Loss::Typed,
        Loss::Code,
        Loss::Script,
        Loss::Table,
        Loss::Element,
        Loss::Plain,
        Loss::Program,
        Loss::Embedded,
        Loss::Address,
        Loss::Control,
        Loss::Depth,
        Loss::Blank,
    ];

    /// Returns what became of it, for people.
    pub fn words(self) -> &'static str {
        match self {
            Loss::Colour => "colours are left out",
            Loss::Look => "fonts, sizes and alignment are left out",
            Loss::Underline => "underlined text is emphasised",
            Loss::Emphasis => "bold or italic inside a word is left out",
            Loss::Bold => "bold inside a hole is left out",
            Loss::Typed => "markup in typed answers is left out",
            Loss::Code => "code in a hole is plain text",
            Loss::Script => "raised and lowered text is written as `x^(n+1)`, `x_(i)`",
            Loss::Table => "tables with joined cells are simplified",
            Loss::Element => "drawings and forms are left out",
            Loss::Plain => "folded, annotated and unknown elements are plain text",
            Loss::Program => "scripts and style sheets are left out",
            Loss::Embedded => "pictures inside the text are left out",
            Loss::Address => "unsafe addresses are text",
            Loss::Control => "control characters are left out",
            Loss::Depth => "deeply nested elements are flattened",
            Loss::Blank => "an empty answer is a dash",
        }
    }
}

/// Which losses a text had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses(u32);

impl Losses {
    /// Notes a loss.
    pub fn add(&mut self, loss: Loss) {
        self.0 |= 1 << loss as u16;
    }

    /// Takes over those of another text.
    pub fn merge(&mut self, other: Losses) {
        self.0 |= other.0;
    }

    /// Says whether a loss is among them.
    pub fn has(self, loss: Loss) -> bool {
        self.0 & (1 << loss as u16) != 0
    }

    /// Says whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns them one by one.
    pub fn iter(self) -> impl Iterator<Item = Loss> {
        Loss::ALL.into_iter().filter(move |loss| self.has(*loss))
    }
}
