//! What a program sends: `{"do":"answer","choice":2}`.

use serde_json::{Map, Value};

use crate::model::{Grade, Response, Sure};
use crate::session::Input;
use crate::session::interview::moves::Move;

/// A line a program sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Something a person could do as well.
    Do {
        /// What.
        input: Input,
        /// How long the person took, in milliseconds, where the program measured it.
        took_ms: Option<u32>,
        /// How sure the person is of the answer, where it says so at once.
        sure: Option<Sure>,
    },
    /// It is another moment now: an RFC 3339 time.
    Clock {
        /// The time.
        now: String,
    },
}

/// Why a line was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// It is no JSON object.
    #[error("not a JSON object ({0}): send one object per line, such as {{\"do\":\"reveal\"}}")]
    Json(String),
    /// It does not say what to do.
    #[error("`do` is missing: name one of {DOINGS}")]
    NoDo,
    /// It says something unknown.
    #[error("`{0}` is not known: `do` is one of {DOINGS}")]
    UnknownDo(String),
    /// A field is not among those the command has.
    #[error("`{doing}` has no field `{field}`: use {fields}")]
    UnknownField {
        /// The command.
        doing: String,
        /// The field.
        field: String,
        /// The fields it may have.
        fields: &'static str,
    },
    /// A field is missing or of the wrong form.
    #[error("`{field}` is expected to be {form}")]
    Form {
        /// The field.
        field: &'static str,
        /// What it should be.
        form: &'static str,
    },
}

const DOINGS: &str = "reveal, know, answer, sure, next, toggle, skip, grade, undo, bury, suspend, \
    flag, clock, quit; in an interview next, outline, note, evidence, said, back, rate, pause, \
    skip, stop, undo, clock, quit";

/// Reads a line a program sent.
pub fn parse(line: &str) -> Result<Command, CommandError> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| CommandError::Json(error.to_string()))?;
    let Value::Object(fields) = value else {
        return Err(CommandError::Json("another kind of value".to_owned()));
    };
    let doing = match fields.get("do") {
        None => return Err(CommandError::NoDo),
        Some(Value::String(doing)) => doing.as_str(),
        Some(_) => return Err(CommandError::Form { field: "do", form: "a text" }),
    };
    let input = match doing {
        "reveal" => Input::Reveal,
        "know" => Input::Know,
        "undo" => Input::Undo,
        "bury" => Input::Bury,
        "suspend" => Input::Suspend,
        "flag" => Input::Flag,
        "next" => Input::Continue,
        "skip" => Input::Skip,
        "quit" => Input::Quit,
        "sure" => {
            allow(&fields, doing, &["sure"], "`sure`")?;
            let sure = sure(&fields)?;
            let sure = sure.ok_or(CommandError::Form { field: "sure", form: SURE })?;
            return Ok(Command::Do { input: Input::Sure(sure), took_ms: None, sure: None });
        }
        "toggle" => {
            allow(&fields, doing, &["section"], "`section`")?;
            let place = fields.get("section").and_then(one_based);
            let form = "the number of a section, from 1";
            let place = place.ok_or(CommandError::Form { field: "section", form })?;
            return Ok(Command::Do { input: Input::Toggle(place), took_ms: None, sure: None });
        }
        "outline" => Input::Interview(Move::Outline),
        "said" => Input::Interview(Move::Said),
        "back" => Input::Interview(Move::Back),
        "pause" => Input::Interview(Move::Pause),
        "stop" => Input::Interview(Move::Stop),
        "note" => {
            allow(&fields, doing, &["text"], "`text`")?;
            let text = fields.get("text").and_then(Value::as_str);
            let text = text.ok_or(CommandError::Form { field: "text", form: "a text" })?;
            let input = Input::Answer(Response::Text(text.to_owned()));
            return Ok(Command::Do { input, took_ms: None, sure: None });
        }
        "evidence" => {
            allow(&fields, doing, &["number"], "`number`")?;
            let place = fields.get("number").and_then(one_based);
            let form = "the number of the evidence, from 1";
            let place = place.ok_or(CommandError::Form { field: "number", form })?;
            let input = Input::Interview(Move::Evidence(place));
            return Ok(Command::Do { input, took_ms: None, sure: None });
        }
        "rate" => {
            allow(&fields, doing, &["heard", "red_flags"], "`heard` and `red_flags`")?;
            let input = Input::Interview(rate(&fields)?);
            return Ok(Command::Do { input, took_ms: None, sure: None });
        }
        "grade" => {
            allow(&fields, doing, &["grade", "took_ms"], "`grade` and `took_ms`")?;
            return Ok(Command::Do {
                input: Input::Grade(grade(&fields)?),
                took_ms: took_ms(&fields)?,
                sure: None,
            });
        }
        "answer" => {
            let known = "one of `choice`, `order` and `text`, `took_ms`, and in a quiz `sure`";
            allow(&fields, doing, &["choice", "order", "text", "took_ms", "sure"], known)?;
            return Ok(Command::Do {
                input: Input::Answer(response(&fields)?),
                took_ms: took_ms(&fields)?,
                sure: sure(&fields)?,
            });
        }
        "clock" => {
            allow(&fields, doing, &["now"], "`now`")?;
            let now = fields.get("now").and_then(Value::as_str).map(str::to_owned);
            let form = "a time such as \"2026-11-22T09:00:00+01:00\"";
            return now
                .map(|now| Command::Clock { now })
                .ok_or(CommandError::Form { field: "now", form });
        }
        other => return Err(CommandError::UnknownDo(other.to_owned())),
    };
    allow(&fields, doing, &["took_ms"], "`took_ms`")?;
    Ok(Command::Do { input, took_ms: took_ms(&fields)?, sure: None })
}

