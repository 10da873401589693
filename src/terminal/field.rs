//! A line that is typed: the answer of a typed card.

use unicode_segmentation::UnicodeSegmentation;

use crate::terminal::key::Key;
use crate::terminal::sanitize::is_obeyed;

/// The longest answer, in bytes.
const MAX_BYTES: usize = 1000;

/// A line of text with a place to write at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// Where the next character goes, in bytes; always between two clusters.
    at: usize,
}

impl Field {
    /// Makes a field that holds a text, to be written on at its end.
    pub fn with(text: &str) -> Field {
        let mut field = Field::default();
        field.insert(text);
        field
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text before and after the place to write at.
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.at)
    }

    /// Takes a key; says whether the key meant something in a line of text.
    ///
    /// Every printable character is text. Left and right go through the text in reading order.
    pub fn take(&mut self, key: &Key) -> bool {
        match key {
            Key::Char(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Paste(text) => self.insert(&text.replace(['\n', '\r', '\t'], " ")),
            Key::Backspace => {
                // One character at a time, not one cluster: a wrong vowel mark can be put right.
                let from = self.text[..self.at].char_indices().next_back().map_or(0, |(at, _)| at);
                self.remove(from, self.at);
            }
            Key::Delete => self.remove(self.at, self.next()),
            Key::Left => self.at = self.previous(),
            Key::Right => self.at = self.next(),
            Key::Home | Key::Ctrl('a') => self.at = 0,
            Key::End | Key::Ctrl('e') => self.at = self.text.len(),
            Key::Ctrl('u') => self.remove(0, self.at),
            Key::Ctrl('k') => self.remove(self.at, self.text.len()),
            Key::Ctrl('w') => {
                let before = self.text[..self.at].trim_end();
                let from = before
                    .rfind(char::is_whitespace)
                    .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
                self.remove(from, self.at);
            }
            _ => return false,
        }
        true
    }

    fn insert(&mut self, text: &str) {
        for c in text.chars().filter(|&c| !is_obeyed(c)) {
            if self.text.len() + c.len_utf8() > MAX_BYTES {
                break;
            }
            self.text.insert(self.at, c);
            self.at += c.len_utf8();
        }
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
    }

    fn previous(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        self.at + self.text[self.at..].graphemes(true).next().map_or(0, str::len)
    }
}
