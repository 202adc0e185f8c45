//! Refuses what another site makes a browser send. The rule is that of Go 1.25's `CrossOriginProtection`: browsers say where
//! a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; with `SameSite=Lax` cookies no token in forms is needed.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::web;

use crate::error::Error;

/// The origin people reach this installation under.
#[derive(Clone, Debug)]
pub struct OwnOrigin(pub url::Origin);

/// Refuses unsafe requests that come from elsewhere.
pub async fn refuse(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody, impl MessageBody>>, actix_web::Error> {
    if !matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !is_own(&req) {
        return Ok(req.error_response(Error::Forged).map_into_left_body());
    }
    next.call(req)
        .await
        .map(ServiceResponse::map_into_right_body)
}

fn is_own(req: &ServiceRequest) -> bool {
    let Some(own) = req.app_data::<web::Data<OwnOrigin>>() else {
        return false;
    };
    let header = |name: &str| {
        req.headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("?"))
    };
    match (header("sec-fetch-site"), header("origin")) {
        // Without either header it is no browser, so there is no cookie that somebody else could abuse.
        (Some("same-origin" | "none"), _) | (None, None) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => {
            let host = req
                .headers()
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or_default();
            url::Url::parse(origin).is_ok_and(|origin| {
                origin.origin() == own.0 || (origin.scheme() == "http" && authority(&origin) == host && !matches!(own.0, url::Origin::Tuple(ref scheme, ..) if scheme == "https"))
            })
        }
    }
}

fn authority(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
