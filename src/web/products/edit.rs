//! The form of a product, new or known.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
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
use crate::access::AdminAccess;
use crate::db::Conn;
use crate::domain::products::{self, RelatedNumbers};
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::ProductId;
use crate::model::problems::Problems;
use crate::model::product::{ProductDraft, ProductInput};
use crate::store;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditInput {
    version: i32,
    number: String,
    name: String,
    gtin: String,
    parent: String,
    successor: String,
    id: String,
    object_id: String,
}

impl EditInput {
    /// The form filled from what is stored.
    async fn stored(conn: &mut Conn, id: ProductId) -> Result<Self> {
        let product = store::products::find(conn, id).await?;
        let ids: Vec<ProductId> = product
            .parent
            .into_iter()
            .chain(product.successor)
            .collect();
        let relatives = store::products::find_all(conn, &ids).await?;
        let number = |id: Option<ProductId>| {
            let relative = relatives.iter().find(|one| Some(one.id) == id);
            relative.map(|one| one.number.clone()).unwrap_or_default()
        };
        Ok(Self {
            version: product.version,
            parent: number(product.parent),
            successor: number(product.successor),
            number: product.number,
            name: product.name,
            gtin: product.gtin.unwrap_or_default(),
            id: String::new(),
            object_id: String::new(),
        })
    }

    fn draft(&self, is_new: bool) -> Result<ProductDraft, Problems> {
        let given = |text| if is_new { text } else { "" };
        ProductDraft::parse(&ProductInput {
            number: &self.number,
            name: &self.name,
            gtin: &self.gtin,
            id: given(self.id.as_str()),
            object_id: given(self.object_id.as_str()),
        })
    }

    fn related(&self) -> RelatedNumbers<'_> {
        RelatedNumbers {
            parent: &self.parent,
            successor: &self.successor,
        }
    }
}

/// One field of a product that somebody else changed meanwhile.
struct Difference {
    label: String,
    stored: String,
    typed: String,
}

#[derive(Template)]
#[template(path = "products/edit.html")]
struct EditPage {
    shell: Shell,
    crumbs: Vec<Link>,
    heading: String,
    action: String,
    cancel: String,
    summary: Summary,
    is_new: bool,
    /// What the button says.
    submit: String,
    version: i32,
    number: Field,
    name: Field,
    gtin: Field,
    parent: Field,
    successor: Field,
    id: Field,
    object_id: Field,
    differences: Vec<Difference>,
}

impl EditPage {
    fn of(
        shell: Shell,
        product: Option<ProductId>,
        input: &EditInput,
        problems: &Problems,
    ) -> Self {
        let field = |name: &'static str, value: &str| {
            let mut field = Field::with(name, value);
            if let Some(problem) = problems.of(name) {
                field.refuse(shell.t.problem(problem));
            }
            field
        };
        let number = field("number", &input.number);
        let name = field("name", &input.name);
        let gtin = field("gtin", &input.gtin);
        let parent = field("parent", &input.parent);
        let successor = field("successor", &input.successor);
        let id = field("id", &input.id);
        let object_id = field("object_id", &input.object_id);
        let heading = if product.is_some() {
            "products-edit"
        } else {
            "products-new"
        };
        let list = Link::new(shell.t.s("nav-products"), "/products");
        let label = match input.number.trim() {
            "" => shell.t.s("products-product"),
            number => number.to_owned(),
        };
        let own = product.map(|id| Link::new(label, address(id)));
        Self {
            crumbs: [list].into_iter().chain(own).collect(),
            heading: shell.t.s(heading),
            action: product.map_or("/products".to_owned(), |id| format!("{}/edit", address(id))),
            cancel: product.map_or("/products".to_owned(), address),
            summary: Summary::of([&number, &name, &gtin, &parent, &successor, &id, &object_id]),
            is_new: product.is_none(),
            submit: shell.t.s(if product.is_none() {
                "products-create"
            } else {
                "companies-save"
            }),
            version: input.version,
            number,
            name,
            gtin,
            parent,
            successor,
            id,
            object_id,
            differences: Vec::new(),
            shell,
        }
    }

    /// The page after somebody else was faster: both values of what differs, and the next try counts from what is stored now.
    fn stale(mut self, stored: &EditInput) -> Self {
        let t = self.shell.t;
        self.version = stored.version;
        self.differences = [
            ("products-number", &stored.number, &self.number),
            ("products-name", &stored.name, &self.name),
            ("products-gtin", &stored.gtin, &self.gtin),
            ("products-parent", &stored.parent, &self.parent),
            ("products-successor", &stored.successor, &self.successor),
        ]
        .into_iter()
        .filter(|(_, stored, typed)| stored.trim() != typed.value().trim())
        .map(|(key, stored, typed)| Difference {
            label: t.s(key),
            stored: stored.clone(),
            typed: typed.value().to_owned(),
        })
        .collect();
        self.summary.refuse(t.s("products-stale"));
        self
    }
}

/// `GET /products/new`
pub async fn new(_: AdminAccess, shell: Shell) -> Answer {
    let input = EditInput::default();
    layout::ok(&EditPage::of(shell, None, &input, &Problems::none()))
}

/// `POST /products`
pub async fn create(
    req: HttpRequest,
    access: AdminAccess,
    mut db: Db,
    shell: Shell,
    input: Form<EditInput>,
) -> Answer {
    let done = match input.draft(true) {
        Ok(draft) => products::create(&mut db, &access, &draft, input.related()).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(id) => {
            let text = shell.t.a("products-created", "number", input.number.trim());
            Session::of(&req).succeed(text)?;
            Ok(layout::see_other(address(id)))
        }
        Err(Error::Invalid(problems)) => {
            layout::again(&EditPage::of(shell, None, &input, &problems))
        }
        Err(error) => Err(error),
    }
}

/// `GET /products/{product}/edit`
pub async fn edit(_: AdminAccess, mut db: Db, shell: Shell, path: Path<String>) -> Answer {
    let id = of_path(&path)?;
    let input = EditInput::stored(&mut db, id).await?;
    layout::ok(&EditPage::of(shell, Some(id), &input, &Problems::none()))
}

/// `POST /products/{product}/edit`
pub async fn change(
    req: HttpRequest,
    access: AdminAccess,
    mut db: Db,
    shell: Shell,
    path: Path<String>,
    input: Form<EditInput>,
) -> Answer {
    let id = of_path(&path)?;
    let done = match input.draft(false) {
        Ok(draft) => {
            let related = input.related();
            products::change(&mut db, &access, id, input.version, &draft, related).await
        }
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => {
            let text = shell.t.a("products-changed", "number", input.number.trim());
            Session::of(&req).succeed(text)?;
            Ok(layout::see_other(address(id)))
        }
        Err(Error::Invalid(problems)) => {
            layout::again(&EditPage::of(shell, Some(id), &input, &problems))
        }
        Err(Error::Stale) => {
            let stored = EditInput::stored(&mut db, id).await?;
            let page = EditPage::of(shell, Some(id), &input, &Problems::none());
            layout::page(StatusCode::CONFLICT, &page.stale(&stored))
        }
        Err(error) => Err(error),
    }
}
