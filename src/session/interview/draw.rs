//! Which prompts an interview asks.
//!
//! A round says how many and of which shape. Among those, prompts vary in topic, what was asked
//! lately comes last, the level's own topics come before its neighbours', and a seed decides the
//! rest: the same seed over the same log draws the same interview.

use std::collections::HashMap;

use crate::cards::Level;
use crate::cards::kinds::shuffled;
use crate::model::{CardId, Day, Round, Seniority};

/// Minutes of an interview where nothing else is said.
pub const MINUTES: u32 = 45;
/// Minutes of a prompt of a screening round.
pub const SCREEN_MINUTES: u32 = 3;
/// Prompts of a screening round.
pub const SCREEN_PROMPTS: u32 = 8;
/// Prompts of a deep round.
pub const DEEP_PROMPTS: u32 = 3;

/// A prompt that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The card.
    pub card: CardId,
    /// The slug of its topic, with its collection; empty where it has none.
    pub topic: String,
    /// How advanced the topic is.
    pub level: Option<Level>,
    /// Minutes meant for it.
    pub minutes: u32,
    /// What sort of round it suits.
    pub shape: Shape,
    /// The last day on which it was asked in an interview.
    pub asked: Option<Day>,
}

/// What sort of round a prompt suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// A question to talk about.
    Open,
    /// A symptom, without anything to hand out.
    Symptom,
    /// A symptom with evidence.
    Debug,
    /// An exercise in phases.
    Design,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The sort of interview.
    pub round: Round,
    /// The level.
    pub level: Seniority,
    /// Minutes that were asked for.
    pub minutes: Option<u32>,
    /// What chance depends on.
    pub seed: u64,
    /// Who chose the candidates.
    pub choice: Choice,
}

/// Who chose the candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Nobody: they are all there are, and the level decides about topics.
    #[default]
    All,
    /// A filter: the level only decides which come first.
    Filter,
    /// The person named each of them: all are asked, in this order.
    Named,
}

/// What was drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The prompts, in order.
    pub picks: Vec<Pick>,
    /// What a person should know about it.
    pub remarks: Vec<Remark>,
}

/// A prompt that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The card.
    pub card: CardId,
    /// Minutes meant for it in this round.
    pub minutes: u32,
}

/// What a person should know about what was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// There are fewer prompts than the round has.
    Fewer {
        /// How many were drawn.
        found: u32,
        /// How many the round has.
        wanted: u32,
    },
    /// There are not prompts enough for the minutes.
    Short {
        /// The minutes of those that were drawn.
        found: u32,
        /// The minutes of the interview.
        wanted: u32,
    },
    /// No prompt is of a topic for the level: others were drawn.
    OtherLevels,
    /// No prompt hands out evidence: one that tells a symptom was drawn.
    NoEvidence,
}

/// Draws an interview. Nothing is drawn only where no candidate suits the round.
pub fn draw(candidates: &[Candidate], wish: &Wish) -> Drawn {
    if wish.choice == Choice::Named {
        let picks = candidates.iter().map(|candidate| pick(candidate, wish)).collect();
        return Drawn { picks, remarks: Vec::new() };
    }
    let mut drawn = Drawn::default();
    let mut pool: Vec<&Candidate> =
        candidates.iter().filter(|candidate| suits(candidate.shape, wish.round)).collect();
    if wish.round == Round::Debug && pool.iter().all(|one| one.shape != Shape::Debug) {
        drawn.remarks.push(Remark::NoEvidence);
    } else if wish.round == Round::Debug {
        pool.retain(|one| one.shape == Shape::Debug);
    }
    if wish.choice == Choice::All {
        let is_near = |one: &&Candidate| distance(one.level, wish.level) < FAR;
        if pool.iter().any(is_near) {
            pool.retain(is_near);
        } else if !pool.is_empty() {
            drawn.remarks.push(Remark::OtherLevels);
        }
    }
    pool.sort_by(|a, b| a.card.cmp(&b.card));
    pool.dedup_by(|a, b| a.card == b.card);
    let order = Order::new(&pool, wish);
    if wish.round == Round::Deep {
        let wanted = wish.minutes.map_or(DEEP_PROMPTS, |_| 1);
        let topic = deep_topic(&pool, &order, wanted);
        let places: Vec<usize> =
            (0..pool.len()).filter(|&at| Some(pool[at].topic.as_str()) == topic).collect();
        fill(&pool, places, &order, wish, &mut drawn);
    } else {
        fill(&pool, (0..pool.len()).collect(), &order, wish, &mut drawn);
    }
    drawn
}

/// Says whether prompts of a shape are asked in a round.
fn suits(shape: Shape, round: Round) -> bool {
    match round {
        Round::Design => shape == Shape::Design,
        Round::Debug => matches!(shape, Shape::Debug | Shape::Symptom),
        Round::Mixed | Round::Screen | Round::Deep => shape != Shape::Design,
    }
}

/// A topic from this distance on is not for the level.
const FAR: u8 = 2;

