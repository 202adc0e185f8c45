//! People as admins look after them: lists, roles, companies.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::model::id::{CompanyId, UserId};
use crate::model::page::{Page, Position};
use crate::model::user::{Email, PersonDraft, PersonState, Role};
use crate::schema::{companies, memberships, users};

/// A person as the list of people shows them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct PersonRow {
    /// Their id.
    pub id: UserId,
    /// The address they sign in with.
    pub email: String,
    /// What the list is sorted by.
    pub email_key: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether they may only look.
    pub read_only: bool,
    /// Since when they are shut out.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When they signed in last.
    pub seen_at: Option<DateTime<Utc>>,
    /// Rises with every change.
    pub version: i32,
    /// Whether they have chosen a password.
    #[diesel(select_expression = users::password_hash.is_not_null())]
    pub has_password: bool,
}

impl PersonRow {
    /// How it stands with their access.
    pub fn state(&self) -> PersonState {
        match (self.disabled_at, self.has_password) {
            (Some(_), _) => PersonState::Disabled,
            (None, true) => PersonState::Active,
            (None, false) => PersonState::Invited,
        }
    }
}

/// Which people a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A part of the name or the e-mail address.
    pub term: String,
    /// Only of this role.
    pub role: Option<Role>,
    /// Only in this state.
    pub state: Option<PersonState>,
}

type Boxed<'q> = users::BoxedQuery<
    'q,
    diesel::pg::Pg,
    diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<PersonRow, diesel::pg::Pg>>,
>;

fn matching(filter: &Filter) -> Boxed<'_> {
    let mut query = users::table.select(PersonRow::as_select()).into_boxed();
    if !filter.term.is_empty() {
        let pattern = pattern(&filter.term);
        query = query.filter(
            users::name
                .ilike(pattern.clone())
                .or(users::email.ilike(pattern)),
        );
    }
    if let Some(role) = filter.role {
        query = query.filter(users::role.eq(role));
    }
    match filter.state {
        None => query,
        Some(PersonState::Disabled) => query.filter(users::disabled_at.is_not_null()),
        Some(PersonState::Active) => query
            .filter(users::disabled_at.is_null())
            .filter(users::password_hash.is_not_null()),
        Some(PersonState::Invited) => query
            .filter(users::disabled_at.is_null())
            .filter(users::password_hash.is_null()),
    }
}

/// A pattern for `LIKE` that finds the term anywhere, its own wildcards taken literally.
fn pattern(term: &str) -> String {
    let literal = term
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{literal}%")
}

/// A page of people by their e-mail address. Few thousands at most, so a search may look at each.
pub async fn page(
    conn: &mut Conn,
    filter: &Filter,
    position: &Position,
    size: usize,
) -> QueryResult<Page<PersonRow>> {
    let query = matching(filter);
    let query = match position {
        Position::Start => query.order(users::email_key.asc()),
        Position::After(cursor) => query
            .filter(users::email_key.gt(&cursor.key))
            .order(users::email_key.asc()),
        Position::Before(cursor) => query
            .filter(users::email_key.lt(&cursor.key))
            .order(users::email_key.desc()),
        Position::From(beginning) => query
            .filter(users::email_key.ge(beginning))
            .order(users::email_key.asc()),
    };
    let most = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let rows = query.limit(most).load(conn).await?;
    Ok(Page::of_read(rows, position, size))
}

/// All people, by their e-mail address.
pub async fn all(conn: &mut Conn) -> QueryResult<Vec<PersonRow>> {
    matching(&Filter::default())
        .order(users::email_key.asc())
        .load(conn)
        .await
}

/// Whether there is anybody at all.
pub async fn any(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(users::table.select(users::id)))
        .get_result(conn)
        .await
}

/// One person.
pub async fn find(conn: &mut Conn, id: UserId) -> QueryResult<PersonRow> {
    users::table
        .find(id)
        .select(PersonRow::as_select())
        .first(conn)
        .await
}

/// The person with an e-mail address.
pub async fn find_by_email(conn: &mut Conn, email: &Email) -> QueryResult<PersonRow> {
    users::table
        .filter(users::email_key.eq(email.key()))
        .select(PersonRow::as_select())
        .first(conn)
        .await
}

/// One person, held until the transaction ends.
pub async fn hold(conn: &mut Conn, id: UserId) -> QueryResult<PersonRow> {
    users::table
        .find(id)
        .select(PersonRow::as_select())
        .for_update()
        .first(conn)
        .await
}

