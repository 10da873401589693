//! From a note to the fields of its note type.

use crate::cards::kinds::interview::{KeyPoint, Phase};
use crate::cards::kinds::mcq::Choice;
use crate::cards::kinds::scenario::Otherwise;
use crate::cards::kinds::shuffled;
use crate::cards::kinds::typed::{Match, Typed};
use crate::cards::{Content, Note};
use crate::exchange::anki::text::SEPARATOR;
use crate::exchange::export::Reference;
use crate::exchange::export::anki::address::{is_web, link as link_to};
use crate::exchange::export::anki::direction::{self, Direction};
use crate::exchange::export::anki::escape::{self, Place};
use crate::exchange::export::anki::media::Media;
use crate::exchange::export::anki::{cloze, html};

/// What a card shows besides its note's own text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    /// The title of its topic.
    pub(super) topic: &'a str,
    /// What it rests on.
    pub(super) sources: &'a [Reference],
    /// Where it is written, as an address on the web.
    pub(super) link: Option<&'a str>,
}

/// Adds the fields of a note of ours to `out`, with separators between them.
pub(super) fn write(out: &mut String, note: &Note, frame: Frame<'_>, media: &mut dyn Media) {
    let direction = Direction::of(note);
    let mut fields = Fields { out, media };
    fields.content(note);
    fields.optional(note.gist.as_deref());
    fields.more(note.more.as_deref().unwrap_or_default(), direction);
    fields.sources(frame.sources, note, frame.link);
    fields.topic(frame.topic, note);
    fields.words(note.facet.map_or("", |facet| facet.name()));
    fields.words(note.id.as_str());
    fields.words(&note.lang);
    fields.words(direction.name());
    // The spare fields; nothing stands behind the last.
    fields.out.extend([SEPARATOR; 3]);
}

struct Fields<'a> {
    out: &'a mut String,
    media: &'a mut dyn Media,
}

