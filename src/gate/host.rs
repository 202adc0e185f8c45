//! Refuses requests whose Host header names anything but this installation (TRUST.md, S35).

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

/// The values of the Host header under which this installation answers.
#[derive(Clone, Debug)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// The host of the public URL; for an installation on loopback also its other names.
    pub fn of(public_url: &url::Url) -> Self {
        let host = public_url
            .host_str()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let port = public_url
            .port()
            .map_or_else(String::new, |port| format!(":{port}"));
        let names = if matches!(host.as_str(), "127.0.0.1" | "localhost" | "[::1]") {
            vec![
                "127.0.0.1".to_owned(),
                "localhost".to_owned(),
                "[::1]".to_owned(),
            ]
        } else {
            vec![host]
        };
        Self(
            names
                .into_iter()
                .map(|name| format!("{name}{port}"))
                .collect(),
        )
    }

    fn know(&self, host: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

/// Whether the request is for us; `/healthz` is asked by address and answers always.
pub async fn check<B: MessageBody + 'static>(
    hosts: web::Data<Hosts>,
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let mut given = req.headers().get_all(header::HOST);
    let host = given
        .next()
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    if (hosts.know(host) && given.next().is_none()) || req.path() == "/healthz" {
        return next
            .call(req)
            .await
            .map(ServiceResponse::map_into_left_body);
    }
    let refusal = HttpResponse::BadRequest()
        .content_type("text/plain; charset=utf-8")
        .body("unknown host\n");
    Ok(req.into_response(refusal).map_into_right_body())
}
