//! SQL of the rundown: the one that is played, and every one before it.

use crate::{ceremony::rules::rundown::Rundown, fault::Fault};
use sqlx::{AnyConnection, Row};

/// A show's rundown with its revision; none if nobody has written one.
pub async fn get(conn: &mut AnyConnection, show: &str) -> Result<Option<(i64, Rundown)>, Fault> {
    let row = sqlx::query("SELECT rev, document FROM rundown WHERE show = $1")
        .bind(show)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let document: String = row.try_get(1)?;
    let rundown = serde_json::from_str(&document).map_err(|error| {
        tracing::error!(%error, "the rundown cannot be read");
        Fault::Ours
    })?;
    Ok(Some((row.try_get(0)?, rundown)))
}

/// Writes a rundown over the one of revision `before`, 0 if there was none; `false` if somebody else did.
pub async fn put(
    conn: &mut AnyConnection,
    show: &str,
    before: i64,
    rundown: &Rundown,
    (by, at): (&str, i64),
) -> Result<bool, Fault> {
    let document = serde_json::to_string(rundown).map_err(|_| Fault::Ours)?;
    let sql = if before == 0 {
        "INSERT INTO rundown (show, rev, document, changed_by, changed_at) \
         VALUES ($1, $2 + 1, $3, $4, $5) ON CONFLICT (show) DO NOTHING"
    } else {
        "UPDATE rundown SET rev = $2 + 1, document = $3, changed_by = $4, changed_at = $5 \
         WHERE show = $1 AND rev = $2"
    };
    let done = sqlx::query(sql)
        .bind(show)
        .bind(before)
        .bind(&document)
        .bind(by)
        .bind(at)
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO rundown_history (show, rev, document, changed_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(show)
    .bind(before + 1)
    .bind(&document)
    .bind(by)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    Ok(true)
}
