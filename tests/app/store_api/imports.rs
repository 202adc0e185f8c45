//! Files: A31.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::shop::{Reply, Shop, hex, stocked};
use crate::harness::TestApp;

const IMPORT: &str = "/store-api/b2b/customer-product-number-import";

async fn import(shop: &Shop, content_type: &str, body: impl Into<reqwest::Body>) -> Reply {
    let request = shop
        .request(Method::POST, IMPORT)
        .header("content-type", content_type);
    shop.send(request.body(body)).await
}

/// `[total, created, updated, unchanged, failed]`.
fn counts(reply: &Reply) -> [i64; 5] {
    assert_eq!(reply.status, 200, "{}", reply.body);
    ["total", "created", "updated", "unchanged", "failed"]
        .map(|key| reply.body[key].as_i64().unwrap())
}

#[actix_web::test]
async fn a31_a_file_comes_in_any_form() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    app.given().product("PUMP").await;
    let csv = |number: &str| format!("sku;cpn\nPUMP;{number}\n");
    for (place, content_type) in [
        "text/csv",
        "text/plain; charset=utf-8",
        "application/csv",
        "application/octet-stream",
    ]
    .iter()
    .enumerate()
    {
        let reply = import(&shop, content_type, csv(&format!("N-{place}"))).await;
        let created = i64::from(place == 0);
        assert_eq!(
            counts(&reply),
            [1, created, 1 - created, 0, 0],
            "{content_type}"
        );
    }
    for name in ["csv", "content"] {
        let reply = shop.post(IMPORT, &json!({ name: csv(name) })).await;
        assert_eq!(counts(&reply), [1, 0, 1, 0, 0], "{name}");
        let form = shop
            .request(Method::POST, IMPORT)
            .form(&[("other", "x"), (name, &csv(&format!("form-{name}")))]);
        assert_eq!(counts(&shop.send(form).await), [1, 0, 1, 0, 0], "{name}");
    }
    let parts = [
        Form::new()
            .text("note", "x")
            .part("file", Part::text(csv("part-1"))),
        Form::new()
            .text("note", "x")
            .part("upload", Part::text(csv("part-2")).file_name("numbers.csv")),
        Form::new()
            .part("first", Part::text(csv("wrong")).file_name("a.csv"))
            .part("file", Part::text(csv("part-3")).file_name("b.csv")),
    ];
    for form in parts {
        let reply = shop
            .send(shop.request(Method::POST, IMPORT).multipart(form))
            .await;
        assert_eq!(counts(&reply), [1, 0, 1, 0, 0]);
    }
    assert_eq!(shop.numbers(&json!({})).await, ["part-3"]);
    let alias = shop
        .request(Method::POST, "/b2b/customer-product-number-import")
        .header("content-type", "text/csv");
    assert_eq!(
        counts(&shop.send(alias.body("PUMP,part-3")).await),
        [1, 0, 0, 1, 0]
    );
}

#[actix_web::test]
async fn a31_bad_rows_are_told_and_do_not_stop_the_others() {
    let app = TestApp::spawn().await;
    let shop = stocked(
        &app,
        &[("HW-7", "PUMP"), ("HW-8", "VALVE"), ("HW-9", "VALVE")],
    )
    .await;
    let seal = hex(&app.given().product("SEAL").await.id);
    let file = format!(
        "\u{FEFF}Product-Number;Name;product ID;Own Product Number\r\npump;\"a \"\"blue\"\"\r\none\";;hw-7\r\nVALVE;;;\"NEW;1\"\r\n\r\nNONE;;;X\r\n;;{seal};S-1\r\n;;;Y\r\n;;nothex;Y\r\nPUMP;;;\r\nPUMP;;;{}\r\nPUMP;;;a\u{7}b",
        "x".repeat(256)
    );

    let reply = import(&shop, "text/csv", file).await;

    let long = "The number has more than 255 characters.";
    let error = |line: i64, code: &str, detail: &str| json!({ "line": line, "code": code, "detail": detail });
    let expected = json!({
        "success": true, "total": 9, "created": 1, "updated": 1, "unchanged": 1, "failed": 6, "apiAlias": "array_struct",
        "errors": [
            error(6, "PRODUCT_NOT_FOUND", "There is no product NONE."), error(8, "PRODUCT_MISSING", "The row names no product."),
            error(9, "PRODUCT_NOT_FOUND", "There is no product nothex."), error(10, "NUMBER_MISSING", "The row has no number."),
            error(11, "NUMBER_TOO_LONG", long), error(12, "NUMBER_INVALID", "The number holds signs that it must not."),
        ],
    });
    assert_eq!((reply.status, reply.body), (200, expected));
    assert_eq!(
        shop.numbers(&json!({})).await,
        ["HW-7", "NEW;1", "HW-9", "S-1"]
    );
    let noted = "select cpn || ' ' || version || ' ' || kind || ' ' || door || ' ' || preferred from cpn_history where upload_id is not null order by cpn";
    assert_eq!(
        app.database().texts(noted, &[]).await,
        ["NEW;1 2 changed upload true", "S-1 1 created upload true"]
    );
    let hidden = shop.numbers(&json!({ "filter": [{ "type": "contains", "field": "productNumber", "value": "new;1" }] })).await;
    assert_eq!(hidden, ["NEW;1"], "what is renamed is found");
}

