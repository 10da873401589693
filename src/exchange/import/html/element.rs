//! What each element of HTML means here.

use crate::exchange::import::html::loss::{Loss, Losses};
use crate::exchange::import::html::token::attribute;

/// What an element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: its content stands as if it were not there.
    None,
    /// It has no content.
    Void,
    /// It plays a file.
    Media,
    /// Nothing here can stand for it.
    Missing,
    Strong,
    Emphasis,
    StrongEmphasis,
    Strike,
    Link,
    Code,
    Pre,
    Raised,
    Lowered,
    /// It has lines of its own.
    Line,
    /// It is set off from what is around it.
    Paragraph,
    Heading(usize),
    Term,
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
}

/// Returns what an element means, and notes what of it is lost.
pub(super) fn role(name: &str, attributes: &str, losses: &mut Losses) -> Role {
    let role = match name {
        "br" | "hr" | "img" | "input" | "wbr" | "col" | "source" | "track" | "embed" | "area"
        | "base" | "meta" | "link" | "param" => Role::Void,
        "b" | "strong" => Role::Strong,
        "i" | "em" | "cite" | "dfn" | "var" => Role::Emphasis,
        "u" | "ins" => {
            losses.add(Loss::Underline);
            Role::Emphasis
        }
        "s" | "strike" | "del" => Role::Strike,
        "a" => Role::Link,
        "code" | "kbd" | "samp" | "tt" => Role::Code,
        "pre" | "xmp" | "listing" => Role::Pre,
        "sup" => Role::Raised,
        "sub" => Role::Lowered,
        "mark" => {
            losses.add(Loss::Colour);
            Role::None
        }
        "font" | "big" | "small" | "center" => {
            let is_coloured = attribute(attributes, "color").is_some();
            losses.add(if is_coloured { Loss::Colour } else { Loss::Look });
            if name == "center" { Role::Line } else { Role::None }
        }
        "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside"
        | "address" | "figure" | "figcaption" | "summary" | "fieldset" | "legend" | "caption"
        | "dl" | "dd" | "hgroup" => Role::Line,
        "details" => {
            losses.add(Loss::Plain);
            Role::Line
        }
        "p" => Role::Paragraph,
        "dt" => Role::Term,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "blockquote" => Role::Quote,
        "ul" | "ol" | "menu" | "dir" => Role::List,
        "li" => Role::Item,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "video" | "audio" | "object" | "iframe" | "frame" => Role::Media,
        "svg" | "math" | "canvas" | "form" | "button" | "select" | "textarea" | "applet" => {
            Role::Missing
        }
        "html" | "head" | "body" | "span" | "bdi" | "bdo" | "abbr" | "acronym" | "q" | "time"
        | "data" | "label" | "output" | "nobr" | "tbody" | "thead" | "tfoot" | "colgroup"
        | "picture" | "noscript" | "o:p" => Role::None,
        _ => {
            losses.add(Loss::Plain);
            Role::None
        }
    };
    match styled(attributes, losses) {
        Some(style) if role == Role::None => style,
        _ => role,
    }
}

/// Reads what `style` says of bold, italic and deleted text; the rest of a look is lost.
fn styled(attributes: &str, losses: &mut Losses) -> Option<Role> {
    let names = |wanted: &str| attributes.len() > wanted.len() && attributes.contains(wanted);
    if names("align") || names("face=") || names("size=") {
        losses.add(Loss::Look);
    }
    if names("bgcolor") {
        losses.add(Loss::Colour);
    }
    if !attributes.to_ascii_lowercase().contains("style") {
        return None;
    }
    let style = attribute(attributes, "style")?.to_ascii_lowercase();
    let (mut strong, mut emphasis, mut strike) = (false, false, false);
    for rule in style.split(';') {
        let Some((property, value)) = rule.split_once(':') else { continue };
        let (property, value) = (property.trim(), value.trim());
        match property {
            "font-weight" => {
                strong |= value.starts_with("bold") || value.parse().is_ok_and(|w: u32| w >= 600);
            }
            "font-style" => emphasis |= value.starts_with("italic") || value == "oblique",
            "text-decoration" | "text-decoration-line" => {
                strike |= value.contains("line-through");
                if value.contains("underline") {
                    losses.add(Loss::Underline);
                    emphasis = true;
                }
            }
            "color" if is_plain_ink(value) => {}
            "background-color" | "background" if is_paper(value) => {}
            "color" | "background-color" | "background" => losses.add(Loss::Colour),
            "font-family" | "font-size" | "font" | "text-align" | "float" | "position" => {
                losses.add(Loss::Look);
            }
            _ => {}
        }
    }
    match (strong, emphasis, strike) {
        (true, true, _) => Some(Role::StrongEmphasis),
        (true, ..) => Some(Role::Strong),
        (_, true, _) => Some(Role::Emphasis),
        (.., true) => Some(Role::Strike),
        _ => None,
    }
}

/// Says whether a colour is that of any text. Editors write it without being asked.
fn is_plain_ink(value: &str) -> bool {
    let value = value.replace(' ', "");
    matches!(
        value.as_str(),
        "black"
            | "#000"
            | "#000000"
            | "rgb(0,0,0)"
            | "inherit"
            | "initial"
            | "currentcolor"
            | "windowtext"
            | "var(--fg)"
    )
}

/// Says whether a colour is that of the ground.
fn is_paper(value: &str) -> bool {
    let value = value.replace(' ', "");
    matches!(
        value.as_str(),
        "white"
            | "#fff"
            | "#ffffff"
            | "rgb(255,255,255)"
            | "inherit"
            | "initial"
            | "transparent"
            | "none"
            | "rgba(0,0,0,0)"
    )
}

/// Says whether an element has no content.
pub(super) fn is_void(name: &str) -> bool {
    role(name, "", &mut Losses::default()) == Role::Void
}

/// Says whether the end of an element ends everything in it.
pub(super) fn is_container(name: &str) -> bool {
    matches!(
        name,
        "ul" | "ol"
            | "menu"
            | "dir"
            | "li"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "div"
            | "pre"
    )
}

/// Returns the language that the class of a piece of code names.
pub(super) fn language(attributes: &str) -> String {
    let class = attribute(attributes, "class").unwrap_or_default();
    let named = class.split_whitespace().find_map(|word| {
        ["language-", "lang-", "highlight-", "brush:"]
            .iter()
            .find_map(|lead| word.strip_prefix(lead))
    });
    let language = named.unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_');
    if language.len() <= 32 && language.chars().all(is_word) {
        language.to_ascii_lowercase()
    } else {
        String::new()
    }
}
