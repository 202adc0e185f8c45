//! Rows of a check, page by page: each page is read from the index of blocks of outcomes, one short range a cause.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::Scope;
use crate::model::cpn::Details;
use crate::model::upload::{CauseCount, MatchedProduct, Outcome, RowState, Upload};

/// A row of the check with what it meets.
#[derive(QueryableByName)]
pub struct JudgedRow {
    /// The line of the file.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// The line whose cell held several numbers, if the row was made of one of them.
    #[diesel(sql_type = Nullable<Integer>)]
    pub of_line: Option<i32>,
    /// The packed cells.
    #[diesel(sql_type = Nullable<Text>)]
    pub cells: Option<String>,
    /// What will happen.
    #[diesel(sql_type = Text)]
    pub outcome: Outcome,
    /// Why.
    #[diesel(sql_type = Text)]
    pub cause: String,
    /// What was cleaned.
    #[diesel(sql_type = Nullable<Text>)]
    pub notes: Option<String>,
    /// The CPN it concerns.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub cpn_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    product_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    product_number: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    product_name: Option<String>,
    #[diesel(embed)]
    staged: Staged,
    #[diesel(embed)]
    standing: Standing,
}

macro_rules! state {
    ($(#[$doc:meta])* $name:ident: $cpn:ident, $description:ident, $unit:ident, $pack_quantity:ident, $valid_from:ident, $valid_to:ident) => {
        $(#[$doc])*
        #[derive(QueryableByName)]
        struct $name {
            #[diesel(sql_type = Nullable<Text>)]
            $cpn: Option<String>,
            #[diesel(sql_type = Nullable<Text>)]
            $description: Option<String>,
            #[diesel(sql_type = Nullable<Text>)]
            $unit: Option<String>,
            #[diesel(sql_type = Nullable<Numeric>)]
            $pack_quantity: Option<BigDecimal>,
            #[diesel(sql_type = Nullable<Date>)]
            $valid_from: Option<NaiveDate>,
            #[diesel(sql_type = Nullable<Date>)]
            $valid_to: Option<NaiveDate>,
        }

        impl $name {
            fn state(&self) -> Option<RowState> {
                let cpn = self.$cpn.clone()?;
                let details = Details {
                    description: self.$description.clone(),
                    unit: self.$unit.clone(),
                    pack_quantity: self.$pack_quantity.clone().map(|quantity| quantity.normalized()),
                    valid_from: self.$valid_from,
                    valid_to: self.$valid_to,
                };
                Some(RowState { cpn, details })
            }
        }
    };
}

state!(
    /// The row's fields.
    Staged: staged_cpn, staged_description, staged_unit, staged_pack_quantity, staged_valid_from, staged_valid_to
);
state!(
    /// The fields of the CPN it concerns, in the version the check saw.
    Standing: standing_cpn, standing_description, standing_unit, standing_pack_quantity, standing_valid_from, standing_valid_to
);

impl JudgedRow {
    /// The product it was matched to.
    pub fn product(&self) -> Option<MatchedProduct> {
        Some(MatchedProduct {
            id: self.product_id?.into(),
            number: self.product_number.clone()?,
            name: self.product_name.clone()?,
        })
    }

    /// What the row says.
    pub fn staged(&self) -> Option<RowState> {
        self.staged.state()
    }

    /// What stood in the register when it was checked.
    pub fn standing(&self) -> Option<RowState> {
        self.standing.state()
    }
}

/// A range of rows: behind or before a line.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The line it starts behind, or ends before.
    pub line: i32,
    /// Whether it is read towards the beginning.
    pub backwards: bool,
    /// The most rows.
    pub count: i32,
}

/// Rows `o` of a check with what they meet. The CPN's state comes from the register while it is the version that was checked, and
/// from the history afterwards.
macro_rules! judged {
    ($rows:expr, $order:literal) => {
        concat!(
            "select o.line, q.of_line, r.cells, o.outcome, o.cause, r.notes, o.cpn_id, p.id as product_id, p.number as product_number,
                p.name as product_name, r.cpn as staged_cpn, r.description as staged_description, r.unit as staged_unit,
                r.pack_quantity as staged_pack_quantity, r.valid_from as staged_valid_from, r.valid_to as staged_valid_to,
                coalesce(c.cpn, h.cpn) as standing_cpn,
                case when c.id is null then h.description else c.description end as standing_description,
                case when c.id is null then h.unit else c.unit end as standing_unit,
                case when c.id is null then h.pack_quantity else c.pack_quantity end as standing_pack_quantity,
                case when c.id is null then h.valid_from else c.valid_from end as standing_valid_from,
                case when c.id is null then h.valid_to else c.valid_to end as standing_valid_to
            from (", $rows, ") o
            left join upload_rows r on r.company_id = $1 and r.upload_id = $2 and r.generation = $3 and r.line = o.line
            left join upload_repairs q on q.company_id = $1 and q.upload_id = $2 and q.line = o.line and q.of_line is not null
            left join products p on p.id = o.product_id
            left join cpns c on c.company_id = $1 and c.id = o.cpn_id and c.version = o.cpn_version
            left join cpn_history h on h.company_id = $1 and h.cpn_id = o.cpn_id and h.version = o.cpn_version and c.id is null
            order by o.line ", $order
        )
    };
}

/// Of each cause as many blocks are opened as it takes for a page; the first may lie half outside the range and does not count.
macro_rules! rows {
    ($compare:literal, $order:literal) => {
        judged!(
            concat!(
                "select o.* from unnest($4::text[], $5::text[]) as k (outcome, cause)
                cross join lateral (
                    select k.outcome, k.cause, o.line, o.product_id, o.cpn_id, o.cpn_version
                    from (
                        select b.*, sum(case when b.block = $6 >> 8 then 0 else b.row_count end)
                            over (order by b.block ", $order, " rows between unbounded preceding and 1 preceding) as before
                        from (
                            select * from upload_outcome_blocks b
                            where b.company_id = $1 and b.upload_id = $2 and b.outcome = k.outcome and b.cause = k.cause
                                and b.block ", $compare, "= $6 >> 8
                            order by b.block ", $order, " limit $7 + 1) b
                    ) b
                    cross join lateral unnest(b.lines, b.product_ids, b.cpn_ids, b.cpn_versions)
                        as o (line, product_id, cpn_id, cpn_version)
                    where coalesce(b.before, 0) < $7 and o.line ", $compare, " $6
                    order by o.line ", $order, " limit $7) o
                order by o.line ", $order, " limit $7"
            ),
            $order
        )
    };
}

/// The rows of these causes in a range.
pub async fn rows<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    causes: &[&CauseCount],
    range: Range,
) -> QueryResult<Vec<JudgedRow>> {
    let statement = if range.backwards {
        rows!("<", "desc")
    } else {
        rows!(">", "asc")
    };
    let outcomes: Vec<&str> = causes.iter().map(|cause| cause.outcome.word()).collect();
    let words: Vec<&str> = causes.iter().map(|cause| cause.cause.as_str()).collect();
    diesel::sql_query(statement)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Array<Text>, _>(outcomes)
        .bind::<Array<Text>, _>(words)
        .bind::<Integer, _>(range.line)
        .bind::<Integer, _>(range.count)
        .load(scope.conn())
        .await
}

