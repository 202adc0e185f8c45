//! `/api/v1/companies`.

use serde_json::json as body;

use super::{Program, faults, json, problem};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_company_is_made_found_changed_and_changed_only_by_who_has_seen_it() {
    let app = TestApp::spawn().await;
    let erp = Program::of_the_erp(&app).await;

    let made = erp
        .post(
            "/companies",
            &body!({"account_number": " 0128 ", "name": "Acme", "shared_numbers": "forbid"}),
        )
        .await;
    assert_eq!(made.status(), 201, "{}", made.body());
    let company = json(&made);
    let path = format!("/companies/{}", company["id"].as_str().unwrap());
    assert_eq!(made.location(), Some(format!("/api/v1{path}").as_str()));
    assert_eq!(company["account_number"], "0128");

    let shown = erp.get(&path).await;
    assert_eq!(
        (json(&shown), shown.header("etag")),
        (company.clone(), made.header("etag"))
    );
    let found = json(&erp.get("/companies?account_number=0128").await);
    assert_eq!(found["items"], body!([company]));

    let seen = shown.header("etag").unwrap();
    let unchanged = erp
        .send(
            erp.request(reqwest::Method::GET, &path)
                .header("if-none-match", seen),
        )
        .await;
    assert_eq!((unchanged.status(), unchanged.body()), (304, ""));
    let without = erp
        .send(
            erp.request(reqwest::Method::PATCH, &path)
                .json(&body!({"name": "B"})),
        )
        .await;
    assert_eq!(problem(&without), (428, "condition-missing".to_owned()));
    let changed = erp.patch(&path, seen, &body!({"name": "Bolt"})).await;
    assert_eq!(
        (
            changed.status(),
            &json(&changed)["name"],
            &json(&changed)["shared_numbers"]
        ),
        (200, &body!("Bolt"), &body!("forbid"))
    );
    let stale = erp.patch(&path, seen, &body!({"name": "C"})).await;
    assert_eq!(problem(&stale), (412, "changed-meanwhile".to_owned()));
    let taken = erp
        .post(
            "/companies",
            &body!({"account_number": "0128", "name": "Again"}),
        )
        .await;
    assert_eq!(
        faults(&taken),
        [("account_number".to_owned(), "taken".to_owned())]
    );
}

#[actix_web::test]
async fn a_lock_shows_and_stops_every_write() {
    let app = TestApp::spawn().await;
    let erp = Program::of_the_erp(&app).await;
    let cpn = app.given().company("Acme").cpn("HW-7", "PUMP").await;
    let company = format!("/companies/{}", cpn.company);
    let number = format!("{company}/cpns/{}", cpn.id);

    let locked = erp
        .put(
            &format!("{company}/lock"),
            &body!({"reason": "stocktaking", "until": "2999-01-01T00:00:00Z"}),
        )
        .await;
    assert_eq!(json(&locked)["lock"]["reason"], "stocktaking");
    assert_ne!(locked.header("etag"), None);
    for refused in [
        erp.post(
            &format!("{company}/cpns"),
            &body!({"cpn": "A", "product_number": "PUMP"}),
        )
        .await,
        erp.patch(&number, "*", &body!({"unit": "pack"})).await,
        erp.delete(&number, "*").await,
        erp.put(&format!("{number}/preference"), &body!({})).await,
    ] {
        assert_eq!(problem(&refused), (423, "locked".to_owned()));
        assert_eq!(
            json(&refused)["detail"],
            "stocktaking (until 2999-01-01T00:00:00Z)"
        );
    }
    assert_eq!(erp.get(&number).await.status(), 200);

    let past = erp
        .put(
            &format!("{company}/lock"),
            &body!({"reason": "x", "until": "2001-01-01T00:00:00Z"}),
        )
        .await;
    assert_eq!(
        faults(&past),
        [("until".to_owned(), "in-the-past".to_owned())]
    );
    let unlocked = erp.delete(&format!("{company}/lock"), "*").await;
    assert_eq!(json(&unlocked)["lock"], body!(null));
    assert_eq!(
        erp.patch(&number, "*", &body!({"unit": "pack"}))
            .await
            .status(),
        200
    );
}

#[actix_web::test]
async fn an_archived_company_leaves_the_list_until_it_is_taken_back() {
    let app = TestApp::spawn().await;
    let erp = Program::of_the_erp(&app).await;
    let company = app.given().company("Acme").there().await;
    let path = format!("/companies/{}/archive", company.id);
    let listed = async || {
        json(&erp.get("/companies").await)["items"]
            .as_array()
            .unwrap()
            .len()
    };

    let archived = erp.put(&path, &body!({})).await;
    assert!(json(&archived)["archived_at"].is_string());
    assert_eq!(listed().await, 0);
    assert_eq!(
        json(&erp.get("/companies?state=archived").await)["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(erp.delete(&path, "*").await.status(), 200);
    assert_eq!(listed().await, 1);
}

#[actix_web::test]
async fn a_token_of_one_company_knows_of_no_other_and_keeps_no_master_data() {
    let app = TestApp::spawn().await;
    let ours = app.given().company("Acme").cpn("HW-7", "PUMP").await;
    let theirs = app.given().company("Other").cpn("X-1", "PUMP").await;
    let program = Program::with(&app, "write", &[&ours.company]).await;

    let listed = json(&program.get("/companies?state=all").await);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        json(&program.get("/companies?account_number=Other").await)["items"],
        body!([])
    );
    for path in ["", "/cpns", "/timeline"] {
        let answer = program
            .get(&format!("/companies/{}{path}", theirs.company))
            .await;
        assert_eq!(problem(&answer), (404, "not-found".to_owned()), "{path}");
    }
    let foreign = program
        .get(&format!("/companies/{}/cpns/{}", ours.company, theirs.id))
        .await;
    assert_eq!(foreign.status(), 404);
    let refused = program
        .post("/companies", &body!({"account_number": "1", "name": "x"}))
        .await;
    assert_eq!(problem(&refused), (403, "forbidden".to_owned()));
    let refused = program
        .put(
            &format!("/companies/{}/lock", ours.company),
            &body!({"reason": "x"}),
        )
        .await;
    assert_eq!(refused.status(), 403);

    let reader = Program::with(&app, "read", &[&ours.company]).await;
    let cpns = format!("/companies/{}/cpns", ours.company);
    assert_eq!(reader.get(&cpns).await.status(), 200);
    let refused = reader
        .post(&cpns, &body!({"cpn": "A", "product_number": "PUMP"}))
        .await;
    assert_eq!(problem(&refused), (403, "forbidden".to_owned()));
    let nobody = Program::with(&app, "read", &[]).await;
    assert_eq!(
        nobody
            .post("/companies", &body!({"account_number": "1", "name": "x"}))
            .await
            .status(),
        403
    );
}

#[actix_web::test]
async fn cursors_lead_through_the_whole_list_once() {
    let app = TestApp::spawn().await;
    let erp = Program::of_the_erp(&app).await;
    for number in 0..7 {
        app.given()
            .company(&format!("Company {number}"))
            .there()
            .await;
    }

    let (mut names, mut path) = (
        Vec::new(),
        "/companies?limit=3&sort=account&order=descending".to_owned(),
    );
    loop {
        let page = json(&erp.get(&path).await);
        names.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["name"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/companies?limit=3&sort=account&order=descending&cursor={cursor}");
    }

    let expected: Vec<String> = (0..7)
        .rev()
        .map(|number| format!("Company {number}"))
        .collect();
    assert_eq!(names, expected);
    let other_way = path.replace("descending", "ascending");
    assert_eq!(erp.get(&other_way).await.status(), 400);
}
