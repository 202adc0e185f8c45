//! What is done to a number with one button: delete, restore, prefer, take a change back.

use actix_web::web::{Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::super::Answer;
use super::super::company_frame;
use super::super::layout::{self, Shell};
use super::super::session::{Flash, FlashAction, Session};
use super::{CpnPath, address, of_path};
use crate::access::{Change, CompanyAccess};
use crate::domain::cpns;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::id::CompanyId;

/// What the buttons send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ButtonInput {
    /// The version its reader has seen.
    version: Option<i32>,
    /// The list to go back to.
    back: String,
}

/// `POST /companies/{company}/cpns/{cpn}/deletion`
pub async fn delete(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Form<ButtonInput>,
) -> Answer {
    let id = of_path(&path)?;
    let company = access.company().id;
    match cpns::delete(&mut db, &access, id, input.version).await {
        Ok(cpn) => {
            Session::of(&req).flash(&Flash {
                kind: "success".to_owned(),
                text: shell.t.a("cpns-deleted", "cpn", &cpn.number),
                action: Some(FlashAction {
                    label: shell.t.s("cpns-undo"),
                    url: format!("{}/restoration", address(company, id)),
                }),
            })?;
            Ok(layout::see_other(back(company, &input.back)))
        }
        Err(Error::Stale) => warn(&req, &shell, &address(company, id), "cpns-not-deleted"),
        Err(error) => Err(error),
    }
}

/// The list to go back to: one of this company's, or its first page.
pub fn back(company: CompanyId, wanted: &str) -> String {
    let list = company_frame::address(company, "/cpns");
    let within = wanted
        .strip_prefix(list.as_str())
        .is_some_and(|rest| rest.starts_with('?'));
    let sendable = !wanted.chars().any(|c| c.is_control() || !c.is_ascii());
    if within && sendable {
        wanted.to_owned()
    } else {
        list
    }
}

/// Back to a page with a warning.
pub fn warn(req: &HttpRequest, shell: &Shell, url: &str, key: &str) -> Result<HttpResponse> {
    Session::of(req).flash(&Flash {
        kind: "warning".to_owned(),
        text: shell.t.s(key),
        action: None,
    })?;
    Ok(layout::see_other(url))
}

/// `POST /companies/{company}/cpns/{cpn}/restoration`
pub async fn restore(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
) -> Answer {
    let id = of_path(&path)?;
    let url = address(access.company().id, id);
    match cpns::restore(&mut db, &access, id).await {
        Ok(cpn) => done(&req, &shell, &url, "cpns-restored", &cpn.number),
        Err(Error::Invalid(problems)) => problem(&req, &shell, &url, &problems),
        Err(error) => Err(error),
    }
}

/// `POST /companies/{company}/cpns/{cpn}/preference`
pub async fn prefer(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
) -> Answer {
    let id = of_path(&path)?;
    let url = address(access.company().id, id);
    let cpn = cpns::prefer(&mut db, &access, id).await?;
    done(&req, &shell, &url, "cpns-was-preferred", &cpn.number)
}

/// Which change is to be taken back.
#[derive(Debug, Deserialize)]
pub struct ReversalInput {
    /// The version it made; without it, none.
    #[serde(default)]
    version: i32,
}

/// `POST /companies/{company}/cpns/{cpn}/reversal`
pub async fn revert(
    req: HttpRequest,
    access: CompanyAccess<Change>,
    mut db: Db,
    shell: Shell,
    path: CpnPath,
    input: Query<ReversalInput>,
) -> Answer {
    let id = of_path(&path)?;
    let url = address(access.company().id, id);
    match cpns::revert(&mut db, &access, id, input.version).await {
        Ok(cpn) => done(&req, &shell, &url, "cpns-reverted", &cpn.number),
        Err(Error::Stale) => warn(&req, &shell, &url, "cpns-not-reverted"),
        Err(Error::Invalid(problems)) => problem(&req, &shell, &url, &problems),
        Err(error) => Err(error),
    }
}

fn done(
    req: &HttpRequest,
    shell: &Shell,
    url: &str,
    key: &str,
    number: &str,
) -> Result<HttpResponse> {
    Session::of(req).succeed(shell.t.a(key, "cpn", number))?;
    Ok(layout::see_other(url))
}

/// What stands in the way, on the number's own page.
fn problem(
    req: &HttpRequest,
    shell: &Shell,
    url: &str,
    problems: &crate::model::problems::Problems,
) -> Result<HttpResponse> {
    let text: Vec<String> = problems
        .iter()
        .map(|problem| shell.t.problem(problem))
        .collect();
    Session::of(req).flash(&Flash {
        kind: "danger".to_owned(),
        text: text.join(" "),
        action: None,
    })?;
    Ok(layout::see_other(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_lists_of_the_company_alone() {
        let company = CompanyId::new();
        let list = company_frame::address(company, "/cpns");
        let page = format!("{list}?q=a&after=1");
        assert_eq!(back(company, &page), page);
        for foreign in [
            "",
            "https://example.com/",
            "//example.com",
            &format!("{list}/new"),
            &format!("{list}?q=\r\nx"),
        ] {
            assert_eq!(back(company, foreign), list, "{foreign:?}");
        }
    }
}
