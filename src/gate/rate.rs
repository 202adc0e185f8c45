//! How often a program may ask: each API token has so many requests a minute (TRUST.md, S80).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use actix_web::web::Data;
use uuid::Uuid;

use crate::error::Error;

/// The share of a minute's requests that may come at once.
const BURST_SHARE: u32 = 10;
/// How many tokens are remembered before those that have long paused are forgotten.
const REMEMBERED: usize = 1_000;

/// The allowance of every token, shared by the workers of this process.
///
/// Requests drip out of a bucket evenly (the generic cell rate algorithm): kept for each token is the moment at which all it has
/// asked so far would be used up at the even pace.
#[derive(Debug)]
pub struct Rate {
    pace: Duration,
    ahead: Duration,
    used_up: Mutex<HashMap<Uuid, Instant>>,
}

impl Rate {
    /// So many requests a minute.
    pub fn a_minute(requests: u32) -> Self {
        let pace = Duration::from_mins(1) / requests.max(1);
        Self {
            pace,
            ahead: pace * requests.div_ceil(BURST_SHARE),
            used_up: Mutex::default(),
        }
    }

    /// Counts a request of a token, or says after how many seconds it may come again.
    pub fn count(&self, token: Uuid) -> Result<(), u32> {
        self.count_at(token, Instant::now())
    }

    fn count_at(&self, token: Uuid, now: Instant) -> Result<(), u32> {
        // A panic elsewhere leaves a map that is still right.
        let mut used_up = self.used_up.lock().unwrap_or_else(PoisonError::into_inner);
        if used_up.len() >= REMEMBERED {
            used_up.retain(|_, at| *at > now);
        }
        let at = used_up.entry(token).or_insert(now);
        let next = (*at).max(now) + self.pace;
        let wait = next
            .saturating_duration_since(now)
            .saturating_sub(self.ahead);
        if wait.is_zero() {
            *at = next;
            Ok(())
        } else {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Err(u32::try_from(seconds).unwrap_or(u32::MAX))
        }
    }
}

/// The allowance of tokens of the contracts whose shops ask at every page they show: far wider than that of our own API.
#[derive(Debug)]
pub struct ContractRate(pub Rate);

impl ContractRate {
    /// Counts a request of a token of such a contract.
    pub fn count(req: &HttpRequest, token: Uuid) -> Result<(), Error> {
        req.app_data::<Data<Self>>()
            .map_or(Ok(()), |rate| rate.0.count(token))
            .map_err(Error::TooManyRequests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_may_come_at_once_and_the_rest_evenly() {
        let rate = Rate::a_minute(60);
        let (token, start) = (Uuid::now_v7(), Instant::now());
        for _ in 0..6 {
            assert_eq!(rate.count_at(token, start), Ok(()));
        }
        assert_eq!(rate.count_at(token, start), Err(1));
        assert_eq!(rate.count_at(Uuid::now_v7(), start), Ok(()));
        let later = start + Duration::from_secs(1);
        assert_eq!(rate.count_at(token, later), Ok(()));
        assert!(rate.count_at(token, later).is_err());
    }

    #[test]
    fn a_refused_request_costs_nothing() {
        let rate = Rate::a_minute(10);
        let (token, start) = (Uuid::now_v7(), Instant::now());
        assert_eq!(rate.count_at(token, start), Ok(()));
        for _ in 0..100 {
            assert!(rate.count_at(token, start).is_err());
        }
        assert_eq!(rate.count_at(token, start + Duration::from_secs(6)), Ok(()));
    }
}
