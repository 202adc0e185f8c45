//! Companies from a file, by account number: new ones are made, known ones changed where they differ, all in one transaction.

use std::collections::HashMap;
use std::io::Read;

use diesel_async::SimpleAsyncConnection as _;
use serde_json::json;

use crate::access::{self, AdminAccess};
use crate::db::Conn;
use crate::domain::master_data::{BadRow, Cells, Column, ImportError, Reading, Report};
use crate::error::Result;
use crate::model::company::{Company, CompanyDraft};
use crate::model::id::CompanyId;
use crate::model::problems::{Fault, Problem};
use crate::store;
use crate::store::audit::Entry;

/// The columns of a file of companies, English and German.
const COLUMNS: &[Column] = &[
    Column {
        field: "account_number",
        required: true,
        headings: &[
            "ACCOUNTNUMBER",
            "ACCOUNT",
            "ACCOUNTNO",
            "CUSTOMERNUMBER",
            "CUSTOMERNO",
            "DEBTORNUMBER",
            "DEBTOR",
            "KUNDENNUMMER",
            "KUNDENNR",
            "DEBITORENNUMMER",
            "DEBITOR",
        ],
    },
    Column {
        field: "name",
        required: true,
        headings: &[
            "NAME",
            "COMPANY",
            "COMPANYNAME",
            "FIRMA",
            "FIRMENNAME",
            "KUNDE",
        ],
    },
    Column {
        field: "locked",
        required: false,
        headings: &["LOCKED", "ISLOCKED", "GESPERRT"],
    },
    Column {
        field: "id",
        required: false,
        headings: &["ID", "UUID", "COMPANYID", "FIRMENID"],
    },
    Column {
        field: "object_id",
        required: false,
        headings: &["OBJECTID", "OBJEKTID"],
    },
];

/// The reason of a lock that came with a file, which has none.
const REASON: &str = "Locked by an import of companies";

/// A row that passed by itself.
#[derive(Debug)]
struct FileRow {
    line: u32,
    draft: CompanyDraft,
    locked: Option<bool>,
}

/// What became of a row.
enum Done {
    New,
    Changed,
    Unchanged,
}

/// Imports a file.
pub async fn import(
    conn: &mut Conn,
    access: &AdminAccess,
    name: &str,
    content: impl Read + Send + 'static,
) -> Result<Report, ImportError> {
    let mut reading = Reading::begin(content, COLUMNS, parse).await?;
    let mut report = Report::default();
    let mut rows = Vec::new();
    while let Some(batch) = reading.next().await? {
        report.ids_ignored |= batch.ids_ignored;
        report.add_bad(batch.bad);
        rows.extend(batch.good);
    }
    let done = access::administer(conn, async |conn| {
        conn.batch_execute("select pg_advisory_xact_lock(4711003); set local lock_timeout = '9s'")
            .await?;
        let mut known = Known::read(conn, access).await?;
        for row in rows {
            match known.problem(&row) {
                Some(problem) => {
                    let bad = BadRow::of(row.line, row.draft.account_number(), &problem);
                    report.add_bad(vec![bad]);
                }
                None => match write(conn, access, &known, &row).await? {
                    Done::New => report.new += 1,
                    Done::Changed => report.changed += 1,
                    Done::Unchanged => report.unchanged += 1,
                },
            }
            known.note(&row);
        }
        let detail = json!({ "file": name, "report": report });
        let entry = Entry {
            company: None,
            subject: "company-file",
            subject_id: None,
            action: "imported",
            detail: &detail,
        };
        store::audit::record(conn, access.actor(), &entry).await?;
        Ok(report)
    });
    Ok(done.await?)
}

/// The companies there are and the rows of the file so far.
struct Known {
    by_account: HashMap<String, Company>,
    accounts: HashMap<CompanyId, String>,
    object_ids: HashMap<String, String>,
    lines: HashMap<String, u32>,
}

impl Known {
    async fn read(conn: &mut Conn, access: &AdminAccess) -> Result<Self> {
        let companies = store::companies::all(conn, access).await?;
        let account = |company: &Company| crate::model::key::plain(&company.account_number);
        Ok(Self {
            accounts: companies
                .iter()
                .map(|company| (company.id, account(company)))
                .collect(),
            object_ids: companies
                .iter()
                .map(|company| (company.object_id.clone(), account(company)))
                .collect(),
            by_account: companies
                .into_iter()
                .map(|company| (account(&company), company))
                .collect(),
            lines: HashMap::new(),
        })
    }

    /// Why a row cannot be written, given what is stored and the rows before it.
    fn problem(&self, row: &FileRow) -> Option<Problem> {
        let key = row.draft.account_key();
        let of_another = |owner: Option<&String>| owner.filter(|owner| **owner != key).cloned();
        let refuse = |field, fault| Some(Problem { field, fault });
        if self.lines.contains_key(&key) {
            return refuse("account_number", Fault::Refused("repeated"));
        }
        if let Some(id) = row.draft.id {
            if self
                .by_account
                .get(&key)
                .is_some_and(|known| known.id != id)
            {
                return refuse("id", Fault::Refused("id-differs"));
            }
            if let Some(owner) = of_another(self.accounts.get(&id)) {
                return refuse("id", Fault::Taken(owner));
            }
        }
        let object_id = row.draft.object_id.as_ref()?;
        let owner = of_another(self.object_ids.get(object_id.as_str()))?;
        refuse("object_id", Fault::Taken(owner))
    }

