//! `POST /api/v1/resolve`: never a guess.

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
    let erp = Program::of_the_erp(&app).await;
    World { app, erp, company }
}

impl World {
    async fn add(&self, given: Value) -> String {
        self.app
            .given()
            .product(given["product_number"].as_str().unwrap())
            .await;
        let answer = self
            .erp
            .post(&format!("/companies/{}/cpns", self.company), &given)
            .await;
        assert_eq!(answer.status(), 201, "{}", answer.body());
        json(&answer)["id"].as_str().unwrap().to_owned()
    }

    async fn ask(&self, more: Value) -> Vec<Value> {
        let mut question = body!({"account_number": "Acme"});
        question
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let answer = self.erp.post("/resolve", &question).await;
        assert_eq!(answer.status(), 200, "{}", answer.body());
        json(&answer)["lines"].as_array().unwrap().clone()
    }

    /// Moves what happened so far this many days into the past.
    async fn age(&self, days: i32) {
        self.app
            .database()
            .execute("alter table cpn_history disable row level security", &[])
            .await;
        self.app
            .database()
            .execute(
                "update cpn_history set at = at - make_interval(days => $1)",
                &[&days],
            )
            .await;
    }

    async fn run(&self, statement: &str) {
        self.app.database().execute(statement, &[]).await;
    }
}

fn told(line: &Value) -> (String, String, String, Option<String>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let product = line["answer"]["product"]["number"]
        .as_str()
        .map(str::to_owned);
    (
        text(&line["number"]),
        text(&line["status"]),
        text(&line["rule"]),
        product,
    )
}

fn line(
    number: &str,
    status: &str,
    rule: &str,
    product: Option<&str>,
) -> (String, String, String, Option<String>) {
    (
        number.to_owned(),
        status.to_owned(),
        rule.to_owned(),
        product.map(str::to_owned),
    )
}

fn day(offset: i64) -> String {
    (chrono::Utc::now().date_naive() + chrono::TimeDelta::days(offset)).to_string()
}

