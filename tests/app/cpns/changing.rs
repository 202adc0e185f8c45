//! Adding, editing, deleting, restoring a number.

use super::{buyer_of, numbers};
use crate::harness::TestApp;

#[actix_web::test]
async fn a_number_is_added_for_a_product_found_by_its_number() {
    let app = TestApp::spawn().await;
    app.given().product("PUMP-4411").await;
    let (eve, url) = buyer_of(&app, "Acme", &[]).await;

    let form = eve.get(&format!("{url}/new")).await.form("Add number");
    let form = form
        .set("cpn", " 000-451/7 #% ")
        .set("product", "pump-4411")
        .set("description", "Pumpe")
        .set("unit", "4-pack")
        .set("pack_quantity", "4,0")
        .set("valid_from", "2026-01-01");
    let answer = eve.submit(&form).await;
    let page = eve.follow(&answer).await;

    assert_eq!(answer.status(), 303, "{}", answer.text());
    assert!(
        page.heading().contains("000-451/7 #%"),
        "{}",
        page.heading()
    );
    assert!(page.text().contains("was added"), "{}", page.text());
    let row = app
        .database()
        .texts(
            "select concat_ws('|', cpn, identity_key, unit, pack_quantity, preferred, version, created_by_name) from cpns",
            &[],
        )
        .await;
    assert_eq!(
        row,
        ["000-451/7 #%|000-451/7 #%|4-pack|4.000000|t|1|buyer-Acme"]
    );
    let noted = app
        .database()
        .texts(
            "select kind || ' ' || door || ' ' || version from cpn_history",
            &[],
        )
        .await;
    assert_eq!(noted, ["created page 1"]);
}

#[actix_web::test]
async fn without_scripts_products_are_found_in_a_step_of_their_own() {
    let app = TestApp::spawn().await;
    app.given().product("PUMP-4411").await;
    app.given().product("PUMP-4412").await;
    let (eve, url) = buyer_of(&app, "Acme", &[]).await;

    let found = eve
        .get(&format!("{url}/new?cpn=HW-7&product=pump&find=on"))
        .await;
    let form = found.form("Add number").set("choice", "PUMP-4412");
    let answer = eve.submit(&form).await;

    assert_eq!(found.all("fieldset .choice label").len(), 2);
    assert_eq!(found.field("Customer part number").unwrap(), "HW-7");
    assert_eq!(answer.status(), 303, "{}", answer.text());
    let product = app
        .database()
        .texts(
            "select p.number from cpns c join products p on p.id = c.product_id",
            &[],
        )
        .await;
    assert_eq!(product, ["PUMP-4412"]);

    let none = eve.get(&format!("{url}/new?product=zzzz&find=on")).await;
    assert!(none.text().contains("No product fits"), "{}", none.text());
    let unknown = eve
        .post_form(&url, &[("cpn", "A"), ("product", "PUMP")])
        .await;
    assert_eq!(unknown.status(), 422);
    assert_eq!(unknown.all("fieldset .choice label").len(), 2);
}

#[actix_web::test]
async fn every_problem_of_a_form_comes_at_once_and_what_was_typed_stays() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1")]).await;

    let fields = [
        ("cpn", ""),
        ("product", "nothing"),
        ("pack_quantity", "-1"),
        ("valid_from", "2026-02-02"),
        ("description", "kept"),
    ];
    let answer = eve.post_form(&url, &fields).await;

    assert_eq!(answer.status(), 422);
    assert_eq!(
        answer.all(".error-summary li").len(),
        3,
        "{:?}",
        answer.problems()
    );
    assert_eq!(
        answer.attributes("input[name=description]", "value"),
        ["kept"]
    );

    let twice = eve
        .post_form(&url, &[("cpn", "hw\u{2011}7 "), ("product", "P-1")])
        .await;
    assert_eq!(twice.status(), 422);
    assert!(twice.text().contains("exists already"), "{}", twice.text());
    assert!(twice.link("HW-7").is_some(), "the holder is linked");
}

#[actix_web::test]
async fn warnings_are_shown_once_and_can_be_passed() {
    let app = TestApp::spawn().await;
    app.given().product("P-9").await;
    let (eve, url) = buyer_of(&app, "Acme", &[("AA.00.1", "P-1")]).await;

    for (cpn, said) in [
        ("AA.00.1", "will be ambiguous"),
        ("AA 001", "differ only in blanks or signs"),
        ("p-1", "the number of another product"),
    ] {
        let answer = eve
            .post_form(&url, &[("cpn", cpn), ("product", "P-9")])
            .await;
        assert_eq!(answer.status(), 422, "{cpn}");
        assert!(answer.text().contains(said), "{}", answer.text());
        let form = answer.form("Save anyway");
        let form = form.set("anyway", "on");
        assert_eq!(eve.submit(&form).await.status(), 303, "{cpn}");
    }
    assert_eq!(app.database().count("select count(*) from cpns").await, 4);
}

#[actix_web::test]
async fn an_edit_on_an_older_version_overwrites_nothing_and_shows_both() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1")]).await;
    let page = eve.get(&url).await;
    let edit = page.attributes("a[data-edit]", "href").remove(0);
    let early = eve.get(&edit).await.form("Save");
    let late = eve.get(&edit).await.form("Save");

    let first = eve.submit(&early.set("description", "of the first")).await;
    let second = eve.submit(&late.set("description", "of the second")).await;

    assert_eq!(first.status(), 303, "{}", first.text());
    assert_eq!(second.status(), 409);
    assert!(second.text().contains("of the first"), "{}", second.text());
    assert_eq!(
        second.field("Customer’s wording (optional)").unwrap(),
        "of the second"
    );
    let stored = "select description from cpns";
    assert_eq!(app.database().texts(stored, &[]).await, ["of the first"]);

    let again = eve.submit(&second.form("Save")).await;
    assert_eq!(again.status(), 303);
    assert_eq!(app.database().texts(stored, &[]).await, ["of the second"]);
}

