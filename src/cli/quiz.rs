//! `quiz`: questions that have a right answer, scored at the end.

use std::io::{self, Write};

use serde_json::Value;

use crate::cards::{CardIx, Tier};
use crate::cli::args::{Feedback as Asked, Quiz as Args};
use crate::cli::context::Context;
use crate::cli::drive::{self, Ending, Errands};
use crate::cli::error::{CliError, Outcome};
use crate::cli::face::{self, Face};
use crate::cli::find::Search;
use crate::cli::output::Out;
use crate::cli::world::World;
use crate::model::sitting::QuizRecord;
use crate::model::{CardId, Moment};
use crate::scheduler::CardState;
use crate::select::{Standings, quiz as select};
use crate::session::agenda::{Effect, Reply};
use crate::session::quiz::plan::{Drawn, Feedback, QuizManner, QuizPlan, Unseen};
use crate::session::quiz::screen::{Earlier, QuizEnd};
use crate::session::{Prompter, Quiz};
use crate::stats::quiz::score;
use crate::store::Access;
use crate::terminal::jsonl::quiz as document;
use crate::terminal::sanitize;
use crate::terminal::words::{count, duration, percent, points};

/// How many questions are asked where nothing else is said.
const COUNT: u32 = 20;
/// How many are asked to place a learner.
const PLACE_COUNT: u32 = 40;
/// How many cards are drawn besides, for scenarios that cannot be asked.
const SPARE: usize = 40;

