//! Hashing of passwords: argon2id, and a gate that bounds how much of it goes on at once.
//!
//! A hash takes 19 MiB and some ten milliseconds of a core. Whoever hashes holds no database connection: these functions take
//! none, and the callers' steps are split around them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Argon2, Params, PasswordHasher as _, PasswordVerifier as _};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use super::password_rules::Password;
use crate::error::{Error, Result};

/// A hash nobody knows the password of, with the parameters of a fresh one: checking against it takes as long as against a
/// real one (TRUST.md, S06).
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$+h1b23lwb5FXvrewKRk+6w$QyPCOKwv4h8CXY3lEZPLJvzR0iX2dCXPJH/FVJr0aVw";

/// How many may wait for each core before further ones are turned away; they wait about a second then.
const WAITING_A_CORE: usize = 24;

/// A hash to be stored, in PHC form: it names its own parameters.
pub struct PasswordHash(String);

impl PasswordHash {
    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What came of checking a password.
pub enum Check {
    /// It is not the one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, but its hash was weaker than ours are; the hash to store instead.
    RightButWeak(PasswordHash),
}

/// Hashes and checks passwords, as many at once as there are cores; a server has one.
#[derive(Clone)]
pub struct Hasher(Arc<Gate>);

impl Hasher {
    /// One for all cores of this machine.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Gate::of(cores, cores * WAITING_A_CORE)))
    }

    /// Hashes a new password. `Busy` where too many wait already.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash> {
        let password = password.into_secret();
        self.0.run(move || hash_here(&password)).await?
    }

    /// Checks a password against the stored hash; without one it takes just as long and is wrong. `Busy` as above.
    pub async fn check(&self, password: SecretString, stored: Option<String>) -> Result<Check> {
        self.0
            .run(move || check_here(&password, stored.as_deref()))
            .await?
    }
}

impl Default for Hasher {
    fn default() -> Self {
        Self::new()
    }
}

fn hash_here(password: &SecretString) -> Result<PasswordHash> {
    let hash = Argon2::default()
        .hash_password(password.expose_secret().as_bytes())
        .map_err(|error| Error::internal(anyhow::anyhow!("cannot hash a password: {error}")))?;
    Ok(PasswordHash(hash.to_string()))
}

fn check_here(password: &SecretString, stored: Option<&str>) -> Result<Check> {
    let against = stored.unwrap_or(DUMMY);
    let fits = Argon2::default()
        .verify_password(password.expose_secret().as_bytes(), against)
        .is_ok();
    match (stored, fits) {
        (Some(stored), true) if is_weak(stored) => hash_here(password).map(Check::RightButWeak),
        (Some(_), true) => Ok(Check::Right),
        _ => Ok(Check::Wrong),
    }
}

/// Whether a hash is cheaper to attack than those made here.
fn is_weak(stored: &str) -> bool {
    let own = Params::default();
    Phc::new(stored)
        .ok()
        .filter(|hash| hash.algorithm.as_str() == "argon2id")
        .and_then(|hash| Params::try_from(&hash).ok())
        .is_none_or(|params| params.m_cost() < own.m_cost() || params.t_cost() < own.t_cost())
}

/// So many at a time, so many waiting, the rest turned away.
struct Gate {
    running: Arc<Semaphore>,
    inside: AtomicUsize,
    most_inside: usize,
}

impl Gate {
    fn of(running: usize, waiting: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running)),
            inside: AtomicUsize::new(0),
            most_inside: running + waiting,
        }
    }

    async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let place = self.enter()?;
        let permit = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        // Both go along with the work: it runs to its end even where the request has gone.
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop((permit, place));
            done
        })
        .await
        .map_err(Error::internal)
    }

    fn enter(self: &Arc<Self>) -> Result<Place> {
        let place = Place(Arc::clone(self));
        if self.inside.fetch_add(1, Ordering::Relaxed) < self.most_inside {
            Ok(place)
        } else {
            Err(Error::Busy)
        }
    }
}

/// A place inside the gate; it is free again when this is dropped.
struct Place(Arc<Gate>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn the_dummy_costs_what_a_fresh_hash_costs() {
        let fresh = hash_here(&secret("correct horse battery")).unwrap();
        let parameters = |hash: &str| hash.rsplitn(3, '$').last().map(ToOwned::to_owned);
        assert_eq!(parameters(DUMMY), parameters(fresh.as_str()));
        let (dummy, fresh) = (Phc::new(DUMMY).unwrap(), Phc::new(fresh.as_str()).unwrap());
        assert_eq!(dummy.salt.unwrap().len(), fresh.salt.unwrap().len());
        assert_eq!(dummy.hash.unwrap().len(), fresh.hash.unwrap().len());
    }

    #[test]
    fn a_password_is_right_to_its_last_character_and_without_a_hash_never() {
        let long = "x".repeat(127);
        let stored = hash_here(&secret(&format!("{long}a"))).unwrap();
        let stored = Some(stored.as_str());
        let right = check_here(&secret(&format!("{long}a")), stored).unwrap();
        assert!(matches!(right, Check::Right));
        let wrong = check_here(&secret(&format!("{long}b")), stored).unwrap();
        assert!(matches!(wrong, Check::Wrong));
        assert!(matches!(
            check_here(&secret("anything"), None).unwrap(),
            Check::Wrong
        ));
    }

    #[test]
    fn a_weaker_hash_is_replaced() {
        let weak = Argon2::from(Params::new(8 * 1024, 1, 1, None).unwrap())
            .hash_password(b"correct horse battery")
            .unwrap()
            .to_string();
        let Check::RightButWeak(better) =
            check_here(&secret("correct horse battery"), Some(&weak)).unwrap()
        else {
            panic!("the weak hash was taken for a strong one");
        };
        assert!(is_weak(&weak) && !is_weak(better.as_str()));
    }

    #[actix_web::test]
    async fn the_gate_turns_away_what_does_not_fit() {
        let gate = Arc::new(Gate::of(1, 1));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let (one, two) = (Arc::clone(&gate), Arc::clone(&gate));
        let first = actix_web::rt::spawn(async move { one.run(move || wait.recv().is_ok()).await });
        let second = actix_web::rt::spawn(async move { two.run(|| true).await });
        tokio::task::yield_now().await;
        assert!(matches!(gate.run(|| true).await, Err(Error::Busy)));
        go.send(()).unwrap();
        assert!(first.await.unwrap().unwrap());
        assert!(second.await.unwrap().unwrap());
        assert!(gate.run(|| true).await.unwrap());
    }
}
