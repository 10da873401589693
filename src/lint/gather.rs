//! From the files of a collection to what the rules see.

use std::collections::{BTreeMap, HashMap};

use crate::cards::fingerprint::Fingerprint;
use crate::cards::{Facet, Kind};
use crate::content::collection::Form;
use crate::content::source::{At, SourceFile, Span};
use crate::content::tree::{Node, Value};
use crate::content::yaml;
use crate::lint::allow::{self, Allow};
use crate::lint::files::Files;
use crate::lint::text;
use crate::lint::view::{
    Card, Context, Deck, Locked, Page, Quota, Role, Source, Text, Topic, Translated,
};
use crate::lint::{Options, view};

/// Returns what the rules see, and the exceptions in the files.
pub(crate) fn context<'a>(
    files: &'a Files,
    titles: &'a [Titles],
    options: &'a Options<'a>,
) -> (Context<'a>, Vec<Allow>) {
    let declared = files.collection.as_ref().map(|file| file.profile).unwrap_or_default();
    let mut gathered = Gather {
        context: Context {
            name: &files.name,
            lang: &files.lang,
            profile: options.profile.unwrap_or(declared),
            month: options.month,
            shellcheck: options.shellcheck,
            files: Vec::new(),
            collection_file: None,
            topics: Vec::new(),
            sources: BTreeMap::new(),
            decks: Vec::new(),
            cards: Vec::new(),
            pages: Vec::new(),
            translated: Vec::new(),
            texts: Vec::new(),
            glossaries: BTreeMap::new(),
            lock: Vec::new(),
            lock_file: None,
            retired: Vec::new(),
            by_id: HashMap::new(),
        },
        allows: Vec::new(),
    };
    gathered.all(files, titles);
    (gathered.context, gathered.allows)
}

/// The titles of a file, with their places: which file it is, and its texts.
pub(crate) type Titles = (String, String, Vec<(String, At<String>)>);

/// Reads the titles of the collection file and of its translations.
pub(crate) fn titles(files: &Files) -> Vec<Titles> {
    let own = files.collection.iter().map(|own| (&own.file, &files.lang));
    let others = files.titles.iter().map(|(_, lang, file)| (file, lang));
    own.chain(others)
        .map(|(file, lang)| {
            let mut found = Vec::new();
            if let Some(root) = &yaml::parse(&file.text).root {
                collect_titles(root, "", &mut found);
            }
            (file.label.clone(), lang.clone(), found)
        })
        .collect()
}

/// Collects what people read of a collection file: titles, and what is believed and what is so. In
/// a translation the titles stand below the slugs of `sections` and `topics`.
fn collect_titles(node: &Node<'_>, above: &str, found: &mut Vec<(String, At<String>)>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let name = key.text().unwrap_or_default();
                let is_read = matches!(name, "title" | "myth" | "truth")
                    || matches!(above, "sections" | "topics");
                match value.text() {
                    Some(text) if is_read => {
                        let text = At { value: text.to_owned(), span: value.span };
                        found.push((name.to_owned(), text));
                    }
                    Some(_) => {}
                    None => collect_titles(value, name, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect_titles(item, "", found)),
        Value::Scalar { .. } | Value::Alias => {}
    }
}

struct Gather<'a> {
    context: Context<'a>,
    allows: Vec<Allow>,
}

