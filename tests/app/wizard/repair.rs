//! Decisions about what a check leaves open: repairs that were recognised, choices, rows left out; and taking them back.

use super::{Desk, figure};
use crate::harness::Page;

impl Desk {
    /// Goes from a check to what can be decided about a cause.
    async fn repairs(&self, check: &Page, cause: &str) -> Page {
        let links = check.attributes("table a", "href");
        let link = links
            .iter()
            .find(|link| link.contains("/repair?") && link.contains(cause));
        self.browser
            .get(link.unwrap_or_else(|| panic!("no way to repair {cause} among {links:?}")))
            .await
    }
}

#[actix_web::test]
async fn damaged_product_numbers_are_recognised_and_mended_only_when_somebody_says_so() {
    let desk = Desk::open().await;
    for number in ["0017", "90.750", "22E1", "AB-12", "4711"] {
        desk.app.given().product(number).await;
    }
    let check = desk
        .upload(
            "update",
            "product_number,cpn\n17,A\n90.75,B\n220,C\nAB 12,D\n4711.0,E\nnowhere,F\n",
        )
        .await;
    assert_eq!(
        (figure(&check, "New"), figure(&check, "Problem")),
        ("0".to_owned(), "6".to_owned())
    );

    let mut page = check;
    for (cause, title, given, number, decision) in [
        (
            "product-zeros-lost",
            "Leading zeros were lost",
            "17",
            "0017",
            "zeros",
        ),
        (
            "product-zeros-cut",
            "Zeros at the end were lost",
            "90.75",
            "90.750",
            "decimals",
        ),
        (
            "product-exponent-lost",
            "The number was turned into scientific notation",
            "220",
            "22E1",
            "exponent",
        ),
        (
            "unknown-product",
            "The same number with other punctuation or blanks",
            "AB 12",
            "AB-12",
            "punctuation",
        ),
        (
            "product-point-zero",
            "“.0” was added to a whole number",
            "4711.0",
            "4711",
            "point-zero",
        ),
    ] {
        let repairs = desk.repairs(&page, cause).await;
        let section = repairs
            .all("section")
            .into_iter()
            .find(|section| section.starts_with(title));
        let section =
            section.unwrap_or_else(|| panic!("{title} is not offered: {}", repairs.text()));
        assert!(
            section.contains(given) && section.contains(number),
            "{section}"
        );
        let decisions = repairs.attributes("section form input[name=decision]", "value");
        assert!(decisions.iter().any(|offered| offered == decision));
        let form = repairs.form("Repair 1 row").set("decision", decision);
        let answer = desk.browser.submit(&form).await;
        assert_eq!(answer.status(), 303, "{}", answer.text());
        page = desk.browser.follow(&answer).await;
    }
    assert_eq!(
        (figure(&page, "New"), figure(&page, "Problem")),
        ("5".to_owned(), "1".to_owned())
    );
    desk.apply(&page).await;
    assert_eq!(
        desk.numbers().await,
        [
            "0017 A", "22E1 C", "4711 E", "90.750 B", "AB-12 D", "P-1 A-1"
        ]
    );
}

#[actix_web::test]
async fn a_customer_number_that_lost_its_zeros_is_recognised_by_what_the_company_has() {
    let desk = Desk::open().await;
    desk.app.given().company("Acme").cpn("00815", "P-2").await;
    let check = desk
        .upload("update", "product_number,cpn\nP-2,815\nP-3,815x\n")
        .await;
    assert_eq!(
        (figure(&check, "New"), figure(&check, "To decide")),
        ("1".to_owned(), "1".to_owned())
    );

    let repairs = desk.repairs(&check, "cpn-zeros-lost").await;
    let page = desk.press(&repairs, "Repair 1 row").await;

    assert_eq!(
        (figure(&page, "New"), figure(&page, "Unchanged")),
        ("1".to_owned(), "1".to_owned())
    );
    assert!(
        page.text().contains("Leading zeros restored: 1"),
        "{}",
        page.text()
    );
    let back = desk.press(&page, "Take back").await;
    assert_eq!(figure(&back, "To decide"), "1");
    let repairs = desk.repairs(&back, "cpn-zeros-lost").await;
    let taken = desk.press(&repairs, "Take them as they stand").await;
    assert_eq!(figure(&taken, "New"), "2");
    assert!(!back.text().contains("Leading zeros restored"));
}

#[actix_web::test]
async fn a_number_for_several_products_is_chosen_or_kept_for_all() {
    let desk = Desk::open().await;
    let file = "product_number,cpn\nP-2,X\nP-3,X\nP-3,Y\nP-4,Y\n";
    let check = desk.upload("update", file).await;
    assert_eq!(figure(&check, "To decide"), "4");
    let choice = desk.repairs(&check, "number-for-several-products").await;

    let nothing = desk
        .browser
        .submit(&choice.form("Take these choices"))
        .await;
    let answer = desk
        .browser
        .submit(&choice.form("Take these choices").set("pick-0", "P-3"))
        .await;
    let chosen = desk.browser.follow(&answer).await;
    assert_eq!(
        (nothing.status(), nothing.problems()),
        (
            422,
            vec!["Choose a product for one of the numbers first".to_owned()]
        )
    );
    assert_eq!(
        (figure(&chosen, "New"), figure(&chosen, "To decide")),
        ("1".to_owned(), "2".to_owned())
    );

    let choice = desk.repairs(&chosen, "number-for-several-products").await;
    let shared = desk.press(&choice, "Take all rows").await;
    assert_eq!(
        (figure(&shared, "New"), figure(&shared, "To decide")),
        ("3".to_owned(), "0".to_owned())
    );
    desk.apply(&shared).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-3 X", "P-3 Y", "P-4 Y"]);
}

