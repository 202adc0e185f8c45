//! What a check said of each row. Stored in blocks: a row of the table holds all rows of 256 lines that share outcome and cause, so
//! that a check of a million rows writes some thousand of them. They are read through the view `upload_outcomes`, one by one.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;

use super::applying::Lines;
use crate::access::Scope;
use crate::model::id::UploadId;
use crate::model::upload::{CauseCount, Outcome};
use crate::schema::upload_outcome_blocks as blocks;

/// A statement that stores outcomes. The common table expressions given to it end with `judged (verdict, line, product_id, cpn_id,
/// cpn_version)`, a verdict being `outcome:cause`; `$1` is the company and `$2` the upload.
macro_rules! store_outcomes {
    ($judged:literal) => {
        concat!(
            "insert into upload_outcome_blocks (company_id, upload_id, outcome, cause, block, row_count, lines, product_ids, \
                cpn_ids, cpn_versions) ",
            $judged,
            " select $1, $2, split_part(verdict, ':', 1), substr(verdict, position(':' in verdict) + 1), block, row_count, lines, \
                product_ids, cpn_ids, cpn_versions
              from (
                select verdict, line >> 8 as block, count(*) as row_count, array_agg(line) as lines, array_agg(product_id) as product_ids,
                    array_agg(cpn_id) as cpn_ids, array_agg(cpn_version) as cpn_versions
                from judged group by verdict, line >> 8) grouped"
        )
    };
}

/// A statement that gives rows another outcome: the blocks that hold them are taken out and stored anew. What is given to it ends with
/// `again (outcome, cause, line, verdict, cpn_id, cpn_version)`; where that tells no CPN, the row keeps its own.
macro_rules! judge_again {
    ($again:literal) => {
        concat!(
            $again,
            ", taken as (
                delete from upload_outcome_blocks b
                using (select distinct outcome, cause, line >> 8 as block from again) d
                where b.company_id = $1 and b.upload_id = $2 and b.outcome = d.outcome and b.cause = d.cause and b.block = d.block
                returning b.outcome, b.cause, b.lines, b.product_ids, b.cpn_ids, b.cpn_versions
            ), judged as (
                select coalesce(d.verdict, t.outcome || ':' || t.cause) as verdict, u.line, u.product_id,
                    coalesce(d.cpn_id, u.cpn_id) as cpn_id, coalesce(d.cpn_version, u.cpn_version) as cpn_version
                from taken t
                cross join lateral unnest(t.lines, t.product_ids, t.cpn_ids, t.cpn_versions)
                    as u (line, product_id, cpn_id, cpn_version)
                left join again d on d.line = u.line
            )
            insert into upload_outcome_blocks (company_id, upload_id, outcome, cause, block, row_count, lines, product_ids, cpn_ids,
                cpn_versions)
            select $1, $2, split_part(verdict, ':', 1), substr(verdict, position(':' in verdict) + 1), block, row_count, lines,
                product_ids, cpn_ids, cpn_versions
            from (
                select verdict, line >> 8 as block, count(*) as row_count, array_agg(line) as lines,
                    array_agg(product_id) as product_ids, array_agg(cpn_id) as cpn_ids, array_agg(cpn_version) as cpn_versions
                from judged group by verdict, line >> 8) grouped"
        )
    };
}

pub(super) use {judge_again, store_outcomes};

/// Removes what an earlier check said.
pub async fn clear<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<usize> {
    diesel::delete(
        blocks::table
            .filter(blocks::company_id.eq(scope.company().uuid()))
            .filter(blocks::upload_id.eq(upload.uuid())),
    )
    .execute(scope.conn())
    .await
}

#[derive(QueryableByName)]
struct CauseRow {
    #[diesel(sql_type = Text)]
    outcome: Outcome,
    #[diesel(sql_type = Text)]
    cause: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Integer)]
    example_line: i32,
}

/// How many rows have which outcome and cause, the most frequent first, each with the first of them.
pub async fn counts<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<Vec<CauseCount>> {
    let rows: Vec<CauseRow> = diesel::sql_query(
        "with summed as (
            select outcome, cause, sum(row_count)::bigint as count,
                case when outcome = 'removed' then max(block) else min(block) end as block
            from upload_outcome_blocks where company_id = $1 and upload_id = $2 group by outcome, cause
         )
         select s.outcome, s.cause, s.count, (
                select case when s.outcome = 'removed' then max(line) else min(line) end from unnest(b.lines) as line) as example_line
         from summed s
         join upload_outcome_blocks b on b.company_id = $1 and b.upload_id = $2 and b.outcome = s.outcome and b.cause = s.cause
            and b.block = s.block
         order by s.count desc, s.cause",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .load(scope.conn())
    .await?;
    let causes = rows.into_iter().map(|row| CauseCount {
        outcome: row.outcome,
        cause: row.cause,
        count: row.count,
        example_line: row.example_line,
    });
    Ok(causes.collect())
}

#[derive(QueryableByName)]
struct NotTakenRow {
    #[diesel(sql_type = Integer)]
    line: i32,
    #[diesel(sql_type = Text)]
    cause: String,
}

/// The lines that were not taken in their order, each with its cause.
pub async fn not_taken<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
) -> QueryResult<Vec<(i32, String)>> {
    let rows: Vec<NotTakenRow> = diesel::sql_query(
        "select line, cause from upload_outcomes
         where company_id = $1 and upload_id = $2 and outcome in ('problem', 'choice') order by line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .load(scope.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.line, row.cause)).collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many rows of a range have that outcome.
pub async fn count<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    outcome: Outcome,
    lines: Lines,
) -> QueryResult<i64> {
    let Counted { count } = diesel::sql_query(
        "select count(*) as count from upload_outcomes
         where company_id = $1 and upload_id = $2 and outcome = $3 and block between $4 >> 8 and $5 >> 8 and line between $4 and $5",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.uuid())
    .bind::<Text, _>(outcome)
    .bind::<Integer, _>(lines.from)
    .bind::<Integer, _>(lines.to)
    .get_result(scope.conn())
    .await?;
    Ok(count)
}
