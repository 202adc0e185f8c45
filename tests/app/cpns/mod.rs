//! A company's numbers as their readers and writers meet them: the list, one number, its history, the search over everything.

mod bulk;
mod changing;
mod history;
mod list;
mod live;
mod resolve;
mod search;

use crate::harness::{Client, Page, TestApp};

/// A buyer of a company, in their browser, with the company's numbers given as (number, product).
async fn buyer_of(app: &TestApp, company: &str, numbers: &[(&str, &str)]) -> (Client, String) {
    let given = app.given();
    for (cpn, product) in numbers {
        given.company(company).cpn(cpn, product).await;
    }
    let buyer = given
        .company(company)
        .buyer(&format!("buyer-{company}"))
        .await;
    let url = format!("{}/cpns", given.company(company).there().await.url());
    (app.given_signed_in(&buyer).await, url)
}

/// The numbers on a page of the list, in order.
fn numbers(page: &Page) -> Vec<String> {
    assert_eq!(page.status(), 200, "{}", page.body());
    page.all("tbody th .copyable a.num")
}
