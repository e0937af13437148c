//! SQL of a packed show: whole rows out of one database and into another, empty one, of either kind.

use crate::{ceremony::rules::Figures, fault::Fault};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Row as _, ValueRef as _};

/// What goes along, in the order in which it is unpacked: the show, those who run it and what binds the
/// result. No proposal, no score sheet, no innovator.
const TABLES: [(&str, &str); 9] = [
    ("edition", "SELECT * FROM edition"),
    (
        "account",
        "SELECT id, username, name, password, created_at, disabled_at FROM account WHERE id IN \
         (SELECT account FROM account_role WHERE role IN \
         ('operator', 'mc', 'committee', 'chair', 'secretary'))",
    ),
    (
        "account_role",
        "SELECT account, role FROM account_role WHERE role IN \
         ('operator', 'mc', 'committee', 'chair', 'secretary')",
    ),
    ("seal", "SELECT * FROM seal"),
    ("seal_key", "SELECT * FROM seal_key"),
    ("rundown", "SELECT * FROM rundown"),
    ("rundown_history", "SELECT * FROM rundown_history"),
    ("show", "SELECT * FROM show"),
    ("show_op", "SELECT * FROM show_op"),
];

/// A value of one of the two kinds that go along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// Rows of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

fn value(row: &sqlx::any::AnyRow, at: usize) -> Result<Value, sqlx::Error> {
    if row.try_get_raw(at)?.is_null() {
        return Ok(Value::Null);
    }
    match row.try_get::<i64, _>(at) {
        Ok(number) => Ok(Value::Number(number)),
        Err(_) => row.try_get(at).map(Value::Text),
    }
}

/// Every table of a show.
pub async fn packed(conn: &mut AnyConnection) -> Result<Vec<Table>, Fault> {
    let mut tables = Vec::new();
    for (name, sql) in TABLES {
        let rows = sqlx::query(sql).fetch_all(&mut *conn).await?;
        let columns: Vec<String> = match rows.first() {
            Some(row) => row.columns().iter().map(|column| column.name().to_owned()).collect(),
            None => continue,
        };
        let mut values = Vec::with_capacity(rows.len());
        for row in &rows {
            let row: Result<Vec<Value>, sqlx::Error> =
                (0..columns.len()).map(|at| value(row, at)).collect();
            values.push(row?);
        }
        tables.push(Table { name: name.to_owned(), columns, rows: values });
    }
    Ok(tables)
}

/// Puts tables into an empty database; a table or column that no show has is refused.
pub async fn unpack(conn: &mut AnyConnection, tables: &[Table]) -> Result<(), Fault> {
    let is_name = |name: &String| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
    };
    for (name, _) in TABLES {
        let Some(table) = tables.iter().find(|table| table.name == name) else { continue };
        if !table.columns.iter().all(is_name) {
            return Err(Fault::Unreadable);
        }
        let marks: Vec<String> = (1..=table.columns.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "INSERT INTO {name} ({}) VALUES ({})",
            table.columns.join(", "),
            marks.join(", ")
        );
        for row in &table.rows {
            if row.len() != table.columns.len() {
                return Err(Fault::Unreadable);
            }
            let query =
                row.iter().fold(
                    sqlx::query(AssertSqlSafe(sql.clone())),
                    |query, value| match value {
                        Value::Null => query.bind(None::<String>),
                        Value::Number(number) => query.bind(*number),
                        Value::Text(text) => query.bind(text.clone()),
                    },
                );
            query.execute(&mut *conn).await?;
        }
    }
    Ok(())
}

/// Writes the figures that can no longer be counted.
pub async fn put_figures(
    conn: &mut AnyConnection,
    edition: &str,
    document: &str,
) -> Result<(), Fault> {
    sqlx::query("INSERT INTO show_figures (edition, document) VALUES ($1, $2)")
        .bind(edition)
        .bind(document)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// The figures that came with a packed show, and proposals by category key.
pub async fn figures(
    conn: &mut AnyConnection,
    edition: &str,
) -> Result<Option<(Figures, Vec<(String, u32)>)>, Fault> {
    let row = sqlx::query("SELECT document FROM show_figures WHERE edition = $1")
        .bind(edition)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let document: String = row.try_get(0)?;
    serde_json::from_str(&document).map(Some).map_err(|error| {
        tracing::error!(%error, "the packed figures cannot be read");
        Fault::Ours
    })
}
