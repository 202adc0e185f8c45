//! Who did something, and through which door.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::code::codes;

codes! {
    /// What kind of actor did it.
    ActorKind {
        /// A person who signed in.
        User = "user",
        /// A program with an API token or access key.
        Token = "token",
        /// Somebody at the server's command line.
        CommandLine = "command-line",
    }
}

codes! {
    /// The way a change came in.
    Door {
        /// A page of the web application.
        Page = "page",
        /// Contract A, the Store API.
        StoreApi = "store-api",
        /// Contract B, Axim.
        Axim = "axim",
        /// Contract C, Shoxl.
        Shoxl = "shoxl",
        /// Our own API.
        Api = "api",
        /// An applied upload.
        Upload = "upload",
        /// A command.
        CommandLine = "command-line",
    }
}

/// Who did something, as they were called then; never empty (`DOMAIN.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The user's or token's id; the command line has none.
    pub id: Option<Uuid>,
    /// The name at that time.
    pub name: String,
    /// The way they came.
    pub door: Door,
}

impl Actor {
    /// The person at the server's command line, by the name of their account on the machine.
    pub fn command_line(account: &str) -> Self {
        Self {
            kind: ActorKind::CommandLine,
            id: None,
            name: account.to_owned(),
            door: Door::CommandLine,
        }
    }
}
