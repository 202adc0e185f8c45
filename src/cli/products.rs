//! `cpn-desk product …`: products from the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Installation, operator, output};
use crate::access::AdminAccess;
use crate::config::Config;
use crate::db::Conn;
use crate::domain::master_data::Report;
use crate::domain::products::import::{self, ProductFile};
use crate::model::id::ProductId;
use crate::model::page::{Cursor, Direction, Position};
use crate::model::product::Product;
use crate::store::product_list::{self, ProductKind, ProductQuery, ProductSort, ProductState};

/// The bad rows that are told one by one on standard error.
const TOLD: usize = 20;

/// Products: import, list.
#[derive(Args)]
pub struct ProductCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Add and change products from a CSV file with the headings number and name, optionally parent number, GTIN, id, object id
    Import {
        /// The file
        file: PathBuf,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
        /// Print the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// List all products
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
}

impl ProductCommand {
    /// Does what was asked for.
    pub async fn run(self, config: &Config) -> anyhow::Result<()> {
        let installation = Installation::open(config).await?;
        let done = self.verb.run(&mut installation.connect().await?).await;
        installation.close().await?;
        done
    }
}

impl Verb {
    async fn run(self, conn: &mut Conn) -> anyhow::Result<()> {
        match self {
            Self::Import {
                file,
                dry_run,
                json,
            } => import(conn, &file, dry_run, json).await,
            Self::List { json } => list(conn, json).await,
        }
    }
}

async fn import(conn: &mut Conn, file: &Path, dry_run: bool, json: bool) -> anyhow::Result<()> {
    let access = AdminAccess::of(&operator())?;
    let content =
        std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.display().to_string();
    let product_file = ProductFile {
        name: name.clone(),
        content,
        dry_run,
    };
    let (_, report) = import::import(conn, &access, product_file)
        .await
        .with_context(|| format!("nothing was imported from {name}"))?;
    tell(&report, "products", json)
}

/// Prints what an import did; rows that were left out make the command fail.
pub fn tell(report: &Report, what: &str, json: bool) -> anyhow::Result<()> {
    if report.ids_ignored {
        output::warn("the column of ids holds no UUIDs and was passed over");
    }
    if json {
        output::say(serde_json::to_value(report)?);
    } else {
        let Report {
            new,
            changed,
            unchanged,
            problems,
            ..
        } = report;
        output::say(format_args!(
            "{what}: {new} new, {changed} changed, {unchanged} unchanged, {problems} with problems"
        ));
    }
    if report.problems == 0 {
        return Ok(());
    }
    for row in report.bad_rows.iter().take(TOLD) {
        output::warn(format_args!(
            "line {}: {}: {}",
            row.line, row.subject, row.text
        ));
    }
    bail!(
        "{} rows have problems and were left out; everything else was done",
        report.problems
    )
}

/// Page by page, so that a hundred thousand take no more memory than fifty.
async fn list(conn: &mut Conn, json: bool) -> anyhow::Result<()> {
    let mut query = ProductQuery {
        term: None,
        state: ProductState::All,
        kind: ProductKind::All,
        sort: ProductSort::Number,
        direction: Direction::Ascending,
        position: Position::Start,
    };
    let mut separator = "[";
    loop {
        let page = product_list::page(conn, &query).await?;
        for row in &page.rows {
            if json {
                output::say(format_args!("{separator}{}", as_json(&row.product)));
                separator = ",";
            } else {
                let gtin = row.product.gtin.as_deref().unwrap_or_default();
                output::say(format_args!(
                    "{}\t{}\t{gtin}",
                    row.product.number, row.product.name
                ));
            }
        }
        let Some(last) = page.rows.last().filter(|_| page.has_next) else {
            break;
        };
        query.position = Position::After(Cursor {
            key: last.key.clone(),
            id: last.product.id.uuid(),
        });
    }
    if json {
        output::say(if separator == "[" { "[]" } else { "]" });
    }
    Ok(())
}

fn as_json(product: &Product) -> serde_json::Value {
    json!({
        "id": product.id,
        "object_id": product.object_id,
        "number": product.number,
        "name": product.name,
        "gtin": product.gtin,
        "parent_id": product.parent.map(ProductId::uuid),
        "successor_id": product.successor.map(ProductId::uuid),
        "discontinued_at": product.discontinued_at,
    })
}
