//! `new`: writes a card, from flags, from answers to questions, from an editor or from a file.
//!
//! Whatever it comes from, it is looked at by the lint before it is saved, and is added to its deck
//! without touching anything else in it. What is not right yet is offered again, and kept meanwhile.

use std::io::Read;
use std::path::Path;

use crate::cards::kinds::basic::Basic;
use crate::cards::kinds::reversed::Reversed;
use crate::cards::note::{Content, Note};
use crate::cards::{Facet, Kind as CardKind};
use crate::cli::args::New;
use crate::cli::context::Context;
use crate::cli::draft::Draft;
use crate::cli::edit::tell;
use crate::cli::error::{CliError, Kind, Outcome};
use crate::cli::face;
use crate::cli::form;
use crate::cli::output::Out;
use crate::cli::target::{Judged, Target};
use crate::content::write::{NewCard, WriteError, card_text};
use crate::model::{Diagnostic, NoteId, Severity};
use crate::terminal::Highlighter;
use crate::terminal::preview::{self, Preview};
use crate::terminal::theme::paint_all;

/// The deck that cards go to where none is named: in a collection of the data folder.
const OWN: &str = "own/cards.yaml";

/// Runs `new`.
pub fn run(context: &Context, args: &New) -> Outcome {
    let file = args.deck.clone().unwrap_or_else(|| context.paths.decks().join(OWN));
    let mut writing = Writing { context, file: &file, target: Target::new(context, &file) };
    writing.target.check_name()?;
    let kind = args.kind.map_or(CardKind::Basic, CardKind::from);
    if let Some(from) = &args.from {
        let draft = Draft::from_file(context, from, read(from)?);
        return if args.editor { writing.edited(draft) } else { writing.given(draft) };
    }
    if args.editor {
        return writing.edited(Draft::template(kind));
    }
    let is_simple = matches!(kind, CardKind::Basic | CardKind::Reversed);
    match (&args.front, &args.back) {
        (Some(front), Some(back)) if is_simple => {
            let note = writing.simple_note(kind, front, back, args.id.as_deref())?;
            writing.given(draft_of(&note))
        }
        _ if context.can_ask() => {
            let note = form::ask_for(context, args, &writing.target)?;
            writing.asked(draft_of(&note))
        }
        (None, _) if is_simple => Err(missing("--front")),
        (_, None) if is_simple => Err(missing("--back")),
        _ => {
            Err(CliError::usage(format!("a card of the kind `{kind}` is asked for in a terminal"))
                .hint("write it as YAML and add it with --from FILE, or with --editor"))
        }
    }
}

fn missing(flag: &str) -> CliError {
    CliError::usage(format!("{flag} is missing, and this is no terminal to ask in"))
        .hint("give --front and --back, or --from FILE, or run this in a terminal")
}

/// Reads a file; `-` is stdin.
fn read(from: &Path) -> Outcome<String> {
    if from == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(from).map_err(|error| CliError::system(error, "read", from))
}

fn draft_of(note: &Note) -> Draft {
    Draft::new(format!("cards:\n{}", card_text(note, 4, "\n")))
}

/// Cards on their way into a deck.
struct Writing<'a> {
    context: &'a Context,
    file: &'a Path,
    target: Target<'a>,
}

