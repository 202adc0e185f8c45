//! Questions of machines: is the process alive, can it answer.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use diesel_async::RunQueryDsl;

use crate::gate::Db;

/// `GET /healthz`: the process is alive; says nothing of the database.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("alive\n")
}

/// `GET /readyz`: the database answers.
pub async fn ready(req: HttpRequest) -> HttpResponse {
    let answered = match Db::take(&req).await {
        Ok(mut conn) => diesel::sql_query("select 1")
            .execute(&mut *conn)
            .await
            .is_ok(),
        Err(_) => false,
    };
    let (status, word) = if answered {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "no database\n")
    };
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .body(word)
}
