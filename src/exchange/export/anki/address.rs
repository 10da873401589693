//! What stands behind the texts of a card: addresses, files, languages of code.

use crate::exchange::export::anki::escape;

/// Opens a link.
pub(super) fn link(out: &mut String, url: &str) {
    out.push_str("<a href=\"");
    escape::attribute(out, url);
    out.push_str("\">");
}

/// Says whether an address may stand in a link.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str()))
}

/// Says whether Anki plays a file and does not draw it.
pub(super) fn is_sound(name: &str) -> bool {
    const ENDINGS: [&str; 19] = [
        "3gp", "aac", "avi", "flac", "flv", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg",
        "mpg", "oga", "ogg", "ogv", "ogx", "opus", "wav",
    ];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| {
        ENDINGS.contains(&ending.as_str()) || matches!(ending.as_str(), "spx" | "swf" | "webm")
    })
}

/// Returns the language of a code block, as far as it can stand in a class.
pub(super) fn language(info: &str) -> &str {
    let word = info.split([' ', ',', '{']).next().unwrap_or_default();
    let is_fit = |c: char| c.is_ascii_alphanumeric() || "+#-.".contains(c);
    if word.chars().all(is_fit) { word } else { "" }
}
