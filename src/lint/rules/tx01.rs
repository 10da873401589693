//! TX01: text without slips.

use crate::lint::report::Report;
use crate::lint::rule::rule;
use crate::lint::view::{Context, Text};
use crate::lint::{english, text};

rule! {
    code: "TX01",
    name: "slips",
    severity: Error,
    profile: House,
    what: "No emoji, no smart quotes in code, and text in the composed form NFC; as warnings: no doubled words and none of a short list of common misspellings. A full spelling check is not made: the list holds what is wrong in every context.",
    why: "Emoji have no fixed width in a terminal, smart quotes in code do not run, decomposed letters do not match when searched. A slip costs the reader's trust in the fact beside it.",
    bad: "back: The the follower recieves it.",
    good: "back: The follower receives it.",
    check: Text(check)
}

fn check(_: &Context, text: &Text, report: &mut Report) {
    if text.text.is_ascii() {
        words(text, report);
        return;
    }
    if let Some((at, c)) = text.text.char_indices().find(|&(_, c)| is_emoji(c)) {
        report
            .text(text, at..at + c.len_utf8(), "an emoji")
            .help("say it in words: terminals do not agree on its width");
    }
    for code in text::code_spans(text.text)
        .into_iter()
        .chain(text::fences(text.text).into_iter().map(|fence| fence.range))
    {
        let quote = |c| matches!(c, '“' | '”' | '‘' | '’' | '„');
        if let Some(at) = text.text[code.clone()].find(quote) {
            let at = code.start + at;
            report
                .text(text, at..at + '“'.len_utf8(), "a smart quote in code")
                .help("write `\"` or `'`: code must run as it stands");
        }
    }
    if let Some(at) = text::first_not_nfc(text.text) {
        let end = text.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        report
            .text(text, at..end, "the text is not in the composed form NFC")
            .help("run `revisit lint --fix`");
    }
    // Persian doubles words on purpose, and its Latin words are terms.
    if text.lang != "fa" {
        words(text, report);
    }
}

fn words(text: &Text, report: &mut Report) {
    let mut last: Option<(usize, &str)> = None;
    for (at, word) in text::words(&text.prose) {
        if let Some((before, previous)) = last
            && previous.eq_ignore_ascii_case(word)
            && is_doubled(&text.prose[before + previous.len()..at], word)
        {
            report.text(text, before..at + word.len(), format!("`{word}` stands twice")).warning();
        }
        last = Some((at, word));
        if let Some(meant) = english::meant_by(word) {
            report
                .text(text, at..at + word.len(), format!("`{word}` is misspelt"))
                .help(format!("write `{meant}`"))
                .warning();
        }
    }
}

/// Says whether a repeated word is a slip: only white space between, letters of the Latin script,
/// and none of the few that may follow themselves.
fn is_doubled(between: &str, word: &str) -> bool {
    between.chars().all(char::is_whitespace)
        && !between.contains("\n\n")
        && word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !word.bytes().all(|byte| byte == b'X')
        && !matches!(word.to_ascii_lowercase().as_str(), "that" | "had" | "is")
}

/// Says whether a character is drawn as a picture by default (`Emoji_Presentation` of Unicode, and
/// the selector that asks for it).
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{231a}' | '\u{231b}' | '\u{23e9}'..='\u{23ec}'
        | '\u{23f0}' | '\u{23f3}' | '\u{25fd}' | '\u{25fe}' | '\u{2614}' | '\u{2615}'
        | '\u{2648}'..='\u{2653}' | '\u{267f}' | '\u{2693}' | '\u{26a1}' | '\u{26aa}' | '\u{26ab}'
        | '\u{26bd}' | '\u{26be}' | '\u{26c4}' | '\u{26c5}' | '\u{26ce}' | '\u{26d4}' | '\u{26ea}'
        | '\u{26f2}' | '\u{26f3}' | '\u{26f5}' | '\u{26fa}' | '\u{26fd}' | '\u{2705}' | '\u{270a}'
        | '\u{270b}' | '\u{2728}' | '\u{274c}' | '\u{274e}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
        | '\u{2795}'..='\u{2797}' | '\u{27b0}' | '\u{27bf}' | '\u{2b1b}' | '\u{2b1c}' | '\u{2b50}'
        | '\u{2b55}')
}
