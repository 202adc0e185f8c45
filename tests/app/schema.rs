//! Rules every table keeps (TRUST.md, S23 and R05), read from the migrated database.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use tokio_postgres::error::SqlState;

use crate::harness::{Database, TestApp};

/// Tables with a `company_id` that the row filter leaves alone, and why.
const UNFILTERED: [(&str, &str); 4] = [
    (
        "memberships",
        "read to find out which companies a person may see",
    ),
    (
        "token_companies",
        "read to find out which companies a token may see",
    ),
    ("jobs", "a worker takes the next one of whatever company"),
    (
        "audit_events",
        "admins read them across companies, and many belong to none",
    ),
];

/// Of these, those whose keys need not start with the company.
const OTHER_KEYS: [&str; 2] = ["jobs", "audit_events"];

const WITH_COMPANY: &str = "select c.table_name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'company_id' and t.table_type = 'BASE TABLE'";

#[actix_web::test]
async fn every_table_of_a_company_has_the_row_filter() {
    let database = Database::migrated().await;

    let tables = database
        .texts(&format!("{WITH_COMPANY} order by 1"), &[])
        .await;
    let filtered = database
        .texts(
            "select tablename from pg_policies p join pg_class c on c.relname = p.tablename
             where c.relrowsecurity and p.cmd = 'ALL' and p.qual like '%cpn_desk.company%' order by 1",
            &[],
        )
        .await;

    let expected: Vec<String> = tables
        .into_iter()
        .filter(|table| !UNFILTERED.iter().any(|(name, _)| name == table))
        .collect();
    assert!(expected.len() >= 7, "{expected:?}");
    assert_eq!(filtered, expected);
}