#[actix_web::test]
async fn each_line_is_decided_by_one_rule_in_the_order_asked() {
    let world = world().await;
    world
        .add(body!({"cpn": "HW-7", "product_number": "PUMP", "unit": "pack", "pack_quantity": "4"}))
        .await;
    world
        .add(body!({"cpn": "HW-77", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "TWO", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "two", "product_number": "SEAL"}))
        .await;
    world
        .add(body!({"cpn": "LATER", "product_number": "PUMP", "valid_from": day(1)}))
        .await;
    world
        .add(body!({"cpn": "GONE", "product_number": "PUMP", "valid_to": day(-1)}))
        .await;
    world
        .add(body!({"cpn": "OLD", "product_number": "MOTOR-1"}))
        .await;
    world
        .add(body!({"cpn": "SEAL", "product_number": "MOTOR-2"}))
        .await;
    world
        .add(body!({"cpn": "MOTOR-1", "product_number": "MOTOR-1"}))
        .await;
    world.run("update products set discontinued_at = now(), successor_id = (select id from products where number = 'MOTOR-2') where number = 'MOTOR-1'").await;

    let numbers = [
        "seal",
        "hw\u{2013}7",
        "TWO",
        "later",
        "gone",
        "old",
        "motor-1",
        "pump",
        "hw7",
        " ",
        "\u{0}",
        "HW-7",
    ];
    let lines = world.ask(body!({"numbers": numbers})).await;

    let expected = [
        line(
            "seal",
            "collision",
            "also-a-supplier-number",
            Some("MOTOR-2"),
        ),
        line("hw\u{2013}7", "resolved", "one-cpn-holds", Some("PUMP")),
        line("TWO", "ambiguous", "several-products", None),
        line("later", "not-yet-valid", "begins-later", None),
        line("gone", "expired", "has-ended", None),
        line(
            "old",
            "discontinued",
            "product-is-discontinued",
            Some("MOTOR-1"),
        ),
        line(
            "motor-1",
            "discontinued",
            "product-is-discontinued",
            Some("MOTOR-1"),
        ),
        line("pump", "unknown", "only-a-supplier-number", None),
        line("hw7", "unknown", "no-cpn", None),
        line(" ", "unknown", "no-cpn", None),
        line("\u{0}", "unknown", "no-cpn", None),
        line("HW-7", "resolved", "one-cpn-holds", Some("PUMP")),
    ];
    assert_eq!(lines.iter().map(told).collect::<Vec<_>>(), expected);
    let answer = &lines[1]["answer"];
    assert_eq!(
        (&answer["cpn"], &answer["unit"], &answer["pack_quantity"]),
        (&body!("HW-7"), &body!("pack"), &body!("4"))
    );
    let numbers_of = |value: &Value, of: &str| -> Vec<String> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one[of]["number"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        numbers_of(&lines[2]["candidates"], "product"),
        ["PUMP", "SEAL"]
    );
    assert_eq!(lines[3]["candidates"][0]["valid_from"], day(1));
    assert_eq!(lines[5]["answer"]["successor"]["number"], "MOTOR-2");
    assert_eq!(lines[0]["supplier_products"][0]["number"], "SEAL");
    assert_eq!(lines[7]["supplier_products"][0]["number"], "PUMP");
    // What is alike is offered apart and answers nothing.
    assert_eq!(lines[8]["answer"], body!(null));
    let alike: Vec<&str> = lines[8]["did_you_mean"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["cpn"].as_str().unwrap())
        .collect();
    assert_eq!(alike, ["HW-7", "HW-77"]);
    assert!(lines[1]["did_you_mean"].as_array().unwrap().is_empty());
    let silent = world
        .ask(body!({"numbers": ["hw7"], "did_you_mean": false}))
        .await;
    assert_eq!(silent[0]["did_you_mean"], body!([]));
}

#[actix_web::test]
async fn another_spelling_names_the_one_the_company_prefers() {
    let world = world().await;
    world
        .add(body!({"cpn": "FIRST", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "SECOND", "product_number": "PUMP"}))
        .await;

    let lines = world.ask(body!({"numbers": ["second", "first"]})).await;

    assert_eq!(
        (
            &lines[0]["answer"]["cpn"],
            &lines[0]["answer"]["preferred_spelling"]
        ),
        (&body!("SECOND"), &body!("FIRST"))
    );
    assert_eq!(lines[1]["answer"]["preferred_spelling"], "FIRST");
}

#[actix_web::test]
async fn validity_is_judged_on_the_day_asked_for_both_ends_included() {
    let world = world().await;
    world
        .add(body!({"cpn": "A", "product_number": "SUMMER", "valid_to": day(10)}))
        .await;
    world.add(body!({"cpn": "A", "product_number": "WINTER", "valid_from": day(11), "valid_to": day(20)})).await;

    for (offset, status, product) in [
        (0, "resolved", Some("SUMMER")),
        (10, "resolved", Some("SUMMER")),
        (11, "resolved", Some("WINTER")),
        (20, "resolved", Some("WINTER")),
        (21, "expired", None),
    ] {
        let lines = world
            .ask(body!({"numbers": ["A"], "at": day(offset)}))
            .await;
        let (_, found, _, answer) = told(&lines[0]);
        assert_eq!(
            (found.as_str(), answer.as_deref()),
            (status, product),
            "{offset}"
        );
    }
}

