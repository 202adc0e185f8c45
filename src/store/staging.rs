//! The file of an upload in pieces, and its rows as they were read and drafted.

use bigdecimal::BigDecimal;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, Integer, Nullable, Numeric, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::Scope;
use crate::model::cpn::CpnDraft;
use crate::model::id::UploadId;
use crate::schema::{upload_chunks, upload_rows};

/// What the columns make of one row. A key without a number means that the row cannot be taken but is known to mean it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The product's number as given, trimmed.
    pub product_text: Option<String>,
    /// The same as it is looked up.
    pub product_key: Option<String>,
    /// The product's GTIN.
    pub gtin: Option<String>,
    /// The customer's number.
    pub cpn: Option<String>,
    /// What it is compared by.
    pub identity_key: Option<String>,
    /// What it is sorted by.
    pub order_key: Option<String>,
    /// What it is searched by.
    pub search_text: Option<String>,
    /// The other fields.
    pub details: crate::model::cpn::Details,
    /// What was cleaned: words with blanks between them.
    pub notes: String,
    /// Why the row cannot be taken.
    pub problem: Option<String>,
    /// Whether no row above has its number, as far as is known: a row that was drafted by itself does not know.
    pub is_first: bool,
}

impl Draft {
    /// Takes a checked CPN over, with its keys.
    pub fn take(&mut self, made: &CpnDraft) {
        self.cpn = Some(made.cpn().to_owned());
        self.identity_key = Some(made.identity_key().to_owned());
        self.order_key = Some(made.order_key());
        self.search_text = Some(made.search_text());
        self.details = made.details().clone();
    }
}

/// Rows on their way to the database, a list a column: one statement takes them all.
#[derive(Default)]
pub struct Batch {
    lines: Vec<i32>,
    ids: Vec<Uuid>,
    cells: Vec<String>,
    product_texts: Vec<Option<String>>,
    product_keys: Vec<Option<String>>,
    gtins: Vec<Option<String>>,
    cpns: Vec<Option<String>>,
    identity_keys: Vec<Option<String>>,
    order_keys: Vec<Option<String>>,
    search_texts: Vec<Option<String>>,
    descriptions: Vec<Option<String>>,
    units: Vec<Option<String>>,
    pack_quantities: Vec<Option<BigDecimal>>,
    valid_froms: Vec<Option<NaiveDate>>,
    valid_tos: Vec<Option<NaiveDate>>,
    notes: Vec<String>,
    problems: Vec<Option<String>>,
    are_first: Vec<bool>,
}

impl Batch {
    /// Adds a row: its line, the id of the CPN it may make, its packed cells and its draft.
    pub fn push(&mut self, line: i32, id: Uuid, cells: String, draft: Draft) {
        self.lines.push(line);
        self.ids.push(id);
        self.cells.push(cells);
        self.product_texts.push(draft.product_text);
        self.product_keys.push(draft.product_key);
        self.gtins.push(draft.gtin);
        self.cpns.push(draft.cpn);
        self.identity_keys.push(draft.identity_key);
        self.order_keys.push(draft.order_key);
        self.search_texts.push(draft.search_text);
        self.descriptions.push(draft.details.description);
        self.units.push(draft.details.unit);
        self.pack_quantities.push(draft.details.pack_quantity);
        self.valid_froms.push(draft.details.valid_from);
        self.valid_tos.push(draft.details.valid_to);
        self.notes.push(draft.notes);
        self.problems.push(draft.problem);
        self.are_first.push(draft.is_first);
    }

    /// How many rows it holds.
    pub fn len(&self) -> usize {
        self.lines.len()
    }
}

/// Adds a piece of the file.
pub async fn insert_chunk<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    position: i32,
    bytes: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(upload_chunks::table)
        .values((
            upload_chunks::company_id.eq(scope.company().uuid()),
            upload_chunks::upload_id.eq(upload.uuid()),
            upload_chunks::position.eq(position),
            upload_chunks::bytes.eq(bytes),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// A piece of the file; none behind the last.
pub async fn chunk<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    position: i32,
) -> QueryResult<Option<Vec<u8>>> {
    upload_chunks::table
        .find((scope.company().uuid(), upload.uuid(), position))
        .select(upload_chunks::bytes)
        .first(scope.conn())
        .await
        .optional()
}

/// Removes the file.
pub async fn delete_chunks<M>(scope: &mut Scope<'_, M>, upload: UploadId) -> QueryResult<usize> {
    diesel::delete(
        upload_chunks::table
            .filter(upload_chunks::company_id.eq(scope.company().uuid()))
            .filter(upload_chunks::upload_id.eq(upload.uuid())),
    )
    .execute(scope.conn())
    .await
}

const INSERT_ROWS: &str = "insert into upload_rows (company_id, upload_id, generation, line, id, cells, product_text, product_key, \
        gtin, cpn, identity_key, order_key, search_text, description, unit, pack_quantity, valid_from, valid_to, notes, problem, is_first) \
    select $1, $2, $3, * from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

/// Stages a batch of rows in one statement. No COPY: PostgreSQL has none into a table with a row filter, and engines exist that
/// commit in the middle of one.
pub async fn insert_rows<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
    batch: &Batch,
) -> QueryResult<()> {
    type Texts = Array<Nullable<Text>>;
    diesel::sql_query(INSERT_ROWS)
        .bind::<SqlUuid, _>(scope.company().uuid())
        .bind::<SqlUuid, _>(upload.uuid())
        .bind::<Integer, _>(generation)
        .bind::<Array<Integer>, _>(&batch.lines)
        .bind::<Array<SqlUuid>, _>(&batch.ids)
        .bind::<Array<Text>, _>(&batch.cells)
        .bind::<Texts, _>(&batch.product_texts)
        .bind::<Texts, _>(&batch.product_keys)
        .bind::<Texts, _>(&batch.gtins)
        .bind::<Texts, _>(&batch.cpns)
        .bind::<Texts, _>(&batch.identity_keys)
        .bind::<Texts, _>(&batch.order_keys)
        .bind::<Texts, _>(&batch.search_texts)
        .bind::<Texts, _>(&batch.descriptions)
        .bind::<Texts, _>(&batch.units)
        .bind::<Array<Nullable<Numeric>>, _>(&batch.pack_quantities)
        .bind::<Array<Nullable<Date>>, _>(&batch.valid_froms)
        .bind::<Array<Nullable<Date>>, _>(&batch.valid_tos)
        .bind::<Array<Text>, _>(&batch.notes)
        .bind::<Texts, _>(&batch.problems)
        .bind::<Array<Bool>, _>(&batch.are_first)
        .execute(scope.conn())
        .await
        .map(drop)
}

