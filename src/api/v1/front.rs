//! Who is asking: the token of a request, its reach, and how often it may ask.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, web};

use crate::access::{Identity, Reach, Right};
use crate::domain::tokens;
use crate::error::{Error, Result};
use crate::gate::rate::Rate;
use crate::gate::{ClientAddress, Db};
use crate::model::id::TokenId;
use crate::model::token::Contract;

/// The token behind a request.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// Its id.
    pub token: TokenId,
}

/// Lets through whoever brings a live token of this API and has not asked too often; leaves the [`Identity`] for the proofs.
pub async fn recognise<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<BoxBody, B>>, actix_web::Error> {
    if let Err(error) = identify(&req).await {
        return Ok(req.error_response(error).map_into_left_body());
    }
    next.call(req)
        .await
        .map(ServiceResponse::map_into_right_body)
}

async fn identify(req: &ServiceRequest) -> Result<()> {
    let secret = bearer(req).ok_or(Error::SignInRequired)?;
    let address = ClientAddress::of(req.request()).to_string();
    let mut conn = Db::take(req.request()).await?;
    let identity = tokens::recognise(&mut conn, Contract::V1, &secret, &address).await?;
    drop(conn);
    let token = identity.actor.id.map(TokenId::from);
    let token = token.ok_or(Error::SignInRequired)?;
    if let Some(rate) = req.app_data::<web::Data<Rate>>() {
        rate.count(token.uuid()).map_err(Error::TooManyRequests)?;
    }
    req.extensions_mut().insert(Caller { token });
    req.extensions_mut().insert(with_master_data(identity));
    Ok(())
}

/// A token that may change every company keeps companies and products too: it is what an ERP is given.
fn with_master_data(identity: Identity) -> Identity {
    let admin = identity.reach == Reach::Every && identity.right == Right::Change;
    Identity { admin, ..identity }
}

fn bearer(req: &ServiceRequest) -> Option<String> {
    let authorization = req.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = authorization.trim().split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
