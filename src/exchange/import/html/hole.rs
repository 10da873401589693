//! The holes of a cloze on their way through the conversion.
//!
//! Anki finds holes in the HTML as it is written. They are found first here too, and signs that
//! stand in no text hold their places until everything else is Markdown: what only looks like the
//! edge of a hole afterwards is then told from the real ones.

/// Begins a hole; its number follows.
pub(super) const OPEN: char = '\u{f0000}';
/// Ends the number of a hole.
const NUMBERED: char = '\u{f0001}';
/// Stands before a hint.
const HINT: char = '\u{f0002}';
/// Ends a hole.
pub(super) const CLOSE: char = '\u{f0003}';

/// Says whether a character is one of the signs.
pub(super) fn is_sign(c: char) -> bool {
    (OPEN..=CLOSE).contains(&c)
}

/// The deepest nesting of holes that is read.
const DEEPEST: usize = 8;

/// Puts the signs in place of the edges of holes.
///
/// A hole of several numbers (`{{c1,2::…}}`) becomes one around the other. What is not closed is
/// text.
pub(super) fn marked(html: &str) -> String {
    let mut result = String::with_capacity(html.len() + 16);
    // For each open hole: where it begins in the result, how many edges it has, whether its hint has
    // begun.
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['{', '}', ':']) {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((numbers, len)) = opening(rest).filter(|_| open.len() < DEEPEST) {
            open.push((result.len(), numbers.len(), false));
            for number in numbers {
                result.push(OPEN);
                result.push_str(&number.to_string());
                result.push(NUMBERED);
            }
            rest = &rest[len..];
        } else if rest.starts_with("}}")
            && let Some((_, edges, _)) = open.pop()
        {
            result.extend(std::iter::repeat_n(CLOSE, edges));
            rest = &rest[2..];
        } else if rest.starts_with("::")
            && let Some((_, _, hinted @ false)) = open.last_mut()
        {
            *hinted = true;
            result.push(HINT);
            rest = &rest[2..];
        } else {
            let len = rest.chars().next().map_or(0, char::len_utf8);
            result.push_str(&rest[..len]);
            rest = &rest[len..];
        }
    }
    result.push_str(rest);
    for (at, ..) in open.into_iter().rev() {
        unmark(&mut result, at);
    }
    result
}

/// Makes text again of a hole that nothing closes.
fn unmark(text: &mut String, at: usize) {
    let tail = text.split_off(at);
    let mut numbers = Vec::new();
    let mut rest = tail.as_str();
    while let Some((number, after)) =
        rest.strip_prefix(OPEN).and_then(|rest| rest.split_once(NUMBERED))
    {
        numbers.push(number.to_owned());
        rest = after;
    }
    text.push_str(&format!("{{{{c{}::", numbers.join(",")));
    text.push_str(rest);
}

/// Reads `{{c1::` or `{{c1,2::` at the start of a text; returns the numbers and the length.
fn opening(text: &str) -> Option<(Vec<u16>, usize)> {
    let inner = text.strip_prefix("{{c")?;
    let len = inner.bytes().take(32).position(|b| !(b.is_ascii_digit() || b == b','))?;
    inner[len..].strip_prefix("::")?;
    let numbers = inner[..len].split(',').map(|number| number.parse().ok().filter(|n| *n > 0));
    let mut numbers: Vec<u16> = numbers.collect::<Option<_>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some((numbers, "{{c".len() + len + "::".len()))
}

/// Returns the numbers of the holes, ascending, each once.
pub fn numbers(html: &str) -> Vec<u16> {
    let mut numbers: Vec<u16> = marked(html)
        .split(OPEN)
        .skip(1)
        .filter_map(|rest| rest.split_once(NUMBERED)?.0.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns a text with all holes filled.
pub(super) fn filled(text: &str) -> String {
    through(text, false)
}

/// Returns a text with all outer holes open.
pub(super) fn opened(text: &str) -> String {
    through(text, true)
}

fn through(text: &str, opens: bool) -> String {
    if !text.contains(is_sign) {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    let (mut depth, mut in_number, mut in_hint) = (0_u32, false, false);
    for c in text.chars() {
        match c {
            OPEN => (depth, in_number) = (depth + 1, true),
            NUMBERED => in_number = false,
            HINT => in_hint = true,
            CLOSE => {
                depth = depth.saturating_sub(1);
                in_hint = false;
                if opens && depth == 0 {
                    result.push_str("[…]");
                }
            }
            _ if in_number || in_hint || (opens && depth > 0) => {}
            c => result.push(c),
        }
    }
    result
}

/// Puts the edges of holes back, with the numbers that `number` gives, and takes care that nothing
/// else looks like one: what would is written as an entity.
pub(super) fn restored(text: &str, number: &dyn Fn(u16) -> u16) -> String {
    let mut result = String::with_capacity(text.len() + 16);
    let mut depth = 0_u32;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        match c {
            OPEN => {
                let inner = &text[at + OPEN.len_utf8()..];
                let digits = inner.split(NUMBERED).next().unwrap_or_default();
                let number = number(digits.parse().unwrap_or(1));
                result.push_str(&format!("{{{{c{number}::"));
                depth += 1;
                while chars.next_if(|(_, c)| *c != NUMBERED).is_some() {}
                chars.next();
            }
            HINT => result.push_str("::"),
            CLOSE => {
                result.push_str("}}");
                depth = depth.saturating_sub(1);
            }
            '}' if depth > 0 && (matches!(next, '}' | CLOSE) || before == '}') => {
                result.push_str("&#125;");
            }
            ':' if depth > 0 && (matches!(next, ':' | HINT) || before == ':') => {
                result.push_str("&#58;");
            }
            '{' if text[at..].starts_with("{{c") => result.push_str("&#123;"),
            c => result.push(c),
        }
        before = c;
    }
    result
}