/// Runs `quiz`.
pub fn run(context: &Context, args: &Args) -> Outcome {
    if args.history {
        return history(context, args);
    }
    let face = face::choose(context, args.plain, args.jsonl);
    let mut world = World::open(context, Access::ReadWrite)?;
    world.report();
    // What cannot be asked is told before the screen is taken.
    let mut sitting = Sitting::prepare(&world, args)?;
    // The document is the result; what is asked on the way to it is not.
    let to = if args.json { face::To::Stderr } else { face::To::Stdout };
    let ending = {
        let mut prompter: Box<dyn Prompter> = face::open(context, face, &world, to)?;
        sitting.hold(&mut world, &mut *prompter)?
    };
    if ending == Ending::Interrupted {
        return Err(CliError::interrupted());
    }
    match (sitting.quiz.end(), face) {
        (Some(end), _) if args.json => print(&document::report(end)),
        (None, _) if args.json => print(&Value::Null),
        (Some(end), Face::Terminal | Face::Plain) => {
            farewell(context, end);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A quiz with what it wants of its command.
pub struct Sitting {
    quiz: Quiz,
    errands: Placing,
}

impl Sitting {
    /// Draws the questions. Fails where there are none.
    pub fn prepare(world: &World<'_>, args: &Args) -> Outcome<Sitting> {
        let errands = Placing { search: world.filter(&args.filter)? };
        let plan = plan(world, args, &errands.search)?;
        Ok(Sitting { quiz: Quiz::new(plan, manner(world.context, args), world.now()), errands })
    }

    /// Holds it on a face.
    pub fn hold(&mut self, world: &mut World<'_>, prompter: &mut dyn Prompter) -> Outcome<Ending> {
        let first = self.quiz.start();
        drive::run(&mut self.quiz, first, world, &mut self.errands, prompter)
    }
}

fn manner(context: &Context, args: &Args) -> QuizManner {
    QuizManner {
        filter: args.filter.join(" "),
        record: args.record,
        place: args.place,
        feedback: match args.feedback {
            Asked::Each => Feedback::Each,
            Asked::End => Feedback::End,
        },
        question_ms: args.time_limit.map(|limit| limit.0),
        total_ms: args.time_limit_total.map(|limit| limit.0),
        seed: context.seed,
    }
}

/// Draws the questions. All states are read only where the filter asks for them.
fn plan(world: &World<'_>, args: &Args, search: &Search) -> Outcome<QuizPlan> {
    let library = world.library();
    let today = world.now().day;
    let standings =
        if search.asks_for_states() { world.standings()? } else { Standings::default() };
    let is_matched = |card: CardIx| search.admits(library, card, standings.of(card), today);
    let is_asked = |card: CardIx| {
        let is_tested = !args.place || library.entry_of(card).tier == Tier::Core;
        is_tested && (search.is_empty() || is_matched(card))
    };
    let usual = if args.place { PLACE_COUNT } else { COUNT };
    let count = args.count.unwrap_or(usual);
    let most = count as usize + SPARE;
    let draw = if args.place { select::draw_evenly } else { select::draw };
    let mut cards = Vec::new();
    for card in draw(library, &is_asked, world.context.seed) {
        let id = library.card_id(card);
        if !search.is_named() && world.store.state(&id)?.state.is_hidden(today) {
            continue;
        }
        cards.push(Drawn { card: id, section: select::section(library, card) });
        if cards.len() == most {
            break;
        }
    }
    if cards.is_empty() {
        return Err(nothing_to_ask(world, args, &is_matched));
    }
    Ok(QuizPlan { cards, count, earlier: earlier(world)? })
}

fn earlier(world: &World<'_>) -> Outcome<Vec<(Moment, QuizRecord)>> {
    let quizzes = world.store.quizzes()?;
    Ok(quizzes.into_iter().map(|quiz| (quiz.moment, quiz.record)).collect())
}

/// Says why there is no question: nothing matches, or nothing of it can be asked.
fn nothing_to_ask(world: &World<'_>, args: &Args, is_matched: &dyn Fn(CardIx) -> bool) -> CliError {
    if world.library().card_count() == 0 {
        return world.no_cards();
    }
    if !world.library().cards().any(is_matched) {
        return world.no_match(&args.filter);
    }
    let error = CliError::usage("none of these cards can be asked in a quiz");
    match args.place {
        true => error.hint("to place you, core cards with a right answer are asked; leave --place out"),
        false => error.hint(
            "a quiz asks kind:mcq,order,typed,cloze,scenario, and no card that is suspended or buried",
        ),
    }
}

/// What placing a learner needs of decks and progress.
struct Placing {
    search: Search,
}

impl Placing {
    /// Finds the new cards of a section that the filter lets through. Interview prompts are never
    /// due, and hidden cards are left as they are.
    fn unseen(&self, world: &World<'_>, standings: &Standings, section: Option<u32>) -> Unseen {
        let library = world.library();
        let today = world.now().day;
        let is_new = |state: Option<&CardState>| {
            state.is_none_or(|state| state.due.is_none() && !state.is_hidden(today))
        };
        let cards = library.cards().filter(|&card| {
            let state = standings.of(card);
            select::section(library, card) == section
                && library.entry_of(card).kind != crate::cards::Kind::Interview
                && is_new(state)
                && self.search.admits(library, card, state, today)
        });
        let title = match section.and_then(|at| library.sections.get(at as usize)) {
            Some(section) => section.title.clone(),
            None => "Cards without a section".to_owned(),
        };
        let card =
            |card: CardIx| -> (CardId, u32) { (library.card_id(card), library.entry_of(card).rev) };
        Unseen { title, cards: cards.map(card).collect() }
    }
}

impl Errands for Placing {
    fn run(
        &mut self,
        effect: Effect,
        world: &mut World<'_>,
        _prompter: &mut dyn Prompter,
    ) -> Outcome<Option<Reply>> {
        let Effect::FindUnseen(sections) = effect else { return Ok(None) };
        let standings = world.standings()?;
        let unseen = sections.into_iter().map(|section| self.unseen(world, &standings, section));
        Ok(Some(Reply::Unseen(unseen.collect())))
    }
}

/// Says in one line what a quiz came to, once the terminal is given back.
fn farewell(context: &Context, end: &QuizEnd) {
    let score = &end.report.score;
    let (Some(share), false) = (score.share(), context.common.quiet) else { return };
    let points = points(score.points());
    let of = count(score.asked, "question");
    let time = duration(end.record.took_ms);
    // A terminal that is gone by then misses nothing.
    let _ = writeln!(
        io::stdout(),
        "{points} of {of} in {time}, {}. Seed {}.",
        percent(share),
        end.record.seed
    );
}

fn print(document: &Value) -> Outcome {
    let mut out = Out::new();
    out.json(document)?;
    out.finish()
}

/// Lists the quizzes so far, oldest first.
fn history(context: &Context, args: &Args) -> Outcome {
    let world = World::open(context, Access::ReadOnly)?;
    let quizzes = earlier(&world)?;
    let row = |(moment, record): &(Moment, QuizRecord)| Earlier {
        moment: *moment,
        score: score(record),
        took_ms: record.took_ms,
    };
    if args.json {
        let rows = quizzes.iter().map(|quiz| {
            let mut document = document::earlier(&row(quiz));
            let record = &quiz.1;
            document["filter"] = record.filter.clone().into();
            document["seed"] = record.seed.into();
            document["recorded"] = record.recorded.into();
            document["placed"] = record.placed.into();
            document
        });
        return print(&rows.collect());
    }
    let mut out = Out::new();
    if quizzes.is_empty() {
        out.line("No quiz so far.")?;
    }
    for quiz in &quizzes {
        let Earlier { moment, score, took_ms } = row(quiz);
        let when = moment.local().map(|at| at.format("%Y-%m-%d %H:%M").to_string());
        out.line(
            format!(
                "{}  {:>5}  {:>10}  {:>8}  {}",
                when.unwrap_or_default(),
                score.share().map_or(String::new(), percent),
                format!("{} of {}", points(score.points()), score.asked),
                duration(took_ms),
                sanitize::sanitize(&quiz.1.filter)
            )
            .trim_end(),
        )?;
    }
    out.finish()
}
