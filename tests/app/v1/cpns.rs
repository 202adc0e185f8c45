//! `/api/v1/companies/{company}/cpns`.

use serde_json::{Value, json as body};

use super::{Program, faults, json, problem};
use crate::harness::TestApp;

struct World {
    app: TestApp,
    erp: Program,
    cpns: String,
}

async fn world() -> World {
    let app = TestApp::spawn().await;
    let company = app.given().company("Acme").there().await;
    for number in ["PUMP-1", "PUMP-2"] {
        app.given().product(number).await;
    }
    let erp = Program::of_the_erp(&app).await;
    let cpns = format!("/companies/{}/cpns", company.id);
    World { app, erp, cpns }
}

impl World {
    async fn add(&self, cpn: &str, product: &str) -> Value {
        let answer = self
            .erp
            .post(&self.cpns, &body!({"cpn": cpn, "product_number": product}))
            .await;
        assert_eq!(answer.status(), 201, "{}", answer.body());
        json(&answer)
    }

    fn at(&self, cpn: &Value) -> String {
        format!("{}/{}", self.cpns, cpn["id"].as_str().unwrap())
    }
}

#[actix_web::test]
async fn a_number_lives_from_its_making_to_its_restoration() {
    let world = world().await;
    let erp = &world.erp;

    let given = body!({"cpn": " HW 7/# ", "product_number": "pump-1", "description": "Pumpe", "unit": "pack", "pack_quantity": "4.50",
        "valid_from": "2026-01-01", "valid_to": "2026-12-31"});
    let made = erp.post(&world.cpns, &given).await;
    assert_eq!(made.status(), 201, "{}", made.body());
    let cpn = json(&made);
    assert_eq!(
        (
            &cpn["cpn"],
            &cpn["pack_quantity"],
            &cpn["preferred"],
            &cpn["version"],
            &cpn["created"]["by_name"]
        ),
        (
            &body!("HW 7/#"),
            &body!("4.5"),
            &body!(true),
            &body!(1),
            &body!("the ERP")
        )
    );
    let path = world.at(&cpn);
    assert_eq!(made.location(), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(json(&erp.get(&path).await), cpn);

    let changed = erp
        .patch(
            &path,
            made.header("etag").unwrap(),
            &body!({"unit": null, "product_number": "PUMP-2"}),
        )
        .await;
    let after = json(&changed);
    assert_eq!(
        (
            &after["unit"],
            &after["product"]["number"],
            &after["description"],
            &after["version"]
        ),
        (&body!(null), &body!("PUMP-2"), &body!("Pumpe"), &body!(2))
    );
    let stale = erp
        .patch(&path, made.header("etag").unwrap(), &body!({"unit": "x"}))
        .await;
    assert_eq!(problem(&stale), (412, "changed-meanwhile".to_owned()));
    assert_eq!(
        problem(&erp.delete(&path, made.header("etag").unwrap()).await).0,
        412
    );

    assert_eq!(
        erp.delete(&path, changed.header("etag").unwrap())
            .await
            .status(),
        204
    );
    assert_eq!(erp.get(&path).await.status(), 404);
    let restored = erp.post(&format!("{path}/restoration"), &body!({})).await;
    assert_eq!(
        (restored.status(), &json(&restored)["version"]),
        (200, &body!(4))
    );

    let timeline = json(&erp.get(&format!("{path}/timeline")).await);
    let kinds: Vec<&str> = timeline["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["restored", "deleted", "changed", "created"]);
    let change = &timeline["items"][2];
    assert_eq!(
        (
            &change["door"],
            &change["before"]["product_number"],
            &change["after"]["product_number"]
        ),
        (&body!("api"), &body!("PUMP-1"), &body!("PUMP-2"))
    );
    let of_company = path.split("/cpns").next().unwrap().to_owned() + "/timeline?kind=deleted";
    assert_eq!(
        json(&erp.get(&of_company).await)["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[actix_web::test]
async fn what_is_wrong_is_told_field_by_field() {
    let world = world().await;
    world.add("HW-7", "PUMP-1").await;
    let post = async |given: Value| faults(&world.erp.post(&world.cpns, &given).await);
    let fault = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];

    assert_eq!(
        post(body!({"cpn": "hw\u{2013}7", "product_number": "PUMP-1"})).await,
        fault("cpn", "taken")
    );
    assert_eq!(
        post(body!({"cpn": "A", "product_number": "PUMP-9"})).await,
        fault("product_number", "unknown")
    );
    assert_eq!(
        post(body!({"cpn": "A", "product_number": "\u{0}"})).await,
        fault("product_number", "forbidden-character")
    );
    assert_eq!(
        post(body!({"cpn": "A"})).await,
        fault("product_number", "missing")
    );
    let both = body!({"cpn": "A", "product_number": "PUMP-1", "product_id": "00000000-0000-0000-0000-000000000000"});
    assert_eq!(post(both).await.len(), 1);
    assert_eq!(post(body!({"cpn": "", "product_number": "PUMP-1", "pack_quantity": "0", "valid_from": "2026-02-30"})).await.len(), 3);
    let crossed = body!({"cpn": "A", "product_number": "PUMP-1", "valid_from": "2026-02-02", "valid_to": "2026-02-01"});
    assert_eq!(post(crossed).await, fault("valid_to", "dates-crossed"));
}

#[actix_web::test]
async fn the_list_filters_and_pages() {
    let world = world().await;
    for number in ["3", "21", "11"] {
        world.add(number, "PUMP-1").await;
    }
    world.add("21", "PUMP-2").await;
    let numbers = async |query: &str| -> Vec<String> {
        let page = world.erp.get(&format!("{}?{query}", world.cpns)).await;
        assert_eq!(page.status(), 200, "{}", page.body());
        let items = json(&page)["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["cpn"].as_str().unwrap().to_owned())
            .collect()
    };

    assert_eq!(numbers("").await, ["3", "11", "21", "21"]);
    assert_eq!(numbers("ambiguous=true").await, ["21", "21"]);
    assert_eq!(
        numbers("preferred=true&order=descending").await,
        ["21", "3"]
    );
    assert_eq!(numbers("q=pump-2").await, ["21"]);
    for sort in ["cpn", "product", "changed"] {
        let (mut all, mut query) = (Vec::new(), format!("sort={sort}&limit=1"));
        loop {
            let page = world.erp.get(&format!("{}?{query}", world.cpns)).await;
            assert_eq!(page.status(), 200, "{}", page.body());
            let page = json(&page);
            all.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["id"].clone()),
            );
            let Some(cursor) = page["next_cursor"].as_str() else {
                break;
            };
            query = format!("sort={sort}&limit=1&cursor={cursor}");
        }
        all.sort_by_key(ToString::to_string);
        all.dedup();
        assert_eq!(all.len(), 4, "{sort}");
    }
}

#[actix_web::test]
async fn one_number_of_a_product_is_preferred() {
    let world = world().await;
    let first = world.add("A", "PUMP-1").await;
    let second = world.add("B", "PUMP-1").await;
    assert_eq!(second["preferred"], false);

    let preferred = world
        .erp
        .put(&format!("{}/preference", world.at(&second)), &body!({}))
        .await;

    assert_eq!(json(&preferred)["preferred"], true);
    assert_eq!(
        json(&world.erp.get(&world.at(&first)).await)["preferred"],
        false
    );
    assert_eq!(
        world
            .app
            .database()
            .count("select count(*) from cpns where preferred")
            .await,
        1
    );
}
