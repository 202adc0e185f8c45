//! Sessions of the pages: where they are kept, what they hold, and who is behind a request.

use std::collections::HashMap;
use std::future::{Ready, ready};

use actix_session::storage::{
    LoadError, SaveError, SessionKey, SessionStore, UpdateError, generate_session_key,
};
use actix_session::{SessionExt as _, SessionMiddleware, config::BrowserSession};
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::cookie::{Key, SameSite, time};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use anyhow::anyhow;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::{layout, second_step, session_notice};
use crate::db::Pool;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::actor::Door;
use crate::model::id::UserId;
use crate::model::secret;
use crate::store;
use crate::store::sessions::Lifetime;
use crate::store::users::Person;

/// The name of the cookie behind HTTPS; the prefix binds it to this host (TRUST.md, S11).
const SECURE_COOKIE: &str = "__Host-cpn-desk";
/// Its name on plain HTTP, where browsers refuse the prefix.
const PLAIN_COOKIE: &str = "cpn-desk";

const USER: &str = "user";
const ADDRESS: &str = "address";
const DEVICE: &str = "device";
const FLASH: &str = "flash";
/// The session's own stored id, put into the state when it is loaded: it opens nothing.
const OWN: &str = "own";
/// There where its use is yet to be noted, put into the state when it is loaded.
const UNNOTED: &str = "unnoted";

/// Sessions in PostgreSQL: any process can serve the next request, and ending one holds everywhere at once.
pub struct Sessions {
    pool: Pool,
    lifetime: Lifetime,
}

/// The middleware that brings a request's session along. `key` signs the cookie.
pub fn middleware(
    pool: Pool,
    lifetime: Lifetime,
    key: &Key,
    https: bool,
) -> SessionMiddleware<Sessions> {
    SessionMiddleware::builder(Sessions { pool, lifetime }, key.clone())
        .cookie_name(if https { SECURE_COOKIE } else { PLAIN_COOKIE }.to_owned())
        .cookie_secure(https)
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .session_lifecycle(BrowserSession::default())
        .build()
}

impl Sessions {
    async fn connection(&self) -> anyhow::Result<Db> {
        Ok(Db::from_pool(&self.pool).await?)
    }
}

impl SessionStore for Sessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let mut conn = self.connection().await.map_err(LoadError::Other)?;
        let id_hash = secret::hash(key.as_ref());
        let found = store::sessions::load(&mut conn, &id_hash, self.lifetime)
            .await
            .map_err(|error| LoadError::Other(error.into()))?;
        Ok(found.map(|(mut state, unnoted)| {
            state.insert(OWN.to_owned(), format!("{:?}", to_word(&id_hash)));
            state.remove(UNNOTED);
            if unnoted {
                state.insert(UNNOTED.to_owned(), "true".to_owned());
            }
            state
        }))
    }

    async fn save(
        &self,
        state: HashMap<String, String>,
        _: &time::Duration,
    ) -> Result<SessionKey, SaveError> {
        let key = generate_session_key();
        let user: UserId =
            entry(&state, USER).ok_or_else(|| SaveError::Other(anyhow!("nobody is signed in")))?;
        let address: String = entry(&state, ADDRESS).unwrap_or_default();
        let device: String = entry(&state, DEVICE).unwrap_or_default();
        let mut conn = self.connection().await.map_err(SaveError::Other)?;
        store::sessions::insert(
            &mut conn,
            &secret::hash(key.as_ref()),
            user,
            &state,
            &address,
            &device,
        )
        .await
        .map_err(|error| SaveError::Other(error.into()))?;
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _: &time::Duration,
    ) -> Result<SessionKey, UpdateError> {
        let mut conn = self.connection().await.map_err(UpdateError::Other)?;
        store::sessions::update(&mut conn, &secret::hash(key.as_ref()), &state)
            .await
            .map_err(|error| UpdateError::Other(error.into()))?;
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &time::Duration) -> anyhow::Result<()> {
        // The database's clock ends sessions; loading one notes that it was used.
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> anyhow::Result<()> {
        let mut conn = self.connection().await?;
        Ok(store::sessions::delete(&mut conn, &secret::hash(key.as_ref())).await?)
    }
}

fn entry<T: for<'de> Deserialize<'de>>(state: &HashMap<String, String>, name: &str) -> Option<T> {
    serde_json::from_str(state.get(name)?).ok()
}

/// A stored session id as a word for forms.
pub fn to_word(id_hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(id_hash)
}

/// Reads what [`to_word`] wrote.
pub fn from_word(word: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(word).ok()
}

/// A message for the next page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flash {
    /// `success`, `warning`, `danger` or `info`.
    pub kind: String,
    /// The finished sentence.
    pub text: String,
    /// A button beside it, such as "Undo".
    pub action: Option<FlashAction>,
}

