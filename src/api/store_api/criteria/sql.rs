//! Statements made of criteria. What they say in SQL are constants of this file and of [`field`](super::field); what the client
//! wrote is bound. The company stands first in every one of them, whatever the client asks for.

use super::field::{Field, Kind};
use super::filter::{Anchor, Comparison, Filter, Operand};
use super::sort::{By, Sort};
use super::{Criteria, Scored, TotalMode};
use crate::model::id::CompanyId;
use crate::model::key;
use crate::store::statement::{Statement, Value};

/// The fewest letters and digits by which the index of trigrams finds anything.
const TRIGRAM: usize = 3;
/// How many pages, and one row, are counted ahead.
const PAGES_AHEAD: i64 = 6;

/// The columns of a listed row.
const COLUMNS: &str = "c.id, c.product_id, c.cpn, c.created_at, case when c.version > 1 then c.updated_at end as updated_at";

/// The statements of one list request.
pub struct Compiler<'c> {
    company: CompanyId,
    criteria: &'c Criteria,
}

impl<'c> Compiler<'c> {
    /// The statements of these criteria for that company.
    pub fn of(company: CompanyId, criteria: &'c Criteria) -> Self {
        Self { company, criteria }
    }

    /// One page of rows.
    pub fn page(&self) -> Statement {
        let page = Statement::of("select ")
            .sql(COLUMNS)
            .sql(", ")
            .then(&score(&self.criteria.scored))
            .sql(" as score")
            .then(&self.listed())
            .then(&self.order());
        match self.criteria.limit {
            Some(limit) => page
                .sql(" limit ")
                .bind(Value::Count(limit))
                .sql(" offset ")
                .bind(Value::Count(self.offset(limit))),
            None => page,
        }
    }

    /// How many rows there are, as far as the mode asks; none where the page itself is the answer.
    pub fn total(&self) -> Option<Statement> {
        let limit = self.criteria.limit?;
        let rows = Statement::of("select count(*) as count from (select c.id").then(&self.listed());
        match self.criteria.total {
            TotalMode::None => None,
            TotalMode::Exact => Some(rows.sql(") as counted")),
            TotalMode::NextPages => Some(
                rows.sql(" limit ")
                    .bind(Value::Count(PAGES_AHEAD * limit + 1))
                    .sql(" offset ")
                    .bind(Value::Count(self.offset(limit)))
                    .sql(") as counted"),
            ),
        }
    }

    fn offset(&self, limit: i64) -> i64 {
        (self.criteria.page - 1).saturating_mul(limit)
    }

    /// The rows aggregations see: `from … where …`, with the row as `c`.
    pub fn seen(&self, more: &[&Filter]) -> Statement {
        let filters = self.criteria.filters.iter();
        self.rows(filters.chain(more.iter().copied()))
    }

    /// The rows that are listed and counted.
    fn listed(&self) -> Statement {
        let filters = self.criteria.filters.iter();
        let rows = self.rows(filters.chain(&self.criteria.post_filters));
        if self.criteria.grouping.is_empty() {
            return rows;
        }
        let fields: Vec<Statement> = self
            .criteria
            .grouping
            .iter()
            .map(|field| Statement::of(field.order()))
            .collect();
        Statement::of(" from (select distinct on (")
            .joined(&fields, ", ")
            .sql(") c.*")
            .then(&rows)
            .sql(" order by ")
            .joined(&fields, ", ")
            .sql(", c.created_at, c.id) as c")
    }

