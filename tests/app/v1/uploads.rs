//! Many numbers at once: `/cpns/bulk`, `/uploads`, `/export`.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json as body};

use super::{Program, faults, json, problem};
use crate::harness::TestApp;

struct World {
    app: TestApp,
    erp: Program,
    company: String,
}

async fn world() -> World {
    let app = TestApp::spawn().await;
    let company = app.given().company("Acme").there().await.id;
    for number in ["PUMP-1", "PUMP-2"] {
        app.given().product(number).await;
    }
    let erp = Program::of_the_erp(&app).await;
    World {
        app,
        erp,
        company: format!("/companies/{company}"),
    }
}

impl World {
    fn at(&self, upload: &Value) -> String {
        format!(
            "{}/uploads/{}",
            self.company,
            upload["id"].as_str().unwrap()
        )
    }

    async fn applied(&self, upload: &Value) -> Value {
        for _ in 0..200 {
            let found = json(&self.erp.get(&self.at(upload)).await);
            match found["state"].as_str().unwrap() {
                "applied" => return found,
                "waiting" => tokio::time::sleep(Duration::from_millis(50)).await,
                state => panic!("{state}: {found}"),
            }
        }
        panic!("the upload was not applied in time");
    }

    async fn numbers(&self) -> Vec<String> {
        let list = json(&self.erp.get(&format!("{}/cpns", self.company)).await);
        let items = list["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| {
                format!(
                    "{} {}",
                    item["cpn"].as_str().unwrap(),
                    item["product"]["number"].as_str().unwrap()
                )
            })
            .collect()
    }
}

fn counted(upload: &Value, outcome: &str) -> i64 {
    let counts = upload["counts"].as_array().unwrap();
    let of = counts.iter().filter(|count| count["outcome"] == outcome);
    of.map(|count| count["count"].as_i64().unwrap()).sum()
}

#[actix_web::test]
async fn rows_are_checked_confirmed_and_applied_whole() {
    let world = world().await;
    let bulk = format!("{}/cpns/bulk", world.company);
    let rows = body!([
        {"product_number": "PUMP-1", "cpn": "007", "pack_quantity": "4", "unit": "pack"},
        {"product_number": "pump-2", "cpn": "=1+1, \"x\";"},
        {"product_number": "PUMP-9", "cpn": "A"},
        {"product_number": "PUMP-1", "cpn": "two\nlines"},
        {"product_number": "PUMP-2", "cpn": "last", "pack_quantity": "1.000"},
    ]);

    let checked = world
        .erp
        .post(&bulk, &body!({"rows": rows, "dry_run": true}))
        .await;
    assert_eq!(checked.status(), 200, "{}", checked.body());
    let upload = json(&checked);
    assert_eq!(
        (&upload["state"], &upload["source"], &upload["rows"]),
        (&body!("checked"), &body!("call"), &body!(5))
    );
    assert_eq!(
        (counted(&upload, "new"), counted(&upload, "problem")),
        (3, 2)
    );
    assert!(world.numbers().await.is_empty());
    let wrong = json(
        &world
            .erp
            .get(&format!("{}/rows?outcome=problem", world.at(&upload)))
            .await,
    );
    let told: Vec<_> = wrong["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["line"].as_i64().unwrap(),
                row["cause"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (4, "unknown-product".to_owned()),
            (5, "cpn-forbidden-character".to_owned())
        ]
    );

    let confirmed = world
        .erp
        .post(&format!("{}/confirmation", world.at(&upload)), &body!({}))
        .await;
    assert_eq!(
        (confirmed.status(), confirmed.location()),
        (202, Some(format!("/api/v1{}", world.at(&upload)).as_str()))
    );
    world.applied(&upload).await;
    assert_eq!(
        world.numbers().await,
        ["007 PUMP-1", "=1+1, \"x\"; PUMP-2", "last PUMP-2"]
    );
    let report = world
        .erp
        .get(&format!("{}/report?not_taken=true", world.at(&upload)))
        .await;
    assert!(
        report
            .header("content-type")
            .unwrap()
            .starts_with("text/csv")
    );
    assert!(
        report.body().contains("problem")
            && report.body().contains("unknown-product")
            && !report.body().contains("007"),
        "{}",
        report.body()
    );
    let timeline = json(
        &world
            .erp
            .get(&format!(
                "{}/timeline?upload_id={}",
                world.company,
                upload["id"].as_str().unwrap()
            ))
            .await,
    );
    assert_eq!(timeline["items"].as_array().unwrap().len(), 3);

    let export = world.erp.get(&format!("{}/export", world.company)).await;
    assert!(
        export.body().contains("007") && export.body().contains("PUMP-1"),
        "{}",
        export.body()
    );
    assert_eq!(
        world
            .erp
            .get(&format!("{}/export?format=xlsx", world.company))
            .await
            .bytes()
            .get(..2),
        Some(&b"PK"[..])
    );
    let listed = json(&world.erp.get(&format!("{}/uploads", world.company)).await);
    assert_eq!(listed["items"][0]["id"], upload["id"]);
}

