//! The list of companies with what hangs on each.

use chrono::{DateTime, Utc};
use diesel::dsl::{now, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::companies::CompanyRow;
use super::counted::{self, COUNTED};
use super::keyset::page_of;
use crate::access::{Overview, Reach};
use crate::model::code::codes;
use crate::model::company::Company;
use crate::model::id::{CompanyId, UserId};
use crate::model::page::{Direction, PAGE_ROWS, Page, Position, Total};
use crate::model::search::Term;
use crate::model::user::Role;
use crate::schema::{companies, memberships, users};

codes! {
    /// Which companies are listed.
    CompanyState {
        /// Those that are dealt with.
        Current = "current",
        /// Those that are locked now.
        Locked = "locked",
        /// Those that are archived.
        Archived = "archived",
        /// All of them.
        All = "all",
    }
}

codes! {
    /// What the list is sorted by.
    CompanySort {
        /// The name.
        Name = "name",
        /// The account number.
        Account = "account",
    }
}

impl CompanySort {
    fn column(self) -> &'static str {
        match self {
            Self::Name => "companies.name_key",
            Self::Account => "companies.order_key",
        }
    }
}

/// Who looks after the companies that are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagedBy {
    /// This account manager.
    Manager(UserId),
    /// No account manager.
    Nobody,
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct CompanyQuery {
    /// The search.
    pub term: Option<Term>,
    /// Which companies.
    pub state: CompanyState,
    /// Only those looked after so.
    pub manager: Option<ManagedBy>,
    /// Sorted by what.
    pub sort: CompanySort,
    /// Which way.
    pub direction: Direction,
    /// Where the page lies.
    pub position: Position,
}

/// A company of the list with the key it is sorted by.
pub struct Listed {
    /// The company.
    pub company: Company,
    /// Its sort key.
    pub key: String,
}

/// Companies within reach that fit.
fn fitting<'q>(overview: &Overview<'_>, query: &CompanyQuery) -> companies::BoxedQuery<'q, Pg> {
    let mut rows = companies::table.into_boxed();
    if let Reach::Only(companies) = overview.reach() {
        rows = rows.filter(companies::id.eq_any(companies.clone()));
    }
    rows = match query.state {
        CompanyState::Current => rows.filter(companies::archived_at.is_null()),
        CompanyState::Locked => rows.filter(companies::locked_at.is_not_null()).filter(
            companies::locked_until
                .is_null()
                .or(companies::locked_until.gt(now)),
        ),
        CompanyState::Archived => rows.filter(companies::archived_at.is_not_null()),
        CompanyState::All => rows,
    };
    if let Some(managed_by) = query.manager {
        rows = managed(rows, managed_by);
    }
    match &query.term {
        None => rows,
        Some(Term::Words(patterns)) => patterns.iter().fold(rows, |rows, pattern| {
            rows.filter(companies::search_text.like(pattern.clone()))
        }),
        Some(Term::Beginning { number, name }) => rows.filter(
            companies::account_key
                .like(number.clone())
                .or(companies::name_key.like(name.clone())),
        ),
    }
}

fn managed(
    rows: companies::BoxedQuery<'_, Pg>,
    managed_by: ManagedBy,
) -> companies::BoxedQuery<'_, Pg> {
    let managers = memberships::table
        .inner_join(users::table)
        .filter(memberships::company_id.eq(companies::id))
        .filter(users::role.eq(Role::Manager))
        .filter(users::disabled_at.is_null());
    match managed_by {
        ManagedBy::Manager(manager) => rows.filter(diesel::dsl::exists(
            managers.filter(memberships::user_id.eq(manager)),
        )),
        ManagedBy::Nobody => rows.filter(diesel::dsl::not(diesel::dsl::exists(managers))),
    }
}

/// One page.
pub async fn page(overview: &mut Overview<'_>, query: &CompanyQuery) -> QueryResult<Page<Listed>> {
    page_of(overview, query, PAGE_ROWS).await
}

