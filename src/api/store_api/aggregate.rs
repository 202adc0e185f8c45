//! Carries out aggregations: one statement for each level of buckets, whatever their number.

use std::collections::{BTreeMap, HashMap};

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Double, Nullable, Text};
use serde_json::{Map, Value, json};

use super::criteria::aggregation::{
    Aggregation, Bucketing, Buckets, Figure, Interval, MOST_LEVELS,
};
use super::criteria::field::Field;
use super::criteria::filter::Filter;
use super::criteria::sql::Compiler;
use super::date_format;
use super::entity::{parse_hex, product_json};
use crate::access::{Reads, Scope};
use crate::error::Result;
use crate::model::id::ProductId;
use crate::store;
use crate::store::statement::{Statement, Value as Bound};

/// The most buckets of one level, over all those above it.
const MOST_BUCKETS: i64 = 10_000;

/// What the values of a level and the keys they are grouped by are called, from the outermost level on.
const LEVELS: [(&str, &str); MOST_LEVELS + 1] = [
    ("shown_1", "key_1"),
    ("shown_2", "key_2"),
    ("shown_3", "key_3"),
    ("shown_4", "key_4"),
    ("shown_5", "key_5"),
    ("shown_6", "key_6"),
];

/// A text's number, as MySQL reads one: as far as the text is one.
const NUMBER: &str = " from '^\\s*(-?\\d{1,15}(?:\\.\\d{1,6})?)')::float8, 0)";

/// The values of the buckets a result lies in, from the outermost on.
type Path = Vec<Option<String>>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Array<Nullable<Text>>)]
    path: Path,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Nullable<Text>)]
    least: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    greatest: Option<String>,
    #[diesel(sql_type = Nullable<Double>)]
    mean: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    sum: Option<f64>,
}

/// Where in the nesting a figure is worked out.
#[derive(Clone, Default)]
struct Place<'a> {
    above: Vec<&'a Buckets>,
    filters: Vec<&'a Filter>,
}

/// The results of all aggregations, by name; an empty list where none were asked for, as PHP has it.
pub async fn run(
    scope: &mut Scope<'_, Reads>,
    compiler: &Compiler<'_>,
    asked: &[Aggregation],
) -> Result<Value> {
    let mut results = Map::new();
    for aggregation in asked {
        let mut found = figure(scope, compiler, &Place::default(), aggregation).await?;
        let result = found.remove(&Path::new());
        results.insert(
            result_name(aggregation).to_owned(),
            result.unwrap_or_else(|| nothing(aggregation)),
        );
    }
    Ok(if results.is_empty() {
        json!([])
    } else {
        Value::Object(results)
    })
}

/// A filter gives its result under the inner name.
fn result_name(aggregation: &Aggregation) -> &str {
    match &aggregation.kind {
        Figure::Filtered(_, inner) => result_name(inner),
        _ => &aggregation.name,
    }
}

/// The results of one aggregation by the buckets it lies in.
async fn figure(
    scope: &mut Scope<'_, Reads>,
    compiler: &Compiler<'_>,
    place: &Place<'_>,
    aggregation: &Aggregation,
) -> Result<HashMap<Path, Value>> {
    match &aggregation.kind {
        Figure::Filtered(filters, inner) => {
            let mut place = place.clone();
            place.filters.extend(filters);
            Box::pin(figure(scope, compiler, &place, inner)).await
        }
        Figure::Buckets(buckets) => {
            Box::pin(bucket_results(scope, compiler, place, aggregation, buckets)).await
        }
        Figure::Products => products(scope, compiler, place, aggregation).await,
        kind => {
            let rows = load(scope, compiler, place, columns(kind)).await?;
            Ok(rows
                .into_iter()
                .map(|row| {
                    let result = measured(aggregation, &row);
                    (row.path, result)
                })
                .collect())
        }
    }
}

async fn bucket_results(
    scope: &mut Scope<'_, Reads>,
    compiler: &Compiler<'_>,
    place: &Place<'_>,
    aggregation: &Aggregation,
    buckets: &Buckets,
) -> Result<HashMap<Path, Value>> {
    let mut place = place.clone();
    place.above.push(buckets);
    let rows = load(scope, compiler, &place, columns(&aggregation.kind)).await?;
    let mut inner = match &buckets.inner {
        Some(inner) => figure(scope, compiler, &place, inner).await?,
        None => HashMap::new(),
    };
    let mut lists: HashMap<Path, Vec<Value>> = HashMap::new();
    for mut row in rows {
        let mut bucket = Map::new();
        if let Some(asked) = &buckets.inner {
            let result = inner.remove(&row.path).unwrap_or_else(|| nothing(asked));
            bucket.insert(result_name(asked).to_owned(), result);
        }
        let value = row.path.pop().flatten();
        bucket.insert(
            "key".to_owned(),
            json!(value.map(|value| shown(&buckets.by, value))),
        );
        bucket.insert("count".to_owned(), json!(row.count));
        bucket.insert("apiAlias".to_owned(), json!("aggregation_bucket"));
        let list = lists.entry(row.path).or_default();
        if buckets.limit.is_none_or(|limit| list.len() < limit) {
            list.push(Value::Object(bucket));
        }
    }
    Ok(lists
        .into_iter()
        .map(|(path, list)| (path, result(&aggregation.name, [("buckets", json!(list))])))
        .collect())
}

