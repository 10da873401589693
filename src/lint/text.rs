//! Looking at text: code and prose told apart, words, clauses, sentences, stems.
//!
//! No regular expressions: the rules need a handful of shapes, and a lint of thousands of cards
//! should take no longer than reading them.

use std::borrow::Cow;
use std::ops::Range;

/// A fenced block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The word after the opening fence, in lower case.
    pub lang: String,
    /// What stands between the fences.
    pub body: &'a str,
    /// Where the block stands in the text, fences included.
    pub range: Range<usize>,
}

/// Returns the fenced blocks of a Markdown text. An unclosed block runs to the end.
pub fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    // Most texts have none.
    if !text.contains("```") && !text.contains("~~~") {
        return found;
    }
    let mut open: Option<(usize, usize, &str, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_start();
        let fence =
            bare.find(|c| c != '`').filter(|_| bare.starts_with('`')).unwrap_or_else(|| {
                bare.find(|c| c != '~').filter(|_| bare.starts_with('~')).unwrap_or(bare.len())
            });
        let (mark, rest) = bare.split_at(fence);
        let is_fence = mark.len() >= 3 && mark.starts_with(['`', '~']);
        match open {
            None if is_fence => open = Some((start, at, mark, rest.trim())),
            Some((from, body, opening, info))
                if is_fence && mark.starts_with(opening) && rest.trim().is_empty() =>
            {
                found.push(fence_of(text, from, body..start, at, info));
                open = None;
            }
            _ => {}
        }
    }
    if let Some((from, body, _, info)) = open {
        found.push(fence_of(text, from, body..text.len(), text.len(), info));
    }
    found
}

fn fence_of<'a>(
    text: &'a str,
    from: usize,
    body: Range<usize>,
    end: usize,
    info: &str,
) -> Fence<'a> {
    let lang = info.split_whitespace().next().unwrap_or("").to_lowercase();
    Fence { lang, body: &text[body], range: from..end }
}

/// Returns the code spans of a text outside fenced blocks, backticks included.
pub fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    if !text.contains('`') {
        return spans;
    }
    let blocks = fences(text);
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|&&byte| byte == b'`').count();
    let mut at = 0;
    while let Some(open) = text[at..].find('`').map(|found| at + found) {
        if let Some(block) = blocks.iter().find(|block| block.range.contains(&open)) {
            at = block.range.end;
            continue;
        }
        let width = run(open);
        let mut close = open + width;
        let end = loop {
            match text[close..].find('`').map(|found| close + found) {
                Some(tick) if run(tick) == width => break Some(tick + width),
                Some(tick) => close = tick + run(tick),
                None => break None,
            }
        };
        match end {
            Some(end) => {
                spans.push(open..end);
                at = end;
            }
            None => at = open + width,
        }
    }
    spans
}

/// Returns the text with fenced blocks, code spans and addresses replaced by `X`, byte for byte,
/// so that places in the one are places in the other.
pub fn prose(text: &str) -> Cow<'_, str> {
    let mut hidden: Vec<Range<usize>> = fences(text).into_iter().map(|block| block.range).collect();
    hidden.extend(code_spans(text));
    hidden.extend(addresses(text));
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in hidden {
        for byte in &mut bytes[range] {
            if *byte != b'\n' {
                *byte = b'X';
            }
        }
    }
    // Ranges end between characters, so what was not replaced is still whole.
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Where the targets of links and bare addresses stand.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](") {
        if let Some(len) = text[at..].find(')') {
            found.push(at + 2..at + len);
        }
    }
    for (at, _) in text.match_indices("://") {
        let start = text[..at]
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let len = text[at..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | '`'));
        found.push(start..len.map_or(text.len(), |len| at + len));
    }
    found
}

/// Counts the characters of a text, fenced blocks left out: they have a limit of their own.
pub fn length(text: &str) -> usize {
    let blocks: usize =
        fences(text).iter().map(|block| text[block.range.clone()].trim_end().chars().count()).sum();
    text.trim().chars().count().saturating_sub(blocks)
}