    fn rows<'f>(&self, filters: impl Iterator<Item = &'f Filter>) -> Statement {
        let mut conditions = vec![self.own()];
        if let Some(ids) = &self.criteria.ids {
            let ids = Value::Ids(ids.clone());
            conditions.push(Statement::of("c.id = any(").bind(ids).sql(")"));
        }
        for filter in filters {
            self.add_all(filter, &mut conditions);
        }
        if !self.criteria.scored.is_empty() {
            let any = self
                .criteria
                .scored
                .iter()
                .map(|scored| scored.filter.clone());
            self.add_all(&Filter::Any(any.collect()), &mut conditions);
        }
        Statement::of(" from searchable_cpns c where ").joined(&conditions, " and ")
    }

    /// What makes the rows those of the company.
    fn own(&self) -> Statement {
        Statement::of("c.company_id = ").bind(Value::Id(self.company.uuid()))
    }

    /// Conditions that must all hold, each on its own where the planner can do more with them so.
    fn add_all(&self, filter: &Filter, conditions: &mut Vec<Statement>) {
        match filter {
            Filter::All(filters) => {
                for filter in filters {
                    self.add_all(filter, conditions);
                }
            }
            Filter::Any(filters) if is_of_both(filters) => conditions.extend(self.either(filters)),
            filter => conditions.extend(condition(filter)),
        }
    }

    /// One condition with OR over both tables could use no index at all; a list of rows for each can.
    fn either(&self, filters: &[Filter]) -> Option<Statement> {
        let arms: Vec<Statement> = filters
            .iter()
            .filter_map(condition)
            .map(|arm| {
                Statement::of("select c.id from searchable_cpns c where ")
                    .then(&self.own())
                    .sql(" and ")
                    .then(&arm)
            })
            .collect();
        (!arms.is_empty()).then(|| {
            Statement::of("c.id in (")
                .joined(&arms, " union all ")
                .sql(")")
        })
    }

    fn order(&self) -> Statement {
        let mut keys: Vec<Statement> = self.criteria.sort.iter().flat_map(sort_keys).collect();
        if let (true, Some(ids)) = (keys.is_empty(), &self.criteria.ids) {
            let ids = Value::Ids(ids.clone());
            keys.push(Statement::of("array_position(").bind(ids).sql(", c.id)"));
        }
        keys.push(Statement::of("c.created_at, c.id"));
        Statement::of(" order by ").joined(&keys, ", ")
    }
}

fn is_of_both(filters: &[Filter]) -> bool {
    let of_product = filters
        .iter()
        .filter(|filter| filter.is_of_product())
        .count();
    (1..filters.len()).contains(&of_product)
}

fn sort_keys(sort: &Sort) -> Vec<Statement> {
    let directed = |key: Statement| {
        // As in MySQL, what has no value counts as less than what has one.
        let nullable = sort.by == By::Field(Field::UpdatedAt);
        key.sql(match (sort.descending, nullable) {
            (false, false) => " asc",
            (true, false) => " desc",
            (false, true) => " asc nulls first",
            (true, true) => " desc nulls last",
        })
    };
    match sort.by {
        By::Count => Vec::new(),
        By::Score => vec![directed(Statement::of("score"))],
        By::Field(field) => {
            let key = directed(Statement::of(field.order()));
            if sort.natural {
                let length = Statement::of("length(").sql(field.shown()).sql(")");
                vec![directed(length), key]
            } else {
                vec![key]
            }
        }
    }
}

fn score(scored: &[Scored]) -> Statement {
    let scores: Vec<Statement> = scored
        .iter()
        .map(|scored| {
            let fits = condition(&scored.filter).unwrap_or_else(|| Statement::of("true"));
            Statement::of("case when ")
                .then(&fits)
                .sql(" then ")
                .bind(Value::Number(scored.score))
                .sql(" else 0::float8 end")
        })
        .collect();
    if scores.is_empty() {
        Statement::of("null::float8")
    } else {
        Statement::default().joined(&scores, " + ")
    }
}

/// What a filter asks of the row `c`; nothing where it asks nothing: an empty list of queries fits every row, also within `not`.
pub fn condition(filter: &Filter) -> Option<Statement> {
    match filter {
        Filter::All(filters) => joined(filters, " and "),
        Filter::Any(filters) => joined(filters, " or "),
        Filter::Odd(filters) => odd(filters),
        Filter::Not(filter) => condition(filter).map(|inner| Statement::of("not ").then(&inner)),
        Filter::Equals(field, values) => Some(of_row(*field, &equals(*field, values))),
        Filter::Like(field, anchor, text) => Some(of_row(*field, &like(*field, *anchor, text))),
        Filter::Range(field, bounds) => {
            let bounds: Vec<Statement> = bounds
                .iter()
                .map(|(comparison, operand)| bound(*field, *comparison, operand))
                .collect();
            Some(of_row(
                *field,
                &Statement::default().joined(&bounds, " and "),
            ))
        }
    }
}

fn joined(filters: &[Filter], by: &'static str) -> Option<Statement> {
    let parts: Vec<Statement> = filters.iter().filter_map(condition).collect();
    (!parts.is_empty()).then(|| Statement::of("(").joined(&parts, by).sql(")"))
}

fn odd(filters: &[Filter]) -> Option<Statement> {
    let parts: Vec<Statement> = filters
        .iter()
        .filter_map(condition)
        .map(|part| Statement::of("coalesce(").then(&part).sql(", false)::int"))
        .collect();
    (!parts.is_empty()).then(|| Statement::of("((").joined(&parts, " + ").sql(") % 2 = 1)"))
}

/// A test of the product is one of the rows of such products.
fn of_row(field: Field, test: &Statement) -> Statement {
    let test = Statement::of("(").then(test).sql(")");
    if field.is_of_product() {
        Statement::of("c.product_id in (select p.id from products p where ")
            .then(&test)
            .sql(")")
    } else {
        test
    }
}