fn allow(
    fields: &Map<String, Value>,
    doing: &str,
    known: &[&str],
    names: &'static str,
) -> Result<(), CommandError> {
    match fields.keys().find(|field| *field != "do" && !known.contains(&field.as_str())) {
        None => Ok(()),
        Some(field) => Err(CommandError::UnknownField {
            doing: doing.to_owned(),
            field: field.clone(),
            fields: names,
        }),
    }
}

fn took_ms(fields: &Map<String, Value>) -> Result<Option<u32>, CommandError> {
    let form = "a whole number of milliseconds";
    fields
        .get("took_ms")
        .map(|value| {
            let ms = value.as_u64().ok_or(CommandError::Form { field: "took_ms", form })?;
            Ok(u32::try_from(ms).unwrap_or(u32::MAX))
        })
        .transpose()
}

fn grade(fields: &Map<String, Value>) -> Result<Grade, CommandError> {
    let form = "one of again, hard, good, easy";
    let name = fields.get("grade").and_then(Value::as_str);
    name.and_then(|name| name.parse().ok()).ok_or(CommandError::Form { field: "grade", form })
}

const SURE: &str = "one of sure, think, guess";

fn sure(fields: &Map<String, Value>) -> Result<Option<Sure>, CommandError> {
    let Some(value) = fields.get("sure") else { return Ok(None) };
    let found = Sure::ALL.into_iter().find(|sure| value.as_str() == Some(sure.name()));
    found.map(Some).ok_or(CommandError::Form { field: "sure", form: SURE })
}

/// Reads a number that counts from 1 as one that counts from 0.
fn one_based(value: &Value) -> Option<usize> {
    let number = usize::try_from(value.as_u64()?).ok()?;
    number.checked_sub(1)
}

fn rate(fields: &Map<String, Value>) -> Result<Move, CommandError> {
    let form =
        "an object such as {\"scope\":\"unprompted\"}, each one of unprompted, probed, missed";
    let heard = fields.get("heard").cloned().and_then(|heard| serde_json::from_value(heard).ok());
    let heard = heard.ok_or(CommandError::Form { field: "heard", form })?;
    let form = "the numbers of the red flags that were raised, from 1, such as [2]";
    let red_flags = match fields.get("red_flags") {
        None => Some(Vec::new()),
        Some(flags) => flags.as_array().and_then(|all| all.iter().map(one_based).collect()),
    };
    let red_flags = red_flags.ok_or(CommandError::Form { field: "red_flags", form })?;
    Ok(Move::Rate { heard, red_flags })
}

fn response(fields: &Map<String, Value>) -> Result<Response, CommandError> {
    match (fields.get("choice"), fields.get("order"), fields.get("text")) {
        (Some(choice), None, None) => {
            let form = "the number of an option, from 1";
            let choice = one_based(choice).ok_or(CommandError::Form { field: "choice", form })?;
            Ok(Response::Choice(choice))
        }
        (None, Some(order), None) => {
            let form = "the numbers of the items, from 1, such as [2,1,3]";
            let numbers = order.as_array().and_then(|all| all.iter().map(one_based).collect());
            Ok(Response::Order(numbers.ok_or(CommandError::Form { field: "order", form })?))
        }
        (None, None, Some(text)) => {
            let text = text.as_str();
            let text = text.ok_or(CommandError::Form { field: "text", form: "a text" })?;
            Ok(Response::Text(text.to_owned()))
        }
        _ => Err(CommandError::Form {
            field: "answer",
            form: "one of `choice`, `order` and `text` beside it",
        }),
    }
}
