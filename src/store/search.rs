//! Lists and searches of one company's numbers.
//!
//! The statements are constant texts put together from a few constant parts; whatever a person typed is bound. They are
//! planned anew each time (`sql_query` is never kept prepared), so the planner sees the values: conditions whose value is not
//! given fold away, and a pattern's rareness decides between the index of trigrams and the list's own order.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::cpns::CpnRow;
use super::damage::LOOKS_DAMAGED;
use crate::access::Scope;
use crate::model::cpn::Cpn;
use crate::model::id::{CompanyId, CpnId};
use crate::model::number_search::{NumberFilter, NumberSearch, NumberSort, Term, ValidityFilter};
use crate::model::page::{Cursor, Direction, PAGE_ROWS, Page, Position, Total};

/// The most rows a list is counted up to.
const COUNTED: i64 = 10_000;
/// The most rows that a term finds are counted up to: each must be fetched.
const COUNTED_INSIDE: i64 = 2_000;

/// How many rows of a list are counted as a matter of course: as far as that is cheap.
pub fn counted(search: &NumberSearch) -> i64 {
    match search.term {
        Term::Nothing | Term::Beginning(_) => COUNTED,
        Term::Inside(_) | Term::Signs(_) => COUNTED_INSIDE,
    }
}

/// A CPN in a list, with what is shown beside it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The CPN.
    pub cpn: Cpn,
    /// Its product's number.
    pub product_number: String,
    /// Its product's name.
    pub product_name: String,
    /// Whether its product is discontinued.
    pub discontinued: bool,
    /// Whether it stands, today, for several products.
    pub ambiguous: bool,
    /// The supplier's number of another product that it equals.
    pub collides_with: Option<String>,
    /// Its place in the list.
    pub cursor: Cursor,
}

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(embed)]
    cpn: CpnRow,
    #[diesel(sql_type = Text)]
    product_number: String,
    #[diesel(sql_type = Text)]
    product_name: String,
    #[diesel(sql_type = Bool)]
    discontinued: bool,
    #[diesel(sql_type = Bool)]
    ambiguous: bool,
    #[diesel(sql_type = Nullable<Text>)]
    collides_with: Option<String>,
    #[diesel(sql_type = Text)]
    sort_key: String,
}

impl ListedRow {
    fn into_listed(self) -> Listed {
        let cpn = self.cpn.into_cpn();
        Listed {
            cursor: Cursor {
                key: self.sort_key,
                id: cpn.id.uuid(),
            },
            cpn,
            product_number: self.product_number,
            product_name: self.product_name,
            discontinued: self.discontinued,
            ambiguous: self.ambiguous,
            collides_with: self.collides_with,
        }
    }
}

/// Holds today.
const VALID: &str =
    "coalesce(c.valid_from <= current_date, true) and coalesce(c.valid_to >= current_date, true)";
/// Another number of the company is the same and holds today too.
const HAS_TWIN: &str = "exists (select from cpns a where a.company_id = $1 and a.identity_key = c.identity_key and a.id <> c.id \
    and coalesce(a.valid_from <= current_date, true) and coalesce(a.valid_to >= current_date, true))";
/// The same, for a whole list: the few numbers that are there twice come from an index alone. As an array, because the planner
/// takes a third of all groups for those of several rows.
const IS_TWICE: &str = "c.identity_key = any (array(select t.identity_key from cpns t where t.company_id = $1 \
    group by t.identity_key having count(*) > 1))";