/// One page of so many rows.
pub async fn page_of(
    overview: &mut Overview<'_>,
    query: &CompanyQuery,
    size: usize,
) -> QueryResult<Page<Listed>> {
    let key = || sql::<Text>(query.sort.column());
    let rows: Vec<(CompanyRow, String)> = page_of!(
        fitting(overview, query),
        key(),
        companies::id,
        &query.position,
        query.direction,
        size
    )
    .select((CompanyRow::as_select(), key()))
    .load(overview.conn())
    .await?;
    let page = Page::of_read(rows, &query.position, size);
    Ok(page.map(|(row, key)| Listed {
        company: row.into_company(),
        key,
    }))
}

/// How many there are, up to a limit.
pub async fn count(overview: &mut Overview<'_>, query: &CompanyQuery) -> QueryResult<Total> {
    let rows = fitting(overview, query)
        .select(companies::id)
        .limit(COUNTED + 1);
    counted::count(overview.conn(), rows).await
}

/// What hangs on one company.
#[derive(QueryableByName)]
pub struct Figures {
    /// The company.
    #[diesel(sql_type = Uuid)]
    pub company: CompanyId,
    /// Its CPNs, counted up to [`FIGURES_COUNTED`] and one.
    #[diesel(sql_type = BigInt)]
    pub cpns: i64,
    /// Products that have one, counted as far: every product with CPNs has exactly one that is preferred.
    #[diesel(sql_type = BigInt)]
    pub products: i64,
    /// The last change of one of them.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub changed_at: Option<DateTime<Utc>>,
}

/// The most CPNs counted for a company of the list.
pub const FIGURES_COUNTED: i64 = 10_000;

/// What hangs on these companies, which were read in the same overview. Each figure is read from an index alone.
pub async fn figures(
    overview: &mut Overview<'_>,
    companies: &[CompanyId],
) -> QueryResult<Vec<Figures>> {
    let ids: Vec<uuid::Uuid> = companies
        .iter()
        .filter(|company| overview.reach().covers(**company))
        .map(|company| company.uuid())
        .collect();
    diesel::sql_query(
        "select company, \
             (select count(*) from (select from cpns where company_id = company limit $2) few) as cpns, \
             (select count(*) from (select from cpns where company_id = company and preferred limit $2) few) as products, \
             (select max(at) from cpn_history where company_id = company) as changed_at \
         from unnest($1) as company",
    )
    .bind::<Array<Uuid>, _>(ids)
    .bind::<BigInt, _>(FIGURES_COUNTED + 1)
    .load(overview.conn())
    .await
}

/// An account manager, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manager {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// Who looks after these companies, which were read in the same overview; by name.
pub async fn managers_of(
    overview: &mut Overview<'_>,
    companies: &[CompanyId],
) -> QueryResult<Vec<(CompanyId, Manager)>> {
    let rows: Vec<(CompanyId, UserId, String)> = memberships::table
        .inner_join(users::table)
        .filter(memberships::company_id.eq_any(companies))
        .filter(users::role.eq(Role::Manager))
        .filter(users::disabled_at.is_null())
        .order((users::name, users::id))
        .select((memberships::company_id, users::id, users::name))
        .load(overview.conn())
        .await?;
    let manager = |(company, id, name)| (company, Manager { id, name });
    Ok(rows.into_iter().map(manager).collect())
}

/// The most account managers a list can be narrowed by.
const MANAGERS: i64 = 500;

/// All account managers, by name.
pub async fn managers(overview: &mut Overview<'_>) -> QueryResult<Vec<Manager>> {
    let rows: Vec<(UserId, String)> = users::table
        .filter(users::role.eq(Role::Manager))
        .filter(users::disabled_at.is_null())
        .order((users::name, users::id))
        .limit(MANAGERS)
        .select((users::id, users::name))
        .load(overview.conn())
        .await?;
    let manager = |(id, name)| Manager { id, name };
    Ok(rows.into_iter().map(manager).collect())
}
