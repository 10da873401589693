//! The running Anki that `--push` and `--pull` speak to.

use clap::Args;

use crate::cli::error::{CliError, Kind};
use crate::exchange::anki::connect::{ADDRESS, Connect, ConnectError, Reach};

/// How Anki is reached.
#[derive(Clone, Debug, Default, Args)]
pub struct Anki {
    /// Where AnkiConnect listens
    #[arg(long, value_name = "URL", default_value = ADDRESS)]
    pub url: String,
    /// The key that AnkiConnect is set to ask for
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Speak to another machine too
    #[arg(long)]
    pub allow_remote: bool,
}

impl Anki {
    /// Finds out whether Anki is there.
    pub fn open(&self) -> Result<Connect, ConnectError> {
        let reach = if self.allow_remote { Reach::Anywhere } else { Reach::Loopback };
        Connect::open(&self.url, self.key.clone(), reach)
    }
}

impl From<ConnectError> for CliError {
    fn from(error: ConnectError) -> CliError {
        let hint = match &error {
            ConnectError::Address(_) => format!("the usual one is {ADDRESS}"),
            ConnectError::Remote(_) => {
                "cards would go over the network in the clear; --allow-remote allows it".to_owned()
            }
            ConnectError::Silent { .. } => {
                "start Anki, with the add-on AnkiConnect (number 2055492159) installed".to_owned()
            }
            ConnectError::Other(_) => {
                "look which program listens there, or name another address with --url".to_owned()
            }
            ConnectError::Old(_) | ConnectError::Unknown(_) => {
                "update AnkiConnect in Anki: Tools, Add-ons, Check for Updates".to_owned()
            }
            ConnectError::Key => {
                "give the `apiKey` of AnkiConnect's settings with --key KEY".to_owned()
            }
            ConnectError::Forbidden => {
                "look at `webCorsOriginList` in AnkiConnect's settings".to_owned()
            }
            ConnectError::Closed => "open a profile in Anki, and try again".to_owned(),
            ConnectError::Busy | ConnectError::Refused { .. } | ConnectError::Answer(_) => {
                "look at Anki: a window of it may wait for an answer".to_owned()
            }
        };
        let kind = match error {
            ConnectError::Address(_) | ConnectError::Remote(_) => Kind::Usage,
            _ => Kind::Outside,
        };
        CliError::new(kind, error).hint(hint)
    }
}
