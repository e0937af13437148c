//! SQL of the audit chain, for reading.

use super::api::Entry;
use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// Entries before `before`, newest first; of one kind of act, or of every kind if it is empty.
pub async fn entries(
    conn: &mut AnyConnection,
    before: i64,
    action: &str,
    most: i64,
) -> Result<Vec<Entry>, Fault> {
    let rows = sqlx::query(
        "SELECT t.seq, t.at, COALESCE(a.name, ''), t.action, t.subject, t.hash FROM audit t \
         LEFT JOIN account a ON a.id = t.actor WHERE t.seq < $1 AND ($2 = '' OR t.action = $2) \
         ORDER BY t.seq DESC LIMIT $3",
    )
    .bind(before)
    .bind(action)
    .bind(most)
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                seq: row.try_get(0)?,
                at: row.try_get(1)?,
                who: row.try_get(2)?,
                action: row.try_get(3)?,
                subject: row.try_get(4)?,
                hash: row.try_get(5)?,
            })
        })
        .collect()
}

/// Every kind of act in the chain.
pub async fn actions(conn: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let rows =
        sqlx::query("SELECT DISTINCT action FROM audit ORDER BY 1").fetch_all(&mut *conn).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
