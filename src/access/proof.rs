//! Identities and the proofs they earn.

use std::marker::PhantomData;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::error::{Error, Result};
use crate::model::actor::Actor;
use crate::model::company::Company;
use crate::model::id::CompanyId;
use crate::model::key;
use crate::schema::companies;
use crate::store::companies::CompanyRow;

/// What an actor may do in a company it can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// Look.
    See,
    /// Look and change.
    Change,
}

/// Which companies an actor can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every company there is.
    Every,
    /// These alone.
    Only(Vec<CompanyId>),
}

impl Reach {
    /// Whether that company is within reach.
    pub fn covers(&self, company: CompanyId) -> bool {
        match self {
            Self::Every => true,
            Self::Only(companies) => companies.contains(&company),
        }
    }
}

/// Who is asking and how far they reach, as read from the database for this request and never longer.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub reach: Reach,
    /// What they may do there.
    pub right: Right,
    /// Whether they look after the whole installation.
    pub admin: bool,
}

impl Identity {
    /// The person at the server's command line may do everything.
    pub fn command_line(account: &str) -> Self {
        Self {
            actor: Actor::command_line(account),
            reach: Reach::Every,
            right: Right::Change,
            admin: true,
        }
    }
}

/// A level of access: [`See`] or [`Change`].
pub trait Level {
    /// The right it takes.
    const NEEDS: Right;
}

/// May look.
#[derive(Debug)]
pub enum See {}
/// May look and change.
#[derive(Debug)]
pub enum Change {}

impl Level for See {
    const NEEDS: Right = Right::See;
}
impl Level for Change {
    const NEEDS: Right = Right::Change;
}

/// Levels that may change.
#[diagnostic::on_unimplemented(
    message = "`CompanyAccess<{Self}>` may look but not change",
    label = "ask for `CompanyAccess<Change>` in the handler's signature"
)]
pub trait CanChange: Level {}
impl CanChange for Change {}

/// Proof that the actor behind this request may work on one company's numbers at level `L`.
///
/// [`open`] is the only way to one.
#[derive(Debug)]
pub struct CompanyAccess<L: Level> {
    company: Company,
    actor: Actor,
    right: Right,
    level: PhantomData<L>,
}

/// Decides whether an identity may work on a company: `NotFound` where it may not even know of it, the same as for an id that
/// does not exist; `Forbidden` where it sees the company but lacks the right.
pub async fn open<L: Level>(
    conn: &mut Conn,
    identity: &Identity,
    company: CompanyId,
) -> Result<CompanyAccess<L>> {
    if !identity.reach.covers(company) {
        return Err(Error::NotFound);
    }
    let row: CompanyRow = companies::table
        .find(company)
        .select(CompanyRow::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(Error::NotFound)?;
    admit(identity, row.into_company())
}

/// Like [`open`], for surfaces that have read the company already.
pub fn admit<L: Level>(identity: &Identity, company: Company) -> Result<CompanyAccess<L>> {
    if !identity.reach.covers(company.id) {
        return Err(Error::NotFound);
    }
    if identity.right < L::NEEDS {
        return Err(Error::Forbidden);
    }
    Ok(CompanyAccess {
        company,
        actor: identity.actor.clone(),
        right: identity.right,
        level: PhantomData,
    })
}

/// Like [`open`], for surfaces that name a company by its account number.
pub async fn open_by_account<L: Level>(
    conn: &mut Conn,
    identity: &Identity,
    account_number: &str,
) -> Result<CompanyAccess<L>> {
    let id: CompanyId = companies::table
        .filter(companies::account_key.eq(key::plain(account_number)))
        .select(companies::id)
        .first(conn)
        .await?;
    open(conn, identity, id).await
}

impl<L: Level> CompanyAccess<L> {
    /// The company as it was when access was given; a lock shown here is checked again by whatever writes.
    pub fn company(&self) -> &Company {
        &self.company
    }

    /// Who works here.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What the actor may do here, be it more than this proof's level: decides what a page offers, never what is done.
    pub fn right(&self) -> Right {
        self.right
    }
}

/// Proof that the actor looks after the whole installation.
#[derive(Debug)]
pub struct AdminAccess {
    actor: Actor,
}

impl AdminAccess {
    /// The proof, if the identity is an admin or the command line.
    pub fn of(identity: &Identity) -> Result<Self> {
        if identity.admin {
            Ok(Self {
                actor: identity.actor.clone(),
            })
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Who works here.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}
