//! Who calls: the token of a request of contract B.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};

use super::answer::Refusal;
use crate::access::{Identity, Right};
use crate::db::Conn;
use crate::domain::tokens;
use crate::gate::rate::ContractRate;
use crate::gate::{ClientAddress, Db};
use crate::model::token::Contract;

/// A request whose token is live, with a connection.
pub struct Caller {
    /// Who.
    pub identity: Identity,
    /// The connection that found them.
    pub conn: Db,
}

impl Caller {
    /// Whoever sent the request; they may look.
    pub async fn of(req: &HttpRequest) -> Result<Self, Refusal> {
        let secret = secret(req).ok_or(Refusal::Unauthorized)?;
        let mut conn = Db::take(req).await?;
        let identity = recognise(&mut conn, req, &secret).await?;
        Ok(Self { identity, conn })
    }

    /// Whoever sent the request, if they may change something.
    pub async fn who_writes(req: &HttpRequest) -> Result<Self, Refusal> {
        let caller = Self::of(req).await?;
        if caller.identity.right < Right::Change {
            return Err(Refusal::Forbidden);
        }
        Ok(caller)
    }
}

async fn recognise(conn: &mut Conn, req: &HttpRequest, secret: &str) -> Result<Identity, Refusal> {
    let address = ClientAddress::of(req).to_string();
    let identity = tokens::recognise(conn, Contract::Axim, secret, &address).await?;
    if let Some(token) = identity.actor.id {
        ContractRate::count(req, token)?;
    }
    Ok(identity)
}

/// The token: `accessToken`, bare or behind `Bearer`, or `Authorization: Bearer`. The first one that is there is meant.
fn secret(req: &HttpRequest) -> Option<String> {
    let value = |name: &HeaderName| req.headers().get(name)?.to_str().ok().map(str::trim);
    if let Some(token) = value(&HeaderName::from_static("accesstoken")) {
        return Some(bearer(token).unwrap_or(token).to_owned());
    }
    bearer(value(&header::AUTHORIZATION)?).map(str::to_owned)
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