impl<'a> Gather<'a> {
    fn all(&mut self, files: &'a Files, titles: &'a [Titles]) {
        self.collection(files);
        if let Some(sources) = &files.sources {
            let file = self.file(&sources.file);
            let places: Vec<Span> = sources.sources.iter().map(|(id, _)| id.span).collect();
            self.comments(file, sources.comments.iter().map(|c| (&*c.text, c.span)), &places);
            for (id, source) in &sources.sources {
                let entry = Source { kind: source.kind, is_checked: source.checked_on().is_some() };
                self.context.sources.insert(&id.value, entry);
            }
        }
        for (_, deck) in &files.decks {
            self.deck(deck);
        }
        self.pages(files);
        for (_, file, texts) in &files.translations {
            self.translation(file, texts);
        }
        for (_, _, file) in &files.titles {
            self.file(file);
        }
        for (label, lang, texts) in titles {
            let file = self.context.files.iter().position(|file| file.label == *label);
            for (field, text) in texts {
                let Some(file) = file else { continue };
                self.text(file, Role::Title, field, None, lang, (&text.value, text.span));
            }
        }
        for (lang, glossary) in &files.glossaries {
            self.context.glossaries.insert(lang, glossary);
        }
        if let Some((source, lock)) = &files.lock {
            let file = self.file(source);
            self.context.lock_file = Some(file);
            let starts = line_starts(&source.text);
            self.context.lock = lock
                .lines
                .iter()
                .map(|line| {
                    let start = starts.get(line.line as usize - 1).copied().unwrap_or(0);
                    let span = Span::new(start, start + line.id.len());
                    Locked {
                        id: At { value: line.id.as_str(), span },
                        rev: line.rev,
                        fingerprint: line.fingerprint,
                    }
                })
                .collect();
        }
    }

    fn file(&mut self, file: &'a SourceFile) -> usize {
        self.context.files.push(file);
        self.context.files.len() - 1
    }

    /// Takes the exceptions among the comments of a file.
    fn comments<'c>(
        &mut self,
        file: usize,
        comments: impl Iterator<Item = (&'c str, Span)>,
        cards: &[Span],
    ) {
        let head = allow::head(&self.context.files[file].text);
        let found = comments.filter_map(|(text, span)| allow::read(file, text, span, cards, head));
        self.allows.extend(found);
    }