#[actix_web::test]
async fn a_past_day_is_answered_from_the_history() {
    let world = world().await;
    let cpns = format!("/companies/{}/cpns", world.company);
    let a = world
        .add(body!({"cpn": "A", "product_number": "PUMP", "pack_quantity": "4"}))
        .await;
    let b = world
        .add(body!({"cpn": "B", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "C", "product_number": "SEAL"}))
        .await;
    world.age(10).await;
    // A becomes Z of another product, B is deleted and C is found on a second product: all ten days later.
    let changed = world
        .erp
        .patch(
            &format!("{cpns}/{a}"),
            "*",
            &body!({"cpn": "Z", "product_number": "SEAL", "pack_quantity": null}),
        )
        .await;
    assert_eq!(changed.status(), 200, "{}", changed.body());
    assert_eq!(
        world.erp.delete(&format!("{cpns}/{b}"), "*").await.status(),
        204
    );
    world
        .add(body!({"cpn": "C", "product_number": "PUMP"}))
        .await;
    world.age(10).await;

    let at = async |offset: i64| -> Vec<_> {
        let lines = world
            .ask(body!({"numbers": ["a", "b", "c", "z"], "at": day(offset)}))
            .await;
        lines
            .iter()
            .map(told)
            .map(|(_, status, _, product)| (status, product))
            .collect()
    };
    let known = |status: &str, product: &str| (status.to_owned(), Some(product.to_owned()));
    let none = |status: &str| (status.to_owned(), None);

    assert_eq!(
        at(-30).await,
        [
            none("unknown"),
            none("unknown"),
            none("unknown"),
            none("unknown")
        ]
    );
    assert_eq!(
        at(-20).await,
        [
            known("resolved", "PUMP"),
            known("resolved", "PUMP"),
            known("resolved", "SEAL"),
            none("unknown")
        ]
    );
    assert_eq!(at(-11).await, at(-20).await);
    assert_eq!(
        at(-10).await,
        [
            none("unknown"),
            none("unknown"),
            none("ambiguous"),
            known("resolved", "SEAL")
        ]
    );
    assert_eq!(at(0).await, at(-10).await);

    let lines = world
        .ask(body!({"numbers": ["b", "a"], "at": day(-15)}))
        .await;
    assert_eq!(lines[0]["answer"]["preferred_spelling"], "A");
    assert_eq!(lines[1]["answer"]["pack_quantity"], "4");
    let back = world
        .ask(body!({"numbers": ["PUMP"], "at": day(-15), "direction": "product-to-cpn"}))
        .await;
    assert_eq!(
        (&back[0]["answer"]["cpn"], &back[0]["status"]),
        (&body!("A"), &body!("resolved"))
    );
    let now = world
        .ask(body!({"numbers": ["PUMP"], "direction": "product-to-cpn"}))
        .await;
    assert_eq!(now[0]["answer"]["cpn"], "C");
}

#[actix_web::test]
async fn a_product_that_was_sold_on_the_day_is_not_told_as_discontinued() {
    let world = world().await;
    world
        .add(body!({"cpn": "A", "product_number": "PUMP"}))
        .await;
    world.age(10).await;
    world
        .run("update products set discontinued_at = now() - interval '5 days'")
        .await;

    for (offset, status) in [(-6, "resolved"), (-4, "discontinued"), (0, "discontinued")] {
        for question in [
            body!({"numbers": ["A"], "at": day(offset)}),
            body!({"numbers": ["PUMP"], "at": day(offset), "direction": "product-to-cpn"}),
        ] {
            assert_eq!(world.ask(question).await[0]["status"], status, "{offset}");
        }
    }
}

