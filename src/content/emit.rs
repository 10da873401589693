//! Cards as YAML.
//!
//! Most texts are written as they are; what needs quotes, or lines of its own, is left to the YAML
//! crate.

use std::fmt::Write;

use serde_yaml::{Mapping, Value};

use crate::cards::Tier;
use crate::cards::note::{Content, Foreign, Note};

/// Returns a card as it is written in a deck: a block with its dash `indent - 2` spaces deep.
pub fn card_text(note: &Note, indent: usize, line_end: &str) -> String {
    let mut text = String::with_capacity(512);
    write_card(&mut text, note, indent);
    match line_end {
        "\n" => text,
        other => text.replace('\n', other),
    }
}

/// Adds a card to a deck. Says whether it is made of nothing but texts that each stand in one line,
/// plain or in quotes: such a card cannot be read as anything else.
pub(super) fn write_card(text: &mut String, note: &Note, indent: usize) -> bool {
    let mut card = Card { text, indent, is_simple: true };
    card.text.extend(std::iter::repeat_n(' ', indent.saturating_sub(2)));
    card.text.push_str("- id: ");
    card.scalar(note.id.local());
    let kind = note.content.kind();
    if !matches!(note.content, Content::Basic(_)) {
        card.put("kind", kind.name());
    }
    if note.tier != Tier::default() {
        card.put("tier", note.tier.name());
    }
    note.facet.iter().for_each(|facet| card.put("facet", facet.name()));
    if note.rev != 1 {
        card.value("rev", note.rev.into());
    }
    for (key, value) in
        [("as_of", &note.as_of), ("covers", &note.covers), ("replaces", &note.replaces)]
    {
        value.iter().for_each(|value| card.put(key, value));
    }
    card.content(&note.content);
    note.gist.iter().for_each(|gist| card.put("gist", gist));
    note.more.iter().for_each(|more| card.put("more", more));
    if !note.source.is_empty() {
        let cited = note.source.iter().map(|citation| match &citation.place {
            Some(place) => format!("{}#{place}", citation.source),
            None => citation.source.clone(),
        });
        card.list("source", &cited.collect::<Vec<_>>());
    }
    if !note.tags.is_empty() {
        card.list("tags", &note.tags);
    }
    note.anki.iter().for_each(|anki| card.foreign(anki));
    card.is_simple
}

struct Card<'a> {
    text: &'a mut String,
    indent: usize,
    is_simple: bool,
}

