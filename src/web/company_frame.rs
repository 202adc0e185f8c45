//! What all pages of one company share: its name and account number, the way back, the lock's banner, the tabs.
//!
//! A page's struct has the field `frame` beside `shell`; its template imports `companies/frame.html`.

use chrono::{DateTime, Utc};

use super::layout::Shell;
use super::parts::{Link, Tab};
use crate::access::{CompanyAccess, Level, Right};
use crate::model::company::{Company, Lock};
use crate::model::id::CompanyId;
use crate::model::user::Role;

/// The views of a company, each a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyTab {
    /// Its CPNs.
    Numbers,
    /// Its uploads.
    Uploads,
    /// What happened to its CPNs.
    History,
    /// Its own fields and its lock; for admins.
    Settings,
}

/// The frame of a company's page.
#[derive(Clone, Debug)]
pub struct CompanyFrame {
    /// The company.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its account number.
    pub account_number: String,
    /// The way back from a page with tabs: the list of companies, for those who have one.
    pub crumbs: Vec<Link>,
    /// The tabs this reader has.
    pub tabs: Vec<Tab>,
    /// The lock that holds now.
    pub lock: Option<LockBanner>,
    /// Since when the company is archived, in words.
    pub archived: Option<String>,
    /// Whether this reader may change CPNs here now: they have the right and the company is not locked.
    pub can_change: bool,
    /// Whether this reader may prepare an upload here: under a lock it waits.
    pub may_upload: bool,
    /// Whether this reader may lift a lock.
    pub may_unlock: bool,
}

/// What the banner says of a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockBanner {
    /// The admin's reason.
    pub reason: String,
    /// Until when, in the reader's time zone; empty for "until an admin lifts it".
    pub until: String,
}

impl LockBanner {
    /// The banner of a lock.
    pub fn of(lock: &Lock, shell: &Shell) -> Self {
        let until = |at: &DateTime<Utc>| shell.moment(at);
        Self {
            reason: lock.reason.clone(),
            until: lock.until.as_ref().map(until).unwrap_or_default(),
        }
    }
}

impl CompanyFrame {
    /// The frame of a page under `tab`.
    pub fn of<L: Level>(access: &CompanyAccess<L>, shell: &Shell, tab: CompanyTab) -> Self {
        let company = access.company();
        let has_list = shell.role != Some(Role::Buyer);
        Self {
            id: company.id,
            name: company.name.clone(),
            account_number: company.account_number.clone(),
            crumbs: has_list
                .then(|| Link::new(shell.t.s("nav-companies"), "/companies"))
                .into_iter()
                .collect(),
            tabs: tabs(company, shell, tab),
            lock: company
                .lock
                .as_ref()
                .map(|lock| LockBanner::of(lock, shell)),
            archived: company.archived_at.as_ref().map(|at| shell.moment(at)),
            can_change: access.right() == Right::Change && company.lock.is_none(),
            may_upload: access.right() == Right::Change,
            may_unlock: shell.role == Some(Role::Admin),
        }
    }

    /// The address of a page of this company: `frame.at("/cpns/new")`.
    pub fn at(&self, path: &str) -> String {
        address(self.id, path)
    }

    /// The way back from a page below a tab: the list, the company and what else lies between.
    pub fn crumbs_below(&self, between: impl IntoIterator<Item = Link>) -> Vec<Link> {
        let company = Link::new(self.name.as_str(), self.at("/cpns"));
        self.crumbs
            .iter()
            .cloned()
            .chain([company])
            .chain(between)
            .collect()
    }
}

/// The address of a page of a company.
pub fn address(company: CompanyId, path: &str) -> String {
    format!("/companies/{company}{path}")
}

fn tabs(company: &Company, shell: &Shell, current: CompanyTab) -> Vec<Tab> {
    let everyone = [
        (CompanyTab::Numbers, "companies-tab-numbers", "/cpns"),
        (CompanyTab::Uploads, "companies-tab-uploads", "/uploads"),
        (CompanyTab::History, "companies-tab-history", "/history"),
    ];
    let admins = [(CompanyTab::Settings, "companies-tab-settings", "/settings")];
    let admins = admins
        .into_iter()
        .filter(|_| shell.role == Some(Role::Admin));
    everyone
        .into_iter()
        .chain(admins)
        .map(|(tab, key, path)| Tab {
            label: shell.t.s(key),
            url: address(company.id, path),
            count: None,
            current: tab == current,
        })
        .collect()
}
