//! A file of products on its way into the register: rows in a temporary table, checked and written by sets.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Uuid};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};

use crate::access::AdminAccess;
use crate::db::Conn;
use crate::model::id::{ObjectId, ProductId};
use crate::model::key;
use crate::model::product::ProductDraft;

/// A row of the file that passed by itself.
#[derive(Debug)]
pub struct FileRow {
    /// Its line.
    pub line: u32,
    /// The product.
    pub draft: ProductDraft,
    /// The parent's number as it stands there, where one is given.
    pub parent: Option<String>,
}

/// A row that does not fit the others or what is stored.
#[derive(QueryableByName, Debug)]
pub struct Misfit {
    /// Its line.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Its number.
    #[diesel(sql_type = Text)]
    pub number: String,
    /// The field that is wrong.
    #[diesel(sql_type = Text)]
    pub field: String,
    /// What is wrong.
    #[diesel(sql_type = Text)]
    pub problem: String,
    /// The value its text speaks of.
    #[diesel(sql_type = Text)]
    pub value: String,
}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Products made.
    pub new: usize,
    /// Products changed.
    pub changed: usize,
}

const STAGING: &str = r#"
set local statement_timeout = '15min';
create temporary table product_rows (
    line integer not null,
    id uuid not null,
    id_given boolean not null,
    number text not null,
    number_key text collate "C" not null,
    identity_key text collate "C" not null,
    order_key text collate "C" not null,
    name text not null,
    name_key text collate "C" not null,
    gtin text,
    search_text text not null,
    object_id text collate "C" not null,
    object_id_given boolean not null,
    parent text,
    parent_key text collate "C",
    known_id uuid,
    parent_id uuid,
    field text,
    problem text,
    value text
) on commit drop"#;

/// Makes the place for the rows; it goes with the transaction.
pub async fn prepare(conn: &mut Conn, _: &AdminAccess) -> QueryResult<()> {
    conn.batch_execute(STAGING).await
}

/// Puts rows there.
pub async fn stage(conn: &mut Conn, _: &AdminAccess, rows: &[FileRow]) -> QueryResult<()> {
    let ids: Vec<ProductId> = rows
        .iter()
        .map(|row| row.draft.id.unwrap_or_else(ProductId::new))
        .collect();
    let object_ids: Vec<String> = rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| {
            let given = row.draft.object_id.clone();
            let object_id = given.unwrap_or_else(|| ObjectId::of(id.uuid()));
            object_id.as_str().to_owned()
        })
        .collect();
    diesel::sql_query(
        "insert into product_rows (line, id, id_given, number, number_key, identity_key, order_key, name, name_key, gtin, \
             search_text, object_id, object_id_given, parent, parent_key) \
         select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind::<Array<Integer>, _>(all(rows, |row| i32::try_from(row.line).unwrap_or(i32::MAX)))
    .bind::<Array<Uuid>, _>(ids)
    .bind::<Array<Bool>, _>(all(rows, |row| row.draft.id.is_some()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.number()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.number_key()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.identity_key()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.order_key()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.name()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.name_key()))
    .bind::<Array<Nullable<Text>>, _>(all(rows, |row| row.draft.gtin()))
    .bind::<Array<Text>, _>(all(rows, |row| row.draft.search_text()))
    .bind::<Array<Text>, _>(object_ids)
    .bind::<Array<Bool>, _>(all(rows, |row| row.draft.object_id.is_some()))
    .bind::<Array<Nullable<Text>>, _>(all(rows, |row| row.parent.as_deref()))
    .bind::<Array<Nullable<Text>>, _>(all(rows, |row| row.parent.as_deref().map(key::plain)))
    .execute(conn)
    .await
    .map(drop)
}

/// One column of the rows.
fn all<'r, T>(rows: &'r [FileRow], take: impl Fn(&'r FileRow) -> T) -> Vec<T> {
    rows.iter().map(take).collect()
}