#[actix_web::test]
async fn the_other_way_the_preferred_number_is_given() {
    let world = world().await;
    world
        .add(body!({"cpn": "FIRST", "product_number": "PUMP", "valid_to": day(5)}))
        .await;
    world
        .add(body!({"cpn": "SECOND", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "THIRD", "product_number": "PUMP"}))
        .await;
    world
        .add(body!({"cpn": "ENDED", "product_number": "SEAL", "valid_to": day(-1)}))
        .await;
    world.app.given().product("BARE").await;

    let ask = async |offset: i64| {
        world.ask(body!({"numbers": [" pump", "seal", "bare", "none"], "direction": "product-to-cpn", "at": day(offset)})).await
    };
    let lines = ask(0).await;

    assert_eq!(
        (&lines[0]["answer"]["cpn"], &lines[0]["rule"]),
        (&body!("FIRST"), &body!("preferred-or-only-cpn"))
    );
    assert_eq!(
        (&lines[1]["status"], &lines[1]["candidates"][0]["cpn"]),
        (&body!("expired"), &body!("ENDED"))
    );
    assert_eq!(
        (
            &lines[2]["rule"],
            &lines[2]["supplier_products"][0]["number"]
        ),
        (&body!("no-cpn"), &body!("BARE"))
    );
    assert_eq!(
        (&lines[3]["rule"], &lines[3]["status"]),
        (&body!("no-product"), &body!("unknown"))
    );
    let later = ask(6).await;
    assert_eq!(
        (&later[0]["status"], &later[0]["rule"], &later[0]["answer"]),
        (
            &body!("ambiguous"),
            &body!("preferred-cpn-does-not-hold"),
            &body!(null)
        )
    );
}

#[actix_web::test]
async fn another_companys_numbers_answer_nothing() {
    let world = world().await;
    let other = world
        .app
        .given()
        .company("Other")
        .cpn("SECRET-1", "PUMP")
        .await;
    world
        .app
        .given()
        .company("Acme")
        .cpn("MINE-1", "PUMP")
        .await;
    let program = Program::with(&world.app, "read", &[&world.company]).await;

    let lines = world.ask(body!({"numbers": ["SECRET-1", "SECRET1"]})).await;
    assert!(
        lines
            .iter()
            .all(|line| line["status"] == "unknown" && line["did_you_mean"] == body!([])),
        "{lines:?}"
    );
    let back = world
        .ask(body!({"numbers": ["PUMP"], "direction": "product-to-cpn"}))
        .await;
    assert_eq!(back[0]["answer"]["cpn"], "MINE-1");
    for company in [
        body!({"account_number": "Other"}),
        body!({"company_id": other.company}),
        body!({"account_number": "nobody"}),
    ] {
        let mut question = body!({"numbers": ["SECRET-1"]});
        question
            .as_object_mut()
            .unwrap()
            .extend(company.as_object().unwrap().clone());
        let answer = program.post("/resolve", &question).await;
        assert_eq!(problem(&answer), (422, "invalid".to_owned()));
        assert_eq!(faults(&answer)[0].1, "unknown");
    }
}

#[actix_web::test]
async fn five_thousand_numbers_are_answered_and_not_one_more() {
    let world = world().await;
    world
        .add(body!({"cpn": "A", "product_number": "PUMP"}))
        .await;
    let mut numbers = vec!["A".to_owned(); 4_999];
    numbers.insert(0, "\u{1F600}".repeat(255));

    let lines = world.ask(body!({"numbers": numbers})).await;
    assert_eq!(lines.len(), 5_000);
    assert!(lines[1..].iter().all(|line| line["status"] == "resolved"));
    assert_eq!(world.ask(body!({"numbers": []})).await.len(), 0);

    numbers.push("A".to_owned());
    let answer = world
        .erp
        .post(
            "/resolve",
            &body!({"account_number": "Acme", "numbers": numbers}),
        )
        .await;
    assert_eq!(problem(&answer), (422, "unexpected-body".to_owned()));
    let named_twice = body!({"account_number": "Acme", "company_id": world.company, "numbers": []});
    assert_eq!(world.erp.post("/resolve", &named_twice).await.status(), 422);
    for at in ["-0001-01-01", "+99999-01-01", "tomorrow"] {
        let answer = world
            .erp
            .post(
                "/resolve",
                &body!({"account_number": "Acme", "numbers": ["A"], "at": at}),
            )
            .await;
        assert_eq!(answer.status(), 422, "{at}");
    }
}
