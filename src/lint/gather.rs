//! From the files of a collection to what the rules see.

use std::collections::{BTreeMap, HashMap};

use crate::cards::Form;
use crate::cards::fingerprint::Fingerprint;
use crate::cards::{Facet, Kind};
use crate::content::LintInput;
use crate::content::deck::DeckFile;
use crate::content::input::PageFile;
use crate::content::lock::LockFile;
use crate::content::source::{At, SourceFile, Span};
use crate::content::translation::TranslationFile;
use crate::content::tree::{Comment, Node};
use crate::content::yaml;
use crate::lint::Options;
use crate::lint::allow::{self, Allow};
use crate::lint::prepare::{Prepared, Texts};
use crate::lint::text;
use crate::lint::view::{
    Card, Context, Deck, Locked, Page, Quota, Role, Source, Text, Topic, Translated,
};

/// Returns what the rules see, and the exceptions in the files.
pub(crate) fn context<'a>(
    input: &'a LintInput,
    prepared: &'a Prepared,
    options: &'a Options<'a>,
) -> (Context<'a>, Vec<Allow>) {
    let declared = input.collection.as_ref().map(|file| file.profile).unwrap_or_default();
    let mut gathered = Gather {
        context: Context {
            name: &input.name,
            lang: &input.lang,
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
            by_topic: HashMap::new(),
            by_id: HashMap::new(),
        },
        allows: Vec::new(),
    };
    gathered.all(input, prepared);
    (gathered.context, gathered.allows)
}

struct Gather<'a> {
    context: Context<'a>,
    allows: Vec<Allow>,
}

impl<'a> Gather<'a> {
    fn all(&mut self, input: &'a LintInput, prepared: &'a Prepared) {
        self.collection(input, prepared);
        if let Some(sources) = &input.sources {
            let file = self.file(&sources.file);
            let places: Vec<Span> = sources.sources.iter().map(|(id, _)| id.span).collect();
            self.comments(file, &sources.comments, &places);
            for (id, source) in &sources.sources {
                let is_checked = source.checked_on().is_some();
                let entry = Source { kind: source.kind, is_checked };
                self.context.sources.insert(&id.value, entry);
            }
        }
        for deck in &input.decks {
            self.deck(deck);
        }
        for page in &input.pages {
            self.page(page, &input.lang);
        }
        for (file, texts) in input.translations.iter().zip(&prepared.translated) {
            self.translation(file, texts);
        }
        for (titles, texts) in input.titles.iter().zip(&prepared.titles) {
            let file = self.file(&titles.file);
            self.titles(file, &titles.lang, texts);
        }
        for (lang, glossary) in &prepared.glossaries {
            self.context.glossaries.insert(lang, glossary);
        }
        if let Some((source, lock)) = &input.lock {
            self.lock(source, lock);
        }
    }

    fn lock(&mut self, source: &'a SourceFile, lock: &'a LockFile) {
        self.context.lock_file = Some(self.file(source));
        let starts = line_starts(&source.text);
        let place = |line: &crate::content::lock::Locked| {
            let start = (line.line as usize).checked_sub(1).and_then(|at| starts.get(at));
            let start = start.copied().unwrap_or(0);
            Span::new(start, start + line.id.len())
        };
        let lines = lock.lines.iter().map(|line| Locked {
            id: At { value: line.id.as_str(), span: place(line) },
            rev: line.rev,
            fingerprint: line.fingerprint,
        });
        self.context.lock = lines.collect();
    }

    fn titles(&mut self, file: usize, lang: &'a str, texts: &'a Texts) {
        for (field, text) in texts {
            self.text(file, Role::Title, field, None, lang, (&text.value, text.span));
        }
    }

    fn file(&mut self, file: &'a SourceFile) -> usize {
        self.context.files.push(file);
        self.context.files.len() - 1
    }

    /// Takes the exceptions among the comments of a file.
    fn comments(&mut self, file: usize, comments: &[Comment], cards: &[Span]) {
        let head = allow::head(&self.context.files[file].text);
        let found = comments
            .iter()
            .filter_map(|comment| allow::read(file, &comment.text, comment.span, cards, head));
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

    fn collection(&mut self, input: &'a LintInput, prepared: &'a Prepared) {
        let Some(collection) = &input.collection else { return };
        let file = self.file(&collection.file);
        self.context.collection_file = Some(file);
        self.titles(file, &input.lang, &prepared.own_titles);
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
                unknown_minima: entry
                    .minimum
                    .keys()
                    .map(String::as_str)
                    .filter(|name| quota(name).is_none())
                    .collect(),
                misconceptions: entry
                    .misconceptions
                    .iter()
                    .enumerate()
                    .map(|(at, belief)| At { value: belief.id.as_str(), span: belief_place(at) })
                    .collect(),
            });
        }
        self.comments(file, &collection.comments, &places);
    }

    fn deck(&mut self, deck: &'a DeckFile) {
        let file = self.file(&deck.file);
        let first = self.context.cards.len();
        let place = self.context.decks.len();
        let bodies: Vec<Span> = deck.notes.iter().map(|located| located.body).collect();
        self.comments(file, &deck.comments, &bodies);
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
            if let Some(topic) = note.topic.as_deref() {
                self.context.by_topic.entry(topic).or_default().push(at);
            }
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

    fn page(&mut self, page: &'a PageFile, own: &str) {
        let file = self.file(&page.file);
        self.allows.extend(allow::of_page(file, &page.file.text));
        if page.lang == own {
            let topic = self.context.topics.iter().position(|topic| topic.slug == page.topic);
            self.context.pages.push(Page { file, topic });
        }
        let span = Span::new(0, page.file.text.len());
        self.text(file, Role::Page, "", None, &page.lang, (&page.file.text, span));
    }

    fn translation(&mut self, read: &'a TranslationFile, texts: &'a [Texts]) {
        let file = self.file(&read.file);
        let bodies: Vec<Span> = read
            .cards
            .iter()
            .map(|card| Span { start: card.id.span.start, end: card.span.end })
            .collect();
        self.comments(file, &read.comments, &bodies);
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
fn quota(name: &str) -> Option<Quota> {
    let facet = Facet::ALL.into_iter().find(|facet| facet.name() == name).map(Quota::Facet);
    let kind = || Kind::ALL.into_iter().find(|kind| kind.name() == name).map(Quota::Kind);
    facet.or_else(kind).or((name == "recall").then_some(Quota::Recall))
}

fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    starts
}
