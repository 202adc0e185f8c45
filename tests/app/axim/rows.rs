//! Lists and single rows.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Program, Shop, assert_refused, data_of, json_of, masked};

fn numbers(list: &Value) -> Vec<&str> {
    let rows = list["data"].as_array().unwrap().iter();
    rows.map(|row| row["cpn"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn b13_list_search_sort_and_pages() {
    let shop = Shop::open().await;
    for cpn in ["BOLT-3", "bolt-21", "NUT-11", "Bolt 7"] {
        assert_eq!(shop.create(cpn).await.status(), 200);
    }
    let list = async |query: &str| {
        let answer = shop.program.get(&format!("/api/cpn{query}")).await;
        assert_eq!(answer.status(), 200, "{query}: {}", answer.body());
        json_of(&answer)
    };

    let newest_first = list("").await;
    assert_eq!(
        numbers(&newest_first),
        ["Bolt 7", "NUT-11", "bolt-21", "BOLT-3"]
    );
    assert_eq!(
        newest_first["pagination"],
        json!({ "page": 1, "limit": 10, "total": 4, "totalPages": 1 })
    );
    assert_eq!(
        numbers(&list("?search=BOLT").await),
        ["Bolt 7", "bolt-21", "BOLT-3"]
    );
    assert_eq!(numbers(&list("?search=lt-2").await), ["bolt-21"]);
    assert_eq!(numbers(&list("?search=lt2").await), [""; 0]);
    assert_eq!(
        numbers(&list("?search=-").await),
        ["NUT-11", "bolt-21", "BOLT-3"]
    );
    assert_eq!(numbers(&list("?search=%25").await), [""; 0]);
    assert_eq!(
        numbers(&list("?sortBy=cpn").await),
        ["Bolt 7", "BOLT-3", "bolt-21", "NUT-11"]
    );
    assert_eq!(
        numbers(&list("?sortBy=cpn&sortOrder=desc&limit=2").await),
        ["NUT-11", "bolt-21"]
    );
    assert_eq!(
        numbers(&list("?sortBy=createdAt&sortOrder=asc").await),
        ["BOLT-3", "bolt-21", "NUT-11", "Bolt 7"]
    );
    assert_eq!(
        numbers(&list("?sortBy=_id&sortOrder=asc").await),
        ["BOLT-3", "bolt-21", "NUT-11", "Bolt 7"]
    );
    let second = list("?page=2&limit=3&foo=bar").await;
    assert_eq!(numbers(&second), ["BOLT-3"]);
    assert_eq!(
        second["pagination"],
        json!({ "page": 2, "limit": 3, "total": 4, "totalPages": 2 })
    );
    assert_eq!(numbers(&list("?page=9").await), [""; 0]);
    for bad in [
        "page=0",
        "page=x",
        "limit=251",
        "limit=-1",
        "sortBy=secret",
        "sortOrder=up",
        "companyId=1",
    ] {
        assert_refused(&shop.program.get(&format!("/api/cpn?{bad}")).await, 400);
    }
}

#[actix_web::test]
async fn b13_a_list_has_the_rows_of_the_companies_within_reach() {
    let shop = Shop::open().await;
    let theirs = shop
        .app
        .given()
        .company("Other")
        .cpn("HW-7", "VALVE-7")
        .await;
    let other = shop.app.given().company("Other").there().await;
    let held = shop
        .app
        .given()
        .token("axim")
        .of(&shop.company)
        .there()
        .await;
    let held = Program::with(&shop.app, &held);
    let made = shop.create("ACME-77").await;
    let all = shop.program.get("/api/cpn").await;
    let of_other = format!("/api/cpn?companyId={}", other.object_id().to_uppercase());

    assert_eq!(numbers(&json_of(&all)), ["ACME-77", "HW-7"]);
    assert_eq!(
        numbers(&json_of(&shop.program.get(&of_other).await)),
        ["HW-7"]
    );
    let seen = held.get("/api/cpn").await;
    assert_eq!(numbers(&json_of(&seen)), ["ACME-77"]);
    assert_eq!(json_of(&seen)["pagination"]["total"], 1);
    assert_eq!(numbers(&json_of(&held.get(&of_other).await)), [""; 0]);
    assert_refused(
        &held.get(&format!("/api/cpn/{}", theirs.object_id())).await,
        404,
    );
    let row = data_of(&made);
    let words = [
        (row["_id"].as_str().unwrap(), "ID"),
        (row["createdAt"].as_str().unwrap(), "NOW"),
        (row["createdBy"]["id"].as_str().unwrap(), "TOKEN"),
        (&shop.company.object_id(), "COMPANY"),
        (&shop.product.object_id(), "PRODUCT"),
    ];
    assert_eq!(
        masked(&seen, &words),
        r#"{"success":true,"data":[{"_id":"ID","companyId":"COMPANY","productId":"PRODUCT","cpn":"ACME-77","createdBy":{"id":"TOKEN","name":"store","type":"api"},"createdAt":"NOW","updatedAt":"NOW"}],"pagination":{"page":1,"limit":10,"total":1,"totalPages":1}}"#
    );
}

#[actix_web::test]
async fn b14_a_row_is_shown_changed_and_deleted() {
    let shop = Shop::open().await;
    let made = data_of(&shop.create("OLD-1").await);
    let path = format!("/api/cpn/{}", made["_id"].as_str().unwrap());

    let shown = shop.program.get(&path).await;
    assert_eq!(shown.status(), 200);
    let mut expected = made.clone();
    expected.as_object_mut().unwrap().remove("__v");
    assert_eq!(
        json_of(&shown),
        json!({ "success": true, "data": expected })
    );

    let changed = shop
        .program
        .send(
            Method::PUT,
            &path,
            r#"{"cpn":" NEW-1 ","companyId":"ignored"}"#,
        )
        .await;
    assert_eq!(changed.status(), 200, "{}", changed.body());
    assert_eq!(json_of(&changed)["message"], "Updated successfully");
    let row = data_of(&changed);
    assert_eq!((&row["cpn"], &row["_id"]), (&json!("NEW-1"), &made["_id"]));
    assert_eq!(row["createdAt"], made["createdAt"]);
    assert!(row["updatedAt"].as_str() > made["updatedAt"].as_str());
    assert_eq!(row.get("__v"), None);

    for (body, status) in [
        ("{}", 400),
        (r#"{"cpn":""}"#, 400),
        (r#"{"cpn":7}"#, 400),
        ("{", 400),
    ] {
        assert_refused(&shop.program.send(Method::PUT, &path, body).await, status);
    }
    let deleted = shop.program.send(Method::DELETE, &path, "").await;
    assert_eq!(deleted.status(), 200);
    assert_eq!(
        deleted.body(),
        r#"{"success":true,"message":"Deleted successfully"}"#
    );
    assert_refused(&shop.program.get(&path).await, 404);
    assert_refused(
        &shop
            .program
            .send(Method::PUT, &path, r#"{"cpn":"X"}"#)
            .await,
        404,
    );
    assert_refused(&shop.program.send(Method::DELETE, &path, "").await, 404);
    let kinds = shop
        .app
        .database()
        .texts(
            "select kind || ' ' || actor_kind || ' ' || door from cpn_history order by version",
            &[],
        )
        .await;
    assert_eq!(
        kinds,
        [
            "created token axim",
            "changed token axim",
            "deleted token axim"
        ]
    );
}

#[actix_web::test]
async fn b14_lock_right_and_duplicates_hold_for_changes_too() {
    let shop = Shop::open().await;
    assert_eq!(shop.create("TAKEN").await.status(), 200);
    let made = data_of(&shop.create("A").await);
    let path = format!("/api/cpn/{}", made["_id"].as_str().unwrap());
    let put = r#"{"cpn":"B"}"#;

    let duplicate = shop
        .program
        .send(Method::PUT, &path, r#"{"cpn":"taken"}"#)
        .await;
    assert_refused(&duplicate, 400);
    let reading = shop.app.given().token("axim").reading().there().await;
    let reading = Program::with(&shop.app, &reading);
    assert_refused(&reading.send(Method::PUT, &path, put).await, 403);
    assert_refused(&reading.send(Method::DELETE, &path, "").await, 403);
    assert_eq!(reading.get(&path).await.status(), 200);
    let nobody = Program::without_token(&shop.app);
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        assert_refused(&nobody.send(method, &path, put).await, 401);
    }
    shop.app.given().company("Acme").locked("stocktaking").await;
    assert_refused(&shop.program.send(Method::PUT, &path, put).await, 400);
    assert_refused(&shop.program.send(Method::DELETE, &path, "").await, 400);
    assert_eq!(data_of(&shop.program.get(&path).await)["cpn"], "A");
    assert_eq!(shop.stored().await, 2);
}

#[actix_web::test]
async fn b14_a_change_keeps_the_fields_this_contract_does_not_know() {
    let shop = Shop::open().await;
    let made = data_of(&shop.create("A").await);
    let database = shop.app.database();
    database
        .execute(
            "update cpns set description = 'ours', pack_quantity = 4, unit = 'box'",
            &[],
        )
        .await;

    let path = format!("/api/cpn/{}", made["_id"].as_str().unwrap());
    let changed = shop
        .program
        .send(Method::PUT, &path, r#"{"cpn":"B"}"#)
        .await;

    assert_eq!(changed.status(), 200, "{}", changed.body());
    let kept = database
        .texts("select concat_ws(' ', cpn, description, trim_scale(pack_quantity), unit, search_text) from cpns", &[])
        .await;
    assert_eq!(kept, ["B ours 4 box B OURS"]);
}
