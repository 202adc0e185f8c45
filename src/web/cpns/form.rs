//! The form of a CPN: its fields, the product found by its number as a step of its own, the warnings before it is saved.

use serde::Deserialize;

use super::super::form::{Field, Summary};
use super::super::layout::Shell;
use super::super::typeahead::{self, Hit};
use super::likeness::Warnings;
use super::words;
use crate::access::{CanChange, CompanyAccess};
use crate::db::Conn;
use crate::domain::likeness;
use crate::error::{Error, Result};
use crate::model::cpn::{Cpn, CpnDraft, CpnInput};
use crate::model::id::CpnId;
use crate::model::problems::{Fault, Problems};
use crate::model::product::Product;
use crate::store;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormInput {
    cpn: String,
    product: String,
    /// The number of the product picked among those found.
    choice: String,
    /// What was typed when those were found; a pick counts only while that still stands there.
    searched: String,
    description: String,
    unit: String,
    pack_quantity: String,
    valid_from: String,
    valid_to: String,
    /// The version the form was opened on.
    pub version: i32,
    anyway: String,
    /// Whether the form is wanted again for another number.
    another: String,
    find: String,
}

impl FormInput {
    /// The fields as a CPN has them.
    pub fn of(cpn: &Cpn, product: &Product) -> Self {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        let details = &cpn.details;
        let quantity = details.pack_quantity.as_ref();
        Self {
            cpn: cpn.number.clone(),
            product: product.number.clone(),
            description: details.description.clone().unwrap_or_default(),
            unit: details.unit.clone().unwrap_or_default(),
            pack_quantity: quantity
                .map(bigdecimal::BigDecimal::to_plain_string)
                .unwrap_or_default(),
            valid_from: day(details.valid_from).unwrap_or_default(),
            valid_to: day(details.valid_to).unwrap_or_default(),
            version: cpn.version,
            ..Self::default()
        }
    }

    /// The product's number: the one picked, or the one typed.
    pub fn product_number(&self) -> &str {
        if !self.choice.is_empty() && self.searched.trim() == self.product.trim() {
            &self.choice
        } else {
            self.product.trim()
        }
    }

    /// The number as typed.
    pub fn cpn(&self) -> &str {
        self.cpn.trim()
    }

    /// Whether it only asks for the products that fit what was typed.
    pub fn finds(&self) -> bool {
        !self.find.is_empty()
    }

    /// Whether the form is wanted again for another number.
    pub fn goes_on(&self) -> bool {
        !self.another.is_empty()
    }

    /// Whether the warnings were seen.
    fn anyway(&self) -> bool {
        !self.anyway.is_empty()
    }

    fn draft(&self) -> Result<CpnDraft, Problems> {
        CpnDraft::parse(&CpnInput {
            cpn: &self.cpn,
            description: &self.description,
            unit: &self.unit,
            pack_quantity: &self.pack_quantity,
            valid_from: &self.valid_from,
            valid_to: &self.valid_to,
        })
    }

    /// What is typed, in the order of [`words::fields`] without whether it is preferred.
    pub fn typed(&self, shell: &Shell) -> [String; 7] {
        let day =
            |text: &str| words::day(text).map_or_else(|| text.to_owned(), |day| shell.date(&day));
        [
            self.cpn().to_owned(),
            self.product_number().to_owned(),
            self.description.trim().to_owned(),
            self.unit.trim().to_owned(),
            self.pack_quantity.trim().to_owned(),
            day(&self.valid_from),
            day(&self.valid_to),
        ]
    }
}

/// A form that can be saved.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The product it names.
    pub product: Product,
    /// Its checked fields.
    pub draft: CpnDraft,
}

/// Why a form is shown again.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    /// What is wrong with its fields.
    pub problems: Problems,
    /// The products that fit what was typed, where none has that number.
    pub hits: Vec<Product>,
    /// What somebody should look at first.
    pub warnings: Warnings,
}

