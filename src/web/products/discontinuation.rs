//! Taking a product off sale, with what takes its place, and putting it back.

use actix_web::HttpRequest;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::form::{Field, Summary};
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::super::session::Session;
use super::address;
use super::show::of_path;
use crate::access::{self, AdminAccess, Identity};
use crate::db::Conn;
use crate::domain::products;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::model::problems::Problems;
use crate::store;
use crate::store::product_list;

/// What the form and the button send: on to take the product off sale, empty to put it back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DiscontinuationInput {
    discontinued: String,
    successor: String,
}

#[derive(Template)]
#[template(path = "products/discontinue.html")]
struct DiscontinuePage {
    shell: Shell,
    crumbs: Vec<Link>,
    heading: String,
    summary: Summary,
    action: String,
    cancel: String,
    successor: Field,
}

impl DiscontinuePage {
    async fn of(conn: &mut Conn, shell: Shell, id: ProductId) -> Result<Self> {
        let product = store::products::find(conn, id).await?;
        let successor = match product.successor {
            Some(successor) => store::products::find(conn, successor).await?.number,
            None => String::new(),
        };
        let t = shell.t;
        Ok(Self {
            crumbs: vec![
                Link::new(t.s("nav-products"), "/products"),
                Link::new(product.number.as_str(), address(id)),
            ],
            heading: t.a("products-discontinue-of", "number", &product.number),
            summary: Summary::default(),
            action: format!("{}/discontinuation", address(id)),
            cancel: address(id),
            successor: Field::with("successor", successor),
            shell,
        })
    }

    fn refuse(mut self, typed: &str, problems: &Problems) -> Self {
        self.successor = Field::with("successor", typed);
        self.successor.refuse_by(problems, &self.shell.t);
        self.summary = Summary::of([&self.successor]);
        self
    }
}

/// `GET /products/{product}/discontinuation`
pub async fn ask(_: AdminAccess, mut db: Db, shell: Shell, path: Path<String>) -> Answer {
    layout::ok(&DiscontinuePage::of(&mut db, shell, of_path(&path)?).await?)
}

/// What is said afterwards: that numbers stay, where there are any.
async fn discontinued(conn: &mut Conn, identity: &Identity, id: ProductId) -> Result<&'static str> {
    let numbers = access::everywhere(conn, identity, async |overview| {
        Ok(product_list::cpns_of(overview, id, 1).await?)
    })
    .await?;
    Ok(if numbers.is_empty() {
        "products-was-discontinued"
    } else {
        "products-was-discontinued-kept"
    })
}

/// `POST /products/{product}/discontinuation`
pub async fn discontinue(
    req: HttpRequest,
    access: AdminAccess,
    identity: Identity,
    mut db: Db,
    shell: Shell,
    path: Path<String>,
    input: Form<DiscontinuationInput>,
) -> Answer {
    let id = of_path(&path)?;
    let (done, text) = if input.discontinued.is_empty() {
        let done = products::resume(&mut db, &access, id).await;
        (done, "products-was-resumed")
    } else {
        let done = products::discontinue(&mut db, &access, id, &input.successor).await;
        (done, discontinued(&mut db, &identity, id).await?)
    };
    match done {
        Ok(()) => {
            Session::of(&req).succeed(shell.t.s(text))?;
            Ok(layout::see_other(address(id)))
        }
        Err(Error::Invalid(problems)) => {
            let page = DiscontinuePage::of(&mut db, shell, id).await?;
            layout::again(&page.refuse(&input.successor, &problems))
        }
        Err(error) => Err(error),
    }
}
