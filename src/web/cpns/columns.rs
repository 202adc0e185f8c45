//! Which columns of the list one wants to see: kept in the browser, for a screen is what decides it.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::web::Form;
use actix_web::{HttpRequest, HttpResponse};

use super::super::form::Choice;
use super::super::layout::Shell;
use super::changes;
use crate::access::{CompanyAccess, See};
use crate::model::code::codes;

/// The cookie's name.
const COOKIE: &str = "cpn-columns";

codes! {
    /// A column that may be left out.
    ListColumn {
        /// The customer's own wording.
        Description = "description",
        /// What one of it stands for.
        Unit = "unit",
        /// The days on which it holds.
        Validity = "validity",
        /// When it was changed last.
        Changed = "changed",
    }
}

/// The columns shown beside the number and its product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<ListColumn>);

impl Columns {
    /// Those a browser has chosen; all where it has not.
    pub fn of(req: &HttpRequest) -> Self {
        match req.cookie(COOKIE) {
            Some(cookie) => Self::read(cookie.value().split('.')),
            None => Self(ListColumn::ALL.to_vec()),
        }
    }

    fn read<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        Self(words.filter_map(|word| word.parse().ok()).collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether a column is shown.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|column| column.word() == word)
    }

    /// Every column that may be left out, with its name.
    pub fn choices(shell: &Shell) -> Vec<Choice> {
        ListColumn::ALL
            .iter()
            .map(|column| Choice::new(column.word(), shell.t.s(&format!("cpns-{column}"))))
            .collect()
    }
}

/// `POST /companies/{company}/cpns/columns`
pub async fn choose_columns(
    access: CompanyAccess<See>,
    Form(fields): Form<Vec<(String, String)>>,
) -> HttpResponse {
    let mut words = Vec::new();
    let mut back = String::new();
    for (name, value) in fields {
        match name.as_str() {
            "column" => words.push(value),
            "back" => back = value,
            _ => {}
        }
    }
    let columns = Columns::read(words.iter().map(String::as_str));
    let value: Vec<&str> = columns.0.iter().map(|column| column.word()).collect();
    let cookie = Cookie::build(COOKIE, value.join("."))
        .path("/companies")
        .max_age(Duration::days(365))
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    HttpResponse::SeeOther()
        .cookie(cookie)
        .insert_header(("location", changes::back(access.company().id, &back)))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_columns_are_passed_over() {
        let columns = Columns::read("unit.nonsense.changed".split('.'));
        assert!(columns.has("unit") && columns.has("changed"));
        assert!(!columns.has("description") && !columns.has("nonsense"));
    }
}
