//! SQL of the calibration set and of what judges gave in it.

use crate::{
    fault::Fault,
    judging::rules::{Marks, benchmark::Benchmark},
};
use sqlx::{AnyConnection, Row, any::AnyRow};

fn stored<T: serde::de::DeserializeOwned>(document: &str) -> Result<T, Fault> {
    serde_json::from_str(document).map_err(|error| {
        tracing::error!(%error, "a stored benchmark cannot be read");
        Fault::Ours
    })
}

pub async fn put(
    conn: &mut AnyConnection,
    edition: &str,
    position: i64,
    benchmark: &Benchmark,
) -> Result<(), Fault> {
    let document = serde_json::to_string(benchmark).map_err(|_| Fault::Ours)?;
    sqlx::query(
        "INSERT INTO benchmark (edition, key, position, document) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (edition, key) DO UPDATE SET position = $3, document = $4",
    )
    .bind(edition)
    .bind(&benchmark.key)
    .bind(position)
    .bind(document)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

pub async fn all(conn: &mut AnyConnection, edition: &str) -> Result<Vec<Benchmark>, Fault> {
    let rows =
        sqlx::query("SELECT document FROM benchmark WHERE edition = $1 ORDER BY position, key")
            .bind(edition)
            .fetch_all(&mut *conn)
            .await?;
    rows.iter().map(|row| stored(&row.try_get::<String, _>(0)?)).collect()
}

/// How many benchmarks of an edition a judge has not sent.
pub async fn left(conn: &mut AnyConnection, edition: &str, judge: &str) -> Result<i64, Fault> {
    let row = sqlx::query(
        "SELECT COUNT(*) FROM benchmark b LEFT JOIN benchmark_sheet s \
         ON s.edition = b.edition AND s.benchmark = b.key AND s.judge = $2 \
         WHERE b.edition = $1 AND s.sent_at IS NULL",
    )
    .bind(edition)
    .bind(judge)
    .fetch_one(&mut *conn)
    .await?;
    Ok(row.try_get(0)?)
}

/// What a judge gave in one benchmark.
pub struct Given {
    pub benchmark: String,
    pub judge: String,
    pub marks: Marks,
    pub sent_at: Option<i64>,
}

fn given(row: &AnyRow) -> Result<Given, Fault> {
    Ok(Given {
        benchmark: row.try_get(0)?,
        judge: row.try_get(1)?,
        marks: stored(&row.try_get::<String, _>(2)?)?,
        sent_at: row.try_get(3)?,
    })
}

/// What every judge gave, or one of them.
pub async fn sheets(
    conn: &mut AnyConnection,
    edition: &str,
    judge: Option<&str>,
) -> Result<Vec<Given>, Fault> {
    let rows = sqlx::query(
        "SELECT benchmark, judge, marks, sent_at FROM benchmark_sheet \
         WHERE edition = $1 AND judge = COALESCE($2, judge)",
    )
    .bind(edition)
    .bind(judge)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter().map(given).collect()
}

/// Saves what a judge gave; false once it was sent.
pub async fn save(
    conn: &mut AnyConnection,
    (edition, benchmark, judge): (&str, &str, &str),
    marks: &Marks,
    sent_at: Option<i64>,
    now: i64,
) -> Result<bool, Fault> {
    let marks = serde_json::to_string(marks).map_err(|_| Fault::Ours)?;
    let done = sqlx::query(
        "INSERT INTO benchmark_sheet (edition, benchmark, judge, marks, saved_at, sent_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (edition, benchmark, judge) DO UPDATE \
         SET marks = $4, saved_at = $5, sent_at = $6 WHERE benchmark_sheet.sent_at IS NULL",
    )
    .bind(edition)
    .bind(benchmark)
    .bind(judge)
    .bind(marks)
    .bind(now)
    .bind(sent_at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
