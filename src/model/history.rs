//! What happened to a CPN: one event a change, with the state after it.

use chrono::{DateTime, Utc};

use super::actor::Actor;
use super::code::codes;
use super::cpn::Details;
use super::id::{CpnId, ProductId, UploadId};

codes! {
    /// What happened.
    EventKind {
        /// It came into being.
        Created = "created",
        /// One of its fields changed.
        Changed = "changed",
        /// It was deleted; the event shows what was deleted.
        Deleted = "deleted",
        /// It was brought back.
        Restored = "restored",
    }
}

/// One event of a CPN. The state before it is that of the event one version earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The CPN.
    pub cpn_id: CpnId,
    /// The version it made.
    pub version: i32,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, and through which door.
    pub actor: Actor,
    /// The upload it was part of.
    pub upload: Option<UploadId>,
    /// The state after it.
    pub state: State,
}

/// A CPN's fields at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The product it stood for.
    pub product: ProductId,
    /// The number.
    pub cpn: String,
    /// The other fields.
    pub details: Details,
    /// Whether it was the preferred one of its pair.
    pub preferred: bool,
}
