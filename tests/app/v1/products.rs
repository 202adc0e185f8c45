//! `/api/v1/products`.

use serde_json::json as body;

use super::{Program, faults, json};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_product_is_made_changed_and_discontinued() {
    let app = TestApp::spawn().await;
    let erp = Program::of_the_erp(&app).await;

    let made = erp
        .post(
            "/products",
            &body!({"number": "P-1", "name": "Pump", "gtin": "4006381333931"}),
        )
        .await;
    assert_eq!(made.status(), 201, "{}", made.body());
    let variant = erp
        .post(
            "/products",
            &body!({"number": "P-1-B", "name": "Pump, blue", "parent_number": "p-1"}),
        )
        .await;
    assert_eq!(json(&variant)["parent_number"], "P-1");
    let path = format!("/products/{}", json(&made)["id"].as_str().unwrap());

    let changed = erp
        .patch(
            &path,
            made.header("etag").unwrap(),
            &body!({"gtin": null, "successor_number": "P-1-B"}),
        )
        .await;
    let product = json(&changed);
    assert_eq!(
        (
            &product["gtin"],
            &product["successor_number"],
            &product["name"]
        ),
        (&body!(null), &body!("P-1-B"), &body!("Pump"))
    );
    assert_eq!(
        erp.patch(&path, made.header("etag").unwrap(), &body!({"name": "x"}))
            .await
            .status(),
        412
    );

    let gone = erp
        .put(&format!("{path}/discontinuation"), &body!({}))
        .await;
    assert!(json(&gone)["discontinued_at"].is_string());
    assert_ne!(gone.header("etag"), changed.header("etag"));
    let listed = json(&erp.get("/products?state=discontinued").await);
    assert_eq!(listed["items"], body!([json(&gone)]));
    assert_eq!(
        json(&erp.delete(&format!("{path}/discontinuation"), "*").await)["discontinued_at"],
        body!(null)
    );
    assert_eq!(
        json(&erp.get("/products?number=%20p-1%20").await)["items"][0]["number"],
        "P-1"
    );
    assert_eq!(
        json(&erp.get("/products?number=none").await)["items"],
        body!([])
    );

    let wrong = erp
        .post(
            "/products",
            &body!({"number": "P-1", "name": "", "gtin": "123", "parent_number": "none"}),
        )
        .await;
    let fields: Vec<String> = faults(&wrong).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["name", "gtin"]);
    let unknown = erp
        .post(
            "/products",
            &body!({"number": "P-2", "name": "x", "parent_number": "none"}),
        )
        .await;
    assert_eq!(faults(&unknown).len(), 1, "{}", unknown.body());
}

#[actix_web::test]
async fn a_token_of_one_company_sees_products_and_changes_none() {
    let app = TestApp::spawn().await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP").await;
    let program = Program::with(&app, "write", &[&cpn.company]).await;
    let path = format!("/products/{}", cpn.product);

    assert_eq!(program.get(&path).await.status(), 200);
    assert_eq!(
        program
            .patch(&path, "*", &body!({"name": "x"}))
            .await
            .status(),
        403
    );
    assert_eq!(
        program
            .put(&format!("{path}/discontinuation"), &body!({}))
            .await
            .status(),
        403
    );
}