#[actix_web::test]
async fn a31_a_file_whose_every_row_fails_was_read_all_the_same() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let reply = import(&shop, "text/csv", "A,B\nC,D").await;
    assert_eq!(counts(&reply), [2, 0, 0, 0, 2]);
    assert_eq!(reply.body["success"], true);
    assert_eq!(
        counts(&import(&shop, "text/csv", "sku,cpn\n").await),
        [0; 5]
    );
}

#[actix_web::test]
async fn a31_what_is_no_file_is_refused() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    for reply in [
        import(&shop, "text/csv", "").await,
        import(&shop, "text/csv", " \n").await,
        import(&shop, "image/png", "A;B").await,
        shop.send(shop.request(Method::POST, IMPORT)).await,
        shop.post(IMPORT, &json!({ "file": "A;B" })).await,
        shop.post(IMPORT, &json!({ "csv": 7 })).await,
        shop.send(
            shop.request(Method::POST, IMPORT)
                .multipart(Form::new().text("note", "x")),
        )
        .await,
        shop.send(shop.request(Method::POST, IMPORT).form(&[("x", "y")]))
            .await,
    ] {
        assert_eq!(
            reply.refusal(),
            (400, "FRAMEWORK__MISSING_REQUEST_PARAMETER")
        );
        assert_eq!(
            reply.body["errors"][0]["meta"]["parameters"],
            json!({ "parameterName": "file" })
        );
    }
    for bad in [b"PUMP;\xFF".as_slice(), b"sku;name\nP;A", b"name;cpn\nP;A"] {
        let reply = import(&shop, "text/csv", bad).await;
        assert_eq!(
            reply.refusal(),
            (400, "FRAMEWORK__INVALID_REQUEST_PARAMETER")
        );
    }
    assert_eq!(
        import(&shop, "multipart/form-data; boundary=x", "--x\r\nbroken")
            .await
            .status,
        400
    );
    assert_eq!(
        import(&shop, "multipart/form-data", "A;B").await.status,
        400
    );
    assert_eq!(
        import(&shop, "application/json", "PUMP;A").await.refusal(),
        (400, "0"),
        "a CSV that says it is JSON"
    );
}

#[actix_web::test]
async fn a31_files_and_their_rows_are_bounded() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    let large = "x".repeat(5 * 1024 * 1024 + 1);
    assert_eq!(import(&shop, "text/csv", large.clone()).await.status, 413);
    assert_eq!(
        shop.post(IMPORT, &json!({ "csv": large })).await.status,
        413
    );
    let many = "A;B\n".repeat(50_001);
    let reply = import(&shop, "text/csv", many).await;
    assert_eq!(
        (reply.status, &reply.body["errors"][0]["status"]),
        (413, &json!("413"))
    );
    assert_eq!(shop.list(&json!({})).await.status, 200);
}

#[actix_web::test]
async fn a31_a_large_file_is_one_transaction_of_seconds() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    app.database()
        .execute(
            "insert into products (id, number, number_key, identity_key, order_key, name, name_key, search_text, object_id)
             select gen_random_uuid(), 'p' || n, 'p' || n, 'p' || n, 'p' || n, 'p' || n, 'p' || n, 'P' || n, lpad(to_hex(n), 24, '0')
             from generate_series(1, 20000) n",
            &[],
        )
        .await;
    let file = |prefix: &str| {
        (1..=20_000)
            .map(|n| format!("P{n};{prefix}-{n}\n"))
            .collect::<String>()
    };
    let many = |created, updated| [20_000, created, updated, 20_000 - created - updated, 0];

    assert_eq!(
        counts(&import(&shop, "text/csv", file("A")).await),
        many(20_000, 0)
    );
    assert_eq!(
        counts(&import(&shop, "text/csv", file("B")).await),
        many(0, 20_000)
    );
    assert_eq!(
        counts(&import(&shop, "text/csv", file("b")).await),
        many(0, 0)
    );

    assert_eq!(
        app.database()
            .count("select count(*) from cpns where preferred and version = 2 and cpn like 'B-%'")
            .await,
        20_000
    );
    assert_eq!(
        app.database()
            .count("select count(*) from cpn_history")
            .await,
        40_000
    );
}