/// All admins who can sign in, held until the transaction ends. By id, so that two who do this at once wait instead of blocking each
/// other.
pub async fn hold_admins(conn: &mut Conn) -> QueryResult<Vec<UserId>> {
    users::table
        .filter(users::role.eq(Role::Admin))
        .filter(users::disabled_at.is_null())
        .filter(users::password_hash.is_not_null())
        .order(users::id)
        .select(users::id)
        .for_update()
        .load(conn)
        .await
}

/// Adds a person.
pub async fn insert(
    conn: &mut Conn,
    id: UserId,
    email: &Email,
    draft: &PersonDraft,
    password_hash: Option<&str>,
) -> QueryResult<()> {
    diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::email.eq(email.as_str()),
            users::email_key.eq(email.key()),
            users::name.eq(&draft.name),
            users::role.eq(draft.role),
            users::read_only.eq(draft.read_only),
            users::password_hash.eq(password_hash),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Gives a person the language of their pages.
pub async fn update_language(
    conn: &mut Conn,
    id: UserId,
    language: crate::text::Language,
) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set(users::language.eq(language))
        .execute(conn)
        .await
        .map(drop)
}

/// Gives a person another name or role.
pub async fn update(conn: &mut Conn, id: UserId, draft: &PersonDraft) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((
            users::name.eq(&draft.name),
            users::role.eq(draft.role),
            users::read_only.eq(draft.read_only),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Shuts a person out.
pub async fn disable(conn: &mut Conn, id: UserId) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((
            users::disabled_at.eq(now),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Lets a person in again.
pub async fn enable(conn: &mut Conn, id: UserId) -> QueryResult<()> {
    let never: Option<DateTime<Utc>> = None;
    diesel::update(users::table.find(id))
        .set((
            users::disabled_at.eq(never),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// A company as the list of people names it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = companies, check_for_backend(diesel::pg::Pg))]
pub struct CompanyName {
    /// Its id.
    pub id: CompanyId,
    /// Its account number.
    pub account_number: String,
    /// What makes the account number unique.
    pub account_key: String,
    /// Its name.
    pub name: String,
}

/// The companies with these account keys.
pub async fn companies_by_account(
    conn: &mut Conn,
    keys: &[String],
) -> QueryResult<Vec<CompanyName>> {
    companies::table
        .filter(companies::account_key.eq_any(keys))
        .select(CompanyName::as_select())
        .load(conn)
        .await
}

/// Which companies these people have, by account number.
pub async fn companies_of(
    conn: &mut Conn,
    people: &[UserId],
) -> QueryResult<Vec<(UserId, CompanyName)>> {
    memberships::table
        .inner_join(companies::table)
        .filter(memberships::user_id.eq_any(people))
        .order((companies::order_key, companies::id))
        .select((memberships::user_id, CompanyName::as_select()))
        .load(conn)
        .await
}

/// Gives a person these companies and no others.
pub async fn set_companies(conn: &mut Conn, id: UserId, chosen: &[CompanyId]) -> QueryResult<()> {
    let others = memberships::table
        .filter(memberships::user_id.eq(id))
        .filter(memberships::company_id.ne_all(chosen));
    diesel::delete(others).execute(conn).await?;
    let rows: Vec<_> = chosen
        .iter()
        .map(|company| {
            (
                memberships::company_id.eq(*company),
                memberships::user_id.eq(id),
            )
        })
        .collect();
    diesel::insert_into(memberships::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

/// What a person sets for themselves.
pub struct Preferences {
    /// Their name.
    pub name: String,
    /// The language of their pages.
    pub language: crate::text::Language,
    /// Their time zone, by its IANA name.
    pub time_zone: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// Whether single keys act.
    pub shortcuts: bool,
}

/// Stores what a person set for themselves.
pub async fn update_preferences(
    conn: &mut Conn,
    id: UserId,
    wanted: &Preferences,
) -> QueryResult<()> {
    diesel::update(users::table.find(id))
        .set((
            users::name.eq(&wanted.name),
            users::language.eq(wanted.language),
            users::time_zone.eq(&wanted.time_zone),
            users::theme.eq(&wanted.theme),
            users::density.eq(&wanted.density),
            users::shortcuts.eq(wanted.shortcuts),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// How many people a filter lets through.
pub async fn count(conn: &mut Conn, filter: &Filter) -> QueryResult<i64> {
    matching(filter)
        .select(diesel::dsl::count_star())
        .get_result(conn)
        .await
}