/// Never unknown, also where the row has no value, so that "not equal" keeps such rows.
fn equals(field: Field, values: &[Operand]) -> Statement {
    let (mut ids, mut texts, mut tests) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Operand::Null => tests.push(Statement::of(field.key()).sql(" is null")),
            Operand::Id(id) => ids.push(*id),
            Operand::Text(text) => texts.push(folded(field, text)),
            Operand::Time(at) => tests.push(
                Statement::of(field.key())
                    .sql(" is not distinct from ")
                    .bind(Value::Time(*at)),
            ),
        }
    }
    if !ids.is_empty() {
        tests.push(
            Statement::of(field.key())
                .sql(" = any(")
                .bind(Value::Ids(ids))
                .sql(")"),
        );
    }
    if !texts.is_empty() {
        tests.push(
            Statement::of(field.key())
                .sql(" = any(")
                .bind(Value::Texts(texts))
                .sql(")"),
        );
    }
    Statement::default().joined(&tests, " or ")
}

fn bound(field: Field, comparison: Comparison, operand: &Operand) -> Statement {
    let value = match operand {
        Operand::Null => return Statement::of("null::boolean"),
        Operand::Id(id) => Value::Text(id.simple().to_string()),
        Operand::Text(text) => Value::Text(folded(field, text)),
        Operand::Time(at) => Value::Time(*at),
    };
    let key = match field.kind() {
        Kind::Id => Statement::of(field.shown()).sql(" collate \"C\""),
        Kind::Text | Kind::Time => Statement::of(field.key()),
    };
    key.sql(match comparison {
        Comparison::Above => " > ",
        Comparison::From => " >= ",
        Comparison::Below => " < ",
        Comparison::UpTo => " <= ",
    })
    .bind(value)
}

/// The text as the field's [`key`](Field::key) has it.
fn folded(field: Field, text: &str) -> String {
    match field {
        Field::Number | Field::ShopNumber => key::identity(text),
        _ => text.to_lowercase(),
    }
}

/// The text as a part of such a key: a blank at its edge may stand inside of what it is looked for in.
fn folded_part(field: Field, text: &str) -> String {
    let folded = folded(field, text);
    if !matches!(field, Field::Number | Field::ShopNumber) {
        return folded;
    }
    let blank = |edge: bool| if edge { " " } else { "" };
    let before = blank(text.starts_with(char::is_whitespace));
    let behind = blank(text.ends_with(char::is_whitespace) && !folded.is_empty());
    format!("{before}{folded}{behind}")
}

fn like(field: Field, anchor: Anchor, text: &str) -> Statement {
    let pattern = pattern(anchor, &folded_part(field, text));
    let source = match field.kind() {
        Kind::Text => field.key(),
        Kind::Id | Kind::Time => field.shown(),
    };
    let exact = Statement::of(source)
        .sql(" like ")
        .bind(Value::Text(pattern));
    // Every text that fits has the search key of what is looked for in its own; by that an index finds it.
    let search = key::search(text);
    let indexed = match field {
        Field::Number => "c.search_text like ",
        Field::ShopNumber | Field::ShopName => "p.search_text like ",
        _ => return exact,
    };
    if search.chars().count() < TRIGRAM {
        return exact;
    }
    Statement::of(indexed)
        .bind(Value::Text(pattern_within(&search)))
        .sql(" and ")
        .then(&exact)
}

fn pattern_within(text: &str) -> String {
    pattern(Anchor::Within, text)
}

/// The text with the signs of patterns taken literally.
fn pattern(anchor: Anchor, text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    if anchor != Anchor::Start {
        pattern.push('%');
    }
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    if anchor != Anchor::End {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_patterns_stand_for_themselves() {
        assert_eq!(pattern(Anchor::Within, r"5%_\x"), r"%5\%\_\\x%");
        assert_eq!(pattern(Anchor::Start, "a"), "a%");
        assert_eq!(pattern(Anchor::End, "a"), "%a");
    }

    #[test]
    fn blanks_at_the_edge_of_a_part_are_looked_for() {
        assert_eq!(folded_part(Field::Number, " A\u{A0} B "), " a b ");
        assert_eq!(folded_part(Field::Number, "  "), " ");
        assert_eq!(folded_part(Field::Number, "Stra\u{DF}e"), "strasse");
    }

    #[test]
    fn an_empty_group_asks_nothing_wherever_it_stands() {
        let empty = Filter::Not(Box::new(Filter::Any(vec![Filter::All(Vec::new())])));
        assert_eq!(condition(&empty), None);
    }
}
