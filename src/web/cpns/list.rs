//! The list of a company's numbers.

use actix_web::HttpRequest;
use actix_web::web::Query;
use askama::Template;

use super::super::Answer;
use super::super::company_frame::{CompanyFrame, CompanyTab};
use super::super::form::Choice;
use super::super::layout::{self, Shell};
use super::super::listing::{self, Foot, ListAddress};
use super::super::parts::{Chip, Column, Pager};
use super::bulk;
use super::columns::Columns;
use super::filters::{self, FilterForm, ListInput};
use super::row::Row;
use crate::access::{CompanyAccess, See};
use crate::gate::Db;
use crate::model::id::CompanyId;
use crate::model::number_search::{NumberSearch, NumberSort, Term};
use crate::model::page::{Page, Total};
use crate::store::search::{self, Listed};

#[derive(Template)]
#[template(path = "cpns/list.html")]
struct ListPage {
    shell: Shell,
    frame: CompanyFrame,
    /// The whole list as a workbook and as text.
    exports: [String; 2],
    rows: Vec<Row>,
    columns: Vec<Column>,
    /// Which columns are shown, and which there are.
    shown: Columns,
    choices: Vec<Choice>,
    pager: Pager,
    /// Counts every row; where the count stopped.
    count_url: Option<String>,
    filters: FilterForm,
    chips: Vec<Chip>,
    list_url: String,
    /// This page of the list, to come back to.
    here: String,
    /// What can be done to the ticked rows.
    bulk: Vec<Choice>,
    /// How many rows the list has, in words.
    total: String,
    /// Whether something narrows the list, so that an empty one says so.
    narrowed: bool,
}

/// `GET /companies/{company}/cpns`
pub async fn list(
    req: HttpRequest,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    input: Query<ListInput>,
) -> Answer {
    let mut search = input.search(&shell);
    let most = if input.counts_all() {
        i64::MAX - 1
    } else {
        search::counted(&search)
    };
    let (page, total) = access
        .read(&mut db, async |scope| {
            input.place(scope, &mut search).await?;
            let total = search::count(scope, &search, most).await?;
            let page = search::page(scope, &search, total).await?;
            Ok((page, total))
        })
        .await?;
    let frame = CompanyFrame::of(&access, &shell, CompanyTab::Numbers);
    let shown = Columns::of(&req);
    let list_url = frame.at("/cpns");
    let address = input.address(&list_url);
    layout::ok(&ListPage {
        pager: pager(&shell, &input, &address, &page, total),
        count_url: matches!(total, Total::MoreThan(_))
            .then(|| address.with("counted", "all").to_string()),
        rows: rows(&shell, access.company().id, page.rows),
        columns: columns(&shell, &search, &address, &shown),
        choices: Columns::choices(&shell),
        shown,
        filters: FilterForm::of(&input, &search.filter, &shell),
        chips: filters::chips(&input, &search, &shell, &address),
        here: address.to_string(),
        bulk: bulk::actions(&shell),
        total: listing::total(&shell, total),
        narrowed: search.term != Term::Nothing
            || !search.filter.is_open()
            || input.jump().is_some(),
        exports: ["xlsx", "csv"].map(|format| frame.at(&format!("/export?format={format}"))),
        list_url,
        frame,
        shell,
    })
}

fn pager(
    shell: &Shell,
    input: &ListInput,
    address: &ListAddress,
    page: &Page<Listed>,
    total: Total,
) -> Pager {
    let ends = page.rows.first().zip(page.rows.last());
    let rows = page.rows.len();
    let mut pager = Foot {
        address,
        before: input.skipped,
        rows,
        ends: ends.map(|(first, last)| (first.cursor.clone(), last.cursor.clone())),
        has_previous: page.has_previous,
        has_next: page.has_next,
        total,
    }
    .pager(shell);
    if input.jump().is_some() {
        // Nobody counted the rows before the beginning that was jumped to.
        pager.range = shell.count(i64::try_from(rows).unwrap_or(i64::MAX));
    }
    pager
}

fn rows(shell: &Shell, company: CompanyId, listed: Vec<Listed>) -> Vec<Row> {
    let row = |one| Row::of(shell, company, one);
    listed.into_iter().map(row).collect()
}

fn columns(
    shell: &Shell,
    search: &NumberSearch,
    address: &ListAddress,
    shown: &Columns,
) -> Vec<Column> {
    let t = shell.t;
    // A jump leads into the order of the CPNs; in another order there is nothing to jump to.
    let unjumped = address.with("from", "");
    let sorted = |key: &str, sort: NumberSort, class| {
        let current = (search.sort.word(), search.direction);
        let heading = listing::sorted_by(t.s(key), &unjumped, sort.word(), current);
        Column { class, ..heading }
    };
    let optional = [
        (
            "description",
            listing::plain(t.s("cpns-description"), "wide-only"),
        ),
        ("unit", listing::plain(t.s("cpns-unit"), "wide-only")),
        (
            "validity",
            listing::plain(t.s("cpns-validity"), "wide-only"),
        ),
        (
            "changed",
            sorted("cpns-changed", NumberSort::Changed, "wide-only"),
        ),
    ];
    let optional = optional
        .into_iter()
        .filter(|(word, _)| shown.has(word))
        .map(|(_, column)| column);
    [
        sorted("cpns-cpn", NumberSort::Cpn, ""),
        sorted("cpns-product", NumberSort::Product, "wide-only w-25"),
    ]
    .into_iter()
    .chain(optional)
    .collect()
}