/// The product a form names, or the products it may mean.
pub async fn find_product(conn: &mut Conn, number: &str) -> Result<Result<Product, Vec<Product>>> {
    let Some(number) = words::word(number) else {
        return Ok(Err(Vec::new()));
    };
    match store::products::find_by_number(conn, &number).await {
        Ok(product) => return Ok(Ok(product)),
        Err(diesel::result::Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    typeahead::offer_products(conn, &number).await.map(Err)
}

/// Reads a form as far as it can be without saving it. `stored` is the CPN it changes.
pub async fn ready(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    input: &FormInput,
    stored: Option<&Cpn>,
) -> Result<Result<Ready, Refusal>> {
    let mut refusal = Refusal::default();
    let number = input.product_number();
    let product = find_product(conn, number).await?;
    let draft = input.draft();
    match (product, draft) {
        (Ok(product), Ok(draft)) => {
            let ready = Ready { product, draft };
            refusal.warnings = warnings(conn, access, input, &ready, stored).await?;
            Ok(if refusal.warnings.is_empty() {
                Ok(ready)
            } else {
                Err(refusal)
            })
        }
        (product, draft) => {
            refusal.problems = draft.err().unwrap_or_default();
            if let Err(hits) = product {
                refusal.problems.add("product", unknown(number));
                refusal.hits = hits;
            }
            Ok(Err(refusal))
        }
    }
}

fn unknown(number: &str) -> Fault {
    if number.is_empty() {
        Fault::Missing
    } else {
        Fault::Unknown(number.to_owned())
    }
}

async fn warnings(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    input: &FormInput,
    ready: &Ready,
    stored: Option<&Cpn>,
) -> Result<Warnings> {
    let known = stored.is_some_and(|cpn| {
        cpn.identity_key == ready.draft.identity_key() && cpn.product == ready.product.id
    });
    if known || input.anyway() {
        return Ok(Warnings::default());
    }
    let found = likeness(conn, access, ready, stored.map(|cpn| cpn.id)).await?;
    // That the same number is there already is for the database to say.
    Ok(if found.is_worth_a_look() && found.same.is_none() {
        Warnings::of(access.company().id, &found)
    } else {
        Warnings::default()
    })
}

async fn likeness(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    ready: &Ready,
    changing: Option<CpnId>,
) -> Result<likeness::Likeness> {
    let product = Some(ready.product.id);
    access
        .read(conn, async |scope| {
            likeness::of(scope, ready.draft.cpn(), product, changing).await
        })
        .await
}

/// Why a form that was ready could not be saved; other errors go on.
pub async fn refused(
    conn: &mut Conn,
    access: &CompanyAccess<impl CanChange>,
    ready: &Ready,
    changing: Option<CpnId>,
    error: Error,
) -> Result<Refusal> {
    let Error::Invalid(problems) = error else {
        return Err(error);
    };
    let found = likeness(conn, access, ready, changing).await?;
    Ok(Refusal {
        problems,
        warnings: Warnings::of(access.company().id, &found),
        ..Refusal::default()
    })
}

/// The form's controls as the page shows them.
#[derive(Clone, Debug)]
pub struct CpnForm {
    /// The number.
    pub cpn: Field,
    /// The product's number.
    pub product: Field,
    /// The products to pick from.
    pub hits: Vec<Hit>,
    /// Whether products were looked for and none was found.
    pub found_none: bool,
    /// The customer's own wording.
    pub description: Field,
    /// The unit.
    pub unit: Field,
    /// How many sales units that is.
    pub pack_quantity: Field,
    /// The first day.
    pub valid_from: Field,
    /// The last day.
    pub valid_to: Field,
    /// The version the form was opened on.
    pub version: i32,
    /// What somebody should look at before they save.
    pub warnings: Warnings,
    /// Whether the warnings may be passed over: nothing else is wrong.
    pub can_pass: bool,
    /// All problems.
    pub summary: Summary,
}

impl CpnForm {
    /// The form with what was typed and why it is shown again.
    pub fn of(shell: &Shell, input: &FormInput, refusal: Refusal) -> Self {
        let field = |name: &'static str, value: &str| {
            let mut field = Field::with(name, value);
            field.refuse_by(&refusal.problems, &shell.t);
            field
        };
        let mut form = Self {
            cpn: field("cpn", &input.cpn),
            product: field("product", &input.product),
            found_none: input.finds() && refusal.hits.is_empty(),
            description: field("description", &input.description),
            unit: field("unit", &input.unit),
            pack_quantity: field("pack_quantity", &input.pack_quantity),
            valid_from: field("valid_from", &input.valid_from),
            valid_to: field("valid_to", &input.valid_to),
            version: input.version,
            can_pass: !refusal.warnings.is_empty() && refusal.problems.is_empty(),
            warnings: refusal.warnings,
            summary: Summary::default(),
            hits: hits(shell, refusal.hits, &input.choice),
        };
        form.summary = Summary::of([
            &form.cpn,
            &form.product,
            &form.description,
            &form.unit,
            &form.pack_quantity,
            &form.valid_from,
            &form.valid_to,
        ]);
        form
    }

    /// The same in a row of the list, where other rows may have a form, too.
    #[must_use]
    pub fn in_row(mut self, id: CpnId) -> Self {
        for field in [
            &mut self.cpn,
            &mut self.product,
            &mut self.description,
            &mut self.unit,
            &mut self.pack_quantity,
            &mut self.valid_from,
            &mut self.valid_to,
        ] {
            let own = format!("row-{id}-{}", field.name());
            *field = std::mem::take(field).id_as(&own);
        }
        self
    }
}

fn hits(shell: &Shell, products: Vec<Product>, choice: &str) -> Vec<Hit> {
    let alone = products.len() == 1;
    let hit = |product: Product| Hit {
        picked: alone || product.number == choice,
        ..Hit::of_product(shell, product)
    };
    products.into_iter().map(hit).collect()
}