impl Fields<'_> {
    fn content(&mut self, note: &Note) {
        match &note.content {
            Content::Basic(basic) => {
                self.text(&basic.front);
                self.text(&basic.back);
            }
            Content::Reversed(reversed) => {
                self.text(&reversed.front);
                self.text(&reversed.back);
                self.optional(reversed.ask_forward.as_deref());
                self.optional(reversed.ask_back.as_deref());
            }
            Content::Cloze(text) => {
                cloze::field(self.out, text, self.media);
                self.end();
            }
            Content::Mcq(mcq) => {
                self.text(&mcq.front);
                self.list("ol", mcq.options.iter().map(|option| option.text.as_str()));
                self.explained(&mcq.options);
                let key = mcq.options.iter().find(|option| option.correct);
                self.optional(key.map(|key| key.text.as_str()));
            }
            Content::Order(order) => {
                self.text(&order.front);
                let mut places = shuffled(order.items.len(), u64::from(seed(&note.id)));
                if places.is_sorted() {
                    places.reverse();
                }
                self.list("ul", places.iter().map(|&place| order.items[place].as_str()));
                self.list("ol", order.items.iter().map(String::as_str));
            }
            Content::Typed(typed) => self.typed(typed),
            Content::Scenario(scenario) => {
                self.text(&scenario.setup);
                self.text(&scenario.ask);
                self.text(&scenario.choice);
                self.text(&scenario.because);
                self.text(&scenario.cost);
                self.text(&scenario.flips_if);
                self.otherwise(&scenario.otherwise);
            }
            Content::Interview(interview) => {
                self.text(&interview.prompt);
                self.words(&interview.minutes.to_string());
                let handed = interview.evidence.iter();
                self.folded(handed.map(|piece| (piece.ask.as_str(), piece.shows.as_str())));
                self.key_points(&interview.key_points);
                self.list("ul", interview.red_flags.iter().map(String::as_str));
                let asked = interview.follow_ups.iter();
                self.folded(asked.map(|follow| (follow.ask.as_str(), follow.strong.as_str())));
                self.phases(&interview.phases, &interview.key_points);
            }
        }
    }

    fn end(&mut self) {
        self.out.push(SEPARATOR);
    }

    fn html(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn markdown(&mut self, text: &str) {
        html::markdown(self.out, text, self.media);
    }

    /// A field of Markdown.
    fn text(&mut self, text: &str) {
        self.markdown(text);
        self.end();
    }

    fn optional(&mut self, text: Option<&str>) {
        self.markdown(text.unwrap_or_default());
        self.end();
    }

    /// A remark may be left in its own language where the card is translated.
    fn more(&mut self, text: &str, direction: Direction) {
        let is_foreign =
            direction == Direction::Rtl && !text.is_empty() && !direction::has_rtl(text);
        self.html(if is_foreign { "<div dir=\"ltr\">" } else { "" });
        self.markdown(text);
        self.html(if is_foreign { "</div>" } else { "" });
        self.end();
    }

    /// A field of plain words.
    fn words(&mut self, text: &str) {
        escape::text(self.out, &escape::nfc(text), Place::Plain);
        self.end();
    }

    fn list<'t>(&mut self, tag: &str, items: impl ExactSizeIterator<Item = &'t str>) {
        if items.len() > 0 {
            self.html(&format!("<{tag}>"));
            for item in items {
                self.html("<li>");
                self.markdown(item);
                self.html("</li>");
            }
            self.html(&format!("</{tag}>"));
        }
        self.end();
    }

    fn explained(&mut self, options: &[Choice]) {
        self.html("<ol>");
        for option in options {
            self.html(if option.correct { "<li class=\"right\">" } else { "<li class=\"wrong\">" });
            self.markdown(&option.text);
            self.why(&option.why);
            self.html("</li>");
        }
        self.html("</ol>");
        self.end();
    }

    fn why(&mut self, why: &str) {
        if !why.is_empty() {
            self.html("<div class=\"why\">");
            self.markdown(why);
            self.html("</div>");
        }
    }

    fn typed(&mut self, typed: &Typed) {
        self.text(&typed.front);
        let plain = |text: &str| {
            let inner = text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
            inner.unwrap_or(text).to_owned()
        };
        let mut accepted = typed.accept.iter().map(|text| plain(text));
        self.words(&accepted.next().unwrap_or_default());
        let also: Vec<String> = accepted.collect();
        if !also.is_empty() {
            self.html("<ul>");
            for text in also {
                self.html("<li><code>");
                escape::text(self.out, &escape::nfc(&text), Place::Plain);
                self.html("</code></li>");
            }
            self.html("</ul>");
        }
        self.end();
        self.words(match typed.matching {
            Match::Exact => "exact",
            Match::IgnoreCase => "ignore-case",
            Match::Number => "number",
            Match::Command => "command",
        });
    }

    fn otherwise(&mut self, ways: &[Otherwise]) {
        if !ways.is_empty() {
            self.html("<ul>");
            for way in ways {
                self.html("<li>");
                self.markdown(&way.text);
                self.why(&way.why);
                self.html("</li>");
            }
            self.html("</ul>");
        }
        self.end();
    }

    fn key_points(&mut self, points: &[KeyPoint]) {
        if !points.is_empty() {
            self.html("<ul>");
            for point in points {
                self.html("<li>");
                if let Some(must) = point.must {
                    self.html(&format!("<span class=\"must\">{}</span> ", must.name()));
                }
                self.markdown(&point.point);
                self.html("</li>");
            }
            self.html("</ul>");
        }
        self.end();
    }

    /// Texts that unfold below what asks for them.
    fn folded<'t>(&mut self, texts: impl Iterator<Item = (&'t str, &'t str)>) {
        for (ask, shown) in texts {
            self.html("<details><summary>");
            self.markdown(ask);
            self.html("</summary>");
            self.markdown(shown);
            self.html("</details>");
        }
        self.end();
    }

    fn phases(&mut self, phases: &[Phase], points: &[KeyPoint]) {
        if !phases.is_empty() {
            self.html("<ol>");
            for phase in phases {
                self.html("<li>");
                self.markdown(&phase.name);
                self.html(&format!(" <span class=\"must\">{} min</span>", phase.minutes));
                if !phase.points.is_empty() {
                    self.html("<ul>");
                    for text in &phase.points {
                        let named = points.iter().find(|point| point.id == *text);
                        self.html("<li>");
                        self.markdown(named.map_or(text, |point| &point.point));
                        self.html("</li>");
                    }
                    self.html("</ul>");
                }
                self.html("</li>");
            }
            self.html("</ol>");
        }
        self.end();
    }

    /// What the card rests on, and the way back to where it is written.
    fn sources(&mut self, sources: &[Reference], note: &Note, link: Option<&str>) {
        if !sources.is_empty() {
            self.html("<ul>");
            for source in sources {
                self.html("<li>");
                let goes = source.url.as_deref().filter(|url| is_web(url));
                if let Some(url) = goes {
                    link_to(self.out, url);
                }
                let title = source.title.as_deref().unwrap_or(&source.citation.source);
                escape::text(self.out, &escape::nfc(title), Place::Plain);
                if goes.is_some() {
                    self.html("</a>");
                }
                if let Some(place) = &source.citation.place {
                    self.html(" <span class=\"place\">");
                    escape::text(self.out, &escape::nfc(place), Place::Plain);
                    self.html("</span>");
                }
                self.html("</li>");
            }
            self.html("</ul>");
        }
        self.html("<span class=\"id\">");
        let goes = link.filter(|link| is_web(link));
        if let Some(link) = goes {
            link_to(self.out, link);
        }
        escape::text(self.out, note.id.as_str(), Place::Plain);
        self.html(if goes.is_some() { "</a></span>" } else { "</span>" });
        self.end();
    }

    /// The title of the topic; what shuffles a card's items finds the card's id there.
    fn topic(&mut self, title: &str, note: &Note) {
        self.html("<span data-id=\"");
        escape::attribute(self.out, note.id.as_str());
        self.html("\">");
        escape::text(self.out, &escape::nfc(title), Place::Plain);
        self.html("</span>");
        self.end();
    }
}

/// Returns a number that belongs to a note for ever: FNV-1a of its id.
fn seed(id: &crate::model::NoteId) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    id.as_str().bytes().fold(0x811c_9dc5, step)
}