async fn products(
    scope: &mut Scope<'_, Reads>,
    compiler: &Compiler<'_>,
    place: &Place<'_>,
    aggregation: &Aggregation,
) -> Result<HashMap<Path, Value>> {
    let by_product = Buckets {
        by: Bucketing::Value(Field::Product),
        limit: None,
        order: None,
        inner: None,
    };
    let mut place = place.clone();
    place.above.push(&by_product);
    let rows = load(scope, compiler, &place, columns(&aggregation.kind)).await?;
    let mut lists: BTreeMap<Path, Vec<ProductId>> = BTreeMap::new();
    for mut row in rows {
        let id = row.path.pop().flatten().and_then(|id| parse_hex(&id));
        lists
            .entry(row.path)
            .or_default()
            .extend(id.map(ProductId::from));
    }
    let mut ids: Vec<ProductId> = lists.values().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let known = store::store_api::products_by_id(scope.conn(), &ids).await?;
    let entity = |id: &ProductId| {
        let (number, name) = known.get(id)?;
        Some(product_json(id.uuid(), number, name))
    };
    Ok(lists
        .into_iter()
        .map(|(path, ids)| {
            let entities: Vec<Value> = ids.iter().filter_map(entity).collect();
            (
                path,
                result(&aggregation.name, [("entities", json!(entities))]),
            )
        })
        .collect())
}

async fn load(
    scope: &mut Scope<'_, Reads>,
    compiler: &Compiler<'_>,
    place: &Place<'_>,
    columns: Statement,
) -> Result<Vec<Row>> {
    let statement = statement(compiler, place, &columns);
    Ok(statement.load(scope.conn()).await?)
}

/// The rows with the values of every level, grouped by their keys.
fn statement(compiler: &Compiler<'_>, place: &Place<'_>, columns: &Statement) -> Statement {
    let levels = || place.above.iter().zip(LEVELS);
    let mut rows = Statement::of("select c.*");
    for (buckets, (shown, key)) in levels() {
        let (value, by) = level(&buckets.by);
        rows = rows.sql(", ").then(&value).sql(" as ").sql(shown);
        rows = rows.sql(", ").then(&by).sql(" as ").sql(key);
    }
    let rows = rows.then(&compiler.seen(&place.filters));
    let shown: Vec<Statement> = levels()
        .map(|(_, (shown, _))| Statement::of("min(").sql(shown).sql(")"))
        .collect();
    let keys: Vec<Statement> = levels().map(|(_, (_, key))| Statement::of(key)).collect();
    let grouped = Statement::of("select array[")
        .joined(&shown, ", ")
        .sql("]::text[] as path, ")
        .then(columns)
        .sql(" from (")
        .then(&rows)
        .sql(") as c");
    if keys.is_empty() {
        return grouped;
    }
    grouped
        .sql(" group by ")
        .joined(&keys, ", ")
        .sql(" order by ")
        .sql(order(place))
        .joined(&keys, ", ")
        .sql(" limit ")
        .bind(Bound::Count(MOST_BUCKETS))
}

