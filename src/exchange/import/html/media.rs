//! What texts refer to: files of the collection, and addresses.

use unicode_normalization::UnicodeNormalization;

/// The folder of media, beside the decks.
pub const MEDIA_FOLDER: &str = "media";
/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 200;

/// Returns a file's name as it is kept, or none where it is not safe on every system: it would leave
/// the folder, or mean something else there.
pub fn file_name(name: &str) -> Option<String> {
    let name: String = name.nfc().collect();
    let is_bad = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    let is_wrong = name.is_empty()
        || name.len() > LONGEST_NAME
        || name.contains(is_bad)
        || name.ends_with(['.', ' '])
        || name.starts_with(' ')
        || is_device;
    if is_wrong {
        return None;
    }
    // Beside decks these endings would make a deck or a page of a file.
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_ours = name.contains('.') && matches!(ending.as_str(), "yaml" | "yml" | "md");
    Some(if is_ours || name.starts_with('.') { format!("_{name}_") } else { name })
}

/// Returns the path of a file, from the folder of the decks.
pub fn path(name: &str) -> String {
    let name = file_name(name).unwrap_or_default();
    format!("{MEDIA_FOLDER}/{name}")
}

/// Returns the name in the collection of the file at a path that [`path`] gives; `None` for any other.
pub fn name_at(path: &str) -> Option<String> {
    let name = path.strip_prefix(MEDIA_FOLDER)?.strip_prefix('/')?;
    let inner = name.strip_prefix('_').and_then(|name| name.strip_suffix('_'));
    let named = |one: &&str| file_name(one).as_deref() == Some(name);
    inner.filter(named).or_else(|| Some(name).filter(named)).map(str::to_owned)
}

/// Returns the name of the file of the collection that a reference means; `None` where it is an
/// address, or no safe name.
pub(super) fn name_of(source: &str) -> Option<String> {
    sound_of(&percent_decoded(source)).filter(|_| is_local(source))
}

/// Returns the name of the file of the collection that `[sound:…]` means: it is written as it is,
/// and not as an address.
pub(super) fn sound_of(source: &str) -> Option<String> {
    let name: String = source.trim().nfc().collect();
    file_name(&name).filter(|_| is_local(source)).map(|_| name)
}

fn is_local(source: &str) -> bool {
    let source = source.trim();
    !source.is_empty() && !source.starts_with(['/', '#']) && scheme(source).is_none()
}

/// Says whether an address may be opened by whoever follows it.
pub(super) fn is_safe_url(url: &str) -> bool {
    let url = url.trim();
    let is_known = matches!(scheme(url).as_deref(), Some("http" | "https" | "mailto" | "ftp"));
    is_known && !url.contains(|c: char| c.is_control())
}

/// Says whether a picture is written out in the text itself.
pub(super) fn is_embedded(source: &str) -> bool {
    scheme(source.trim()).as_deref() == Some("data")
}

fn scheme(url: &str) -> Option<String> {
    let (scheme, _) = url.split_once(':')?;
    let is_word =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') || c.is_whitespace();
    // Browsers skip white space and controls in it.
    let word: String = scheme.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    (!word.is_empty() && word.chars().all(is_word)).then(|| word.to_ascii_lowercase())
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(decoded) => {
                result.push(decoded);
                at += 3;
            }
            None => {
                result.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(result).unwrap_or_else(|_| text.to_owned())
}

/// Returns the `[sound:…]` of a text: where each stands, its length, and the file it names.
pub(super) fn sounds(text: &str) -> Vec<(usize, usize, &str)> {
    const OPEN: &str = "[sound:";
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(OPEN).map(|at| at + from) {
        let Some(len) = text[at..].find(']') else { break };
        found.push((at, len + 1, &text[at + OPEN.len()..at + len]));
        from = at + len + 1;
    }
    found
}
