//! What happened to a company's CPNs. Only ever added to.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{Eq, Filter};
use diesel::prelude::*;
use diesel::sql_types::{
    BigInt, Bool, Date, Integer, Nullable, Numeric, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::access::{Scope, Writes};
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::cpn::{Cpn, Details, Stamp};
use crate::model::history::{Event, EventKind, HistoryFilter, Part, State, Told};
use crate::model::id::{CompanyId, CpnId, ProductId, UploadId};
use crate::schema::cpn_history;

/// Every query below starts here. The row filter of the database is the net, this is the rope.
fn of<M>(
    scope: &Scope<'_, M>,
) -> Filter<cpn_history::table, Eq<cpn_history::company_id, CompanyId>> {
    cpn_history::table.filter(cpn_history::company_id.eq(scope.company()))
}

/// An event as it is stored.
#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = cpn_history, check_for_backend(diesel::pg::Pg))]
struct EventRow {
    cpn_id: CpnId,
    version: i32,
    kind: EventKind,
    at: DateTime<Utc>,
    actor_kind: ActorKind,
    actor_id: Option<Uuid>,
    actor_name: String,
    door: Door,
    upload_id: Option<UploadId>,
    #[diesel(embed)]
    state: StateRow,
}

/// The state an event left, as it is stored.
#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = cpn_history, check_for_backend(diesel::pg::Pg))]
struct StateRow {
    product_id: ProductId,
    cpn: String,
    description: Option<String>,
    unit: Option<String>,
    pack_quantity: Option<BigDecimal>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    preferred: bool,
}

impl EventRow {
    fn into_event(self) -> Event {
        Event {
            cpn_id: self.cpn_id,
            version: self.version,
            kind: self.kind,
            at: self.at,
            actor: Actor {
                kind: self.actor_kind,
                id: self.actor_id,
                name: self.actor_name,
                door: self.door,
            },
            upload: self.upload_id,
            state: self.state.into_state(),
        }
    }
}

impl StateRow {
    fn into_state(self) -> State {
        State {
            product: self.product_id,
            cpn: self.cpn,
            details: Details {
                description: self.description,
                unit: self.unit,
                pack_quantity: self.pack_quantity.map(|quantity| quantity.normalized()),
                valid_from: self.valid_from,
                valid_to: self.valid_to,
            },
            preferred: self.preferred,
        }
    }
}

/// Notes what was just done to a CPN, in the transaction that did it.
pub async fn record(scope: &mut Scope<'_, Writes>, kind: EventKind, cpn: &Cpn) -> QueryResult<()> {
    let door = scope.actor().door;
    let company = scope.company();
    diesel::insert_into(cpn_history::table)
        .values((
            (
                cpn_history::company_id.eq(company),
                cpn_history::cpn_id.eq(cpn.id),
                cpn_history::version.eq(cpn.version),
                cpn_history::kind.eq(kind),
                cpn_history::at.eq(cpn.updated.at),
                cpn_history::actor_kind.eq(cpn.updated.kind),
                cpn_history::actor_id.eq(cpn.updated.id),
                cpn_history::actor_name.eq(&cpn.updated.name),
                cpn_history::door.eq(door),
            ),
            (
                cpn_history::product_id.eq(cpn.product),
                cpn_history::cpn.eq(&cpn.number),
                cpn_history::identity_key.eq(&cpn.identity_key),
                cpn_history::description.eq(cpn.details.description.as_deref()),
                cpn_history::unit.eq(cpn.details.unit.as_deref()),
                cpn_history::pack_quantity.eq(cpn.details.pack_quantity.as_ref()),
                cpn_history::valid_from.eq(cpn.details.valid_from),
                cpn_history::valid_to.eq(cpn.details.valid_to),
                cpn_history::preferred.eq(cpn.preferred),
            ),
        ))
        .execute(scope.conn())
        .await
        .map(drop)
}

/// The last thing that happened to a CPN.
pub async fn last<M>(scope: &mut Scope<'_, M>, cpn: CpnId) -> QueryResult<Event> {
    of(scope)
        .filter(cpn_history::cpn_id.eq(cpn))
        .order(cpn_history::version.desc())
        .select(EventRow::as_select())
        .first(scope.conn())
        .await
        .map(EventRow::into_event)
}

/// What made a version of a CPN.
pub async fn of_version<M>(
    scope: &mut Scope<'_, M>,
    cpn: CpnId,
    version: i32,
) -> QueryResult<Event> {
    of(scope)
        .filter(cpn_history::cpn_id.eq(cpn))
        .filter(cpn_history::version.eq(version))
        .select(EventRow::as_select())
        .first(scope.conn())
        .await
        .map(EventRow::into_event)
}

/// When a CPN came into being, and who made it.
pub async fn origin<M>(scope: &mut Scope<'_, M>, cpn: CpnId) -> QueryResult<Stamp> {
    let (at, kind, id, name) = of(scope)
        .filter(cpn_history::cpn_id.eq(cpn))
        .order(cpn_history::version.asc())
        .select((
            cpn_history::at,
            cpn_history::actor_kind,
            cpn_history::actor_id,
            cpn_history::actor_name,
        ))
        .first(scope.conn())
        .await?;
    Ok(Stamp { at, kind, id, name })
}

/// The last thing that had happened to a CPN before a moment.
pub async fn as_of<M>(
    scope: &mut Scope<'_, M>,
    cpn: CpnId,
    before: DateTime<Utc>,
) -> QueryResult<Option<Event>> {
    of(scope)
        .filter(cpn_history::cpn_id.eq(cpn))
        .filter(cpn_history::at.lt(before))
        .order(cpn_history::version.desc())
        .select(EventRow::as_select())
        .first(scope.conn())
        .await
        .optional()
        .map(|row| row.map(EventRow::into_event))
}

/// A part of the history with what was before each event, at most `limit` events, in the order in which they were read: from
/// the newest, or for [`Part::Newer`] from the oldest.
pub async fn read<M>(
    scope: &mut Scope<'_, M>,
    filter: &HistoryFilter,
    part: Part,
    limit: i64,
) -> QueryResult<Vec<Told>> {
    let (beyond, direction, place) = match part {
        Part::Newest => ("<", "desc", None),
        Part::Older(place) => ("<", "desc", Some(place)),
        Part::Newer(place) => (">", "asc", Some(place)),
    };
    let sql = format!(
        "select h.*, p.number as product_number, \
             b.product_id as before_product_id, b.cpn as before_cpn, b.description as before_description, \
             b.unit as before_unit, b.pack_quantity as before_pack_quantity, b.valid_from as before_valid_from, \
             b.valid_to as before_valid_to, b.preferred as before_preferred, q.number as before_product_number \
         from (select * from cpn_history \
             where company_id = $1 and ($2 is null or cpn_id = $2) and ($3 is null or actor_name = $3) \
                 and ($4 is null or door = $4) and ($5 is null or kind = $5) and ($6 is null or upload_id = $6) \
                 and ($11 is null or identity_key = $11) and ($12 is null or at >= $12) and ($13 is null or at < $13) \
                 and ($7 is null or (at, cpn_id, version) {beyond} ($7, $8, $9)) \
             order by at {direction}, cpn_id {direction}, version {direction} limit $10) h \
         join products p on p.id = h.product_id \
         left join cpn_history b on b.company_id = $1 and b.cpn_id = h.cpn_id and b.version = h.version - 1 \
         left join products q on q.id = b.product_id \
         order by h.at {direction}, h.cpn_id {direction}, h.version {direction}"
    );
    let company = scope.company();
    let rows: Vec<ToldRow> = diesel::sql_query(sql)
        .bind::<SqlUuid, _>(company)
        .bind::<Nullable<SqlUuid>, _>(filter.cpn)
        .bind::<Nullable<Text>, _>(filter.actor.as_deref())
        .bind::<Nullable<Text>, _>(filter.door)
        .bind::<Nullable<Text>, _>(filter.kind)
        .bind::<Nullable<SqlUuid>, _>(filter.upload)
        .bind::<Nullable<Timestamptz>, _>(place.map(|place| place.at))
        .bind::<Nullable<SqlUuid>, _>(place.map(|place| place.cpn))
        .bind::<Nullable<Integer>, _>(place.map(|place| place.version))
        .bind::<BigInt, _>(limit)
        .bind::<Nullable<Text>, _>(filter.number.as_deref())
        .bind::<Nullable<Timestamptz>, _>(filter.since)
        .bind::<Nullable<Timestamptz>, _>(filter.before)
        .load(scope.conn())
        .await?;
    Ok(rows.into_iter().map(ToldRow::into_told).collect())
}

/// An event with the state before it, as [`read`] selects them.
#[derive(QueryableByName)]
struct ToldRow {
    #[diesel(embed)]
    event: EventRow,
    #[diesel(sql_type = Text)]
    product_number: String,
    #[diesel(embed)]
    before: BeforeRow,
    #[diesel(sql_type = Nullable<Text>)]
    before_product_number: Option<String>,
}

/// The state before an event; there is none before the first.
#[derive(QueryableByName)]
struct BeforeRow {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    before_product_id: Option<ProductId>,
    #[diesel(sql_type = Nullable<Text>)]
    before_cpn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    before_description: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    before_unit: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    before_pack_quantity: Option<BigDecimal>,
    #[diesel(sql_type = Nullable<Date>)]
    before_valid_from: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    before_valid_to: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Bool>)]
    before_preferred: Option<bool>,
}

impl BeforeRow {
    fn into_state(self) -> Option<State> {
        Some(
            StateRow {
                product_id: self.before_product_id?,
                cpn: self.before_cpn?,
                description: self.before_description,
                unit: self.before_unit,
                pack_quantity: self.before_pack_quantity,
                valid_from: self.before_valid_from,
                valid_to: self.before_valid_to,
                preferred: self.before_preferred?,
            }
            .into_state(),
        )
    }
}

impl ToldRow {
    fn into_told(self) -> Told {
        Told {
            event: self.event.into_event(),
            product_number: self.product_number,
            before: self.before.into_state(),
            product_number_before: self.before_product_number,
        }
    }
}
