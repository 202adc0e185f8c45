//! What happened to a CPN: one event a change, with the state after it.

use chrono::{DateTime, Utc};

use super::actor::{Actor, Door};
use super::code::codes;
use super::cpn::{Cpn, Details, Stamp};
use super::id::{CpnId, ProductId, UploadId};
use super::key;

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

impl Event {
    /// The CPN as this event of its deletion shows it, one version on: what brings it back stamps it.
    pub fn restored(&self, created: Stamp) -> Cpn {
        Cpn {
            id: self.cpn_id,
            product: self.state.product,
            number: self.state.cpn.clone(),
            identity_key: key::identity(&self.state.cpn),
            details: self.state.details.clone(),
            preferred: self.state.preferred,
            version: self.version + 1,
            updated: created.clone(),
            created,
        }
    }
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

/// What of a company's history is looked at; nothing given means all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// What happened to this CPN.
    pub cpn: Option<CpnId>,
    /// What somebody of this name did, as they were called then.
    pub actor: Option<String>,
    /// What came through this door.
    pub door: Option<Door>,
    /// Events of this kind.
    pub kind: Option<EventKind>,
    /// What this upload did.
    pub upload: Option<UploadId>,
    /// What happened to CPNs while they had this identity key.
    pub number: Option<String>,
    /// What happened at this moment or later.
    pub since: Option<DateTime<Utc>>,
    /// What happened before this moment.
    pub before: Option<DateTime<Utc>>,
}

/// An event's place in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The event's moment.
    pub at: DateTime<Utc>,
    /// Its CPN.
    pub cpn: CpnId,
    /// Its version.
    pub version: i32,
}

impl Place {
    /// The place as one word for an address.
    pub fn to_word(self) -> String {
        format!(
            "{}~{}~{}",
            self.at.timestamp_micros(),
            self.cpn.uuid().simple(),
            self.version
        )
    }

    /// Reads what [`to_word`](Self::to_word) wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut parts = word.split('~');
        let place = Self {
            at: DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?,
            cpn: parts.next()?.parse().ok()?,
            version: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(place)
    }
}

/// Which part of the history is read; pages go from the newest event to the oldest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The newest events.
    #[default]
    Newest,
    /// Those right behind this one: older.
    Older(Place),
    /// Those right before it: newer.
    Newer(Place),
}

/// An event with what was before it and the numbers people know the products by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The event.
    pub event: Event,
    /// The number of its product.
    pub product_number: String,
    /// The state before it; none for the first event.
    pub before: Option<State>,
    /// The number of the product it stood for before.
    pub product_number_before: Option<String>,
}

impl Told {
    /// Where it stands in the history.
    pub fn place(&self) -> Place {
        Place {
            at: self.event.at,
            cpn: self.event.cpn_id,
            version: self.event.version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_way_through_an_address() {
        let place = Place {
            at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
            cpn: CpnId::new(),
            version: 7,
        };
        assert_eq!(Place::from_word(&place.to_word()), Some(place));
        for word in ["", "1", "1~x~2", "1~~", "9223372036854775807~0~0"] {
            assert_eq!(Place::from_word(word), None, "{word}");
        }
    }
}
