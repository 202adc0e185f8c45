//! Rules that hold on every page.

use crate::harness::TestApp;

#[actix_web::test]
async fn a_person_signed_in_sees_the_first_page() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;

    let page = app.sign_in(&eve).await.get("/").await;

    assert_eq!(page.status(), 200, "{}", page.body());
}

#[actix_web::test]
async fn nobody_signed_in_is_sent_to_sign_in() {
    let app = TestApp::spawn().await;

    let page = app.anonymous().get("/").await;

    assert_eq!((page.status(), page.location()), (303, Some("/sign-in")));
}

/// The failure of one test must leave what explains it, and nothing else may stay.
#[actix_web::test]
async fn what_is_given_is_found_again_and_the_database_is_its_own() {
    let app = TestApp::spawn().await;
    let given = app.given();
    let pump = given.product("PUMP-4411").await;
    given.variant("PUMP-4411-B", &pump).await;
    let cpn = given.company("Acme").cpn("HW-7", &pump.number).await;
    let company = given.company("Acme").locked("stocktaking").await;

    let history = "select company_id || '/' || cpn_id from cpn_history";

    assert_eq!(
        app.database().texts(history, &[]).await,
        [format!("{}/{}", company.id, cpn.id)]
    );
    assert_eq!(
        app.database()
            .count("select count(*) from products where parent_id is not null")
            .await,
        1
    );
    assert_eq!(cpn.product, pump.id);
}