/// What a filter leaves. Parameters of every statement below: 1 company, 2 and 3 term, 4 preferred, 5 the product's number key,
/// 6 changed since, 7 changed by, 8 and 9 the cursor's key and id, 10 how many, 11 and 12 where
/// ranges of order keys begin and end.
fn filters(filter: &NumberFilter) -> String {
    let mut conditions = vec![
        "($4 is null or c.preferred = $4)".to_owned(),
        "($5 is null or c.product_id = (select y.id from products y where y.number_key = $5))"
            .to_owned(),
        "($6 is null or c.updated_at >= $6)".to_owned(),
        "($7 is null or lower(c.updated_by_name) = lower($7))".to_owned(),
    ];
    conditions.extend(filter.validity.map(|validity| match validity {
        ValidityFilter::Valid => VALID.to_owned(),
        ValidityFilter::NotYet => "c.valid_from > current_date".to_owned(),
        ValidityFilter::Expired => "c.valid_to < current_date".to_owned(),
    }));
    if filter.ambiguous {
        conditions.push(format!("{VALID} and {IS_TWICE} and {HAS_TWIN}"));
    }
    if filter.suspect {
        conditions.push(LOOKS_DAMAGED.to_owned());
    }
    if filter.discontinued {
        conditions.push(
            "c.product_id in (select d.id from products d where d.discontinued_at is not null)"
                .to_owned(),
        );
    }
    conditions.join(" and ")
}

/// How the rows that a term finds are come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From the indexes of trigrams; they must all be read before the first is known.
    Gathered,
    /// Along the list, passing over what does not fit: where much fits, the page is full after a few steps.
    Walked,
}

impl Way {
    /// The one that is shorter for a list of so many rows.
    fn of(total: Total) -> Self {
        match total {
            Total::Exactly(found) if found <= COUNTED_INSIDE => Self::Gathered,
            _ => Self::Walked,
        }
    }
}

/// The numbers a search finds, as (id, key): what stands between `with matched as (` and `)`.
fn matched(search: &NumberSearch, way: Way) -> String {
    let (key, join) = match search.sort {
        NumberSort::Cpn => ("c.order_key", ""),
        NumberSort::Product => ("o.order_key", "join products o on o.id = c.product_id"),
        NumberSort::Changed => ("c.updated_at", ""),
    };
    let filters = filters(&search.filter);
    let rows = |source: &str, condition: &str| {
        format!(
            "select c.id, {key} as key from {source} {join} \
             where c.company_id = $1 and {condition} and {filters}"
        )
    };
    match (&search.term, way) {
        (Term::Nothing, _) => rows("cpns c", "true"),
        // Comparisons may use an index under the row filter where LIKE may not.
        (Term::Beginning(_), _) => rows("cpns c", "c.identity_key >= $2 and c.identity_key < $3"),
        (Term::Signs(_), _) => rows("searchable_cpns c", "c.cpn like $2"),
        // One condition with OR over both tables could use no index of trigrams at all.
        (Term::Inside(_), Way::Gathered) => format!(
            "{} union all {}",
            rows("searchable_cpns c", "c.search_text like $2"),
            rows(
                "products f join searchable_cpns c on c.product_id = f.id",
                "f.search_text like $2 and c.search_text not like $2"
            )
        ),
        (Term::Inside(_), Way::Walked) => rows(
            "searchable_cpns c join products f on f.id = c.product_id",
            "(c.search_text like $2 or f.search_text like $2)",
        ),
    }
}

fn bound(
    sql: String,
    company: CompanyId,
    search: &NumberSearch,
    limit: i64,
) -> BoxedSqlQuery<'_, Pg, SqlQuery> {
    let (from, until) = match search.term.range() {
        Some((from, until)) => (Some(from.to_owned()), Some(until)),
        None => (search.term.pattern(), None),
    };
    let (key, id) = match &search.position {
        Position::Start => (None, None),
        Position::After(cursor) | Position::Before(cursor) => {
            (Some(cursor.key.as_str()), Some(cursor.id))
        }
        Position::From(key) => (Some(key.as_str()), None),
    };
    let filter = &search.filter;
    let (lows, highs): (Vec<String>, Vec<String>) = search.term.order_ranges().into_iter().unzip();
    diesel::sql_query(sql)
        .into_boxed()
        .bind::<SqlUuid, _>(company)
        .bind::<Nullable<Text>, _>(from)
        .bind::<Nullable<Text>, _>(until)
        .bind::<Nullable<Bool>, _>(filter.preferred)
        .bind::<Nullable<Text>, _>(filter.product.as_deref())
        .bind::<Nullable<Timestamptz>, _>(filter.changed_since)
        .bind::<Nullable<Text>, _>(filter.changed_by.as_deref())
        .bind::<Nullable<Text>, _>(key)
        .bind::<Nullable<SqlUuid>, _>(id)
        .bind::<BigInt, _>(limit)
        .bind::<Array<Text>, _>(lows)
        .bind::<Array<Text>, _>(highs)
}

