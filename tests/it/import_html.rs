//! HTML as Markdown: what a field of a note says is what the card says.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use revisit::exchange::import::html::{Loss, converted, converted_cloze, numbers, plain_text};

fn md(html: &str) -> String {
    converted(html).markdown
}

fn cloze(html: &str) -> String {
    converted_cloze(html, &|number| number).markdown
}

#[test]
fn each_element_has_its_markdown() {
    let cases = [
        ("plain words", "plain words"),
        ("a <b>bold</b> word", "a **bold** word"),
        ("<b>bold </b>word", "**bold** word"),
        ("<i>a</i><b>b</b>", "*a***b**"),
        ("<b><i>both</i></b>", "***both***"),
        ("<span style=\"font-weight: 700\">x</span>", "**x**"),
        ("<s>gone</s> <del>too</del>", "~~gone too~~"),
        ("one<br>two<br><br>three", "one\\\ntwo\n\nthree"),
        ("<div>one</div><div>two</div><div><br></div><div>three</div>", "one\\\ntwo\n\nthree"),
        ("one<div>two</div>", "one\\\ntwo"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<code>ls -l</code>", "`ls -l`"),
        ("<code>a`b</code>", "``a`b``"),
        (
            "<pre><code class=\"language-rust\">fn main() {\n    x &lt; 1\n}\n</code></pre>",
            "```rust\nfn main() {\n    x < 1\n}\n```",
        ),
        ("<pre>a<br>b</pre>", "```\na\nb\n```"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<blockquote>a<br>b</blockquote>", "> a\\\n> b"),
        ("<h2>Title</h2>text", "## Title\n\ntext"),
        ("a<hr>b", "a\n\n---\n\nb"),
        (
            "<a href=\"https://a.b/c?d=1&amp;e=(2)\">link</a>",
            "[link](<https://a.b/c?d=1&amp;e=(2)>)",
        ),
        ("<img src=\"dot.png\">", "![dot.png](media/dot.png)"),
        ("<img src=\"a%20b.png\" alt=\"two words\">", "![two words](<media/a b.png>)"),
        ("say &#91;sound:a.mp3] as it is", "say [sound:a.mp3] as it is"),
        ("hear [sound:a b.mp3] it", "hear ![a b.mp3](<media/a b.mp3>) it"),
        ("\\(x^2 + \\frac{a}{b}\\) is", "$`x^2 + \\frac{a}{b}`$ is"),
        ("see \\[a &lt; b<br>c\\] there", "see\n\n```math\na < b\nc\n```\n\nthere"),
        ("[$]x_1[/$] [latex]y[/latex]", "$`x_1`$\n\n```math\ny\n```"),
        ("H<sub>2</sub>O, x<sup>n+1</sup>, x<sup>ae</sup>, 1<sup>st</sup>", "H₂O, xⁿ⁺¹, xᵃᵉ, 1st"),
        ("x<sub>ij</sub> y<sup>Q</sup>", "x_(ij) y^Q"),
        (
            "a &amp; b &lt;tag&gt; &eacute; &#x41; &unknown; 5 &amp;lt;",
            "a & b \\<tag> é A &unknown; 5 \\&lt;",
        ),
        ("a&nbsp;b &nbsp; c", "a b c"),
        ("if x:<br>&nbsp; &nbsp; y", "if x:\\\n\u{a0}\u{a0}y"),
        (
            "2 * 3 *not* snake_case _x_ `c` [a](b) # no",
            "2 * 3 \\*not\\* snake_case \\_x_ \\`c\\` [a\\](b) # no",
        ),
        (
            "# a<br>- b<br>1. c<br>&gt; d<br>---<br>+ e",
            "\\# a\\\n\\- b\\\n1\\. c\\\n\\> d\\\n\\---\\\n\\+ e",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |",
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b |"),
        ("<table><tr><td>only</td></tr></table>", "only"),
        ("<dl><dt>term</dt><dd>what</dd></dl>", "**term**\n\nwhat"),
        ("x <!-- no --> y", "x y"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<div dir=\"rtl\">سلام <b>دنیا</b></div>", "سلام **دنیا**"),
        ("C:\\new and a\\*b", "C:\\new and a\\\\\\*b"),
        ("wow!<a href='https://x.y'>z</a>", "wow\\![z](https://x.y)"),
    ];
    for (html, markdown) in cases {
        assert_eq!(md(html), markdown, "{html}");
    }
}

#[test]
fn what_markdown_cannot_say_is_told() {
    let cases = [
        ("<span style=\"color: red\">x</span>", "x", Loss::Colour),
        ("<u>x</u>", "*x*", Loss::Underline),
        ("a<b>(b)</b>c", "a(b)c", Loss::Emphasis),
        ("<font size=5>x</font>", "x", Loss::Look),
        ("<svg><circle/></svg> x", "`<svg>` x", Loss::Element),
        ("<script>alert(1)</script>x", "x", Loss::Program),
        ("<style>p{}</style>x", "x", Loss::Program),
        ("<img src=\"data:image/png;base64,AAAA\">", "(picture)", Loss::Embedded),
        ("<a href=\"javascript:alert(1)\">x</a>", "x", Loss::Address),
        ("<img src=\"../../etc/passwd\">", "(picture)", Loss::Address),
        ("x<sub>ij</sub>", "x_(ij)", Loss::Script),
        (
            "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a |  |\n| b | c |",
            Loss::Table,
        ),
        ("a\u{1b}[31mb", "a[31mb", Loss::Control),
        ("<details><summary>a</summary>b</details>", "a\\\nb", Loss::Plain),
        ("<anki-mathjax>x</anki-mathjax>", "x", Loss::Plain),
        ("<ruby>a<rt>b</rt></ruby>", "ab", Loss::Plain),
    ];
    for (html, markdown, loss) in cases {
        let converted = converted(html);
        assert_eq!(converted.markdown, markdown, "{html}");
        assert!(converted.losses.has(loss), "{html}: {:?}", converted.losses);
    }
    assert!(converted("<b>x</b> <code>y</code>").losses.is_empty());
}

#[test]
fn holes_stay_what_they_are() {
    let cases = [
        ("The {{c1::capital::hint}} of {{c2::Iran}}", "The {{c1::capital::hint}} of {{c2::Iran}}"),
        ("{{c1::<b>x</b>}} <b>{{c2::y}}</b>", "{{c1::x}} **{{c2::y}}**"),
        ("nested {{c1::outer {{c2::inner}} text}}", "nested {{c1::outer {{c2::inner}} text}}"),
        ("{{c1,2::both}}", "{{c1::{{c2::both}}}}"),
        ("{{c1::std:&#58;vector}}", "{{c1::std&#58;&#58;vector}}"),
        ("{{c1::f({ })}&#125;}}", "{{c1::f({ })&#125;&#125;}}"),
        ("<code>{{c1::ls}} -l</code>", "`{{c1::ls}} -l`"),
        ("{{c1::<code>a&#58;:b</code>}}", "{{c1::a&#58;&#58;b}}"),
        ("\\(a + {{c1::b}}\\)", "$`a + {{c1::b}}`$"),
        ("{{c1::open", "&#123;{c1::open"),
        ("{{c0::zero}} }} {{c::x}}", "&#123;{c0::zero}} }} &#123;{c::x}}"),
        ("{{c1::a<br>b}}", "{{c1::a\\\nb}}"),
    ];
    for (html, markdown) in cases {
        assert_eq!(cloze(html), markdown, "{html}");
    }
    for html in ["{{c1::<b>x</b>}} y", "{{c1::<b>x y</b> z}}", "<b>a {{c1::b</b> c}}"] {
        assert!(converted_cloze(html, &|_| 1).losses.has(Loss::Bold), "{html}");
    }
    for html in ["<b>{{c1::x}} y</b>", "{{c1::<i>x</i>}} <b>y</b>", "<b>x</b>{{c1::y}}<b>z</b>"] {
        assert!(converted_cloze(html, &|_| 1).losses.is_empty(), "{html}");
    }
    assert_eq!(numbers("{{c3::a}} {{c1::b {{c7::c}}}} {{c9::open"), [1, 3, 7]);
    assert_eq!(converted_cloze("{{c40::a}}", &|_| 1).markdown, "{{c1::a}}");
}

#[test]
fn a_typed_answer_is_text_alone() {
    assert_eq!(plain_text("<div>a&nbsp;<b>b</b></div>c &lt;d&gt;"), "a b c <d>");
}

#[test]
fn the_name_of_a_sound_is_no_address() {
    let sound = converted("[sound:a%41 b.mp3]");
    assert_eq!(sound.markdown, "![a%41 b.mp3](<media/a%41 b.mp3>)");
    assert_eq!(sound.media, ["a%41 b.mp3"]);
    assert_eq!(converted("<img src=\"a%41.png\">").media, ["aA.png"]);
    assert_eq!(
        converted("[sound:https://x.y/a%41]").markdown,
        "![https://x.y/a%41](https://x.y/a%41)"
    );
}

#[test]
fn hostile_text_takes_time_in_proportion() {
    let many = |piece: &str| piece.repeat(100_000 / piece.len());
    for piece in [
        "<div>", "<b>", "</b>", "<!--", "<!", "\\(", "[$]", "{{c1::", "}}", "<a \"", "&", "&#",
        "*", "_a", "`", "<ul><li>", "<table>", "<td>", "[sound:", "<script", "<sup>", "\\", "[",
        "](",
    ] {
        let html = many(piece);
        let text = converted(&html).markdown.len() + cloze(&html).len() + numbers(&html).len();
        assert!(text < 4_000_000, "{piece}: {text}");
    }
}

/// Returns what a reader sees: text without marks, lines and blocks apart.
fn seen(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                text.push_str(&part);
            }
            Event::HardBreak | Event::SoftBreak => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock,
            ) => {
                text.push(' ');
            }
            Event::Start(Tag::Image { .. }) => {}
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words() -> impl Strategy<Value = String> {
    "[a-c *_`\\[\\]()<>&#!~|\\\\$={}:.0-9+é\n-]{0,12}"
}

fn escaped(text: &str) -> String {
    // A backslash or bracket may begin a formula in HTML too; these have cases of their own.
    text.replace('\\', "/").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn every_text_is_seen_as_it_was(text in words()) {
        let html = escaped(&text);
        let wanted = text.replace('\\', "/").split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(seen(&md(&html)), wanted);
    }

    #[test]
    fn no_text_is_lost_between_elements(
        parts in prop::collection::vec((words(), 0_usize..9), 0..8)
    ) {
        let tags = ["b", "i", "code", "div", "span", "p", "li", "b><i", "blockquote"];
        let mut html = String::new();
        let mut wanted = String::new();
        for (text, tag) in parts {
            let tag = tags[tag];
            let closing: Vec<String> = tag.rsplit("><").map(|t| format!("</{t}>")).collect();
            html.push_str(&format!("<{tag}>{}{}", escaped(&text), closing.concat()));
            wanted.push_str(&text.replace('\\', "/"));
        }
        let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let found = md(&html);
        prop_assert_eq!(squeezed(&seen(&found)), squeezed(&wanted), "{}", found);
    }

    #[test]
    fn any_bytes_end(html in "[<>/a-d \"'={}c1:;&#!\\\\()\\[\\]$-]{0,60}") {
        let _ = md(&html).len() + cloze(&html).len();
    }
}
