//! Decisions about single rows of an upload, as they are kept: found, counted, made one by one, taken back.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::repairs::{Line, about};
use crate::access::Scope;
use crate::model::id::UploadId;
use crate::model::repair::{Group, Repair};
use crate::model::upload::Upload;
use crate::schema::upload_repairs;

/// What was decided about a row.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = upload_repairs, check_for_backend(diesel::pg::Pg))]
pub struct RowRepair {
    /// Its line.
    pub line: i32,
    /// The last decision.
    pub repair: Repair,
    /// The product number to take instead.
    pub product_text: Option<String>,
    /// The customer's number to take instead.
    pub cpn: Option<String>,
}

/// What was decided about these rows.
pub async fn of_lines<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    lines: &[i32],
) -> QueryResult<Vec<RowRepair>> {
    upload_repairs::table
        .filter(upload_repairs::company_id.eq(scope.company().uuid()))
        .filter(upload_repairs::upload_id.eq(upload.uuid()))
        .filter(upload_repairs::line.eq_any(lines))
        .select(RowRepair::as_select())
        .load(scope.conn())
        .await
}

/// How many rows were decided about, by decision; rows that were made of a cell's further numbers do not count.
pub async fn counts<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
) -> QueryResult<Vec<(Repair, i64)>> {
    upload_repairs::table
        .filter(upload_repairs::company_id.eq(scope.company().uuid()))
        .filter(upload_repairs::upload_id.eq(upload.uuid()))
        .filter(upload_repairs::repair.ne(Repair::Piece))
        .group_by(upload_repairs::repair)
        .order(upload_repairs::repair)
        .select((upload_repairs::repair, diesel::dsl::count_star()))
        .load(scope.conn())
        .await
}

/// A row of a group, with its cells as they were read.
#[derive(QueryableByName)]
pub struct GroupRow {
    /// Its line.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// Its packed cells.
    #[diesel(sql_type = Text)]
    pub cells: String,
}

/// The rows of a group behind a line, in order; with a note only those that have it.
pub async fn rows_of<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
    note: &str,
    after: i32,
    most: i32,
) -> QueryResult<Vec<GroupRow>> {
    about(scope, upload, group, "select r.line, r.cells
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5
            and position($6 in r.notes) > 0 and o.line > $7
         order by o.line limit $8")
    .bind::<Text, _>(note)
    .bind::<Integer, _>(after)
    .bind::<Integer, _>(most)
    .load(scope.conn())
    .await
}

/// How many rows of a group have each note that begins like this.
#[derive(QueryableByName)]
pub struct NotedRow {
    /// The note.
    #[diesel(sql_type = Text)]
    pub note: String,
    /// Rows.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// How many rows of a group look as if they held several numbers, by the note that says what stands between them.
pub async fn several<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    group: &Group,
) -> QueryResult<Vec<NotedRow>> {
    about(scope, upload, group, "select substring(r.notes from 'several-[a-z]+') as note, count(*) as count
         from upload_outcomes o
         join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
         where o.company_id = $1 and o.upload_id = $2 and o.outcome = $4 and o.cause = $5 and position('several-' in r.notes) > 0
         group by 1 order by 2 desc, 1")
    .load(scope.conn())
    .await
}

/// A decision about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRepair {
    /// Its line.
    pub line: i32,
    /// The product number to take instead.
    pub product_text: Option<String>,
    /// The customer's number to take instead.
    pub cpn: Option<String>,
    /// The line it was made of, if it was made of a cell with several numbers.
    pub of_line: Option<i32>,
}

/// Decides about rows one by one. Gives their lines.
pub async fn insert<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    repair: Repair,
    rows: &[NewRepair],
) -> QueryResult<Vec<i32>> {
    let lines: Vec<i32> = rows.iter().map(|row| row.line).collect();
    let products: Vec<Option<&str>> = rows.iter().map(|row| row.product_text.as_deref()).collect();
    let cpns: Vec<Option<&str>> = rows.iter().map(|row| row.cpn.as_deref()).collect();
    let origins: Vec<Option<i32>> = rows.iter().map(|row| row.of_line).collect();
    diesel::sql_query(
        "insert into upload_repairs (company_id, upload_id, line, repair, product_text, cpn, of_line)
         select $1, $2, n.line, case when n.of_line is null then $3 else 'piece' end, n.product_text, n.cpn, n.of_line
         from unnest($4, $5, $6, $7) as n (line, product_text, cpn, of_line)
         on conflict (company_id, upload_id, line) do update set repair = excluded.repair,
            product_text = coalesce(excluded.product_text, upload_repairs.product_text),
            cpn = coalesce(excluded.cpn, upload_repairs.cpn)",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .bind::<Text, _>(repair.word())
    .bind::<Array<Integer>, _>(&lines)
    .bind::<Array<Nullable<Text>>, _>(products)
    .bind::<Array<Nullable<Text>>, _>(cpns)
    .bind::<Array<Nullable<Integer>>, _>(origins)
    .execute(scope.conn())
    .await?;
    Ok(lines)
}

/// Takes the decisions of one kind back. Rows that were made of a cell's further numbers go when the decision about its line does;
/// of a decision about such a row alone it stays that it is one. Gives the lines to be drafted again.
pub async fn withdraw<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    repair: Repair,
) -> QueryResult<Vec<i32>> {
    let lines: Vec<Line> = diesel::sql_query(
        "delete from upload_repairs where company_id = $1 and upload_id = $2 and repair = $3 and of_line is null returning line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Text, _>(repair.word())
    .load(scope.conn())
    .await?;
    let mut lines: Vec<i32> = lines.into_iter().map(|row| row.line).collect();
    diesel::sql_query(
        "with gone as (
            delete from upload_repairs where company_id = $1 and upload_id = $2 and of_line = any($4) returning line
         )
         delete from upload_rows r using gone g
         where r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = g.line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<Array<Integer>, _>(&lines)
    .execute(scope.conn())
    .await?;
    let pieces: Vec<Line> = diesel::sql_query(
        "update upload_repairs set repair = 'piece', product_text = null, cpn = null
         where company_id = $1 and upload_id = $2 and repair = $3 and of_line is not null returning line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Text, _>(repair.word())
    .load(scope.conn())
    .await?;
    lines.extend(pieces.into_iter().map(|row| row.line));
    Ok(lines)
}

/// Forgets all decisions, with the rows that were made by them.
pub async fn forget<M>(scope: &mut Scope<'_, M>, upload: &Upload) -> QueryResult<()> {
    diesel::sql_query(
        "with gone as (
            delete from upload_repairs where company_id = $1 and upload_id = $2 returning line, of_line
         )
         delete from upload_rows r using gone g
         where r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = g.line and g.of_line is not null",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .execute(scope.conn())
    .await
    .map(drop)
}
