//! What the other tests stand on.

use crate::harness::TestApp;

#[actix_web::test]
async fn what_is_given_is_found_again_and_the_database_is_its_own() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let pump = given.product("PUMP-4411").await;
    let variant = given.variant("PUMP-4411-B", &pump).await;
    let cpn = given.company("Acme").cpn("HW-7", &pump.number).await;
    let company = given.company("Acme").locked("stocktaking").await;

    let history = app
        .database()
        .texts("select company_id || '/' || cpn_id from cpn_history", &[])
        .await;
    let parents = "select parent_id from products where id = $1::text::uuid";
    let locked = app
        .database()
        .count("select count(*) from companies where lock_reason = 'stocktaking'")
        .await;

    assert_eq!(history, [format!("{}/{}", company.id, cpn.id)]);
    assert_eq!(pump.url(), format!("/products/{}", pump.id));
    assert_eq!(cpn.url(), format!("{}/cpns/{}", company.url(), cpn.id));
    assert_eq!(
        app.database().texts(parents, &[&variant.id]).await,
        [pump.id.as_str()]
    );
    assert_eq!(
        (cpn.product, company.account_number, locked),
        (pump.id, "Acme".to_owned(), 1)
    );
}

#[actix_web::test]
async fn signing_in_and_being_given_signed_in_come_to_the_same() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;

    let through_the_page = app.sign_in(&eve).await.get("/").await;
    let past_it = app.given_signed_in(&eve).await.get("/").await;

    assert_eq!(through_the_page.status(), 200);
    assert_eq!(through_the_page.text(), past_it.text());
}