impl Card<'_> {
    fn key(&mut self, key: &str) {
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.text.push_str(key);
        self.text.push(':');
    }

    fn put(&mut self, key: &str, text: &str) {
        self.key(key);
        self.text.push(' ');
        self.scalar(text);
    }

    fn list(&mut self, key: &str, texts: &[String]) {
        self.key(key);
        self.text.push('\n');
        for text in texts {
            self.text.extend(std::iter::repeat_n(' ', self.indent));
            self.text.push_str("- ");
            self.scalar(text);
        }
    }

    /// Adds any value. A mapping of texts, numbers and lists has a form in YAML.
    fn value(&mut self, key: &str, value: Value) {
        self.is_simple = false;
        let mut field = Mapping::new();
        field.insert(Value::String(key.to_owned()), value);
        for line in emitted(&Value::Mapping(field)).lines() {
            if !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', self.indent));
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::Basic(text) => {
                self.put("front", &text.front);
                self.put("back", &text.back);
            }
            Content::Cloze(text) => self.put("text", &text.text),
            other => {
                if let Value::Mapping(fields) = serde_yaml::to_value(other).unwrap_or_default() {
                    for (key, value) in fields {
                        let key = key.as_str().unwrap_or_default().to_owned();
                        match value {
                            Value::String(text) => self.put(&key, &text),
                            value => self.value(&key, value),
                        }
                    }
                }
            }
        }
    }

    fn foreign(&mut self, anki: &Foreign) {
        self.key("anki");
        self.text.push('\n');
        self.indent += 2;
        self.put("guid", &anki.guid);
        let given = |number: i64| (number != 0).then_some(number);
        let numbers = [
            ("note", given(anki.note)),
            ("type", anki.note_type),
            ("card", given(anki.card.into())),
            ("mod", given(anki.modified)),
        ];
        for (key, number) in numbers {
            if let Some(number) = number {
                self.key(key);
                // Writing to a string cannot fail.
                let _ = writeln!(self.text, " {number}");
            }
        }
        anki.of.iter().for_each(|of| self.put("of", of));
        if !anki.fields.is_empty() {
            self.value("fields", serde_yaml::to_value(&anki.fields).unwrap_or_default());
        }
        self.indent -= 2;
    }

    /// Adds a text behind its key, and ends the line.
    fn scalar(&mut self, text: &str) {
        if is_plain(text) {
            self.text.push_str(text);
            self.text.push('\n');
            return;
        }
        if !text.is_empty() && text.chars().all(is_printed) {
            self.text.push('\'');
            self.text.push_str(&text.replace('\'', "''"));
            self.text.push_str("'\n");
            return;
        }
        self.is_simple = false;
        let yaml = emitted(&Value::String(text.to_owned()));
        for (place, line) in yaml.lines().enumerate() {
            if place > 0 && !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', self.indent));
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// Says whether a text stands for itself without quotes: it begins with a letter or is no number,
/// is no word that YAML knows, and has nothing in it that could mean anything.
fn is_plain(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        let is_fit = match c {
            ' ' => before != ':',
            '#' => before != ' ',
            c => is_printed(c),
        };
        if !is_fit {
            return false;
        }
        before = c;
    }
    let is_word = || {
        let known = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
        known.iter().any(|word| text.eq_ignore_ascii_case(word))
    };
    // Numbers have forms enough; what has another letter in it is none.
    let is_no_number = || {
        text.contains(|c: char| c == ' ' || (c.is_alphabetic() && !"abcdefoxABCDEFOX".contains(c)))
    };
    let begins_well = match text.chars().next() {
        Some(first) if first.is_alphabetic() => !is_word(),
        Some(first) if first.is_ascii_digit() => is_no_number(),
        _ => false,
    };
    begins_well && !matches!(before, ' ' | ':')
}

/// Says whether a character prints as itself within a line, whatever reads it.
fn is_printed(c: char) -> bool {
    match c {
        ' '..='~' => true,
        // What joins and ends words in other scripts.
        '\u{200c}' | '،' | '؛' | '؟' | '–' | '—' | '…' | '’' | '“' | '”' => true,
        c => c.is_alphanumeric() && !c.is_ascii(),
    }
}

/// Writes a value as YAML. The YAML crate takes some characters for ends of lines that are none in
/// YAML 1.2, and leaves texts without quotes that are numbers too large for it, such as `1e999`;
/// other characters stand in for the former, and mark the latter, meanwhile.
pub(super) fn emitted(value: &Value) -> String {
    const BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];
    let yaml = serde_yaml::to_string(value).unwrap_or_default();
    if !yaml.contains(BREAKS) && !any_text(value, &is_huge) {
        return yaml;
    }
    let mut free = ('\u{e000}'..'\u{f8ff}').filter(|c| !yaml.contains(*c));
    let mark = free.next().unwrap_or_default();
    let pairs: Vec<(char, char)> = BREAKS.into_iter().zip(&mut free).collect();
    let mut value = value.clone();
    let swapped = |c| pairs.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
    change_texts(&mut value, &|text| match is_huge(text) {
        true => format!("{mark}{text}"),
        false => text.chars().map(swapped).collect(),
    });
    let yaml = serde_yaml::to_string(&value).unwrap_or_default();
    let back = |c| pairs.iter().find(|(_, to)| *to == c).map_or(c, |(from, _)| *from);
    let mut parts = yaml.split(mark);
    let mut result: String = parts.next().unwrap_or_default().chars().map(back).collect();
    for part in parts {
        let (number, rest) = part.split_at(part.find('\n').unwrap_or(part.len()));
        result.push_str(&format!("\"{number}\""));
        result.extend(rest.chars().map(back));
    }
    result
}

/// Says whether a text reads as a number beyond all numbers.
fn is_huge(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text.parse().is_ok_and(f64::is_infinite)
}

fn any_text(value: &Value, is_it: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_it(text),
        Value::Sequence(items) => items.iter().any(|item| any_text(item, is_it)),
        Value::Mapping(fields) => fields.values().any(|field| any_text(field, is_it)),
        _ => false,
    }
}

/// Replaces every text of a value.
fn change_texts(value: &mut Value, with: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = with(text),
        Value::Sequence(items) => items.iter_mut().for_each(|item| change_texts(item, with)),
        Value::Mapping(fields) => fields.values_mut().for_each(|field| change_texts(field, with)),
        _ => {}
    }
}
