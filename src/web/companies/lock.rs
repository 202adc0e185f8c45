//! Locking and unlocking a company, archiving it and taking it back.

use actix_web::web::Form;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::super::Answer;
use super::super::company_frame::address;
use super::super::layout::{self, Shell};
use super::super::session::Session;
use super::settings::{LockInput, SettingsPage};
use crate::access::{AdminAccess, CompanyAccess, Identity, See};
use crate::domain::companies;
use crate::error::{Error, Result};
use crate::gate::Db;
use crate::model::company::LockDraft;
use crate::model::problems::{Fault, Problems};

/// `POST /companies/{company}/lock`
pub async fn lock(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
    input: Form<LockInput>,
) -> Answer {
    let admin = AdminAccess::of(&identity)?;
    let done = match draft(&input, shell.zone()) {
        Ok(draft) => companies::lock(&mut db, &admin, access.company().id, &draft).await,
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => back(&req, &shell, &access, "companies-locked"),
        Err(Error::Invalid(problems)) => {
            let page = SettingsPage::with_lock(shell, &access, &input, &problems);
            layout::again(&page)
        }
        Err(error) => Err(error),
    }
}

/// `POST /companies/{company}/unlock`
pub async fn unlock(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
) -> Answer {
    let admin = AdminAccess::of(&identity)?;
    companies::unlock(&mut db, &admin, access.company().id).await?;
    back(&req, &shell, &access, "companies-unlocked")
}

/// `POST /companies/{company}/archive`
pub async fn archive(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
) -> Answer {
    let admin = AdminAccess::of(&identity)?;
    companies::archive(&mut db, &admin, access.company().id, true).await?;
    back(&req, &shell, &access, "companies-archived")
}

/// `POST /companies/{company}/unarchive`
pub async fn unarchive(
    req: HttpRequest,
    identity: Identity,
    access: CompanyAccess<See>,
    mut db: Db,
    shell: Shell,
) -> Answer {
    let admin = AdminAccess::of(&identity)?;
    companies::archive(&mut db, &admin, access.company().id, false).await?;
    back(&req, &shell, &access, "companies-unarchived")
}

fn back(
    req: &HttpRequest,
    shell: &Shell,
    access: &CompanyAccess<See>,
    key: &str,
) -> Result<HttpResponse> {
    let company = access.company();
    Session::of(req).succeed(shell.t.a(key, "name", &company.name))?;
    Ok(layout::see_other(address(company.id, "/settings")))
}

fn draft(input: &LockInput, zone: Tz) -> Result<LockDraft, Problems> {
    let mut problems = Problems::none();
    let until = problems.take("until", until(&input.until, zone)).flatten();
    match companies::lock_draft(&input.reason, until) {
        Ok(draft) if problems.is_empty() => Ok(draft),
        Ok(_) => Err(problems),
        Err(found) => {
            for problem in found.iter() {
                problems.add(problem.field, problem.fault.clone());
            }
            Err(problems)
        }
    }
}

/// The end of a lock as a browser sends it, in the admin's time zone; empty for none. Of a time that the clocks show twice the
/// later one counts; one they leap over is refused.
fn until(text: &str, zone: Tz) -> Result<Option<DateTime<Utc>>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or(Fault::Malformed("no-time"))?;
    zone.from_local_datetime(&local)
        .latest()
        .map(|at| Some(at.to_utc()))
        .ok_or(Fault::Malformed("no-time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_read_in_the_admins_time_zone() {
        let berlin = chrono_tz::Europe::Berlin;
        let at = |text| until(text, berlin).map(|at| at.map(|at| at.to_rfc3339()));
        assert_eq!(
            at("2026-07-01T18:00"),
            Ok(Some("2026-07-01T16:00:00+00:00".to_owned()))
        );
        assert_eq!(
            at("2026-10-25T02:30"),
            Ok(Some("2026-10-25T01:30:00+00:00".to_owned()))
        );
        assert_eq!(at("2026-03-29T02:30"), Err(Fault::Malformed("no-time")));
        assert_eq!(at("tomorrow"), Err(Fault::Malformed("no-time")));
        assert_eq!(at(" "), Ok(None));
    }

    #[test]
    fn both_problems_of_a_lock_come_at_once() {
        let input = LockInput {
            reason: String::new(),
            until: "x".to_owned(),
        };
        let problems = draft(&input, chrono_tz::UTC).unwrap_err();
        assert!(problems.of("reason").is_some() && problems.of("until").is_some());
    }
}