#[actix_web::test]
async fn a_bulk_that_is_sent_twice_is_applied_once() {
    let world = world().await;
    let send = async || {
        let request = world
            .erp
            .request(Method::POST, &format!("{}/cpns/bulk", world.company));
        let rows = body!({"rows": [{"product_number": "PUMP-1", "cpn": "A"}]});
        world
            .erp
            .send(request.header("idempotency-key", "k").json(&rows))
            .await
    };

    let (first, again) = (send().await, send().await);

    assert_eq!(
        (first.status(), again.status(), again.body()),
        (202, 202, first.body()),
        "{}",
        first.body()
    );
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    world.applied(&json(&first)).await;
    assert_eq!(
        json(&world.erp.get(&format!("{}/uploads", world.company)).await)["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[actix_web::test]
async fn a_mirror_that_removes_much_must_say_how_much() {
    let world = world().await;
    let bulk = format!("{}/cpns/bulk", world.company);
    world.app.given().company("Acme").cpn("OLD", "PUMP-1").await;
    let rows = body!([{"product_number": "PUMP-2", "cpn": "NEW"}]);

    let unsaid = world
        .erp
        .post(&bulk, &body!({"rows": rows, "mode": "mirror"}))
        .await;
    assert_eq!(
        faults(&unsaid),
        [("removed".to_owned(), "missing".to_owned())]
    );
    let said = world
        .erp
        .post(
            &bulk,
            &body!({"rows": rows, "mode": "mirror", "removed": 1}),
        )
        .await;
    assert_eq!(said.status(), 202, "{}", said.body());
    world.applied(&json(&said)).await;
    assert_eq!(world.numbers().await, ["NEW PUMP-2"]);
}

#[actix_web::test]
async fn a_locked_company_may_check_and_not_confirm() {
    let world = world().await;
    let bulk = format!("{}/cpns/bulk", world.company);
    world
        .app
        .given()
        .company("Acme")
        .locked("stocktaking")
        .await;
    let rows = body!([{"product_number": "PUMP-1", "cpn": "A"}]);

    let checked = world
        .erp
        .post(&bulk, &body!({"rows": rows, "dry_run": true}))
        .await;
    assert_eq!(checked.status(), 200);
    let refused = world
        .erp
        .post(
            &format!("{}/confirmation", world.at(&json(&checked))),
            &body!({}),
        )
        .await;
    assert_eq!(problem(&refused), (423, "locked".to_owned()));
    assert_eq!(
        problem(&world.erp.post(&bulk, &body!({"rows": rows})).await).0,
        423
    );
    assert_eq!(
        world
            .erp
            .send(
                world
                    .erp
                    .request(Method::DELETE, &world.at(&json(&checked)))
            )
            .await
            .status(),
        204
    );
    let reader = Program::with(&world.app, "read", &[]).await;
    assert_eq!(
        reader
            .post(&bulk, &body!({"rows": rows, "dry_run": true}))
            .await
            .status(),
        403
    );
}
