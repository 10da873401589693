//! How a table is written: what separates its fields, what stands in which column, and whether the
//! texts are Markdown, HTML or neither.
//!
//! Anki's text export says so in its first lines (`#separator:tab`, `#html:true`, `#deck column:3`).
//! Other tables may have a head with the names of the columns. What neither says is guessed from the
//! first line.

use crate::exchange::import::rows::Rows;

/// What the texts of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// As in decks.
    Markdown,
    /// As in Anki.
    Html,
    /// Neither: every sign stands for itself.
    Plain,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The permanent id.
    Id,
    /// The guid of a note of Anki.
    Guid,
    /// The name of a note type of Anki.
    NoteType,
    /// The name of the deck.
    Deck,
    /// Tags, with spaces between them.
    Tags,
    /// A question, or the text of a cloze.
    Front,
    /// An answer.
    Back,
    /// A remark.
    More,
    /// What an answer must contain.
    Gist,
    /// A field of a note type of Anki, in order.
    Field,
    /// Nothing that is taken over.
    Other(String),
}

/// What somebody said of a table, before it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What separates fields.
    pub separator: Option<char>,
    /// What the texts are.
    pub texts: Option<Texts>,
    /// What the columns hold, by name.
    pub columns: Option<Vec<String>>,
}

/// How a table is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What separates fields.
    pub separator: char,
    /// What the texts are.
    pub texts: Texts,
    /// What the columns hold.
    pub columns: Vec<Column>,
    /// What columns beyond these hold: fields in Anki's text export, else remarks.
    pub further: Column,
    /// The deck of rows that name none.
    pub deck: Option<String>,
    /// The note type of rows that name none.
    pub note_type: Option<String>,
    /// Tags of every row.
    pub tags: String,
    /// Where the rows begin, in bytes, and the line.
    pub start: (usize, usize),
    /// Whether somebody said how it is written, or its first lines do; else all is guessed.
    pub is_told: bool,
}

/// The names of separators in Anki's text export.
const SEPARATORS: [(&str, char); 6] = [
    ("tab", '\t'),
    ("comma", ','),
    ("semicolon", ';'),
    ("pipe", '|'),
    ("space", ' '),
    ("colon", ':'),
];

impl Dialect {
    /// Finds out how a table is written.
    pub fn of(text: &str, told: &Told) -> Dialect {
        let mut head = Head::default();
        let mut at = 0;
        let mut line = 1;
        while text[at..].starts_with('#') {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
            head.line(text[at + 1..end].trim_end_matches('\n'));
            at = end;
            line += 1;
        }
        let separator = told.separator.or(head.separator).unwrap_or_else(|| guess(&text[at..]));
        let (is_anki, has_names) = (head.is_anki, told.columns.is_some());
        let has_separator = told.separator.or(head.separator).is_some();
        let mut has_head = false;
        let mut columns = match (&told.columns, &head.columns) {
            (Some(names), _) => named(names),
            // The fields of a note type have names that mean something in Anki alone.
            (None, Some(names)) => vec![Column::Field; names.split(separator).count()],
            (None, None) => Vec::new(),
        };
        if columns.is_empty()
            && !is_anki
            && let Some(first) = Rows::new(&text[at..], separator, line).next()
            && let Ok(names) = first.fields
            && is_head(&names)
        {
            has_head = true;
            columns = named(&names);
            at += Rows::length_of_first(&text[at..], separator);
            line += 1;
        }
        for (place, column) in head.places.into_iter().filter(|_| !has_names) {
            if columns.len() < place {
                columns.resize(place, Column::Field);
            }
            columns[place - 1] = column;
        }
        if columns.is_empty() && !is_anki {
            columns = vec![Column::Front, Column::Back];
        }
        let further = if is_anki && !has_names { Column::Field } else { Column::More };
        let texts =
            told.texts.or(head.html.map(|html| if html { Texts::Html } else { Texts::Plain }));
        let texts = texts.unwrap_or_else(|| {
            if looks_like_html(&text[at..]) { Texts::Html } else { Texts::Markdown }
        });
        Dialect {
            separator,
            texts,
            columns,
            further,
            deck: head.deck,
            note_type: head.note_type,
            tags: head.tags,
            start: (at, line),
            is_told: has_separator || has_names || is_anki || has_head,
        }
    }

