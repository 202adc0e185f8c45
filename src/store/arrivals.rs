//! Uploads whose file is still coming in.

use diesel::data_types::PgInterval;
use diesel::dsl::{IntervalDsl as _, now};
use diesel::helper_types::{Eq, Filter};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::uploads::of;
use crate::access::{Overview, Scope};
use crate::model::id::{CompanyId, UploadId};
use crate::model::upload::{Upload, UploadState};
use crate::schema::uploads;

/// How long nothing of a file may arrive before its upload counts as abandoned. A slow sender is given up long before.
const SILENCE: i32 = 120;

/// Another piece of the file is here. False if nobody expects it any more.
pub async fn touch<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<bool> {
    diesel::update(receiving(scope, id))
        .set(uploads::arrived_at.eq(now))
        .execute(scope.conn())
        .await
        .map(|touched| touched == 1)
}

#[diesel::dsl::auto_type]
fn is_silent() -> _ {
    let silence: PgInterval = SILENCE.seconds();
    uploads::arrived_at.lt(now.into_sql::<Timestamptz>() - silence)
}

/// Uploads whose process died while the file came in.
pub async fn abandoned(overview: &mut Overview<'_>) -> QueryResult<Vec<(CompanyId, UploadId)>> {
    uploads::table
        .filter(uploads::state.eq(UploadState::Receiving))
        .filter(is_silent())
        .select((uploads::company_id, uploads::id))
        .load(overview.conn())
        .await
}

/// Fails an upload whose process died while the file came in. False if it is alive after all.
pub async fn fail_abandoned<M>(scope: &mut Scope<'_, M>, id: UploadId) -> QueryResult<bool> {
    diesel::update(receiving(scope, id).filter(is_silent()))
        .set((
            uploads::state.eq(UploadState::Failed),
            uploads::problem.eq(Upload::BROKEN_OFF),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(|failed| failed == 1)
}

fn receiving<M>(scope: &Scope<'_, M>, id: UploadId) -> Receiving {
    of(scope)
        .filter(uploads::id.eq(id.uuid()))
        .filter(uploads::state.eq(UploadState::Receiving))
}

type Receiving = Filter<
    Filter<Filter<uploads::table, Eq<uploads::company_id, Uuid>>, Eq<uploads::id, Uuid>>,
    Eq<uploads::state, UploadState>,
>;

/// The file is here, whole. False if nobody expects it any more.
pub async fn set_received<M>(
    scope: &mut Scope<'_, M>,
    id: UploadId,
    bytes: i64,
    hash: &[u8],
) -> QueryResult<bool> {
    diesel::update(receiving(scope, id))
        .set((
            uploads::state.eq(UploadState::Received),
            uploads::file_bytes.eq(bytes),
            uploads::file_hash.eq(hash),
            uploads::version.eq(uploads::version + 1),
        ))
        .execute(scope.conn())
        .await
        .map(|received| received == 1)
}
