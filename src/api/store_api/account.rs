//! Logging in and out, and who is logged in (`CONTRACTS.md`, 2.5).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use secrecy::SecretString;
use serde_json::{Map, Value, json};

use super::entity::{hex, moment};
use super::errors::{Answer, Complaint, Refusal};
use super::front::JsonBody;
use super::session::{self, Channel, Customer, Session};
use crate::access::See;
use crate::config::Config;
use crate::db::Conn;
use crate::domain::sign_in::{self, Origin, Purpose, Settled};
use crate::gate::address::ClientAddress;
use crate::gate::{self, Db};
use crate::model::company::Company;
use crate::store;
use crate::store::sessions::Lifetime;
use crate::store::users::Person;

/// `POST /store-api/account/login`
pub async fn login(
    req: HttpRequest,
    channel: Channel,
    body: JsonBody,
    from: ClientAddress,
    config: Data<Config>,
) -> Answer {
    let (email, password) = credentials(&body.object()).ok_or_else(bad_credentials)?;
    let origin = Origin {
        address: from.to_string(),
        network: from.network(),
    };
    let attempt = {
        let mut conn = Db::take(&req).await?;
        sign_in::begin(&mut conn, &email, origin).await?
    };
    let checked = attempt.check(gate::hasher(&req)?, password).await?;
    let mut conn = Db::take(&req).await?;
    let lifetime = Lifetime::of(&config);
    let settled = checked.settle(&mut conn, Purpose::SignIn, lifetime).await?;
    // Nothing here can ask for a second step, so whoever has one does not come in by this door.
    let Settled::In(user) = settled else {
        return Err(bad_credentials());
    };
    if channel.customer(&mut conn, user).await?.is_none() {
        return Err(bad_credentials());
    }
    let token = session::fresh_token()?;
    store::store_api_sessions::insert(&mut conn, &token, user).await?;
    if let Some(given) = &channel.given {
        store::store_api_sessions::delete(&mut conn, given).await?;
    }
    Ok(new_token(&req, token))
}

/// `email` wins where both names are given.
fn credentials(body: &Map<String, Value>) -> Option<(String, SecretString)> {
    let text = |name: &str| {
        let text = body.get(name)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let email = if body.get("email").is_some_and(|email| !email.is_null()) {
        text("email")
    } else {
        text("username")
    };
    Some((email?, text("password")?.into()))
}

fn bad_credentials() -> Refusal {
    Complaint::domain(
        StatusCode::UNAUTHORIZED,
        "CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS",
        "Invalid username and/or password.",
    )
    .into()
}

/// The body of older Shopware versions and the header of newer ones.
fn new_token(req: &HttpRequest, token: String) -> HttpResponse {
    let body = json!({ "contextToken": token, "redirectUrl": null, "apiAlias": "array_struct" });
    session::answer_with_token(req, token);
    HttpResponse::Ok().json(body)
}

/// `POST /store-api/account/logout`
pub async fn logout(req: HttpRequest, customer: Customer, from: ClientAddress) -> Answer {
    let mut conn = Db::take(&req).await?;
    store::store_api_sessions::delete(&mut conn, &customer.token).await?;
    sign_in::leave(&mut conn, &customer.identity.actor, &from.to_string()).await?;
    Ok(new_token(&req, session::fresh_token()?))
}

/// `GET` and `POST /store-api/account/customer`
pub async fn customer(req: HttpRequest, customer: Customer) -> Answer {
    let mut conn = Db::take(&req).await?;
    Ok(HttpResponse::Ok().json(describe(&mut conn, &customer).await?))
}

/// `GET /store-api/context`
pub async fn context(req: HttpRequest, channel: Channel) -> Answer {
    let mut conn = Db::take(&req).await?;
    let (customer, token) = match channel.session(&mut conn).await? {
        Session::LoggedIn(customer) => {
            let described = describe(&mut conn, &customer).await?;
            (described, customer.token)
        }
        Session::Anonymous { ended } => {
            let kept = channel.given.filter(|_| !ended);
            (Value::Null, kept.map_or_else(session::fresh_token, Ok)?)
        }
    };
    let body = json!({ "token": token, "customer": customer, "apiAlias": "sales_channel_context" });
    session::answer_with_token(&req, token);
    Ok(HttpResponse::Ok().json(body))
}

async fn describe(conn: &mut Conn, customer: &Customer) -> Result<Value, Refusal> {
    let access = customer.open::<See>(conn).await?;
    Ok(customer_json(access.company(), &customer.person))
}

/// The customer is the company; the person who acts for it gives name and address.
pub fn customer_json(company: &Company, person: &Person) -> Value {
    let (first, last) = person
        .name
        .rsplit_once(' ')
        .unwrap_or(("", person.name.as_str()));
    json!({
        "id": hex(company.id.uuid()),
        "customerNumber": company.account_number,
        "email": person.email,
        "firstName": first,
        "lastName": last,
        "company": company.name,
        "active": true,
        "guest": false,
        "createdAt": moment(company.created_at),
        "updatedAt": null,
        "apiAlias": "customer",
    })
}
