//! What a form says while one types: what a number will match and what it is like.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::super::Answer;
use super::super::layout::{self, Shell};
use super::form;
use super::likeness::Warnings;
use crate::access::{CompanyAccess, See};
use crate::domain::likeness;
use crate::gate::Db;
use crate::model::id::CpnId;
use crate::model::key;

/// What is typed so far.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LikenessInput {
    cpn: String,
    product: String,
    /// The CPN that is being changed.
    except: String,
}

#[derive(Template)]
#[template(path = "cpns/likeness.html")]
struct LikenessPart {
    shell: Shell,
    /// What every spelling of the number comes to.
    identity: String,
    /// Signs that one does not see, or takes for others.
    hidden: String,
    warnings: Warnings,
}

/// `GET /companies/{company}/cpns/likeness`: a part of the form.
pub async fn likeness(
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    input: Query<LikenessInput>,
) -> Answer {
    let number = super::words::word(&input.cpn).unwrap_or_default();
    let identity = key::identity(&number);
    let product = form::find_product(&mut db, &input.product).await?.ok();
    let except: Option<CpnId> = input.except.parse().ok();
    let found = if identity.is_empty() {
        likeness::Likeness::default()
    } else {
        let product = product.map(|product| product.id);
        access
            .read(&mut db, async |scope| {
                likeness::of(scope, &number, product, except).await
            })
            .await?
    };
    layout::ok(&LikenessPart {
        hidden: hidden(&number),
        warnings: Warnings::of(access.company().id, &found),
        identity,
        shell,
    })
}

/// The code points of signs that one does not see, or takes for others: blanks and dashes beyond those of the keyboard.
fn hidden(number: &str) -> String {
    let odd = |c: &char| {
        key::is_invisible(*c)
            || (!c.is_ascii() && (c.is_whitespace() || key::identity(&c.to_string()) == "-"))
    };
    let mut found: Vec<String> = number
        .chars()
        .filter(odd)
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect();
    found.sort();
    found.dedup();
    found.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_deceive_the_eye_are_named() {
        assert_eq!(
            hidden("A\u{A0}1\u{2011}\u{200B}\u{A0}"),
            "U+00A0, U+200B, U+2011"
        );
        assert_eq!(hidden("A 1-\u{E4}"), "");
    }
}