#[actix_web::test]
async fn keys_of_a_companys_tables_start_with_the_company() {
    let database = Database::migrated().await;
    let unique = format!(
        "select i.indexrelid::regclass || ' on ' || c.relname from pg_index i join pg_class c on c.oid = i.indrelid
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where i.indisunique and a.attname <> 'company_id' and c.relname in ({WITH_COMPANY}) order by 1"
    );
    let foreign = format!(
        "select k.conname || ' on ' || c.relname from pg_constraint k join pg_class c on c.oid = k.conrelid
         join pg_class r on r.oid = k.confrelid join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
         where k.contype = 'f' and a.attname <> 'company_id' and c.relname in ({WITH_COMPANY}) and r.relname in ({WITH_COMPANY})
         order by 1"
    );

    for query in [unique, foreign] {
        let mut wrong = database.texts(&query, &[]).await;
        wrong.retain(|key| {
            !OTHER_KEYS
                .iter()
                .any(|table| key.ends_with(&format!(" on {table}")))
        });
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

/// The program knows constraints by their names, so none may have the one PostgreSQL makes up.
#[actix_web::test]
async fn constraints_have_names_of_their_own() {
    let database = Database::migrated().await;

    let made_up = database
        .texts(
            "select conrelid::regclass || '.' || conname from pg_constraint
             where connamespace = 'public'::regnamespace and contype in ('u', 'f', 'c')
             and conname ~ '(_key|_fkey|_check)[0-9]*$' order by 1",
            &[],
        )
        .await;
    let sequences = database
        .texts(
            "select sequence_name from information_schema.sequences",
            &[],
        )
        .await;

    assert!(made_up.is_empty(), "{made_up:?}");
    assert!(
        sequences.is_empty(),
        "ids are made by the program: {sequences:?}"
    );
}

#[actix_web::test]
async fn the_schema_of_the_program_is_that_of_the_database() {
    let database = Database::migrated().await;
    let mut stored: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let columns = "select c.table_name, c.column_name, c.udt_name, c.is_nullable from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> '__diesel_schema_migrations'
        order by c.table_name, c.ordinal_position";
    for row in database.rows(columns, &[]).await {
        let kind = diesel_type(row.get(2));
        let nullable: &str = row.get(3);
        let kind = if nullable == "YES" {
            format!("Nullable<{kind}>")
        } else {
            kind
        };
        let column = format!("{} -> {kind}", row.get::<_, &str>(1));
        stored.entry(row.get(0)).or_default().push(column);
    }
    let keys = "select c.relname, string_agg(a.attname, ', ' order by k.ord) from pg_index i join pg_class c on c.oid = i.indrelid
        cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, ord)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indisprimary and c.relnamespace = 'public'::regnamespace and c.relname <> '__diesel_schema_migrations' group by 1";
    for row in database.rows(keys, &[]).await {
        let table = stored.get_mut(row.get::<_, &str>(0)).unwrap();
        table.insert(0, format!("({})", row.get::<_, &str>(1)));
    }

    let declared = declared();

    let (stored_names, declared_names): (BTreeSet<_>, BTreeSet<_>) =
        (stored.keys().collect(), declared.keys().collect());
    assert_eq!(declared_names, stored_names);
    for (table, columns) in &stored {
        assert_eq!(&declared[table], columns, "{table}");
    }
}

/// The tables of `src/schema.rs`: the key in parentheses, then the columns.
fn declared() -> BTreeMap<String, Vec<String>> {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema.rs")).unwrap();
    let mut tables = BTreeMap::new();
    for block in text.split("diesel::table! {").skip(1) {
        let block = block.split("\n}").next().unwrap();
        let mut lines = block.lines().map(str::trim).filter(|line| {
            !line.is_empty()
                && !line.starts_with('#')
                && !line.starts_with("use ")
                && !line.starts_with("//")
        });
        let head = lines.next().unwrap();
        let (name, key) = head.trim_end_matches(" {").split_once(' ').unwrap();
        let columns = lines
            .filter(|line| line.contains("->"))
            .map(|line| line.trim_end_matches(',').to_owned());
        tables.insert(
            name.to_owned(),
            std::iter::once(key.to_owned()).chain(columns).collect(),
        );
    }
    tables
}

fn diesel_type(postgres: &str) -> String {
    let known = match postgres {
        "uuid" => "Uuid",
        "text" => "Text",
        "int2" => "Int2",
        "int4" => "Int4",
        "int8" => "Int8",
        "bool" => "Bool",
        "date" => "Date",
        "jsonb" => "Jsonb",
        "bytea" => "Bytea",
        "numeric" => "Numeric",
        "timestamptz" => "Timestamptz",
        array => {
            let element = array
                .strip_prefix('_')
                .unwrap_or_else(|| panic!("unknown type {array}"));
            return format!("Array<Nullable<{}>>", diesel_type(element));
        }
    };
    known.to_owned()
}

/// TRUST.md, S87: what happened stays as it was written down.
#[actix_web::test]
async fn the_program_cannot_rewrite_history() {
    let database = Database::migrated().await;

    let may = database
        .texts(
            "select t || ' ' || p from unnest(array['cpn_history', 'audit_events']) t,
                 unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p
             where has_table_privilege('cpn_desk_app', t, p)
             union all select t || ' ' || a.attname from unnest(array['cpn_history', 'audit_events']) t
             join pg_attribute a on a.attrelid = t::regclass and a.attnum > 0
             where has_column_privilege('cpn_desk_app', t, a.attname, 'UPDATE')",
            &[],
        )
        .await;
    let owned = database
        .texts(
            "select relname from pg_class where pg_get_userbyid(relowner) = 'cpn_desk_app'",
            &[],
        )
        .await;

    assert!(may.is_empty(), "{may:?}");
    assert!(owned.is_empty(), "{owned:?}");
}

#[actix_web::test]
async fn without_a_scope_there_are_no_rows_and_no_foreign_ones_can_be_made() {
    let app = TestApp::spawn().await;
    let ours = app.given().company("Acme").cpn("HW-7", "PUMP-4411").await;
    let theirs = app.given().company("Other").cpn("X-1", "PUMP-4411").await;
    let client = app.database().client();
    client.batch_execute("set role cpn_desk_app").await.unwrap();
    let counts = [
        "cpns",
        "cpn_history",
        "uploads",
        "upload_chunks",
        "upload_rows",
        "upload_outcome_blocks",
        "upload_outcomes",
        "upload_repairs",
        "remembered_mappings",
        "searchable_cpns",
        "searchable_everywhere",
    ];

    for table in counts {
        let seen = app
            .database()
            .count(&format!("select count(*) from {table}"))
            .await;
        assert_eq!(seen, 0, "{table}");
    }
    client
        .batch_execute(&format!(
            "begin; set local cpn_desk.company = '{}'",
            ours.company
        ))
        .await
        .unwrap();
    for table in ["cpns", "cpn_history", "searchable_cpns"] {
        let companies = app
            .database()
            .texts(&format!("select company_id from {table}"), &[])
            .await;
        assert_eq!(companies, [ours.company.as_str()], "{table}");
    }
    let foreign = format!(
        "insert into remembered_mappings (company_id, headings_hash, mapping) values ('{}', '', '{{}}')",
        theirs.company
    );
    let refused = client.batch_execute(&foreign).await.unwrap_err();
    client.batch_execute("rollback").await.unwrap();
    let after = app.database().count("select count(*) from cpns").await;

    assert_eq!(
        refused.code(),
        Some(&SqlState::INSUFFICIENT_PRIVILEGE),
        "{refused:?}"
    );
    assert_eq!(after, 0, "a rolled back transaction leaves no scope");
}

/// Who owns the tables is exempt from the filter, so the program does not start as that role.
#[actix_web::test]
async fn the_owner_of_the_tables_is_refused() {
    let database = Database::migrated().await;
    let mut owner = AsyncPgConnection::establish(&database.url()).await.unwrap();

    let refused = cpn_desk::testing::check_row_filter(&mut owner)
        .await
        .unwrap_err();

    assert!(
        refused.to_string().contains("exempt from the row filter"),
        "{refused}"
    );
    assert!(refused.to_string().contains("cpn_desk_owner"), "{refused}");
}