/// The example row of each of these causes.
pub async fn examples<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    causes: &[CauseCount],
) -> QueryResult<Vec<JudgedRow>> {
    const EXAMPLES: &str = judged!(
        "select b.outcome, b.cause, o.line, o.product_id, o.cpn_id, o.cpn_version
         from unnest($4::text[], $5::text[], $6::integer[]) as k (outcome, cause, line)
         cross join lateral (
            select * from upload_outcome_blocks b
            where b.company_id = $1 and b.upload_id = $2 and b.outcome = k.outcome and b.cause = k.cause and b.block = k.line >> 8
            limit 1) b
         cross join lateral unnest(b.lines, b.product_ids, b.cpn_ids, b.cpn_versions) as o (line, product_id, cpn_id, cpn_version)
         where o.line = k.line",
        "asc"
    );
    let outcomes: Vec<&str> = causes.iter().map(|cause| cause.outcome.word()).collect();
    let words: Vec<&str> = causes.iter().map(|cause| cause.cause.as_str()).collect();
    let lines: Vec<i32> = causes.iter().map(|cause| cause.example_line).collect();
    diesel::sql_query(EXAMPLES)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.id.uuid())
        .bind::<Integer, _>(upload.generation)
        .bind::<Array<Text>, _>(outcomes)
        .bind::<Array<Text>, _>(words)
        .bind::<Array<Integer>, _>(lines)
        .load(scope.conn())
        .await
}

/// A row of the report: its cells and what became of it.
#[derive(QueryableByName)]
pub struct ReportRow {
    /// The line of the file.
    #[diesel(sql_type = Integer)]
    pub line: i32,
    /// The packed cells.
    #[diesel(sql_type = Text)]
    pub cells: String,
    /// What happened; none if nothing was checked yet.
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<Outcome>,
    /// Why.
    #[diesel(sql_type = Nullable<Text>)]
    pub cause: Option<String>,
}

/// Rows of the file behind a line with their outcomes, in order; with `skipped` only those that were not taken.
pub async fn report<M>(
    scope: &mut Scope<'_, M>,
    upload: &Upload,
    after: i32,
    count: i32,
    skipped: bool,
) -> QueryResult<Vec<ReportRow>> {
    diesel::sql_query(
        "with page as materialized (
            select line, cells from upload_rows
            where company_id = $1 and upload_id = $2 and generation = $3 and line > $4
                and (not $6 or line in (
                    select line from upload_outcomes
                    where company_id = $1 and upload_id = $2 and outcome in ('problem', 'choice') and block >= $4 >> 8))
            order by line limit $5
         )
         select r.line, r.cells, o.outcome, o.cause
         from page r
         left join (
            select line, outcome, cause from upload_outcomes
            where company_id = $1 and upload_id = $2
                and block between (select min(line) >> 8 from page) and (select max(line) >> 8 from page)
         ) o on o.line = r.line
         order by r.line",
    )
    .bind::<SqlUuid, _>(scope.company().uuid())
    .bind::<SqlUuid, _>(upload.id.uuid())
    .bind::<Integer, _>(upload.generation)
    .bind::<Integer, _>(after)
    .bind::<Integer, _>(count)
    .bind::<Bool, _>(skipped)
    .load(scope.conn())
    .await
}
