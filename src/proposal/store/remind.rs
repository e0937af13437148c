//! SQL of reminders: what each person got for a proposal and a closing.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// The reminders that somebody got, in days before the closing.
pub async fn had(
    conn: &mut AnyConnection,
    account: &str,
    id: &str,
    closes: i64,
) -> Result<Vec<i64>, Fault> {
    let rows = sqlx::query(
        "SELECT days FROM reminder WHERE account = $1 AND proposal = $2 AND closes = $3",
    )
    .bind(account)
    .bind(id)
    .bind(closes)
    .fetch_all(&mut *conn)
    .await?;
    let mut days = Vec::with_capacity(rows.len());
    for row in rows {
        days.push(row.try_get(0)?);
    }
    Ok(days)
}

/// Writes a reminder down; tells whether nobody had.
pub async fn note(
    conn: &mut AnyConnection,
    account: &str,
    id: &str,
    (closes, days): (i64, i64),
    now: i64,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO reminder (account, proposal, closes, days, at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (account, proposal, closes, days) DO NOTHING",
    )
    .bind(account)
    .bind(id)
    .bind(closes)
    .bind(days)
    .bind(now)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
