//! The first page after sign-in: what is in reach, as figures that lead there, and the ways in.

use askama::Template;

use super::Answer;
use super::company_frame::{LockBanner, address};
use super::layout::{self, Shell};
use super::parts::{Link, Tile};
use crate::access::{self, AdminAccess, CompanyAccess, Identity, Reach, Right, See};
use crate::error::Result;
use crate::gate::Db;
use crate::model::page::Total;
use crate::model::user::Role;
use crate::store;
use crate::store::figures::{self, Figures};

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    shell: Shell,
    title: String,
    lock: Option<LockBanner>,
    tiles: Vec<Tile>,
    /// Whether there is anything to cover: asked for by a request of its own, as it takes longer than the rest of the page.
    has_companies: bool,
    /// The ways to new numbers, for somebody who may make some.
    doors: Vec<Door>,
    /// Somebody to whom no company was assigned yet.
    unassigned: bool,
    is_admin: bool,
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
    let refused = match AdminAccess::of(&identity) {
        Ok(access) => Some(store::audit::refused_sign_ins(&mut db, &access).await?),
        Err(_not_an_admin) => None,
    };
    let own = own_company(&mut db, &identity, &shell).await?;
    let page = match own {
        Some(own) => of_buyer(shell, &identity, &own, &figures),
        None => of_staff(shell, &identity, &figures, refused),
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
        has_companies: true,
        doors,
        unassigned: false,
        is_admin: false,
        shell,
    }
}

fn of_staff(
    shell: Shell,
    identity: &Identity,
    figures: &Figures,
    refused_sign_ins: Option<i64>,
) -> DashboardPage {
    let list = |query: &str| format!("/companies{query}");
    let mut locked = tile(&shell, "locked", figures.locked, list("?state=locked"));
    if figures.locked != Total::Exactly(0) {
        locked.kind = "warning";
    }
    let refused = refused_sign_ins.map(|count| {
        let url = "/audit?subject=sign-in&action=refused".to_owned();
        let mut tile = tile(&shell, "refused", Total::Exactly(count), url);
        if count > 0 {
            tile.kind = "warning";
        }
        tile
    });
    let tiles = [
        tile(&shell, "companies", figures.companies, list("")),
        locked,
        tile(&shell, "cpns", figures.cpns, "/search".to_owned()),
        tile(&shell, "products", figures.products, "/products".to_owned()),
    ];
    DashboardPage {
        title: shell.t.s("dashboard-title"),
        lock: None,
        tiles: tiles.into_iter().chain(refused).collect(),
        has_companies: figures.companies != Total::Exactly(0),
        doors: Vec::new(),
        unassigned: matches!(&identity.reach, Reach::Only(companies) if companies.is_empty()),
        is_admin: identity.admin,
        shell,
    }
}

fn tile(shell: &Shell, word: &str, total: Total, url: String) -> Tile {
    let figure = match total {
        Total::Exactly(count) => shell.count(count),
        Total::MoreThan(most) => shell.t.a("dashboard-over", "most", shell.count(most)),
    };
    Tile {
        label: shell.t.s(&format!("dashboard-{word}")),
        figure,
        url: Some(url),
        kind: "neutral",
        current: false,
    }
}
