//! `POST /store-api/b2b/customer-product-numbers`: the customer's numbers as criteria ask for them (`CONTRACTS.md`, 2.10).

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use uuid::Uuid;

use super::account::customer_json;
use super::aggregate;
use super::criteria::Criteria;
use super::criteria::sql::Compiler;
use super::entity::{ENTITY, hex, moment, product_json};
use super::errors::Answer;
use super::front::JsonBody;
use super::session::Customer;
use crate::access::{Reads, Scope, See};
use crate::error::Result;
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::store;

/// A row of the answer.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    product_id: ProductId,
    #[diesel(sql_type = Text)]
    cpn: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    updated_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Double>)]
    score: Option<f64>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Numbers and names by product.
type Products = HashMap<ProductId, (String, String)>;

/// What the database gave.
struct Found {
    rows: Vec<Row>,
    total: Option<i64>,
    aggregations: Value,
    products: Products,
}

/// `POST /store-api/b2b/customer-product-numbers`
pub async fn list(req: HttpRequest, customer: Customer, body: JsonBody) -> Answer {
    let criteria = Criteria::parse(&body.object(), Utc::now())?;
    let mut conn = Db::take(&req).await?;
    let access = customer.open::<See>(&mut conn).await?;
    let found = access
        .read(&mut conn, async |scope| find(scope, &criteria).await)
        .await?;
    let company = access.company();
    let associated = criteria
        .with_customer
        .then(|| customer_json(company, &customer.person));
    let elements: Vec<Value> = found
        .rows
        .iter()
        .map(|row| {
            let mut element = row.element(company.id.uuid(), &found.products);
            if let (Some(customer), Some(element)) = (&associated, element.as_object_mut()) {
                element.insert("customer".to_owned(), customer.clone());
            }
            criteria.selection.reduce(&mut element);
            element
        })
        .collect();
    let mut answer = json!({
        "entity": ENTITY,
        "total": found.total.map_or_else(|| json!(elements.len()), |total| json!(total)),
        "aggregations": found.aggregations,
        "page": criteria.page,
        "limit": criteria.limit,
        "elements": elements,
        "states": [],
        "apiAlias": "dal_entity_search_result",
    });
    criteria.selection.apply(&mut answer);
    Ok(HttpResponse::Ok().json(answer))
}

async fn find(scope: &mut Scope<'_, Reads>, criteria: &Criteria) -> Result<Found> {
    let compiler = Compiler::of(scope.company(), criteria);
    let rows: Vec<Row> = compiler.page().load(scope.conn()).await?;
    let total = match compiler.total() {
        Some(statement) => {
            let counted: Vec<Count> = statement.load(scope.conn()).await?;
            counted.first().map(|counted| counted.count)
        }
        None => None,
    };
    let aggregations = aggregate::run(scope, &compiler, &criteria.aggregations).await?;
    let products = if criteria.with_product {
        let mut ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
        ids.sort_unstable();
        ids.dedup();
        store::store_api::products_by_id(scope.conn(), &ids).await?
    } else {
        Products::new()
    };
    Ok(Found {
        rows,
        total,
        aggregations,
        products,
    })
}

impl Row {
    fn element(&self, company: Uuid, products: &Products) -> Value {
        let product = products
            .get(&self.product_id)
            .map(|(number, name)| product_json(self.product_id.uuid(), number, name));
        let mut element = json!({
            "id": hex(self.id),
            "customerId": hex(company),
            "productId": hex(self.product_id.uuid()),
            "productNumber": self.cpn,
            "customerProductNumber": self.cpn,
            "product": product,
            "createdAt": moment(self.created_at),
            "updatedAt": self.updated_at.map(moment),
            "translated": [],
            "apiAlias": ENTITY,
        });
        if let (Some(score), Some(element)) = (self.score, element.as_object_mut()) {
            let extensions = json!({ "search": { "_score": score, "apiAlias": "array_entity" } });
            element.insert("extensions".to_owned(), extensions);
        }
        element
    }
}
