//! Markdown as the HTML of a field.
//!
//! What a card may hold is there: paragraphs, lists, emphasis, code, links, images, quotations,
//! tables. HTML in a card's text is text like any other. A text of one paragraph has no markup
//! around it, so that it reads well in Anki's editor and lists.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::exchange::export::anki::address::{is_sound, is_web, language, link};
use crate::exchange::export::anki::cloze::Marks;
use crate::exchange::export::anki::escape::{self, Place};
use crate::exchange::export::anki::media::Media;

/// Adds a piece of Markdown to a field.
pub(super) fn markdown(out: &mut String, text: &str, media: &mut dyn Media) {
    let text = escape::nfc(text);
    if is_plain(&text) {
        escape::text(out, &text, Place::Plain);
    } else {
        Writer::new(out, media, None).write(&text);
    }
}

/// Adds a piece of Markdown with marks for holes in it.
pub(super) fn with_holes(out: &mut String, text: &str, media: &mut dyn Media, marks: &Marks<'_>) {
    Writer::new(out, media, Some(marks)).write(&escape::nfc(text));
}

/// Says whether a text is one paragraph without any markup, which most are.
fn is_plain(text: &str) -> bool {
    // A list, a heading, a quotation or an indented block shows in the first character.
    let first = text.bytes().next();
    first.is_none_or(|first| first.is_ascii_alphabetic() || first >= 0x80)
        && !text.bytes().any(|byte| ACTIVE[usize::from(byte)])
        && !text.ends_with([' ', '\t'])
        && !text.starts_with(char::is_whitespace)
}

/// The bytes that may mean something to Markdown, wherever they stand.
const ACTIVE: [bool; 256] = escape::table(b"*_`[]<>&\\\n\r|~!");

