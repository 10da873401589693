//! AnkiConnect: a running Anki, asked over HTTP.
//!
//! The add-on listens on the own machine. It is spoken to there and nowhere else, unless somebody says
//! otherwise: whoever listens gets the cards. No proxy is used and no redirection followed.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::exchange::anki::http;

/// Where the add-on listens if nobody has changed it.
pub const ADDRESS: &str = "http://127.0.0.1:8765";
/// The version of its protocol that is spoken.
const VERSION: u64 = 6;

/// How long Anki may take to say what it is, and to do something: a package with years of reviews
/// takes minutes.
const FOR_A_WORD: Duration = Duration::from_secs(20);
const FOR_WORK: Duration = Duration::from_secs(600);

/// Why Anki did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is none.
    #[error("`{0}` is no address; write it as {ADDRESS}")]
    Address(String),
    /// The address is that of another machine.
    #[error("`{0}` is not on this machine")]
    Remote(String),
    /// Nobody is there.
    #[error("Anki does not answer at {url}")]
    Silent {
        /// The address.
        url: String,
        /// What the system said.
        source: io::Error,
    },
    /// It says nothing for too long.
    #[error("Anki did not answer in time")]
    Busy,
    /// Somebody else is there.
    #[error("what answers at {0} is not AnkiConnect")]
    Other(String),
    /// The add-on is too old.
    #[error("AnkiConnect speaks version {0}, and version {VERSION} is needed")]
    Old(u64),
    /// It does not let this program in.
    #[error("AnkiConnect does not let this program in")]
    Forbidden,
    /// It wants a key, or another one.
    #[error("AnkiConnect wants a key")]
    Key,
    /// No profile is open.
    #[error("no profile is open in Anki")]
    Closed,
    /// It does not know the action.
    #[error("this AnkiConnect does not know `{0}`")]
    Unknown(String),
    /// It says no.
    #[error("Anki refuses `{action}`: {why}")]
    Refused {
        /// What was asked for.
        action: String,
        /// Its own words.
        why: String,
    },
    /// Its answer has another form than agreed.
    #[error("the answer to `{0}` cannot be understood")]
    Answer(String),
}

/// A running Anki.
pub struct Connect {
    host: String,
    port: u16,
    url: String,
    key: Option<String>,
}

impl fmt::Debug for Connect {
    /// Leaves the key out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Who may be spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// This machine.
    #[default]
    Loopback,
    /// Anybody.
    Anywhere,
}

impl Connect {
    /// Finds out whether Anki is there, and new enough.
    pub fn open(url: &str, key: Option<String>, reach: Reach) -> Result<Connect, ConnectError> {
        let (host, port) = checked(url, reach)?;
        let shown = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        let anki = Connect { host, port, url: format!("http://{shown}:{port}"), key };
        match anki.call("version", &json!({}))? {
            VERSION.. => Ok(anki),
            old => Err(ConnectError::Old(old)),
        }
    }

    /// Asks for an action and returns its result.
    pub fn call<T: DeserializeOwned>(
        &self,
        action: &str,
        params: &Value,
    ) -> Result<T, ConnectError> {
        let request = self.request(action, params).to_string();
        let other = || ConnectError::Other(self.url.clone());
        let patience = if action == "version" { FOR_A_WORD } else { FOR_WORK };
        let answer = http::post(&self.host, self.port, &request, patience);
        let answer = answer.map_err(|source| match source.kind() {
            io::ErrorKind::InvalidData => other(),
            io::ErrorKind::TimedOut => ConnectError::Busy,
            _ => ConnectError::Silent { url: self.url.clone(), source },
        })?;
        if answer.status == 403 {
            return Err(ConnectError::Forbidden);
        }
        let answer: Value = serde_json::from_slice(&answer.body).map_err(|_| other())?;
        // An old add-on gives the bare result, and only of what needs no version.
        if !answer.is_object() {
            return match answer.as_u64().filter(|_| action == "version") {
                Some(version) if version < VERSION => Err(ConnectError::Old(version)),
                _ => Err(other()),
            };
        }
        let result = result(action, answer)?.ok_or_else(other)?;
        serde_json::from_value(result).map_err(|_| ConnectError::Answer(action.to_owned()))
    }

