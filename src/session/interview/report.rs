//! What an interview came to: by prompt and in all, and what to study next.
//!
//! A report is made of the records alone. Texts come from the decks as they are now; what is no
//! longer there is named by its id.

use std::collections::BTreeMap;

use crate::model::{CardId, Heard, NoteId, PhaseRecord, PointRecord, PromptRecord};
use crate::session::interview::history::Held;
use crate::session::interview::rubric::Rubric;
use crate::session::interview::score::{Mark, Score};

/// What the decks know of a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The title of its topic, or the deck's name.
    pub topic: String,
    /// The slug of its topic.
    pub slug: Option<String>,
    /// Whether the topic has a page to read.
    pub has_page: bool,
    /// What it is judged by.
    pub rubric: Rubric,
    /// For each point that names notes, those of them that exist, with their cards.
    pub see: BTreeMap<String, Vec<(NoteId, Vec<CardId>)>>,
}

/// What an interview came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The interview.
    pub held: Held,
    /// Its prompts, in order.
    pub prompts: Vec<PromptReport>,
    /// All rated prompts together.
    pub total: Total,
    /// What to study next: by topic, the one with most first.
    pub study: Vec<Study>,
    /// The last interview before it in which something was rated.
    pub before: Option<Before>,
}

/// What a prompt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptReport {
    /// The card.
    pub card: CardId,
    /// The title of its topic, or its slug where the decks have no such topic any more.
    pub topic: String,
    /// The prompt, Markdown; `None` where the decks have no such card any more.
    pub prompt: Option<String>,
    /// Time meant for it, in milliseconds.
    pub planned_ms: u64,
    /// Time taken, in milliseconds.
    pub took_ms: u64,
    /// From the prompt to the first structure, in milliseconds.
    pub structure_ms: Option<u64>,
    /// Whether it was skipped.
    pub skipped: bool,
    /// What was heard, counted.
    pub score: Score,
    /// The points, in the order of the rubric.
    pub points: Vec<PointReport>,
    /// The red flags that were raised, Markdown.
    pub red_flags: Vec<String>,
    /// The evidence that was asked for, in the order of asking.
    pub evidence: Vec<String>,
    /// The phases, with their names.
    pub phases: Vec<(String, PhaseRecord)>,
    /// What the person wrote down.
    pub notes: String,
    /// What a transcriber heard.
    pub transcript: String,
}

/// What became of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointReport {
    /// Its id.
    pub id: String,
    /// What can be heard, Markdown; the id where the decks have no such point any more.
    pub text: String,
    /// Whether it was required.
    pub must: bool,
    /// What became of it.
    pub heard: Heard,
    /// The notes it names that exist.
    pub see: Vec<NoteId>,
}

/// Several prompts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// How many were rated.
    pub rated: u32,
    /// How many were skipped.
    pub skipped: u32,
    /// What was heard, counted.
    pub score: Score,
    /// Time meant for those that were rated, in milliseconds.
    pub planned_ms: u64,
    /// Time taken for them, in milliseconds.
    pub took_ms: u64,
    /// In how many of them an outline was announced.
    pub structured: u32,
    /// The mean time to it, in milliseconds.
    pub structure_ms: Option<u64>,
}

/// The notes of a topic that missed points name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// The title of the topic of the prompts.
    pub topic: String,
    /// Its slug.
    pub slug: Option<String>,
    /// Whether it has a page to read.
    pub has_page: bool,
    /// The notes, those of required points first, each once.
    pub notes: Vec<NoteId>,
}

/// An earlier interview, to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The interview.
    pub held: Held,
    /// Its rated prompts together.
    pub total: Total,
}

impl Total {
    /// Adds prompts up.
    pub fn of(prompts: &[PromptRecord]) -> Total {
        let mut total = Total { score: Score::of(prompts), ..Total::default() };
        let mut structure_ms: u64 = 0;
        for prompt in prompts {
            if prompt.skipped {
                total.skipped += 1;
                continue;
            }
            total.rated += 1;
            total.took_ms = total.took_ms.saturating_add(prompt.took_ms);
            total.planned_ms = total.planned_ms.saturating_add(planned_ms(prompt));
            if let Some(ms) = prompt.structure_ms {
                total.structured += 1;
                structure_ms = structure_ms.saturating_add(ms);
            }
        }
        total.structure_ms = structure_ms.checked_div(u64::from(total.structured));
        total
    }

    /// Returns what it comes to; `None` where nothing was rated.
    pub fn mark(&self) -> Option<Mark> {
        (self.rated > 0).then(|| self.score.mark())
    }
}

fn planned_ms(prompt: &PromptRecord) -> u64 {
    u64::from(prompt.planned_min) * 60_000
}

