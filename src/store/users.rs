//! People and the companies they work for.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::access::{Identity, Reach, Right};
use crate::db::Conn;
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::{CompanyId, UserId};
use crate::model::user::Role;
use crate::schema::{memberships, users};
use crate::text::Language;

/// A person who may sign in, as far as every request needs to know them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether a buyer may only look.
    pub read_only: bool,
    /// The language of their pages.
    pub language: Language,
    /// Their time zone, by its IANA name.
    pub time_zone: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// Whether single keys act.
    pub shortcuts: bool,
}

impl Person {
    /// Who they are and how far they reach when they come through `door`; `companies` are those they work for.
    pub fn identity(&self, companies: Vec<CompanyId>, door: Door) -> Identity {
        let admin = self.role == Role::Admin;
        Identity {
            actor: Actor {
                kind: ActorKind::User,
                id: Some(self.id.uuid()),
                name: self.name.clone(),
                door,
            },
            reach: if admin {
                Reach::Every
            } else {
                Reach::Only(companies)
            },
            right: if self.read_only {
                Right::See
            } else {
                Right::Change
            },
            admin,
        }
    }
}

/// A person who is not disabled, with their companies.
pub async fn find_active(conn: &mut Conn, id: UserId) -> QueryResult<(Person, Vec<CompanyId>)> {
    let rows: Vec<(Person, Option<CompanyId>)> = users::table
        .left_join(memberships::table)
        .filter(users::id.eq(id))
        .filter(users::disabled_at.is_null())
        .select((Person::as_select(), memberships::company_id.nullable()))
        .load(conn)
        .await?;
    let companies = rows.iter().filter_map(|(_, company)| *company).collect();
    let (person, _) = rows.into_iter().next().ok_or(diesel::NotFound)?;
    Ok((person, companies))
}
