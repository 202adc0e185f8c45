//! Proofs as arguments of handlers: a handler that asks for one in its signature cannot run without it.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};

use super::connection::Db;
use crate::access::{self, AdminAccess, CompanyAccess, Identity, Level};
use crate::error::{Error, Result};
use crate::model::id::CompanyId;

/// The identity a surface found for this request.
fn identity(req: &HttpRequest) -> Result<Identity> {
    req.extensions()
        .get::<Identity>()
        .cloned()
        .ok_or(Error::SignInRequired)
}

impl FromRequest for Identity {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(req))
    }
}

impl FromRequest for AdminAccess {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(req).and_then(|identity| Self::of(&identity)))
    }
}

/// The company is the one of the address: `{company}` in the route.
impl<L: Level + 'static> FromRequest for CompanyAccess<L> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let identity = identity(&req)?;
            let company: CompanyId = req
                .match_info()
                .query("company")
                .parse()
                .map_err(|_malformed| Error::NotFound)?;
            let access: Self =
                access::open(&mut *Db::take(&req).await?, &identity, company).await?;
            // Left for a page that has to say which company it was about.
            req.extensions_mut().insert(access.company().clone());
            Ok(access)
        })
    }
}
