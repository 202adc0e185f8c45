//! How far each company's numbers cover the products, and what in them wants looking at. The dashboard shows it, too.

use askama::Template;

use super::Answer;
use super::company_frame::address;
use super::layout::{self, Shell};
use super::parts::Link;
use crate::access::{self, Identity};
use crate::gate::Db;
use crate::store::coverage::{self, Coverage};

/// Companies that are shown.
const COVERED: i64 = 10;

#[derive(Template)]
#[template(path = "coverage.html")]
struct CoveragePage {
    shell: Shell,
    crumbs: Vec<Link>,
    coverage: Vec<Row>,
    is_admin: bool,
}

/// What the numbers of a company cover.
struct Row {
    name: String,
    account_number: String,
    locked: bool,
    url: String,
    uploads_url: String,
    cpns: String,
    /// Of a hundred products, so many have a number.
    percent: i64,
    with: String,
    without: String,
    ambiguous: Option<Finding>,
    expired: Option<Finding>,
    suspect: Option<Finding>,
    uploaded: Option<(String, String)>,
}

/// A figure above zero and where it is looked at.
struct Finding {
    count: String,
    url: String,
}

/// `GET /coverage`
pub async fn show(identity: Identity, mut db: Db, shell: Shell) -> Answer {
    let (coverage, on_sale) = access::everywhere(&mut db, &identity, async |overview| {
        let coverage = coverage::newest(overview, COVERED).await?;
        Ok((coverage, coverage::products_on_sale(overview).await?))
    })
    .await?;
    layout::ok(&CoveragePage {
        crumbs: vec![Link::new(shell.t.s("nav-dashboard"), "/")],
        is_admin: identity.admin,
        coverage: coverage
            .iter()
            .map(|one| row(&shell, one, on_sale))
            .collect(),
        shell,
    })
}

fn row(shell: &Shell, one: &Coverage, on_sale: i64) -> Row {
    let at = |path: &str| address(one.company, path);
    let finding = |count: i64, path: &str| {
        (count > 0).then(|| Finding {
            count: shell.count(count),
            url: at(path),
        })
    };
    // Numbers of discontinued products stay, so there can be more products with a number than there are on sale.
    let without = on_sale.saturating_sub(one.products).max(0);
    let percent = (one.products * 100 + on_sale / 2)
        .checked_div(on_sale)
        .unwrap_or(0);
    Row {
        name: one.name.clone(),
        account_number: one.account_number.clone(),
        locked: one.locked,
        url: at("/cpns"),
        uploads_url: at("/uploads"),
        cpns: shell.count(one.cpns),
        percent: percent.clamp(0, 100),
        with: shell.count(one.products),
        without: shell.count(without),
        ambiguous: finding(one.ambiguous, "/cpns?ambiguous=on"),
        expired: finding(one.expired, "/cpns?validity=expired"),
        suspect: finding(one.suspect, "/cpns?suspect=on"),
        uploaded: one
            .uploaded_at
            .map(|at| (at.to_rfc3339(), shell.moment(&at))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::CompanyId;
    use crate::text::Language;

    fn covered(products: i64, on_sale: i64) -> (i64, String) {
        let shell = Shell::plain(Language::English);
        let one = Coverage {
            company: CompanyId::new(),
            name: "Acme".to_owned(),
            account_number: "D-1".to_owned(),
            locked: false,
            cpns: products,
            products,
            expired: 0,
            suspect: 0,
            ambiguous: 0,
            uploaded_at: None,
        };
        let row = row(&shell, &one, on_sale);
        (row.percent, row.without)
    }

    #[test]
    fn coverage_is_of_the_products_on_sale() {
        assert_eq!(covered(250, 1_000), (25, "750".to_owned()));
        assert_eq!(covered(7, 9).0, 78);
        assert_eq!(covered(0, 0), (0, "0".to_owned()));
        assert_eq!(covered(12, 10), (100, "0".to_owned()));
    }
}
