//! Which columns a company used before, by the headings of its files.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::uploads::stored;
use crate::access::Scope;
use crate::model::upload::Mapping;
use crate::schema::remembered_mappings;

/// The mapping the company used the last time for these headings.
pub async fn find<M>(scope: &mut Scope<'_, M>, headings: &[u8]) -> QueryResult<Option<Mapping>> {
    remembered_mappings::table
        .find((scope.company().uuid(), headings))
        .select(remembered_mappings::mapping)
        .first::<serde_json::Value>(scope.conn())
        .await
        .optional()?
        .map(stored)
        .transpose()
}

/// Remembers a mapping.
pub async fn save<M>(
    scope: &mut Scope<'_, M>,
    headings: &[u8],
    mapping: &Mapping,
) -> QueryResult<()> {
    let mapping = serde_json::json!(mapping);
    diesel::insert_into(remembered_mappings::table)
        .values((
            remembered_mappings::company_id.eq(scope.company().uuid()),
            remembered_mappings::headings_hash.eq(headings),
            remembered_mappings::mapping.eq(&mapping),
        ))
        .on_conflict((
            remembered_mappings::company_id,
            remembered_mappings::headings_hash,
        ))
        .do_update()
        .set((
            remembered_mappings::mapping.eq(&mapping),
            remembered_mappings::used_at.eq(now),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}