/// A button in a message: what it says and where its form is posted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FlashAction {
    /// What it says.
    pub label: String,
    /// Where it posts to.
    pub url: String,
}

/// The session of a request, with types.
#[expect(
    clippy::disallowed_types,
    reason = "the one place that looks inside a session"
)]
pub struct Session(actix_session::Session);

impl Session {
    /// The session of a request.
    pub fn of(req: &HttpRequest) -> Self {
        Self(req.get_session())
    }

    /// Signs a person in: under a new id, so that an id known before is worth nothing.
    pub fn sign_in(&self, user: UserId, address: &str, device: &str) -> Result<()> {
        self.0.clear();
        self.0.renew();
        self.insert(USER, &user)?;
        self.insert(ADDRESS, &address)?;
        self.insert(DEVICE, &device)
    }

    /// Signs out: the session is gone on the server.
    pub fn sign_out(&self) {
        self.0.purge();
    }

    /// Leaves a message for the next page. Without a signed-in person there is no session to keep it in.
    pub fn flash(&self, flash: &Flash) -> Result<()> {
        if self.user().is_some() {
            self.insert(FLASH, flash)
        } else {
            Ok(())
        }
    }

    /// A success message for the next page.
    pub fn succeed(&self, text: String) -> Result<()> {
        self.flash(&Flash {
            kind: "success".to_owned(),
            text,
            action: None,
        })
    }

    /// The message left for this page, once.
    pub fn take_flash(&self) -> Option<Flash> {
        self.0.get(FLASH).ok().flatten().inspect(|_: &Flash| {
            self.0.remove(FLASH);
        })
    }

    /// The stored id of this session, if somebody is signed in.
    pub fn own(&self) -> Option<Vec<u8>> {
        let word: String = self.0.get(OWN).ok().flatten()?;
        from_word(&word)
    }

    /// The stored id of this session if its use is yet to be noted: once a minute is often enough to tell an idle session from a
    /// used one.
    fn unnoted(&self) -> Option<Vec<u8>> {
        let unnoted: Option<bool> = self.0.get(UNNOTED).ok().flatten();
        self.own().filter(|_| unnoted == Some(true))
    }

    /// Gives the session a new id, after something that an old one should not outlive.
    pub fn renew(&self) {
        self.0.renew();
    }

    fn user(&self) -> Option<UserId> {
        self.0.get(USER).ok().flatten()
    }

    fn insert<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        self.0.insert(name, value).map_err(Error::internal)
    }
}

/// Finds out who is behind a request: rights are read anew each time, so that one that was taken away is gone at once.
pub async fn recognise(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, actix_web::Error> {
    match identify(&req).await {
        Ok(()) if owes_second_step(&req).await? => {
            let way = layout::see_other(second_step::PATH);
            return Ok(req.into_response(way).map_into_left_body());
        }
        Ok(()) => {}
        Err(error) => return Ok(req.error_response(error).map_into_left_body()),
    }
    next.call(req)
        .await
        .map(ServiceResponse::map_into_right_body)
}

async fn identify(req: &ServiceRequest) -> Result<()> {
    let Some(user) = Session::of(req.request()).user() else {
        return Ok(());
    };
    let mut conn = Db::take(req.request()).await?;
    let asked = req.method() == Method::GET && req.path() == session_notice::PATH;
    if let Some(own) = Session::of(req.request()).unnoted().filter(|_| !asked) {
        store::sessions::note_use(&mut conn, &own).await?;
    }
    match store::users::find_active(&mut conn, user).await {
        Ok((person, companies)) => {
            req.extensions_mut()
                .insert(person.identity(companies, Door::Page));
            req.extensions_mut().insert(person);
            Ok(())
        }
        Err(diesel::NotFound) => {
            Session::of(req.request()).sign_out();
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether it is an admin who must switch the second step on first, where the installation asks that of them, and asks for
/// something else.
async fn owes_second_step(req: &ServiceRequest) -> Result<bool> {
    let person = req.extensions().get::<Person>().cloned();
    let free = [second_step::PATH, session_notice::PATH, "/sign-out"];
    match person.filter(|person| second_step::is_forced(req.request(), person)) {
        Some(person) if !free.iter().any(|path| req.path().starts_with(path)) => {
            let mut conn = Db::take(req.request()).await?;
            Ok(!store::second_factors::is_on(&mut conn, person.id).await?)
        }
        _ => Ok(false),
    }
}

impl FromRequest for Person {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let person = req.extensions().get::<Self>().cloned();
        ready(person.ok_or(Error::SignInRequired))
    }
}
