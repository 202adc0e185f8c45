//! Statements put together at run time, for lists whose filters and order come from outside.
//!
//! The text of a statement is made of constants of the program alone (`&'static str`), whatever came from outside is a bound
//! value: there is no way to put one into the other.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Double, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use diesel_async::methods::LoadQuery;
use uuid::Uuid;

use crate::db::Conn;

/// A value that came from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text. PostgreSQL takes no NUL; nothing stored holds the noncharacter that stands in for it.
    Text(String),
    /// An id.
    Id(Uuid),
    /// Several ids.
    Ids(Vec<Uuid>),
    /// Several texts.
    Texts(Vec<String>),
    /// A moment.
    Time(DateTime<Utc>),
    /// A count.
    Count(i64),
    /// A number.
    Number(f64),
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Sql(&'static str),
    Value(Value),
}

/// A statement or a part of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement(Vec<Piece>);

impl Statement {
    /// A statement that begins like this.
    pub fn of(sql: &'static str) -> Self {
        Self(vec![Piece::Sql(sql)])
    }

    /// Adds text of the program.
    #[must_use]
    pub fn sql(mut self, sql: &'static str) -> Self {
        self.0.push(Piece::Sql(sql));
        self
    }

    /// Adds a value.
    #[must_use]
    pub fn bind(mut self, value: Value) -> Self {
        let value = match value {
            Value::Text(text) => Value::Text(storable(&text)),
            Value::Texts(texts) => Value::Texts(texts.iter().map(|text| storable(text)).collect()),
            value => value,
        };
        self.0.push(Piece::Value(value));
        self
    }

    /// Adds another part.
    #[must_use]
    pub fn then(mut self, part: &Self) -> Self {
        self.0.extend(part.0.iter().cloned());
        self
    }

    /// Adds parts with a separator between them.
    #[must_use]
    pub fn joined<'p>(
        mut self,
        parts: impl IntoIterator<Item = &'p Self>,
        separator: &'static str,
    ) -> Self {
        for (position, part) in parts.into_iter().enumerate() {
            if position > 0 {
                self = self.sql(separator);
            }
            self = self.then(part);
        }
        self
    }

    /// The text with numbered places for its values.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut place = 0_usize;
        for piece in &self.0 {
            match piece {
                Piece::Sql(sql) => text.push_str(sql),
                Piece::Value(_) => {
                    place += 1;
                    text.push('$');
                    text.push_str(&place.to_string());
                }
            }
        }
        text
    }

    /// Runs it and gives its rows.
    pub async fn load<T>(self, conn: &mut Conn) -> QueryResult<Vec<T>>
    where
        T: QueryableByName<Pg> + Send + 'static,
        for<'q> diesel::query_builder::BoxedSqlQuery<'q, Pg, diesel::query_builder::SqlQuery>:
            LoadQuery<'q, Conn, T>,
    {
        let mut query = diesel::sql_query(self.text()).into_boxed::<Pg>();
        for piece in self.0 {
            let Piece::Value(value) = piece else { continue };
            query = match value {
                Value::Text(text) => query.bind::<Text, _>(text),
                Value::Texts(texts) => query.bind::<Array<Text>, _>(texts),
                Value::Id(id) => query.bind::<SqlUuid, _>(id),
                Value::Ids(ids) => query.bind::<Array<SqlUuid>, _>(ids),
                Value::Time(time) => query.bind::<Timestamptz, _>(time),
                Value::Count(count) => query.bind::<BigInt, _>(count),
                Value::Number(number) => query.bind::<Double, _>(number),
            };
        }
        RunQueryDsl::load(query, conn).await
    }
}

fn storable(text: &str) -> String {
    text.replace('\0', "\u{FFFE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_in_order_whatever_they_hold() {
        let part = Statement::of(" or b = ").bind(Value::Text("'; drop table cpns --".to_owned()));
        let whole = Statement::of("a = ").bind(Value::Count(1)).then(&part);
        assert_eq!(whole.text(), "a = $1 or b = $2");
    }

    #[test]
    fn nul_is_bound_as_a_character_that_is_stored_nowhere() {
        let statement = Statement::default().bind(Value::Text("a\0b".to_owned()));
        let expected = Piece::Value(Value::Text("a\u{FFFE}b".to_owned()));
        assert_eq!(statement.0, [expected]);
    }
}