impl Report {
    /// Makes the report of an interview. `earlier` are all interviews, oldest first.
    pub fn of(held: &Held, sheets: &BTreeMap<CardId, Sheet>, earlier: &[Held]) -> Report {
        let prompts: Vec<PromptReport> = held
            .prompts
            .iter()
            .map(|prompt| PromptReport::of(prompt, sheets.get(&prompt.card)))
            .collect();
        let before = earlier
            .iter()
            .rev()
            .find(|one| one.began < held.began && one.rated().next().is_some())
            .map(|one| Before { held: one.clone(), total: Total::of(&one.prompts) });
        let study = study(&prompts, sheets);
        Report { held: held.clone(), prompts, total: Total::of(&held.prompts), study, before }
    }

    /// Returns the points of which one thing became, those that were required or the others, each
    /// with the place of its prompt.
    pub fn points(&self, heard: Heard, must: bool) -> impl Iterator<Item = (usize, &PointReport)> {
        let is_wanted = move |point: &&PointReport| point.heard == heard && point.must == must;
        self.prompts.iter().enumerate().flat_map(move |(place, prompt)| {
            prompt.points.iter().filter(is_wanted).map(move |point| (place, point))
        })
    }
}

impl PromptReport {
    /// Makes the report of a prompt. Without a sheet, ids stand for texts.
    pub fn of(record: &PromptRecord, sheet: Option<&Sheet>) -> PromptReport {
        let rubric = sheet.map(|sheet| &sheet.rubric);
        let point = |point: &PointRecord| {
            let text =
                rubric.and_then(|rubric| rubric.points.iter().find(|own| own.id == point.id));
            let see = sheet.and_then(|sheet| sheet.see.get(&point.id));
            PointReport {
                id: point.id.clone(),
                text: text.map_or_else(|| point.id.clone(), |own| own.text.clone()),
                must: point.must,
                heard: point.heard,
                see: see.into_iter().flatten().map(|(note, _)| note.clone()).collect(),
            }
        };
        let numbered = |place: u32, name: &str| format!("{name} {}", place + 1);
        let flag = |&place: &u32| {
            let text = rubric.and_then(|rubric| rubric.red_flags.get(place as usize));
            text.cloned().unwrap_or_else(|| numbered(place, "red flag"))
        };
        let evidence = |&place: &u32| {
            let piece = rubric.and_then(|rubric| rubric.evidence.get(place as usize));
            piece.map_or_else(|| numbered(place, "evidence"), |piece| piece.ask.clone())
        };
        let phase = |(place, phase): (usize, &PhaseRecord)| {
            let name = rubric.and_then(|rubric| rubric.phases.get(place));
            let name = name.map_or_else(|| format!("phase {}", place + 1), |own| own.name.clone());
            (name, phase.clone())
        };
        PromptReport {
            card: record.card.clone(),
            topic: sheet
                .map(|sheet| sheet.topic.clone())
                .or_else(|| record.topic.clone())
                .unwrap_or_default(),
            prompt: rubric.map(|rubric| rubric.prompt.clone()),
            planned_ms: planned_ms(record),
            took_ms: record.took_ms,
            structure_ms: record.structure_ms,
            skipped: record.skipped,
            score: Score::of([record]),
            points: record.points.iter().map(point).collect(),
            red_flags: record.red_flags.iter().map(flag).collect(),
            evidence: record.evidence.iter().map(evidence).collect(),
            phases: record.phases.iter().enumerate().map(phase).collect(),
            notes: record.notes.clone(),
            transcript: record.transcript.clone(),
        }
    }

    /// Returns what it comes to; `None` where it was skipped.
    pub fn mark(&self) -> Option<Mark> {
        (!self.skipped).then(|| self.score.mark())
    }
}

/// Gathers the notes that missed points name.
fn study(prompts: &[PromptReport], sheets: &BTreeMap<CardId, Sheet>) -> Vec<Study> {
    let mut all: Vec<Study> = Vec::new();
    for must in [true, false] {
        for prompt in prompts {
            let sheet = sheets.get(&prompt.card);
            let slug = sheet.and_then(|sheet| sheet.slug.clone());
            let has_page = sheet.is_some_and(|sheet| sheet.has_page);
            for point in &prompt.points {
                if point.heard != Heard::Missed || point.must != must {
                    continue;
                }
                for note in &point.see {
                    if all.iter().any(|study| study.notes.contains(note)) {
                        continue;
                    }
                    match all.iter_mut().find(|study| study.topic == prompt.topic) {
                        Some(study) => study.notes.push(note.clone()),
                        None => all.push(Study {
                            topic: prompt.topic.clone(),
                            slug: slug.clone(),
                            has_page,
                            notes: vec![note.clone()],
                        }),
                    }
                }
            }
        }
    }
    // The order among those with as many is that in which they were missed.
    all.sort_by_key(|study| std::cmp::Reverse(study.notes.len()));
    all
}
