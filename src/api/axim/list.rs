//! The list of CPNs.

use std::collections::HashMap;

use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::answer::{self, Answer, Refusal, Row};
use super::caller::Caller;
use super::request;
use crate::access;
use crate::model::page::Direction;
use crate::store;
use crate::store::axim::{List, Sort};

/// Rows of a page where none are asked for.
const DEFAULT_LIMIT: i64 = 10;
/// The most rows of a page.
const MOST_ROWS: i64 = 250;
/// The last page that can be asked for.
const LAST_PAGE: i64 = 1_000_000_000;

/// `GET /api/cpn`
pub async fn list(req: HttpRequest) -> HttpResponse {
    answer::finish(try_list(&req).await)
}

async fn try_list(req: &HttpRequest) -> Answer {
    let mut caller = Caller::of(req).await?;
    let (list, page) = parse(req)?;
    let read = access::everywhere(&mut caller.conn, &caller.identity, async |overview| {
        let rows = store::axim::list(overview, &list).await?;
        Ok((rows, store::axim::count(overview, &list).await?))
    });
    let (rows, total) = read.await?;
    let data = rows
        .iter()
        .map(|entry| Row::of(&entry.cpn, &entry.company_object, &entry.product_object))
        .collect();
    Ok(HttpResponse::Ok().json(Listed {
        success: true,
        data,
        pagination: Pagination {
            page,
            limit: list.limit,
            total,
            total_pages: (total + list.limit - 1) / list.limit,
        },
    }))
}

#[derive(Serialize)]
struct Listed<'e> {
    success: bool,
    data: Vec<Row<'e>>,
    pagination: Pagination,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    page: i64,
    limit: i64,
    total: i64,
    total_pages: i64,
}

/// What is asked for, and on which page. Parameters nobody knows, and empty ones, say nothing.
fn parse(req: &HttpRequest) -> Result<(List, i64), Refusal> {
    let query: Query<HashMap<String, String>> = Query::from_query(req.query_string())
        .map_err(|_unreadable| Refusal::invalid("The query cannot be read"))?;
    let given = |name: &str| {
        query
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    };
    let page = number("page", given("page"), 1, LAST_PAGE)?;
    let limit = number("limit", given("limit"), DEFAULT_LIMIT, MOST_ROWS)?;
    let company = given("companyId")
        .map(|id| request::object_id("companyId", id))
        .transpose()?;
    let sort = match given("sortBy") {
        None => Sort::CreatedAt,
        Some(word) => word
            .parse()
            .map_err(|message: String| Refusal::field("sortBy", format!("sortBy {message}")))?,
    };
    let direction = match given("sortOrder") {
        None if given("sortBy").is_none() => Direction::Descending,
        Some("desc") => Direction::Descending,
        None | Some("asc") => Direction::Ascending,
        Some(_) => return Err(Refusal::field("sortOrder", "sortOrder must be asc or desc")),
    };
    let list = List {
        company,
        search: given("search").map(str::to_owned),
        sort,
        direction,
        offset: (page - 1) * limit,
        limit,
    };
    Ok((list, page))
}

fn number(field: &str, given: Option<&str>, default: i64, most: i64) -> Result<i64, Refusal> {
    let Some(given) = given else {
        return Ok(default);
    };
    given
        .parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
        .ok_or_else(|| Refusal::field(field, format!("{field} must be a number from 1 to {most}")))
}