#[actix_web::test]
async fn an_edit_can_be_taken_back_from_the_banner() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1")]).await;
    let edit = eve
        .get(&url)
        .await
        .attributes("a[data-edit]", "href")
        .remove(0);

    let form = eve.get(&edit).await.form("Save").set("cpn", "HW-8");
    let saved = eve.submit(&form).await;
    let page = eve.follow(&saved).await;
    let undo = page.form("Undo");
    let undone = eve.submit(&undo).await;

    assert_eq!(undone.status(), 303, "{}", undone.text());
    assert_eq!(numbers(&eve.get(&url).await), ["HW-7"]);
    let late = eve.submit(&undo).await;
    let told = eve.follow(&late).await;
    assert!(
        told.text().contains("was not taken back"),
        "{}",
        told.text()
    );
    assert_eq!(
        app.database().texts("select version from cpns", &[]).await,
        ["3"]
    );
}

#[actix_web::test]
async fn a_deleted_number_is_gone_at_once_and_comes_back_as_it_was() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[("HW-7", "P-1"), ("HW-8", "P-1")]).await;
    let cpn = app.given().company("Acme").cpn("HW-9", "P-2").await;

    let back = format!("{url}?q=hw-");
    let answer = eve
        .post_form(
            &format!("{}/deletion", cpn.url()),
            &[("version", "1"), ("back", &back)],
        )
        .await;
    let list = eve.follow(&answer).await;
    let page = eve.get(&cpn.url()).await;
    let undone = eve.submit(&list.form("Undo")).await;

    assert_eq!(answer.location(), Some(back.as_str()));
    assert_eq!(numbers(&list), ["HW-7", "HW-8"]);
    assert!(
        page.text().contains("This number is deleted"),
        "{}",
        page.text()
    );
    assert_eq!(undone.status(), 303);
    assert_eq!(numbers(&eve.get(&url).await), ["HW-7", "HW-8", "HW-9"]);
    let kinds = app
        .database()
        .texts(
            "select string_agg(kind, ' ' order by version) from cpn_history where cpn = 'HW-9'",
            &[],
        )
        .await;
    assert_eq!(kinds, ["created deleted restored"]);
}

#[actix_web::test]
async fn who_deletes_an_older_version_is_told_to_look_first() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Acme", &[]).await;
    let cpn = app.given().company("Acme").cpn("HW-9", "P-2").await;

    let answer = eve
        .post_form(&format!("{}/deletion", cpn.url()), &[("version", "7")])
        .await;
    let page = eve.follow(&answer).await;

    assert!(
        page.text().contains("changed this number meanwhile"),
        "{}",
        page.text()
    );
    assert_eq!(app.database().count("select count(*) from cpns").await, 1);
}

#[actix_web::test]
async fn the_preferred_number_is_chosen_and_handed_over() {
    let app = TestApp::spawn().await;
    let (eve, _) = buyer_of(&app, "Acme", &[("A-1", "P-1"), ("A-2", "P-1")]).await;
    let third = app.given().company("Acme").cpn("A-3", "P-1").await;
    let preferred = "select cpn from cpns where preferred";

    let answer = eve
        .post_form(&format!("{}/preference", third.url()), &[])
        .await;
    assert_eq!(answer.status(), 303);
    assert_eq!(app.database().texts(preferred, &[]).await, ["A-3"]);

    eve.post_form(&format!("{}/deletion", third.url()), &[])
        .await;
    assert_eq!(app.database().texts(preferred, &[]).await, ["A-1"]);

    eve.post_form(&format!("{}/restoration", third.url()), &[])
        .await;
    assert_eq!(app.database().texts(preferred, &[]).await, ["A-3"]);
}

#[actix_web::test]
async fn a_company_may_forbid_one_number_for_two_products() {
    let app = TestApp::spawn().await;
    app.given().product("P-2").await;
    let (eve, url) = buyer_of(&app, "Acme", &[("A-1", "P-1")]).await;
    app.database()
        .execute("update companies set shared_numbers = 'forbid'", &[])
        .await;

    let fields = [("cpn", "a-1"), ("product", "P-2"), ("anyway", "on")];
    let answer = eve.post_form(&url, &fields).await;

    assert_eq!(answer.status(), 422);
    assert!(
        answer.text().contains("only one product for each number"),
        "{}",
        answer.text()
    );
}

#[actix_web::test]
async fn a_lock_refuses_every_write_with_its_reason() {
    let app = TestApp::spawn().await;
    let (eve, url) = buyer_of(&app, "Acme", &[]).await;
    let cpn = app.given().company("Acme").cpn("HW-9", "P-2").await;
    app.given().company("Acme").locked("stocktaking").await;

    for path in ["deletion", "preference", "restoration", "edit"] {
        let answer = eve.post_form(&format!("{}/{path}", cpn.url()), &[]).await;
        assert_eq!(answer.status(), 423, "{path}");
        assert!(answer.text().contains("stocktaking"), "{path}");
    }
    for path in [format!("{url}/new"), format!("{}/edit", cpn.url())] {
        assert_eq!(eve.get(&path).await.status(), 423, "{path}");
    }
    let answer = eve
        .post_form(&url, &[("cpn", "A"), ("product", "P-2")])
        .await;
    assert_eq!(answer.status(), 423);
    assert_eq!(eve.get(&cpn.url()).await.status(), 200);
}
