//! `study`, and `revisit` alone: today's session.

use std::collections::HashSet;

use crate::cards::entry::Entry;
use crate::cards::{CardIx, Kind as CardKind, Tier, TopicIx};
use crate::cli::args::{Quiz, Study};
use crate::cli::backup;
use crate::cli::context::Context;
use crate::cli::drive::{self, Ending, Errands};
use crate::cli::error::{CliError, Outcome};
use crate::cli::face::{self, To};
use crate::cli::find::Search;
use crate::cli::quiz::Sitting;
use crate::cli::world::World;
use crate::model::Day;
use crate::select::Standings;
use crate::select::agenda::{Due, Queue, Terms};
use crate::session::agenda::{Agenda, Done, Effect, Introduction, Manner, Opening, Planned, Reply};
use crate::session::{Prompter, Session};
use crate::store::Access;
use crate::store::DayCount;

/// What an answer takes before any was given, in milliseconds.
const FIRST_ANSWER_MS: u64 = 20_000;
/// Answers that the mean is taken over.
const RECENT_ANSWERS: usize = 100;
/// A break of this many days is greeted.
const BREAK_DAYS: u32 = 3;
/// How far ahead the day is sought on which a backlog is gone.
const LEVEL_HORIZON_DAYS: u32 = 365;

/// Runs `study`.
pub fn run(context: &Context, args: &Study) -> Outcome {
    let face = face::choose(context, args.plain, args.jsonl);
    let mut world = World::open(context, Access::ReadWrite)?;
    world.report();
    if world.library().card_count() == 0 {
        return Err(world.no_cards());
    }
    let mut plan = StudyPlan::new(&world, args)?;
    let mut agenda = plan.first(&world)?;
    weekly_backup(&world);
    let manner = manner(context, args, face);
    let mut prompter: Box<dyn Prompter> = face::open(context, face, &world, To::Stdout)?;
    let (ending, session) = loop {
        let scheduler = Box::new(world.scheduler());
        let mut session = Session::new(scheduler, manner.clone(), world.now().day);
        let first = session.start(agenda);
        let mut ending = drive::run(&mut session, first, &mut world, &mut plan, &mut *prompter)?;
        if !session.wants_to_be_placed() {
            break (ending, session);
        }
        // On the same face: what was typed ahead is its own. Then the day begins with the rest.
        let placing = Quiz { place: true, ..Quiz::default() };
        ending = Sitting::prepare(&world, &placing)?.hold(&mut world, &mut *prompter)?;
        if ending == Ending::Interrupted {
            break (ending, session);
        }
        plan = StudyPlan::new(&world, args)?;
        agenda = plan.first(&world)?;
    };
    drop(prompter);
    if face != face::Face::JsonLines {
        face::farewell(context, session.summary());
    }
    match ending {
        Ending::Left => Ok(()),
        Ending::Interrupted => Err(CliError::interrupted()),
    }
}

fn manner(context: &Context, args: &Study, face: face::Face) -> Manner {
    let people = face != face::Face::JsonLines;
    Manner {
        ahead: args.ahead,
        intros: people,
        stems: people,
        parts: people,
        leech_lapses: context.settings.leech.lapses,
        leech_suspend: context.settings.leech.suspend,
        seed: context.seed,
    }
}

/// Copies the database once a week. A copy that fails is told and stops nothing.
fn weekly_backup(world: &World<'_>) {
    let folder = backup::folder(world.context);
    let today = world.now().day;
    let copied = match folder.is_due(today) {
        Ok(true) if world.store.last_day().is_ok_and(|day| day.is_some()) => {
            world.store.backup(&folder, today).map(Some)
        }
        Ok(_) => Ok(None),
        Err(error) => Err(error),
    };
    if let Err(error) = copied {
        world.context.note(&format!("warning: no weekly backup: {error}"));
    }
}

/// How a day is planned, and planned again when the day or the log has changed.
pub struct StudyPlan {
    search: Search,
    /// The filter as it was typed.
    words: Vec<String>,
    minutes: u32,
    /// Whether the minutes are this session's, not the day's.
    minutes_asked: bool,
    new: NewCards,
    limit: Option<u32>,
    ahead: bool,
    /// The day of the last plan, and what the session had spent by then: a new day starts anew.
    day: Day,
    spent_before_ms: u64,
}

/// How many new cards a day has.
#[derive(Clone, Copy, Debug)]
enum NewCards {
    /// As set, scaled by the minutes.
    Set(u32),
    /// This many today, as asked for.
    Today(u32),
    /// More than set: the sum of both.
    More(u32),
}