/// The numbers that begin so, range by range along the list: each range gives at most a page, however many lie in it.
fn along_ranges(filter: &NumberFilter, place: &str, direction: &str) -> String {
    let filters = filters(filter);
    format!(
        "select r.id, r.key from unnest($11, $12) as k (low, high) cross join lateral ( \
             select c.id, c.order_key as key from cpns c \
             where c.company_id = $1 and c.order_key >= k.low and c.order_key < k.high \
                 and c.identity_key >= $2 and c.identity_key < $3 and {filters} and {place} \
             order by c.order_key {direction}, c.id {direction} limit $10) r"
    )
}

/// The statement of [`page`].
fn page_statement(search: &NumberSearch, way: Way) -> String {
    let bound = if search.sort == NumberSort::Changed {
        "$8::timestamptz"
    } else {
        "$8"
    };
    let in_ranges = search.sort == NumberSort::Cpn && !search.term.order_ranges().is_empty();
    let (key, id) = if in_ranges {
        ("c.order_key", "c.id")
    } else {
        ("key", "id")
    };
    let ascending = (search.direction == Direction::Ascending)
        != matches!(search.position, Position::Before(_));
    let (beyond, direction) = if ascending {
        (">", "asc")
    } else {
        ("<", "desc")
    };
    let place = match search.position {
        Position::Start => "true".to_owned(),
        // The first comparison is where the walk of an index begins, on whichever table the key is.
        Position::After(_) | Position::Before(_) => {
            format!("{key} {beyond}= {bound} and ({key} {beyond} {bound} or {id} {beyond} $9)")
        }
        Position::From(_) => format!("{key} {beyond}= {bound}"),
    };
    if in_ranges {
        let matched = along_ranges(&search.filter, &place, direction);
        return listed(&matched, "true", direction, "$10");
    }
    let mut matched = matched(search, way);
    // Few rows lie anywhere in a list that is sorted otherwise: walking it would pass over all others.
    if let (Term::Beginning(_), Way::Gathered) = (&search.term, way) {
        matched.push_str(" offset 0");
    }
    listed(&matched, &place, direction, "$10")
}

/// The rows of (id, key) pairs with all that is shown of them, in order of their keys. `$1` is the company.
fn listed(matched: &str, place: &str, direction: &str, limit: &str) -> String {
    format!(
        "with matched as ({matched}), \
         shown as (select key, id from matched where {place} order by key {direction}, id {direction} limit {limit}) \
         select c.*, s.key::text as sort_key, p.number as product_number, p.name as product_name, \
             p.discontinued_at is not null as discontinued, \
             {VALID} and {HAS_TWIN} as ambiguous, \
             (select x.number from products x where x.identity_key = c.identity_key and x.id <> c.product_id \
                 order by x.number limit 1) as collides_with \
         from shown s join cpns c on c.company_id = $1 and c.id = s.id join products p on p.id = c.product_id \
         order by s.key {direction}, s.id {direction}"
    )
}

/// One number as the list shows it.
pub async fn one<M>(scope: &mut Scope<'_, M>, id: CpnId) -> QueryResult<Listed> {
    let company = scope.company();
    let matched =
        "select m.id, m.order_key as key from cpns m where m.company_id = $1 and m.id = $2";
    let row: ListedRow = diesel::sql_query(listed(matched, "true", "asc", "1"))
        .bind::<SqlUuid, _>(company)
        .bind::<SqlUuid, _>(id)
        .get_result(scope.conn())
        .await?;
    Ok(row.into_listed())
}

