//! `/api/cpn/multiple`: create and delete in bulk.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Program, Shop, assert_refused, data_of, json_of};
use crate::harness::Page;

const PATH: &str = "/api/cpn/multiple";

fn entry(company: &str, product: &str, cpn: &str) -> Value {
    json!({ "companyId": company, "productId": product, "cpn": cpn })
}

async fn post(program: &Program, body: &Value) -> Page {
    program.send(Method::POST, PATH, &body.to_string()).await
}

#[actix_web::test]
async fn b15_bulk_create_drops_duplicates_and_what_names_nothing() {
    let shop = Shop::open().await;
    let other = shop.app.given().company("Other").there().await;
    let valve = shop.app.given().product("VALVE-7").await;
    let (acme, pump) = (shop.company.object_id(), shop.product.object_id());
    assert_eq!(shop.create("HERE").await.status(), 200);
    let nothing = "0123456789abcdef01234567";
    let body = json!({ "partNumbers": [
        entry(&acme, &pump, "A"), entry(&acme, &pump, " a "), entry(&acme, &pump, "here"),
        entry(&acme, &valve.object_id(), "A"), entry(&other.object_id(), &pump, "A"),
        entry(nothing, &pump, "A"), entry(&acme, nothing, "A"), entry(&acme, &pump, &"x".repeat(256)),
    ] });

    let answer = post(&shop.program, &body).await;

    assert_eq!(answer.status(), 200, "{}", answer.body());
    assert_eq!(
        json_of(&answer)["message"],
        "Inserted 3 CPN records successfully"
    );
    let rows = data_of(&answer);
    assert_eq!(rows.as_array().unwrap().len(), 3);
    for row in rows.as_array().unwrap() {
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["companyId", "cpn", "id", "productId"]);
        let path = format!("/api/cpn/{}", row["id"].as_str().unwrap());
        assert_eq!(shop.program.get(&path).await.status(), 200);
    }
    assert_eq!(shop.stored().await, 4);
    let one_preferred = "select count(*) from (select from cpns where preferred group by company_id, product_id) pairs";
    assert_eq!(shop.app.database().count(one_preferred).await, 3);
    assert_eq!(
        shop.app
            .database()
            .count("select count(*) from cpn_history")
            .await,
        4
    );
    // Nothing is new the second time.
    assert_refused(&post(&shop.program, &body).await, 400);
}

#[actix_web::test]
async fn b15_bulk_delete_takes_what_it_knows() {
    let shop = Shop::open().await;
    let mut ids = Vec::new();
    for cpn in ["A", "B", "C"] {
        ids.push(data_of(&shop.create(cpn).await)["_id"].clone());
    }
    let theirs = shop
        .app
        .given()
        .company("Other")
        .cpn("HW-7", "VALVE-7")
        .await;

    // The preferred one goes and the one that would take over, in one go.
    let body = json!({ "cpnIds": [ids[0], ids[1], ids[1], "0123456789abcdef01234567", theirs.object_id()] });
    let deleted = post(&shop.program, &body).await;

    assert_eq!(deleted.status(), 200, "{}", deleted.body());
    assert_eq!(
        deleted.body(),
        r#"{"success":true,"message":"Deleted 3 CPN records successfully"}"#
    );
    let left = "select cpn || ' ' || preferred from cpns";
    assert_eq!(shop.app.database().texts(left, &[]).await, ["C true"]);
    assert_refused(&post(&shop.program, &body).await, 404);
    let rest = json!({ "cpnIds": [ids[2]] }).to_string();
    let by_other_method = shop.program.send(Method::DELETE, PATH, &rest).await;
    assert_eq!(by_other_method.status(), 200, "{}", by_other_method.body());
    assert_eq!(shop.stored().await, 0);
}

#[actix_web::test]
async fn b15_one_locked_company_stops_all() {
    let shop = Shop::open().await;
    let other = shop.app.given().company("Other").there().await;
    let theirs = shop
        .app
        .given()
        .company("Other")
        .cpn("HW-7", "VALVE-7")
        .await;
    let ours = data_of(&shop.create("A").await)["_id"].clone();
    shop.app
        .given()
        .company("Other")
        .locked("stocktaking")
        .await;
    let pump = shop.product.object_id();

    let create = json!({ "partNumbers": [
        entry(&shop.company.object_id(), &pump, "NEW"), entry(&other.object_id(), &pump, "NEW"),
    ] });
    let created = post(&shop.program, &create).await;
    let deleted = post(
        &shop.program,
        &json!({ "cpnIds": [ours, theirs.object_id()] }),
    )
    .await;

    for answer in [&created, &deleted] {
        assert_refused(answer, 400);
        assert_eq!(
            json_of(answer)["message"],
            "The company is locked: stocktaking"
        );
    }
    assert_eq!(shop.stored().await, 2);
}

#[actix_web::test]
async fn b15_what_cannot_be_meant_is_refused() {
    let shop = Shop::open().await;
    let (acme, pump) = (shop.company.object_id(), shop.product.object_id());
    let made = data_of(&shop.create("A").await)["_id"].clone();
    let good = entry(&acme, &pump, "NEW");
    let too_many: Vec<Value> = (0..1_001)
        .map(|n| entry(&acme, &pump, &n.to_string()))
        .collect();

    for body in [
        json!({}),
        json!({ "partNumbers": [good], "cpnIds": [made] }),
        json!({ "partNumbers": [] }),
        json!({ "partNumbers": "A" }),
        json!({ "partNumbers": [good, "A"] }),
        json!({ "partNumbers": [good, entry("1", &pump, "B")] }),
        json!({ "partNumbers": [good, { "companyId": acme, "productId": pump }] }),
        json!({ "partNumbers": too_many }),
        json!({ "cpnIds": [] }),
        json!({ "cpnIds": ["1"] }),
        json!({ "cpnIds": [7] }),
    ] {
        assert_refused(&post(&shop.program, &body).await, 400);
    }
    let delete_with_create = json!({ "partNumbers": [good] }).to_string();
    assert_refused(
        &shop
            .program
            .send(Method::DELETE, PATH, &delete_with_create)
            .await,
        400,
    );
    let reading = shop.app.given().token("axim").reading().there().await;
    let reading = Program::with(&shop.app, &reading);
    assert_refused(&post(&reading, &json!({ "cpnIds": [made] })).await, 403);
    assert_eq!(shop.stored().await, 1);
    let thousand = json!({ "partNumbers": too_many[..1_000] });
    let answer = post(&shop.program, &thousand).await;
    assert_eq!(answer.status(), 200, "{}", answer.body());
    assert_eq!(shop.stored().await, 1_001);
}

#[actix_web::test]
async fn b15_a_token_held_to_a_company_deletes_and_creates_there_alone() {
    let shop = Shop::open().await;
    let other = shop.app.given().company("Other").there().await;
    let theirs = shop
        .app
        .given()
        .company("Other")
        .cpn("HW-7", "VALVE-7")
        .await;
    let held = shop
        .app
        .given()
        .token("axim")
        .of(&shop.company)
        .there()
        .await;
    let held = Program::with(&shop.app, &held);
    let pump = shop.product.object_id();

    let create = json!({ "partNumbers": [
        entry(&shop.company.object_id(), &pump, "A"), entry(&other.object_id(), &pump, "A"),
    ] });
    let created = post(&held, &create).await;
    let deleted = post(&held, &json!({ "cpnIds": [theirs.object_id()] })).await;

    assert_eq!(
        json_of(&created)["message"],
        "Inserted 1 CPN records successfully"
    );
    assert_refused(&deleted, 404);
    assert_eq!(shop.stored().await, 2);
}