impl StudyPlan {
    /// Reads the options.
    pub fn new(world: &World<'_>, args: &Study) -> Outcome<StudyPlan> {
        let study = &world.context.settings.study;
        let minutes = args.minutes.unwrap_or(study.minutes);
        let scaled = |minutes: u32| {
            let product = u64::from(study.new_per_day) * u64::from(minutes);
            let share = (product + u64::from(study.minutes) / 2) / u64::from(study.minutes.max(1));
            u32::try_from(share).unwrap_or(u32::MAX)
        };
        let set = scaled(minutes);
        let new = match args.new.as_deref() {
            None => NewCards::Set(set),
            Some(text) => {
                let wrong = || {
                    CliError::usage(format!("--new takes a number, or +N for N more, not `{text}`"))
                };
                match text.strip_prefix('+') {
                    Some(more) => {
                        let more: u32 = more.parse().map_err(|_| wrong())?;
                        NewCards::More(set.saturating_add(more))
                    }
                    None => NewCards::Today(text.parse().map_err(|_| wrong())?),
                }
            }
        };
        Ok(StudyPlan {
            search: world.filter(&args.filter)?,
            minutes,
            minutes_asked: args.minutes.is_some(),
            new,
            limit: args.limit,
            ahead: args.ahead,
            day: world.now().day,
            spent_before_ms: 0,
            words: args.filter.clone(),
        })
    }

    /// Fails where the filter matches no card at all. It has to be asked only where the queue is
    /// empty: else something matches.
    fn check(&self, world: &World<'_>, queue: &Queue) -> Outcome {
        if self.search.is_empty() || !(queue.cards.is_empty() && queue.drills.is_empty()) {
            return Ok(());
        }
        let standings = world.standings()?;
        let today = world.now().day;
        let library = world.library();
        let admits = |card| self.search.admits(library, card, standings.of(card), today);
        if library.cards().any(admits) { Ok(()) } else { Err(world.no_match(&self.words)) }
    }

    /// Makes the day's queue. All states are read only where new cards have to be found.
    pub fn queue(&self, world: &World<'_>) -> Outcome<Queue> {
        let (queue, _) = self.queue_of(world, &self.terms(world, 0)?)?;
        self.check(world, &queue)?;
        Ok(queue)
    }

    /// Returns the queue, and the states of all cards where they were needed for it.
    fn queue_of(&self, world: &World<'_>, terms: &Terms) -> Outcome<(Queue, Option<Standings>)> {
        let library = world.library();
        let all = self.search.is_empty();
        let admits = |standings: &Standings, card: CardIx| {
            all || self.search.admits(library, card, standings.of(card), terms.today)
        };
        let some =
            if self.ahead { world.standings()? } else { world.standings_of_day(terms.today)? };
        let due = Due::find(library, &some, terms, &|card| admits(&some, card));
        if due.room_for_new(terms) == 0 {
            return Ok((due.alone(), None));
        }
        let standings = world.standings()?;
        let queue = due.with_new(library, &standings, terms, &|card| admits(&standings, card));
        Ok((queue, Some(standings)))
    }

    fn terms(&self, world: &World<'_>, session_ms: u64) -> Outcome<Terms> {
        let study = &world.context.settings.study;
        let today = world.now().day;
        let done = world.store.answers_today(today)?;
        let day_ms = u64::from(self.minutes) * 60_000;
        let spent = if self.minutes_asked { session_ms } else { done.took_ms };
        Ok(Terms {
            today,
            order: study.order,
            bury_siblings: study.bury_siblings,
            new_left: self.new_left(done),
            new_asked: !matches!(self.new, NewCards::Set(_)),
            budget_ms: day_ms.saturating_sub(spent),
            day_ms,
            answer_ms: answer_ms(world)?,
            interviews: self.search.asks_for(CardKind::Interview),
            ahead: self.ahead,
        })
    }

    fn new_left(&self, done: DayCount) -> u32 {
        match self.new {
            NewCards::Set(new) | NewCards::Today(new) | NewCards::More(new) => {
                new.saturating_sub(done.new)
            }
        }
    }

    /// Plans the first session, with its opening.
    fn first(&mut self, world: &World<'_>) -> Outcome<Agenda> {
        let terms = self.terms(world, 0)?;
        let (queue, standings) = self.queue_of(world, &terms)?;
        self.check(world, &queue)?;
        let mut agenda = self.agenda(world, standings.as_ref(), &terms, &queue, 0)?;
        agenda.opening = self.opening(world, &terms, &queue)?;
        Ok(agenda)
    }

