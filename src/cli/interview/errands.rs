//! What an interview wants of the world: rubrics out of the decks, an editor, a recorder.

use std::collections::BTreeMap;
use std::fs;

use crate::cards::{CardIx, Content, NoteIx};
use crate::cli::drive::Errands;
use crate::cli::edit::open_editor;
use crate::cli::error::Outcome;
use crate::cli::interview::recorder::Recorder;
use crate::cli::world::World;
use crate::model::{CardId, NoteId};
use crate::session::Prompter;
use crate::session::agenda::{Effect, Reply};
use crate::session::interview::moves::{Errand, News, Opened, Transcript};
use crate::session::interview::report::Sheet;
use crate::session::interview::rubric::Rubric;

/// What carries the errands of an interview out.
pub(super) struct InterviewErrands {
    recorder: Option<Recorder>,
}

impl InterviewErrands {
    pub(super) fn new(recorder: Option<Recorder>) -> InterviewErrands {
        InterviewErrands { recorder }
    }

    /// Has what was heard written down. Under a clock that stands still nothing would ask for it
    /// again, so it is waited for.
    fn finish(&mut self, world: &World<'_>) -> Transcript {
        let Some(recorder) = &mut self.recorder else { return Transcript::None };
        recorder.finish();
        if world.context.clock.is_frozen() { recorder.wait() } else { recorder.poll() }
    }
}

impl Errands for InterviewErrands {
    fn run(
        &mut self,
        effect: Effect,
        world: &mut World<'_>,
        prompter: &mut dyn Prompter,
    ) -> Outcome<Option<Reply>> {
        let Effect::Interview(errand) = effect else { return Ok(None) };
        let news = match errand {
            Errand::Open(card) => {
                if let Some(recorder) = &mut self.recorder {
                    recorder.open(&card, world.now());
                }
                Some(News::Opened(Box::new(open(world, &card))))
            }
            Errand::Editor(notes) => Some(News::Notes(edit(world, &notes, prompter)?)),
            Errand::Listen => {
                self.recorder.as_mut().map(|recorder| News::Listening(recorder.listen()))
            }
            Errand::Rest => {
                if let Some(recorder) = &mut self.recorder {
                    recorder.rest();
                }
                None
            }
            Errand::Finish => Some(News::Heard(self.finish(world))),
            Errand::Poll => {
                let heard = self.recorder.as_mut().map_or(Transcript::None, Recorder::poll);
                Some(News::Heard(heard))
            }
            Errand::Forget => {
                if let Some(recorder) = &mut self.recorder {
                    recorder.forget();
                }
                None
            }
        };
        Ok(news.map(Reply::Interview))
    }
}

/// Gets a prompt with what it is judged by.
fn open(world: &World<'_>, card: &CardId) -> Result<Opened, String> {
    let library = world.library();
    let ix = library.find_card(card.as_str());
    let ix = ix.ok_or_else(|| format!("{card} is in no deck any more"))?;
    let (sheet, rev, lang) = sheet(world, library.note_of(ix))
        .map_err(|why| format!("{card} cannot be asked: {why}"))?;
    Ok(Opened { sheet, rev, lang })
}

/// Reads what the decks know of a prompt: its sheet, its revision, the language of its text.
pub(super) fn sheet(world: &World<'_>, ix: NoteIx) -> Result<(Sheet, u32, String), String> {
    let library = world.library();
    let note = world
        .shelf
        .note(ix, world.context.lang())
        .map_err(|why| format!("{}: {}", why.place(), why.message))?;
    let Content::Interview(interview) = &note.content else {
        return Err("it is no interview prompt any more".to_owned());
    };
    let entry = library.note(ix);
    let (topic, slug) = match entry.topic {
        Some(topic) => (world.topic_title(topic), Some(library.topic(topic).slug.clone())),
        None => (library.decks[entry.deck as usize].stem.clone(), None),
    };
    let has_page = entry.topic.is_some_and(|topic| library.topic(topic).has_page);
    let rubric = Rubric::of(interview);
    let see = rubric.points.iter().map(|point| {
        let notes = point.see.iter().filter_map(|id| seen(world, &note.id, id));
        (point.id.clone(), notes.collect())
    });
    let see: BTreeMap<_, _> = see.collect();
    Ok((Sheet { topic, slug, has_page, rubric, see }, note.rev, note.lang))
}

/// Finds a note that a point names, with its cards: of the same collection, where nothing else is
/// said.
fn seen(world: &World<'_>, of: &NoteId, id: &str) -> Option<(NoteId, Vec<CardId>)> {
    let library = world.library();
    let own = format!("{}/{id}", of.collection());
    let ix = library.find_note(&own).or_else(|| library.find_note(id))?;
    let cards = library.siblings(ix).map(|place| library.card_id(CardIx(place)));
    Some((library.note_id(ix), cards.collect()))
}

/// Lets the person write notes in their editor; the screen is theirs meanwhile.
fn edit(
    world: &World<'_>,
    notes: &str,
    prompter: &mut dyn Prompter,
) -> Outcome<Result<String, String>> {
    let context = world.context;
    if !context.can_ask() {
        return Ok(Err("an editor needs a terminal; here, type notes line by line".to_owned()));
    }
    let folder = context.paths.cache.clone();
    let file = folder.join(format!("notes-{}.md", std::process::id()));
    let end = if notes.is_empty() { "" } else { "\n" };
    let text = format!("{notes}{end}");
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text));
    if let Err(error) = written {
        return Ok(Err(format!("notes cannot be written to {}: {error}", file.display())));
    }
    let mut outcome: Outcome = Ok(());
    prompter.pause(&mut || outcome = open_editor(context, &file, 1))?;
    // Whatever goes wrong, what was written stays where it is.
    if let Err(error) = outcome {
        return Ok(Err(format!("{error}; the notes are in {}", file.display())));
    }
    match fs::read_to_string(&file) {
        Ok(text) => {
            // They are part of the interview now.
            let _ = fs::remove_file(&file);
            Ok(Ok(text))
        }
        Err(error) => Ok(Err(format!("the notes in {} cannot be read: {error}", file.display()))),
    }
}