    /// Returns what a column holds.
    pub fn column(&self, place: usize) -> Column {
        self.columns.get(place).unwrap_or(&self.further).clone()
    }
}

/// What the first lines of Anki's text export say.
#[derive(Default)]
struct Head {
    is_anki: bool,
    separator: Option<char>,
    html: Option<bool>,
    columns: Option<String>,
    deck: Option<String>,
    note_type: Option<String>,
    tags: String,
    places: Vec<(usize, Column)>,
}

impl Head {
    fn line(&mut self, line: &str) {
        let Some((key, value)) = line.split_once(':') else { return };
        let key = key.trim().to_ascii_lowercase();
        let place = || value.trim().parse().ok().filter(|place| (1..=1_000).contains(place));
        match key.as_str() {
            "separator" => {
                let named =
                    SEPARATORS.iter().find(|(name, _)| value.trim().eq_ignore_ascii_case(name));
                self.separator = named.map(|(_, c)| *c).or_else(|| value.chars().next());
            }
            "html" => self.html = value.trim().parse().ok(),
            "tags" => self.tags = value.trim().to_owned(),
            "columns" => self.columns = Some(value.to_owned()),
            "deck" => self.deck = Some(value.trim().to_owned()),
            "notetype" => self.note_type = Some(value.trim().to_owned()),
            "deck column" => self.places.extend(place().map(|place| (place, Column::Deck))),
            "notetype column" => self.places.extend(place().map(|place| (place, Column::NoteType))),
            "tags column" => self.places.extend(place().map(|place| (place, Column::Tags))),
            "guid column" => self.places.extend(place().map(|place| (place, Column::Guid))),
            _ => return,
        }
        self.is_anki |= key != "separator";
    }
}

fn named(names: &[String]) -> Vec<Column> {
    names.iter().map(|name| column(name).unwrap_or_else(|| Column::Other(name.clone()))).collect()
}

/// The names of columns; the first of each is the one to tell.
const COLUMNS: [(Column, &[&str]); 8] = [
    (Column::Id, &["id"]),
    (Column::Guid, &["guid"]),
    (Column::Deck, &["deck"]),
    (Column::Tags, &["tags", "tag", "labels"]),
    (Column::Front, &["front", "question", "q", "term", "word", "prompt", "text"]),
    (Column::Back, &["back", "answer", "a", "definition", "meaning", "translation"]),
    (Column::More, &["more", "extra", "notes", "note", "remark", "hint"]),
    (Column::Gist, &["gist"]),
];

/// Returns what a column of this name holds.
pub fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let known = COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str()));
    known.map(|(column, _)| column.clone())
}

/// Returns the names that columns go by, all of them, and one for each thing they hold.
pub fn column_names() -> (Vec<&'static str>, Vec<&'static str>) {
    let all = COLUMNS.iter().flat_map(|(_, names)| *names).copied();
    (all.collect(), COLUMNS.iter().filter_map(|(_, names)| names.first()).copied().collect())
}

/// Says whether a row names columns, and holds no card.
fn is_head(names: &[String]) -> bool {
    let columns = named(names);
    columns.contains(&Column::Front) && columns.contains(&Column::Back)
}

/// Guesses what separates fields, by the first line with anything in it.
fn guess(text: &str) -> char {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if line.contains('\t') {
        return '\t';
    }
    // What stands in quotes separates nothing.
    let outside: String = line.split('"').step_by(2).collect();
    let count = |separator: char| outside.matches(separator).count();
    [',', ';', '|'].into_iter().max_by_key(|c| (count(*c), *c == ',')).unwrap_or(',')
}

fn looks_like_html(text: &str) -> bool {
    let mut end = text.len().min(64 << 10);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text[..end].to_ascii_lowercase();
    ["<br", "<div", "<b>", "<i>", "<img ", "&nbsp;", "</"].iter().any(|mark| text.contains(mark))
}
