//! Sessions: what they are known by, what they are worth once a right is gone, and what their owners may do with them.

use crate::harness::{PASSWORD, TestApp};

#[actix_web::test]
async fn s10_what_the_cookie_holds_is_nowhere_in_the_database() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let mut seen = std::collections::BTreeSet::new();

    for _ in 0..5 {
        let browser = app.sign_in(&eve).await;
        seen.extend(browser.cookies().into_values());
    }
    let rows = app
        .database()
        .texts("select s::text from sessions s", &[])
        .await;
    let lengths = app
        .database()
        .texts("select distinct length(id_hash) from sessions", &[])
        .await;

    assert_eq!((seen.len(), rows.len()), (5, 5));
    assert_eq!(lengths, ["32"]);
    for cookie in seen {
        assert!(cookie.len() > 40, "{cookie}");
        assert!(rows.iter().all(|row| !row.contains(&cookie)));
    }
}

#[actix_web::test]
async fn s14_a_right_that_is_taken_away_is_gone_on_the_next_request() {
    let app = TestApp::spawn().await;
    let second = app.second_process().await;
    let admin = app.given().admin("ada").await;
    let desk = app.given_signed_in(&admin).await;
    let acme = app.given().company("Acme").there().await;
    let max = app.given().company("Acme").manager("max").await;
    let ann = app.given().admin("ann").await;
    let manager = app.given_signed_in(&max).await.at(&second);
    let former = app.given_signed_in(&ann).await.at(&second);
    let before = (
        manager.get(&acme.url()).await.status(),
        former.get("/users").await.status(),
    );

    for (person, role) in [(&max, "manager"), (&ann, "buyer")] {
        let form = desk.get(&format!("/users/{}", person.id)).await;
        let mut fields = form.form("Save").set("role", role).without("company");
        if role == "buyer" {
            fields = fields.set("companies", "Acme");
        }
        let saved = desk.submit(&fields).await;
        assert_eq!(saved.status(), 303, "{}", saved.body());
    }

    assert_eq!(before, (303, 200));
    assert_eq!(manager.get(&acme.url()).await.status(), 404);
    let after = former.get("/users").await.status();
    assert!([303, 403].contains(&after), "{after}");
}

#[actix_web::test]
async fn s15_people_see_their_sessions_and_end_them() {
    let app = TestApp::spawn().await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let bob = app.given().company("Acme").buyer("bob").await;
    let (here, there, bobs) = (
        app.given_signed_in(&eve).await,
        app.given_signed_in(&eve).await,
        app.given_signed_in(&bob).await,
    );

    let listed = here.get("/account").await;
    let words = listed.attributes("input[name=session]", "value");
    let bobs_word = {
        let elsewhere = app.given_signed_in(&bob).await;
        let listed = elsewhere.get("/account").await;
        listed.attributes("input[name=session]", "value").remove(0)
    };
    here.post_form("/account/sessions/deletion", &[("session", &bobs_word)])
        .await;
    let bob_lives = bobs.get("/").await.status();
    here.post_form("/account/sessions/deletion", &[("session", &words[0])])
        .await;

    assert_eq!(listed.rows().len(), 2, "{:?}", listed.rows());
    assert_eq!(words.len(), 1, "the one in use is ended by signing out");
    assert_eq!(bob_lives, 200, "nobody ends another's session");
    assert_eq!(
        (here.get("/").await.status(), there.get("/").await.status()),
        (200, 303)
    );
}

#[actix_web::test]
async fn s15_another_password_needs_the_current_one_and_ends_the_other_sessions() {
    let app = TestApp::spawn().await;
    let admin = app.given().admin("ada").await;
    let eve = app.given().company("Acme").buyer("eve").await;
    let (here, there) = (
        app.given_signed_in(&eve).await,
        app.given_signed_in(&eve).await,
    );
    let new = "twelve green bolts";
    let change = |current: &'static str| {
        [
            ("current", current),
            ("password", new),
            ("repeated", new),
            ("end_others", "yes"),
        ]
    };

    let guessed = here.post_form("/account/password", &change("wrong")).await;
    let untouched = there.get("/").await.status();
    let old = here.cookies();
    let changed = here.post_form("/account/password", &change(PASSWORD)).await;
    let replay = app.anonymous();
    for cookie in old {
        replay.adopt(cookie);
    }
    let desk = app.given_signed_in(&admin).await;
    let (own, others) = (here.get("/").await.status(), there.get("/").await.status());
    let ended = desk
        .post_form(&format!("/users/{}/sessions/deletion", eve.id), &[])
        .await;

    assert_eq!((guessed.status(), untouched), (422, 200));
    assert_eq!(changed.status(), 303, "{}", changed.body());
    assert_eq!((own, others), (200, 303));
    assert_eq!(replay.get("/").await.status(), 303, "the old id is dead");
    assert_eq!(ended.status(), 303);
    assert_eq!(here.get("/").await.status(), 303, "an admin ends them too");
}