/// Finds the rows that do not fit. The order matters: each statement looks only at rows that fitted so far, and none of those
/// a statement relies on can be found wanting by a later one.
const CHECKS: &[&str] = &[
    "create index on product_rows (number_key)",
    "analyze product_rows",
    // The first of several rows for one number counts.
    "update product_rows r set field = 'number', problem = 'repeated', value = f.line::text
     from (select number_key, min(line) as line from product_rows group by number_key having count(*) > 1) f
     where r.number_key = f.number_key and r.line > f.line",
    "update product_rows r set field = 'id', problem = 'repeated', value = f.line::text
     from (select id, min(line) as line from product_rows where problem is null group by id having count(*) > 1) f
     where r.id = f.id and r.line > f.line and r.problem is null",
    "update product_rows r set field = 'object_id', problem = 'repeated', value = f.line::text
     from (select object_id, min(line) as line from product_rows where problem is null group by object_id having count(*) > 1) f
     where r.object_id = f.object_id and r.line > f.line and r.problem is null",
    "update product_rows r set known_id = p.id from products p where p.number_key = r.number_key",
    "update product_rows r set field = 'id', problem = 'id-differs', value = r.known_id::text
     where problem is null and id_given and known_id <> id",
    "update product_rows r set field = 'id', problem = 'taken', value = p.number
     from products p where p.id = r.id and r.known_id is null and r.problem is null",
    "update product_rows r set field = 'object_id', problem = 'taken', value = p.number
     from products p where p.object_id = r.object_id and p.id is distinct from r.known_id and r.problem is null
       and (r.object_id_given or r.known_id is null)",
    "update product_rows set field = 'parent', problem = 'own-parent', value = '' where problem is null and parent_key = number_key",
    "update product_rows r set field = 'parent', problem = 'parent-is-variant', value = r.parent
     where r.problem is null and r.parent_key is not null
       and (exists (select from product_rows q where q.number_key = r.parent_key and q.problem is null and q.parent_key is not null)
         or (exists (select from products p where p.number_key = r.parent_key and p.parent_id is not null)
           and not exists (select from product_rows q where q.number_key = r.parent_key and q.problem is null)))",
    "update product_rows r set field = 'parent', problem = 'unknown', value = r.parent
     where r.problem is null and r.parent_key is not null
       and not exists (select from products p where p.number_key = r.parent_key)
       and not exists (select from product_rows q where q.number_key = r.parent_key and q.problem is null)",
    "update product_rows r set field = 'parent', problem = 'has-variants', value = c.number
     from products c where c.parent_id = r.known_id and r.parent_key is not null and r.problem is null
       and not exists (select from product_rows q where q.known_id = c.id and q.problem is null and q.parent_key is distinct from r.number_key)",
];

/// Checks the rows against each other and what is stored; `most` of those that do not fit are given, and how many there are.
pub async fn check(
    conn: &mut Conn,
    _: &AdminAccess,
    most: usize,
) -> QueryResult<(Vec<Misfit>, i64)> {
    for statement in CHECKS {
        conn.batch_execute(statement).await?;
    }
    let misfits = diesel::sql_query(
        "select line, number, field, problem, value from product_rows where problem is not null order by line limit $1",
    )
    .bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX))
    .load(conn)
    .await?;
    let count: Count =
        diesel::sql_query("select count(*) as count from product_rows where problem is not null")
            .get_result(conn)
            .await?;
    Ok((misfits, count.count))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Which optional columns the file has: what it has not stays as it is.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    /// GTINs.
    pub gtin: bool,
    /// Parents.
    pub parent: bool,
}

/// Writes the rows that fit: products that are no variants, then variants, then what changed.
pub async fn write(conn: &mut Conn, access: &AdminAccess, given: Given) -> QueryResult<Written> {
    let parents = insert(conn, access, false).await?;
    conn.batch_execute(
        "update product_rows r set parent_id = p.id from products p \
         where p.number_key = r.parent_key and r.problem is null",
    )
    .await?;
    let variants = insert(conn, access, true).await?;
    let changed = diesel::sql_query(
        "with row as ( \
             select r.known_id, r.number, r.number_key, r.identity_key, r.order_key, r.name, r.name_key, \
                 case when $1 then r.gtin else p.gtin end as gtin, \
                 case when $1 or p.gtin is null then r.search_text else ltrim(r.search_text || ' ' || p.gtin) end as search_text, \
                 case when r.object_id_given then r.object_id else p.object_id end as object_id, \
                 case when $2 then r.parent_id else p.parent_id end as parent_id \
             from product_rows r join products p on p.id = r.known_id where r.problem is null) \
         update products p set number = row.number, identity_key = row.identity_key, order_key = row.order_key, \
             name = row.name, name_key = row.name_key, gtin = row.gtin, search_text = row.search_text, \
             object_id = row.object_id, parent_id = row.parent_id, version = p.version + 1, updated_at = now() \
         from row where p.id = row.known_id \
           and (p.number, p.name, p.gtin, p.object_id, p.parent_id) \
               is distinct from (row.number, row.name, row.gtin, row.object_id, row.parent_id)",
    )
    .bind::<Bool, _>(given.gtin)
    .bind::<Bool, _>(given.parent)
    .execute(conn)
    .await?;
    Ok(Written {
        new: parents + variants,
        changed,
    })
}

async fn insert(conn: &mut Conn, _: &AdminAccess, variants: bool) -> QueryResult<usize> {
    diesel::sql_query(
        "insert into products (id, number, number_key, identity_key, order_key, name, name_key, gtin, search_text, object_id, parent_id) \
         select id, number, number_key, identity_key, order_key, name, name_key, gtin, search_text, object_id, parent_id \
         from product_rows where problem is null and known_id is null and (parent_key is not null) = $1",
    )
    .bind::<Bool, _>(variants)
    .execute(conn)
    .await
}