/// Returns how far a topic is from what is asked at a level: 0 its own, 1 a neighbour's.
fn distance(topic: Option<Level>, level: Seniority) -> u8 {
    let Some(topic) = topic else { return 0 };
    match (level, topic) {
        (Seniority::Junior, Level::Foundation)
        | (Seniority::Mid, Level::Foundation | Level::Intermediate)
        | (Seniority::Senior, Level::Intermediate | Level::Advanced)
        | (Seniority::Staff, Level::Advanced) => 0,
        (Seniority::Junior | Seniority::Staff, Level::Intermediate)
        | (Seniority::Mid, Level::Advanced)
        | (Seniority::Senior, Level::Foundation) => 1,
        (Seniority::Junior, Level::Advanced) | (Seniority::Staff, Level::Foundation) => FAR,
    }
}

/// What decides between candidates besides how often their topic was taken: the day they were last
/// asked on, the level, chance.
struct Order {
    ranks: Vec<(Option<Day>, u8, usize)>,
}

impl Order {
    fn new(pool: &[&Candidate], wish: &Wish) -> Order {
        let mut chance = vec![0; pool.len()];
        for (place, at) in shuffled(pool.len(), wish.seed).into_iter().enumerate() {
            chance[at] = place;
        }
        let rank = |(at, one): (usize, &&Candidate)| {
            (one.asked, distance(one.level, wish.level), chance[at])
        };
        Order { ranks: pool.iter().enumerate().map(rank).collect() }
    }
}

/// Returns the topic of a deep round: one with prompts enough, if there is any, else the one with
/// the most; of those, the one that was not asked for longest.
fn deep_topic<'a>(pool: &[&'a Candidate], order: &Order, wanted: u32) -> Option<&'a str> {
    let mut topics: HashMap<&str, (u32, Option<Day>, u8, usize)> = HashMap::new();
    for (at, one) in pool.iter().enumerate() {
        let (asked, distance, chance) = order.ranks[at];
        let topic = topics.entry(&one.topic).or_insert((0, None, distance, chance));
        topic.0 += 1;
        topic.1 = topic.1.max(asked);
        topic.3 = topic.3.min(chance);
    }
    let rank = |(_, (count, asked, distance, chance)): &(&str, (u32, Option<Day>, u8, usize))| {
        (wanted.saturating_sub(*count), *asked, *distance, *chance)
    };
    topics.into_iter().min_by_key(rank).map(|(topic, _)| topic)
}

/// Takes prompts until the round has as many as it wants, or its minutes are spent.
fn fill(
    pool: &[&Candidate],
    mut places: Vec<usize>,
    order: &Order,
    wish: &Wish,
    drawn: &mut Drawn,
) {
    let limit = Limit::of(wish);
    let mut taken: HashMap<&str, u32> = HashMap::new();
    let mut spent: u32 = 0;
    loop {
        let has_room = |&at: &usize| match limit {
            Limit::Prompts(most) => (drawn.picks.len() as u64) < u64::from(most),
            Limit::Minutes(most) => {
                drawn.picks.is_empty() || pick(pool[at], wish).minutes <= most.saturating_sub(spent)
            }
        };
        let key =
            |&at: &usize| (taken.get(&*pool[at].topic).copied().unwrap_or(0), order.ranks[at]);
        let Some(best) = places.iter().copied().filter(has_room).min_by_key(key) else { break };
        places.retain(|&at| at != best);
        *taken.entry(&pool[best].topic).or_insert(0) += 1;
        let pick = pick(pool[best], wish);
        spent = spent.saturating_add(pick.minutes);
        drawn.picks.push(pick);
    }
    let found = u32::try_from(drawn.picks.len()).unwrap_or(u32::MAX);
    match limit {
        Limit::Prompts(wanted) if found < wanted => {
            drawn.remarks.push(Remark::Fewer { found, wanted });
        }
        // What is left over because no prompt is that short is no shortage.
        Limit::Minutes(wanted) if places.is_empty() && spent < wanted => {
            drawn.remarks.push(Remark::Short { found: spent, wanted });
        }
        _ => {}
    }
}

/// What ends a round.
#[derive(Clone, Copy)]
enum Limit {
    Prompts(u32),
    Minutes(u32),
}

impl Limit {
    fn of(wish: &Wish) -> Limit {
        match (wish.round, wish.minutes) {
            (Round::Screen, minutes) => {
                let prompts = minutes.map_or(SCREEN_PROMPTS, |minutes| minutes / SCREEN_MINUTES);
                Limit::Prompts(prompts.max(1))
            }
            (Round::Design, _) | (Round::Debug, None) => Limit::Prompts(1),
            (Round::Deep, None) => Limit::Prompts(DEEP_PROMPTS),
            (Round::Mixed, None) => Limit::Minutes(MINUTES),
            (Round::Mixed | Round::Deep | Round::Debug, Some(minutes)) => Limit::Minutes(minutes),
        }
    }
}

/// Gives a prompt the minutes that it has in a round.
fn pick(candidate: &Candidate, wish: &Wish) -> Pick {
    let minutes = match (wish.round, wish.minutes) {
        (Round::Screen, _) => SCREEN_MINUTES,
        (Round::Design, Some(minutes)) => minutes,
        _ => candidate.minutes,
    };
    Pick { card: candidate.card.clone(), minutes: minutes.max(1) }
}
