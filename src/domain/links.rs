//! Links that work once: the first admin's set-up, invitations, password resets. Whoever made one sees it once and never the
//! password that is chosen with it (TRUST.md, S08 and S09).

use serde_json::json;

use super::passwords::PasswordHash;
use super::people;
use crate::access::administer;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::{Actor, ActorKind, Door};
use crate::model::id::UserId;
use crate::model::secret;
use crate::model::user::{Email, LinkPurpose, PersonDraft, Role};
use crate::store;
use crate::store::audit;
use crate::store::people::PersonRow;
use crate::text::Language;

/// A link that was just made: the only time its secret is known here.
pub struct OneTimeLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    secret: String,
}

impl OneTimeLink {
    /// The address to hand over.
    pub fn url(&self, public_url: &url::Url) -> String {
        let base = public_url.as_str().trim_end_matches('/');
        format!("{base}/{}/{}", self.purpose.path(), self.secret)
    }
}

/// Makes a link, in the caller's transaction; earlier ones of the same person are void.
pub(super) async fn issue(
    conn: &mut Conn,
    purpose: LinkPurpose,
    user: Option<UserId>,
) -> Result<OneTimeLink> {
    let secret = secret::generate().map_err(Error::internal)?;
    store::links::replace(conn, purpose, user, &secret::hash(&secret)).await?;
    Ok(OneTimeLink { purpose, secret })
}

/// A link to create the first admin with, unless there is somebody already. Earlier ones are void.
pub async fn issue_set_up(conn: &mut Conn) -> Result<Option<OneTimeLink>> {
    administer(conn, async |conn| {
        if store::people::any(conn).await? {
            return Ok(None);
        }
        issue(conn, LinkPurpose::SetUp, None).await.map(Some)
    })
    .await
}

/// Whom an invitation or a reset is for, and the words their password must not be made of.
pub struct Opened {
    /// The person.
    pub person: PersonRow,
    /// Names everybody would try.
    pub context: Vec<String>,
}

/// Looks at an invitation or a reset without using it up: `NotFound` if there never was one, `Gone` if it was used or has run out.
pub async fn open(conn: &mut Conn, purpose: LinkPurpose, secret: &str) -> Result<Opened> {
    let link = store::links::find(conn, purpose, &secret::hash(secret)).await?;
    let user = link.user_id.filter(|_| link.valid).ok_or(Error::Gone)?;
    let person = store::people::find(conn, user).await?;
    if person.disabled_at.is_some() {
        return Err(Error::Gone);
    }
    let context = people::context(conn, &person).await?;
    Ok(Opened { person, context })
}

/// Whether a set-up link can be used; once somebody is there, it never existed.
pub async fn open_set_up(conn: &mut Conn, secret: &str) -> Result<()> {
    if store::people::any(conn).await? {
        return Err(Error::NotFound);
    }
    let link = store::links::find(conn, LinkPurpose::SetUp, &secret::hash(secret)).await?;
    if link.valid { Ok(()) } else { Err(Error::Gone) }
}

/// Uses an invitation or a reset up: the password is set and every session of before is over. Whoever was invited reads on in the
/// `language` they were met in.
pub async fn choose_password(
    conn: &mut Conn,
    purpose: LinkPurpose,
    secret: &str,
    hash: &PasswordHash,
    language: Language,
) -> Result<UserId> {
    administer(conn, async |conn| {
        let taken = store::links::take(conn, purpose, &secret::hash(secret)).await?;
        let user = taken.flatten().ok_or(Error::Gone)?;
        let person = store::people::hold(conn, user).await?;
        if person.disabled_at.is_some() {
            return Err(Error::Gone);
        }
        store::credentials::update(conn, user, hash.as_str()).await?;
        store::links::void(conn, Some(user)).await?;
        store::sessions::delete_of(conn, user, None).await?;
        let action = match purpose {
            LinkPurpose::Reset => "password-reset",
            LinkPurpose::Invitation | LinkPurpose::SetUp => {
                store::people::update_language(conn, user, language).await?;
                "invitation-accepted"
            }
        };
        record(conn, &person.name, user, action).await?;
        store::credentials::note_seen(conn, user).await?;
        Ok(user)
    })
    .await
}

/// Uses the set-up link up and creates the first admin, who reads on in the `language` they were met in.
pub async fn set_up(
    conn: &mut Conn,
    secret: &str,
    email: &Email,
    name: &str,
    hash: &PasswordHash,
    language: Language,
) -> Result<UserId> {
    administer(conn, async |conn| {
        if store::people::any(conn).await? {
            return Err(Error::NotFound);
        }
        store::links::take(conn, LinkPurpose::SetUp, &secret::hash(secret))
            .await?
            .ok_or(Error::Gone)?;
        let admin = PersonDraft {
            name: name.to_owned(),
            role: Role::Admin,
            accounts: Vec::new(),
            read_only: false,
        };
        let user = UserId::new();
        store::people::insert(conn, user, email, &admin, Some(hash.as_str())).await?;
        store::people::update_language(conn, user, language).await?;
        record(conn, name, user, "set-up").await?;
        store::credentials::note_seen(conn, user).await?;
        Ok(user)
    })
    .await
}

async fn record(conn: &mut Conn, name: &str, user: UserId, action: &'static str) -> Result<()> {
    let actor = Actor {
        kind: ActorKind::User,
        id: Some(user.uuid()),
        name: name.to_owned(),
        door: Door::Page,
    };
    Ok(audit::record_of_person(conn, &actor, actor.id, action, &json!({})).await?)
}