/// One page of a company's numbers. How many there are decides how they are come by.
pub async fn page<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    total: Total,
) -> QueryResult<Page<Listed>> {
    read(scope, search, Way::of(total), PAGE_ROWS).await
}

/// One page of so many of a company's numbers, for who does not tell their total.
pub async fn page_of<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    size: usize,
) -> QueryResult<Page<Listed>> {
    let way = match search.term {
        Term::Inside(_) => Way::of(count(scope, search, COUNTED_INSIDE).await?),
        Term::Nothing | Term::Beginning(_) | Term::Signs(_) => Way::Walked,
    };
    read(scope, search, way, size).await
}

async fn read<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    way: Way,
    size: usize,
) -> QueryResult<Page<Listed>> {
    let more = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let company = scope.company();
    let rows: Vec<ListedRow> = bound(page_statement(search, way), company, search, more)
        .load(scope.conn())
        .await?;
    let rows = rows.into_iter().map(ListedRow::into_listed).collect();
    Ok(Page::of_read(rows, &search.position, size))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many numbers a search finds, counted up to `most`.
pub async fn count<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    most: i64,
) -> QueryResult<Total> {
    let sql = format!(
        "with matched as ({}) select count(*) as count from (select from matched limit $10) capped",
        matched(search, Way::Gathered)
    );
    let company = scope.company();
    let found: Count = bound(sql, company, search, most.saturating_add(1))
        .get_result(scope.conn())
        .await?;
    Ok(Total::of_capped(found.count, most))
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = SqlUuid)]
    id: CpnId,
}

/// The ids of the numbers a search finds, wherever its page lies, at most so many.
pub async fn ids<M>(
    scope: &mut Scope<'_, M>,
    search: &NumberSearch,
    most: i64,
) -> QueryResult<Vec<CpnId>> {
    let sql = format!(
        "with matched as ({}) select id from matched limit $10",
        matched(search, Way::Gathered)
    );
    let company = scope.company();
    let rows: Vec<IdRow> = bound(sql, company, search, most).load(scope.conn()).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[derive(QueryableByName)]
struct OrderKey {
    #[diesel(sql_type = Text)]
    order_key: String,
}

/// The order key of the first number, as lists sort, that begins so. The natural order alone would not find it: by that, the
/// numbers that begin with 12 lie wherever their first run of digits has its length.
pub async fn first_beginning<M>(
    scope: &mut Scope<'_, M>,
    beginning: &Term,
) -> QueryResult<Option<String>> {
    let Some((from, until)) = beginning.range() else {
        return Ok(None);
    };
    let company = scope.company();
    let (lows, highs): (Vec<String>, Vec<String>) = beginning.order_ranges().into_iter().unzip();
    let sql = if lows.is_empty() {
        // Gathered first: walking the list until one begins so may take the whole list.
        "select order_key from (select order_key from cpns \
             where company_id = $1 and identity_key >= $2 and identity_key < $3 offset 0) c order by order_key limit 1"
    } else {
        "select r.order_key from unnest($4, $5) with ordinality as k (low, high, place) cross join lateral ( \
             select c.order_key from cpns c \
             where c.company_id = $1 and c.order_key >= k.low and c.order_key < k.high \
                 and c.identity_key >= $2 and c.identity_key < $3 \
             order by c.order_key limit 1) r \
         order by k.place limit 1"
    };
    let found: Option<OrderKey> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Text, _>(from)
        .bind::<Text, _>(&until)
        .bind::<Array<Text>, _>(lows)
        .bind::<Array<Text>, _>(highs)
        .get_result(scope.conn())
        .await
        .optional()?;
    Ok(found.map(|row| row.order_key))
}
