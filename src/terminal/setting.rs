//! How a piece of Markdown is to be set: its measure, its direction, its signs.

use crate::terminal::highlight::Highlighter;
use crate::terminal::look::{Look, Signs};
use crate::terminal::text::{Direction, Label};

/// Where the address of a link stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Behind its text.
    #[default]
    Inline,
    /// Below everything, with a number behind its text.
    Footnotes,
}

/// How a piece of Markdown is to be set.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Columns text is wrapped at.
    pub measure: usize,
    /// Columns code may take before it is cut.
    pub code_measure: usize,
    /// Columns of code that are left out at its left.
    pub shift: usize,
    /// The direction the text is read in.
    pub direction: Direction,
    /// The signs to draw with.
    pub signs: &'a Signs,
    /// Whether marks stand in for styles that are not shown.
    pub marks: bool,
    /// The label of running text.
    pub label: Label,
    /// The label of strong text.
    pub strong: Label,
    /// Where the addresses of links stand.
    pub links: Links,
    /// What makes code colourful, where it is there already.
    pub highlighter: Option<&'a Highlighter>,
}

impl<'a> Setting<'a> {
    /// Makes the setting of a text for a place.
    pub fn new(look: &Look, direction: Direction, highlighter: Option<&'a Highlighter>) -> Self {
        Setting {
            measure: look.measure(),
            code_measure: look.code_measure(),
            shift: look.shift,
            direction,
            signs: look.signs(),
            marks: !look.colour,
            label: Label::Plain,
            strong: Label::Strong,
            links: Links::Inline,
            highlighter,
        }
    }

    /// Returns the setting with another label for running text.
    pub fn labelled(self, label: Label) -> Self {
        Setting { label, ..self }
    }
}