    fn note(&mut self, row: &FileRow) {
        let key = row.draft.account_key();
        self.lines.entry(key.clone()).or_insert(row.line);
        if let Some(id) = row.draft.id {
            self.accounts.entry(id).or_insert_with(|| key.clone());
        }
        if let Some(object_id) = &row.draft.object_id {
            self.object_ids
                .entry(object_id.as_str().to_owned())
                .or_insert(key);
        }
    }
}

async fn write(
    conn: &mut Conn,
    access: &AdminAccess,
    known: &Known,
    row: &FileRow,
) -> Result<Done> {
    let Some(company) = known.by_account.get(&row.draft.account_key()) else {
        let id = row.draft.id.unwrap_or_else(CompanyId::new);
        store::companies::insert(conn, access, id, &row.draft).await?;
        if row.locked == Some(true) {
            store::companies::lock(conn, access, id, REASON, None).await?;
        }
        return Ok(Done::New);
    };
    let mut done = Done::Unchanged;
    let draft = row
        .draft
        .clone()
        .with_shared_numbers(company.shared_numbers);
    if company.name != draft.name() || company.account_number != draft.account_number() {
        store::companies::update(conn, access, company.id, &draft).await?;
        done = Done::Changed;
    }
    if let Some(object_id) = &draft.object_id
        && company.object_id != object_id.as_str()
    {
        store::companies::set_object_id(conn, access, company.id, object_id).await?;
        done = Done::Changed;
    }
    match (row.locked, &company.lock) {
        (Some(true), None) => {
            store::companies::lock(conn, access, company.id, REASON, None).await?;
            done = Done::Changed;
        }
        (Some(false), Some(_)) => {
            store::companies::unlock(conn, access, company.id).await?;
            done = Done::Changed;
        }
        _ => {}
    }
    Ok(done)
}

fn parse(cells: &Cells<'_>) -> Result<FileRow, Box<BadRow>> {
    let account_number = cells.text("account_number");
    let bad = |problem: &Problem| {
        let subject = account_number.chars().filter(|c| !c.is_control());
        let subject: String = subject.take(100).collect();
        Box::new(BadRow::of(cells.line(), subject.trim(), problem))
    };
    let draft = CompanyDraft::parse(
        &account_number,
        &cells.text("name"),
        &cells.text("id"),
        &cells.text("object_id"),
    );
    let locked = flag(&cells.text("locked")).map_err(|fault| {
        bad(&Problem {
            field: "locked",
            fault,
        })
    })?;
    let draft = draft.map_err(|problems| {
        let none = Problem {
            field: "account_number",
            fault: Fault::Missing,
        };
        bad(problems.iter().next().unwrap_or(&none))
    })?;
    Ok(FileRow {
        line: cells.line(),
        draft,
        locked,
    })
}

/// Yes or no as programs and people write it; nothing says nothing.
fn flag(text: &str) -> Result<Option<bool>, Fault> {
    match text.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "1" | "t" | "true" | "y" | "yes" | "x" | "j" | "ja" | "wahr" => Ok(Some(true)),
        "0" | "f" | "false" | "n" | "no" | "nein" | "falsch" => Ok(Some(false)),
        _ => Err(Fault::NotAChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_as_people_write_them() {
        assert_eq!(flag(" T "), Ok(Some(true)));
        assert_eq!(flag("nein"), Ok(Some(false)));
        assert_eq!(flag(""), Ok(None));
        assert_eq!(flag("perhaps"), Err(Fault::NotAChoice));
    }

    fn row(line: u32, account: &str, id: &str, object_id: &str) -> FileRow {
        FileRow {
            line,
            draft: CompanyDraft::parse(account, "Name", id, object_id).unwrap(),
            locked: None,
        }
    }

    #[test]
    fn rows_of_a_file_may_not_contradict_each_other() {
        let mut known = Known {
            by_account: HashMap::new(),
            accounts: HashMap::new(),
            object_ids: HashMap::new(),
            lines: HashMap::new(),
        };
        let id = CompanyId::new().to_string();
        let first = row(2, "A 1", &id, "0123456789abcdef01234567");
        assert_eq!(known.problem(&first), None);
        known.note(&first);
        let fault = |known: &Known, row: &FileRow| known.problem(row).unwrap().fault;
        assert_eq!(
            fault(&known, &row(3, " a 1", "", "")),
            Fault::Refused("repeated")
        );
        assert_eq!(
            fault(&known, &row(4, "B", &id, "")),
            Fault::Taken("a 1".to_owned())
        );
        assert_eq!(
            fault(&known, &row(5, "C", "", "0123456789ABCDEF01234567")),
            Fault::Taken("a 1".to_owned())
        );
    }
}