struct Writer<'a> {
    out: &'a mut String,
    media: &'a mut dyn Media,
    marks: Option<&'a Marks<'a>>,
    /// Where the text begins in `out`.
    start: usize,
    /// How many blocks there are at the top, and how many containers are open.
    blocks: usize,
    depth: usize,
    /// Whether the only block so far is a paragraph.
    is_paragraph: bool,
    /// The open links: whether each has an address to go to.
    links: Vec<bool>,
    /// The open image: its file, and the text that stands for it.
    image: Option<(String, String)>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a> Writer<'a> {
    fn new(
        out: &'a mut String,
        media: &'a mut dyn Media,
        marks: Option<&'a Marks<'a>>,
    ) -> Writer<'a> {
        let start = out.len();
        Writer {
            out,
            media,
            marks,
            start,
            blocks: 0,
            depth: 0,
            is_paragraph: false,
            links: Vec::new(),
            image: None,
            columns: Vec::new(),
            column: 0,
            in_head: false,
        }
    }

    fn write(mut self, text: &str) {
        let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).peekable();
        while let Some(event) = events.next() {
            let is_formula = match (&event, events.peek()) {
                (Event::Code(_), Some(Event::Text(next))) => {
                    next.starts_with('$') && self.out[self.start..].ends_with('$')
                }
                _ => false,
            };
            match event {
                Event::Code(tex) if is_formula => {
                    self.out.pop();
                    self.formula("\\(", &tex, "\\)");
                    if let Some(Event::Text(next)) = events.next() {
                        self.event(Event::Text(next[1..].to_owned().into()));
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "math" => {
                    self.block();
                    while let Some(Event::Text(tex)) =
                        events.next_if(|next| matches!(next, Event::Text(_)))
                    {
                        self.formula("\\[", tex.trim_end_matches('\n'), "\\]");
                    }
                    events.next();
                }
                event => self.event(event),
            }
        }
        if self.blocks == 1 && self.is_paragraph {
            self.out.truncate(self.out.len() - "</p>".len());
            self.out.replace_range(self.start..self.start + "<p>".len(), "");
        }
        escape::disarm(self.out, self.start);
    }

    fn event(&mut self, event: Event<'_>) {
        if let Some((_, instead)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => instead.push_str(&text),
                Event::SoftBreak | Event::HardBreak => instead.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                self.out.push_str("<code>");
                self.text(&code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => {
                self.block();
                self.out.push_str("<hr>");
            }
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            // An extension that is not switched on.
            Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.marks {
            Some(marks) => marks.text(self.out, text),
            None => escape::text(self.out, text, Place::Plain),
        }
    }

    /// Adds TeX between the marks that Anki knows.
    fn formula(&mut self, open: &str, tex: &str, close: &str) {
        self.out.push_str(open);
        self.text(tex);
        self.out.push_str(close);
    }

    /// Notes that a block begins.
    fn block(&mut self) {
        if self.depth == 0 {
            self.blocks += 1;
            self.is_paragraph = false;
        }
    }

    fn open(&mut self, html: &str) {
        self.block();
        self.depth += 1;
        self.out.push_str(html);
    }

    fn close(&mut self, html: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.out.push_str(html);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                self.open("<p>");
                self.is_paragraph = self.depth == 1;
            }
            Tag::Heading { level, .. } => self.open(&format!("<{level}>")),
            Tag::BlockQuote(_) => self.open("<blockquote>"),
            Tag::CodeBlock(kind) => {
                let lang = match &kind {
                    CodeBlockKind::Fenced(info) => language(info),
                    CodeBlockKind::Indented => "",
                };
                match lang {
                    "" => self.open("<pre><code>"),
                    lang => self.open(&format!("<pre><code class=\"language-{lang}\">")),
                }
            }
            Tag::List(None) => self.open("<ul>"),
            Tag::List(Some(1)) => self.open("<ol>"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">")),
            Tag::Item => self.open("<li>"),
            Tag::Emphasis => self.out.push_str("<i>"),
            Tag::Strong => self.out.push_str("<b>"),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            Tag::Image { dest_url, .. } => {
                self.image = Some((dest_url.into_string(), String::new()));
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.open("<table>");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let name = if self.in_head { "th" } else { "td" };
                let side = match self.columns.get(self.column) {
                    Some(Alignment::Center) => " style=\"text-align:center\"",
                    Some(Alignment::Right) => " style=\"text-align:right\"",
                    _ => "",
                };
                self.column += 1;
                self.out.push_str(&format!("<{name}{side}>"));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.close("</p>"),
            TagEnd::Heading(level) => self.close(&format!("</{level}>")),
            TagEnd::BlockQuote(_) => self.close("</blockquote>"),
            TagEnd::CodeBlock => {
                // The line break before the closing fence is none of the code's.
                if self.out.ends_with('\n') {
                    self.out.pop();
                }
                self.close("</code></pre>");
            }
            TagEnd::List(true) => self.close("</ol>"),
            TagEnd::List(false) => self.close("</ul>"),
            TagEnd::Item => self.close("</li>"),
            TagEnd::Emphasis => self.out.push_str("</i>"),
            TagEnd::Strong => self.out.push_str("</b>"),
            TagEnd::Link => {
                let goes = self.links.pop() == Some(true);
                self.out.push_str(if goes { "</a>" } else { "" });
            }
            TagEnd::Table => self.close("</table>"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            _ => {}
        }
    }

    fn start_link(&mut self, url: &str) {
        let goes = is_web(url);
        if goes {
            link(self.out, url);
        }
        self.links.push(goes);
    }

    fn end_image(&mut self) {
        let Some((file, instead)) = self.image.take() else { return };
        if is_web(&file) {
            // A card must not tell a stranger's server when it is looked at.
            link(self.out, &file);
            let words = if instead.is_empty() { &file } else { &instead };
            self.text(words);
            self.out.push_str("</a>");
            return;
        }
        match self.media.name(&file) {
            Some(name) if is_sound(&name) => {
                self.out.push(escape::SOUND);
                self.out.push_str("sound:");
                escape::text(self.out, &name, Place::Plain);
                self.out.push(']');
            }
            Some(name) => {
                self.out.push_str("<img src=\"");
                escape::attribute(self.out, &name);
                // A picture that has no other words is written with its name for them.
                if !instead.is_empty() && instead != name {
                    self.out.push_str("\" alt=\"");
                    escape::attribute(self.out, &instead);
                }
                self.out.push_str("\">");
            }
            None => self.text(if instead.is_empty() { &file } else { &instead }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Writer, escape, is_plain, markdown};
    use crate::exchange::export::anki::media::NoMedia;

    fn html(text: &str) -> String {
        let mut out = String::new();
        markdown(&mut out, text, &mut NoMedia);
        out
    }

    #[test]
    fn markdown_is_html() {
        let cases = [
            ("one `a<b` **two** *three*", "one <code>a&lt;b</code> <b>two</b> <i>three</i>"),
            ("a\n\nb", "<p>a</p><p>b</p>"),
            ("a  \nb\nc", "a<br>b\nc"),
            ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
            (
                "x\n```sql\nselect *\n  from t;\n```",
                "<p>x</p><pre><code class=\"language-sql\">select *\n  from t;</code></pre>",
            ),
            ("```\"x\ny\n```", "<pre><code>y</code></pre>"),
            ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
            ("<script>\nx\n</script>", "&lt;script&gt;\nx\n&lt;/script&gt;"),
            ("[a](https://x.y/?a=1&b=2)", "<a href=\"https://x.y/?a=1&amp;b=2\">a</a>"),
            ("[a](javascript:alert(1))", "a"),
            ("![a cat](https://x.y/cat.png)", "<a href=\"https://x.y/cat.png\">a cat</a>"),
            ("![a cat](gone.png)", "a cat"),
            ("> a", "<blockquote><p>a</p></blockquote>"),
            (
                "|a|b|\n|-|-:|\n|1|2|",
                "<table><tr><th>a</th><th style=\"text-align:right\">b</th></tr>\
                 <tr><td>1</td><td style=\"text-align:right\">2</td></tr></table>",
            ),
            ("`{{ .Values.x }}`", "<code>{&#123; .Values.x }&#125;</code>"),
            ("e\u{301}", "é"),
            ("so $`x < 1`$ and `x`", "so \\(x &lt; 1\\) and <code>x</code>"),
            ("costs $ `x` $5", "costs $ <code>x</code> $5"),
            ("a\n\n```math\n\\frac{a}{b}\n```", "<p>a</p>\\[\\frac{a}{b}\\]"),
            ("[sound:a.mp3] [sound\\:b]", "&#91;sound:a.mp3] &#91;sound:b]"),
            ("[x] a[0]", "[x] a[0]"),
        ];
        for (given, wanted) in cases {
            assert_eq!(html(given), wanted, "{given}");
        }
    }

    #[test]
    fn what_looks_plain_is_plain() {
        let texts = [
            "Which side sends the first segment?",
            "- a",
            "1. a",
            "# a",
            " a",
            "a ",
            "a - b",
            "a: b",
            "آنچه می‌شود",
            "    a",
            "+ a",
            "a\tb",
            "10 s",
            "a &amp; b",
            "=",
            "http://x.y z",
        ];
        for text in texts.into_iter().filter(|text| is_plain(text)) {
            let mut slow = String::new();
            Writer::new(&mut slow, &mut NoMedia, None).write(text);
            let mut fast = String::new();
            escape::text(&mut fast, text, Place::Plain);
            assert_eq!(fast, slow, "{text}");
        }
        assert!(is_plain(texts[0]) && is_plain(texts[8]));
    }
}
