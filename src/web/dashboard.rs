//! The first page after sign-in: what is in reach, as figures that lead there, and the ways in.

use askama::Template;

use super::company_frame::{LockBanner, address};
use super::layout::{self, Shell};
use super::parts::{Link, Tile};
use super::{Answer, listing};
use crate::access::{self, CompanyAccess, Identity, Reach, Right, See};
use crate::error::Result;
use crate::gate::Db;
use crate::model::page::Total;
use crate::model::user::Role;
use crate::store::figures::{self, Figures};

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    shell: Shell,
    title: String,
    lock: Option<LockBanner>,
    tiles: Vec<Tile>,
    /// The ways to new numbers, for somebody who may make some.
    doors: Vec<Door>,
    /// Somebody to whom no company was assigned yet.
    unassigned: bool,
}

/// A way in, with a sentence on when to take it.
struct Door {
    icon: &'static str,
    link: Link,
    text: String,
}

/// `GET /`
pub async fn show(identity: Identity, mut db: Db, shell: Shell) -> Answer {
    let figures = access::everywhere(&mut db, &identity, async |overview| {
        Ok(figures::read(overview).await?)
    })
    .await?;
    let own = own_company(&mut db, &identity, &shell).await?;
    let page = match own {
        Some(own) => of_buyer(shell, &identity, &own, &figures),
        None => of_staff(shell, &identity, &figures),
    };
    layout::ok(&page)
}

/// The one company of a buyer.
async fn own_company(
    db: &mut Db,
    identity: &Identity,
    shell: &Shell,
) -> Result<Option<CompanyAccess<See>>> {
    match (&identity.reach, shell.role) {
        (Reach::Only(companies), Some(Role::Buyer)) => match companies.first() {
            Some(own) => access::open(db, identity, *own).await.map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

fn of_buyer(
    shell: Shell,
    identity: &Identity,
    own: &CompanyAccess<See>,
    figures: &Figures,
) -> DashboardPage {
    let company = own.company();
    let may_change = identity.right == Right::Change && company.lock.is_none();
    let at = |path| address(company.id, path);
    let tiles = vec![
        tile(&shell, "cpns", figures.cpns, at("/cpns")),
        tile(&shell, "products", figures.products, "/products".to_owned()),
    ];
    let ways = [
        ("type", "plus-lg", "/cpns/new"),
        ("paste", "copy", "/uploads/new#paste"),
        ("upload", "upload", "/uploads/new"),
    ];
    let doors = ways
        .into_iter()
        .filter(|_| may_change)
        .map(|(word, icon, path)| Door {
            icon,
            link: Link::new(shell.t.s(&format!("dashboard-{word}")), at(path)),
            text: shell.t.s(&format!("dashboard-{word}-text")),
        })
        .collect();
    DashboardPage {
        title: company.name.clone(),
        lock: company
            .lock
            .as_ref()
            .map(|lock| LockBanner::of(lock, &shell)),
        tiles,
        doors,
        unassigned: false,
        shell,
    }
}

fn of_staff(shell: Shell, identity: &Identity, figures: &Figures) -> DashboardPage {
    let list = |query: &str| format!("/companies{query}");
    let mut locked = tile(&shell, "locked", figures.locked, list("?state=locked"));
    if figures.locked != Total::Exactly(0) {
        locked.kind = "warning";
    }
    DashboardPage {
        title: shell.t.s("dashboard-title"),
        lock: None,
        tiles: vec![
            tile(&shell, "companies", figures.companies, list("")),
            locked,
            tile(&shell, "cpns", figures.cpns, list("")),
            tile(&shell, "products", figures.products, "/products".to_owned()),
        ],
        doors: Vec::new(),
        unassigned: matches!(&identity.reach, Reach::Only(companies) if companies.is_empty()),
        shell,
    }
}

fn tile(shell: &Shell, word: &str, total: Total, url: String) -> Tile {
    Tile {
        label: shell.t.s(&format!("dashboard-{word}")),
        figure: listing::total(shell, total),
        url: Some(url),
        kind: "neutral",
        current: false,
    }
}
