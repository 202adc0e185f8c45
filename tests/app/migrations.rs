//! The way to today's schema, and back.

use std::fs;
use std::path::Path;

use crate::harness::Database;

/// Everything the schema consists of, line by line.
const CATALOGUE: &str = "
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
        || ' ' || coalesce(collation_name, '') from information_schema.columns where table_schema = 'public'
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies
    union all select 'grant ' || table_name || ' ' || privilege_type from information_schema.role_table_grants
        where grantee = 'cpn_desk_app' and table_schema = 'public'
    union all select 'view ' || viewname || ' ' || definition from pg_views where schemaname = 'public'
    order by 1";

#[actix_web::test]
async fn migrations_go_up_and_down_and_up_again() {
    let database = Database::empty().await;
    cpn_desk::migrate(&database.url()).await.unwrap();
    let first = database.texts(CATALOGUE, &[]).await;

    let mut folders: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
    folders.sort();
    for folder in folders.iter().rev() {
        let down = fs::read_to_string(folder.join("down.sql")).unwrap();
        database.client().batch_execute(&down).await.unwrap();
    }
    database
        .execute("delete from __diesel_schema_migrations", &[])
        .await;
    let left = database.texts(CATALOGUE, &[]).await;
    let again = cpn_desk::migrate(&database.url()).await.unwrap();

    assert!(first.len() > 300, "{}", first.len());
    let strangers: Vec<_> = left
        .iter()
        .filter(|line| !line.contains("__diesel_schema_migrations"))
        .collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
    assert_eq!(again.len(), folders.len());
    assert_eq!(database.texts(CATALOGUE, &[]).await, first);
}

#[actix_web::test]
async fn processes_that_start_together_migrate_once() {
    let database = Database::empty().await;
    let url = database.url();

    let (one, other, third) = futures_util::join!(
        cpn_desk::migrate(&url),
        cpn_desk::migrate(&url),
        cpn_desk::migrate(&url)
    );

    let done = [one, other, third].map(|done| done.unwrap().len());
    assert_eq!(
        done.iter().filter(|count| **count > 0).count(),
        1,
        "{done:?}"
    );
}
