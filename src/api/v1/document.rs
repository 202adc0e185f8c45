//! The description of the API in OpenAPI 3.1, made from the functions and types that answer.

use serde_json::Value;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required};
use utoipa::{Modify, OpenApi};

use crate::domain::export::Format;
use crate::model::actor::Door;
use crate::model::history::EventKind;
use crate::model::number_search::{NumberSort, ValidityFilter};
use crate::model::upload::Outcome;
use crate::store::company_list::{CompanySort, CompanyState};
use crate::store::product_list::{ProductKind, ProductSort, ProductState};
use crate::text::Language;

use super::{companies, cpns, history, problem, products, resolve, uploads};

/// What every answer of the API can be beside what its operation says.
struct Common;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "CPN Desk",
        description = "Companies, products and customer part numbers (CPNs): each company's own numbers for the supplier's products. \
            Moments are in UTC, decimal numbers are text, ids are UUIDs. A change of a single thing names the state it is based on \
            with `If-Match`; every write takes an `Idempotency-Key` and is then done once however often it is sent within a day.",
    ),
    servers((url = "/", description = "This installation")),
    paths(
        resolve::resolve,
        companies::list, companies::create, companies::show, companies::change, companies::lock, companies::unlock,
        companies::archive, companies::unarchive,
        cpns::list, cpns::create, cpns::show, cpns::change, cpns::delete, cpns::restore, cpns::prefer,
        history::of_cpn, history::of_company,
        uploads::bulk, uploads::list, uploads::show, uploads::discard, uploads::rows, uploads::report, uploads::confirm,
        uploads::export,
        products::list, products::create, products::show, products::change, products::discontinue, products::resume,
    ),
    // Those of parameters are not found by themselves.
    components(schemas(
        problem::Problem, CompanySort, CompanyState, Door, EventKind, Format, Language, NumberSort, Outcome, ProductKind,
        ProductSort, ProductState, ValidityFilter,
    )),
    tags(
        (name = "Resolve", description = "From a number somebody wrote to the product it stands for, and back."),
        (name = "CPNs", description = "A company's own numbers, one by one, with what happened to them."),
        (name = "Uploads", description = "Many numbers at once: checked row by row, applied whole, with a report of each row; and all of them as a file."),
        (name = "Companies", description = "The buying organisations within reach of the token."),
        (name = "Products", description = "What the supplier sells."),
    ),
    security(("token" = [])),
    modifiers(&Common),
)]
struct Api;

/// The document as JSON.
pub fn document() -> Value {
    serde_json::to_value(Api::openapi()).unwrap_or_default()
}

impl Modify for Common {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token of this API, made by an admin. Never in the address.",
            ))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        for (path, item) in &mut openapi.paths.paths {
            describe(path, item);
        }
    }
}

fn describe(path: &str, item: &mut PathItem) {
    for (operation, reads) in [
        (&mut item.get, true),
        (&mut item.post, path.ends_with("/resolve")),
        (&mut item.put, false),
        (&mut item.patch, false),
        (&mut item.delete, false),
    ] {
        if let Some(operation) = operation {
            complete(path, operation, reads);
        }
    }
}

/// Adds what holds for every operation of its kind: a reader learns of each status it may meet.
fn complete(path: &str, operation: &mut Operation, reads: bool) {
    let has_body = operation.request_body.is_some();
    let conditional =
        operation.parameters.iter().flatten().any(
            |parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "If-Match"),
        );
    let mut add = |status: &str, description: &str| refuse(operation, status, description);
    add("400", "A parameter, header or the body cannot be read.");
    add("401", "A valid token is needed.");
    add(
        "404",
        "There is no such thing, or none this token may know of.",
    );
    add("429", "Too many requests of this token.");
    add("500", "A fault of the server.");
    add("503", "The server is busy.");
    if has_body {
        add("413", "The body is too large.");
        add("415", "The body must be JSON.");
    }
    if has_body || !reads {
        add("422", "The input has problems.");
    }
    if !reads {
        add("403", "The token may not do this.");
        add(
            "409",
            "It cannot be done in this state, or the first request with this Idempotency-Key is still running.",
        );
        if path.contains("/cpns") || path.contains("/uploads") {
            add("423", "The company is locked.");
        }
    }
    if conditional {
        add("412", "It was changed since the state that If-Match names.");
        add("428", "If-Match is missing.");
    } else if !reads {
        add("412", "It was changed meanwhile.");
    }
    if !reads {
        accept_key(operation);
    }
    if reads && !path.ends_with("/resolve") {
        let unchanged =
            ResponseBuilder::new().description("If-None-Match names the state that stands.");
        operation
            .responses
            .responses
            .insert("304".to_owned(), unchanged.build().into());
    }
    tag_states(operation);
}

fn refuse(operation: &mut Operation, status: &str, description: &str) {
    let problem = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let mut response = ResponseBuilder::new()
        .description(description)
        .content(problem::MEDIA_TYPE, problem);
    if matches!(status, "429" | "503") {
        response = response.header("Retry-After", text_header("Seconds to wait."));
    }
    operation
        .responses
        .responses
        .entry(status.to_owned())
        .or_insert_with(|| response.build().into());
}

fn accept_key(operation: &mut Operation) {
    let key = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Names the request: sent again within a day with the same body, it is answered as before, with `Idempotent-Replayed: true`.",
        ))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(255))
                .pattern(Some("^[!-~]+$")),
        ))
        .build();
    operation
        .parameters
        .get_or_insert_default()
        .push(key.into());
}

/// Answers that show a thing name its state.
fn tag_states(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let (true, RefOr::T(response)) = (matches!(status.as_str(), "200" | "201"), response) {
            let etag =
                text_header("Names the state that is shown, for If-Match and If-None-Match.");
            response.headers.insert("ETag".to_owned(), etag.into());
        }
    }
}

fn text_header(description: &str) -> Header {
    HeaderBuilder::new()
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}