    fn text(
        &mut self,
        file: usize,
        role: Role,
        field: &str,
        card: Option<&'a str>,
        lang: &'a str,
        (text, span): (&'a str, Span),
    ) {
        let prose = text::prose(text);
        let field = field.to_owned();
        self.context.texts.push(Text { file, span, role, field, card, lang, text, prose });
    }

    fn collection(&mut self, files: &'a Files) {
        let Some(collection) = &files.collection else { return };
        let file = self.file(&collection.file);
        self.context.collection_file = Some(file);
        // The typed file knows the place of a topic; its links have theirs in the tree.
        let tree = yaml::parse(&collection.file.text);
        let nodes = topic_nodes(tree.root.as_ref());
        let mut places = Vec::new();
        for (_, topic) in collection.topics() {
            let node = nodes.get(topic.value.slug.as_str()).copied();
            places.push(node.map_or(topic.span, |node| node.span));
            let links = |field: &str, values: &'a [String]| -> Vec<At<&'a str>> {
                let items = node.and_then(|node| node.get(field)).map_or(&[][..], Node::items);
                let place = |at: usize| items.get(at).map_or(topic.span, |item| item.span);
                values
                    .iter()
                    .enumerate()
                    .map(|(at, value)| At { value: value.as_str(), span: place(at) })
                    .collect()
            };
            let beliefs = node.and_then(|node| node.get("misconceptions"));
            let beliefs = beliefs.map_or(&[][..], Node::items);
            let belief_place = |at: usize| {
                let id = beliefs.get(at).and_then(|belief| belief.get("id"));
                id.map_or(topic.span, |id| id.span)
            };
            let entry = &topic.value;
            self.context.topics.push(Topic {
                slug: &entry.slug,
                span: topic.span,
                title: entry.title.as_deref().unwrap_or(&entry.slug),
                requires: links("requires", &entry.requires),
                helps: links("helps", &entry.helps),
                is_tool: entry.form == Form::Tool,
                minimum: entry
                    .minimum
                    .iter()
                    .filter_map(|(name, least)| Some((quota(name)?, *least)))
                    .collect(),
                misconceptions: entry
                    .misconceptions
                    .iter()
                    .enumerate()
                    .map(|(at, belief)| At { value: belief.id.as_str(), span: belief_place(at) })
                    .collect(),
            });
        }
        let comments = collection.comments.iter().map(|c| (&*c.text, c.span));
        self.comments(file, comments, &places);
    }

    fn deck(&mut self, deck: &'a crate::content::deck::DeckFile) {
        let file = self.file(&deck.file);
        let first = self.context.cards.len();
        let place = self.context.decks.len();
        let bodies: Vec<Span> = deck.notes.iter().map(|located| located.body).collect();
        self.comments(file, deck.comments.iter().map(|c| (&*c.text, c.span)), &bodies);
        for located in &deck.notes {
            let note = &located.note;
            let mut texts = note.content.as_kind().texts();
            texts.extend(note.gist.as_deref().map(|gist| ("gist".to_owned(), gist)));
            texts.extend(note.more.as_deref().map(|more| ("more".to_owned(), more)));
            for (field, text) in &texts {
                let span = located.place(field);
                let card = Some(note.id.as_str());
                self.text(file, Role::Card, field, card, &note.lang, (text, span));
            }
            // Of two cards with one id the first counts, as in a session.
            let at = self.context.cards.len();
            self.context.by_id.entry(note.id.local()).or_insert(at);
            self.context.cards.push(Card { note, located, file, deck: place, texts });
        }
        let header = &deck.header;
        let at = |text: &'a At<String>| At { value: text.value.as_str(), span: text.span };
        self.context.retired.extend(header.retired.iter().map(|id| (file, at(id))));
        self.context.decks.push(Deck {
            file,
            topic: header.topic.as_ref().map(at),
            key: header.key.as_ref().map(at),
            cards: first..self.context.cards.len(),
        });
    }

    fn pages(&mut self, files: &'a Files) {
        for page in &files.pages {
            let file = self.file(&page.file);
            self.allows.extend(allow::of_page(file, &page.file.text));
            let topic = page.deck.and_then(|deck| self.context.decks[deck].topic.as_ref());
            let topic = topic.map(|topic| topic.value);
            if page.deck.is_some() {
                let topics = &self.context.topics;
                let topic = topics.iter().position(|known| Some(known.slug) == topic);
                self.context.pages.push(Page { file, topic });
            }
            let span = Span::new(0, page.file.text.len());
            self.text(file, Role::Page, "", None, &page.lang, (&page.file.text, span));
        }
    }

    fn translation(
        &mut self,
        read: &'a crate::content::translation::TranslationFile,
        texts: &'a [crate::lint::files::Texts],
    ) {
        let file = self.file(&read.file);
        let bodies: Vec<Span> = read
            .cards
            .iter()
            .map(|card| Span { start: card.id.span.start, end: card.span.end })
            .collect();
        self.comments(file, read.comments.iter().map(|c| (&*c.text, c.span)), &bodies);
        for (card, texts) in read.cards.iter().zip(texts) {
            let source = self.context.by_id.get(card.id.value.as_str()).copied();
            let id = source.map(|place| self.context.cards[place].note.id.as_str());
            for (field, text) in texts {
                let text = (text.value.as_str(), text.span);
                self.text(file, Role::Translation, field, id, &read.lang, text);
            }
            let of_place = card.fields.iter().find(|(name, _)| name == "of").map(|(_, span)| *span);
            self.context.translated.push(Translated {
                file,
                lang: &read.lang,
                id: At { value: card.id.value.as_str(), span: card.id.span },
                of: card.of.map(|of| At { value: of, span: of_place.unwrap_or(card.id.span) }),
                now: source.map(|place| Fingerprint::of_note(self.context.cards[place].note)),
                card: source,
                texts: texts
                    .iter()
                    .map(|(field, text)| {
                        (field.clone(), At { value: text.value.as_str(), span: text.span })
                    })
                    .collect(),
            });
        }
    }
}

fn topic_nodes<'n>(root: Option<&'n Node<'n>>) -> HashMap<&'n str, &'n Node<'n>> {
    let sections = root.and_then(|root| root.get("sections")).map_or(&[][..], Node::items);
    let topics = sections.iter().filter_map(|section| section.get("topics"));
    let topics = topics.flat_map(Node::items);
    topics.filter_map(|topic| Some((topic.get("slug")?.text()?, topic))).collect()
}

/// Reads the name of a minimum; an unknown one counts nothing.
fn quota(name: &str) -> Option<view::Quota> {
    let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name).map(Quota::Facet);
    let kind = || Kind::ALL.into_iter().find(|kind| kind.name() == name).map(Quota::Kind);
    facet.or_else(kind).or((name == "recall").then_some(Quota::Recall))
}

fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    starts
}