    /// Asks for the same action many times in one request; returns the results in the order of the
    /// parameters.
    pub fn call_each(
        &self,
        action: &str,
        params: &[Value],
    ) -> Result<Vec<Result<Value, ConnectError>>, ConnectError> {
        let odd = || ConnectError::Answer(action.to_owned());
        let actions: Vec<Value> = params.iter().map(|one| self.request(action, one)).collect();
        let answers: Vec<Value> = self.call("multi", &json!({ "actions": actions }))?;
        if answers.len() != params.len() {
            return Err(odd());
        }
        Ok(answers.into_iter().map(|one| result(action, one)?.ok_or_else(odd)).collect())
    }

    fn request(&self, action: &str, params: &Value) -> Value {
        let mut request = json!({ "action": action, "version": VERSION, "params": params });
        if let Some(key) = &self.key {
            request["key"] = key.as_str().into();
        }
        request
    }
}

/// Takes an answer apart; none where it has another form than agreed.
fn result(action: &str, mut answer: Value) -> Result<Option<Value>, ConnectError> {
    match answer.get("error") {
        Some(Value::String(why)) => Err(refusal(action, why)),
        Some(Value::Null) => Ok(answer.get_mut("result").map(Value::take)),
        _ => Ok(None),
    }
}

fn refusal(action: &str, why: &str) -> ConnectError {
    let lower = why.to_lowercase();
    if lower.contains("api key") {
        ConnectError::Key
    } else if lower.contains("collection is not available") {
        ConnectError::Closed
    } else if lower.contains("unsupported action") {
        ConnectError::Unknown(action.to_owned())
    } else {
        let why = why.chars().take(400).collect();
        ConnectError::Refused { action: action.to_owned(), why }
    }
}

/// Returns the host and the port of an address. Names are not looked up: `localhost` is this
/// machine, any other name may be anybody.
fn checked(url: &str, reach: Reach) -> Result<(String, u16), ConnectError> {
    let no_address = || ConnectError::Address(url.chars().take(200).collect());
    let rest = url.strip_prefix("http://").ok_or_else(no_address)?.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            (host, port.parse::<u16>().map_err(|_| no_address())?)
        }
        _ => (rest, 80),
    };
    let host = if host.eq_ignore_ascii_case("localhost") { "127.0.0.1" } else { host };
    let plain = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if plain.is_empty() || !plain.chars().all(is_word) {
        return Err(no_address());
    }
    let is_own = plain.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if !is_own && reach == Reach::Loopback {
        return Err(ConnectError::Remote(plain.to_owned()));
    }
    Ok((plain.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::{ConnectError, Reach, checked};

    #[test]
    fn only_this_machine_is_spoken_to() {
        for url in ["http://127.0.0.1:8765", "http://localhost:8765/", "http://[::1]:8765"] {
            checked(url, Reach::Loopback).unwrap();
        }
        let own = checked("http://LOCALHOST:1", Reach::Loopback).unwrap();
        assert_eq!(own, ("127.0.0.1".to_owned(), 1));
        for url in [
            "http://192.168.0.2:8765",
            "http://example.org",
            "http://127.0.0.1.example.org:8765",
            "http://localhost.example.org",
            "http://0.0.0.0:8765",
        ] {
            let why = checked(url, Reach::Loopback);
            assert!(matches!(why, Err(ConnectError::Remote(_))), "{url}: {why:?}");
            checked(url, Reach::Anywhere).unwrap();
        }
        for url in [
            "https://127.0.0.1",
            "127.0.0.1:8765",
            "http://",
            "http://a@b",
            "http://a/b",
            "http://127.0.0.1:x",
        ] {
            let why = checked(url, Reach::Anywhere);
            assert!(matches!(why, Err(ConnectError::Address(_))), "{url}: {why:?}");
        }
    }
}
