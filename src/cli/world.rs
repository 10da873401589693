//! Decks and progress together: what most commands work on.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use crate::cards::{CardIx, Citation, Kind as CardKind, Library, Note, NoteIx, TopicIx};
use crate::cli::backup;
use crate::cli::context::{Context, random};
use crate::cli::error::{CliError, Outcome};
use crate::cli::topics::one_line;
use crate::content::{self, Bundle, Level, PageText, Paths, Shelf};
use crate::model::{Clock, Day, Diagnostic, Moment, Severity};
use crate::scheduler::{CardState, Rules, Scheduler, sm2::Sm2Scheduler};
use crate::select::Standings;
use crate::select::agenda::{Due, Terms};
use crate::session::screen::SourceLine;
use crate::stats;
use crate::store::{Access, OpenOptions, Store};
use crate::terminal::ask;

/// Decks and progress together.
pub struct World<'a> {
    /// What is known of the world outside.
    pub context: &'a Context,
    /// The decks.
    pub shelf: Shelf,
    /// The progress.
    pub store: Store,
    /// What was wrong with the decks.
    pub diagnostics: Vec<Diagnostic>,
    /// The last study day of this device.
    last_day: Cell<Option<Day>>,
}

impl<'a> World<'a> {
    /// Opens decks and database.
    pub fn open(context: &'a Context, access: Access) -> Outcome<World<'a>> {
        if access == Access::ReadWrite {
            context.may_write()?;
        }
        let opened = content::open(&request(context));
        let store = open_store(context, access)?;
        let last_day = Cell::new(store.last_day()?);
        let world = World {
            context,
            shelf: opened.shelf,
            store,
            diagnostics: opened.diagnostics,
            last_day,
        };
        if let Some(last) = world.last_day.get() {
            check_clock(context, last, access)?;
        }
        Ok(world)
    }

    /// Returns the present moment. After a flight across the date line the study day does not go
    /// back: a day that is one ahead of the calendar is used.
    pub fn now(&self) -> Moment {
        let now = self.context.clock.now();
        match self.last_day.get() {
            Some(last) if last.0 == now.day.0 + 1 => Moment { day: last, ..now },
            _ => now,
        }
    }

    /// Reads the decks again, after one was edited.
    pub fn reload(&mut self) {
        let opened = content::open(&request(self.context));
        self.shelf = opened.shelf;
        self.diagnostics = opened.diagnostics;
    }

    /// Returns the library.
    pub fn library(&self) -> &Library {
        self.shelf.library()
    }

    /// Returns what turns answers into schedules.
    pub fn scheduler(&self) -> Sm2Scheduler {
        Sm2Scheduler { rules: rules(self.context) }
    }

    /// Joins what is known of all cards with the library.
    pub fn standings(&self) -> Outcome<Standings> {
        let mut join = Standings::join(self.library());
        self.store.scan(&mut |card, state| join.push(card, || state.clone()))?;
        Ok(join.finish())
    }

    /// Returns what is known of the cards that matter to a day: due by then, answered on it, or
    /// with a drill on it.
    pub fn standings_of_day(&self, day: Day) -> Outcome<Standings> {
        let mut states = Vec::new();
        self.store
            .due_scan(day, &mut |card, state| states.push((card.to_owned(), state.clone())))?;
        Ok(Standings::some(self.library(), states))
    }

    /// Returns the due cards and drills of a day, over all filters; new cards are no work that is
    /// left.
    pub fn work_of_day(&self, terms: &Terms) -> Outcome<Vec<CardIx>> {
        let standings = self.standings_of_day(terms.today)?;
        let terms = Terms { ahead: false, interviews: false, ..terms.clone() };
        Ok(Due::find(self.library(), &standings, &terms, &|_| true).work())
    }

    /// Returns the title of a topic in the language that was asked for.
    pub fn topic_title(&self, topic: TopicIx) -> String {
        let titles = self.context.lang().and_then(|lang| self.shelf.topic_title(topic, lang));
        one_line(&titles.unwrap_or_else(|| self.library().topic(topic).title.clone()))
    }

    /// Returns the page of a topic.
    pub fn page(&self, topic: TopicIx) -> Option<PageText> {
        self.shelf.page(topic, self.context.lang())
    }

    /// Returns what a note cites, with titles and addresses.
    pub fn sources(&self, ix: NoteIx, note: &Note) -> Vec<SourceLine> {
        let line = |citation: &Citation| {
            let found = self.shelf.source(ix, &citation.source);
            SourceLine {
                citation: citation.clone(),
                title: found.as_ref().map(|source| source.title.clone()),
                url: found.map(|source| source.url),
            }
        };
        note.source.iter().map(line).collect()
    }

    /// Counts what a session's end shows: cards due tomorrow, the streak, the next due day.
    pub fn tally(&self) -> Outcome<(u32, u32, Option<Day>)> {
        let standings = self.standings()?;
        let today = self.now().day;
        let mut tomorrow = 0;
        let mut next: Option<Day> = None;
        for (_, state) in standings.iter().filter(|(_, state)| !state.hidden.suspended) {
            let Some(due) = state.due else { continue };
            tomorrow += u32::from(due <= today + 1 && !state.is_hidden(today + 1));
            if due > today {
                next = Some(next.map_or(due, |next| next.min(due)));
            }
        }
        Ok((tomorrow, self.streak(&standings)?.days, next))
    }

    /// Returns the days in a row on which the work was done.
    pub fn streak(&self, standings: &Standings) -> Outcome<stats::Streak> {
        let today = self.now().day;
        let rows = self.store.day_stats(Day(i32::MIN), today)?;
        let library = self.library();
        // Prompts of mock interviews are never due in daily revision.
        let daily = standings
            .iter()
            .filter(|(card, _)| library.entry_of(*card).kind != CardKind::Interview);
        let waiting = daily.filter_map(|(_, state)| stats::streak::waits_from(state, today));
        Ok(stats::streak(&rows, waiting, today, self.context.settings.study.minutes))
    }

    /// Prints what is wrong with the decks, errors in full and the rest as a count.
    pub fn report(&self) {
        let errors: Vec<&Diagnostic> = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .collect();
        for error in errors.iter().take(3) {
            let place = error.place();
            let help =
                if error.help.is_empty() { String::new() } else { format!("; {}", error.help) };
            self.context.note(&format!("warning: {place}: {}{help}", error.message));
        }
        if errors.len() > 3 {
            let more = errors.len() - 3;
            self.context.note(&format!("warning: {more} more errors in decks: `revisit lint`"));
        }
        self.report_lang();
        for told in self.diagnostics.iter().filter(|one| one.rule == content::REPLACED) {
            self.context.note(&format!("note: {}", told.message));
        }
    }

    /// Says so where no deck knows the language that was asked for.
    fn report_lang(&self) {
        let Some(lang) = self.context.lang() else { return };
        let collections = self.library().collections.iter();
        let known = collections.flat_map(|one| one.languages.iter().chain([&one.lang]));
        let known: BTreeSet<&str> = known.map(String::as_str).collect();
        if !known.contains(lang) {
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            self.context
                .note(&format!("note: no deck is translated into `{lang}`; there is {known}"));
        }
    }

    /// Counts the due days of all cards that are not suspended.
    pub fn due_days(&self, standings: &Standings) -> BTreeMap<Day, u32> {
        let mut days = BTreeMap::new();
        for (_, state) in standings.iter().filter(|(_, state)| !state.hidden.suspended) {
            if let Some(due) = state.due {
                *days.entry(due).or_insert(0) += 1;
            }
        }
        days
    }

    /// Returns the chance of recall of a card today.
    pub fn recall(&self, state: &CardState) -> Option<f64> {
        self.scheduler().retrievability(state, self.now().day)
    }
}

/// Tells of a clock that disagrees with the log. Before something is written more than a year after
/// the last answer, a person is asked: a wrong date in the log cannot be taken out again.
fn check_clock(context: &Context, last: Day, access: Access) -> Outcome {
    let today = context.clock.now().day;
    let ahead = i64::from(last.0) - i64::from(today.0);
    if ahead > 1 {
        context.note(&format!(
            "warning: the last answer here is dated {ahead} days ahead of today; is the clock right?"
        ));
    }
    let leap = today.days_since(last) > 365;
    if leap && access == Access::ReadWrite && context.common.now.is_none() {
        let question = format!("The last answer was on {last}. Is today {today}?");
        if !(context.stdin_tty && context.stderr_tty) {
            context.note(&format!("warning: the last answer was on {last}, today is {today}"));
        } else if !ask::confirm(&question)? {
            return Err(context
                .declined("nothing was written: set the clock of this computer and start again"));
        }
    }
    Ok(())
}

/// Returns the rules the log is folded by.
pub fn rules(context: &Context) -> Rules {
    Rules { same_day: context.settings.study.same_day }
}

/// Says where decks come from.
pub fn request(context: &Context) -> content::Request {
    let level = |name: &str, paths| Level { name: name.to_owned(), paths };
    let named = |name: &str, paths: &[PathBuf]| level(name, Paths::Named(paths.to_vec()));
    let wanted = context.settings.decks.bundled && !context.common.no_bundled;
    content::Request {
        levels: vec![
            named("--decks", &context.common.decks),
            named("REVISIT_DECKS", &context.env.decks),
            named("decks.paths", &context.deck_paths()),
            level("the data folder", Paths::Folder(context.paths.decks())),
        ],
        bundled: wanted.then(Bundle::built_in),
        cache_dir: Some(context.paths.cache.clone()),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Opens the database; to write, it and its folder are made where there are none.
pub fn open_store(context: &Context, access: Access) -> Outcome<Store> {
    let options = OpenOptions {
        access,
        backups: Some(backup::folder(context)),
        ..OpenOptions::new(
            &context.env.host,
            random()?.cast_signed(),
            context.now(),
            rules(context),
        )
    };
    if access == Access::ReadWrite
        && let Some(folder) = context.paths.db.parent()
    {
        fs::create_dir_all(folder).map_err(|error| {
            CliError::system(error, "make the folder", folder)
                .hint("mend its permissions, or name another file with --db FILE")
        })?;
    }
    Ok(Store::open(&context.paths.db, &options)?)
}
