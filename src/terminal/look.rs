//! What is known of the place a drawing is made for.

use crate::terminal::bidi::Ordering;

/// What is known of the place a drawing is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its width in columns.
    pub width: usize,
    /// Its height in lines.
    pub height: usize,
    /// Whether it shows more than ASCII in what the program itself draws.
    pub unicode: bool,
    /// Whether colours and styles are used; without them, marks take their place.
    pub colour: bool,
    /// Who puts right-to-left text in order.
    pub bidi: Ordering,
    /// Columns of code that are scrolled away to the left.
    pub shift: usize,
    /// Whether it is read line by line, by a program or aloud: no margin, and nothing is cut.
    pub is_plain: bool,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            width: 80,
            height: 24,
            unicode: true,
            colour: false,
            bidi: Ordering::App,
            shift: 0,
            is_plain: false,
        }
    }
}

/// The widest text that is comfortable to read, in columns.
const MEASURE: usize = 76;
/// The columns left free at both sides.
const MARGIN: usize = 2;

impl Look {
    /// Makes the look of a place that is read line by line.
    pub fn plain(width: usize) -> Look {
        let look = Look { unicode: false, bidi: Ordering::Off, is_plain: true, ..Look::default() };
        Look { width, height: usize::MAX, ..look }
    }

    /// Returns the columns left free before the text.
    pub fn margin(&self) -> usize {
        if self.width >= 24 && !self.is_plain { MARGIN } else { 0 }
    }

    /// Returns the columns text is wrapped at, margin not counted.
    pub fn measure(&self) -> usize {
        self.room().min(MEASURE)
    }

    /// Returns the columns there are between the margins, for what is better kept on one line.
    pub fn room(&self) -> usize {
        // The last column stays free: erasing the rest of a full line would erase its end.
        self.width.saturating_sub((2 * self.margin()).max(1)).max(1)
    }

    /// Returns the columns code may take, margin not counted.
    pub fn code_measure(&self) -> usize {
        if self.is_plain {
            return usize::MAX;
        }
        self.width.saturating_sub(self.margin() + 1).max(1)
    }

    /// Returns the signs to draw with.
    pub fn signs(&self) -> &'static Signs {
        if self.unicode { &UNICODE } else { &ASCII }
    }
}

/// The signs the program itself draws.
#[derive(Debug)]
pub struct Signs {
    /// Before what is right.
    pub right: &'static str,
    /// Before what is wrong.
    pub wrong: &'static str,
    /// Before what was picked, and before the gist.
    pub mark: &'static str,
    /// Before an item of a list.
    pub bullet: &'static str,
    /// Before a line of a quotation.
    pub quote: &'static str,
    /// Where something was cut.
    pub more: &'static str,
    /// Between things in one line.
    pub dot: &'static str,
    /// A line across.
    pub rule: &'static str,
    /// The filled part of a bar.
    pub full: &'static str,
    /// The rest of a bar.
    pub rest: &'static str,
    /// Text below.
    pub down: &'static str,
    /// Text above.
    pub up: &'static str,
    /// Code to the right.
    pub right_of: &'static str,
}

const UNICODE: Signs = Signs {
    right: "✓",
    wrong: "✗",
    mark: "›",
    bullet: "•",
    quote: "│",
    more: "…",
    dot: "·",
    rule: "─",
    full: "━",
    rest: "─",
    down: "↓",
    up: "↑",
    right_of: "→",
};

const ASCII: Signs = Signs {
    right: "[right]",
    wrong: "[wrong]",
    mark: ">",
    bullet: "*",
    quote: "|",
    more: "...",
    dot: "-",
    rule: "-",
    full: "#",
    rest: "-",
    down: "more below",
    up: "more above",
    right_of: ">",
};
