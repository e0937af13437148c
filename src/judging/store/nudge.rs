//! SQL of who was reminded, and when.

use crate::fault::Fault;
use sqlx::{AnyConnection, Row};

/// One reminder.
pub struct Nudge {
    pub judge: String,
    pub day: String,
    pub by: String,
    pub at: i64,
}

/// Notes a reminder; false if the judge was reminded on that day already.
pub async fn note(
    conn: &mut AnyConnection,
    nudge: &Nudge,
    mailed_at: Option<i64>,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO nudge (judge, day, nudged_by, nudged_at, mailed_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (judge, day) DO NOTHING",
    )
    .bind(nudge.judge.as_str())
    .bind(nudge.day.as_str())
    .bind(nudge.by.as_str())
    .bind(nudge.at)
    .bind(mailed_at)
    .execute(&mut *conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every reminder with the name of who sent it, newest first.
pub async fn all(conn: &mut AnyConnection) -> Result<Vec<Nudge>, Fault> {
    let rows = sqlx::query(
        "SELECT n.judge, n.day, a.name, n.nudged_at FROM nudge n \
         JOIN account a ON a.id = n.nudged_by ORDER BY n.nudged_at DESC, n.judge",
    )
    .fetch_all(&mut *conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Nudge {
                judge: row.try_get(0)?,
                day: row.try_get(1)?,
                by: row.try_get(2)?,
                at: row.try_get(3)?,
            })
        })
        .collect()
}