#[actix_web::test]
async fn a_gtin_of_several_products_is_chosen_for_all_its_rows() {
    let desk = Desk::open().await;
    desk.app
        .database()
        .execute(
            "update products set gtin = '4006381333931' where number in ('P-2', 'P-3')",
            &[],
        )
        .await;
    let check = desk
        .upload("update", "GTIN,CPN\n4006381333931,A\n4006381333931,B\n")
        .await;
    assert_eq!(figure(&check, "To decide"), "2");

    let choice = desk.repairs(&check, "several-products").await;
    let answer = desk
        .browser
        .submit(&choice.form("Take these choices").set("pick-0", "P-3"))
        .await;
    let chosen = desk.browser.follow(&answer).await;

    assert_eq!(figure(&chosen, "New"), "2");
    desk.apply(&chosen).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-3 A", "P-3 B"]);
}

#[actix_web::test]
async fn a_group_can_be_left_out_or_filled_up_with_zeros() {
    let desk = Desk::open().await;
    let check = desk
        .upload("update", "product_number,cpn\nP-2,17\nP-9,18\n")
        .await;

    let repairs = desk.repairs(&check, "unknown-product").await;
    let left_out = desk.press(&repairs, "Leave all these rows out").await;
    let repairs = desk.repairs(&left_out, "cause=new").await;
    let wrong = desk
        .browser
        .submit(&repairs.form("Fill up").set("length", "many"))
        .await;
    let answer = desk
        .browser
        .submit(&repairs.form("Fill up").set("length", "6"))
        .await;
    let padded = desk.browser.follow(&answer).await;

    assert_eq!(
        (figure(&left_out, "Problem"), figure(&left_out, "Left out")),
        ("0".to_owned(), "1".to_owned())
    );
    assert_eq!(
        (wrong.status(), wrong.field("Digits").as_deref()),
        (422, Some("many"))
    );
    assert!(padded.text().contains("000017"), "{}", padded.text());
}

#[actix_web::test]
async fn a_decision_about_another_check_than_the_last_is_refused() {
    let desk = Desk::open().await;
    let check = desk.upload("update", "product_number,cpn\nP-9,A\n").await;
    let repairs = desk.repairs(&check, "unknown-product").await;
    desk.press(&check, "Check again").await;

    let late = desk
        .browser
        .submit(&repairs.form("Leave all these rows out"))
        .await;

    assert_eq!(late.status(), 409);
    assert!(late.link("Back to the check").is_some());
}

#[actix_web::test]
async fn numbers_that_look_like_others_are_suggested_and_chosen_by_a_person() {
    let desk = Desk::open().await;
    for number in ["PUMP-4711", "PUMP-4712", "VALVE-9"] {
        desk.app.given().product(number).await;
    }
    let check = desk
        .upload(
            "update",
            "product_number,cpn\nPUPM-4711,A\nPUPM-4711,B\nX-VALVE-9,C\nnowhere,D\n",
        )
        .await;
    assert_eq!(figure(&check, "Problem"), "4");

    let repairs = desk.repairs(&check, "unknown-product").await;
    assert!(
        repairs
            .text()
            .contains("These product numbers look like others"),
        "{}",
        repairs.text()
    );
    let options = repairs.attributes("input[name=pick-0]", "value");
    assert_eq!(options, ["PUMP-4711", ""], "nothing is chosen beforehand");
    let form = repairs
        .form("Take these choices")
        .set("pick-0", "PUMP-4711")
        .set("pick-1", "VALVE-9");
    let answer = desk.browser.submit(&form).await;
    let page = desk.browser.follow(&answer).await;

    assert_eq!(
        (figure(&page, "New"), figure(&page, "Problem")),
        ("3".to_owned(), "1".to_owned()),
        "{}",
        answer.text()
    );
    desk.apply(&page).await;
    assert_eq!(
        desk.numbers().await,
        ["P-1 A-1", "PUMP-4711 A", "PUMP-4711 B", "VALVE-9 C"]
    );
}

#[actix_web::test]
async fn cells_with_several_numbers_are_split_and_put_together_again() {
    let desk = Desk::open().await;
    let check = desk
        .upload("update", "product_number,cpn\nP-2,A / B\nP-3,C\n")
        .await;
    let repairs = desk.repairs(&check, "several-numbers").await;
    assert!(repairs.text().contains("A \u{b7} B"), "{}", repairs.text());

    let split = desk.press(&repairs, "Split 1 cell").await;
    let back = desk.press(&split, "Take back").await;
    let repairs = desk.repairs(&back, "several-numbers").await;
    let again = desk.press(&repairs, "Split 1 cell").await;

    assert_eq!(
        (figure(&split, "New"), figure(&back, "New")),
        ("3".to_owned(), "2".to_owned())
    );
    desk.apply(&again).await;
    assert_eq!(desk.numbers().await, ["P-1 A-1", "P-2 A", "P-2 B", "P-3 C"]);
}
