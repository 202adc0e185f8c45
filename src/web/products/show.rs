//! One product: its fields, its family, and the numbers it goes by at the companies the reader can see.

use actix_web::web::Path;
use askama::Template;

use super::super::Answer;
use super::super::company_frame;
use super::super::layout::{self, Shell};
use super::super::parts::Link;
use super::address;
use crate::access::{self, Identity};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::model::product::Product;
use crate::store;
use crate::store::product_list::{self, CpnOfProduct};

/// Relatives and CPNs shown on the page.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "products/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Link>,
    product: Product,
    parent: Option<Product>,
    successor: Option<Product>,
    predecessors: Vec<Product>,
    variants: Vec<Product>,
    more_variants: bool,
    cpns: Vec<CpnOfProduct>,
    more_cpns: bool,
    is_admin: bool,
}

/// The product of an address.
pub fn of_path(path: &str) -> Result<ProductId> {
    path.parse().map_err(|_malformed| Error::NotFound)
}

/// `GET /products/{product}`
pub async fn show(identity: Identity, mut db: Db, shell: Shell, path: Path<String>) -> Answer {
    let id = of_path(&path)?;
    let product = store::products::find(&mut db, id).await?;
    let relatives: Vec<ProductId> = product
        .parent
        .into_iter()
        .chain(product.successor)
        .collect();
    let relatives = if relatives.is_empty() {
        Vec::new()
    } else {
        store::products::find_all(&mut db, &relatives).await?
    };
    let relative = |id: Option<ProductId>| relatives.iter().find(|one| Some(one.id) == id).cloned();
    let most = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    let mut variants = store::products::variants(&mut db, id, most).await?;
    let predecessors = store::products::predecessors(&mut db, id, most).await?;
    let mut cpns = access::everywhere(&mut db, &identity, async |overview| {
        Ok(product_list::cpns_of(overview, id, most).await?)
    })
    .await?;
    let more_variants = variants.len() > SHOWN;
    let more_cpns = cpns.len() > SHOWN;
    variants.truncate(SHOWN);
    cpns.truncate(SHOWN);
    layout::ok(&ShowPage {
        crumbs: vec![Link::new(shell.t.s("nav-products"), "/products")],
        parent: relative(product.parent),
        successor: relative(product.successor),
        predecessors,
        variants,
        more_variants,
        cpns,
        more_cpns,
        is_admin: identity.admin,
        product,
        shell,
    })
}

impl ShowPage {
    fn company_url(cpn: &CpnOfProduct) -> String {
        company_frame::address(cpn.company, "/cpns")
    }

    fn cpn_url(cpn: &CpnOfProduct) -> String {
        company_frame::address(cpn.company, &format!("/cpns/{}", cpn.id))
    }

    fn product_url(product: &Product) -> String {
        address(product.id)
    }

    /// The list searched for this product's number: where its variants beyond those shown are found.
    fn more_url(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &self.product.number)
            .finish();
        format!("/search?{query}")
    }
}