fn order(place: &Place<'_>) -> &'static str {
    let [.., innermost] = place.above.as_slice() else {
        return "";
    };
    match (innermost.order, place.above.len()) {
        (Some(order), _) if order.by_count && order.descending => "count(*) desc, ",
        (Some(order), _) if order.by_count => "count(*), ",
        (Some(order), 1) if order.descending => "key_1 desc, ",
        (Some(order), 2) if order.descending => "key_2 desc, ",
        (Some(order), 3) if order.descending => "key_3 desc, ",
        (Some(order), 4) if order.descending => "key_4 desc, ",
        (Some(order), 5) if order.descending => "key_5 desc, ",
        _ => "",
    }
}

/// What the value of a level is shown as, and what it is grouped by.
fn level(by: &Bucketing) -> (Statement, Statement) {
    match by {
        Bucketing::Value(field) => (Statement::of(field.shown()), Statement::of(field.order())),
        Bucketing::Span {
            field,
            interval,
            zone,
            ..
        } => {
            let start = Statement::of("date_trunc(")
                .sql(unit(*interval))
                .sql(", ")
                .sql(field.key())
                .sql(" at time zone ")
                .bind(Bound::Text(zone.name().to_owned()))
                .sql(")");
            let shown = Statement::of("to_char(")
                .then(&start)
                .sql(", 'YYYY-MM-DD HH24:MI:SS')");
            (shown, start)
        }
    }
}

fn unit(interval: Interval) -> &'static str {
    match interval {
        Interval::Minute => "'minute'",
        Interval::Hour => "'hour'",
        Interval::Day => "'day'",
        Interval::Week => "'week'",
        Interval::Month => "'month'",
        Interval::Quarter => "'quarter'",
        Interval::Year => "'year'",
    }
}

fn shown(by: &Bucketing, value: String) -> String {
    match by {
        Bucketing::Span {
            format: Some(format),
            ..
        } => date_format::write(&value, format).unwrap_or(value),
        _ => value,
    }
}

/// What is worked out of each group; what was not asked for stays empty.
fn columns(kind: &Figure) -> Statement {
    let none = || Statement::of("null");
    let extreme = |field: Field, direction: &'static str| {
        Statement::of("(array_agg(")
            .sql(field.shown())
            .sql(" order by ")
            .sql(field.order())
            .sql(direction)
            .sql(") filter (where ")
            .sql(field.order())
            .sql(" is not null))[1]")
    };
    let numbers = |function: &'static str, field: Field| {
        Statement::of(function)
            .sql("(coalesce(substring(")
            .sql(field.shown())
            .sql(NUMBER)
            .sql(")")
    };
    let least = |field| extreme(field, " asc");
    let greatest = |field| extreme(field, " desc");
    let count = match kind {
        Figure::Count(field) => Statement::of("count(distinct ").sql(field.order()).sql(")"),
        _ => Statement::of("count(*)"),
    };
    let [least, greatest, mean, sum] = match kind {
        Figure::Least(field) => [least(*field), none(), none(), none()],
        Figure::Greatest(field) => [none(), greatest(*field), none(), none()],
        Figure::Average(field) => [none(), none(), numbers("avg", *field), none()],
        Figure::Sum(field) => [none(), none(), none(), numbers("sum", *field)],
        Figure::Stats(field) => [
            least(*field),
            greatest(*field),
            numbers("avg", *field),
            numbers("sum", *field),
        ],
        _ => [none(), none(), none(), none()],
    };
    count
        .sql(" as count, ")
        .then(&least)
        .sql("::text as least, ")
        .then(&greatest)
        .sql("::text as greatest, ")
        .then(&mean)
        .sql("::float8 as mean, ")
        .then(&sum)
        .sql("::float8 as sum")
}

fn measured(aggregation: &Aggregation, row: &Row) -> Value {
    let name = &aggregation.name;
    match aggregation.kind {
        Figure::Count(_) => result(name, [("count", json!(row.count))]),
        Figure::Average(_) => result(name, [("avg", json!(row.mean.unwrap_or(0.0)))]),
        Figure::Sum(_) => result(name, [("sum", json!(row.sum.unwrap_or(0.0)))]),
        Figure::Least(_) => result(name, [("min", json!(row.least))]),
        Figure::Greatest(_) => result(name, [("max", json!(row.greatest))]),
        _ => result(
            name,
            [
                ("min", json!(row.least)),
                ("max", json!(row.greatest)),
                ("avg", json!(row.mean)),
                ("sum", json!(row.sum)),
            ],
        ),
    }
}

/// The result of an aggregation that met no row.
fn nothing(aggregation: &Aggregation) -> Value {
    match &aggregation.kind {
        Figure::Filtered(_, inner) => nothing(inner),
        Figure::Buckets(_) => result(&aggregation.name, [("buckets", json!([]))]),
        Figure::Products => result(&aggregation.name, [("entities", json!([]))]),
        _ => measured(
            aggregation,
            &Row {
                path: Path::new(),
                count: 0,
                least: None,
                greatest: None,
                mean: None,
                sum: None,
            },
        ),
    }
}

fn result<const N: usize>(name: &str, values: [(&str, Value); N]) -> Value {
    let mut result: Map<String, Value> = values
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    result.insert("name".to_owned(), json!(name));
    result.insert("apiAlias".to_owned(), json!(format!("{name}_aggregation")));
    Value::Object(result)
}