/// Returns where a slice of a text begins in it, in bytes.
pub fn offset(text: &str, slice: &str) -> usize {
    (slice.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

/// Returns the first place where a text is not in the composed form NFC.
pub fn first_not_nfc(text: &str) -> Option<usize> {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let mut at = 0;
    for (given, composed) in text.chars().zip(text.nfc()) {
        if given != composed {
            return Some(at);
        }
        at += given.len_utf8();
    }
    (text.nfc().count() != text.chars().count()).then_some(at.min(text.len()))
}

/// Returns the words of a text with their places: runs of letters, digits, `_` and inner
/// apostrophes.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Most bytes are ASCII, and need no decoding.
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => break,
                0..=0x7f => at += 1,
                _ => {
                    let c = text[at..].chars().next()?;
                    if c.is_alphanumeric() {
                        break;
                    }
                    at += c.len_utf8();
                }
            }
        }
        let start = at;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'_' | b'\'' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => at += 1,
                0..=0x7f => break,
                _ => {
                    let c = text[at..].chars().next()?;
                    if !c.is_alphanumeric() && !matches!(c, '’' | '\u{200c}') {
                        break;
                    }
                    at += c.len_utf8();
                }
            }
        }
        let word = text[start..at].trim_end_matches(['\'', '’', '\u{200c}']);
        (start < at).then_some((start, word))
    })
}

/// Returns the words in lower case.
pub fn lower_words(text: &str) -> Vec<String> {
    words(text).map(|(_, word)| word.to_lowercase()).collect()
}

/// Finds the first place where the words stand one after the other, in whatever case.
pub fn find_phrase(text: &str, phrase: &[&str]) -> Option<Range<usize>> {
    let words: Vec<(usize, &str)> = words(text).collect();
    words.windows(phrase.len().max(1)).find_map(|window| {
        let same = window.iter().zip(phrase).all(|((_, a), b)| a.eq_ignore_ascii_case(b));
        let (last, word) = window[window.len() - 1];
        (same && !phrase.is_empty()).then(|| window[0].0..last + word.len())
    })
}

/// Counts sentences as the rubric does: `.`, `!` or `?` before white space or the end.
pub fn sentence_ends(prose: &str) -> usize {
    let mut count = 0;
    let mut chars = prose.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = matches!(c, '.' | '!' | '?' | '؟' | '。');
        count += usize::from(ends && chars.peek().is_none_or(|next| next.is_whitespace()));
    }
    count
}

/// Returns the sentences of a text with their places; each keeps its closing mark.
pub fn sentences(prose: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in prose.char_indices() {
        let next = at + c.len_utf8();
        let ends = matches!(c, '.' | '!' | '?')
            && prose[next..].chars().next().is_none_or(char::is_whitespace);
        if ends || (c == '\n' && prose[next..].starts_with('\n')) {
            found.push(start..next);
            start = next;
        }
    }
    if !prose[start..].trim().is_empty() {
        found.push(start..prose.len());
    }
    found
}

/// Returns the clauses of a sentence with their places: what stands between `,` `:` `;` and dashes.
pub fn clauses(prose: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for (at, c) in prose[sentence.clone()].char_indices() {
        if matches!(c, ',' | ':' | ';' | '—' | '–') {
            let at = sentence.start + at;
            found.push(start..at);
            start = at + c.len_utf8();
        }
    }
    found.push(start..sentence.end);
    found.retain(|clause| !prose[clause.clone()].trim().is_empty());
    found
}

/// Returns the lines that are items of a list.
pub fn bullets(prose: &str) -> usize {
    prose
        .lines()
        .filter(|line| {
            let line = line.trim_start();
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = match digits {
                0 => line.strip_prefix(['-', '*', '•']),
                _ => line[digits..].strip_prefix(['.', ')']),
            };
            rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
        .count()
}

/// Cuts the commonest endings off an English word in lower case, so that `retries`, `retried` and
/// `retry` meet. Crude on purpose: it is only used to warn.
pub fn stem(word: &str) -> String {
    let cut = |ending: &str| word.strip_suffix(ending).filter(|root| root.len() >= 4);
    let root = ["ization", "ations", "ation", "ments", "ment", "ness", "ingly", "ings", "ing"]
        .into_iter()
        .chain(["edly", "ied", "ies", "ed", "ers", "er", "ors", "or", "ly", "es", "s", "e", "y"])
        .find_map(cut)
        .unwrap_or(word);
    let root = root.strip_suffix('i').filter(|root| root.len() >= 4).unwrap_or(root);
    root.to_owned()
}