impl Writing<'_> {
    fn simple_note(
        &self,
        kind: CardKind,
        front: &str,
        back: &str,
        id: Option<&str>,
    ) -> Outcome<Note> {
        let (front, back) = (front.trim().to_owned(), back.trim().to_owned());
        if front.is_empty() || back.is_empty() {
            return Err(CliError::usage("a card needs a question and an answer"));
        }
        let id = match id {
            Some(id) => {
                self.target.check_id(id).map_err(|error| {
                    CliError::usage(error).hint("ids are permanent: choose another")
                })?;
                id.to_owned()
            }
            None => self.target.id_of(&front),
        };
        let content = match kind {
            CardKind::Reversed => {
                Content::Reversed(Reversed { front, back, ask_forward: None, ask_back: None })
            }
            _ => Content::Basic(Basic { front, back }),
        };
        Ok(Note::new(NoteId::new("own", &id), content))
    }

    /// Saves what was given in full; what is wrong with it is told.
    fn given(&mut self, draft: Draft) -> Outcome {
        match self.judge(&draft)? {
            Ok((cards, judged)) => {
                tell(self.context, &judged.warnings);
                self.save(draft, &cards, &judged)
            }
            Err(found) if self.context.can_ask() => self.offered(draft, found),
            Err(found) => {
                tell(self.context, &found);
                Err(refused(&found).hint("mend it, or write it with --editor"))
            }
        }
    }

    /// Lets the person write in the editor until it is right.
    fn edited(&mut self, mut draft: Draft) -> Outcome {
        self.edit(&mut draft, &[])?;
        match self.judge(&draft)? {
            Ok((cards, judged)) => {
                tell(self.context, &judged.warnings);
                self.save(draft, &cards, &judged)
            }
            Err(found) => self.offered(draft, found),
        }
    }

    /// Shows what was asked for, and saves it if that is what the person wants.
    fn asked(&mut self, mut draft: Draft) -> Outcome {
        let (cards, judged) = match self.judge(&draft)? {
            Ok(right) => right,
            Err(found) => return self.offered(draft, found),
        };
        self.preview(&cards);
        tell(self.context, &judged.warnings);
        let question = format!("to be saved in {}", self.file.display());
        let options = ["save it", "change it in the editor", "throw it away"];
        draft.keep(self.context)?;
        match kept(self.context, &draft, self.context.choose(&question, &options))? {
            Some(0) => self.save(draft, &cards, &judged),
            Some(1) => self.edited(draft),
            Some(2) => self.thrown_away(draft),
            _ => Err(found_again(CliError::usage("it is not saved"), &draft)),
        }
    }

    /// Says what is wrong and offers the draft again, as often as the person likes.
    fn offered(&mut self, mut draft: Draft, mut found: Vec<Diagnostic>) -> Outcome {
        loop {
            draft.keep(self.context)?;
            tell(self.context, &found);
            if !self.context.can_ask() {
                return Err(found_again(refused(&found), &draft));
            }
            let options = ["edit it again", "leave it for later", "throw it away"];
            let chosen = self.context.choose("it is not saved yet", &options);
            match kept(self.context, &draft, chosen)? {
                Some(0) => self.edit(&mut draft, &found)?,
                Some(2) => return self.thrown_away(draft),
                _ => return Err(found_again(refused(&found), &draft)),
            }
            match self.judge(&draft)? {
                Ok((cards, judged)) => {
                    tell(self.context, &judged.warnings);
                    return self.save(draft, &cards, &judged);
                }
                Err(again) => found = again,
            }
        }
    }

    fn edit(&self, draft: &mut Draft, found: &[Diagnostic]) -> Outcome {
        if draft.edit(self.context, found)? {
            return Ok(());
        }
        draft.discard();
        Err(CliError::usage("nothing was written, so nothing is added"))
    }

    fn thrown_away(&self, mut draft: Draft) -> Outcome {
        draft.discard();
        self.context.note("nothing was added");
        Ok(())
    }

    /// Reads the cards of a draft and looks at them in their deck.
    #[expect(
        clippy::type_complexity,
        reason = "what is right with what it came from, or what is wrong"
    )]
    fn judge(&mut self, draft: &Draft) -> Outcome<Result<(Vec<NewCard>, Judged), Vec<Diagnostic>>> {
        let cards = match draft.cards(&self.target) {
            Ok(cards) => cards,
            Err(found) => return Ok(Err(found)),
        };
        let judged = self.target.judge(&cards).map_err(|error| found_again(error.into(), draft))?;
        Ok(judged.map(|judged| (cards, judged)))
    }

    fn save(&self, mut draft: Draft, cards: &[NewCard], judged: &Judged) -> Outcome {
        judged.addition.write().map_err(|error| found_again(error.into(), &draft))?;
        draft.discard();
        let mut out = Out::new();
        for card in cards {
            out.line(format!("{} is in {}", card.note.id.local(), self.file.display()))?;
        }
        out.finish()
    }

    fn preview(&self, cards: &[NewCard]) {
        let look = face::report(self.context);
        for note in cards.iter().map(|card| &card.note) {
            let labels = [note.facet.map(Facet::name), Some(note.content.kind().name())];
            let labels = labels.into_iter().flatten().chain([note.tier.name()]);
            let preview = Preview {
                card: NoteId::new(self.target.name(), note.id.local()).card(""),
                note,
                labels: labels.map(str::to_owned).collect(),
                place: String::new(),
                sources: Vec::new(),
                standing: Vec::new(),
                history: Vec::new(),
            };
            let lines = preview::lines(&preview, &look, None::<&Highlighter>);
            self.context.note_as_drawn(&format!("\n{}", paint_all(&lines, &look)));
        }
    }
}

/// Says where a draft is before an interruption is passed on.
fn kept<T>(context: &Context, draft: &Draft, chosen: Outcome<T>) -> Outcome<T> {
    chosen.inspect_err(|_| {
        if let Some(file) = draft.file() {
            context.note(&format!("what you wrote is kept in {}", file.display()));
        }
    })
}

/// Adds to an error where the draft is, and how to go on with it.
fn found_again(error: CliError, draft: &Draft) -> CliError {
    let Some(file) = draft.file().map(Path::display) else { return error };
    error
        .hint(format!("what you wrote is kept in {file}"))
        .hint(format!("`revisit new --from {file} --editor` goes on with it"))
}

fn refused(found: &[Diagnostic]) -> CliError {
    let why = found.iter().find(|one| one.severity == Severity::Error);
    let why = why.map_or(String::new(), |one| {
        let line = if one.line > 0 { format!("line {}, ", one.line) } else { String::new() };
        format!(": {line}{}", one.message)
    });
    CliError::new(Kind::Input, anyhow::anyhow!("the card is not saved{why}"))
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> CliError {
        let kind = match error {
            WriteError::Io { .. } => Kind::Outside,
            _ => Kind::Input,
        };
        CliError::new(kind, error)
    }
}