#[actix_web::test]
async fn a31_who_may_not_save_may_not_import() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[]).await;
    app.given().product("PUMP").await;
    let reader = app.given().company("Acme").reader("rob").await;
    let reading = Shop::of(&app, &reader).await;
    let anonymous = Shop::open(&app).await;

    assert_eq!(
        import(&anonymous, "text/csv", "PUMP;A").await.refusal(),
        (403, "CHECKOUT__CUSTOMER_NOT_LOGGED_IN")
    );
    assert_eq!(
        import(&reading, "text/csv", "PUMP;A").await.refusal(),
        (403, "CHECKOUT__INSUFFICIENT_PERMISSION")
    );
    app.given().company("Acme").locked("stocktaking").await;
    assert_eq!(
        import(&shop, "text/csv", "PUMP;A").await.refusal(),
        (423, "CPN_DESK__COMPANY_LOCKED")
    );
    assert_eq!(
        shop.list(&json!({})).await.body["elements"],
        Value::Array(Vec::new())
    );
}

#[actix_web::test]
async fn a31_shared_numbers_are_refused_where_the_company_forbids_them() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP")]).await;
    for number in ["VALVE", "SEAL"] {
        app.given().product(number).await;
    }
    let file = "VALVE;hw-7\nSEAL;S\nVALVE;V\nPUMP;V";
    let rule = |rule: &'static str| {
        let app = &app;
        async move {
            let sql = format!("update companies set shared_numbers = '{rule}'");
            app.database().execute(&sql, &[]).await
        }
    };
    rule("forbid").await;

    let reply = import(&shop, "text/csv", file).await;

    assert_eq!(counts(&reply), [4, 1, 0, 0, 3]);
    let codes: Vec<(i64, &str)> = reply.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["line"].as_i64().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    let in_use = [1, 3, 4].map(|line| (line, "NUMBER_IN_USE"));
    assert_eq!(codes, in_use, "of two rows none is taken at a guess");

    rule("allow").await;
    assert_eq!(
        counts(&import(&shop, "text/csv", file).await),
        [4, 1, 2, 1, 0]
    );
    assert_eq!(shop.numbers(&json!({})).await, ["V", "S", "V"]);
}

#[actix_web::test]
async fn a31_of_rows_for_one_product_the_last_one_stays() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP"), ("HW-8", "PUMP")]).await;
    app.given().product("SEAL").await;

    let reply = import(
        &shop,
        "text/csv",
        "PUMP;A\nSEAL;S\nPUMP;B\nSEAL;T\nPUMP;HW-8\nSEAL;S\nSEAL;s",
    )
    .await;

    assert_eq!(counts(&reply), [7, 1, 4, 2, 0]);
    assert_eq!(shop.numbers(&json!({})).await, ["B", "HW-8", "s"]);
}

#[actix_web::test]
async fn a31_numbers_are_saved_as_they_stand() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("0017", "PUMP")]).await;
    app.given().product("SEAL").await;

    let reply = import(&shop, "text/csv", "PUMP;17\nSEAL;1.23E+12").await;

    assert_eq!(
        counts(&reply),
        [2, 1, 1, 0, 0],
        "nobody is there to be asked"
    );
    assert_eq!(shop.numbers(&json!({})).await, ["17", "1.23E+12"]);
}

#[actix_web::test]
async fn a31_an_import_is_an_upload_that_can_be_undone() {
    let app = TestApp::spawn().await;
    let shop = stocked(&app, &[("HW-7", "PUMP")]).await;
    import(&shop, "text/csv", "PUMP;NEW\nNONE;X").await;

    let uploads =
        "select source || ' ' || mode || ' ' || state || ' ' || door || ' ' || rows from uploads";
    assert_eq!(
        app.database().texts(uploads, &[]).await,
        ["call replace applied store-api 2"]
    );
    let id = app
        .database()
        .texts("select id::text from uploads", &[])
        .await
        .remove(0);
    let undone = tokio::process::Command::new(env!("CARGO_BIN_EXE_cpn-desk"))
        .args(["undo", &id, "--company", "Acme"])
        .env("DATABASE_URL", app.database().url())
        .output()
        .await
        .unwrap();
    assert!(undone.status.success(), "{undone:?}");
    assert_eq!(shop.numbers(&json!({})).await, ["HW-7"]);
}
