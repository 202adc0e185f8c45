//! The first page after sign-in: what is in reach and what waits, as figures that lead there, and the ways in.

use askama::Template;

use super::Answer;
use super::company_frame::{LockBanner, address};
use super::form::Field;
use super::layout::{self, Shell};
use super::parts::{Link, Tile};
use super::uploads::{self, Latest};
use crate::access::{self, AdminAccess, CompanyAccess, Identity, Reach, Right, See};
use crate::error::Result;
use crate::gate::Db;
use crate::model::page::Total;
use crate::model::user::Role;
use crate::store;
use crate::store::figures::{self, Figures};
use crate::store::operation::Operation;
use crate::store::unfinished::{self, Standing, Standings};

/// Uploads that a buyer is reminded of.
const LATEST: usize = 3;

#[derive(Template)]
#[template(path = "dashboard.html")]
struct DashboardPage {
    shell: Shell,
    title: String,
    lock: Option<LockBanner>,
    tiles: Vec<Tile>,
    /// How the installation is doing, for admins.
    operation: Vec<Tile>,
    /// A buyer's box for numbers to look up, and where it is sent.
    paste: Option<(Field, String)>,
    /// A buyer's latest uploads.
    latest: Vec<Latest>,
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
    let (figures, standings) = access::everywhere(&mut db, &identity, async |overview| {
        let figures = figures::read(overview).await?;
        Ok((figures, unfinished::standings(overview).await?))
    })
    .await?;
    if let Some(own) = own_company(&mut db, &identity, &shell).await? {
        let latest = Latest::of(&mut db, &own, &shell, LATEST).await?;
        let page = of_buyer(shell, &identity, &own, &figures, standings);
        return layout::ok(&DashboardPage { latest, ..page });
    }
    let operation = match AdminAccess::of(&identity) {
        Ok(access) => Some(store::operation::read(&mut db, &access).await?),
        Err(_not_an_admin) => None,
    };
    layout::ok(&of_staff(shell, &identity, &figures, standings, operation))
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
    standings: Standings,
) -> DashboardPage {
    let company = own.company();
    let may_change = identity.right == Right::Change && company.lock.is_none();
    let at = |path: &str| address(company.id, path);
    let mut tiles = vec![
        tile(&shell, "cpns", figures.cpns, at("/cpns")),
        tile(&shell, "products", figures.products, "/products".to_owned()),
    ];
    if identity.right == Right::Change {
        tiles.push(open_uploads(&shell, standings));
    }
    let ways = [
        ("type", "plus-lg", "/cpns/new"),
        ("paste", "copy", "/uploads/new?from=paste"),
        ("upload", "upload", "/uploads/new"),
    ];
    let doors = ways
        .into_iter()
        .filter(|_| may_change)
        .map(|(word, icon, path)| door(&shell, word, icon, at(path)))
        .collect();
    DashboardPage {
        title: company.name.clone(),
        lock: company
            .lock
            .as_ref()
            .map(|lock| LockBanner::of(lock, &shell)),
        tiles,
        operation: Vec::new(),
        paste: Some((Field::new("text"), at("/resolve"))),
        latest: Vec::new(),
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
    standings: Standings,
    operation: Option<Operation>,
) -> DashboardPage {
    let list = |query: &str| format!("/companies{query}");
    let locked = tile(&shell, "locked", figures.locked, list("?state=locked"));
    let mut tiles = vec![
        tile(&shell, "companies", figures.companies, list("")),
        warning_above_zero(locked, figures.locked),
        tile(&shell, "cpns", figures.cpns, "/search".to_owned()),
        tile(&shell, "products", figures.products, "/products".to_owned()),
        open_uploads(&shell, standings),
    ];
    if operation.is_none() {
        tiles.push(failed_uploads(&shell, standings));
    }
    let has_companies = figures.companies != Total::Exactly(0);
    let ways = [
        ("resolve", "search"),
        ("type", "plus-lg"),
        ("paste", "copy"),
        ("upload", "upload"),
    ];
    let doors = ways
        .into_iter()
        .filter(|_| has_companies)
        .map(|(word, icon)| door(&shell, word, icon, format!("/companies/choice?for={word}")))
        .collect();
    DashboardPage {
        title: shell.t.s("dashboard-title"),
        lock: None,
        tiles,
        operation: operation
            // On the first day there is nothing to tell.
            .filter(|operation| has_companies || operation.refused > 0)
            .map(|operation| tiles_of(&shell, standings, operation))
            .unwrap_or_default(),
        paste: None,
        latest: Vec::new(),
        has_companies,
        doors,
        unassigned: matches!(&identity.reach, Reach::Only(companies) if companies.is_empty()),
        is_admin: identity.admin,
        shell,
    }
}

/// How the installation is doing.
fn tiles_of(shell: &Shell, standings: Standings, operation: Operation) -> Vec<Tile> {
    let count = Total::Exactly;
    let queue = uploads::address_of_unfinished(Standing::Queued);
    let mut queued = tile(shell, "queued", count(standings.queued), queue);
    if operation.running > 0 {
        let running = shell.count(operation.running);
        queued.label = shell.t.a("dashboard-queued-running", "running", running);
    }
    let refused = tile(
        shell,
        "refused",
        count(operation.refused),
        "/audit?subject=sign-in&action=refused".to_owned(),
    );
    let bytes = |word: &str, bytes: i64| Tile {
        figure: uploads::size(shell, bytes),
        ..tile(shell, word, count(0), "/storage".to_owned())
    };
    vec![
        queued,
        failed_uploads(shell, standings),
        warning_above_zero(refused, count(operation.refused)),
        bytes("database", operation.database_bytes),
        bytes("files", operation.file_bytes),
    ]
}

/// Uploads somebody must go on with: those with rows to decide on are told apart.
fn open_uploads(shell: &Shell, standings: Standings) -> Tile {
    let url = uploads::address_of_unfinished(Standing::Open);
    let mut tile = tile(shell, "open", Total::Exactly(standings.open), url);
    if standings.undecided > 0 {
        let undecided = shell.count(standings.undecided);
        tile.label = shell
            .t
            .a("dashboard-open-undecided", "undecided", undecided);
        tile.kind = "warning";
    }
    tile
}

fn failed_uploads(shell: &Shell, standings: Standings) -> Tile {
    let failed = Total::Exactly(standings.failed);
    let url = uploads::address_of_unfinished(Standing::Failed);
    warning_above_zero(tile(shell, "failed", failed, url), failed)
}

fn door(shell: &Shell, word: &str, icon: &'static str, url: String) -> Door {
    Door {
        icon,
        link: Link::new(shell.t.s(&format!("dashboard-{word}")), url),
        text: shell.t.s(&format!("dashboard-{word}-text")),
    }
}

fn warning_above_zero(mut tile: Tile, total: Total) -> Tile {
    if total != Total::Exactly(0) {
        tile.kind = "warning";
    }
    tile
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
