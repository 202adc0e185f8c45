//! What the disk is used for, for admins.

use askama::Template;

use super::Answer;
use super::layout::{self, Shell};
use super::parts::Link;
use super::uploads::size;
use crate::access::AdminAccess;
use crate::gate::Db;
use crate::store::operation;

/// What tables hold, by the word of its text; a table that is not named holds something else.
const HOLDINGS: [(&str, &[&str]); 5] = [
    ("numbers", &["cpns"]),
    ("history", &["cpn_history", "audit_events"]),
    ("files", &["upload_chunks"]),
    (
        "rows",
        &["upload_rows", "upload_outcome_blocks", "upload_repairs"],
    ),
    ("products", &["products", "companies"]),
];

#[derive(Template)]
#[template(path = "storage.html")]
struct StoragePage {
    shell: Shell,
    crumbs: Vec<Link>,
    total: String,
    /// What is held, what that means, and how much of the disk it takes.
    holdings: Vec<(String, String, String)>,
}

/// `GET /storage`
pub async fn show(access: AdminAccess, mut db: Db, shell: Shell) -> Answer {
    let total = operation::read(&mut db, &access).await?.database_bytes;
    let tables = operation::table_sizes(&mut db, &access).await?;
    drop(db);
    let mut rest = total;
    let mut holdings: Vec<(&str, i64)> = Vec::new();
    for (word, names) in HOLDINGS {
        let held = tables
            .iter()
            .filter(|table| names.contains(&table.name.as_str()));
        let bytes = held.map(|table| table.bytes).sum();
        rest = rest.saturating_sub(bytes);
        holdings.push((word, bytes));
    }
    holdings.push(("rest", rest));
    let row = |(word, bytes): (&str, i64)| {
        (
            shell.t.s(&format!("storage-{word}")),
            shell.t.s(&format!("storage-{word}-text")),
            size(&shell, bytes),
        )
    };
    layout::ok(&StoragePage {
        crumbs: vec![Link::new(shell.t.s("dashboard-title"), "/")],
        total: size(&shell, total),
        holdings: holdings.into_iter().map(row).collect(),
        shell,
    })
}