/// Removes the rows of all generations but one; of all, if none is kept.
pub async fn delete_rows<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    kept: Option<i32>,
) -> QueryResult<usize> {
    diesel::delete(
        upload_rows::table
            .filter(upload_rows::company_id.eq(scope.company().uuid()))
            .filter(upload_rows::upload_id.eq(upload.uuid()))
            .filter(upload_rows::generation.ne(kept.unwrap_or(0))),
    )
    .execute(scope.conn())
    .await
}

/// A staged row without its draft: its line, its id and its packed cells.
pub type RawRow = (i32, Uuid, String);

/// Rows of a generation behind a line, in order.
pub async fn raw_rows<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
    after: i32,
    count: i64,
) -> QueryResult<Vec<RawRow>> {
    upload_rows::table
        .filter(upload_rows::company_id.eq(scope.company().uuid()))
        .filter(upload_rows::upload_id.eq(upload.uuid()))
        .filter(upload_rows::generation.eq(generation))
        .filter(upload_rows::line.gt(after))
        .order(upload_rows::line)
        .limit(count)
        .select((upload_rows::line, upload_rows::id, upload_rows::cells))
        .load(scope.conn())
        .await
}

/// The first rows of a generation with letters beyond ASCII.
pub async fn raw_rows_with_letters<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
    count: i64,
) -> QueryResult<Vec<RawRow>> {
    use diesel::dsl::sql;
    use diesel::sql_types::Bool;
    upload_rows::table
        .filter(upload_rows::company_id.eq(scope.company().uuid()))
        .filter(upload_rows::upload_id.eq(upload.uuid()))
        .filter(upload_rows::generation.eq(generation))
        .filter(sql::<Bool>("octet_length(cells) > char_length(cells)"))
        .order(upload_rows::line)
        .limit(count)
        .select((upload_rows::line, upload_rows::id, upload_rows::cells))
        .load(scope.conn())
        .await
}

/// These rows of a generation, in order.
pub async fn raw_rows_of<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
    lines: &[i32],
) -> QueryResult<Vec<RawRow>> {
    upload_rows::table
        .filter(upload_rows::company_id.eq(scope.company().uuid()))
        .filter(upload_rows::upload_id.eq(upload.uuid()))
        .filter(upload_rows::generation.eq(generation))
        .filter(upload_rows::line.eq_any(lines))
        .order(upload_rows::line)
        .select((upload_rows::line, upload_rows::id, upload_rows::cells))
        .load(scope.conn())
        .await
}

/// The last line that has a row; 0 if there is none.
pub async fn last_line<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
) -> QueryResult<i32> {
    upload_rows::table
        .filter(upload_rows::company_id.eq(scope.company().uuid()))
        .filter(upload_rows::upload_id.eq(upload.uuid()))
        .filter(upload_rows::generation.eq(generation))
        .order(upload_rows::line.desc())
        .select(upload_rows::line)
        .first(scope.conn())
        .await
        .optional()
        .map(Option::unwrap_or_default)
}

/// Removes these rows of a generation, to be staged anew.
pub async fn delete_rows_of<M>(
    scope: &mut Scope<'_, M>,
    upload: UploadId,
    generation: i32,
    lines: &[i32],
) -> QueryResult<usize> {
    diesel::delete(
        upload_rows::table
            .filter(upload_rows::company_id.eq(scope.company().uuid()))
            .filter(upload_rows::upload_id.eq(upload.uuid()))
            .filter(upload_rows::generation.eq(generation))
            .filter(upload_rows::line.eq_any(lines)),
    )
    .execute(scope.conn())
    .await
}

/// Gathers statistics of what was just staged, so that the check is planned with open eyes. Engines without it plan blindly.
pub async fn refresh_statistics(conn: &mut crate::db::Conn) {
    if let Err(error) = diesel::sql_query("select refresh_upload_statistics()")
        .execute(conn)
        .await
    {
        tracing::warn!(%error, "no statistics of the staged rows");
    }
}