    fn agenda(
        &self,
        world: &World<'_>,
        standings: Option<&Standings>,
        terms: &Terms,
        queue: &Queue,
        answered: u32,
    ) -> Outcome<Agenda> {
        let library = world.library();
        let mut introduced =
            standings.map(|standings| studied_topics(world, standings)).unwrap_or_default();
        let planned = |card: CardIx, introduced: &mut HashSet<TopicIx>| {
            // Without all states there are no new cards in the queue.
            let state = standings.map(|standings| standings.of(card));
            let is_new = state.is_some_and(|state| state.is_none_or(|state| state.due.is_none()));
            let topic = library.entry_of(card).topic;
            let first = is_new && topic.is_some_and(|topic| introduced.insert(topic));
            let introduces = topic.filter(|_| first).map(|topic| Introduction {
                title: world.topic_title(topic),
                has_page: library.topic(topic).has_page,
            });
            Planned { card: library.card_id(card), is_new, introduces }
        };
        let room = self.limit.map_or(usize::MAX, |limit| limit.saturating_sub(answered) as usize);
        let beyond = queue.cards.len().saturating_sub(room) as u32;
        let cards = queue.cards.iter().take(room);
        let cards = cards.map(|&card| planned(card, &mut introduced)).collect();
        let drills = queue.drills.iter().map(|&card| planned(card, &mut introduced));
        let mut agenda = Agenda {
            cards,
            drills: drills.collect(),
            opening: Opening::None,
            minutes: self.minutes,
            budget_ms: Some(terms.budget_ms),
            beyond,
            elsewhere: self.elsewhere(world, terms, queue, room)?,
        };
        for drill in &mut agenda.drills {
            drill.introduces = None;
        }
        Ok(agenda)
    }

    fn opening(&self, world: &World<'_>, terms: &Terms, queue: &Queue) -> Outcome<Opening> {
        Ok(match world.store.last_day()? {
            None if world.store.state_count()? == 0 && queue.new > 0 => {
                let is_asked = |entry: &Entry| entry.tier == Tier::Core && entry.kind.is_quizzed();
                let can_place =
                    self.search.is_empty() && world.library().notes().iter().any(is_asked);
                Opening::FirstRun { new: terms.new_left, can_place }
            }
            // It speaks of the whole day's work, which a filter is not about.
            Some(last)
                if terms.today.days_since(last) >= BREAK_DAYS
                    && queue.due > 0
                    && self.search.is_empty() =>
            {
                let level_on = level_on(world, &world.standings()?, terms);
                Opening::WelcomeBack { due: queue.due, level_on }
            }
            _ => Opening::None,
        })
    }

    /// Counts the day's due cards and drills that are not in this session, for its filter or limit.
    fn elsewhere(
        &self,
        world: &World<'_>,
        terms: &Terms,
        queue: &Queue,
        room: usize,
    ) -> Outcome<u32> {
        if self.search.is_empty() && !self.ahead && queue.cards.len() <= room {
            return Ok(0);
        }
        let here: HashSet<CardIx> =
            queue.cards.iter().take(room).chain(&queue.drills).copied().collect();
        let work = world.work_of_day(terms)?;
        Ok(work.iter().filter(|card| !here.contains(card)).count() as u32)
    }
}

impl Errands for StudyPlan {
    fn run(
        &mut self,
        effect: Effect,
        world: &mut World<'_>,
        _prompter: &mut dyn Prompter,
    ) -> Outcome<Option<Reply>> {
        let Effect::Plan(so_far) = effect else { return Ok(None) };
        Ok(Some(Reply::Planned(self.again(world, so_far)?)))
    }
}

impl StudyPlan {
    /// Plans the day again, after what was done in this session so far.
    fn again(&mut self, world: &World<'_>, so_far: Done) -> Outcome<Agenda> {
        let today = world.now().day;
        if today != self.day {
            self.day = today;
            self.spent_before_ms = so_far.spent_ms;
        }
        let terms = self.terms(world, so_far.spent_ms - self.spent_before_ms)?;
        let (queue, standings) = self.queue_of(world, &terms)?;
        self.agenda(world, standings.as_ref(), &terms, &queue, so_far.reviews)
    }
}

/// Returns what an answer takes, by the recent ones.
fn answer_ms(world: &World<'_>) -> Outcome<u64> {
    let recent = world.store.recent_answer_ms(RECENT_ANSWERS)?;
    let sum: u64 = recent.iter().map(|&ms| u64::from(ms)).sum();
    Ok(match recent.len() as u64 {
        0 => FIRST_ANSWER_MS,
        count => (sum / count).max(1_000),
    })
}

/// Topics of which something was studied already.
fn studied_topics(world: &World<'_>, standings: &Standings) -> HashSet<TopicIx> {
    let library = world.library();
    let studied = standings.iter().filter(|(_, state)| state.due.is_some());
    studied.filter_map(|(card, _)| library.entry_of(card).topic).collect()
}

/// Returns the day on which the backlog is gone, if each day's budget is spent on due cards.
fn level_on(world: &World<'_>, standings: &Standings, terms: &Terms) -> Day {
    let due = world.due_days(standings);
    let a_day = (terms.day_ms / terms.answer_ms.max(1)).max(1);
    let mut backlog: u64 = due.range(..=terms.today).map(|(_, &count)| u64::from(count)).sum();
    for ahead in 0..LEVEL_HORIZON_DAYS {
        let day = terms.today + ahead;
        if ahead > 0 {
            backlog += u64::from(due.get(&day).copied().unwrap_or(0));
        }
        backlog = backlog.saturating_sub(a_day);
        if backlog == 0 {
            return day;
        }
    }
    terms.today + LEVEL_HORIZON_DAYS
}
