//! A company of the list with what hangs on it, as the page shows it and as the export writes it.

use std::collections::HashMap;

use super::super::company_frame::{LockBanner, address};
use super::super::layout::Shell;
use super::super::listing;
use crate::access::Overview;
use crate::error::Result;
use crate::model::id::CompanyId;
use crate::model::page::Total;
use crate::store::company_list::{self, FIGURES_COUNTED, Figures, Listed, Manager};
use crate::store::coverage;

/// What hangs on the companies of a page.
pub struct Facts {
    figures: HashMap<CompanyId, Figures>,
    managers: HashMap<CompanyId, Vec<Manager>>,
    /// Products on sale.
    on_sale: i64,
}

impl Facts {
    /// Reads it.
    pub async fn of(overview: &mut Overview<'_>, listed: &[Listed]) -> Result<Self> {
        let ids: Vec<CompanyId> = listed.iter().map(|row| row.company.id).collect();
        let figures = company_list::figures(overview, &ids).await?;
        let mut managers: HashMap<CompanyId, Vec<Manager>> = HashMap::new();
        for (company, manager) in company_list::managers_of(overview, &ids).await? {
            managers.entry(company).or_default().push(manager);
        }
        Ok(Self {
            figures: figures.into_iter().map(|one| (one.company, one)).collect(),
            managers,
            on_sale: coverage::products_on_sale(overview).await?,
        })
    }

    /// Products on sale that a company has no number for: at most so many, where nobody counted on. Numbers of discontinued
    /// products stay, so there can be more products with a number than there are on sale.
    fn without(&self, with: i64) -> Without {
        let without = self.on_sale.saturating_sub(with).max(0);
        if with > FIGURES_COUNTED && without > 0 {
            Without::Under(without.saturating_add(1))
        } else {
            Without::Exactly(without)
        }
    }
}

enum Without {
    Exactly(i64),
    Under(i64),
}

/// A company of the list.
pub struct Row {
    /// Its numbers.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its account number.
    pub account_number: String,
    /// How many CPNs it has.
    pub cpns: String,
    /// How many products it has no number for.
    pub without: String,
    /// Who looks after it; with the way to them for those who may go there.
    pub managers: Vec<(String, Option<String>)>,
    /// Its lock.
    pub lock: Option<LockBanner>,
    /// Whether it is archived.
    pub archived: bool,
    /// When one of its numbers was changed last: for programs and in words.
    pub changed: Option<(String, String)>,
}

impl Row {
    /// The names of those who look after it.
    pub fn manager_names(&self) -> String {
        let names: Vec<&str> = self
            .managers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        names.join(", ")
    }
}

/// The rows of a page.
pub fn rows(shell: &Shell, listed: Vec<Listed>, mut facts: Facts, admin: bool) -> Vec<Row> {
    let row = |Listed { company, .. }: Listed| {
        let figures = facts.figures.get(&company.id);
        let cpns = figures.map_or(0, |figures| figures.cpns);
        let changed = figures.and_then(|figures| figures.changed_at);
        let without = facts.without(figures.map_or(0, |figures| figures.products));
        let managers = facts.managers.remove(&company.id).unwrap_or_default();
        Row {
            url: address(company.id, "/cpns"),
            cpns: listing::total(shell, Total::of_capped(cpns, FIGURES_COUNTED)),
            without: match without {
                Without::Exactly(count) => shell.count(count),
                Without::Under(most) => shell.t.a("listing-under", "most", shell.count(most)),
            },
            managers: managers
                .into_iter()
                .map(|manager| {
                    let url = admin.then(|| format!("/users/{}", manager.id));
                    (manager.name, url)
                })
                .collect(),
            lock: company
                .lock
                .as_ref()
                .map(|lock| LockBanner::of(lock, shell)),
            archived: company.archived_at.is_some(),
            changed: changed.map(|at| (at.to_rfc3339(), shell.moment(&at))),
            name: company.name,
            account_number: company.account_number,
        }
    };
    listed.into_iter().map(row).collect()
}
